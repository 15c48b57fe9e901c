"""A paper as PDF, set by Typst from ``paper.typ`` with the Sarabun type that comes with the program.

The same paper gives the same bytes: nothing of clock, machine or installed fonts goes in.
"""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

from app.documents.frame import column_widths, frame_words, printable
from locales.thai_text import clusters
from models.house.papers import Paper, Sheet, Table

HERE = Path(__file__).parent
# A word longer than this has no place to break in the narrowest column that holds names.
LONG_WORD = 24
NAME_CELLS = 24  # for the open columns of a table whose figures would take the whole line


@cache
def _fonts() -> Any:
    # Typst's own faces stay as a last resort: a guest's Cyrillic or Greek name beats a row of boxes.
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[HERE / "fonts"])


@dataclass(frozen=True)
class Attachment:
    """A file inside a PDF/A-3: the same document for programs. ``date`` is the document's own, which the standard
    asks for."""

    name: str
    content: bytes
    description: str
    date: datetime.date
    mime_type: str = "text/xml"


def as_pdf(paper: Paper, size: Sheet | None = None, attached: Attachment | None = None) -> bytes:
    """``paper`` as a PDF file, on the sheet it is made for unless another is asked for.

    With something ``attached`` it is a PDF/A-3b (ISO 19005-3) that carries it.
    """
    import typst

    size = size or paper.sheet
    if size not in get_args(Sheet):
        raise ValueError(f"no such sheet: {size}")
    compiler = typst.Compiler(
        HERE / "paper.typ",
        root=HERE,
        font_paths=_fonts(),
        sys_inputs={"paper": _as_json(paper, size, attached)},
    )
    standards = ["a-3b"] if attached else []
    return cast(bytes, compiler.compile(format="pdf", pdf_standards=standards))


def _as_json(paper: Paper, size: Sheet, attached: Attachment | None) -> str:
    content = _cleaned(asdict(paper))
    content["size"] = size
    content["qr"] = _qr(paper.qr) if paper.qr else ""
    content["attached"] = (
        {
            **asdict(attached),
            "content": attached.content.decode("utf-8"),
            "date": [attached.date.year, attached.date.month, attached.date.day],
        }
        if attached
        else None
    )
    content["frame"] = asdict(frame_words(paper.language))
    for table, described in zip(paper.tables, content["tables"], strict=True):
        described.update(_proportions(table))
    return json.dumps(content, ensure_ascii=False)


def _qr(said: str) -> str:
    """An SVG of black squares without a border; the paper gives it the white one a scanner needs."""
    import segno

    return str(segno.make(said, error="m", micro=False).svg_inline(border=0, omitsize=True))


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _breakable(printable(value))
    if isinstance(value, dict):
        return {key: _cleaned(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(one) for one in value]
    return value


def _breakable(text: str) -> str:
    """Lets a word without end break anywhere. Thai runs on without spaces and is broken by Typst's dictionary."""

    def loosen(match: re.Match[str]) -> str:
        return "\u200b".join(clusters(match.group()))

    return re.sub(rf"[^\s\u0e00-\u0e7f]{{{LONG_WORD + 1},}}", loosen, text)


def _proportions(table: Table) -> dict[str, Any]:
    """The weight of each column, their sum in cells, and the column in which child rows are indented."""
    widths = column_widths(table)
    open_columns = widths.count(0)
    left_over = max(80 - sum(widths), NAME_CELLS) / open_columns if open_columns else 0
    shares = [c.share or float(w or left_over) + 1 for c, w in zip(table.columns, widths, strict=True)]
    names = [i for i, column in enumerate(table.columns) if column.align == "left"]
    return {
        "shares": shares,
        "cells": sum(shares),
        "indented": max(names, key=lambda i: shares[i], default=0),
    }
