"""Showing a numbered paper: as original the first time, as copy afterwards, marked where it is void."""

from __future__ import annotations

from models.front_office.invoicing import paper_now
from models.front_office.printing import Counted
from models.front_office.receipts import Receipt
from models.house.papers import Paper
from screens.kit.desk_screen import DeskScreen


def show_receipt(screen: DeskScreen, receipt: Receipt) -> None:
    show_paper_of(screen, receipt, paper_now(receipt))


def show_paper_of(screen: DeskScreen, receipt: Receipt, paper: Paper) -> None:
    screen.services.show_paper(paper, Counted("receipt", receipt.id))
