"""The vouchers by hand: what waits to be checked and approved, what is posted; new ones by their kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.house.lists import Listing
from models.house.refusals import Answer
from models.ledger.drafts import (
    JV,
    PV,
    RV,
    Voucher,
    approve_voucher,
    check_voucher,
    drop_voucher,
    reverse_entry,
)
from models.ledger.entries import Entry
from models.ledger.voucher_lists import CHECKED, DROPPED, POSTED, PREPARED, VoucherRow, vouchers, waiting
from models.ledger.vouchers import no_receipt_paper, voucher_paper
from screens.back_office.voucher import CAPTIONS
from screens.back_office.words import day
from screens.front_office.words import amount
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

STATES = {
    PREPARED: Message("Draft"), CHECKED: Message("Checked"), POSTED: Message("In books"), DROPPED: Message("Dropped"),
}  # fmt: skip


def _draft_only(screen: VouchersScreen) -> Message | None:
    row = screen.selected
    return None if row and row.state in (PREPARED, CHECKED) else Message("Only a draft.")


def _posted_only(screen: VouchersScreen) -> Message | None:
    return None if screen.selected and screen.selected.entry_id else Message("It is not posted yet.")


class VouchersScreen(DeskScreen):
    """Enter opens a draft to be changed, or the entry of what is posted."""

    ACTIONS = (
        Action("new", Message("New"), ("n", "insert"), right="journal"),
        Action("approve", Message("Approve"), ("a",), right="journal", why_not=_draft_only),
        Action("check", Message("Check the voucher"), ("c",), right="journal", shown=False, why_not=_draft_only),
        Action("waiting", Message("Waiting only"), ("w",)),
        Action("reverse", Message("Reverse"), ("v",), right="journal", why_not=_posted_only),
        Action("drop", Message("Drop the draft"), ("x", "delete"), right="journal", shown=False, why_not=_draft_only),
        Action("print", Message("Print"), ("i",), why_not=_posted_only),
        Action("certificate", Message("Certificate in place of a receipt"), ("r",), shown=False,
               why_not=lambda s: s.why_no_certificate()),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._waiting_only = False

    @property
    def selected(self) -> VoucherRow | None:
        found: VoucherRow | None = self.query_one("#vouchers", WindowedList).selected
        return found

    def heading(self) -> str:
        title = Message("Vouchers").say()
        return f"{title} · {Message('Waiting only').say()}" if self._waiting_only else title

    def aside(self) -> str:
        return _("{n} waiting", n=waiting())

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            self._listing(),
            [
                Column(Message("State"), 10, lambda r: STATES[r.state].say()),
                Column(Message("Number"), 13, lambda r: r.number or r.series),
                Column(Message("Date"), 10, lambda r: day(r.date)),
                Column(Message("What for"), None, lambda r: r.text),
                Column(Message("Amount"), 13, lambda r: amount(r.amount), "right"),
                Column(Message("By"), 9, lambda r: r.prepared_by, min_screen_width=100),
            ],
            search=self._listing,
            empty=Message("No vouchers."),
            id="vouchers",
        )

    def _listing(self, text: str = "") -> Listing[VoucherRow]:
        return vouchers(text, self._waiting_only)

    def do_waiting(self) -> None:
        self._waiting_only = not self._waiting_only
        self.query_one("#vouchers", WindowedList).show(self._listing())
        self.reread()

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        row: VoucherRow = event.row
        if row.entry_id:
            self.app.push_screen(open_screen("entry", row.entry_id))
        elif row.state != DROPPED:
            self.app.push_screen(open_screen("voucher", row.series, row.voucher_id))

    async def do_new(self) -> None:
        options = [(series, CAPTIONS[series]) for series in (PV, RV, JV)]
        series = await self.app.push_screen_wait(ChooseDialog(Message("New voucher"), options))
        if series:
            self.app.push_screen(open_screen("voucher", series))

    async def do_check(self) -> None:
        assert self.selected is not None
        if await self.submit(check_voucher, self.selected.voucher_id):
            self.say(Message("Checked."))

    async def do_approve(self) -> None:
        assert self.selected is not None
        entry_id = await self.submit(approve_voucher, self.selected.voucher_id)
        if entry_id:
            self.say(Message("Posted as {number}.", {"number": Entry.get_by_id(entry_id).voucher}))

    async def do_drop(self) -> None:
        row = self.selected
        assert row is not None
        specs = (FieldSpec("reason", Message("Why"), required=True, width=44, max_length=200),)

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(
                drop_voucher, row.voucher_id, values["reason"], token=token, answers=answers
            )
            return True

        await self._dialog(FormDialog(Message("Drop the draft"), specs, write))

    async def do_reverse(self) -> None:
        row = self.selected
        assert row is not None
        await self._dialog(reverse_dialog(self, int(row.entry_id or 0)))

    async def _dialog(self, dialog: FormDialog) -> None:
        if await self.app.push_screen_wait(dialog):
            self.reread()

    def do_print(self) -> None:
        assert self.selected is not None
        entry = Entry.get_by_id(self.selected.entry_id)
        self.services.show_paper(voucher_paper(self.services.property(), entry, current_language()))

    def why_no_certificate(self) -> Message | None:
        row = self.selected
        return None if row and row.no_receipt else Message("It has a receipt.")

    def do_certificate(self) -> None:
        assert self.selected is not None
        voucher = Voucher.get_by_id(self.selected.voucher_id)
        self.services.show_paper(no_receipt_paper(self.services.property(), voucher, current_language()))


def reverse_dialog(screen: DeskScreen, entry_id: int) -> FormDialog:
    """Date and reason of the entry that undoes ``entry_id``."""
    specs = (
        FieldSpec("date", Message("Date"), "date", required=True, past=True, default=screen.services.today()),
        FieldSpec("reason", Message("Why"), required=True, width=44, max_length=200),
    )

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        call = (reverse_entry, entry_id, values["date"], values["reason"])
        await screen.services.write(*call, token=token, answers=answers)
        return True

    return FormDialog(Message("Reverse"), specs, write)


__all__ = ["VouchersScreen", "reverse_dialog"]
