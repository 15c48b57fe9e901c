"""The credit-limit list: who in house owes more than the way he will pay allows, and everybody beside the limit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office.credit_limits import Exposure, exposures, over_limit, set_stay_credit
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.words import amount
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


def _why_not_selected(screen: CreditLimitsScreen) -> Message | None:
    return None if screen.selected is not None else Message("Nothing here.")


class CreditLimitsScreen(DeskScreen):
    ACTIONS = (
        Action("all", Message("Everybody"), ("a",)),
        Action("limit", Message("Limit"), ("l",), right="pay", why_not=_why_not_selected),
    )

    def __init__(self) -> None:
        super().__init__()
        self._everybody = False

    def heading(self) -> str:
        return _("Credit limits: everybody in house") if self._everybody else _("Over the credit limit")

    def compose_body(self) -> ComposeResult:
        columns: list[Column[Exposure]] = [
            Column(Message("Room"), 6, lambda e: e.room),
            Column(Message("Guest"), None, lambda e: e.stay.guest.name(current_language())),
            Column(Message("Pays by"), 14, lambda e: e.method(current_language())),
            Column(Message("Limit"), 13, _limit, "right"),
            Column(Message("Owes"), 13, lambda e: amount(e.balance), "right"),
            Column(Message("Over by"), 12, lambda e: amount(e.over) if e.over else "", "right"),
        ]
        yield WindowedList(
            self._listing(), columns, empty=Message("Nobody owes more than the limit."), id="exposures"
        )

    def _listing(self) -> MemoryListing[Exposure]:
        return MemoryListing(exposures() if self._everybody else over_limit())

    @property
    def _list(self) -> WindowedList[Exposure]:
        return self.query_one("#exposures", WindowedList)

    @property
    def selected(self) -> Exposure | None:
        return self._list.selected

    def reload(self) -> None:
        self._list.renew(self._listing())

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("folio", event.row.stay.id))

    def do_all(self) -> None:
        self._everybody = not self._everybody
        self.reread()

    async def do_limit(self) -> None:
        """A limit of one's own for the stay, or the house's again."""
        row = self.selected
        assert row is not None
        specs = (
            FieldSpec("amount", Message("Limit"), "amount", help=Message("Empty: the limit of the house for this way to pay.")),
        )  # fmt: skip

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(
                set_stay_credit, row.stay.id, values["amount"], token=token, answers=answers
            )
            return True

        first = {"amount": row.limit} if row.own else None
        title = Message("Limit of room {room}", {"room": row.room})
        if await self.app.push_screen_wait(FormDialog(title, specs, write, values=first)):
            self.reread()


def _limit(row: Exposure) -> str:
    if row.limit is None:
        return "–"
    return f"{'* ' if row.own else ''}{amount(row.limit)}"
