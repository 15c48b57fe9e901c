"""Availability as the desk reads it: one figure for each type and date, and all that stands behind one date."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN, fn

from locales import Message
from locales.money import round_half_up
from models.front_office.blocks import DEDUCTING, HOLDING, Block, BlockCell
from models.front_office.guests import Guest
from models.front_office.inventory import HOUSE, Available, availability, deducting_guarantees
from models.front_office.reservations import CHECKED_OUT, IN_HOUSE, RESERVED, Night, Reservation, Stay
from models.front_office.rooms import Room, RoomClosure, RoomType, room_types
from models.house.property import setting

OCCUPANCY = "occupancy"
FIGURES: dict[str, Message] = {
    "available": Message("Available"),
    "maximum": Message("Maximum availability"),
    "minimum": Message("Minimum availability"),
    "physical": Message("Physical rooms"),
    "out_of_order": Message("Out of order"),
    "deducted": Message("Deducted"),
    "block": Message("Blocks"),
    OCCUPANCY: Message("Occupancy %"),
}
"""What the grid can show, in the order its key goes through them."""


def figure(cell: Available, name: str, base: str) -> str:
    """A figure of one cell as text; ``base`` is the setting of what occupancy is divided by."""
    return occupancy(cell, base) if name == OCCUPANCY else str(getattr(cell, name))


def occupancy(cell: Available, base: str) -> str:
    """Rooms deducted in a hundred of the base, without decimals; "–" where there is no room."""
    rooms = cell.physical if base == "physical" else cell.inventory
    return str(int(round_half_up(Decimal(cell.deducted) / rooms) * 100)) if rooms > 0 else "–"


def occupancy_base() -> str:
    """What occupancy is divided by: "physical", or anything else for physical less out of order."""
    return setting("occupancy_base")


@dataclass(frozen=True)
class DayFigures:
    """One type, or the house, on one date: the figures of availability, and who moves."""

    cell: Available
    arrivals: int
    departures: int
    stay_overs: int

    @property
    def key(self) -> tuple[str]:
        return (self.cell.room_type,)


CLOSURE, BLOCK, BOOKING = "closure", "block", "booking"


@dataclass(frozen=True)
class Behind:
    """What takes rooms on a date: a closure, a block's cell, or a night of a stay.

    ``rooms`` are taken by this line, of a block those not picked up; ``opens`` is the id of the stay or the block.
    """

    kind: str
    row_id: int
    room_type: str
    room: str
    name_th: str
    name_en: str
    first: datetime.date
    until: datetime.date
    state: str
    rooms: int
    deducts: bool
    opens: int | None = None

    @property
    def key(self) -> tuple[str, int]:
        return (self.kind, self.row_id)


def day_figures(date: datetime.date) -> list[DayFigures]:
    """Every type and, last, the house. Stay-overs were here the night before and stay."""
    cells = availability(date, date)
    arrivals, departures, stay_overs = _movements(date)
    codes = [kind.code for kind in room_types()]
    rows = [
        DayFigures(cells[date, code], arrivals[code], departures[code], stay_overs[code]) for code in codes
    ]
    house = DayFigures(cells[date, HOUSE], arrivals.total(), departures.total(), stay_overs.total())
    return [*rows, house]


def _movements(date: datetime.date) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """By type of the room the stay is in, or else of the type booked. Shares count one."""
    slept_in = fn.COALESCE(Room.room_type, Stay.room_type)
    query = (
        Stay.select(RoomType.code, Stay.arrival, Stay.departure, fn.COUNT(Stay.id))
        .join(Room, JOIN.LEFT_OUTER, on=(Stay.room == Room.id))
        .join(RoomType, on=(RoomType.id == slept_in))
        .where(
            (Stay.state << (RESERVED, IN_HOUSE, CHECKED_OUT))
            & Stay.share_of.is_null()
            & (Stay.arrival <= date)
            & (Stay.departure >= date)
            & ~RoomType.pseudo
        )
        .group_by(RoomType.code, Stay.arrival, Stay.departure)
    )
    arrivals: Counter[str] = Counter()
    departures: Counter[str] = Counter()
    stay_overs: Counter[str] = Counter()
    for code, arrival, departure, count in query.tuples():
        if arrival == date:
            arrivals[code] += count
        if departure == date:
            departures[code] += count
        if arrival < date < departure:
            stay_overs[code] += count
    return arrivals, departures, stay_overs


def behind(date: datetime.date, room_type: str = HOUSE) -> list[Behind]:
    """The closures, blocks and bookings that make up the figures of a date, of one type or of all."""
    rows = [*_closures(date), *_blocks(date), *_bookings(date)]
    return [row for row in rows if room_type in (HOUSE, row.room_type)]


def _closures(date: datetime.date) -> list[Behind]:
    query = (
        RoomClosure.select(RoomClosure, Room, RoomType)
        .join(Room)
        .join(RoomType)
        .where((RoomClosure.first_night <= date) & (RoomClosure.last_night >= date))
        .order_by(Room.number)
    )
    return [
        Behind(
            CLOSURE, row.id, row.room.room_type.code, row.room.number, row.reason, row.reason, row.first_night,
            row.last_night + datetime.timedelta(days=1), row.kind, 1, row.kind == "OOO",
        )
        for row in query
    ]  # fmt: skip


def _blocks(date: datetime.date) -> list[Behind]:
    picked_up = (
        Night.select(fn.COUNT(Night.id))
        .join(Stay)
        .where(
            (Night.block_cell == BlockCell.id)
            & (Night.share_slot == 0)
            & (Stay.state << (RESERVED, IN_HOUSE, CHECKED_OUT))
        )
    )
    query = (
        BlockCell.select(BlockCell, Block, RoomType, picked_up.alias("picked_up"))
        .join(Block)
        .switch(BlockCell)
        .join(RoomType)
        .where((BlockCell.date == date) & (Block.status << HOLDING) & ~BlockCell.released)
        .order_by(Block.code, RoomType.code)
    )
    return [
        Behind(
            BLOCK, cell.id, cell.room_type.code, "", f"{cell.block.code} {cell.block.name}",
            f"{cell.block.code} {cell.block.name}", cell.block.first_night,
            cell.block.last_night + datetime.timedelta(days=1), cell.block.status,
            max(cell.blocked - cell.picked_up, 0), cell.block.status in DEDUCTING, cell.block_id,
        )
        for cell in query
    ]  # fmt: skip


def _bookings(date: datetime.date) -> list[Behind]:
    query = (
        Night.select(Night, Stay, Guest, Reservation, RoomType, Room)
        .join(RoomType, on=(Night.room_type == RoomType.id))
        .switch(Night)
        .join(Stay)
        .join(Guest)
        .switch(Stay)
        .join(Reservation)
        .switch(Night)
        .join(Room, JOIN.LEFT_OUTER, on=(Night.room == Room.id))
        .where(
            (Night.date == date)
            & (Night.share_slot == 0)
            & ~Night.day_use
            & (Stay.state << (RESERVED, IN_HOUSE, CHECKED_OUT))
            & ~RoomType.pseudo
        )
        .order_by(RoomType.code, fn.COALESCE(Room.number, ""), Stay.id)
    )
    deducting = deducting_guarantees()
    return [
        Behind(
            BOOKING, night.id, night.room_type.code, night.room.number if night.room_id else "",
            night.stay.guest.name("th"), night.stay.guest.name("en"), night.stay.arrival, night.stay.departure,
            night.stay.state, 1, night.stay.state != RESERVED or night.stay.reservation.guarantee in deducting,
            night.stay_id,
        )
        for night in query
    ]  # fmt: skip
