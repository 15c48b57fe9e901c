"""The words of the demo's plan: a stay as it will happen, a room that will be closed, and how full today is."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from models.front_office.demo.people import Person

SLEPT_LAST_NIGHT = 51
GONE_THIS_MORNING = 3
DUE_OUT = 9
DUE_IN = 12
COME_THIS_MORNING = 1
DAYS_AHEAD = 60

STAYS, CANCELS, NO_SHOW = "stays", "cancels", "no-show"
SHARING, TOGETHER = "sharing", "together"


def plus(day: datetime.date, days: int) -> datetime.date:
    return day + datetime.timedelta(days=days)


@dataclass(eq=False)
class PlannedStay:
    """``departure`` is the day the party really leaves, ``booked_until`` the one it first booked."""

    persons: tuple[Person, ...]
    children: int
    arrival: datetime.date
    departure: datetime.date
    booked_until: datetime.date
    made_on: datetime.date
    room_type: str
    room: str
    rate: str
    market: str
    source: str
    booker: str = ""
    account: str = ""  # code of the company or agent
    guarantee: str = "non-guaranteed"
    fate: str = STAYS
    cancelled_on: datetime.date | None = None
    deposit: str = ""  # the method it is paid by
    unpaid: bool = False  # asked for a deposit that has not come
    prepaid: bool = False  # the deposit is the price of all nights, not of the first
    pays_by: str = "CASH"
    walk_in: bool = False
    eta: str = ""
    note: str = ""
    child_ages: str = ""
    flight: str = ""  # arrives with it, and the hotel's car is at the airport
    price_cut: int = 0  # baht a night below the rate
    moves_on: datetime.date | None = None
    moves_to: str = ""
    move_reason: str = ""
    assigned: bool = False  # has its room before arrival
    banned: bool = False  # never again, after this stay
    story: str = ""  # SHARING, TOGETHER: of two bookings that belong to each other
    early_bird: bool = False  # of today: gone or come before the day began
    monthly: bool = False  # rents the room by the month

    @property
    def adults(self) -> int:
        return len(self.persons)

    @property
    def is_day_use(self) -> bool:
        return self.arrival == self.departure


@dataclass(frozen=True)
class PlannedClosure:
    room: str
    kind: str
    first_night: datetime.date
    last_night: datetime.date
    reason: str
    ended_on: datetime.date | None


@dataclass(frozen=True)
class Plan:
    today: datetime.date
    start: datetime.date
    stays: list[PlannedStay]
    closures: list[PlannedClosure]


def full_saturday(today: datetime.date) -> datetime.date:
    """The night in the second or third week from now on which nearly every family room is sold."""
    return plus(today, 12 + (6 - plus(today, 12).isoweekday()) % 7)


def nights_of(arrival: datetime.date, departure: datetime.date) -> list[datetime.date]:
    return [plus(arrival, n) for n in range((departure - arrival).days)]


def by_day(
    stays: list[PlannedStay], day_of: Callable[[PlannedStay], datetime.date | None]
) -> dict[datetime.date, list[PlannedStay]]:
    days: dict[datetime.date, list[PlannedStay]] = {}
    for stay in stays:
        day = day_of(stay)
        if day is not None:
            days.setdefault(day, []).append(stay)
    return days
