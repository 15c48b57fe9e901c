"""One vendor: its open bills, credit notes and what was paid ahead; bills are entered, disputed, reversed from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.back_office.payables import bills_of
from models.back_office.posting_accounts import account_for
from models.back_office.vendor_bills import (
    BILL,
    CREDIT_NOTE,
    PREPAYMENT,
    BillLine,
    VendorBill,
    dispute_bill,
    enter_supplier_credit_note,
    release_bill,
    reverse_bill,
)
from models.back_office.vendor_payments import (
    CASH,
    CHEQUE,
    TRANSFER,
    ByCheque,
    Part,
    apply_prepayment,
    prepare_payment,
    prepare_prepayment,
)
from models.back_office.vendor_withholding import proposed_tax
from models.back_office.vendors import Vendor
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.back_office.bill import LINE
from screens.back_office.vendors import account_choice
from screens.back_office.voucher import search_accounts
from screens.front_office.stay_changes import REASON
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec, Section
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

WAYS = {TRANSFER: Message("Transfer"), CHEQUE: Message("Cheque"), CASH: Message("Cash")}
KINDS = {BILL: Message("Bill"), CREDIT_NOTE: Message("Credit note"), PREPAYMENT: Message("Paid ahead")}
AMOUNT = FieldSpec("amount", Message("Amount"), "amount", minimum=Decimal("0.01"), required=True)
PAY = (
    FieldSpec("account", Message("Paid from"), "lookup", search=search_accounts, required=True, width=40),
    FieldSpec(
        "way", Message("Paid by"), "pick", options=tuple(WAYS.items()), default=TRANSFER, required=True
    ),
    FieldSpec("cheque", Message("Number of the cheque"), max_length=20, width=16),
    FieldSpec(
        "cheque_date", Message("Date on the cheque"), "date", help=Message("Empty: the day it is approved.")
    ),
    FieldSpec("ac_payee", Message("A/C payee only"), "check", default=True),
)


def _paying(v: dict[str, Any]) -> dict[str, Any]:
    """By what a payment is made, as typed."""
    cheque = ByCheque(v["cheque"], v["cheque_date"], bool(v["ac_payee"])) if v["cheque"] else None
    return {"way": v["way"], "cheque": cheque}


WITHHELD = FieldSpec("withheld", Message("Tax withheld"), "amount", minimum=Decimal(0), help=Message("Baht, by law on the amount before VAT."))  # fmt: skip
MEMO = FieldSpec("memo", Message("What for"), required=True, width=44, max_length=200)


@dataclass(frozen=True)
class Item:
    row: VendorBill

    @property
    def key(self) -> tuple[object, ...]:
        return (self.row.due, self.row.id)


def _for(item: Item) -> str:
    row = item.row
    state = _("reversed") if row.reversal_id else _("disputed") if row.dispute else ""
    kind = "" if row.kind == BILL else KINDS[row.kind].say()
    return " · ".join(filter(None, [state, kind, row.memo]))


class VendorScreen(DeskScreen):
    """Enter opens the entry of an item; ``v`` shows those paid or reversed too."""

    ACTIONS = (
        Action("bill", Message("New bill"), ("n", "insert"), right="payables"),
        Action("credit", Message("Credit note"), ("c",), right="payables", why_not=lambda s: s.why_not_bill()),
        Action("pay", Message("Pay the bill"), ("p",), right="payables", why_not=lambda s: s.why_not_bill()),
        Action("ahead", Message("Pay ahead"), ("a",), right="payables", shown=False),
        Action("use", Message("Use what was paid ahead"), ("m",), right="payables", shown=False, why_not=lambda s: s.why_not_bill()),
        Action("dispute", Message("Dispute / release"), ("h",), right="payables", why_not=lambda s: s.why_not_bill()),
        Action("reverse", Message("Reverse"), ("x",), right="payables", why_not=lambda s: s.why_not_any()),
        Action("every", Message("Open / all"), ("v",)),
    )  # fmt: skip

    def __init__(self, vendor_id: int) -> None:
        super().__init__()
        self.vendor: Vendor = Vendor.get_by_id(vendor_id)
        self.every = False

    def heading(self) -> str:
        return f"{self.vendor.number} {self.vendor.name(current_language())}"

    def aside(self) -> str:
        return _("owed {amount}", amount=amount(self.vendor.owed))

    def compose_body(self) -> ComposeResult:
        today = self.services.today()
        columns = (
            Column[Item](Message("Date"), 9, lambda r: day(r.row.date)),
            Column[Item](Message("Due"), 9, lambda r: day(r.row.due)),
            Column[Item](Message("Late"), 6, lambda r: _("{n} d", n=late) if (late := r.row.days_late(today)) else "", "right"),
            Column[Item](Message("Number"), 14, lambda r: r.row.number),
            Column[Item](Message("For"), None, _for),
            Column[Item](Message("Amount"), 12, lambda r: amount(r.row.amount), "right", min_screen_width=90),
            Column[Item](Message("Unpaid"), 12, lambda r: amount(r.row.unpaid), "right"),
        )  # fmt: skip
        yield WindowedList(self._listing(), columns, empty=Message("Nothing is open."), id="items")

    def _listing(self) -> MemoryListing[Item]:
        return MemoryListing([Item(row) for row in bills_of(self.vendor.id, paid_too=self.every)])

    def reload(self) -> None:
        self.vendor = Vendor.get_by_id(self.vendor.id)
        self.query_one("#items", WindowedList).renew(self._listing())

    @property
    def _selected(self) -> VendorBill:
        item = self.query_one("#items", WindowedList).selected
        assert item is not None
        return item.row  # type: ignore[no-any-return]

    def why_not_any(self) -> Message | None:
        return None if self.query_one("#items", WindowedList).selected else Message("Nothing here.")

    def why_not_bill(self) -> Message | None:
        return self.why_not_any() or (
            None if self._selected.kind == BILL else Message("Choose a bill for this.")
        )

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("entry", event.row.row.entry_id))

    def do_bill(self) -> None:
        self.app.push_screen(open_screen("bill", self.vendor.id))

    def do_every(self) -> None:
        self.every = not self.every
        self.reread()

    async def _ask(
        self,
        title: Message,
        specs: tuple[FieldSpec | Section, ...],
        known: dict[str, Any],
        operation: Any,
        arguments: Any,
    ) -> None:
        """A dialog whose values are ``arguments`` of one operation, positional and named."""

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            place, named = arguments(values)
            await self.services.write(operation, *place, token=token, answers=answers, **named)
            return True

        if await self.app.push_screen_wait(FormDialog(title, specs, write, values=known)):
            self.reread()

    async def do_credit(self) -> None:
        bill = self._selected
        specs = (
            FieldSpec("number", Message("Number"), max_length=40, required=True),
            FieldSpec("date", Message("Date"), "date", required=True, past=True, default=self.services.today()),
            *LINE,
        )  # fmt: skip

        def arguments(v: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
            line = BillLine(str(v["account"]), v["net"], v["treatment"], v["vat"], v["memo"] or "")
            return (bill.id, v["number"], v["date"], [line]), {}

        first = bill.lines.get()
        known = {"account": account_choice(first.account_id), "treatment": first.treatment}
        title = Message("Credit note for {number}", {"number": bill.number})
        await self._ask(title, specs, known, enter_supplier_credit_note, arguments)

    async def do_pay(self) -> None:
        bill = self._selected

        def arguments(v: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
            part = Part(bill.id, v["amount"], v["withheld"] or Decimal(0))
            return (self.vendor.id, str(v["account"]), [part]), _paying(v)

        known: dict[str, Any] = {"account": account_choice(account_for("bank").id), "amount": bill.unpaid}
        known["withheld"] = proposed_tax(bill, bill.unpaid, self.services.today()) or None
        title = Message("Pay {number}", {"number": bill.number})
        await self._ask(title, (AMOUNT, WITHHELD, *PAY), known, prepare_payment, arguments)

    async def do_ahead(self) -> None:
        def arguments(v: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
            return (self.vendor.id, str(v["account"]), v["amount"]), {**_paying(v), "memo": v["memo"]}

        known = {"account": account_choice(account_for("bank").id)}
        await self._ask(Message("Pay ahead"), (AMOUNT, MEMO, *PAY), known, prepare_prepayment, arguments)

    async def do_use(self) -> None:
        """The oldest that was paid ahead goes first."""
        ahead = [row for row in bills_of(self.vendor.id) if row.kind == PREPAYMENT]
        if ahead:
            await self.submit(apply_prepayment, ahead[0].id, self._selected.id)
        else:
            self.say(Message("Nothing was paid ahead."), "warning")

    async def do_dispute(self) -> None:
        bill = self._selected
        if bill.dispute:
            await self.submit(release_bill, bill.id)
            return
        title = Message("Dispute {number}", {"number": bill.number})
        await self._ask(title, (REASON,), {}, dispute_bill, lambda v: ((bill.id, v["reason"]), {}))

    async def do_reverse(self) -> None:
        bill = self._selected
        title = Message("Reverse {number}", {"number": bill.number})
        await self._ask(title, (REASON,), {}, reverse_bill, lambda v: ((bill.id, v["reason"]), {}))
