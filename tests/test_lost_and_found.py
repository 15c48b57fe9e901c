"""Lost and found: a number for each thing, kept as long as its class says, returned against a name and a signature."""

from __future__ import annotations

import datetime

import pytest

from app.documents.text import as_text
from models.front_office.lost_and_found import (
    LostItem,
    change_item,
    claim_item,
    dispose_of,
    for_disposal,
    handing_over_paper,
    lost_items,
    return_item,
    send_item,
    still_kept,
    write_found,
)
from models.front_office.opening import set_setting
from models.front_office.rooms import set_housekeeping
from models.house.acts import Desk
from models.house.property import Property
from tests.hotel import Hotel
from tests.housekeeping import database_refuses, room
from tests.refusing import asked, refused


def item(number: str) -> LostItem:
    return LostItem.get(LostItem.number == number)


def umbrella(hotel: Hotel, **more: object) -> LostItem:
    return item(write_found(hotel.desk("noi"), "black umbrella", place="lobby", **more))  # type: ignore[arg-type]


def test_the_last_guest_of_the_room_is_proposed_and_the_class_says_how_long(hotel: Hotel) -> None:
    first = hotel.in_house("201", nights=1)
    hotel.audit()
    hotel.leaves(first)
    number = write_found(hotel.desk("noi"), "silk scarf", room="201", kept_at="shelf 3")
    found = item(number)
    assert number == "LF2569-00001"
    assert (found.stay_id, found.found_by, found.state) == (first, "noi", "found")
    assert found.keep_until == hotel.after(90)
    set_setting(hotel.desk(), "lost_days_valuable", "400")
    assert item(
        write_found(hotel.desk("noi"), "ring", place="pool", value_class="valuable")
    ).keep_until == hotel.after(400)
    set_housekeeping(hotel.desk("noi"), room("201"), "clean")
    second = hotel.in_house("201")
    assert item(write_found(hotel.desk("noi"), "book", room="201")).stay_id == second


def test_a_thing_is_something_found_somewhere_on_some_day(hotel: Hotel) -> None:
    noi = hotel.desk("noi")
    with refused("NOTHING_FOUND"):
        write_found(noi, " ", place="lobby")
    with refused("NO_PLACE"):
        write_found(noi, "umbrella")
    with refused("NO_ROOM"):
        write_found(noi, "umbrella", room="999")
    with refused("VALUE_CLASS"):
        write_found(noi, "umbrella", place="lobby", value_class="priceless")
    with refused("DATES"):
        write_found(noi, "umbrella", place="lobby", found_on=hotel.after(1))
    kept = umbrella(hotel)
    values = {"what": "umbrella", "kept_at": "", "value_class": "ordinary", "keep_until": hotel.after(10)}
    with refused("NOTHING_FOUND"):
        change_item(noi, kept.id, **{**values, "what": ""})  # type: ignore[arg-type]
    with refused("VALUE_CLASS"):
        change_item(noi, kept.id, **{**values, "value_class": "x"})  # type: ignore[arg-type]
    with refused("DATES"):
        change_item(noi, kept.id, **{**values, "keep_until": hotel.after(-1)})  # type: ignore[arg-type]
    change_item(noi, kept.id, **values)  # type: ignore[arg-type]
    assert item(kept.number).keep_until == hotel.after(10)


def test_the_owner_signs_by_name_and_the_end_of_a_document(hotel: Hotel) -> None:
    kept = umbrella(hotel)
    noi = hotel.desk("noi")
    claim_item(noi, kept.id, "Anna Müller", "081-234-5678")
    assert item(kept.number).state == "claimed"
    for wrong in ("12", "12345", "1-34", ""):
        with refused("DOCUMENT_END"):
            return_item(noi, kept.id, "Anna Müller", wrong)
    for nobody in ("claim", "return", "send"):
        with refused("NO_NAME"):
            {
                "claim": lambda: claim_item(noi, kept.id, " ", ""),
                "return": lambda: return_item(noi, kept.id, " ", "1234"),
                "send": lambda: send_item(noi, kept.id, " ", "Berlin", "EMS"),
            }[nobody]()
    return_item(noi, kept.id, "Anna Müller", "x4z8")
    row = item(kept.number)
    assert (row.state, row.document_end, row.ended_on) == ("returned", "X4Z8", hotel.day)
    for language, words in (("en", "I have received this"), ("th", "ข้าพเจ้าได้รับของนี้แล้ว")):
        text = as_text(handing_over_paper(Property.the(), kept.id, language))
        assert "Anna Müller" in text
        assert words in text
        assert "X4Z8" in text


def test_a_thing_that_is_gone_stays_as_it_was_written(hotel: Hotel) -> None:
    noi, kept = hotel.desk("noi"), umbrella(hotel)
    with refused("NO_ADDRESS"):
        send_item(noi, kept.id, "Anna", " ", "EMS")
    with refused("NO_REASON"):
        send_item(noi, kept.id, "Anna", "Berlin", " ")
    send_item(noi, kept.id, "Anna", "Hauptstr. 1, Berlin", "EMS EX123TH")
    again = (
        lambda: return_item(noi, kept.id, "Bernd", "1234"),
        lambda: claim_item(noi, kept.id, "Bernd", ""),
        lambda: send_item(noi, kept.id, "Bernd", "Bonn", "EMS"),
        lambda: dispose_of(noi, kept.id, "bin"),
    )
    for attempt in again:
        with refused("NOT_KEPT"):
            attempt()
    database_refuses("LOST_ENDED", f"UPDATE lost_item SET claimant = 'Bernd' WHERE id = {kept.id}")
    database_refuses("LOST_ENDED", f"DELETE FROM lost_item WHERE id = {kept.id}")
    other = umbrella(hotel)
    database_refuses("LOST_ENDED", f"UPDATE lost_item SET number = 'LF1' WHERE id = {other.id}")
    database_refuses("LOST_ENDED", f"DELETE FROM lost_item WHERE id = {other.id}")
    database_refuses("(?i)check", f"UPDATE lost_item SET state = 'returned' WHERE id = {other.id}")


def test_disposal_waits_for_the_day_or_for_somebody_who_may(hotel: Hotel) -> None:
    food = umbrella(hotel, value_class="perishable", found_on=hotel.after(-5))
    kept = umbrella(hotel)
    due = lost_items(where=for_disposal(hotel.day)).first(10)
    assert [row.number for row in due] == [food.number]
    with refused("NO_REASON"):
        dispose_of(hotel.desk("noi"), food.id, "")
    dispose_of(hotel.desk("noi"), food.id, "thrown away")
    with asked("KEPT_UNTIL", "override_room", second_person=True):
        dispose_of(hotel.desk("noi"), kept.id, "to charity")
    dispose_of(hotel.answering("noi", "somsak", KEPT_UNTIL="wet and torn"), kept.id, "to charity")
    assert lost_items(where=still_kept()).count() == 0


@pytest.fixture
def noi(small_hotel: Hotel) -> Desk:
    return small_hotel.desk("noi")


def test_things_are_found_by_what_where_number_and_guest(small_hotel: Hotel, noi: Desk) -> None:
    small_hotel.in_house("201", guest=small_hotel.guest("Schmidt"))
    scarf = write_found(noi, "ผ้าพันคอสีแดง", room="201")
    ring = write_found(
        noi, "gold ring", place="Swimming pool", found_on=small_hotel.day - datetime.timedelta(1)
    )
    for text, wanted in (
        ("ผ้าพันคอ", [scarf]), ("pool", [ring]), ("schmidt", [scarf]), ("201", [scarf]), ("LF2569", [scarf, ring]),
        ("gold ring", [ring]), ("silver", []),
    ):  # fmt: skip
        assert [row.number for row in lost_items(text).first(10)] == wanted, text
