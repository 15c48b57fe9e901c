"""Availability: physical − out of order − deducted, per type and date. Read under the write lock when it counts."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakSet

from peewee import JOIN, DateField, ForeignKeyField, IntegerField, fn

from models.front_office.rooms import OUT_OF_ORDER, Room, RoomClosure, RoomType
from models.house.acts import Act
from models.house.database import Base, database
from models.house.property import setting

HOUSE = ""
"""In place of a type's code: all types together."""

Cell = tuple[datetime.date, str]


class OverbookingLimit(Base):
    """How many rooms more than there are may be sold, nights inclusive; without a type it is the house's.

    Of several that cover a night the one made last counts.
    """

    room_type = ForeignKeyField(RoomType, null=True)
    first_night = DateField()
    last_night = DateField()
    rooms = IntegerField()

    class Meta:
        table_name = "overbooking_limit"


@dataclass(frozen=True)
class Available:
    """One type (or the house, ``room_type`` "") on one night, in rooms. Model: domain, section 3."""

    date: datetime.date
    room_type: str
    physical: int
    out_of_order: int
    booked: int  # deducting bookings outside blocks, and guests in house
    block: int  # rooms of deducting blocks, picked up or not
    block_left: int  # of these, not yet picked up
    tentative: int  # what does not deduct
    overbooking: int = 0

    @property
    def inventory(self) -> int:
        return self.physical - self.out_of_order

    @property
    def sell_limit(self) -> int:
        return self.physical + self.overbooking

    @property
    def deducted(self) -> int:
        return self.booked + self.block

    @property
    def available(self) -> int:
        return self.inventory - self.deducted

    @property
    def maximum(self) -> int:
        return self.available + self.overbooking

    @property
    def minimum(self) -> int:
        return self.maximum - self.tentative


@lru_cache(maxsize=4096)
def as_date(value: str | datetime.date) -> datetime.date:
    """A date as either database gives it. Where rows come by the thousand, reading each through its field costs most."""
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)


def days_from(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """Every date, both inclusive."""
    for n in range((last - first).days + 1):
        yield first + datetime.timedelta(days=n)


def availability(
    first_night: datetime.date, last_night: datetime.date, except_stays: Iterable[int] = ()
) -> dict[Cell, Available]:
    """Every type and the house (``HOUSE``) on every night, both inclusive. Shares count one room, day use none."""
    types = list(
        RoomType.select(RoomType.id, RoomType.code, fn.COUNT(Room.id))
        .join(Room, JOIN.LEFT_OUTER)
        .where(~RoomType.pseudo)
        .group_by(RoomType.id, RoomType.code)
        .order_by(RoomType.id)
        .tuples()
    )
    physical: dict[str, int] = {code: count for _id, code, count in types}
    codes: dict[int, str] = {kind: code for kind, code, _count in types}
    closed = _closed(first_night, last_night)
    booked, tentative, picked_up = _booked(first_night, last_night, tuple(except_stays), codes)
    blocks, left, undecided = _blocked(first_night, last_night, picked_up)
    limits = _limits(first_night, last_night)
    table: dict[Cell, Available] = {}
    for day in days_from(first_night, last_night):
        of_day = [
            Available(
                day,
                code,
                count,
                closed[day, code],
                booked[day, code],
                blocks[day, code],
                left[day, code],
                tentative[day, code] + undecided[day, code],
                limits.get((day, code), 0),
            )
            for code, count in physical.items()
        ]
        table.update({(day, row.room_type): row for row in of_day})
        table[day, HOUSE] = _house(day, of_day, limits.get((day, HOUSE)))
    return table


def _house(day: datetime.date, types: Sequence[Available], limit: int | None) -> Available:
    return Available(
        day,
        HOUSE,
        sum(row.physical for row in types),
        sum(row.out_of_order for row in types),
        sum(row.booked for row in types),
        sum(row.block for row in types),
        sum(row.block_left for row in types),
        sum(row.tentative for row in types),
        sum(row.overbooking for row in types) if limit is None else limit,
    )


def _closed(first: datetime.date, last: datetime.date) -> Counter[Cell]:
    count: Counter[Cell] = Counter()
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
        for day in days_from(max(start, first), min(end, last)):
            count[day, code] += 1
    return count


def _limits(first: datetime.date, last: datetime.date) -> dict[Cell, int]:
    rows = (
        OverbookingLimit.select(
            OverbookingLimit.first_night,
            OverbookingLimit.last_night,
            fn.COALESCE(RoomType.code, HOUSE),
            OverbookingLimit.rooms,
        )
        .join(RoomType, JOIN.LEFT_OUTER)
        .where((OverbookingLimit.first_night <= last) & (OverbookingLimit.last_night >= first))
        .order_by(OverbookingLimit.id)
        .tuples()
    )
    return {
        (day, code): rooms
        for start, end, code, rooms in rows
        for day in days_from(max(start, first), min(end, last))
    }


def _booked(
    first: datetime.date, last: datetime.date, except_stays: tuple[int, ...], codes: dict[int, str]
) -> tuple[Counter[Cell], Counter[Cell], Counter[tuple[int, str]]]:
    """Deducting and not deducting nights outside blocks; nights picked up, by block cell.

    ``codes``: the types one can sleep in, by id.
    """
    from models.front_office.reservations import CHECKED_OUT, IN_HOUSE, RESERVED, Night, Reservation, Stay

    query = (
        Night.select(
            Night.date,
            Night.room_type,
            Reservation.guarantee,
            Stay.state,
            Night.block_cell,
            fn.COUNT(Night.id),
        )
        .join(Stay)
        .join(Reservation)
        .where(Night.date.between(first, last) & ~Night.day_use & (Night.share_slot == 0))
        .group_by(Night.date, Night.room_type, Reservation.guarantee, Stay.state, Night.block_cell)
    )
    if except_stays:
        query = query.where(Night.stay.not_in(except_stays))
    deducting = deducting_guarantees()
    booked: Counter[Cell] = Counter()
    tentative: Counter[Cell] = Counter()
    picked_up: Counter[tuple[int, str]] = Counter()
    # The state is weighed here and not in the query: some databases would read all stays of a state, years of them.
    for day, kind, guarantee, state, cell, count in database.execute(query):
        date, code = as_date(day), codes.get(kind, "")
        if not code or state not in (
            RESERVED,
            IN_HOUSE,
            CHECKED_OUT,
        ):  # who has left has nights of the past only
            continue
        if cell is not None:
            picked_up[cell, code] += count
        elif state != RESERVED or guarantee in deducting:
            booked[date, code] += count
        else:
            tentative[date, code] += count
    return booked, tentative, picked_up


def _blocked(
    first: datetime.date, last: datetime.date, picked_up: Counter[tuple[int, str]]
) -> tuple[Counter[Cell], Counter[Cell], Counter[Cell]]:
    """Rooms of deducting blocks, those of them not picked up, and rooms of blocks still undecided.

    A picked-up room counts once, in its block and under the type it was blocked as; one given another type
    counts under the type it takes from the house instead.
    """
    from models.front_office.blocks import DEDUCTING, HOLDING, Block, BlockCell

    rows = (
        BlockCell.select(BlockCell.id, BlockCell.date, RoomType.code, BlockCell.blocked, BlockCell.released, Block.status)
        .join(Block)
        .switch(BlockCell)
        .join(RoomType)
        .where(BlockCell.date.between(first, last))
        .tuples()
    )  # fmt: skip
    by_cell: dict[int, list[tuple[str, int]]] = {}
    for (cell, code), count in picked_up.items():
        by_cell.setdefault(cell, []).append((code, count))
    blocks: Counter[Cell] = Counter()
    left: Counter[Cell] = Counter()
    undecided: Counter[Cell] = Counter()
    for cell, date, code, blocked, released, status in rows:
        taken = by_cell.get(cell, [])
        for taken_code, count in taken:
            blocks[date, taken_code] += count
        if status in HOLDING and not released:
            open_rooms = max(blocked - sum(count for _code, count in taken), 0)
            if status in DEDUCTING:
                blocks[date, code] += open_rooms
                left[date, code] += open_rooms
            else:
                undecided[date, code] += open_rooms
    return blocks, left, undecided


def deducting_guarantees() -> tuple[str, ...]:
    """The guarantees whose bookings leave what can be sold; a choice of the house."""
    return tuple(setting("deducting_guarantees").split(","))


def check_availability(
    act: Act,
    room_type: RoomType,
    dates: Sequence[datetime.date],
    except_stays: Iterable[int] = (),
    rooms: int = 1,
) -> None:
    """ASK (``NO_AVAILABILITY``, right overbook) when ``rooms`` more of the type, or in the house, are too many on a date."""
    if not dates or room_type.pseudo:
        return
    table = availability(min(dates), max(dates), except_stays)
    full = [
        date for date in dates if min(table[date, room_type.code].maximum, table[date, HOUSE].maximum) < rooms
    ]
    if full:
        act.ask(
            "NO_AVAILABILITY",
            "{room_type} is sold out on {dates}.",
            right="overbook",
            field="room_type",
            room_type=room_type.code,
            dates=_listed(full),
        )


def _listed(dates: Sequence[datetime.date]) -> str:
    return ", ".join(f"{d:%d/%m}" for d in dates[:7]) + (" …" if len(dates) > 7 else "")


_weighing: WeakSet[Act] = WeakSet()


@contextmanager
def weighed(act: Act, first: datetime.date, last: datetime.date) -> Iterator[None]:
    """ASK (``NO_AVAILABILITY``) where what is done inside takes more of a type, or of the house, than can be sold.

    For what moves several nights at once (shares, types, guarantees): what counts is the house before and after.
    Inside another of its kind it leaves the question to that one.
    """
    if act in _weighing:
        yield
        return
    _weighing.add(act)
    try:
        before = availability(first, last)
        yield
        after = availability(first, last)
    finally:
        _weighing.discard(act)
    full = [cell for cell, row in after.items() if row.deducted > before[cell].deducted and row.maximum < 0]
    if full:
        act.ask(
            "NO_AVAILABILITY",
            "{room_type} is sold out on {dates}.",
            right="overbook",
            field="room_type",
            room_type=", ".join(sorted({code for _date, code in full if code != HOUSE})) or full[0][1],
            dates=_listed(sorted({date for date, _code in full})),
        )


def free_rooms(room_type_id: int | None, arrival: datetime.date, departure: datetime.date) -> list[Room]:
    """Rooms let or assigned to nobody and not out of order from ``arrival`` up to the night before ``departure``."""
    from models.front_office.reservations import Night

    last = max(arrival, departure - datetime.timedelta(days=1))
    taken = Night.select(Night.room).where(Night.date.between(arrival, last) & Night.room.is_null(False))
    closed = RoomClosure.select(RoomClosure.room).where(
        (RoomClosure.first_night <= last)
        & (RoomClosure.last_night >= arrival)
        & (RoomClosure.kind == OUT_OF_ORDER)
    )
    query = (
        Room.select(Room, RoomType)
        .join(RoomType)
        .where((Room.id.not_in(taken)) & (Room.id.not_in(closed)) & ~RoomType.pseudo)
    )
    if room_type_id is not None:
        query = query.where(Room.room_type == room_type_id)
    return list(query.order_by(Room.number))
