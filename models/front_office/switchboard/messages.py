"""Messages for guests: taken while the caller waits, printed or read out, and never lost.

A message hangs on a stay, also on one that is still to come or has ended, and is for one of its persons. It stays
lit on the rack until somebody has handed it over, and what was written down is never worded anew.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from peewee import JOIN, BooleanField, DateField, ForeignKeyField, TextField, fn

from locales import Message
from models.front_office.guests import Guest
from models.front_office.reservations import CHECKED_OUT, IN_HOUSE, RESERVED, STATES, Stay, StayPerson
from models.front_office.rooms import Room
from models.house.acts import Act, operation
from models.house.database import Base, StampField
from models.house.inputs import said, words
from models.house.lists import Listing
from models.house.refusals import Refused
from models.house.staff import Staff

WAITING = "waiting"
PRINTED = "printed"
DELIVERED = "delivered"
READ_BACK = "read back"
WITHDRAWN = "withdrawn"
MESSAGE_STATES = {
    WAITING: Message("waiting"),
    PRINTED: Message("printed"),
    DELIVERED: Message("delivered"),
    READ_BACK: Message("read out"),
    WITHDRAWN: Message("withdrawn"),
}
CALL_WISHES = {
    "": Message("nothing more"),
    "call": Message("Please call back"),
    "again": Message("Will call again"),
}
LONGEST_MESSAGE = 500


class GuestMessage(Base):
    """``wish``: ``call`` the caller asks to be called, ``again`` will call again. ``ended_note``: who carried it up,
    or why it was withdrawn."""

    stay = ForeignKeyField(Stay)
    guest = ForeignKeyField(Guest)
    date = DateField()
    taken_at = StampField()
    taken_by = ForeignKeyField(Staff, backref="+")
    caller = TextField()
    phone = TextField(default="")
    words = TextField(default="")
    wish = TextField(default="")
    urgent = BooleanField(default=False)
    state = TextField(default=WAITING)
    printed_at = StampField(null=True)
    ended_at = StampField(null=True)
    ended_by = ForeignKeyField(Staff, null=True, backref="+")
    ended_note = TextField(default="")

    class Meta:
        table_name = "guest_message"


def person_of(stay: Stay, guest_id: int | None) -> Guest:
    """One of the persons of the stay, the main guest where none is named. Refused: NOT_ON_STAY."""
    if guest_id is None or guest_id == stay.guest_id:
        return stay.guest
    row = StayPerson.get_or_none((StayPerson.stay == stay) & (StayPerson.guest == guest_id))
    if row is None:
        raise Refused("NOT_ON_STAY", "This guest is not on the stay any more.", field="guest")
    return row.guest


@operation("switchboard")
def take_message(
    act: Act,
    stay_id: int,
    caller: str,
    text: str = "",
    *,
    guest_id: int | None = None,
    phone: str = "",
    wish: str = "",
    urgent: bool = False,
) -> int:
    """Write a message down; its id. It tells the caller nothing: also for a guest nobody is told of.

    Refused: NOBODY_EXPECTED (cancelled, no-show, not confirmed), NOT_ON_STAY, NO_CALLER, NO_MESSAGE, MESSAGE_WISH, and
    as ``words``.
    """
    stay = Stay.get_by_id(stay_id)
    if stay.state not in (RESERVED, IN_HOUSE, CHECKED_OUT):
        raise Refused(
            "NOBODY_EXPECTED", "This stay is {state}; no message can be passed on.", state=STATES[stay.state]
        )
    if not caller.strip():
        raise Refused("NO_CALLER", "Who leaves the message?", field="caller")
    if wish not in CALL_WISHES:
        raise Refused("MESSAGE_WISH", "Choose what the caller asks for.", field="wish")
    text = words(text, "text", LONGEST_MESSAGE)
    if not (text or wish):
        raise Refused("NO_MESSAGE", "Write the message, or what the caller asks for.", field="text")
    return act.create(
        GuestMessage, stay=stay, guest=person_of(stay, guest_id), date=act.business_date, taken_at=act.now,
        taken_by=act.staff, caller=words(caller, "caller", 80), phone=words(phone, "phone", 40), words=text, wish=wish,
        urgent=urgent,
    ).id  # fmt: skip


def _open(message_id: int) -> GuestMessage:
    message = GuestMessage.get_by_id(message_id)
    if message.ended_at is not None:
        raise Refused(
            "MESSAGE_ENDED", "This message is {state} already.", state=MESSAGE_STATES[message.state]
        )
    return message


@operation("switchboard")
def mark_printed(act: Act, message_id: int) -> None:
    """A slip of it was made, and lies ready for the guest or whoever carries it up. Refused: MESSAGE_ENDED."""
    act.update(_open(message_id), state=PRINTED, printed_at=act.now)


@operation("switchboard")
def deliver(act: Act, message_id: int, by: str = "") -> None:
    """It was handed over, ``by`` whom where that is not the one who says so. Refused: MESSAGE_ENDED."""
    _end(act, message_id, DELIVERED, words(by, "by", 60))


@operation("switchboard")
def read_back(act: Act, message_id: int) -> None:
    """It was read out to the guest on the telephone. Refused: MESSAGE_ENDED."""
    _end(act, message_id, READ_BACK, "")


@operation("switchboard")
def withdraw_message(act: Act, message_id: int, reason: str) -> None:
    """It was written for the wrong guest, or the caller takes it back. Refused: NO_REASON, MESSAGE_ENDED."""
    reason = said(reason)
    act.because(reason)
    _end(act, message_id, WITHDRAWN, reason)


def _end(act: Act, message_id: int, state: str, note: str) -> None:
    act.update(_open(message_id), state=state, ended_at=act.now, ended_by=act.staff.id, ended_note=note)


# What is told where the guest is


def waiting_messages(stay_ids: Collection[int], _date: datetime.date | None = None) -> dict[int, int]:
    """How many have not been handed over, for those of the stays that have any."""
    rows = (
        GuestMessage.select(GuestMessage.stay, fn.COUNT(GuestMessage.id))
        .where((GuestMessage.stay << list(stay_ids)) & GuestMessage.ended_at.is_null())
        .group_by(GuestMessage.stay)
        .tuples()
    )
    return dict(rows)


def tell_of_messages(act: Act, stay: Stay) -> None:
    """NOTE (MESSAGES_WAITING) to whoever checks the guest in or out; no name, a note outlives the guest's data."""
    count = waiting_messages([stay.id]).get(stay.id)
    if count:
        act.note(
            "MESSAGES_WAITING", "Messages that were not handed over: {n}. :messages stay {stay}", n=count,
            stay=stay.id,
        )  # fmt: skip


# Lists


@dataclass(frozen=True)
class MessageRow:
    """``guest``: for whom. ``staff``: who took it."""

    message_id: int
    stay_id: int
    guest_th: str
    guest_en: str
    room: str
    stay_state: str
    taken_at: datetime.datetime
    taken_by_th: str
    taken_by_en: str
    caller: str
    phone: str
    words: str
    wish: str
    urgent: bool
    state: str
    ended_at: datetime.datetime | None
    ended_by_th: str
    ended_by_en: str
    ended_note: str
    key: tuple[object, ...]

    @property
    def ended(self) -> bool:
        return self.ended_at is not None


_ENDER = Staff.alias()


def messages(stay_id: int | None = None) -> Listing[MessageRow]:
    """Those of a stay, the latest first; without one all of the house that are not handed over, urgent ones first."""
    query = (
        GuestMessage.select(GuestMessage, Stay, Guest, Staff, _ENDER, Room)
        .join(Guest, on=(GuestMessage.guest == Guest.id))
        .switch(GuestMessage)
        .join(Stay)
        .join(Room, JOIN.LEFT_OUTER, on=(Stay.room == Room.id))
        .switch(GuestMessage)
        .join(Staff, on=(GuestMessage.taken_by == Staff.id))
        .switch(GuestMessage)
        .join(_ENDER, JOIN.LEFT_OUTER, on=(GuestMessage.ended_by == _ENDER.id))
    )
    if stay_id is not None:
        return Listing(
            query.where(GuestMessage.stay == stay_id), [(GuestMessage.id, True)], lambda m: _shape(m, (m.id,))
        )
    order = [(GuestMessage.urgent, True), (GuestMessage.id, False)]
    return Listing(query.where(GuestMessage.ended_at.is_null()), order, lambda m: _shape(m, (m.urgent, m.id)))


def _shape(message: GuestMessage, key: tuple[object, ...]) -> MessageRow:
    ender = message.ended_by if message.ended_by_id else None
    return MessageRow(
        message.id, message.stay_id, message.guest.name("th"), message.guest.name("en"),
        message.stay.room.number if message.stay.room_id else "", message.stay.state, message.taken_at,
        message.taken_by.name("th"), message.taken_by.name("en"), message.caller, message.phone,
        message.words, message.wish, message.urgent, message.state, message.ended_at,
        ender.name("th") if ender else "", ender.name("en") if ender else "", message.ended_note, key,
    )  # fmt: skip
