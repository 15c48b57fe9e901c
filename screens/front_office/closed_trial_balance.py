"""The trial balance of a closed date as it was stored, and beside it what was written on it since."""

from __future__ import annotations

import datetime

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.dates import format_date, format_stamp
from models.front_office.closed_books import (
    ClosedBalance,
    closed_day,
    closed_trial_balance,
    closed_trial_balance_paper,
    last_closed,
)
from models.house.lists import MemoryListing
from screens.front_office.words import amount, name_of
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

NOT_CLOSED = Message("This date has not been closed.")


class ClosedTrialBalanceScreen(DeskScreen):
    """← → go a day back and forth; Enter opens the account."""

    ACTIONS = (
        Action("day_before", Message("Day before"), ("left",)),
        Action("day_after", Message("Day after"), ("right",)),
        Action("print", Message("Print"), ("i",), why_not=lambda s: s.why_not_print()),
        Action("income_audit", Message("Income audit"), ("j",), right="journal"),
    )

    def __init__(self, date: datetime.date | None = None) -> None:
        super().__init__()
        self._date = date if date and closed_day(date) else last_closed()

    @property
    def date(self) -> datetime.date:
        return self._date or self.services.today() - datetime.timedelta(days=1)

    def heading(self) -> str:
        return _("Trial balance as closed, {date}", date=format_date(self.date))

    def aside(self) -> str:
        day = closed_day(self.date)
        if day is None:
            return str(NOT_CLOSED)
        return f"{day.staff.login} {format_stamp(day.finished_at, self.services.property().zone)}"

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            self._listing(),
            [
                Column(Message("Code"), 6, lambda r: r.as_closed.code),
                Column(Message("Name"), None, lambda r: name_of(r.as_closed)),
                Column(Message("Forward"), 13, lambda r: amount(r.as_closed.opening), "right"),
                Column(Message("Movement"), 13, _moved, "right"),
                Column(Message("Balance"), 13, lambda r: amount(r.as_closed.closing), "right"),
                Column(Message("Since then"), 11, lambda r: amount(r.since) if r.since else "", "right"),
            ],
            empty=NOT_CLOSED,
            id="closed",
        )

    def _listing(self) -> MemoryListing[ClosedBalance]:
        return MemoryListing(closed_trial_balance(self.date))

    def reload(self) -> None:
        self.query_one("#closed", WindowedList).renew(self._listing())

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        row: ClosedBalance = event.row
        self.app.push_screen(open_screen("account", row.as_closed.account_id))

    def why_not_print(self) -> Message | None:
        return None if closed_day(self.date) else NOT_CLOSED

    def _step(self, days: int) -> None:
        self._date = self.date + datetime.timedelta(days=days)
        self.reread()

    def do_day_before(self) -> None:
        self._step(-1)

    def do_day_after(self) -> None:
        self._step(1)

    def do_print(self) -> None:
        self.services.show_paper(closed_trial_balance_paper(self.date, current_language()))

    def do_income_audit(self) -> None:
        self.app.push_screen(open_screen("income audit", self.date))


def _moved(row: ClosedBalance) -> str:
    moved = row.as_closed.debit - row.as_closed.credit
    return amount(moved) if moved else ""
