"""Papers whose printing is counted: the first one out is the original, a letter is then sent, a message lies ready."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal

from models.front_office.papers import marked, paper_from_json
from models.front_office.receipts import Receipt, count_print, is_void
from models.house.acts import Act, Desk
from models.house.papers import Paper

What = Literal["receipt", "letter", "message"]


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
        from models.front_office.switchboard import mark_printed

        return mark_printed(who, self.id)

    def paper(self) -> Paper | None:
        """As it would go out now: original or copy; None where that never changes."""
        if self.what != "receipt":
            return None
        receipt = Receipt.get_by_id(self.id)
        return marked(paper_from_json(receipt.paper), prints=receipt.prints, void=is_void(receipt))


def print_set(paper: Paper, copies: int) -> list[Paper]:
    """The paper with its copies. The copies of an original say so; as a set both say that they are one (notification
    42 of the Revenue Department, clause 2(7)), where they are tax papers."""
    if not copies:
        return [paper]
    if not paper.copy_mark:
        return [paper] * (copies + 1)
    original = paper.copy_mark
    if "ใบกำกับภาษี" in paper.title:
        original = f"{original} ({SET_WORDS})"
    copy = copy_words(paper.language)
    if original != paper.copy_mark:
        copy = f"{copy} ({SET_WORDS})"
    return [
        dataclasses.replace(paper, copy_mark=original),
        *([dataclasses.replace(paper, copy_mark=copy)] * copies),
    ]


SET_WORDS = "เอกสารออกเป็นชุด"


def copy_words(language: str) -> str:
    from locales import Message
    from models.house.bilingual import BOTH, joined

    word = Message("Copy")
    return joined(word.say("th"), word.say("en")) if language == BOTH else word.say(language)
