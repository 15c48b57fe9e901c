"""The chart of accounts, and the card of any account: from the balance to its lines, to the entry behind each."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.money import format_money
from locales.thai_text import fold
from models.back_office.captions import CAPTIONS
from models.back_office.card_paper import card_paper
from models.back_office.chart import (
    ChartRow,
    change_account,
    chart_faults,
    chart_rows,
    close_account,
    import_chart,
    open_account,
    reopen_account,
)
from models.house.departments import departments
from models.house.lists import MemoryListing
from models.house.refusals import Answer, Refused
from models.house.tables import read_table
from models.ledger.accounts import Account, AccountKind, whole_chart
from models.ledger.balances import (
    AccountLine,
    account_balance,
    account_card,
    balance_before,
    balances_at,
    moved_in,
)
from screens.back_office.file_taking import take_file
from screens.back_office.words import credit_of, day, debit_of
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.detail import Detail
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

KINDS = {
    AccountKind.ASSET: Message("Asset"),
    AccountKind.LIABILITY: Message("Liability"),
    AccountKind.EQUITY: Message("Equity"),
    AccountKind.REVENUE: Message("Revenue"),
    AccountKind.EXPENSE: Message("Expense"),
}


@dataclass(frozen=True)
class Shown:
    account: Account
    level: int
    balance: Decimal

    @property
    def key(self) -> tuple[str]:
        return (str(self.account.code),)


def _name(row: Shown) -> str:
    closed = f" ({_('closed')})" if row.account.closed_on else ""
    return "  " * row.level + row.account.name(current_language()) + closed


def _other_name(row: Shown) -> str:
    return row.account.name("en" if current_language() == "th" else "th")


class AccountsScreen(DeskScreen):
    """A tree by headings; ``/`` finds by code or either name. Enter opens the card of an account."""

    ACTIONS = (
        Action("trial", Message("Trial balance"), ("t",), right="see_ledger"),
        Action("add", Message("New account"), ("n", "insert"), right="set_up"),
        Action("edit", Message("Edit"), ("e",), right="set_up"),
        Action("close", Message("Close / open again"), ("x",), right="set_up", shown=False),
        Action("take_in", Message("From a file"), ("f",), right="set_up", shown=False),
        Action("save_chart", Message("Save the chart"), ("v",), shown=False),
    )

    def heading(self) -> str:
        return _("Chart of accounts")

    def compose_body(self) -> ComposeResult:
        self._rows = self._read()
        yield WindowedList(
            MemoryListing(self._rows),
            [
                Column(Message("Code"), 6, lambda r: r.account.code),
                Column(Message("Name"), None, _name, style=_bold),
                Column(Message("Other name"), 30, _other_name, min_screen_width=110),
                Column(Message("Debit"), 15, lambda r: debit_of(r.balance), "right"),
                Column(Message("Credit"), 15, lambda r: credit_of(r.balance), "right"),
                Column(
                    Message("Kind"),
                    10,
                    lambda r: KINDS[AccountKind(r.account.kind)].say(),
                    min_screen_width=100,
                ),
            ],
            search=self._search,
            id="chart",
        )

    def _read(self) -> list[Shown]:
        balances, rows = balances_at(self.services.today()), whole_chart()
        above = {row.id: row.parent_id for row in rows}

        def level(account_id: int) -> int:
            parent = above[account_id]
            return 0 if parent is None else 1 + level(parent)

        return [Shown(a, level(a.id), balances.get(a.id, Decimal("0.00"))) for a in rows]

    def reload(self) -> None:
        self._rows = self._read()
        self.query_one("#chart", WindowedList).renew(MemoryListing(self._rows))

    def _search(self, text: str) -> MemoryListing[Shown]:
        wanted = fold(text)
        return MemoryListing(
            [
                r
                for r in self._rows
                if r.account.code.startswith(wanted)
                or wanted in fold(f"{r.account.name_th} {r.account.name_en}")
            ]
        )

    @property
    def selected(self) -> Account | None:
        row = self.query_one("#chart", WindowedList).selected
        return row.account if row else None

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        if event.row.account.heading:
            self.perform_by_id("edit")
        else:
            self.app.push_screen(open_screen("account", event.row.account.id))

    def do_trial(self) -> None:
        self.app.push_screen(open_screen("trial balance"))

    async def do_add(self) -> None:
        await self._form(None)

    async def do_edit(self) -> None:
        if self.selected is not None:
            await self._form(self.selected)

    async def _form(self, row: Account | None) -> None:
        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            said: dict[str, Any] = {name: value or "" for name, value in values.items()} | {
                "heading": bool(values.get("heading"))
            }
            if row is not None:
                said |= {"code": row.code, "kind": row.kind, "heading": bool(row.heading)}
            operation = open_account if row is None else change_account
            await self.services.write(operation, ChartRow(**said), token=token, answers=answers)
            return True

        title = Message("New account") if row is None else Message("Account {code}", {"code": row.code})
        if await self.app.push_screen_wait(FormDialog(title, _specs(row), write, values=_values(row))):
            self.reread()

    async def do_close(self) -> None:
        row = self.selected
        if row is None:
            return
        if row.closed_on is not None:
            await self.submit(reopen_account, row.code)
            return

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(close_account, row.code, values["since"], token=token, answers=answers)
            return True

        spec = FieldSpec(
            "since", Message("Closed from"), "date", required=True, default=self.services.today()
        )
        title = Message("Close account {code}", {"code": row.code})
        if await self.app.push_screen_wait(FormDialog(title, (spec,), write)):
            self.reread()

    async def do_take_in(self) -> None:
        path = await take_file(self, chart_faults)
        if path is not None and (count := await self.submit(import_chart, read_table(path))) is not None:
            self.say(Message("{n} accounts taken in.", {"n": count}))

    def do_save_chart(self) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(chart_rows())
        path = self.services.save_text("chart-of-accounts.csv", "\ufeff" + text.getvalue())
        self.say(Message("Saved: {file}", {"file": path}))


def _bold(row: Shown) -> str:
    return "bold" if row.account.heading else ""


def _specs(row: Account | None) -> tuple[FieldSpec, ...]:
    language = current_language()
    fixed = (
        FieldSpec("code", Message("Code"), required=True, max_length=10),
        FieldSpec("kind", Message("Kind"), "pick", required=True, options=tuple(KINDS.items())),
        FieldSpec("heading", Message("Heading"), "check"),
    )
    under = [(a.code, f"{a.code} {a.name(language)}") for a in whole_chart() if a.heading]
    captions = [(key, c.name) for key, c in CAPTIONS.items() if row is None or row.kind in c.kinds]
    return (
        *(fixed if row is None else ()),
        FieldSpec("name_th", Message("Name (Thai)"), max_length=80),
        FieldSpec("name_en", Message("Name"), max_length=80),
        FieldSpec("parent", Message("Under"), "pick", options=under),
        FieldSpec("caption", Message("Caption"), "pick", options=captions),
        FieldSpec(
            "department", Message("Department"), "pick",
            options=[(d.code, d.name(language)) for d in departments()],
        ),
    )  # fmt: skip


def _values(row: Account | None) -> dict[str, object]:
    if row is None:
        return {}
    found = {
        "name_th": row.name_th, "name_en": row.name_en, "parent": row.parent.code if row.parent_id else None,
        "caption": row.caption or None, "department": row.department.code if row.department_id else None,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value is not None}


class AccountCardScreen(DeskScreen):
    """The lines of one account with the balance behind each; Enter opens the entry, B the folio behind a line."""

    ACTIONS = (
        Action("folio", Message("Folio"), ("b",), right="see_desk", why_not=lambda s: s.why_not_folio()),
        Action("span", Message("From – until"), ("t", "space")),
        Action("print", Message("Print"), ("i",)),
    )

    def __init__(
        self,
        account_id: int,
        line_id: int | None = None,
        *,
        since: datetime.date | None = None,
        until: datetime.date | None = None,
    ) -> None:
        super().__init__()
        self.account: Account = Account.get_by_id(account_id)
        self._line_id = line_id
        self._since, self._until = since, until

    def heading(self) -> str:
        return f"{self.account.code} {self.account.name(current_language())}"

    def aside(self) -> str:
        until = self._until or self.services.today()
        return _("balance {balance}", balance=format_money(account_balance(self.account.id, until)))

    def compose_body(self) -> ComposeResult:
        yield Detail(self._span_said, 1)
        yield WindowedList(
            account_card(self.account.id, self._since, self._until),
            [
                Column(Message("Date"), 10, lambda r: day(r.date)),
                Column(Message("Entry"), 8, lambda r: f"K-{r.entry_id:05d}"),
                Column(Message("Explanation"), None, _explanation),
                Column(Message("Debit"), 13, lambda r: debit_of(r.amount), "right"),
                Column(Message("Credit"), 13, lambda r: credit_of(r.amount), "right"),
                Column(Message("Balance"), 15, lambda r: format_money(r.balance), "right"),
            ],
            empty=Message("No entries."),
            id="card",
        )

    def _span_said(self) -> list[str]:
        """The line brought forward, and what moved since."""
        if self._since is None:
            return [_("All entries. Space chooses from when until when.")]
        until = self._until or self.services.today()
        debit, credit = moved_in(self.account.id, self._since, until)
        return [
            _(
                "{since} – {until} · forward {forward} · debit {debit} · credit {credit}",
                since=day(self._since), until=day(until),
                forward=format_money(balance_before(self.account.id, self._since)),
                debit=format_money(debit), credit=format_money(credit),
            )
        ]  # fmt: skip

    def reload(self) -> None:
        self.query_one(Detail).look()
        self._list.renew(account_card(self.account.id, self._since, self._until))

    async def do_span(self) -> None:
        specs = (
            FieldSpec("since", Message("From"), "date", past=True),
            FieldSpec("until", Message("Until"), "date", past=True),
        )
        known = {"since": self._since, "until": self._until}
        values = await self.app.push_screen_wait(
            FormDialog(Message("Card from – until"), specs, values=known)
        )
        if values:
            self._since, self._until = values["since"], values["until"]  # type: ignore[assignment]
            self.reread()

    def do_print(self) -> None:
        until = self._until or self.services.today()
        since = self._since or until.replace(day=1)
        try:
            paper = card_paper(self.services.property(), self.account.id, since, until, current_language())
        except Refused as refused:
            self.say(refused.message, "warning")
            return
        self.services.show_paper(paper)

    @property
    def _list(self) -> WindowedList[AccountLine]:
        return self.query_one("#card", WindowedList)

    def on_mount(self) -> None:
        self._list.focus()
        if self._line_id is None:
            self._list.select_last()
        else:
            from models.ledger.entries import Line

            line = Line.get_by_id(self._line_id)
            self._list.select((line.date, line.id))

    def why_not_folio(self) -> Message | None:
        return None if self._list.selected else Message("No entries.")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("entry", event.row.entry_id))

    def do_folio(self) -> None:
        from screens.back_office.entry import open_folio

        row = self._list.selected
        assert row is not None
        open_folio(self, row.entry_id)


def _explanation(row: AccountLine) -> str:
    return " · ".join(filter(None, [row.voucher, row.memo, row.subaccount]))
