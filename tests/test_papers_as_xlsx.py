"""A paper in a spreadsheet: figures that add up, words that stay words, a sheet each."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.documents.xlsx import as_xlsx
from models.front_office.budgets import keep_budget
from models.house.papers import Column, Field, Paper, Party, Row, Table
from tests.desk import at_the_desk
from tests.hotel import Hotel

COLUMNS = (Column("Name"), Column("Number", width=8), Column("Amount", "right", 12))
ROWS = (
    Row(("=HYPERLINK(1)", "00123", "1,234.50")),
    Row(("+66 81", "7", "-0.50")),
    Row(("Total", "", "1,234.00"), "total"),
)
PAPER = Paper(
    "test", "A: list?", "1", "23 Nov 2026", "en", Party("Hotel"), tables=(Table(COLUMNS, ROWS),),
    totals=(Field("Rooms", "12"),), notes=("=1+1",),
)  # fmt: skip


def _book(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_figures_are_numbers_and_words_are_never_formulas() -> None:
    book = _book(as_xlsx([PAPER, PAPER]))
    assert book.sheetnames == ["A  list", "A  list 2"]
    cells = {
        cell.value: cell for row in book["A  list"].iter_rows() for cell in row if cell.value is not None
    }
    assert Decimal(str(cells[1234.5].value)) == Decimal("1234.50")
    assert cells[1234.5].number_format == "#,##0.00"
    assert cells[-0.5].data_type == "n"
    assert cells["00123"].data_type == "s"
    assert cells["=HYPERLINK(1)"].data_type == cells["=1+1"].data_type == cells["+66 81"].data_type == "s"
    assert cells[12].data_type == "n"
    assert cells["Total"].font.bold


async def test_a_paper_is_saved_as_xlsx_from_its_preview(
    small_hotel: Hotel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECEPTION_PAPERS", str(tmp_path))
    small_hotel.audit()
    async with at_the_desk(small_hotel) as desk:
        await desk.command("closed days")
        await desk.sees("Difference")
        await desk.press("enter")
        await desk.sees("Read all")
        await desk.press("a")
        await desk.sees("Manager's flash", "and 11 more")
        await desk.press("s")
        await desk.sees("Saved as")
    (file,) = tmp_path.glob("*.xlsx")
    assert file.name == "day-report-2026-11-23-flash.xlsx"
    assert len(_book(file.read_bytes()).sheetnames) == 12


async def test_the_managers_report_is_saved_with_its_figures_as_numbers(
    small_hotel: Hotel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECEPTION_PAPERS", str(tmp_path))
    keep_budget(small_hotel.desk(), "rooms_sold", 2026, [None] * 10 + [Decimal(30), None])
    small_hotel.in_house("201", nights=2, prices=(Decimal(1600), Decimal(1500)))
    small_hotel.audit()
    async with at_the_desk(small_hotel) as desk:
        await desk.press("g", "3")
        await desk.sees("OCC", "8.33")
        await desk.press("p")
        await desk.sees("Preview")
        await desk.press("s")
        await desk.sees("Saved as")
    (file,) = tmp_path.glob("manager*.xlsx")
    (sheet,) = _book(file.read_bytes()).worksheets
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    day, year = [row for row in rows if row[0] == "Rooms sold"]  # beside its budget; beside last year
    assert day[1:5] == [1, 1, 23, -22]  # 23 November
    assert (year[1], year[2]) == (1, "–")
    day, _year = [row for row in rows if row[0] == "Room revenue, baht"]
    assert day[1] == 1600
    headings = [row[1:5] for row in rows if row[0] == "Line"]
    assert headings[0] == ["Day", "Month to date", "Budget MTD", "Variance"]
    assert headings[1][0] == "Year to date"
