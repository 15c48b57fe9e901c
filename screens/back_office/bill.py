"""A vendor's bill as it is typed: line by line, then F9 with what stands at its head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.back_office.vendor_bills import (
    CLAIMABLE,
    NO_VAT,
    NOT_CLAIMABLE,
    UNDUE,
    ZERO,
    BillLine,
    enter_bill,
    vat_of,
)
from models.back_office.vendors import Vendor
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from models.ledger.accounts import account as find_account
from screens.back_office.vendors import account_choice
from screens.back_office.voucher import search_accounts
from screens.front_office.words import amount
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ConfirmDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList

TREATMENTS = {
    CLAIMABLE: Message("claimable"), UNDUE: Message("not yet due"), NOT_CLAIMABLE: Message("not claimable"),
    NO_VAT: Message("no VAT"),
}  # fmt: skip
LINE = (
    FieldSpec("account", Message("Account"), "lookup", required=True, search=search_accounts, width=40),
    FieldSpec("net", Message("Before VAT"), "amount", minimum=Decimal("0.01"), required=True),
    FieldSpec("treatment", Message("VAT"), "pick", options=tuple(TREATMENTS.items()), default=CLAIMABLE, required=True),
    FieldSpec("vat", Message("VAT as on the paper"), "amount", minimum=Decimal(0), help=Message("Empty: 7 % of the amount.")),
    FieldSpec("memo", Message("What for"), width=44, max_length=200),
)  # fmt: skip


@dataclass(frozen=True)
class Typed:
    number: int
    name: str
    line: BillLine

    @property
    def vat(self) -> Decimal:
        line = self.line
        return vat_of(line.net, line.treatment) if line.vat is None else line.vat

    @property
    def key(self) -> tuple[int]:
        return (self.number,)


class BillScreen(DeskScreen):
    ACTIONS = (
        Action("add", Message("Add a line"), ("a", "insert")),
        Action("take_out", Message("Take out"), ("d", "delete"), why_not=lambda s: s.why_not_line()),
        Action("write", Message("Write"), ("f9",), right="payables", why_not=lambda s: s.why_not_line()),
    )

    def __init__(self, vendor_id: int) -> None:
        super().__init__()
        self.vendor: Vendor = Vendor.get_by_id(vendor_id)
        self._typed: list[Typed] = []
        self._numbers = 0

    @property
    def unsaved(self) -> bool:
        return bool(self._typed)

    def draft(self) -> dict[str, dict[str, str]]:
        return {
            str(row.number): {
                "name": row.name, "account": row.line.account, "net": str(row.line.net), "treatment": row.line.treatment,
                "vat": "" if row.line.vat is None else str(row.line.vat), "memo": row.line.memo,
            }
            for row in self._typed
        }  # fmt: skip

    def take_draft(self, draft: Mapping[str, Mapping[str, str]]) -> None:
        for n, kept in draft.items():
            vat = Decimal(kept["vat"]) if kept["vat"] else None
            line = BillLine(kept["account"], Decimal(kept["net"]), kept["treatment"], vat, kept["memo"])
            self._typed.append(Typed(int(n), kept["name"], line))
        self._numbers = max((row.number for row in self._typed), default=0)
        self.reread()

    def heading(self) -> str:
        return _("Bill of {vendor}", vendor=str(self.vendor.spoken))

    def aside(self) -> str:
        total = sum((row.line.net + row.vat for row in self._typed), ZERO)
        return _("in all {amount}", amount=amount(total))

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[Typed](Message("Account"), 7, lambda r: r.line.account),
            Column[Typed](Message("Name"), None, lambda r: " · ".join(filter(None, [r.name, r.line.memo]))),
            Column[Typed](Message("Before VAT"), 13, lambda r: amount(r.line.net), "right"),
            Column[Typed](Message("VAT"), 11, lambda r: amount(r.vat) if r.vat else "", "right"),
            Column[Typed](Message("VAT is"), 14, lambda r: TREATMENTS[r.line.treatment].say()),
        )
        empty = Message("No lines yet: a adds one.")
        yield WindowedList(MemoryListing(self._typed), columns, empty=empty, id="lines")

    @property
    def _list(self) -> WindowedList[Typed]:
        return self.query_one("#lines", WindowedList)

    def on_mount(self) -> None:
        self.start(self.do_add())

    def reload(self) -> None:
        self._list.renew(MemoryListing(self._typed))

    def why_not_line(self) -> Message | None:
        return None if self._typed else Message("No lines yet: a adds one.")

    async def do_add(self) -> None:
        async def take(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:  # noqa: ARG001
            return True

        known: dict[str, Any] = {"account": account_choice(self.vendor.expense_account_id)}
        if not self.vendor.tax_id:
            known["treatment"] = NO_VAT
        elif self.vendor.income_type:  # a service: its tax invoice comes with the payment
            known["treatment"] = UNDUE
        dialog = FormDialog(Message("Line"), LINE, take, values=known)
        values: dict[str, Any] | None = await self.app.push_screen_wait(dialog)
        if values is None:
            return
        target = find_account(str(values["account"]))
        line = BillLine(
            target.code, values["net"], str(values["treatment"]), values["vat"], str(values["memo"] or "")
        )
        self._numbers += 1
        self._typed.append(Typed(self._numbers, target.name(current_language()), line))
        self.reread()
        self._list.select_last()

    def do_take_out(self) -> None:
        row = self._list.selected
        self._typed = [line for line in self._typed if line != row]
        self.reread()

    async def do_write(self) -> None:
        lines = [row.line for row in self._typed]
        today = self.services.today()
        specs = (
            FieldSpec("number", Message("Number"), max_length=40, required=True),
            FieldSpec("date", Message("Date"), "date", required=True, past=True, default=today),
            FieldSpec("due", Message("Due"), "date", help=Message("Empty: by the vendor's terms.")),
            FieldSpec("memo", Message("What for"), width=44, max_length=200),
        )

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            return await self.services.write(
                enter_bill, self.vendor.id, values["number"], values["date"], lines, due=values["due"],
                memo=values["memo"] or "", token=token, answers=answers,
            )  # fmt: skip

        title = Message("Bill of {vendor}", {"vendor": self.vendor.spoken})
        if await self.app.push_screen_wait(FormDialog(title, specs, write)):
            self.dismiss(None)

    def do_back(self) -> None:
        if self._typed:
            self.start(self._leave())
        else:
            self.dismiss(None)

    async def _leave(self) -> None:
        if await self.app.push_screen_wait(ConfirmDialog(Message("Throw away what was typed?"), danger=True)):
            self.dismiss(None)
