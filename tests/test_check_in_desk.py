"""Check-in at the desk by keys alone: prepared arrivals, passports, parties, walk-ins, a whole group."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from models.front_office.blocks.grid import NewBlock, create_block
from models.front_office.desk_views import departures
from models.front_office.guests import Guest, add_preference, create_guest
from models.front_office.policies import Terms, apply_policy, save_policy
from models.front_office.registration import rows_of
from models.front_office.reservations import IN_HOUSE, Stay
from models.front_office.rooms import Room, set_housekeeping
from models.house.acts import ChangeLog
from models.house.property import Property
from tests.desk import Desk, at_the_desk
from tests.hotel import Hotel

MRZ = ("P<FRADARTAGNAN<LE<ROUX<<JEAN<LUC<<<<<<<<<<<<", "12AB345673FRA4501011M3001019<<<<<<<<<<<<<<00")
CARD = {"occupation": "engineer", "address": "Hauptstr. 1, Berlin", "phone": "+49 30 1234"}


class Counted:
    """Keys pressed, as a person counts them."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.keys = desk, 0

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await self.desk.press(*keys)

    async def type(self, text: str) -> None:
        self.keys += len(text)
        await self.desk.type(text)

    async def scan(self, lines: tuple[str, ...]) -> None:
        """A wedge scanner's burst counts as one key."""
        self.keys += 1
        for line in lines:
            for letter in line:
                await self.desk.press("less_than_sign" if letter == "<" else letter.lower())
            await self.desk.press("enter")


def prepared(hotel: Hotel, family: str, **more: object) -> int:
    """A booking whose guest the house knows: identity and all the card asks."""
    guest = hotel.guest(family, birth_date=datetime.date(1980, 1, 2), **CARD)
    return hotel.booked(guest=guest, **more)


async def test_a_prepared_arrival_is_checked_in_with_fewer_than_ten_keys(small_hotel: Hotel) -> None:
    for family in ("Adler", "Beier", "Conrad"):
        prepared(small_hotel, family)
    add_preference(small_hotel.desk(), Guest.get(Guest.family == "Conrad").id, "room", "204")
    Room.update(housekeeping="dirty").where(Room.number == "201").execute()
    async with at_the_desk(small_hotel, "nok") as desk:
        by = Counted(desk)
        await by.press("g", "a")
        await desk.sees("Arrivals", "CONRAD")
        await by.press("down", "down", "enter")
        await desk.sees("Check in ·", "▸Room", "204 SUP VC", "Room: 204")  # the room she likes
        await by.press("f9")
        await desk.sees("Folio 204")
        print(f"check-in of a prepared arrival: {by.keys} keys")  # noqa: T201 - the keys a task takes are told
        assert by.keys < 10
        await desk.press("escape")
        await desk.sees("Arrivals", not_="CONRAD")
        await desk.press("enter")
        await desk.sees("202 SUP VC")  # the first that is ready
        await desk.press("f9")
        await desk.sees("Folio 202")
    assert small_hotel.state(3) == IN_HOUSE


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_walk_in_with_a_passport_takes_fewer_than_forty_keys(
    language: str, small_hotel: Hotel
) -> None:
    async with at_the_desk(small_hotel, "nok", language) as desk:
        by = Counted(desk)
        await by.press("g", "w")
        await desk.sees("BAR")
        await by.scan(MRZ)
        await desk.sees("DARTAGNAN LE ROUX", "12AB34567")
        await by.press("+", "2")
        await by.press("enter", "1")
        await by.press("f9")
        await desk.sees("DARTAGNAN LE ROUX", "201", "0.00")
        print(f"walk-in with a passport: {by.keys} keys")  # noqa: T201 - the keys a task takes are told
        assert by.keys < 40
    guest, stay = Guest.get(Guest.family == "DARTAGNAN LE ROUX"), Stay.get()
    assert (guest.given, guest.middle, guest.sex, guest.nationality) == ("JEAN", "LUC", "M", "FRA")
    assert (guest.document_kind, guest.document_number, guest.document_country) == (
        "passport",
        "12AB34567",
        "FRA",
    )
    assert (str(guest.birth_date), str(guest.document_expiry)) == ("1945-01-01", "2030-01-01")
    assert (stay.state, stay.nights, stay.adults, stay.walk_in, stay.room.number) == (
        IN_HOUSE,
        2,
        1,
        True,
        "201",
    )


async def test_a_couple_checks_in_person_by_person_and_the_second_is_recognised(small_hotel: Hotel) -> None:
    known = create_guest(
        small_hotel.desk(), family="DARTAGNAN LE ROUX", given="Jean", nationality="FRA", document_kind="passport",
        document_number="12AB34567", occupation="musketeer",
    )  # fmt: skip
    stay = prepared(small_hotel, "Adler", adults=2, room="203")
    async with at_the_desk(small_hotel, "nok") as desk:
        by = Counted(desk)
        await desk.open("check-in", stay)
        await desk.sees("Person 1 of 1 · with identity 1 · booked 2 adults")
        await by.press("insert")
        await desk.sees("Person 2 of 2 · with identity 1")
        await by.scan(MRZ)
        await desk.sees("with identity 2", "musketeer")
        await desk.sees("▸Address")
        await by.press("f9")
        await desk.sees("Folio 203", "card: person 2: Address")
    rows = rows_of(stay)
    assert [row.guest_id for row in rows] == [Stay.get_by_id(stay).guest_id, known]
    assert all(row.from_home and row.to_home for row in rows)
    assert "Address" in ChangeLog.get(ChangeLog.subject_id == "CARD_INCOMPLETE").after


async def test_what_is_missing_is_where_the_cursor_stands_and_stops_at_its_field(small_hotel: Hotel) -> None:
    bare = create_guest(small_hotel.desk(), family="Bare", nationality="DEU", document_kind="passport")
    stay = small_hotel.booked(guest=bare, room="202")
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.open("check-in", stay)
        await desk.sees("(for the card)", "(the address)")
        await desk.press("f9")
        await desk.sees("Document number missing")
        await desk.type("C123")
        await desk.press("insert")
        await desk.sees("Person 2 of 2")
        await desk.press("tab", "tab")
        await desk.type("Second")
        await desk.press("f4")  # nothing is lost on the way round
        await desk.sees("Person 3 of 3")
        await desk.press("insert")  # a blank one falls away
        await desk.sees("Person 1 of 2", "C123")
        await desk.press("f9")
        await desk.sees("SECOND: Nationality, Kind of document, Document number missing", "Person 2 of 2")
        await desk.press("escape")
        await desk.press("y")
    assert small_hotel.state(stay) == "reserved"
    assert Decimal(Guest.select().count()) == 1


async def test_the_arrivals_list_says_which_rooms_are_ready_and_shows_who_has_come(
    small_hotel: Hotel,
) -> None:
    hotel = small_hotel
    inside = hotel.in_house("206", nights=1)
    hotel.audit()
    prepared(hotel, "Adler", room="201", eta="15:30")
    prepared(hotel, "Beier", room="202")
    prepared(hotel, "Conrad", room="206")
    prepared(hotel, "Dorn")
    hotel.booked(guest=create_guest(hotel.desk(), family="Ebel"), room="203", adults=2)
    Room.update(housekeeping="dirty").where(Room.number == "202").execute()
    Stay.update(etd="13:00").where(Stay.id == inside).execute()
    async with at_the_desk(hotel, "nok") as desk:
        await desk.press("g", "a")
        await desk.sees("5 to come · 3 not ready · 1 no room", "0 arrived")
        await desk.sees("ready", "dirty", "out 13:00", "no room", "no ID", "15:30")
        await desk.press("v")
        await desk.sees("Arrivals: not ready", "BEIER", "CONRAD", "DORN", not_="ADLER")
        await desk.press("v")
        await desk.sees("Arrivals: no room", "DORN", not_="BEIER")
        await desk.press("v", "v")
        await desk.sees("ADLER", "EBEL")
        await desk.press("enter")
        await desk.sees("Check in ·")
        await desk.press("f9")
        await desk.sees("Folio 201")
        await desk.press("escape", "t")
        await desk.sees("Arrived today", "ADLER", "In house", not_="DORN")
        await desk.press("c")
        await desk.sees("Choose somebody who has not arrived.")
        await desk.press("f2")
        await desk.press("t", "v")


async def test_departures_show_who_is_late_and_what_is_owed(small_hotel: Hotel) -> None:
    hotel = small_hotel
    hotel.in_house("201", nights=1, guest=hotel.guest("Adler"))
    hotel.in_house("202", nights=1, guest=hotel.guest("Beier"), etd="18:00")
    hotel.in_house("203", nights=2, guest=hotel.guest("Conrad", nationality="FRA"))
    hotel.audit()
    noon = lambda: hotel.clock().replace(hour=6)  # noqa: E731 - 13:00 at the hotel
    assert [row.late(noon(), Property.the()) for row in departures(hotel.day).first(9)] == [True, False]
    async with at_the_desk(hotel, "nok") as desk:
        desk.console.services._clock = noon  # type: ignore[attr-defined]
        await desk.press("g", "d")
        await desk.sees("2 to leave", "ADLER", "BEIER", "18:00", "3,531.00 owed", not_="CONRAD")
        await desk.press("escape", "g", "i")
        await desk.sees("3 rooms, 3 persons", "FRA", "1,765.50")


async def test_a_group_goes_up_in_one_go_and_who_cannot_is_listed_with_why(small_hotel: Hotel) -> None:
    hotel = small_hotel
    block = create_block(
        hotel.desk("somsak"),
        NewBlock("Siam Tour", hotel.day, hotel.after(1), "BAR", (("SUP", 4),), status="definite"),
    )
    for family in ("Adler", "Beier", "Conrad"):
        guest = hotel.guest(family, birth_date=datetime.date(1980, 1, 2), **CARD)
        hotel.booked(2, guest=guest, block_id=block)
    hotel.booked(2, guest=create_guest(hotel.desk(), family="Dorn"), block_id=block)
    prepared(hotel, "Ebel")
    Room.update(housekeeping="dirty").where(Room.number == "201").execute()
    Stay.update(room=Room.get(Room.number == "201")).where(Stay.id == 1).execute()
    async with at_the_desk(hotel, "nok") as desk:
        by = Counted(desk)
        await by.press("g", "a", "k")
        await desk.sees(
            "Check in together · Siam Tour", "4 to come · 0 with a room ready", "dirty", not_="EBEL"
        )
        await by.press("f9")
        await desk.sees("2 checked in, 2 still to come.", "in house", "Room 201 is not ready", "DORN")
        print(f"check-in of a group of four: {by.keys} keys")  # noqa: T201 - the keys a task takes are told
        await desk.press("enter")
        await desk.sees("Check in ·", "201 SUP")
    assert sorted(s.room.number for s in Stay.select().where(Stay.state == IN_HOUSE)) == ["202", "203"]


async def test_a_minor_alone_is_countersigned_at_the_desk(small_hotel: Hotel) -> None:
    guest = small_hotel.guest("Young", birth_date=datetime.date(2010, 5, 1), **CARD)
    stay = small_hotel.booked(guest=guest, room="201")
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.command("check in 201")
        await desk.sees("Check in ·")
        await desk.press("f9")
        await desk.sees("under 18", "Reason")
        await desk.type("school team")
        await desk.press("f9")
        await desk.sees("Folio 201", "0 of 1 adult")
    row = rows_of(stay)[0]
    assert row.countersigned_by.login == "nok"


async def test_a_free_room_asks_who_gave_it(small_hotel: Hotel) -> None:
    guest = small_hotel.guest("Writer", **CARD)
    stay = small_hotel.booked(guest=guest, room="201", rate_code="COMP")
    Stay.update(authorised_by="").where(Stay.id == stay).execute()  # as an older booking has it
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.open("check-in", stay)
        await desk.sees("Authorised by")
        await desk.press("f9")
        await desk.sees("free of charge: name who authorised it")
        await desk.type("Khun Pavinee")
        await desk.press("f9")
        await desk.sees("Folio 201")
    assert Stay.get_by_id(stay).authorised_by == "Khun Pavinee"


async def test_early_out_fee_dates_wishes_and_coming_back_by_keys(small_hotel: Hotel) -> None:
    hotel = small_hotel
    terms = Terms("STD", "มาตรฐาน", "Standard", early_rule="fixed", early=Decimal(500))
    apply_policy(hotel.desk(), save_policy(hotel.desk(), None, terms), "BAR")
    stay = hotel.in_house("201", nights=3)
    hotel.audit()
    async with at_the_desk(hotel, "somsak") as desk:
        await desk.open("stay", stay)
        await desk.press("N")
        await desk.sees("Service wish")
        await desk.press("y", "enter", "y", "enter", "right", "f9")
        await desk.sees("Nobody outside is told", "Do not disturb", "do not move")
        await desk.press("t")
        await desk.sees("Rate of new nights", "Fee, leaving early")
        await desk.type("+4")
        await desk.press("enter")
        await desk.type("NET")
        await desk.press("f9")
        await desk.sees("all included", not_="Rate of new nights")
        await desk.open("folio", stay)
        await desk.press("o")
        await desk.sees("Leave today")
        await desk.press("y")
        await desk.sees("asks 500.00 for leaving early", "Charge the fee")
        await desk.press("enter")
        await desk.sees("[c]", "2,265.50")
        await desk.press("c")
        await desk.sees("Cash received")
        await desk.press("enter")
        await desk.sees("Preview")
        await desk.press("escape")
        await desk.sees("Checked out", "Early departure fee")
        set_housekeeping(hotel.desk("noi"), Room.get(Room.number == "201").id, "clean")
        hotel.in_house("201", nights=2, guest=hotel.guest("New"))
        await desk.open("stay", stay)
        await desk.press("z")
        await desk.sees("really?")
        await desk.press("y")
        await desk.sees("occupied by NEW", "Another room")
        await desk.press("down", "enter")
        await desk.sees("Room*")
        await desk.type("204")
        await desk.press("f9")
        await desk.sees("room 204 · In house")
    assert Stay.get_by_id(stay).room.number == "204"


async def test_a_second_person_is_scanned_on_the_booking(small_hotel: Hotel) -> None:
    stay = prepared(small_hotel, "Adler", room="203")
    async with at_the_desk(small_hotel, "nok", "th") as desk:
        await desk.open("stay", stay)
        by = Counted(desk)
        await by.press("p")
        await desk.sees("สแกนพาสปอร์ต")
        await by.scan(MRZ)
        await desk.sees("DARTAGNAN LE ROUX JEAN LUC")
        await by.press("f9")
        await desk.sees("DARTAGNAN LE ROUX JEAN")
    assert [row.guest.middle for row in rows_of(stay)] == ["", "LUC"]
