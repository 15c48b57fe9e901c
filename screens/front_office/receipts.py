"""Showing a numbered paper: as original the first time, as copy afterwards, marked where it is void."""

from __future__ import annotations

from models.front_office.printing import Counted
from models.front_office.receipts import Receipt
from screens.kit.desk_screen import DeskScreen


def show_receipt(screen: DeskScreen, receipt: Receipt) -> None:
    counted = Counted("receipt", receipt.id)
    paper = counted.paper()
    assert paper is not None
    screen.services.show_paper(paper, counted)
