"""Availability: physical − out of order − deducted, per type and date. Read under the write lock when it counts."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from peewee import JOIN, fn

from models.front_office.rooms import OUT_OF_ORDER, Room, RoomClosure, RoomType
from models.house.acts import Act


@dataclass(frozen=True)
class Available:
    """One type on one night. ``tentative`` bookings do not deduct."""

    date: datetime.date
    room_type: str
    physical: int
    out_of_order: int
    deducted: int
    tentative: int

    @property
    def inventory(self) -> int:
        return self.physical - self.out_of_order

    @property
    def available(self) -> int:
        return self.inventory - self.deducted

    @property
    def minimum(self) -> int:
        return self.available - self.tentative


def availability(
    first_night: datetime.date, last_night: datetime.date, except_stay: int | None = None
) -> dict[tuple[datetime.date, str], Available]:
    """Every type on every night, both inclusive. Shares count one room, day use none."""
    counts = (
        RoomType.select(RoomType.code, fn.COUNT(Room.id)).join(Room, JOIN.LEFT_OUTER).group_by(RoomType.code)
    )
    physical: dict[str, int] = dict(counts.tuples())
    closed = _closed(first_night, last_night)
    deducted, tentative = _booked(first_night, last_night, except_stay)
    days = [first_night + datetime.timedelta(days=n) for n in range((last_night - first_night).days + 1)]
    return {
        (day, code): Available(day, code, count, closed[day, code], deducted[day, code], tentative[day, code])
        for day in days
        for code, count in physical.items()
    }


def _closed(first: datetime.date, last: datetime.date) -> Counter[tuple[datetime.date, str]]:
    count: Counter[tuple[datetime.date, str]] = Counter()
    rows = (
        RoomClosure.select(RoomClosure.first_night, RoomClosure.last_night, RoomType.code)
        .join(Room)
        .join(RoomType)
        .where(
            (RoomClosure.kind == OUT_OF_ORDER)
            & (RoomClosure.first_night <= last)
            & (RoomClosure.last_night >= first)
        )
        .tuples()
    )
    for start, end, code in rows:
        day = max(start, first)
        while day <= min(end, last):
            count[day, code] += 1
            day += datetime.timedelta(days=1)
    return count


def _booked(
    first: datetime.date, last: datetime.date, except_stay: int | None
) -> tuple[Counter[tuple[datetime.date, str]], Counter[tuple[datetime.date, str]]]:
    from models.front_office.reservations import IN_HOUSE, RESERVED, Night, Reservation, Stay

    query = (
        Night.select(Night.date, RoomType.code, Reservation.guarantee, Stay.state, fn.COUNT(Night.id))
        .join(RoomType, on=(Night.room_type == RoomType.id))
        .switch(Night)
        .join(Stay)
        .join(Reservation)
        .where(
            Night.date.between(first, last)
            & ~Night.day_use
            & (Night.share_slot == 0)
            & (Stay.state << (RESERVED, IN_HOUSE))
        )
        .group_by(Night.date, RoomType.code, Reservation.guarantee, Stay.state)
    )
    if except_stay is not None:
        query = query.where(Night.stay != except_stay)
    deducted: Counter[tuple[datetime.date, str]] = Counter()
    tentative: Counter[tuple[datetime.date, str]] = Counter()
    for date, code, guarantee, state, count in query.tuples():
        kind = tentative if guarantee == "tentative" and state == RESERVED else deducted
        kind[date, code] += count
    return deducted, tentative


def check_availability(
    act: Act, room_type: RoomType, dates: Sequence[datetime.date], except_stay: int | None = None
) -> None:
    """ASK (``NO_AVAILABILITY``, right overbook) when the type is sold out on any of ``dates``."""
    if not dates:
        return
    table = availability(min(dates), max(dates), except_stay)
    full = [date for date in dates if table[date, room_type.code].available < 1]
    if full:
        act.ask(
            "NO_AVAILABILITY",
            "{room_type} is sold out on {dates}.",
            right="overbook",
            field="room_type",
            room_type=room_type.code,
            dates=", ".join(f"{d:%d/%m}" for d in full[:7]) + (" …" if len(full) > 7 else ""),
        )


def free_rooms(room_type_id: int | None, arrival: datetime.date, departure: datetime.date) -> list[Room]:
    """Rooms let or assigned to nobody and not closed (out of order or of service) from ``arrival`` up to the night before ``departure``."""
    from models.front_office.reservations import Night

    last = max(arrival, departure - datetime.timedelta(days=1))
    taken = Night.select(Night.room).where(Night.date.between(arrival, last) & Night.room.is_null(False))
    closed = RoomClosure.select(RoomClosure.room).where(
        (RoomClosure.first_night <= last)
        & (RoomClosure.last_night >= arrival)
        & (RoomClosure.kind == OUT_OF_ORDER)
    )
    query = (
        Room.select(Room, RoomType).join(RoomType).where((Room.id.not_in(taken)) & (Room.id.not_in(closed)))
    )
    if room_type_id is not None:
        query = query.where(Room.room_type == room_type_id)
    return list(query.order_by(Room.number))
