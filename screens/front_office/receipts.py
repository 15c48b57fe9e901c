"""Showing a numbered paper: as original the first time, as copy afterwards, marked where it is void."""

from __future__ import annotations

from models.front_office.printing import Counted
from models.front_office.receipts import Receipt
from screens.kit.desk_screen import DeskScreen


def show_receipt(screen: DeskScreen, receipt: Receipt) -> None:
    _show(screen, Counted("receipt", receipt.id))


def show_replacement(screen: DeskScreen, receipt: Receipt) -> None:
    """The last replacement of a paper that was lost."""
    _show(screen, Counted("replacement", receipt.id))


def _show(screen: DeskScreen, counted: Counted) -> None:
    paper = counted.paper()
    assert paper is not None
    screen.services.show_paper(paper, counted)
