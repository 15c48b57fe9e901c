"""One date in full: every figure of availability by type, and the closures, blocks and bookings behind them."""

from __future__ import annotations

import datetime
from dataclasses import replace

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.dates import format_date
from locales.thai_text import fold
from models.front_office.availability_views import (
    BLOCK,
    BOOKING,
    CLOSURE,
    Behind,
    DayFigures,
    behind,
    day_figures,
    occupancy,
    occupancy_base,
)
from models.front_office.blocks import STATUSES
from models.front_office.inventory import HOUSE
from models.front_office.reservations import STATES
from models.house.lists import MemoryListing
from screens.front_office.one_day import DATES, DAY_AFTER, DAY_BEFORE, OneDay
from screens.front_office.words import ROOM_CODES, day
from screens.kit.actions import Action
from screens.kit.dialogs import MessageDialog
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen, screen_class

MOST_TYPES = 9  # lines of the upper list
KINDS = {CLOSURE: Message("Closure"), BLOCK: Message("Block"), BOOKING: Message("Booking")}
LEGEND = (
    ("Phys", Message("physical rooms")),
    ("OOO", Message("out of order")),
    ("Inv", Message("inventory: physical less out of order")),
    ("Lim", Message("sell limit: physical and overbooking allowance")),
    ("Bkd", Message("in house and booked, outside blocks")),
    ("Blk", Message("rooms of blocks, picked up or not")),
    ("Ded", Message("deducted: booked and blocks")),
    ("Avl", Message("available: inventory less deducted")),
    ("Max", Message("maximum: available and overbooking allowance")),
    ("Ten", Message("not deducted: tentative and not guaranteed")),
    ("Min", Message("minimum: maximum less not deducted")),
    ("Arr", Message("arrivals")),
    ("Dep", Message("departures")),
    ("SO", Message("stay-overs")),
    ("Occ", Message("occupancy in per cent")),
)
_DAY = datetime.timedelta(days=1)


class DateScreen(OneDay):
    ACTIONS = (
        replace(DAY_BEFORE, shown=True),
        DAY_AFTER,
        DATES,
        Action("booking", Message("Book"), ("n", "f7"), run="do_book_here", right="book", commands=(Message("book"),)),
        Action("chart", Message("Tape chart"), ("c",)),
        Action("legend", Message("Legend"), ("l",)),
        Action("other_part", Message("Other list"), ("tab",)),
    )  # fmt: skip

    def __init__(self, date: datetime.date | None = None, room_type: str = HOUSE) -> None:
        super().__init__(date)
        self._type = room_type

    def heading(self) -> str:
        return _("Availability, {day}", day=format_date(self.date, "weekday"))

    def aside(self) -> str:
        return self._type or _("House")

    def compose_body(self) -> ComposeResult:
        self._figures = day_figures(self.date)
        base = occupancy_base()
        columns: list[Column[DayFigures]] = [
            Column(Message("Type"), 5, lambda r: r.cell.room_type or _("House")),
            Column(Message("Phys"), 4, lambda r: str(r.cell.physical), "right"),
            Column(Message("OOO"), 3, lambda r: str(r.cell.out_of_order), "right"),
            Column(Message("Inv"), 4, lambda r: str(r.cell.inventory), "right"),
            Column(Message("Lim"), 4, lambda r: str(r.cell.sell_limit), "right"),
            Column(Message("Bkd"), 4, lambda r: str(r.cell.booked), "right"),
            Column(Message("Blk"), 3, lambda r: str(r.cell.block), "right"),
            Column(Message("Ded"), 4, lambda r: str(r.cell.deducted), "right"),
            Column(Message("Avl"), 4, lambda r: str(r.cell.available), "right"),
            Column(Message("Max"), 4, lambda r: str(r.cell.maximum), "right"),
            Column(Message("Ten"), 3, lambda r: str(r.cell.tentative), "right"),
            Column(Message("Min"), 4, lambda r: str(r.cell.minimum), "right"),
            Column(Message("Arr"), 3, lambda r: str(r.arrivals), "right"),
            Column(Message("Dep"), 3, lambda r: str(r.departures), "right"),
            Column(Message("SO"), 3, lambda r: str(r.stay_overs), "right"),
            Column(Message("Occ"), 4, lambda r: occupancy(r.cell, base), "right"),
        ]
        figures = WindowedList(MemoryListing(self._figures), columns, id="figures")
        figures.styles.height = 1 + min(len(self._figures), MOST_TYPES)
        yield figures
        yield WindowedList(
            MemoryListing(self._rows()),
            [
                Column(Message("What"), 8, lambda r: KINDS[r.kind].say()),
                Column(Message("Type"), 5, lambda r: r.room_type),
                Column(Message("Room"), 5, lambda r: r.room),
                Column(Message("Name"), None, _name),
                Column(Message("From"), 9, lambda r: day(r.first)),
                Column(Message("Until"), 9, lambda r: day(r.until)),
                Column(Message("State"), 12, _state),
                Column(Message("Rms"), 4, lambda r: str(r.rooms) if r.deducts else f"({r.rooms})", "right"),
            ],
            search=self._search,
            empty=Message("Nothing takes a room on this date."),
            id="behind",
        )

    def _rows(self) -> list[Behind]:
        return behind(self.date, self._type)

    @property
    def _upper(self) -> WindowedList[DayFigures]:
        return self.query_one("#figures", WindowedList)

    @property
    def _lower(self) -> WindowedList[Behind]:
        return self.query_one("#behind", WindowedList)

    def on_mount(self) -> None:
        self._upper.focus()
        self._upper.select((self._type,))

    def reload(self) -> None:
        self._figures = day_figures(self.date)
        self._upper.renew(MemoryListing(self._figures))
        self._lower.renew(MemoryListing(self._rows()))

    def _search(self, text: str) -> MemoryListing[Behind]:
        word = fold(text)
        return MemoryListing([r for r in self._rows() if word in fold(f"{r.name_th} {r.name_en} {r.room}")])

    def on_windowed_list_highlighted(self, event: WindowedList.Highlighted) -> None:
        if event.widget is self._upper and event.row is not None and event.row.cell.room_type != self._type:
            self._type = event.row.cell.room_type
            self._lower.show(MemoryListing(self._rows()))
            self._draw_frame()

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        row = event.row
        if event.widget is self._upper:
            self._lower.focus()
        elif row.kind == CLOSURE:
            self.app.push_screen(open_screen("tape chart", row.room, row.first))
        else:
            self.app.push_screen(open_screen("stay" if row.kind == BOOKING else "group", row.opens))

    def do_other_part(self) -> None:
        (self._upper if self.focused is self._lower else self._lower).focus()

    def do_chart(self) -> None:
        self.app.push_screen(open_screen("tape chart", "", self.date))

    def do_legend(self) -> None:
        lines = [f"{short:<5} {meaning.say()}" for short, meaning in LEGEND]
        self.app.push_screen(MessageDialog("\n".join([*lines, _("(1): in the list, but not deducted")])))

    def do_book_here(self) -> None:
        arrival = max(self.date, self.services.today())
        given = {"room_type": self._type} if self._type != HOUSE else {}
        booking = screen_class("booking")
        self.app.push_screen(booking("", arrival, arrival + _DAY, **given))  # type: ignore[call-arg, arg-type]


def _name(row: Behind) -> str:
    return row.name_th if current_language() == "th" else row.name_en


def _state(row: Behind) -> str:
    words = {CLOSURE: ROOM_CODES, BLOCK: STATUSES, BOOKING: STATES}[row.kind]
    return words[row.state].say()
