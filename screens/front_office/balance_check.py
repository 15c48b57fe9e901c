"""Balance check: what does not agree per ledger, per cashier, of departed guests, in single lines; Enter leads there."""

from __future__ import annotations

from textual.app import ComposeResult

from locales import Message, _
from models.front_office.three_ledgers import GROUPS, BalanceFinding, balance_check
from models.house.lists import MemoryListing
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.windowed_list import Column, WindowedList


class BalanceCheckScreen(DeskScreen):
    ACTIONS = (Action("check_again", Message("Check again"), ("r",)),)

    def heading(self) -> str:
        return _("Balance check")

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            MemoryListing(balance_check()),
            [
                Column(Message("Balance of"), 15, lambda r: str(GROUPS[r.group])),
                Column(Message("Finding"), None, lambda r: r.message.say()),
                Column(Message("Enter leads to"), 16, lambda r: f":{r.jump}" if r.jump else ""),
            ],
            empty=Message("Every balance agrees."),
            id="findings",
        )

    def reload(self) -> None:
        self.query_one("#findings", WindowedList).renew(MemoryListing(balance_check()))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        row: BalanceFinding = event.row
        if row.jump:
            self.run_line(row.jump)

    def do_check_again(self) -> None:
        self.reread()
