"""The VAT of a month: the lines of the return, the two reports, what stands between books and papers, the closing."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.dates import format_date
from models.back_office.input_vat import VatReturn, month_after
from models.back_office.posting_accounts import account_for
from models.front_office.vat_report import (
    close_additional,
    close_vat_month,
    figures_of_month,
    input_vat_paper,
    output_vat_of,
    output_vat_paper,
    pay_vat,
    return_paper,
    sheets,
    since_filed,
    vat_return,
    waiting_windows,
)
from models.front_office.vat_report.output import Waiting, last_of
from models.front_office.vat_report.papers import RETURN_LINES
from models.front_office.vat_report.returns import check_registered, input_vat_difference
from models.house.lists import MemoryListing
from models.house.papers import Paper
from models.house.property import Property
from models.house.refusals import Answer, Refused
from screens.back_office.vendors import account_choice
from screens.back_office.voucher import search_accounts
from screens.front_office.to_entry import TO_ENTRY, HasEntries
from screens.front_office.words import amount
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

NEXT = Action("next_month", Message("Next month"), ("]",), shown=False)
BEFORE = Action("month_before", Message("Month before"), ("[",))


class OneMonth(DeskScreen):
    """The last month that is over, unless another is given or gone to."""

    def __init__(self, month: datetime.date | None = None) -> None:
        super().__init__()
        self._month = month

    @property
    def month(self) -> datetime.date:
        return self._month or month_after(self.services.today(), -1)

    def do_month_before(self) -> None:
        self._month = month_after(self.month, -1)
        self.reread()

    def do_next_month(self) -> None:
        self._month = month_after(self.month, 1)
        self.reread()


@dataclass(frozen=True)
class _Figure:
    number: int
    amount: Decimal

    @property
    def key(self) -> tuple[int]:
        return (self.number,)


def _why_not_close(screen: TaxesScreen) -> Message | None:
    return Message("The month is closed.") if screen.closed else None


def _why_not_add(screen: TaxesScreen) -> Message | None:
    if not screen.closed:
        return Message("Close the month first.")
    return None if since_filed(screen.month) else Message("The month says what was filed for it.")


def _why_not_pay(screen: TaxesScreen) -> Message | None:
    return None if screen.closed else Message("Close the month first.")


class TaxesScreen(HasEntries, OneMonth):
    ACTIONS = (
        Action("close", Message("Close the month"), ("f9",), right="period", why_not=_why_not_close),
        Action("sheet", Message("PP30"), ("p",)),
        Action("output", Message("Output VAT report"), ("o",)),
        Action("input", Message("Input VAT report"), ("i",)),
        Action("invoices", Message("Input VAT"), ("n",)),
        Action("between", Message("Waiting for a paper"), ("w",)),
        Action("pay", Message("Pay the return"), ("y",), right="journal", why_not=_why_not_pay),
        Action("calendar", Message("Due dates"), ("d",)),
        Action(
            "add",
            Message("Additional return"),
            ("a",),
            right="period",
            why_not=_why_not_add,
            shown=False,
        ),
        Action("abroad", Message("PP36"), ("u",), shown=False),
        Action("workbook", Message("XLSX"), ("x",), shown=False),
        TO_ENTRY,
        BEFORE,
        NEXT,
    )

    def paper(self) -> tuple[str, int] | None:
        row = VatReturn.get_or_none(VatReturn.month == self.month)
        return ("vat return", row.id) if row else None

    def why_not_entry(self) -> Message | None:
        return super().why_not_entry() and Message("The month is not closed yet.")

    @property
    def closed(self) -> bool:
        return vat_return(self.month) is not None

    def heading(self) -> str:
        title = _("VAT of {month}", month=format_date(self.month, "month"))
        return f"{title} · {_('closed')}" if self.closed else title

    def aside(self) -> str:
        try:
            check_registered(self.services.property())
        except Refused:
            return _("not registered for VAT")
        difference = output_vat_of(self.month).unexplained or input_vat_difference(last_of(self.month))
        more = None if difference else since_filed(self.month)
        if more is not None:
            return _(
                "changed since it was filed: {amount} (a)", amount=amount(more.output_vat - more.input_vat)
            )
        return (
            _("does not tie: {difference}", difference=amount(difference))
            if difference
            else _("ties to the ledger")
        )

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            MemoryListing(self._read()),
            [
                Column(Message("Line"), 6, lambda r: str(r.number), "right"),
                Column(Message("Of the form"), None, lambda r: RETURN_LINES[r.number].say()),
                Column(Message("Baht"), 17, lambda r: amount(r.amount) if r.amount else "", "right"),
            ],
            id="lines",
        )

    def _read(self) -> list[_Figure]:
        figures = vat_return(self.month) or figures_of_month(self.month)
        return [_Figure(number, value) for number, value in figures.lines.items()]

    def reload(self) -> None:
        self.query_one("#lines", WindowedList).renew(MemoryListing(self._read()))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        if event.row.number in (6, 7):
            self.do_invoices()
        elif event.row.number <= 5:
            self.do_between()

    def _show(self, paper: Callable[[Property, datetime.date, str], Paper]) -> None:
        try:
            self.services.show_paper(paper(self.services.property(), self.month, current_language()))
        except Refused as refused:
            self.refuse(refused)

    async def do_sheet(self) -> None:
        """Of a month with additional returns, the one chosen."""
        number, filed = 0, len(sheets(self.month))
        if filed > 1:
            names = [(n, _("Additional, no. {n}", n=n) if n else _("Normal return")) for n in range(filed)]
            chosen = await self.app.push_screen_wait(ChooseDialog(Message("Which return?"), names))
            if not isinstance(chosen, int):
                return
            number = chosen
        self._show(functools.partial(return_paper, number=number))

    def do_output(self) -> None:
        self._show(output_vat_paper)

    def do_input(self) -> None:
        self._show(input_vat_paper)

    def do_workbook(self) -> None:
        hotel, language = self.services.property(), current_language()
        try:
            papers = [
                make(hotel, self.month, language)
                for make in (return_paper, output_vat_paper, input_vat_paper)
            ]
        except Refused as refused:
            self.refuse(refused)
            return
        self.say(Message("Written to {file}", {"file": self.services.save_xlsx(papers)}))

    def do_invoices(self) -> None:
        self.app.push_screen(open_screen("input vat", self.month))

    def do_between(self) -> None:
        self.app.push_screen(open_screen("waiting vat", self.month))

    def do_calendar(self) -> None:
        self.app.push_screen(open_screen("tax calendar"))

    def do_abroad(self) -> None:
        self.app.push_screen(open_screen("pp36", self.month))

    async def do_close(self) -> None:
        refund = FieldSpec("refund", Message("Ask an excess back"), "check")
        title = Message("Close the VAT of {month}", {"month": format_date(self.month, "month")})
        await self._file(title, close_vat_month, refund)

    async def do_add(self) -> None:
        title = Message("Additional return of {month}", {"month": format_date(self.month, "month")})
        await self._file(title, close_additional)

    async def _file(self, title: Message, operation: Callable[..., Any], *more: FieldSpec) -> None:
        specs = (
            FieldSpec("surcharge", Message("Surcharge"), "amount", minimum=Decimal("0")),
            FieldSpec("penalty", Message("Tax penalty"), "amount", minimum=Decimal("0")),
            *more,
        )

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            fines = {name: values[name] or Decimal(0) for name in ("surcharge", "penalty")}
            flags = {spec.name: bool(values[spec.name]) for spec in more}
            await self.services.write(operation, self.month, **fines, **flags, token=token, answers=answers)
            return True

        if await self.app.push_screen_wait(FormDialog(title, specs, write)):
            self.reread()

    async def do_pay(self) -> None:
        await pay_dialog(self, Message("Pay the return"), pay_vat, self.month)


async def pay_dialog(
    screen: DeskScreen, title: Message, operation: Callable[..., Any], month: datetime.date
) -> None:
    """The day and the account a return is paid from."""
    specs = (
        FieldSpec("date", Message("Date"), "date", required=True, past=True, default=screen.services.today()),
        FieldSpec(
            "account", Message("From account"), "lookup", required=True, search=search_accounts, width=40
        ),
    )

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        await screen.services.write(
            operation, month, values["date"], str(values["account"]), token=token, answers=answers
        )
        return True

    known = {"account": account_choice(account_for("bank").id)}
    if await screen.app.push_screen_wait(FormDialog(title, specs, write, values=known)):
        screen.say(Message("Paid."))
        screen.reread()


class WaitingVatScreen(OneMonth):
    """Why the account of output VAT moved by another sum than the papers of the month: folio by folio."""

    ACTIONS = (BEFORE, NEXT)

    def heading(self) -> str:
        return _("VAT waiting for its paper, {month}", month=format_date(self.month, "month"))

    def aside(self) -> str:
        found = output_vat_of(self.month)
        return _(
            "books {account}, papers {report}", account=amount(found.account), report=amount(found.report)
        )

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            MemoryListing(self._read()),
            [
                Column(Message("Room"), 6, lambda r: r.room),
                Column(
                    Message("Guest"), None, lambda r: r.guest_th if current_language() == "th" else r.guest_en
                ),
                Column(Message("VAT"), 14, lambda r: amount(r.vat), "right"),
            ],
            empty=Message("Everything charged until then is on a paper."),
            id="waiting",
        )

    def _read(self) -> list[Waiting]:
        return waiting_windows(last_of(self.month))

    def reload(self) -> None:
        self.query_one("#waiting", WindowedList).renew(MemoryListing(self._read()))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("folio", event.row.stay_id))
