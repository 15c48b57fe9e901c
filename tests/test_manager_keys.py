"""The front-office manager at the keys: what cannot be undone is not done by Enter, and what is cut is read below."""

from __future__ import annotations

from models.front_office.opening_balances import opening_closed_on
from tests.desk import at_the_desk
from tests.hotel import Hotel


async def test_enter_does_not_close_the_opening_for_good(small_hotel: Hotel) -> None:
    async with at_the_desk(small_hotel) as desk:
        await desk.open("opening balances")
        await desk.press("x")
        await desk.sees("for good", "▸[n]")
        await desk.press("enter")
        await desk.sees("Opening balances", not_="for good")
    assert opening_closed_on() is None


async def test_ledgers_go_back_a_day_by_the_key_of_every_list_of_a_day(small_hotel: Hotel) -> None:
    small_hotel.in_house("201")
    small_hotel.audit()
    async with at_the_desk(small_hotel) as desk:
        await desk.press("g", "5")
        await desk.sees("24 Nov 2026", "all balances agree")
        await desk.press("[")
        await desk.sees("Three ledgers 23 Nov 2026", "1,765.50")
        await desk.press("]")
        await desk.sees("Three ledgers 24 Nov 2026")


async def test_a_finding_too_long_for_its_column_is_read_below_the_list(small_hotel: Hotel) -> None:
    small_hotel.booked(guest=small_hotel.guest("Wolfeschlegelsteinhausen"))
    small_hotel.booked(guest=small_hotel.guest("Featherstonehaugh"))
    last = "check in, change, no-show"
    async with at_the_desk(small_hotel, "chai") as desk:
        await desk.press("g", "e")
        await desk.sees("…", last)
        below = next(line for line in desk.text.split("\n") if last in line)
        await desk.press("down")
        await desk.sees(last, not_=below)
