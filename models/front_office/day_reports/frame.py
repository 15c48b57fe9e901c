"""What stands around every report of a closed day: the hotel as it was, who closed the day and when."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from locales import Message, _, in_language
from locales.dates import format_date, format_stamp
from locales.money import format_money
from models.front_office.papers import seller
from models.house.acts import Act
from models.house.papers import Column, Field, Paper, Party, Row, Table

JSON = dict[str, Any]
"""What was gathered: money as text with two decimals, names in both languages as ``[Thai, English]``."""
KIND = "day-report"
"""All of them have one way to the printers."""


@dataclass(frozen=True)
class Frame:
    """``hotel`` and ``closed_by`` by language; ``at`` in UTC, said in the hotel's ``zone``."""

    date: datetime.date
    hotel: dict[str, Party]
    closed_by: dict[str, str]
    at: datetime.datetime
    zone: str


@dataclass(frozen=True)
class Report:
    """``gather`` reads the figures of a date inside the audit; ``paper`` makes them a paper and reads nothing else."""

    name: str
    title: Message
    gather: Callable[[datetime.date], JSON]
    paper: Callable[[Frame, JSON, str], Paper]


def frame_of(act: Act, date: datetime.date) -> Frame:
    hotel = act.property
    languages = ("th", "en")
    sellers = {}
    for language in languages:
        with in_language(language):  # "Head office" is said in it too
            sellers[language] = seller(hotel, language)
    return Frame(
        date,
        sellers,
        {language: act.staff.name(language) for language in languages},
        act.now,
        hotel.zone,
    )


def report_on(frame: Frame, name: str, title: Message, language: str, *tables: Table) -> Paper:
    """The report in the words of ``language``, which is the one spoken already."""
    return Paper(
        kind=KIND,
        title=title.say(language),
        number=f"{frame.date.isoformat()}-{name}",
        date_text=format_date(frame.date),
        language=language,
        seller=frame.hotel[language],
        fields=(
            Field(_("Closed by"), frame.closed_by[language]),
            Field(_("Closed at"), format_stamp(frame.at, frame.zone)),
        ),
        tables=tables,
    )


def named(names: Sequence[str], language: str) -> str:
    return names[0 if language == "th" else 1]


def baht(text: str) -> str:
    return format_money(Decimal(text))


def figures(title: str, headings: Sequence[str], rows: Sequence[Row], widths: Sequence[int]) -> Table:
    """A table of which the columns from the first 13 cells wide on hold money; a width of 0 is for names."""
    columns = tuple(
        Column(heading, "right" if width >= MONEY else "left", width)
        for heading, width in zip(headings, widths, strict=True)
    )
    return Table(columns, tuple(rows), title)


MONEY = 13
