"""Letters at the desk: written, shown as sent, repeated, taken back, told of on the phone; the queue of the house."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from locales.thai_text import cell_width
from models.front_office.correspondence import (
    Letter,
    claim_letter,
    letter_failed,
    letter_uncertain,
    letters_of,
    write_letter,
)
from models.house.database import database
from models.house.property import setting
from screens.kit.actions import check, in_force
from screens.kit.desk_screen import KIT_ACTIONS
from screens.navigation import GLOBAL_ACTIONS, screen_class
from tests.desk import Desk, at_the_desk
from tests.hotel import Hotel
from tests.mail_server import MailServer
from tests.test_letters import ANNA, anna, somchai, with_mail
from tests.test_post_office import mailing

SCREENS = ("letters", "letter queue", "letter texts")


@pytest.fixture(autouse=True)
def post_office_at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes to work when a test asks it to."""
    monkeypatch.setattr("app.console.POST_SECONDS", 3600.0)


@pytest.fixture
def written(small_hotel: Hotel) -> Hotel:
    """Anna has a letter that waits, one that failed, one that is uncertain."""
    hotel = with_mail(small_hotel)
    booked = anna(hotel)
    for mark, why in ((letter_failed, "550 No such user"), (letter_uncertain, "timed out")):
        write_letter(hotel.desk("nok"), booked, ANNA)
        claim = claim_letter(hotel.desk("nok"), ["e-mail"])
        assert claim is not None
        mark(hotel.desk("nok"), claim["letter_id"], claim["attempt"], why)
    write_letter(hotel.desk("nok"), booked, ANNA)
    return hotel


def test_no_key_of_the_letters_means_two_things() -> None:
    for name in SCREENS:
        check(in_force(screen_class(name).ACTIONS, GLOBAL_ACTIONS, KIT_ACTIONS))


@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize("name", SCREENS)
async def test_the_letters_stand_at_80_by_24(name: str, language: str, written: Hotel) -> None:
    async with at_the_desk(written, language=language) as desk:
        await desk.open(name, *((1,) if name == "letters" else ()))
        await desk.pilot.pause()
        lines = desk.text.split("\n")
        assert len(lines) == 24
        assert all(cell_width(line) <= 80 for line in lines)


async def test_a_confirmation_is_three_keys_away(small_hotel: Hotel) -> None:
    booked = anna(with_mail(small_hotel))
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.open("letters", booked)
        await desk.sees("No letters.")
        await desk.press("w")
        await desk.sees("How*", "Confirmation", "E-mail")
        await desk.press("f9")
        await desk.sees("Confirmation by E-mail", "Ms Anna Müller", "anna@example.com", "English")
        await desk.press("f9")
        await desk.sees("It waits to be sent to anna@example.com", "Waiting", not_="by E-mail")
    (letter,) = letters_of(booked)
    assert (letter.kind, letter.method, letter.written_by.login) == ("confirmation", "e-mail", "nok")


async def test_a_wrong_address_is_said_at_its_field_and_what_was_typed_stays(small_hotel: Hotel) -> None:
    booked = anna(with_mail(small_hotel))
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.open("letters", booked)
        await desk.press("w", "f9")
        await desk.sees("anna@example.com")
        await desk.press("enter", "ctrl+u")
        await desk.type("anna at example")
        await desk.press("f9")
        await desk.sees("is no e-mail address", "anna at example")
        assert letters_of(booked) == []


async def test_a_thai_letter_is_printed_and_then_is_out(
    small_hotel: Hotel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECEPTION_PAPERS", str(tmp_path / "papers"))
    booked = somchai(small_hotel)
    async with at_the_desk(small_hotel, "nok", "th") as desk:
        await desk.open("letters", booked)
        await desk.press("w")
        await desk.sees("วิธีส่ง*")
        await desk.press("f9")
        await desk.sees("คุณสมชาย ใจดี", "ไทย")
        await desk.press("f9")
        await desk.sees("ใบยืนยันการสำรองห้องพัก", "เรียน คุณสมชาย ใจดี")
        await desk.press("f9")
        await desk.sees("เก็บไว้ที่")
        await desk.press("escape")
        await desk.sees("ส่งแล้ว")
    assert letters_of(booked)[0].status == "sent"
    assert (tmp_path / "papers" / "confirmation-000001-1.pdf").read_bytes().startswith(b"%PDF-")


async def test_a_deposit_request_asks_for_amount_and_date(small_hotel: Hotel) -> None:
    hotel = with_mail(small_hotel)
    booked = anna(hotel, arrival=hotel.after(10), departure=hotel.after(12))
    async with at_the_desk(hotel, "nok") as desk:
        await desk.open("letters", booked)
        await desk.press("w")
        await desk.sees("How*")
        await desk.type("dep")
        await desk.press("f9")
        await desk.sees("Deposit request by E-mail", "To be paid by")
        await desk.press("enter", "enter", "enter")
        await desk.type("3000")
        await desk.press("enter")
        await desk.type("28/11")
        await desk.press("f9")
        await desk.sees("It waits to be sent")
    assert "Deposit, to be paid by 28 Nov 2026: 3,000.00" in letters_of(booked)[0].body


async def test_confirmed_by_phone_is_written_down(small_hotel: Hotel) -> None:
    booked = anna(small_hotel)
    async with at_the_desk(small_hotel, "lek") as desk:
        await desk.open("letters", booked)
        await desk.press("p")
        await desk.sees("Phone call", "Ms Anna Müller", "+66 81-234-5678")
        await desk.press("enter", "enter", "enter", "enter")
        await desk.type("Confirmed, comes at nine")
        await desk.press("f9")
        await desk.sees("Phone", "Recorded", not_="Spoke with")
        await desk.press("v")
        await desk.sees("Confirmed, comes at nine")
    (call,) = letters_of(booked)
    assert (call.body, call.written_by.login) == ("Confirmed, comes at nine", "lek")


async def test_a_letter_is_sent_again_to_a_better_address(written: Hotel) -> None:
    async with at_the_desk(written, "nok") as desk:
        await desk.open("letters", 1)
        await desk.sees("Failed", "Uncertain")
        await desk.press("end")
        await desk.sees("550 No such user")
        await desk.press("r")
        await desk.sees("Send 000001/1 again", "anna@example.com")
        await desk.press("ctrl+u")
        await desk.type("anna.m@example.com")
        await desk.press("f9")
        await desk.sees("anna.m@example.com", "↻ Confirmation", not_="Send 000001/1")
    assert letters_of(1)[-1].repeats_id == letters_of(1)[0].id


async def test_whether_an_uncertain_letter_went_out_is_said_by_a_person(written: Hotel) -> None:
    async with at_the_desk(written, "nok") as desk:
        await desk.open("letters", 1)
        await desk.press("u")
        await desk.sees("Nothing about this letter is uncertain")
        await desk.press("down", "r")
        await desk.sees("Say first whether it was sent")
        await desk.press("u")
        await desk.sees("Did 000001/2 reach anna@example.com?", "It was sent", "Send it again")
        await desk.press("enter")
        await desk.sees("Sent", not_="Uncertain")
    assert letters_of(1)[1].status == "sent"


async def test_a_letter_that_waits_is_taken_back(written: Hotel) -> None:
    async with at_the_desk(written, "nok") as desk:
        await desk.open("letters", 1)
        await desk.press("x")
        await desk.sees("Do not send: really?")
        await desk.press("y")
        await desk.sees("Not sent")
        await desk.press("x")
        await desk.sees("Only what still waits can be taken back.")
    assert letters_of(1)[2].status == "cancelled"


async def test_the_queue_of_the_house_counts_what_needs_somebody(written: Hotel) -> None:
    async with at_the_desk(written, "pavinee") as desk:
        await desk.press("g", "c")
        await desk.sees("waiting 1 · failed 1 · uncertain 1", "000001/3")
        await desk.press("f")
        await desk.sees("Which letters")
        await desk.press("4")
        await desk.sees("Letters · Failed", "000001/1", not_="000001/3")
        await desk.press("b")
        await desk.sees("Letters · 000001 · MÜLLER Anna", "Phone call")


async def test_the_queue_is_searched_by_booking_name_and_address(written: Hotel) -> None:
    with_mail(written)
    write_letter(written.desk(), somchai(written), replace(ANNA, address="somchai@example.com"))
    async with at_the_desk(written, "nok") as desk:
        await desk.command("letters")
        await desk.sees("somchai@", "anna@example.com")
        await desk.press("/")
        await desk.type("somchai")
        await desk.sees("somchai@", not_="anna@example.com")


async def test_a_hotel_words_its_letters(small_hotel: Hotel) -> None:
    hotel = with_mail(small_hotel)
    booked = anna(hotel)
    async with at_the_desk(hotel) as desk:
        await desk.command("letter texts")
        await desk.sees("Texts of letters", "Thank you for choosing {hotel}.")
        await desk.press("enter")
        await desk.sees("Confirmation, English", "{guest} {hotel}")
        await desk.press("ctrl+u")
        await desk.type("Dear friend {name}")
        await desk.press("f9")
        await desk.sees("In braces may stand only", "Dear friend {name}")
        await desk.press("ctrl+u")
        await desk.type("Booking {confirmation} stands.")
        await desk.press("f9")
        await desk.sees("Booking {confirmation} stands.", "yes", not_="Closing")
    letter = Letter.get_by_id(write_letter(hotel.desk(), booked, ANNA))
    assert "Booking 000001 stands." in letter.body


async def test_how_letters_leave_is_set_up_by_the_manager_alone(small_hotel: Hotel) -> None:
    async with at_the_desk(small_hotel) as desk:
        await desk.command("letters")
        await desk.press("s")
        await desk.sees("How letters leave", "Mail server")
        await desk.type("mail.rimnam.test")
        await desk.press("f9")
        await desk.sees("is no e-mail address", "mail.rimnam.test")
        await desk.press("ctrl+u")
        await desk.type("stay@rimnam.test")
        await desk.press("f9")
        await desk.sees("waiting 0", not_="Mail server")
    assert (setting("smtp_host"), setting("smtp_from")) == ("mail.rimnam.test", "stay@rimnam.test")
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.command("letters")
        await desk.press("s")
        await desk.sees("You do not have the right")


async def _until(desk: Desk, status: str) -> None:
    """The desk's own timer looks at the queue every few seconds; here it is asked to at once."""
    for _try in range(400):
        desk.console._send_letters()
        await desk.pilot.pause()
        if Letter.get_by_id(1).status == status:
            return
        await asyncio.sleep(0.01)  # the post office's thread gets its turn
    raise AssertionError(Letter.get_by_id(1).status)


async def test_an_open_desk_sends_what_waits_by_itself(small_hotel: Hotel) -> None:
    with MailServer() as server:
        mailing(small_hotel, server.port)
        booked = anna(small_hotel)
        write_letter(small_hotel.desk("nok"), booked, ANNA)
        async with at_the_desk(small_hotel, "lek") as desk:
            await desk.open("letters", booked)
            await _until(desk, "sent")
            await desk.sees("Sent", not_="Waiting")
        assert len(server.received) == 1


async def test_a_desk_is_told_that_the_line_is_down(small_hotel: Hotel) -> None:
    from tests.mail_server import free_port

    mailing(small_hotel, free_port())
    write_letter(small_hotel.desk("nok"), anna(small_hotel), ANNA)
    async with at_the_desk(small_hotel, "lek") as desk:
        for _try in range(400):
            desk.console._send_letters()
            await desk.pilot.pause()
            if "E-mail is not to be reached; letters wait." in desk.text:
                break
            await asyncio.sleep(0.01)  # as above
        await desk.sees("E-mail is not to be reached; letters wait.")
    assert Letter.get_by_id(1).status == "queued"


async def test_a_database_that_is_away_for_a_while_does_not_end_the_desk(small_hotel: Hotel) -> None:
    with_mail(small_hotel)
    async with at_the_desk(small_hotel, "lek") as desk:
        database.execute_sql("ALTER TABLE letter RENAME TO away")
        desk.console._send_letters()
        database.execute_sql("ALTER TABLE away RENAME TO letter")
        await desk.press("g", "c")
        await desk.sees("waiting 0")
