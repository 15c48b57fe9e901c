"""Check-in: everybody who stays with identity, the room, keys in hand. One form, one person after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, n_
from models.front_office.desk_flows import register_and_check_in
from models.front_office.desk_views import ready_codes, room_codes
from models.front_office.guests import Guest, missing_identity, preferences_of
from models.front_office.identity import WARNINGS, TravelDocument
from models.front_office.inventory import free_rooms
from models.front_office.readiness import propose_room
from models.front_office.registration import NEW_GUEST, guest_shown, rows_of
from models.front_office.reservations import Stay, deposit_of, stay_nights, stay_total
from models.front_office.rooms import Room
from screens.front_office.alerts import show_alerts
from screens.front_office.key_work import folio_with_keys
from screens.front_office.person_fields import (
    NARROW,
    PERSON,
    PERSON_NAMES,
    first_missing,
    person_of,
    scan_field,
    then_to,
    values_of_person,
)
from screens.front_office.scanning import PersonForm, values_from
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.choice_fields import Choice
from screens.kit.detail import Detail
from screens.kit.fields import FieldError
from screens.kit.form import Form
from screens.kit.form_rows import FieldSpec
from screens.kit.form_screen import FormScreen


@dataclass
class Entered:
    """A person of the party as far as the form has been filled; nothing is written before F9."""

    guest_id: int
    values: dict[str, Any]
    raw: dict[str, str] = field(default_factory=dict)  # as typed, where somebody has been at it

    @property
    def blank(self) -> bool:
        return self.guest_id == NEW_GUEST and not any(self.values.values())

    @property
    def known(self) -> bool:
        told = person_of(self.guest_id, self.values).values
        return not missing_identity(Guest(**told))


class CheckInScreen(PersonForm):
    place = "check-in"
    ACTIONS = (
        Action("save", Message("Check in"), ("f9",)),
        Action("next_person", Message("Next person"), ("insert", "f4")),
    )

    def __init__(self, stay_id: int) -> None:
        super().__init__()
        self.stay = Stay.get_by_id(stay_id)
        self._codes = room_codes(self.stay.arrival)
        self.party = [Entered(row.guest_id, values_of_person(row.guest, row)) for row in rows_of(stay_id)]
        self.at = 0
        self._wishes = [str(preference) for preference in preferences_of(self.stay.guest_id)]

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
            "room", Message("Room"), "lookup", required=True, search=self.search_rooms, letters=0, width=NARROW,
            wide=not self.stay.rate_code.free, help=Message("Free rooms of the type come first, and of these the ready ones."),
        )  # fmt: skip
        given_by = FieldSpec("authorised_by", Message("Authorised by"), width=NARROW, max_length=80, help=Message("Who gives this room free of charge."))  # fmt: skip
        specs = [
            scan_field(self.services.today()),
            room,
            *([given_by] if self.stay.rate_code.free else []),
            *PERSON,
        ]
        found = self.stay.room if self.stay.room_id else propose_room(self.stay)
        self._room_given = found is not None
        values = {**self.party[0].values, "authorised_by": self.stay.authorised_by}
        values["room"] = Choice(found.number, self._label(found)) if found else None
        known = {name: value for name, value in values.items() if name in {spec.name for spec in specs}}
        yield Form(specs, columns=2, values=known, id="check-in")
        yield Detail(self.told, 2, id="party")

    def begin(self) -> None:
        then_to(self.form, self._first_missing)
        self.form.focus_field(self._first_missing() if self._room_given else "room")

    def _first_missing(self) -> str:
        return first_missing(self.party[self.at].values, self.at == 0) or "room"

    # The room

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
        self.start(show_alerts(self, "check-in", stay_id=self.stay.id))

    # The party

    @property
    def person_id(self) -> int | None:
        return self.party[self.at].guest_id or None

    def told(self) -> list[str]:
        """Which person stands in the form, how many are known of how many booked; then the guest's wishes."""
        stay, known = self.stay, sum(1 for person in self.party if person.known)
        booked = n_("{n} adult", "{n} adults", stay.adults)
        if stay.children:
            booked += ", " + n_("{n} child", "{n} children", stay.children)
        line = _(
            "Person {at} of {n} · with identity {known} · booked {booked}", at=self.at + 1, n=len(self.party),
            known=known, booked=booked,
        )  # fmt: skip
        return [line, " · ".join(self._wishes)]

    def _keep(self) -> bool:
        """Take what the form says of the person in it; False, the cursor at the fault, where it cannot be read."""
        values: dict[str, Any] = {}
        for name in ("mrz", *PERSON_NAMES):
            wrong = self.form.field(name)
            try:
                values[name] = wrong.parsed()
            except FieldError as error:
                wrong.error = error.message
                self.form.focus_field(wrong)
                return False
        self.party[self.at].values = values
        self.party[self.at].raw = {name: self.form.field(name).raw() for name in PERSON_NAMES}
        return True

    def draft(self) -> dict[str, dict[str, str]]:
        kept = super().draft()
        for n, person in enumerate(self.party):
            if person.raw or n == self.at:
                kept[f"person {n}"] = {"guest": str(person.guest_id), **({} if n == self.at else person.raw)}
        return kept | {"party": {"at": str(self.at)}}

    def take_draft(self, draft: Mapping[str, Mapping[str, str]]) -> None:
        """The others of the party first; the form goes to the one who stood in it."""
        at = int(draft.get("party", {}).get("at", "0"))
        for n in sorted(int(name.removeprefix("person ")) for name in draft if name.startswith("person ")):
            person = draft[f"person {n}"]
            self.party += [Entered(NEW_GUEST, {}) for _more in range(n + 1 - len(self.party))]
            self.party[n].guest_id = int(person["guest"])
            if n != at:
                self._show(n)
                self.form.take_draft({name: raw for name, raw in person.items() if name != "guest"})
                self._keep()
        if at != self.at:
            self._show(at)
        super().take_draft(draft)

    def _show(self, at: int) -> None:
        self.at = at
        for name in ("mrz", *PERSON_NAMES):
            self.form.field(name).set_value(self.party[at].values.get(name))
        self.form.focus_field(self._first_missing())
        self.query_one("#party", Detail).look()

    def do_next_person(self) -> None:
        """The next one of the party; behind the last a new one, and from there back to the first."""
        if self.form.current is not None:
            self.form.current.leave()
        if not self._keep():
            return
        if self.at + 1 < len(self.party):
            self._show(self.at + 1)
        elif self.party[self.at].blank:
            del self.party[self.at]
            self._show(0)
        else:
            self.party.append(Entered(NEW_GUEST, {}))
            self._show(self.at + 1)

    def on_form_scanned(self, event: Form.Scanned) -> None:
        """Who has shown this document before is recognised; whose booking it is stays the booking's guest."""
        event.stop()
        document: TravelDocument = event.value  # type: ignore[assignment]
        self._recognise(document)
        if document.warnings:
            self.say(" · ".join(WARNINGS[warning].say() for warning in document.warnings), "warning")
        if self._keep():
            self.query_one("#party", Detail).look()

    def _recognise(self, document: TravelDocument) -> None:
        person = self.party[self.at]
        before = guest_shown(values_from(document))
        if before is None or before.id == person.guest_id:
            return
        if person.guest_id != NEW_GUEST:
            self.say(
                Message("This document is known in profile {n}; the two may be one guest.", {"n": before.id})
            )
            return
        person.guest_id = before.id
        values = values_of_person(before) | values_from(document)
        for name in PERSON_NAMES:
            self.form.field(name).set_value(values.get(name))

    # Checking in

    async def write(self, values: Mapping[str, Any]) -> None:
        if not self._keep():
            self.form.resume()
            return
        self.party = [p for n, p in enumerate(self.party) if n == 0 or not p.blank]
        incomplete = next((n for n, person in enumerate(self.party) if not person.known), None)
        if incomplete is not None and (self.at >= len(self.party) or self.party[self.at].known):
            self._show(incomplete)  # the refusal that follows is about this one
        main, *others = [person_of(person.guest_id, person.values) for person in self.party]
        written = await self.submit(
            register_and_check_in, self.stay.id, values["room"], main.values, main.journey, others,
            values.get("authorised_by") or "", form=self.form,
        )  # fmt: skip
        if written is not None:
            to_the_folio(self, self.stay.id)


def to_the_folio(screen: FormScreen, stay_id: int) -> None:
    """On to the folio, and what was noted at check-in goes along, for it is shown once only."""
    noted, folio = screen.message, folio_with_keys(screen, stay_id)
    screen.app.switch_screen(folio)
    if noted:
        folio.call_after_refresh(folio.say, noted, "warning")
