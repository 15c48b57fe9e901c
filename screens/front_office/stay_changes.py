"""What one does with a booking beside moving it: terms, single prices, details, copies, shares, companions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from locales import Message, current_language
from models.front_office.companies import AGENT, COMPANY
from models.front_office.desk_views import find_stays
from models.front_office.inventory import days_from
from models.front_office.reservations import (
    GUARANTEES,
    IN_HOUSE,
    NOT_YET,
    RESERVED,
    SHARE_PRICES,
    STATES,
    Stay,
    change_details,
    change_guest,
    change_price,
    change_terms,
    confirm_booking,
    copy_booking,
    end_share,
    share_price,
    share_room,
    sharers_of,
    split_off,
    travel_apart,
    travel_together,
)
from models.front_office.segments import MARKET, SOURCE
from models.house.refusals import Answer
from screens.front_office.booking import (
    GUEST,
    NARROW,
    NOTE,
    rate_options,
    search_companies,
    segment_options,
    type_options,
)
from screens.front_office.words import day
from screens.kit.actions import Action
from screens.kit.choice_fields import Choice, Option
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.navigation import open_screen

REASON = FieldSpec("reason", Message("Reason"), required=True, width=40, max_length=200)
COMING = (*NOT_YET, RESERVED)


def when(*states: str) -> Any:
    def why_not(screen: StayChanges) -> Message | None:
        if screen.stay.state in states:
            return None
        return Message("This stay is {state}.", {"state": STATES[screen.stay.state]})

    return why_not


CHANGES = (
    Action("confirm", Message("Confirm"), ("f",), right="book", why_not=when(*NOT_YET)),
    Action("terms", Message("Type, rate"), ("a",), right="book", why_not=when(*COMING, IN_HOUSE)),
    Action("price", Message("Price of the night"), ("q",), right="book", shown=False, why_not=lambda s: s.why_not_night()),
    Action("details", Message("Details"), ("i",), right="book", why_not=when(*COMING, IN_HOUSE)),
    Action("guest", Message("Another guest"), ("n",), right="book", shown=False, why_not=when(*COMING)),
    Action("copy", Message("Copy"), ("y",), right="book", shown=False),
    Action("share", Message("Share a room"), ("s",), right="book", shown=False, why_not=when(RESERVED, IN_HOUSE)),
    Action("letters", Message("Letters"), ("l",), right="see_desk"),
    Action("packages", Message("Packages"), ("m",), right="see_desk", shown=False),
    Action("fixed_charges", Message("Fixed charges"), ("F",), right="see_desk", shown=False),
    Action("companions", Message("Companions"), ("v",), right="book", shown=False),
    Action("split", Message("Own booking"), ("o",), right="book", shown=False, danger=True, why_not=when(*COMING, IN_HOUSE)),
)  # fmt: skip


class StayChanges(DeskScreen):
    stay: Stay

    @property
    def selected(self) -> Any:
        """The line with the mark."""
        raise NotImplementedError

    async def dialog(
        self, title: Message, specs: tuple[FieldSpec, ...], operation: Any, *args: Any, **first: Any
    ) -> Any:
        """A small form whose values are the operation's keywords; what the operation gave back, None when left."""
        done: list[Any] = []

        async def write(values: dict[str, object], token: str, answers: Mapping[str, Answer]) -> object:
            kept = {name: value for name, value in values.items() if value is not None}
            done.append(await self.services.write(operation, *args, token=token, answers=answers, **kept))
            return done

        if await self.app.push_screen_wait(FormDialog(title, specs, write, values=first)) is None:
            return None
        self.reread()
        return done[-1] if done[-1] is not None else True

    async def do_confirm(self) -> None:
        if await self.submit(confirm_booking, self.stay.id):
            self.say(Message("The booking is confirmed."))

    # Terms and prices

    async def do_terms(self) -> None:
        stay = self.stay
        specs = (
            FieldSpec("room_type", Message("Room type"), "pick", required=True, options=type_options(), width=28),
            FieldSpec("rate_code", Message("Rate"), "pick", required=True, options=rate_options(), width=28),
            FieldSpec("adults", Message("Adults"), "number", required=True, minimum=1, maximum=20),
            FieldSpec("children", Message("Children"), "number", minimum=0, maximum=20),
            FieldSpec("child_ages", Message("Ages of children"), max_length=20),
            FieldSpec("since", Message("From the night of"), "date", help=Message("Nights from this one on get their price anew.")),
        )  # fmt: skip
        await self.dialog(
            Message("Type, rate, persons"), specs, change_terms, stay.id, room_type=stay.room_type.code,
            rate_code=stay.rate_code.code, adults=stay.adults, children=stay.children, child_ages=stay.child_ages,
            since=max(stay.arrival, self.services.today()),
        )  # fmt: skip

    def why_not_night(self) -> Message | None:
        row = self.selected
        return None if row and row.night else Message("Choose the night first.")

    async def do_price(self) -> None:
        night = self.selected.night
        specs = (
            FieldSpec("amount", Message("Price"), "amount", required=True, minimum=Decimal(0)),
            FieldSpec("until", Message("Until the night of"), "date", required=True),
        )
        stay_id = self.stay.id

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            dates = list(days_from(night, max(values["until"], night)))
            await self.services.write(
                change_price, stay_id, dates, values["amount"], token=token, answers=answers
            )
            return True

        title = Message("Price of the night of {date}", {"date": day(night)})
        if await self.app.push_screen_wait(FormDialog(title, specs, write, values={"until": night})):
            self.reread()

    async def do_details(self) -> None:
        stay, booked, language = self.stay, self.stay.reservation, current_language()

        def payer(company: Any) -> Choice | None:
            return Choice(company.id, company.name(language)) if company is not None else None

        specs = (
            FieldSpec("eta", Message("ETA"), width=6, max_length=5),
            FieldSpec("flight_in", Message("Flight in"), width=10, max_length=10),
            FieldSpec("pick_up", Message("Pick-up car"), "check"),
            FieldSpec("etd", Message("ETD"), width=6, max_length=5),
            FieldSpec("flight_out", Message("Flight out"), width=10, max_length=10),
            FieldSpec("drop_off", Message("Drop-off car"), "check"),
            FieldSpec("guarantee", Message("Guarantee"), "pick", required=True, options=tuple(GUARANTEES.items()), width=NARROW),
            FieldSpec("option_until", Message("Held until"), "date"),
            FieldSpec("company", Message("Company"), "lookup", search=search_companies(COMPANY)),
            FieldSpec("agent", Message("Agent"), "lookup", search=search_companies(AGENT)),
            FieldSpec("market", Message("Market"), "pick", options=segment_options(MARKET)),
            FieldSpec("source", Message("Source"), "pick", options=segment_options(SOURCE)),
            FieldSpec("booker", Message("Booked by"), max_length=80),
            FieldSpec("do_not_move", Message("Do not move"), "check"),
            FieldSpec("no_post", Message("No charges"), "check"),
            NOTE,
        )  # fmt: skip
        first = {s.name: getattr(stay, s.name, None) for s in specs} | {
            name: getattr(booked, name)
            for name in ("guarantee", "option_until", "market", "source", "booker")
        }
        first |= {"company": payer(booked.company), "agent": payer(booked.agent)}

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            kept = ("option_until", "company", "agent")
            told = {n: v if v is not None or n in kept else "" for n, v in values.items()}
            await self.services.write(change_details, stay.id, token=token, answers=answers, **told)
            return True

        if await self.app.push_screen_wait(FormDialog(Message("Details"), specs, write, values=first)):
            self.reread()

    async def do_guest(self) -> None:
        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(
                change_guest, self.stay.id, values["guest_id"], token=token, answers=answers
            )
            return True

        spec = replace(GUEST, name="guest_id", allow_new=False)
        if await self.app.push_screen_wait(FormDialog(Message("Another guest"), (spec,), write)):
            self.reread()

    async def do_copy(self) -> None:
        stay = self.stay
        specs = (
            FieldSpec("arrival", Message("Arrival"), "date", required=True),
            FieldSpec("departure", Message("Departure"), "date", required=True, after="arrival"),
            FieldSpec("guest_id", Message("Guest"), "lookup", search=GUEST.search, letters=2, width=34, help=Message("Empty: the same guest.")),
        )  # fmt: skip
        copied = await self.dialog(
            Message("Copy the booking"), specs, copy_booking, stay.id, arrival=max(stay.departure, self.services.today()),
            departure=max(stay.departure, self.services.today()) + (stay.departure - stay.arrival),
        )  # fmt: skip
        if copied:
            self.app.push_screen(open_screen("stay", copied))

    def do_letters(self) -> None:
        self.app.push_screen(open_screen("letters", self.stay.reservation_id))

    def do_packages(self) -> None:
        self.app.push_screen(open_screen("stay packages", self.stay.id))

    def do_fixed_charges(self) -> None:
        self.app.push_screen(open_screen("fixed charges", self.stay.id))

    # Together and apart

    def search_stays(self, text: str) -> list[Option]:
        """Other bookings that are to come or in house, by guest, room or confirmation number."""
        found = find_stays(text, Stay.state << (RESERVED, IN_HOUSE))
        language = current_language()
        return [
            (row.stay_id, f"{row.confirmation} {row.guest_th if language == 'th' else row.guest_en} {row.room} {day(row.arrival)}")
            for row in found.first(8)
            if row.stay_id != self.stay.id
        ]  # fmt: skip

    async def do_share(self) -> None:
        """Share a room; where one is shared already: another way to pay, or a room of one's own."""
        prices = FieldSpec("prices", Message("Price"), "pick", required=True, options=tuple(SHARE_PRICES.items()), default="split", width=28)  # fmt: skip
        if not sharers_of(self.stay.id):
            other = FieldSpec("with_stay_id", Message("With"), "lookup", required=True, search=self.search_stays, letters=2, width=40)  # fmt: skip
            await self.dialog(Message("Share a room"), (other, prices), share_room, self.stay.id)
            return
        ways: tuple[Option, ...] = (
            ("price", Message("Pay another way")),
            ("apart", Message("A room of its own")),
        )
        way = await self.app.push_screen_wait(ChooseDialog(Message("Shared room"), ways))
        if way == "price":
            await self.dialog(Message("Pay another way"), (prices,), share_price, self.stay.id)
        elif way == "apart":
            await self.submit(end_share, self.stay.id)

    async def do_companions(self) -> None:
        booked = self.stay.reservation
        if booked.party_id is not None:
            ways: tuple[Option, ...] = (
                ("more", Message("Another booking")),
                ("apart", Message("Travels alone")),
            )
            way = await self.app.push_screen_wait(ChooseDialog(Message("Companions"), ways))
            if way == "apart":
                await self.submit(travel_apart, booked.id)
            if way != "more":
                return
        number = FieldSpec("confirmation", Message("Booking number"), required=True, width=12, max_length=10)
        await self.dialog(Message("Travels with"), (number,), travel_together, booked.id)

    async def do_split(self) -> None:
        number = await self.submit(split_off, self.stay.id)
        if number:
            self.say(Message("It is booking {number} now.", {"number": number}))
