"""Cheques from the counter to the bank and back, and those the hotel writes; each step has its entry."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from models.back_office.bank_accounts import BankAccount, keep_bank_account, receive_cheque_book
from models.back_office.cheques import (
    Cheque,
    cheque_bounced,
    cheque_cleared,
    give_cheque_back,
    pay_in,
    register_cheque_in,
    replace_cheque_in,
    waiting,
)
from models.back_office.cheques_out import (
    cancel_cheque,
    gaps,
    next_number,
    register_cheque_out,
    replace_cheque_out,
    spoil_cheque,
    stop_cheque,
)
from models.back_office.posting_accounts import account_for
from models.back_office.receivables import CityAccount, items_of, open_account
from models.front_office.folios import Posting, correct
from models.front_office.payment_legs import Leg
from models.front_office.payments import take_payments
from models.front_office.proof import faults
from models.house.acts import Act, operation
from models.house.database import database, transaction
from models.ledger.accounts import account
from models.ledger.balances import account_balance
from models.ledger.entries import NewLine, write_entry
from tests.hotel import FIRST_DAY, Hotel
from tests.refusing import refused

DAY = datetime.timedelta(days=1)
CURRENT, ON_HAND, TO_PAY = "11210", "11320", "21120"


def standing(code: str) -> Decimal:
    return account_balance(account(code).id)


@pytest.fixture
def bank(hotel: Hotel) -> int:
    return keep_bank_account(hotel.desk(), CURRENT, "004", "012-3-45678-9", "กระแสรายวัน", "Current")


def taken(hotel: Hotel, number: str = "1234567", date: datetime.date = FIRST_DAY, amount: int = 1000) -> int:
    """A cheque that pays on a folio at the counter; its row in the register."""
    leg = Leg(
        "CHEQ",
        Decimal(amount),
        bank="014",
        branch="สีลม",
        number=number,
        cheque_date=date,
        payer="บริษัท สยาม จำกัด",
    )
    take_payments(hotel.desk("nok"), hotel.window(hotel.in_house(f"20{number[0]}")), [leg])
    return int(Cheque.get(Cheque.number == number).id)


@operation("journal")
def pays_by_cheque(act: Act, bank_id: int, number: str, amount: int, date: datetime.date) -> int:
    value = Decimal(amount)
    lines = [NewLine(account("52300").id, value), NewLine(account_for("cheques_issued").id, -value)]
    entry_id = write_entry(act, lines, kind="voucher", memo="pump mended", journal="payments")
    return register_cheque_out(
        act,
        entry_id=entry_id,
        bank_account_id=bank_id,
        number=number,
        date=date,
        payee="ช่างแดง",
        amount=value,
    )


def debtor(hotel: Hotel) -> int:
    return open_account(hotel.desk(), number="1001", name_en="Siam Company", credit_limit=None)


def test_cheques_of_the_counter_are_paid_in_together_and_clear(hotel: Hotel, bank: int) -> None:
    first, second = taken(hotel), taken(hotel, "2345678", amount=500)
    assert (Cheque.get_by_id(first).state, waiting("in", account(ON_HAND).id)) == ("on hand", Decimal(1500))
    assert standing(ON_HAND) == Decimal(1500)
    pay_in(hotel.desk("anong"), [first, second], bank, hotel.day)
    assert (standing(ON_HAND), standing(CURRENT)) == (0, Decimal(1500))
    hotel.audit()
    cheque_cleared(hotel.desk("anong"), first, hotel.day)
    row = Cheque.get_by_id(first)
    assert (row.state, row.since, row.slip.number) == ("cleared", hotel.day, "DS2569-00001")
    assert standing(CURRENT) == Decimal(1500)
    assert not list(faults())


def test_a_bounced_cheque_is_owed_again_and_its_fee_is_paid(hotel: Hotel, bank: int) -> None:
    cheque = taken(hotel)
    pay_in(hotel.desk("anong"), [cheque], bank, hotel.day)
    with refused("NO_DEBTOR"):
        cheque_bounced(hotel.desk("anong"), cheque, hotel.day, "no funds")
    with refused("NO_REASON"):
        cheque_bounced(hotel.desk("anong"), cheque, hotel.day, " ", city_account_id=1)
    owing = debtor(hotel)
    hotel.audit()
    cheque_bounced(
        hotel.desk("anong"), cheque, hotel.day, "no funds", city_account_id=owing, fee=Decimal("150")
    )
    assert (standing(CURRENT), standing("52410")) == (Decimal(-150), Decimal(150))
    (item,) = items_of(owing)
    assert (item.unpaid, item.due, item.document) == (Decimal(1000), hotel.day, "SCB 1234567")
    assert CityAccount.get_by_id(owing).balance == Decimal(1000)
    with refused("CHEQUE_AWAY"):
        cheque_cleared(hotel.desk("anong"), cheque, hotel.day)
    assert not list(faults())


def test_a_post_dated_cheque_waits_for_its_date(hotel: Hotel, bank: int) -> None:
    cheque = taken(hotel, date=hotel.after(2))
    anong = hotel.desk("anong")
    with refused("CHEQUE_POST_DATED"):
        pay_in(anong, [cheque], bank, hotel.day)
    with refused("FUTURE_DATE"):
        pay_in(anong, [cheque], bank, hotel.after(2))
    with refused("NO_CHEQUES"):
        pay_in(anong, [], bank, hotel.day)
    with refused("NO_BANK_ACCOUNT"):
        pay_in(anong, [cheque], 77, hotel.day)
    hotel.audit()
    hotel.audit()
    late = taken(hotel, "2345678")
    with refused("CHEQUE_NOT_YET_TAKEN"):
        pay_in(hotel.desk("anong"), [late], bank, hotel.day - DAY)
    pay_in(hotel.desk("anong"), [cheque], bank, hotel.day)
    with refused("CLEARED_TOO_EARLY"):
        cheque_cleared(hotel.desk("anong"), cheque, hotel.day - DAY)
    assert Cheque.get_by_id(cheque).state == "deposited"


def test_a_cheque_is_replaced_or_given_back(hotel: Hotel, bank: int) -> None:
    cheque = taken(hotel, date=hotel.after(2))
    other = replace_cheque_in(
        hotel.desk("anong"), cheque, bank="002", bank_branch="", number="777", date=hotel.day
    )
    assert Cheque.get_by_id(cheque).state == "replaced"
    with refused("CHEQUE_AWAY"):
        pay_in(hotel.desk("anong"), [cheque], bank, hotel.day)
    owing = debtor(hotel)
    give_cheque_back(hotel.desk("anong"), other, hotel.day, "wrong amount", city_account_id=owing)
    assert (standing(ON_HAND), CityAccount.get_by_id(owing).balance) == (0, Decimal(1000))
    assert waiting("in", account(ON_HAND).id) == 0


def test_a_payment_taken_back_takes_its_cheque_along_unless_it_is_at_the_bank(
    hotel: Hotel, bank: int
) -> None:
    cheque, banked = taken(hotel), taken(hotel, "2345678")
    correct(
        hotel.desk("nok"), Posting.get(Posting.entry == Cheque.get_by_id(cheque).entry_id).id, "wrong room"
    )
    assert Cheque.get_by_id(cheque).state == "taken back"
    pay_in(hotel.desk("anong"), [banked], bank, hotel.day)
    with refused("CHEQUE_AWAY"):
        correct(
            hotel.desk("nok"), Posting.get(Posting.entry == Cheque.get_by_id(banked).entry_id).id, "wrong"
        )
    # The same leaf may be taken again.
    leg = Leg("CHEQ", Decimal(10), bank="014", number="1234567", cheque_date=hotel.day)
    take_payments(hotel.desk("nok"), hotel.window(hotel.in_house("205")), [leg])


def test_the_numbers_of_a_cheque_book_are_used_once_and_none_goes_astray(hotel: Hotel, bank: int) -> None:
    anong = hotel.desk("anong")
    receive_cheque_book(anong, bank, "0000101", "0000125")
    with refused("CHEQUE_BOOK_TWICE"):
        receive_cheque_book(anong, bank, "0000120", "0000130")
    with refused("CHEQUE_BOOK"):
        receive_cheque_book(anong, bank, "0000300", "0000200")
    assert next_number(bank) == "0000101"
    pays_by_cheque(anong, bank, "0000101", 100, hotel.day)
    with refused("CHEQUE_USED"):
        pays_by_cheque(anong, bank, "0000101", 100, hotel.day)
    with refused("CHEQUE_NOT_IN_BOOK"):
        pays_by_cheque(anong, bank, "0000999", 100, hotel.day)
    with refused("CHEQUE_NUMBER"):
        pays_by_cheque(anong, bank, "12x", 100, hotel.day)
    pays_by_cheque(anong, bank, "0000104", 100, hotel.day)
    assert [(gap.first, gap.last) for gap in gaps()] == [("0000102", "0000103")]
    spoil_cheque(anong, bank, "0000102", "wrongly written")
    assert [(gap.first, gap.last) for gap in gaps()] == [("0000103", "0000103")]
    assert next_number(bank) == "0000105"


def test_a_cheque_issued_waits_until_the_bank_pays_it(hotel: Hotel, bank: int) -> None:
    anong = hotel.desk("anong")
    cheque = pays_by_cheque(anong, bank, "101", 2500, hotel.day)
    later = pays_by_cheque(anong, bank, "102", 300, hotel.after(5))
    assert (standing(CURRENT), standing(TO_PAY)) == (0, Decimal(-2800))
    cheque_cleared(anong, cheque, hotel.day)
    assert (standing(CURRENT), standing(TO_PAY)) == (Decimal(-2500), Decimal(-300))
    with refused("CHEQUE_POST_DATED"):
        cheque_cleared(anong, later, hotel.day)
    stop_cheque(anong, later, "lost in the post")
    with refused("CHEQUE_AWAY"):
        cheque_cleared(anong, later, hotel.day)
    anew = replace_cheque_out(anong, later, "103", hotel.day)
    assert waiting("out", account(TO_PAY).id) == Decimal(300)
    cancel_cheque(anong, anew, "torn")


def test_a_bank_account_stands_on_an_account_of_its_own(hotel: Hotel, bank: int) -> None:
    desk = hotel.desk()
    for code, number, bank_code, why in (
        ("11400", "1234567", "004", "NOT_A_BANK_ACCOUNT"),
        ("52410", "1234567", "004", "NOT_A_BANK_ACCOUNT"),
        (CURRENT, "1234567", "004", "ACCOUNT_HAS_BANK"),
        ("11200", "12", "004", "BANK_ACCOUNT_NUMBER"),
        ("11200", "1234567", "999", "NO_BANK"),
        ("11200", "012-345-678-9", "004", "BANK_ACCOUNT_EXISTS"),
    ):
        with refused(why):
            keep_bank_account(desk, code, bank_code, number, "", "")
    keep_bank_account(desk, CURRENT, "004", "0123456789", "ปิด", "", closed=True, bank_account_id=bank)
    assert BankAccount.get_by_id(bank).closed
    with refused("BANK_ACCOUNT_CLOSED"):
        receive_cheque_book(hotel.desk("anong"), bank, "1", "10")


def test_a_cheque_is_taken_once_while_it_is_good(hotel: Hotel) -> None:
    taken(hotel)

    @operation("journal")
    def again(act: Act) -> int:
        return register_cheque_in(
            act,
            entry_id=1,
            bank="014",
            bank_branch="",
            number="1234567",
            date=hotel.day,
            payer="x",
            amount=Decimal(5),
        )

    with refused("CHEQUE_TWICE"):
        again(hotel.desk("anong"))


def test_the_database_keeps_what_stands_on_a_cheque(hotel: Hotel, bank: int) -> None:
    cheque = taken(hotel, date=hotel.after(2))
    banked = taken(hotel, "2345678")
    slip = pay_in(hotel.desk("anong"), [banked], bank, hotel.day)
    for statement, code in (
        (f"UPDATE cheque_register SET amount = 5 WHERE id = {cheque}", "CHEQUE_KEPT"),
        (f"UPDATE cheque_register SET number = '9' WHERE id = {cheque}", "CHEQUE_KEPT"),
        (f"UPDATE cheque_register SET state = 'cleared' WHERE id = {cheque}", "CHEQUE_KEPT"),
        (f"DELETE FROM cheque_register WHERE id = {cheque}", "CHEQUE_KEPT"),
        (f"UPDATE deposit_slip SET amount = 5 WHERE id = {slip}", "CHEQUE_KEPT"),
        (f"DELETE FROM deposit_slip WHERE id = {slip}", "CHEQUE_KEPT"),
        (
            f"UPDATE cheque_register SET state = 'deposited', slip_id = {slip} WHERE id = {cheque}",
            "CHEQUE_POST_DATED",
        ),
    ):
        with refused(code), transaction():
            database.execute_sql(statement)
