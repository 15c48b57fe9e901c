"""Cashier shifts: opened with a float, moved by money, counted blind, closed, handed over."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from models.front_office.folios import Posting, correct
from models.front_office.opening import set_setting
from models.front_office.payment_legs import Leg
from models.front_office.payments import refund, take_deposit, take_payment, take_payments
from models.front_office.proof import faults
from models.front_office.receipts import Receipt
from models.front_office.reservations import Stay
from models.front_office.till import CashCount, CashDrop, CashierShift, PaidOut, TillMovement, open_shift
from models.front_office.till.closing import (
    Counted,
    close_shift,
    count_shift,
    force_close,
    hand_over,
    results,
)
from models.front_office.till.drops import Bag, drop
from models.front_office.till.figures import figures
from models.front_office.till.opening import begin_shift, change_float, float_due, float_left, keep_drawer
from models.front_office.till.paid_outs import (
    paid_out_accounts,
    pay_out_for_guest,
    pay_out_for_house,
    take_back_paid_out,
)
from models.front_office.till.tables import Drawer
from models.front_office.till.views import at_sign_in, open_shifts, report_of, shift_lines, shifts
from models.house.staff import Staff, rights_of
from models.ledger.accounts import account
from models.ledger.balances import account_balance
from tests.hotel import Hotel
from tests.refusing import asked, refused

FAR = datetime.date(9999, 1, 1)


def book(code: str) -> Decimal:
    return account_balance(account(code).id, FAR)


def person(login: str) -> Staff:
    return Staff.get(Staff.login == login)


def bag(witness: str = "somsak", number: str = "B-17") -> Bag:
    return Bag(number, "safe", person(witness).id)


def cheque(amount: str) -> Leg:
    number, dated = f"12{amount}", datetime.date(2026, 12, 15)
    return Leg(
        "CHEQ", Decimal(amount), bank="004", branch="Silom", number=number, cheque_date=dated, payer="Siam"
    )


def cash(amount: int | str) -> Counted:
    return Counted("CASH", "THB", Decimal(amount))


def with_shifts(hotel: Hotel) -> Hotel:
    set_setting(hotel.desk(), "cashier_shifts", "yes")
    return hotel


@pytest.fixture
def house(small_hotel: Hotel) -> Hotel:
    return with_shifts(small_hotel)


def begin(hotel: Hotel, login: str = "malee", amount: int = 3000, drawer: int = 1) -> int:
    return begin_shift(hotel.desk(login), drawer, Decimal(amount))


def guest_with_debt(hotel: Hotel) -> int:
    """The window of a guest in house."""
    return hotel.window(hotel.in_house("201"))


def the_day_of_the_domain(hotel: Hotel) -> tuple[int, int]:
    """Float 3,000, cash in 18,450, refunds 700, paid-outs 1,250, drops 16,000; shift and window."""
    window = guest_with_debt(hotel)
    shift = begin(hotel)
    desk = hotel.desk("malee")
    take_payment(desk, window, "CASH", Decimal(18_000))
    reservation = Stay.get_by_id(hotel.booked(room="203")).reservation_id
    take_deposit(desk, reservation, "CASH", Decimal(450))
    refund(desk, window, "CASH", Decimal(700), "paid too much")
    pay_out_for_guest(desk, window, Decimal(1000), "Wichai taxi", "T-001", "Taxi to the airport")
    pay_out_for_house(desk, "52300", Decimal(250), "Somchai shop", "S-044", "Light bulbs")
    take_payment(desk, window, "CARD", Decimal(500), reference="VISA 1234")
    drop(desk, "CASH", "THB", Decimal(16_000), bag())
    return shift, window


def test_the_example_of_the_house_rules_is_short_by_twenty(hotel: Hotel) -> None:
    with_shifts(hotel)
    shift, _window = the_day_of_the_domain(hotel)
    desk = hotel.desk("malee")
    notes = Counted("CASH", "THB", pieces={"1000": 3, "100": 4, "50": 1, "20": 1, "10": 1})
    count_shift(desk, shift, [notes, Counted("CARD", "THB", Decimal(500), slips=1)])
    found = results(CashierShift.get_by_id(shift))
    drawer, card = found
    assert (drawer.figure.expected, drawer.counted, drawer.variance) == (3500, 3480, -20)
    assert (card.figure.expected, card.figure.papers, card.variance) == (500, 1, 0)
    assert {name: amount for name, amount in drawer.figure.moved.items() if amount} == {
        "in": 18_450, "refunds": -700, "paid-outs": -1250, "drops": -16_000,
    }  # fmt: skip
    close_shift(desk, shift, Decimal(3000), bag(number="B-18"))
    assert book("52420") == 20
    assert book("11110") == 3000
    assert book("11105") == 16_000 + 480 - 3000  # the first float came out of the safe
    closed = CashierShift.get_by_id(shift)
    assert (closed.left_float, closed.closed_by.login, closed.forced) == (3000, "malee", False)
    assert figures(closed)[0].expected == 3000
    paper = report_of(shift)
    assert paper is not None
    said = str(paper)
    for words in ("3,500.00", "3,480.00", "-20.00", "Wichai taxi", "S-044", "B-17", "B-18", "VISA", "R2569"):
        assert words in said or words == "VISA", words
    assert report_of(shift) == paper
    assert list(faults()) == []


def test_the_report_stays_as_it_was_when_things_change_later(house: Hotel) -> None:
    shift, window = the_day_of_the_domain(house)
    desk = house.desk("malee")
    count_shift(desk, shift, [cash(3500)])
    close_shift(desk, shift, Decimal(3500))
    before = report_of(shift)
    begin(house, amount=3500)
    payment = Posting.get((Posting.window == window) & (Posting.kind == "payment") & (Posting.amount == -500))
    correct(desk, payment.id, "wrong card")
    assert report_of(shift) == before
    # What comes late goes into the next shift.
    assert TillMovement.get(TillMovement.kind == "correction").shift_id == open_shift(person("malee")).id  # type: ignore[union-attr]


def test_money_needs_a_shift_of_ones_own(house: Hotel) -> None:
    window = guest_with_debt(house)
    begin(house, "nok")
    for act in (
        lambda: take_payment(house.desk("malee"), window, "CASH", Decimal(100)),
        lambda: pay_out_for_guest(house.desk("malee"), window, Decimal(10), "x", "1", "y"),
        lambda: pay_out_for_house(house.desk("malee"), "52300", Decimal(10), "x", "1", "y"),
        lambda: drop(house.desk("malee"), "CASH", "THB", Decimal(10), bag()),
        lambda: change_float(house.desk("malee"), Decimal(10), "more coins"),
    ):
        with refused("NO_SHIFT") as no:
            act()
        assert no.said.jump == "open shift"


def test_opening_is_refused_or_asked(house: Hotel) -> None:
    with refused("NO_DRAWER"):
        begin(house, drawer=7)
    with refused("NEGATIVE"):
        begin(house, amount=-1)
    with refused("NO_DENOMINATION"):
        begin_shift(house.desk("malee"), 1, Decimal(0), pieces={"30": 1})
    begin(house)
    with refused("SHIFT_OPEN"):
        begin(house)
    with asked("DRAWER_IN_USE", "close_shifts", second_person=True):
        begin(house, "nok", 0)
    begin_shift(house.answering("nok", "somsak", DRAWER_IN_USE="one drawer is broken"), 1, Decimal(0))
    set_setting(house.desk(), "cashier_shifts", "no")
    with refused("SHIFTS_OFF"):
        begin(house, "lek")


def test_the_fourth_opening_of_a_day_is_asked_for(house: Hotel) -> None:
    desk = house.desk("malee")
    for _n in range(3):
        shift = begin(house, amount=0)
        count_shift(desk, shift, [])
        close_shift(desk, shift, Decimal(0))
    with asked("TOO_MANY_OPENINGS", "close_shifts", second_person=True):
        begin(house, amount=0)
    begin_shift(house.answering("malee", "somsak", TOO_MANY_OPENINGS="busy"), 1, Decimal(0))


def test_a_float_that_is_not_what_was_left_is_named_to_who_left_it(house: Hotel) -> None:
    desk = house.desk("malee")
    shift = begin(house)
    assert book("11105") == -3000
    count_shift(desk, shift, [cash(3000)])
    close_shift(desk, shift, Decimal(3000))
    drawer = Drawer.get()
    assert float_left(drawer) == 3000
    with asked("FLOAT_SHORT", "pay"):
        begin(house, "nok", 2900)
    second = begin_shift(house.answering("nok", FLOAT_SHORT="counted twice"), 1, Decimal(2900))
    assert (float_left(drawer), book("52420"), book("11110")) == (0, 100, 2900)
    assert figures(CashierShift.get_by_id(second))[0].expected == 2900
    # More than was left came out of the safe.
    count_shift(house.desk("nok"), second, [cash(2900)])
    close_shift(house.desk("nok"), second, Decimal(2900))
    begin_shift(house.desk("lek"), 1, Decimal(0), pieces={"1000": 4})
    assert (book("11110"), book("11105")) == (4000, -4100)
    assert CashCount.get(CashCount.purpose == "open").counted == 4000
    assert list(faults()) == []


def test_cash_that_is_not_in_the_drawer_is_not_given(house: Hotel) -> None:
    window = guest_with_debt(house)
    begin(house, amount=1000)
    desk = house.desk("malee")
    take_payment(desk, window, "CARD", Decimal(5000))
    for act in (
        lambda: refund(desk, window, "CASH", Decimal(1001), "too much"),
        lambda: pay_out_for_guest(desk, window, Decimal(1001), "x", "1", "y"),
        lambda: pay_out_for_house(desk, "52300", Decimal(1001), "x", "1", "y"),
        lambda: drop(desk, "CASH", "THB", Decimal(1001), bag()),
        lambda: change_float(desk, Decimal(-1001), "to the safe"),
        lambda: drop(desk, "CHEQ", "THB", Decimal(1), bag()),
    ):
        with refused("NOT_ENOUGH_CASH"):
            act()
    change_float(desk, Decimal(500), "coins")
    change_float(desk, Decimal(-1500), "to the safe")
    with refused("NOTHING"):
        change_float(desk, Decimal(0), "nothing")


def test_a_paid_out_has_payee_slip_purpose_and_an_allowed_account(house: Hotel) -> None:
    window = guest_with_debt(house)
    begin(house)
    desk = house.desk("malee")
    with refused("NO_VOUCHER"):
        pay_out_for_guest(desk, window, Decimal(100), "Wichai", " ", "taxi")
    with refused("NO_PAYEE"):
        pay_out_for_house(desk, "52300", Decimal(100), "", "1", "bulbs")
    with refused("NO_REASON"):
        pay_out_for_house(desk, "52300", Decimal(100), "Somchai", "1", "")
    with refused("NOT_ALLOWED_ACCOUNT"):
        pay_out_for_house(desk, "41100", Decimal(100), "Somchai", "1", "bulbs")
    assert "52300" in [row.code for row in paid_out_accounts()]
    first = pay_out_for_guest(desk, window, Decimal(100), "Wichai", "7", "taxi")
    second = pay_out_for_house(desk, "52300", Decimal(40), "Somchai", "8", "bulbs")
    numbers = [PaidOut.get_by_id(n).number for n in (first, second)]
    assert numbers == ["PO2569-00001", "PO2569-00002"]
    assert house.balance(Posting.get_by_id(PaidOut.get_by_id(first).posting_id).window.stay_id) == 100
    assert book("52300") == 40


def test_a_paid_out_is_taken_back_and_the_money_is_in_the_drawer_again(house: Hotel) -> None:
    window = guest_with_debt(house)
    shift = begin(house)
    desk = house.desk("malee")
    guest = PaidOut.get_by_id(pay_out_for_guest(desk, window, Decimal(100), "Wichai", "7", "taxi"))
    own = pay_out_for_house(desk, "52300", Decimal(40), "Somchai", "8", "bulbs")
    with refused("ON_A_FOLIO"):
        take_back_paid_out(desk, guest.id, "did not go")
    correct(desk, guest.posting_id, "did not go")
    take_back_paid_out(desk, own, "shop was closed")
    with refused("ALREADY_CORRECTED"):
        take_back_paid_out(desk, own, "again")
    assert figures(CashierShift.get_by_id(shift))[0].expected == 3000
    assert (book("52300"), book("11110")) == (0, 3000)
    assert list(faults()) == []
    old = pay_out_for_house(desk, "52300", Decimal(40), "Somchai", "9", "bulbs")
    set_setting(house.desk(), "cashier_shifts", "no")
    house.audit()
    with refused("CLOSED_DATE"):
        take_back_paid_out(desk, old, "yesterday's")


def test_a_drop_has_a_bag_a_place_and_a_witness(house: Hotel) -> None:
    begin(house)
    desk = house.desk("malee")
    for wrong, code in (
        (Bag("", "safe", person("somsak").id), "NO_BAG"),
        (Bag("1", "", person("somsak").id), "NO_PLACE"),
        (Bag("1", "safe", None), "NO_WITNESS"),
        (Bag("1", "safe", person("malee").id), "SAME_PERSON"),
    ):
        with refused(code):
            drop(desk, "CASH", "THB", Decimal(100), wrong)
    with refused("NOT_DROPPED"):
        drop(desk, "CARD", "THB", Decimal(100), bag())
    drop(desk, "CASH", "THB", Decimal(100), bag())
    kept = CashDrop.get()
    assert (kept.bag, kept.place, kept.witness.login, kept.movement.amount) == (
        "B-17",
        "safe",
        "somsak",
        -100,
    )


def test_cheques_are_dropped_and_leave_the_shift(house: Hotel) -> None:
    window = guest_with_debt(house)
    shift = begin(house, amount=0)
    desk = house.desk("malee")
    take_payments(desk, window, [cheque("2000")])
    drop(desk, "CHEQ", "THB", Decimal(500), bag())
    count_shift(desk, shift, [cash(0), Counted("CHEQ", "THB", Decimal(1500), slips=1)])
    close_shift(desk, shift, Decimal(0), bag())
    assert book("11320") == 2000
    assert [f.expected for f in figures(CashierShift.get_by_id(shift))] == [0, 0]
    assert list(faults()) == []


def test_slips_of_refunds_may_come_to_more_than_those_of_payments(house: Hotel) -> None:
    window = guest_with_debt(house)
    begin(house, "nok", 0)
    take_payment(house.desk("nok"), window, "TRAN", Decimal(900))
    shift = begin_shift(house.answering("malee", "somsak", DRAWER_IN_USE="busy"), 1, Decimal(0))
    refund(house.desk("malee"), window, "TRAN", Decimal(900), "paid twice")
    count_shift(house.desk("malee"), shift, [Counted("TRAN", "THB", Decimal(-900), slips=1)])
    close_shift(house.desk("malee"), shift, Decimal(0))
    assert list(faults()) == []


def test_a_shift_is_closed_once_after_a_count_and_by_its_cashier(house: Hotel) -> None:
    window = guest_with_debt(house)
    shift = begin(house)
    desk = house.desk("malee")
    with refused("NOT_COUNTED"):
        close_shift(desk, shift, Decimal(3000))
    with refused("NOT_TAKEN"):
        count_shift(desk, shift, [Counted("FORX", "USD", Decimal(20))])
    with refused("NEGATIVE"):
        count_shift(desk, shift, [cash(-1)])
    count_shift(desk, shift, [cash(2990)])
    take_payment(desk, window, "CASH", Decimal(100))
    with refused("NOT_COUNTED"):  # money has moved since
        close_shift(desk, shift, Decimal(3000))
    count_shift(desk, shift, [cash(3090)])
    count_shift(desk, shift, [cash(3100)])  # a recount is a record of its own
    assert CashCount.select().count() == 3
    with refused("NOT_OWN_SHIFT"):
        close_shift(house.desk("nok"), shift, Decimal(3100))
    with refused("NOT_OWN_SHIFT"):
        count_shift(house.desk("nok"), shift, [cash(3100)])
    with refused("LEFT_TOO_MUCH"):
        close_shift(desk, shift, Decimal(3200))
    with refused("NO_BAG"):
        close_shift(desk, shift, Decimal(3000))
    close_shift(desk, shift, Decimal(3100))
    with refused("SHIFT_CLOSED"):
        close_shift(desk, shift, Decimal(3100))
    with refused("SHIFT_CLOSED"):
        count_shift(desk, shift, [cash(3100)])


def test_the_next_cashier_counts_and_a_difference_is_named_to_the_one_who_leaves(hotel: Hotel) -> None:
    with_shifts(hotel)
    window = guest_with_debt(hotel)
    shift = begin(hotel, "nok")
    desk = hotel.desk("nok")
    take_payment(desk, window, "CASH", Decimal(2000))
    lek = person("lek").id
    with refused("SAME_PERSON"):
        hand_over(desk, shift, person("nok").id, [cash(5000)], Decimal(3000), bag("lek"))
    with refused("NEXT_MAY_NOT"):
        hand_over(desk, shift, person("noi").id, [cash(5000)], Decimal(3000), bag("lek"))
    done = hand_over(desk, shift, lek, [cash(4980)], Decimal(3000), bag("lek"))
    taken = CashierShift.get_by_id(done["opened"])
    assert (taken.staff.login, taken.opening, taken.drawer.number) == ("lek", 3000, 1)
    assert (book("52420"), book("11110"), float_left(Drawer.get())) == (20, 3000, 0)
    assert CashCount.get(CashCount.purpose == "handover").staff.login == "lek"
    named = TillMovement.get(TillMovement.kind == "over/short")
    assert (named.shift_id, named.baht) == (shift, -20)
    take_payment(hotel.desk("lek"), window, "CASH", Decimal(10))
    assert list(faults()) == []


def test_the_auditor_closes_the_shifts_of_others_and_not_his_own(house: Hotel) -> None:
    shift = begin(house)
    mine = begin_shift(house.answering("chai", DRAWER_IN_USE="night"), 1, Decimal(0))
    with refused("OWN_SHIFT"):
        force_close(house.desk("chai"), mine)
    with asked("OTHERS_SHIFT", "close_shifts", second_person=True):
        force_close(house.desk("nok"), shift)
    with asked("OTHERS_SHIFT", "close_shifts"):
        force_close(house.desk("chai"), shift)
    force_close(house.answering("chai", OTHERS_SHIFT="went home"), shift, Decimal(2950))
    closed = CashierShift.get_by_id(shift)
    assert (closed.forced, closed.closed_by.login, closed.left_float) == (True, "chai", 2950)
    assert book("52420") == 50
    with refused("SHIFT_CLOSED"):
        force_close(house.answering("chai", OTHERS_SHIFT="again"), shift)


def test_a_shift_closed_without_a_count_leaves_what_was_expected(house: Hotel) -> None:
    shift = begin(house)
    force_close(house.answering("chai", OTHERS_SHIFT="went home"), shift)
    assert CashierShift.get_by_id(shift).left_float == 3000
    paper = report_of(shift)
    assert paper is not None
    assert "ไม่ได้นับ" in str(paper.notes)
    assert list(faults()) == []


def test_two_at_one_drawer_have_a_shift_each(hotel: Hotel) -> None:
    with_shifts(hotel)
    keep_drawer(hotel.desk(), 1, "Front desk", shared=True)
    keep_drawer(hotel.desk(), 2, "Bar")
    window = guest_with_debt(hotel)
    first, second = begin(hotel, "nok", 2000), begin(hotel, "lek", 1000)
    take_payment(hotel.desk("nok"), window, "CASH", Decimal(700))
    take_payment(hotel.desk("lek"), window, "CASH", Decimal(300))
    assert [figures(CashierShift.get_by_id(s))[0].expected for s in (first, second)] == [2700, 1300]
    assert [s.cashier for s in open_shifts()] == ["nok", "lek"]
    with refused("DRAWER_OPEN"):
        keep_drawer(hotel.desk(), 1, "Front desk", active=False)
    for login, shift, amount in (("nok", first, 2700), ("lek", second, 1300)):
        count_shift(hotel.desk(login), shift, [cash(amount)])
        close_shift(hotel.desk(login), shift, Decimal(amount))
    assert float_left(Drawer.get(Drawer.number == 1)) == 4000
    drawer = Drawer.get(Drawer.number == 1)
    assert (float_due(drawer, person("nok")), float_due(drawer, person("malee"))) == (2700, 0)
    begin(hotel, "nok", 2700)
    assert (float_left(drawer), book("11110")) == (1300, 4000)
    assert [row.number for row in shifts("nok").first(9)] == ["S-00003", "S-00001"]
    assert list(faults()) == []


def test_a_drawer_needs_a_number_and_a_name(house: Hotel) -> None:
    with refused("NO_NAME"):
        keep_drawer(house.desk(), 3, " ")
    with refused("NO_NUMBER"):
        keep_drawer(house.desk(), 0, "Bar")


def test_an_open_shift_stands_in_the_way_of_the_audit(house: Hotel) -> None:
    shift = begin(house)
    with refused("AUDIT_BLOCKED"):
        house.audit()
    force_close(house.answering("chai", OTHERS_SHIFT="went home"), shift, Decimal(3000))
    house.audit()
    assert list(faults()) == []


def test_who_may_take_money_is_told_of_the_shift_at_sign_in(house: Hotel) -> None:
    malee, noi = person("malee"), person("noi")
    assert "not open" in str(at_sign_in(malee, rights_of(malee)))
    begin(house)
    assert "drawer 1" in str(at_sign_in(malee, rights_of(malee)))
    assert at_sign_in(noi, rights_of(noi)) is None


def test_the_lines_of_a_shift_name_folio_and_paper(house: Hotel) -> None:
    shift, _window = the_day_of_the_domain(house)
    lines = shift_lines(shift).first(20)
    assert [line.kind for line in lines] == [
        "drop", "payment", "paid-out", "paid-out", "refund", "deposit", "payment",
    ]  # fmt: skip
    assert (lines[1].room, lines[1].paper) == ("201", Receipt.get_by_id(lines[1].receipt_id).number)
    assert lines[3].paper == "PO2569-00001"
    assert lines[5].guest_en


def test_cheques_of_who_has_left_are_bagged_by_the_auditor_or_named(hotel: Hotel) -> None:
    with_shifts(hotel)
    window, shift = guest_with_debt(hotel), begin(hotel, amount=0)
    take_payments(hotel.desk("malee"), window, [cheque("2000")])
    notes: list[str] = []
    auditor = hotel.answering("chai", OTHERS_SHIFT="went home")
    force_close(replace(auditor, heard=lambda note: notes.append(note.message.say("en"))), shift)
    assert notes == ["In the drawer stay, in no bag: CHEQ THB 2,000.00."]
    other = begin(hotel, "nok", amount=0)
    take_payments(hotel.desk("nok"), window, [cheque("500")])
    with refused("NO_WITNESS"):
        force_close(auditor, other, None, Bag("B-9", "safe", None))
    force_close(auditor, other, None, bag())
    assert [f.expected for f in figures(CashierShift.get_by_id(other))] == [0, 0]
    assert list(faults()) == []
