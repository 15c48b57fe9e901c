"""A tax invoice and what changes it: credit notes on its lines or on all of it, debit notes for what it forgot."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office.codes import transaction_code
from models.front_office.invoice_notes import (
    CITY,
    CREDIT_REASONS,
    DEBIT_REASONS,
    InvoiceLine,
    credit_invoice,
    debit_invoice,
    left_on,
    notes_of,
    open_invoice_lines,
    owed_on_account,
)
from models.front_office.invoicing import open_lines
from models.front_office.receipts import Receipt
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.adjusting import HUNDRED, WORDS
from screens.front_office.booking import method_options
from screens.front_office.receipts import show_receipt
from screens.front_office.words import amount, day, name_of
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList

SATANG = Decimal("0.01")


class InvoiceNotesScreen(DeskScreen):
    """Enter credits the marked line, a all of the invoice; d adds a charge; n shows the notes there are."""

    ACTIONS = (
        Action("whole", Message("Credit all"), ("a",), right="adjust", why_not=lambda s: s.why_not_left()),
        Action("debit", Message("Debit note"), ("d",), right="adjust", why_not=lambda s: s.why_not_debit()),
        Action("notes", Message("Credit/debit notes"), ("n",), why_not=lambda s: s.why_not_notes()),
        Action("paper", Message("Show invoice"), ("i",)),
    )

    def __init__(self, receipt_id: int) -> None:
        super().__init__()
        self.invoice: Receipt = Receipt.get_by_id(receipt_id)

    def heading(self) -> str:
        return f"{_('Credit note')} · {self.invoice.number} · {self.invoice.buyer_name}"

    def aside(self) -> str:
        return _("{left} left", left=amount(left_on(self.invoice)))

    def compose_body(self) -> ComposeResult:
        columns: list[Column[InvoiceLine]] = [
            Column(Message("Date"), 9, lambda r: day(r.posting.date)),
            Column(Message("Number"), 8, lambda r: r.posting.number),
            Column(Message("Description"), None, lambda r: r.posting.words(current_language())),
            Column(Message("VAT"), 11, lambda r: amount(r.vat), "right"),
            Column(Message("Left"), 12, lambda r: amount(r.gross), "right"),
        ]
        empty = Message("Nothing is left of this invoice.")
        yield WindowedList(MemoryListing(open_invoice_lines(self.invoice)), columns, empty=empty, id="lines")

    def reload(self) -> None:
        self.query_one("#lines", WindowedList).renew(MemoryListing(open_invoice_lines(self.invoice)))

    def why_not_left(self) -> Message | None:
        return None if left_on(self.invoice) > 0 else Message("Nothing is left of this invoice.")

    def why_not_debit(self) -> Message | None:
        if open_lines(self.invoice.window_id):
            return None
        return Message("Post the forgotten charge on the folio first.")

    def why_not_notes(self) -> Message | None:
        return None if notes_of(self.invoice) else Message("There is no note on this invoice.")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        if self.services.rights.allow("adjust"):
            self.start(self._credit(event.row))

    async def do_whole(self) -> None:
        await self._credit(None)

    async def _credit(self, line: InvoiceLine | None) -> None:
        """Of one line, or of the whole invoice."""
        most = min(line.gross, left_on(self.invoice)) if line else left_on(self.invoice)
        closed = self.invoice.window.subaccount.closed
        back = (
            Message("The guest has left: how the money goes back.")
            if closed
            else Message("Empty: a credit on the folio.")
        )
        specs = (
            FieldSpec("reason_code", Message("Reason"), "pick", required=True, options=tuple(CREDIT_REASONS.items()), width=40),
            WORDS,
            FieldSpec("amount", Message("Amount"), "amount", minimum=SATANG, help=Message("With VAT in it.")),
            *(() if line else (FieldSpec("percent", Message("Or percent"), "amount", minimum=SATANG, maximum=HUNDRED),)),
            FieldSpec("method", Message("Paid back by"), "pick", options=self._ways_back(), required=closed, help=back),
        )  # fmt: skip
        done: list[int] = []

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            off = values["amount"]
            how: dict[str, Any] = (
                {"lines": {line.posting.id: off or Decimal(0)}}
                if line
                else {"amount": off, "percent": values["percent"]}
            )
            done.append(
                await self.services.write(
                    credit_invoice, self.invoice.id, values["reason_code"] or "", words_of_reason=values["words"] or "",
                    method=values["method"] or "", token=token, answers=answers, **how,
                )
            )  # fmt: skip
            return True

        what = line.posting.words(current_language()) if line else self.invoice.number
        title = Message("Credit {what}: {left} left", {"what": what, "left": most})
        first = {"amount": most} if line else None
        if await self.app.push_screen_wait(FormDialog(title, specs, write, values=first)):
            self.reread()
            show_receipt(self, Receipt.get_by_id(done[-1]))

    def _ways_back(self) -> list[tuple[str, str]]:
        """By money, or off the account the bill went to."""
        if not owed_on_account(self.invoice.window_id):
            return method_options()
        city = transaction_code(CITY)
        return [(city.code, name_of(city)), *method_options()]

    async def do_debit(self) -> None:
        """One forgotten charge of the window, chosen from those without a tax paper."""
        language = current_language()
        waiting = tuple(
            (line.posting_id, f"{day(line.date)} {line.words(language)} {amount(line.amount)}")
            for line in open_lines(self.invoice.window_id)
        )
        specs = (
            FieldSpec("charge", Message("Charge"), "pick", required=True, options=waiting, width=44),
            FieldSpec("reason_code", Message("Reason"), "pick", required=True, options=tuple(DEBIT_REASONS.items()), width=40),
            WORDS,
        )  # fmt: skip
        done: list[int] = []

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            done.append(
                await self.services.write(
                    debit_invoice, self.invoice.id, [values["charge"]], values["reason_code"] or "",
                    values["words"] or "", token=token, answers=answers,
                )
            )  # fmt: skip
            return True

        title = Message("Debit note on {number}", {"number": self.invoice.number})
        if await self.app.push_screen_wait(FormDialog(title, specs, write)):
            self.reread()
            show_receipt(self, Receipt.get_by_id(done[-1]))

    async def do_notes(self) -> None:
        notes = notes_of(self.invoice)
        options = [
            (note.id, f"{note.number} {day(note.date)} {amount(note.net + note.vat + note.exempt)}")
            for note in notes
        ]
        chosen: object = notes[0].id
        if len(notes) > 1:
            chosen = await self.app.push_screen_wait(ChooseDialog(Message("Credit/debit notes"), options))
        if chosen is not None:
            show_receipt(self, Receipt.get_by_id(chosen))

    def do_paper(self) -> None:
        show_receipt(self, self.invoice)
