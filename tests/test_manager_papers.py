"""The papers the manager takes to the morning meeting: house status and forecast, from the screen, in both languages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.front_office.forecast.outlook import last_books
from models.front_office.forecast.papers import forecast_paper
from models.front_office.house_status_paper import house_status_paper
from models.house.papers import Paper
from models.house.property import Property
from tests.desk import at_the_desk
from tests.hotel import Hotel


def _make(hotel: Hotel) -> None:
    hotel.in_house("201", nights=3, adults=2)
    hotel.audit()
    hotel.booked(2, "DLX", arrival=hotel.after(1), departure=hotel.after(3), adults=2)


def _cells(paper: Paper) -> dict[str, tuple[str, ...]]:
    return {row.cells[0]: row.cells[1:] for table in paper.tables for row in table.rows}


def test_the_paper_of_the_house_status_says_what_the_screen_says(small_hotel: Hotel) -> None:
    _make(small_hotel)
    paper = house_status_paper(Property.the(), small_hotel.clock(), "en")
    cells = _cells(paper)
    assert cells["Occupied now"] == ("1", "2")
    assert cells["Physical rooms"] == ("12", "")
    assert cells["Room revenue, baht"] == ("1,700.00",)
    assert cells["OCC, %"] == ("8.33",)
    assert sum(int(n) for name in ("Vacant", "Occupied") for n in cells[name]) == 12
    assert paper.fields[0].value == "24 Nov 26 10:00"


def test_the_paper_of_the_forecast_adds_up_by_date_type_and_market(small_hotel: Hotel) -> None:
    _make(small_hotel)
    paper = forecast_paper(Property.the(), small_hotel.clock(), 7, last_books(), "en")
    dates, types, markets = paper.tables
    cells = _cells(paper)
    assert cells["Wed 25 Nov"] == ("2", "16.67", "1", "0", "0", "2,100.00", "4,200.00", "+1", "–")
    assert cells["Total"] == ("4", "4.76", "1", "2", "0", "2,100.00", "8,400.00", "+2", "–")
    for table in (types, markets):
        assert sum(int(row.cells[2]) for row in table.rows) == 4
        assert sum(Decimal(row.cells[3].replace(",", "")) for row in table.rows) == Decimal("8400.00")
    assert len(dates.rows) == 8


@pytest.mark.parametrize("language", ["en", "th"])
async def test_both_papers_are_a_key_away_and_esc_leads_back(small_hotel: Hotel, language: str) -> None:
    _make(small_hotel)
    status, forecast, preview, total, end = {
        "en": ("House status", "Forecast of 30 days", "Preview", "Total", "End of day"),
        "th": ("สถานะโรงแรม", "พยากรณ์ 30 วัน", "ตัวอย่างก่อนพิมพ์", "รวม", "สิ้นวัน"),
    }[language]
    async with at_the_desk(small_hotel, "somsak", language) as desk:
        await desk.press("g", "1")
        await desk.sees(status, "1,700.00")
        await desk.press("p")
        await desk.sees(status, preview)
        await desk.press("end")
        await desk.sees(end, "1,700.00", "8.33")
        await desk.press("escape", "escape", "g", "2")
        await desk.press("3", "i")
        await desk.sees(forecast, preview, "16.67   1", "4,200.00")  # on one line with its date
        await desk.press("end")
        await desk.sees("SUP", "DLX", total)
        await desk.press("escape")
        await desk.sees(forecast, "100 %│", not_=preview)
