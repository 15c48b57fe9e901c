"""A journal voucher by hand: lines until both sides are equal, then F9."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.thai_text import fold
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from models.ledger.accounts import account as find_account
from models.ledger.accounts import chart
from models.ledger.balances import ZERO
from models.ledger.entries import write_journal_voucher
from screens.back_office.words import credit_of, debit_of
from screens.front_office.words import amount
from screens.kit.actions import Action
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
    """Accounts a hand may post to, by code or name in either language."""
    wanted = fold(text)
    found = [
        a
        for a in chart()
        if a.subledger is None and (a.code.startswith(wanted) or wanted in fold(f"{a.name_th} {a.name_en}"))
    ]
    return [(a.code, f"{a.code} {a.name(current_language())}") for a in found[:12]]


class VoucherScreen(DeskScreen):
    CAPTION = Message("Journal voucher")
    ACTIONS = (
        Action("add", Message("Add a line"), ("a", "insert")),
        Action("take_out", Message("Take out"), ("d", "delete"), why_not=lambda s: s.why_not_line()),
        Action("write", Message("Write"), ("f9",), right="journal", why_not=lambda s: s.why_not_write()),
    )

    def __init__(self) -> None:
        super().__init__()
        self._typed: list[Typed] = []
        self._numbers = 0

    @property
    def unsaved(self) -> bool:
        return bool(self._typed)

    @property
    def difference(self) -> Decimal:
        return sum((line.amount for line in self._typed), ZERO)

    def heading(self) -> str:
        return str(self.CAPTION)

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
        if len(self._typed) < 2:
            return Message("An entry needs at least two lines.")
        return (
            Message("Debits and credits differ by {amount}.", {"amount": self.difference})
            if self.difference
            else None
        )

    async def do_add(self) -> None:
        """The side that is missing is filled in already."""
        owed = -self.difference
        specs = (
            FieldSpec(
                "account", Message("Account"), "lookup", required=True, search=search_accounts, width=40
            ),
            FieldSpec("debit", Message("Debit"), "amount", minimum=Decimal("0.01")),
            FieldSpec("credit", Message("Credit"), "amount", minimum=Decimal("0.01")),
        )
        first = {"debit": owed} if owed > 0 else {"credit": -owed} if owed < 0 else None

        async def check(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:  # noqa: ARG001
            from models.house.refusals import Refused

            if (values["debit"] is None) == (values["credit"] is None):
                raise Refused("ONE_SIDE", "Type either a debit or a credit.", field="debit")
            return True

        values = await self.app.push_screen_wait(FormDialog(Message("Line"), specs, check, values=first))
        if values is None:
            return
        account = find_account(str(values["account"]))
        side = values["debit"] if values["debit"] is not None else -values["credit"]  # type: ignore[operator]
        self._numbers += 1
        self._typed.append(Typed(self._numbers, account.code, account.name(current_language()), side))  # type: ignore[arg-type]
        self.reread()
        self._list.select_last()

    def do_take_out(self) -> None:
        row = self._list.selected
        self._typed = [line for line in self._typed if line != row]
        self.reread()

    def terms(self) -> tuple[FieldSpec, ...]:
        """What is asked before it is written: its date and what it is for."""
        return (
            FieldSpec(
                "date", Message("Date"), "date", required=True, past=True, default=self.services.today()
            ),
            FieldSpec("memo", Message("What for"), required=True, width=44, max_length=200),
        )

    async def save(
        self,
        values: dict[str, Any],
        lines: list[tuple[str, Decimal]],
        token: str,
        answers: Mapping[str, Answer],
    ) -> int:
        written: int = await self.services.write(
            write_journal_voucher, values["date"], values["memo"], lines, token=token, answers=answers
        )
        return written

    async def do_write(self) -> None:
        lines = [(line.code, line.amount) for line in self._typed]
        done: list[int] = []

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            done.append(await self.save(values, lines, token, answers))
            return done

        if await self.app.push_screen_wait(FormDialog(self.CAPTION, self.terms(), write)):
            self.app.switch_screen(open_screen("entry", done[-1]))

    def do_back(self) -> None:
        if self._typed:
            self.start(self._leave())
        else:
            self.dismiss(None)

    async def _leave(self) -> None:
        if await self.app.push_screen_wait(ConfirmDialog(Message("Throw away what was typed?"), danger=True)):
            self.dismiss(None)
