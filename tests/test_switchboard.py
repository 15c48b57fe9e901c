"""Whom a caller finds, calls put through, where guests are, and what nobody outside learns."""

from __future__ import annotations

import datetime

import peewee
import pytest

from models.front_office.blocks.grid import NewBlock, create_block
from models.front_office.blocks.pickup import pick_up
from models.front_office.companies import create_company
from models.front_office.opening import set_setting
from models.front_office.reservations import Booking, Stay, cancel
from models.front_office.rooms import Room
from models.front_office.stays import add_person
from models.front_office.switchboard.calls import (
    CallTransfer,
    call_department,
    call_entry,
    call_guest,
    call_number,
    call_statistic,
    calls_of,
    take_message_instead,
)
from models.front_office.switchboard.finding import standing
from models.front_office.switchboard.locator import GuestPlace, end_place, place_guest, places_of
from models.front_office.switchboard.messages import GuestMessage
from models.front_office.switchboard.phone_book import (
    PhoneEntry,
    add_phone,
    change_phone,
    drop_phone,
    phone_book,
    set_dialling_note,
    set_extension,
    set_room_extension,
)
from models.house.acts import ChangeLog
from models.house.database import database
from models.house.departments import Department
from models.house.property import setting
from models.house.refusals import Refused
from tests.hotel import Hotel
from tests.refusing import asked, refused
from tests.switchboard import found, hires, names, not_disturbed, told_to_nobody


def test_three_letters_find_a_guest_in_either_script_and_by_sound(hotel: Hotel) -> None:
    thai = hotel.guest("Jaidee", given="Somchai", given_th="สมชาย", family_th="ใจดี", phone="081-234-5678")
    hotel.in_house("201", guest=thai)
    hotel.in_house("202", guest=hotel.guest("Müller"))
    for typed in ("สมช", "som", "sombat ใจ"[:3], "ใจด", "jai", "0812", "201"):
        assert names(hotel, typed) == ["JAIDEE Somchai"], typed
    assert names(hotel, "mül") == names(hotel, "mul") == ["MÜLLER Anna"]
    assert names(hotel, "xyz") == []


def test_every_person_of_a_stay_is_found_with_room_and_extension(hotel: Hotel) -> None:
    stay = hotel.in_house("201", guest=hotel.guest("Müller"), adults=2)
    add_person(hotel.desk(), stay, hotel.guest("Schmidt", given="Otto"))
    set_room_extension(hotel.desk(), "201", "4201")
    (otto,) = found(hotel, "schm")
    assert (otto.guest_en, otto.room, otto.extension) == ("SCHMIDT Otto", "201", "4201")
    assert names(hotel, "4201") == ["MÜLLER Anna", "SCHMIDT Otto"]


def test_company_and_group_lead_to_their_guests(hotel: Hotel) -> None:
    firm = create_company(hotel.desk(), name_en="Siam Cement", name_th="ปูนซิเมนต์ไทย")
    hotel.in_house("201", guest=hotel.guest("Kowalski"), company_id=firm)
    hotel.in_house("202", guest=hotel.guest("Employed", company="Thai Silk"))
    block = create_block(
        hotel.desk(),
        NewBlock("Orchid tour", hotel.day, hotel.after(1), "BAR", (("SUP", 2),), status="definite"),
    )
    pick_up(hotel.desk(), block, Booking(hotel.guest("Tanaka"), hotel.day, hotel.after(2), "SUP", ""))
    assert names(hotel, "siam") == names(hotel, "ซิเมนต์") == ["KOWALSKI Anna"]
    assert names(hotel, "silk") == ["EMPLOYED Anna"]
    assert names(hotel, "orch") == ["TANAKA Anna"]
    assert found(hotel, "tana")[0].group == "Orchid tour"


def test_the_window_reaches_from_three_days_back_to_seven_ahead(hotel: Hotel) -> None:
    gone = hotel.in_house("201", nights=1, guest=hotel.guest("Gone"))
    hotel.in_house("202", nights=9, guest=hotel.guest("Resident"))
    for days, family in ((7, "Soon"), (8, "Later")):
        dates = {"arrival": hotel.after(days), "departure": hotel.after(days + 1)}
        hotel.booked(guest=hotel.guest(family), **dates)
    called_off = hotel.booked(
        guest=hotel.guest("Cancelled"), arrival=hotel.after(2), departure=hotel.after(3)
    )
    cancel(hotel.desk(), called_off, "ill")
    hotel.audit()
    hotel.leaves(gone)
    assert names(hotel) == ["RESIDENT Anna", "LATER Anna", "SOON Anna", "GONE Anna"]
    for _day in range(3):
        hotel.audit()
    assert names(hotel, "gone") == ["GONE Anna"]
    hotel.audit()
    assert names(hotel, "gone") == []
    set_setting(hotel.desk(), "operator_days_back", "30")
    assert names(hotel, "gone") == ["GONE Anna"]
    with refused("SETTING"):
        set_setting(hotel.desk(), "operator_days_ahead", "a week")
    with refused("SETTING"):
        set_setting(hotel.desk(), "operator_days_ahead", "99999999999")


def test_where_a_guest_stands_is_said_in_words(small_hotel: Hotel) -> None:
    hotel = small_hotel
    leaves = hotel.in_house("201", nights=1, guest=hotel.guest("Aa"))
    hotel.audit()
    hotel.in_house("202", nights=2, guest=hotel.guest("Bb"))
    due = hotel.booked(guest=hotel.guest("Cc"), eta="18:30")
    hotel.booked(guest=hotel.guest("Dd"), arrival=hotel.after(2), departure=hotel.after(3))

    def said() -> list[str]:
        return [standing(row, hotel.day).say("en") for row in found(hotel)]

    assert said() == [
        "In house, leaves today",
        "In house until 26 Nov",
        "Due in today 18:30",
        "Due in 26 Nov",
    ]
    hotel.leaves(leaves)
    assert said()[-1] == "Left today"
    cancel(hotel.desk(), due, "ill")
    hotel.audit()
    assert "Left 24 Nov" in said()


def test_of_a_guest_nobody_is_told_of_others_find_nothing_at_all(hotel: Hotel) -> None:
    told_to_nobody(hotel.in_house("201", guest=hotel.guest("Garbo", phone="089-999-1234")))
    for typed in ("gar", "201", "0899991234"):
        assert names(hotel, typed, hidden=False) == [], typed
        assert names(hotel, typed) == ["GARBO Anna"], typed
    assert names(hotel, hidden=False) == []


# Calls


def test_a_call_is_written_down_once_and_never_changed(hotel: Hotel) -> None:
    stay = hotel.in_house("201", guest=hotel.guest("Müller"))
    call = call_guest(hotel.desk("nok"), stay, "answered", caller="Embassy", note="urgent")
    (row,) = calls_of(hotel.day).first(9)
    assert (row.caller, row.to_en, row.where, row.outcome, row.by) == (
        "Embassy", "MÜLLER Anna", "201", "answered", "nok",
    )  # fmt: skip
    for change in ("outcome = 'busy'", "caller = 'Nobody'", "stay_id = NULL, number = '1'"):
        with pytest.raises(peewee.IntegrityError, match="CALL_KEPT"), database.atomic():
            database.execute_sql(f"UPDATE call_transfer SET {change} WHERE id = {call}")
    with pytest.raises(peewee.IntegrityError), database.atomic():
        database.execute_sql(
            "INSERT INTO call_transfer (at, date, caller, number, outcome, note, staff_id)"
            " VALUES ('x', '2026-11-23', '', '', 'answered', '', 1)"
        )


def test_a_guest_who_is_not_told_of_is_rung_only_with_a_reason(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = told_to_nobody(hotel.in_house("201"))
    with asked("NO_INFORMATION", "switchboard"):
        call_guest(hotel.desk("nok"), stay, "answered", caller="Press")
    call_guest(hotel.desk("nok"), stay, "refused", caller="Press")  # who hears nothing needs no reason
    call_guest(hotel.answering("nok", NO_INFORMATION="the guest knows the caller"), stay, "answered")
    log = ChangeLog.select().order_by(ChangeLog.id.desc()).first()
    assert log.reason == "NO_INFORMATION: the guest knows the caller"


def test_a_guest_who_does_not_wish_to_be_disturbed_is_rung_only_with_a_reason(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = not_disturbed(hotel.in_house("201"))
    for outcome in ("answered", "no answer", "busy"):
        with asked("DO_NOT_DISTURB", "switchboard") as refusal:
            call_guest(hotel.desk("nok"), stay, outcome)
    assert refusal.said.jump == f"messages stay {stay}"
    call_guest(hotel.answering("nok", DO_NOT_DISTURB="her mother is ill"), stay, "answered")
    message = take_message_instead(hotel.desk("nok"), stay, "Her office", "Please call", wish="call")
    assert GuestMessage.get_by_id(message).state == "waiting"
    assert [row.outcome for row in calls_of(hotel.day).first(9)] == ["message", "answered"]


def test_what_is_refused_of_a_call(small_hotel: Hotel) -> None:
    hotel = small_hotel
    coming, other = hotel.booked(), hotel.guest()
    with refused("NOT_IN_HOUSE"):
        call_guest(hotel.desk("nok"), coming, "answered")
    with refused("CALL_OUTCOME"):
        call_guest(hotel.desk("nok"), coming, "laughed")
    with refused("NOT_ON_STAY"):
        call_guest(hotel.desk("nok"), coming, "refused", guest_id=other)
    with refused("NO_NUMBER"):
        call_number(hotel.desk("nok"), " ", "answered")
    with refused("PHONE_NUMBER"):
        call_number(hotel.desk("nok"), "call me", "answered")
    with refused("NOT_CLEAN"):
        call_number(hotel.desk("nok"), "191", "answered", caller="a\x1b[2Jb")
    with refused("TOO_MUCH_TEXT"):
        call_number(hotel.desk("nok"), "191", "answered", caller="a" * 81)
    with refused("NO_RIGHT"):
        call_number(hotel.desk("noi"), "191", "answered")
    with refused("NO_RIGHT"):
        call_guest(hotel.desk("malee"), coming, "refused")


def test_calls_are_counted_for_guests_departments_and_outside(hotel: Hotel) -> None:
    desk = hotel.desk("nok")
    stay = hotel.in_house("201")
    kitchen = Department.get(Department.code == "FB")
    cook = add_phone(desk, "staff", "พ่อครัว", "Chef", "305", department="FB")
    call_guest(desk, stay, "answered")
    call_guest(desk, stay, "no answer")
    call_department(desk, kitchen.id, "answered")
    call_entry(desk, cook, "busy")
    call_entry(desk, PhoneEntry.get(PhoneEntry.number == "1155").id, "answered")
    call_number(desk, "02 123 4567", "answered")
    counted = {row.name_en: row.outcomes for row in call_statistic(hotel.day, hotel.day)}
    assert counted == {
        "To guests": {"answered": 1, "no answer": 1},
        "Food and beverage": {"answered": 1, "busy": 1},
        "Outside the house": {"answered": 2},
    }
    assert call_statistic(hotel.after(1), hotel.after(9)) == []
    assert [row.to_en for row in calls_of(hotel.day).first(3)] == ["", "Tourist police", "Chef"]
    assert CallTransfer.select().count() == 6


# Where guests are


def test_a_guest_is_at_the_pool_until_three(hotel: Hotel) -> None:
    stay = hotel.in_house("201", guest=hotel.guest("Müller"))
    place_guest(hotel.desk("nok"), stay, "at the pool", "15")  # 10:00 in Bangkok
    (row,) = found(hotel, "mül")
    assert row.place is not None
    assert row.place.place == "at the pool"
    assert row.place.until == datetime.datetime(2026, 11, 23, 8, 0, tzinfo=datetime.UTC)
    place_guest(hotel.desk("nok"), stay, "in the lobby", "๑๕.๓๐", since="14:00")  # the later word counts
    (row,) = found(hotel, "mül")
    assert row.place is not None
    assert row.place.place == "in the lobby"
    assert places_of([stay], row.place.until) == {}
    end_place(hotel.desk("nok"), stay)
    assert found(hotel, "mül")[0].place is None


def test_a_time_that_has_passed_is_tomorrow_s(small_hotel: Hotel) -> None:
    stay = small_hotel.in_house("201")
    place = place_guest(small_hotel.desk("nok"), stay, "on the golf course", "0900")
    assert GuestPlace.get_by_id(place).until == datetime.datetime(2026, 11, 24, 2, 0, tzinfo=datetime.UTC)


def test_what_is_refused_of_a_place(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay, coming = hotel.in_house("201"), hotel.booked()
    desk = hotel.desk("nok")
    with refused("NOT_IN_HOUSE"):
        place_guest(desk, coming, "at the pool", "15")
    with refused("NO_PLACE"):
        place_guest(desk, stay, "  ", "15")
    for until in ("", "25", "12:61", "soon", "12345"):
        with refused("TIME"):
            place_guest(desk, stay, "at the pool", until)
    with refused("TIME"):
        place_guest(desk, stay, "at the pool", "15", since="noon")
    with refused("NO_RIGHT"):
        place_guest(hotel.desk("noi"), stay, "at the pool", "15")


# The telephone book


def test_the_book_is_found_by_any_part_of_name_department_or_number(hotel: Hotel) -> None:
    desk = hotel.desk("nok")
    add_phone(desk, "outside", "แท็กซี่", "Taxi Somsak", "+66 81 555 1234", note="knows the airport")
    add_phone(desk, "staff", "", "Chef", "305", department="FB", second_number="081-777-0000")

    def book(text: str) -> list[str]:
        return [row.name_en for row in phone_book(text).first(99)]

    assert book("")[:4] == ["Ambulance", "Fire brigade", "Police", "Tourist police"]
    assert book("")[-2:] == ["Chef", "Taxi Somsak"]
    for typed in ("แท็ก", "somsak", "555", "airport", "taxi 1234"):
        assert book(typed) == ["Taxi Somsak"], typed
    assert book("beverage") == ["Food and beverage", "Chef"]
    kitchen = Department.get(Department.code == "FB")
    set_extension(desk, kitchen.id, "300")
    assert book("300") == ["Food and beverage"]


def test_entries_are_changed_and_taken_out_and_calls_keep_their_names(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("nok")
    taxi = add_phone(desk, "outside", "", "Taxi", "081 555 1234")
    call_entry(desk, taxi, "answered")
    change_phone(desk, taxi, "outside", "แท็กซี่", "Taxi", "081 555 9999", emergency=True)
    log = ChangeLog.select().order_by(ChangeLog.id.desc()).first()
    assert ("081 555 1234" in log.before, "081 555 9999" in log.after) == (True, True)
    drop_phone(desk, taxi)
    assert phone_book("taxi").first(9) == []
    assert calls_of(hotel.day).first(1)[0].to_en == "Taxi"
    set_dialling_note(desk, "9 for a line")
    set_dialling_note(desk, "0 for a line")
    assert setting("dialling_note") == "0 for a line"


def test_what_is_refused_of_the_book(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("nok")
    taxi = add_phone(desk, "outside", "", "Taxi", "191191")
    for code, entry in (
        ("PHONE_KIND", {"kind": "friend"}),
        ("NO_NAME", {"name_en": " "}),
        ("NO_NUMBER", {"number": ""}),
        ("PHONE_NUMBER", {"number": "nine"}),
        ("PHONE_NUMBER", {"second_number": "=1+1"}),
        ("NO_DEPARTMENT", {"department": "SPA"}),
        ("PHONE_TWICE", {"name_en": "Taxi", "number": "191191"}),
    ):
        values = {"kind": "outside", "name_th": "", "name_en": "Bus", "number": "1348", **entry}
        with refused(code):
            add_phone(desk, **values)  # type: ignore[arg-type]
    bus = add_phone(desk, "outside", "", "Bus", "1348")
    with refused("PHONE_TWICE"):
        change_phone(desk, bus, "outside", "", "Taxi", "191191")
    with refused("PHONE_NUMBER"):
        set_extension(desk, Department.get(Department.code == "FB").id, "kitchen")
    set_room_extension(desk, "201", "4201")
    with refused("EXTENSION_TAKEN"):
        set_room_extension(desk, "202", "4201")
    with refused("EXTENSION_TAKEN"):
        set_room_extension(desk, "202", "203")
    set_room_extension(desk, "202", "201")  # free, since 201 is called otherwise
    assert Room.get(Room.number == "202").extension == "201"
    for attempt in (
        lambda d: drop_phone(d, taxi), lambda d: set_dialling_note(d, "9"), lambda d: set_room_extension(d, "203", "1")
    ):  # fmt: skip
        with refused("NO_RIGHT"):
            attempt(hotel.desk("noi"))


def test_merged_profiles_take_their_calls_and_messages_along(hotel: Hotel) -> None:
    from models.front_office.guests import merge_guests

    kept, twin = hotel.guest("Müller"), hotel.guest("Mueller")
    stay = hotel.in_house("201", guest=twin)
    call_guest(hotel.desk("nok"), stay, "answered")
    take_message_instead(hotel.desk("nok"), stay, "Bank", "Call us")
    merge_guests(hotel.desk("nok"), kept, twin)
    assert (
        {row.guest_id for row in CallTransfer.select()}
        == {row.guest_id for row in GuestMessage.select()}
        == {kept}
    )


def test_an_operator_has_the_switchboard_and_no_check_in(small_hotel: Hotel) -> None:
    ploy = hires(small_hotel, "ploy", "operator")
    stay = small_hotel.in_house("201")
    call_guest(small_hotel.desk(ploy), stay, "answered")
    with pytest.raises(Refused):
        cancel(small_hotel.desk(ploy), stay, "by mistake")
    assert Stay.get_by_id(stay).state == "in house"
