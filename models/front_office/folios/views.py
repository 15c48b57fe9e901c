"""A folio as it is read: its lines in the order they were posted."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN

from models.front_office.codes import Article, TransactionCode
from models.front_office.folios.parts import ChildLine, children_of
from models.front_office.folios.tables import Posting
from models.house.staff import Staff


@dataclass(frozen=True)
class FolioLine:
    """A posting as the folio shows it."""

    posting_id: int
    entry_id: int
    number: str
    date: datetime.date
    kind: str
    code: str
    words_th: str
    words_en: str
    net: Decimal
    amount: Decimal
    children: tuple[ChildLine, ...]
    corrected: bool
    reference: str
    receipt: str
    user: str
    parts: tuple[FolioLine, ...] = ()  # of a wrapper

    @property
    def key(self) -> tuple[int]:
        return (self.posting_id,)

    def words(self, language: str) -> str:
        return self.words_th if language == "th" else self.words_en


def folio_lines(window_id: int) -> list[FolioLine]:
    """The lines of a window in the order they were posted."""
    return _lines((Posting.window == window_id) & (Posting.kind != "package settled"))


def deposit_lines(reservation_id: int) -> list[FolioLine]:
    return _lines(Posting.reservation == reservation_id)


def _lines(where: object) -> list[FolioLine]:
    from models.front_office.receipts import Receipt

    postings = list(
        Posting.select(Posting, TransactionCode, Article, Staff)
        .join(TransactionCode)
        .switch(Posting)
        .join(Article, JOIN.LEFT_OUTER, on=(Posting.article == Article.id))
        .switch(Posting)
        .join(Staff)
        .where(where)
        .order_by(Posting.id)
    )
    corrected = {p.corrects_id for p in postings if p.corrects_id}
    receipts = {
        r.posting_id: r.number
        for r in Receipt.select(Receipt.posting, Receipt.number).where(
            Receipt.posting << [p.id for p in postings]
        )
    }
    children = children_of([p.entry_id for p in postings])
    lines = [
        FolioLine(
            p.id,
            p.entry_id,
            p.number,
            p.date,
            p.kind,
            p.code.code,
            p.words("th"),
            p.words("en"),
            p.net,
            p.amount,
            tuple(c for c in children.get(p.entry_id, ()) if c.code != p.code.code),
            p.id in corrected,
            p.reference,
            receipts.get(p.id, ""),
            p.staff.login,
        )
        for p in postings
    ]
    from models.front_office.packages.posting import wrapped

    return wrapped(postings, lines)


def posting_of_entry(entry_id: int) -> Posting | None:
    """The posting an entry stands for; of a transfer, the one on the folio."""
    return Posting.select().where(Posting.entry == entry_id).order_by(Posting.window.is_null()).first()
