"""The chart of accounts, and the card of any account: from the balance to its lines, to the entry behind each."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.money import format_money
from locales.thai_text import fold
from models.house.lists import MemoryListing
from models.ledger.accounts import Account, AccountKind, chart
from models.ledger.balances import AccountLine, account_balance, account_card, balances_at
from screens.back_office.words import credit_of, day, debit_of
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
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
class ChartRow:
    account_id: int
    code: str
    name_th: str
    name_en: str
    kind: str
    balance: Decimal

    @property
    def key(self) -> tuple[str]:
        return (self.code,)


def _name(row: ChartRow) -> str:
    return row.name_th if current_language() == "th" else row.name_en


def _other_name(row: ChartRow) -> str:
    return row.name_en if current_language() == "th" else row.name_th


class AccountsScreen(DeskScreen):
    """Both names stand side by side where there is room; ``/`` finds by either, or by code."""

    ACTIONS = (Action("trial", Message("Trial balance"), ("t",), right="see_ledger"),)

    def heading(self) -> str:
        return _("Chart of accounts")

    def compose_body(self) -> ComposeResult:
        self._rows = self._read()
        yield WindowedList(
            MemoryListing(self._rows),
            [
                Column(Message("Code"), 6, lambda r: r.code),
                Column(Message("Name"), None, _name),
                Column(Message("Other name"), 30, _other_name, min_screen_width=110),
                Column(Message("Debit"), 15, lambda r: debit_of(r.balance), "right"),
                Column(Message("Credit"), 15, lambda r: credit_of(r.balance), "right"),
                Column(Message("Kind"), 10, lambda r: KINDS[AccountKind(r.kind)].say(), min_screen_width=100),
            ],
            search=self._search,
            id="chart",
        )

    def _read(self) -> list[ChartRow]:
        balances = balances_at(self.services.today())
        return [
            ChartRow(a.id, a.code, a.name_th, a.name_en, a.kind, balances.get(a.id, Decimal("0.00")))
            for a in chart()
        ]

    def reload(self) -> None:
        self._rows = self._read()
        self.query_one("#chart", WindowedList).renew(MemoryListing(self._rows))

    def _search(self, text: str) -> MemoryListing[ChartRow]:
        wanted = fold(text)
        return MemoryListing(
            [r for r in self._rows if r.code.startswith(wanted) or wanted in fold(f"{r.name_th} {r.name_en}")]
        )

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("account", event.row.account_id))

    def do_trial(self) -> None:
        self.app.push_screen(open_screen("trial balance"))


class AccountCardScreen(DeskScreen):
    """The entries of one account by date; Enter opens the entry, F leads to the folio behind a line."""

    ACTIONS = (
        Action("folio", Message("Folio"), ("b",), right="see_desk", why_not=lambda s: s.why_not_folio()),
    )

    def __init__(self, account_id: int, line_id: int | None = None) -> None:
        super().__init__()
        self.account: Account = Account.get_by_id(account_id)
        self._line_id = line_id

    def heading(self) -> str:
        return f"{self.account.code} {self.account.name(current_language())}"

    def aside(self) -> str:
        return _(
            "balance {balance}", balance=format_money(account_balance(self.account.id, self.services.today()))
        )

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            account_card(self.account.id),
            [
                Column(Message("Date"), 10, lambda r: day(r.date)),
                Column(Message("Entry"), 8, lambda r: f"K-{r.entry_id:05d}"),
                Column(Message("Explanation"), None, _explanation),
                Column(Message("Debit"), 13, lambda r: debit_of(r.amount), "right"),
                Column(Message("Credit"), 13, lambda r: credit_of(r.amount), "right"),
            ],
            empty=Message("No entries."),
            id="card",
        )

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
