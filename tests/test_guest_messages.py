"""Messages for guests: taken, lit on the rack, printed, handed over, and never lost or worded anew."""

from __future__ import annotations

import peewee
import pytest

from models.front_office.desk_views import room_rack
from models.front_office.lamps import lamps_of
from models.front_office.opening import set_setting
from models.front_office.reservations import Stay, cancel
from models.front_office.stays import add_person, check_in, check_out
from models.front_office.switchboard.calls import call_guest, call_number
from models.front_office.switchboard.locator import place_guest
from models.front_office.switchboard.messages import (
    GuestMessage,
    deliver,
    mark_printed,
    messages,
    read_back,
    take_message,
    withdraw_message,
)
from models.front_office.switchboard.retention import erase_switchboard, switchboard_to_erase
from models.front_office.switchboard.slips import message_slip
from models.house.acts import ChangeLog
from models.house.database import database
from models.house.property import Property
from models.house.refusals import Note
from tests.hotel import Hotel
from tests.refusing import refused
from tests.switchboard import told_to_nobody


def test_a_message_is_lit_on_the_rack_until_it_is_handed_over(hotel: Hotel) -> None:
    stay = hotel.in_house("201")
    first = take_message(hotel.desk("nok"), stay, "Khun Lek", "The car is ready", phone="02 123", urgent=True)
    second = take_message(hotel.desk("nok"), stay, "Bank", wish="again")
    assert next(row for row in room_rack(hotel.day) if row.number == "201").lamps == "M"
    (lamp,) = lamps_of([stay], hotel.day)[stay]
    assert (lamp.words.say("en"), lamp.jump) == ("2 not handed over", f"messages stay {stay}")
    mark_printed(hotel.desk("nok"), first)
    assert lamps_of([stay], hotel.day)
    deliver(hotel.desk("nok"), first, "the porter")
    read_back(hotel.desk("lek"), second)
    assert lamps_of([stay], hotel.day) == {}
    rows = messages(stay).first(9)
    assert [(row.state, row.ended_by_en, row.ended_note) for row in rows] == [
        ("read back", "Lek", ""), ("delivered", "Nok", "the porter"),
    ]  # fmt: skip
    assert messages().first(9) == []


def test_the_list_of_the_house_has_urgent_ones_first(hotel: Hotel) -> None:
    stays = [hotel.in_house("201"), hotel.in_house("202")]
    take_message(hotel.desk("nok"), stays[0], "One", "a")
    take_message(hotel.desk("nok"), stays[1], "Two", "b")
    take_message(hotel.desk("nok"), stays[1], "Three", "c", urgent=True)
    listing = messages()
    rows = listing.first(9)
    assert [row.caller for row in rows] == ["Three", "One", "Two"]
    assert [row.caller for row in listing.after(rows[0].key, 9)] == ["One", "Two"]


def test_what_was_said_is_never_worded_anew(hotel: Hotel) -> None:
    stay = hotel.in_house("201")
    message = take_message(hotel.desk("nok"), stay, "Bank", "Call us")
    ended = take_message(hotel.desk("nok"), stay, "Bank", "Call us again")
    withdraw_message(hotel.desk("nok"), ended, "for another guest")
    for change, code, row in (
        ("words = 'nothing'", "MESSAGE_KEPT", message),
        ("caller = 'nobody'", "MESSAGE_KEPT", message),
        (f"stay_id = {hotel.booked()}", "MESSAGE_KEPT", message),
        ("state = 'waiting', ended_at = NULL, ended_by_id = NULL", "MESSAGE_ENDED", ended),
        ("ended_note = ''", "MESSAGE_ENDED", ended),
    ):
        with pytest.raises(peewee.IntegrityError, match=code), database.atomic():
            database.execute_sql(f"UPDATE guest_message SET {change} WHERE id = {row}")
    for change in (
        "state = 'delivered'",
        "ended_at = 'x'",
        "state = 'printed'",
        "state = 'lost'",
        "urgent = urgent, words = ''",
    ):
        with pytest.raises(peewee.IntegrityError), database.atomic():
            database.execute_sql(f"UPDATE guest_message SET {change} WHERE id = {message}")


def test_what_is_refused_of_a_message(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("nok")
    stay, off, stranger = hotel.in_house("201"), hotel.booked(), hotel.guest()
    cancel(hotel.desk(), off, "ill")
    with refused("NOBODY_EXPECTED"):
        take_message(desk, off, "Bank", "Call us")
    with refused("NO_CALLER"):
        take_message(desk, stay, " ", "Call us")
    with refused("NO_MESSAGE"):
        take_message(desk, stay, "Bank")
    with refused("MESSAGE_WISH"):
        take_message(desk, stay, "Bank", "Call us", wish="send flowers")
    with refused("NOT_ON_STAY"):
        take_message(desk, stay, "Bank", "Call us", guest_id=stranger)
    with refused("TOO_MUCH_TEXT"):
        take_message(desk, stay, "Bank", "a" * 501)
    with refused("NO_RIGHT"):
        take_message(hotel.desk("noi"), stay, "Bank", "Call us")
    message = take_message(desk, stay, "Bank", "Call us")
    with refused("NO_REASON"):
        withdraw_message(desk, message, " ")
    deliver(desk, message)
    for attempt in (
        lambda: deliver(desk, message), lambda: read_back(desk, message), lambda: mark_printed(desk, message),
        lambda: withdraw_message(desk, message, "late"),
    ):  # fmt: skip
        with refused("MESSAGE_ENDED"):
            attempt()


def test_messages_left_before_the_arrival_are_told_at_check_in_and_those_left_over_at_check_out(
    small_hotel: Hotel,
) -> None:
    hotel = small_hotel
    stay = hotel.booked(1, guest=hotel.guest("Müller"))
    take_message(hotel.desk("nok"), stay, "Bank", "Call us")
    heard: list[Note] = []
    check_in(hotel.desk("nok", heard=heard.append), stay, "201")
    (note,) = [note for note in heard if note.code == "MESSAGES_WAITING"]
    assert note.message.say("en") == f"Messages that were not handed over: 1. :messages stay {stay}"
    hotel.audit()
    hotel.pay_all(stay)
    heard.clear()
    check_out(hotel.desk("nok", heard=heard.append), stay)
    assert "MESSAGES_WAITING" in [note.code for note in heard]
    assert messages().first(9)[0].stay_state == "checked out"


def test_a_message_for_a_guest_nobody_is_told_of_is_taken_like_any_other(small_hotel: Hotel) -> None:
    stay = told_to_nobody(small_hotel.in_house("201"))
    assert take_message(small_hotel.desk("nok"), stay, "Press", "An interview?", wish="call")


def test_the_slip_is_for_its_person_in_that_language(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", guest=hotel.guest("Müller"), adults=2)
    thai = hotel.guest("Jaidee", given_th="สมชาย", family_th="ใจดี", nationality="THA", document_number="AA1")
    add_person(hotel.desk(), stay, thai)
    message = take_message(
        hotel.desk("nok"),
        stay,
        "Khun Lek",
        "ถึงสนามบินแล้ว",
        guest_id=thai,
        phone="02 123",
        wish="call",
        urgent=True,
    )
    slip = message_slip(Property.the(), message)
    assert (slip.language, slip.kind, slip.title) == ("th", "message", "ข้อความด่วน")
    assert [field.value for field in slip.fields] == [
        "สมชาย ใจดี",
        "201",
        "Khun Lek",
        "02 123",
        "23 พ.ย. 69 10:00",
        "nok",
    ]
    assert slip.notes == ("ถึงสนามบินแล้ว", "ขอให้โทรกลับ")


def test_what_was_said_is_forgotten_some_days_after_the_departure(hotel: Hotel) -> None:
    set_setting(hotel.desk(), "switchboard_days", "1")
    gone, here = hotel.in_house("201", nights=1), hotel.in_house("202", nights=9)
    for stay in (gone, here):
        take_message(hotel.desk("nok"), stay, "Bank", "Call us")
        call_guest(hotel.desk("nok"), stay, "answered", caller="Bank")
        place_guest(hotel.desk("nok"), stay, "at the pool", "15")
    call_number(hotel.desk("nok"), "1155", "answered")
    hotel.audit()
    hotel.leaves(gone)
    assert switchboard_to_erase(hotel.day) == 0
    hotel.audit()
    hotel.audit()
    assert switchboard_to_erase(hotel.day) == 4
    with refused("NO_RIGHT"):
        erase_switchboard(hotel.desk("nok"))
    assert erase_switchboard(hotel.desk()) == 4
    assert [row.stay_id for row in GuestMessage.select()] == [here]
    log = ChangeLog.select().where(ChangeLog.operation == "erase_switchboard")
    assert all("Bank" not in (row.before or "") for row in log)
    assert Stay.get_by_id(gone).state == "checked out"
