"""The numbered papers of the house, the latest first: shown, printed again, cancelled, written anew, replaced."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _
from locales.dates import format_date
from models.front_office.invoicing import (
    ABBREVIATED,
    FULL,
    buyer_of,
    cancel_invoice,
    issue_replacement,
    reissue,
)
from models.front_office.invoicing.views import KINDS_OF_PAPER, DocumentRow, documents
from models.front_office.receipts import DEBIT_NOTE, TAX_INVOICE, Buyer, Receipt
from models.house.lists import Pages
from models.house.refusals import Answer
from screens.front_office.invoicing import BuyerDialog, as_typed, buyer_fields, language_field, typed_buyer
from screens.front_office.receipts import show_receipt
from screens.front_office.stay_changes import REASON
from screens.front_office.to_entry import TO_ENTRY, HasEntries
from screens.front_office.words import amount
from screens.kit.actions import Action
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

EVERY = Message("All papers")


class DocumentsScreen(HasEntries):
    """Enter shows a paper as it goes out now: the original first, then copies. ``text`` is searched for at once."""

    ACTIONS = (
        Action("cancel", Message("Cancel"), ("x",), right="correct", why_not=lambda s: s.why_not()),
        Action("anew", Message("Write anew"), ("n",), right="correct", why_not=lambda s: s.why_not()),
        Action("replace", Message("Replace a lost one"), ("l",), right="correct", why_not=lambda s: s.why_not()),
        Action("notes", Message("Credit note"), ("d",), right="adjust", why_not=lambda s: s.why_not_notes()),
        Action("kind", Message("Kind"), ("k",)),
        Action("date", Message("Date"), ("t",)),
        TO_ENTRY,
    )  # fmt: skip

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text
        self._kind = ""
        self._date: datetime.date | None = None

    def heading(self) -> str:
        kind = KINDS_OF_PAPER[self._kind].say() if self._kind else ""
        words = [_("Documents"), kind, format_date(self._date) if self._date else "", self._text]
        return " · ".join(filter(None, words))

    def listing(self, text: str = "") -> Pages[DocumentRow]:
        return documents(text or self._text, kind=self._kind, date=self._date)

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            self.listing(),
            [
                Column[DocumentRow](Message("Date"), 11, lambda r: format_date(r.date, "short")),
                Column[DocumentRow](Message("Number"), 13, lambda r: r.number),
                Column[DocumentRow](Message("Kind"), 12, lambda r: r.name()),
                Column[DocumentRow](Message("Buyer"), None, lambda r: r.buyer),
                Column[DocumentRow](Message("Total"), 11, lambda r: amount(r.total), "right"),
                Column[DocumentRow](Message("State"), 9, _state),
            ],
            search=self.listing,
            empty=Message("There is no such paper."),
            id="documents",
        )

    @property
    def _list(self) -> WindowedList[DocumentRow]:
        return self.query_one("#documents", WindowedList)

    def paper(self) -> tuple[str, int] | None:
        row = self._list.selected
        return ("receipt", row.receipt_id) if row else None

    def why_not(self) -> Message | None:
        row = self._list.selected
        if row is None:
            return Message("Nothing here.")
        return Message("This document was cancelled already.") if row.void else None

    def why_not_notes(self) -> Message | None:
        row = self._list.selected
        receipt = Receipt.get_by_id(row.receipt_id) if row else None
        if receipt is None or receipt.kind not in (TAX_INVOICE, DEBIT_NOTE) or receipt.window_id is None:
            return Message("Choose a tax invoice of charges.")
        return self.why_not()

    def do_notes(self) -> None:
        self.app.push_screen(open_screen("invoice notes", self._receipt.id))

    @property
    def _receipt(self) -> Receipt:
        row = self._list.selected
        assert row is not None
        receipt: Receipt = Receipt.get_by_id(row.receipt_id)
        return receipt

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        show_receipt(self, Receipt.get_by_id(event.row.receipt_id))

    async def do_kind(self) -> None:
        options = [("", EVERY), *KINDS_OF_PAPER.items()]
        chosen = await self.app.push_screen_wait(ChooseDialog(Message("Which papers?"), options, self._kind))
        if chosen is not None:
            self._kind, self._text = str(chosen), ""
            self._show()

    async def do_date(self) -> None:
        """Those of one date; an empty field shows all again."""
        spec = FieldSpec("date", Message("Date"), "date", past=True, help=Message("Empty: of every date."))
        first = {"date": self._date or self.services.today()}
        values = await self.app.push_screen_wait(FormDialog(Message("Go to a date"), (spec,), values=first))
        if values is not None:
            self._date, self._text = values["date"], ""  # type: ignore[assignment]
            self._show()

    def _show(self) -> None:
        self._list.show(self.listing())
        self.reread()

    async def do_cancel(self) -> None:
        receipt = self._receipt

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(
                cancel_invoice, receipt.id, values["reason"], token=token, answers=answers
            )
            return True

        title = Message("Cancel {number}. Take the original back.", {"number": receipt.number})
        if await self.app.push_screen_wait(FormDialog(title, (REASON,), write)):
            self.reread()

    async def do_anew(self) -> None:
        """For another buyer; an abbreviated one in full."""
        old = self._receipt
        done: list[int] = []
        form = FULL if old.form == ABBREVIATED else None

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            new = await self.services.write(
                reissue, old.id, values["reason"], typed_buyer(values), form, values["language"], token=token,
                answers=answers,
            )  # fmt: skip
            done.append(new)
            return new

        known = Buyer(old.buyer_name, old.buyer_address, old.buyer_tax_id, old.buyer_branch)
        if form and old.window_id:
            known = buyer_of(old.window)
        title = Message("Cancel {number} and write it anew", {"number": old.number})
        specs = (*buyer_fields(), language_field(), REASON)
        first = {**as_typed(known), "language": old.language}
        if await self.app.push_screen_wait(BuyerDialog(title, specs, write, values=first)):
            new = Receipt.get_by_id(done[-1])
            self.reread()
            self._list.select((new.date, new.id))
            show_receipt(self, new)

    async def do_replace(self) -> None:
        receipt = self._receipt

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            return await self.services.write(
                issue_replacement, receipt.id, values["reason"], token=token, answers=answers
            )

        title = Message("Replace {number}, which was lost", {"number": receipt.number})
        if await self.app.push_screen_wait(FormDialog(title, (REASON,), write)):
            self.reread()
            show_receipt(self, receipt)


def _state(row: DocumentRow) -> str:
    if row.void:
        return _("cancelled")
    return _("printed") if row.prints else ""
