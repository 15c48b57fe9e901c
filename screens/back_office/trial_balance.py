"""The trial balance of any date, and from each figure to the account's lines."""

from __future__ import annotations

import datetime

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.dates import format_date
from models.house.lists import MemoryListing
from models.ledger.balances import ZERO, TrialBalanceRow, trial_balance
from models.ledger.periods import is_locked, lock_period, period_of, unlock_period
from models.ledger.vouchers import trial_balance_paper
from screens.back_office.words import credit_of, debit_of
from screens.front_office.words import amount, name_of
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
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
        Action("print", Message("Print"), ("i",)),
        Action("period", Message("Lock or unlock the month"), ("m",), right="period", shown=False),
    )

    def __init__(self, until: datetime.date | None = None) -> None:
        super().__init__()
        self._until = until
        self._since: datetime.date | None = None

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
        debit = sum((r.closing for r in self._rows if r.closing > 0), start=ZERO)
        credit = -sum((r.closing for r in self._rows if r.closing < 0), start=ZERO)
        if debit == credit:
            return _("both sides {amount}", amount=amount(debit))
        return _("debit {debit}, credit {credit}", debit=amount(debit), credit=amount(credit))

    def compose_body(self) -> ComposeResult:
        self._rows = trial_balance(self.until, self.since)
        yield WindowedList(
            MemoryListing(self._rows),
            [
                Column(Message("Code"), 6, lambda r: r.code),
                Column(Message("Name"), None, name_of),
                Column(Message("Forward"), 16, lambda r: amount(r.opening), "right", min_screen_width=130),
                Column(Message("Moved Dr"), 15, _moved_debit, "right", min_screen_width=110),
                Column(Message("Moved Cr"), 15, _moved_credit, "right", min_screen_width=110),
                Column(Message("Debit"), 16, lambda r: debit_of(r.closing), "right"),
                Column(Message("Credit"), 16, lambda r: credit_of(r.closing), "right"),
            ],
            id="trial",
        )

    def reload(self) -> None:
        self._rows = trial_balance(self.until, self.since)
        self.query_one("#trial", WindowedList).renew(MemoryListing(self._rows))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        row: TrialBalanceRow = event.row
        self.app.push_screen(open_screen("account", row.account_id))

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
