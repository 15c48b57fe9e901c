"""The walk-in: guest, room and rate, money, keys in one form and one write; the passport scanned first."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from locales import Message, _
from models.front_office.desk_flows import register_walk_in
from models.front_office.identity import WARNINGS, TravelDocument
from models.front_office.readiness import best_room
from models.front_office.registration import Person
from models.front_office.reservations import Booking
from models.front_office.rooms import room_types
from screens.front_office.booking import (
    GUEST,
    GuestAndStay,
    method_options,
    rate_options,
    type_options,
)
from screens.front_office.check_in import to_the_folio
from screens.front_office.person_fields import (
    CARD,
    DOCUMENT,
    NARROW,
    PERSON,
    SEX,
    WAY,
    guest_filled,
    names_of,
    person_of,
    scan_field,
    then_to,
)
from screens.front_office.scanning import values_from
from screens.kit.actions import Action
from screens.kit.choice_fields import Choice, Typed
from screens.kit.dialogs import FormDialog
from screens.kit.form import Form
from screens.kit.form_rows import FieldSpec

OF_PERSON = (*DOCUMENT, SEX, *CARD, *WAY)


class WalkInScreen(GuestAndStay):
    ACTIONS = (
        Action("save", Message("Check in"), ("f9",)),
        Action("next_person", Message("Next person"), ("insert", "f4")),
    )
    title_line = Message("Walk-in")
    place = "walk-in"
    columns = 2
    person_names = tuple(spec.name for spec in (*DOCUMENT, SEX, *CARD))

    def __init__(self, room: str = "", departure: datetime.date | None = None, **values: object) -> None:
        super().__init__(room, None, departure, **values)
        self.others: list[Person] = []
        self._proposed = ""

    def begin(self) -> None:
        super().begin()
        then_to(self.form, lambda: "departure")

    def aside(self) -> str:
        persons = _("{n} more persons", n=len(self.others)) if self.others else ""
        return " · ".join(filter(None, [persons, super().aside()]))

    def specs(self) -> Sequence[FieldSpec]:
        nationality, kind, number, country, expiry, birth = DOCUMENT
        occupation, phone, address = CARD
        return (
            replace(scan_field(self.services.today()), fills=guest_filled),
            GUEST,
            FieldSpec("departure", Message("Departure"), "date", required=True, width=NARROW, help=Message("A date, or +2 for two nights.")),
            FieldSpec("adults", Message("Adults"), "number", required=True, minimum=1, maximum=20),
            FieldSpec("children", Message("Children"), "number", minimum=0, maximum=20),
            FieldSpec("room_type", Message("Room type"), "pick", required=True, options=type_options(), width=NARROW),
            FieldSpec("room", Message("Room"), "lookup", required=True, search=self.search_rooms, width=NARROW),
            FieldSpec("rate_code", Message("Rate"), "pick", required=True, options=rate_options(), width=NARROW),
            FieldSpec("price", Message("Agreed price"), "amount", minimum=Decimal(0), width=12, help=Message("A room a night. Empty: the price of the rate.")),
            FieldSpec("authorised_by", Message("Authorised by"), width=NARROW, max_length=80, help=Message("Who gives this room free of charge.")),
            FieldSpec("payment", Message("Paid in advance"), "amount", minimum=Decimal(0), width=12),
            FieldSpec("method", Message("Paid by"), "pick", options=method_options(), width=NARROW),
            nationality, kind, number, country, birth, expiry, SEX, occupation, phone, *WAY, address,
        )  # fmt: skip

    def first_values(self) -> dict[str, object]:
        departure = self._departure or self.services.today() + datetime.timedelta(days=1)
        values = {**super().first_values(), "departure": departure}
        if self.room is None:
            found = self._best(str(values["room_type"]), departure)
            values["room"], self._proposed = (Choice(found, found), found) if found else (None, "")
        return values

    def dates(self) -> tuple[datetime.date, datetime.date] | None:
        departure, today = self.value("departure"), self.services.today()
        return (today, departure) if isinstance(departure, datetime.date) and departure >= today else None

    # A room that is ready

    def _best(self, type_code: str, departure: datetime.date) -> str:
        kind = next((t for t in room_types() if t.code == type_code), None)
        room = best_room(kind.id, self.services.today(), departure, self._profile) if kind else None
        return str(room.number) if room else ""

    def follow(self, name: str) -> None:
        dates = self.dates()
        if name in ("room_type", "departure", "guest") and dates and self.value("room") == self._proposed:
            self._proposed = self._best(self.value("room_type") or "", dates[1])
            proposed = Choice(self._proposed, self._proposed) if self._proposed else None
            self.form.field("room").set_value(proposed)

    # Who it is

    def on_form_scanned(self, event: Form.Scanned) -> None:
        event.stop()
        document: TravelDocument = event.value  # type: ignore[assignment]
        self._fill_profile(self.form.field("guest"))
        for name, value in values_from(document).items():
            if name in self.form.rows:
                self.form.field(name).set_value(value)
        if document.warnings:
            self.say(" · ".join(WARNINGS[warning].say() for warning in document.warnings), "warning")
        self._draw_frame()

    async def do_next_person(self) -> None:
        """Another one of the party; written with the rest."""
        title = Message("Person {n}", {"n": len(self.others) + 2})
        values = await self.app.push_screen_wait(
            FormDialog(title, (scan_field(self.services.today()), *PERSON))
        )
        if values is not None:
            self.others.append(person_of(0, values))
            self._draw_frame()

    async def write(self, values: Mapping[str, Any]) -> None:
        guest_id, _person = self.guest_of(values)
        main = person_of(
            guest_id, {name: values[name] for name in values if name in {s.name for s in OF_PERSON}}
        )
        guest, today = values["guest"], self.services.today()
        names = names_of(guest.text, values["mrz"]) if isinstance(guest, Typed) else {}
        booking = Booking(
            guest_id, today, values["departure"], values["room_type"], values["rate_code"], adults=values["adults"],
            children=values["children"] or 0, room=values["room"], authorised_by=values["authorised_by"] or "",
            prices=self.prices(values, (values["departure"] - today).days),
        )  # fmt: skip
        stay_id = await self.submit(
            register_walk_in, booking, {**main.values, **names}, values["payment"],
            values["method"] or "CASH", main.journey, self.others, form=self.form,
        )  # fmt: skip
        if stay_id is not None:
            to_the_folio(self, stay_id)
