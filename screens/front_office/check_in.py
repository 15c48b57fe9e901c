"""Check-in: identity, room, keys in hand. One form for the main guest; further persons are added on the stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _
from models.front_office.desk_flows import register_and_check_in
from models.front_office.desk_views import ready_codes, room_codes
from models.front_office.guests import preferences_of
from models.front_office.inventory import free_rooms
from models.front_office.reservations import Stay, deposit_of, stay_nights, stay_total
from models.front_office.rooms import Room
from screens.front_office.guest_form import IDENTITY, NAMES, PHONE, tidy, values_of
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.choice_fields import Choice
from screens.kit.form import Form
from screens.kit.form_rows import FieldSpec
from screens.kit.form_screen import FormScreen
from screens.navigation import open_screen

IDENTITY_FIELDS = (*NAMES, *IDENTITY, PHONE)


class CheckInScreen(FormScreen):
    ACTIONS = (
        Action("save", Message("Check in"), ("f9",)),
        Action("persons", Message("Persons"), ("f4",)),
    )

    def __init__(self, stay_id: int) -> None:
        super().__init__()
        self.stay = Stay.get_by_id(stay_id)
        self._codes = room_codes(self.stay.arrival)

    def heading(self) -> str:
        stay = self.stay
        return _(
            "Check in · {number} · {arrival}–{departure} · {type} {rate}", number=stay.reservation.confirmation,
            arrival=day(stay.arrival), departure=day(stay.departure), type=stay.room_type.code, rate=stay.rate_code.code,
        )  # fmt: skip

    def aside(self) -> str:
        total = amount(stay_total(stay_nights(self.stay.id)))
        held = deposit_of(self.stay.reservation)
        return _("{total}, deposit {deposit}", total=total, deposit=amount(held)) if held else total

    def compose_body(self) -> ComposeResult:
        room = FieldSpec(
            "room",
            Message("Room"),
            "lookup",
            required=True,
            search=self.search_rooms,
            letters=0,
            help=Message("Free rooms of the type come first, and of these the ready ones."),
        )
        values = values_of(self.stay.guest, IDENTITY_FIELDS)
        number = self.stay.room.number if self.stay.room_id else ""
        first = {**values, "room": Choice(number, self._label(self.stay.room)) if number else None}
        yield Form((room, *IDENTITY_FIELDS), values=first, id="check-in")

    def _label(self, room: Room) -> str:
        return f"{room.number} {room.room_type.code} {self._codes.get(room.number, '')}"

    def search_rooms(self, text: str) -> list[tuple[str, str]]:
        rooms = free_rooms(None, self.stay.arrival, self.stay.departure)
        if self.stay.room_id:
            rooms.insert(0, self.stay.room)
        wanted, ready = self.stay.room_type_id, ready_codes()
        rooms.sort(key=lambda r: (r.room_type_id != wanted, self._codes.get(r.number) not in ready, r.number))
        start = text.strip().split(" ")[0]
        return [(r.number, self._label(r)) for r in rooms if r.number.startswith(start)][:12]

    def on_mount(self) -> None:
        super().on_mount()
        wishes = [str(preference) for preference in preferences_of(self.stay.guest_id)]
        if wishes:
            self.say(" · ".join(wishes))

    def do_persons(self) -> None:
        self.app.push_screen(open_screen("stay", self.stay.id))

    async def write(self, values: Mapping[str, Any]) -> None:
        written = await self.submit(
            register_and_check_in, self.stay.id, values["room"], tidy(values), form=self.form
        )
        if written is not None:
            self.app.switch_screen(open_screen("folio", self.stay.id))
