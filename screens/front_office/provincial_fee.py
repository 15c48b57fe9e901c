"""The provincial hotel fee of a month, guest by guest (อบจ.รร.๖): on the screen, on paper, as a file."""

from __future__ import annotations

import datetime
from decimal import Decimal

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.dates import format_date
from models.front_office.provincial_fee_list import FeeLine, fee_csv, fee_list, fee_paper, month_of
from models.house.lists import MemoryListing
from screens.front_office.words import amount, day, guest_name
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.windowed_list import Column, WindowedList

_DAY = datetime.timedelta(days=1)


class ProvincialFeeListScreen(DeskScreen):
    ACTIONS = (
        Action("print", Message("Print"), ("i",)),
        Action("csv", Message("CSV file"), ("v",)),
        Action("before", Message("Month before"), ("[",)),
        Action("after", Message("Month after"), ("]",)),
    )

    def __init__(self, date: datetime.date | None = None) -> None:
        super().__init__()
        self._date = date

    @property
    def date(self) -> datetime.date:
        return self._date or self.services.today()

    def heading(self) -> str:
        return _("Provincial hotel fee · {month}", month=format_date(self.date, "month"))

    def aside(self) -> str:
        return amount(sum((line.fee for line in self._lines), Decimal("0.00")))

    def compose_body(self) -> ComposeResult:
        columns: list[Column[FeeLine]] = [
            Column(Message("Guest"), None, guest_name),
            Column(Message("Arrival"), 9, lambda r: day(r.arrived.date()) if r.arrived else ""),
            Column(Message("Days"), 5, lambda r: str(r.nights), "right"),
            Column(
                Message("Room price"), 11, lambda r: amount(r.price) if r.price is not None else "–", "right"
            ),
            Column(Message("Room charge"), 12, lambda r: amount(r.room_total), "right"),
            Column(Message("Fee"), 10, lambda r: amount(r.fee), "right"),
        ]
        yield WindowedList(
            self._listing(), columns, id="fees", empty=Message("No fee was posted in this month.")
        )

    def _listing(self) -> MemoryListing[FeeLine]:
        self._lines = fee_list(*month_of(self.date))
        return MemoryListing(self._lines)

    def reload(self) -> None:
        self.query_one("#fees", WindowedList).renew(self._listing())

    def do_print(self) -> None:
        self.services.show_paper(fee_paper(self.services.property(), self.date, current_language()))

    def do_csv(self) -> None:
        name = f"pao-rr6-{self.date:%Y-%m}.csv"
        file = self.services.save_text(name, fee_csv(self.services.property(), self.date))
        self.say(Message("Written to {file}", {"file": file}))

    def do_before(self) -> None:
        self._date = month_of(self.date)[0] - _DAY
        self.reread()

    def do_after(self) -> None:
        self._date = month_of(self.date)[1] + _DAY
        self.reread()
