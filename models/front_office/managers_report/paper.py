"""The manager's report on paper: the month against its budget, then the year and last year."""

from __future__ import annotations

import datetime
from decimal import Decimal

from locales import Message, _, in_language
from locales.dates import format_date
from locales.money import format_money
from models.front_office.managers_report.figures import COLUMNS, Figure, Report, managers_report
from models.front_office.papers import seller
from models.front_office.statistics_views import definition_words
from models.house.papers import Column, Paper, Row, Table
from models.house.property import Property
from models.house.refusals import Refused

HEADINGS = {
    "day": Message("Day"),
    "month": Message("Month to date"),
    "budget": Message("Budget MTD"),
    "variance": Message("Variance"),
    "year": Message("Year to date"),
    "last_day": Message("Day last yr"),
    "last_month": Message("Month last yr"),
    "last_year": Message("Year last yr"),
}
PAGES = (COLUMNS[:4], COLUMNS[4:])
_WIDTH = 13  # cells: 9,999,999.99


def figure_words(figure: Figure) -> str:
    if figure is None:
        return "–"
    return format_money(figure) if isinstance(figure, Decimal) else f"{figure:,}"


def foot(report: Report) -> tuple[str, ...]:
    """How it is counted: the base and what is sold, how the budget is taken, and what lacks."""
    if report.definition is None:
        return ()
    base, sold, adr = (words.say() for words in definition_words(report.definition))
    days, before = report.days
    lines = (
        f"{base} · {adr}",
        sold,
        _("Budget MTD: the month's × days passed ÷ days of the month"),
        _("Days closed this year {days}, by this date last year {before}", days=days, before=before),
    )
    return (*lines, report.mixed.say()) if report.mixed else lines


def managers_paper(hotel: Property, date: datetime.date, language: str) -> Paper:
    """Refused: DAY_NOT_CLOSED."""
    report = managers_report(date)
    if not report.rows:
        raise Refused("DAY_NOT_CLOSED", "{date} is not closed.", date=date)
    with in_language(language):
        return Paper(
            kind="manager",
            title=_("Manager's report"),
            number="",
            date_text=format_date(date),
            language=language,
            seller=seller(hotel, language),
            tables=tuple(_table(report, names, language) for names in PAGES),
            notes=foot(report),
        )


def _table(report: Report, names: tuple[str, ...], language: str) -> Table:
    places = [COLUMNS.index(name) for name in names]
    rows = (
        Row((row.line.name(language), *(figure_words(row.figures[place]) for place in places)))
        for row in report.rows
    )
    headings = (Column(HEADINGS[name].say(language), "right", _WIDTH) for name in names)
    return Table((Column(_("Line")), *headings), tuple(rows))
