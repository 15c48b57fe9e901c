"""What the demo's desk owes the law: registers closed and sent, foreigners notified, a few cards still with gaps."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from models.front_office.demo.planned import PlannedStay, plus
from models.front_office.registers.days import close_register, send_week
from models.front_office.registers.tm30 import mark_accepted, mark_exported, to_report

if TYPE_CHECKING:
    from models.front_office.demo.days import Life

MONDAY = 0
LEFT_OPEN = 4  # foreigners who came last of all and are not notified yet
# of the first companions who came yesterday: what nobody asked them
GAPS = ("occupation", "address", "occupation")
# main guests who came in the last days from elsewhere than home: from, and on to
JOURNEYS = (
    ("เชียงใหม่", ""),
    ("กรุงเทพมหานคร", "เชียงใหม่"),
    ("Kanchanaburi", "Sukhothai"),
    ("สุโขทัย", "กรุงเทพมหานคร"),
)
DAYS_OF_JOURNEYS = 4


class Registers:
    def __init__(self, life: Life) -> None:
        self.life = life
        self.today = life.plan.today
        self.with_gaps = 0
        self.travelled = 0

    def on(self, day: datetime.date) -> Iterator[tuple[int, Callable[[], object]]]:
        """Minute of the day and what is done then."""
        if day == self.today:
            return
        yesterday = plus(day, -1)
        if day > self.life.plan.start:
            yield 9 * 60 + 40, lambda: self._accepted(yesterday)
            if day.weekday() == MONDAY:
                yield 10 * 60, lambda: self._send(day)
            else:
                yield 10 * 60, lambda: close_register(self.life.desks["nok"], yesterday)
        if day == plus(self.today, -1):
            yield 21 * 60 + 50, self._exported

    def journey(self, stay: PlannedStay) -> dict[str, object]:
        """Where the main guest comes from and goes to; home, where nothing is said."""
        if stay.is_day_use or not 0 < (self.today - stay.arrival).days <= DAYS_OF_JOURNEYS:
            return {}
        self.travelled += 1
        if self.travelled % 3:
            return {}
        came_from, going_to = JOURNEYS[self.travelled // 3 % len(JOURNEYS)]
        return {"came_from": came_from, "going_to": going_to}

    def known(self, stay: PlannedStay, profile: dict[str, object]) -> dict[str, object]:
        """The profile of a companion as it was written down at the desk, in a hurry yesterday."""
        if plus(stay.arrival, 1) != self.today or not profile or self.with_gaps == len(GAPS):
            return profile
        gap = GAPS[self.with_gaps]
        self.with_gaps += 1
        return {name: value for name, value in profile.items() if name != gap}

    def _send(self, day: datetime.date) -> None:
        week = plus(day, -7)
        send_week(self.life.desks["nok"], week, day, "by hand", "ที่ว่าการอำเภอพระนครศรีอยุธยา")

    def _foreigners(self, day: datetime.date) -> list[tuple[int, int]]:
        found = to_report(plus(day, 1), since=day)
        return [(one.stay_id, one.guest_id) for one in found if one.accepted_at is None]

    def _accepted(self, day: datetime.date) -> None:
        """Immigration took yesterday's file."""
        persons = self._foreigners(day)
        if persons:
            mark_accepted(self.life.desks["kanya"], persons, f"TM30-{day:%y%m%d}")

    def _exported(self) -> None:
        """Who came today, but for the last; the portal has not answered yet."""
        persons = self._foreigners(self.life.today())[:-LEFT_OPEN]
        if persons:
            day = self.life.today()
            mark_exported(self.life.desks["chai"], f"tm30-{day:%Y-%m-%d}.xlsx", persons)
