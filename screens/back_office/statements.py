"""The financial statements: position, profit and loss, equity, departments, month; every figure opens to its accounts."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, current_language
from locales.dates import format_date
from locales.money import round_half_up
from models.back_office.statements import (
    balance_sheet,
    changes_in_equity,
    departmental_statement,
    income_statement,
    monthly_summary,
    year_named,
    year_start,
)
from models.back_office.statements.papers import (
    departments_paper,
    equity_paper,
    in_parentheses,
    income_paper,
    monthly_paper,
    position_paper,
)
from models.house.lists import MemoryListing
from models.house.papers import Paper
from models.house.refusals import Refused
from models.ledger.balances import TrialBalanceRow, trial_balance
from screens.back_office.words import credit_of, debit_of
from screens.front_office.words import name_of
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.detail import Detail
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


@dataclass(frozen=True)
class StatementRow:
    number: int
    name: str
    figures: tuple[Decimal | None, ...]
    accounts: tuple[int, ...]
    bold: bool

    @property
    def key(self) -> tuple[int]:
        return (self.number,)


@dataclass(frozen=True)
class Kind:
    title: Message
    columns: tuple[Message, ...]
    rows: Callable[[datetime.date], list[StatementRow]]
    by_month: bool = False  # its figures are those of the month, not of the year


def _numbered(
    rows: list[tuple[str, tuple[Decimal | None, ...], tuple[int, ...], bool]],
) -> list[StatementRow]:
    return [StatementRow(n, *row) for n, row in enumerate(rows)]


def _lines(lines: Any) -> list[StatementRow]:
    return _numbered([(x.name, (x.this, x.last), x.accounts, x.style != "normal") for x in lines])


def _equity(until: datetime.date) -> list[StatementRow]:
    return _numbered(
        [
            (
                f"{x.name} {format_date(year_named(x.date), 'year')}" if x.total_line else f"  {x.name}",
                (x.capital, x.appropriated, x.retained, x.total), (), x.total_line,
            )
            for x in changes_in_equity(until)
        ]
    )  # fmt: skip


def _departments(until: datetime.date) -> list[StatementRow]:
    rows = departmental_statement(until.replace(day=1), until)
    return _numbered(
        [(x.name, (x.revenue, x.cost, x.payroll, x.other, x.profit), x.accounts, x.total) for x in rows]
    )


def _month(until: datetime.date) -> list[StatementRow]:
    return _numbered(
        [(f"{x.code} {x.name}".strip(), x.figures, x.accounts, x.total) for x in monthly_summary(until)]
    )


_TWO = (Message("This year"), Message("Last year"))
KINDS: dict[str, Kind] = {
    "position": Kind(Message("Statement of financial position"), _TWO, lambda d: _lines(balance_sheet(d))),
    "income": Kind(Message("Profit and loss"), _TWO, lambda d: _lines(income_statement(year_start(d), d))),
    "equity": Kind(
        Message("Changes in equity"),
        (Message("Capital"), Message("Appropriated"), Message("Unappropriated"), Message("Total")), _equity,
    ),
    "departments": Kind(
        Message("Profit and loss by department"),
        (Message("Revenue"), Message("Cost"), Message("Payroll"), Message("Other"), Message("Profit")),
        _departments, by_month=True,
    ),
    "month": Kind(
        Message("Monthly income and expense"),
        (
            Message("This month"), Message("Last month"), Message("Last year"), Message("Budget"),
            Message("Year to date"),
        ),
        _month, by_month=True,
    ),
}  # fmt: skip


_WIDTHS = {2: 18, 4: 13, 5: 11}
_MOST = 5


class StatementsScreen(DeskScreen):
    """One statement at a time, at the end of ``until``; ← → go a month back and forth."""

    ACTIONS = (
        Action("position", Message("Position"), ("b",)),
        Action("income", Message("Profit and loss"), ("p",)),
        Action("equity", Message("Equity"), ("q",)),
        Action("departments_of", Message("Departments"), ("d",)),
        Action("month", Message("Month"), ("m",)),
        Action("date", Message("Date"), ("t", "space")),
        Action("month_before", Message("Month before"), ("left",), shown=False),
        Action("month_after", Message("Month after"), ("right",), shown=False),
        Action("print", Message("Print"), ("i",)),
    )

    def __init__(self, kind: str = "income", until: datetime.date | None = None) -> None:
        super().__init__()
        self._kind = kind
        self._until = until
        self._why_not = ""

    @property
    def until(self) -> datetime.date:
        return self._until or self.services.today()

    def heading(self) -> str:
        return f"{KINDS[self._kind].title.say()} {format_date(self.until, 'short')}"

    def aside(self) -> str:
        return self._why_not

    def compose_body(self) -> ComposeResult:
        for name, kind in KINDS.items():
            width = _WIDTHS[len(kind.columns)]
            columns: list[Column[StatementRow]] = [
                Column(Message("Particulars"), None, lambda r: r.name, style=_bold)
            ]
            for place, head in enumerate(kind.columns):
                columns.append(Column(head, width, _figure(place), "right", style=_bold))
            statement = WindowedList(self._listing(name), columns, id=name)
            statement.display = name == self._kind
            yield statement
        yield Detail(self._in_full, 1)

    def on_mount(self) -> None:
        self._list.focus()

    def _in_full(self) -> list[str]:
        """The line in full; five columns are too narrow for satang."""
        row = self._list.selected
        if row is None:
            return [""]
        figures = " · ".join(in_parentheses(f) for f in row.figures) if len(row.figures) == _MOST else ""
        return [" · ".join(filter(None, [row.name.strip(), figures]))]

    def on_windowed_list_highlighted(self, _event: WindowedList.Highlighted) -> None:
        self.query_one(Detail).look()

    def _listing(self, name: str) -> MemoryListing[StatementRow]:
        if name != self._kind:
            return MemoryListing([])
        try:
            rows, self._why_not = KINDS[name].rows(self.until), ""
        except Refused as refused:
            rows, self._why_not = [], refused.message.say()
        return MemoryListing(rows)

    @property
    def _list(self) -> WindowedList[StatementRow]:
        return self.query_one(f"#{self._kind}", WindowedList)

    def reload(self) -> None:
        for name in KINDS:
            self.query_one(f"#{name}").display = name == self._kind
        self._list.renew(self._listing(self._kind))
        self._list.focus()
        self.query_one(Detail).look()

    def _turn_to(self, kind: str) -> None:
        self._kind = kind
        self.reread()

    def do_position(self) -> None:
        self._turn_to("position")

    def do_income(self) -> None:
        self._turn_to("income")

    def do_equity(self) -> None:
        self._turn_to("equity")

    def do_departments_of(self) -> None:
        self._turn_to("departments")

    def do_month(self) -> None:
        self._turn_to("month")

    async def do_date(self) -> None:
        spec = FieldSpec("until", Message("At the end of"), "date", required=True, past=True)
        dialog = FormDialog(Message("Statements of"), (spec,), values={"until": self.until})
        values = await self.app.push_screen_wait(dialog)
        if values:
            self._until = values["until"]  # type: ignore[assignment]
            self.reread()

    def do_month_before(self) -> None:
        """The last day of the month before."""
        self._until = self.until.replace(day=1) - datetime.timedelta(days=1)
        self.reread()

    def do_month_after(self) -> None:
        """The last day of the next month, at most today."""
        next_month = (self.until.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
        last = (next_month.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(
            days=1
        )
        self._until = min(last, self.services.today())
        self.reread()

    def do_print(self) -> None:
        hotel, language = self.services.property(), current_language()
        papers: dict[str, Callable[[], Paper]] = {
            "position": lambda: position_paper(hotel, self.until, language),
            "income": lambda: income_paper(hotel, self.until, language),
            "equity": lambda: equity_paper(hotel, self.until, language),
            "departments": lambda: departments_paper(hotel, self.until.replace(day=1), self.until, language),
            "month": lambda: monthly_paper(hotel, self.until, language),
        }
        try:
            self.services.show_paper(papers[self._kind]())
        except Refused as refused:
            self.say(refused.message, "warning")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        row: StatementRow = event.row
        if not row.accounts:
            self.say(Message("This line is reckoned from others."), "warning")
            return
        since = self.until.replace(day=1) if KINDS[self._kind].by_month else year_start(self.until)
        self.app.push_screen(open_screen("statement accounts", row.name, row.accounts, since, self.until))


class StatementAccountsScreen(DeskScreen):
    """The accounts a figure is the sum of; Enter opens the card of one."""

    ACTIONS = ()

    def __init__(
        self, name: str, accounts: tuple[int, ...], since: datetime.date, until: datetime.date
    ) -> None:
        super().__init__()
        self._line, self._accounts, self._since, self._until = name.strip(), accounts, since, until

    def heading(self) -> str:
        return f"{self._line} · {format_date(self._since, 'short')} – {format_date(self._until, 'short')}"

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            self._listing(),
            [
                Column(Message("Code"), 6, lambda r: r.code),
                Column(Message("Name"), None, name_of),
                Column(Message("Movement"), 17, lambda r: in_parentheses(r.debit - r.credit), "right"),
                Column(Message("Debit"), 16, lambda r: debit_of(r.closing), "right"),
                Column(Message("Credit"), 16, lambda r: credit_of(r.closing), "right"),
            ],
            id="accounts",
        )

    def _listing(self) -> MemoryListing[TrialBalanceRow]:
        return MemoryListing(
            [r for r in trial_balance(self._until, self._since) if r.account_id in self._accounts]
        )

    def reload(self) -> None:
        self.query_one("#accounts", WindowedList).renew(self._listing())

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(
            open_screen("account", event.row.account_id, since=self._since, until=self._until)
        )


def _bold(row: StatementRow) -> str:
    return "bold" if row.bold else ""


def _figure(place: int) -> Callable[[StatementRow], str]:
    def say(row: StatementRow) -> str:
        if place >= len(row.figures):
            return ""
        figure = row.figures[place]
        if figure is None or len(row.figures) < _MOST:
            return in_parentheses(figure)
        return in_parentheses(round_half_up(figure / 100) * 100).replace(".00", "")

    return say
