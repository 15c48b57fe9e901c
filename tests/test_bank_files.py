"""Statements that come as OFX or MT940: told by what stands in them, taken once, refused in one sentence."""

from __future__ import annotations

import codecs
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from models.back_office.bank_accounts import BankAccount, keep_bank_account
from models.back_office.bank_files import MOST_BYTES, BankFile, read_bank_file
from models.back_office.bank_statements import BankLine, BankStatement, import_statement
from models.back_office.reconciliation import accept_all, enter_line, figures, proposals
from tests.hotel import Hotel
from tests.refusing import refused
from tests.test_bank_reconciliation import busy_day, took_in
from tests.test_cheques import CURRENT

DATA = Path(__file__).parent / "data"
SGML, XML, SWIFT = "statement.ofx", "statement_2.ofx", "statement.sta"


def _bank(hotel: Hotel) -> int:
    return keep_bank_account(hotel.desk(), CURRENT, "004", "0123456789", "กระแสรายวัน", "Current")


def _read(bank: int, name: str) -> BankFile:
    file = read_bank_file(DATA / name, bank)
    assert file is not None
    return file


def _took(hotel: Hotel, bank: int, name: str) -> int:
    file = _read(bank, name)
    return import_statement(hotel.desk("anong"), bank, name, file.lines, {}, file.closing, file.kind)


@pytest.mark.parametrize("name", [SGML, SWIFT])
def test_a_statement_is_read_taken_once_and_matched_as_any_other(small_hotel: Hotel, name: str) -> None:
    hotel, bank = small_hotel, _bank(small_hotel)
    busy_day(hotel, bank)
    file = _read(bank, name)
    assert [(line.date.day, line.amount) for line in file.lines] == [
        (23, Decimal(1500)), (23, Decimal(1900)), (24, Decimal(-700)), (24, Decimal(-20)),
    ]  # fmt: skip
    statement = _took(hotel, bank, name)
    kept = BankStatement.get_by_id(statement)
    assert (kept.kind, kept.opening, kept.closing) == (file.kind, 0, Decimal(2680))
    assert BankAccount.get_by_id(bank).mapping == ""
    assert len(proposals(statement)) == 3, "slip, transfers of a day, the cheque by its number"
    accept_all(hotel.desk("anong"), statement)
    enter_line(hotel.desk("anong"), BankLine.get(BankLine.amount == Decimal(-20)).id, "52410", "fee")
    assert figures(statement).difference == 0
    with refused("STATEMENT_TWICE"):
        _took(hotel, bank, name)


def test_what_the_bank_says_of_a_line_is_kept(small_hotel: Hotel) -> None:
    bank = _bank(small_hotel)
    slip, transfer, cheque, fee = _read(bank, SGML).lines
    assert (slip.text, transfer.text, cheque.reference) == ("ฝากเช็ค DS", "โอนเงินเข้า Smith & Co", "0000101")
    assert (fee.text, fee.bank_id) == ("ค่าธรรมเนียม <SMS>", "KB26112400004")
    swift = _read(bank, SWIFT).lines
    assert [line.reference for line in swift] == ["DS2611230001", "PAY01 KB0002", "0000101 KB0003", "KB0004"]


def test_the_same_line_never_comes_twice_from_whatever_kind_of_file(
    small_hotel: Hotel, tmp_path: Path
) -> None:
    hotel, bank = small_hotel, _bank(small_hotel)
    hotel.audit()
    _took(hotel, bank, SGML)
    later = BankStatement.get_by_id(_took(hotel, bank, XML))
    assert [line.amount for line in later.lines] == [Decimal(5)], "the fee came by its FITID before"
    assert (later.opening, later.closing) == (Decimal(2680), Decimal(2685))
    for took in (lambda: _took(hotel, bank, SWIFT), lambda: took_in(hotel, bank, tmp_path)):
        with refused("STATEMENT_TWICE"):
            took()
    assert BankLine.select().count() == 5
    twins = "Date,Description,Amount\n24/11/2026,fee,-20.00\n24/11/2026,fee,-20.00\n"
    twice = took_in(hotel, bank, tmp_path, twins, "2665.00")
    assert [line.amount for line in BankStatement.get_by_id(twice).lines] == [Decimal(-20)]


def test_a_table_is_no_file_of_a_bank(small_hotel: Hotel, tmp_path: Path) -> None:
    bank = _bank(small_hotel)
    for content in (b"Date,Amount\n23/11/2026,5\n", b"PK\x03\x04", b"", b"\0" * 50, b"<html>OF</html>"):
        (tmp_path / "x").write_bytes(content)
        assert read_bank_file(tmp_path / "x", bank) is None


TURNED = [
    ("OTHER_ACCOUNT", SGML, "012-3-45678-9", "012-3-45678-0"),
    ("OTHER_ACCOUNT", SWIFT, "0123456789", "0123456780"),
    ("OTHER_CURRENCY", SGML, "<CURDEF>THB", "<CURDEF>EUR"),
    ("OTHER_CURRENCY", SWIFT, "THB", "EUR"),
    ("BANK_FILE_BROKEN", SGML, "</OFX>", ""),
    ("BANK_FILE_BROKEN", SGML, "<LEDGERBAL><BALAMT>2680.00", "<LEDGERBAL>"),
    ("BANK_FILE_BROKEN", SGML, "<STMTRS>", "<CCSTMTRS>"),
    ("BANK_FILE_BROKEN", SGML, "]]>", "]]"),
    ("BANK_FILE_BROKEN", XML, "<OFX>", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><OFX>'),
    ("BANK_FILE_BROKEN", SGML, "<CURDEF>THB", "THB"),
    ("BANK_FILE_BROKEN", SWIFT, ":62F:C261124THB2680,00", ""),
    ("BANK_FILE_BROKEN", SWIFT, "2611241124D700,00", "2613241124D700,00"),
    ("BANK_FILE_BROKEN", SWIFT, "D700,00", "DX"),
    ("BANK_FILE_SUM", SWIFT, "D700,00", "D70,00"),
    ("BANK_FILE_SUM", SWIFT, ":62M:C261123THB3400,00", ":62M:C261123THB3400,01"),
    ("BANK_FILE_SUM", SWIFT, ":60M:C261123THB3400,00", ":60M:C261123THB3500,00"),
    ("STATEMENT_LINE", SGML, "-700,00", "NaN"),
    ("STATEMENT_LINE", SGML, "-700,00", "-7.001"),
    ("STATEMENT_LINE", SGML, "-700,00", "1e30"),
    ("STATEMENT_LINE", SGML, "20261123093000", "20261323093000"),
    ("STATEMENT_LINE", SGML, "20261123093000[+7:ICT]", "99991231235959[-12:X]"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "name", "old", "new"), TURNED)
def test_a_file_that_is_not_whole_or_not_ours_is_refused_in_a_sentence(
    small_hotel: Hotel, tmp_path: Path, code: str, name: str, old: str, new: str
) -> None:
    bank, text = _bank(small_hotel), (DATA / name).read_text("utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new), "utf-8")
    with refused(code) as refusal:
        read_bank_file(tmp_path / name, bank)
    for language in ("en", "th"):
        assert "\n" not in refusal.said.message.say(language)


def test_a_file_too_big_or_in_no_known_letters_is_refused(small_hotel: Hotel, tmp_path: Path) -> None:
    bank, file = _bank(small_hotel), tmp_path / "statement.ofx"
    whole = (DATA / SGML).read_bytes()
    file.write_bytes(whole + b" " * MOST_BYTES)
    with refused("TABLE_TOO_BIG"):
        read_bank_file(file, bank)
    file.write_bytes(whole.replace("ฝากเช็ค".encode(), b"\x81\x8d\x8f"))
    with refused("TABLE_ENCODING"):
        read_bank_file(file, bank)
    for encoding, mark in (("cp874", b""), ("utf-16-le", codecs.BOM_UTF16_LE)):
        file.write_bytes(mark + whole.decode("utf-8").encode(encoding))
        read = read_bank_file(file, bank)
        assert read is not None
        assert read.lines[0].text == "ฝากเช็ค DS"


def test_what_would_swell_or_stall_is_read_or_refused_at_once(small_hotel: Hotel, tmp_path: Path) -> None:
    bank, file = _bank(small_hotel), tmp_path / "statement.ofx"
    deep = "<A>" * 200_000
    for inside in (deep, "<A><![CDATA[" * 50_000, "<A><![CDATA[x]]>" * 50_000, "&e;" * 100_000):
        file.write_text(f"OFXHEADER:100\n\n<OFX>{inside}</OFX>", "utf-8")
        with refused("BANK_FILE_BROKEN"):
            read_bank_file(file, bank)


def test_the_libraries_are_loaded_only_when_a_file_is_read() -> None:
    asked = "import sys, models.back_office.bank_files, screens.back_office.reconciliation; print(sorted({'ofxtools', 'mt940'} & sys.modules.keys()))"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
