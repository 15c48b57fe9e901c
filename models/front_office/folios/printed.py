"""The lines of a window as they go to paper: every one, or summed up by day and code."""

from __future__ import annotations

from dataclasses import replace

from models.front_office.codes import TransactionCode
from models.front_office.folios.tables import FolioWindow
from models.front_office.folios.views import FolioLine, folio_lines

SUMMARY = "summary"
SUMMED = ("charge", "correction", "adjustment", "transfer")


def printed_lines(window: FolioWindow) -> list[FolioLine]:
    """What moved away is not the payer's business."""
    lines = [line for line in folio_lines(window.id) if not line.moved_to]
    return _summed(lines) if window.style == SUMMARY else lines


def _summed(lines: list[FolioLine]) -> list[FolioLine]:
    """One line for what was charged under a code on a day; payments, and packages by their own name, each for itself."""
    names = {
        c.code: c for c in TransactionCode.select().where(TransactionCode.code << [x.code for x in lines])
    }
    found: dict[object, FolioLine] = {}
    for line in lines:
        if line.kind not in SUMMED or line.parts or line.code not in names:
            found[line.posting_id] = line
            continue
        key = (line.date, line.code)
        there = found.get(key)
        found[key] = (
            replace(there, net=there.net + line.net, amount=there.amount + line.amount)
            if there
            else replace(
                line, kind="charge", words_th=names[line.code].name_th, words_en=names[line.code].name_en
            )
        )
    return [line for line in found.values() if line.amount]
