"""A paper as XLSX: a sheet a paper, its figures as numbers one can add up, its words as words and never a formula.

The file is for working on: the time at which it was made stands in it, so unlike the PDF it is never twice the same.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.documents.frame import column_widths, printable
from models.house.papers import Paper, Table

_NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_MOST_OF_A_NAME = 31
NAME_CELLS = 36


def as_xlsx(papers: Sequence[Paper]) -> bytes:
    """A workbook with one sheet for each of ``papers``, named by its title."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for paper in papers:
        _sheet(book, paper)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@dataclass(frozen=True)
class _Line:
    cells: Sequence[str] = ()
    bold: bool = False
    figures: frozenset[int] = frozenset()


def _sheet(book: Any, paper: Paper) -> None:
    from openpyxl.styles import Font

    sheet = book.create_sheet(_named(paper.title, {sheet.title.casefold() for sheet in book.worksheets}))
    for number, line in enumerate(_lines(paper), 1):
        for place, text in enumerate(line.cells, 1):
            if not text:
                continue
            cell = sheet.cell(number, place)
            if place - 1 in line.figures and _NUMBER.fullmatch(text):
                _figure(cell, text)
            else:
                cell.value = printable(text)
                cell.data_type = "s"  # a guest called "=1+1" is a name
            if line.bold:
                cell.font = Font(bold=True)
    _widen(sheet, paper.tables)


def _lines(paper: Paper) -> Iterator[_Line]:
    yield _Line([paper.seller.name], bold=True)
    yield _Line([paper.title, paper.number, paper.date_text], bold=True)
    for field in paper.fields:
        yield _Line([field.label, field.value])
    for table in paper.tables:
        yield _Line()
        yield from _table(table)
    yield _Line()
    for field in paper.totals:
        yield _Line([field.label, field.value], field.strong, frozenset({1}))
    for note in paper.notes:
        yield _Line([note])


def _table(table: Table) -> Iterator[_Line]:
    if table.title:
        yield _Line([table.title], bold=True)
    if any(column.heading for column in table.columns):
        yield _Line([column.heading for column in table.columns], bold=True)
    figures = frozenset(place for place, column in enumerate(table.columns) if column.align == "right")
    for row in table.rows:
        yield _Line(row.cells, row.style in ("heading", "subtotal", "total"), figures)


def _figure(cell: Any, text: str) -> None:
    decimals = text.partition(".")[2]
    cell.value = Decimal(text.replace(",", ""))
    cell.number_format = f"#,##0.{'0' * len(decimals)}" if decimals else "#,##0"


def _named(title: str, taken: set[str]) -> str:
    """What a spreadsheet takes as the name of a sheet: 31 letters without its signs, once each in a book."""
    name = re.sub(r"[\[\]:*?/\\]", " ", printable(title)).strip("' ")[:_MOST_OF_A_NAME] or "1"
    wanted, again = name, 2
    while wanted.casefold() in taken:
        wanted = f"{name[: _MOST_OF_A_NAME - 4]} {again}"
        again += 1
    return wanted


def _widen(sheet: Any, tables: Sequence[Table]) -> None:
    from openpyxl.utils import get_column_letter

    widths: dict[int, int] = {0: NAME_CELLS if not tables else 12}
    for table in tables:
        for place, cells in enumerate(column_widths(table)):
            widths[place] = max(widths.get(place, 0), cells or NAME_CELLS)
    for place, cells in widths.items():
        sheet.column_dimensions[get_column_letter(place + 1)].width = cells + 2
