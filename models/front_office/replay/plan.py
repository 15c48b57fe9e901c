"""What happens on which day, and who sleeps where: worked out from the whole file before the first day.

Rooms are given by a sweep over the arrivals, lowest free number first, so a type has exactly as many rooms as
were ever let at once (a day use takes its room for the day), and no two stays meet in one.
"""

from __future__ import annotations

import datetime
import heapq
from collections import defaultdict
from dataclasses import dataclass, field

from models.front_office.replay.bookings_file import CANCELED, CHECK_OUT, NO_SHOW, BookingRow, BookingsFile

ONE_DAY = datetime.timedelta(days=1)


@dataclass
class DayPlan:
    """The rows of one day, in the order of a day: departures first, no-shows last."""

    departures: list[BookingRow] = field(default_factory=list)
    entered: list[BookingRow] = field(default_factory=list)
    cancelled: list[BookingRow] = field(default_factory=list)
    day_uses: list[BookingRow] = field(default_factory=list)
    arrivals: list[BookingRow] = field(default_factory=list)
    no_shows: list[BookingRow] = field(default_factory=list)

    @property
    def steps(self) -> int:
        """One for each row touched, and one for the audit."""
        lists = (self.departures, self.entered, self.cancelled, self.day_uses, self.arrivals, self.no_shows)
        return sum(map(len, lists)) + 1


@dataclass(frozen=True)
class RoomTypePlan:
    code: str
    floor: int
    rooms: tuple[str, ...]  # numbers
    most_persons: int


@dataclass(frozen=True)
class Plan:
    """``first_day`` to ``last_day`` inclusive are lived; ``room_of`` has the room of every row that checks in."""

    first_day: datetime.date
    last_day: datetime.date
    room_types: tuple[RoomTypePlan, ...]
    room_of: dict[int, str]
    days: dict[datetime.date, DayPlan]
    steps: int

    def day(self, date: datetime.date) -> DayPlan:
        return self.days.get(date) or DayPlan()

    def steps_before(self, date: datetime.date) -> int:
        lived = (date - self.first_day).days
        return lived + sum(plan.steps - 1 for day, plan in self.days.items() if day < date)


def make_plan(bookings: BookingsFile) -> Plan:
    """The hotel opens on the first arrival of the file; what was entered or cancelled before comes in that day.

    A cancellation comes no earlier than its entry and no later than the arrival; a no-show on the arrival date.
    A guest leaves after the nights of the row, whatever date the status carries.
    """
    first_day = min(row.arrival for row in bookings.rows)
    days: dict[datetime.date, DayPlan] = defaultdict(DayPlan)
    for row in bookings.rows:
        entered_on = max(row.entered_on, first_day)
        days[entered_on].entered.append(row)
        if row.status == CANCELED:
            days[min(max(row.status_date, entered_on), row.arrival)].cancelled.append(row)
        elif row.status == NO_SHOW:
            days[row.arrival].no_shows.append(row)
        elif row.day_use:
            days[row.arrival].day_uses.append(row)
        else:
            days[row.arrival].arrivals.append(row)
            days[row.departure].departures.append(row)
    last_day = max(days)
    room_types, room_of = _rooms(bookings.rows)
    steps = (last_day - first_day).days + 1 + sum(plan.steps - 1 for plan in days.values())
    return Plan(first_day, last_day, room_types, room_of, dict(days), steps)


def _rooms(rows: tuple[BookingRow, ...]) -> tuple[tuple[RoomTypePlan, ...], dict[int, str]]:
    place_of, counts = _places([row for row in rows if row.status == CHECK_OUT])
    codes = sorted({row.reserved_type for row in rows} | {row.assigned_type for row in rows})
    most: dict[str, int] = defaultdict(lambda: 2)
    for row in rows:
        for code in (row.reserved_type, row.assigned_type):
            most[code] = max(most[code], row.adults + row.children)
    # As many digits on every floor, else floor 1 with a hundred rooms and floor 10 would share numbers.
    digits = max(2, *(len(str(count)) for count in counts.values())) if counts else 2
    kinds = {}
    for floor, code in enumerate(codes, 1):
        numbers = tuple(f"{floor}{n:0{digits}d}" for n in range(1, max(counts.get(code, 0), 1) + 1))
        kinds[code] = RoomTypePlan(code, floor, numbers, most[code])
    room_of = {
        row.number: kinds[row.assigned_type].rooms[place_of[row.number]]
        for row in rows
        if row.number in place_of
    }
    return tuple(kinds.values()), room_of


def _places(stays: list[BookingRow]) -> tuple[dict[int, int], dict[str, int]]:
    """The place of each stay among the rooms of its type, from 0, and how many rooms each type needs."""
    free: dict[str, list[int]] = defaultdict(list)
    leaving: dict[str, list[tuple[datetime.date, int]]] = defaultdict(list)
    counts: dict[str, int] = defaultdict(int)
    place_of = {}
    for row in sorted(stays, key=lambda row: (row.arrival, row.number)):
        kind = row.assigned_type
        while leaving[kind] and leaving[kind][0][0] <= row.arrival:
            heapq.heappush(free[kind], heapq.heappop(leaving[kind])[1])
        if free[kind]:
            place = heapq.heappop(free[kind])
        else:
            place = counts[kind]
            counts[kind] += 1
        place_of[row.number] = place
        heapq.heappush(leaving[kind], (max(row.departure, row.arrival + ONE_DAY), place))
    return place_of, dict(counts)
