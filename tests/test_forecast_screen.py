"""The forecast at the desk, by keys, in both languages; and what its bars are made of."""

from __future__ import annotations

from decimal import Decimal

import pytest

from screens.kit.charts import axis, bar, columns
from tests.desk import at_the_desk
from tests.hotel import Hotel


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_clerk_reads_what_came_in_since_and_by_type(small_hotel: Hotel, language: str) -> None:
    hotel = small_hotel
    hotel.booked(2, arrival=hotel.after(2), departure=hotel.after(4), adults=2)
    hotel.audit()
    hotel.audit()
    hotel.booked(1, "DLX", arrival=hotel.after(1), departure=hotel.after(2))
    words = {
        "en": (
            "Forecast of 7 days",
            "Pickup +1",
            "Forecast of 30 days",
            "By room type",
            "╵2 Dec",
            "no bookings were kept",
        ),
        "th": ("พยากรณ์ 7 วัน", "(Pickup) +1", "พยากรณ์ 30 วัน", "ตามประเภทห้อง", "╵2 ธ.ค.", "ไม่มียอดจองที่บันทึกไว้"),
    }[language]
    week, pickup, month, by_type, kept, nothing = words
    async with at_the_desk(hotel, language=language) as desk:
        await desk.press("g", "/")  # the 2 of a Thai keyboard
        await desk.sees(week, pickup, "16.67", "█", "3,900.00", not_="100 %")  # the week has bars enough
        await desk.press("3")
        await desk.sees(month, "0.83 %", "100 %│", "0 %╵", kept)
        await desk.press("t")
        await desk.sees(by_type, "DLX", "2,200.00", "3,400.00", "+1")
        await desk.press("escape", "p")
        await desk.sees("[")
        await desk.type("22/11/2026" if language == "en" else "22/11/2569")
        await desk.press("f9")
        await desk.sees(month, "Pickup –:", nothing)  # nothing was frozen that day
        hotel.booked(1, arrival=hotel.after(89), departure=hotel.after(90))
        await desk.press("9")
        await desk.sees("7,100.00")
        (chart,) = [line for line in desk.text.split("\n") if "│" in line and ("▁" in line or "▂" in line)]
        assert len(chart) == len(" 100 %│") + 45  # two dates a cell, and the last of them is there
        await desk.press("m")
        await desk.sees("7,100.00")


def test_bars_grow_by_eighths_and_nothing_draws_nothing() -> None:
    assert bar(0, 8, 2) == bar(None, 8, 2) == bar(-3, 8, 2) == bar(3, 0, 2) == "  "
    assert [bar(Decimal(n), 16, 2) for n in (1, 4, 8, 12, 16, 99)] == ["▏ ", "▌ ", "█ ", "█▌", "██", "██"]
    assert bar(1, 1000, 3) == "▏  "
    assert columns([0, 4, 8, 16, None], 16, 2) == ["   █ ", " ▄██ "]
    assert axis(["1 ธ.ค.", "8 ธ.ค."], 9) == "╵1 ธ.ค.  ╵8 ธ.ค.  "
