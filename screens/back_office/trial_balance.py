"""The trial balance of any date, and from each figure to the account's lines."""

from __future__ import annotations

import datetime

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.dates import format_date
from models.house.lists import MemoryListing
from models.ledger.balances import ZERO, TrialBalanceRow, trial_balance, with_headings
from models.ledger.periods import is_locked, lock_period, period_of, unlock_period
from models.ledger.vouchers import trial_balance_paper
from screens.back_office.words import credit_of, debit_of
from screens.front_office.words import amount, name_of
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.detail import Detail
from screens.kit.dialogs import ConfirmDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


class TrialBalanceScreen(DeskScreen):
    """Movement since ``since`` and balance at the end of ``until``; ← → go a day back and forth."""

    ACTIONS = (
        Action("date", Message("Date"), ("t", "space")),
        Action("day_before", Message("Day before"), ("left",)),
        Action("day_after", Message("Day after"), ("right",)),
        Action("headings", Message("Headings"), ("h",)),
        Action("columns", Message("Columns"), ("c",)),
        Action("print", Message("Print"), ("i",)),
        Action("period", Message("Lock or unlock the month"), ("m",), right="period", shown=False),
    )

    def __init__(self, until: datetime.date | None = None) -> None:
        super().__init__()
        self._until = until
        self._since: datetime.date | None = None
        self._headings = False
        self._shows = 2  # which pair of the eight columns a narrow screen shows

    @property
    def until(self) -> datetime.date:
        return self._until or self.services.today()

    @property
    def since(self) -> datetime.date:
        return self._since if self._since and self._since <= self.until else self.until.replace(day=1)

    def heading(self) -> str:
        title = _("Trial balance {date}", date=format_date(self.until))
        return title + " · " + _("month locked") if is_locked(self.until) else title

    def aside(self) -> str:
        debit = sum((r.closing for r in self._rows if r.closing > 0 and not r.heading), start=ZERO)
        credit = -sum((r.closing for r in self._rows if r.closing < 0 and not r.heading), start=ZERO)
        if debit == credit:
            return _("both sides {amount}", amount=amount(debit))
        return _("debit {debit}, credit {credit}", debit=amount(debit), credit=amount(credit))

    def compose_body(self) -> ComposeResult:
        self._rows = self._read()
        wide: tuple[Column[TrialBalanceRow], ...] = (
            Column(Message("Forward Dr"), 15, lambda r: debit_of(r.opening), "right", min_screen_width=130),
            Column(Message("Forward Cr"), 15, lambda r: credit_of(r.opening), "right", min_screen_width=130),
            Column(Message("Moved Dr"), 15, _moved_debit, "right", min_screen_width=130),
            Column(Message("Moved Cr"), 15, _moved_credit, "right", min_screen_width=130),
        )
        yield WindowedList(
            MemoryListing(self._rows),
            [
                Column(Message("Code"), 6, lambda r: r.code, style=_bold),
                Column(Message("Name"), None, lambda r: "  " * r.level + name_of(r), style=_bold),
                *wide,
                Column(Message("Debit"), 16, lambda r: self._pair(r)[0], "right", style=_bold),
                Column(Message("Credit"), 16, lambda r: self._pair(r)[1], "right", style=_bold),
            ],
            id="trial",
        )
        yield Detail(self._pair_said, 1)

    def _pair(self, row: TrialBalanceRow) -> tuple[str, str]:
        """A wide screen has all eight columns, the balance last; a narrow one a pair at a time."""
        if self._shows == 1 and self.size.width < 130:
            return _moved_debit(row), _moved_credit(row)
        figure = row.opening if self._shows == 0 and self.size.width < 130 else row.closing
        return debit_of(figure), credit_of(figure)

    def _pair_said(self) -> list[str]:
        since, until = format_date(self.since), format_date(self.until)
        return [
            (
                _("Brought forward to {date}", date=since),
                _("Moved {since} – {until}", since=since, until=until),
                _("Balance at the end of {date}", date=until),
            )[2 if self.size.width >= 130 else self._shows]
        ]

    def _read(self) -> list[TrialBalanceRow]:
        rows = trial_balance(self.until, self.since)
        return with_headings(rows) if self._headings else rows

    def reload(self) -> None:
        self._rows = self._read()
        self.query_one("#trial", WindowedList).renew(MemoryListing(self._rows))
        self.query_one(Detail).look()

    def do_headings(self) -> None:
        self._headings = not self._headings
        self.reread()

    def do_columns(self) -> None:
        self._shows = (self._shows + 1) % 3
        self.reread()

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        row: TrialBalanceRow = event.row
        if not row.heading:
            self.app.push_screen(open_screen("account", row.account_id, since=self.since, until=self.until))

    async def do_date(self) -> None:
        specs = (
            FieldSpec("until", Message("Balance at the end of"), "date", required=True, past=True),
            FieldSpec("since", Message("Movement since"), "date", past=True),
        )
        dialog = FormDialog(
            Message("Trial balance of"), specs, values={"until": self.until, "since": self.since}
        )
        values = await self.app.push_screen_wait(dialog)
        if values:
            self._until, self._since = values["until"], values["since"]  # type: ignore[assignment]
            self.reread()

    def _step(self, days: int) -> None:
        self._until = self.until + datetime.timedelta(days=days)
        self.reread()

    def do_day_before(self) -> None:
        self._step(-1)

    def do_day_after(self) -> None:
        self._step(1)

    async def do_period(self) -> None:
        """The month of the date shown; unlocking takes two persons."""
        period = period_of(self.until)
        question = (
            Message("Unlock {month}?", {"month": format_date(self.until, "month")})
            if period.locked
            else Message(
                "Lock {month}? Nothing more can be posted into it.",
                {"month": format_date(self.until, "month")},
            )
        )
        if not await self.app.push_screen_wait(ConfirmDialog(question, danger=True)):
            return
        if await self.submit(unlock_period if period.locked else lock_period, period.id) is not None:
            self.say(Message("The month is open.") if period.locked else Message("The month is locked."))

    def do_print(self) -> None:
        paper = trial_balance_paper(
            self.services.property(), self._rows, self.since, self.until, current_language()
        )
        self.services.show_paper(paper)


def _moved_debit(row: TrialBalanceRow) -> str:
    return amount(row.debit) if row.debit else ""


def _moved_credit(row: TrialBalanceRow) -> str:
    return amount(row.credit) if row.credit else ""


def _bold(row: TrialBalanceRow) -> str:
    return "bold" if row.heading else ""
