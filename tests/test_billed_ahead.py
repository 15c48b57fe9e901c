"""Nights billed in advance: charged now, earned as they are slept, taken back where they are not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.front_office.adjustments import adjust
from models.front_office.billed_ahead import BilledNight, bill_ahead
from models.front_office.early_departure import leave_earlier
from models.front_office.folios import Posting, correct, folio_lines
from models.front_office.night_audit import DayStatistics
from models.front_office.payments import refund, take_payment
from models.front_office.proof import faults
from models.front_office.reservations import Night, change_price
from models.front_office.stays import check_out, move_room
from models.house.database import database
from models.ledger.accounts import Account
from models.ledger.balances import account_balance
from tests.hotel import Hotel
from tests.packages import breakfast, element, package
from tests.refusing import refused

BAHT = Decimal


def waiting(hotel: Hotel) -> Decimal:
    return -account_balance(Account.get(Account.code == "21340").id, hotel.day)


def revenue(hotel: Hotel) -> Decimal:
    return -account_balance(Account.get(Account.code == "41100").id, hotel.day)


def three_nights(hotel: Hotel) -> int:
    return hotel.in_house("201", nights=3, prices=[BAHT(1960)] * 3)


def test_three_nights_billed_and_paid_and_the_guest_leaves_on_the_third_day(hotel: Hotel) -> None:
    stay = three_nights(hotel)
    first = hotel.day
    lines = bill_ahead(hotel.desk("nok"), stay)
    assert [Posting.get_by_id(x).revenue_date for x in lines] == [hotel.after(n) for n in range(3)]
    assert (waiting(hotel), revenue(hotel)) == (BAHT("6468.00"), 0), "net and service charge wait"
    gross = BAHT("2306.92")
    take_payment(hotel.desk("nok"), hotel.window(stay), "CASH", 3 * gross)
    hotel.audit()
    assert (waiting(hotel), revenue(hotel)) == (BAHT("4312.00"), BAHT("1960.00"))
    hotel.audit()
    assert (waiting(hotel), revenue(hotel)) == (BAHT("2156.00"), BAHT("3920.00"))
    leave_earlier(hotel.desk("nok"), stay, hotel.day)
    back = Posting.get(Posting.kind == "adjustment")
    assert (back.net, back.amount, back.date, back.revenue_date) == (
        BAHT(-1960),
        -gross,
        hotel.day,
        hotel.day,
    )
    assert (back.adjusts_id, back.reason_code) == (lines[2], "EARLY")
    assert (waiting(hotel), revenue(hotel)) == (0, BAHT("3920.00"))
    assert hotel.balance(stay) == -gross
    with refused("BALANCE_NOT_ZERO"):
        check_out(hotel.desk("nok"), stay)
    refund(hotel.desk("nok"), hotel.window(stay), "CASH", gross, "left a night earlier")
    check_out(hotel.desk("nok"), stay)
    hotel.audit()
    days = {d.date: d.room_revenue for d in DayStatistics.select()}
    assert [days[first], *list(days.values())[1:]] == [BAHT(1960), BAHT(1960), 0]
    assert list(faults()) == []


def test_a_stay_over_the_new_year_earns_in_both(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = three_nights(hotel)
    lines = bill_ahead(hotel.desk("nok"), stay, until=hotel.after(1))
    assert len(lines) == 2
    assert [line.words("en") for line in folio_lines(hotel.window(stay))] == [
        "Room 201 BAR",
        "Room 201 BAR · 24 Nov",
    ]
    (third,) = bill_ahead(hotel.desk("nok"), stay)
    with refused("NOTHING_TO_BILL"):
        bill_ahead(hotel.desk("nok"), stay)
    assert Posting.get_by_id(third).revenue_date == hotel.after(2)
    for _night in range(3):
        hotel.audit()
    assert Posting.select().where(Posting.kind == "charge").count() == 3, "no night is charged twice"
    assert Posting.select().where(Posting.kind == "night earned").count() == 3
    assert (waiting(hotel), revenue(hotel)) == (0, BAHT(5880))
    hotel.leaves(stay)
    assert list(faults()) == []


def test_a_billed_night_keeps_its_price_but_not_its_room(hotel: Hotel) -> None:
    stay = three_nights(hotel)
    bill_ahead(hotel.desk(), stay)
    tomorrow = hotel.after(1)
    with refused("NIGHT_BILLED"):
        change_price(hotel.answering(PRICE_CHANGED="asked"), stay, [tomorrow], BAHT(1500))
    night = Night.get((Night.stay == stay) & (Night.date == tomorrow))
    for statement in (
        f"DELETE FROM night WHERE id = {night.id}",
        f"UPDATE night SET amount = 1 WHERE id = {night.id}",
        "DELETE FROM billed_night",
        "UPDATE billed_night SET posting_id = posting_id + 1000",
        "INSERT INTO billed_night (stay_id, night_id, date, element_id, posting_id) SELECT stay_id, night_id, date,"
        " element_id, posting_id + 1 FROM billed_night",
    ):
        with pytest.raises(Exception, match=r"NIGHT_BILLED|SEALED|unique|UNIQUE"), database.atomic():
            database.execute_sql(statement)
    move_room(hotel.desk(), stay, "202", "noise")
    hotel.audit()
    assert Night.get((Night.stay == stay) & (Night.date == tomorrow)).room.number == "202"
    with pytest.raises(Exception, match="SEALED"), database.atomic():
        database.execute_sql("UPDATE billed_night SET ended_by_id = NULL WHERE ended_by_id IS NOT NULL")
    assert list(faults()) == []


def test_a_bill_taken_back_the_same_day_leaves_the_nights_to_the_audit(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = three_nights(hotel)
    for line in bill_ahead(hotel.desk("nok"), stay):
        correct(hotel.desk("nok"), line, "wrong guest")
    assert (hotel.balance(stay), waiting(hotel)) == (0, 0)
    change_price(hotel.answering(PRICE_CHANGED="asked"), stay, [hotel.after(1)], BAHT(1500))
    bill_ahead(hotel.desk("nok"), stay, until=hotel.after(1))
    for _night in range(3):
        hotel.audit()
    assert revenue(hotel) == BAHT(1960 + 1500 + 1960)
    assert BilledNight.select().where(BilledNight.ended_by.is_null()).count() == 0
    assert list(faults()) == []


def test_what_a_billed_night_was_lowered_by_is_never_earned(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = three_nights(hotel)
    _first, second, third = bill_ahead(hotel.desk("nok"), stay)
    hotel.audit()
    half = Posting.get_by_id(adjust(hotel.desk(), second, "FAULT", percent=BAHT(50)))
    adjust(hotel.desk(), third, "FAULT", percent=BAHT(100))
    assert half.revenue_date == hotel.day
    assert waiting(hotel) == BAHT("1078.00")
    hotel.audit()
    hotel.audit()
    assert (waiting(hotel), revenue(hotel)) == (0, BAHT("2940.00"))
    adjust(hotel.desk(), second, "FAULT", percent=BAHT(50))
    assert revenue(hotel) == BAHT("1960.00"), "a night slept is lowered in revenue"
    hotel.leaves(stay)
    assert list(faults()) == []


def test_packages_are_billed_with_their_nights_and_used_and_settled_as_ever(hotel: Hotel) -> None:
    package(hotel, "ABF", breakfast(allowance=True), element(), rate="BAR", wrapper=True)
    stay = hotel.in_house("201", nights=2, adults=2)
    bill_ahead(hotel.desk("nok"), stay)
    before = hotel.balance(stay)
    lines = folio_lines(hotel.window(stay))
    assert [len(line.parts) for line in lines] == [3, 3], "room, breakfast and spa under one line each"
    hotel.audit()
    hotel.audit()
    assert hotel.balance(stay) == before
    hotel.leaves(stay)
    hotel.audit()
    assert waiting(hotel) == 0
    assert list(faults()) == []


def test_nobody_bills_a_guest_who_is_not_here_or_nights_of_the_house(small_hotel: Hotel) -> None:
    hotel = small_hotel
    coming = hotel.booked(2)
    with refused("NOT_IN_HOUSE"):
        bill_ahead(hotel.desk("nok"), coming)
    stay = hotel.in_house("202", nights=2, rate_code="COMP")
    with refused("NOTHING_TO_BILL"):
        bill_ahead(hotel.desk("nok"), stay)
    with refused("NO_RIGHT"):
        bill_ahead(hotel.desk("noi"), stay)
