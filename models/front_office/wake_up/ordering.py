"""A guest, a booking or a group asks to be woken; the calls follow the stay until it leaves.

Times are those on the wall of the hotel, in its own zone. Where a clock change skips the time asked for, the call
comes as long after the last full hour as it would have (RFC 5545, 3.3.5); where a time comes twice, at its first.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from locales.thai_text import to_latin_digits
from models.front_office.reservations import (
    IN_HOUSE,
    RESERVED,
    STATES,
    Reservation,
    Stay,
    check_somebody_sleeps,
)
from models.front_office.rooms import Room
from models.front_office.wake_up.tables import (
    BY_HAND,
    CANCELLED,
    DEPARTURE,
    NO_MORE,
    PENDING,
    RINGING,
    WAITING,
    WakeUpCall,
)
from models.front_office.wake_up.tables import STATES as BECAME
from models.house.acts import Act, operation
from models.house.inputs import words
from models.house.property import Property
from models.house.refusals import Refused

_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?")
ONE_DAY = datetime.timedelta(days=1)


def wall_time(text: str) -> str:
    """``6:30``, ``6.30``, ``630``, ``6``, Thai figures: as 06:30. Refused: WAKE_UP_TIME."""
    typed = to_latin_digits(text.strip())
    found = _TIME.fullmatch(typed)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise Refused("WAKE_UP_TIME", "A time is written 6:30 or 18:05.", field="time")
    return f"{hour:02d}:{minute:02d}"


def moment_of(hotel: Property, date: datetime.date, time: str) -> datetime.datetime:
    """When the wall clock shows ``time`` ("06:30") on ``date``, in UTC."""
    wall = datetime.datetime.combine(date, datetime.time.fromisoformat(time), hotel.timezone)
    return wall.astimezone(datetime.UTC)


def next_date(hotel: Property, time: str, now: datetime.datetime) -> datetime.date:
    """Today where ``time`` is still to come, else tomorrow: what a guest means who names no day."""
    today = hotel.calendar_date(now)
    return today if moment_of(hotel, today, time) > now else today + ONE_DAY


@dataclass(frozen=True)
class Wish:
    """When, and in whose words: ``daily`` until the guest leaves."""

    date: datetime.date
    time: str
    daily: bool = False
    asked_by: str = ""
    note: str = ""


@operation("switchboard")
def order_wake_up(act: Act, stay_id: int, wish: Wish) -> list[int]:
    """Calls for one stay; their ids.

    Refused: NOT_OPEN, POSTING_MASTER, WAKE_UP_TIME, WAKE_UP_PAST, WAKE_UP_BEFORE_ARRIVAL, WAKE_UP_AFTER_DEPARTURE,
    WAKE_UP_TWICE.
    """
    stay = Stay.get_by_id(stay_id)
    check_somebody_sleeps(stay)
    if stay.state not in (RESERVED, IN_HOUSE):
        raise Refused("NOT_OPEN", "This stay is {state}.", state=STATES[stay.state])
    time = wall_time(wish.time)
    if moment_of(act.property, wish.date, time) <= act.now:
        raise Refused("WAKE_UP_PAST", "{time} on {date} is past.", field="time", time=time, date=wish.date)
    if wish.date < stay.arrival:
        raise Refused(
            "WAKE_UP_BEFORE_ARRIVAL", "The guest arrives on {date}.", field="date", date=stay.arrival
        )
    if wish.date > stay.departure:
        raise Refused(
            "WAKE_UP_AFTER_DEPARTURE", "The guest leaves on {date}.", field="date",
            jump=f"stay {stay.id}", date=stay.departure,
        )  # fmt: skip
    if _at(stay, moment_of(act.property, wish.date, time)):
        raise Refused(
            "WAKE_UP_TWICE", "This guest is woken at {time} on {date} already.", field="time",
            jump=f"wake-up stay {stay.id}", time=time, date=wish.date,
        )  # fmt: skip
    last = stay.departure if wish.daily else wish.date
    return _write(act, stay, wish, time, _days(wish.date, last))


def _days(first: datetime.date, last: datetime.date) -> Iterable[datetime.date]:
    return (first + n * ONE_DAY for n in range((last - first).days + 1))


def _at(stay: Stay, moment: datetime.datetime) -> bool:
    same = (WakeUpCall.stay == stay) & (WakeUpCall.due_at == moment) & (WakeUpCall.state != CANCELLED)
    return bool(WakeUpCall.select().where(same).exists())


def _write(act: Act, stay: Stay, wish: Wish, time: str, dates: Iterable[datetime.date]) -> list[int]:
    asked_by, note = words(wish.asked_by, "asked_by"), words(wish.note, "note")
    ids = []
    for date in dates:
        due = moment_of(act.property, date, time)
        if due > act.now and not _at(stay, due):
            call = act.create(
                WakeUpCall, stay=stay, date=date, time=time, due_at=due, ring_at=due, daily=wish.daily,
                asked_by=asked_by, note=note, entered_by=act.staff, entered_at=act.now,
            )  # fmt: skip
            ids.append(int(call.id))
    return ids


@operation("switchboard")
def order_for_booking(act: Act, reservation_id: int, wish: Wish) -> dict[str, int]:
    """Calls for every room of a booking: how many ``rooms`` and ``calls``, and the rooms ``left_out``."""
    return _for_rooms(act, Stay.reservation == reservation_id, wish, ())


@operation("switchboard")
def order_for_group(
    act: Act, block_id: int, wish: Wish, except_rooms: Collection[str] = ()
) -> dict[str, int]:
    """Calls for every room of a group but ``except_rooms`` (numbers), each room once.

    How many ``rooms`` and ``calls``; ``left_out`` are rooms not there on that day or woken then already.
    Refused: NO_ROOM (an exception the group does not have), WAKE_UP_NOBODY, and as ``order_wake_up``.
    """
    booked = Reservation.select(Reservation.id).where(Reservation.block == block_id)
    return _for_rooms(act, Stay.reservation << booked, wish, except_rooms)


def _for_rooms(act: Act, where: object, wish: Wish, except_rooms: Collection[str]) -> dict[str, int]:
    query = (
        Stay.select()
        .where(where & (Stay.state << (RESERVED, IN_HOUSE)))
        .order_by(Stay.share_of.is_null(False), Stay.id)
    )
    stays = [stay for stay in query if not stay.room_type.pseudo]
    numbers = {stay.room.number: stay for stay in stays if stay.room_id}
    for number in except_rooms:
        if number not in numbers:
            raise Refused("NO_ROOM", "There is no room {number}.", field="except_rooms", number=number)
    done = {Room.get(Room.number == number).id for number in except_rooms}
    counts = {"rooms": 0, "calls": 0, "left_out": 0}
    refused: Refused | None = None
    for stay in stays:
        if stay.room_id is not None and stay.room_id in done:
            continue
        try:
            ids = order_wake_up(act, stay.id, wish)
        except Refused as why:
            if why.code in ("WAKE_UP_TIME", "WAKE_UP_PAST"):
                raise
            refused = why
            counts["left_out"] += 1
            continue
        done.add(stay.room_id)
        counts["rooms"] += 1
        counts["calls"] += len(ids)
    if not counts["rooms"]:
        raise refused or Refused("WAKE_UP_NOBODY", "Nobody is to be woken there.", field="except_rooms")
    return counts


def rooms_in(text: str) -> list[str]:
    """Room numbers as somebody types them: ``305, 306 310``."""
    return [word.upper() for word in re.split(r"[\s,;]+", to_latin_digits(text)) if word]


@operation("switchboard")
def call_off(act: Act, call_id: int, all_later: bool = False) -> int:
    """The guest does not want the call, or with ``all_later`` none of the daily calls from it on; how many.

    Refused: WAKE_UP_ENDED.
    """
    call = WakeUpCall.get_by_id(call_id)
    if not call.waits:
        raise ended(call)
    same = (WakeUpCall.id == call.id) if not all_later else (
        (WakeUpCall.stay == call.stay) & (WakeUpCall.time == call.time) & WakeUpCall.daily
        & (WakeUpCall.date >= call.date)
    )  # fmt: skip
    calls = list(WakeUpCall.select().where(same & WAITING))
    for each in calls:
        end_call(act, each, NO_MORE if all_later else BY_HAND)
    return len(calls)


def ended(call: WakeUpCall) -> Refused:
    return Refused("WAKE_UP_ENDED", "This call is over: {state}.", state=BECAME[call.state])


def end_call(act: Act, call: WakeUpCall, why: str) -> None:
    act.update(call, state=CANCELLED, result=why, result_by=act.staff, result_at=act.now)


# What follows when the stay changes


def calls_follow_dates(act: Act, stay: Stay) -> None:
    """After other dates: no call before arrival or after departure, and daily calls until the new departure."""
    calls = list(WakeUpCall.select().where(WakeUpCall.stay == stay).order_by(WakeUpCall.date, WakeUpCall.id))
    if not calls:
        return
    for call in calls:
        if call.state in (PENDING, RINGING) and not stay.arrival <= call.date <= stay.departure:
            end_call(act, call, DEPARTURE)
    for time in sorted({call.time for call in calls if call.daily}):
        _go_on(act, stay, [call for call in calls if call.daily and call.time == time])


def _go_on(act: Act, stay: Stay, row: list[WakeUpCall]) -> None:
    """Daily calls at one time go on until the departure, unless the guest wanted no more of them."""
    stopped = max((call.result_at for call in row if call.result == NO_MORE), default=None)
    if stopped is not None and stopped >= max(call.entered_at for call in row):
        return
    not_wanted = {call.date for call in row if call.result == BY_HAND}
    first, last = max(stay.arrival, row[0].date), row[-1]
    wish = Wish(first, last.time, True, last.asked_by, last.note)
    dates = [date for date in _days(first, stay.departure) if date not in not_wanted]
    _write(act, stay, wish, last.time, dates)


def calls_end(act: Act, stay: Stay) -> None:
    """The guest has left, or does not come."""
    for call in WakeUpCall.select().where((WakeUpCall.stay == stay) & WAITING):
        end_call(act, call, DEPARTURE)


def calls_come_back(act: Act, stay: Stay) -> None:
    """The check-out was taken back: the calls it ended and that are still to come."""
    gone = (WakeUpCall.stay == stay) & (WakeUpCall.state == CANCELLED) & (WakeUpCall.result == DEPARTURE)
    for call in WakeUpCall.select().where(gone & (WakeUpCall.due_at > act.now)):
        if call.date <= stay.departure and not _at(stay, call.due_at):
            act.update(call, state=PENDING, ring_at=call.due_at, result="", result_by=None, result_at=None)
