"""The tables of wake-up calls, and the words for what becomes of one."""

from __future__ import annotations

import datetime

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from locales import Message
from models.front_office.reservations import Stay
from models.house.database import Base, StampField
from models.house.property import setting
from models.house.staff import Staff

PENDING = "pending"
RINGING = "ringing"
COMPLETED = "completed"
NO_ANSWER = "no answer"
MISSED = "missed"
CANCELLED = "cancelled"
STATES = {
    PENDING: Message("To come"),
    RINGING: Message("Due now"),
    COMPLETED: Message("Woken"),
    NO_ANSWER: Message("No answer"),
    MISSED: Message("Nobody rang"),
    CANCELLED: Message("Called off"),
}
CALLED_BACK = "called back"
SENT_SOMEBODY = "sent somebody"
SEEN = "seen"
BY_HAND = "by hand"
NO_MORE = "no more"
DEPARTURE = "departure"
NOT_HERE = "not here"
RESULTS = {
    COMPLETED: Message("Woken"),
    NO_ANSWER: Message("No answer"),
    CALLED_BACK: Message("Guest called back"),
    SENT_SOMEBODY: Message("Somebody was sent"),
    SEEN: Message("Seen to"),
    BY_HAND: Message("Called off"),
    NO_MORE: Message("No more wanted"),
    DEPARTURE: Message("Guest left"),
    NOT_HERE: Message("Guest not in house"),
}


class WakeUpCall(Base):
    """One call to one stay, wherever it sleeps by then: ``date`` and ``time`` ("06:30") on the wall of the hotel.

    ``due_at`` is that moment, ``ring_at`` when it rings (again). ``daily``: one of a row of calls until the guest
    leaves. ``tries`` counts the calls nobody answered. ``answering``: who took it at a desk and is ringing the room.
    ``result`` says how it ended; a missed call without one still waits for somebody to see to it.
    """

    stay = ForeignKeyField(Stay, backref="wake_ups")
    date = DateField()
    time = TextField()
    due_at = StampField()
    ring_at = StampField()
    daily = BooleanField(default=False)
    state = TextField(default=PENDING)
    tries = IntegerField(default=0)
    asked_by = TextField(default="")
    note = TextField(default="")
    entered_by = ForeignKeyField(Staff, backref="+")
    entered_at = StampField()
    rung_at = StampField(null=True)
    answering = ForeignKeyField(Staff, null=True, backref="+")
    answering_at = StampField(null=True)
    result = TextField(default="")
    result_by = ForeignKeyField(Staff, null=True, backref="+")
    result_at = StampField(null=True)

    class Meta:
        table_name = "wake_up_call"

    @property
    def waits(self) -> bool:
        """Whether it still wants somebody: to come, due, or missed and not seen to."""
        return self.state in (PENDING, RINGING) or (self.state == MISSED and not self.result)


class WakeUpMark(Base):
    """Until when a clock of the house has been seen while calls rang. A clock that shows less has gone back."""

    seen_until = StampField()

    class Meta:
        table_name = "wake_up_mark"


WAITING = (WakeUpCall.state << (PENDING, RINGING)) | (
    (WakeUpCall.state == MISSED) & (WakeUpCall.result == "")
)


def figure(name: str) -> int:
    """A setting that is a number above zero."""
    return int(setting(name))


def again_after() -> datetime.timedelta:
    """How long until a room that does not answer is rung again."""
    return datetime.timedelta(minutes=figure("wake_up_again_minutes"))


def missed_after() -> datetime.timedelta:
    """How long a call may wait for somebody to take it or to say how it went."""
    return datetime.timedelta(minutes=figure("wake_up_missed_minutes"))
