"""The budget of a year: one line a row, its twelve months in a form; the year before with per cents on it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.dates import MONTHS, format_date
from models.front_office.budgets import (
    FIRST_YEAR,
    LAST_YEAR,
    ROOMS_SOLD,
    budget_lines,
    budget_of_year,
    copy_budget,
    group_name,
    keep_budget,
)
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.words import amount
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.detail import Detail
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList


@dataclass(frozen=True)
class BudgetRow:
    line: str
    months: tuple[Decimal | None, ...]

    @property
    def key(self) -> tuple[str]:
        return (self.line,)

    @property
    def name(self) -> Message:
        return Message("Rooms sold") if self.line == ROOMS_SOLD else group_name(self.line)

    def part(self, first: int, last: int) -> str:
        entered = [figure for figure in self.months[first:last] if figure is not None]
        return self.words(sum(entered, Decimal(0))) if entered else "–"

    def words(self, figure: Decimal) -> str:
        return f"{figure:,.0f}" if self.line == ROOMS_SOLD else amount(figure)


class BudgetScreen(DeskScreen):
    ACTIONS = (
        Action("edit", Message("Months"), ("e",), right="set_up"),
        Action("copy_year", Message("Copy last year"), ("c",), right="set_up"),
        Action("year_before", Message("Year before"), ("[",), shown=False),
        Action("year_after", Message("Year after"), ("]",)),
    )

    def __init__(self) -> None:
        super().__init__()
        self._year = 0

    @property
    def year(self) -> int:
        return self._year or self.services.today().year

    def heading(self) -> str:
        return _("Budget of {year}", year=format_date(datetime.date(self.year, 1, 1), "year"))

    def compose_body(self) -> ComposeResult:
        columns: list[Column[BudgetRow]] = [
            Column(Message("Line"), None, lambda r: r.name.say()),
            *(_quarter(place, heading) for place, heading in enumerate(_QUARTERS)),
            Column(Message("Year"), 14, lambda r: r.part(0, 12), "right", min_screen_width=90),
        ]
        yield WindowedList(self._listing(), columns, id="budget")
        yield Detail(
            lambda: [_("Net of service and VAT. To date: the month's × days passed ÷ its days")],
            1,
        )

    def _listing(self) -> MemoryListing[BudgetRow]:
        return MemoryListing([BudgetRow(n, tuple(budget_of_year(n, self.year))) for n in budget_lines()])

    @property
    def _list(self) -> WindowedList[BudgetRow]:
        return self.query_one("#budget", WindowedList)

    def reload(self) -> None:
        self._list.renew(self._listing())

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        self.perform_by_id("edit")

    def do_year_before(self) -> None:
        self._year = max(FIRST_YEAR, self.year - 1)
        self.reread()

    def do_year_after(self) -> None:
        self._year = min(LAST_YEAR, self.year + 1)
        self.reread()

    async def do_edit(self) -> None:
        row = self._list.selected
        if row is None:
            return
        names = MONTHS[current_language()]
        specs = tuple(
            FieldSpec(f"month{n}", Message("{words}", {"words": names[n - 1]}), "amount", minimum=0)
            for n in range(1, 13)
        )
        first = {f"month{n}": figure for n, figure in enumerate(row.months, 1) if figure is not None}

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            figures = [values[f"month{n}"] for n in range(1, 13)]
            await self.services.write(keep_budget, row.line, self.year, figures, token=token, answers=answers)
            return True

        if await self.app.push_screen_wait(FormDialog(row.name, specs, write, values=first)):
            self.reread()

    async def do_copy_year(self) -> None:
        spec = FieldSpec("percent", Message("More, %"), "amount", default=Decimal(0))

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            more = values["percent"] or Decimal(0)
            return await self.services.write(copy_budget, self.year, more, token=token, answers=answers)

        title = Message("Budget of the year before")
        if await self.app.push_screen_wait(FormDialog(title, (spec,), write)):
            self.reread()


_QUARTERS = (Message("Jan–Mar"), Message("Apr–Jun"), Message("Jul–Sep"), Message("Oct–Dec"))


def _quarter(place: int, heading: Message) -> Column[BudgetRow]:
    return Column(heading, 13, lambda r: r.part(3 * place, 3 * place + 3), "right")
