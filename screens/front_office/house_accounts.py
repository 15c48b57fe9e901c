"""House accounts: the permanent folios of the house, with what stands on them. Enter opens the folio."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _
from models.front_office.house_accounts import (
    HouseAccount,
    close_house_account,
    house_accounts,
    open_house_account,
)
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.words import amount, day, guest_name
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ConfirmDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


class HouseAccountsScreen(DeskScreen):
    ACTIONS = (
        Action("new", Message("New account"), ("n", "insert"), right="set_up"),
        Action("shut", Message("Close account"), ("x",), right="set_up", why_not=lambda s: s.why_not_any()),
    )

    def heading(self) -> str:
        return _("House accounts")

    def aside(self) -> str:
        return _("balance {balance}", balance=amount(sum((r.balance for r in house_accounts()), Decimal(0))))

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[HouseAccount](Message("Folio"), 8, lambda r: r.room),
            Column[HouseAccount](Message("Name"), None, guest_name),
            Column[HouseAccount](Message("Since"), 9, lambda r: day(r.opened_on)),
            Column[HouseAccount](Message("Balance"), 14, lambda r: amount(r.balance), "right"),
        )
        yield WindowedList(
            MemoryListing(house_accounts()),
            columns,
            empty=Message("There is no house account."),
            id="accounts",
        )

    @property
    def _list(self) -> WindowedList[HouseAccount]:
        return self.query_one("#accounts", WindowedList)

    def reload(self) -> None:
        self._list.renew(MemoryListing(house_accounts()))

    def why_not_any(self) -> Message | None:
        return None if self._list.selected else Message("There is no house account.")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("folio", event.row.stay_id))

    async def do_new(self) -> None:
        specs = (FieldSpec("name", Message("Name"), required=True, max_length=80, width=40),)

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            return await self.services.write(open_house_account, values["name"], token=token, answers=answers)

        if await self.app.push_screen_wait(FormDialog(Message("New house account"), specs, write)):
            self.reread()

    async def do_shut(self) -> None:
        row = self._list.selected
        assert row is not None
        question = Message("Close the house account {name}?", {"name": guest_name(row)})
        if await self.app.push_screen_wait(ConfirmDialog(question)):
            await self.submit(close_house_account, row.stay_id)
