"""Lists that come as files: CSV and XLSX, read into named columns, with the line each row stands on.

What stands in a file is data and never trusted: its size has limits, hidden control characters are faults of
their line, formulas are only read as the value they last had. Lines above the headings (a title, the date of a
print-out) and blank lines are skipped.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from locales import Message
from locales.dates import NotADate, parse_date
from locales.money import NotAnAmount, parse_money, round_half_up
from locales.thai_text import NotCleanText, clean, fold, quote, to_latin_digits
from models.house.refusals import Refused

MOST_BYTES = 50_000_000
MOST_UNPACKED = 400_000_000
"""Bytes of an XLSX once unpacked; more is a bomb, not a list."""
MOST_ROWS = 200_000
MOST_COLUMNS = 200
LONGEST_CELL = 4000
HEADINGS_WITHIN = 20
"""Lines among which the headings are looked for."""

Cell = str | datetime.date | Decimal
Row = Sequence[object]

_DELIMITERS = (",", ";", "\t", "|")
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# A vowel or tone mark that stands on no Thai letter: the bytes are another alphabet read as Thai.
_MARK_ALONE = re.compile("(?<![\u0e01-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_TIME_BEHIND = re.compile(r"[T ]\s*\d{1,2}[:.]\d{2}([:.]\d{2}(\.\d+)?)?\s*([ap]m)?\s*(z|\+00:?00)?$", re.I)
_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}


@dataclass(frozen=True)
class LineFault:
    """What is wrong with a line; ``column`` is the heading it stands under, "" for the whole line."""

    line: int
    message: Message
    column: str = ""


@dataclass(frozen=True)
class TableRow:
    """A row with something in it; a blank cell is "". ``line`` counts from 1, as editors and spreadsheets do."""

    line: int
    cells: dict[str, Cell]


@dataclass(frozen=True)
class TableFile:
    """``faults`` are lines that could not be read; they are not among ``rows``."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    faults: tuple[LineFault, ...] = ()


def read_table(path: Path, sheet: str | None = None) -> TableFile:
    """A CSV (UTF-8, UTF-16, Windows-874 or 1252; comma, semicolon, tab or bar) or an XLSX (``sheet`` or the first).

    Refused: TABLE_TOO_BIG, TABLE_KIND (neither of the two), TABLE_ENCODING, TABLE_BROKEN, TABLE_NO_SHEET,
    TABLE_EMPTY, TABLE_COLUMNS (a heading twice, too many).
    """
    if path.stat().st_size > MOST_BYTES:
        raise Refused(
            "TABLE_TOO_BIG", "{file} is too big: at most {n} million bytes.", field="file", file=path.name,
            n=MOST_BYTES // 1_000_000,
        )  # fmt: skip
    content = path.read_bytes()
    if content.startswith(_ZIP):
        return _table(_xlsx_rows(content, path.name, sheet), ragged=True)
    if content.startswith(_OLD_EXCEL) or content.lstrip()[:1] == b"<":
        raise _no_table(path.name)
    return _table(_csv_rows(decoded(content, path.name), path.name), ragged=False)


def harmless(words: str | None) -> str:
    """As a cell of a CSV: what a spreadsheet would take for a formula begins with an apostrophe."""
    return f"'{words}" if words and words[0] in "=+-@\t\r" else words or ""


def _no_table(name: str) -> Refused:
    return Refused(
        "TABLE_KIND", "{file} is neither CSV nor XLSX. Save it as one of these.", field="file", file=name
    )


# CSV


def decoded(content: bytes, name: str) -> str:
    """As UTF-8, UTF-16, Windows-874 or 1252. Refused: TABLE_ENCODING."""
    encodings = ["utf-8-sig", "cp874", "cp1252"]
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif (begins := content[:2000]).count(0) > len(begins) // 20:  # UTF-16 without its mark
        encodings = ["utf-16-be" if begins[::2].count(0) > begins[1::2].count(0) else "utf-16-le"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "cp874" or not _MARK_ALONE.search(text):
            return text
    raise Refused(
        "TABLE_ENCODING", "The letters of {file} cannot be read. Save it as CSV UTF-8.", field="file", file=name
    )  # fmt: skip


def _csv_rows(text: str, name: str) -> Iterator[tuple[int, Row]]:
    skipped = 0
    if (mark := re.match(r"sep=(.)\r?\n", text)) is not None:  # as Excel writes it
        delimiter, text, skipped = mark[1], text[mark.end() :], 1
    else:
        delimiter = max(_DELIMITERS, key=lambda d: _evenness(text, d))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1 + skipped
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused(
                "TABLE_BROKEN", "Line {line} of {file} cannot be read: a quotation mark is open or out of place.",
                field="file", line=line, file=name,
            ) from error  # fmt: skip
        yield line, row


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    """How many of the first lines have the commonest number of cells, and that number, with this delimiter."""
    widths: Counter[int] = Counter()
    reader = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=delimiter)
    try:
        for row in reader:
            if len(row) > 1:
                widths[len(row)] += 1
            if reader.line_num >= HEADINGS_WITHIN:
                break
    except csv.Error:
        pass
    width, lines = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return lines, width


# XLSX


def _xlsx_rows(content: bytes, name: str, sheet: str | None) -> Iterator[tuple[int, Row]]:
    formulas = _looked_into(content, name)
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        wanted = _sheet(book, sheet)
        again = (
            _sheet(openpyxl.load_workbook(io.BytesIO(content), read_only=True), sheet) if formulas else None
        )
        wanted.reset_dimensions()  # some programs write a wrong one
        others: Iterator[Any] = iter(())
        if again is not None:
            again.reset_dimensions()
            others = again.iter_rows()
        for number, cells in enumerate(wanted.iter_rows(), start=1):
            typed = next(others, ())
            yield number, [_value(cell, typed[n] if n < len(typed) else None) for n, cell in enumerate(cells)]
    except (KeyError, ValueError, TypeError, AttributeError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise _no_table(name) from error
    except SyntaxError as error:  # what the XML parser raises
        raise _no_table(name) from error


def _looked_into(content: bytes, name: str) -> bool:
    """Whether there are formulas. Refuses what only unpacks to fill the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Refused(
                    "TABLE_TOO_BIG", "{file} is too big: at most {n} million bytes.", field="file", file=name,
                    n=MOST_UNPACKED // 1_000_000,
                )  # fmt: skip
            formulas = False
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    text = packed.read(part)
                    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                        raise _no_table(name)
                    formulas = formulas or b"<f>" in text or b"<f " in text
            return formulas
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise _no_table(name) from error


def _sheet(book: Any, name: str | None) -> Any:
    titles = [sheet.title for sheet in book.worksheets]
    if name is None and titles:
        return book.worksheets[0]
    if name not in titles:
        raise Refused(
            "TABLE_NO_SHEET", "There is no sheet {sheet}; there are: {sheets}.", field="sheet", sheet=name or "",
            sheets=", ".join(titles),
        )  # fmt: skip
    return book.worksheets[titles.index(name)]


def _value(cell: Any, typed: Any) -> object:
    """What a cell shows: dates as dates, figures as figures, a number shown as 0000000000 with its zeros."""
    value = cell.value
    if value is None:
        formula = typed is not None and isinstance(typed.value, str) and typed.value.startswith("=")
        return (
            _Unread(Message("The formula has no value. Open the file in Excel and save it."))
            if formula
            else ""
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    if isinstance(value, int | float):
        digits = str(cell.number_format or "")
        if isinstance(value, int) and len(digits) > 1 and set(digits) == {"0"}:
            return str(value).zfill(len(digits))
        return _figure(value)
    return value


def _figure(value: float) -> object:
    try:
        number = Decimal(repr(value))
    except InvalidOperation:
        return _Unread(Message("This is no number."))
    return number if number.is_finite() else _Unread(Message("This is no number."))


@dataclass(frozen=True)
class _Unread:
    """A cell whose value cannot be had."""

    message: Message


# Rows to table


def _table(lines: Iterator[tuple[int, Row]], *, ragged: bool) -> TableFile:
    """``ragged``: rows may be shorter than the headings, as a spreadsheet stores them."""
    head: list[tuple[int, Row]] = []
    for line in lines:
        if any(not _blank(value) for value in line[1]):
            head.append(line)
        if len(head) >= HEADINGS_WITHIN:
            break
    if not head:
        raise Refused("TABLE_EMPTY", "The file is empty.", field="file")
    filled = [sum(not _blank(value) for value in row) for _line, row in head]
    enough = max(2, max(filled) // 2) if max(filled) > 1 else 1
    at = next(n for n, count in enumerate(filled) if count >= enough)
    columns = _columns(head[at][1], [row for _line, row in head[at + 1 :]])
    rows: list[TableRow] = []
    faults: list[LineFault] = []
    for number, row in _chained(head[at + 1 :], lines):
        if all(_blank(value) for value in row):
            continue
        if len(rows) + len(faults) >= MOST_ROWS:
            raise Refused("TABLE_TOO_BIG", "A file has at most {n} lines.", field="file", n=MOST_ROWS)
        cells, wrong = _cells(number, row, columns, ragged)
        if wrong:
            faults.extend(wrong)
        else:
            rows.append(TableRow(number, cells))
    return TableFile(tuple(c for c in columns if c), tuple(rows), tuple(faults))


def _chained(first: list[tuple[int, Row]], rest: Iterator[tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
    yield from first
    yield from rest


def _blank(value: object) -> bool:
    return isinstance(value, str) and not value.strip()


def _columns(headings: Row, below: list[Row]) -> list[str]:
    """Names by place; "" for a place with neither heading nor anything below it, ``[F]`` where only that."""
    width = max(len(headings), *(len(row) for row in below)) if below else len(headings)
    if width > MOST_COLUMNS:
        if any(not _blank(value) for row in (headings, *below) for value in row[MOST_COLUMNS:]):
            raise Refused("TABLE_COLUMNS", "A file has at most {n} columns.", field="file", n=MOST_COLUMNS)
        width = MOST_COLUMNS
    names: list[str] = []
    for place in range(min(len(headings), width)):
        said = headings[place]
        name = said.message.say("en") if isinstance(said, _Unread) else _heading(said)
        if not name and any(place < len(row) and not _blank(row[place]) for row in below):
            name = f"[{_letters(place)}]"
        if name and name in names:
            raise Refused("TABLE_COLUMNS", "The heading {name} stands twice.", field="file", name=name)
        names.append(name)
    return names


def _heading(said: object) -> str:
    text = text_of(said) if isinstance(said, str | datetime.date | Decimal) else str(said)
    return quote(" ".join(text.split()), 80)


def _letters(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _cells(line: int, row: Row, columns: list[str], ragged: bool) -> tuple[dict[str, Cell], list[LineFault]]:
    beyond = any(not _blank(value) for value in row[len(columns) :])
    if beyond or (not ragged and len(row) < len(columns)):
        message = Message("{n} cells; the headings have {m}.", {"n": len(row), "m": len(columns)})
        return {}, [LineFault(line, message)]
    cells: dict[str, Cell] = {}
    faults: list[LineFault] = []
    for place, name in enumerate(columns):
        value = row[place] if place < len(row) else ""
        if not name and not _blank(value):
            faults.append(LineFault(line, Message("A cell stands under no heading.")))
        elif name:
            try:
                cells[name] = _cell(value)
            except NotCleanText as error:
                faults.append(LineFault(line, error.message, name))
    return cells, faults


def _cell(value: object) -> Cell:
    if isinstance(value, _Unread):
        raise NotCleanText(value.message)
    if isinstance(value, Decimal | datetime.date):
        return value
    text = str(value)
    if text in _ERRORS:
        raise NotCleanText(Message("The formula gives {error}.", {"error": text}))
    if len(text) > LONGEST_CELL:
        raise NotCleanText(Message("At most {n} characters.", {"n": LONGEST_CELL}))
    return clean(re.sub(r"[\r\n\t]+", " ", text))  # an address over several lines is one line with us


# Cells to values


def text_of(cell: Cell) -> str:
    """As it would be typed: a whole number without decimals, a date as 2026-11-25."""
    if isinstance(cell, Decimal):
        return str(int(cell)) if cell == cell.to_integral_value() else f"{cell.normalize():f}"
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return cell


def date_of(cell: Cell, today: datetime.date, *, past: bool = False) -> datetime.date:
    """A date as people write it, with its year: 25/11/2026, 25/11/2569, 2026-11-25, 25 พ.ย. 2569; a time is ignored.

    The day stands before the month. A year of two figures is read in the era in which it is nearer to
    ``today``; for a birth date (``past``) it is a fault. Raises NotADate.
    """
    if isinstance(cell, datetime.date):
        return _out_of_era(cell)
    text = _TIME_BEHIND.sub("", text_of(cell).strip())
    try:
        by_era = [parse_date(text, today, era=era) for era in ("ce", "be")]
    except NotADate as error:
        if "text" in error.message.values:  # its advice is for those who type
            raise NotADate(Message("{text} is no date.", {"text": quote(text)})) from error
        raise
    later = today + datetime.timedelta(days=3653)
    if parse_date(text, later, era="ce") != by_era[0]:  # a date that moves with today names no year
        raise NotADate(Message("{text} has no year.", {"text": quote(text)}))
    if by_era[0] != by_era[1] and past:
        raise NotADate(Message("Write the year of {text} in four figures.", {"text": quote(text)}))
    return min(by_era, key=lambda date: abs(date - today))


def _out_of_era(date: datetime.date) -> datetime.date:
    """A Buddhist year typed into a cell that Excel took for a common one."""
    if date.year < 2400:
        return date
    try:
        return date.replace(year=date.year - 543)
    except ValueError:
        raise NotADate(Message("{text} is no date.", {"text": f"{date:%d/%m/%Y}"})) from None


_CURRENCY = re.compile(r"^(฿|thb|baht)\s*|\s*(฿|thb|baht|บาท)\.?$", re.I)


def amount_of(cell: Cell) -> Decimal:
    """Baht with two places: 1,200.50, ฿1200, 1200 บาท. Raises NotAnAmount."""
    if isinstance(cell, Decimal):
        rounded = round_half_up(cell)
        if abs(rounded - cell) > Decimal("0.00001"):  # less is how a spreadsheet keeps its figures
            raise NotAnAmount(Message("{text} has more than two decimals.", {"text": text_of(cell)}))
        return parse_money(f"{rounded:f}")
    return parse_money(_CURRENCY.sub("", text_of(cell).strip()))


def whole_number_of(cell: Cell) -> int:
    """A number without parts. Raises NotAnAmount."""
    text = to_latin_digits(text_of(cell).strip())
    found = re.fullmatch(r"([+-]?\d{1,9})(\.0+)?", text, re.ASCII)
    if found is None:
        raise NotAnAmount(Message("{text} is no whole number.", {"text": quote(text)}))
    return int(found[1])


def columns_like(
    headings: Mapping[str, Sequence[str]],
    kept: str,
    columns: Sequence[str],
    instead: Mapping[str, Set[str]] = {},
) -> dict[str, str]:
    """Our field → heading: as it was ``kept`` (JSON) where the file has it, else the first whose words hold one of the
    field's ``headings``. ``instead``: a field is not looked for where one of those stands in its place."""
    found = {name: column for name, column in json.loads(kept or "{}").items() if column in columns}
    for name, said in headings.items():
        if name in found or instead.get(name, set()) & found.keys():
            continue
        for column in columns:
            if column not in found.values() and any(word in fold(column) for word in map(fold, said)):
                found[name] = column
                break
    return found
