"""House status: every figure by hand, the list behind it, and how the day will end."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.front_office.blocks.grid import NewBlock, create_block
from models.front_office.desk_views import stays
from models.front_office.house_status import NAMES, behind, house_day
from models.front_office.opening import add_rate_code, set_setting
from models.front_office.reservations import cancel
from models.front_office.rooms import Room, close_room
from tests.desk import at_the_desk
from tests.hotel import Hotel

D = Decimal


def _close(hotel: Hotel, number: str, kind: str) -> None:
    room = Room.get(Room.number == number)
    close_room(hotel.desk(), room.id, kind, hotel.day, hotel.after(1), "pipe", "dirty")


def _make_day(hotel: Hotel) -> None:
    """Yesterday's 201 (leaves) and 202 (stays over), today 301 arrived, 302 free, 203 house use, one expected."""
    add_rate_code(hotel.desk(), "HOUSE", "ใช้ภายใน", "House use", house_use=True)
    hotel.in_house("201", nights=1)
    hotel.in_house("202", nights=3, adults=2)
    hotel.audit()
    hotel.in_house("301", nights=1, adults=2)
    hotel.in_house("302", nights=2, rate_code="COMP")
    hotel.in_house("203", nights=1, rate_code="HOUSE")
    hotel.booked(2, "DLX", guarantee="guaranteed", adults=2, children=1)
    hotel.booked(1, "SUP", guarantee="tentative")
    cancel(hotel.desk(), hotel.booked(1, "SUP"), "ill")
    _close(hotel, "206", "OOO")
    _close(hotel, "306", "OOS")


def test_every_figure_of_the_day_is_counted(hotel: Hotel) -> None:
    _make_day(hotel)
    day = house_day(hotel.day)
    assert {f.name: (f.rooms, f.persons) for f in day.figures} == {
        "physical": (12, None),
        "out_of_order": (1, None),
        "out_of_service": (1, None),
        "occupied": (5, 7),
        "due_in": (2, 4),
        "arrived": (3, 4),
        "due_out": (1, 1),
        "departed": (0, 0),
        "stay_overs": (1, 2),
        "walk_ins": (0, 0),
        "day_use": (0, 0),
        "no_shows": (0, 0),
        "cancellations": (1, 1),
        "complimentary": (1, 1),
        "house_use": (1, 1),
        "held": (0, None),
        "available": (6, None),
        "minimum": (5, None),
    }
    assert sum(day.housekeeping.values()) == 12
    assert sum(n for (occupied, _state), n in day.housekeeping.items() if occupied) == 5


def test_the_list_behind_a_figure_holds_what_it_counts(small_hotel: Hotel) -> None:
    _make_day(small_hotel)
    for figure in house_day(small_hotel.day).figures:
        where = behind(figure.name, small_hotel.day)
        assert (where is None) == (figure.persons is None)
        if where is not None:
            assert len(stays(where).first(50)) == figure.rooms, figure.name


def test_the_night_is_projected_from_the_prices_of_its_nights(hotel: Hotel) -> None:
    _make_day(hotel)
    tonight = house_day(hotel.day).projection
    # 202 at 1,700, 301 at 2,500, the free 302, and the expected deluxe at 2,500 and a child at 250 at most
    child = tonight.revenue - D(1700) - D(2500) - D(2500)
    assert (tonight.rooms, tonight.persons, tonight.base) == (4, 9, 12)
    assert child in (D(0), D(250), D(500))
    assert tonight.occupancy == D("33.33")
    set_setting(hotel.desk(), "occupancy_base", "sellable")
    assert house_day(hotel.day).projection.base == 11


def test_a_price_with_tax_in_it_is_projected_without(small_hotel: Hotel) -> None:
    small_hotel.in_house("201", nights=1, rate_code="NET", prices=(D(3200),))
    projected = house_day(small_hotel.day).projection
    assert (projected.revenue, projected.adr, projected.revpar) == (D("2718.77"), D("2718.77"), D("226.56"))


def test_rooms_a_group_holds_stand_beside_the_projection(small_hotel: Hotel) -> None:
    hotel = small_hotel
    block = NewBlock("Siam", hotel.day, hotel.after(2), "BAR", (("SUP", 3),), status="definite")
    create_block(hotel.desk(), block)
    day = house_day(hotel.day)
    assert (day.projection.held, day.projection.rooms, day.rooms("available")) == (3, 0, 9)


def test_an_empty_house_has_no_adr(small_hotel: Hotel) -> None:
    tonight = house_day(small_hotel.day).projection
    assert (tonight.occupancy, tonight.adr, tonight.revpar) == (D("0.00"), None, D("0.00"))
    assert set(NAMES) == {figure.name for figure in house_day(small_hotel.day).figures}


@pytest.mark.parametrize("language", ["en", "th"])
async def test_house_status_opens_by_a_digit_and_leads_to_the_list(small_hotel: Hotel, language: str) -> None:
    _make_day(small_hotel)
    words = {
        "en": ("House status of", "4 rooms sold, 9 persons", "Complimentary"),
        "th": ("สถานะโรงแรม", "ขายได้ 4 ห้อง ผู้เข้าพัก 9 คน", "ห้องอภินันทนาการ"),
    }
    title, tonight, free = words[language]
    async with at_the_desk(small_hotel, language=language) as desk:
        for digit in ("1", "ๅ", "๑"):  # the key, as the Thai row gives it, and as a Thai digit
            await desk.press("g")
            await desk.type(digit)
            await desk.sees(title, tonight, "33.33 %")
            await desk.press("escape")
            await desk.sees("201", not_=tonight)
        await desk.command("สถานะโรงแรม")
        await desk.sees(tonight)
        await desk.press(*["down"] * list(NAMES).index("complimentary"), "enter")
        await desk.sees(free, "302", not_="301")
        small_hotel.in_house("303", nights=1)  # another desk
        await desk.press("escape")
        await desk.sees("5 " if language == "en" else "ขายได้ 5 ห้อง", "41.67 %")
