"""Nights that a season or a restriction holds for: from–to inclusive, on some weekdays (digits, 1 is Monday)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models.front_office.inventory import days_from
from models.house.refusals import Refused

EVERY_DAY = "1234567"


def weekdays(text: str) -> str:
    """The digits in order, each once; nothing means every day. Refused (``WEEKDAYS``)."""
    digits = "".join(sorted(set(text) - set(" ,")))
    if set(digits) - set(EVERY_DAY):
        raise Refused("WEEKDAYS", "Weekdays are digits: 1 is Monday, 7 is Sunday.", field="weekdays")
    return digits or EVERY_DAY


@dataclass(frozen=True)
class Span:
    """``first_night`` to ``last_night`` inclusive, only the nights of ``weekdays``."""

    first_night: datetime.date
    last_night: datetime.date
    weekdays: str = EVERY_DAY

    def has(self, night: datetime.date) -> bool:
        return self.first_night <= night <= self.last_night and str(night.isoweekday()) in self.weekdays

    def is_empty(self) -> bool:
        """No night at all: turned round, or too short for its weekdays."""
        last = min(self.last_night, self.first_night + datetime.timedelta(days=6))
        return not any(self.has(night) for night in days_from(self.first_night, last))

    def common(self, other: Span) -> Span:
        return Span(
            max(self.first_night, other.first_night),
            min(self.last_night, other.last_night),
            "".join(day for day in self.weekdays if day in other.weekdays),
        )

    def shares_a_night_with(self, other: Span) -> bool:
        return not self.common(other).is_empty()

    def without(self, other: Span) -> list[Span]:
        """What is left when the nights of ``other`` are taken out; nothing empty."""
        if not self.shares_a_night_with(other):
            return [self]
        day = datetime.timedelta(days=1)
        within = self.common(other)
        other_days = "".join(d for d in self.weekdays if d not in other.weekdays)
        parts = [
            Span(self.first_night, within.first_night - day, self.weekdays),
            Span(within.first_night, within.last_night, other_days),
            Span(within.last_night + day, self.last_night, self.weekdays),
        ]
        return [part for part in parts if not part.is_empty()]


def checked_span(first_night: datetime.date, last_night: datetime.date, days: str = "") -> Span:
    """Refused: DATES (turned round), WEEKDAYS, NO_NIGHT (none of these weekdays between the dates)."""
    if last_night < first_night:
        raise Refused("DATES", "The last night lies before the first.", field="last_night")
    span = Span(first_night, last_night, weekdays(days))
    if span.is_empty():
        raise Refused("NO_NIGHT", "None of these weekdays lies between the dates.", field="weekdays")
    return span


def span_of(row: object) -> Span:
    """Of a season or a restriction."""
    return Span(row.first_night, row.last_night, row.weekdays)  # type: ignore[attr-defined]
