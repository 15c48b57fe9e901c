"""House status: the day in figures, the list behind each of them, and how it will end.

A figure and the list behind it are one condition, said once in ``BEHIND``.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peewee import SQL, Case, fn

from locales import Message
from locales.money import round_half_up
from models.front_office.availability_views import occupancy_base
from models.front_office.desk_views import GUESTS, persons_in_house
from models.front_office.forecast.booked import booked_between
from models.front_office.inventory import HOUSE, availability
from models.front_office.rates import RateCode
from models.front_office.reservations import CANCELLED, CHECKED_OUT, IN_HOUSE, NO_SHOW, RESERVED, Stay
from models.front_office.rooms import OUT_OF_SERVICE, Room, RoomClosure, RoomType
from models.front_office.waitlist import NO_ROOM_OFFERED

ZERO = Decimal("0.00")

NAMES: dict[str, Message] = {
    "physical": Message("Physical rooms"),
    "out_of_order": Message("Out of order"),
    "out_of_service": Message("Out of service"),
    "occupied": Message("Occupied now"),
    "due_in": Message("Arrivals expected"),
    "arrived": Message("Checked in today"),
    "due_out": Message("Departures expected"),
    "departed": Message("Checked out today"),
    "stay_overs": Message("Stay-overs"),
    "available": Message("Available tonight"),
    "minimum": Message("Minimum availability"),
    "held": Message("Held for groups"),
    "walk_ins": Message("Walk-ins"),
    "day_use": Message("Day use"),
    "no_shows": Message("No-shows"),
    "cancellations": Message("Cancellations"),
    "complimentary": Message("Complimentary"),
    "house_use": Message("House use"),
}
"""The figures in the order of the screen."""


def _conditions(date: datetime.date) -> dict[str, Any]:
    here = Stay.state << (IN_HOUSE, CHECKED_OUT)
    over_night = (Stay.arrival <= date) & (Stay.departure > date)
    free = Stay.rate_code << RateCode.select(RateCode.id).where(RateCode.complimentary)
    own = Stay.rate_code << RateCode.select(RateCode.id).where(RateCode.house_use)
    return {
        "occupied": Stay.state == IN_HOUSE,
        "due_in": (Stay.state == RESERVED) & (Stay.arrival <= date),
        "arrived": here & (Stay.arrival == date),
        "due_out": (Stay.state == IN_HOUSE) & (Stay.departure <= date),
        "departed": (Stay.state == CHECKED_OUT) & (Stay.departure == date),
        "stay_overs": (Stay.state == IN_HOUSE) & (Stay.arrival < date) & (Stay.departure > date),
        "walk_ins": here & (Stay.arrival == date) & Stay.walk_in,
        "day_use": (Stay.state << (RESERVED, IN_HOUSE, CHECKED_OUT))
        & (Stay.arrival == date)
        & (Stay.departure == date),
        "no_shows": (Stay.state == NO_SHOW) & (Stay.arrival == date),
        "cancellations": (Stay.state == CANCELLED)
        & (Stay.arrival == date)
        & (Stay.reason != NO_ROOM_OFFERED),
        "complimentary": (Stay.state << (RESERVED, IN_HOUSE)) & over_night & free,
        "house_use": (Stay.state << (RESERVED, IN_HOUSE)) & over_night & own,
    }


def behind(name: str, date: datetime.date) -> Any:
    """For a query over ``Stay``: the stays that the figure ``name`` of ``NAMES`` counts; None of a figure of rooms."""
    condition = _conditions(date).get(name)
    return None if condition is None else GUESTS & condition


@dataclass(frozen=True)
class Figure:
    """``persons`` is None where rooms alone are counted."""

    name: str
    rooms: int
    persons: int | None = None

    @property
    def key(self) -> tuple[str]:
        return (self.name,)


@dataclass(frozen=True)
class Projection:
    """The night as it will be when all who are expected come and nobody else does; revenue in baht, net.

    ``base`` is what OCC and RevPAR are divided by (setting ``occupancy_base``). ``held``: rooms of groups not picked
    up, which are not among ``rooms``.
    """

    rooms: int
    persons: int
    revenue: Decimal
    base: int
    held: int

    @property
    def occupancy(self) -> Decimal | None:
        """In a hundred of the base; None without one."""
        return round_half_up(Decimal(self.rooms * 100) / self.base) if self.base else None

    @property
    def adr(self) -> Decimal | None:
        return round_half_up(self.revenue / self.rooms) if self.rooms else None

    @property
    def revpar(self) -> Decimal | None:
        return round_half_up(self.revenue / self.base) if self.base else None


@dataclass(frozen=True)
class HouseDay:
    """``housekeeping``: (whether occupied, state) → rooms."""

    figures: tuple[Figure, ...]
    projection: Projection
    housekeeping: dict[tuple[bool, str], int]

    def rooms(self, name: str) -> int:
        return next(figure.rooms for figure in self.figures if figure.name == name)


def house_day(date: datetime.date) -> HouseDay:
    """The business date ``date`` as it stands now. A dozen queries, however many rooms there are."""
    counted = {figure.name: figure for figure in _counted(date)}
    cell = availability(date, date)[date, HOUSE]
    rooms, persons = persons_in_house()
    of_rooms = {
        "physical": cell.physical,
        "out_of_order": cell.out_of_order,
        "out_of_service": RoomClosure.select()
        .where(
            (RoomClosure.kind == OUT_OF_SERVICE)
            & (RoomClosure.first_night <= date)
            & (RoomClosure.last_night >= date)
        )
        .count(),
        "held": cell.block_left,
        "available": cell.available,
        "minimum": cell.minimum,
    }
    counted |= {name: Figure(name, count) for name, count in of_rooms.items()}
    counted["occupied"] = Figure("occupied", rooms, persons)  # who shares may be in it alone
    booked = booked_between(date, date)
    projection = Projection(
        sum(b.rooms for b in booked),
        sum(b.guests for b in booked),
        sum((b.revenue for b in booked), ZERO),
        cell.physical if occupancy_base() == "physical" else cell.inventory,
        cell.block_left,
    )
    return HouseDay(tuple(counted[name] for name in NAMES), projection, _housekeeping())


def _counted(date: datetime.date) -> list[Figure]:
    """Rooms (who shares counts none) and persons of every condition, in one query."""
    conditions = _conditions(date)
    sums = []
    for condition in conditions.values():
        sums += [
            fn.COALESCE(fn.SUM(Case(None, [(condition & (Stay.share_slot == 0), 1)], 0)), 0),
            fn.COALESCE(fn.SUM(Case(None, [(condition, Stay.adults + Stay.children)], 0)), 0),
        ]
    near = (Stay.state == IN_HOUSE) | (
        (Stay.arrival <= date) & (Stay.departure >= date) & (Stay.state << (CHECKED_OUT, NO_SHOW, CANCELLED))
    )
    due = (Stay.state == RESERVED) & (Stay.arrival <= date)
    row = Stay.select(*sums).where(GUESTS & (near | due)).tuples().get()
    pairs = zip(row[::2], row[1::2], strict=True)
    return [
        Figure(name, int(rooms), int(persons))
        for name, (rooms, persons) in zip(conditions, pairs, strict=True)
    ]


def _housekeeping() -> dict[tuple[bool, str], int]:
    occupied = Stay.select(Stay.room).where(GUESTS & (Stay.state == IN_HOUSE))
    inside = Case(None, [(Room.id << occupied, 1)], 0).alias("inside")
    rows = (
        Room.select(inside, Room.housekeeping, fn.COUNT(Room.id))
        .join(RoomType)
        .where(~RoomType.pseudo)
        .group_by(SQL("inside"), Room.housekeeping)
        .tuples()
    )
    count: Counter[tuple[bool, str]] = Counter()
    for is_in, state, rooms in rows:
        count[bool(is_in), state] += rooms
    return dict(count)
