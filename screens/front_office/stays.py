"""Lists of stays: arrivals, in house, departures, folios, all bookings. One list, five descriptions."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult

from locales import Message
from models.front_office import desk_views as views
from models.front_office.desk_views import StayRow
from models.front_office.queue import enter_queue
from models.front_office.reservations import IN_HOUSE, RESERVED, STATES, Stay
from models.house.lists import Pages
from screens.front_office.words import amount, day, guest_name
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

NAME = Column[StayRow](Message("Guest"), None, guest_name)
ROOM = Column[StayRow](Message("Room"), 5, lambda r: r.room)
TYPE = Column[StayRow](Message("Type"), 4, lambda r: r.room_type)
ARRIVAL = Column[StayRow](Message("Arrival"), 9, lambda r: day(r.arrival))
DEPARTURE = Column[StayRow](Message("Departure"), 9, lambda r: day(r.departure))
NIGHTS = Column[StayRow](Message("Nts"), 3, lambda r: str(r.nights), "right")
PERSONS = Column[StayRow](Message("Pax"), 3, lambda r: str(r.persons), "right")
BALANCE = Column[StayRow](Message("Balance"), 12, lambda r: amount(r.balance), "right")
STATE = Column[StayRow](Message("State"), 11, lambda r: STATES[r.state].say())
NUMBER = Column[StayRow](Message("Booking"), 7, lambda r: r.confirmation)
ETA = Column[StayRow](Message("ETA"), 5, lambda r: r.eta)
VIP = Column[StayRow](Message("VIP"), 3, lambda r: "V" if r.vip else "")


def _ready(row: StayRow) -> str:
    if not row.room:
        return ""
    return Message("ready").say() if row.ready else Message("not yet").say()


READY = Column[StayRow](Message("Room is"), 8, _ready)

OPEN_STAY = Action("stay", Message("Booking"), ("s",), right="see_desk")
OPEN_FOLIO = Action(
    "folio", Message("Folio"), ("b",), right="see_desk", why_not=lambda s: s.why_not_in_house()
)


class _StayList(DeskScreen):
    """Enter opens the stay, or its folio when the guest is in house."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (OPEN_STAY, OPEN_FOLIO)
    TITLE_LINE: ClassVar[Message]
    COLUMNS: ClassVar[tuple[Column[StayRow], ...]]

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text

    def heading(self) -> str:
        return self.TITLE_LINE.say() + (f" · {self._text}" if self._text else "")

    def where(self) -> object | None:
        return None

    order = views.BY_ROOM

    def listing(self) -> Pages[StayRow]:
        return views.find_stays(self._text, self.where(), self.order)

    def search(self) -> Callable[[str], Pages[StayRow]]:
        return lambda text: views.find_stays(text, self.where(), self.order)

    def compose_body(self) -> ComposeResult:
        yield WindowedList(self.listing(), self.COLUMNS, search=self.search(), id="stays")

    @property
    def selected(self) -> StayRow | None:
        return self.query_one("#stays", WindowedList).selected

    def why_not_in_house(self) -> Message | None:
        row = self.selected
        return None if row and row.state == IN_HOUSE else Message("This guest is not in house.")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.open_row(event.row)

    def open_row(self, row: StayRow) -> None:
        self.app.push_screen(open_screen("folio" if row.state == IN_HOUSE else "stay", row.stay_id))

    def do_stay(self) -> None:
        if self.selected:
            self.app.push_screen(open_screen("stay", self.selected.stay_id))

    def do_folio(self) -> None:
        assert self.selected
        self.app.push_screen(open_screen("folio", self.selected.stay_id))


class ArrivalsScreen(_StayList):
    TITLE_LINE = Message("Arrivals")
    COLUMNS = (NAME, NUMBER, TYPE, ROOM, READY, NIGHTS, PERSONS, ETA, VIP)
    ACTIONS = (
        Action("check_in", Message("Check in"), ("c", "+"), right="check_in"),
        OPEN_STAY,
        Action("queue_stay", Message("Put in the queue"), ("q",), right="check_in"),
    )
    order = views.BY_NAME

    def where(self) -> object:
        return (Stay.state == RESERVED) & (Stay.arrival <= self.services.today())

    def do_check_in(self) -> None:
        if self.selected:
            self.app.push_screen(open_screen("check-in", self.selected.stay_id))

    async def do_queue_stay(self) -> None:
        if self.selected and await self.submit(enter_queue, self.selected.stay_id):
            self.say(Message("The guest waits; housekeeping sees it."))

    def open_row(self, row: StayRow) -> None:
        self.app.push_screen(open_screen("check-in", row.stay_id))


class InHouseScreen(_StayList):
    TITLE_LINE = Message("In house")
    COLUMNS = (ROOM, TYPE, NAME, ARRIVAL, DEPARTURE, PERSONS, BALANCE)

    def where(self) -> object:
        return views.GUESTS & (Stay.state == IN_HOUSE)


class DeparturesScreen(_StayList):
    TITLE_LINE = Message("Departures")
    COLUMNS = (ROOM, TYPE, NAME, ARRIVAL, NIGHTS, BALANCE)
    ACTIONS = (Action("check_out", Message("Check out"), ("c", "-"), right="check_in"), OPEN_STAY, OPEN_FOLIO)

    def where(self) -> object:
        return views.GUESTS & (Stay.state == IN_HOUSE) & (Stay.departure <= self.services.today())

    def do_check_out(self) -> None:
        if self.selected:
            self.app.push_screen(open_screen("folio", self.selected.stay_id, "check_out"))


class FoliosScreen(_StayList):
    """Folios of guests in house, and of those who left today."""

    TITLE_LINE = Message("Folios")
    COLUMNS = (ROOM, NAME, STATE, DEPARTURE, BALANCE)

    def where(self) -> object:
        left_today = (Stay.state == "checked out") & (Stay.departure == self.services.today())
        return (Stay.state == IN_HOUSE) | left_today

    def why_not_in_house(self) -> Message | None:
        return None if self.selected else Message("Nothing here.")

    def open_row(self, row: StayRow) -> None:
        self.app.push_screen(open_screen("folio", row.stay_id))


class BookingsScreen(_StayList):
    """Every booking from today on; a search reaches those of the past too."""

    TITLE_LINE = Message("Bookings")
    COLUMNS = (ARRIVAL, DEPARTURE, NAME, TYPE, ROOM, STATE, NUMBER)
    order = views.BY_ARRIVAL

    def where(self) -> object | None:
        return None if self._text else Stay.arrival >= self.services.today()

    def search(self) -> Callable[[str], Pages[StayRow]]:
        return lambda text: views.find_stays(text, None, self.order)
