"""Payables: the vendors and what each is owed. Enter opens a vendor's bills; from here to what is due and to payments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.back_office.payables import AgeRow, payables_ageing
from models.back_office.vendor_bills import ZERO
from models.back_office.vendors import (
    COMPANY,
    PERSON,
    Vendor,
    VendorRow,
    add_vendor,
    change_vendor,
    close_vendor,
    reopen_vendor,
    vendors,
)
from models.back_office.withholding import INCOME_TYPES
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from models.ledger.accounts import Account
from screens.back_office.voucher import search_accounts
from screens.front_office.words import amount, name_of
from screens.kit.actions import Action
from screens.kit.choice_fields import Choice
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ConfirmDialog, FormDialog
from screens.kit.form_rows import FieldSpec, Section
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

NUMBER = FieldSpec(
    "number", Message("Number"), max_length=16, width=16, help=Message("Empty: the next free number.")
)
FORM = (
    FieldSpec("name_th", Message("Name in Thai"), max_length=120, width=44),
    FieldSpec("name_en", Message("Name in English"), max_length=120, width=44),
    FieldSpec("kind", Message("Kind"), "pick", required=True, options=((COMPANY, Message("Juristic person")), (PERSON, Message("Natural person"))), default=COMPANY),
    FieldSpec("terms", Message("Due after days"), "number", minimum=0, maximum=365, default=30, required=True),
    FieldSpec("expense_account", Message("Usual account"), "lookup", search=search_accounts, width=40),
    Section(Message("For papers")),
    FieldSpec("tax_id", Message("Tax number"), max_length=20, width=20),
    FieldSpec("branch", Message("Branch"), max_length=5, width=8, help=Message("00000 is the head office.")),
    FieldSpec("address", Message("Address"), max_length=200, width=44),
    FieldSpec("income_type", Message("Tax withheld for"), "pick", options=tuple((code, kind.name) for code, kind in INCOME_TYPES.items()), help=Message("Empty for goods.")),
    Section(Message("Contact")),
    FieldSpec("contact", Message("Contact person"), max_length=80),
    FieldSpec("bank", Message("Bank"), max_length=40),
    FieldSpec("bank_account", Message("Account number"), max_length=30, width=20),
    FieldSpec("note", Message("Note"), max_length=200, width=44),
)  # fmt: skip
NAMES = tuple(spec.name for spec in FORM if isinstance(spec, FieldSpec))


def account_choice(account_id: int | None) -> Choice | None:
    if account_id is None:
        return None
    found = Account.get_by_id(account_id)
    return Choice(found.code, f"{found.code} {found.name(current_language())}")


class PayablesScreen(DeskScreen):
    ACTIONS = (
        Action("new", Message("New vendor"), ("n", "insert"), right="payables"),
        Action("edit", Message("Edit"), ("e",), right="payables", why_not=lambda s: s.why_not_any()),
        Action("due", Message("Due bills"), ("d",), right="payables"),
        Action("payments", Message("Payments to vendors"), ("p",)),
        Action("ages", Message("Ageing"), ("a",)),
        Action("shut", Message("Close / open again"), ("x",), right="payables", shown=False, why_not=lambda s: s.why_not_any()),
    )  # fmt: skip

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text

    def heading(self) -> str:
        return _("Payables") + (f" · {self._text}" if self._text else "")

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[VendorRow](Message("Number"), 8, lambda r: r.number),
            Column[VendorRow](Message("Name"), None, name_of),
            Column[VendorRow](Message("Tax no."), 14, lambda r: r.tax_id),
            Column[VendorRow](Message("Days"), 5, lambda r: str(r.terms), "right"),
            Column[VendorRow](Message("Owed"), 13, lambda r: amount(r.owed) if r.owed else "", "right"),
            Column[VendorRow](Message("State"), 7, lambda r: _("closed") if r.closed else ""),
        )
        empty = Message("No vendors yet: n adds one.")
        yield WindowedList(vendors(self._text), columns, search=vendors, empty=empty, id="vendors")

    @property
    def _selected(self) -> VendorRow | None:
        return self.query_one("#vendors", WindowedList).selected

    def why_not_any(self) -> Message | None:
        return None if self._selected else Message("Nothing here.")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("vendor", event.row.vendor_id))

    async def do_new(self) -> None:
        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            own = {name: "" if values[name] is None else values[name] for name in (*NAMES, "number")}
            return await self.services.write(add_vendor, token=token, answers=answers, **own)

        if await self.app.push_screen_wait(FormDialog(Message("New vendor"), (NUMBER, *FORM), write)):
            self.reread()

    async def do_edit(self) -> None:
        assert self._selected is not None
        vendor = Vendor.get_by_id(self._selected.vendor_id)

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            own = {name: "" if values[name] is None else values[name] for name in NAMES}
            await self.services.write(change_vendor, vendor.id, token=token, answers=answers, **own)
            return True

        known = {name: getattr(vendor, name) for name in NAMES if name != "expense_account"}
        known["expense_account"] = account_choice(vendor.expense_account_id)
        title = Message("Vendor {vendor}", {"vendor": vendor.spoken})
        if await self.app.push_screen_wait(FormDialog(title, FORM, write, values=known)):
            self.reread()

    async def do_shut(self) -> None:
        row = self._selected
        assert row is not None
        if row.closed:
            await self.submit(reopen_vendor, row.vendor_id)
        elif await self.app.push_screen_wait(
            ConfirmDialog(Message("Close the vendor {name}?", {"name": name_of(row)}))
        ):
            await self.submit(close_vendor, row.vendor_id)

    def do_due(self) -> None:
        self.app.push_screen(open_screen("due bills"))

    def do_payments(self) -> None:
        self.app.push_screen(open_screen("vendor payments"))

    def do_ages(self) -> None:
        self.app.push_screen(open_screen("payables ageing"))


class PayablesAgeingScreen(DeskScreen):
    """What is owed by how late it is; Enter opens the vendor."""

    def heading(self) -> str:
        return _("Ageing of payables")

    def aside(self) -> str:
        return _("in all {amount}", amount=amount(sum((row.total for row in self._rows()), ZERO)))

    def _rows(self) -> list[AgeRow]:
        return payables_ageing(self.services.today())

    def compose_body(self) -> ComposeResult:
        headings = (
            Message("Not due"), Message("1–30"), Message("31–60"), Message("61–90"), Message("over 90"),
        )  # fmt: skip
        columns = [
            Column[AgeRow](Message("Vendor"), None, lambda r: str(r.vendor.spoken)),
            *(
                Column[AgeRow](text, 10, lambda r, n=n: amount(r.columns[n]) if r.columns[n] else "", "right")  # type: ignore[misc]
                for n, text in enumerate(headings)
            ),
            Column[AgeRow](Message("Paid ahead"), 10, lambda r: amount(r.ahead) if r.ahead else "", "right", min_screen_width=100),
        ]  # fmt: skip
        yield WindowedList(MemoryListing(self._rows()), columns, empty=Message("Nothing is open."), id="ages")

    def reload(self) -> None:
        self.query_one("#ages", WindowedList).renew(MemoryListing(self._rows()))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("vendor", event.row.vendor.id))
