"""Rates at the desk: quoting on the telephone, a span in the calendar, the lists in which they are kept."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from models.front_office.companies import Company
from models.front_office.inventory import OverbookingLimit
from models.front_office.rates import (
    AgeBand,
    BarLevel,
    NegotiatedRate,
    RateCategory,
    RateCode,
    RatePrice,
    Restriction,
    price,
    rate_code,
)
from models.front_office.rates.negotiated import attach
from models.front_office.rates.rate_codes import RateTerms, save_rate_code
from models.front_office.rates.restrictions import Rules, add_restriction
from models.front_office.rates.spans import Span
from models.front_office.reservations import Night, Stay
from models.front_office.rooms import RoomType
from models.front_office.turn_aways import TurnAway
from tests.desk import at_the_desk
from tests.hotel import Hotel


def kind() -> RoomType:
    return RoomType.get(RoomType.code == "SUP")


def agreed(hotel: Hotel) -> None:
    rate = save_rate_code(
        hotel.desk(),
        RateTerms("SIAM", "ราคาสยาม", "Siam rate", base="BAR", percent=Decimal(-10), negotiated=True),
    )
    company = Company.create(
        code="SIAM", name_th="บจก. สยามทัวร์", name_en="Siam Tour Co., Ltd.", sort_name="siam"
    )
    attach(hotel.desk(), rate, company.id, hotel.day, hotel.after(300))


# Quoting


async def test_a_quote_on_the_telephone_becomes_a_booking(small_hotel: Hotel) -> None:
    agreed(small_hotel)
    async with at_the_desk(small_hotel) as desk:
        await desk.press("f5")
        await desk.sees("Rate query · 1 night", "BAR", "1,700.00", not_="SIAM")
        await desk.press("enter")
        await desk.type("+3")
        await desk.press("enter", "enter", "1", "enter", "enter")
        await desk.type("siam")
        await desk.sees("Siam Tour")
        await desk.press("enter", "f9")
        await desk.sees("Rate query · 3 nights", "SIAM ++", "3 × 1,755.00 = 5,265.00 ++", "tax: 6,196.92")
        await desk.press("down", "right", "enter")
        await desk.sees("New booking", "26/11/2026", "BAR Best", "DLX Deluxe", "8,250.00")
        await desk.press("escape")
        await desk.sees("Rate query")
        await desk.press("up", "left", "enter")
        await desk.sees("New booking", "SIAM")
        await desk.type("Meier")
        await desk.press("f9")
        await desk.sees("MEIER", "5,265.00", not_="New booking")
        stay = Stay.select().order_by(Stay.id.desc()).first()
        assert [n.amount for n in Night.select().where(Night.stay == stay)] == [1755] * 3
        assert stay.reservation.company.code == "SIAM"


async def test_a_quote_says_what_is_restricted_and_what_is_sold_out(small_hotel: Hotel) -> None:
    hotel = small_hotel
    add_restriction(hotel.desk(), Span(hotel.day, hotel.after(9)), Rules(min_stay=3), rate_code("BAR").id)
    for _ in range(6):
        hotel.booked(3, "DLX", rate_code="NET")
    async with at_the_desk(hotel) as desk:
        await desk.press("f5")
        await desk.sees("1,700.00 !", "2,500.00 ×", "sold out", "at least 3 nights, not 1")
        await desk.press("f9", "end", "right")
        await desk.sees("DLX Deluxe · sold out")


async def test_who_finds_it_too_dear_is_written_down(small_hotel: Hotel) -> None:
    async with at_the_desk(small_hotel) as desk:
        await desk.press("f5", "f9", "right", "t")
        await desk.sees("Turned away", "Price too high")
        await desk.press("enter")
        await desk.type("Meier")
        await desk.press("f9")
        await desk.sees("Rooms", not_="Turned away")
    row = TurnAway.get()
    assert (row.room_type.code, row.persons, row.reason, row.name) == ("DLX", 2, "price", "Meier")


async def test_a_bad_age_is_said_and_stays_typed(small_hotel: Hotel) -> None:
    async with at_the_desk(small_hotel) as desk:
        await desk.press("f5", "enter", "enter", "enter", "1", "enter")
        await desk.type("99")
        await desk.sees("Ages of children as 4, 11", "[99")


async def test_a_porter_may_look_but_not_book(small_hotel: Hotel) -> None:
    async with at_the_desk(small_hotel, "noi") as desk:
        await desk.press("f5", "f9", "enter")
        await desk.sees("You do not have the right for this: Take, change and cancel bookings")


# The calendar


async def test_a_marked_span_gets_its_price_and_the_rest_keeps_its_own(small_hotel: Hotel) -> None:
    hotel = small_hotel
    async with at_the_desk(hotel) as desk:
        await desk.press("g", "z")
        await desk.sees("Rate calendar · BAR", "1,700")
        await desk.press("right", "space", "right", "right", "p")
        await desk.sees("BAR SUP, 24 Nov–26 Nov 26: price a night", "1,500.00")
        await desk.press("enter")
        await desk.type("2100")
        await desk.press("f9")
        await desk.sees("2,100", not_="price a night")
    nights = [hotel.after(n) for n in range(5)]
    assert [price(rate_code("BAR"), kind(), night, 2) for night in nights] == [1700, 2100, 2100, 2100, 1700]
    assert price(rate_code("BAR"), kind(), hotel.after(1), 1) == 1500


async def test_a_restriction_is_put_on_a_span_and_lifted_again(small_hotel: Hotel) -> None:
    hotel = small_hotel
    async with at_the_desk(hotel) as desk:
        await desk.press("g", "z", "space", "right", "r")
        await desk.sees("Restrict 23 Nov–24 Nov 26")
        await desk.press("enter", "enter", "space", "enter", "enter", "enter", "2", "f9")
        await desk.sees("A m2", not_="Restrict ")
        row = Restriction.get()
        assert (row.first_night, row.last_night, row.min_stay) == (hotel.day, hotel.after(1), 2)
        assert (row.rate_code.code, row.room_type.code) == ("BAR", "SUP")
        await desk.press("r")
        await desk.sees("Restrict 24 Nov 26", "Yes")
        await desk.press("enter", "enter", "space", "enter", "enter", "enter", "delete", "f9")
        await desk.sees("Rate calendar", not_="Restrict ")
        assert Restriction.get().last_night == hotel.day


async def test_a_derived_code_is_shown_as_derived_and_priced_at_its_base(small_hotel: Hotel) -> None:
    agreed(small_hotel)
    async with at_the_desk(small_hotel) as desk:
        await desk.press("g", "z", "c")
        await desk.sees("Which rate?", "SIAM", not_="COMP")
        await desk.press("3")
        await desk.sees("Rate calendar · SIAM Siam rate = BAR −10 %", "1,530")
        await desk.press("p")
        await desk.sees("SIAM follows BAR: change the price there.")


async def test_the_calendar_goes_to_any_date_and_back(small_hotel: Hotel) -> None:
    async with at_the_desk(small_hotel, language="th") as desk:
        await desk.press("g", "z", "t")
        await desk.sees("ไปวันที่")
        await desk.type("29/2/2571")
        await desk.press("enter")
        await desk.sees("29 ก.พ. 71", "คืนนี้ยังไม่มีราคา")
        await desk.press("home")
        await desk.sees("23 พ.ย. 69")
        await desk.press("left", "pagedown", "down")
        await desk.sees("DLX", "30 พ.ย. 69")


# The lists


async def test_a_code_with_conditions_is_made_and_changed(small_hotel: Hotel) -> None:
    async with at_the_desk(small_hotel) as desk:
        await desk.command("rate categories")
        await desk.sees("Rate categories")
        await desk.press("n")
        for text in ("pub", "ทั่วไป", "Public"):
            await desk.type(text)
            await desk.press("enter")
        await desk.sees("PUB")
        await desk.command("rates")
        await desk.sees("Best available rate")
        await desk.press("n")
        for text in ("early", "จองไว", "Early bird", "pub"):
            await desk.type(text)
            await desk.press("enter")
        await desk.press("enter", "enter", "enter")
        await desk.type("bar")
        await desk.press("enter")
        await desk.type("-15")
        await desk.press("f9")
        await desk.sees("EARLY", "BAR −15 %", "PUB", not_="Name in Thai")
        await desk.press("down", "down", "enter")
        await desk.sees("Early bird", "-15.00")
        await desk.press("enter", "end")
        await desk.type("!")
        await desk.press("f9")
        await desk.sees("EARLY", not_="Name in Thai")
    rate = rate_code("EARLY")
    assert (rate.base.code, rate.percent, rate.category.code, rate.name_th) == (
        "BAR",
        -1500,
        "PUB",
        "จองไว!",
    )
    assert RateCategory.select().count() == 1


async def test_what_is_refused_stands_at_its_field_and_the_text_stays(small_hotel: Hotel) -> None:
    async with at_the_desk(small_hotel) as desk:
        await desk.open("rates")
        await desk.press("n")
        await desk.type("bar")
        await desk.press("enter")
        await desk.type("ราคา")
        await desk.press("enter")
        await desk.type("Rate")
        await desk.press("f9")
        await desk.sees("There is a BAR already.", "[bar")


async def test_a_season_is_made_changed_and_removed(small_hotel: Hotel) -> None:
    async with at_the_desk(small_hotel) as desk:
        await desk.open("rates")
        await desk.press("s")
        await desk.sees("Seasons of BAR", "1 Jan 26–31 Dec 27")
        await desk.press("n")
        for text in ("sup", "1/3/2028", "31/3/2028", "56", "1800", "2000"):
            await desk.type(text)
            await desk.press("enter")
        await desk.press("f9")
        await desk.sees("1 Mar–31 Mar 28", "Fri Sat", "2,000")
        await desk.press("down", "enter")
        await desk.sees("31/03/2028")
        await desk.press("enter", "enter", "enter", "enter")
        await desk.type("2050")
        await desk.press("f9")
        await desk.sees("2,050", not_="Extra adult")
        await desk.press("x")
        await desk.sees("really?")
        await desk.press("y")
        await desk.sees("Seasons of", not_="2,050")
    assert RatePrice.select().where(RatePrice.first_night >= datetime.date(2028, 1, 1)).count() == 0


async def test_accounts_are_agreed_changed_and_ended(small_hotel: Hotel) -> None:
    agreed(small_hotel)
    async with at_the_desk(small_hotel) as desk:
        await desk.open("rates")
        await desk.press("a")
        await desk.sees("BAR is sold to anybody")
        await desk.press("end", "a")
        await desk.sees("Accounts of SIAM", "Siam Tour Co., Ltd.", "23 Nov 2026")
        await desk.press("enter", "enter")
        await desk.type("31/12/2030")
        await desk.press("f9")
        await desk.sees("31 Dec 2030", not_="[31")
        await desk.press("n")
        await desk.type("siam")
        await desk.sees("Siam Tour")
        await desk.press("enter")
        await desk.type("1/1/2031")
        await desk.press("enter")
        await desk.type("31/12/2031")
        await desk.press("f9")
        await desk.sees("1 Jan 2031")
        await desk.press("x", "y")
        await desk.sees("Accounts of SIAM", not_="really?")
    assert NegotiatedRate.select().count() == 1


async def test_restrictions_bands_levels_and_limits_are_lists_of_their_own(small_hotel: Hotel) -> None:
    async with at_the_desk(small_hotel) as desk:
        await desk.command("restrictions")
        await desk.press("n")
        for text in ("24/12/2026", "+7", "", "", "", "", "", "", "4"):
            await desk.type(text)
            await desk.press("enter")
        await desk.press("f9")
        await desk.sees("24 Dec–31 Dec 26", "all", "m4")
        await desk.press("/")
        await desk.type("sup")
        await desk.sees("Nothing here")
        await desk.press("escape", "enter")
        await desk.sees("24/12/2026")
        await desk.press("escape", "x", "y")
        await desk.sees("Nothing here", not_="really?")
        await desk.command("age bands")
        await desk.press("n")
        for text in ("kid", "เด็ก", "Child", "4", "11"):
            await desk.type(text)
            await desk.press("enter")
        await desk.sees("KID", "4–11")
        await desk.command("rate levels")
        await desk.press("n")
        for text in ("60", "net"):
            await desk.type(text)
            await desk.press("enter")
        await desk.sees("60 %", "NET Inclusive rate")
        await desk.command("overbooking")
        await desk.press("n")
        for text in ("1/12/2026", "+30", "sup", "2"):
            await desk.type(text)
            await desk.press("enter")
        await desk.sees("1 Dec–31 Dec 26", "SUP")
    assert Restriction.select().count() == 0
    assert AgeBand.get().to_age == 11
    assert BarLevel.get().rate_code.code == "NET"
    assert OverbookingLimit.get().rooms == 2


@pytest.mark.parametrize("command", ["rates", "restrictions", "age bands", "rate levels", "overbooking"])
async def test_who_may_not_set_up_looks_only(small_hotel: Hotel, command: str) -> None:
    before = RateCode.select().count()
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.command(command)
        await desk.press("n")
        await desk.sees("You do not have the right for this: Set up the hotel")
    assert RateCode.select().count() == before
