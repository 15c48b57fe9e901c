"""What the law asks of the demo hotel every morning: foreigners reported to Immigration, weeks sent to the registrar."""

from __future__ import annotations

import datetime

from models.front_office.demo.planned import plus
from models.front_office.registers.days import monday_of, send_week
from models.front_office.registers.tm30 import mark_accepted, mark_exported, to_report
from models.house.acts import Desk

TUESDAY = 1


def report_foreigners(desk: Desk, day: datetime.date) -> None:
    """Who came on the day before ``day`` and is not reported yet, in one file that Immigration takes."""
    yesterday = plus(day, -1)
    came = [f for f in to_report(day, yesterday) if f.date == yesterday and f.accepted_at is None]
    if came:
        persons = [(one.stay_id, one.guest_id) for one in came]
        mark_exported(desk, f"tm30-{yesterday}.xlsx", persons)
        mark_accepted(desk, persons, f"{yesterday:%y%m%d}-{len(persons):03}")


def send_last_week(desk: Desk, day: datetime.date, opened: datetime.date) -> None:
    """On a Tuesday the copy of the week before; ``opened`` is the first day of the hotel."""
    first = plus(monday_of(day), -7)
    if day.weekday() == TUESDAY and plus(first, 6) >= opened:
        send_week(desk, first, day, "by hand")
