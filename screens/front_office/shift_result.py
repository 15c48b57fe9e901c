"""What was counted against what was expected; count again, or close."""

from __future__ import annotations

from decimal import Decimal

from textual.app import ComposeResult

from locales import Message, _
from models.front_office.till import CashierShift
from models.front_office.till.closing import Result, results
from models.front_office.till.drops import CHEQUE
from models.front_office.till.views import report_of
from models.house.lists import MemoryListing
from screens.front_office.shift_forms import close_dialog
from screens.front_office.words import amount, name_of
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


class ShiftResultScreen(DeskScreen):
    ACTIONS = (
        Action("close", Message("Close the shift"), ("l", "f9"), right="pay"),
        Action("count_again", Message("Count again"), ("c",), right="pay"),
    )

    def __init__(self, shift_id: int) -> None:
        super().__init__()
        self.shift: CashierShift = CashierShift.get_by_id(shift_id)

    def heading(self) -> str:
        return _("Counted · drawer {n} · {number}", n=self.shift.drawer.number, number=self.shift.number)

    def aside(self) -> str:
        difference = sum((r.variance for r in results(self.shift) if r.figure.code == "CASH"), Decimal(0))
        if not difference:
            return _("the cash is right")
        said = amount(abs(difference))
        return _("over by {amount}", amount=said) if difference > 0 else _("short by {amount}", amount=said)

    def compose_body(self) -> ComposeResult:
        columns: list[Column[Result]] = [
            Column(Message("Method"), None, lambda r: f"{name_of(r.figure)} {r.figure.currency}"),
            Column(Message("Recorded"), 9, lambda r: "" if r.figure.is_cash else str(r.figure.papers), "right"),
            Column(Message("Slips"), 6, lambda r: "" if r.figure.is_cash else str(r.slips), "right"),
            Column(Message("Expected"), 13, lambda r: amount(r.figure.expected), "right"),
            Column(Message("Counted"), 13, lambda r: amount(r.counted), "right"),
            Column(Message("Difference"), 12, lambda r: amount(r.variance), "right", style=_wrong),
        ]  # fmt: skip
        yield WindowedList(MemoryListing(results(self.shift)), columns, id="results")

    def reload(self) -> None:
        self.query_one("#results", WindowedList).renew(MemoryListing(results(self.shift)))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        self.perform_by_id("close")

    def do_count_again(self) -> None:
        self.app.switch_screen(open_screen("count", self.shift.id))

    async def do_close(self) -> None:
        found = results(self.shift)
        dropping = any(r.counted and (r.figure.is_cash or r.figure.code == CHEQUE) for r in found)
        if await self.app.push_screen_wait(close_dialog(self.services, self.shift, found[0], dropping)):
            paper = report_of(self.shift.id)
            assert paper is not None
            services = self.services
            self.dismiss(None)
            services.show_paper(paper)


def _wrong(row: Result) -> str:
    return "bold" if row.variance else ""
