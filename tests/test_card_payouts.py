"""Cards and QR are paid out less the acquirer's fee and its VAT: each payment once, and what is not stays listed."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from models.back_office.bank_accounts import keep_bank_account
from models.back_office.bank_statements import BankLine
from models.back_office.input_vat import InputVat, claimed_in, month_after, undue_left, without_invoice
from models.back_office.reconciliation import accept_all, close_statement, figures, unmatch
from models.front_office.folios import Posting, correct
from models.front_office.payments import take_payment
from models.front_office.proof import faults
from models.front_office.settlements import (
    Fee,
    SettledLine,
    Settlement,
    awaited_invoices,
    enter_fee_invoice,
    lines_until,
    set_off,
    settle,
    settlements,
    take_settlement_back,
    vat_on,
    waiting_lines,
    waiting_total,
)
from models.house.database import database, transaction
from models.ledger.accounts import account
from models.ledger.entries import Entry, Line, write_journal_voucher
from tests.hotel import Hotel
from tests.refusing import refused
from tests.test_bank_reconciliation import took_in
from tests.test_cheques import CURRENT, standing

D = Decimal
CARDS, QR, FEES, INPUT, UNDUE = "11310", "11330", "52410", "11600", "11610"
BANK_TAX_ID = "0107536000315"


def bank_of(hotel: Hotel, tax_id: str = BANK_TAX_ID) -> int:
    return keep_bank_account(
        hotel.desk(), CURRENT, "004", "0123456789", "กระแสรายวัน", "Current", tax_id=tax_id
    )


def takings(hotel: Hotel, *amounts: str, code: str = "CARD", room: str = "201") -> list[int]:
    """Payments of one guest; the lines of them that wait, by id."""
    window = hotel.window(hotel.in_house(room))
    for amount in amounts:
        take_payment(hotel.desk("nok"), window, code, D(amount), reference="1234")
    return list(lines_until(hotel.day))


def test_a_payout_is_gross_less_fee_and_vat_and_is_found_on_the_bank_statement(
    hotel: Hotel, tmp_path: Path
) -> None:
    bank, desk = bank_of(hotel), hotel.desk("anong")
    cards = takings(hotel, "1000", "2500")
    taken_on = hotel.day
    hotel.audit()
    takings(hotel, "700", code="QR", room="202")
    assert [(row.account, row.amount, row.days(hotel.day)) for row in waiting_lines().first(9)] == [
        (CARDS, D(1000), 1), (CARDS, D(2500), 1), (QR, D(700), 0),
    ]  # fmt: skip
    vat = vat_on(D("63.00"), hotel.day)
    assert (vat, waiting_total()) == (D("4.41"), D(4200))
    fee = Fee(D("63.00"), vat, "F-0001", hotel.day)
    number = settle(desk, bank, cards, D(3500), hotel.day, fee, "B0415")
    row = Settlement.get_by_id(number)
    assert (row.number, row.net, row.first, row.last) == ("ST2569-00001", D("3432.59"), taken_on, taken_on)
    assert {line.account.code: line.amount for line in Entry.get_by_id(row.entry_id).lines} == {
        CURRENT: D("3432.59"), FEES: D("63.00"), INPUT: D("4.41"), CARDS: D(-3500),
    }  # fmt: skip
    (invoice,) = claimed_in(hotel.day.replace(day=1))
    assert (invoice.tax_id, invoice.number, invoice.base, invoice.vat) == (BANK_TAX_ID, "F-0001", D(63), vat)
    assert invoice.supplier_name == "ธนาคารกสิกรไทย"
    assert [line.account for line in waiting_lines().first(9)] == [QR]
    assert waiting_total() == D(700)
    # The bank shows what it paid out.
    text = 'วันที่,รายการ,เลขที่เช็ค,ถอน,ฝาก,คงเหลือ\n24/11/2569,CARD B0415,,,"3,432.59","3,432.59"\n'
    statement = took_in(hotel, bank, tmp_path, text)
    assert accept_all(desk, statement) == 1
    assert figures(statement).difference == 0
    with refused("MATCHED_AT_BANK"):
        take_settlement_back(desk, number, "wrong batch")
    unmatch(desk, BankLine.get().id)
    take_settlement_back(desk, number, "wrong batch")
    assert (waiting_total(), standing(CURRENT), standing(FEES), standing(INPUT)) == (D(4200), 0, 0, 0)
    assert claimed_in(hotel.day.replace(day=1)) == []
    with refused("CANCELLED_ALREADY"):
        take_settlement_back(desk, number, "again")
    # The same lines with the same invoice again, in the right batch.
    settle(desk, bank, cards, D(3500), hotel.day, fee, "B0416")
    assert accept_all(desk, statement) == 1
    close_statement(desk, statement)
    assert [row.batch for row in settlements().first(9)] == ["B0416", "B0415"]
    assert list(faults()) == []


def test_a_payout_that_cannot_be(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("anong")
    bank = bank_of(hotel)
    lines = takings(hotel, "1000", "500")
    desk_of_set_up = hotel.desk()
    foreign = Line.get(Line.account == account("11400").id).id
    today, soon = hotel.day, hotel.after(1)
    for code, chosen, gross, date, fee in (
        ("NOTHING_CHOSEN", [], "0", today, Fee()),
        ("NOT_CLEARING", [foreign], "1000", today, Fee()),
        ("NOT_CLEARING", [999_999], "1000", today, Fee()),
        ("FUTURE_DATE", lines, "1500", soon, Fee()),
        ("LINE_LATER", lines, "1500", hotel.after(-1), Fee()),
        ("GROSS_DIFFERS", lines, "1499.99", today, Fee()),
        ("NOT_POSITIVE", lines, "1500", today, Fee(D(-1))),
        ("NOT_POSITIVE", lines, "1500", today, Fee(D(1), D(-1))),
        ("NOTHING_PAID_OUT", lines, "1500", today, Fee(D(1500))),
        ("NO_INVOICE_DATE", lines, "1500", today, Fee(D(10), D("0.70"), "F-1")),
        ("CLAIM_LATE", lines, "1500", today, Fee(D(10), D("0.70"), "F-1", datetime.date(2026, 4, 30))),
    ):
        with refused(code):
            settle(desk, bank, chosen, D(gross), date, fee)
    with refused("NO_BANK_ACCOUNT"):
        settle(desk, 99, lines, D(1500), today)
    with refused("NO_RIGHT"):
        settle(hotel.desk("nok"), bank, lines, D(1500), today)
    with refused("TAX_ID"):
        keep_bank_account(
            desk_of_set_up, CURRENT, "004", "0123456789", "", "", bank_account_id=bank, tax_id="0107536000316"
        )
    settle(desk, bank, lines[:1], D(1000), today, Fee(D(10), D("0.70"), "F-1", today))
    for code, chosen, fee in (
        ("LINE_SETTLED", lines[:1], Fee()), ("LINE_SETTLED", lines, Fee()),
        ("BILL_TWICE", lines[1:], Fee(D(5), D("0.35"), "F-1", today)),
    ):  # fmt: skip
        with refused(code):
            settle(desk, bank, chosen, sum((Line.get_by_id(one).amount for one in chosen), D(0)), today, fee)
    assert list(lines_until(today)) == lines[1:]


def test_the_tax_invoice_of_the_fees_comes_once_a_month(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("anong")
    bank = bank_of(hotel, "")
    first, second, third = takings(hotel, "1000", "2000", "500")
    with refused("NO_TAX_ID"):
        settle(desk, bank, [first], D(1000), hotel.day, Fee(D(20), D("1.40")))
    keep_bank_account(
        hotel.desk(), CURRENT, "004", "0123456789", "กระแสรายวัน", "", bank_account_id=bank, tax_id=BANK_TAX_ID
    )
    daily = [
        settle(desk, bank, [first], D(1000), hotel.day, Fee(D(20), D("1.40"))),
        settle(desk, bank, [second], D(2000), hotel.day, Fee(D(40), D("2.80"))),
    ]
    plain = settle(desk, bank, [third], D(500), hotel.day)
    assert (standing(UNDUE), standing(INPUT)) == (D("4.20"), 0)
    assert [row.id for row in awaited_invoices()] == daily
    assert claimed_in(hotel.day.replace(day=1)) == without_invoice(hotel.day) == []
    hotel.audit()
    desk = hotel.desk("anong")
    for code, ids, number, date in (
        ("NOTHING_CHOSEN", [], "M-11", hotel.day),
        ("NOT_AWAITED", [*daily, plain], "M-11", hotel.day),
        ("NO_INVOICE", daily, " ", hotel.day),
        ("DATE_AHEAD", daily, "M-11", hotel.after(1)),
        ("CLAIM_LATE", daily, "M-11", datetime.date(2026, 4, 30)),
    ):
        with refused(code):
            enter_fee_invoice(desk, ids, number, date)
    enter_fee_invoice(desk, daily, "M-11", hotel.day)
    assert (standing(UNDUE), standing(INPUT)) == (0, D("4.20"))
    assert [(row.number, row.vat) for row in claimed_in(hotel.day.replace(day=1))] == [
        ("M-11", D("1.40")), ("M-11", D("2.80")),
    ]  # fmt: skip
    assert [undue_left(row) for row in InputVat.select().where(InputVat.treatment == "undue")] == [0, 0]
    assert (awaited_invoices(), without_invoice(month_after(hotel.day, 1))) == ([], [])
    with refused("NOT_AWAITED"):
        enter_fee_invoice(desk, daily, "M-12", hotel.day)
    with refused("FEE_INVOICED"):
        take_settlement_back(desk, daily[0], "wrong day")
    take_settlement_back(desk, plain, "wrong day")
    again = settle(desk, bank, [third], D(500), hotel.day, Fee(D(10), D("0.70")))
    with refused("BILL_TWICE"):
        enter_fee_invoice(desk, [again], "M-11", hotel.day)
    take_settlement_back(desk, again, "no fee was taken")
    assert (standing(UNDUE), awaited_invoices()) == (0, [])
    assert list(faults()) == []


def test_what_undoes_itself_is_set_off_and_waits_no_longer(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("anong")
    takings(hotel, "1000", "500")
    correct(hotel.desk("nok"), Posting.get(Posting.amount == -1000).id, "wrong card")
    write_journal_voucher(desk, hotel.day, "payout by hand", [(CURRENT, D(500)), (CARDS, D(-500))])
    taken, other, undone, by_hand = lines_until(hotel.day)
    with refused("NOT_ZERO"):
        set_off(desk, [taken])
    entries = Entry.select().count()
    number = set_off(desk, [taken, undone])
    set_off(desk, [other, by_hand])
    assert (Entry.select().count(), waiting_lines().first(9), waiting_total()) == (entries, [], 0)
    with refused("LINE_SETTLED"):
        set_off(desk, [taken, undone])
    take_settlement_back(desk, number, "it was another card")
    assert list(lines_until(hotel.day)) == [taken, undone]
    assert list(faults()) == []


def test_a_refund_paid_out_below_zero_is_taken_from_the_bank(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("anong")
    bank = bank_of(hotel)
    write_journal_voucher(desk, hotel.day, "charged back", [("42190", D(300)), (CARDS, D(-300))])
    settle(desk, bank, list(lines_until(hotel.day)), D(-300), hotel.day, Fee(D(5)))
    assert (standing(CURRENT), standing(CARDS)) == (D(-305), 0)


def test_the_database_settles_a_line_once_and_by_what_it_is(hotel: Hotel) -> None:
    bank, desk = bank_of(hotel), hotel.desk("anong")
    first, second = takings(hotel, "1000", "500")
    number = settle(desk, bank, [first], D(1000), hotel.day, Fee(D(10)))
    row = Settlement.get_by_id(number)
    other = settle(desk, bank, [second], D(500), hotel.day)
    take_settlement_back(desk, other, "of another day")
    into = "INSERT INTO settled_line (number, line_id, standing) VALUES"
    yes = "TRUE" if "postgres" in type(database.obj).__name__.lower() else "1"
    no = "FALSE" if yes == "TRUE" else "0"
    new = (
        "INSERT INTO settlement (number, bank_account_id, batch, date, first, last, gross, fee, vat, net, invoice, entry_id,"
        f" cancelled_because) SELECT 'ST9', bank_account_id, batch, date, first, last, {{gross}}, 0, 0, {{gross}}, '', {{entry}},"
        " '' FROM settlement WHERE id = "
        f"{number}"
    )
    entry = Entry.select().order_by(Entry.id).first().id
    for statements, code in (
        ([f"{into} ('ST9', {first}, {yes})"], "LINE_SETTLED"),
        ([f"{into} ('{row.number}', {second}, {yes})"], "SETTLEMENT_KEPT"),
        ([f"{into} ('ST9', {second}, {no})"], "SETTLEMENT_KEPT"),
        ([new.format(gross=50_000, entry=entry)], "SETTLEMENT_SUM"),
        ([f"{into} ('ST9', {second}, {yes})", new.format(gross=50_001, entry=entry)], "SETTLEMENT_SUM"),
        ([f"{into} ('ST9', {second}, {yes})", new.format(gross=50_000, entry=entry)], "SETTLEMENT_SUM"),
        ([f"UPDATE settlement SET gross = gross + 1, net = net + 1 WHERE id = {number}"], "SETTLEMENT_KEPT"),
        ([f"UPDATE settlement SET cancelled_on = NULL, reversal_id = NULL WHERE id = {other}"], "SETTLEMENT_KEPT"),
        ([f"DELETE FROM settlement WHERE id = {number}"], "SETTLEMENT_KEPT"),
        ([f"UPDATE settled_line SET standing = {no} WHERE line_id = {first}"], "SETTLEMENT_KEPT"),
        ([f"UPDATE settled_line SET standing = {yes} WHERE line_id = {second}"], "SETTLEMENT_KEPT"),
        ([f"UPDATE settled_line SET line_id = {second} WHERE line_id = {first}"], "SETTLEMENT_KEPT"),
        (["DELETE FROM settled_line"], "SETTLEMENT_KEPT"),
    ):  # fmt: skip
        with refused(code), transaction():
            for statement in statements:
                database.execute_sql(statement)
    assert SettledLine.select().where(SettledLine.standing).count() == 1


@pytest.mark.parametrize("kind", ["REPLACE INTO", "INSERT OR REPLACE INTO"])
def test_a_payout_is_not_replaced_on_sqlite(small_hotel: Hotel, kind: str) -> None:
    hotel, desk = small_hotel, small_hotel.desk("anong")
    (line,) = takings(hotel, "1000")
    number = settle(desk, bank_of(hotel), [line], D(1000), hotel.day)
    for table in ("settlement", "settled_line"):
        with refused("SETTLEMENT_KEPT"), transaction():
            database.execute_sql(f"{kind} {table} SELECT * FROM {table}")
    assert Settlement.get_by_id(number).cancelled_on is None
