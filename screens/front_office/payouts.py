"""An agent's file of payouts: which column is what, then line by line what it would pay, then the receipt."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.back_office.receipts_on_account import AccountReceipt
from models.back_office.receivables import CityAccount
from models.front_office.debtors.payouts import (
    OUTCOMES,
    PAYS,
    Matched,
    PayoutLine,
    match_payout,
    proposed_payout_columns,
    read_payout,
    take_payout,
    totals_of,
)
from models.front_office.payment_legs import Leg
from models.house.lists import MemoryListing
from models.house.refusals import Answer, Refused
from models.house.tables import read_table
from screens.front_office.payment import Bill, take_money
from screens.front_office.receiving import show_account_receipt
from screens.front_office.words import amount
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

NONE = ""
FIELDS = {
    "booking": Message("Booking number"),
    "guest": Message("Guest"),
    "arrival": Message("Arrival"),
    "departure": Message("Departure"),
    "gross": Message("Gross amount"),
    "commission": Message("Commission"),
    "commission_vat": Message("VAT on it"),
    "withheld": Message("Tax withheld"),
    "net": Message("Net"),
}
INVOICE = (
    FieldSpec("invoice", Message("Agent's tax invoice"), max_length=30, help=Message("Empty: its VAT is not claimable yet.")),
    FieldSpec("invoice_date", Message("Date of the invoice"), "date", past=True),
)  # fmt: skip


async def take_payout_file(screen: DeskScreen, account_id: int) -> None:
    """Choose a file of the import folder, say its columns as the last time, and look at its lines."""
    files = [
        (path, path.name)
        for path in screen.services.import_files()
        if path.suffix.lower() in (".csv", ".xlsx")
    ]
    if not files:
        folder = screen.services.import_folder()
        screen.say(Message("Put the list as CSV or XLSX into {folder}", {"folder": folder}), "warning")
        return
    path = await screen.app.push_screen_wait(ChooseDialog(Message("Which file?"), files))
    if not isinstance(path, Path):
        return
    try:
        table = await asyncio.to_thread(read_table, path)
    except Refused as refused:
        screen.say(refused.message, "warning")
        return
    options = [(NONE, _("none")), *((column, column) for column in table.columns)]
    specs = [FieldSpec(field, label, "pick", options=options, width=30) for field, label in FIELDS.items()]
    lines: list[PayoutLine] = []
    columns: dict[str, str] = {}

    async def read(values: dict[str, Any], _token: str, _answers: Mapping[str, Answer]) -> object:
        columns.clear()
        columns.update({field: values[field] for field in FIELDS if values[field]})
        lines[:] = read_payout(table, columns, screen.services.today())
        return True

    known = {**dict.fromkeys(FIELDS, NONE), **proposed_payout_columns(account_id, table.columns)}
    title = Message("Which column is what?")
    if await screen.app.push_screen_wait(FormDialog(title, specs, read, values=known)) is not None:
        screen.app.push_screen(open_screen("payout", account_id, path.name, tuple(lines), dict(columns)))


class PayoutScreen(DeskScreen):
    """What each line pays, before anything is written; ``d`` shows those that differ only, F9 takes all in."""

    ACTIONS = (
        Action("take", Message("Take it in"), ("f9", "y"), right="credit"),
        Action("differ", Message("All, differing"), ("d",)),
    )

    def __init__(
        self, account_id: int, name: str, lines: Sequence[PayoutLine], columns: Mapping[str, str]
    ) -> None:
        super().__init__()
        self.account: CityAccount = CityAccount.get_by_id(account_id)
        self.name_of_file, self.lines, self.columns = name, lines, columns
        self.differing = False

    def heading(self) -> str:
        return _("Payout of {account}: {file}", account=self.account.spoken, file=self.name_of_file)

    def aside(self) -> str:
        differ = sum(one.outcome != PAYS for one in self._matched())
        return _("net {net} · {n} differ", net=amount(totals_of(self.lines).net), n=differ)

    def _matched(self) -> list[Matched]:
        return match_payout(self.account.id, self.lines, self.services.today())

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[Matched](Message("Line"), 4, lambda r: str(r.line.line), "right"),
            Column[Matched](Message("Booking"), 12, lambda r: r.line.booking),
            Column[Matched](Message("Guest"), None, lambda r: r.line.guest),
            Column[Matched](Message("Gross"), 11, lambda r: amount(r.line.gross), "right"),
            Column[Matched](Message("Net"), 11, lambda r: amount(r.line.net), "right"),
            Column[Matched](Message("Open"), 11, lambda r: amount(r.open) if r.open else "", "right"),
            Column[Matched](Message("Result"), 13, lambda r: OUTCOMES[r.outcome].say(), style=_marked),
        )
        yield WindowedList(self._listing(), columns, empty=Message("No line differs."), id="lines")

    def _listing(self) -> MemoryListing[Matched]:
        return MemoryListing([one for one in self._matched() if not self.differing or one.outcome != PAYS])

    def reload(self) -> None:
        self.query_one("#lines", WindowedList).renew(self._listing())

    def do_differ(self) -> None:
        self.differing = not self.differing
        self.reread()

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        """What a line pays, or what is known of why it pays nothing."""
        one: Matched = event.row
        paid = ", ".join(f"{item.document or item.description} {amount(share)}" for item, share in one.shares)
        outcome = OUTCOMES[one.outcome]
        if paid:
            self.say(Message("{outcome}: it pays {paid}", {"outcome": outcome, "paid": paid}))
        else:
            rest = {"outcome": outcome, "gross": amount(one.line.gross)}
            self.say(Message("{outcome}: {gross} would stand as credit", rest), "warning")

    async def do_take(self) -> None:
        total = totals_of(self.lines)
        invoice: dict[str, Any] = {"invoice": "", "invoice_date": None}
        if total.commission_vat:
            title = Message(
                "Commission {commission}, VAT {vat}",
                {"commission": total.commission, "vat": total.commission_vat},
            )
            said = await self.app.push_screen_wait(FormDialog(title, INVOICE))
            if said is None:
                return
            invoice = {"invoice": said["invoice"] or "", "invoice_date": said["invoice_date"]}

        async def write(legs: Sequence[Leg], token: str, answers: Mapping[str, Answer]) -> list[int]:
            receipt = await self.services.write(
                take_payout, self.account.id, self.name_of_file, self.lines, self.columns, legs,
                language=current_language(), token=token, answers=answers, **invoice,
            )  # fmt: skip
            return [receipt]

        title = Message("Payment of {account}, due {due}", {"account": self.account.spoken, "due": total.net})
        paid = await take_money(
            self, Bill(title, total.net, write, payer=self.account.name(current_language()))
        )
        if paid is not None:
            self.dismiss(None)
            show_account_receipt(self, AccountReceipt.get_by_id(paid.receipts[0]))


def _marked(row: Matched) -> str:
    return "" if row.outcome == PAYS else "bold"
