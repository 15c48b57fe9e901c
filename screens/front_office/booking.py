"""Taking a booking: one form, one write."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from textual.app import ComposeResult

from locales import Message, _, current_language, n_
from models.front_office.companies import AGENT, COMPANY, companies_named
from models.front_office.desk_flows import NEW_GUEST, book_with_guest
from models.front_office.desk_views import ready_codes, room_codes
from models.front_office.guests import Guest, preferences_of
from models.front_office.guests.history import Usual, history_of, usual_of
from models.front_office.identity.masking import masked
from models.front_office.inventory import HOUSE, availability, free_rooms
from models.front_office.payments import payment_methods
from models.front_office.rates import ages_of, rate_codes, stay_prices
from models.front_office.reservations import (
    GUARANTEES,
    REQUESTED,
    RESERVED,
    STATES,
    WAITLISTED,
    Booking,
    nights_between,
)
from models.front_office.rooms import room as find_room
from models.front_office.rooms import room_types
from models.front_office.segments import MARKET, SOURCE, segments
from models.front_office.turn_aways import REASONS, turn_away
from models.house.refusals import Refused
from screens.front_office.alerts import show_alerts
from screens.front_office.guest_form import IDENTITY, PHONE, name_from, search_guests, tidy
from screens.front_office.scanning import PersonForm
from screens.front_office.words import amount, day, name_of
from screens.kit.actions import Action
from screens.kit.choice_fields import Choice, Option, Typed
from screens.kit.detail import Detail
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.fields import Field, FieldError
from screens.kit.form import Form
from screens.kit.form_rows import FieldSpec
from screens.navigation import open_screen

GUEST = FieldSpec(
    "guest",
    Message("Guest"),
    "lookup",
    required=True,
    search=search_guests,
    allow_new=True,
    letters=2,
    width=40,
    max_length=80,
    wide=True,
    help=Message("Name in Thai or Latin letters, or phone. ↓ chooses; a new name makes a new profile."),
)
NOTE = FieldSpec("note", Message("Note"), width=50, max_length=200, wide=True)
NARROW = 16  # cells between the brackets where two fields stand side by side


def type_options() -> list[tuple[str, str]]:
    return [(t.code, f"{t.code} {name_of(t)}") for t in room_types()]


def rate_options() -> list[tuple[str, str]]:
    return [(r.code, f"{r.code} {name_of(r)}") for r in rate_codes()]


def method_options() -> list[tuple[str, str]]:
    return [(m.code, name_of(m)) for m in payment_methods()]


def segment_options(kind: str) -> list[tuple[str, object]]:
    return [("", Message("not known")), *((s.code, name_of(s)) for s in segments(kind))]


def search_companies(kind: str) -> Any:
    """For a lookup field: companies or agents by any of their names."""

    def search(text: str) -> list[Option]:
        return [(c.id, c.name(current_language())) for c in companies_named(text, kind)]

    return search


NO_MATTER = ("mrz", "came_from", "going_to", "note")
"""Fields that change neither price nor rooms left."""


class GuestAndStay(PersonForm):
    """What booking and walk-in share: guest lookup, quote in the title line, one write."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (Action("save", Message("Save"), ("f9",)),)
    title_line: Message
    columns = 1
    person_names: tuple[str, ...] = tuple(spec.name for spec in (*IDENTITY, PHONE))
    """The fields of the form that belong to the guest's profile."""

    def __init__(
        self,
        room: str = "",
        arrival: datetime.date | None = None,
        departure: datetime.date | None = None,
        **values: object,
    ) -> None:
        """``values``: what stands in the form's fields already, by name."""
        super().__init__()
        self.room = find_room(room) if room else None
        self._arrival, self._departure = arrival, departure
        self._given = values
        self._profile: int | None = None

    def heading(self) -> str:
        return self.title_line.say()

    def specs(self) -> Sequence[FieldSpec]:
        raise NotImplementedError

    def first_values(self) -> dict[str, object]:
        kinds, rates = type_options(), rate_options()
        return {
            "room_type": self.room.room_type.code if self.room else kinds[0][0] if kinds else None,
            "rate_code": next((c for c, _l in rates if c == "BAR"), rates[0][0] if rates else None),
            "room": Choice(self.room.number, self.room.number) if self.room else None,
            "adults": 2,
            "children": 0,
            "method": "CASH",
        }

    def compose_body(self) -> ComposeResult:
        names = {spec.name for spec in self.specs()}
        given = {name: value for name, value in self._given.items() if name in names}
        yield Form(self.specs(), columns=self.columns, values={**self.first_values(), **given}, id="stay")
        yield Detail(self.known_of_guest, 2, id="known")

    def on_form_changed(self, event: Form.Changed) -> None:
        event.stop()
        name = str(event.field.name)
        if name in NO_MATTER or name in self.person_names:
            return  # price and rooms left stand in the frame: the letters of a scan do not change them
        if name == "guest":
            self._fill_profile(event.field)
        self.follow(name)
        self._draw_frame()

    def follow(self, name: str) -> None:
        """Other fields that follow the one just changed."""

    def _fill_profile(self, field: Field) -> None:
        """Once a profile is chosen its data stand in the form; another name typed takes them out again."""
        chosen = read(field)
        profile = chosen if isinstance(chosen, int) else None
        if profile == self._profile:
            return
        self._profile = profile
        if profile is not None:
            self.start(show_alerts(self, "reservation", guest_id=profile))
        guest = Guest.get_by_id(profile) if profile else None
        for name in self.person_names:
            if name in self.form.rows:
                known = getattr(guest, name) if guest else None
                self.form.field(name).set_value(
                    masked(known) if known and name == "document_number" else known
                )
        self._fill_usual(usual_of(profile) if profile else None)
        self.query_one("#known", Detail).look()

    def _fill_usual(self, usual: Usual | None) -> None:
        """A returning guest usually wants the same again; what the form was opened with stays."""
        if usual is None:
            return
        wanted = {"room_type": usual.room_type, "rate_code": usual.rate_code, "adults": usual.adults}
        for name, value in wanted.items():
            if value and name not in self._given and not (self.room and name == "room_type"):
                self.form.field(name).set_value(value)

    def known_of_guest(self) -> list[str]:
        """What the house knows of the guest chosen: past stays, wishes, warnings."""
        if self._profile is None:
            return []
        guest, past = Guest.get_by_id(self._profile), history_of(self._profile)
        facts = [
            _("VIP {words}", words=guest.vip) if guest.vip else "",
            _("Do not rent: {why}", why=guest.do_not_rent) if guest.do_not_rent else "",
            n_("{n} stay", "{n} stays", past.stays) if past.stays else _("first stay"),
            n_("{n} night", "{n} nights", past.nights) if past.nights else "",
            _("last in {room}, left {date}", room=past.last_room, date=day(past.last_departure)) if past.last_departure else "",
            n_("{n} no-show", "{n} no-shows", past.no_shows) if past.no_shows else "",
        ]  # fmt: skip
        wishes = [str(preference) for preference in preferences_of(self._profile)]
        return [" · ".join(filter(None, facts)), " · ".join(wishes)]

    @property
    def person_id(self) -> int | None:
        return self._profile

    def value(self, name: str) -> Any:
        return read(self.form.field(name)) if name in self.form.rows else None

    def dates(self) -> tuple[datetime.date, datetime.date] | None:
        arrival, departure = self.value("arrival"), self.value("departure")
        if (
            isinstance(arrival, datetime.date)
            and isinstance(departure, datetime.date)
            and departure >= arrival
        ):
            return arrival, departure
        return None

    def rooms_left(self) -> int | None:
        """Rooms of the chosen type still to be sold on the fullest night; None while there are no dates."""
        dates = self.dates()
        kind = self.value("room_type")
        if dates is None or not kind:
            return None
        nights = nights_between(*dates) or [dates[0]]
        table = availability(nights[0], nights[-1])
        return min(min(table[night, kind].maximum, table[night, HOUSE].maximum) for night in nights)

    def aside(self) -> str:
        """The price of the stay at the rate chosen, and how many rooms of the type are left on the fullest night."""
        dates = self.dates()
        kind = next((t for t in room_types() if t.code == self.value("room_type")), None)
        rate = next((r for r in rate_codes() if r.code == self.value("rate_code")), None)
        if dates is None or kind is None or rate is None:
            return ""
        nights = nights_between(*dates) or [dates[0]]
        typed = self.value("price")
        try:
            prices = [typed] * len(nights) if typed is not None else stay_prices(
                rate, kind, nights, self.value("adults") or 1, self.value("children") or 0,
                ages_of(self.value("child_ages") or ""),
            )  # fmt: skip
            total = sum(prices, Decimal("0.00"))
        except Refused as refused:
            return refused.message.say()
        basis = _("all included") if rate.inclusive else "++"
        return _(
            "{nights} {total} {basis} · {type} {left} free",
            nights=n_("{n} night", "{n} nights", len(nights)), total=amount(total * (self.value("rooms") or 1)),
            basis=basis, type=kind.code, left=self.rooms_left(),
        )  # fmt: skip

    def search_rooms(self, text: str) -> list[tuple[str, str]]:
        """Free rooms by the beginning of their number, the chosen type first."""
        dates = self.dates()
        if dates is None:
            return []
        chosen = self.value("room_type")
        codes = room_codes(dates[0]) if dates[0] == self.services.today() else {}
        rooms, ready = (
            [r for r in free_rooms(None, *dates) if r.number.startswith(text.strip())],
            ready_codes(),
        )
        rooms.sort(
            key=lambda r: (
                r.room_type.code != chosen,
                r.number in codes and codes[r.number] not in ready,
                r.number,
            )
        )
        return [
            (r.number, f"{r.number} {r.room_type.code} {codes.get(r.number, '')}".rstrip())
            for r in rooms[:12]
        ]

    def prices(self, values: Mapping[str, Any], nights: int) -> tuple[Decimal, ...] | None:
        return (values["price"],) * max(nights, 1) if values.get("price") is not None else None

    def guest_of(self, values: Mapping[str, Any]) -> tuple[int, dict[str, object]]:
        """The profile's id, or NEW_GUEST, and what the form says of the person."""
        person = tidy({name: values[name] for name in values if name in self.person_names})
        chosen = values["guest"]
        if isinstance(chosen, Typed):
            return NEW_GUEST, {**person, **name_from(chosen.text)}
        return int(chosen), person


def read(field: Field) -> object:
    """What a field means just now; nothing while it cannot be read."""
    try:
        return field.parsed()
    except FieldError:
        return None


SOLD_OUT = (
    ("waitlist", Message("Put on the waitlist")),
    ("turn away", Message("Turn away, and write down why")),
    ("overbook", Message("Book all the same")),
)


class BookingScreen(GuestAndStay):
    title_line = Message("New booking")
    columns = 2

    def specs(self) -> Sequence[FieldSpec]:
        return (
            GUEST,
            FieldSpec("arrival", Message("Arrival"), "date", required=True),
            FieldSpec("departure", Message("Departure"), "date", required=True, after="arrival", help=Message("A date, or +2 for two nights.")),
            FieldSpec("adults", Message("Adults"), "number", required=True, minimum=1, maximum=20),
            FieldSpec("children", Message("Children"), "number", minimum=0, maximum=20),
            FieldSpec("room_type", Message("Room type"), "pick", required=True, options=type_options(), width=NARROW),
            FieldSpec("rate_code", Message("Rate"), "pick", required=True, options=rate_options(), width=NARROW),
            FieldSpec("rooms", Message("Number of rooms"), "number", required=True, minimum=1, maximum=100, default=1),
            FieldSpec("child_ages", Message("Ages of children"), width=10, max_length=20, help=Message("In years, as 4,11.")),
            FieldSpec("price", Message("Agreed price"), "amount", minimum=Decimal(0), width=12, help=Message("A room a night. Empty: the price of the rate.")),
            FieldSpec("room", Message("Room"), "lookup", search=self.search_rooms, width=NARROW, help=Message("May stay empty until check-in.")),
            FieldSpec("guarantee", Message("Guarantee"), "pick", required=True, options=tuple(GUARANTEES.items()), default="non-guaranteed", width=NARROW),
            FieldSpec("option_until", Message("Held until"), "date", help=Message("A tentative booking is released after this date.")),
            FieldSpec("company", Message("Company"), "lookup", search=search_companies(COMPANY), width=NARROW),
            FieldSpec("agent", Message("Agent"), "lookup", search=search_companies(AGENT), width=NARROW),
            FieldSpec("market", Message("Market"), "pick", options=segment_options(MARKET), default="", width=NARROW),
            FieldSpec("source", Message("Source"), "pick", options=segment_options(SOURCE), default="", width=NARROW),
            FieldSpec("authorised_by", Message("Authorised by"), width=NARROW, max_length=80, help=Message("Who gives this room free of charge.")),
            FieldSpec("booker", Message("Booked by"), width=NARROW, max_length=80, help=Message("Who wrote or called, where that is not the guest.")),
            FieldSpec("phone", Message("Phone"), width=NARROW, max_length=40),
            FieldSpec("eta", Message("ETA"), width=6, max_length=5),
            FieldSpec("flight_in", Message("Flight"), width=8, max_length=10),
            FieldSpec("pick_up", Message("Pick-up car"), "check", default=False),
            FieldSpec("drop_off", Message("Drop-off car"), "check", default=False),
            FieldSpec("state", Message("State"), "pick", required=True, options=[(s, STATES[s]) for s in (RESERVED, REQUESTED, WAITLISTED)], default=RESERVED, width=NARROW),
            FieldSpec("waitlist_priority", Message("Priority"), "number", minimum=1, maximum=9, help=Message("On the waitlist: 1 comes first.")),
            NOTE,
            FieldSpec("deposit", Message("Deposit received"), "amount", minimum=Decimal(0), width=12),
            FieldSpec("method", Message("Paid by"), "pick", options=method_options(), width=NARROW),
        )  # fmt: skip

    def first_values(self) -> dict[str, object]:
        arrival = self._arrival or self.services.today()
        departure = self._departure or arrival + datetime.timedelta(days=1)
        return {**super().first_values(), "arrival": arrival, "departure": departure}

    async def write(self, values: Mapping[str, Any]) -> None:
        booking, person = self.booking(values)
        left = self.rooms_left()
        if booking.state == RESERVED and left is not None and left < booking.rooms:
            way = await self._sold_out(left)
            if way == "turn away":
                await self._turn_away(values)
            if way not in ("overbook", "waitlist"):
                self.form.resume()
                return
            if way == "waitlist":
                booking = self.booking({**values, "state": WAITLISTED, "room": None})[0]
        stay_id = await self.submit(
            book_with_guest, booking, person, values["deposit"], values["method"] or "CASH", form=self.form
        )
        if stay_id is not None:
            self.app.switch_screen(open_screen("stay", stay_id))

    def booking(self, values: Mapping[str, Any]) -> tuple[Booking, dict[str, object]]:
        """What the form says, and what it says of the person."""
        guest_id, person = self.guest_of(values)
        same = ("room_type", "rate_code", "adults", "rooms", "guarantee", "option_until", "pick_up", "drop_off", "state", "waitlist_priority")  # fmt: skip
        texts = (
            "room",
            "market",
            "source",
            "booker",
            "eta",
            "flight_in",
            "note",
            "child_ages",
            "authorised_by",
        )
        told: dict[str, Any] = {n: values[n] for n in same} | {n: values[n] or "" for n in texts}
        return Booking(
            guest_id, values["arrival"], values["departure"], children=values["children"] or 0,
            company_id=values["company"], agent_id=values["agent"],
            prices=self.prices(values, (values["departure"] - values["arrival"]).days),
            **told,
        ), person  # fmt: skip

    async def _sold_out(self, left: int) -> object:
        title = Message(
            "{type}: {left} left on the fullest night.", {"type": self.value("room_type"), "left": left}
        )
        return await self.app.push_screen_wait(ChooseDialog(title, SOLD_OUT))

    async def _turn_away(self, values: Mapping[str, Any]) -> None:
        guest = values["guest"]
        name = guest.text if isinstance(guest, Typed) else Guest.get_by_id(guest).name(current_language())

        async def write(given: dict[str, Any], token: str, answers: Any) -> object:
            return await self.services.write(
                turn_away, values["arrival"], values["departure"], given["reason"], room_type=values["room_type"],
                rooms=values["rooms"], persons=values["adults"] + (values["children"] or 0), name=name,
                phone=values["phone"] or "", note=given["note"] or "", token=token, answers=answers,
            )  # fmt: skip

        reason = FieldSpec(
            "reason",
            Message("Reason"),
            "pick",
            required=True,
            options=tuple(REASONS.items()),
            default="sold out",
        )
        if await self.app.push_screen_wait(FormDialog(Message("Turned away"), (reason, NOTE), write)):
            self.dismiss(None)
