"""After departure: late charges on an open folio, skippers, fees of those who never came."""

from __future__ import annotations

import datetime
from decimal import Decimal

from models.back_office.receivables import CityAccount, account_of_number, items_of, open_account
from models.front_office.booking_fees import charge_fee, left_to_collect
from models.front_office.cancellations import cancel_with_penalty
from models.front_office.city_ledger import settle
from models.front_office.folios import Posting, correct, post_article, post_charge, stay_balance
from models.front_office.guests import Guest
from models.front_office.housekeeping.seeing import record_seen
from models.front_office.late_charges import (
    close_open_folio,
    late_charge_window,
    left_room,
    open_folio_window,
)
from models.front_office.night_audit import findings
from models.front_office.open_folios import OpenFolio
from models.front_office.opening import set_setting
from models.front_office.payments import take_payment
from models.front_office.policies import Step, Terms, apply_policy, save_policy
from models.front_office.proof import faults
from models.front_office.reservations import Stay
from models.front_office.rooms import Room
from models.front_office.skippers import skip_out
from models.front_office.stays import reinstate
from tests.hotel import Hotel
from tests.refusing import asked, refused

D = Decimal


def gone(hotel: Hotel, room: str = "201") -> int:
    """Left this morning after one night."""
    stay = hotel.in_house(room, nights=1)
    hotel.audit()
    hotel.leaves(stay)
    return stay


def test_a_late_charge_is_paid_and_the_folio_closes_again(hotel: Hotel) -> None:
    stay = gone(hotel)
    with refused("NOT_IN_HOUSE"):
        post_article(hotel.desk("nok"), hotel.window(stay), "CHANG")
    window = open_folio_window(hotel.desk("nok"), stay)
    assert open_folio_window(hotel.desk("nok"), stay) == window
    post_article(hotel.desk("nok"), window, "CHANG", 2)
    assert (hotel.state(stay), stay_balance(stay)) == ("checked out", D("282.48"))
    with refused("BALANCE_NOT_ZERO"):
        close_open_folio(hotel.desk("nok"), stay)
    assert findings(hotel.day) == []
    hotel.audit()
    assert list(faults()) == []
    take_payment(hotel.desk("nok"), window, "CARD", D("282.48"))
    close_open_folio(hotel.desk("nok"), stay)
    with refused("NO_OPEN_FOLIO"):
        close_open_folio(hotel.desk("nok"), stay)
    with refused("WINDOW_CLOSED"):
        take_payment(hotel.desk("nok"), window, "CARD", D(1))
    hotel.audit()
    assert list(faults()) == []


def test_what_is_owed_past_the_closing_day_stops_the_audit_and_not_before(small_hotel: Hotel) -> None:
    hotel = small_hotel
    owes, paid = gone(hotel), gone(hotel, "202")
    for stay in (owes, paid):
        post_article(hotel.desk(), open_folio_window(hotel.desk(), stay), "CHANG")
    take_payment(hotel.desk(), hotel.window(paid), "CASH", stay_balance(paid))
    left = {stay: Stay.get_by_id(stay).departure for stay in (owes, paid)}
    while hotel.day <= left[owes] + datetime.timedelta(days=3):
        assert [f.code for f in findings(hotel.day)] == []
        hotel.audit()
    with refused("NOT_IN_HOUSE"):
        post_article(hotel.desk(), hotel.window(owes), "CHANG")
    with refused("TOO_LATE_TO_CHARGE") as refusal:
        open_folio_window(hotel.desk(), owes)
    assert refusal.said.jump == "sale"
    (finding,) = findings(hotel.day)
    assert (finding.code, finding.jump, finding.blocks) == ("A5", f"stay {owes}", True)
    company = open_account(hotel.desk("anong"), name_en="Siam Tour", credit_limit=None)
    settle(hotel.desk(), hotel.window(owes), company, stay_balance(owes))
    assert findings(hotel.day) == []
    hotel.audit()
    # Nothing is owed any more: the audit closed both by itself.
    assert OpenFolio.select().where(OpenFolio.closed_on.is_null()).count() == 0
    assert list(faults()) == []


def test_a_charge_that_comes_by_room_finds_who_has_left_it(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = gone(hotel)
    with refused("NOBODY_LEFT"):
        late_charge_window(hotel.desk("nok"), "202")
    with asked("LATE_CHARGE", "post"):
        late_charge_window(hotel.desk("nok"), "201")
    desk = hotel.answering("nok", LATE_CHARGE="minibar of this morning")
    assert late_charge_window(desk, "201") == hotel.window(stay)
    assert late_charge_window(hotel.desk("nok"), "201") == hotel.window(stay)
    wrong = post_article(hotel.desk("nok"), hotel.window(stay), "WATER")
    correct(hotel.desk("nok"), wrong, "another room's")
    found = left_room("201", hotel.day)
    assert found is not None
    assert found.id == stay
    inside = hotel.in_house("203")
    with refused("NOT_CHECKED_OUT"):
        open_folio_window(hotel.desk(), inside)


def test_who_comes_back_the_same_day_has_his_folio_again(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = gone(hotel)
    open_folio_window(hotel.desk(), stay)
    post_article(hotel.desk(), hotel.window(stay), "WATER")
    reinstate(hotel.desk(), stay)
    assert (hotel.state(stay), hotel.balance(stay)) == ("in house", D("30.00"))
    hotel.leaves(stay)
    assert list(faults()) == []


def test_a_skipper_is_checked_out_and_his_bill_stands_on_an_account(hotel: Hotel) -> None:
    stay, today = hotel.in_house("201", nights=3), hotel.in_house("202", nights=2)
    hotel.audit()
    fresh = hotel.in_house("203", nights=2)
    post_charge(hotel.desk(), hotel.window(stay), "FOOD", D(1000))
    rooms = {number: Room.get(Room.number == number).id for number in ("201", "202", "203")}
    with refused("NO_DISCREPANCY"):
        skip_out(hotel.desk(), rooms["201"])
    for number in rooms:
        record_seen(hotel.desk("noi"), rooms[number], number == "202")
    with refused("NO_DISCREPANCY"):
        skip_out(hotel.desk(), rooms["202"])
    with asked("SKIPPER", "do_not_rent", second_person=True):
        skip_out(hotel.desk("nok"), rooms["201"])
    due = hotel.balance(stay)
    assert skip_out(hotel.answering("nok", "somsak", SKIPPER="gone by night"), rooms["201"]) == stay
    skip_out(hotel.answering("pavinee", SKIPPER="gone by night"), rooms["203"])
    assert [hotel.state(s) for s in (stay, today, fresh)] == ["checked out", "in house", "checked out"]
    skippers = account_of_number("SKIP")
    assert next(item.unpaid for item in items_of(skippers.id)) == due
    assert len(items_of(skippers.id)) == 2
    assert Guest.get_by_id(Stay.get_by_id(stay).guest_id).do_not_rent
    hotel.audit()
    assert list(faults()) == []


POLICY = Terms(
    "STD", "มาตรฐาน", "Standard", deposit_rule="none", steps=(Step(7, "days", "percent", D(50)),),
    no_show_rule="stay",
)  # fmt: skip
NIGHT = D("1765.50")


def test_what_no_deposit_covers_of_a_fee_is_asked_of_the_company(hotel: Hotel) -> None:
    apply_policy(hotel.desk(), save_policy(hotel.desk(), None, POLICY))
    account = open_account(hotel.desk("anong"), name_en="Siam Tour", credit_limit=D(10_000))
    soon, two = hotel.after(3), hotel.after(5)
    at_once = hotel.booked(2, arrival=soon, departure=two, guarantee="guaranteed")
    later = hotel.booked(2, arrival=soon, departure=two, guarantee="guaranteed")
    set_setting(hotel.desk(), "due_in_left", "NOTE")
    today = hotel.booked(1, guarantee="guaranteed")
    cancel_with_penalty(hotel.desk("nok"), at_once, "ill", account_id=account)
    cancel_with_penalty(hotel.desk("nok"), later, "ill")
    assert (left_to_collect(at_once), left_to_collect(later)) == (0, NIGHT)
    charge_fee(hotel.desk("nok"), later, account)
    assert left_to_collect(later) == 0
    with refused("NOTHING_TO_COLLECT"):
        charge_fee(hotel.desk("nok"), later, account)
    hotel.audit()
    assert hotel.state(today) == "no-show"
    charge_fee(hotel.desk("nok"), today, account)
    fees = Posting.select().where(Posting.kind == "charge").order_by(Posting.id)
    assert [(fee.code.code, fee.amount) for fee in fees] == [
        ("FORF", NIGHT),
        ("FORF", NIGHT),
        ("NOSHO", NIGHT),
    ]
    assert CityAccount.get_by_id(account).balance == 3 * NIGHT
    # Taken back the same day, it is left to be asked for again.
    for row in Posting.select().where(Posting.date == hotel.day).order_by(Posting.id.desc()):
        correct(hotel.desk("nok"), row.id, "the agent has paid")
    assert (left_to_collect(today), CityAccount.get_by_id(account).balance) == (NIGHT, 2 * NIGHT)
    assert findings(hotel.day) == []
    hotel.audit()
    assert list(faults()) == []
