"""Lost and found: what was found, where it is kept and until when, and who signed for it.

How long a thing is kept is a setting for each class of value. The Civil and Commercial Code gives the owner one
year to claim (s.1325); a house that disposes of ordinary things earlier does so by its own rule, told to guests.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from peewee import JOIN, DateField, ForeignKeyField, TextField, fn

from locales import Message, _, in_language
from locales.dates import format_date
from models.front_office.guests import Guest, guests_with, search_words
from models.front_office.papers import seller
from models.front_office.reservations import CHECKED_OUT, IN_HOUSE, Stay
from models.front_office.rooms import Room
from models.front_office.rooms import room as find_room
from models.house.acts import Act, operation
from models.house.database import Base, StampField
from models.house.inputs import said, words
from models.house.lists import Listing
from models.house.papers import Field, Paper, Party
from models.house.property import Property, document_number, setting
from models.house.refusals import Refused
from models.house.staff import Staff

FOUND, CLAIMED, RETURNED, SENT, DISPOSED = "found", "claimed", "returned", "sent", "disposed"
LOST_STATES = {
    FOUND: Message("Found"),
    CLAIMED: Message("Claimed"),
    RETURNED: Message("Returned"),
    SENT: Message("Sent on"),
    DISPOSED: Message("Disposed of"),
}
KEPT = (FOUND, CLAIMED)
VALUE_CLASSES = {
    "ordinary": Message("Ordinary"),
    "valuable": Message("Valuable"),
    "document": Message("Document"),
    "perishable": Message("Perishable"),
}
SHORTEST_END, LONGEST_END = 3, 4
"""Of a document number only its end is kept: enough to know the document again, too little to use it."""


class LostItem(Base):
    """One thing. ``place`` where it was found if in no room, or more exactly; ``keep_until`` inclusive.

    ``stay``: the guest who probably lost it. ``claimant`` and ``contact`` who asked for it or got it,
    ``document_end`` the last characters of the document shown, ``how`` it was sent or disposed of.
    """

    number = TextField(unique=True)
    what = TextField()
    found_on = DateField()
    at = StampField()
    room = ForeignKeyField(Room, null=True)
    place = TextField(default="")
    found_by = TextField(default="")
    kept_at = TextField(default="")
    value_class = TextField()
    stay = ForeignKeyField(Stay, null=True)
    keep_until = DateField()
    state = TextField(default=FOUND)
    claimant = TextField(default="")
    contact = TextField(default="")
    document_end = TextField(default="")
    how = TextField(default="")
    ended_on = DateField(null=True)
    ended_by = ForeignKeyField(Staff, null=True, backref="+")
    staff = ForeignKeyField(Staff)
    note = TextField(default="")

    class Meta:
        table_name = "lost_item"


@dataclass(frozen=True)
class LostRow:
    """A thing in the list. ``guest_*``: the one who probably lost it. ``due``: it need be kept no longer."""

    id: int
    number: str
    what: str
    found_on: datetime.date
    where: str
    kept_at: str
    value_class: str
    state: str
    keep_until: datetime.date
    due: bool
    guest_th: str
    guest_en: str
    stay_id: int | None
    key: tuple[object, ...]


@operation("housekeeping")
def write_found(
    act: Act,
    what: str,
    *,
    room: str = "",
    place: str = "",
    found_by: str = "",
    kept_at: str = "",
    value_class: str = "ordinary",
    found_on: datetime.date | None = None,
    stay_id: int | None = None,
    note: str = "",
) -> str:
    """Something was found; its number, to be tied to it. The last stay in the room is taken for its owner's.

    ``found_by`` empty: who writes. Refused: NOTHING_FOUND, NO_PLACE, NO_ROOM, VALUE_CLASS, DATES.
    """
    what = words(what, "what", 120)
    if not what:
        raise Refused("NOTHING_FOUND", "Say what was found.", field="what")
    found_in = find_room(room.upper()) if room.strip() else None
    place = words(place, "place", 60)
    if found_in is None and not place:
        raise Refused("NO_PLACE", "Say where it was found.", field="place")
    date = found_on or act.business_date
    if date > act.business_date:
        raise Refused("DATES", "That day has not come yet.", field="found_on")
    stay = stay_id
    if stay is None and found_in is not None:
        last = last_stay_in(found_in.id, date)
        stay = last.id if last else None
    number = document_number("LF", act.business_date)
    act.create(
        LostItem, number=number, what=what, found_on=date, at=act.now, room=found_in, place=place,
        found_by=words(found_by, "found_by", 60) or act.staff.name("th"), kept_at=words(kept_at, "kept_at", 60),
        value_class=value_class, stay=stay, keep_until=date + datetime.timedelta(days=days_kept(value_class)),
        staff=act.staff.id, note=words(note, "note"),
    )  # fmt: skip
    return number


@operation("housekeeping")
def change_item(
    act: Act,
    item_id: int,
    *,
    what: str,
    kept_at: str,
    value_class: str,
    keep_until: datetime.date,
    stay_id: int | None = None,
    note: str = "",
) -> None:
    """Say more of a thing that is still kept. Refused: NOT_KEPT, NOTHING_FOUND, VALUE_CLASS, DATES."""
    item = _kept(item_id)
    if not words(what, "what", 120):
        raise Refused("NOTHING_FOUND", "Say what was found.", field="what")
    days_kept(value_class)
    if keep_until < item.found_on:
        raise Refused("DATES", "It was found on {date}.", field="keep_until", date=item.found_on)
    act.update(
        item, what=words(what, "what", 120), kept_at=words(kept_at, "kept_at", 60), value_class=value_class,
        keep_until=keep_until, stay=stay_id, note=words(note, "note"),
    )  # fmt: skip


@operation("housekeeping")
def claim_item(act: Act, item_id: int, claimant: str, contact: str) -> None:
    """Somebody says it is theirs and comes for it, or wants it sent. Refused: NOT_KEPT, NO_NAME."""
    item = _kept(item_id)
    act.update(item, state=CLAIMED, claimant=_name(claimant), contact=words(contact, "contact", 120))


@operation("housekeeping")
def return_item(act: Act, item_id: int, claimant: str, document_end: str, contact: str = "") -> None:
    """The owner takes it and signs: by name, with the end of the document that was shown.

    Refused: NOT_KEPT, NO_NAME, DOCUMENT_END.
    """
    item = _kept(item_id)
    claimant = _name(claimant)
    end = "".join(words(document_end, "document_end").split()).upper()
    if not SHORTEST_END <= len(end) <= LONGEST_END or not end.isalnum():
        raise Refused(
            "DOCUMENT_END", "The last {few} or {many} characters of the document.", field="document_end",
            few=SHORTEST_END, many=LONGEST_END,
        )  # fmt: skip
    _end(act, item, RETURNED, claimant=claimant, document_end=end, contact=words(contact, "contact", 120))


@operation("housekeeping")
def send_item(act: Act, item_id: int, claimant: str, contact: str, how: str) -> None:
    """Sent on to the owner: name, address, and how (post, number). Refused: NOT_KEPT, NO_NAME, NO_ADDRESS, NO_REASON."""
    item = _kept(item_id)
    claimant = _name(claimant)
    contact = words(contact, "contact", 120)
    if not contact:
        raise Refused("NO_ADDRESS", "Say where it was sent to.", field="contact")
    _end(act, item, SENT, claimant=claimant, contact=contact, how=said(how, "how"))


@operation("housekeeping")
def dispose_of(act: Act, item_id: int, how: str) -> None:
    """Thrown away, given to the finder, to charity or to the police, once it need be kept no longer.

    Refused: NOT_KEPT, NO_REASON; ASK: KEPT_UNTIL (before its date; right override_room).
    """
    item = _kept(item_id)
    how = said(how, "how")
    if act.business_date <= item.keep_until:
        act.ask(
            "KEPT_UNTIL", "{number} is to be kept until {date}.", right="override_room", number=item.number,
            date=item.keep_until,
        )  # fmt: skip
    _end(act, item, DISPOSED, how=how)


def days_kept(value_class: str) -> int:
    """How long a thing of the class is kept, days. Refused (VALUE_CLASS) where there is no such class."""
    if value_class not in VALUE_CLASSES:
        raise Refused("VALUE_CLASS", "There is no such class.", field="value_class")
    return int(setting(f"lost_days_{value_class}"))


def last_stay_in(room_id: int, date: datetime.date) -> Stay | None:
    """Who was in the room last, or is in it, as of ``date``."""
    return (
        Stay.select(Stay, Guest)
        .join(Guest)
        .where((Stay.room == room_id) & (Stay.state << (IN_HOUSE, CHECKED_OUT)) & (Stay.arrival <= date))
        .order_by(fn.COALESCE(Stay.checked_out_at, "9999").desc(), Stay.id.desc())
        .first()
    )


def lost_items(
    text: str = "", where: object | None = None, date: datetime.date | None = None
) -> Listing[LostRow]:
    """Things by the day they were found, the latest first; ``text`` in what, where, number or name."""
    query = (
        LostItem.select(LostItem, Room, Stay, Guest)
        .join(Room, JOIN.LEFT_OUTER)
        .switch(LostItem)
        .join(Stay, JOIN.LEFT_OUTER)
        .join(Guest, JOIN.LEFT_OUTER)
    )
    if where is not None:
        query = query.where(where)
    for word in search_words(text):
        lost_by = Stay.select(Stay.id).where(Stay.guest << guests_with(word))
        query = query.where(
            LostItem.what.contains(word)
            | LostItem.place.contains(word)
            | LostItem.claimant.contains(word)
            | LostItem.number.contains(word.upper())
            | (Room.number == word.upper())
            | (LostItem.stay << lost_by)
        )

    def shape(item: LostItem) -> LostRow:
        guest = item.stay.guest if item.stay_id else None
        return LostRow(
            item.id, item.number, item.what, item.found_on, where_found(item), item.kept_at, item.value_class,
            item.state, item.keep_until, bool(date and item.state in KEPT and item.keep_until < date),
            guest.name("th") if guest else "", guest.name("en") if guest else "", item.stay_id,
            (item.found_on, item.id),
        )  # fmt: skip

    return Listing(query, [(LostItem.found_on, True), (LostItem.id, True)], shape)


def still_kept() -> object:
    return LostItem.state << KEPT


def for_disposal(date: datetime.date) -> object:
    """What need be kept no longer on ``date``."""
    return (LostItem.state << KEPT) & (LostItem.keep_until < date)


def where_found(item: LostItem) -> str:
    return " ".join(filter(None, [item.room.number if item.room_id else "", item.place]))


def handing_over_paper(hotel: Property, item_id: int, language: str) -> Paper:
    """What the owner signs when taking a thing back; also to be signed beforehand, with blanks."""
    item = LostItem.get_by_id(item_id)
    with in_language(language):
        fields = [
            (_("What"), item.what),
            (_("Found on"), format_date(item.found_on)),
            (_("Found at"), where_found(item)),
            (_("Found by"), item.found_by),
            (_("Contact"), item.contact),
            (_("Document shown, end of number"), item.document_end),
            (_("Note"), item.how),
        ]
        return Paper(
            kind="lost-item", title=_("Return of lost property"), number=item.number,
            date_text=format_date(item.ended_on or hotel.business_date), language=language,
            seller=seller(hotel, language),
            party=Party(item.claimant or "…" * 12, role=_("Returned to")),
            fields=tuple(Field(label, value) for label, value in fields if value),
            notes=(_("I have received this and it is mine."),),
            signatures=(_("Taken by"), _("Handed over by")),
        )  # fmt: skip


def _kept(item_id: int) -> LostItem:
    item = LostItem.get_by_id(item_id)
    if item.state not in KEPT:
        raise Refused(
            "NOT_KEPT",
            "{number} is here no longer: {state}.",
            number=item.number,
            state=LOST_STATES[item.state],
        )
    return item


def _name(claimant: str) -> str:
    name = words(claimant, "claimant", 80)
    if not name:
        raise Refused("NO_NAME", "Say who gets it.", field="claimant")
    return name


def _end(act: Act, item: LostItem, state: str, **values: object) -> None:
    act.update(item, state=state, ended_on=act.business_date, ended_by=act.staff.id, **values)
