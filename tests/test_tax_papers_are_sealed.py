"""Tax papers stay as they were issued: the database itself holds it, on SQLite and on PostgreSQL."""

from __future__ import annotations

from decimal import Decimal

import peewee

from models.front_office.folios import post_charge
from models.front_office.invoicing import cancel_invoice, issue_invoice, issue_replacement, reissue
from models.front_office.payments import refund_deposit, take_deposit
from models.front_office.proof import faults
from models.front_office.receipts import Buyer, Receipt, count_print
from models.front_office.reservations import Stay
from models.front_office.stays import check_in
from models.house.database import database
from tests.hotel import Hotel
from tests.refusing import everything

COMPANY = Buyer("บริษัท สยามทัวร์ จำกัด", "1 ถนนสุขุมวิท กรุงเทพฯ 10110", "0105561000003", "00000")
COLUMNS = "date, form, language, paper, prints, kind, net, vat, exempt, buyer_name, buyer_address, buyer_tax_id, buyer_branch, reason, cancelled_because, rounding"  # fmt: skip
KEPT = {
    "window_id": "NULL", "date": "'2026-01-01'", "form": "'combined'", "language": "'xx'", "tendered": "5",
    "exempt": "7", "rounding": "7", "buyer_name": "'Somebody'", "buyer_address": "'Elsewhere'",
    "buyer_tax_id": "'1'", "buyer_branch": "'00009'", "reason": "'none'", "replaces_id": "{other}",
    "posting_id": "{charge}", "net": "1", "vat": "1", "number": "'TX1'", "paper": "'no'",
}  # fmt: skip
SPOILERS = [
    *((f"UPDATE receipt SET {name} = {value} WHERE id = {{invoice}}", "NUMBER_KEPT") for name, value in KEPT.items()),
    ("UPDATE receipt SET cancelled_on = NULL, cancelled_because = '' WHERE id = {cancelled}", "CANCELLED_ALREADY"),
    ("UPDATE receipt SET cancelled_on = '2026-12-01' WHERE id = {cancelled}", "CANCELLED_ALREADY"),
    ("UPDATE receipt SET cancelled_because = 'other' WHERE id = {cancelled}", "CANCELLED_ALREADY"),
    ("UPDATE receipt SET cancelled_on = '2026-11-23' WHERE id = {invoice}", "CANCELLED_ALREADY"),
    ("UPDATE receipt SET cancelled_because = 'why' WHERE id = {invoice}", "CANCELLED_ALREADY"),
    ("UPDATE receipt SET cancelled_on = '2026-11-23', cancelled_because = 'x' WHERE id = {deducted}", "DEDUCTED"),
    ("UPDATE receipt SET cancelled_on = '2026-11-23', cancelled_because = 'x' WHERE id = {credited}", "HAS_CREDIT_NOTE"),
    ("UPDATE receipt_line SET net = 1", "NUMBER_KEPT"),
    ("DELETE FROM receipt_line", "NUMBER_KEPT"),
    ("UPDATE deposit_deduction SET net = 1", "NUMBER_KEPT"),
    ("DELETE FROM deposit_deduction", "NUMBER_KEPT"),
    ("UPDATE receipt_replacement SET reason = 'x'", "NUMBER_KEPT"),
    ("DELETE FROM receipt_replacement", "NUMBER_KEPT"),
    # A line on two invoices, a deposit deducted twice, one paper written anew twice, a credit of what is cancelled.
    (
        "INSERT INTO receipt_line (receipt_id, position, posting_id, net, vat, exempt)"
        " VALUES ({other}, 99, {charge}, 1, 0, 0)",
        "INVOICED",
    ),
    (
        "INSERT INTO deposit_deduction (receipt_id, invoice_id, net, vat) VALUES ({other}, {deducted}, 1, 0)",
        "DEDUCTED_ABOVE_DEPOSIT",
    ),
    (
        f"INSERT INTO receipt (number, replaces_id, {COLUMNS}) SELECT 'X-1', {{cancelled}}, {COLUMNS} FROM receipt"
        " WHERE id = {invoice}",
        "CANCELLED_ALREADY",
    ),
    (
        f"INSERT INTO receipt (number, replaces_id, {COLUMNS}) SELECT 'X-1', {{invoice}}, {COLUMNS} FROM receipt"
        " WHERE id = {invoice}",
        "CANCELLED_ALREADY",
    ),
    (
        "INSERT INTO credit_note_line (note_id, invoice_id, net, vat) SELECT id, {cancelled}, 100, 7 FROM receipt"
        " WHERE kind = 'credit note'",
        "CANCELLED_ALREADY",
    ),
]  # fmt: skip


def _lived(hotel: Hotel) -> dict[str, int]:
    """An invoice that stands for one cancelled, another that deducts a deposit, and a deposit partly given back."""
    booked = [hotel.booked(2, room=room) for room in ("201", "202")]
    first, second = (Stay.get_by_id(stay).reservation_id for stay in booked)
    deducted = take_deposit(hotel.desk(), first, "CASH", Decimal(100))
    credited = take_deposit(hotel.desk(), second, "CASH", Decimal(500))
    refund_deposit(hotel.desk(), second, "CASH", Decimal(200), "shorter")
    check_in(hotel.desk(), booked[0], "201")
    window = hotel.window(booked[0])
    charge = post_charge(hotel.desk(), window, "LAUN", Decimal("33.33"))
    post_charge(hotel.desk(), window, "LAUN", Decimal("500"))
    cancelled = issue_invoice(hotel.desk(), window, "full", COMPANY, [charge])
    invoice = reissue(hotel.desk(), cancelled, "name", COMPANY)
    other = issue_invoice(hotel.desk(), window, "full", COMPANY)
    count_print(hotel.desk(), invoice)
    issue_replacement(hotel.desk(), invoice, "lost")
    return {
        "charge": charge, "cancelled": cancelled, "invoice": invoice, "other": other, "deducted": deducted,
        "credited": credited,
    }  # fmt: skip


def refusal_of(statement: str) -> str:
    """What the database says to it; nothing where it takes it, which is undone."""
    try:
        with database.atomic() as savepoint:
            database.execute_sql(statement)
            savepoint.rollback()
    except peewee.DatabaseError as error:
        return str(error)
    return ""


def test_nobody_reaches_past_the_program(hotel: Hotel) -> None:
    ids = _lived(hotel)
    before = everything()
    for statement, code in SPOILERS:
        assert code in refusal_of(statement.format(**ids)), statement
    assert everything() == before
    assert list(faults()) == []


def test_a_cancelled_invoice_frees_its_lines_and_its_deposit(hotel: Hotel) -> None:
    ids = _lived(hotel)
    cancel_invoice(hotel.desk(), ids["invoice"], "wrong room")
    cancel_invoice(hotel.desk(), ids["other"], "wrong room")
    window = Receipt.get_by_id(ids["invoice"]).window_id
    again = Receipt.get_by_id(issue_invoice(hotel.desk(), window, "full", COMPANY))
    assert again.deductions.count() == 1
    assert list(faults()) == []


def test_the_proof_sees_what_was_done_past_the_guards(small_hotel: Hotel) -> None:
    ids = _lived(small_hotel)
    for trigger, change, code in (
        ("receipt_figures_kept", "net = net + 1", "DOCUMENT"),
        ("receipt_words_kept", "rounding = 5", "DOCUMENT_ROUNDING"),
    ):
        database.execute_sql(f"DROP TRIGGER {trigger}")
        database.execute_sql(f"UPDATE receipt SET {change} WHERE id = {ids['invoice']}")
        assert code in {fault.code for fault in faults()}
