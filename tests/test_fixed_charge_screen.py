"""Fixed charges at the desk, by keys, in both languages: from the booking's lamp to what the audit posted."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.front_office.fixed_charges import FixedCharge
from models.front_office.folios import Posting
from tests.desk import at_the_desk
from tests.hotel import Hotel

WORDS = {
    "en": ("No fixed charge on this stay.", "Fixed charges of", "whole stay", "Every 7 nights", "F Fixed charges", "EXBED ×2, posted by the audit", "Posted; the audit leaves it out tonight.", "This was posted already.", "The nights of the stay are"),
    "th": ("การพักนี้ไม่มีค่าใช้จ่ายประจำ", "ค่าใช้จ่ายประจำของ", "ตลอดการพัก", "ทุก 7 คืน", "F ค่าใช้จ่ายประจำ", "EXBED ×2 ลงให้ตอนปิดวัน", "คืนนี้ระบบจะไม่ลงซ้ำ", "รายการนี้ลงแล้ว", "การพักนี้มีคืนวันที่"),
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "th"])
async def test_an_extra_bed_is_agreed_changed_posted_and_taken_off_by_keys(
    small_hotel: Hotel, language: str
) -> None:
    none, title, whole, weekly, lamp, lit, posted, twice, outside = WORDS[language]
    stay = small_hotel.in_house("201", nights=9)
    async with at_the_desk(small_hotel, "nok", language) as desk:
        await desk.open("stay", stay)
        await desk.press("F")
        await desk.sees(none)
        await desk.press("a")
        await desk.type("exb")
        await desk.press("enter", "f9")
        await desk.type("500")
        await desk.press("enter", "enter")
        await desk.type("2")
        await desk.press("enter", "enter", "enter")
        await desk.type("24122026")
        await desk.press("f9")
        await desk.sees(outside, "24")
        await desk.press("ctrl+u", "f9")
        await desk.sees(title, "EXBED", "500.00++", whole)
        await desk.press("enter")
        for _field in range(4):
            await desk.press("enter")
        await desk.type("every 7" if language == "en" else "ทุก 7")
        await desk.press("f9")
        await desk.sees(title, weekly)
        await desk.press("p")
        await desk.sees(posted)
        await desk.press("p")
        await desk.sees(twice)
        await desk.press("escape")
        await desk.sees(lamp, lit)
        await desk.command(f"fixed charges stay {stay}")
        await desk.sees(title)
        await desk.press("x", "y")
        await desk.sees(none)
        await desk.command("fixed charges 201")
        await desk.sees(none)
    (row,) = FixedCharge.select()
    assert (row.amount, row.quantity, row.rhythm, row.inclusive, row.removed) == (
        500,
        2,
        "weekly",
        False,
        True,
    )
    (only,) = Posting.select()
    assert (only.code.code, only.amount) == ("EXBED", Decimal("1177.00"))
