"""A document scanned at the desk, numbers seen for a purpose, and a person's data asked for and erased, by keys."""

from __future__ import annotations

import datetime

import pytest
from textual import events

from models.front_office.guests import Guest, add_document, guest_with_document
from models.front_office.opening import set_setting
from models.front_office.privacy import DataRequest, accesses, consent_of, hold_on
from models.front_office.reservations import IN_HOUSE, Stay
from models.front_office.stays import persons_of
from models.front_office.switchboard.messages import GuestMessage, take_message
from models.house.property import setting
from tests.desk import Desk, at_the_desk
from tests.hotel import Hotel
from tests.test_privacy import gone

LINES = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


async def scan(desk: Desk, *lines: str) -> None:
    """A keyboard-wedge scanner: all at once, Enter behind each line."""
    for line in lines:
        for character in line:
            desk.console.post_message(events.Key(f"char {character}", character))
        desk.console.post_message(events.Key("enter", None))
    await desk.pilot.pause()


async def test_a_walk_in_and_a_second_person_are_scanned(small_hotel: Hotel) -> None:
    hotel = small_hotel
    async with at_the_desk(hotel, "nok") as desk:
        await desk.open("walk-in")
        await desk.sees("Scan passport")
        await scan(desk, *LINES)
        await desk.sees(
            "ERIKSSON ANNA MARIA", "L898902C3", "Utopia", "This document has expired.", "▸Departure"
        )
        await desk.type("+1")
        await desk.press("enter", "enter", "enter", "enter")
        await desk.type("201")
        await desk.press("f9")
        await desk.sees("Folio 201")
        stay = Stay.get(Stay.state == IN_HOUSE)
        guest = stay.guest
        assert (guest.family, guest.given, guest.middle, guest.sex, guest.nationality) == (
            "ERIKSSON", "ANNA", "MARIA", "F", "UTO",
        )  # fmt: skip
        assert (guest.document_kind, guest.document_country, guest.document_expiry) == (
            "passport", "UTO", datetime.date(2012, 4, 15),
        )  # fmt: skip
        assert guest_with_document("L898902C3") == guest.id
        await desk.open("stay", stay.id)
        await desk.sees("•••••02C3")
        await desk.press("p")
        await desk.sees("Another person")
        await scan(
            desk,
            "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<",
            "C01X00T478D<<6408125F3010312<<<<<<<<<<<<<<02",
        )
        await desk.sees("Another person", "MUSTERMANN ERIKA", "Germany")
        await desk.press("f9")
        await desk.sees("MUSTERMANN Erika".upper(), not_="Another person")
        assert [(p.family, p.given, p.document_country) for p in persons_of(stay.id)][1] == (
            "MUSTERMANN",
            "ERIKA",
            "DEU",
        )


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_whole_number_is_shown_for_a_purpose(small_hotel: Hotel, language: str) -> None:
    hotel = small_hotel
    guest = hotel.guest("Müller", document_number="C01X00T47")
    add_document(hotel.desk(), guest, "other", "B7788")
    async with at_the_desk(hotel, "nok", language) as desk:
        await desk.open("guest", guest)
        await desk.sees("•••••0T47", not_="C01X")
        desk.console.screen.form.focus_field("document_number")
        await desk.press("f4", "2")
        await desk.press("enter")
        await desk.sees("C01X00T47")
        await desk.press("escape")  # nothing was typed: no question
        await desk.open("guest card", guest)
        await desk.sees("•••••0T47", "•••88")
        await desk.press("v")
        await desk.press("enter")
        await desk.sees("C01X00T47", "B7788")
        await desk.press("enter", "w")
        await desk.sees("nok", "Guest card" if language == "en" else "การ์ดแขก", not_="C01X")
    assert [(a.place, a.purpose) for a in accesses(guest).first(5)] == [
        ("guest card", "check-in"),
        ("guest", "correct"),
    ]


async def test_a_request_is_taken_reported_answered_and_the_guest_erased(small_hotel: Hotel) -> None:
    hotel = small_hotel
    guest = gone(hotel, family="Wanderer", document_number="W1234567")
    async with at_the_desk(hotel) as desk:
        await desk.open("guest card", guest)
        await desk.press("a")
        await desk.type("form")
        await desk.press("f9")
        await desk.sees("agreed on")
        await desk.press("h")
        await desk.type("case 12")
        await desk.press("f9")
        await desk.sees("case 12")
        assert consent_of(guest) is not None
        await desk.press("r", "n")
        await desk.sees("Data request", "WANDERER")
        await desk.press("enter")
        await desk.type("er")
        await desk.press("enter")
        await desk.type("please forget me")
        await desk.press("f9")
        await desk.sees("Erase data", "please", not_="In the guest's words")
        await desk.press("p")
        await desk.sees("Personal data held")
        await desk.press("escape", "e", "y")
        await desk.sees("Held: case 12")
        await desk.press("escape", "h")
        await desk.type("settled")
        await desk.press("f9")
        await desk.sees("agreed on", not_="case 12")
        assert hold_on(guest, hotel.day) is None
        await desk.press("r", "e", "y")
        await desk.sees("Say so in the answer", "ERASED")
        await desk.press("enter")
        await desk.sees("Outcome")
        await desk.press("enter")
        await desk.type("profile erased")
        await desk.press("f9")
        await desk.sees("Done", not_="Outcome")
    assert Guest.get_by_id(guest).erased_on == hotel.day
    assert DataRequest.get().outcome == "done"


async def test_the_work_list_erases_what_is_due_and_times_are_set(small_hotel: Hotel) -> None:
    hotel = small_hotel
    guest = gone(hotel, family="Longago", document_number="W1234567")
    async with at_the_desk(hotel) as desk:
        await desk.command("privacy")
        await desk.sees("LONGAGO Anna", "Identity document")
        await desk.press("x", "y")
        await desk.sees("1 of 1 erased", "Nothing has passed its date")
        await desk.press("t")
        await desk.sees("How long data are kept")
        await desk.type("30")
        await desk.press("f9")
        await desk.sees("documents 30 days")
    assert Guest.get_by_id(guest).document_number == ""
    assert setting("retention_document_days") == "30"


async def test_messages_past_their_days_are_erased_from_the_list_of_personal_data(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=1)
    take_message(hotel.desk("nok"), stay, "Bank", "Call us")
    hotel.audit()
    hotel.leaves(stay)
    set_setting(hotel.desk(), "switchboard_days", "1")
    hotel.audit()
    hotel.audit()
    async with at_the_desk(hotel) as desk:
        await desk.command("privacy")
        await desk.sees("Personal data past its date")
        await desk.press("m")
        await desk.sees("1 messages, calls and whereabouts are erased for good.")
        await desk.press("y")
        await desk.sees("1 of 1 erased.")
        assert not GuestMessage.select().exists()
        await desk.press("m")
        await desk.sees("No message and no call has passed its date.")
