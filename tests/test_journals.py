"""The journals of the back office: which entries they take, which accounts move from there and on which dates."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

import peewee
import pytest

from models.back_office.bank_accounts import keep_bank_account
from models.back_office.posting_accounts import set_posting_account
from models.front_office.codes import transaction_code
from models.front_office.codes.setup import CodeTerms, save_code
from models.front_office.payments import take_payment
from models.front_office.proof import faults
from models.house.acts import Act
from models.house.database import database, transaction
from models.house.refusals import Refused
from models.ledger.accounts import Account, open_subaccount
from models.ledger.entries import VAT_CLOSING, Entry, NewLine, write_entry
from tests.hotel import Hotel
from tests.test_income_audit import _days

BANK, SAVINGS, TILL, FEES, ROOMS, VAT, OWED = "11210", "11200", "11110", "52410", "41100", "21300", "21320"


def write(
    hotel: Hotel, journal: str, kind: str, lines: Sequence[tuple[str, int, int | None]], date: datetime.date | None = None
) -> int:  # fmt: skip
    ids = {row.code: row.id for row in Account.select()}
    with transaction():
        act = Act(hotel.desk("anong"), "try")
        new = [NewLine(ids[code], Decimal(amount), part) for code, amount, part in lines]
        return write_entry(act, new, kind=kind, memo="x", journal=journal, date=date)


def refuses(code: str, hotel: Hotel, *rest: object) -> None:
    before = Entry.select().count()
    with pytest.raises(Refused) as caught:
        write(hotel, *rest)  # type: ignore[arg-type]
    assert caught.value.code == code
    assert Entry.select().count() == before


def plain(one: str, other: str) -> list[tuple[str, int, int | None]]:
    return [(one, 80, None), (other, -80, None)]


def test_an_entry_stands_in_one_of_the_five_books_or_at_the_desk(hotel: Hotel) -> None:
    for journal in ("sales", "purchases", "receipts", "payments", "general"):
        assert write(hotel, journal, "bill", plain(FEES, BANK))
    refuses("NO_JOURNAL", hotel, "other", "bill", plain(FEES, BANK))


def test_a_control_account_moves_by_documents_and_never_by_hand(hotel: Hotel) -> None:
    control = Account.get(Account.subledger == "city")
    part = open_subaccount(control, "Siam Tours")
    lines = [("11410", 80, part), (BANK, -80, None)]
    assert write(hotel, "receipts", "receipt on account", lines)
    for kind in (
        "voucher",
        "receipt voucher",
        "payment voucher",
        "standing",
        "reversing",
        "income audit",
        "year end",
    ):
        refuses("CONTROL_ACCOUNT", hotel, "general", kind, lines)
    guests = open_subaccount(Account.get(Account.subledger == "guest"), "201")
    refuses("CONTROL_ACCOUNT", hotel, "receipts", "bill", [("11400", 80, guests), (BANK, -80, None)])


def test_a_bank_moves_on_a_closed_date_a_drawer_and_the_rooms_do_not(hotel: Hotel) -> None:
    yesterday = _days(hotel, 1)
    assert write(hotel, "payments", "payment voucher", plain(FEES, BANK), yesterday)
    for code in (TILL, ROOMS, VAT):
        refuses("INCOME_AUDIT_ONLY", hotel, "payments", "bill", plain(FEES, code), yesterday)
    assert write(hotel, "general", VAT_CLOSING, plain(VAT, OWED), yesterday)
    refuses("INCOME_AUDIT_ONLY", hotel, "general", VAT_CLOSING, plain(ROOMS, OWED), yesterday)
    refuses("INCOME_AUDIT_ONLY", hotel, "general", "year end", plain(TILL, "32000"), yesterday)
    assert write(hotel, "general", "year end", plain(ROOMS, "32000"), yesterday)


def test_every_account_of_a_bank_moves_on_a_closed_date_and_no_drawer_under_another_name(
    hotel: Hotel,
) -> None:
    keep_bank_account(hotel.desk(), BANK, "004", "0123456789", "กระแสรายวัน", "Current")
    transfer = transaction_code("TRAN")
    terms = CodeTerms("TRAN", transfer.name_th, transfer.name_en, transfer.kind, SAVINGS, transfer.group)
    save_code(hotel.desk(), transfer.id, terms)
    hotel.audit()
    window = hotel.window(hotel.in_house("203", nights=3))
    for code in ("TRAN", "CASH"):
        take_payment(hotel.desk("nok"), window, code, Decimal(80))
    hotel.audit()
    yesterday = hotel.after(-1)
    refuses("INCOME_AUDIT_ONLY", hotel, "general", "bank line", plain(FEES, SAVINGS), yesterday)
    keep_bank_account(hotel.desk(), SAVINGS, "014", "1234567890", "ออมทรัพย์", "Savings")
    for code in (BANK, SAVINGS):
        assert write(hotel, "general", "bank line", plain(FEES, code), yesterday)
    # A drawer that is called a bank, as an account or for the purpose, is a drawer all the same.
    keep_bank_account(hotel.desk(), TILL, "006", "9876543210", "ลิ้นชัก", "Drawer")
    set_posting_account(hotel.desk(), "bank", TILL)
    for kind in ("bank line", "voucher"):
        refuses("INCOME_AUDIT_ONLY", hotel, "general", kind, plain(FEES, TILL), yesterday)
    with pytest.raises(peewee.DatabaseError, match="INCOME_AUDIT_ONLY"), database.atomic():
        _raw(yesterday, FEES, TILL)
    assert list(faults()) == []


def _raw(date: datetime.date, debit: str, credit: str) -> None:
    """A hand that reaches past the program."""
    last, ids = Entry.select().order_by(Entry.id.desc()).get(), {row.code: row.id for row in Account.select()}
    for place, (code, satang) in enumerate(((debit, 80), (credit, -80)), 1):
        database.execute_sql(
            "INSERT INTO line (entry_id, position, date, account_id, amount, item, memo) VALUES"
            f" ({last.id + 1}, {place}, '{date}', {ids[code]}, {satang}, '', '')"
        )
    database.execute_sql(
        "INSERT INTO entry (id, date, journal, kind, memo, staff_id, terminal, at, previous_hash, hash) VALUES"
        f" ({last.id + 1}, '{date}', 'general', 'voucher', 'x', 1, 'x', 'x', '{last.hash}', 'x')"
    )
