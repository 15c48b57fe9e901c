"""Payments by every method: several at once, cheques, vouchers, cards, foreign notes; refunds to the leg they came from."""

from __future__ import annotations

import datetime
from decimal import Decimal as D

import peewee
import pytest

from models.front_office.credit_limits import over_limit, set_stay_credit
from models.front_office.currencies import buy_rate, keep_currency, keep_licence, set_rate
from models.front_office.folios import Posting, correct, post_charge, window_balance
from models.front_office.opening import set_setting
from models.front_office.payment_legs import (
    CardSlip,
    Cheque,
    ForeignTender,
    Leg,
    VoucherTaken,
    is_card_number,
)
from models.front_office.payment_methods import all_methods, keep_method, methods_in_use, payment_methods
from models.front_office.payments import refund, refund_deposit, take_deposits, take_payment, take_payments
from models.front_office.proof import faults
from models.front_office.receipts import Receipt
from models.front_office.refund_legs import legs_of_deposit, legs_of_security, legs_of_window
from models.front_office.reservations import Stay
from models.front_office.security import return_security, take_securities
from models.front_office.stays import check_in
from models.front_office.till import TillMovement
from models.house.acts import ChangeLog
from models.house.database import database
from models.ledger.accounts import account
from models.ledger.entries import Line
from tests.hotel import Hotel
from tests.refusing import asked, everything, refused

CHEQUE = Leg(
    "CHEQ",
    D(1000),
    bank="002",
    branch="Silom",
    number="123-4567",
    cheque_date=datetime.date(2026, 12, 15),
    payer="Siam Co.",
)
VOUCHER = Leg("VOUC", D(500), number="TH 0099", issuer="Siam Tours", value=D(800))


def _charged(hotel: Hotel, amount: str = "3900", room: str = "201") -> int:
    """A window that owes ``amount`` with everything in it."""
    window = hotel.window(hotel.in_house(room))
    post_charge(hotel.desk("nok"), window, "FOOD", D(amount), inclusive=True)
    return window


def _notes(hotel: Hotel, rate: str = "33.10") -> None:
    keep_licence(hotel.desk(), True, "MC125690001")
    set_rate(hotel.desk(), "USD", rate)


def _posting(receipt: int) -> int:
    return int(Receipt.get_by_id(receipt).posting_id)


def _moved(posting: int) -> list[tuple[str, str, D, D]]:
    rows = TillMovement.select().where(TillMovement.posting == posting).order_by(TillMovement.id)
    return [(r.method.code, r.currency, r.amount, r.baht) for r in rows]


def _on(code: str) -> D:
    rows = Line.select().where(Line.account == account(code))
    return sum((line.amount for line in rows), D(0))


def test_a_bill_is_paid_in_several_ways_at_once_each_with_its_receipt(hotel: Hotel) -> None:
    window = _charged(hotel)
    legs = [
        CHEQUE, VOUCHER, Leg("CARD", D(900), reference="771023", last_four="4242"),
        Leg("QR", D(500), reference="0172631"), Leg("TRAN", D(300)), Leg("CASH", D(700), tendered=D(1000)),
    ]  # fmt: skip
    receipts = take_payments(hotel.desk("malee"), window, legs)
    assert window_balance(window) == 0
    numbers = [Receipt.get_by_id(id).number for id in receipts]
    assert len(set(numbers)) == 6
    assert Receipt.get_by_id(receipts[-1]).tendered == 1000
    said = [Posting.get_by_id(_posting(id)).reference for id in receipts]
    assert said == ["BBL 1234567 15/12/2026", "Siam Tours TH0099", "**4242 771023", "0172631", "", ""]
    assert (Cheque.get().state, Cheque.get().amount, Cheque.get().number) == ("on hand", 1000, "1234567")
    assert (VoucherTaken.get().value, VoucherTaken.get().amount) == (800, 500)
    assert (CardSlip.get().last_four, CardSlip.get().approval) == ("4242", "771023")
    assert [_on(code) for code in ("11320", "11340", "11310", "11330", "11210", "11110")] == [
        1000, 500, 900, 500, 300, 700,
    ]  # fmt: skip
    assert not list(faults())


def test_of_several_legs_all_are_written_or_none(hotel: Hotel) -> None:
    window = _charged(hotel)
    with refused("VOUCHER_TWICE"):
        take_payments(hotel.desk("malee"), window, [Leg("CASH", D(100)), VOUCHER, VOUCHER])
    with refused("NO_LEGS"):
        take_payments(hotel.desk("malee"), window, [])
    with refused("NOT_POSITIVE"):
        take_payments(hotel.desk("malee"), window, [Leg("CASH", D(100)), Leg("TRAN", D(0))])


def test_a_cheque_is_taken_once_until_it_is_taken_back(hotel: Hotel) -> None:
    window = _charged(hotel)
    (first,) = take_payments(hotel.desk("malee"), window, [CHEQUE])
    with refused("CHEQUE_TWICE"):
        take_payments(hotel.desk("malee"), window, [CHEQUE])
    correct(hotel.desk("malee"), _posting(first), "wrong guest")
    take_payments(hotel.desk("malee"), window, [CHEQUE])
    for wrong, code in (
        ({"bank": ""}, "NO_BANK"), ({"number": "12AB"}, "CHEQUE_NUMBER"), ({"number": " "}, "CHEQUE_NUMBER"),
        ({"number": "777", "cheque_date": None}, "NO_DATE"),
    ):  # fmt: skip
        with refused(code):
            take_payments(hotel.desk("malee"), window, [Leg(**{**vars(CHEQUE), **wrong})])


def test_a_voucher_pays_once_and_never_more_than_it_is_worth_or_what_is_due(hotel: Hotel) -> None:
    window = _charged(hotel, "600")
    for wrong, code in (
        ({"amount": D(801)}, "VOUCHER_VALUE"), ({"number": ""}, "VOUCHER_NUMBER"), ({"issuer": ""}, "NO_ISSUER"),
        ({"amount": D(700)}, "VOUCHER_EXCESS"),
    ):  # fmt: skip
        with refused(code):
            take_payments(hotel.desk("malee"), window, [Leg(**{**vars(VOUCHER), **wrong})])
    take_payments(hotel.desk("malee"), window, [VOUCHER])
    with refused("VOUCHER_TWICE"):  # written another way
        again = Leg("VOUC", D(50), number="th-0099", issuer="SIAM tours")
        take_payments(hotel.desk("malee"), window, [again])
    take_payments(hotel.desk("malee"), window, [Leg("VOUC", D(50), number="TH0099", issuer="Other Tours")])


def test_a_whole_card_number_is_refused_and_written_nowhere(hotel: Hotel) -> None:
    window = _charged(hotel)
    whole = "4111 1111 1111 1111"
    for leg in (
        Leg("CARD", D(100), reference=whole), Leg("CARD", D(100), last_four=whole),
        Leg("CARD", D(100), reference="visa 4111-1111-1111-1111 ok"),
    ):  # fmt: skip
        with refused("CARD_NUMBER"):
            take_payments(hotel.desk("malee"), window, [leg])
    with refused("LAST_FOUR"):
        take_payments(hotel.desk("malee"), window, [Leg("CARD", D(100), last_four="424")])
    assert whole not in repr(everything())
    assert is_card_number("๔๑๑๑ ๑๑๑๑ ๑๑๑๑ ๑๑๑๑")
    assert not is_card_number("4111 1111 1111 1112")
    assert not is_card_number("771023")


def test_what_a_method_asks_for_is_asked(hotel: Hotel) -> None:
    window = _charged(hotel)
    with refused("REFERENCE_NEEDED"):
        take_payment(hotel.desk("malee"), window, "QR", D(100))
    with refused("TENDERED_NOT_CASH"):
        take_payment(hotel.desk("malee"), window, "TRAN", D(100), tendered=D(200))
    with refused("NO_METHOD"):
        take_payment(hotel.desk("malee"), window, "CITY", D(100))
    with refused("EXCHANGE_OFF"):
        take_payments(hotel.desk("malee"), window, [Leg("FORX", D(100), currency="USD", notes=D(10))])


def test_methods_are_the_houses_own_with_keys_accounts_and_limits(hotel: Hotel) -> None:
    assert [m.key for m in methods_in_use()] == list("cktqhvxl")
    assert [m.code for m in payment_methods()] == ["CASH", "CARD", "TRAN"]
    desk = hotel.desk("pavinee")
    keep_method(desk, "jcb", "เจซีบี", "JCB", "card", "11310", key="j", credit_limit=D(5000))
    jcb = next(m for m in all_methods() if m.code == "JCB")
    assert (jcb.way, jcb.key, jcb.account, jcb.credit_limit) == ("card", "j", "11310", 5000)
    keep_method(desk, "JCB", "เจซีบี", "JCB", "card", "11310", active=False)
    assert "JCB" not in [m.code for m in methods_in_use()]
    for wrong, code in (
        ({"key": "c"}, "KEY_TAKEN"), ({"key": "7"}, "KEY_TAKEN"), ({"key": "a"}, "KEY_TAKEN"), ({"way": "shells"}, "WAY"),
        ({"account_code": "99999"}, "NO_ACCOUNT"), ({"code": "MINI"}, "CODE_TAKEN"), ({"code": ""}, "NO_NAME"),
        ({"credit_limit": D(-1)}, "NOT_POSITIVE"), ({"account_code": "11400"}, "NO_ACCOUNT"),
    ):  # fmt: skip
        told = {
            "code": "NEW",
            "name_th": "",
            "name_en": "New",
            "way": "card",
            "account_code": "11310",
            **wrong,
        }
        with refused(code):
            keep_method(desk, **told)
    with refused("NO_RIGHT"):
        keep_method(hotel.desk("nok"), "NEW", "", "New", "card", "11310")


def test_notes_are_taken_at_todays_rate_and_change_is_given_in_baht(hotel: Hotel) -> None:
    _notes(hotel)
    window = _charged(hotel)
    leg = Leg("FORX", D(3900), currency="USD", notes=D(120))
    (receipt,) = take_payments(hotel.desk("malee"), window, [leg])
    assert window_balance(window) == 0
    taken = ForeignTender.get()
    assert (taken.amount, taken.rate, taken.worth, taken.change) == (120, D("33.10"), 3972, 72)
    posting = Posting.get_by_id(_posting(receipt))
    assert posting.reference == "USD 120.00 × 33.1"
    assert _moved(posting.id) == [("FORX", "USD", 120, 3972), ("CASH", "THB", -72, -72)]
    assert (_on("11120"), _on("11110")) == (3972, -72)
    correct(hotel.desk("malee"), posting.id, "wrong room")
    back = Posting.get(Posting.corrects == posting)
    assert _moved(back.id) == [("FORX", "USD", -120, -3972), ("CASH", "THB", 72, 72)]
    assert (_on("11120"), _on("11110"), window_balance(window)) == (0, 0, 3900)
    for wrong, code in (
        ({"notes": D(117)}, "TENDERED_TOO_LITTLE"), ({"currency": "EUR"}, "NO_RATE"), ({"currency": "XAU"}, "NO_CURRENCY"),
        ({"notes": D(0)}, "NOT_POSITIVE"),
    ):  # fmt: skip
        with refused(code):
            take_payments(hotel.desk("malee"), window, [Leg(**{**vars(leg), **wrong})])
    assert not list(faults())


def test_a_refund_in_notes_keeps_the_rate_they_came_at(hotel: Hotel) -> None:
    _notes(hotel)
    window = _charged(hotel)
    (receipt,) = take_payments(
        hotel.desk("malee"), window, [Leg("FORX", D(3972), currency="USD", notes=D(120))]
    )
    correct(hotel.desk("malee"), Posting.get(Posting.kind == "charge").id, "wrong room")
    post_charge(hotel.desk("malee"), window, "FOOD", D(2000), inclusive=True)
    set_rate(hotel.desk(), "USD", "34")
    (leg,) = legs_of_window(window)
    assert (leg.left, leg.notes, leg.rate) == (3972, 120, D("33.1"))
    given = refund(hotel.desk("malee"), window, "FORX", D(0), "left early", of=leg.posting_id, notes=D(50))
    assert Posting.get_by_id(given).amount == D("1655.00")
    assert _moved(given) == [("FORX", "USD", -50, -1700)]
    assert _on("42120") == 45  # the house's loss: it gives 1,700.00 for 1,655.00
    (leg,) = legs_of_window(window)
    assert (leg.left, leg.notes) == (2317, 70)
    with refused("MORE_THAN_IS_LEFT"):
        refund(hotel.desk("malee"), window, "FORX", D(0), "more", of=leg.posting_id, notes=D(71))
    with refused("NO_LEG"):
        refund(hotel.desk("malee"), window, "FORX", D(100), "which?")
    with refused("MORE_THAN_IS_LEFT"):
        correct(hotel.desk("malee"), _posting(receipt), "wrong")
    correct(hotel.desk("malee"), given, "he stays")
    assert (_on("42120"), _on("11120")) == (0, 3972)
    assert legs_of_window(window)[0].notes == 120
    assert not list(faults())


def test_money_goes_back_to_the_leg_it_came_from_and_another_way_is_asked(hotel: Hotel) -> None:
    window = _charged(hotel, "1000")
    desk = hotel.desk("malee")
    take_payments(
        desk, window, [Leg("CARD", D(900), reference="771023", last_four="4242"), Leg("CASH", D(600))]
    )
    cash, card = legs_of_window(window)
    assert [(leg.code, leg.left) for leg in (cash, card)] == [("CASH", 600), ("CARD", 900)]
    with refused("MORE_THAN_IS_LEFT"):
        refund(desk, window, "CARD", D("900.01"), "too much", of=card.posting_id)
    with asked("REFUND_OTHER_WAY", "pay", amount="400"):
        refund(desk, window, "CASH", D(400), "too much", of=card.posting_id)
    given = refund(desk, window, "CARD", D(400), "too much", of=card.posting_id)
    assert Posting.get_by_id(given).reference == "**4242 771023 too much"
    assert [leg.left for leg in legs_of_window(window)] == [600, 500]
    other = hotel.answering("malee", REFUND_OTHER_WAY="the card was cancelled")
    refund(other, window, "CASH", D(100), "rest", of=card.posting_id)
    with refused("MORE_THAN_IS_LEFT"):  # the folio has no more credit
        refund(desk, window, "CASH", D(1), "rest", of=cash.posting_id)
    with refused("NO_LEG"):
        refund(desk, window, "CASH", D(1), "rest", of=given)


def test_deposits_and_securities_are_taken_in_legs_and_given_back_to_them(hotel: Hotel) -> None:
    stay = hotel.booked(2, room="201")
    booked = Stay.get_by_id(stay).reservation_id
    take_deposits(hotel.desk("nok"), booked, [Leg("CARD", D(1000)), Leg("CASH", D(70), tendered=D(100))])
    take_securities(hotel.desk("nok"), booked, [Leg("CASH", D(500)), CHEQUE])
    assert [leg.left for leg in legs_of_deposit(booked)] == [70, 1000]
    cash = legs_of_deposit(booked)[0]
    with refused("MORE_THAN_IS_LEFT"):
        refund_deposit(hotel.desk("pavinee"), booked, "CASH", D(71), "less", of=cash.posting_id)
    refund_deposit(hotel.desk("pavinee"), booked, "CASH", D(70), "less", of=cash.posting_id)
    cheque, held = legs_of_security(booked)
    return_security(hotel.desk("nok"), booked, "CASH", D(500), "all well", of=held.posting_id)
    with asked("REFUND_OTHER_WAY", "pay", amount="1000"):
        return_security(hotel.desk("nok"), booked, "CASH", D(1000), "all well", of=cheque.posting_id)
    check_in(hotel.desk("nok"), stay, "201")
    (leg,) = legs_of_window(hotel.window(stay))  # the deposit is a credit of the folio now
    assert (leg.code, leg.left) == ("CARD", 1000)
    refund(hotel.desk("nok"), hotel.window(stay), "CARD", D(1000), "pays himself", of=leg.posting_id)
    assert not legs_of_window(hotel.window(stay))
    with refused("NO_LEGS"):
        take_deposits(hotel.desk("nok"), booked, [])
    with refused("NO_LEGS"):
        take_securities(hotel.desk("nok"), booked, [])


def test_rates_and_currencies_are_typed_with_care(hotel: Hotel) -> None:
    desk = hotel.desk("pavinee")
    set_rate(desk, "JPY", "0.2215", "0.2300")
    assert buy_rate("jpy", "notes", hotel.clock()) == D("0.2215")
    with refused("NO_RATE"):
        buy_rate("JPY", "cheque", hotel.clock())
    for buy, sell, kind, code in (
        ("", "", "notes", "RATE"), ("0", "", "notes", "RATE"), ("33.1234567", "", "notes", "RATE"), ("abc", "", "notes", "RATE"),
        ("33", "32", "notes", "SELL_BELOW_BUY"), ("33", "", "shells", "RATE_KIND"),
    ):  # fmt: skip
        with refused(code):
            set_rate(desk, "USD", buy, sell, kind)
    with refused("NO_LICENCE"):
        keep_licence(desk, True, " ")
    keep_currency(desk, "krw", "วอน", "Won")
    with refused("NO_CURRENCY"):
        keep_currency(desk, "THB", "", "Baht")
    with refused("NO_CURRENCY"):
        keep_currency(desk, "DOLLAR", "", "Dollar")
    with refused("NO_NAME"):
        keep_currency(desk, "NZD", "", "")


def test_who_owes_more_than_his_way_to_pay_allows_is_said_once_and_listed(small_hotel: Hotel) -> None:
    hotel = small_hotel
    keep_method(hotel.desk(), "CASH", "เงินสด", "Cash", "cash", "11110", key="c", credit_limit=D(1000))
    heard: list[str] = []
    stay = hotel.in_house("201")
    desk = hotel.desk("nok", heard=lambda note: heard.append(note.code))
    window = hotel.window(stay)
    for _ in range(3):
        post_charge(desk, window, "FOOD", D(600), inclusive=True)
    assert heard == ["CREDIT_LIMIT"]
    (owing,) = over_limit()
    assert (owing.room, owing.balance, owing.limit, owing.over) == ("201", 1800, 1000, 800)
    with asked("CREDIT_RAISED", "credit", amount="5000", second_person=True):
        set_stay_credit(hotel.desk("nok"), stay, D(5000))
    set_stay_credit(hotel.answering("pavinee", CREDIT_RAISED="known for years"), stay, D(5000))
    assert not over_limit()
    set_stay_credit(hotel.desk("nok"), stay, D(800))
    assert over_limit()[0].own
    set_stay_credit(hotel.desk("nok"), stay, None)
    assert over_limit()[0].limit == 1000
    with refused("NOT_POSITIVE"):
        set_stay_credit(hotel.desk("nok"), stay, D(-1))
    coming = hotel.booked()
    with refused("NOT_IN_HOUSE"):
        set_stay_credit(hotel.desk("nok"), coming, D(1))
    written = [
        c.after for c in ChangeLog.select().where(ChangeLog.subject == "stay_credit").order_by(ChangeLog.id)
    ]
    assert len(written) == 3


SPOILERS = (
    ("UPDATE card_slip SET last_four = '1111'", "ENTRY_SEALED"),
    ("DELETE FROM card_slip", "ENTRY_SEALED"),
    ("UPDATE cheque SET amount = 1", "ENTRY_SEALED"),
    ("UPDATE cheque SET number = '1'", "ENTRY_SEALED"),
    ("DELETE FROM cheque", "ENTRY_SEALED"),
    ("INSERT INTO cheque (posting_id, bank, branch, number, date, payer, amount, state) SELECT {refund}, bank, branch,"
     " number, date, payer, amount, state FROM cheque", "CHEQUE_TWICE"),
    ("INSERT INTO voucher_taken (posting_id, issuer, issuer_key, number, value, amount) SELECT {refund}, issuer,"
     " issuer_key, number, value, amount FROM voucher_taken", "VOUCHER_TWICE"),
    ("INSERT INTO voucher_taken (posting_id, issuer, issuer_key, number, value, amount) VALUES"
     " ({refund}, 'x', 'x', '1', 100, 101)", "(?i)check"),
    ("UPDATE foreign_tender SET rate = 34000000", "ENTRY_SEALED"),
    ("UPDATE currency_rate SET buy = 34000000", "ENTRY_SEALED"),
    ("DELETE FROM currency_rate", "ENTRY_SEALED"),
    ("DELETE FROM refund_leg", "ENTRY_SEALED"),
    ("INSERT INTO refund_leg (posting_id, of_id, amount) VALUES ({second}, {cash}, 10000)", "MORE_THAN_IS_LEFT"),
    ("INSERT INTO refund_leg (posting_id, of_id, amount) VALUES ({second}, {cash}, 1)", "MORE_THAN_IS_LEFT"),
    ("INSERT INTO posting SELECT * FROM (SELECT {columns} FROM posting WHERE id = {cash}) p", "REFUNDED"),
)  # fmt: skip


def test_the_database_holds_what_was_handed_over_and_what_is_left_of_it(hotel: Hotel) -> None:
    _notes(hotel)
    window = _charged(hotel)
    legs = [
        CHEQUE,
        VOUCHER,
        Leg("CARD", D(100), last_four="4242"),
        Leg("FORX", D(1655), currency="USD", notes=D(50)),
    ]
    take_payments(hotel.desk("malee"), window, legs)
    (receipt,) = take_payments(hotel.desk("malee"), window, [Leg("CASH", D(1000))])
    cash = _posting(receipt)
    given = refund(hotel.desk("malee"), window, "CASH", D(300), "too much", of=cash)
    second = refund(hotel.desk("malee"), window, "CASH", D(50), "too much")
    names = [f.column_name for f in Posting._meta.sorted_fields]
    columns = ", ".join(
        {"id": "(SELECT max(id) + 1 FROM posting)", "corrects_id": str(cash), "kind": "'correction'"}.get(
            n, f'"{n}"'
        )
        for n in names
    )
    before = everything()
    for statement, word in SPOILERS:
        sql = statement.format(refund=given, second=second, cash=cash, columns=columns)
        if sql.startswith("INSERT INTO posting SELECT"):
            sql = sql.replace("INSERT INTO posting", f"INSERT INTO posting ({', '.join(names)})")
        with pytest.raises(peewee.DatabaseError, match=word), database.atomic():
            database.execute_sql(sql)
        assert everything() == before, statement


def test_a_hotel_without_shifts_and_one_with_them_take_money_alike(hotel: Hotel) -> None:
    set_setting(hotel.desk(), "cashier_shifts", "yes")
    window = _charged(hotel)
    with refused("NO_SHIFT"):
        take_payments(hotel.desk("malee"), window, [Leg("CASH", D(10))])
