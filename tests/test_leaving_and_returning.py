"""Leaving before the day booked and the fee for it, staying on, and coming back after a check-out of today."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.front_office.early_departure import early_fee_of, extend_stay, leave_earlier
from models.front_office.folios import Posting, correct, post_charge
from models.front_office.payments import take_payment
from models.front_office.policies import Terms, apply_policy, policy_of, save_policy
from models.front_office.reservations import (
    CHECKED_OUT,
    IN_HOUSE,
    Night,
    Stay,
    change_dates,
    change_price,
    share_room,
    sharers_of,
    stay_nights,
)
from models.front_office.rooms import Room, close_room, set_housekeeping
from models.front_office.stays import charge_day_use, check_in, check_out, reinstate
from models.house.acts import ChangeLog
from models.house.database import database
from tests.hotel import Hotel
from tests.refusing import asked, refused


def _policy(hotel: Hotel, rule: str, value: str) -> None:
    terms = Terms("STD", "มาตรฐาน", "Standard", early_rule=rule, early=Decimal(value))
    apply_policy(hotel.desk(), save_policy(hotel.desk(), None, terms), "BAR")


@pytest.mark.parametrize(
    ("rule", "value", "fee"),
    [("percent", "50", "1765.50"), ("nights", "1", "1765.50"), ("fixed", "900", "900.00")],
)
def test_leaving_early_costs_what_the_copied_policy_asks_of_the_nights_not_slept(
    rule: str, value: str, fee: str, small_hotel: Hotel
) -> None:
    hotel = small_hotel
    _policy(hotel, rule, value)
    stay = hotel.in_house("201", nights=3)  # 1,765.50 a night with service charge and tax
    hotel.audit()
    assert early_fee_of(stay, hotel.day, hotel.day).amount == Decimal(fee)
    leave_earlier(hotel.desk("nok"), stay, hotel.day)
    assert hotel.balance(stay) == Decimal("1765.50") + Decimal(fee)
    assert [n.date for n in stay_nights(stay)] == [hotel.after(-1)]
    posted = Posting.select().where(Posting.window == hotel.window(stay)).order_by(Posting.id.desc()).get()
    assert (posted.code.code, posted.code.group) == ("EARLY", "cancellation")
    hotel.leaves(stay)
    assert hotel.state(stay) == CHECKED_OUT
    assert "Leaving early" in policy_of(stay).text("en")


def test_the_fee_is_waived_only_by_who_may_and_what_is_asked_is_never_more(hotel: Hotel) -> None:
    _policy(hotel, "nights", "1")
    stay = hotel.in_house("201", nights=3)
    hotel.audit()
    hotel.pay_all(stay)
    fee = "1765.50"
    with asked("EARLY_FEE_WAIVED", "cancel_penalty", amount=fee, second_person=True):
        check_out(hotel.desk("nok"), stay, early=True)
    with asked("EARLY_FEE_WAIVED", "cancel_penalty", amount=fee, second_person=True):
        change_dates(hotel.desk("nok"), stay, hotel.after(-1), hotel.after(1))
    with asked("EARLY_FEE_WAIVED", "cancel_penalty", amount="765.50", second_person=True):
        leave_earlier(hotel.desk("nok"), stay, hotel.day, fee=Decimal(1000))
    with refused("PENALTY_TOO_HIGH"):
        leave_earlier(hotel.desk("nok"), stay, hotel.day, fee=Decimal(2000))
    with refused("NEGATIVE_PRICE"):
        leave_earlier(hotel.desk("nok"), stay, hotel.day, fee=Decimal(-1))
    with refused("NOT_EARLIER"):
        leave_earlier(hotel.desk("nok"), stay, hotel.after(2))
    check_out(hotel.answering("nok", "somsak", EARLY_FEE_WAIVED="a death in the family"), stay, early=True)
    assert hotel.state(stay) == CHECKED_OUT
    with refused("NOT_IN_HOUSE"):
        leave_earlier(hotel.desk("nok"), stay, hotel.day)


def test_leaving_on_the_day_of_arrival_is_an_early_departure_too(hotel: Hotel) -> None:
    _policy(hotel, "nights", "1")
    stay = hotel.in_house("201", nights=3)
    with asked("EARLY_FEE_WAIVED", "cancel_penalty", amount="1765.50", second_person=True):
        charge_day_use(hotel.desk("nok"), stay)
    leave_earlier(hotel.desk("nok"), stay, hotel.after(1))
    charge_day_use(hotel.desk("nok"), stay)
    assert hotel.balance(stay) == 2 * Decimal("1765.50")


def test_a_fee_on_the_bill_is_taken_back_by_who_may_waive_it(small_hotel: Hotel) -> None:
    hotel = small_hotel
    _policy(hotel, "fixed", "500")
    stay = hotel.in_house("201", nights=3)
    hotel.audit()
    posting = leave_earlier(hotel.desk("nok"), stay, hotel.day)
    with refused("NO_RIGHT"):
        correct(hotel.desk("nok"), posting, "she complained")
    correct(hotel.desk("somsak"), posting, "she complained")
    assert hotel.balance(stay) == Decimal("1765.50")


def test_new_nights_are_sold_at_the_rate_chosen_and_blocks_count(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=1)
    with refused("NOT_LATER"):
        extend_stay(hotel.desk("nok"), stay, hotel.after(1))
    extend_stay(hotel.desk("nok"), stay, hotel.after(2), rate_code="NET")
    assert [(n.rate_code.code, n.inclusive) for n in stay_nights(stay)] == [("BAR", False), ("NET", True)]
    with asked("PRICE_CHANGED", "discount", amount="200.00"):
        extend_stay(hotel.desk("nok"), stay, hotel.after(3), price=Decimal(1300))
    extend_stay(hotel.answering("nok", PRICE_CHANGED="long stay"), stay, hotel.after(3), price=Decimal(1300))
    assert [n.amount for n in stay_nights(stay)][-1] == Decimal(1300)
    for _n in range(6):
        hotel.booked(1, arrival=hotel.after(3), departure=hotel.after(4))
    with asked("NO_AVAILABILITY", "overbook", second_person=True):
        extend_stay(hotel.desk("nok"), stay, hotel.after(4))


def test_a_room_let_again_is_shared_or_another_one_is_given(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=1)
    hotel.audit()
    hotel.leaves(stay)
    set_housekeeping(hotel.desk("noi"), Room.get(Room.number == "201").id, "clean")
    other = hotel.in_house("201", nights=2, guest=hotel.guest("New"))
    nok = hotel.desk("nok")
    with asked("ROOM_RELET", "override_room", second_person=True) as refusal:
        reinstate(nok, stay)
    assert refusal.said.jump == f"stay {other}"
    for room, code in (("999", "NO_ROOM"), ("", "ROOM_RELET")):
        with refused(code) if room else asked(code, "override_room", second_person=True):
            reinstate(nok, stay, room)
    close_room(
        hotel.desk("noi"),
        Room.get(Room.number == "203").id,
        "OOO",
        hotel.day,
        hotel.after(1),
        "leak",
        "dirty",
    )
    with refused("ROOM_CLOSED"):
        reinstate(nok, stay, "203")
    reinstate(nok, stay, "202")
    assert (hotel.state(stay), Stay.get_by_id(stay).room.number) == (IN_HOUSE, "202")
    check_out(nok, stay)
    reinstate(hotel.answering("nok", "somsak", ROOM_RELET="he forgot his bag"), stay, "")
    assert [s.id for s in sharers_of(other)] == []  # 202 stayed his


def test_into_a_room_let_again_the_guest_comes_as_a_sharer_and_leaves_as_one(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=1)
    hotel.audit()
    hotel.leaves(stay)
    set_housekeeping(hotel.desk("noi"), Room.get(Room.number == "201").id, "clean")
    other = hotel.in_house("201", nights=2, guest=hotel.guest("New"))
    reinstate(hotel.answering("nok", "somsak", ROOM_RELET="he forgot his bag"), stay)
    assert ([s.id for s in sharers_of(other)], sharers_of(stay)[0].id) == ([stay], other)
    post_charge(hotel.desk("nok"), hotel.window(stay), "LAUN", Decimal(100))
    hotel.leaves(stay)
    assert sharers_of(other) == []
    assert Room.get(Room.number == "201").housekeeping == "clean"  # somebody is still in it
    hotel.audit()
    assert hotel.balance(other) == Decimal("1765.50")


@pytest.mark.parametrize("leaver", [0, 1])
@pytest.mark.parametrize("prices", ["split", "full"])
def test_a_sharer_who_has_checked_out_comes_back_to_the_other(leaver: int, prices: str, hotel: Hotel) -> None:
    one = hotel.booked(1, room="201")
    two = hotel.booked(3, guest=hotel.guest("Other"))
    share_room(hotel.desk("nok"), two, one, prices)
    for stay in (one, two):
        check_in(hotel.desk("nok"), stay)
    hotel.audit()
    leaves, stays = (one, two) if leaver == 0 else (two, one)
    if leaver == 1:
        change_dates(hotel.desk("nok"), two, hotel.after(-1), hotel.day)
        change_dates(hotel.desk("nok"), one, hotel.after(-1), hotel.after(1))
    hotel.leaves(leaves)
    reinstate(hotel.desk("nok"), leaves)  # nobody is asked: they were together
    assert [s.id for s in sharers_of(stays)] == [leaves]
    assert Stay.get_by_id(leaves).share_price in ("", "full", "split")
    tonight = Night.get((Night.stay == stays) & (Night.date == hotel.day))
    assert tonight.share_slot == 0
    hotel.leaves(leaves)
    hotel.audit()
    assert hotel.state(stays) == IN_HOUSE
    with refused("ANOTHER_DATE"):
        reinstate(hotel.desk("nok"), leaves)


def test_a_hotel_that_is_open_gets_the_code_for_the_fee_with_its_tax(hotel: Hotel) -> None:
    rows = database.execute_sql(
        "SELECT c.code FROM generate g JOIN transaction_code t ON t.id = g.parent_id"
        " JOIN transaction_code c ON c.id = g.child_id WHERE t.code = 'EARLY'"
    ).fetchall()
    assert [row[0] for row in rows] == ["VAT"]


def test_what_was_waived_and_why_stands_in_the_log(small_hotel: Hotel) -> None:
    hotel = small_hotel
    _policy(hotel, "fixed", "500")
    stay = hotel.in_house("201", nights=3)
    change_price(hotel.answering(PRICE_CHANGED="agreed"), stay, [hotel.day], Decimal(1000))
    hotel.audit()
    take_payment(hotel.desk("nok"), hotel.window(stay), "CASH", hotel.balance(stay))
    check_out(hotel.answering("somsak", EARLY_FEE_WAIVED="overbooked, our fault"), stay, early=True)
    reasons = {row.reason for row in ChangeLog.select().where(ChangeLog.operation == "check_out")}
    assert reasons == {"EARLY_FEE_WAIVED: overbooked, our fault"}
