"""Showing a receipt: the kept paper, as original the first time and as copy afterwards."""

from __future__ import annotations

import functools

from models.front_office.papers import marked, paper_from_json
from models.front_office.receipts import Receipt, count_print, is_void
from screens.kit.desk_screen import DeskScreen


def show_receipt(screen: DeskScreen, receipt: Receipt) -> None:
    paper = marked(paper_from_json(receipt.paper), prints=receipt.prints, void=is_void(receipt))
    screen.services.show_paper(paper, functools.partial(_count, receipt_id=receipt.id))


def _count(desk: object, receipt_id: int) -> object:
    return count_print(desk, receipt_id)  # type: ignore[arg-type]
