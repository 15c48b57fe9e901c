"""The manager's flash: the day beside its month and its year to date, with how its figures are counted."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal

from locales import Message, _
from locales.money import format_money
from models.front_office.day_reports.frame import JSON, Frame, figures, report_on
from models.front_office.statistics_views import definition_words, statistics_to_date
from models.house.papers import Paper, Row

TITLE = Message("Manager's flash")


def gather(date: datetime.date) -> JSON:
    """The statistics as they are read at the desk, which the audit has just frozen."""
    return {"statistics": statistics_to_date(date)}


def paper(frame: Frame, content: JSON, language: str) -> Paper:
    read = content["statistics"]
    rows = [Row((row.label.say(), *map(_figure, (row.day, row.month, row.year)))) for row in read.rows]
    headings = (_("Statistic"), _("Day"), _("Month to date"), _("Year to date"))
    flash = report_on(frame, "flash", TITLE, language, figures("", headings, rows, (0, 15, 15, 16)))
    counted = [*(definition_words(read.definition) if read.definition else ()), read.mixed]
    return dataclasses.replace(flash, notes=tuple(each.say() for each in counted if each is not None))


def _figure(value: int | Decimal | None) -> str:
    if value is None:
        return "–"
    return format_money(value) if isinstance(value, Decimal) else f"{value:,}"
