"""Who waits for a room, and who was turned away."""

from __future__ import annotations

import datetime
from typing import Any

from textual.app import ComposeResult

from locales import Message, _
from models.front_office.reservations import STATES, confirm_booking
from models.front_office.rooms import room_types
from models.front_office.turn_aways import REASONS, TurnAwayRow, turn_away, turn_aways, turned_away_rooms
from models.front_office.waitlist import Waiting, waiting
from models.house.lists import MemoryListing
from screens.front_office.booking import NOTE
from screens.front_office.words import day, guest_name
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


class WaitlistScreen(DeskScreen):
    """Requests and waitlisted bookings; Enter opens one, f confirms it once there is a room."""

    ACTIONS = (
        Action("confirm", Message("Confirm"), ("f",), right="book", why_not=lambda s: s.why_not_any()),
        Action("turn_away", Message("Turn-aways"), ("t",), right="see_desk"),
    )

    def heading(self) -> str:
        return _("Waitlist and requests")

    def aside(self) -> str:
        return _("{n} could be confirmed", n=sum(row.left > 0 for row in self._rows))

    def compose_body(self) -> ComposeResult:
        self._rows = waiting(self.services.today())
        columns: list[Column[Waiting]] = [
            Column(Message("Guest"), None, guest_name),
            Column(Message("Phone"), 12, lambda r: r.phone),
            Column(Message("Type"), 5, lambda r: r.room_type),
            Column(Message("Arrival"), 9, lambda r: day(r.arrival)),
            Column(Message("Departure"), 9, lambda r: day(r.departure)),
            Column(Message("State"), 11, lambda r: STATES[r.state].say()),
            Column(Message("Prio"), 4, lambda r: str(r.priority or ""), "right"),
            Column(Message("Left"), 4, lambda r: str(r.left), "right"),
        ]
        yield WindowedList(MemoryListing(self._rows), columns, empty=Message("Nobody waits."), id="waiting")

    @property
    def _list(self) -> WindowedList[Waiting]:
        return self.query_one("#waiting", WindowedList)

    def reload(self) -> None:
        self._rows = waiting(self.services.today())
        self._list.renew(MemoryListing(self._rows))

    def why_not_any(self) -> Message | None:
        return None if self._list.selected else Message("Nobody waits.")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("stay", event.row.stay_id))

    async def do_confirm(self) -> None:
        row = self._list.selected
        if row and await self.submit(confirm_booking, row.stay_id):
            self.say(Message("The booking is confirmed."))

    def do_turn_away(self) -> None:
        self.app.push_screen(open_screen("turn-aways"))


def _type_options() -> list[tuple[str, Any]]:
    return [("", Message("any")), *((t.code, t.code) for t in room_types())]


class TurnAwaysScreen(DeskScreen):
    ACTIONS = (Action("new", Message("Write down"), ("n", "insert"), right="book"),)

    def heading(self) -> str:
        return _("Turn-aways")

    def aside(self) -> str:
        """The rooms of this month, by reason."""
        today = self.services.today()
        count = turned_away_rooms(today.replace(day=1), today)
        parts = [f"{REASONS[reason].say()} {rooms}" for reason, (_times, rooms) in sorted(count.items())]
        return " · ".join([_("this month"), *parts]) if parts else ""

    def compose_body(self) -> ComposeResult:
        columns: list[Column[TurnAwayRow]] = [
            Column(Message("On"), 9, lambda r: day(r.date)),
            Column(Message("Arrival"), 9, lambda r: day(r.arrival)),
            Column(Message("Nts"), 3, lambda r: str(r.nights), "right"),
            Column(Message("Rms"), 4, lambda r: str(r.rooms), "right"),
            Column(Message("Type"), 5, lambda r: r.room_type),
            Column(Message("Reason"), 18, lambda r: REASONS[r.reason].say()),
            Column(Message("Name"), None, lambda r: " ".join(filter(None, [r.name, r.phone, r.note]))),
            Column(Message("By"), 8, lambda r: r.by),
        ]
        yield WindowedList(turn_aways(), columns, empty=Message("Nobody was turned away."))

    async def do_new(self) -> None:
        today = self.services.today()
        specs = (
            FieldSpec("arrival", Message("Arrival"), "date", required=True),
            FieldSpec("departure", Message("Departure"), "date", required=True, after="arrival"),
            FieldSpec("reason", Message("Reason"), "pick", required=True, options=tuple(REASONS.items()), default="sold out"),
            FieldSpec("room_type", Message("Room type"), "pick", options=_type_options(), default=""),
            FieldSpec("rooms", Message("Rooms"), "number", required=True, minimum=1, maximum=500, default=1),
            FieldSpec("persons", Message("Persons"), "number", required=True, minimum=1, maximum=999, default=2),
            FieldSpec("name", Message("Name"), max_length=80),
            FieldSpec("phone", Message("Phone"), max_length=40),
            NOTE,
        )  # fmt: skip

        async def write(values: dict[str, Any], token: str, answers: Any) -> object:
            dates = (values.pop("arrival"), values.pop("departure"), values.pop("reason"))
            told = {name: "" if value is None else value for name, value in values.items()}
            return await self.services.write(turn_away, *dates, **told, token=token, answers=answers)

        first = {"arrival": today, "departure": today + datetime.timedelta(days=1)}
        if await self.app.push_screen_wait(FormDialog(Message("Turned away"), specs, write, values=first)):
            self.reread()
