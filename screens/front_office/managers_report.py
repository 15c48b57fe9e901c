"""The manager's report of a closed date, and the lines the house puts into it."""

from __future__ import annotations

import datetime
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.dates import format_date
from models.front_office.managers_report import (
    COLUMNS,
    Choice,
    ReportRow,
    add_line,
    choices,
    keep_labels,
    layout,
    managers_paper,
    managers_report,
    move_line,
    remove_line,
)
from models.front_office.managers_report.layout import ACCOUNTS, KINDS
from models.front_office.managers_report.paper import HEADINGS, PAGES, figure_words, foot
from models.front_office.statistics import last_closed
from models.house.lists import MemoryListing
from screens.front_office.one_day import DATES, DAY_AFTER, DAY_BEFORE, OneDay
from screens.front_office.set_up_list import CHANGE, NEW, REMOVE, Call, SetUpList, Specs
from screens.kit.actions import Action
from screens.kit.detail import Detail
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

_WIDTH = 13  # cells: 9,999,999.99


def _why_not_closed(screen: ManagersReportScreen) -> Message | None:
    return None if screen.rows else Message("This date is not closed.")


class ManagersReportScreen(OneDay):
    """The last closed date, unless another is gone to."""

    ACTIONS = (
        Action("right", Message("More columns"), ("right",)),
        Action("left", Message("First columns"), ("left",), shown=False),
        Action("paper", Message("Print"), ("p", "f9"), why_not=_why_not_closed),
        Action("lines", Message("Lines"), ("e",), right="set_up"),
        Action("budget_of_year", Message("Budget"), ("u",)),
        DAY_BEFORE,
        DAY_AFTER,
        DATES,
    )
    PAST_ONLY = True

    def __init__(self, date: datetime.date | None = None) -> None:
        super().__init__(date)
        self._page = 0
        self.rows: tuple[ReportRow, ...] = ()

    @property
    def date(self) -> datetime.date:
        return self._date or last_closed() or self.services.today()

    def heading(self) -> str:
        return _("Manager's report of {date}", date=format_date(self.date, "weekday"))

    def aside(self) -> str:
        return _("Columns {n} of {all}", n=self._page + 1, all=len(PAGES))

    def compose_body(self) -> ComposeResult:
        self._read()
        empty = Message("This date is not closed; its figures are frozen by the night audit.")
        yield WindowedList(MemoryListing(self.rows), self._columns(), empty=empty, id="report")
        yield Detail(self._foot, 5, id="foot")

    def _read(self) -> None:
        self._report = managers_report(self.date)
        self.rows = self._report.rows

    def _foot(self) -> list[str]:
        return list(foot(self._report))

    def _columns(self) -> list[Column[ReportRow]]:
        def figure(place: int) -> Column[ReportRow]:
            heading = HEADINGS[COLUMNS[place]]
            return Column(heading, _WIDTH, lambda r: figure_words(r.figures[place]), "right")

        places = [COLUMNS.index(name) for name in PAGES[self._page]]
        name: Column[ReportRow] = Column(Message("Line"), None, lambda r: r.line.name(current_language()))
        return [name, *map(figure, places)]

    def reload(self) -> None:
        self._read()
        self.query_one("#report", WindowedList).renew(MemoryListing(self.rows))
        self.query_one("#foot", Detail).look()

    def _turn(self, page: int) -> None:
        self._page = page
        self.query_one("#report", WindowedList).recolumn(self._columns())
        self.reread(frame_only=True)

    def do_right(self) -> None:
        self._turn(min(self._page + 1, len(PAGES) - 1))

    def do_left(self) -> None:
        self._turn(max(self._page - 1, 0))

    def do_paper(self) -> None:
        self.services.show_paper(managers_paper(self.services.property(), self.date, current_language()))

    def do_lines(self) -> None:
        self.app.push_screen(open_screen("report lines"))

    def do_budget_of_year(self) -> None:
        self.app.push_screen(open_screen("budget"))


class ReportLinesScreen(SetUpList):
    TITLE_LINE = Message("Lines of the manager's report")
    ONE = Message("Line of the report")
    ACTIONS = (
        NEW,
        CHANGE,
        Action("up", Message("Up"), ("u",), right="set_up"),
        Action("down", Message("Down"), ("d",), right="set_up"),
        REMOVE,
    )
    COLUMNS = (
        Column(Message("Kind"), 24, lambda e: KINDS[e.row.line.kind].say()),
        Column(Message("Name (Thai)"), 24, lambda e: e.row.line.name_th),
        Column(Message("Name"), None, lambda e: e.row.line.name_en),
    )

    def rows(self) -> list[Any]:
        return [_Placed(place, line) for place, line in enumerate(layout(), 1)]

    def specs(self, row: Any) -> Specs:  # noqa: ARG002
        return (
            FieldSpec("label_th", Message("Name (Thai)"), max_length=60),
            FieldSpec("label_en", Message("Name"), max_length=60),
        )

    def values(self, row: Any) -> dict[str, object]:
        return {"label_th": row.line.name_th, "label_en": row.line.name_en}

    def saving(self, row: Any, values: Any) -> Call:
        return keep_labels, (row.id, values["label_th"] or "", values["label_en"] or "")

    def removing(self, row: Any) -> Call:
        return remove_line, (row.id,)

    async def do_new(self) -> None:
        """The kind first, then one of what there is of it; accounts are typed."""
        kind: Any = await self.app.push_screen_wait(ChooseDialog(self.ONE, tuple(KINDS.items())))
        if kind == ACCOUNTS:
            spec = FieldSpec("code", Message("Accounts"), required=True, placeholder="41000-41999")
            values = await self.app.push_screen_wait(FormDialog(KINDS[ACCOUNTS], (spec,)))
            code = values and values["code"]
        elif kind is not None:
            there = {(c.kind, c.code) for c in layout()}
            options = [
                (c.code, c.name(current_language())) for c in choices(kind) if (c.kind, c.code) not in there
            ]
            code = options and await self.app.push_screen_wait(ChooseDialog(KINDS[kind], options))
        if kind is not None and code:
            await self.submit(add_line, kind, code)
            self.reread()
            self._list.select_last()

    async def do_up(self) -> None:
        await self._move(up=True)

    async def do_down(self) -> None:
        await self._move(up=False)

    async def _move(self, *, up: bool) -> None:
        place = self.selected.id
        await self.submit(move_line, place, up)
        self.reread()
        self._list.select((place + (-1 if up else 1),))


class _Placed:
    """A line at its place, by which it is moved and removed."""

    def __init__(self, place: int, line: Choice) -> None:
        self.id, self.line = place, line
