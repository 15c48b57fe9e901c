"""A wrapper: the guest reads one line on the folio, by the name the hotel prints; the parts stand underneath."""

from __future__ import annotations

from decimal import Decimal

from app.documents import as_text
from models.front_office.folios import FolioWindow, folio_lines
from models.front_office.papers import folio_paper
from models.front_office.proof import faults
from models.house.property import Property
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.packages import breakfast, element, package

NAMES = {"print_th": "ห้องพักพร้อมอาหารเช้า", "print_en": "Room with breakfast"}


def _one_night(hotel: Hotel) -> int:
    package(hotel, "ABF", breakfast(), element("flat", "arrival"), wrapper=True, rate="BAR", **NAMES)
    stay = hotel.in_house("301", nights=2, adults=2, prices=(Decimal(2900), Decimal(2900)))
    hotel.audit()
    return stay


def test_the_guest_reads_one_line_and_the_parts_stand_underneath(hotel: Hotel) -> None:
    stay = _one_night(hotel)
    (line,) = folio_lines(hotel.window(stay))
    assert (line.words("en"), line.words("th")) == (
        "Room with breakfast 301 BAR",
        "ห้องพักพร้อมอาหารเช้า 301 BAR",
    )
    assert (line.net, line.amount) == (Decimal("3000.00"), hotel.balance(stay))
    assert [(part.words("en"), part.net) for part in line.parts] == [
        ("Room 301 BAR", Decimal("2060.00")),
        ("Food and beverage ×2 301 ABF", Decimal("840.00")),
        ("Spa, tour, transfer 301 ABF", Decimal("100.00")),
    ]
    assert [(child.code, child.amount) for child in line.children] == [
        ("SVC", Decimal("300.00")),
        ("VAT", Decimal("231.00")),
    ]
    assert line.net + sum(child.amount for child in line.children) == line.amount
    assert list(faults()) == []


def test_a_wrapper_of_extras_alone_leaves_the_room_its_line(hotel: Hotel) -> None:
    package(hotel, "TRIP", element(), element(code="FOOD"), wrapper=True, rate="BAR")
    stay = hotel.in_house("201", nights=2)
    hotel.audit()
    hotel.audit()
    lines = folio_lines(hotel.window(stay))
    assert [line.words("en") for line in lines] == ["Room 201 BAR", "Package TRIP 201 TRIP"] * 2
    assert [len(line.parts) for line in lines] == [0, 2, 0, 2]


def test_the_folio_on_paper_shows_the_parts_only_where_it_shows_everything(small_hotel: Hotel) -> None:
    stay = _one_night(small_hotel)
    window = FolioWindow.get_by_id(small_hotel.window(stay))
    hotel = Property.the()
    whole = as_text(folio_paper(hotel, window, "en"))
    assert "Room with breakfast 301 BAR" in whole
    assert "Food and beverage ×2 301 ABF" in whole
    assert "3,531.00" in whole
    short = as_text(folio_paper(hotel, window, "th", detailed=False))
    assert "ห้องพักพร้อมอาหารเช้า 301 BAR" in short
    assert "301 ABF" not in short


async def test_the_folio_on_the_screen_folds_and_unfolds_it(small_hotel: Hotel) -> None:
    stay = _one_night(small_hotel)
    async with at_the_desk(small_hotel) as desk:
        await desk.open("folio", stay)
        await desk.sees("Room with breakfast 301 BAR", "3,531.00", "   Food and beverage ×2", "2,060.00")
        await desk.press("x")
        await desk.sees("Room with breakfast 301 BAR", "3,531.00", not_="Food and beverage")
