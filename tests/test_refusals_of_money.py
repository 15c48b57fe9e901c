"""What the hotel's rules refuse of charges, money and the books, and that nothing is written then."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from models.front_office.codes import Generate, TransactionCode
from models.front_office.folios import (
    Posting,
    correct,
    post_article,
    post_charge,
    window_of,
)
from models.front_office.payments import (
    keep_deposit,
    refund,
    refund_deposit,
    take_deposit,
    take_payment,
)
from models.front_office.proof import faults
from models.front_office.reservations import (
    Stay,
    change_dates,
)
from models.front_office.stays import (
    charge_day_use,
    check_in,
    undo_check_in,
)
from models.house.acts import ChangeLog
from models.ledger.accounts import Account
from models.ledger.entries import write_journal_voucher
from models.ledger.periods import Period, lock_period, unlock_period
from tests.hotel import Hotel
from tests.refusing import asked, refused


def _reservation(stay: int) -> int:
    return int(Stay.get_by_id(stay).reservation_id)


def _posting(window: int, kind: str = "charge") -> int:
    rows = Posting.select().where((Posting.window == window) & (Posting.kind == kind))
    return int(rows.order_by(Posting.id.desc()).get().id)


def _last_log() -> ChangeLog:
    return ChangeLog.select().order_by(ChangeLog.id.desc()).first()


# Deposits


def test_deposits_are_given_back_as_far_as_they_go(hotel: Hotel) -> None:
    stay = hotel.booked()
    reservation = _reservation(stay)
    take_deposit(hotel.desk("nok"), reservation, "CASH", Decimal(500))
    for operation in (
        lambda: refund_deposit(hotel.desk(), reservation, "CASH", Decimal("500.01"), "ill"),
        lambda: keep_deposit(hotel.desk(), reservation, Decimal("500.01"), "late"),
    ):
        with refused("MORE_THAN_IS_LEFT"):
            operation()
    for operation in (
        lambda: refund_deposit(hotel.desk(), reservation, "CASH", Decimal(1), ""),
        lambda: keep_deposit(hotel.desk(), reservation, Decimal(1), " "),
    ):
        with refused("NO_REASON"):
            operation()
    for operation in (
        lambda: take_deposit(hotel.desk("nok"), reservation, "CASH", Decimal(0)),
        lambda: refund_deposit(hotel.desk(), reservation, "CASH", Decimal(-1), "ill"),
        lambda: keep_deposit(hotel.desk(), reservation, Decimal(0), "late"),
    ):
        with refused("NOT_POSITIVE"):
            operation()
    with refused("NO_METHOD"):
        take_deposit(hotel.desk("nok"), reservation, "MINI", Decimal(1))
    with refused("TENDERED_TOO_LITTLE"):
        take_deposit(hotel.desk("nok"), reservation, "CASH", Decimal(100), tendered=Decimal(99))


def test_a_deposit_that_moved_to_the_folio_cannot_be_taken_back_from_the_booking(hotel: Hotel) -> None:
    stay = hotel.booked()
    take_deposit(hotel.desk("nok"), _reservation(stay), "CASH", Decimal(500))
    paid = Posting.get(Posting.kind == "deposit").id
    check_in(hotel.desk("nok"), stay, "201")
    with refused("MORE_THAN_IS_LEFT"):
        correct(hotel.desk("nok"), paid, "wrong booking")
    with refused("NOT_CORRECTABLE"):
        correct(hotel.desk("nok"), Posting.get(Posting.kind == "deposit moved").id, "wrong")
    with refused("NOT_RESERVED"):
        take_deposit(hotel.desk("nok"), _reservation(stay), "CASH", Decimal(1))


# Postings


def test_a_charge_has_a_code_that_the_desk_may_post(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201"))
    TransactionCode.update(active=False).where(TransactionCode.code == "SPA").execute()
    for code, refusal in (
        ("NOPE", "NO_CODE"),
        ("SPA", "NO_CODE"),
        ("CASH", "NO_CODE"),  # a way to pay
        ("ROOM", "NOT_BY_HAND"),
        ("VAT", "TAX_ALONE"),  # a tax on its own
        ("SVC", "TAX_ALONE"),
        ("FORF", "NOT_BY_HAND"),
    ):
        with refused(refusal):
            post_charge(hotel.desk("nok"), window, code, Decimal(100))
    with refused("NO_ARTICLE"):
        post_article(hotel.desk("nok"), window, "CAVIAR")


def test_a_charge_is_above_zero(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201"))
    for amount, quantity in ((0, 1), (-5, 1), (5, 0), (-5, -1), (5, -1)):
        with refused("NOT_POSITIVE"):
            post_charge(hotel.desk("nok"), window, "MINI", Decimal(amount), quantity=quantity)
    for quantity in (0, -2):
        with refused("NOT_POSITIVE"):
            post_article(hotel.desk("nok"), window, "CHANG", quantity)


def test_only_a_guest_in_house_is_charged(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=1)
    window = hotel.window(stay)
    undo_check_in(hotel.desk("nok"), stay)
    with refused("NOT_IN_HOUSE"):
        post_charge(hotel.desk("nok"), window, "MINI", Decimal(10))
    with refused("NO_WINDOW"):
        window_of(stay, 2)
    check_in(hotel.desk("nok"), stay, "201")
    hotel.audit()
    hotel.leaves(stay)
    for refusal, operation in (
        ("NOT_IN_HOUSE", lambda: post_article(hotel.desk("nok"), window, "CHANG")),
        ("WINDOW_CLOSED", lambda: take_payment(hotel.desk("nok"), window, "CASH", Decimal(1))),
        ("WINDOW_CLOSED", lambda: refund(hotel.desk("nok"), window, "CASH", Decimal(1), "x")),
        ("WINDOW_CLOSED", lambda: correct(hotel.desk("nok"), _posting(window, "payment"), "x")),
    ):
        with refused(refusal):
            operation()


def test_a_stay_that_takes_no_charges_takes_one_for_a_reason(hotel: Hotel) -> None:
    stay = hotel.in_house("201")
    Stay.update(no_post=True).where(Stay.id == stay).execute()
    with asked("NO_POST", "post"):
        post_article(hotel.desk("nok"), hotel.window(stay), "CHANG")
    post_article(hotel.answering("nok", NO_POST="the boss said so"), hotel.window(stay), "CHANG")
    assert _last_log().reason == "NO_POST: the boss said so"


def test_an_unusual_amount_is_asked_about(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201"))
    TransactionCode.update(lowest=Decimal(10), highest=Decimal(1000)).where(
        TransactionCode.code == "MINI"
    ).execute()
    for amount in ("9.99", "1000.01"):
        with asked("AMOUNT_UNUSUAL", "post", amount=amount):
            post_charge(hotel.desk("nok"), window, "MINI", Decimal(amount))
    for amount in ("10", "1000"):
        post_charge(hotel.desk("nok"), window, "MINI", Decimal(amount))


def test_the_same_outside_record_is_posted_once(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201"))
    post_charge(hotel.desk("nok"), window, "MISC", Decimal(20), source="call 4711")
    with refused("ALREADY_POSTED"):
        post_charge(hotel.desk("nok"), window, "MISC", Decimal(20), source="call 4711")
    with refused("ALREADY_POSTED"):
        post_article(hotel.desk("lek"), window, "WATER", source="call 4711")


def test_nothing_is_posted_without_a_tax_rate_or_on_a_closed_account(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201"))
    laundry = TransactionCode.get(TransactionCode.code == "LAUN")
    Generate.update(valid_until=hotel.after(-1)).where(
        (Generate.parent == laundry) & (Generate.position == 2)
    ).execute()
    with refused("NO_TAX_RATE") as refusal:
        post_charge(hotel.desk("nok"), window, "LAUN", Decimal(100))
    assert refusal.said.message.values["child"] == "VAT"
    food = TransactionCode.get(TransactionCode.code == "FOOD")
    Account.update(closed_on=hotel.day).where(Account.id == food.account_id).execute()
    with refused("ACCOUNT_CLOSED"):
        post_charge(hotel.desk("nok"), window, "FOOD", Decimal(100))
    with refused("ACCOUNT_CLOSED"):
        write_journal_voucher(
            hotel.desk("anong"), hotel.day, "soup", [("41110", Decimal(-1)), ("11110", Decimal(1))]
        )


# Money


def test_a_payment_is_above_zero_by_a_known_method_and_tendered_in_full(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201"))
    with refused("NOT_POSITIVE"):
        take_payment(hotel.desk("nok"), window, "CASH", Decimal(0))
    for method, code in (("SHELLS", "NO_CODE"), ("MINI", "NO_METHOD"), ("DEP", "NO_METHOD")):
        with refused(code):
            take_payment(hotel.desk("nok"), window, method, Decimal(10))
    with refused("TENDERED_TOO_LITTLE"):
        take_payment(hotel.desk("nok"), window, "CASH", Decimal(10), tendered=Decimal("9.99"))


def test_no_more_is_refunded_than_the_guest_has_to_his_credit(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201"))
    take_payment(hotel.desk("nok"), window, "CASH", Decimal(100))
    with refused("MORE_THAN_IS_LEFT") as refusal:
        refund(hotel.desk("nok"), window, "CASH", Decimal("100.01"), "too much")
    assert refusal.said.message.values["left"] == 100
    with refused("NO_REASON"):
        refund(hotel.desk("nok"), window, "CASH", Decimal(1), "")
    post_charge(hotel.desk("nok"), window, "MISC", Decimal(50), inclusive=True)
    with refused("MORE_THAN_IS_LEFT"):
        refund(hotel.desk("nok"), window, "CASH", Decimal("50.01"), "too much")
    refund(hotel.desk("nok"), window, "CASH", Decimal(50), "too much")


# Corrections


def test_a_posting_is_corrected_once_today_and_with_a_reason(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=2)
    window = hotel.window(stay)
    wrong = post_article(hotel.desk("nok"), window, "CHANG")
    old = post_article(hotel.desk("nok"), window, "WATER")
    with refused("NO_REASON"):
        correct(hotel.desk("nok"), wrong, "\t")
    undone = correct(hotel.desk("nok"), wrong, "wrong room")
    with refused("ALREADY_CORRECTED"):
        correct(hotel.desk("nok"), wrong, "again")
    with refused("UNDO_OF_UNDO"):
        correct(hotel.desk("nok"), undone, "it was right")
    hotel.audit()
    with refused("CLOSED_DATE"):
        correct(hotel.desk("nok"), old, "wrong room")
    night = Posting.get(Posting.night.is_null(False))
    with refused("CLOSED_DATE"):
        correct(hotel.desk("nok"), night.id, "wrong price")


def test_a_day_use_charged_by_mistake_is_taken_back_and_the_guest_stays(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=2)
    charge_day_use(hotel.desk("nok"), stay)
    with refused("DAY_USE_IN_HOUSE"):
        change_dates(hotel.desk("nok"), stay, hotel.day, hotel.after(2))
    correct(hotel.desk("nok"), _posting(hotel.window(stay)), "stays after all")
    change_dates(hotel.desk("nok"), stay, hotel.day, hotel.after(2))
    hotel.audit()
    assert hotel.balance(stay) == Decimal("1765.50")
    assert list(faults()) == []


# The books


def test_a_voucher_by_hand_is_refused_where_it_does_not_belong(hotel: Hotel) -> None:
    cash, paper = "11110", "51120"
    one, minus = Decimal(1), Decimal(-1)
    anong = hotel.desk("anong")
    for code, date, memo, lines in (
        ("NO_MEMO", hotel.day, " ", [(cash, minus), (paper, one)]),
        ("FUTURE_DATE", hotel.after(1), "x", [(cash, minus), (paper, one)]),
        ("PERIOD_CLOSED", datetime.date(2026, 10, 31), "x", [(cash, minus), (paper, one)]),
        ("NO_ACCOUNT", hotel.day, "x", [("99999", minus), (paper, one)]),
        ("CONTROL_ACCOUNT", hotel.day, "x", [("11400", minus), (paper, one)]),
        ("CONTROL_ACCOUNT", hotel.day, "x", [("21200", minus), (paper, one)]),
        ("CONTROL_ACCOUNT", hotel.day, "x", [("11410", minus), (paper, one)]),
        ("ENTRY_UNBALANCED", hotel.day, "x", [(cash, minus), (paper, Decimal(2))]),
        ("ENTRY_TOO_SHORT", hotel.day, "x", [(cash, Decimal(0)), (paper, Decimal(0))]),
    ):
        with refused(code):
            write_journal_voucher(anong, date, memo, lines)
    with refused("NO_RIGHT"):
        write_journal_voucher(hotel.desk("nok"), hotel.day, "x", [(cash, minus), (paper, one)])


def test_a_period_is_locked_after_its_last_hotel_day(hotel: Hotel) -> None:
    period = Period.get()
    with refused("PERIOD_RUNNING"):
        lock_period(hotel.desk("anong"), period.id)
    with refused("PERIOD_OPEN"):
        unlock_period(hotel.desk("anong"), period.id)
    while hotel.day <= period.ends:
        hotel.audit()
    lock_period(hotel.desk("anong"), period.id)
    with refused("PERIOD_CLOSED"):
        write_journal_voucher(
            hotel.desk("anong"), period.ends, "late", [("11110", Decimal(-1)), ("51120", Decimal(1))]
        )


def test_unlocking_a_period_takes_a_second_person_with_the_right(hotel: Hotel) -> None:
    period = Period.get()
    Period.update(locked=True).execute()
    anong, pavinee = "anong", "pavinee"
    with asked("PERIOD_UNLOCK", "period", second_person=True):
        unlock_period(hotel.desk(anong), period.id)
    with asked("PERIOD_UNLOCK", "period", second_person=True):
        unlock_period(hotel.answering(anong, PERIOD_UNLOCK="late bill"), period.id)
    unlock_period(hotel.answering(anong, pavinee, PERIOD_UNLOCK="late bill"), period.id)
    log = _last_log()
    assert (log.staff.login, log.approved_by.login, log.reason) == (
        anong,
        pavinee,
        "PERIOD_UNLOCK: late bill",
    )
    assert not Period.get().locked


@pytest.mark.parametrize("second", ["anong", "noi"])
def test_a_period_is_not_unlocked_by_oneself_or_by_whoever_stands_near(hotel: Hotel, second: str) -> None:
    Period.update(locked=True).execute()
    with asked("PERIOD_UNLOCK", "period", second_person=True):
        unlock_period(hotel.answering("anong", second, PERIOD_UNLOCK="late bill"), Period.get().id)
