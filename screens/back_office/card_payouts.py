"""Cards and QR: what waits to be paid out and since when, the payout with its fee, and those there were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.back_office.cheque_views import account_options
from models.front_office.settlements import (
    Fee,
    Settlement,
    WaitingLine,
    awaited_invoices,
    clearing_accounts,
    enter_fee_invoice,
    lines_until,
    set_off,
    settle,
    settlements,
    take_settlement_back,
    usual_bank,
    vat_on,
    waiting_lines,
    waiting_total,
)
from models.house.banks import short_name
from models.house.refusals import Answer
from screens.front_office.stay_changes import REASON
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

ZERO = Decimal("0.00")
EVERY = 0


def _why_not_marked(screen: CardPayoutsScreen) -> Message | None:
    return None if screen.marked else Message("Mark what was paid out first.")


class CardPayoutsScreen(DeskScreen):
    """What waits, the oldest first. Space marks a line, ``d`` all until a date; F9 enters what was paid out for them."""

    ACTIONS = (
        Action("mark", Message("Mark"), ("space",)),
        Action("until", Message("Mark until"), ("d",)),
        Action("none", Message("Mark none"), ("x",), shown=False),
        Action("pay_out", Message("Paid out"), ("f9",), right="journal", why_not=_why_not_marked),
        Action("set_off", Message("Set off"), ("o",), right="journal", why_not=_why_not_marked),
        Action("payouts", Message("Payouts"), ("l",)),
    )

    def __init__(self) -> None:
        super().__init__()
        self.marked: dict[int, Decimal] = {}

    def heading(self) -> str:
        return _("Cards and QR to be paid out")

    def aside(self) -> str:
        return _(
            "waiting {waits} · marked {marked}", waits=amount(waiting_total()), marked=amount(self._gross)
        )

    @property
    def _gross(self) -> Decimal:
        return sum(self.marked.values(), ZERO)

    def compose_body(self) -> ComposeResult:
        today = self.services.today()
        columns = (
            Column[WaitingLine](Message("✓"), 1, lambda r: "✓" if r.line_id in self.marked else ""),
            Column[WaitingLine](Message("Date"), 9, lambda r: day(r.date)),
            Column[WaitingLine](Message("Days"), 5, lambda r: str(r.days(today) or ""), "right"),
            Column[WaitingLine](Message("Account"), 7, lambda r: r.account),
            Column[WaitingLine](Message("For"), None, lambda r: r.what),
            Column[WaitingLine](Message("Amount"), 13, lambda r: amount(r.amount), "right"),
        )
        yield WindowedList(waiting_lines(), columns, empty=Message("Everything was paid out."), id="waiting")

    @property
    def _list(self) -> WindowedList[WaitingLine]:
        return self.query_one("#waiting", WindowedList)

    def reload(self) -> None:
        self._list.renew(waiting_lines())

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        self.do_mark()

    def do_mark(self) -> None:
        row = self._list.selected
        if row is not None and self.marked.pop(row.line_id, None) is None:
            self.marked[row.line_id] = row.amount
        self.reread()

    def do_none(self) -> None:
        self.marked.clear()
        self.reread()

    async def do_until(self) -> None:
        language = current_language()
        accounts = [(EVERY, _("all")), *((a.id, f"{a.code} {a.name(language)}") for a in clearing_accounts())]
        specs = (
            FieldSpec("date", Message("Until"), "date", required=True, past=True),
            FieldSpec("account", Message("Account"), "pick", required=True, options=accounts, width=40),
        )
        known = {"date": self.services.today(), "account": EVERY}
        values: Any = await self.app.push_screen_wait(
            FormDialog(Message("Mark what was taken until"), specs, values=known)
        )
        if values is not None:
            self.marked |= lines_until(values["date"], values["account"] or None)
            self.reread()

    async def do_pay_out(self) -> None:
        lines = list(self.marked)

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            kept, vat = values["fee"] or ZERO, values["vat"]
            fee = Fee(
                kept, vat_on(kept, values["date"]) if vat is None else vat, values["invoice"] or "",
                values["invoice_date"],
            )  # fmt: skip
            arguments = (values["bank_account"], lines, values["gross"], values["date"], fee)
            return await self.services.write(
                settle, *arguments, values["batch"] or "", token=token, answers=answers
            )

        specs = (
            FieldSpec("bank_account", Message("Bank account"), "pick", required=True, width=36,
                      options=account_options(current_language())),
            FieldSpec("date", Message("In the bank on"), "date", required=True, past=True),
            FieldSpec("batch", Message("Batch"), max_length=40),
            FieldSpec("gross", Message("Gross"), "amount", required=True),
            FieldSpec("fee", Message("Fee"), "amount", minimum=ZERO),
            FieldSpec("vat", Message("VAT on the fee"), "amount", minimum=ZERO, help=Message("Empty: by law on the fee.")),
            FieldSpec("invoice", Message("Tax invoice"), max_length=40, help=Message("Empty: it comes later.")),
            FieldSpec("invoice_date", Message("Date of the invoice"), "date", past=True),
        )  # fmt: skip
        known = {"bank_account": usual_bank(), "date": self.services.today(), "gross": self._gross}
        title = Message("Paid out for {n} lines", {"n": len(lines)})
        if await self.app.push_screen_wait(FormDialog(title, specs, write, values=known)):
            self.marked.clear()
            self.reread()
            row = settlements().first(1)[0]
            self.say(Message("{number}: {net} into the bank", {"number": row.number, "net": row.net}))

    async def do_set_off(self) -> None:
        if await self.submit(set_off, list(self.marked)):
            self.marked.clear()
            self.reread()

    def do_payouts(self) -> None:
        self.app.push_screen(open_screen("card settlements"))


def _why_not_standing(screen: CardSettlementsScreen) -> Message | None:
    row = screen.selected
    if row is None:
        return Message("Nothing here.")
    return Message("It was taken back already.") if row.cancelled_on else None


def _why_not_awaited(screen: CardSettlementsScreen) -> Message | None:
    row = screen.selected
    return (
        None if row is not None and row.awaits_invoice else Message("This payout waits for no tax invoice.")
    )


class CardSettlementsScreen(DeskScreen):
    """The payouts, the latest first; Enter opens the entry."""

    ACTIONS = (
        Action("take_back", Message("Take back"), ("x",), right="journal", why_not=_why_not_standing),
        Action("mark", Message("Mark"), ("space",), why_not=_why_not_awaited),
        Action("invoice", Message("Tax invoice has come"), ("v",), right="journal", why_not=_why_not_awaited),
        Action("all_awaited", Message("Mark all without"), ("a",), shown=False),
    )

    def __init__(self) -> None:
        super().__init__()
        self.marked: set[int] = set()

    def heading(self) -> str:
        return _("Card payouts")

    def aside(self) -> str:
        awaited = sum((row.vat for row in awaited_invoices()), ZERO)
        return _("VAT without an invoice {amount}", amount=amount(awaited)) if awaited else ""

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[Settlement](Message("✓"), 1, lambda r: "✓" if r.id in self.marked else ""),
            Column[Settlement](Message("Number"), 13, lambda r: r.number),
            Column[Settlement](Message("Date"), 9, lambda r: day(r.date)),
            Column[Settlement](Message("Batch"), None, self._what),
            Column[Settlement](Message("Gross"), 12, lambda r: amount(r.gross), "right"),
            Column[Settlement](Message("Fee, VAT"), 10, lambda r: amount(r.fee + r.vat), "right"),
            Column[Settlement](Message("Net"), 12, lambda r: amount(r.net), "right"),
        )
        yield WindowedList(settlements(), columns, empty=Message("Nothing was paid out yet."), id="payouts")

    @staticmethod
    def _what(row: Settlement) -> str:
        if row.cancelled_on:
            return _("taken back")
        if not row.entry_id:
            return _("set off")
        return " ".join(filter(None, [short_name(row.bank_account.bank), row.batch, row.invoice]))

    @property
    def selected(self) -> Settlement | None:
        row: Settlement | None = self.query_one("#payouts", WindowedList).selected
        return row

    def reload(self) -> None:
        self.query_one("#payouts", WindowedList).renew(settlements())

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        if event.row.entry_id:
            self.app.push_screen(open_screen("entry", event.row.entry_id))

    def do_mark(self) -> None:
        assert self.selected is not None
        self.marked ^= {int(self.selected.id)}
        self.reread()

    def do_all_awaited(self) -> None:
        self.marked = {int(row.id) for row in awaited_invoices()}
        self.reread()

    async def _ask(self, title: Message, specs: Sequence[FieldSpec], call: Any) -> bool:
        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(*call(values), token=token, answers=answers)
            return True

        if not await self.app.push_screen_wait(FormDialog(title, specs, write)):
            return False
        self.marked.clear()
        self.reread()
        return True

    async def do_take_back(self) -> None:
        row = self.selected
        assert row is not None
        title = Message("Take {number} back; its lines wait again", {"number": row.number})
        await self._ask(title, (REASON,), lambda v: (take_settlement_back, row.id, v["reason"]))

    async def do_invoice(self) -> None:
        assert self.selected is not None
        chosen = sorted(self.marked) or [int(self.selected.id)]
        specs = (
            FieldSpec("number", Message("Tax invoice"), required=True, max_length=40),
            FieldSpec("date", Message("Date of the invoice"), "date", required=True, past=True),
        )
        title = Message("Tax invoice for the fees of {n} payouts", {"n": len(chosen)})
        await self._ask(title, specs, lambda v: (enter_fee_invoice, chosen, v["number"], v["date"]))
