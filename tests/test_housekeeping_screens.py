"""Housekeeping at the desk: each piece of work done by keys at 80×24 and found in the hotel afterwards."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from locales.thai_keyboard import to_thai_layout
from locales.thai_text import cell_width
from models.front_office.guests import Guest
from models.front_office.housekeeping.morning_round import write_round
from models.front_office.housekeeping.seeing import discrepancies
from models.front_office.housekeeping.tables import AttendantDuty, RoomCredit, RoomWork, TurnDown
from models.front_office.housekeeping.work import save_attendant, set_duty
from models.front_office.lost_and_found import LostItem, write_found
from models.front_office.queue import QueueRoom, enter_queue
from models.front_office.reservations import Stay
from models.front_office.rooms import RoomClosure, set_housekeeping
from screens.kit.actions import check, in_force
from screens.kit.desk_screen import KIT_ACTIONS
from screens.navigation import GLOBAL_ACTIONS, screen_class
from tests.desk import Desk, at_the_desk
from tests.hotel import Hotel
from tests.housekeeping import room, state

SCREENS = (
    "housekeeping", "morning round", "room assignment", "attendants", "credits", "closures", "discrepancies", "queue",
    "lost and found", "stay", "arrivals",
)  # fmt: skip


async def look(desk: Desk) -> None:
    lines = desk.text.split("\n")
    assert len(lines) == 24
    assert all(cell_width(line) <= 80 for line in lines), desk.text


def test_no_key_of_housekeeping_stands_for_two_things() -> None:
    for name in SCREENS:
        check(in_force(screen_class(name).ACTIONS, GLOBAL_ACTIONS, KIT_ACTIONS))


@pytest.mark.parametrize("language", ["en", "th"])
async def test_the_board_is_worked_by_keys(small_hotel: Hotel, language: str) -> None:
    hotel = small_hotel
    stay = hotel.in_house("203")
    somsri = save_attendant(hotel.desk("noi"), None, "สมศรี")
    set_duty(hotel.desk("noi"), somsri, True)
    async with at_the_desk(hotel, "noi", language=language) as desk:
        await desk.press("g", "h")
        await desk.sees("OC")
        await look(desk)
        await desk.press("d")  # 201
        await desk.sees("VD")
        await desk.press("space", "down", "space")
        await desk.sees("201*", "202*")
        await desk.press("i")
        await desk.sees("VI", not_="201*")
        assert (state("201"), state("202"), state("204")) == ("inspected", "inspected", "clean")
        await desk.press("down", "w")  # 203
        await desk.sees("203", "2 ")
        await desk.press("2")
        await desk.sees("DND")
        await desk.press("t")
        await desk.press("1")
        await desk.sees("เปิดเตียงแล้ว" if language == "th" else "turned down")
        await desk.press("d")
        await desk.sees("OD")
        await desk.press("a")
        await desk.sees("สมศรี")
        await desk.press("1")
        for _try in range(200):
            await desk.pilot.pause()
            if RoomWork.select().exists():
                break
        await desk.press("f", "2")  # dirty
        await desk.sees("203", not_="204")
        await look(desk)
        assert Stay.get_by_id(stay).service_wish == "dnd"
        assert TurnDown.get().state == "done"
        assert RoomWork.get().attendant_id == somsri


@pytest.mark.parametrize("language", ["en", "th"])
async def test_the_morning_round_is_typed_previewed_and_written(small_hotel: Hotel, language: str) -> None:
    async with at_the_desk(small_hotel, "noi", language=language) as desk:
        await desk.press("g", "h")
        await desk.sees("201")
        await desk.press("e")
        await desk.sees("F9")
        await desk.type("201d 202-203i 209c")
        await desk.sees("209c", "✗")
        await look(desk)
        await desk.press("enter")
        await desk.sees("209c: " + ("ไม่มีห้องนี้" if language == "th" else "there is no such room"))
        assert state("201") == "clean"
        await desk.press("backspace", "backspace", "backspace", "backspace", "enter")
        await desk.sees("3 ห้อง" if language == "th" else "3 rooms are written.", "VD")
        assert (state("201"), state("203")) == ("dirty", "inspected")


async def test_the_round_goes_by_the_command_line_in_either_layout(small_hotel: Hotel) -> None:
    async with at_the_desk(small_hotel) as desk:
        await desk.command("hk 201d 202p")
        await desk.sees("2 rooms are written.", "VP")
        await desk.press("escape")
        await desk.command(to_thai_layout("hk 203d"))
        await desk.sees("1 room is written.")
        await desk.command("ตรวจห้อง 204d 209x")
        await desk.sees("204d 209x", "209x", "there is no such room")
        assert (state("201"), state("202"), state("203"), state("204")) == (
            "dirty",
            "pickup",
            "dirty",
            "clean",
        )


async def test_attendants_come_to_work_and_get_their_sheets(small_hotel: Hotel) -> None:
    hotel = small_hotel
    for number in ("201", "202", "301"):
        set_housekeeping(hotel.desk("noi"), room(number), "dirty")
    async with at_the_desk(hotel) as desk:
        await desk.command("attendants")
        await desk.sees("No attendant is written down yet.")
        for name in ("Malai", "Ying"):
            await desk.press("n")
            await desk.sees("Floors")
            await desk.type(name)
            await desk.press("f9")
            await desk.sees(name, not_="┌")
        await desk.press("home", "space")
        await desk.sees("on duty 1")
        await desk.press("down", "space")
        await desk.sees("on duty 2")
        assert AttendantDuty.select().count() == 2
        await desk.press("c")
        await desk.sees("Credits of the tasks")
        await desk.press("n")
        await desk.sees("┌")
        await desk.press("f9")
        await desk.press("escape")
        await desk.press("y")
        await desk.press("escape")
        await desk.sees("Signs in as")
        await desk.press("a")
        await desk.sees("Room assignment")
        await desk.press("r")
        await desk.sees("3 rooms shared among 2 attendants.")
        await look(desk)
        await desk.press("enter")
        await desk.sees("Who makes room")
        await desk.press("2")
        await desk.sees("Ying*")
        await desk.press("s")
        await desk.sees("Room sheet", "Departure clean")
        assert RoomWork.select().count() == 3
        assert RoomCredit.select().count() == 0


async def test_a_room_is_closed_made_longer_and_given_back_from_the_list(small_hotel: Hotel) -> None:
    async with at_the_desk(small_hotel) as desk:
        await desk.command("closed rooms")
        await desk.sees("No room is closed.")
        await desk.press("n")
        await desk.sees("Which room?")
        await desk.type("206")
        await desk.press("f9")
        await desk.sees("Close room 206", "State afterwards")
        await desk.press("enter", "enter", "enter")
        await desk.type("แอร์เสีย")
        await desk.press("enter")
        await desk.type("pick")
        await desk.press("f9")
        await desk.sees("OOO 1", "แอร์เสีย", "pickup", not_="┌")
        await desk.press("e")
        await desk.sees("Room 206, OOO")
        await desk.type("+2")
        await desk.press("f9")
        await desk.sees("25 Nov", not_="┌")
        assert RoomClosure.get().last_night == small_hotel.after(2)
        await desk.press("x", "y")
        await desk.sees("No room is closed.")
        assert state("206") == "pickup"


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_discrepancy_is_led_to_its_fix_or_let_stand(small_hotel: Hotel, language: str) -> None:
    hotel = small_hotel
    hotel.in_house("201", nights=2)
    hotel.in_house("202", nights=2)
    write_round(hotel.desk("noi"), "201v 202o3")
    async with at_the_desk(hotel, language=language) as desk:
        await desk.press("g", "e")
        await desk.sees("A6", ":discrepancy 201")
        await desk.press("enter")
        await desk.sees("Skip", "Person", "201")
        await look(desk)
        await desk.press("down", "a")
        await desk.sees("┌")
        await desk.type("a visitor")
        await desk.press("f9")
        await desk.sees("pavinee: a visitor")
        await desk.press("up", "k")
        await desk.sees("┌")
        await desk.type("gone by night")
        await desk.press("f9")
        await desk.sees({"en": "account of skippers", "th": "อยู่ในบัญชี Skipper"}[language])
        assert [d.open for d in discrepancies(hotel.day)] == [False]
        assert "gone by night" in Guest.get(Guest.do_not_rent != "").do_not_rent


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_guest_is_put_in_the_queue_and_sent_up(small_hotel: Hotel, language: str) -> None:
    hotel = small_hotel
    set_housekeeping(hotel.desk("noi"), room("201"), "dirty")
    stay = hotel.booked(room="201", guest=hotel.guest("Müller"))
    ready = {"en": "ready", "th": "พร้อม"}[language]
    async with at_the_desk(hotel, "nok", language=language) as desk:
        await desk.press("g", "a")
        await desk.sees("MÜLLER")
        await desk.press("q")
        await desk.sees({"en": "The guest waits", "th": "เข้าคิวรอห้องแล้ว"}[language])
        await desk.press("g", "q")
        await desk.sees("MÜLLER", "0′")
        await look(desk)
        await desk.press("p", "1")
        await desk.sees({"en": "First of all", "th": "ก่อนใคร"}[language])
        made = partial(set_housekeeping, hotel.desk("noi"), room("201"), "clean")
        other = threading.Thread(target=made)
        other.start()
        await desk.sees(ready)
        other.join()
        await desk.press("enter")
        await desk.sees("F9")
        await desk.press("f9")
        await desk.sees({"en": "Folio 201", "th": "บิล 201"}[language])
        assert QueueRoom.get().left_how == "check-in"
        assert hotel.state(stay) == "in house"


async def test_the_letters_of_a_stay_open_what_they_stand_for(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.booked(guest=hotel.guest("Lee"))
    async with at_the_desk(hotel) as desk:
        await desk.open("stay", stay)
        await desk.sees("LEE")
        await desk.press("Q")
        await desk.sees("Q Queue room", "The guest waits")
        await desk.press("S", "4")
        await desk.sees("S Service wish", "Service declined")
        await desk.press("home", "enter")
        await desk.sees("Service wish", "┌")
        await desk.press("1")
        await desk.sees("Q Queue room", not_="S Service wish")
        await desk.press("home", "enter")
        await desk.sees("Queue rooms", "LEE")
        await desk.press("x", "y")
        await desk.sees("Nobody waits.")
        assert Stay.get_by_id(stay).service_wish == ""


async def test_the_queue_takes_an_arrival_by_name(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.booked(guest=hotel.guest("Lee"))
    async with at_the_desk(hotel) as desk:
        await desk.command("queued rooms")
        await desk.sees("Nobody waits.")
        await desk.press("a")
        await desk.sees("Who waits?")
        await desk.type("lee")
        await desk.press("down", "enter", "f9")
        await desk.sees("LEE", "0′")
        enter = QueueRoom.get()
        assert (enter.stay_id, enter.left_at) == (stay, None)


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_thing_is_found_and_returned_with_a_paper_to_sign(small_hotel: Hotel, language: str) -> None:
    hotel = small_hotel
    hotel.in_house("201", guest=hotel.guest("Müller"))
    async with at_the_desk(hotel, language=language) as desk:
        await desk.command("lost-and-found")
        await desk.sees("F1")
        await desk.press("n")
        await desk.sees("┌")
        await look(desk)
        await desk.type("ร่มสีดำ")
        await desk.press("enter")
        await desk.type("201")
        await desk.press("f9")
        await desk.sees("LF2569-00001", "MÜLLER", "ร่มสีดำ", not_="┌")
        await look(desk)
        await desk.press("r")
        await desk.sees("┌", "MÜLLER")
        await desk.press("enter")
        await desk.type("12")
        await desk.press("f9")
        await desk.sees("3", "4", "┌")
        await desk.type("34")
        await desk.press("f9")
        await desk.sees({"en": "I have received this", "th": "ข้าพเจ้าได้รับของนี้แล้ว"}[language])
        assert LostItem.get().state == "returned"


async def test_lost_property_is_searched_changed_claimed_sent_and_disposed_of(small_hotel: Hotel) -> None:
    hotel = small_hotel
    noi = hotel.desk("noi")
    write_found(noi, "gold ring", place="pool", value_class="valuable")
    write_found(noi, "apple", place="lobby", value_class="perishable", found_on=hotel.after(-9))
    async with at_the_desk(hotel) as desk:
        await desk.command("lost ring")
        await desk.sees("gold ring", not_="apple")
        await desk.press("enter")
        await desk.sees("found pool")
        await desk.press("enter")
        await desk.type("safe")
        await desk.press("f9")
        await desk.sees("gold ring", not_="┌")
        await desk.press("c")
        await desk.sees("Who says it is theirs?")
        await desk.type("Bernd")
        await desk.press("f9")
        await desk.sees("Claimed", not_="┌")
        await desk.press("s")
        await desk.sees("Bernd")
        await desk.press("enter")
        await desk.type("Bonn")
        await desk.press("enter")
        await desk.type("EMS")
        await desk.press("f9")
        await desk.sees("Sent on", not_="┌")
        await desk.press("e")
        await desk.sees("is here no longer: Sent on.")
        await desk.press("f", "2")
        await desk.sees("apple", "1 to be disposed of")
        await desk.press("x")
        await desk.sees("Dispose of")
        await desk.type("thrown away")
        await desk.press("f9")
        await desk.sees("Nothing here.")
        states = {item.what: (item.state, item.kept_at) for item in LostItem.select()}
        assert states == {"gold ring": ("sent", "safe"), "apple": ("disposed", "")}


async def test_what_waits_is_seen_with_its_letter(small_hotel: Hotel) -> None:
    hotel = small_hotel
    set_housekeeping(hotel.desk("noi"), room("201"), "dirty")
    enter_queue(hotel.desk("nok"), hotel.booked(room="201"))
    async with at_the_desk(hotel) as desk:
        line = next(line for line in desk.text.split("\n") if line.startswith(("▸201", " 201")))
        assert line.rstrip().endswith("Q")
