"""The tape chart and the availability grid, worked by keys at 80×24 in Thai and English."""

from __future__ import annotations

import datetime
import threading

import pyte
import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from app.console import Console
from locales import use_language
from locales.thai_text import cell_width
from models.front_office.reservations import Stay, change_details, share_room, stay_nights
from models.front_office.room_changes import shift_stay
from models.front_office.rooms import Room, RoomClosure, close_room, set_housekeeping
from models.house.staff import Staff
from screens.front_office.tape_chart import TapeChartScreen
from tests.desk import Desk, at_the_desk
from tests.hotel import Hotel
from tests.terminal import ThaiScreen
from tests.test_kit_screens import Wire


@pytest.fixture
def full(small_hotel: Hotel) -> Hotel:
    """Day two: in house and due out, back to back, shared, day use, tentative, closed rooms, two without a room."""
    hotel = small_hotel
    thai = hotel.guest("Jaidee", given="Somchai", given_th="สมชาย", family_th="ใจดี", nationality="THA", document_kind="thai id", document_number="1101700230708")  # fmt: skip
    hotel.in_house("201", nights=1, guest=thai)
    hotel.in_house("302", nights=5, guest=hotel.guest("Schmidt"))
    hotel.audit()
    water = hotel.guest("Namjai", given="Pin", given_th="ปิ่น", family_th="น้ำใจ")
    hotel.booked(arrival=hotel.day, departure=hotel.after(3), room="203", guest=water)
    hotel.booked(arrival=hotel.after(3), departure=hotel.after(5), room="203", guest=hotel.guest("Müller"))
    first = hotel.booked(
        arrival=hotel.after(1), departure=hotel.after(3), room="204", guest=hotel.guest("Lee")
    )
    share_room(hotel.desk(), hotel.booked(arrival=hotel.after(1), departure=hotel.after(3), guest=hotel.guest("Kim")), first)  # fmt: skip
    hotel.booked(departure=hotel.day, room="205", guest=hotel.guest("Short"))
    hotel.booked(1, room="206", guarantee="tentative", guest=hotel.guest("Perhaps"))
    hotel.booked(2, guest=hotel.guest("Waiting"))
    hotel.booked(2, "DLX", guest=hotel.guest("Deluxe"))
    close_room(
        hotel.desk("noi"),
        Room.get(Room.number == "305").id,
        "OOO",
        hotel.day,
        hotel.after(4),
        "แอร์เสีย",
        "dirty",
    )
    close_room(
        hotel.desk("noi"),
        Room.get(Room.number == "306").id,
        "OOS",
        hotel.after(2),
        hotel.after(2),
        "paint",
        "dirty",
    )
    return hotel


def _of(family: str) -> Stay:
    return next(stay for stay in Stay.select() if stay.guest.family == family)


def _room(family: str) -> str:
    stay = _of(family)
    return str(stay.room.number) if stay.room_id else ""


def _line(desk: Desk, number: str) -> str:
    return next(line for line in desk.text.split("\n") if line[1:4] == number)


# As they stand


@pytest.mark.parametrize("language", ["en", "th"])
async def test_the_chart_tells_states_apart_without_colour(full: Hotel, language: str, snapshot: SnapshotAssertion) -> None:  # fmt: skip
    async with at_the_desk(full, language=language) as desk:
        await desk.press("f6")
        await desk.sees("Schmidt".upper())
        lines = desk.text.split("\n")
        assert len(lines) == 24
        assert all(cell_width(line) <= 80 for line in lines)
        assert "[SCHMIDT Anna──────]" in _line(desk, "302")
        assert ">" in _line(desk, "201")  # due out
        assert ")(MÜL" in _line(desk, "203")  # one leaves in the morning, another comes in the afternoon
        assert "(&" in _line(desk, "204")
        assert "(D)" in _line(desk, "205")
        assert "(?" in _line(desk, "206")
        assert "####" in _line(desk, "305")
        assert "=pai" in _line(desk, "306")
        assert desk.text == snapshot


@pytest.mark.parametrize("language", ["en", "th"])
async def test_the_grid_and_one_date_stand_at_80_by_24(full: Hotel, language: str, snapshot: SnapshotAssertion) -> None:  # fmt: skip
    async with at_the_desk(full, language=language) as desk:
        await desk.press("g", "v")
        await desk.sees("SUP", ">24<")
        grid = desk.text
        await desk.press("enter")
        await desk.sees("Phys")
        for text in (grid, desk.text):
            assert all(cell_width(line) <= 80 for line in text.split("\n"))
        assert f"{grid}\n{desk.text}" == snapshot


# Moving about


async def test_arrows_go_from_bar_to_bar_and_figures_to_a_room(full: Hotel) -> None:
    async with at_the_desk(full) as desk:
        await desk.press("f6", "2", "0", "3")
        await desk.sees("NAMJAI Pin 24 Nov–27 Nov")
        await desk.press("right")
        await desk.sees("MÜLLER Anna 27 Nov–29 Nov")
        await desk.press("right")
        await desk.sees("29 Nov", not_="MÜLLER Anna 27")
        await desk.press("left", "left")
        await desk.sees("NAMJAI Pin 24 Nov–27 Nov")
        await desk.press("3", "0", "5")
        await desk.sees("OOO แอร์เสีย →28 Nov")
        await desk.press("2", "0", "3", "enter")
        await desk.sees("NAMJAI Pin · room 203 · Reserved")


async def test_time_has_no_end_on_the_chart_and_a_date_is_typed(full: Hotel) -> None:
    async with at_the_desk(full) as desk:
        await desk.press("f6", "]", "]", "]")
        await desk.sees("Jan 2027")
        await desk.press("t")
        await desk.sees("Go to a date")
        await desk.press("ctrl+u")
        await desk.type("29/2/2028")
        await desk.press("enter")
        await desk.sees("Feb 2028", "29 1/3")
        await desk.press("[")
        await desk.sees("15 Feb")
    async with at_the_desk(full, language="th") as desk:
        await desk.open("tape chart", "", datetime.date(2028, 2, 29))
        await desk.sees("ก.พ. 2571", " 28  29 1/3")


async def test_a_guest_is_found_on_the_chart_by_a_name_in_thai(full: Hotel) -> None:
    async with at_the_desk(full) as desk:
        await desk.press("f6", "/")
        await desk.sees("Find a guest")
        await desk.type("สมชาย")
        await desk.sees("JAIDEE Somchai 201")
        await desk.press("down", "enter")
        await desk.sees("JAIDEE Somchai 23 Nov–24 Nov", not_="Find a guest")
        await desk.press("/")
        await desk.type("waiting")
        await desk.sees("WAITING Anna –")
        await desk.press("down", "enter")
        await desk.sees("▸SUP   WAITING", not_="Find a guest")


async def test_the_chart_shows_one_type_or_one_floor(full: Hotel) -> None:
    async with at_the_desk(full) as desk:
        await desk.press("f6", "f")
        await desk.sees("Which rooms?")
        await desk.press("3")  # all, SUP, DLX
        await desk.sees("Tape chart · DLX", "301", not_=" 201 ")
        assert "WAITING" not in desk.text
        await desk.press("f", "1")
        await desk.sees("201", not_="· DLX")


# Changing


async def test_a_booking_is_carried_to_another_room_and_date(full: Hotel) -> None:
    async with at_the_desk(full, "nok") as desk:
        await desk.press("f6", "2", "0", "3", "m", "up", "right")
        await desk.sees("NAMJAI Pin → 202, 25 Nov")
        await desk.press("enter")
        await desk.sees("NAMJAI Pin has room 202.")
    stay = _of("Namjai")
    assert (stay.room.number, stay.arrival, stay.departure) == ("202", full.after(1), full.after(4))


async def test_esc_puts_a_carried_bar_back(full: Hotel) -> None:
    async with at_the_desk(full) as desk:
        await desk.press("f6", "2", "0", "3")
        await desk.sees("NAMJAI Pin 24 Nov")
        before = _line(desk, "203")
        await desk.press("m", "up", "up", "left", "escape")
        await desk.sees("NAMJAI Pin 24 Nov")
        assert _line(desk, "203") == before
        assert isinstance(desk.console.screen, TapeChartScreen)


async def test_a_refused_drop_says_who_is_there_and_leads_to_them(full: Hotel) -> None:
    async with at_the_desk(full, "nok") as desk:
        await desk.press("f6", "2", "0", "3", "m", "down", "enter")
        taken = _of("Lee").id
        await desk.sees("Room 204 is let to LEE Anna on", f":stay {taken}")
        await desk.press("escape")
        await desk.sees("NAMJAI Pin 24 Nov")
        await desk.press("m", "left", "enter")
        await desk.sees("The arrival lies before the business date")
    assert _room("Namjai") == "203"


async def test_a_guest_in_house_moves_with_a_reason_and_a_dirty_room_is_asked_about(full: Hotel) -> None:
    set_housekeeping(full.desk("noi"), Room.get(Room.number == "303").id, "dirty")
    async with at_the_desk(full) as desk:
        await desk.press("f6", "3", "0", "2", "m", "down", "enter")
        await desk.sees("Move to room 303", "Reason")
        await desk.type("noise")
        await desk.press("enter")
        await desk.sees("Room 303 is not ready (dirty)")
        await desk.type("guest agrees")
        await desk.press("enter")
        await desk.sees("SCHMIDT Anna has room 303.")
    assert _room("Schmidt") == "303"
    assert [night.room.number for night in stay_nights(_of("Schmidt").id)] == ["302"] + ["303"] * 4


async def test_a_night_more_and_a_night_less_by_one_key(full: Hotel) -> None:
    async with at_the_desk(full, "nok") as desk:
        await desk.press("f6", "3", "0", "2", "+")
        await desk.sees("SCHMIDT Anna leaves on 29 Nov 2026: 6 nights.")
        await desk.press("-")
        await desk.sees("leaves on", "5 nights", not_="6 nights")
        await desk.press("2", "0", "3", "+")
        await desk.sees("Room 203 is let to MÜLLER Anna on 27 Nov 2026")
        await desk.press("e")
        await desk.sees("Change the departure")
        await desk.press("ctrl+u")
        await desk.type("25/11")
        await desk.press("enter")
        await desk.sees("NAMJAI Pin 24 Nov–25 Nov", not_="Change the departure")
        await desk.press("-")
        await desk.sees("That would leave no night")
    assert _of("Namjai").departure == full.after(1)


async def test_a_booking_without_a_room_is_assigned_to_the_marked_one_and_taken_out_again(
    full: Hotel,
) -> None:
    async with at_the_desk(full, "nok") as desk:
        await desk.press("f6", "2", "0", "2", "tab", "down", "a")
        await desk.sees("WAITING Anna has room 202.", not_="SUP   WAITING")
        assert _room("Waiting") == "202"
        await desk.press("tab", "u")
        await desk.sees("WAITING Anna has no room now.", "SUP   WAITING")
        await desk.press("3", "0", "5", "tab", "home", "a")
        await desk.sees("Room 305 is OOO until 28 Nov 2026: แอร์เสีย.")
    assert _room("Waiting") == _room("Deluxe") == ""


async def test_two_stays_swap_by_s_on_each(full: Hotel) -> None:
    async with at_the_desk(full, "nok") as desk:
        await desk.press("f6", "2", "0", "3", "right", "s")
        await desk.sees("swap MÜLLER Anna with: s", "press s again")
        await desk.press("2", "0", "6", "left", "left", "left", "s")
        await desk.sees(
            "Room 203 is let to NAMJAI Pin on 24 Nov 2026"
        )  # the other would come three days earlier
        await desk.press("escape", "2", "0", "3", "s")
        await desk.sees("swap NAMJAI Pin with: s")
        await desk.press("2", "0", "6", "s")
        await desk.sees("NAMJAI Pin and PERHAPS Anna have changed rooms.")
    assert (_room("Namjai"), _room("Perhaps")) == ("206", "203")


async def test_a_swap_with_a_guest_in_house_wants_a_reason(full: Hotel) -> None:
    change_details(full.desk(), _of("Deluxe").id, do_not_move=True)
    async with at_the_desk(full) as desk:
        await desk.press("f6", "3", "0", "1", "tab", "home", "a")
        await desk.sees("DELUXE Anna has room 301.")
        await desk.press("tab", "s", "3", "0", "2", "s")
        await desk.sees("Swap rooms", "Reason")
        await desk.type("sea view")
        await desk.press("enter")
        await desk.sees("DELUXE Anna was promised room 301.")
        await desk.type("both agreed")
        await desk.press("enter")
        await desk.sees("have changed rooms.")
    assert (_room("Deluxe"), _room("Schmidt")) == ("302", "301")


async def test_a_room_is_closed_from_the_marked_date_and_given_back(full: Hotel) -> None:
    async with at_the_desk(full) as desk:
        await desk.press("f6", "2", "0", "2", "right", "right", "c")
        await desk.sees("Close room 202", "26 Nov 2026")
        await desk.press("tab", "tab", "tab")
        await desk.type("leak")
        await desk.press("f9")
        await desk.sees("#lea", not_="Close room")
        closure = RoomClosure.select().order_by(RoomClosure.id.desc()).first()
        assert (closure.first_night, closure.last_night, closure.kind) == (
            full.after(2),
            full.after(2),
            "OOO",
        )
        await desk.press("c")
        await desk.sees("Give room 202 back?")
        await desk.press("y")
        await desk.sees(not_="#lea")
        await desk.press("2", "0", "3", "c")
        await desk.sees("Close room 203")
        await desk.press("tab", "tab", "tab")
        await desk.type("leak")
        await desk.press("f9")
        await desk.sees("Room 203 is let or assigned on")


async def test_booking_from_the_chart_takes_room_and_date_along(full: Hotel) -> None:
    async with at_the_desk(full) as desk:
        await desk.press("f6", "2", "0", "2", "right", "right", "b")
        await desk.sees("New booking", "26/11/2026", "27/11/2026", "202")


async def test_who_may_only_look_changes_nothing_and_is_told_why(full: Hotel) -> None:
    async with at_the_desk(full, "noi") as desk:
        await desk.press("f6", "2", "0", "3", "m")
        await desk.sees("You do not have the right for this")
        await desk.press("u")
        await desk.sees("You do not have the right for this")
    assert _room("Namjai") == "203"


async def test_a_shared_bar_opens_the_one_that_is_chosen(full: Hotel) -> None:
    async with at_the_desk(full) as desk:
        await desk.press("f6", "2", "0", "4", "right", "enter")
        await desk.sees("Who of them?", "1 LEE Anna", "2 KIM Anna")
        await desk.press("2")
        await desk.sees("KIM Anna · room 204")


async def test_what_another_desk_moves_is_seen_on_the_chart(full: Hotel) -> None:
    async with at_the_desk(full) as desk:
        await desk.press("f6", "2", "0", "2")
        await desk.sees("▸202")
        stay = _of("Namjai")
        other = threading.Thread(
            target=lambda: shift_stay(full.desk("lek"), stay.id, stay.arrival, stay.departure, "202")
        )
        other.start()
        await desk.sees("NAMJAI Pin 24 Nov–27 Nov")
        other.join()


# The grid


async def test_the_grid_shows_one_figure_after_the_other_and_marks_what_is_sold_out(full: Hotel) -> None:
    for _n in range(3):
        full.booked(1, "SUP")
    async with at_the_desk(full) as desk:
        await desk.press("g", "v")
        await desk.sees("Availability · Available", "SUP 24 Nov: 1 of 6, max 1")
        await desk.press("v")
        await desk.sees("Maximum availability")
        await desk.press("8")
        await desk.sees("Occupancy %")
        await desk.press("1")
        other = threading.Thread(target=lambda: full.booked(1, "SUP"))
        other.start()
        await desk.sees("SUP 24 Nov: 0 of 6", "0×")
        other.join()
        await desk.press("down", "right")
        await desk.sees("DLX 25 Nov: 3 of 6")


async def test_marked_nights_are_booked_from_the_grid(full: Hotel) -> None:
    async with at_the_desk(full) as desk:
        await desk.press("g", "v", "down", "right", "space", "right", "right")
        await desk.sees("=", "Arrows mark the nights")
        await desk.press("n")
        await desk.sees("New booking", "25/11/2026", "28/11/2026", "DLX")


async def test_the_grid_scrolls_over_month_and_year_and_29_february(full: Hotel) -> None:
    async with at_the_desk(full) as desk:
        await desk.press("g", "v")
        await desk.press(*["right"] * 14)
        await desk.sees("8 Dec")
        await desk.press("pagedown", "pagedown")
        await desk.sees("5 Jan", "1/1")
        await desk.press("t")
        await desk.sees("Go to a date")
        await desk.press("ctrl+u")
        await desk.type("28/2/2571")
        await desk.press("enter")
        await desk.sees("Feb 2028", "29", "1/3")
        await desk.press("home")
        await desk.sees(">24<")


async def test_a_date_in_full_leads_to_the_bookings_behind_it(full: Hotel) -> None:
    async with at_the_desk(full) as desk:
        await desk.press("g", "v", "enter")
        await desk.sees("Availability, Tue 24 Nov 2026", "NAMJAI", not_="SCHMIDT")
        await desk.press("down")
        await desk.sees("SCHMIDT", "Out of order", not_="NAMJAI")
        await desk.press("down")
        await desk.sees("SCHMIDT", "NAMJAI")
        await desk.press("l")
        await desk.sees("inventory: physical less out of order")
        await desk.press("enter", "enter", "/")
        await desk.type("namj")
        await desk.press("enter", "enter")
        await desk.sees("NAMJAI Pin · room 203")


# Over the wire


async def _walk(hotel: Hotel, language: str, steps: list[str]) -> list[int]:
    """Bytes a key costs on the chart; after each the terminal shows what the program means it to show."""
    console = Console(clock=hotel.clock, driver_class=Wire)
    terminal = ThaiScreen(80, 24)
    stream = pyte.Stream(terminal)
    costs: list[int] = []

    async def walk(pilot: Pilot[None]) -> None:
        try:
            await pilot.pause()
            staff = Staff.get(Staff.login == "pavinee")
            staff.language = language
            console.screen.dismiss(staff)
            desk = Desk(console, pilot)
            await desk.sees("201")
            await desk.press("f6")
            await desk.sees("SCHMIDT")
            for key in steps:
                stream.feed("".join(Wire.sent))
                Wire.sent.clear()
                await desk.press(key)
                await pilot.pause()
                costs.append(len("".join(Wire.sent).encode()))
                stream.feed("".join(Wire.sent))
                Wire.sent.clear()
                assert [line.rstrip() for line in terminal.display] == desk.text.split("\n")
        finally:
            console.exit()

    Wire.sent.clear()
    await console.run_async(size=(80, 24), auto_pilot=walk, mouse=False)
    use_language("en")
    assert len(costs) == len(steps)
    return costs


@pytest.mark.parametrize(("language", "most"), [("en", 480), ("th", 520)])
async def test_a_step_on_the_chart_sends_only_what_changed(full: Hotel, language: str, most: int) -> None:
    costs = await _walk(
        full, language, ["down", "down", "right", "right", "left", "down", "up", "3", "right"]
    )
    assert 0 < min(costs) <= max(costs) < most, costs


@pytest.mark.parametrize("language", ["en", "th"])
async def test_letters_two_cells_wide_and_thai_marks_are_painted_whole(full: Hotel, language: str) -> None:
    wide = full.guest("欧阳", given="小龙女", given_th="ที่", family_th="กำไร")
    full.booked(arrival=full.day, departure=full.after(2), room="202", guest=wide)
    full.booked(
        arrival=full.after(2), departure=full.after(3), room="202", guest=full.guest("李", given="明")
    )
    steps = ["down", "right", "right", "left", "m", "right", "down", "down", "left", "escape", "]", "["]
    await _walk(full, language, [*steps, "2", "0", "2", "right", "right", "up", "s", "down", "tab", "down"])
