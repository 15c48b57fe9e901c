"""Who may go up: identity, minors, documents past their date, what the card asks, who gives a free room."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from models.front_office.desk_flows import Person, check_in_prepared, register_and_check_in, register_walk_in
from models.front_office.folios import post_charge
from models.front_office.guests import Guest, create_guest, update_guest
from models.front_office.inventory import free_rooms
from models.front_office.opening import add_rate_code, set_setting
from models.front_office.readiness import best_room, propose_room, readiness_of
from models.front_office.registration import guest_shown, is_minor, rows_of, write_journey
from models.front_office.reservations import (
    IN_HOUSE,
    Booking,
    Stay,
    book,
    change_price,
    change_terms,
    share_room,
)
from models.front_office.rooms import Room, close_room, set_housekeeping
from models.front_office.stays import add_person, check_in, remove_person, undo_check_in
from models.front_office.wishes import change_wishes
from models.house.acts import ChangeLog, Desk
from models.house.refusals import Note
from tests.hotel import FIRST_DAY, Hotel
from tests.refusing import asked, refused

CARD = {"occupation": "engineer", "address": "Hauptstr. 1, Berlin", "phone": "+49 30 1234"}
CHILD = datetime.date(2010, 5, 1)
GROWN = datetime.date(1980, 1, 2)


def heard(hotel: Hotel, login: str = "nok") -> tuple[Desk, list[Note]]:
    notes: list[Note] = []
    return replace(hotel.desk(login), heard=notes.append), notes


def test_a_minor_who_stays_alone_is_countersigned_by_whoever_answers_for_it(hotel: Hotel) -> None:
    stay = hotel.booked(guest=hotel.guest(birth_date=CHILD))
    with asked("MINOR_ALONE", "check_in") as refusal:
        check_in(hotel.desk("nok"), stay, "201")
    assert refusal.said.field == "birth_date"
    with asked("MINOR_ALONE", "check_in"):
        check_in(hotel.answering("nok", MINOR_ALONE=" "), stay, "201")
    check_in(hotel.answering("nok", MINOR_ALONE="school team"), stay, "201")
    assert rows_of(stay)[0].countersigned_by.login == "nok"
    assert (
        "countersigned_by"
        in ChangeLog.get(ChangeLog.subject == "stay_person", ChangeLog.operation == "check_in").after
    )
    other = hotel.booked(guest=hotel.guest(birth_date=CHILD))
    check_in(hotel.answering("nok", "somsak", MINOR_ALONE="school team"), other, "202")
    assert rows_of(other)[0].countersigned_by.login == "somsak"


def test_an_adult_on_the_stay_or_in_the_shared_room_is_enough(small_hotel: Hotel) -> None:
    hotel = small_hotel
    family = hotel.booked(guest=hotel.guest(birth_date=CHILD), adults=1, children=1)
    parent = hotel.guest(birth_date=GROWN)
    add_person(hotel.desk("nok"), family, parent)
    check_in(hotel.desk("nok"), family, "201")
    with asked("MINOR_ALONE", "check_in"):
        remove_person(hotel.desk("nok"), family, parent)
    one = hotel.booked(guest=hotel.guest(birth_date=GROWN), room="202")
    two = hotel.booked(guest=hotel.guest(birth_date=CHILD))
    share_room(hotel.desk("nok"), two, one)
    check_in(hotel.desk("nok"), one)
    check_in(hotel.desk("nok"), two)
    assert rows_of(two)[0].countersigned_by is None


@pytest.mark.parametrize(
    ("born", "precision", "minor"),
    [
        (datetime.date(2008, 11, 23), "", False),  # eighteen today
        (datetime.date(2008, 11, 24), "", True),
        (datetime.date(2008, 1, 1), "year", True),  # perhaps not before Christmas
        (datetime.date(2007, 1, 1), "year", False),
        (datetime.date(2008, 11, 1), "month", True),
        (datetime.date(2008, 10, 1), "month", False),
        (None, "", False),
    ],
)
def test_who_is_under_eighteen_by_what_the_document_tells(
    born: datetime.date | None, precision: str, minor: bool
) -> None:
    assert is_minor(Guest(birth_date=born, birth_precision=precision), FIRST_DAY) is minor


def test_what_is_missing_for_the_registers_is_told_and_holds_up_nobody(hotel: Hotel) -> None:
    bare = create_guest(
        hotel.desk(), family="Bare", nationality="DEU", document_kind="passport", document_number="X1",
        document_expiry=hotel.after(-1),
    )  # fmt: skip
    stay = hotel.booked(guest=bare, adults=2)
    desk, notes = heard(hotel)
    check_in(desk, stay, "201")
    said = {note.code: note.message.say("en") for note in notes}
    assert said["DOCUMENT_EXPIRED"] == "Expired: the document was valid until 22 Nov 2026"
    assert said["PERSONS_MISSING"] == "1 of 2 adults written down with identity."
    assert said["CARD_INCOMPLETE"].endswith("card: Birth date, Occupation, Address, Phone")
    assert {row.subject_id for row in ChangeLog.select().where(ChangeLog.subject == "note")} == set(said)
    desk, notes = heard(hotel)
    check_in(desk, hotel.booked(guest=hotel.guest(birth_date=GROWN, **CARD)), "202")
    assert notes == []


def test_the_identity_of_everybody_is_needed_or_asked_for_as_the_house_says(hotel: Hotel) -> None:
    stay = hotel.booked()
    second = create_guest(hotel.desk(), family="Second")
    add_person(hotel.desk("nok"), stay, second)
    with refused("IDENTITY_MISSING") as refusal:
        check_in(hotel.desk("nok"), stay, "201")
    assert (refusal.said.field, refusal.said.jump) == ("nationality", f"guest {second}")
    set_setting(hotel.desk(), "identity_missing", "ASK")
    with asked("IDENTITY_MISSING", "check_in"):
        check_in(hotel.desk("nok"), stay, "201")
    check_in(hotel.answering("nok", IDENTITY_MISSING="passport at the embassy"), stay, "201")


def test_a_whole_party_is_written_down_and_goes_up_or_nobody_is(hotel: Hotel) -> None:
    stay = hotel.booked(adults=2)
    main = Stay.get_by_id(stay).guest_id
    second = Person(
        0, {"family": "Second", "nationality": "FRA", "document_kind": "passport", "document_number": "F7"},
        {"came_from": "Pattaya, Chonburi", "going_to": ""},
    )  # fmt: skip
    with refused("IDENTITY_MISSING"):
        register_and_check_in(
            hotel.desk("nok"), stay, "201", CARD, others=[replace(second, values={"family": "Second"})]
        )
    with refused("NOT_CLEAN"):
        register_and_check_in(hotel.desk("nok"), stay, "201", CARD, {"came_from": "a\x1bb"}, [second])
    register_and_check_in(hotel.desk("nok"), stay, "201", CARD, {"going_to": "Chiang Mai"}, [second])
    rows = rows_of(stay)
    assert [(r.from_home, r.came_from, r.to_home, r.going_to) for r in rows] == [
        (True, "", False, "Chiang Mai"),
        (False, "Pattaya, Chonburi", True, ""),
    ]
    assert (rows[0].guest_id, rows[0].guest.occupation) == (main, "engineer")
    write_journey(hotel.desk("nok"), stay, main, {"going_to": ""})
    assert rows_of(stay)[0].to_home is True


def test_who_shows_a_document_the_house_knows_is_the_same_guest(hotel: Hotel) -> None:
    known = hotel.guest("Meier", document_number="C-77 X", phone="0811")
    shown = {
        "family": "MEIER",
        "given": "Anna",
        "nationality": "DEU",
        "document_kind": "passport",
        "document_number": "C77X",
    }
    assert guest_shown(shown).id == known
    assert guest_shown({**shown, "family": "Schulz"}) is None
    assert guest_shown({**shown, "nationality": "AUT"}) is None
    assert guest_shown({"family": "MEIER"}) is None
    booking = Booking(0, hotel.day, hotel.after(1), "SUP", "BAR", room="201")
    stay = register_walk_in(
        hotel.desk("nok"), booking, {**shown, "phone": ""}, others=[Person(hotel.guest())]
    )
    assert (Stay.get_by_id(stay).guest_id, Guest.get_by_id(known).phone) == (known, "0811")
    assert len(rows_of(stay)) == 2


def test_the_best_room_is_the_one_that_is_liked_and_ready(hotel: Hotel) -> None:
    from models.front_office.guests import add_preference

    guest = hotel.guest()
    stay = Stay.get_by_id(hotel.booked(guest=guest))
    assert propose_room(stay).number == "201"
    set_housekeeping(hotel.desk("noi"), Room.get(Room.number == "201").id, "dirty")
    close_room(
        hotel.desk("noi"), Room.get(Room.number == "202").id, "OOS", hotel.day, hotel.day, "paint", "dirty"
    )
    assert propose_room(stay).number == "203"
    add_preference(hotel.desk(), guest, "room", "205")
    assert propose_room(stay).number == "205"
    check_in(hotel.desk("nok"), stay.id, "206")
    hotel.in_house("205", nights=1)
    hotel.audit()  # who is due out today is still in it
    later = Stay.get_by_id(hotel.booked(guest=guest))
    assert "205" in [room.number for room in free_rooms(later.room_type_id, later.arrival, later.departure)]
    for room in ("201", "203", "204"):
        set_housekeeping(hotel.desk("noi"), Room.get(Room.number == room).id, "dirty")
    Room.update(housekeeping="dirty").where(Room.number == "202").execute()
    assert propose_room(later) is None
    assert best_room(Room.get(Room.number == "301").room_type_id, hotel.day, hotel.after(1)).number == "301"
    with refused("NO_ROOM_YET"):
        check_in_prepared(hotel.desk("nok"), later.id)
    states = {
        r.number: readiness_of([Stay(id=99, room=r, arrival=hotel.day)], hotel.day)[99] for r in Room.select()
    }
    assert (states["205"].state, states["205"].due_out, states["203"].state) == ("occupied", True, "dirty")


def test_a_free_room_goes_to_nobody_without_the_name_of_who_gave_it(hotel: Hotel) -> None:
    free = Booking(hotel.guest(), hotel.day, hotel.after(1), "SUP", "COMP")
    somsak = hotel.answering("nok", "somsak", COMPLIMENTARY="travel writer")
    assert Stay.get_by_id(book(somsak, free)).authorised_by == "Somsak"
    named = book(somsak, replace(free, authorised_by="Khun Pavinee, owner"))
    assert Stay.get_by_id(named).authorised_by == "Khun Pavinee, owner"
    Stay.update(authorised_by="").where(Stay.id == named).execute()
    with refused("NO_AUTHORISER") as refusal:
        check_in(hotel.desk("nok"), named, "201")
    assert refusal.said.field == "authorised_by"
    register_and_check_in(hotel.desk("nok"), named, "201", {}, authorised_by="Khun Pavinee")
    assert (hotel.state(named), Stay.get_by_id(named).authorised_by) == (IN_HOUSE, "Khun Pavinee")
    change_terms(hotel.desk("nok"), named, rate_code="BAR")
    assert Stay.get_by_id(named).authorised_by == ""


def test_a_house_use_room_earns_no_room_revenue(hotel: Hotel) -> None:
    add_rate_code(hotel.desk(), "HOUSE", "ห้องใช้ภายใน", "House use", house_use=True)
    desk = hotel.answering("somsak", COMPLIMENTARY="night manager", PRICE_CHANGED="agreed")
    booking = Booking(hotel.guest(), hotel.day, hotel.after(2), "SUP", "HOUSE")
    with refused("HOUSE_USE_FREE"):
        book(desk, replace(booking, prices=(Decimal(100), Decimal(0))))
    stay = book(desk, booking)
    with refused("HOUSE_USE_FREE"):
        change_price(desk, stay, [hotel.day], Decimal(500))
    check_in(hotel.desk("nok"), stay, "201")
    with refused("HOUSE_USE_FREE"):
        post_charge(hotel.desk("nok"), hotel.window(stay), "EXBED", Decimal(500))
    post_charge(hotel.desk("nok"), hotel.window(stay), "LAUN", Decimal(100))
    hotel.audit()
    assert hotel.balance(stay) == Decimal("117.70")


def test_wishes_of_a_stay_are_kept_and_logged(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201")
    with refused("SERVICE_WISH"):
        change_wishes(hotel.desk("nok"), stay, service_wish="breakfast")
    change_wishes(hotel.desk("nok"), stay, no_information=True, service_wish="dnd")
    row = Stay.get_by_id(stay)
    assert (row.no_information, row.do_not_move, row.service_wish) == (True, False, "dnd")
    assert '"service_wish": "dnd"' in ChangeLog.get(ChangeLog.operation == "change_wishes").after
    undo_check_in(hotel.desk("nok"), stay)
    update_guest(hotel.desk("nok"), row.guest_id, occupation="pilot")
    Stay.update(state="cancelled").where(Stay.id == stay).execute()
    with refused("NOT_OPEN"):
        change_wishes(hotel.desk("nok"), stay, service_wish="mur")
