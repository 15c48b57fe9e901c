"""One booking: its nights and persons, and everything one does with it before and during the stay."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language, n_
from locales.countries import country_name
from locales.thai_text import fit
from models.front_office.cancellations import reinstate_booking
from models.front_office.desk_flows import NEW_GUEST, register_person
from models.front_office.desk_views import ready_codes, room_codes
from models.front_office.guests import missing_identity
from models.front_office.identity.masking import masked
from models.front_office.inventory import free_rooms
from models.front_office.lamps import WISHES, lamps_of
from models.front_office.reservations import (
    GUARANTEES,
    IN_HOUSE,
    NOT_YET,
    RESERVED,
    STATES,
    Stay,
    assign_room,
    change_dates,
    companions_of,
    sharers_of,
    stay_nights,
    stay_total,
    stays_of_reservation,
)
from models.front_office.stays import move_room, persons_of, remove_person, undo_check_in
from models.front_office.wishes import change_wishes
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.booking import GUEST
from screens.front_office.desk_notes import DESK_NOTES, StayDeskNotes
from screens.front_office.early_out import bring_back, change_dates_in_house
from screens.front_office.person_fields import (
    CARD,
    DOCUMENT,
    SEX,
    WAY,
    guest_filled,
    names_of,
    person_of,
    scan_field,
)
from screens.front_office.registers import show_cards
from screens.front_office.stay_changes import CHANGES, REASON, when
from screens.front_office.stay_money import ENDED, MONEY, StayMoney
from screens.front_office.stay_service import SERVICE, StayService
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.choice_fields import Typed
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


@dataclass(frozen=True)
class Part:
    """A line of the stay: a fact, a person or a night. ``guest_id`` where it is a person, ``night`` where it is one."""

    number: int
    label: str
    text: str
    guest_id: int | None = None
    night: datetime.date | None = None
    stay_id: int | None = None  # another stay: a sharer, a room of the same booking, a companion
    jump: str = ""  # the command that leads to what a lamp tells of

    @property
    def key(self) -> tuple[int]:
        return (self.number,)


class StayScreen(StayService, StayMoney, StayDeskNotes):
    ACTIONS = (
        Action("check_in", Message("Check in"), ("c", "+"), right="check_in", why_not=when(RESERVED)),
        Action("folio", Message("Folio"), ("b",), right="see_desk", why_not=lambda s: s.why_not_folio()),
        Action("person", Message("Add a person"), ("p",), right="book", why_not=when(*NOT_YET, RESERVED, IN_HOUSE)),
        Action("room", Message("Room"), ("r",), right="check_in", why_not=when(RESERVED, IN_HOUSE)),
        Action("dates", Message("Dates"), ("t",), right="book", why_not=when(*NOT_YET, RESERVED, IN_HOUSE)),
        *MONEY,
        Action("wishes", Message("Wishes"), ("N",), right="check_in", shown=False, why_not=when(RESERVED, IN_HOUSE)),
        Action("undo", Message("Undo check-in"), ("u",), right="check_in", danger=True, shown=False, why_not=when(IN_HOUSE)),
        Action("reinstate", Message("Take back the end"), ("z",), right="check_in", danger=True, shown=False, why_not=when("checked out", *ENDED)),
        Action("remove", Message("Take person off"), ("delete",), right="book", danger=True, shown=False, why_not=lambda s: s.why_not_person()),
        *CHANGES,
        Action("keys", Message("Room keys"), (), right="see_desk", shown=False, commands=(Message("key list"),)),
        *SERVICE,
        Action("wake_up", Message("Wake-up calls"), ("W",), right="see_desk", shown=False),
        Action("history", Message("Changes"), ("h",), right="see_desk", shown=False),
        *DESK_NOTES,
        Action("card", Message("Card (R.R.3)"), ("f4",), right="see_desk", shown=False),
    )  # fmt: skip

    def __init__(self, stay_id: int, then: str = "") -> None:
        super().__init__()
        self.stay: Stay = Stay.get_by_id(stay_id)
        self._then = then

    def heading(self) -> str:
        guest = self.stay.guest.name(current_language())
        room = self.stay.room.number if self.stay.room_id else "–"
        return _(
            "{guest} · room {room} · {state}", guest=guest, room=room, state=STATES[self.stay.state].say()
        )

    def aside(self) -> str:
        return _("booking {number}", number=self.stay.reservation.confirmation)

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            MemoryListing(self._parts()),
            [
                Column(Message("What"), 16, lambda p: p.label),
                Column(Message("Details"), None, lambda p: p.text),
            ],
            id="parts",
        )

    def on_mount(self) -> None:
        self.say_alerts()
        if self._then:
            self.call_after_refresh(self.perform_by_id, self._then)

    def reload(self) -> None:
        self.stay = Stay.get_by_id(self.stay.id)
        self._list.renew(MemoryListing(self._parts()))

    @property
    def selected(self) -> Part | None:
        return self._list.selected

    @property
    def _list(self) -> WindowedList[Part]:
        return self.query_one("#parts", WindowedList)

    def _parts(self) -> list[Part]:
        rows = [*self._lamps(), *self._facts(), *self._persons(), *self._others(), *self._nights()]
        return [replace(row, number=n) for n, row in enumerate(rows)]

    def _lamps(self) -> list[Part]:
        lit = lamps_of([self.stay.id], self.services.today()).get(self.stay.id, [])
        return [Part(0, f"{lamp.letter} {lamp.name.say()}", lamp.words.say(), jump=lamp.jump) for lamp in lit]

    def _facts(self) -> list[Part]:
        stay, booked, language = self.stay, self.stay.reservation, current_language()
        payers = [c.name(language) for c in (booked.company, booked.agent) if c is not None]
        ages = f" ({stay.child_ages})" if stay.child_ages else ""
        nights = n_("{n} night", "{n} nights", stay.nights)
        facts = [
            (_("Dates"), f"{day(stay.arrival)} – {day(stay.departure)} · {nights}"),
            (_("Room type"), f"{stay.room_type.code} · {stay.rate_code.code}"),
            (
                _("Persons"),
                _("{adults} adults, {children} children", adults=stay.adults, children=stay.children) + ages,
            ),
            (_("Guarantee"), self._guarantee()),
            (
                _("On the waitlist"),
                _("priority {n}", n=stay.waitlist_priority) if stay.waitlist_priority else "",
            ),
            (_("Company, agent"), " · ".join(payers)),
            (_("Booked by"), booked.booker),
            (_("Market, source"), " · ".join(filter(None, [booked.market, booked.source]))),
            (_("Arrives"), self._way(stay.eta, stay.flight_in, stay.pick_up)),
            (_("Leaves"), self._way(stay.etd, stay.flight_out, stay.drop_off)),
            *self.money_facts(),
            (_("Authorised by"), stay.authorised_by),
            (_("Cancelled"), f"{stay.cancellation} · {stay.reason}" if stay.cancellation else ""),
            (_("Note"), " · ".join(filter(None, [booked.note, stay.note]))),
        ]
        return [Part(0, label, text) for label, text in facts if text]

    def _guarantee(self) -> str:
        booked = self.stay.reservation
        until = _("held until {date}", date=day(booked.option_until)) if booked.option_until else ""
        keeps = _("do not move") if self.stay.do_not_move else ""
        return " · ".join(filter(None, [GUARANTEES[booked.guarantee].say(), until, keeps]))

    @staticmethod
    def _way(time: str, flight: str, driven: bool) -> str:
        return " · ".join(filter(None, [time, flight, _("by the hotel's car") if driven else ""]))

    def _persons(self) -> list[Part]:
        rows = []
        language = current_language()
        for number, guest in enumerate(persons_of(self.stay.id), 1):
            nationality = country_name(guest.nationality, language) if guest.nationality else ""
            identity = masked(guest.document_number)
            missing = _("identity missing") if missing_identity(guest) else ""
            text = "  ".join(filter(None, [guest.name(language), nationality, identity, missing]))
            rows.append(Part(0, _("Guest {n}", n=number), text, guest.id))
        return rows

    def _others(self) -> list[Part]:
        """Who shares the room, the other rooms of the booking, and the bookings that travel with it."""
        sharing = sharers_of(self.stay.id)
        seen = {self.stay.id, *(s.id for s in sharing)}
        same = [s for s in stays_of_reservation(self.stay.reservation_id) if s.id not in seen]
        rows = [Part(0, _("Shares with"), self._other(s), stay_id=s.id) for s in sharing]
        rows += [Part(0, _("Same booking"), self._other(s), stay_id=s.id) for s in same]
        together = companions_of(self.stay.reservation_id)
        return rows + [Part(0, _("Travels with"), self._other(s), stay_id=s.id) for s in together]

    @staticmethod
    def _other(stay: Stay) -> str:
        room = stay.room.number if stay.room_id else stay.room_type.code
        dates = f"{day(stay.arrival)} – {day(stay.departure)}"
        name = stay.guest.name(current_language())
        return f"{stay.reservation.confirmation}  {room}  {name}  {dates}  {STATES[stay.state].say()}"

    def _nights(self) -> list[Part]:
        nights = stay_nights(self.stay.id)
        rows = []
        for night in nights:
            mark = _("posted") if night.posted else _("agreed") if night.fixed_rate else ""
            price = fit(amount(night.amount), 12, "right")
            basis = _("all included") if night.inclusive else "++"
            text = f"{night.rate_code.code:<6}{price} {basis} {mark}"
            rows.append(Part(0, day(night.date), text, night=night.date))
        return [*rows, Part(0, _("Total"), f"{'':6}{fit(amount(stay_total(nights)), 12, 'right')}")]

    # Doing

    def why_not_person(self) -> Message | None:
        row = self._list.selected
        return None if row and row.guest_id else Message("Choose the person first.")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        row: Part = event.row
        if row.guest_id:
            self.app.push_screen(open_screen("guest", row.guest_id))
        elif row.stay_id:
            self.app.push_screen(open_screen("stay", row.stay_id))
        elif row.night:
            self.perform_by_id("price")
        elif row.jump == f"stay {self.stay.id}":
            self.perform_by_id("wishes")
        elif row.jump:
            self.run_line(row.jump)

    def do_check_in(self) -> None:
        self.app.push_screen(open_screen("check-in", self.stay.id))

    def do_folio(self) -> None:
        self.app.push_screen(open_screen("folio", self.stay.id))

    def do_card(self) -> None:
        """Of the person with the cursor, or of everybody."""
        row = self._list.selected
        show_cards(self, self.stay.id, row.guest_id if row else None)

    def do_keys(self) -> None:
        self.app.push_screen(open_screen("keys", self.stay.id))

    def do_wake_up(self) -> None:
        self.app.push_screen(open_screen("wake-ups", self.stay.id))

    def do_history(self) -> None:
        self.app.push_screen(open_screen("log", self.stay.id))

    async def do_person(self) -> None:
        """A second guest of the room: found, or written down with identity; a passport says who it is."""
        scan = replace(scan_field(self.services.today()), fills=guest_filled)

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            chosen = values["guest"]
            new = isinstance(chosen, Typed)
            person = person_of(NEW_GUEST if new else chosen, values)
            told = {name: value for name, value in person.values.items() if value}
            if new:
                told |= names_of(chosen.text, values["mrz"])
            return await self.services.write(
                register_person,
                self.stay.id,
                person.guest_id,
                told,
                person.journey,
                token=token,
                answers=answers,
            )

        specs = (scan, GUEST, *DOCUMENT, SEX, *CARD, *WAY)
        dialog = FormDialog(Message("Another person"), specs, write)
        if await self.app.push_screen_wait(dialog):
            self.reread()

    async def do_wishes(self) -> None:
        stay = self.stay
        specs = (
            FieldSpec("no_information", Message("No information"), "check", help=Message("Nobody outside is told that the guest is here")),
            FieldSpec("do_not_move", Message("Do not move"), "check"),
            FieldSpec("service_wish", Message("Service wish"), "pick", options=(("", Message("none")), *WISHES.items()), width=28),
        )  # fmt: skip
        await self.dialog(
            Message("Wishes"), specs, change_wishes, stay.id, no_information=stay.no_information,
            do_not_move=stay.do_not_move, service_wish=stay.service_wish,
        )  # fmt: skip

    async def do_remove(self) -> None:
        row = self._list.selected
        if row and row.guest_id:
            await self.submit(remove_person, self.stay.id, row.guest_id)

    async def do_room(self) -> None:
        """Assign before arrival; move with a reason afterwards."""

        def search(text: str) -> list[tuple[str, str]]:
            today = self.services.today()
            since = max(self.stay.arrival, today)
            rooms = [
                r for r in free_rooms(None, since, self.stay.departure) if r.number.startswith(text.strip())
            ]
            codes, ready = (room_codes(today), ready_codes()) if since == today else ({}, ())
            rooms.sort(
                key=lambda r: (
                    r.room_type_id != self.stay.room_type_id,
                    codes.get(r.number, "") not in ready,
                    r.number,
                )
            )
            return [
                (r.number, f"{r.number} {r.room_type.code} {codes.get(r.number, '')}".rstrip())
                for r in rooms[:12]
            ]

        if self.stay.state == RESERVED:
            room = FieldSpec("number", Message("Room"), "lookup", search=search, required=True, letters=0)
            await self.dialog(Message("Assign a room"), (room,), assign_room, self.stay.id)
        else:
            room = FieldSpec("room", Message("Room"), "lookup", search=search, required=True, letters=0)
            await self.dialog(Message("Move to another room"), (room, REASON), move_room, self.stay.id)

    async def do_dates(self) -> None:
        if self.stay.state == IN_HOUSE:
            await change_dates_in_house(self, self.stay)
            return
        specs = (
            FieldSpec("arrival", Message("Arrival"), "date", required=True),
            FieldSpec("departure", Message("Departure"), "date", required=True, after="arrival"),
        )
        await self.dialog(
            Message("Change the dates"), specs, change_dates, self.stay.id, arrival=self.stay.arrival,
            departure=self.stay.departure,
        )  # fmt: skip

    async def do_undo(self) -> None:
        await self.submit(undo_check_in, self.stay.id)

    async def do_reinstate(self) -> None:
        """A check-out of today, a cancellation or a no-show did not happen."""
        if self.stay.state in ENDED:
            await self.submit(reinstate_booking, self.stay.id)
        else:
            await bring_back(self, self.stay)
