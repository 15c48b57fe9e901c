"""The guest's card, merging, duplicates and companies at the desk: done by keys, seen in models."""

from __future__ import annotations

import pytest

from models.front_office.companies import Company, create_company
from models.front_office.guests import (
    Guest,
    add_preference,
    documents_of,
    find_guests,
    guest_in_force,
    preferences_of,
)
from models.front_office.reservations import Reservation, Stay
from tests.desk import at_the_desk
from tests.hotel import Hotel


def somchai(hotel: Hotel, **more: object) -> int:
    return hotel.guest(
        "Jaidee", given="Somchai", given_th="สมชาย", family_th="ใจดี", nationality="THA", phone="081-234-5678", **more
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_guest_typed_in_the_other_script_is_found_in_the_list(
    small_hotel: Hotel, language: str
) -> None:
    small_hotel.guest("Jaidee", given="Somchai")
    small_hotel.guest("Müller", given="Anna")
    async with at_the_desk(small_hotel, language=language) as desk:
        await desk.open("guests")
        await desk.press("/")
        await desk.type("สมช")
        await desk.sees("JAIDEE Somchai", not_="MÜLLER")


async def test_two_profiles_are_marked_seen_side_by_side_merged_and_undone(small_hotel: Hotel) -> None:
    kept = somchai(small_hotel)
    dropped = small_hotel.guest("Jaidee", given="Somchai", email="somchai@example.test", vip="VIP 1")
    stay = small_hotel.booked(guest=dropped)
    async with at_the_desk(small_hotel) as desk:
        await desk.open("guests")
        await desk.press("m")
        await desk.sees("marked: JAIDEE Somchai")
        await desk.press("down", "m")
        await desk.sees("Keep JAIDEE Somchai (1), give up JAIDEE Somchai (2)", "somchai@example.test")
        await desk.press("m")
        await desk.press("y")
        await desk.sees("Card of JAIDEE Somchai", "Merged profile", "number 2")
        assert Stay.get_by_id(stay).guest_id == kept
        assert Guest.get_by_id(kept).vip == "VIP 1"
        assert guest_in_force(dropped).id == kept
        await desk.command("guest 2")
        await desk.sees("somchai@example.test")
        await desk.press("f4")
        await desk.sees("Merged profile")
        await desk.press("home")
        for _line in range(10):
            if "▸Merged profile" in desk.text:
                break
            await desk.press("down")
        await desk.press("u")
        await desk.press("y")
        await desk.sees("Two profiles again.")
    assert Stay.get_by_id(stay).guest_id == dropped
    assert Guest.get_by_id(kept).vip == ""


async def test_keep_the_other_turns_the_merge_round(small_hotel: Hotel) -> None:
    first, second = somchai(small_hotel), small_hotel.guest("Jaidee", given="Somchai")
    async with at_the_desk(small_hotel) as desk:
        await desk.open("merge", first, second)
        await desk.press("x")
        await desk.sees("Keep JAIDEE Somchai (2), give up JAIDEE Somchai (1)")
        await desk.press("m")
        await desk.press("y")
        await desk.sees("Card of")
    assert guest_in_force(first).id == second


async def test_likely_duplicates_are_listed_with_the_reason(small_hotel: Hotel) -> None:
    somchai(small_hotel)
    small_hotel.guest("Chaidi", given="Somchay", phone="+66 81 234 5678")
    async with at_the_desk(small_hotel) as desk:
        await desk.command("duplicates")
        await desk.sees("JAIDEE Somchai", "CHAIDI Somchay", "same phone")
        await desk.press("enter")
        await desk.sees("Keep JAIDEE Somchai")


async def test_a_preference_and_a_passport_are_added_to_the_card(small_hotel: Hotel) -> None:
    guest = somchai(small_hotel)
    async with at_the_desk(small_hotel) as desk:
        await desk.open("guest card", guest)
        await desk.press("p")
        await desk.sees("Add preference")
        await desk.type("pil")
        await desk.press("enter")
        await desk.type("feather")
        await desk.press("f9")
        await desk.sees("Pillow", "feather")
        await desk.press("d")
        await desk.sees("Add document")
        await desk.press("enter")
        await desk.type("AA1234567")
        await desk.press("f9")
        await desk.sees("•••••4567")
        await desk.press("down", "down", "f")
        await desk.sees("•••••4567 · in force")
    assert [str(p) for p in preferences_of(guest)] == ["Pillow: feather"]
    assert [d.number for d in documents_of(guest)] == ["AA1234567", "C00000001"]


async def test_wishes_stand_at_check_in(small_hotel: Hotel) -> None:
    guest = somchai(small_hotel)
    add_preference(small_hotel.desk(), guest, "floor", "high")
    stay = small_hotel.booked(guest=guest)
    async with at_the_desk(small_hotel) as desk:
        await desk.open("check-in", stay)
        await desk.sees("Floor: high")


async def test_a_company_is_made_found_and_chosen_in_a_profile(small_hotel: Hotel) -> None:
    guest = somchai(small_hotel)
    async with at_the_desk(small_hotel) as desk:
        await desk.press("g", "m")
        await desk.sees("Companies", "Nothing here.")
        await desk.press("n")
        await desk.sees("New company")
        await desk.type("บจก. สยามทัวร์")
        await desk.press("enter")
        await desk.type("Siam Tour")
        await desk.press("f9")
        await desk.sees("Saved.")
        company = Company.get()
        assert (company.code, company.name_th) == ("C0001", "บจก. สยามทัวร์")
        await desk.open("guest", guest)
        form = desk.console.screen.query_one("#guest")
        form.field("company").focus()
        await desk.type("siam")
        await desk.press("down", "enter", "f9")
        await desk.sees("Saved.")
    assert Guest.get_by_id(guest).employer_id == company.id
    assert [row.guest_id for row in find_guests("สยาม").first(5)] == [guest]


async def test_a_company_says_what_its_bookings_brought(small_hotel: Hotel) -> None:
    company = create_company(small_hotel.desk(), code="SIAM", name_en="Siam Tour")
    stay = small_hotel.in_house("201", nights=1)
    Reservation.update(company=company).where(Reservation.id == Stay.get_by_id(stay).reservation_id).execute()
    small_hotel.audit()
    async with at_the_desk(small_hotel) as desk:
        await desk.command("company siam")
        await desk.sees("Siam Tour", "1 stay · 1 night · 1,500.00 net")
        await desk.press("f4")
        await desk.sees("Bookings", "GUEST1")


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_wrong_tax_number_is_said_at_its_field(small_hotel: Hotel, language: str) -> None:
    async with at_the_desk(small_hotel, language=language) as desk:
        await desk.open("company")
        form = desk.console.screen.query_one("#company")
        await desk.type("Siam")
        form.field("tax_id").focus()
        await desk.type("1234567890123")
        await desk.press("f9")
        await desk.sees("!", "1234567890123")
    assert Company.select().count() == 0
