"""The tape chart: which stay is in which room on which nights. Read for the rooms and dates one sees."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from peewee import JOIN, SQL, Case, fn

from models.front_office.guests import Guest
from models.front_office.inventory import as_date, deducting_guarantees
from models.front_office.reservations import IN_HOUSE, RESERVED, Night, Reservation, Stay
from models.front_office.rooms import Room, RoomClosure, RoomType
from models.house.database import database

_HOUSEKEEPING_LETTER = {"clean": "C", "dirty": "D", "inspected": "I", "pickup": "P"}
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class ChartRoom:
    """A line of the chart. ``code``: V or O (somebody is in it now), then housekeeping's C, D, I or P."""

    room_id: int
    number: str
    room_type: str
    floor: str
    code: str


@dataclass(frozen=True)
class Bar:
    """One stay's nights in one room, ``first`` to ``last`` inclusive, as far as they were read.

    A stay that changes its room has a bar in each. ``day_use``: no night, only the day ``first``.
    ``sharers``: the other stays in the room, id with Thai and Latin name.
    """

    stay_id: int
    room_id: int
    first: datetime.date
    last: datetime.date
    arrival: datetime.date
    departure: datetime.date
    state: str
    guest_th: str
    guest_en: str
    day_use: bool = False
    tentative: bool = False
    do_not_move: bool = False
    sharers: tuple[tuple[int, str, str], ...] = ()

    @property
    def arrives(self) -> bool:
        """Whether the stay begins here, and not before what was read or in another room."""
        return self.first == self.arrival

    @property
    def leaves(self) -> bool:
        return self.day_use or self.last + _DAY == self.departure

    def covers(self, night: datetime.date) -> bool:
        return self.first <= night <= self.last


@dataclass(frozen=True)
class Closed:
    """A room out of order (OOO) or service (OOS), both nights inclusive."""

    closure_id: int
    kind: str
    first: datetime.date
    last: datetime.date
    reason: str


@dataclass(frozen=True)
class Unassigned:
    """A reserved stay without a room."""

    stay_id: int
    confirmation: str
    room_type: str
    guest_th: str
    guest_en: str
    arrival: datetime.date
    departure: datetime.date
    persons: int
    tentative: bool

    @property
    def key(self) -> tuple[str, datetime.date, int]:
        return (self.room_type, self.arrival, self.stay_id)

    @property
    def nights(self) -> int:
        return (self.departure - self.arrival).days


@dataclass(frozen=True)
class Taken:
    """What stands in one room: its stays and its closures."""

    bars: tuple[Bar, ...] = ()
    closures: tuple[Closed, ...] = ()


def chart_rooms(room_type: str = "", floor: str = "") -> list[ChartRoom]:
    """The rooms one can sleep in, by number; of one type or floor where these are given."""
    inside = Stay.select(fn.COUNT(Stay.id)).where((Stay.room == Room.id) & (Stay.state == IN_HOUSE))
    query = (
        Room.select(Room.id, Room.number, RoomType.code, Room.floor, Room.housekeeping, inside)
        .join(RoomType)
        .where(~RoomType.pseudo)
        .order_by(Room.number)
    )
    if room_type:
        query = query.where(RoomType.code == room_type)
    if floor:
        query = query.where(Room.floor == floor)
    return [
        ChartRoom(
            room_id, number, code, of_floor, ("O" if stays else "V") + _HOUSEKEEPING_LETTER[housekeeping]
        )
        for room_id, number, code, of_floor, housekeeping, stays in query.tuples()
    ]


def floors() -> list[str]:
    query = Room.select(Room.floor).join(RoomType).where(~RoomType.pseudo).distinct().order_by(Room.floor)
    return [floor for (floor,) in query.tuples()]


def tape_chart(
    room_ids: Sequence[int], first_night: datetime.date, last_night: datetime.date
) -> dict[int, Taken]:
    """What stands in these rooms on these nights, both inclusive; rooms where nothing does are left out."""
    bars = _bars(room_ids, first_night, last_night)
    closures = _closures(room_ids, first_night, last_night)
    return {
        room_id: Taken(tuple(bars.get(room_id, ())), tuple(closures.get(room_id, ())))
        for room_id in {*bars, *closures}
    }


def _bars(
    room_ids: Sequence[int], first_night: datetime.date, last_night: datetime.date
) -> dict[int, list[Bar]]:
    # Added up before anything is joined: a bar is one row from here on, not one a night.
    part = (
        Night.select(
            Night.room,
            Night.stay,
            Night.day_use,
            Case(None, [(Night.share_slot > 0, 1)], 0).alias("beside"),
            fn.MIN(Night.date).alias("first"),
            fn.MAX(Night.date).alias("last"),
            fn.COUNT(Night.id).alias("nights"),
        )
        .where((Night.room << list(room_ids)) & Night.date.between(first_night, last_night))
        .group_by(Night.room, Night.stay, Night.day_use, SQL("beside"))
        .alias("part")
    )
    query = (
        Stay.select(
            part.c.room_id,
            Stay.id,
            part.c.day_use,
            part.c.beside,
            part.c.first,
            part.c.last,
            part.c.nights,
            Stay.arrival,
            Stay.departure,
            Stay.state,
            Stay.do_not_move,
            Reservation.guarantee,
            Guest.given_th,
            Guest.family_th,
            Guest.given,
            Guest.family,
        )
        .join(part, on=(part.c.stay_id == Stay.id))
        .switch(Stay)
        .join(Guest)
        .switch(Stay)
        .join(Reservation)
    )
    deducting = deducting_guarantees()
    alone: dict[int, list[Bar]] = {}
    sharing: dict[int, list[Bar]] = {}
    # Rows as the database gives them: thousands a chart, and Peewee's reading of each value takes most of the time.
    for room, stay, day_use, is_beside, from_, to, count, arrives, leaves, state, stays_put, guarantee, *name in database.execute(query):  # fmt: skip
        first, last = as_date(from_), as_date(to)
        bar = Bar(
            stay, room, first, last, as_date(arrives), as_date(leaves), state, *_names(*name), bool(day_use),
            state == RESERVED and guarantee not in deducting, bool(stays_put),
        )  # fmt: skip
        whole = count == (last - first).days + 1
        parts = [bar] if whole else _parts(bar, bool(is_beside), first_night, last_night)
        (sharing if is_beside else alone).setdefault(room, []).extend(parts)
    return {
        room: [_with_sharers(bar, sharing.get(room, ())) for bar in sorted(bars, key=lambda b: b.first)]
        for room, bars in alone.items()
    }


def _names(given_th: str, family_th: str, given: str, family: str) -> tuple[str, str]:
    """Thai and Latin name, as ``Guest.name`` writes them."""
    thai, latin = f"{given_th} {family_th}".strip(), f"{family.upper()} {given}".strip()
    return thai or latin, latin or thai


def _parts(bar: Bar, beside: bool, first_night: datetime.date, last_night: datetime.date) -> list[Bar]:
    """A stay that left the room for some nights and came back has a bar for each time."""
    slot = Night.share_slot > 0 if beside else Night.share_slot == 0
    dates = [
        night.date
        for night in Night.select(Night.date)
        .where(
            (Night.stay == bar.stay_id)
            & (Night.room == bar.room_id)
            & slot
            & Night.date.between(first_night, last_night)
            & (Night.day_use == bar.day_use)
        )
        .order_by(Night.date)
    ]
    parts: list[Bar] = []
    for date in dates:
        if parts and parts[-1].last + _DAY == date:
            parts[-1] = replace(parts[-1], last=date)
        else:
            parts.append(replace(bar, first=date, last=date))
    return parts


def _with_sharers(bar: Bar, others: Sequence[Bar]) -> Bar:
    beside = {
        o.stay_id: (o.stay_id, o.guest_th, o.guest_en)
        for o in others
        if o.first <= bar.last and bar.first <= o.last and o.stay_id != bar.stay_id
    }
    return replace(bar, sharers=tuple(beside.values())) if beside else bar


def _closures(
    room_ids: Sequence[int], first_night: datetime.date, last_night: datetime.date
) -> dict[int, list[Closed]]:
    found: dict[int, list[Closed]] = {}
    rows = RoomClosure.select().where(
        (RoomClosure.last_night >= first_night)
        & (RoomClosure.first_night <= last_night)
        & (RoomClosure.room << list(room_ids))
    )
    for row in rows:
        closure = Closed(row.id, row.kind, row.first_night, row.last_night, row.reason)
        found.setdefault(row.room_id, []).append(closure)
    return found


def unassigned(
    first_night: datetime.date, last_night: datetime.date, room_type: str = ""
) -> list[Unassigned]:
    """Reserved stays without a room that have a night (or a day use) in these dates, by type and arrival."""
    query = (
        Stay.select(Stay, Guest, Reservation, RoomType)
        .join(Guest)
        .switch(Stay)
        .join(Reservation)
        .switch(Stay)
        .join(RoomType, JOIN.INNER)
        .where(
            (Stay.state == RESERVED)
            & Stay.room.is_null()
            & (Stay.arrival <= last_night)
            & ((Stay.departure > first_night) | (Stay.arrival >= first_night))
            & ~RoomType.pseudo
        )
        .order_by(RoomType.code, Stay.arrival, Stay.id)
    )
    if room_type:
        query = query.where(RoomType.code == room_type)
    deducting = deducting_guarantees()
    return [
        Unassigned(
            stay.id, stay.reservation.confirmation, stay.room_type.code, stay.guest.name("th"),
            stay.guest.name("en"), stay.arrival, stay.departure, stay.adults + stay.children,
            stay.reservation.guarantee not in deducting,
        )
        for stay in query
    ]  # fmt: skip
