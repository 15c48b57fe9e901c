"""Guests by the month: what the month comes to, looked at first and then posted; contracts and their bills."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office.monthly import (
    ELECTRICITY,
    WATER,
    MonthlyBill,
    MonthlyContract,
    agree_contract,
    bill_departure,
    bill_month,
    first_of,
    month_words,
    monthly_bills,
)
from models.front_office.monthly.papers import monthly_bill_paper
from models.front_office.reservations import Stay, change_dates
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.words import amount, day, guest_name
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


def _used(bill: MonthlyBill, kind: str) -> str:
    """``1,204.00``, with a tick once it is posted; ``?`` where the meter has not been read."""
    use = next((u for u in bill.usage if u.kind == kind), None)
    if use is None:
        return ""
    if use.amount is None:
        return "?"
    return amount(use.amount) + ("✓" if use.billed else " ")


class MonthlyGuestsScreen(DeskScreen):
    ACTIONS = (
        Action("post_month", Message("Post the month"), ("p",), right="post", danger=True),
        Action("bill", Message("Bill"), ("i",), why_not=lambda s: s.why_not()),
        Action("month", Message("Month"), ("m",)),
        Action("contract", Message("Contract"), ("c",), right="book", why_not=lambda s: s.why_not()),
        Action("extend", Message("Extend"), ("t",), right="book", why_not=lambda s: s.why_not_here()),
        Action("leaving", Message("Bill on leaving"), ("o",), right="post", why_not=lambda s: s.why_not_here()),
        Action("folio", Message("Folio"), ("b",), shown=False, why_not=lambda s: s.why_not()),
        Action("readings", Message("Meter readings"), ("r",), right="housekeeping"),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._month: datetime.date | None = None

    @property
    def month(self) -> datetime.date:
        return self._month or first_of(self.services.today())

    def heading(self) -> str:
        return _("Monthly guests · {month}", month=month_words(self.month))

    def aside(self) -> str:
        return _("✓ posted   ? not read")

    def compose_body(self) -> ComposeResult:
        columns = [
            Column[MonthlyBill](Message("Room"), 5, lambda r: r.room),
            Column[MonthlyBill](Message("Guest"), None, guest_name),
            Column[MonthlyBill](Message("Nts"), 3, lambda r: str(r.nights), "right"),
            Column[MonthlyBill](Message("Rent"), 11, lambda r: amount(r.rent), "right"),
            Column[MonthlyBill](Message("Water"), 10, lambda r: _used(r, WATER), "right"),
            Column[MonthlyBill](Message("Electricity"), 11, lambda r: _used(r, ELECTRICITY), "right"),
            Column[MonthlyBill](Message("Balance"), 12, lambda r: amount(r.balance), "right"),
            Column[MonthlyBill](Message("Term until"), 13, lambda r: day(r.term_until), min_screen_width=100),
        ]
        yield WindowedList(
            MemoryListing(monthly_bills(self.month)),
            columns,
            empty=Message("No guest by the month."),
            id="bills",
        )

    @property
    def _list(self) -> WindowedList[MonthlyBill]:
        return self.query_one("#bills", WindowedList)

    @property
    def row(self) -> MonthlyBill:
        row = self._list.selected
        assert row is not None
        return row

    def reload(self) -> None:
        self._list.renew(MemoryListing(monthly_bills(self.month)))

    def why_not(self) -> Message | None:
        return None if self._list.selected else Message("Nothing here.")

    def why_not_here(self) -> Message | None:
        return self.why_not() or (None if self.row.in_house else Message("This guest is not in house."))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        self.do_bill()

    def do_bill(self) -> None:
        language = Stay.get_by_id(self.row.stay_id).guest.papers_language
        self.services.show_paper(monthly_bill_paper(self.services.property(), self.row, language))

    async def do_post_month(self) -> None:
        posted = await self.submit(bill_month, self.month)
        if posted is not None:
            self.say(Message("{n} charges posted.", {"n": int(posted)}))

    async def do_leaving(self) -> None:
        if await self.submit(bill_departure, self.row.stay_id) is not None:
            self.say(Message("Posted to the folio of room {room}.", {"room": self.row.room}))

    async def do_month(self) -> None:
        spec = FieldSpec("date", Message("A day of the month"), "date", required=True, past=True)
        values = await self.app.push_screen_wait(FormDialog(Message("Month"), (spec,)))
        if values is not None and isinstance(values["date"], datetime.date):
            self._month = first_of(values["date"])
            self.reread()

    async def do_contract(self) -> None:
        stay_id = self.row.stay_id
        specs = (
            FieldSpec("rent", Message("Rent a month"), "amount", minimum=0, help=Message("Empty: as the rate says. Nights not posted yet follow.")),
            FieldSpec("term_until", Message("Term until"), "date"),
            FieldSpec("notice_days", Message("Days of notice"), "number", required=True, minimum=0, maximum=365),
            FieldSpec("note", Message("Note"), max_length=200),
        )  # fmt: skip

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            told = {**values, "note": values["note"] or ""}
            await self.services.write(agree_contract, stay_id, token=token, answers=answers, **told)
            return True

        row = MonthlyContract.get_or_none(MonthlyContract.stay == stay_id)
        first = {s.name: getattr(row, s.name) for s in specs} if row else {"notice_days": 30}
        known = {name: value for name, value in first.items() if value is not None}
        title = Message(
            "Contract · {room} {guest}", {"room": self.row.room, "guest": self.row.guest_th if current_language() == "th" else self.row.guest_en}
        )  # fmt: skip
        if await self.app.push_screen_wait(FormDialog(title, specs, write, values=known)):
            self.reread()

    async def do_extend(self) -> None:
        row = self.row
        spec = FieldSpec("departure", Message("Departure"), "date", required=True)

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            dates = (row.arrival, values["departure"])
            await self.services.write(change_dates, row.stay_id, *dates, token=token, answers=answers)
            return True

        title = Message("Stays until {date}; new departure", {"date": row.departure})
        if await self.app.push_screen_wait(FormDialog(title, (spec,), write)):
            self.say(Message("Booked until {date}.", {"date": day(Stay.get_by_id(row.stay_id).departure)}))
            self.reread()

    def do_folio(self) -> None:
        self.app.push_screen(open_screen("folio", self.row.stay_id))

    def do_readings(self) -> None:
        self.app.push_screen(open_screen("meter readings"))
