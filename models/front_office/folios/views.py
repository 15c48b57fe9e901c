"""A folio as it is read: its lines in the order they were posted."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN

from models.front_office.codes import Article, TransactionCode
from models.front_office.folios.moving import MOVABLE, leaves, where_it_went
from models.front_office.folios.parts import ChildLine, parts_by_posting
from models.front_office.folios.tables import UNSEEN, Posting
from models.front_office.folios.windows import spoken_window
from models.house.staff import Staff

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class FolioLine:
    """A posting as the folio shows it. A line that moved away and the leg it left by are one line of nothing."""

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
    moved_to: str = ""  # where all of it went: the line counts nothing here any more
    came_from: str = ""  # the room whose guest was charged first, where it is another
    ticket: str = ""  # the service ticket it made good

    @property
    def key(self) -> tuple[int]:
        return (self.posting_id,)

    @property
    def movable(self) -> bool:
        """Whether it looks as if it could be moved; what else forbids it is said when it is tried."""
        return self.kind in MOVABLE and not (self.moved_to or self.corrected)

    def words(self, language: str) -> str:
        return self.words_th if language == "th" else self.words_en


def folio_lines(window_id: int) -> list[FolioLine]:
    """The lines of a window in the order they were posted."""
    return _lines((Posting.window == window_id) & Posting.kind.not_in(UNSEEN))


def deposit_lines(reservation_id: int) -> list[FolioLine]:
    return _lines(Posting.reservation == reservation_id)


def _lines(where: object) -> list[FolioLine]:
    from models.front_office.receipts import Receipt, standing_paper
    from models.front_office.service_tickets import tickets_of_postings

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
        r.posting_id: standing_paper(r).number
        for r in Receipt.select(
            Receipt.id, Receipt.posting, Receipt.number, Receipt.cancelled_on, Receipt.cancelled_because
        ).where(Receipt.posting << [p.id for p in postings])
    }
    by_id = {p.id: p for p in postings}
    left_by = {
        p.moved_from_id for p in postings if p.moved_from_id in by_id and leaves(p, by_id[p.moved_from_id])
    }
    went = where_it_went([by_id[n] for n in sorted(left_by)]) if left_by else {}
    postings = [p for p in postings if not (p.moved_from_id in by_id and leaves(p, by_id[p.moved_from_id]))]
    rooms = _rooms_of_origins(postings)
    children = parts_by_posting([p.id for p in postings])
    made_good = tickets_of_postings([p.id for p in postings if p.amount < 0 or p.kind == "refund"])
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
            ZERO if p.id in went else p.net,
            ZERO if p.id in went else p.amount,
            tuple(c for c in children.get(p.id, ()) if c.code != p.code.code and p.id not in went),
            p.id in corrected or p.origin_id in corrected,
            p.reference,
            receipts.get(p.id, ""),
            p.staff.login,
            moved_to=went.get(p.id, ""),
            came_from=rooms.get(p.id, ""),
            ticket=made_good.get(p.id, ""),
        )
        for p in postings
    ]
    from models.front_office.packages.posting import wrapped

    return wrapped(postings, lines)


def _rooms_of_origins(postings: Sequence[Posting]) -> dict[int, str]:
    """Of lines that came from another folio, its room."""
    origins = {p.origin_id for p in postings if p.origin_id}
    if not origins:
        return {}
    first = {p.id: p for p in Posting.select().where(Posting.id << list(origins))}
    return {
        p.id: spoken_window(first[p.origin_id].window).partition("/")[0]
        for p in postings
        if p.origin_id and first[p.origin_id].window.stay_id != p.window.stay_id
    }


def posting_of_entry(entry_id: int) -> Posting | None:
    """The posting an entry stands for; of a transfer, the one on the folio."""
    return Posting.select().where(Posting.entry == entry_id).order_by(Posting.window.is_null()).first()
