"""Deposits asked and not come yet: who owes how much since when. Enter opens the booking."""

from __future__ import annotations

from textual.app import ComposeResult

from locales import Message, _
from models.front_office.deposit_requests import DepositDue, deposits_due
from screens.front_office.stay_money import ask_deposit
from screens.front_office.words import amount, day, guest_name
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


class DepositsScreen(DeskScreen):
    ACTIONS = (
        Action(
            "ask_deposit", Message("Ask for a deposit"), ("e",), right="book", why_not=lambda s: s.why_not()
        ),
    )

    def heading(self) -> str:
        return _("Deposits due")

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[DepositDue](Message("Due"), 9, lambda r: day(r.due_on)),
            Column[DepositDue](Message("Over"), 5, self._over, "right"),
            Column[DepositDue](Message("Guest"), None, guest_name),
            Column[DepositDue](Message("Booking"), 7, lambda r: r.confirmation),
            Column[DepositDue](Message("Arrival"), 9, lambda r: day(r.arrival)),
            Column[DepositDue](Message("Asked"), 11, lambda r: amount(r.asked), "right"),
            Column[DepositDue](Message("Received"), 11, lambda r: amount(r.received), "right"),
        )
        yield WindowedList(deposits_due(), columns, search=deposits_due, id="deposits")

    def _over(self, row: DepositDue) -> str:
        over = row.days_over(self.services.today())
        return _("{n} d", n=over) if over else ""

    @property
    def _selected(self) -> DepositDue | None:
        return self.query_one("#deposits", WindowedList).selected

    def why_not(self) -> Message | None:
        return None if self._selected else Message("Nothing here.")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("stay", event.row.stay_id))

    async def do_ask_deposit(self) -> None:
        """More, less, later, or none."""
        row = self._selected
        assert row is not None
        await ask_deposit(self, row.reservation_id)
