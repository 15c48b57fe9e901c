"""Tax withheld: the certificates of a month, their papers, the returns of the month with their files, paying it over."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult

from locales import Message, _
from locales.dates import format_date
from models.back_office.withholding import FORMS, PND2, PND3, PND53
from models.back_office.withholding_certificates import Certificate, certificate_papers
from models.back_office.withholding_returns import (
    PROFILES,
    attachment_paper,
    certificates_of,
    check_month,
    pay_withholding,
    text_file,
    unpaid_tax,
)
from models.house.lists import MemoryListing
from models.house.refusals import Refused
from screens.back_office.taxes import BEFORE, NEXT, OneMonth, pay_dialog
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.dialogs import ChooseDialog
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

PAPER = "th"  # The Revenue Department's forms are in Thai.


@dataclass(frozen=True)
class Given:
    row: Certificate

    @property
    def key(self) -> tuple[object, ...]:
        return (self.row.date, self.row.id)


class WithholdingScreen(OneMonth):
    """Enter opens the entry a certificate was given with."""

    ACTIONS = (
        Action("print", Message("Certificate"), ("p",), why_not=lambda s: s.why_not_any()),
        Action("pnd53", Message("PND 53"), ("5",)),
        Action("pnd3", Message("PND 3"), ("3",)),
        Action("pnd2", Message("PND 2"), ("2",), shown=False),
        Action("file", Message("File"), ("x",)),
        Action("pay", Message("Pay over"), ("y",), right="journal"),
        BEFORE,
        NEXT,
    )

    def heading(self) -> str:
        return _("Tax withheld, {month}", month=format_date(self.month, "month"))

    def aside(self) -> str:
        try:
            check_month(self.month)
        except Refused:
            return _("does not tie to the ledger")
        return _("to pay {amount}", amount=amount(unpaid_tax(self.month)))

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[Given](Message("Number"), 13, lambda r: r.row.number),
            Column[Given](Message("Date"), 9, lambda r: day(r.row.date)),
            Column[Given](Message("Payee of the income"), None, lambda r: r.row.payee_name),
            Column[Given](Message("On form"), 9, lambda r: FORMS[r.row.form]),
            Column[Given](Message("Amount paid"), 13, lambda r: amount(r.row.income), "right"),
            Column[Given](Message("Tax"), 11, lambda r: _("cancelled") if r.row.cancelled_by_id else amount(r.row.tax), "right"),
        )  # fmt: skip
        empty = Message("Nothing was withheld in this month.")
        yield WindowedList(self._listing(), columns, empty=empty, id="certificates")

    def _listing(self) -> MemoryListing[Given]:
        return MemoryListing([Given(row) for row in certificates_of(self.month)])

    def reload(self) -> None:
        self.query_one("#certificates", WindowedList).renew(self._listing())

    def why_not_any(self) -> Message | None:
        return None if self.query_one("#certificates", WindowedList).selected else Message("Nothing here.")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("entry", event.row.row.entry_id))

    def do_print(self) -> None:
        chosen: Given | None = self.query_one("#certificates", WindowedList).selected
        assert chosen is not None
        self.services.show_papers(certificate_papers(self.services.property(), chosen.row.id, PAPER))

    def _attachment(self, form: str) -> None:
        try:
            paper = attachment_paper(self.services.property(), self.month, form, PAPER)
        except Refused as refused:
            self.refuse(refused)
        else:
            self.services.show_paper(paper)

    def do_pnd53(self) -> None:
        self._attachment(PND53)

    def do_pnd3(self) -> None:
        self._attachment(PND3)

    def do_pnd2(self) -> None:
        self._attachment(PND2)

    async def do_file(self) -> None:
        options = [
            ((form, profile), _("{form} · profile {letter}", form=FORMS[form], letter=profile))
            for form in (PND53, PND3)
            for profile in PROFILES
        ]
        chosen = await self.app.push_screen_wait(ChooseDialog(Message("Which file?"), options))
        if not isinstance(chosen, tuple):
            return
        try:
            name, content = text_file(self.month, *chosen)
        except Refused as refused:
            self.refuse(refused)
        else:
            self.say(Message("Written to {file}", {"file": self.services.save_text(name, content)}))

    async def do_pay(self) -> None:
        await pay_dialog(self, Message("Pay the tax withheld"), pay_withholding, self.month)
