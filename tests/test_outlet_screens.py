"""The bar, the minibar round and the set-up of codes and articles, worked by keys at 80×24."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.front_office.codes import Article, transaction_code, versions_of
from models.front_office.codes.articles import outlet, price_on
from models.front_office.codes.provincial_fee import fee_rates
from models.front_office.codes.stock import on_hand
from models.front_office.folios import folio_lines
from models.front_office.outlet_sales import last_sales
from tests.desk import at_the_desk
from tests.hotel import Hotel


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_night_at_the_bar(language: str, small_hotel: Hotel) -> None:
    hotel = small_hotel
    first, second = hotel.in_house("301"), hotel.in_house("302", guest=hotel.guest("Kim"))
    async with at_the_desk(hotel, "nok", language=language) as desk:
        await desk.command("outlet bar")
        await desk.sees("F4")
        keys = "301 2p"
        await desk.type(keys)
        await desk.sees("PADTHAI ×2 = 360.00")
        await desk.press("enter")
        assert len(keys) + 1 <= 8
        await desk.type("-จ/ ย")  # 302 p with the Thai layout on, typed before the first is written
        await desk.press("enter")
        await desk.sees("423.72", "211.86")
        await desk.type("305 p")
        await desk.press("enter")
        await desk.sees("305", "✗")
        assert [len(folio_lines(hotel.window(stay))) for stay in (first, second)] == [1, 1]
        await desk.press("ctrl+u")
        await desk.type("kim p")
        await desk.press("enter")
        await desk.sees("K-00003")
        await desk.press("down", "c")
        await desk.sees("211.86", "F9")
        await desk.type("spilt")
        await desk.sees("spilt")
        await desk.press("f9")
        await desk.sees("(corrected)" if language == "en" else "(แก้ไขแล้ว)", not_="spilt")
        assert hotel.balance(second) == Decimal("211.86")
        await desk.press("escape", "f4")
        await desk.sees("180.00")


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_minibar_round(language: str, small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("301")
    hotel.in_house("302")
    async with at_the_desk(hotel, "nok", language=language) as desk:
        await desk.command("minibar 301 2w 1c")
        await desk.press("down")
        await desk.type("305 w")
        await desk.press("enter")
        await desk.type("302 zz")
        await desk.press("enter")
        await desk.type("302 w")
        await desk.press("f9")
        await desk.sees("305 w", "302 zz", "! ", "zz", not_="301 2w")
        assert len(folio_lines(hotel.window(stay))) == 2
        await desk.press("ctrl+u")
        await desk.press("down", "ctrl+u")
        await desk.type("302")
        await desk.press("f4")  # the price list; its first article is taken
        await desk.sees("120.00")
        await desk.press("enter")
        await desk.sees("302 c")
        await desk.press("f9")
        await desk.sees("1.", not_="302 c")
        assert [s.room for s in last_sales(outlet("MINI").id, hotel.day)] == ["302", "302", "301", "301"]


async def test_the_hotel_sets_its_codes_rates_and_articles_up(small_hotel: Hotel) -> None:
    hotel = small_hotel
    async with at_the_desk(hotel) as desk:
        await desk.command("codes")
        await desk.sees("Food and beverage")
        await desk.press("n")
        await desk.sees("Name in English")
        await desk.type("MASS")
        await desk.press("enter")
        await desk.type("Thai massage")
        await desk.press("enter", "enter", "enter", "f9")
        await desk.sees("Account", "!")
        await desk.type("41150")
        await desk.press("f9")
        await desk.sees("Thai massage", not_="Name in English")
        assert transaction_code("MASS").account.code == "41150"
        await desk.command("generates mass")
        await desk.press("n")
        await desk.type("VAT")
        await desk.press("enter")
        await desk.type("23/11")
        await desk.press("enter", "enter", "enter")
        await desk.type("7")
        await desk.press("f9")
        await desk.sees("7 % B")
        assert [g.child.code for g in versions_of(transaction_code("MASS"))] == ["VAT"]
        await desk.command("provincial fee")
        await desk.press("n")
        await desk.type("1")
        await desk.press("enter")
        await desk.type("+1")
        await desk.press("f9")
        await desk.sees("Name the ordinance")
        await desk.type("Phuket 2567")
        await desk.press("f9")
        await desk.sees("1 %", "Phuket 2567", not_="At most 3")
        assert fee_rates()[0].valid_from == hotel.after(1)
        await desk.press("m")
        await desk.sees("No fee was posted")


async def test_the_hotel_keeps_its_articles_and_their_stock(small_hotel: Hotel) -> None:
    hotel = small_hotel
    async with at_the_desk(hotel) as desk:
        await desk.command("articles")
        await desk.sees("CHANG")
        await desk.press("e")
        await desk.sees("Price from")
        await desk.press(*["down"] * 6)
        await desk.type("130")
        await desk.press("down", "down", "down")
        await desk.press("y", "f9")
        await desk.sees("130.00", not_="Price from")
        beer = Article.get(Article.code == "CHANG")
        assert (price_on(beer, hotel.day), beer.counted) == (Decimal(130), True)
        await desk.press("s")
        await desk.sees("On hand")
        await desk.press("r")
        await desk.type("24")
        await desk.press("enter")
        await desk.type("crate")
        await desk.press("f9")
        await desk.sees("24", not_="crate")
        await desk.press("enter")
        await desk.sees("Stock card · CHANG", "+24", "crate")
        assert on_hand(beer.id) == 24
        await desk.press("escape", "escape", "i")
        await desk.sees("Water")
