"""What stands on a paper: receipt, folio, tax invoice, voucher, registration card, report.

Whoever knows the business writes a ``Paper``; whoever prints it needs no other knowledge. Everything in it is
text already, in the paper's own language: amounts written, dates in their era, names as the guest gave them.
Only the words of the frame (number, date, tax id, sheet) are the printer's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "right"]
RowStyle = Literal["normal", "child", "heading", "subtotal", "total"]
Sheet = Literal["a4", "a5", "a4 landscape", "80mm"]


@dataclass(frozen=True)
class Party:
    """A seller or a payer with what the Revenue Code asks of both (s.86/4): name, address, tax id, branch.

    ``branch`` is written out, "สำนักงานใหญ่" or "สาขาที่ 00001". ``role`` heads the block, for example
    "Received from"; the seller needs none.
    """

    name: str
    lines: tuple[str, ...] = ()
    tax_id: str = ""
    branch: str = ""
    role: str = ""


@dataclass(frozen=True)
class Field:
    """A label with its value. A strong one is set apart: the total among the totals.

    On a form of the law ``gloss`` is the label in the other language, and ``boxes`` are the groups of boxes that take
    one character of the value each: (1, 4, 5, 2, 1) for a Thai identity number.
    """

    label: str
    value: str
    strong: bool = False
    gloss: str = ""
    boxes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Column:
    """``width`` is in cells of an 80-column text; 0 takes what the others leave. Figures wider than their
    column widen it, so an amount is never broken. ``share`` weighs the column in a PDF; 0 weighs it by its width.
    """

    heading: str
    align: Align = "left"
    width: int = 0
    share: float = 0.0

    def __post_init__(self) -> None:
        if self.width < 0 or self.share < 0:
            raise ValueError(f"column {self.heading!r} has a negative width")


@dataclass(frozen=True)
class Row:
    """``child`` is a part of the row above it; ``heading`` opens a group of rows."""

    cells: tuple[str, ...]
    style: RowStyle = "normal"


@dataclass(frozen=True)
class Table:
    """Columns without any heading make a table without a heading row. Every row has a cell for every column."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("a table needs columns")
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(f"{len(row.cells)} cells for {len(self.columns)} columns: {row.cells!r}")


@dataclass(frozen=True)
class Paper:
    """One paper, as many sheets as it takes; totals, words and signatures stand on the last.

    ``kind`` is a short code for file names ("receipt"); ``words`` is the amount in words without parentheses;
    ``copy_mark`` says ต้นฉบับ, สำเนา, ใบแทน; ``void_mark`` is printed large across every sheet.
    With ``opening`` the paper is a letter: its paragraphs stand before the fields, those of ``closing`` last, and
    it is signed without a date of its own. The lines of ``form`` stand each for itself, numbered by the law, filled in
    or to be filled in by hand. ``sheet`` is the paper it is made for. ``qr`` is what a QR code on it says, such as a
    PromptPay payment. ``language`` is "th", "en" or, made by ``bilingual``, "both".
    """

    kind: str
    title: str
    number: str
    date_text: str
    language: str
    seller: Party
    party: Party | None = None
    fields: tuple[Field, ...] = ()
    tables: tuple[Table, ...] = ()
    totals: tuple[Field, ...] = ()
    words: str = ""
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    copy_mark: str = ""
    void_mark: str = ""
    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    form: tuple[Field, ...] = ()
    sheet: Sheet = "a4"
    qr: str = ""
