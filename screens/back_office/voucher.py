"""A voucher by hand, RV, PV or JV: lines until both sides are equal, then F9; a draft is opened again until it is posted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.thai_text import fold
from models.house.lists import MemoryListing
from models.house.property import Property
from models.house.refusals import Answer
from models.ledger.accounts import account as find_account
from models.ledger.accounts import chart, chart_on
from models.ledger.balances import ZERO
from models.ledger.drafts import JV, PV, RV, VoucherTerms, terms_of, write_voucher
from models.ledger.forms import VoucherForm, form_codes
from screens.back_office.words import credit_of, debit_of
from screens.front_office.words import amount
from screens.kit.actions import Action
from screens.kit.choice_fields import Choice
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ConfirmDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


@dataclass(frozen=True)
class Typed:
    """A line typed so far; ``amount`` in baht, debit plus."""

    number: int
    code: str
    name: str
    amount: Decimal

    @property
    def key(self) -> tuple[int]:
        return (self.number,)


def search_accounts(text: str) -> list[tuple[str, str]]:
    """Accounts a hand may post to today, by code or name in either language."""
    wanted = fold(text)
    found = [
        a
        for a in chart_on(Property.the().business_date)
        if a.subledger is None and (a.code.startswith(wanted) or wanted in fold(f"{a.name_th} {a.name_en}"))
    ]
    return [(a.code, f"{a.code} {a.name(current_language())}") for a in found[:12]]


CAPTIONS = {RV: Message("Receipt voucher"), PV: Message("Payment voucher"), JV: Message("Journal voucher")}


class VoucherScreen(DeskScreen):
    CAPTION = Message("Journal voucher")
    AMOUNTS_LATER = False
    """Whether lines may wait for their amounts, as those of a template do."""
    ACTIONS = (
        Action("add", Message("Add a line"), ("a", "insert")),
        Action("change", Message("Edit"), ("e",), why_not=lambda s: s.why_not_line()),
        Action("take_out", Message("Take out"), ("d", "delete"), why_not=lambda s: s.why_not_line()),
        Action("write", Message("Write"), ("f9",), right="journal", why_not=lambda s: s.why_not_write()),
    )

    def __init__(self, series: str = JV, voucher_id: int | None = None, form_id: int | None = None) -> None:
        super().__init__()
        self._draft = terms_of(voucher_id) if voucher_id else None
        self._voucher_id = voucher_id
        self._form: VoucherForm | None = VoucherForm.get_by_id(form_id) if form_id else None
        self.series = self._draft.series if self._draft else self._form.series if self._form else series
        kept = self._draft.lines if self._draft else form_codes(form_id) if form_id else ()
        names = {a.code: a.name(current_language()) for a in chart()} if kept else {}
        self._typed = [Typed(n, code, names[code], amount) for n, (code, amount) in enumerate(kept, 1)]
        self._numbers = len(self._typed)

    @property
    def unsaved(self) -> bool:
        return bool(self._typed)

    def draft(self) -> dict[str, dict[str, str]]:
        return {
            str(line.number): {"code": line.code, "name": line.name, "amount": str(line.amount)}
            for line in self._typed
        }

    def take_draft(self, draft: Mapping[str, Mapping[str, str]]) -> None:
        self._typed = [
            Typed(int(n), line["code"], line["name"], Decimal(line["amount"])) for n, line in draft.items()
        ]
        self._numbers = max((line.number for line in self._typed), default=0)
        self.reread()

    @property
    def difference(self) -> Decimal:
        return sum((line.amount for line in self._typed), ZERO)

    @property
    def caption(self) -> Message:
        return CAPTIONS[self.series] if self.series != JV else self.CAPTION

    def heading(self) -> str:
        return self.caption.say()

    def aside(self) -> str:
        return _("difference {amount}", amount=amount(self.difference))

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            MemoryListing(self._typed),
            [
                Column(Message("Account"), 7, lambda r: r.code),
                Column(Message("Name"), None, lambda r: r.name),
                Column(Message("Debit"), 15, lambda r: debit_of(r.amount), "right"),
                Column(Message("Credit"), 15, lambda r: credit_of(r.amount), "right"),
            ],
            empty=Message("No lines yet: a adds one."),
            id="lines",
        )

    @property
    def _list(self) -> WindowedList[Typed]:
        return self.query_one("#lines", WindowedList)

    def reload(self) -> None:
        self._list.renew(MemoryListing(self._typed))

    def why_not_line(self) -> Message | None:
        return None if self._list.selected else Message("No lines yet: a adds one.")

    def why_not_write(self) -> Message | None:
        if len([line for line in self._typed if line.amount or self.AMOUNTS_LATER]) < 2:
            return Message("An entry needs at least two lines.")
        return (
            Message("Debits and credits differ by {amount}.", {"amount": self.difference})
            if self.difference
            else None
        )

    async def do_add(self) -> None:
        """The side that is missing is filled in already."""
        line = await self._line(-self.difference)
        if line is not None:
            self._numbers += 1
            self._typed.append(Typed(self._numbers, *line))
            self.reread()
            self._list.select_last()

    async def do_change(self) -> None:
        row = self._list.selected
        assert row is not None
        line = await self._line(row.amount or row.amount - self.difference, row)
        if line is not None:
            self._typed = [Typed(x.number, *line) if x == row else x for x in self._typed]
            self.reread()

    async def _line(self, first: Decimal, row: Typed | None = None) -> tuple[str, str, Decimal] | None:
        """Code, name and amount as typed in a dialog; None when given up."""
        specs = (
            FieldSpec(
                "account", Message("Account"), "lookup", required=True, search=search_accounts, width=40
            ),
            FieldSpec("debit", Message("Debit"), "amount", minimum=Decimal("0.01")),
            FieldSpec("credit", Message("Credit"), "amount", minimum=Decimal("0.01")),
        )
        shown: dict[str, object] = {"debit": first} if first > 0 else {"credit": -first} if first < 0 else {}
        if row is not None:
            shown["account"] = Choice(row.code, f"{row.code} {row.name}")

        async def check(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:  # noqa: ARG001
            from models.house.refusals import Refused

            if self.AMOUNTS_LATER and values["debit"] is None and values["credit"] is None:
                return True
            if (values["debit"] is None) == (values["credit"] is None):
                raise Refused("ONE_SIDE", "Type either a debit or a credit.", field="debit")
            return True

        dialog = FormDialog(Message("Line"), specs, check, values=shown or None)
        values: dict[str, Any] | None = await self.app.push_screen_wait(dialog)
        if values is None:
            return None
        account = find_account(str(values["account"]))
        side: Decimal = values["debit"] if values["debit"] is not None else -(values["credit"] or ZERO)
        return account.code, account.name(current_language()), side

    def do_take_out(self) -> None:
        row = self._list.selected
        self._typed = [line for line in self._typed if line != row]
        self.reread()

    def terms(self) -> tuple[FieldSpec, ...]:
        """What is asked before it is written: its date and what it is for, of money whose and how."""
        date = FieldSpec(
            "date", Message("Date"), "date", required=True, past=True, default=self.services.today()
        )
        memo = FieldSpec("memo", Message("What for"), required=True, width=44, max_length=200)
        reference = FieldSpec("reference", Message("Reference"), width=44, max_length=200)
        file = FieldSpec("file", Message("Attachment"), width=44, max_length=200)
        if self.series == JV:
            return (
                date,
                memo,
                reference,
                file,
                FieldSpec("reverse_on", Message("Reversed on"), "date", after="date"),
            )
        role = Message("Received from") if self.series == RV else Message("Pay to")
        partner = FieldSpec("partner", role, required=True, width=44, max_length=120)
        method = FieldSpec("method", Message("Method"), width=44, max_length=80)
        if self.series == RV:
            return (date, partner, memo, method, reference, file)
        why = FieldSpec("no_receipt", Message("Why no receipt"), width=44, max_length=200)
        return (date, partner, memo, method, reference, file, why)

    def first_values(self) -> dict[str, object] | None:
        """What the terms show of the draft or the form."""
        if self._draft is not None:
            return {spec.name: getattr(self._draft, spec.name) for spec in self.terms()}
        form = self._form
        return {"memo": form.memo, "partner": form.partner} if form and self.series != JV else (
            {"memo": form.memo} if form else None
        )  # fmt: skip

    async def save(
        self,
        values: dict[str, Any],
        lines: list[tuple[str, Decimal]],
        token: str,
        answers: Mapping[str, Answer],
    ) -> int | None:
        """The id of the entry; None where it is a draft that others approve."""
        terms = VoucherTerms(self.series, lines=lines, **values)
        written = await self.services.write(
            write_voucher, terms, self._voucher_id, token=token, answers=answers
        )
        return None if written[1] is None else int(written[1])

    async def do_write(self) -> None:
        lines = [(line.code, line.amount) for line in self._typed if line.amount or self.AMOUNTS_LATER]
        done: list[int | None] = []

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            done.append(await self.save(values, lines, token, answers))
            return done

        dialog = FormDialog(self.caption, self.terms(), write, values=self.first_values())
        if await self.app.push_screen_wait(dialog):
            self.leave_for(done[-1])

    def leave_for(self, entry_id: int | None) -> None:
        """Where one comes to when it is written: the entry, or the list of drafts."""
        self.app.switch_screen(open_screen("entry", entry_id) if entry_id else open_screen("vouchers"))

    def do_back(self) -> None:
        if self._typed:
            self.start(self._leave())
        else:
            self.dismiss(None)

    async def _leave(self) -> None:
        if await self.app.push_screen_wait(ConfirmDialog(Message("Throw away what was typed?"), danger=True)):
            self.dismiss(None)
