"""The back office against an auditor's hand in its database, a crooked clerk at its desk and a careless one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest
from peewee import SqliteDatabase

from models.back_office.bank_accounts import keep_bank_account, receive_cheque_book
from models.back_office.bank_statements import import_statement, proposed_columns, read_lines
from models.back_office.chart import ChartRow, chart_rows, import_chart, open_account
from models.back_office.input_vat import InputVat, name_invoice
from models.back_office.petty_cash import open_fund, top_up
from models.back_office.receipts_on_account import Applied, Kept, take_receipt, unpaid_items
from models.back_office.reconciliation import accept_all, close_statement
from models.back_office.statements import year_start
from models.back_office.vendor_bills import BillLine, VendorBill, enter_bill, enter_supplier_credit_note
from models.back_office.vendor_payments import (
    Part,
    VendorPayment,
    approve_payment,
    prepare_payment,
    prepare_prepayment,
    prepare_run,
)
from models.back_office.vendors import Vendor, add_vendor, change_vendor
from models.back_office.withholding_certificates import Certificate
from models.back_office.withholding_returns import attachment_paper, pay_withholding, text_file
from models.front_office.proof import faults
from models.front_office.vat_report import output_vat_of, output_vat_paper, return_paper
from models.front_office.vat_report.returns import check_input_vat
from models.house.acts import ChangeLog
from models.house.database import database, transaction
from models.house.property import Property
from models.house.refusals import Refused
from models.house.schema import PostgresRecorder, SqliteRecorder
from models.house.settings import set_setting
from models.house.staff import Role, RoleRight, Staff
from models.house.staffing import change_own_password, set_password
from models.house.tables import read_table
from models.ledger.accounts import account
from models.ledger.drafts import (
    Voucher,
    VoucherTerms,
    approve_voucher,
    check_voucher,
    prepare_voucher,
    reverse_entry,
)
from models.ledger.entries import Entry, write_journal_voucher
from tests.hotel import FIRST_DAY, Hotel
from tests.raw import Facts, raw_sqlite
from tests.refusing import asked, everything, refused
from tests.test_receipts_on_account import money_in, owing

D = Decimal
TAX_ID, OTHER_TAX_ID = "0105561000003", "0105561000011"
BANK, SAVINGS, POWER, TILL = "11210", "11200", "52200", "11110"
HUNDRED, SEVEN = D(100), D(7)
WORK = [("52600", D(100)), ("12900", D(-100))]


def _vendor(hotel: Hotel, name: str, tax_id: str, **more: object) -> int:
    return add_vendor(
        hotel.desk("anong"), name_th=name, name_en=name, tax_id=tax_id, address="Bangkok", **more
    )


def _voucher(hotel: Hotel, series: str = "JV", lines: Iterable[tuple[str, Decimal]] = WORK) -> VoucherTerms:
    return VoucherTerms(series, hotel.day, "wear", list(lines), "" if series == "JV" else "MEA")


def _statement(hotel: Hotel, bank: int, folder: Path) -> int:
    file = folder / "statement.csv"
    file.write_text("Date,Description,Amount\n23/11/2026,cash,10.00\n", encoding="utf-8")
    table = read_table(file)
    columns = proposed_columns(bank, table.columns)
    return import_statement(
        hotel.desk("anong"), bank, "statement.csv", read_lines(table, columns, hotel.day), columns, D(10)
    )


def _as_one(hotel: Hotel, statements: Iterable[str]) -> str:
    """What the database says when these are sent as one write."""
    with pytest.raises(Refused) as caught:
        _write(statements)
    return caught.value.code


def _write(statements: Iterable[str]) -> None:
    with transaction():
        for statement in statements:
            database.execute_sql(statement)


def _entry(hotel: Hotel, date: datetime.date, lines: Iterable[tuple[str, int]], **other: object) -> list[str]:
    """INSERTs of an entry as nobody at a desk writes it; amounts in satang."""
    last = Entry.select().order_by(Entry.id.desc()).get()
    number = last.id + 1
    values: dict[str, object] = {
        "id": number, "date": date, "journal": "general", "kind": "voucher", "memo": "x", "staff_id": 1,
        "terminal": "x", "at": "x", "previous_hash": last.hash, "hash": "x", **other,
    }  # fmt: skip
    told = ", ".join(str(v) if isinstance(v, int) else f"'{v}'" for v in values.values())
    rows = [
        "INSERT INTO line (entry_id, position, date, account_id, amount, item, memo) VALUES"
        f" ({number}, {place}, '{date}', {account(code).id}, {amount}, '', '')"
        for place, (code, amount) in enumerate(lines, 1)
    ]
    return [*rows, f"INSERT INTO entry ({', '.join(values)}) VALUES ({told})"]


def _paying(hotel: Hotel, payment: int, vendor: int, satang: int) -> list[str]:
    """A payment's entry and its approval, as by the program."""
    rows = _entry(
        hotel, hotel.day, [("21100", satang), (BANK, -satang)], journal="payments", kind="vendor payment"
    )
    part = Vendor.get_by_id(vendor).subaccount_id
    rows[0] = (
        rows[0]
        .replace("amount, item", "amount, subaccount_id, item")
        .replace(", '', '')", f", {part}, '', '')")
    )
    number = Entry.select().count() + 1
    approve = f"UPDATE vendor_payment SET entry_id = {number}, number = 'PV-Y', paid_on = '{hotel.day}', approved_by_id = 2"
    return [*rows, f"{approve} WHERE id = {payment}"]


def test_a_hand_in_the_database_finds_every_paper_tied_to_its_entry(hotel: Hotel, tmp_path: Path) -> None:
    anong = hotel.desk("anong")
    cleaner = _vendor(hotel, "Cleaner", TAX_ID, income_type="service")
    crony = _vendor(hotel, "Crony", OTHER_TAX_ID, income_type="service")
    bills = [
        enter_bill(anong, cleaner, f"IV-{n}", hotel.day, [BillLine("52300", D(10000))]) for n in (1, 2, 3)
    ]
    paid, waiting = prepare_run(anong, bills[:1], BANK) + prepare_run(anong, bills[1:2], BANK)
    approve_payment(anong, paid)
    voucher, other = (prepare_voucher(anong, _voucher(hotel)) for _each in range(2))
    approve_voucher(anong, voucher)
    posted = Voucher.get_by_id(voucher).entry_id
    undone = approve_voucher(anong, prepare_voucher(anong, _voucher(hotel)))
    reverse_entry(anong, undone, hotel.day, "twice")
    pay_withholding(anong, hotel.day, hotel.day, BANK)
    payment = VendorPayment.get_by_id(paid)
    debtor = owing(hotel, "500", "300")
    item = unpaid_items(debtor)[0]
    receipt = take_receipt(anong, debtor, money_in("500"), [Applied(item.id, D(500))], Kept(withheld=D(15)))
    with transaction():
        database.execute_sql(
            "INSERT INTO vendor_payment (vendor_id, account_id, way, cheque, memo, amount, withheld, prepared_by_id,"
            f" prepared_on, dropped) VALUES ({cleaner}, {account(BANK).id}, 'transfer', '', '', 1070000, 0, 1,"
            f" '{hotel.day}', '')"
        )
    spare = VendorPayment.select().order_by(VendorPayment.id.desc()).get().id
    fund = open_fund(anong, "Office", "11100", D(500), Staff.get(Staff.login == "anong").id)
    top_up(anong, fund, BANK)
    bank = keep_bank_account(hotel.desk(), SAVINGS, "004", "0123456789", "ออมทรัพย์", "Savings")
    write_journal_voucher(anong, hotel.day, "till", [(SAVINGS, D(10)), ("42100", D(-10))])
    receive_cheque_book(anong, bank, "0000101", "0000125")
    statement = _statement(hotel, bank, tmp_path)
    accept_all(anong, statement)
    close_statement(anong, statement)
    claimed = InputVat.select().order_by(InputVat.id).first()
    month = hotel.day.replace(day=1)
    with transaction():
        database.execute_sql(
            "INSERT INTO vat_return (month, sales, zero_rated, exempt, output_vat, purchases, input_vat, brought_forward,"
            f" surcharge, penalty, carried_forward, refund, closed_on) VALUES ('{month}', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, FALSE,"
            f" '{hotel.day}')"
        )
    yesterday = hotel.day
    hotel.audit()
    take = "INSERT INTO vendor_bill (vendor_id, kind, number, date, due, posted, memo, amount, unpaid, dispute, entry_id"
    certificate = (
        "INSERT INTO withholding_certificate (number, entry_id, date, payee_name, address, tax_id, branch, payee_kind,"
        f" income_type, percent, income, tax, condition) SELECT '{{n}}', {{e}}, date, 'Crony', '', '{OTHER_TAX_ID}', branch,"
        " payee_kind, income_type, percent, income, tax, condition FROM withholding_certificate"
    )
    cash = account("11100").code
    attacks: list[tuple[str, list[str]]] = [
        # A bill nobody sent, one above its entry, a line slipped under one
        ("PAPER_DIFFERS", [f"{take}) VALUES ({crony}, 'bill', 'X-1', '{hotel.day}', '{hotel.day}', '{hotel.day}', '', 100, 100,"
                           f" '', {posted})"]),
        ("PAPER_DIFFERS or BILL_KEPT", [f"{take}) SELECT vendor_id, kind, 'X-2', date, due, posted, memo, amount + 1, 0, '',"
                           f" {VendorBill.get_by_id(bills[2]).entry_id} FROM vendor_bill WHERE id = {bills[2]}"]),
        ("BILL_KEPT", [f"INSERT INTO vendor_bill_line (bill_id, position, account_id, net, vat, treatment, memo) SELECT bill_id, 9,"
                       f" account_id, 1, 0, 'none', '' FROM vendor_bill_line WHERE bill_id = {bills[2]}"]),
        ("BILL_KEPT", [f"UPDATE vendor_bill SET reversal_id = {posted} WHERE id = {bills[2]}"]),
        # A payment of another entry, to another payee, reworded once it is made, with more parts, undone by nothing
        ("PAPER_DIFFERS", [f"UPDATE vendor_payment SET entry_id = {posted}, number = 'PV-X', paid_on = '{hotel.day}',"
                           f" approved_by_id = 1 WHERE id = {waiting}"]),
        ("PAPER_DIFFERS", ["INSERT INTO vendor_payment (vendor_id, account_id, way, cheque, memo, amount, withheld, prepared_by_id,"
                           " prepared_on, approved_by_id, paid_on, number, entry_id, dropped) SELECT vendor_id, account_id, way,"
                           f" cheque, memo, amount, withheld, 1, prepared_on, 1, paid_on, 'PV-X', {posted}, '' FROM vendor_payment"
                           f" WHERE id = {paid}"]),
        ("BILL_KEPT", [f"UPDATE vendor_payment SET vendor_id = {crony} WHERE id = {paid}"]),
        ("BILL_KEPT", [f"UPDATE vendor_payment SET way = 'cash' WHERE id = {paid}"]),
        ("BILL_KEPT", [f"UPDATE vendor_payment SET memo = 'gift' WHERE id = {paid}"]),
        ("BILL_KEPT", [f"UPDATE vendor_payment SET prepared_by_id = prepared_by_id + 1 WHERE id = {paid}"]),
        ("BILL_KEPT", [f"INSERT INTO vendor_payment_part (payment_id, bill_id, amount, withheld) VALUES ({paid}, {bills[2]}, 1, 0)"]),
        ("BILL_KEPT", [f"UPDATE vendor_payment SET reversal_id = {posted} WHERE id = {paid}"]),
        # A bill set back to unpaid is not paid again, nor an item received again
        ("MORE_THAN_IS_LEFT", [f"UPDATE vendor_bill SET unpaid = amount WHERE id = {bills[0]}",
                               f"INSERT INTO vendor_payment_part (payment_id, bill_id, amount, withheld) SELECT {spare}, {bills[0]},"
                               f" amount, 0 FROM vendor_bill WHERE id = {bills[0]}",
                               *_paying(hotel, spare, cleaner, 1070000)]),
        ("MORE_THAN_IS_LEFT", ["INSERT INTO item_payment (item_id, entry_id, date, amount) SELECT item_id, entry_id, date, 1"
                               " FROM item_payment"]),
        # A certificate for somebody else, for more than was withheld, void without its payment
        ("PAPER_DIFFERS", [certificate.format(n="WT-X", e=payment.entry_id)]),
        ("PAPER_DIFFERS", [certificate.format(n="WT-X", e=posted)]),
        ("CERTIFICATE_SEALED", [f"UPDATE withholding_certificate SET tax_id = '{OTHER_TAX_ID}', payee_name = 'Crony'"]),
        ("CERTIFICATE_SEALED", [f"UPDATE withholding_certificate SET cancelled_by_id = {posted}"]),
        ("PAPER_DIFFERS", [f"INSERT INTO withholding_payment (month, amount, entry_id) VALUES ('{month}', 100, {posted})"]),
        # A voucher that says another thing than its entry
        ("PAPER_DIFFERS", [f"UPDATE voucher_line SET amount = amount * 2 WHERE voucher_id = {other}",
                           f"UPDATE voucher SET entry_id = {payment.entry_id}, approved_by_id = 1 WHERE id = {other}"]),
        ("VOUCHER_KEPT", [f"UPDATE voucher SET approved_by_id = 2 WHERE id = {voucher}"]),
        ("VOUCHER_KEPT", [f"UPDATE voucher_line SET amount = amount * 2 WHERE voucher_id = {voucher}"]),
        ("PAPER_DIFFERS", ["INSERT INTO voucher (series, kind, date, memo, partner, method, reference, file, no_receipt,"
                           " prepared_by_id, prepared_at, approved_by_id, entry_id, dropped) SELECT series, kind, date, memo,"
                           f" partner, '', '', '', '', 1, prepared_at, 2, {payment.entry_id}, '' FROM voucher WHERE id = {voucher}"]),
        # Money in and small money
        ("NUMBER_KEPT", [f"UPDATE account_receipt SET cancelled_on = '{hotel.day}', reversal_id = {posted}"]),
        ("PAPER_DIFFERS", ["INSERT INTO account_receipt (number, account_id, entry_id, date, received, withheld, commission,"
                           " commission_vat, total, note, commission_invoice, language, paper, prints, cancelled_because) SELECT"
                           f" 'RC-X', account_id, {posted}, date, received, 0, 0, 0, total, '', '', 'th', '', 0, '' FROM"
                           f" account_receipt WHERE id = {receipt}"]),
        ("PAPER_DIFFERS", ["INSERT INTO petty_move (fund_id, kind, number, date, what, account_id, amount, entry_id, staff_id, at)"
                           f" SELECT fund_id, 'slip', 'PC-X', date, 'x', account_id, -1, {posted}, 1, at FROM petty_move"]),
        ("FUND_KEPT", [f"UPDATE petty_fund SET account_id = {account(BANK).id}"]),
        ("FUND_KEPT", ["DELETE FROM petty_fund"]),
        ("FUND_MOVES", _entry(hotel, hotel.day, [(cash, -100), (POWER, 100)])),
        ("PAPER_DIFFERS", ["INSERT INTO deposit_slip (number, bank_account_id, date, amount, entry_id) VALUES"
                           f" ('DS-X', {bank}, '{hotel.day}', 100, {posted})"]),
        # A reconciled bank account
        ("BANK_ACCOUNT_USED", [f"UPDATE bank_account SET account_id = {account(POWER).id}"]),
        ("BANK_ACCOUNT_USED", ["DELETE FROM bank_account"]),
        ("STATEMENT_SEALED", ["UPDATE bank_statement SET last = first, closing = 0, books = 0"]),
        ("BANK_RECONCILED", _entry(hotel, yesterday, [(SAVINGS, -100), (POWER, 100)])),
        ("STATEMENT_SEALED", ["UPDATE bank_match SET made_on = '2026-01-01'"]),
        ("STATEMENT_SEALED", ["DELETE FROM bank_match"]),
        ("CHEQUE_KEPT", ["UPDATE cheque_book SET last = last - 1"]),
        ("CHEQUE_KEPT", ["DELETE FROM cheque_book"]),
        # A return that was filed
        ("INPUT_VAT_KEPT", [f"UPDATE input_vat SET claim_month = NULL, treatment = 'not claimable' WHERE id = {claimed.id}"]),
        ("INPUT_VAT_KEPT", [f"UPDATE input_vat SET cancelled_by_id = entry_id WHERE id = {claimed.id}"]),
        ("INPUT_VAT_KEPT", [f"UPDATE input_vat SET supplier_name = 'Crony' WHERE id = {claimed.id}"]),
        ("VAT_MONTH_CLOSED", ["INSERT INTO input_vat (entry_id, supplier_name, tax_id, branch, number, date, base, vat, treatment,"
                              f" claim_month, kind) SELECT entry_id, 'x', '', '', 'X-9', date, 100, 7, treatment, '{month}', kind"
                              f" FROM input_vat WHERE id = {claimed.id}"]),
        ("VAT_RETURN_SEALED", ["UPDATE vat_return SET output_vat = 0"]),
        ("VAT_RETURN_SEALED", ["DELETE FROM vat_return"]),
        # Dates, months, accounts, numbers
        ("FUTURE_DATE", _entry(hotel, hotel.after(1), [(POWER, 100), ("21700", -100)])),
        ("PERIOD_CLOSED", _entry(hotel, datetime.date(1483, 11, 23), [(POWER, 100), ("21700", -100)])),
        ("ALREADY_REVERSED", _entry(hotel, hotel.day, [("12900", 10000), ("52600", -10000)], kind="bill reversal",
                                    reverses_id=undone)),
        ("REVERSED_IN_PART", _entry(hotel, hotel.day, [("12900", 9900), ("52600", -9900)], kind="reversing", reverses_id=posted)),
        ("REVERSED_BEFORE", _entry(hotel, yesterday.replace(day=1), [("12900", 10000), ("52600", -10000)], kind="reversing",
                                   reverses_id=posted)),
        ("YEAR_CLOSED", _entry(hotel, hotel.day, [("12900", 10000), ("52600", -10000)], kind="year end", reverses_id=posted)),
        ("PERIOD_KEPT", ["UPDATE period SET starts = '2026-01-01'"]),
        ("PERIOD_KEPT", ["DELETE FROM period"]),
        ("PERIOD_KEPT", ["INSERT INTO period (starts, ends, locked, soft) VALUES ('2026-11-02', '2026-11-29', FALSE, FALSE)"]),
        ("LATER_LOCKED", ["UPDATE period SET locked = TRUE",
                          "INSERT INTO period (starts, ends, locked, soft) VALUES ('2026-10-01', '2026-10-31', FALSE, FALSE)"]),
        ("ENTRY_SEALED", [f"UPDATE account SET code = '99999' WHERE code = '{BANK}'"]),
        ("NUMBER_KEPT", ["UPDATE number_series SET next_number = next_number + 5"]),
        ("NUMBER_KEPT", ["UPDATE number_series SET next_number = 1"]),
    ]  # fmt: skip
    before = everything()
    for code, statements in attacks:
        assert _as_one(hotel, statements) in code.split(" or "), statements[-1]
    assert everything() == before
    if isinstance(database.obj, SqliteDatabase):
        _nothing_is_replaced(database.obj.database)
    else:
        _nothing_is_emptied()
    assert everything() == before
    assert list(faults()) == []


UNFILLED = {"vendor_offset", "vat_addition", "deposit_slip", "cheque_register"}


def _nothing_is_replaced(file: str) -> None:
    """By a hand that has switched off what the program's own connections ask of SQLite."""
    facts = Facts(FIRST_DAY, 0, 0, 0, 0, 0, 0, 0)
    empty = set()
    with raw_sqlite(file, "bare sqlite", facts) as raw:
        for table, (code, keys) in import_module("models.migrations.0083_nothing_is_replaced").KEYS.items():
            columns = [row[1] for row in raw.run(f"PRAGMA table_info({table})").fetchall()]
            rest = ", ".join(f'"{column}"' for column in columns if column != "id")
            if raw.one(f"SELECT count(*) FROM {table}") == 0:
                empty.add(table)
                continue
            same = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = (SELECT max(id) FROM {table})"
            raw.refuses(
                same,
                saying=(
                    code,
                    "KEPT",
                    "SEALED",
                    "DIFFERS",
                    "USED",
                    "BILL_TWICE",
                    "MORE_THAN_IS_LEFT",
                    "VAT_MONTH_CLOSED",
                    "MORE_THAN_IS_LEFT",
                ),
            )
            if keys:
                other = f"INSERT OR REPLACE INTO {table} ({rest}) SELECT {rest} FROM {table} WHERE id = (SELECT min(id) FROM {table})"
                raw.refuses(
                    other,
                    saying=(code, "KEPT", "SEALED", "DIFFERS", "USED", "BILL_TWICE", "MORE_THAN_IS_LEFT"),
                )
            over = f"UPDATE OR REPLACE {table} SET id = (SELECT min(id) FROM {table}) WHERE id = (SELECT max(id) FROM {table})"
            if raw.one(f"SELECT count(*) FROM {table}") > 1:
                raw.refuses(over, saying=(code, "KEPT", "SEALED"))
    assert empty <= UNFILLED


def _nothing_is_emptied() -> None:
    for table in import_module("models.migrations.0083_nothing_is_replaced").KEYS:
        with pytest.raises(Refused, match=r"_KEPT|_SEALED|_TAKEN"), transaction():
            database.execute_sql(f"TRUNCATE {table} CASCADE")


def test_every_word_of_the_database_is_said_in_words() -> None:
    """What a trigger raises reaches the desk as a sentence in its language."""
    from playhouse.migrations import Migration

    from models.house.database import _BY_CODE, MIGRATIONS

    for recorder in (SqliteRecorder(), PostgresRecorder()):
        for migration in Migration.load_directory(str(MIGRATIONS)):
            migration.load().up(None, recorder)
        said = "\n".join(recorder.statements)
        codes = set(re.findall(r"(?:RAISE\(ABORT, |RAISE EXCEPTION )'(\w+)'", said))
        assert len(codes) > 50
        assert codes - set(_BY_CODE) == set()


def test_one_person_is_not_two_by_a_password(hotel: Hotel) -> None:
    set_setting(hotel.desk(), "voucher_persons", "2")
    pavinee, anong = hotel.desk(), hotel.desk("anong")
    vendor = _vendor(hotel, "Cleaner", TAX_ID)
    bill = enter_bill(anong, vendor, "IV-1", hotel.day, [BillLine("52300", D(1000))])
    own, given = prepare_voucher(pavinee, _voucher(hotel)), prepare_voucher(anong, _voucher(hotel))
    payment = prepare_payment(pavinee, vendor, BANK, [Part(bill)])
    number = f"UPDATE vendor_payment SET entry_id = 1, number = 'X', paid_on = '{hotel.day}', approved_by_id = prepared_by_id"
    assert _as_one(hotel, [number]) in ("SAME_PERSON", "PAPER_DIFFERS")
    set_password(pavinee, anong.staff.id, "given by another")
    for call, what in ((approve_voucher, own), (approve_payment, payment), (check_voucher, own)):
        with refused("SAME_PERSON"):
            call(anong, what)
    with refused("SAME_PERSON"):  # nor the other way round: both passwords are hers
        approve_voucher(pavinee, given)
    change_own_password(anong, "given by another", "one of her own")
    approve_voucher(anong, own)
    approve_voucher(pavinee, given)
    approve_payment(anong, payment)
    with asked("FEWER_PERSONS", "approve_payment", second_person=True):
        set_setting(pavinee, "voucher_persons", "1")
    with refused("VOUCHER_PERSONS"):
        write_journal_voucher(anong, hotel.day, "wear", WORK)
    set_setting(hotel.answering("pavinee", "anong", FEWER_PERSONS="she is away"), "voucher_persons", "1")
    write_journal_voucher(anong, hotel.day, "wear", WORK)
    kept = (
        ChangeLog.select()
        .where((ChangeLog.subject == "setting") & ChangeLog.approved_by.is_null(False))
        .get()
    )
    assert kept.approved_by_id == anong.staff.id


def _clerk(hotel: Hotel) -> None:
    """Somebody who writes vouchers and approves none."""
    role = Role.get(Role.code == "accounting clerk")
    RoleRight.insert(role=role, right="journal").on_conflict_ignore().execute()
    RoleRight.delete().where((RoleRight.role == role) & (RoleRight.right == "approve_payment")).execute()
    words = {"login": "clerk", "name_th": "clerk", "name_en": "Clerk", "role": role}
    Staff.create(**words, password_hash=hotel.desk().staff.password_hash)


def test_money_leaves_the_house_by_no_voucher_without_one_who_may_approve_it(small_hotel: Hotel) -> None:
    hotel = small_hotel
    _clerk(hotel)
    clerk = hotel.desk("clerk")
    out = [(POWER, D(500)), (BANK, D(-500))]
    back = [(BANK, D(500)), ("42100", D(-500))]
    received = approve_voucher(clerk, prepare_voucher(clerk, _voucher(hotel, "RV", back)))
    drafts = [prepare_voucher(clerk, _voucher(hotel, series, out)) for series in ("PV", "JV", "RV")]
    for draft in drafts:
        with asked("VOUCHER_APPROVAL", "approve_payment", amount="500.00", second_person=True):
            approve_voucher(clerk, draft)
    for call in (
        lambda: write_journal_voucher(clerk, hotel.day, "power", out),
        lambda: reverse_entry(clerk, received, hotel.day, "gone"),
    ):
        with asked("VOUCHER_APPROVAL", "approve_payment", amount="500.00", second_person=True):
            call()
    approved = hotel.answering("clerk", "anong", VOUCHER_APPROVAL="the bill is here")
    approve_voucher(approved, drafts[1])
    assert Voucher.get_by_id(drafts[1]).approved_by.login == "anong"
    vendor = _vendor(hotel, "Cleaner", TAX_ID, income_type="service")
    bill = enter_bill(hotel.desk("anong"), vendor, "IV-1", hotel.day, [BillLine("52300", D(10000))])
    approve_payment(hotel.desk("anong"), prepare_run(hotel.desk("anong"), [bill], BANK)[0])
    with asked("VOUCHER_APPROVAL", "approve_payment", amount="300.00", second_person=True):
        pay_withholding(clerk, hotel.day, hotel.day, BANK)
    # From the till to the bank nothing leaves; wear is no money.
    write_journal_voucher(clerk, hotel.day, "paid in", [(BANK, D(80)), (TILL, D(-80))])
    approve_voucher(clerk, prepare_voucher(clerk, _voucher(hotel)))


def _said(*calls: Callable[[], object]) -> set[str]:
    """The codes these are refused with, each of them."""
    codes = set()
    for call in calls:
        with pytest.raises(Refused) as caught:
            call()
        codes.add(caught.value.code)
    return codes


@dataclass
class Doors:
    """Every way in, with something open behind it."""

    hotel: Hotel

    def __post_init__(self) -> None:
        self.anong = self.hotel.desk("anong")
        self.vendor = _vendor(self.hotel, "Cleaner", TAX_ID)
        self.bill = self.billed("IV-1", D(1000))
        ice = [(POWER, D(107)), ("11600", D(7)), ("21700", D(-114))]
        self.entry = write_journal_voucher(self.anong, self.hotel.day, "ice", ice)
        self.fund = open_fund(self.anong, "Office", "11100", D(500), self.anong.staff.id)

    def billed(self, number: str, net: Decimal, *, memo: str = "", **more: object) -> int:
        lines = [BillLine("52300", net, **more)]  # type: ignore[arg-type]
        return enter_bill(self.anong, self.vendor, number, self.hotel.day, lines, memo=memo)

    def named(self, base: Decimal = HUNDRED, vat: Decimal = SEVEN, days: int = 0, number: str = "7") -> int:
        return name_invoice(
            self.anong, self.entry, supplier_name="Ice", tax_id=OTHER_TAX_ID, branch="", number=number,
            date=self.hotel.after(days), base=base, vat=vat,
        )  # fmt: skip

    def amounts(self, wrong: Decimal) -> set[str]:
        anong, bill = self.anong, self.bill
        return _said(
            lambda: self.billed("IV-2", wrong),
            lambda: self.billed("IV-2", D(1), vat=wrong),
            lambda: enter_supplier_credit_note(anong, bill, "CN", self.hotel.day, [BillLine("52300", wrong)]),
            lambda: prepare_payment(anong, self.vendor, BANK, [Part(bill, wrong)]),
            lambda: prepare_prepayment(anong, self.vendor, BANK, wrong, memo="ahead"),
        )

    def other_amounts(self, wrong: Decimal) -> set[str]:
        lines = [("52600", wrong), ("12900", wrong)]
        return _said(
            lambda: prepare_payment(self.anong, self.vendor, BANK, [Part(self.bill, D(100), wrong)]),
            lambda: prepare_voucher(self.anong, _voucher(self.hotel, lines=lines)),
            lambda: self.named(base=wrong),
            lambda: self.named(vat=wrong),
        )

    def texts(self, wrong: str) -> set[str]:
        day, anong = self.hotel.day, self.anong
        return _said(
            lambda: self.billed(wrong, D(1)),
            lambda: self.billed("IV-2", D(1), memo=wrong),
            lambda: prepare_voucher(anong, VoucherTerms("PV", day, wrong, WORK, "MEA")),
            lambda: prepare_voucher(anong, VoucherTerms("PV", day, "x", WORK, wrong)),
            lambda: self.named(number=wrong),
        )

    def sources(self, code: str) -> set[str]:
        return _said(
            lambda: top_up(self.anong, self.fund, code),
            lambda: prepare_prepayment(self.anong, self.vendor, code, D(1), memo="ahead"),
            lambda: prepare_payment(self.anong, self.vendor, code, [Part(self.bill)]),
        )


def test_what_cannot_be_is_said_at_every_door(small_hotel: Hotel) -> None:
    doors = Doors(small_hotel)
    before = everything()
    for amount in (D("NaN"), D("Infinity"), D("-Infinity"), D("0.001"), D(10) ** 13, D("1E+20")):
        assert doors.amounts(amount) | doors.other_amounts(amount) == {"AMOUNT"}, amount
    for amount in (D(0), D(-1)):
        assert "NOT_POSITIVE" in doors.amounts(amount), amount
    for text in ("\x1b[2J", "a\x00b"):
        assert doors.texts(text) == {"NOT_CLEAN"}, text
    for source in ("41100", "21700", "1", "11400"):
        assert doors.sources(source) == {"PAY_FROM"}, source
    for base, vat, days, code in (
        (D(-100), D(-7), 0, "NO_VAT_LINE"), (D(-100), D(7), 0, "AMOUNT"), (D(100), D(0), 0, "AMOUNT"),
        (D(100), D(7), 1, "FUTURE_DATE"), (D(100), D("7.01"), 0, "NO_VAT_LINE"),
    ):  # fmt: skip
        with refused(code):
            doors.named(base, vat, days)
    most, one = BillLine("52300", D("99999999999.99"), "none"), BillLine("52300", D(1), "none")
    with refused("AMOUNT"):  # each may be typed, together they are more than the books can hold
        enter_bill(doors.anong, doors.vendor, "IV-2", small_hotel.day, [most] * 101)
    with refused("ENTRY_TOO_LONG"):
        enter_bill(doors.anong, doors.vendor, "IV-2", small_hotel.day, [one] * 501)
    assert everything() == before
    assert list(faults()) == []


def test_no_date_leads_out_of_the_open_months(small_hotel: Hotel) -> None:
    hotel, anong = small_hotel, small_hotel.desk("anong")
    vendor, line = _vendor(small_hotel, "Cleaner", TAX_ID), BillLine("52300", D(100))
    ahead = (hotel.after(1), datetime.date(2028, 2, 29), datetime.date(2569, 11, 23), datetime.date.max)
    long_ago = (datetime.date.min, datetime.date(1483, 11, 23), datetime.date(2024, 2, 29))
    for date in ahead:
        with refused("FUTURE_DATE"):
            enter_bill(anong, vendor, "IV-1", date, [line])
        with refused("FUTURE_DATE"):
            prepare_voucher(anong, replace(_voucher(hotel), date=date))
    with refused("FUTURE_DATE"):  # in this month, but not come yet
        enter_bill(anong, vendor, "IV-1", hotel.day, [line], posted=hotel.after(1))
    for date in long_ago:
        with refused("PERIOD_CLOSED"):
            write_journal_voucher(anong, date, "wear", WORK)
        with refused("PERIOD_CLOSED"):
            enter_bill(anong, vendor, "IV-1", hotel.day, [line], posted=date)
        with refused("CLAIM_LATE"):
            enter_bill(anong, vendor, "IV-1", date, [line])
    with refused("DUE_BEFORE"):
        enter_bill(anong, vendor, "IV-1", hotel.day, [line], due=datetime.date(2024, 2, 29))


def test_who_approves_hears_that_the_payee_has_another_bank_account(small_hotel: Hotel) -> None:
    hotel = small_hotel
    heard: list[str] = []
    anong = hotel.desk("anong", heard=lambda note: heard.append(note.code))
    vendor = _vendor(hotel, "Cleaner", TAX_ID, bank_account="1112223334")

    def pays(number: str) -> None:
        bill = enter_bill(anong, vendor, number, hotel.day, [BillLine("52300", D(100))])
        approve_payment(anong, prepare_payment(anong, vendor, BANK, [Part(bill)]))

    pays("IV-1")
    assert heard == []
    hotel.audit()
    change_vendor(anong, vendor, contact="Nid")
    pays("IV-2")
    assert heard == []
    change_vendor(anong, vendor, bank_account="9998887776")
    pays("IV-3")
    assert heard == ["PAYEE_ACCOUNT"]
    hotel.audit()
    pays("IV-4")
    assert heard == ["PAYEE_ACCOUNT"]


def test_taxes_are_paid_from_money_alone(small_hotel: Hotel) -> None:
    hotel, anong = small_hotel, small_hotel.desk("anong")
    vendor = _vendor(hotel, "Cleaner", TAX_ID, income_type="service")
    bill = enter_bill(anong, vendor, "IV-1", hotel.day, [BillLine("52300", D(10000))])
    approve_payment(anong, prepare_run(anong, [bill], BANK)[0])
    for source in ("41100", "21700", "1", "11400"):
        with refused("PAY_FROM"):
            pay_withholding(anong, hotel.day, hotel.day, source)
    pay_withholding(anong, hotel.day, hotel.day, BANK)
    with refused("NOTHING_TO_PAY"):
        pay_withholding(anong, hotel.day, hotel.day, BANK)


def test_no_way_leads_round_a_tie(small_hotel: Hotel) -> None:
    hotel, anong = small_hotel, small_hotel.desk("anong")
    month = hotel.day.replace(day=1)
    vendor = _vendor(hotel, "Cleaner", TAX_ID, income_type="service")
    undue = [BillLine("52300", D(10000), "undue")]
    bills = [enter_bill(anong, vendor, f"IV-{n}", hotel.day, undue) for n in (1, 2)]
    approve_payment(anong, prepare_run(anong, bills[:1], BANK)[0])
    check_input_vat(hotel.day)
    # From what is not due to what may be claimed, by hand: both accounts together say what the invoices say.
    moved = write_journal_voucher(anong, hotel.day, "due", [("11600", D(700)), ("11610", D(-700))])
    with refused("VAT_NOT_TIED"):
        check_input_vat(hotel.day)
    reverse_entry(anong, moved, hotel.day, "not paid yet")
    check_input_vat(hotel.day)
    attachment_paper(Property.the(), month, "PND53", "th")
    write_journal_voucher(anong, hotel.day, "less tax", [("21400", D(100)), ("42100", D(-100))])
    for call in (
        lambda: attachment_paper(Property.the(), month, "PND53", "th"),
        lambda: text_file(month, "PND53", "A"),
        lambda: text_file(month, "PND53", "B"),
        lambda: pay_withholding(anong, hotel.day, hotel.day, BANK),
    ):
        with refused("WITHHOLDING_DIFFERS"):
            call()
    assert Certificate.select().count() == 1
    # Output VAT by hand: the papers say nothing of it.
    output_vat_of(month).check()
    hidden = write_journal_voucher(anong, hotel.day, "sale", [("21300", D(-70)), ("21700", D(70))])
    for call in (
        lambda: output_vat_of(month).check(),
        lambda: output_vat_paper(Property.the(), month, "th"),
        lambda: return_paper(Property.the(), month, "th"),
    ):
        with refused("VAT_NOT_TIED"):
            call()
    with refused("REVERSED_BEFORE"):
        reverse_entry(anong, hidden, month, "no sale")
    reverse_entry(anong, hidden, hotel.day, "no sale")
    output_vat_of(month).check()


def test_an_invoice_is_claimed_once_whatever_it_is_called(hotel: Hotel) -> None:
    anong = hotel.desk("anong")
    vendor = _vendor(hotel, "Cleaner", TAX_ID)
    bill = enter_bill(
        anong, vendor, "IV-1", hotel.day, [BillLine("52300", D(100)), BillLine("52300", D(50), "undue")]
    )
    assert InputVat.select().count() == 2
    moved = [(POWER, D(100)), ("11610", D(7)), ("21700", D(-107))]
    entry = write_journal_voucher(anong, hotel.day, "again", moved)
    again = {
        "supplier_name": "Cleaner",
        "tax_id": TAX_ID,
        "branch": "",
        "date": hotel.day,
        "base": D(100),
        "vat": D(7),
    }
    for number in ("IV-1", "iv-1", " IV-1 "):
        with refused("BILL_TWICE"):
            name_invoice(anong, entry, number=number, **again)
    row = InputVat.select().where(InputVat.entry == VendorBill.get_by_id(bill).entry_id).first()
    copy = (
        "INSERT INTO input_vat (entry_id, supplier_name, tax_id, branch, number, date, base, vat, treatment, kind)"
        f" SELECT {entry}, supplier_name, tax_id, branch, 'iv-1', date, base, vat, 'not claimable', kind FROM input_vat"
        f" WHERE id = {row.id}"
    )
    assert _as_one(hotel, [copy]) == "BILL_TWICE"
    name_invoice(anong, entry, number="IV-2", **again)


def test_a_number_that_no_paper_has_is_found(small_hotel: Hotel) -> None:
    anong = small_hotel.desk("anong")
    for _each in range(2):
        write_journal_voucher(anong, small_hotel.day, "wear", WORK)
    assert list(faults()) == []
    with transaction():
        for _each in range(2):
            database.execute_sql(
                "UPDATE number_series SET next_number = next_number + 1 WHERE series = 'JV2569'"
            )
    (fault,) = faults()
    assert fault.code == "NUMBER_GAP"
    assert fault.message.say("en").endswith("3, 4")


def test_a_year_of_the_statements_is_the_one_the_house_closes(small_hotel: Hotel) -> None:
    assert year_start(datetime.date(2028, 2, 29)) == datetime.date(2028, 1, 1)
    set_setting(small_hotel.desk(), "fiscal_first_month", "4")
    assert year_start(datetime.date(2028, 2, 29)) == datetime.date(2027, 4, 1)
    assert year_start(datetime.date(2028, 4, 1)) == datetime.date(2028, 4, 1)


def test_a_chart_in_a_file_is_never_a_formula(small_hotel: Hotel, tmp_path: Path) -> None:
    name = '=HYPERLINK("http://x";"bank")'
    open_account(small_hotel.desk(), ChartRow("11299", "asset", name, "@bank", caption="cash"))
    head, row = chart_rows()[0], next(row for row in chart_rows() if row[0] == "11299")
    assert row[3:5] == [f"'{name}", "'@bank"]
    file = tmp_path / "chart.csv"
    quoted = [cell.replace('"', '""') for cell in row]
    quoted[0] = "11298"
    file.write_text(
        ",".join(head) + "\n" + ",".join(f'"{cell}"' for cell in quoted) + "\n", encoding="utf-8-sig"
    )
    assert import_chart(small_hotel.desk(), read_table(file)) == 1
    assert (account("11298").name_th, account("11298").name_en) == (name, "@bank")
