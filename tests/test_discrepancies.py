"""Skip, Sleep, Person: found by comparing, settled or let stand with name and reason, and in the way of the audit."""

from __future__ import annotations

from models.front_office.guests import Guest
from models.front_office.housekeeping.morning_round import write_round
from models.front_office.housekeeping.seeing import (
    accept_discrepancy,
    discrepancies,
    mark_skipper,
    record_seen,
)
from models.front_office.housekeeping.tables import RoomSeen
from models.front_office.night_audit import findings, run_audit
from models.front_office.opening import set_setting
from models.front_office.reservations import Stay, change_terms
from models.front_office.stays import check_out
from tests.hotel import Hotel
from tests.housekeeping import database_refuses, room
from tests.refusing import asked, refused


def kinds(hotel: Hotel) -> dict[str, str]:
    return {d.room: d.kind for d in discrepancies(hotel.day)}


def test_skip_sleep_and_person_are_found_by_comparing(hotel: Hotel) -> None:
    hotel.in_house("201", nights=2)
    hotel.in_house("202", nights=2, adults=2)
    hotel.in_house("203", nights=2, adults=2)
    write_round(hotel.desk("noi"), "201v 202o3 203o2 204o1 205v 206c")
    assert kinds(hotel) == {"201": "skip", "202": "person", "204": "sleep"}
    said = {d.room: d.definition.say("en") for d in discrepancies(hotel.day)}
    assert said == {
        "201": "Front office: occupied. Housekeeping: vacant.",
        "202": "Persons: 2 by the front office, 3 seen.",
        "204": "Front office: vacant. Housekeeping: occupied.",
    }


def test_a_look_without_counting_makes_no_person_discrepancy(small_hotel: Hotel) -> None:
    small_hotel.in_house("201", adults=2)
    record_seen(small_hotel.desk("noi"), room("201"), True)
    assert kinds(small_hotel) == {}


def test_what_happens_after_the_look_is_no_discrepancy(hotel: Hotel) -> None:
    leaving = hotel.in_house("201", nights=1)
    hotel.audit()
    write_round(hotel.desk("noi"), "201o1 202v")
    hotel.leaves(leaving)  # seen at nine, left at eleven
    hotel.in_house("202")  # seen vacant at nine, let at two
    assert kinds(hotel) == {}


def test_each_is_settled_by_putting_the_front_office_right(hotel: Hotel) -> None:
    skip = hotel.in_house("201", nights=1)
    person = hotel.in_house("202", nights=2)
    hotel.audit()
    write_round(hotel.desk("noi"), "201v 202o2 203o1")
    assert set(kinds(hotel)) == {"201", "202", "203"}
    hotel.leaves(skip)
    change_terms(hotel.desk("nok"), person, adults=2)
    hotel.in_house("203")
    assert kinds(hotel) == {}


def test_the_audit_waits_until_each_is_settled_or_let_stand(hotel: Hotel) -> None:
    hotel.in_house("201", nights=2)
    hotel.in_house("202", nights=2)
    write_round(hotel.desk("noi"), "201v 202o2")
    found = [f for f in findings(hotel.day) if f.code == "A6"]
    assert [(f.jump, f.blocks) for f in found] == [("discrepancy 201", True), ("discrepancy 202", True)]
    with refused("AUDIT_BLOCKED"):
        run_audit(hotel.desk("chai"), hotel.day)
    with asked("DISCREPANCY_STANDS", "housekeeping"):
        accept_discrepancy(hotel.desk("noi"), room("202"))
    with asked("DISCREPANCY_STANDS", "override_room", second_person=True):
        accept_discrepancy(hotel.desk("noi"), room("201"))
    accept_discrepancy(hotel.answering("noi", DISCREPANCY_STANDS="a visitor"), room("202"))
    accept_discrepancy(
        hotel.answering("noi", "somsak", DISCREPANCY_STANDS="luggage is in the store"), room("201")
    )
    rows = {d.room: (d.accepted_by, d.reason) for d in discrepancies(hotel.day)}
    assert rows == {"201": ("somsak", "luggage is in the store"), "202": ("noi", "a visitor")}
    hotel.audit()
    assert kinds(hotel) == {}  # a new day, a new look


def test_a_new_look_takes_back_what_was_let_stand(small_hotel: Hotel) -> None:
    hotel = small_hotel
    hotel.in_house("202", nights=2)
    write_round(hotel.desk("noi"), "202o2")
    accept_discrepancy(hotel.answering("noi", DISCREPANCY_STANDS="a visitor"), room("202"))
    write_round(hotel.desk("noi"), "202o3")
    assert [d.open for d in discrepancies(hotel.day)] == [True]
    with refused("NO_DISCREPANCY"):
        accept_discrepancy(hotel.answering("noi", DISCREPANCY_STANDS="x"), room("203"))


def test_a_house_may_let_the_audit_pass_with_a_warning(small_hotel: Hotel) -> None:
    hotel = small_hotel
    hotel.in_house("201", nights=2)
    write_round(hotel.desk("noi"), "201v")
    set_setting(hotel.desk(), "discrepancy_open", "NOTE")
    assert [f.blocks for f in findings(hotel.day) if f.code == "A6"] == [False]
    hotel.audit()


def test_a_skipper_goes_on_the_do_not_rent_list_and_the_folio_stays_to_be_settled(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=1)
    hotel.audit()
    write_round(hotel.desk("noi"), "201v 202o1")
    with refused("NOT_A_SKIP"):
        mark_skipper(hotel.desk(), room("202"))
    with refused("NO_DISCREPANCY"):
        mark_skipper(hotel.desk(), room("203"))
    with asked("SKIPPER", "do_not_rent", second_person=True):
        mark_skipper(hotel.desk("nok"), room("201"))
    assert mark_skipper(hotel.answering("nok", "somsak", SKIPPER="gone by night"), room("201")) == stay
    guest = Guest.get_by_id(Stay.get_by_id(stay).guest_id)
    assert "gone by night" in guest.do_not_rent
    assert "gone by night" in guest.do_not_rent
    with refused("BALANCE_NOT_ZERO"):
        check_out(hotel.desk("nok"), stay)
    hotel.leaves(stay)
    assert kinds(hotel) == {"202": "sleep"}


def test_the_database_takes_no_acceptance_without_a_reason(hotel: Hotel) -> None:
    hotel.in_house("202", nights=2)
    write_round(hotel.desk("noi"), "202o2")
    seen = RoomSeen.get()
    database_refuses("(?i)check", f"UPDATE room_seen SET accepted_by_id = 1 WHERE id = {seen.id}")
    database_refuses("(?i)check", f"UPDATE room_seen SET persons = 0 WHERE id = {seen.id}")
