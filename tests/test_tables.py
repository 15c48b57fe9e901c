"""Lists come as people and programs write them; what cannot be read is said by its line."""

from __future__ import annotations

import datetime
import io
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from locales import Message
from locales.dates import NotADate
from locales.money import NotAnAmount
from models.house import tables
from models.house.refusals import Refused
from models.house.tables import TableFile, amount_of, date_of, read_table, text_of, whole_number_of

TODAY = datetime.date(2026, 11, 23)
GUESTS = "ชื่อ,นามสกุล,โทร\nสมชาย,ใจดี,0812345678\nAnna,Müller,+49 30 1234\n"


def table(folder: Path, content: bytes | str, name: str = "list.csv", sheet: str | None = None) -> TableFile:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_table(file, sheet)


def rows(of: TableFile) -> list[tuple[object, ...]]:
    return [tuple(row.cells.values()) for row in of.rows]


def code_of(folder: Path, content: bytes | str, name: str = "list.csv", sheet: str | None = None) -> str:
    with pytest.raises(Refused) as caught:
        table(folder, content, name, sheet)
    assert caught.value.message.say("th")
    return caught.value.code


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_thai_and_german_are_read_in_every_unicode(tmp_path: Path, encoding: str) -> None:
    assert rows(table(tmp_path, GUESTS.encode(encoding)))[1][1] == "Müller"
    assert rows(table(tmp_path, GUESTS.encode(encoding)))[0][0] == "สมชาย"


@pytest.mark.parametrize("encoding", ["cp874", "tis-620"])
def test_thai_of_old_windows_is_read(tmp_path: Path, encoding: str) -> None:
    text = "ชื่อ;ที่อยู่\nน้ำฝน;ตำบลท่าวาสุกรี\n"
    assert rows(table(tmp_path, text.encode(encoding))) == [("น้ำฝน", "ตำบลท่าวาสุกรี")]


def test_western_windows_is_not_taken_for_thai(tmp_path: Path) -> None:
    assert rows(table(tmp_path, "name;city\nRenée;Orléans\n".encode("cp1252"))) == [("Renée", "Orléans")]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(tmp_path: Path, sign: str) -> None:
    text = "\n".join(
        sign.join(line) for line in [("name", "price", "note"), ("A", "1.5", "x"), ("B", "2", "")]
    )
    assert rows(table(tmp_path, text)) == [("A", "1.5", "x"), ("B", "2", "")]


def test_decimal_commas_between_semicolons_make_no_columns(tmp_path: Path) -> None:
    assert rows(table(tmp_path, "a;b\n1,50;2,00\n3,50;4,00\n")) == [("1,50", "2,00"), ("3,50", "4,00")]


def test_the_delimiter_excel_names_is_believed(tmp_path: Path) -> None:
    of = table(tmp_path, "sep=;\r\na;b\r\n1,2;3\r\n")
    assert (rows(of), of.rows[0].line) == ([("1,2", "3")], 3)


def test_an_address_over_several_lines_is_one_cell_and_the_next_row_has_its_own_line(tmp_path: Path) -> None:
    of = table(tmp_path, 'name,address\nA,"12 U Thong Road\nAyutthaya"\nB,-\n')
    assert rows(of) == [("A", "12 U Thong Road Ayutthaya"), ("B", "-")]
    assert [row.line for row in of.rows] == [2, 4]


def test_titles_above_the_headings_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    of = table(tmp_path, "Guest list\nprinted 23/11/2026\n\nname,phone,city\n,,\nA,1,X\n\n")
    assert (of.columns, rows(of), of.rows[0].line) == (("name", "phone", "city"), [("A", "1", "X")], 6)


def test_a_line_with_other_cells_than_the_headings_is_a_fault_of_that_line(tmp_path: Path) -> None:
    of = table(tmp_path, "a,b,c\n1,2,3\n1,2\n1,2,3,4\n")
    assert [fault.line for fault in of.faults] == [3, 4]
    assert rows(of) == [("1", "2", "3")]


@pytest.mark.parametrize("hidden", ["\x07", "\x1b[2J", "\u202e", "\x00"])
def test_a_hidden_control_character_is_a_fault_at_its_line_and_heading(tmp_path: Path, hidden: str) -> None:
    of = table(tmp_path, f"name,city\nA,B\nEvil{hidden},C\n")
    assert [(fault.line, fault.column) for fault in of.faults] == [(3, "name")]
    assert rows(of) == [("A", "B")]


def test_an_open_quotation_mark_is_told_with_its_line(tmp_path: Path) -> None:
    assert code_of(tmp_path, 'a,b\n1,2\n"x,3\n4,5\n') == "TABLE_BROKEN"


def test_a_file_of_nothing_is_refused(tmp_path: Path) -> None:
    assert code_of(tmp_path, "") == "TABLE_EMPTY"
    assert code_of(tmp_path, "\n\n , \n") == "TABLE_EMPTY"


def test_a_heading_that_stands_twice_is_refused(tmp_path: Path) -> None:
    assert code_of(tmp_path, "name,phone,name\nA,1,B\n") == "TABLE_COLUMNS"


@pytest.mark.parametrize(
    "content", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old excel", b"<html><table>", b"PK\x03\x04 no zip at all"]
)
def test_what_is_neither_csv_nor_xlsx_is_refused(tmp_path: Path, content: bytes) -> None:
    assert code_of(tmp_path, content, "list.xls") == "TABLE_KIND"


def test_too_much_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_BYTES", 20)
    assert code_of(tmp_path, GUESTS) == "TABLE_TOO_BIG"
    monkeypatch.undo()
    monkeypatch.setattr(tables, "MOST_ROWS", 1)
    assert code_of(tmp_path, GUESTS) == "TABLE_TOO_BIG"
    monkeypatch.undo()
    monkeypatch.setattr(tables, "MOST_COLUMNS", 2)
    assert code_of(tmp_path, GUESTS) == "TABLE_COLUMNS"


def test_a_spreadsheet_keeps_dates_figures_and_the_zeros_of_phones(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Guest list"])
    sheet.merge_cells("A1:D1")
    sheet.append([])
    sheet.append(["name", "phone", "arrival", "price", "vip"])
    sheet.append(["สมชาย", "0812345678", datetime.date(2026, 11, 25), 1234.5, True])
    sheet.append(["Anna", 812345678, datetime.datetime.fromisoformat("2026-11-26 14:00"), 1700, None])
    sheet["B5"].number_format = "0000000000"
    book.save(tmp_path / "list.xlsx")
    of = read_table(tmp_path / "list.xlsx")
    assert [row.line for row in of.rows] == [4, 5]
    assert rows(of) == [
        ("สมชาย", "0812345678", datetime.date(2026, 11, 25), Decimal("1234.5"), "yes"),
        ("Anna", "0812345678", datetime.date(2026, 11, 26), Decimal(1700), ""),
    ]


def test_a_formula_is_its_last_value_and_without_one_a_fault(tmp_path: Path) -> None:
    packed = workbook(Sheet=[["a", "b"], [1, "=1+1"], [2, 3]])
    of = table(tmp_path, packed, "list.xlsx")  # written by a program that never worked it out
    assert [(fault.line, fault.column) for fault in of.faults] == [(2, "b")]
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(tmp_path / "worked.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<v />", b"<v>2</v>").replace(b"<v></v>", b"<v>2</v>"))
    assert rows(read_table(tmp_path / "worked.xlsx")) == [(Decimal(1), Decimal(2)), (Decimal(2), Decimal(3))]


def test_an_error_in_a_cell_is_a_fault(tmp_path: Path) -> None:
    of = table(tmp_path, workbook(Sheet=[["a", "b"], ["x", "#REF!"]]), "list.xlsx")
    assert [(fault.line, fault.column) for fault in of.faults] == [(2, "b")]


def test_a_sheet_is_named_or_the_first(tmp_path: Path) -> None:
    packed = workbook(Guests=[["name", "n"], ["A", 1]], Rates=[["rate", "n"], ["BAR", 2]])
    assert table(tmp_path, packed, "list.xlsx").columns == ("name", "n")
    assert table(tmp_path, packed, "list.xlsx", "Rates").columns == ("rate", "n")
    assert code_of(tmp_path, packed, "list.xlsx", "Rooms") == "TABLE_NO_SHEET"


def test_a_spreadsheet_that_unpacks_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST_UNPACKED", 1000)
    assert code_of(tmp_path, workbook(Sheet=[["a", "b"], ["x", "y" * 5000]]), "bomb.xlsx") == "TABLE_TOO_BIG"


def test_a_spreadsheet_that_defines_entities_is_refused(tmp_path: Path) -> None:
    packed = workbook(Sheet=[["a", "b"], ["x", "y"]])
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(tmp_path / "list.xlsx", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/workbook.xml":
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content
            new.writestr(name, content)
    with pytest.raises(Refused) as caught:
        read_table(tmp_path / "list.xlsx")
    assert caught.value.code == "TABLE_KIND"


@pytest.mark.parametrize(
    "written",
    [
        "25/11/2026", "25/11/2569", "2026-11-25", "25.11.2026", "25 พ.ย. 2569", "25 พฤศจิกายน 2569", "25/11/69",
        "25/11/26", "20261125", "25-Nov-2026", "Nov 25, 2026", "2026-11-25 14:00", "25/11/2026 2:00 pm",
        "2026-11-25T00:00:00", "๒๕/๑๑/๒๕๖๙", datetime.date(2026, 11, 25), datetime.date(2569, 11, 25),
    ],
)  # fmt: skip
def test_dates_are_read_as_people_write_them(written: str | datetime.date) -> None:
    assert date_of(written, TODAY) == datetime.date(2026, 11, 25)


@pytest.mark.parametrize(
    "written", ["25/11", "25", "fri", "tomorrow", "+3", "11/25/2026", "30/02/2026", "soon", ""]
)
def test_a_date_without_year_or_that_cannot_be_is_none(written: str) -> None:
    with pytest.raises(NotADate) as caught:
        date_of(written, TODAY)
    assert isinstance(caught.value.message, Message)


def test_the_29th_of_february_is_the_buddhist_years_own() -> None:
    assert date_of("29/02/2571", TODAY) == datetime.date(2028, 2, 29)
    assert date_of(datetime.date(2572, 2, 28), TODAY) == datetime.date(2029, 2, 28)
    with pytest.raises(NotADate):
        date_of("29/02/2569", TODAY)


def test_a_birth_date_names_its_whole_year() -> None:
    assert date_of("31/01/2523", TODAY, past=True) == datetime.date(1980, 1, 31)
    with pytest.raises(NotADate):
        date_of("31/01/23", TODAY, past=True)


def test_amounts_are_read_to_the_satang() -> None:
    for written in ("1,700.00", "฿1700", "1700 บาท", "THB 1,700", Decimal(1700), Decimal("1700.0000000001")):
        assert amount_of(written) == Decimal("1700.00")
    for wrong in ("1.700,50", "free", "", Decimal("1.234")):
        with pytest.raises(NotAnAmount):
            amount_of(wrong)


def test_whole_numbers_and_texts() -> None:
    assert [whole_number_of(w) for w in ("2", "2.0", Decimal(2), "๒")] == [2, 2, 2, 2]
    for wrong in ("two", "2.5", ""):
        with pytest.raises(NotAnAmount):
            whole_number_of(wrong)
    assert [text_of(c) for c in (Decimal("101.0"), Decimal("1.50"), datetime.date(2026, 11, 25), "x")] == ["101", "1.5", "2026-11-25", "x"]  # fmt: skip
