"""A bank's statement is taken in once, matched line by line with the books, and sealed when both agree."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from models.back_office.bank_accounts import BankAccount, keep_bank_account
from models.back_office.bank_statements import (
    BankLine,
    BankStatement,
    import_statement,
    proposed_columns,
    read_lines,
)
from models.back_office.cheques import Cheque, pay_in
from models.back_office.reconciliation import (
    accept,
    accept_all,
    close_statement,
    enter_line,
    figures,
    match,
    proposals,
    unmatch,
)
from models.back_office.reconciliation_views import open_lines
from models.front_office.payments import take_payment
from models.front_office.proof import faults
from models.house.database import database, transaction
from models.house.tables import read_table
from models.ledger.entries import Line, write_journal_voucher
from tests.hotel import Hotel
from tests.refusing import refused
from tests.test_cheques import CURRENT, pays_by_cheque, standing, taken

MONTH = """รายการเดินบัญชี
วันที่,รายการ,เลขที่เช็ค,ถอน,ฝาก,คงเหลือ
23/11/2569,ฝากเช็ค DS,,,"1,500.00","1,500.00"
23/11/69,โอนเงินเข้า,,,"1,900.00","3,400.00"
24/11/2569,เช็คหักบัญชี,101,700.00,,"2,700.00"
24/11/2569,ค่าธรรมเนียม,,20.00,,"2,680.00"
,รวม,,720.00,"3,400.00",
"""


@pytest.fixture
def bank(hotel: Hotel) -> int:
    return keep_bank_account(hotel.desk(), CURRENT, "004", "0123456789", "กระแสรายวัน", "Current")


def took_in(hotel: Hotel, bank: int, folder: Path, content: str = MONTH, closing: str | None = None) -> int:
    file = folder / "statement.csv"
    file.write_text(content, encoding="utf-8-sig")
    table = read_table(file)
    columns = proposed_columns(bank, table.columns)
    lines = read_lines(table, columns, hotel.day)
    end = Decimal(closing) if closing else None
    return import_statement(hotel.desk("anong"), bank, file.name, lines, columns, end)


def busy_day(hotel: Hotel, bank: int) -> None:
    """Two cheques paid in together, two transfers, two cheques issued of which one is outstanding; the next morning."""
    cheques = [taken(hotel), taken(hotel, "2345678", amount=500)]
    pay_in(hotel.desk("anong"), cheques, bank, hotel.day)
    window = hotel.window(hotel.in_house("203"))
    take_payment(hotel.desk("nok"), window, "TRAN", Decimal(900))
    take_payment(hotel.desk("nok"), window, "TRAN", Decimal(1000))
    pays_by_cheque(hotel.desk("anong"), bank, "0000101", 700, hotel.day)
    pays_by_cheque(hotel.desk("anong"), bank, "0000102", 300, hotel.day)
    hotel.audit()


def test_a_statement_is_matched_and_closed_when_books_and_bank_agree(
    hotel: Hotel, bank: int, tmp_path: Path
) -> None:
    busy_day(hotel, bank)
    anong = hotel.desk("anong")
    statement = took_in(hotel, bank, tmp_path)
    kept = BankStatement.get_by_id(statement)
    assert (kept.opening, kept.closing, kept.lines.count()) == (0, Decimal(2680), 4)
    assert len(proposals(statement)) == 3  # the slip, the transfers of a day, the cheque by its number
    assert accept_all(anong, statement) == 3
    assert {c.state for c in Cheque.select().where(Cheque.direction == "in")} == {"cleared"}
    assert Cheque.get(Cheque.number == "0000101").since == hotel.day
    with refused("STATEMENT_LINES_OPEN"):
        close_statement(anong, statement)
    fee = BankLine.get(BankLine.amount == Decimal(-20))
    with refused("NO_PROPOSAL"):
        accept(anong, fee.id)
    with refused("CONTROL_ACCOUNT"):
        enter_line(anong, fee.id, "11400", "fee")
    with refused("NO_MEMO"):
        enter_line(anong, fee.id, "52410", " ")
    enter_line(anong, fee.id, "52410", "fee of the month")
    # A transfer the bank has not shown yet is a deposit in transit.
    take_payment(hotel.desk("nok"), hotel.window(hotel.in_house("204")), "TRAN", Decimal(50))
    found = figures(statement)
    assert (found.books, found.in_transit, found.outstanding) == (Decimal(2730), Decimal(50), 0)
    assert found.difference == 0
    close_statement(anong, statement)
    with refused("STATEMENT_CLOSED"):
        close_statement(anong, statement)
    with refused("STATEMENT_CLOSED"):
        unmatch(anong, fee.id)
    assert standing(CURRENT) == Decimal(2730)
    assert not list(faults())


def test_a_statement_comes_in_once_and_overlapping_lines_are_left_out(
    hotel: Hotel, bank: int, tmp_path: Path
) -> None:
    hotel.audit()
    took_in(hotel, bank, tmp_path)
    with refused("STATEMENT_TWICE"):
        took_in(hotel, bank, tmp_path)
    assert '"into": "ฝาก"' in BankAccount.get_by_id(bank).mapping
    longer = took_in(
        hotel, bank, tmp_path, MONTH.replace(",รวม", '24/11/2569,ดอกเบี้ย,,,5.00,"2,685.00"\n,รวม')
    )
    assert [line.amount for line in BankStatement.get_by_id(longer).lines] == [Decimal(5)]
    assert BankStatement.get_by_id(longer).opening == Decimal(2680)


def test_what_cannot_be_read_is_said_with_its_line(hotel: Hotel, bank: int, tmp_path: Path) -> None:
    hotel.audit()
    with refused("STATEMENT_LINE"):
        took_in(hotel, bank, tmp_path, MONTH.replace("23/11/69", "ยี่สิบสาม"))
    with refused("STATEMENT_COLUMNS"):
        took_in(hotel, bank, tmp_path, "วันที่,รายการ,หมายเหตุ\n23/11/2569,a,b\n")
    with refused("NO_CLOSING_BALANCE"):
        took_in(hotel, bank, tmp_path, "Date,Description,Amount\n23/11/2026,x,-5.00\n")
    with refused("STATEMENT_EMPTY"):
        took_in(hotel, bank, tmp_path, "Date,Description,Amount\n23/11/2026,x,0.00\n")
    with refused("FUTURE_DATE"):
        took_in(hotel, bank, tmp_path, MONTH.replace("24/11/2569", "25/11/2569"))


def test_lines_that_are_not_the_same_money_are_not_matched(hotel: Hotel, bank: int, tmp_path: Path) -> None:
    busy_day(hotel, bank)
    anong = hotel.desk("anong")
    statement = took_in(hotel, bank, tmp_path)
    slip, transfers, cheque, _fee = BankStatement.get_by_id(statement).lines.order_by(BankLine.position)
    account_id = BankAccount.get_by_id(bank).account_id
    in_books = [line.id for line in Line.select().where(Line.account == account_id).order_by(Line.id)]
    with refused("MATCH_SUM"):
        match(anong, [cheque.id], in_books[:1])
    with refused("NOT_THIS_ACCOUNT"):
        match(anong, [slip.id], [Line.get(Line.account != account_id).id])
    match(anong, [slip.id, transfers.id], in_books)
    with refused("MATCHED_ALREADY"):
        match(anong, [slip.id], in_books[:1])
    with refused("MATCHED_ALREADY"):
        enter_line(anong, slip.id, "52410", "fee")
    unmatch(anong, slip.id)
    assert BankLine.get_by_id(transfers.id).match_id is None
    with refused("NOT_MATCHED"):
        unmatch(anong, slip.id)


def test_a_statement_that_differs_from_the_books_does_not_close(
    hotel: Hotel, bank: int, tmp_path: Path
) -> None:
    write_journal_voucher(
        hotel.desk("anong"), hotel.day, "till", [(CURRENT, Decimal(10)), ("42100", Decimal(-10))]
    )
    content = "Date,Description,Amount\n23/11/2026,cash,10.00\n"
    statement = took_in(hotel, bank, tmp_path, content, "12.00")
    assert accept_all(hotel.desk("anong"), statement) == 1
    with refused("NOT_RECONCILED"):
        close_statement(hotel.desk("anong"), statement)
    hotel.audit()
    later = took_in(hotel, bank, tmp_path, "Date,Description,Amount\n24/11/2026,fee,-2.00\n", "10.00")
    with refused("EARLIER_STATEMENT_OPEN"):
        close_statement(hotel.desk("anong"), later)


def test_lines_are_matched_by_hand_one_and_several_either_way_and_taken_apart_until_sealed(
    hotel: Hotel, bank: int, tmp_path: Path
) -> None:
    busy_day(hotel, bank)
    anong = hotel.desk("anong")
    in_two = "Date,Description,Amount\n23/11/2026,a,900\n23/11/2026,b,600\n23/11/2026,c,1900\n"
    first = took_in(hotel, bank, tmp_path, in_two, "3400.00")
    half, rest, transfers = BankStatement.get_by_id(first).lines.order_by(BankLine.position)
    rows = open_lines(first)
    assert [row.of_bank for row in rows] == [True] * 3 + [False] * 3
    slip, *two = [row.line_id for row in rows if not row.of_bank]
    match(anong, [half.id, rest.id], [slip])
    match(anong, [transfers.id], two)
    assert open_lines(first) == []
    cheques = Cheque.select().where(Cheque.direction == "in").order_by(Cheque.id)
    assert {c.state for c in cheques} == {"cleared"}
    unmatch(anong, rest.id)
    assert {(c.state, c.since) for c in cheques.clone()} == {("deposited", hotel.after(-1))}
    assert len(open_lines(first)) == 3
    match(anong, [half.id, rest.id], [slip])
    made = BankLine.get_by_id(half.id).match_id
    close_statement(anong, first)
    with refused("STATEMENT_CLOSED"):
        unmatch(anong, transfers.id)
    for statement_sql in (
        f"UPDATE bank_line SET match_id = NULL WHERE id = {half.id}",
        f"UPDATE bank_match SET bank_account_id = 0 WHERE id = {made}",
        f"DELETE FROM bank_match WHERE id = {made}",
    ):
        with refused("STATEMENT_SEALED"), transaction():
            database.execute_sql(statement_sql)
    assert not list(faults())


def test_the_database_lets_no_line_into_a_sealed_match_and_closes_none_that_is_uneven(
    hotel: Hotel, bank: int, tmp_path: Path
) -> None:
    busy_day(hotel, bank)
    anong = hotel.desk("anong")
    first = took_in(hotel, bank, tmp_path, "Date,Description,Amount\n23/11/2026,a,1500\n", "1500.00")
    accept_all(anong, first)
    made = BankLine.get().match_id
    later = took_in(hotel, bank, tmp_path, "Date,Description,Amount\n24/11/2026,b,7\n", "1507.00")
    stray = BankLine.get(BankLine.statement == later)
    close = "UPDATE bank_statement SET closed_on = '2026-11-24' WHERE id = {}"
    with refused("MATCH_SUM"), transaction():
        database.execute_sql(f"UPDATE bank_line SET match_id = {made} WHERE id = {stray.id}")
        database.execute_sql(close.format(first))
    enter_line(anong, stray.id, "42110", "interest")
    close_statement(anong, first)
    with refused("STATEMENT_SEALED"), transaction():
        database.execute_sql(f"UPDATE bank_line SET match_id = {made} WHERE id = {stray.id}")
    with refused("STATEMENT_SEALED"), transaction():
        database.execute_sql(
            "INSERT INTO bank_line (statement_id, bank_account_id, position, date, amount, text, reference, line_key,"
            f" match_id) VALUES ({later}, {bank}, 9, '2026-11-24', 1, '', '', 'x', {made})"
        )


def test_the_database_seals_a_closed_statement(hotel: Hotel, bank: int, tmp_path: Path) -> None:
    write_journal_voucher(
        hotel.desk("anong"), hotel.day, "till", [(CURRENT, Decimal(10)), ("42100", Decimal(-10))]
    )
    statement = took_in(hotel, bank, tmp_path, "Date,Description,Amount\n23/11/2026,cash,10.00\n", "10.00")
    line = BankLine.get(BankLine.statement == statement)
    for statement_sql, code in (
        (
            f"UPDATE bank_statement SET closed_on = '2026-11-23' WHERE id = {statement}",
            "STATEMENT_LINES_OPEN",
        ),
        (f"UPDATE bank_line SET amount = 5 WHERE id = {line.id}", "STATEMENT_SEALED"),
        (f"DELETE FROM bank_line WHERE id = {line.id}", "STATEMENT_SEALED"),
    ):
        with refused(code), transaction():
            database.execute_sql(statement_sql)
    accept_all(hotel.desk("anong"), statement)
    close_statement(hotel.desk("anong"), statement)
    made = BankLine.get_by_id(line.id).match_id
    for statement_sql in (
        f"UPDATE bank_statement SET closing = 5 WHERE id = {statement}",
        f"DELETE FROM bank_statement WHERE id = {statement}",
        f"UPDATE bank_line SET match_id = NULL WHERE id = {line.id}",
        f"DELETE FROM matched_line WHERE match_id = {made}",
        f"INSERT INTO matched_line (match_id, line_id) SELECT {made}, id FROM line WHERE amount < 0",
    ):
        with refused("STATEMENT_SEALED"), transaction():
            database.execute_sql(statement_sql)
