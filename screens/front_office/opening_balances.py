"""Opening balances: what the old program's lists have brought in, account by account; here the opening is closed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office.opening_balances import (
    CLEARING,
    Brought,
    close_opening,
    opening_closed_on,
    opening_so_far,
)
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.back_office.words import credit_of, debit_of
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ConfirmDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


def _why_not_close(_screen: object) -> Message | None:
    date = opening_closed_on()
    return Message("The opening was closed on {date}: nothing more is brought forward.", {"date": date}) if date else None  # fmt: skip


class OpeningBalancesScreen(DeskScreen):
    ACTIONS = (
        Action("lists", Message("Take lists in"), ("i",), right="set_up"),
        Action("shut", Message("Close the opening"), ("x",), right="set_up", why_not=_why_not_close),
    )

    def heading(self) -> str:
        return _("Opening balances")

    def aside(self) -> str:
        closed = opening_closed_on()
        if closed is not None:
            return _("closed on {date}", date=day(closed))
        return _("to explain: {amount}", amount=amount(self._rest()))

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[Brought](Message("Account"), 8, lambda r: r.code),
            Column[Brought](
                Message("Name"), None, lambda r: r.name_th if current_language() == "th" else r.name_en
            ),
            Column[Brought](Message("Debit"), 16, lambda r: debit_of(r.amount), "right"),
            Column[Brought](Message("Credit"), 16, lambda r: credit_of(r.amount), "right"),
        )
        empty = Message("Nothing has been brought forward. Lists are taken in under :import.")
        yield WindowedList(MemoryListing(opening_so_far()), columns, empty=empty, id="brought")

    def reload(self) -> None:
        self.query_one("#brought", WindowedList).renew(MemoryListing(opening_so_far()))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("account", event.row.account_id))

    def do_lists(self) -> None:
        self.app.push_screen(open_screen("import"))

    @staticmethod
    def _rest() -> Decimal:
        return next((row.amount for row in opening_so_far() if row.code == CLEARING), Decimal("0.00"))

    async def do_shut(self) -> None:
        rest = self._rest()
        if not rest:
            question = Message("Close the opening for good?")
            if await self.app.push_screen_wait(ConfirmDialog(question, danger=True)):
                await self.submit(close_opening)
            return
        specs = (
            FieldSpec("equity", Message("Equity account"), max_length=10, width=12),
            FieldSpec("reason", Message("Reason"), max_length=200),
        )

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(
                close_opening, values["equity"] or "", values["reason"] or "", token=token, answers=answers
            )
            return True

        title = Message("Close the opening for good? {rest} is left to explain.", {"rest": amount(rest)})
        if await self.app.push_screen_wait(FormDialog(title, specs, write)):
            self.reread()
