"""A call is due: it rings at every desk that may answer it, one takes it, and says how it went.

What has rung is stored, so no clock set back rings it twice; whatever a clock set forward passed over is due at
once. Waiting times are measured against the latest moment seen while calls rang, so a clock set back does not make
a room that did not answer wait for hours.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from peewee import JOIN

from models.front_office.guests import Guest
from models.front_office.reservations import IN_HOUSE, Stay
from models.front_office.rooms import Room
from models.front_office.wake_up.ordering import end_call, ended
from models.front_office.wake_up.tables import (
    CALLED_BACK,
    COMPLETED,
    MISSED,
    NO_ANSWER,
    NOT_HERE,
    PENDING,
    RINGING,
    SEEN,
    SENT_SOMEBODY,
    WakeUpCall,
    WakeUpMark,
    again_after,
    figure,
    missed_after,
)
from models.house.acts import Act, operation
from models.house.refusals import Refused
from models.house.staff import Rights, Staff

CLOCKS_DIFFER = datetime.timedelta(minutes=5)
"""Desks on several machines differ by less; a clock further behind than this has been set back."""
ANSWERS = (COMPLETED, NO_ANSWER, CALLED_BACK, SENT_SOMEBODY, SEEN)


@dataclass(frozen=True)
class Alarm:
    """A call that wants somebody now. ``answering`` is the id of who has taken it, ``by`` the name in both languages."""

    call_id: int
    stay_id: int
    time: str
    room: str
    guest_th: str
    guest_en: str
    note: str
    tries: int
    missed: bool
    answering: int | None
    by_th: str
    by_en: str

    def by(self, language: str) -> str:
        return self.by_th if language == "th" else self.by_en


@dataclass(frozen=True)
class OpenCalls:
    """What the desks keep in mind between two looks at the database: it is true until somebody writes.

    ``next_at``: when the next call of those to come is due. ``left_at``: when the first of those ringing counts as
    missed. ``seen_until``: the mark of the clock.
    """

    alarms: tuple[Alarm, ...] = ()
    next_at: datetime.datetime | None = None
    left_at: datetime.datetime | None = None
    seen_until: datetime.datetime | None = None

    def to_ring(self, now: datetime.datetime) -> bool:
        """Whether ``ring`` has something to write."""
        passed = any(moment is not None and moment <= now for moment in (self.next_at, self.left_at))
        return passed or self.clock_is_back(now)

    def clock_is_back(self, now: datetime.datetime) -> bool:
        waiting = self.alarms or self.next_at is not None
        return bool(waiting and self.seen_until is not None and now < self.seen_until - CLOCKS_DIFFER)

    def for_desk(self, rights: Rights) -> tuple[Alarm, ...]:
        """The operators hear every call, the desk those that nobody rang."""
        if rights.allow("switchboard"):
            return self.alarms
        return tuple(alarm for alarm in self.alarms if alarm.missed) if rights.allow("check_in") else ()


def open_calls() -> OpenCalls:
    """Two small reads by index, however many calls there are."""
    by = Staff.alias()
    wanting = (WakeUpCall.state == RINGING) | ((WakeUpCall.state == MISSED) & (WakeUpCall.result == ""))
    query = (
        WakeUpCall.select(WakeUpCall, Stay, Guest, Room, by)
        .join(Stay)
        .join(Guest)
        .switch(Stay)
        .join(Room)
        .join(by, JOIN.LEFT_OUTER, on=(WakeUpCall.answering == by.id), src=WakeUpCall, attr="answering")
        .where(wanting)
        .order_by(WakeUpCall.due_at, WakeUpCall.id)
    )
    alarms, left = [], []
    for call in query:
        if call.state == RINGING:
            left.append((call.answering_at or call.rung_at) + missed_after())
        alarms.append(_alarm(call))
    first = (
        WakeUpCall.select(WakeUpCall.ring_at)
        .where(WakeUpCall.state == PENDING)
        .order_by(WakeUpCall.ring_at)
        .first()
    )
    mark = WakeUpMark.get_or_none(WakeUpMark.id == 1)
    return OpenCalls(
        tuple(alarms),
        first.ring_at if first else None,
        min(left, default=None),
        mark.seen_until if mark else None,
    )


def _alarm(call: WakeUpCall) -> Alarm:
    by = call.answering if call.answering_id else None
    return Alarm(
        call.id, call.stay_id, call.time, call.stay.room.number, call.stay.guest.name("th"), call.stay.guest.name("en"),
        call.note, call.tries, call.state == MISSED, call.answering_id, by.name("th") if by else "",
        by.name("en") if by else "",
    )  # fmt: skip


@operation(None)
def ring(act: Act) -> dict[str, int]:
    """Every call whose moment has come rings, and those nobody took in time are missed; how many of each."""
    _clock_set_back(act)
    rang = missed = 0
    due = (WakeUpCall.state == PENDING) & (WakeUpCall.ring_at <= act.now)
    for call in WakeUpCall.select().where(due).order_by(WakeUpCall.ring_at, WakeUpCall.id):
        if call.stay.state != IN_HOUSE or call.stay.room_id is None:
            end_call(act, call, NOT_HERE)
            continue
        act.update(call, state=RINGING, rung_at=act.now, answering=None, answering_at=None)
        rang += 1
    for call in WakeUpCall.select().where(WakeUpCall.state == RINGING):
        if (call.answering_at or call.rung_at) + missed_after() <= act.now:
            act.update(call, state=MISSED, answering=None, answering_at=None)
            missed += 1
    if rang or missed:
        _seen(act)
    return {"rang": rang, "missed": missed}


def _clock_set_back(act: Act) -> None:
    mark = WakeUpMark.get_or_none(WakeUpMark.id == 1)
    if mark is None or act.now >= mark.seen_until - CLOCKS_DIFFER:
        return
    retried = (WakeUpCall.state == PENDING) & (WakeUpCall.tries > 0)
    for call in WakeUpCall.select().where(retried & (WakeUpCall.ring_at > act.now + again_after())):
        act.update(call, ring_at=act.now + again_after())
    for call in WakeUpCall.select().where((WakeUpCall.state == RINGING) & (WakeUpCall.rung_at > act.now)):
        taken = min(call.answering_at, act.now) if call.answering_at else None
        act.update(call, rung_at=act.now, answering_at=taken)
    act.update(mark, seen_until=act.now)


def _seen(act: Act) -> None:
    mark = WakeUpMark.get_or_none(WakeUpMark.id == 1)
    if mark is None:
        act.create(WakeUpMark, id=1, seen_until=act.now)
    elif act.now > mark.seen_until:
        act.update(mark, seen_until=act.now)


def _may_answer(act: Act, call: WakeUpCall) -> None:
    if not (call.state == MISSED and act.rights.allow("check_in")):
        act.need("switchboard")


@operation(None)
def take_call(act: Act, call_id: int) -> None:
    """Somebody is about to ring the room; at the other desks it rings no more.

    Refused: NO_RIGHT, WAKE_UP_TAKEN, WAKE_UP_ENDED.
    """
    call = WakeUpCall.get_by_id(call_id)
    _may_answer(act, call)
    if call.state != RINGING and not (call.state == MISSED and not call.result):
        raise ended(call)
    if call.answering_id is not None and call.answering_id != act.staff.id:
        raise Refused("WAKE_UP_TAKEN", "{name} sees to this call already.", name=call.answering.name_en)
    act.update(call, answering=act.staff, answering_at=act.now)


@operation(None)
def answer_call(act: Act, call_id: int, result: str) -> None:
    """How it went: ``completed``, ``no answer`` (it rings again, so many times), ``called back``, ``sent somebody``,
    or for one that nobody rang, ``seen``.

    Refused: NO_RIGHT, WAKE_UP_RESULT, WAKE_UP_NOT_DUE, WAKE_UP_ENDED (another desk was first).
    """
    call = WakeUpCall.get_by_id(call_id)
    _may_answer(act, call)
    if result not in ANSWERS or (result == SEEN and call.state != MISSED):
        raise Refused("WAKE_UP_RESULT", "A call cannot end like this.")
    if not call.waits:
        raise ended(call)
    if call.state == PENDING and not call.tries:
        raise Refused(
            "WAKE_UP_NOT_DUE", "This call comes at {time} on {date}.", time=call.time, date=call.date
        )
    if result == NO_ANSWER and call.tries + 1 < figure("wake_up_tries"):
        act.update(
            call, state=PENDING, tries=call.tries + 1, ring_at=act.now + again_after(), answering=None,
            answering_at=None,
        )  # fmt: skip
    else:
        ends = {"result": result, "result_by": act.staff, "result_at": act.now}
        if result == NO_ANSWER:
            act.note("WAKE_UP_SEND", "Room {room} does not answer. Send somebody.", room=_room(call))
            act.update(call, state=NO_ANSWER, tries=call.tries + 1, **ends)
        else:
            act.update(call, state=MISSED if call.state == MISSED else COMPLETED, **ends)
    _seen(act)


def _room(call: WakeUpCall) -> str:
    return str(call.stay.room.number) if call.stay.room_id else ""
