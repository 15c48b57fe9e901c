"""Lists of stays: arrivals, in house, departures, folios, all bookings. One list, five descriptions."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

from textual.app import ComposeResult

from locales import Message, _
from models.front_office import desk_views as views
from models.front_office.desk_views import StayRow
from models.front_office.late_charges import left_lately
from models.front_office.pseudo_stays import sale_types
from models.front_office.queue import enter_queue
from models.front_office.readiness import not_ready
from models.front_office.reservations import IN_HOUSE, RESERVED, STATES, Stay
from models.house.lists import Pages
from screens.front_office.words import amount, day, guest_name
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

MOST_COUNTED = 1000  # more leave no house in a day

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
ETD = Column[StayRow](Message("ETD"), 5, lambda r: r.etd)
FLAGS = Column[StayRow](Message("Flags"), 6, lambda r: r.flags)
GROUP = Column[StayRow](Message("Group"), 6, lambda r: r.group)
COUNTRY = Column[StayRow](Message("Nat."), 4, lambda r: r.nationality)
IDENTITY = Column[StayRow](Message("ID"), 6, lambda r: _("no ID") if r.identity_missing else "")


def _ready(row: StayRow) -> str:
    return row.readiness.say() if row.state == RESERVED else STATES[row.state].say()


READY = Column[StayRow](Message("Room is"), 10, _ready, style=lambda r: "" if r.readiness.ready else "bold")

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


ALL, NOT_READY, WITHOUT_ROOM, GROUPS, ARRIVED = "all", "not ready", "without room", "groups", "arrived"
VIEWS = {
    ALL: Message("Arrivals"),
    NOT_READY: Message("Arrivals: not ready"),
    WITHOUT_ROOM: Message("Arrivals: no room"),
    GROUPS: Message("Arrivals: groups"),
    ARRIVED: Message("Arrived today"),
}


class ArrivalsScreen(_StayList):
    """Enter checks in. ``v`` goes from one view to the next, ``t`` shows who has arrived, and back."""

    TITLE_LINE = VIEWS[ALL]
    COLUMNS = (NAME, TYPE, ROOM, READY, NIGHTS, PERSONS, ETA, GROUP, IDENTITY, FLAGS)
    ACTIONS = (
        Action("check_in", Message("Check in"), ("c", "+"), right="check_in", why_not=lambda s: s.why_not_coming()),
        Action("group", Message("Whole group"), ("k",), right="check_in", why_not=lambda s: s.why_not_coming()),
        OPEN_STAY,
        OPEN_FOLIO,
        Action("view", Message("View"), ("v",)),
        Action("arrived", Message("Arrived"), ("t",)),
        Action("queue_stay", Message("Put in the queue"), ("q",), right="check_in", why_not=lambda s: s.why_not_coming()),
    )  # fmt: skip
    order = views.BY_NAME
    view = ALL

    def heading(self) -> str:
        n = views.arrival_counts(self.services.today())
        counts = _(
            "{n} to come · {open} not ready · {none} no room",
            n=n.to_come,
            open=n.not_ready,
            none=n.without_room,
        )
        return f"{VIEWS[self.view].say()} · {counts}"

    def aside(self) -> str:
        return _("{n} arrived", n=views.arrival_counts(self.services.today()).arrived)

    def where(self) -> object:
        today = self.services.today()
        coming = views.due_in(today)
        return {
            ALL: coming,
            NOT_READY: coming & not_ready(today),
            WITHOUT_ROOM: coming & Stay.room.is_null(),
            GROUPS: coming & views.in_groups(),
            ARRIVED: views.arrived(today),
        }[self.view]

    def why_not_coming(self) -> Message | None:
        row = self.selected
        return None if row and row.state == RESERVED else Message("Choose somebody who has not arrived.")

    def _look_at(self, view: str) -> None:
        self.view = view
        self.query_one("#stays", WindowedList).show(self.listing())
        self._draw_frame()

    def do_view(self) -> None:
        coming = (ALL, NOT_READY, WITHOUT_ROOM, GROUPS)
        at = coming.index(self.view) if self.view in coming else -1
        self._look_at(coming[(at + 1) % len(coming)])

    def do_arrived(self) -> None:
        self._look_at(ALL if self.view == ARRIVED else ARRIVED)

    def do_check_in(self) -> None:
        if self.selected:
            self.app.push_screen(open_screen("check-in", self.selected.stay_id))

    def do_group(self) -> None:
        assert self.selected
        self.app.push_screen(open_screen("group check-in", self.selected.stay_id))

    async def do_queue_stay(self) -> None:
        if self.selected and await self.submit(enter_queue, self.selected.stay_id):
            self.say(Message("The guest waits; housekeeping sees it."))

    def open_row(self, row: StayRow) -> None:
        self.app.push_screen(open_screen("check-in" if row.state == RESERVED else "folio", row.stay_id))


class InHouseScreen(_StayList):
    TITLE_LINE = Message("In house")
    COLUMNS = (ROOM, TYPE, NAME, COUNTRY, ARRIVAL, DEPARTURE, PERSONS, BALANCE, FLAGS)

    def aside(self) -> str:
        rooms, persons = views.persons_in_house()
        return _("{rooms} rooms, {persons} persons", rooms=rooms, persons=persons)

    def where(self) -> object:
        return views.GUESTS & (Stay.state == IN_HOUSE)


class DeparturesScreen(_StayList):
    """``v`` shows who has left and may still be charged, with the folios that stand open; there ``p`` posts."""

    TITLE_LINE = Message("Departures")
    ACTIONS = (
        Action("check_out", Message("Check out"), ("c", "-"), right="check_in"),
        OPEN_STAY,
        OPEN_FOLIO,
        Action("view", Message("To leave / left"), ("v",)),
        Action("late", Message("Late charge"), ("p",), right="post", why_not=lambda s: s.why_not_left()),
    )
    left = False

    def heading(self) -> str:
        return _("Departures: left, open folios") if self.left else super().heading()

    def why_not_left(self) -> Message | None:
        row = self.selected
        if row and row.state == "checked out":
            return None
        return Message("Choose somebody who has left: v shows them.")

    def why_not_in_house(self) -> Message | None:
        return None if self.left and self.selected else super().why_not_in_house()

    def do_view(self) -> None:
        self.left = not self.left
        self.query_one("#stays", WindowedList).show(self.listing())
        self._draw_frame()

    def do_late(self) -> None:
        assert self.selected
        self.app.push_screen(open_screen("folio", self.selected.stay_id, "post"))

    def open_row(self, row: StayRow) -> None:
        self.app.push_screen(open_screen("folio", row.stay_id))

    @property
    def COLUMNS(self) -> tuple[Column[StayRow], ...]:  # type: ignore[override]
        late = Column[StayRow](
            Message("Leaves"), 10, self._leaves, style=lambda r: "bold" if self._late(r) else ""
        )
        return (ROOM, TYPE, NAME, ARRIVAL, NIGHTS, late, BALANCE, FLAGS)

    def _late(self, row: StayRow) -> bool:
        return row.late(self.services.now(), self.services.property())

    def _leaves(self, row: StayRow) -> str:
        if row.state == "checked out":
            return day(row.departure)
        return " ".join(filter(None, [row.etd, _("late") if self._late(row) else ""]))

    def aside(self) -> str:
        rows = self.listing().first(MOST_COUNTED)
        late = sum(1 for row in rows if self._late(row))
        owed = sum((row.balance for row in rows), Decimal("0.00"))
        if self.left:
            return _("{n} left · {owed} owed", n=len(rows), owed=amount(owed))
        return _("{n} to leave · {late} late · {owed} owed", n=len(rows), late=late, owed=amount(owed))

    def where(self) -> object:
        if self.left:
            return views.GUESTS & left_lately(self.services.today())
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
        return ((Stay.state == IN_HOUSE) | left_today) & Stay.room_type.not_in(sale_types())

    def why_not_in_house(self) -> Message | None:
        return None if self.selected else Message("Nothing here.")

    def open_row(self, row: StayRow) -> None:
        self.app.push_screen(open_screen("folio", row.stay_id))


class BookingsScreen(_StayList):
    """Every booking from today on; a search reaches those of the past too."""

    TITLE_LINE = Message("Bookings")
    COLUMNS = (ARRIVAL, DEPARTURE, NAME, TYPE, ROOM, STATE, NUMBER)
    order = views.BY_ARRIVAL

    def where(self) -> Any:
        bookings = Stay.room_type.not_in(sale_types())
        return bookings if self._text else bookings & (Stay.arrival >= self.services.today())

    def search(self) -> Callable[[str], Pages[StayRow]]:
        return lambda text: views.find_stays(text, Stay.room_type.not_in(sale_types()), self.order)
