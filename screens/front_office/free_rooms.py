"""F3: which rooms are free from when to when, and the prices of the types."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from textual.app import ComposeResult

from locales import Message, _
from models.front_office.desk_views import room_codes
from models.front_office.inventory import availability, free_rooms
from models.front_office.rates import price, rate_code
from models.front_office.reservations import MOST_NIGHTS, nights_between
from models.front_office.rooms import RoomType, room_types
from models.house.lists import MemoryListing
from models.house.refusals import Refused
from screens.front_office.words import ROOM_CODES, amount, day, name_of
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


@dataclass(frozen=True)
class FreeRoom:
    number: str
    room_type: str
    type_name: str
    code: str
    price: str

    @property
    def key(self) -> tuple[str]:
        return (self.number,)


class FreeRoomsScreen(DeskScreen):
    ACTIONS = (
        Action("dates", Message("Dates"), ("t", "space")),
        Action(
            "walk_in_here", Message("Walk-in"), ("+",), right="check_in", why_not=lambda s: s.why_not_today()
        ),
        Action("book_here", Message("Book"), ("*", "b"), right="book", why_not=lambda s: s.why_not_any()),
    )

    def __init__(self) -> None:
        super().__init__()
        self.arrival: datetime.date | None = None
        self.departure: datetime.date | None = None

    def dates(self) -> tuple[datetime.date, datetime.date]:
        arrival = self.arrival or self.services.today()
        return arrival, self.departure or arrival + datetime.timedelta(days=1)

    def heading(self) -> str:
        arrival, departure = self.dates()
        return _("Free rooms {arrival}–{departure}", arrival=day(arrival), departure=day(departure))

    def aside(self) -> str:
        arrival, departure = self.dates()
        nights = nights_between(arrival, departure) or [arrival]
        table = availability(nights[0], nights[-1])
        codes = [t.code for t in room_types()]
        return "  ".join(f"{code} {min(table[n, code].available for n in nights)}" for code in codes)

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            MemoryListing(self._rows()),
            [
                Column(Message("Room"), 6, lambda r: r.number),
                Column(Message("Type"), 5, lambda r: r.room_type),
                Column(Message("Name"), None, lambda r: r.type_name),
                Column(Message("State"), 22, _state),
                Column(Message("BAR, 2 persons"), 15, lambda r: r.price, "right"),
            ],
            empty=Message("No room is free on all these nights."),
            id="free",
        )

    def _rows(self) -> list[FreeRoom]:
        arrival, departure = self.dates()
        rooms = free_rooms(None, arrival, departure)
        codes = room_codes(arrival) if arrival == self.services.today() else {}  # no one knows a later day's
        prices: dict[int, str] = {}
        for room in rooms:
            if room.room_type_id not in prices:
                prices[room.room_type_id] = _bar(room.room_type, arrival)
        return [
            FreeRoom(
                r.number,
                r.room_type.code,
                name_of(r.room_type),
                codes.get(r.number, ""),
                prices[r.room_type_id],
            )
            for r in rooms
        ]

    @property
    def _list(self) -> WindowedList[FreeRoom]:
        return self.query_one("#free", WindowedList)

    def reload(self) -> None:
        self._list.renew(MemoryListing(self._rows()))

    def why_not_any(self) -> Message | None:
        return None if self._list.selected else Message("No room is free on all these nights.")

    def why_not_today(self) -> Message | None:
        if self.dates()[0] != self.services.today():
            return Message("A walk-in arrives today; this search starts later.")
        return self.why_not_any()

    async def do_dates(self) -> None:
        arrival, departure = self.dates()
        specs = (
            FieldSpec("arrival", Message("Arrival"), "date", required=True),
            FieldSpec("departure", Message("Departure"), "date", required=True, after="arrival"),
        )
        dialog = FormDialog(
            Message("Which nights?"), specs, values={"arrival": arrival, "departure": departure}
        )
        values = await self.app.push_screen_wait(dialog)
        if values and (values["departure"] - values["arrival"]).days > MOST_NIGHTS:  # type: ignore[operator]
            self.say(Message("A stay has at most {n} nights.", {"n": MOST_NIGHTS}), "warning")
        elif values:
            self.arrival, self.departure = values["arrival"], values["departure"]  # type: ignore[assignment]
            self.reread()

    def do_book_here(self) -> None:
        assert self._list.selected
        self.app.push_screen(open_screen("booking", self._list.selected.number, *self.dates()))

    def do_walk_in_here(self) -> None:
        assert self._list.selected
        self.app.push_screen(open_screen("walk-in", self._list.selected.number, *self.dates()))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("booking", event.row.number, *self.dates()))


def _bar(kind: RoomType, night: datetime.date) -> str:
    try:
        return amount(price(rate_code("BAR"), kind, night, 2))
    except Refused:
        return "–"


def _state(row: FreeRoom) -> str:
    return f"{row.code} {ROOM_CODES[row.code].say()}" if row.code else ""
