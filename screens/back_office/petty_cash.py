"""A fund of petty cash: its slips, top-ups and counts, with what lies in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _
from models.back_office.petty_cash import (
    COUNT,
    SLIP,
    TOP_UP,
    PettyFund,
    PettyMove,
    count_fund,
    funds,
    in_fund,
    moves,
    open_fund,
    pay_slip,
    top_up,
)
from models.back_office.posting_accounts import account_for
from models.house.lists import MemoryListing, Pages
from models.house.refusals import Answer
from models.house.staff import all_staff
from screens.back_office.vendors import account_choice
from screens.back_office.voucher import search_accounts
from screens.back_office.words import day
from screens.front_office.words import amount
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

KINDS = {SLIP: Message("Petty slip"), TOP_UP: Message("Top-up"), COUNT: Message("Count")}
NO_FUND = Message("No fund yet: f opens one.")


def _why_not(screen: PettyCashScreen) -> Message | None:
    return None if screen.fund else NO_FUND


class PettyCashScreen(DeskScreen):
    """Space goes to the next fund; Enter opens the entry of a movement."""

    ACTIONS = (
        Action("slip", Message("Petty slip"), ("n", "insert"), right="journal", why_not=_why_not),
        Action("top_up", Message("Top-up"), ("t",), right="journal", why_not=_why_not),
        Action("count", Message("Count"), ("c",), right="journal", why_not=_why_not),
        Action("fund", Message("New fund"), ("f",), right="approve_payment"),
        Action("next", Message("Next fund"), ("space",), shown=False, why_not=_why_not),
    )

    def __init__(self, fund_id: int | None = None) -> None:
        super().__init__()
        self._place = next((n for n, fund in enumerate(funds()) if fund.id == fund_id), 0)

    @property
    def fund(self) -> PettyFund | None:
        found = funds()
        return found[self._place % len(found)] if found else None

    def heading(self) -> str:
        fund = self.fund
        return f"{_('Petty cash')} · {fund.name} · {fund.custodian.login}" if fund else _("Petty cash")

    def aside(self) -> str:
        fund = self.fund
        return (
            _("{left} of {amount}", left=amount(in_fund(fund.id)), amount=amount(fund.amount)) if fund else ""
        )

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            self._listing(),
            [
                Column(Message("Date"), 10, lambda r: day(r.date)),
                Column(Message("Number"), 13, lambda r: r.number),
                Column(Message("Kind"), 10, lambda r: KINDS[r.kind].say()),
                Column(Message("What for"), None, lambda r: r.what),
                Column(Message("Account"), 7, lambda r: r.account.code),
                Column(Message("Amount"), 12, lambda r: amount(r.amount), "right"),
            ],
            empty=Message("Nothing was paid yet.") if self.fund else NO_FUND,
            id="moves",
        )

    def _listing(self) -> Pages[PettyMove]:
        fund = self.fund
        return moves(fund.id) if fund else MemoryListing([])

    def do_next(self) -> None:
        self._place += 1
        self._again()

    def _again(self) -> None:
        self.query_one("#moves", WindowedList).show(self._listing())
        self.reread()

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        if event.row.entry_id:
            self.app.push_screen(open_screen("entry", event.row.entry_id))

    async def _ask(
        self,
        title: Message,
        specs: tuple[FieldSpec, ...],
        call: Callable[[dict[str, Any]], tuple[Any, ...]],
        known: dict[str, object] | None = None,
    ) -> None:
        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            return await self.services.write(*call(values), token=token, answers=answers)

        if await self.app.push_screen_wait(FormDialog(title, specs, write, values=known)):
            self._again()

    async def do_slip(self) -> None:
        fund = self.fund
        assert fund is not None
        specs = (
            FieldSpec(
                "date", Message("Date"), "date", required=True, past=True, default=self.services.today()
            ),
            FieldSpec("what", Message("What for"), required=True, width=44, max_length=200),
            FieldSpec(
                "account", Message("Account"), "lookup", required=True, search=search_accounts, width=40
            ),
            FieldSpec("amount", Message("Amount"), "amount", required=True),
        )
        await self._ask(
            Message("Petty slip"), specs, lambda v: (pay_slip, fund.id, v["date"], v["what"], v["account"], v["amount"])
        )  # fmt: skip

    async def do_top_up(self) -> None:
        fund = self.fund
        assert fund is not None
        specs = (
            FieldSpec(
                "account", Message("From account"), "lookup", required=True, search=search_accounts, width=40
            ),
        )
        known: dict[str, object] = {"account": account_choice(account_for("bank").id)}
        await self._ask(Message("Top-up"), specs, lambda v: (top_up, fund.id, v["account"]), known)

    async def do_count(self) -> None:
        fund = self.fund
        assert fund is not None
        specs = (
            FieldSpec("counted", Message("Counted"), "amount", required=True),
            FieldSpec("note", Message("Why it differs"), width=44, max_length=200),
        )
        await self._ask(Message("Count"), specs, lambda v: (count_fund, fund.id, v["counted"], v["note"]))

    async def do_fund(self) -> None:
        staff = [(str(each.id), each.login) for each in all_staff() if each.active]
        specs = (
            FieldSpec("name", Message("Name"), required=True, width=40, max_length=60),
            FieldSpec(
                "account", Message("Account"), "lookup", required=True, search=search_accounts, width=40
            ),
            FieldSpec("amount", Message("Amount of the fund"), "amount", required=True),
            FieldSpec("custodian", Message("Custodian"), "pick", required=True, options=staff),
        )
        await self._ask(
            Message("New fund"), specs,
            lambda v: (open_fund, v["name"], v["account"], v["amount"], int(v["custodian"])),
        )  # fmt: skip
