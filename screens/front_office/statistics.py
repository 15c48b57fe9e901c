"""The statistics of a closed date beside its month and year to date; the foot says how they are counted."""

from __future__ import annotations

import datetime
from decimal import Decimal

from textual.app import ComposeResult

from locales import Message, _
from locales.dates import format_date
from models.front_office.statistics import last_closed
from models.front_office.statistics_views import Row, definition_words, statistics_to_date
from models.house.lists import MemoryListing
from screens.front_office.one_day import DATES, DAY_AFTER, DAY_BEFORE, OneDay
from screens.front_office.words import amount
from screens.kit.actions import Action
from screens.kit.detail import Detail
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


class StatisticsScreen(OneDay):
    """The last closed date, unless another is gone to."""

    ACTIONS = (Action("segments_of_day", Message("Segments"), ("s",)), DAY_BEFORE, DAY_AFTER, DATES)
    PAST_ONLY = True

    @property
    def date(self) -> datetime.date:
        return self._date or last_closed() or self.services.today()

    def heading(self) -> str:
        return _("Statistics of {date}", date=format_date(self.date, "weekday"))

    def compose_body(self) -> ComposeResult:
        self._read = statistics_to_date(self.date)
        columns: list[Column[Row]] = [
            Column(Message("Statistic"), None, lambda r: r.label.say()),
            Column(Message("Day"), 15, lambda r: _figure(r.day), "right"),
            Column(Message("Month to date"), 15, lambda r: _figure(r.month), "right"),
            Column(Message("Year to date"), 16, lambda r: _figure(r.year), "right"),
        ]
        empty = Message("This date is not closed; its figures are frozen by the night audit.")
        yield WindowedList(MemoryListing(self._read.rows), columns, empty=empty, id="statistics")
        yield Detail(self._foot, 3, id="foot")

    def reload(self) -> None:
        self._read = statistics_to_date(self.date)
        self.query_one("#statistics", WindowedList).renew(MemoryListing(self._read.rows))
        self.query_one("#foot", Detail).look()

    def do_segments_of_day(self) -> None:
        self.app.push_screen(open_screen("segment statistics", self.date))

    def _foot(self) -> list[str]:
        if self._read.definition is None:
            return []
        base, sold, adr = (words.say() for words in definition_words(self._read.definition))
        return [base, f"{sold} · {adr}", self._read.mixed.say() if self._read.mixed else ""]


def _figure(value: int | Decimal | None) -> str:
    if value is None:
        return "–"
    return amount(value) if isinstance(value, Decimal) else f"{value:,}"
