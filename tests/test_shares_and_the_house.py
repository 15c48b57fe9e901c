"""Where shares meet the rest of the house: nothing is sold twice unasked, and nobody is left without a price."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.front_office.cancellations import reinstate_booking
from models.front_office.desk_views import room_rack
from models.front_office.inventory import Available, availability
from models.front_office.payments import take_deposit
from models.front_office.reservations import (
    Booking,
    Stay,
    assign_room,
    book_rooms,
    cancel,
    change_dates,
    change_details,
    change_terms,
    end_share,
    share_room,
    split_off,
    stay_nights,
)
from models.front_office.stays import check_in, move_room
from tests.hotel import Hotel
from tests.refusing import asked, refused

SURE, MAYBE = {"guarantee": "guaranteed"}, {"guarantee": "tentative"}


def full(hotel: Hotel, rooms: int = 5, kind: str = "SUP", **more: object) -> None:
    for _room in range(rooms):
        hotel.booked(room_type=kind, **more)


def on(hotel: Hotel, kind: str = "SUP", night: int = 0) -> Available:
    date = hotel.after(night)
    return availability(date, date)[date, kind]


def two(hotel: Hotel, prices: str = "split", **more: object) -> tuple[int, int]:
    first, second = hotel.booked(**more), hotel.booked(**more)
    share_room(hotel.desk(), second, first, prices)
    return first, second


def test_whoever_of_two_leaves_the_room_needs_another_one(hotel: Hotel) -> None:
    first, second = two(hotel)
    full(hotel)
    for leaving in (first, second):
        with asked("NO_AVAILABILITY", "overbook", second_person=True):
            end_share(hotel.desk("nok"), leaving)
    check_in(hotel.desk(), first, "201")
    check_in(hotel.desk(), second)
    with asked("NO_AVAILABILITY", "overbook", second_person=True):
        move_room(hotel.desk("nok"), first, "206", "quarrel", alone=True)


@pytest.mark.parametrize("prices", ["split", "entire"])
def test_one_who_cancelled_out_of_a_share_comes_back_alone_at_a_full_price(hotel: Hotel, prices: str) -> None:
    _first, second = two(hotel, prices)
    cancel(hotel.desk(), second, "ill")
    reinstate_booking(hotel.desk(), second)
    assert on(hotel).booked == 2
    assert {str(night.amount) for night in stay_nights(second)} == {"1500.00"}


def test_another_type_for_one_is_another_type_for_both_and_is_asked_for(hotel: Hotel) -> None:
    _first, second = two(hotel)
    full(hotel, 6, "DLX")
    with asked("NO_AVAILABILITY", "overbook", second_person=True):
        change_terms(hotel.desk("nok"), second, room_type="DLX")


def test_before_arrival_the_type_changes_for_the_whole_stay(hotel: Hotel) -> None:
    stay = hotel.booked(nights=3)
    with refused("TYPE_FROM_ARRIVAL"):
        change_terms(hotel.desk(), stay, room_type="DLX", since=hotel.after(2))


def test_giving_up_a_better_room_is_asked_where_the_type_booked_is_sold_out(hotel: Hotel) -> None:
    stay = hotel.booked()
    assign_room(hotel.desk(), stay, "301")
    full(hotel, 6)
    with asked("NO_AVAILABILITY", "overbook", second_person=True):
        assign_room(hotel.desk("nok"), stay, "")


def test_tentative_guests_who_share_deduct_once_one_of_them_is_sure(hotel: Hotel) -> None:
    first, second = two(hotel, **MAYBE)
    assert on(hotel).booked == 0
    change_details(hotel.desk(), second, guarantee="guaranteed")
    assert on(hotel).booked == 1
    change_details(hotel.desk(), second, guarantee="tentative")
    full(hotel, 6)
    with asked("NO_AVAILABILITY", "overbook", second_person=True):
        change_details(hotel.desk("nok"), first, guarantee="guaranteed")
    assign_room(hotel.desk(), first, "201")
    with asked("NO_AVAILABILITY", "overbook", second_person=True):
        check_in(hotel.desk("nok"), second)


def test_an_extension_onto_nights_only_a_tentative_guest_holds_is_asked_for(hotel: Hotel) -> None:
    first, second = hotel.booked(3, **MAYBE), hotel.booked(2, **SURE)
    share_room(hotel.desk(), second, first)
    full(hotel, 6, arrival=hotel.after(2), departure=hotel.after(3))
    with asked("NO_AVAILABILITY", "overbook", second_person=True):
        change_dates(hotel.desk("nok"), second, hotel.day, hotel.after(3))


def test_a_room_shows_who_is_in_it_whoever_came_first(hotel: Hotel) -> None:
    first, second = two(hotel)
    assign_room(hotel.desk(), first, "201")
    check_in(hotel.desk(), second)
    row = next(row for row in room_rack(hotel.day) if row.number == "201")
    assert (row.stay_id, row.code, row.ready) == (second, "OC", False)


def test_more_persons_than_the_room_holds_are_refused_in_a_share_too(hotel: Hotel) -> None:
    _first, second = two(hotel)
    with refused("TOO_MANY_PERSONS"):
        change_terms(hotel.desk(), second, adults=3)


def test_a_price_agreed_for_several_rooms_is_weighed_as_a_whole(hotel: Hotel) -> None:
    wanted = Booking(hotel.guest(), hotel.day, hotel.after(1), "SUP", "BAR", rooms=5, prices=(Decimal(1200),))
    with asked("PRICE_CHANGED", "discount", amount="1500", second_person=True):
        book_rooms(hotel.desk("nok"), wanted)


def test_a_deposit_does_not_stay_behind_when_its_last_room_goes_its_own_way(hotel: Hotel) -> None:
    one, two_ = book_rooms(
        hotel.desk(), Booking(hotel.guest(), hotel.day, hotel.after(2), "SUP", "BAR", rooms=2)
    )
    take_deposit(hotel.desk(), Stay.get_by_id(one).reservation_id, "CASH", Decimal(2000))
    cancel(hotel.desk(), one, "ill")
    with refused("DEPOSIT_LEFT"):
        split_off(hotel.desk(), two_)
    here = book_rooms(hotel.desk(), Booking(hotel.guest(), hotel.day, hotel.after(2), "SUP", "BAR", rooms=2))[
        0
    ]
    check_in(hotel.desk(), here, "202")
    with refused("NOT_RESERVED"):
        split_off(hotel.desk(), here)
