"""The forecast: frozen books stand still, pickup and pace count from them, and nothing is divided by nothing."""

from __future__ import annotations

import datetime
from decimal import Decimal

import peewee
import pytest

from models.front_office.blocks.grid import NewBlock, create_block
from models.front_office.forecast.on_the_books import BooksTaken, OnTheBooks
from models.front_office.forecast.outlook import YEAR, by_market, by_room_type, forecast, last_books, total
from models.front_office.reservations import Stay, cancel
from models.front_office.segments import keep_segment
from models.house.database import database
from tests.hotel import Hotel

D = Decimal


def _booked(hotel: Hotel, ahead: int, nights: int = 1, room_type: str = "SUP", **more: object) -> int:
    return hotel.booked(
        nights, room_type, arrival=hotel.after(ahead), departure=hotel.after(ahead + nights), **more
    )


def test_the_books_are_frozen_and_later_bookings_move_only_the_forecast(hotel: Hotel) -> None:
    _booked(hotel, 2, nights=2, adults=2)
    lost = _booked(hotel, 3, room_type="DLX")
    hotel.audit()
    frozen = [
        (r.date, r.room_type.code, r.rooms, r.guests, r.revenue)
        for r in OnTheBooks.select().order_by(
            OnTheBooks.taken_on, OnTheBooks.date, OnTheBooks.room_type, OnTheBooks.market
        )
    ]
    second, third = hotel.after(1), hotel.after(2)
    assert frozen == [
        (second, "SUP", 1, 2, D("1700.00")), (third, "SUP", 1, 2, D("1700.00")), (third, "DLX", 1, 1, D("2200.00")),
    ]  # fmt: skip
    _booked(hotel, 1, nights=1)
    _booked(hotel, 1, nights=1)
    cancel(hotel.desk(), lost, "ill")
    rows = {row.date: row for row in forecast(hotel.day, 7, last_books())}
    assert [(rows[d].rooms, rows[d].pickup, rows[d].revenue) for d in (hotel.day, second, third)] == [
        (0, 0, D("0.00")), (3, 2, D("4700.00")), (1, -1, D("1700.00")),
    ]  # fmt: skip
    assert [
        (r.date, r.room_type.code, r.rooms, r.guests, r.revenue)
        for r in OnTheBooks.select().order_by(
            OnTheBooks.taken_on, OnTheBooks.date, OnTheBooks.room_type, OnTheBooks.market
        )
    ] == frozen


def test_the_totals_divide_sums_and_an_empty_date_has_no_adr(small_hotel: Hotel) -> None:
    hotel = small_hotel
    _booked(hotel, 1, nights=2, adults=2)
    _booked(hotel, 2, room_type="DLX")
    _booked(hotel, 2, guarantee="non-guaranteed", nights=1, rate_code="COMP")
    rows = forecast(hotel.day, 7)
    assert [(r.rooms, r.occupancy, r.adr, r.arrivals, r.departures) for r in rows[:4]] == [
        (0, D("0.00"), None, 0, 0),
        (1, D("8.33"), D("1700.00"), 1, 0),
        (3, D("25.00"), D("1300.00"), 2, 0),
        (0, D("0.00"), None, 0, 3),
    ]
    assert all(row.pickup is None and row.pace is None for row in rows)
    whole = total(rows)
    assert (whole.base, whole.rooms, whole.revenue, whole.adr) == (84, 4, D("5600.00"), D("1400.00"))


def test_pickup_by_room_type_and_market(small_hotel: Hotel) -> None:
    hotel = small_hotel
    keep_segment(hotel.desk(), "market", "LEI", "ท่องเที่ยว", "Leisure")
    _booked(hotel, 2, market="LEI")
    hotel.audit()
    _booked(hotel, 1, nights=2, room_type="DLX", market="LEI")
    _booked(hotel, 1)
    since = last_books()
    types = [(s.code, s.rooms, s.pickup) for s in by_room_type(hotel.day, 7, since)]
    markets = [(s.code, s.rooms, s.pickup, s.name_th) for s in by_market(hotel.day, 7, since)]
    assert types == [("SUP", 2, 1), ("DLX", 2, 2)]
    assert markets == [("LEI", 3, 2, "ท่องเที่ยว"), ("", 1, 1, "")]


def test_pace_compares_with_the_same_weekday_at_the_same_lead_a_year_ago(small_hotel: Hotel) -> None:
    hotel = small_hotel
    _booked(hotel, 1)
    OnTheBooks.create(
        taken_on=hotel.after(-1) - YEAR, date=hotel.after(1) - YEAR, room_type=1, market="", rooms=4, guests=5,
        revenue=D(6000),
    )  # fmt: skip
    BooksTaken.create(taken_on=hotel.after(-1) - YEAR, last_date=hotel.after(300) - YEAR)
    rows = forecast(hotel.day, 7)
    assert [(r.rooms, r.last_year, r.pace) for r in rows[:3]] == [(0, 0, 0), (1, 4, -3), (0, 0, 0)]
    assert rows[1].date is not None
    assert (rows[1].date - YEAR).weekday() == rows[1].date.weekday()


def test_rooms_a_group_holds_are_shown_beside_what_is_sold(small_hotel: Hotel) -> None:
    hotel = small_hotel
    create_block(
        hotel.desk(),
        NewBlock("Siam", hotel.after(1), hotel.after(2), "BAR", (("SUP", 3),), status="definite"),
    )
    assert [(r.rooms, r.held) for r in forecast(hotel.day, 4)] == [(0, 0), (0, 3), (0, 3), (0, 0)]


def test_an_audit_without_bookings_still_says_that_the_books_were_taken(small_hotel: Hotel) -> None:
    small_hotel.audit()
    _booked(small_hotel, 1)
    assert last_books() == small_hotel.after(-1)
    assert [r.pickup for r in forecast(small_hotel.day, 3, last_books())] == [0, 1, 0]
    assert Stay.select().count() == 1


@pytest.mark.parametrize(
    "spoiler",
    [
        "UPDATE on_the_books SET rooms = 9",
        "DELETE FROM on_the_books",
        "UPDATE books_taken SET last_date = taken_on",
        "DELETE FROM books_taken",
        "INSERT INTO on_the_books (taken_on, date, room_type_id, market, rooms, guests, revenue)"
        " SELECT taken_on, date, room_type_id, 'NEW', rooms, guests, revenue FROM on_the_books",
        "INSERT INTO books_taken (taken_on, last_date) SELECT taken_on, last_date FROM books_taken",
    ],
)
def test_frozen_books_are_sealed_by_the_database(hotel: Hotel, spoiler: str) -> None:
    _booked(hotel, 2)
    hotel.audit()
    with pytest.raises(peewee.DatabaseError, match="BOOKS_TAKEN"), database.atomic():
        database.execute_sql(spoiler)
    (row,) = OnTheBooks.select()
    assert (row.rooms, row.date) == (1, hotel.after(1))
    assert isinstance(row.taken_on, datetime.date)
