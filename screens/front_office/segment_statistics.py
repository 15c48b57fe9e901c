"""The segments of a closed day, month or year: who the guests were and where they came from, each with its share."""

from __future__ import annotations

import datetime

from textual.app import ComposeResult

from locales import Message, _, current_language, n_
from locales.dates import format_date
from models.front_office.house_status_paper import figure_or_dash
from models.front_office.segment_statistics import (
    KINDS,
    SegmentShare,
    nights_without_segments,
    segments_between,
)
from models.front_office.statistics import last_closed
from models.house.lists import MemoryListing
from screens.front_office.one_day import DATES, DAY_AFTER, DAY_BEFORE, OneDay
from screens.front_office.words import amount
from screens.kit.actions import Action
from screens.kit.charts import bar
from screens.kit.detail import Detail
from screens.kit.windowed_list import Column, WindowedList

_BAR = 12  # cells
SPANS = {
    "day": Message("One day"),
    "month": Message("Month to date"),
    "year": Message("Year to date"),
}


class SegmentStatisticsScreen(OneDay):
    ACTIONS = (
        Action("kind", Message("Next segment"), ("s",)),
        Action("span", Message("Day, month, year"), ("m",)),
        DAY_BEFORE,
        DAY_AFTER,
        DATES,
    )
    PAST_ONLY = True

    def __init__(self, date: datetime.date | None = None) -> None:
        super().__init__(date)
        self._kind, self._span = next(iter(KINDS)), "month"

    @property
    def date(self) -> datetime.date:
        return self._date or last_closed() or self.services.today()

    @property
    def since(self) -> datetime.date:
        start = {"month": self.date.replace(day=1), "year": self.date.replace(month=1, day=1)}
        return start.get(self._span, self.date)

    def heading(self) -> str:
        return f"{KINDS[self._kind].say()} · {SPANS[self._span].say()} · {format_date(self.date, 'weekday')}"

    def compose_body(self) -> ComposeResult:
        columns: list[Column[SegmentShare]] = [
            Column(Message("Code"), 8, lambda r: r.code or "–"),
            Column(Message("Name"), None, lambda r: r.name(current_language()) or _("Not told")),
            Column(Message("Nights"), 6, lambda r: f"{r.rooms:,}", "right"),
            Column(Message("Share %"), 9, lambda r: figure_or_dash(r.share), "right"),
            Column(Message("Chart"), _BAR, lambda r: bar(r.share, 100, _BAR)),
            Column(Message("Revenue"), 14, lambda r: amount(r.revenue), "right"),
            Column(Message("ADR"), 10, lambda r: figure_or_dash(r.adr), "right"),
        ]
        empty = Message("No segments are kept of this span.")
        yield WindowedList(MemoryListing(self._read()), columns, empty=empty, id="segments")
        yield Detail(self._foot, 2, id="foot")

    def _read(self) -> list[SegmentShare]:
        self._rows = segments_between(self._kind, self.since, self.date)
        return self._rows

    def reload(self) -> None:
        self.query_one("#segments", WindowedList).renew(MemoryListing(self._read()))
        self.query_one("#foot", Detail).look()

    def _foot(self) -> list[str]:
        lacking = nights_without_segments(self.since, self.date)
        told = n_(
            "{n} night of days closed before segments were kept is not among them.",
            "{n} nights of days closed before segments were kept are not among them.",
            lacking,
        )
        guests, arrivals = sum(r.guests for r in self._rows), sum(r.arrivals for r in self._rows)
        nights = sum(r.rooms for r in self._rows)
        return [
            _("Share of {n} room-nights sold, complimentary among them · PAX {guests} · arrivals {arrivals}",
              n=nights, guests=guests, arrivals=arrivals),
            told if lacking else "",
        ]  # fmt: skip

    def do_kind(self) -> None:
        kinds = list(KINDS)
        self._kind = kinds[(kinds.index(self._kind) + 1) % len(kinds)]
        self.reread()

    def do_span(self) -> None:
        spans = list(SPANS)
        self._span = spans[(spans.index(self._span) + 1) % len(spans)]
        self.reread()
