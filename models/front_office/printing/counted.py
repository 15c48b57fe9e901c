"""Papers whose printing is counted: the first one out is the original, a letter is then sent, a message lies ready."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal

from locales import Message
from models.front_office.receipts import Receipt, count_print
from models.house.acts import Act, Desk
from models.house.bilingual import said_in
from models.house.papers import Paper

What = Literal["receipt", "letter", "message", "exchange"]


@dataclass(frozen=True)
class Counted:
    """Which record a paper is of. Called with a desk, it says that the paper went out."""

    what: What
    id: int

    def __call__(self, who: Desk | Act) -> object:
        if self.what == "receipt":
            return count_print(who, self.id)
        if self.what == "letter":
            from models.front_office.correspondence import count_letter_print

            return count_letter_print(who, self.id)
        if self.what == "exchange":
            from models.front_office.exchange import count_slip_print

            return count_slip_print(who, self.id)
        from models.front_office.switchboard.messages import mark_printed

        return mark_printed(who, self.id)

    def paper(self) -> Paper | None:
        """As it would go out now: original or copy; None where that never changes."""
        if self.what == "exchange":
            from models.front_office.exchange import paper_of

            return paper_of(self.id)
        if self.what != "receipt":
            return None
        from models.front_office.etax import sent_words
        from models.front_office.invoicing.reissuing import paper_now

        receipt = Receipt.get_by_id(self.id)
        paper = paper_now(receipt)
        sent = sent_words(receipt)
        return dataclasses.replace(paper, notes=(*paper.notes, sent)) if sent else paper


def print_set(paper: Paper, copies: int) -> list[Paper]:
    """The paper with its copies. Those of an original say so; what is printed for the second time is a copy already,
    and goes out alone."""
    if not paper.copy_mark:
        return [paper] * (copies + 1)
    original, copy = said_in(paper.language, Message("Original")), said_in(paper.language, Message("Copy"))
    if paper.copy_mark != original:
        return [paper]
    return [paper, *([dataclasses.replace(paper, copy_mark=copy)] * copies)]
