"""A paper in a spreadsheet: figures that add up, words that stay words, a sheet each."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.documents.xlsx import as_xlsx
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
