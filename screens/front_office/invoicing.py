"""From a folio window to its tax invoices: which lines, whose invoice, in what form. Every line is marked at first."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office.folios import FolioWindow
from models.front_office.invoicing import (
    COMBINED,
    OpenLine,
    buyer_of,
    issue_combined,
    issue_invoice,
    open_lines,
)
from models.front_office.invoicing.issuing import abbreviated_of, language_of, payments_to_combine
from models.front_office.invoicing.views import buyer_called, find_buyers
from models.front_office.receipts import Buyer, Receipt
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.guest_form import LANGUAGES
from screens.front_office.receipts import show_receipt
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.choice_fields import Choice, Typed
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form import Form
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList

ZERO = Decimal("0.00")


def _search(text: str) -> list[tuple[str, str]]:
    return [
        (one.key, f"{one.buyer.name} {one.buyer.tax_id} {one.buyer.branch}".strip())
        for one in find_buyers(text)
    ]


def buyer_fields() -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("payee", Message("Invoice to"), "lookup", search=_search, allow_new=True, typed_over=True, letters=3, width=40, max_length=120, help=Message("Three letters of the name or the tax number find a buyer.")),
        FieldSpec("address", Message("Address"), width=48, max_length=200),
        FieldSpec("tax_id", Message("Tax number"), width=17, max_length=17, help=Message("Of a buyer registered for VAT; else empty.")),
        FieldSpec("branch", Message("Branch"), width=6, max_length=5, help=Message("Five digits; 00000 is the head office.")),
    )  # fmt: skip


def language_field() -> FieldSpec:
    return FieldSpec("language", Message("Language"), "pick", required=True, options=LANGUAGES[1:])


def show_abbreviated(screen: DeskScreen, stay_id: int) -> None:
    """What the guest got at check-out for charges without another tax paper, unless it was printed already."""
    for receipt in abbreviated_of(stay_id):
        show_receipt(screen, receipt)


def typed_buyer(values: Mapping[str, Any]) -> Buyer:
    who = values["payee"]
    name = who.text if isinstance(who, Typed) else buyer_called(who).name if who else ""
    return Buyer(name, values["address"] or "", values["tax_id"] or "", values["branch"] or "")


def as_typed(buyer: Buyer) -> dict[str, object]:
    """What stands in the form first; whom the house knows is not called new."""
    known = next((one.key for one in find_buyers(buyer.name) if one.buyer == buyer), None)
    return {
        "payee": Choice(known, buyer.name) if known else Typed(buyer.name), "address": buyer.address, "tax_id": buyer.tax_id, "branch": buyer.branch,
    }  # fmt: skip


class BuyerDialog(FormDialog):
    """A form about a buyer: who is known fills address, tax number and branch."""

    def on_form_changed(self, event: Form.Changed) -> None:
        event.stop()
        if event.field.name != "payee":
            return
        chosen = event.field.parsed()
        if isinstance(chosen, str):
            buyer = buyer_called(chosen)
            for name in ("address", "tax_id", "branch"):
                self.form.show_value(name, getattr(buyer, name))


class InvoicingScreen(DeskScreen):
    """Space marks a line; f writes the full invoice of what is marked, a the abbreviated, c receipt and invoice in one."""

    ACTIONS = (
        Action("full", Message("Tax invoice"), ("f", "f9"), right="pay", why_not=lambda s: s.why_not()),
        Action("abbreviated", Message("Abbreviated"), ("a",), right="pay", why_not=lambda s: s.why_not()),
        Action(
            "combined", Message("With receipt"), ("c",), right="pay", why_not=lambda s: s.why_not_combined()
        ),
        Action("mark", Message("Mark"), ("space",)),
        Action("mark_all", Message("All, none"), ("x",)),
    )

    def __init__(self, window_id: int) -> None:
        super().__init__()
        self.window: FolioWindow = FolioWindow.get_by_id(window_id)
        self._left_out: set[int] = set()

    def heading(self) -> str:
        stay = self.window.stay
        return _(
            "Tax invoice · {room} · {payee} · window {n}", room=stay.room.number if stay.room_id else "",
            payee=buyer_of(self.window).name, n=self.window.number,
        )  # fmt: skip

    def aside(self) -> str:
        marked = self.marked()
        return _("{n} marked · {total}", n=len(marked), total=amount(sum((r.amount for r in marked), ZERO)))

    def lines(self) -> list[OpenLine]:
        return open_lines(self.window.id)

    def marked(self) -> list[OpenLine]:
        return [line for line in self.lines() if line.posting_id not in self._left_out]

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            MemoryListing(self.lines()),
            [
                Column[OpenLine](Message("✓"), 1, lambda r: "" if r.posting_id in self._left_out else "✓"),
                Column[OpenLine](Message("Date"), 9, lambda r: day(r.revenue_date)),
                Column[OpenLine](Message("Description"), None, lambda r: r.words(current_language())),
                Column[OpenLine](Message("VAT"), 11, lambda r: amount(r.vat), "right"),
                Column[OpenLine](Message("Amount"), 13, lambda r: amount(r.amount), "right"),
            ],
            empty=Message("Everything here stands on a tax invoice."),
            id="lines",
        )

    @property
    def _list(self) -> WindowedList[OpenLine]:
        return self.query_one("#lines", WindowedList)

    def reload(self) -> None:
        self._list.renew(MemoryListing(self.lines()))

    def why_not(self) -> Message | None:
        return None if self.marked() else Message("Mark what the invoice covers.")

    def why_not_combined(self) -> Message | None:
        if payments_to_combine(self.window.id):
            return self.why_not()
        return Message("No payment of this window waits for a tax invoice.")

    def on_windowed_list_opened(self, _event: WindowedList.Opened) -> None:
        self.do_mark()

    def do_mark(self) -> None:
        row = self._list.selected
        if row is not None:
            self._left_out ^= {row.posting_id}
            self.reread()

    def do_mark_all(self) -> None:
        self._left_out = set() if self._left_out else {line.posting_id for line in self.lines()}
        self.reread()

    async def do_full(self) -> None:
        await self._form("full", Message("Tax invoice"))

    async def do_combined(self) -> None:
        await self._form(COMBINED, Message("Receipt and tax invoice in one"))

    async def do_abbreviated(self) -> None:
        receipt = await self.submit(
            issue_invoice, self.window.id, "abbreviated", None, [line.posting_id for line in self.marked()]
        )
        if receipt is not None:
            self._show(receipt)

    async def _form(self, form: str, title: Message) -> None:
        chosen = [line.posting_id for line in self.marked()]
        done: list[int] = []

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            to = (typed_buyer(values), chosen, values["language"])
            if form == COMBINED:
                payments = payments_to_combine(self.window.id)
                receipt = await self.services.write(
                    issue_combined, self.window.id, payments, *to, token=token, answers=answers
                )
            else:
                receipt = await self.services.write(
                    issue_invoice, self.window.id, form, *to, token=token, answers=answers
                )
            done.append(receipt)
            return receipt

        first = {**as_typed(buyer_of(self.window)), "language": language_of(self.window)}
        dialog = BuyerDialog(title, (*buyer_fields(), language_field()), write, values=first)
        if await self.app.push_screen_wait(dialog):
            self._show(done[-1])

    def _show(self, receipt_id: int) -> None:
        self._left_out = set()
        self.reread()
        show_receipt(self, Receipt.get_by_id(receipt_id))
