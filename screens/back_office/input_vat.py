"""Input VAT of a month: the suppliers' invoices claimed in it, those not yet due, vouchers that name no invoice."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.dates import format_date
from models.back_office.input_vat import (
    InputVat,
    claim,
    claimed_in,
    name_invoice,
    undue_left,
    without_invoice,
)
from models.back_office.pp36 import assess_service, pay_pp36, services_of, unpaid_of
from models.front_office.vat_report import pp36_paper
from models.front_office.vat_report.output import last_of
from models.house.lists import MemoryListing
from models.house.refusals import Answer, Refused
from screens.back_office.taxes import BEFORE, NEXT, OneMonth, pay_dialog
from screens.back_office.words import day
from screens.front_office.words import amount
from screens.kit.actions import Action
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

CLAIMED, NOT_DUE, NO_INVOICE = Message("claimed"), Message("not yet due"), Message("no invoice")


@dataclass(frozen=True)
class _Row:
    number: int
    id: int
    entry_id: int
    date: datetime.date
    invoice: str
    supplier: str
    base: Decimal
    vat: Decimal
    state: Message

    @property
    def key(self) -> tuple[int]:
        return (self.number,)


def _rows(month: datetime.date) -> list[_Row]:
    end = last_of(month)
    rows: list[tuple[Any, ...]] = [
        (r.id, r.entry_id, r.date, r.number, r.supplier_name, r.base, r.vat, CLAIMED)
        for r in claimed_in(month)
    ]
    undue = InputVat.undue_until(end)
    rows += [
        (r.id, r.entry_id, r.date, r.number, r.supplier_name, r.base, undue_left(r), NOT_DUE) for r in undue
    ]
    rows += [(0, u.entry_id, u.date, "", u.memo, Decimal(0), u.vat, NO_INVOICE) for u in without_invoice(end)]
    return [_Row(number, *row) for number, row in enumerate(rows, 1)]


def _why_not_claim(screen: InputVatScreen) -> Message | None:
    row = screen.selected
    return None if row and row.state is CLAIMED else Message("Choose an invoice that is claimed.")


def _why_not_name(screen: InputVatScreen) -> Message | None:
    row = screen.selected
    return None if row and row.state is NO_INVOICE else Message("Choose a voucher without an invoice.")


class InputVatScreen(OneMonth):
    ACTIONS = (
        Action("claim", Message("Claim in another month"), ("c",), right="journal", why_not=_why_not_claim),
        Action("name_invoice", Message("Name its invoice"), ("n",), right="journal", why_not=_why_not_name),
        BEFORE,
        NEXT,
    )

    def heading(self) -> str:
        return _("Input VAT, {month}", month=format_date(self.month, "month"))

    def aside(self) -> str:
        return _("claimed {amount}", amount=amount(sum((r.vat for r in claimed_in(self.month)), Decimal(0))))

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            MemoryListing(_rows(self.month)),
            [
                Column(Message("Date"), 10, lambda r: day(r.date)),
                Column(Message("Invoice"), 12, lambda r: r.invoice),
                Column(Message("Supplier"), None, lambda r: r.supplier),
                Column(Message("Value"), 13, lambda r: amount(r.base) if r.base else "", "right"),
                Column(Message("VAT"), 11, lambda r: amount(r.vat), "right"),
                Column(Message("State"), 12, lambda r: r.state.say()),
            ],
            empty=Message("No invoice of this month."),
            id="invoices",
        )

    @property
    def selected(self) -> _Row | None:
        return self.query_one("#invoices", WindowedList).selected

    def reload(self) -> None:
        self.query_one("#invoices", WindowedList).renew(MemoryListing(_rows(self.month)))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("entry", event.row.entry_id))

    async def do_claim(self) -> None:
        row = self.selected
        assert row is not None
        spec = FieldSpec("claim_month", Message("Any day of the month"), "date", required=True)

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(claim, row.id, values["claim_month"], token=token, answers=answers)
            return True

        title = Message("Claim {number} in another month", {"number": row.invoice})
        if await self.app.push_screen_wait(FormDialog(title, (spec,), write)):
            self.reread()

    async def do_name_invoice(self) -> None:
        row = self.selected
        assert row is not None
        specs = (
            FieldSpec("supplier_name", Message("Supplier"), required=True, width=40, max_length=120),
            FieldSpec("tax_id", Message("Tax number"), required=True, max_length=17),
            FieldSpec("branch", Message("Branch"), max_length=5),
            FieldSpec("number", Message("Invoice"), required=True, max_length=40),
            FieldSpec("date", Message("Date"), "date", required=True, past=True),
            FieldSpec("base", Message("Before VAT"), "amount", required=True),
            FieldSpec("vat", Message("VAT"), "amount", required=True),
        )

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(name_invoice, row.entry_id, **values, token=token, answers=answers)
            return True

        first = {"vat": row.vat, "date": row.date, "branch": "00000"}
        if await self.app.push_screen_wait(FormDialog(Message("Tax invoice"), specs, write, values=first)):
            self.reread()


class Pp36Screen(OneMonth):
    """Services from abroad of a month: entered, and paid over as one sheet."""

    ACTIONS = (
        Action("new", Message("New"), ("n", "insert"), right="journal"),
        Action("pay", Message("Pay the sheet"), ("y",), right="journal"),
        Action("print", Message("Print"), ("i",)),
        BEFORE,
        NEXT,
    )

    def heading(self) -> str:
        return _("PP36, {month}", month=format_date(self.month, "month"))

    def aside(self) -> str:
        return _(
            "to be paid {amount}", amount=amount(sum((r.vat for r in unpaid_of(self.month)), Decimal(0)))
        )

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            MemoryListing(self._read()),
            [
                Column(Message("Date"), 10, lambda r: day(r.date)),
                Column(Message("Invoice"), 14, lambda r: r.invoice),
                Column(Message("Supplier"), None, lambda r: r.supplier),
                Column(Message("Value"), 14, lambda r: amount(r.base), "right"),
                Column(Message("VAT"), 12, lambda r: amount(r.vat), "right"),
            ],
            empty=Message("No service from abroad: n enters one."),
            id="services",
        )

    def _read(self) -> list[_Row]:
        return [
            _Row(n, r.id, r.entry_id, r.date, r.number, r.supplier_name, r.base, r.vat, NOT_DUE)
            for n, r in enumerate(services_of(self.month), 1)
        ]

    def reload(self) -> None:
        self.query_one("#services", WindowedList).renew(MemoryListing(self._read()))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("entry", event.row.entry_id))

    async def do_new(self) -> None:
        specs = (
            FieldSpec("supplier", Message("Supplier"), required=True, width=40, max_length=120),
            FieldSpec("number", Message("Invoice"), max_length=40),
            FieldSpec("date", Message("Paid on"), "date", required=True, past=True),
            FieldSpec("base", Message("Value"), "amount", required=True),
            FieldSpec("vat", Message("VAT"), "amount", required=True),
        )

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            given = [values[name] for name in ("supplier", "number", "date", "base", "vat")]
            given[1] = given[1] or ""
            await self.services.write(assess_service, *given, token=token, answers=answers)
            return True

        if await self.app.push_screen_wait(FormDialog(Message("Service from abroad"), specs, write)):
            self.reread()

    async def do_pay(self) -> None:
        await pay_dialog(self, Message("Pay the sheet"), pay_pp36, self.month)

    def do_print(self) -> None:
        try:
            self.services.show_paper(pp36_paper(self.services.property(), self.month, current_language()))
        except Refused as refused:
            self.refuse(refused)
