"""Calls put through: from whom, to which guest, department or number outside, and how it ended.

The operator dials at the exchange and writes the outcome here. A guest whom nobody is told of, or who does not wish
to be disturbed, is not rung before somebody has said why.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from peewee import JOIN, DateField, ForeignKeyField, TextField, fn

from locales import Message
from models.front_office.guests import Guest
from models.front_office.reservations import IN_HOUSE, STATES, Stay
from models.front_office.rooms import Room
from models.front_office.switchboard.messages import person_of, take_message
from models.front_office.switchboard.phone_book import PhoneEntry, department_names, dialled
from models.house.acts import Act, operation
from models.house.database import Base, StampField
from models.house.departments import Department
from models.house.inputs import words
from models.house.lists import Listing
from models.house.refusals import Refused
from models.house.staff import Staff

ANSWERED, NO_ANSWER, BUSY, REFUSED, MESSAGE = "answered", "no answer", "busy", "refused", "message"
OUTCOMES = {
    ANSWERED: Message("answered"),
    NO_ANSWER: Message("no answer"),
    BUSY: Message("busy"),
    REFUSED: Message("not put through"),
    MESSAGE: Message("message taken"),
}
RANG = (ANSWERED, NO_ANSWER, BUSY)
"""The telephone of whom it was for has rung."""


class CallTransfer(Base):
    """For a guest (``stay``, ``guest``), a ``department``, an ``entry`` of the telephone book, or a ``number``."""

    at = StampField()
    date = DateField()
    caller = TextField(default="")
    stay = ForeignKeyField(Stay, null=True)
    guest = ForeignKeyField(Guest, null=True)
    department = ForeignKeyField(Department, null=True)
    entry = ForeignKeyField(PhoneEntry, null=True)
    number = TextField(default="")
    outcome = TextField()
    note = TextField(default="")
    staff = ForeignKeyField(Staff)

    class Meta:
        table_name = "call_transfer"


@operation("switchboard")
def call_guest(
    act: Act, stay_id: int, outcome: str, *, guest_id: int | None = None, caller: str = "", note: str = ""
) -> int:
    """A call for a guest; the id. Who was not put through may be anybody, who was rung is in house.

    Refused: CALL_OUTCOME, NOT_IN_HOUSE, NOT_ON_STAY; ASK (right switchboard): NO_INFORMATION, DO_NOT_DISTURB.
    """
    stay = Stay.get_by_id(stay_id)
    guest = person_of(stay, guest_id)
    if outcome in RANG:
        if stay.state != IN_HOUSE:
            raise Refused("NOT_IN_HOUSE", "This stay is {state}.", field="outcome", state=STATES[stay.state])
        ask_to_ring(act, stay, guest)
    return _log(act, outcome, caller, note, stay=stay, guest=guest)


def ask_to_ring(act: Act, stay: Stay, guest: Guest) -> None:
    """ASK before the telephone of a guest rings who does not want it to."""
    if stay.no_information:
        act.ask(
            "NO_INFORMATION", "{guest} wants nobody to be told of the stay. Put through only what the guest agrees to.",
            right="switchboard", field="outcome", guest=guest.spoken,
        )  # fmt: skip
    if stay.service_wish == "dnd":
        act.ask(
            "DO_NOT_DISTURB", "{guest} does not wish to be disturbed. Offer to take a message.", right="switchboard",
            field="outcome", jump=f"messages stay {stay.id}", guest=guest.spoken,
        )  # fmt: skip


@operation("switchboard")
def take_message_instead(
    act: Act, stay_id: int, caller: str, text: str = "", *, guest_id: int | None = None, phone: str = "",
    wish: str = "", urgent: bool = False,
) -> int:  # fmt: skip
    """The caller leaves a message: both are written down at once; the message's id. Refused as ``take_message``."""
    message_id = take_message(
        act, stay_id, caller, text, guest_id=guest_id, phone=phone, wish=wish, urgent=urgent
    )
    call_guest(act, stay_id, MESSAGE, guest_id=guest_id, caller=caller)
    return message_id


@operation("switchboard")
def call_department(act: Act, department_id: int, outcome: str, *, caller: str = "", note: str = "") -> int:
    """Refused: CALL_OUTCOME, and as ``words``."""
    return _log(act, outcome, caller, note, department=Department.get_by_id(department_id))


@operation("switchboard")
def call_entry(act: Act, entry_id: int, outcome: str, *, caller: str = "", note: str = "") -> int:
    """To somebody in the telephone book. Refused: CALL_OUTCOME, and as ``words``."""
    return _log(act, outcome, caller, note, entry=PhoneEntry.get_by_id(entry_id))


@operation("switchboard")
def call_number(act: Act, number: str, outcome: str, *, caller: str = "", note: str = "") -> int:
    """To a number that stands in no book. Refused: NO_NUMBER, PHONE_NUMBER, CALL_OUTCOME, and as ``words``."""
    if not number.strip():
        raise Refused("NO_NUMBER", "Which number?", field="number")
    return _log(act, outcome, caller, note, number=dialled(number))


def _log(act: Act, outcome: str, caller: str, note: str, **to: object) -> int:
    if outcome not in OUTCOMES:
        raise Refused("CALL_OUTCOME", "Choose how the call ended.", field="outcome")
    return act.create(
        CallTransfer, at=act.now, date=act.business_date, caller=words(caller, "caller", 80), outcome=outcome,
        note=words(note, "note", 200), staff=act.staff, **to,
    ).id  # fmt: skip


# Lists


@dataclass(frozen=True)
class CallRow:
    call_id: int
    at: datetime.datetime
    caller: str
    to_th: str
    to_en: str
    where: str  # room, extension or number
    outcome: str
    note: str
    by: str

    @property
    def key(self) -> tuple[int]:
        return (self.call_id,)


def calls_of(date: datetime.date) -> Listing[CallRow]:
    """Of one business date, the latest first."""
    query = (
        CallTransfer.select(CallTransfer, Stay, Guest, Room, Department, PhoneEntry, Staff)
        .join(Stay, JOIN.LEFT_OUTER)
        .join(Room, JOIN.LEFT_OUTER, on=(Stay.room == Room.id))
        .switch(CallTransfer)
        .join(Guest, JOIN.LEFT_OUTER, on=(CallTransfer.guest == Guest.id))
        .switch(CallTransfer)
        .join(Department, JOIN.LEFT_OUTER)
        .switch(CallTransfer)
        .join(PhoneEntry, JOIN.LEFT_OUTER, on=(CallTransfer.entry == PhoneEntry.id))
        .switch(CallTransfer)
        .join(Staff)
        .where(CallTransfer.date == date)
    )
    return Listing(query, [(CallTransfer.id, True)], _shape)


def _shape(call: CallTransfer) -> CallRow:
    to_th = to_en = ""
    where = call.number
    if call.stay_id:
        to_th, to_en = call.guest.name("th"), call.guest.name("en")
        where = call.stay.room.number if call.stay.room_id else ""
    elif call.department_id:
        to_th, to_en, where = call.department.name_th, call.department.name_en, call.department.extension
    elif call.entry_id:
        to_th, to_en, where = call.entry.name_th, call.entry.name_en, call.entry.number
    return CallRow(
        call.id, call.at, call.caller, to_th, to_en, where, call.outcome, call.note, call.staff.login
    )


TO_GUESTS, OUTSIDE = Message("To guests"), Message("Outside the house")


@dataclass(frozen=True)
class CallCount:
    """Calls to one department with the people in it, to all guests, or outside the house."""

    place: int
    name_th: str
    name_en: str
    outcomes: dict[str, int]

    @property
    def key(self) -> tuple[int]:
        return (self.place,)

    @property
    def calls(self) -> int:
        return sum(self.outcomes.values())


def call_statistic(since: datetime.date, until: datetime.date) -> list[CallCount]:
    """Guests first, then each department, then outside; business dates, both inclusive."""
    rows = (
        CallTransfer.select(
            fn.COALESCE(CallTransfer.department, PhoneEntry.department), CallTransfer.stay.is_null(False),
            CallTransfer.outcome, fn.COUNT(CallTransfer.id),
        )
        .join(PhoneEntry, JOIN.LEFT_OUTER)
        .where(CallTransfer.date.between(since, until))
        .group_by(
            fn.COALESCE(CallTransfer.department, PhoneEntry.department), CallTransfer.stay.is_null(False),
            CallTransfer.outcome,
        )
        .tuples()
    )  # fmt: skip
    to_guests: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    house: dict[int, Counter[str]] = {}
    for department_id, for_guest, outcome, count in rows:
        of = (
            to_guests
            if for_guest
            else house.setdefault(department_id, Counter())
            if department_id
            else outside
        )
        of[outcome] += count
    names = department_names()
    parts = [(TO_GUESTS.say("th"), TO_GUESTS.say("en"), to_guests)]
    parts += [(names[i].name_th, names[i].name_en, house[i]) for i in names if i in house]
    parts.append((OUTSIDE.say("th"), OUTSIDE.say("en"), outside))
    return [
        CallCount(place, name_th, name_en, dict(counted))
        for place, (name_th, name_en, counted) in enumerate(parts)
        if counted
    ]
