"""Months locked softly and hard, in their order; a year closed to retained earnings and opened again by two persons."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import peewee
import pytest

from models.back_office.bank_accounts import keep_bank_account
from models.back_office.input_vat import name_invoice
from models.back_office.pp36 import assess_service, pay_pp36
from models.back_office.reconciliation import accept_all, close_statement
from models.back_office.vendor_bills import BillLine, enter_bill
from models.back_office.vendor_payments import approve_payment, prepare_run
from models.back_office.vendors import add_vendor
from models.back_office.year_end import close_year, closing_of, fiscal_year, reopen_year
from models.front_office.month_end import left_of_month, lock_month
from models.front_office.opening import set_setting
from models.front_office.vat_report import close_vat_month
from models.house.database import database
from models.ledger.accounts import account
from models.ledger.balances import account_balance
from models.ledger.drafts import VoucherTerms, drop_voucher, prepare_voucher
from models.ledger.entries import Entry, write_journal_voucher
from models.ledger.period_checks import left_to_do
from models.ledger.periods import (
    LateEntry,
    Period,
    lock_period,
    soft_lock_period,
    soft_open_period,
    unlock_period,
)
from tests.hotel import Hotel
from tests.refusing import asked, refused
from tests.test_bank_reconciliation import took_in

LINES = [("52600", Decimal(300)), ("12900", Decimal(-300))]
SOFT = "the auditor's entry"


@pytest.fixture
def december(hotel: Hotel) -> Hotel:
    """The first of December, past a November with an entry in it."""
    write_journal_voucher(hotel.desk("anong"), hotel.day, "wear", LINES)
    while hotel.day.month == 11:
        hotel.audit()
    return hotel


def _november() -> Period:
    return Period.get(Period.starts == datetime.date(2026, 11, 1))


def test_a_softly_locked_month_asks_and_keeps_a_record(december: Hotel) -> None:
    hotel, november = december, _november()
    with refused("PERIOD_RUNNING"):
        soft_lock_period(hotel.desk("anong"), Period.get(Period.starts == hotel.day).id)
    with refused("PERIOD_OPEN"):
        soft_open_period(hotel.desk("anong"), november.id)
    soft_lock_period(hotel.desk("anong"), november.id)
    with refused("PERIOD_LOCKED"):
        soft_lock_period(hotel.desk("anong"), november.id)
    with asked("PERIOD_SOFT", "period"):
        write_journal_voucher(hotel.desk("anong"), november.ends, "late", LINES)
    entry = write_journal_voucher(hotel.answering("anong", PERIOD_SOFT=SOFT), november.ends, "late", LINES)
    kept = LateEntry.get()
    assert (kept.id, kept.staff.login, kept.reason) == (entry, "anong", f"PERIOD_SOFT: {SOFT}")
    write_journal_voucher(hotel.desk("anong"), hotel.day, "of December", LINES)
    _raw_refuses(hotel, november.ends, "PERIOD_SOFT")
    soft_open_period(hotel.desk("anong"), november.id)
    write_journal_voucher(hotel.desk("anong"), november.ends, "late", LINES)
    lock_period(hotel.desk("anong"), november.id)
    with refused("PERIOD_LOCKED"):
        soft_open_period(hotel.desk("anong"), november.id)


def _raw_refuses(hotel: Hotel, date: datetime.date, code: str) -> None:
    with pytest.raises(peewee.DatabaseError) as caught, database.atomic():
        _raw_entry(date)
    assert code in str(caught.value)
    assert hotel.day > date


def _raw_entry(date: datetime.date) -> None:
    last = Entry.select().order_by(Entry.id.desc()).get()
    for place, (number, amount) in enumerate(LINES, 1):
        database.execute_sql(
            "INSERT INTO line (entry_id, position, date, account_id, amount, item, memo) VALUES"
            f" ({last.id + 1}, {place}, '{date}', {account(number).id}, {int(amount)}, '', '')"
        )
    database.execute_sql(
        "INSERT INTO entry (id, date, journal, kind, memo, staff_id, terminal, at, previous_hash, hash) VALUES"
        f" ({last.id + 1}, '{date}', 'general', 'voucher', 'x', 1, 'x', 'x', '{last.hash}', 'x')"
    )


def test_months_are_locked_in_order_and_unlocked_from_the_last(hotel: Hotel) -> None:
    anong = hotel.desk("anong")
    october = Period.create(starts=datetime.date(2026, 10, 1), ends=datetime.date(2026, 10, 31))
    september = Period.create(starts=datetime.date(2026, 9, 1), ends=datetime.date(2026, 9, 30))
    with refused("EARLIER_OPEN"):
        lock_period(anong, october.id)
    with pytest.raises(peewee.DatabaseError) as caught, database.atomic():
        database.execute_sql(f"UPDATE period SET locked = TRUE WHERE id = {october.id}")
    assert "EARLIER_OPEN" in str(caught.value)
    lock_period(anong, september.id)
    lock_period(anong, october.id)
    two = hotel.answering("anong", "pavinee", PERIOD_UNLOCK="late bill")
    with refused("LATER_LOCKED"):
        unlock_period(two, september.id)
    with pytest.raises(peewee.DatabaseError) as caught, database.atomic():
        database.execute_sql(f"UPDATE period SET locked = FALSE WHERE id = {september.id}")
    assert "LATER_LOCKED" in str(caught.value)
    unlock_period(two, october.id)
    unlock_period(two, september.id)


def test_what_is_left_to_do_is_listed_before_a_month_is_locked(small_hotel: Hotel) -> None:
    anong = small_hotel.desk("anong")
    draft = prepare_voucher(anong, VoucherTerms("JV", small_hotel.day, "wear", LINES))
    assert [(left.n, left.jump.say("en")) for left in left_to_do(_november())] == [(1, "vouchers")]
    drop_voucher(anong, draft, "no")
    assert left_to_do(_november()) == []


def _left(period: Period) -> dict[str, str]:
    return {left.what.say("en"): left.jump.say("en") for left in left_of_month(period)}


def test_banks_and_returns_of_a_month_are_named_and_locking_over_them_takes_two(
    december: Hotel, tmp_path: Path
) -> None:
    hotel, november, anong = december, _november(), december.desk("anong")
    assert _left(november) == {}
    bank = keep_bank_account(hotel.desk(), "11210", "004", "0123456789", "กระแสรายวัน", "Current")
    write_journal_voucher(
        anong, november.ends, "card fees", [("52410", Decimal(100)), ("11600", Decimal(7)), ("11210", Decimal(-107))]
    )  # fmt: skip
    fees = Entry.select().order_by(Entry.id.desc()).get()
    name_invoice(
        anong, fees.id, supplier_name="Bank", tax_id="0105561000003", branch="00000", number="F1", date=november.ends,
        base=Decimal(100), vat=Decimal(7),
    )  # fmt: skip
    assess_service(anong, "Agoda", "A1", november.ends, Decimal(1000), Decimal(70))
    assert _left(november) == {
        "Bank accounts not reconciled": "bank statements", "VAT return not closed": "taxes", "PP36 not paid": "pp36",
    }  # fmt: skip
    assert _left(Period.get(Period.starts == hotel.day)) == {}, "of a month that runs only its drafts"
    soft_lock_period(anong, november.id)
    soft_open_period(anong, november.id)
    with asked("MONTH_UNFINISHED", "period", second_person=True) as refusal:
        lock_month(anong, november.id)
    assert "Bank accounts not reconciled: 1 and VAT return not closed: 1" in refusal.said.message.say("en")
    statement = took_in(hotel, bank, tmp_path, "Date,Description,Amount\n30/11/2026,fees,-107\n", "-107.00")
    accept_all(anong, statement)
    assert "Bank accounts not reconciled" in _left(november), "taken in and not closed"
    close_statement(anong, statement)
    close_vat_month(anong, november.starts)
    pay_pp36(anong, november.starts, hotel.day, "11210")
    assert _left(november) == {}
    lock_month(anong, november.id)
    assert Period.get_by_id(november.id).locked
    with refused("PERIOD_RUNNING"):
        lock_month(anong, Period.get(Period.starts == hotel.day).id)


def test_two_persons_lock_an_unfinished_month(small_hotel: Hotel) -> None:
    hotel, anong = small_hotel, small_hotel.desk("anong")
    vendor = add_vendor(anong, name_en="Clean", tax_id="0105561000003", income_type="service")
    bill = enter_bill(anong, vendor, "IV-1", hotel.day, [BillLine("52300", Decimal(2000))])
    approve_payment(anong, prepare_run(anong, [bill], "11110")[0])
    while hotel.day.month == 11:
        hotel.audit()
    assert _left(_november()) == {
        "VAT return not closed": "taxes", "Tax withheld not paid over": "withholding",
    }  # fmt: skip
    two = hotel.answering("anong", "pavinee", MONTH_UNFINISHED="filed on paper")
    lock_month(two, _november().id)
    assert _november().locked


def test_a_year_is_closed_to_retained_earnings_and_takes_nothing_more(december: Hotel) -> None:
    hotel, november = december, _november()
    set_setting(hotel.desk(), "fiscal_first_month", "12")
    year = fiscal_year(november.ends)
    assert (year.first, year.last) == (datetime.date(2025, 12, 1), datetime.date(2026, 11, 30))
    anong = hotel.desk("anong")
    with refused("YEAR_RUNNING"):
        close_year(anong, hotel.day)
    with refused("YEAR_MONTH_OPEN"):
        close_year(anong, november.ends)
    with refused("YEAR_NOT_CLOSED"):
        reopen_year(anong, november.ends, "x")
    soft_lock_period(anong, november.id)
    wear = account("52600").id
    first = close_year(anong, november.ends)
    assert account_balance(wear) == 0
    assert account_balance(account("32000").id) == Decimal("300.00")
    with refused("YEAR_CLOSED"):
        close_year(anong, november.ends)
    with refused("YEAR_CLOSED"):
        write_journal_voucher(hotel.answering("anong", PERIOD_SOFT=SOFT), november.ends, "late", LINES)
    with refused("NO_REASON"):
        reopen_year(anong, november.ends, " ")
    with asked("YEAR_REOPEN", "period", second_person=True):
        reopen_year(anong, november.ends, "late entry")
    two = hotel.answering("anong", "pavinee", YEAR_REOPEN="late entry")
    back = Entry.get_by_id(reopen_year(two, november.ends, "late entry"))
    assert (back.reverses_id, account_balance(wear)) == (first, Decimal("300.00"))
    write_journal_voucher(hotel.answering("anong", PERIOD_SOFT=SOFT), november.ends, "late", LINES)
    close_year(anong, november.ends)
    assert closing_of(november.ends) is not None
    assert account_balance(account("32000").id) == Decimal("600.00")
    write_journal_voucher(anong, hotel.day, "of the new year", LINES)


def test_years_are_closed_in_order_and_an_empty_one_is_not(december: Hotel) -> None:
    hotel, november = december, _november()
    anong = hotel.desk("anong")
    set_setting(hotel.desk(), "fiscal_first_month", "12")
    before = Period.create(starts=datetime.date(2025, 11, 1), ends=datetime.date(2025, 11, 30))
    soft_lock_period(anong, november.id)
    soft_lock_period(anong, before.id)
    with refused("NOTHING_TO_CLOSE"):
        close_year(anong, before.ends)
    write_journal_voucher(hotel.answering("anong", PERIOD_SOFT=SOFT), before.ends, "wear", LINES)
    with refused("EARLIER_YEAR"):
        close_year(anong, november.ends)
    close_year(anong, before.ends)
    close_year(anong, november.ends)
    with refused("NEXT_YEAR_CLOSED"):
        reopen_year(anong, before.ends, "late")
