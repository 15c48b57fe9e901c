"""Housekeeping's morning: the board, the round typed in one line, who makes which room, wishes and the evening."""

from __future__ import annotations

import dataclasses
import json

import pytest

from app.documents.pdf import as_pdf
from app.documents.text import as_text
from locales import use_language
from locales.thai_keyboard import to_thai_layout
from models.front_office.housekeeping.board import BoardRow, board
from models.front_office.housekeeping.morning_round import preview_round, write_round
from models.front_office.housekeeping.seeing import record_seen
from models.front_office.housekeeping.service import (
    set_room_note,
    set_service_wish,
    set_status_of,
    set_turn_down,
)
from models.front_office.housekeeping.sheets import attendant_sheet, turn_down_list
from models.front_office.housekeeping.tables import Attendant, RoomSeen, RoomWork
from models.front_office.housekeeping.work import (
    assign_work,
    attendants,
    credit_rows,
    give_work,
    remove_credits,
    save_attendant,
    set_credits,
    set_duty,
    work_of,
)
from models.front_office.opening import set_setting
from models.front_office.reservations import Stay
from models.front_office.rooms import Room, RoomType, close_room, set_housekeeping
from models.front_office.stays import charge_day_use, check_in, check_out
from models.house.acts import ChangeLog
from models.house.property import Property
from tests.hotel import Hotel
from tests.housekeeping import room, state
from tests.refusing import asked, refused


def rows(hotel: Hotel) -> dict[str, BoardRow]:
    return {row.number: row for row in board(hotel.day, hotel.clock())}


# The board


def test_the_board_tells_three_axes_of_each_room(hotel: Hotel) -> None:
    hotel.in_house("201", nights=1)
    hotel.in_house("202", nights=3, adults=2)
    leaving = hotel.in_house("203", nights=1)
    hotel.audit()
    hotel.in_house("204")
    day_guest = hotel.in_house("205", nights=1)
    charge_day_use(hotel.desk("nok"), day_guest)
    hotel.booked(room="201", eta="18:30", guest=hotel.guest("Lee", vip="VIP 1"))
    hotel.booked(room="206")
    hotel.leaves(leaving)
    close_room(hotel.desk("noi"), room("305"), "OOO", hotel.day, hotel.after(1), "aircon", "dirty")
    found = rows(hotel)
    assert {number: found[number].reservation for number in ("201", "202", "203", "204", "205", "206", "301")} == {
        "201": ("due out", "arrival"), "202": ("stay-over",), "203": ("departed",), "204": ("arrived",),
        "205": ("day use",), "206": ("arrival",), "301": ("not reserved",),
    }  # fmt: skip
    assert [found[n].code for n in ("201", "203", "206", "305")] == ["OD", "VD", "VC", "OOO"]
    assert (found["201"].eta, found["202"].persons, found["206"].vip) == ("18:30", 2, False)


# The morning round


def test_the_morning_round_is_one_line(hotel: Hotel) -> None:
    hotel.in_house("302")
    written = write_round(hotel.desk("noi"), "201c 202D, 203-205i 206dv 302po2dnd")
    assert written == {"rooms": 7, "status": 7, "seen": 2, "wish": 1}
    assert [state(n) for n in ("201", "202", "203", "204", "205", "206", "302")] == [
        "clean", "dirty", "inspected", "inspected", "inspected", "dirty", "pickup",
    ]  # fmt: skip
    seen = RoomSeen.get(RoomSeen.room == room("302"))
    assert (seen.occupied, seen.persons) == (True, 2)
    assert Stay.get(Stay.room == room("302")).service_wish == "dnd"
    write_round(hotel.desk("noi"), "302x")
    assert Stay.get(Stay.room == room("302")).service_wish == ""


def test_a_line_typed_with_the_thai_layout_is_understood(small_hotel: Hotel) -> None:
    line = "201d 202-203i 204v"
    typed = " ".join(to_thai_layout(token) for token in line.split())
    assert typed.split()[0] == "/จๅก"
    written = write_round(small_hotel.desk("noi"), f"{typed} ๒๐๕p")
    assert written["rooms"] == 5
    assert [state(n) for n in ("201", "202", "203", "205")] == ["dirty", "inspected", "inspected", "pickup"]


def test_every_fault_of_a_line_is_named_and_nothing_is_written(hotel: Hotel) -> None:
    close_room(hotel.desk("noi"), room("305"), "OOO", hotel.day, hotel.after(1), "aircon", "dirty")
    line = "201d 309c 202 203z 204cd 201i 206-203c 301-999c 305c 206dnd 301o0"
    with refused("ROUND_FAULTS") as refusal:
        write_round(hotel.desk("noi"), line)
    assert refusal.said.field == "line"
    said = refusal.said.message.say("en")
    for fault in (
        "309c: there is no such room", "202: nothing is said of it", "203z: z says nothing here",
        "204cd: two things", "201i: room 201 is named twice", "206-203c: the range runs backwards",
        "301-999c: there is no such room", "305: OOO until 24 Nov 2026", "206: nobody is in it", "301o0: nobody",
    ):  # fmt: skip
        assert fault in said
    assert "309c: ไม่มีห้องนี้" in refusal.said.message.say("th")
    with refused("NOTHING_TYPED"):
        write_round(hotel.desk("noi"), "  ")
    with refused("TOO_MUCH_TEXT"):
        write_round(hotel.desk("noi"), "201c " * 500)
    with refused("NO_RIGHT"):
        write_round(hotel.desk("malee"), "201c")


def test_a_room_number_that_ends_in_a_letter_is_not_taken_for_a_state(small_hotel: Hotel) -> None:
    Room.update(number="201C").where(Room.number == "206").execute()
    set_status_of(small_hotel.desk("noi"), [room("201"), room("201C")], "dirty")
    write_round(small_hotel.desk("noi"), "201c 201cc")
    assert (state("201"), state("201C")) == ("clean", "clean")


def test_the_preview_shows_what_will_be_written_and_writes_nothing(small_hotel: Hotel) -> None:
    lines = preview_round("201d 299c", small_hotel.day)
    assert [(line.name, line.fault, str(line.after[0])) for line in lines] == [
        ("299c", True, "there is no such room"),
        ("201", False, "dirty"),
    ]
    assert state("201") == "clean"


def test_several_rooms_get_a_status_together_or_none_does(small_hotel: Hotel) -> None:
    noi = small_hotel.desk("noi")
    close_room(noi, room("202"), "OOS", small_hotel.day, small_hotel.day, "bulb", "dirty")
    with refused("ROOM_CLOSED"):
        set_status_of(noi, [room("201"), room("202")], "dirty")
    assert set_status_of(noi, [room("201"), room("203")], "dirty") == 2
    set_room_note(noi, room("201"), "extra pillow")
    assert rows(small_hotel)["201"].note == "extra pillow"
    with refused("TOO_MUCH_TEXT"):
        set_room_note(noi, room("201"), "x" * 121)


# Readiness


def test_a_house_that_inspects_gives_no_room_that_is_only_clean(hotel: Hotel) -> None:
    stay = hotel.booked(room="201")
    set_setting(hotel.desk(), "ready_status", "inspected")
    assert not rows(hotel)["201"].ready
    with asked("ROOM_NOT_READY", "override_room", second_person=True):
        check_in(hotel.desk("nok"), stay)
    set_housekeeping(hotel.desk("noi"), room("201"), "inspected")
    check_in(hotel.desk("nok"), stay)


def test_occupied_rooms_turn_dirty_overnight_and_the_log_says_what_they_were(small_hotel: Hotel) -> None:
    small_hotel.in_house("201")
    small_hotel.in_house("202")
    set_housekeeping(small_hotel.desk("noi"), room("202"), "inspected")
    small_hotel.audit()
    assert (state("201"), state("202"), state("203")) == ("dirty", "dirty", "clean")
    line = ChangeLog.get((ChangeLog.subject == "room") & (ChangeLog.subject_id == "occupied"))
    assert json.loads(line.before) == {"201": "clean", "202": "inspected"}
    assert json.loads(line.after) == {"201": "dirty", "202": "dirty"}


# Wishes and the evening


def test_a_wish_of_the_day_ends_with_the_day_and_the_sign_on_the_door_stays(hotel: Hotel) -> None:
    stays = {wish: hotel.in_house(f"20{n}", nights=3) for n, wish in enumerate(("dnd", "mur", "declined"), 1)}
    for wish, stay in stays.items():
        set_service_wish(hotel.desk("noi"), stay, wish)
    hotel.audit()
    assert [Stay.get_by_id(stay).service_wish for stay in stays.values()] == ["dnd", "", ""]
    set_service_wish(hotel.desk("noi"), stays["mur"], "mur")
    set_housekeeping(hotel.desk("noi"), room("202"), "clean")
    assert Stay.get_by_id(stays["mur"]).service_wish == ""  # it has been made up
    with refused("WISH"):
        set_service_wish(hotel.desk("noi"), stays["mur"], "breakfast")
    hotel.pay_all(stays["dnd"])
    check_out(hotel.answering("nok"), stays["dnd"], early=True)
    with refused("NOT_OPEN"):
        set_service_wish(hotel.desk("noi"), stays["dnd"], "dnd")


def test_the_turn_down_of_an_evening_is_written_and_listed(hotel: Hotel) -> None:
    noi = hotel.desk("noi")
    hotel.in_house("201", nights=2)
    hotel.booked(room="202")
    set_turn_down(noi, room("201"), "done")
    set_turn_down(noi, room("201"), "declined")
    assert rows(hotel)["201"].turn_down == "declined"
    paper = as_text(turn_down_list(Property.the(), hotel.day, hotel.clock(), "en"))
    assert "declined" in paper
    assert "202" in paper
    assert "203" not in paper
    set_turn_down(noi, room("201"), "")
    assert rows(hotel)["201"].turn_down == ""
    with refused("TURN_DOWN"):
        set_turn_down(noi, room("201"), "later")


# Who makes which room


@pytest.fixture
def morning(small_hotel: Hotel) -> Hotel:
    """Six stay-overs on floor 2, two departures and a dirty vacant room on floor 3, three attendants at work."""
    hotel = small_hotel
    for n in range(1, 7):
        hotel.in_house(f"20{n}", nights=3)
    for n in (1, 2):
        hotel.in_house(f"30{n}", nights=1)
    hotel.audit()
    set_housekeeping(hotel.desk("noi"), room("303"), "dirty")
    for name, floors in (("Malai", "3"), ("Somsri", "2"), ("Ying", "")):
        set_duty(hotel.desk("noi"), save_attendant(hotel.desk("noi"), None, name, floors), True)
    return hotel


def loads(hotel: Hotel) -> dict[str, tuple[int, int]]:
    return {a.name: (a.rooms, a.credits) for a in attendants(hotel.day)}


def test_the_run_shares_rooms_by_credits_and_floor_and_always_alike(morning: Hotel) -> None:
    assert assign_work(morning.desk("noi")) == {"rooms": 9, "attendants": 3}
    first = [(w.attendant, w.number) for w in work_of(morning.day, morning.clock())]
    credits = [c for _rooms, c in loads(morning).values()]
    assert sum(credits) == 6 * 2 + 3 * 3
    assert max(credits) - min(credits) <= 3  # no more than one room
    assert {n for a, n in first if a == "Somsri"} <= {f"20{n}" for n in range(1, 7)}
    assert {n for a, n in first if a == "Malai"} <= {"301", "302", "303"}
    assign_work(morning.desk("noi"))
    assert [(w.attendant, w.number) for w in work_of(morning.day, morning.clock())] == first


def test_what_was_given_by_hand_stays(morning: Hotel) -> None:
    noi = morning.desk("noi")
    ying = Attendant.get(Attendant.name == "Ying").id
    give_work(noi, [room("201"), room("301")], ying)
    assign_work(noi)
    hers = {w.number for w in work_of(morning.day, morning.clock()) if w.attendant == "Ying"}
    assert {"201", "301"} <= hers
    credits = [c for _rooms, c in loads(morning).values()]
    assert max(credits) - min(credits) <= 3
    give_work(noi, [room("201")], None)
    assert RoomWork.get_or_none(RoomWork.room == room("201")) is None
    give_work(noi, [room("202")], ying)
    assert RoomWork.get(RoomWork.room == room("202")).by_hand


def test_who_goes_home_leaves_her_rooms_for_others(morning: Hotel) -> None:
    noi = morning.desk("noi")
    assign_work(noi)
    ying = Attendant.get(Attendant.name == "Ying")
    set_duty(noi, ying.id, False)
    assert loads(morning)["Ying"] == (0, 0)
    with refused("NOT_ON_DUTY"):
        give_work(noi, [room("201")], ying.id)
    save_attendant(noi, ying.id, "Ying", active=False)
    with refused("ATTENDANT_GONE"):
        set_duty(noi, ying.id, True)
    for one in attendants(morning.day):
        if one.on_duty:
            set_duty(noi, one.id, False)
    with refused("NOBODY_ON_DUTY"):
        assign_work(noi)


def test_a_guest_who_wants_no_service_is_on_nobodys_sheet(morning: Hotel) -> None:
    noi = morning.desk("noi")
    write_round(noi, "201r 202c")
    numbers = {w.number for w in work_of(morning.day, morning.clock())}
    assert numbers == {"203", "204", "205", "206", "301", "302", "303"}
    with refused("NO_WORK"):
        give_work(noi, [room("201")], Attendant.get(Attendant.name == "Ying").id)
    with refused("NO_WORK"):
        give_work(noi, [room("306")], None)


def test_there_is_nothing_to_share_out_where_every_room_is_made(small_hotel: Hotel) -> None:
    noi = small_hotel.desk("noi")
    set_duty(noi, save_attendant(noi, None, "Ying"), True)
    with refused("NOTHING_TO_DO"):
        assign_work(noi)


def test_credits_are_the_types_own_or_the_tasks_or_the_usual(morning: Hotel) -> None:
    deluxe = RoomType.get(RoomType.code == "DLX").id
    set_credits(morning.desk(), None, "departure", 4)
    set_credits(morning.desk(), deluxe, "departure", 6)
    set_credits(morning.desk(), deluxe, "departure", 5)
    found = {w.number: w.credits for w in work_of(morning.day, morning.clock())}
    assert (found["301"], found["201"]) == (5, 2)
    remove_credits(morning.desk(), next(row.id for row in credit_rows() if row.room_type_id))
    assert {w.number: w.credits for w in work_of(morning.day, morning.clock())}["301"] == 4
    with refused("TASK"):
        set_credits(morning.desk(), None, "windows", 1)
    with refused("CREDITS"):
        set_credits(morning.desk(), None, "departure", 100)


def test_an_attendant_has_a_name_of_her_own(small_hotel: Hotel) -> None:
    noi = small_hotel.desk("noi")
    first = save_attendant(noi, None, "Malai", " 3 , 2,", "noi")
    assert (Attendant.get_by_id(first).floors, Attendant.get_by_id(first).staff.login) == ("3,2", "noi")
    with refused("ATTENDANT_TAKEN"):
        save_attendant(noi, None, "Malai")
    with refused("NO_NAME"):
        save_attendant(noi, None, " ")
    with refused("NO_STAFF"):
        save_attendant(noi, None, "Ying", login="nobody")


@pytest.mark.parametrize("language", ["en", "th"])
def test_a_sheet_fits_80_columns_and_names_no_guest(morning: Hotel, language: str) -> None:
    assign_work(morning.desk("noi"))
    malai = Attendant.get(Attendant.name == "Malai").id
    paper = attendant_sheet(Property.the(), morning.day, morning.clock(), malai, language)
    text = as_text(paper)
    assert as_pdf(paper).startswith(b"%PDF")
    use_language(language)
    assert "Malai" in text
    assert "303" in text
    assert "GUEST" not in text.upper().replace("GUEST WAITS", "")


def test_what_was_seen_last_counts(small_hotel: Hotel) -> None:
    noi = small_hotel.desk("noi")
    record_seen(noi, room("201"), True, 2)
    record_seen(noi, room("201"), False)
    assert RoomSeen.select().count() == 1
    with refused("PERSONS"):
        record_seen(noi, room("201"), False, 2)
    with refused("PERSONS"):
        record_seen(noi, room("201"), True, 0)


def test_a_row_of_the_board_is_plain_data(small_hotel: Hotel) -> None:
    assert all(dataclasses.is_dataclass(row) for row in board(small_hotel.day, small_hotel.clock()))
