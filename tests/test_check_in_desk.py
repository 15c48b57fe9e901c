"""Check-in at the desk by keys alone: prepared arrivals, passports, parties, walk-ins, a whole group."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.front_office.guests import Guest, add_preference, create_guest
from models.front_office.registration import rows_of
from models.front_office.reservations import IN_HOUSE, Stay
from models.front_office.rooms import Room
from models.house.acts import ChangeLog
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
    import datetime

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
        print(desk.text)
        await by.press("f9")
        await desk.sees("Folio 204")
        print(f"check-in of a prepared arrival: {by.keys} keys")
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
        await desk.sees("Dartagnan Le Roux", "12AB34567")
        print(desk.text)
        await by.press("+", "2")
        await by.press("enter", "1")
        print(desk.text)
        await by.press("f9")
        await desk.sees("DARTAGNAN LE ROUX", "201", "0.00")
        print(f"walk-in with a passport: {by.keys} keys")
        assert by.keys < 40
        print(desk.text)
    guest, stay = Guest.get(Guest.family == "Dartagnan Le Roux"), Stay.get()
    assert (guest.given, guest.middle, guest.sex, guest.nationality) == ("Jean", "Luc", "M", "FRA")
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
        small_hotel.desk(), family="Dartagnan Le Roux", given="Jean", nationality="FRA", document_kind="passport",
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
        print(desk.text)
        await by.press("f9")
        await desk.sees("Folio 203", "card: DARTAGNAN LE ROUX Jean: Address")
        print(desk.text)
    rows = rows_of(stay)
    assert [row.guest_id for row in rows] == [Stay.get_by_id(stay).guest_id, known]
    assert all(row.from_home and row.to_home for row in rows)
    assert "Address" in ChangeLog.get(ChangeLog.subject_id == "CARD_INCOMPLETE").after


async def test_what_is_missing_is_where_the_cursor_stands_and_stops_at_its_field(small_hotel: Hotel) -> None:
    bare = create_guest(small_hotel.desk(), family="Bare", nationality="DEU", document_kind="passport")
    stay = small_hotel.booked(guest=bare, room="202")
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.open("check-in", stay)
        await desk.sees("for the card", "the address")
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
