"""The budget by account: a row an account of revenue or expense, its twelve months in a form, or the year from a file."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.dates import MONTHS, format_date
from locales.thai_text import fold
from models.back_office.account_budgets import (
    BUDGETED,
    FIRST_YEAR,
    LAST_YEAR,
    account_budget,
    budget_faults,
    import_budget,
    keep_account_budget,
)
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from models.house.tables import read_table
from models.ledger.accounts import chart
from screens.back_office.file_taking import take_file
from screens.front_office.words import amount
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList


@dataclass(frozen=True)
class BudgetRow:
    code: str
    name: str
    months: tuple[Decimal | None, ...]

    @property
    def key(self) -> tuple[str]:
        return (self.code,)

    def part(self, first: int, last: int) -> str:
        entered = [figure for figure in self.months[first:last] if figure is not None]
        return amount(sum(entered, Decimal(0))) if entered else "–"


class AccountBudgetScreen(DeskScreen):
    ACTIONS = (
        Action("edit", Message("Months"), ("e",), right="set_up"),
        Action("take_in", Message("From a file"), ("f",), right="set_up"),
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
        return _("Budget by account {year}", year=format_date(datetime.date(self.year, 1, 1), "year"))

    def compose_body(self) -> ComposeResult:
        halves = (
            (0, 6, Message("January – June")),
            (6, 12, Message("July – December")),
            (0, 12, Message("Year")),
        )
        columns: list[Column[BudgetRow]] = [
            Column(Message("Code"), 6, lambda r: r.code),
            Column(Message("Name"), None, lambda r: r.name),
        ]
        for first, last, head in halves:
            columns.append(Column(head, 17, _part(first, last), "right"))
        yield WindowedList(self._listing(), columns, search=self._listing, id="budget")

    def _listing(self, text: str = "") -> MemoryListing[BudgetRow]:
        wanted = fold(text)
        rows = [
            BudgetRow(a.code, a.name(current_language()), tuple(account_budget(a.id, self.year)))
            for a in chart()
            if a.kind in BUDGETED and wanted in fold(f"{a.code} {a.name_th} {a.name_en}")
        ]
        return MemoryListing(rows)

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
            await self.services.write(
                keep_account_budget, row.code, self.year, figures, token=token, answers=answers
            )
            return True

        title = Message("{words}", {"words": f"{row.code} {row.name}"})
        if await self.app.push_screen_wait(FormDialog(title, specs, write, values=first)):
            self.reread()

    async def do_take_in(self) -> None:
        path = await take_file(self, budget_faults)
        if path is not None and (count := await self.submit(import_budget, read_table(path))) is not None:
            self.say(Message("{n} lines of budget taken in.", {"n": count}))


def _part(first: int, last: int) -> Any:
    return lambda r: r.part(first, last)
