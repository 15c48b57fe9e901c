"""House status: the day in figures, how it will end, and behind each figure its list."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office import desk_views as views
from models.front_office.house_status import NAMES, Figure, HouseDay, behind, house_day
from models.front_office.house_status_paper import STATES, figure_or_dash, house_status_paper
from models.house.lists import MemoryListing
from screens.front_office.stays import ARRIVAL, DEPARTURE, NAME, PERSONS, ROOM, STATE, TYPE, _StayList
from screens.front_office.words import amount
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.detail import Detail
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

_ROOM_LISTS = {
    "physical": "rooms",
    "out_of_order": "closures",
    "out_of_service": "closures",
    "held": "groups",
    "available": "availability",
    "minimum": "availability",
}


class HouseStatusScreen(DeskScreen):
    ACTIONS = (Action("paper", Message("Print"), ("p", "f9")),)

    def __init__(self) -> None:
        super().__init__()
        self._day: HouseDay | None = None

    @property
    def day(self) -> HouseDay:
        if self._day is None:
            self._day = house_day(self.services.today())
        return self._day

    def heading(self) -> str:
        return _("House status of {day}", day=self.services.today())

    def compose_body(self) -> ComposeResult:
        columns: list[Column[Figure]] = [
            Column(Message("Now"), None, lambda f: NAMES[f.name].say()),
            Column(Message("Room count"), 10, lambda f: str(f.rooms), "right"),
            Column(Message("Persons"), 9, lambda f: "" if f.persons is None else str(f.persons), "right"),
        ]
        yield WindowedList(MemoryListing(self.day.figures), columns, id="figures")
        yield Detail(self._end_of_day, 4, id="projection")

    def _end_of_day(self) -> list[str]:
        end = self.day.projection
        return [
            _("End of day: {rooms} rooms sold, {persons} persons, OCC {occ}", rooms=end.rooms,
              persons=end.persons, occ=figure_or_dash(end.occupancy, " %")),
            _("Room revenue {revenue} · ADR {adr} · RevPAR {revpar}", revenue=amount(end.revenue),
              adr=figure_or_dash(end.adr), revpar=figure_or_dash(end.revpar)),
            self._kept(Message("Vacant"), occupied=False),
            self._kept(Message("Occupied"), occupied=True),
        ]  # fmt: skip

    def _kept(self, name: Message, *, occupied: bool) -> str:
        rooms = self.day.housekeeping
        states = " · ".join(
            f"{word.say()} {rooms.get((occupied, state), 0)}" for state, word in STATES.items()
        )
        return f"{name.say()}: {states}"

    def reload(self) -> None:
        self._day = None
        self.query_one("#figures", WindowedList).renew(MemoryListing(self.day.figures))
        self.query_one("#projection", Detail).look()

    def do_paper(self) -> None:
        hotel, now = self.services.property(), self.services.now()
        self.services.show_paper(house_status_paper(hotel, now, current_language()))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        name = event.row.name
        screen = _ROOM_LISTS.get(name)
        self.app.push_screen(open_screen(screen) if screen else open_screen("house status list", name))


class HouseStatusListScreen(_StayList):
    """The stays that a figure of the house status counts; more than its rooms where guests share."""

    COLUMNS = (ROOM, NAME, TYPE, PERSONS, ARRIVAL, DEPARTURE, STATE)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._figure = name

    def heading(self) -> str:
        return f"{NAMES[self._figure].say()} · {_('House status of {day}', day=self.services.today())}"

    def where(self) -> Any:
        return behind(self._figure, self.services.today())

    order = views.BY_ROOM
