"""Which account the back office posts to for each purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.back_office.posting_accounts import PURPOSES, posting_accounts, set_posting_account
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.back_office.voucher import search_accounts
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList


@dataclass(frozen=True)
class PurposeRow:
    purpose: str
    code: str
    account: str

    @property
    def key(self) -> tuple[str]:
        return (self.purpose,)


class PostingAccountsScreen(DeskScreen):
    ACTIONS = (Action("edit", Message("Edit"), ("e",), right="set_up"),)

    def heading(self) -> str:
        return _("Posting accounts")

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            self._listing(),
            [
                Column(Message("Purpose"), 36, lambda r: PURPOSES[r.purpose].name.say()),
                Column(Message("Code"), 6, lambda r: r.code),
                Column(Message("Account"), None, lambda r: r.account),
            ],
            id="purposes",
        )

    def _listing(self) -> MemoryListing[PurposeRow]:
        named = posting_accounts()
        rows = []
        for purpose in PURPOSES:
            kept = named.get(purpose)
            rows.append(
                PurposeRow(purpose, kept.code, kept.name(current_language()))
                if kept
                else PurposeRow(purpose, "–", "")
            )
        return MemoryListing(rows)

    def reload(self) -> None:
        self.query_one("#purposes", WindowedList).renew(self._listing())

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        self.perform_by_id("edit")

    async def do_edit(self) -> None:
        row = self.query_one("#purposes", WindowedList).selected
        if row is None:
            return

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(
                set_posting_account, row.purpose, values["account"], token=token, answers=answers
            )
            return True

        spec = FieldSpec("account", Message("Account"), "lookup", required=True, search=search_accounts)
        if await self.app.push_screen_wait(FormDialog(PURPOSES[row.purpose].name, (spec,), write)):
            self.reread()
