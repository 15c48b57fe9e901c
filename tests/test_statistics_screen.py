"""The statistics at the desk: the day, its month and its year, and how they are counted."""

from __future__ import annotations

import pytest

from models.front_office.opening import set_setting
from tests.desk import at_the_desk
from tests.hotel import Hotel


@pytest.mark.parametrize(
    ("language", "command", "base", "sellable", "mixed", "open_"),
    [
        (
            "en",
            "statistics",
            "divided by all rooms",
            "less out of order",
            "not added up",
            "This date is not closed",
        ),
        ("th", "สถิติ", "หารด้วยห้องทั้งหมด", "หักห้อง Out of order", "จึงรวมกันไม่ได้", "วันที่นี้ยังไม่ได้ปิด"),
    ],
)
async def test_a_closed_date_is_read_beside_its_month_and_year(
    small_hotel: Hotel, language: str, command: str, base: str, sellable: str, mixed: str, open_: str
) -> None:
    small_hotel.in_house("201", nights=3, adults=2)
    small_hotel.in_house("202", nights=3)
    small_hotel.audit()
    small_hotel.audit()
    async with at_the_desk(small_hotel, language=language) as desk:
        await desk.command(command)
        await desk.sees("16.67", "1,600.00", "266.67", "6,400.00", base, not_=mixed)
        await desk.press("[")
        await desk.sees("3,200.00", not_="6,400.00")
        await desk.press("]", "]")
        await desk.sees(open_)
    set_setting(small_hotel.desk(), "occupancy_base", "sellable")
    small_hotel.audit()
    async with at_the_desk(small_hotel, language=language) as desk:
        await desk.command(command)
        await desk.sees("3,200.00", "–", sellable, mixed, not_="9,600.00")
