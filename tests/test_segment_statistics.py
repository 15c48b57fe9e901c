"""Segments of closed days: each kind adds up to the statistics of the day, and a closed day keeps its own."""

from __future__ import annotations

import datetime
from decimal import Decimal

import peewee
import pytest
from peewee import fn

from models.front_office.folios import post_charge
from models.front_office.guests import Guest
from models.front_office.night_audit.tables import DaySegment, DayStatistics
from models.front_office.segment_statistics import KINDS, nights_without_segments, segments_between
from models.front_office.segments import keep_segment
from models.house.database import database
from models.ledger.balances import money
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.raw import live

D = Decimal


def _markets(hotel: Hotel) -> None:
    keep_segment(hotel.desk(), "market", "LEI", "ท่องเที่ยว", "Leisure")
    keep_segment(hotel.desk(), "market", "COR", "บริษัท", "Corporate")


def _adds_up(day: datetime.date) -> None:
    whole = DayStatistics.get(DayStatistics.date == day)
    for kind in KINDS:
        sums = (
            DaySegment.select(
                *(fn.SUM(getattr(DaySegment, f)) for f in ("rooms", "guests", "arrivals", "revenue"))
            )
            .where((DaySegment.kind == kind) & (DaySegment.date == day))
            .scalar(as_tuple=True)
        )
        rooms, guests, arrivals, revenue = sums
        assert (rooms, guests, arrivals) == (whole.sold, whole.guests, whole.arrivals), kind
        assert money(revenue) == whole.room_revenue, kind


def test_each_kind_of_segment_adds_up_to_the_day(hotel: Hotel) -> None:
    _markets(hotel)
    first = hotel.in_house("201", nights=3, adults=2, market="LEI")
    hotel.in_house("202", nights=3, market="COR", guest=hotel.guest(nationality="THA"))
    hotel.in_house("301", nights=3, rate_code="COMP")
    for _day in range(2):
        post_charge(hotel.desk(), hotel.window(first), "EXBED", D(400))
        hotel.audit()
        _adds_up(hotel.after(-1))
    day = hotel.after(-1)
    rows = [(s.code, s.rooms, s.guests, s.revenue, s.share) for s in segments_between("market", day, day)]
    assert rows == [
        ("LEI", 1, 2, D("2100.00"), D("33.33")), ("COR", 1, 1, D("1500.00"), D("33.33")), ("", 1, 1, D("0.00"), D("33.33")),
    ]  # fmt: skip
    both = {s.code: s for s in segments_between("nationality", hotel.after(-2), day)}
    assert (both["DEU"].rooms, both["THA"].rooms, both["THA"].revenue) == (4, 2, D("3000.00"))
    assert (both["THA"].name("en"), both["THA"].arrivals, both["THA"].adr) == ("Thailand", 1, D("1500.00"))
    assert [s.code for s in segments_between("room type", day, day)] == ["SUP", "DLX"]


def test_a_day_of_a_lived_in_hotel_adds_up(small_hotel: Hotel) -> None:
    """Deposits, corrections and early payments stand beside the nights."""
    live(small_hotel)
    small_hotel.audit()
    _adds_up(small_hotel.after(-1))
    _adds_up(small_hotel.after(-2))


def test_a_closed_day_keeps_its_segments_whatever_becomes_of_the_guest(small_hotel: Hotel) -> None:
    small_hotel.in_house("201", nights=3)
    small_hotel.audit()
    day = small_hotel.after(-1)
    before = segments_between("nationality", day, day)
    Guest.update(nationality="FRA").execute()
    small_hotel.audit()
    assert segments_between("nationality", day, day) == before
    assert [
        s.code for s in segments_between("nationality", small_hotel.after(-1), small_hotel.after(-1))
    ] == ["FRA"]


def test_the_segments_of_a_closed_day_are_sealed(hotel: Hotel) -> None:
    hotel.in_house("201")
    hotel.audit()
    add = (
        "INSERT INTO day_segment (date, kind, code, rooms, guests, arrivals, revenue)"
        " SELECT date, kind, 'NEW', rooms, guests, arrivals, revenue FROM day_segment"
    )
    for statement in ("UPDATE day_segment SET rooms = 9", "DELETE FROM day_segment", add):
        with pytest.raises(peewee.DatabaseError, match="DAY_CLOSED"), database.atomic():
            database.execute_sql(statement)


def test_days_closed_before_segments_were_kept_are_told(small_hotel: Hotel) -> None:
    small_hotel.in_house("201", nights=3)
    small_hotel.audit()
    row = DayStatistics.get()
    row.id, row.date = None, row.date - datetime.timedelta(days=1)
    row.save(force_insert=True)
    assert nights_without_segments(row.date, small_hotel.day) == 1
    assert nights_without_segments(small_hotel.after(-1), small_hotel.day) == 0


@pytest.mark.parametrize(
    ("language", "command", "none", "thai", "foot"),
    [
        ("en", "statistics", "Not told", "Germany", "Share of 4 room-nights"),
        ("th", "สถิติ", "ไม่ได้แจ้ง", "เยอรมนี", "4 room-night"),
    ],
)
async def test_segments_of_a_day_a_month_and_a_year_are_one_key_away(
    small_hotel: Hotel, language: str, command: str, none: str, thai: str, foot: str
) -> None:
    _markets(small_hotel)
    small_hotel.in_house("201", nights=3, adults=2, market="LEI")
    small_hotel.in_house("202", nights=3)
    small_hotel.audit()
    small_hotel.audit()
    async with at_the_desk(small_hotel, language=language) as desk:
        await desk.command(command)
        await desk.sees("16.67")
        await desk.press("s")
        await desk.sees("LEI", none, "50.00", "██████", "3,400.00", foot)
        await desk.press("s", "s", "s")
        await desk.sees("DEU", thai, "100.00", "6,400.00")
        await desk.press("m", "m")
        await desk.sees("3,200.00", not_="6,400.00")
