"""Paying vendors: what is due until a date, chosen by Space; and the payments, prepared, approved, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.back_office.cheque_views import cheque_of_entry, cheque_paper
from models.back_office.posting_accounts import account_for
from models.back_office.vendor_bills import ZERO
from models.back_office.vendor_payments import (
    CANCELLED,
    CHEQUE,
    DROPPED,
    PAID,
    PREPARED,
    DueBill,
    VendorPayment,
    approve_payment,
    bills_due,
    cancel_payment,
    drop_payment,
    payments,
    prepare_run,
)
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from models.ledger.vouchers import voucher_paper
from screens.back_office.vendor import WAYS
from screens.back_office.vendors import account_choice
from screens.back_office.voucher import search_accounts
from screens.front_office.stay_changes import REASON
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

STATES = {
    PREPARED: Message("to approve"), PAID: Message("paid"), DROPPED: Message("dropped"),
    CANCELLED: Message("cancelled"),
}  # fmt: skip


class DueBillsScreen(DeskScreen):
    """What is due is marked already; F9 prepares one transfer a vendor of what is marked."""

    ACTIONS = (
        Action("mark", Message("Mark"), ("space",), why_not=lambda s: s.why_not_any()),
        Action("until", Message("Due until"), ("d",)),
        Action("prepare", Message("Prepare payments"), ("f9",), right="payables", why_not=lambda s: s.why_not_any()),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._until = self.services.today()
        self._rows: list[DueBill] = []
        self._left_out: set[int] = set()

    @property
    def _chosen(self) -> list[DueBill]:
        return [row for row in self._rows if row.bill.id not in self._left_out]

    def heading(self) -> str:
        return _("Bills due until {date}", date=day(self._until))

    def aside(self) -> str:
        return _("chosen {amount}", amount=amount(sum((row.free for row in self._chosen), ZERO)))

    def compose_body(self) -> ComposeResult:
        self._rows = bills_due(self._until)
        columns = (
            Column[DueBill](Message("Mark"), 5, lambda r: "" if r.bill.id in self._left_out else "*"),
            Column[DueBill](Message("Vendor"), None, lambda r: str(r.bill.vendor.spoken)),
            Column[DueBill](Message("Number"), 14, lambda r: r.bill.number),
            Column[DueBill](Message("Due"), 9, lambda r: day(r.bill.due)),
            Column[DueBill](Message("Unpaid"), 13, lambda r: amount(r.free), "right"),
        )
        yield WindowedList(
            MemoryListing(self._rows), columns, empty=Message("Nothing is due until then."), id="due"
        )

    def reload(self) -> None:
        self._rows = bills_due(self._until)
        self.query_one("#due", WindowedList).renew(MemoryListing(self._rows))

    def why_not_any(self) -> Message | None:
        return None if self._rows else Message("Nothing is due until then.")

    def do_mark(self) -> None:
        row = self.query_one("#due", WindowedList).selected
        assert row is not None
        self._left_out ^= {row.bill.id}
        self.reread()

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("vendor", event.row.bill.vendor_id))

    async def do_until(self) -> None:
        async def take(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:  # noqa: ARG001
            return True

        specs = (FieldSpec("until", Message("Due until"), "date", required=True, default=self._until),)
        dialog = FormDialog(Message("Due bills"), specs, take)
        values: dict[str, Any] | None = await self.app.push_screen_wait(dialog)
        if values:
            self._until = values["until"]
            self.reread()

    async def do_prepare(self) -> None:
        chosen = [row.bill.id for row in self._chosen]

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            return await self.services.write(
                prepare_run, chosen, str(values["account"]), token=token, answers=answers
            )

        specs = (
            FieldSpec("account", Message("Paid from"), "lookup", search=search_accounts, required=True, width=40),
        )  # fmt: skip
        known = {"account": account_choice(account_for("bank").id)}
        if await self.app.push_screen_wait(
            FormDialog(Message("Prepare payments"), specs, write, values=known)
        ):
            self.app.switch_screen(open_screen("vendor payments"))


@dataclass(frozen=True)
class Paid:
    row: VendorPayment

    @property
    def key(self) -> tuple[int]:
        return (-int(self.row.id),)


class VendorPaymentsScreen(DeskScreen):
    """The newest first; Enter opens the entry of one that was made."""

    ACTIONS = (
        Action("approve", Message("Approve"), ("a",), why_not=lambda s: s.why_not_prepared()),
        Action("drop", Message("Do not pay"), ("x", "delete"), right="payables", why_not=lambda s: s.why_not_prepared()),
        Action("cancel", Message("Take back"), ("v",), right="payables", why_not=lambda s: s.why_not_paid()),
        Action("print", Message("Print"), ("i",), why_not=lambda s: s.why_not_paid()),
        Action("cheque", Message("Print cheque"), ("c",), why_not=lambda s: s.why_not_cheque()),
    )  # fmt: skip

    def heading(self) -> str:
        return _("Payments to vendors")

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[Paid](Message("Number"), 13, lambda r: r.row.number or ""),
            Column[Paid](Message("Date"), 9, lambda r: day(r.row.paid_on or r.row.prepared_on)),
            Column[Paid](Message("Vendor"), None, lambda r: str(r.row.vendor.spoken)),
            Column[Paid](Message("By"), 9, lambda r: WAYS[r.row.way].say()),
            Column[Paid](Message("Amount"), 13, lambda r: amount(r.row.amount), "right"),
            Column[Paid](Message("State"), 11, lambda r: STATES[r.row.state].say()),
        )
        yield WindowedList(self._listing(), columns, empty=Message("No payments yet."), id="payments")

    def _listing(self) -> MemoryListing[Paid]:
        return MemoryListing([Paid(row) for row in payments()])

    def reload(self) -> None:
        self.query_one("#payments", WindowedList).renew(self._listing())

    def _state(self) -> str:
        item = self.query_one("#payments", WindowedList).selected
        return item.row.state if item else ""

    @property
    def _selected(self) -> VendorPayment:
        item: Paid | None = self.query_one("#payments", WindowedList).selected
        assert item is not None
        return item.row

    def why_not_prepared(self) -> Message | None:
        return None if self._state() == PREPARED else Message("Only what waits to be approved.")

    def why_not_paid(self) -> Message | None:
        return None if self._state() == PAID else Message("Only what was paid.")

    def why_not_cheque(self) -> Message | None:
        paid_by_cheque = self._state() == PAID and self._selected.way == CHEQUE
        return None if paid_by_cheque else Message("Only what was paid by cheque.")

    async def do_approve(self) -> None:
        if await self.submit(approve_payment, self._selected.id):
            self.say(Message("Paid: {number}", {"number": self._selected.number}))

    async def _with_reason(self, title: Message, operation: Any) -> None:
        row = self._selected

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(operation, row.id, values["reason"], token=token, answers=answers)
            return True

        if await self.app.push_screen_wait(FormDialog(title, (REASON,), write)):
            self.reread()

    async def do_drop(self) -> None:
        await self._with_reason(Message("Drop the payment"), drop_payment)

    async def do_cancel(self) -> None:
        await self._with_reason(
            Message("Take {number} back", {"number": self._selected.number}), cancel_payment
        )

    def do_print(self) -> None:
        paper = voucher_paper(self.services.property(), self._selected.entry, current_language())
        self.services.show_paper(paper)

    def do_cheque(self) -> None:
        cheque_id = cheque_of_entry(self._selected.entry_id)
        if cheque_id is not None:
            self.services.show_paper(cheque_paper(self.services.property(), cheque_id, current_language()))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        if event.row.row.entry_id:
            self.app.push_screen(open_screen("entry", event.row.row.entry_id))
