"""Wake-up calls and telephone calls at the desk, by keys, in both languages."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from locales.messages import Message
from models.front_office.call_charges import CallTariff, PhoneCall, take_lines
from models.front_office.wake_up import WakeUpCall
from models.front_office.wake_up.views import calls_of_stay, calls_on
from screens.front_office.wake_up_alarm import READING_SECONDS
from tests.desk import at_the_desk
from tests.hotel import FIRST_DAY, Hotel
from tests.test_call_charges import came, later, line
from tests.test_wake_ups import TOMORROW, grouped
from tests.wake_up import Operator

LANGUAGES = pytest.mark.parametrize("language", ["en", "th"])


def speaking(language: str):
    return lambda text, **values: Message(text, values).say(language)


@LANGUAGES
async def test_a_guest_asks_to_be_woken_by_command_and_calls_it_off(
    language: str, small_hotel: Hotel
) -> None:
    say = speaking(language)
    operator = Operator(small_hotel)
    small_hotel.clock = operator.clock  # type: ignore[method-assign]
    stay = small_hotel.in_house("201", guest=small_hotel.guest("Müller"), nights=3)
    async with at_the_desk(small_hotel, "nok", language) as desk:
        await desk.command("โทรปลุก 201 6.30")
        await desk.sees(say("Room, guest"), "201 MÜLLER", "06:30")
        await desk.press("f9")
        await desk.sees(say("The wake-up call is noted."))
        (row,) = calls_on(TOMORROW)
        assert (row.stay_id, row.time) == (stay, "06:30")
        # The list goes to the day of the call, so that it is read back.
        await desk.sees("06:30 201", "MÜLLER Anna", say("To come"))
        # The same again says at the field why not; what was typed stays.
        await desk.press("n")
        await desk.sees(say("Room number or name; ↓ chooses."))
        await desk.type("201")
        await desk.sees("201 MÜLLER")
        await desk.press("down", "enter")
        await desk.type("0630")
        await desk.press("f9")
        await desk.sees(
            say("This guest is woken at {time} on {date} already.", time="06:30", date=TOMORROW)[:30]
        )
        await desk.press("backspace", "backspace", "backspace", "backspace")
        await desk.type("7")
        await desk.press("enter", "enter", "space", "f9")
        await desk.sees("07:00 201", say("daily"))
        assert len(calls_of_stay(stay)) == 4
        await desk.press("end", "x")
        await desk.sees(say("This one and every day after"))
        await desk.press("2")
        await desk.sees(say("No more wanted"))
        assert [row.state for row in calls_of_stay(stay)] == ["pending", *["cancelled"] * 3]
        await desk.press("enter")
        await desk.sees(f"W {say('Wake-up call')}")
        await desk.press("home", "enter")
        await desk.sees(say("Wake-up calls of {guest}", guest="MÜLLER Anna"))


@LANGUAGES
async def test_a_group_is_woken_and_the_sheet_printed(language: str, small_hotel: Hotel) -> None:
    say = speaking(language)
    operator = Operator(small_hotel)
    small_hotel.clock = operator.clock  # type: ignore[method-assign]
    grouped(small_hotel)
    async with at_the_desk(small_hotel, "nok", language) as desk:
        await desk.command("wake-up")
        await desk.sees(say("Wake-up calls, {date}", date=FIRST_DAY))
        await desk.press("b")
        await desk.sees(say("Wake-up calls of a group or booking"))
        await desk.press("right", "enter", "enter")
        await desk.type("203")
        await desk.press("enter")
        await desk.type("5.30")
        await desk.press("f9")
        await desk.sees(
            say("{rooms} rooms, {calls} calls; {left_out} left out.", rooms=3, calls=3, left_out=0)
        )
        assert sorted(row.room for row in calls_on(TOMORROW)) == ["", "201", "202"]
        await desk.press("p")
        await desk.sees("05:30 201", "05:30 202", say("Result"))
        await desk.press("escape")
        operator.clock.shows("05:30")
        await desk.sees("▸ 05:30  201")
        await desk.press("escape")


async def test_how_a_call_went_is_written_from_the_list(small_hotel: Hotel) -> None:
    operator = Operator(small_hotel)
    small_hotel.clock = operator.clock  # type: ignore[method-assign]
    call = operator.wakes(small_hotel.in_house("201"))
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.command("wake-up")
        await desk.press("]", "a")
        await desk.sees("Choose a call that is due.")
        operator.clock.shows("06:30")
        await desk.sees("▸ 06:30  201")
        await desk.pilot.pause(READING_SECONDS)
        await desk.press("escape")
        await desk.sees("Due now", not_="▸ 06:30  201")
        await desk.press("a")
        await desk.sees("Guest called back")
        await desk.press("3")
        await desk.sees("Guest called back", not_="Due now")
        assert WakeUpCall.get_by_id(call).result == "called back"


@LANGUAGES
async def test_calls_are_typed_charged_written_off_and_the_tariff_kept(
    language: str, small_hotel: Hotel
) -> None:
    say = speaking(language)
    hotel = small_hotel
    stay = hotel.in_house("201", guest=hotel.guest("Müller"))
    hotel.clock = lambda: datetime.datetime(2026, 11, 23, 11, tzinfo=datetime.UTC)  # type: ignore[method-assign]
    came(hotel, line(ext="777"), line(ext="203", number="0899"))
    take_lines(later(hotel.desk("nok")), "pbx", [], cut="23/11/26 14:0")
    async with at_the_desk(hotel, "pavinee", language) as desk:
        await desk.command(say("call charges"))
        await desk.sees(say("Calls that reached no folio"), say("Nobody was in the room"))
        await desk.press("n")
        await desk.sees(say("A telephone call"))
        await desk.type("201")
        await desk.press("enter")
        await desk.type("021112222")
        await desk.press("enter", "enter")
        await desk.type("14.05")
        await desk.press("enter")
        await desk.type("4:30")
        await desk.press("f9")
        await desk.sees(say("Not posted: {why}", why=say("No tariff for this number")))
        await desk.press("t")
        await desk.sees(say("Tariff of telephone calls"))
        await desk.press("n")
        await desk.sees(say("Price a block"))
        await desk.type("02")
        await desk.press("enter", "enter", "enter")
        await desk.type("3")
        await desk.press("f9")
        await desk.sees("3.00", not_=say("Price a block"))
        assert CallTariff.get().prefix == "02"
        await desk.press("escape")
        await desk.sees(say("Calls that reached no folio"))
        await desk.press("a")
        await desk.sees(
            say("{posted} posted, {free} free, {unposted} not posted.", posted=1, free=0, unposted=2)
        )
        assert hotel.balance(stay) == Decimal("17.66"), "five begun minutes at 3.00, service charge and VAT"
        await desk.press("home", "c")
        await desk.sees(say("Room number or name; ↓ chooses."))
        await desk.type("201")
        await desk.sees("201 MÜLLER")
        await desk.press("down", "enter", "f9")
        await desk.sees(not_="0899")
        await desk.press("x")
        await desk.sees(say("Write the call off"))
        await desk.type("chef")
        await desk.press("f9")
        await desk.sees(say("Every call is dealt with."))
        assert sorted(call.state for call in PhoneCall.select()) == ["posted", "posted", "written off"]
        await desk.press("v")
        await desk.sees("0899", "chef", say("Written off"))
        await desk.press("l")
        await desk.sees("23/11/26 14:0", say("Cut off"))
        await desk.press("x")
        await desk.sees(say("Set the line aside"))
        await desk.type("typed by hand")
        await desk.press("f9")
        await desk.sees(say("Every line is read."))
