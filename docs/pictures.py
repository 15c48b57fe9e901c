"""Pictures of the demo hotel at 80×24, as a terminal shows it: ``make pictures``.

The program runs in a real pty; what stands on its screen is drawn cell by cell, so columns in the picture line
up exactly as they do in a terminal.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import typst

from app.documents.pdf import HERE as PAPERS
from app.documents.pdf import _as_json
from locales.thai_text import cell_width
from models.front_office.demo import DEMO_PASSWORD, build_demo, call_off_wake_ups
from models.front_office.folios import FolioWindow, window_balance
from models.front_office.invoicing import FULL, paper_now
from models.front_office.receipts import Receipt
from models.front_office.reservations import IN_HOUSE
from models.house.database import close_database, open_database
from tests.terminal import Terminal

HERE = Path(__file__).parent
DAY = date(2026, 11, 23)
PASSPORT = ("P<FRAMOREAU<<CAMILLE<JEANNE<<<<<<<<<<<<<<<<<", "21CF874531FRA9104129F3106154<<<<<<<<<<<<<<02")
PALETTE = {
    "default": "#d8d8d2", "black": "#1c1c1c", "red": "#ff6b5e", "green": "#7bd88f", "brown": "#e8c468",
    "blue": "#6aa9ff", "magenta": "#c792ea", "cyan": "#66d9e8", "white": "#f4f4f0",
}  # fmt: skip
PAPER = "#16181d"

TEMPLATE = """
#let cells = json("cells.json")
#let w = 8.4pt
#let h = 17pt
#set page(width: w * cells.columns + 20pt, height: h * cells.rows + 20pt, margin: 10pt, fill: rgb(cells.paper))
#set text(font: ("DejaVu Sans Mono", "Sarabun"), size: 14pt, top-edge: "baseline", bottom-edge: "baseline")
#for c in cells.cells {
  if c.bg != none { place(dx: w * c.x, dy: h * c.y, rect(width: w * c.n + 0.4pt, height: h + 0.4pt, fill: rgb(c.bg), stroke: none)) }
}
#for c in cells.cells {
  if c.top != none { place(dx: w * c.x, dy: h * c.y, rect(width: w + 0.4pt, height: h / 2, fill: rgb(c.top), stroke: none)) }
  place(dx: w * c.x, dy: h * c.y + 12.5pt, text(fill: rgb(c.fg), weight: if c.bold { "bold" } else { "regular" }, c.t))
  if c.underline { place(dx: w * c.x, dy: h * c.y + h - 1pt, line(length: w * c.n, stroke: 0.6pt + rgb(c.fg))) }
}
"""


def colour(name: str) -> str:
    """pyte names the sixteen and writes the others as six figures."""
    return (
        f"#{name}"
        if re.fullmatch("[0-9a-f]{6}", name)
        else PALETTE.get(name.removeprefix("bright"), PALETTE["default"])
    )


def picture(desk: Terminal, name: str) -> None:
    desk.settle()
    cells = []
    for y in range(desk.screen.lines):
        for x in range(desk.screen.columns):
            cell = desk.screen.buffer[y][x]
            front, back = colour(cell.fg), None if cell.bg == "default" else colour(cell.bg)
            if cell.reverse:
                front, back = PAPER if back is None else back, front
            top = front if cell.data == "▀" else None  # a QR code: two rows of it in one
            if cell.data.strip() or back or cell.underscore:
                cells.append(
                    {
                        "x": x, "y": y, "t": "" if top else cell.data, "top": top, "n": max(cell_width(cell.data), 1), "fg": front, "bg": back,
                        "bold": cell.bold, "underline": cell.underscore,
                    }
                )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        told = {"columns": desk.screen.columns, "rows": desk.screen.lines, "paper": PAPER, "cells": cells}
        Path(folder, "cells.json").write_text(json.dumps(told), encoding="utf-8")
        Path(folder, "screen.typ").write_text(TEMPLATE, encoding="utf-8")
        png = typst.compile(
            str(Path(folder, "screen.typ")), format="png", ppi=80, font_paths=[str(PAPERS / "fonts")]
        )
    (HERE / f"{name}.png").write_bytes(png)


def papers_of_a_company(database: str) -> str:
    """Draw the last tax invoice to a company; the room and window of a guest whose room another one pays."""
    open_database(database)
    try:
        last = Receipt.select().where(Receipt.form == FULL).order_by(Receipt.id.desc()).get()
        paper = paper_now(last)
        compiler = typst.Compiler(
            PAPERS / "paper.typ", root=PAPERS, font_paths=[str(PAPERS / "fonts")],
            sys_inputs={"paper": _as_json(paper, "a5", None)},
        )  # fmt: skip
        (HERE / "tax-invoice-th.png").write_bytes(compiler.compile(format="png", ppi=66))
        return next(
            f"{window.stay.room.number}/{window.number}"
            for window in FolioWindow.select().where(FolioWindow.method == "CITY").order_by(FolioWindow.id)
            if window.stay.state == IN_HOUSE and window_balance(window.id)
        )
    finally:
        close_database()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder, "demo.db"))
        build_demo(database, DAY)
        call_off_wake_ups(database, datetime.now(UTC))
        window = papers_of_a_company(database)
        for language in ("th", "en"):
            with Terminal("--database", database) as desk:
                desk.sign_in("pavinee", DEMO_PASSWORD).wait("201", "218")
                if language == "en":
                    desk.press("f2").wait("Rooms")
                desk.press(*["down"] * 7).wait("▸208")
                picture(desk, f"rack-{language}")
                desk.press("/").wait("K-0")
                picture(desk, f"folio-{language}")
                desk.press("y").wait("[q]").press("q").wait("▀▀▀▀▀")
                picture(desk, f"payment-{language}")
                desk.press("esc").wait("[q]").press("esc").wait("K-0")
                desk.type(f":folio {window}\r").wait(window.split("/")[0], gone="▀▀▀▀▀")
                picture(desk, f"windows-{language}")
                desk.press("esc").wait(" 208 ·").press("esc").wait("▸208").press("g", "g").wait("S-0").press(
                    "l"
                ).settle()
                desk.type("2\r1\r3\r4\r5\r").settle()
                picture(desk, f"count-{language}")
                desk.press("esc").settle()
                desk.press("y").wait("S-0").press("esc").wait("▸208").press("g", "t").wait("▸11100")
                picture(desk, f"ledger-{language}")
                desk.press("esc").wait("▸208").press("f7").wait("[")
                picture(desk, f"booking-{language}")
                desk.press("esc").wait("▸208").press("g", "h").wait("▸201")
                desk.press(*["down"] * 2).wait("▸203")
                picture(desk, f"housekeeping-{language}")
                desk.press("esc").wait("▸208").press("g", "w").wait("BAR")
                desk.type("".join(f"{line}\r" for line in PASSPORT)).wait("MOREAU", "21CF87453")
                picture(desk, f"check-in-{language}")


if __name__ == "__main__":
    sys.exit(main())
