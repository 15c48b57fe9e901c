"""Packages at the desk, by keys: set up, put into a rate, taken by a stay, used at breakfast."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.front_office.folios import post_charge
from models.front_office.packages.nights import stay_elements, stay_packages
from models.front_office.packages.setup import elements_of, rates_with
from models.front_office.packages.tables import Package
from models.front_office.reservations import Night
from screens.navigation import GLOBAL_ACTIONS
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.packages import breakfast, element, on_nights, package


async def test_breakfast_is_set_up_and_put_into_a_rate_by_keys(small_hotel: Hotel) -> None:
    async with at_the_desk(small_hotel) as desk:
        await desk.command("packages")
        await desk.sees("No package yet")
        await desk.press("n")
        await desk.sees("New package")
        for text in ("abf", "อาหาร", "With breakfast"):
            await desk.type(text)
            await desk.press("enter")
        await desk.press("y", "f9")
        await desk.sees("ABF · With breakfast", "in no rate", "No element yet")
        await desk.press("n")
        await desk.sees("Element of ABF")
        await desk.press("f9")
        await desk.sees("Element of ABF")  # without a code and a price it stays
        await desk.type("foo")
        await desk.press("enter")
        await desk.type("420")
        await desk.press("f9")
        await desk.sees("Food and beverage", "420.00", "Per person", "Every night", not_="Element of")
        await desk.press("r")
        await desk.sees("Add to which rate?", "BAR")
        await desk.press("enter")
        await desk.sees("in rates: BAR")
    made = Package.get(Package.code == "ABF")
    assert (made.wrapper, [r.code for r in rates_with(made.id)]) == (True, ["BAR"])
    (only,) = elements_of(made.id)
    assert (only.code.code, only.amount, only.rule, only.rhythm, only.in_rate) == (
        "FOOD", Decimal("420.00"), "person", "every", True,
    )  # fmt: skip
    assert [amount for _d, _c, _q, amount in on_nights(small_hotel.booked(1))] == [Decimal("420.00")]


async def test_an_element_whose_nights_are_not_said_is_refused_at_its_field(small_hotel: Hotel) -> None:
    made = package(small_hotel, "NYE", element())
    async with at_the_desk(small_hotel) as desk:
        await desk.open("packages")
        await desk.press("enter")
        await desk.sees("NYE · Package NYE")
        await desk.press("enter")
        await desk.sees("Element of NYE", "100.00")
        for _field in range(5):
            await desk.press("enter")
        await desk.type("chosen d")
        await desk.press("f9")
        await desk.sees("Dates, as 31/12/2026.")
        await desk.type("31/12/2026")
        await desk.press("f9")
        await desk.sees("Dates 2026-12-31", not_="Element of")
    (only,) = elements_of(made)
    assert (only.rhythm, only.schedule) == ("dates", "2026-12-31")


async def test_a_package_stopped_is_sold_no_more(small_hotel: Hotel) -> None:
    package(small_hotel, "ABF", breakfast(), rate="BAR")
    async with at_the_desk(small_hotel) as desk:
        await desk.open("packages")
        await desk.sees("ABF", "BAR")
        await desk.press("x", "y")
        await desk.sees("not sold")
        await desk.press("enter")
        await desk.sees("in rates: BAR", "Food and beverage")
        await desk.press("t")
        await desk.sees("Take off which rate?")
        await desk.press("enter")
        await desk.sees("in no rate")
        await desk.press("x", "y")
        await desk.sees("No element yet")
    assert on_nights(small_hotel.booked(1)) == []


async def test_a_stay_takes_a_package_and_loses_it_again_by_keys(small_hotel: Hotel) -> None:
    package(small_hotel, "VAN", element())
    stay = small_hotel.booked(2)
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.open("stay packages", stay)
        await desk.sees("Packages of", "No package on this stay.")
        await desk.press("a")
        await desk.sees("Add which package?", "Package VAN")
        await desk.press("enter")
        await desk.sees("Spa, tour", "23 Nov", "24 Nov")
        await desk.press("q")
        await desk.sees("0 takes it off this night.")
        await desk.type("0")
        await desk.press("f9")
        await desk.sees("off", not_="takes it off")
        assert [q for _d, _c, q, _a in on_nights(stay)] == [0, 1]
        await desk.press("x")
        await desk.sees("Take which package off")
        await desk.press("enter")
        await desk.sees("No package on this stay.")
    assert (stay_packages(stay), stay_elements(stay)) == ([], [])


@pytest.mark.parametrize(("language", "posted"), [("en", "posted"), ("th", "ลงแล้ว")])
async def test_a_posted_night_says_why_it_cannot_change(
    small_hotel: Hotel, language: str, posted: str
) -> None:
    package(small_hotel, "ABF", breakfast(), rate="BAR")
    stay = small_hotel.in_house("201", nights=2)
    small_hotel.audit()
    async with at_the_desk(small_hotel, language=language) as desk:
        await desk.open("stay packages", stay)
        await desk.sees(posted)
        await desk.press("enter")
        await desk.sees("Adjustment" if language == "th" else "Use an adjustment")
    assert Night.select().where(Night.posted).count() == 1


async def test_tomorrows_allowance_is_used_today_with_a_reason_and_the_guest_pays_after_all(
    small_hotel: Hotel,
) -> None:
    hotel = small_hotel
    package(hotel, "ABF", breakfast(allowance=True), rate="BAR")
    stay = hotel.in_house("201", nights=1, adults=2)
    async with at_the_desk(hotel) as desk:
        await desk.open("stay packages", stay)
        await desk.sees("988.68", "→24 Nov")
        await desk.press("u")
        await desk.sees("Nothing was charged today.")
        post_charge(hotel.desk("lek"), hotel.window(stay), "FOOD", Decimal(1000))
        await desk.press("u")
        await desk.sees("Use the allowance of", "1,177.00")
        await desk.press("enter")
        await desk.type("y")
        await desk.press("f9")
        await desk.sees("The allowance is for", "Reason")
        await desk.type("leaves at five")
        await desk.press("f9")
        await desk.sees("188.32 beyond the allowance")
        await desk.type("apology")
        await desk.press("f9")
        await desk.sees("0.00", not_="Use the allowance of")
        assert hotel.balance(stay) == 0
        await desk.press("c")
        await desk.sees("The guest pays it after all", "1,177.00")
        await desk.press("enter")
        await desk.type("stays to breakfast")
        await desk.press("f9")
        await desk.sees("988.68", not_="after all")
    assert hotel.balance(stay) == Decimal("1177.00")


def test_packages_are_reached_by_name_in_both_languages() -> None:
    (action,) = [a for a in GLOBAL_ACTIONS if a.id == "packages"]
    assert set(action.command_words()) == {"packages", "แพ็กเกจ"}
