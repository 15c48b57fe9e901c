"""The closed days and what was kept of each: its reports, to be read and printed as on the night it was closed."""

from __future__ import annotations

import datetime

from textual.app import ComposeResult

from locales import Message, _, current_language, n_
from locales.dates import format_date
from models.front_office.day_reports import (
    ClosedDayRow,
    Report,
    closed_days,
    print_reports,
    report_paper,
    reports_of,
)
from models.house.lists import MemoryListing
from screens.front_office.words import amount
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


def _closed_by(row: ClosedDayRow) -> str:
    return row.by_th if current_language() == "th" else row.by_en


class ClosedDaysScreen(DeskScreen):
    def heading(self) -> str:
        return _("Closed days")

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            closed_days(),
            [
                Column(Message("Date"), 16, lambda r: format_date(r.date, "weekday")),
                Column(Message("Closed by"), None, _closed_by),
                Column(Message("Revenue"), 15, lambda r: amount(r.revenue), "right"),
                Column(
                    Message("OCC, %"), 8, lambda r: "–" if r.occupancy is None else f"{r.occupancy}", "right"
                ),
                Column(Message("Difference"), 12, lambda r: amount(r.difference), "right"),
            ],
            empty=Message("No day is closed yet."),
            id="days",
        )

    def reload(self) -> None:
        self.query_one("#days", WindowedList).renew(closed_days())

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("day reports", event.row.date))


class ReportRow:
    def __init__(self, place: int, report: Report) -> None:
        self.key, self.report = (place,), report


class DayReportsScreen(DeskScreen):
    """The reports of one closed day. What is printed again goes to the printer of reports, or becomes a PDF."""

    ACTIONS = (
        Action("print_all", Message("Print all"), ("f9",), why_not=lambda s: s.why_none()),
        Action("read_all", Message("Read all"), ("a",), why_not=lambda s: s.why_none()),
    )

    def __init__(self, date: datetime.date) -> None:
        super().__init__()
        self._date = date
        self._kept = reports_of(date)

    def heading(self) -> str:
        return _("Reports of {date}", date=format_date(self._date, "weekday"))

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            MemoryListing([ReportRow(place, report) for place, report in enumerate(self._kept)]),
            [Column(Message("Report"), None, lambda r: r.report.title.say())],
            empty=Message("No reports were kept of this day."),
            id="reports",
        )

    def why_none(self) -> Message | None:
        return None if self._kept else Message("No reports were kept of this day.")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.services.show_paper(report_paper(self._date, event.row.report.name, current_language()))

    def do_read_all(self) -> None:
        language = current_language()
        self.services.show_papers([report_paper(self._date, one.name, language) for one in self._kept])

    async def do_print_all(self) -> None:
        names = [report.name for report in self._kept]
        printed = await self.submit(print_reports, self._date, names, current_language())
        if printed is not None:
            self.services.look_at_printers()
            self.say(n_("{n} report goes to the printer.", "{n} reports go to the printer.", printed))
