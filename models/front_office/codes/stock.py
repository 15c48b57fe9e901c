"""Stock of the articles a house counts: received, posted to a guest, corrected, counted. Never changed, only added to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from peewee import DateField, DeferredForeignKey, ForeignKeyField, IntegerField, TextField, fn

from locales import Message
from models.front_office.codes.tables import Article
from models.house.acts import Act, operation
from models.house.database import Base, StampField
from models.house.inputs import words
from models.house.refusals import Refused
from models.house.staff import Staff

if TYPE_CHECKING:
    from models.front_office.folios import Posting

MOST_PIECES = 99_999
KINDS = {
    "received": Message("received"),
    "posted": Message("posted"),
    "corrected": Message("taken back"),
    "counted": Message("counted"),
}


class ArticleStock(Base):
    """One movement, pieces: plus into the stock. Counted: what the count differed. Sealed."""

    article = ForeignKeyField(Article, backref="movements")
    kind = TextField()
    quantity = IntegerField()
    posting = DeferredForeignKey("Posting", null=True)
    note = TextField(default="")
    date = DateField()
    at = StampField()
    staff = ForeignKeyField(Staff)

    class Meta:
        table_name = "article_stock"


@dataclass(frozen=True)
class StockLine:
    article: Article
    on_hand: int

    @property
    def id(self) -> int:
        return int(self.article.id)


def on_hand(article_id: int) -> int:
    """Pieces by the book; below zero when more was posted than anybody received."""
    total = (
        ArticleStock.select(fn.COALESCE(fn.SUM(ArticleStock.quantity), 0))
        .where(ArticleStock.article == article_id)
        .scalar()
    )
    return int(total)


def stock() -> list[StockLine]:
    """The counted articles in use with what is on hand, by code."""
    sums = dict(
        ArticleStock.select(ArticleStock.article, fn.SUM(ArticleStock.quantity))
        .group_by(ArticleStock.article)
        .tuples()
    )
    counted = Article.select().where(Article.counted & Article.active).order_by(Article.code)
    return [StockLine(article, int(sums.get(article.id, 0))) for article in counted]


def movements(article_id: int) -> list[ArticleStock]:
    """The latest first."""
    return list(
        ArticleStock.select(ArticleStock, Staff)
        .join(Staff)
        .where(ArticleStock.article == article_id)
        .order_by(ArticleStock.id.desc())
        .limit(500)
    )


@operation("post")
def receive_stock(act: Act, article_id: int, pieces: int, note: str = "") -> int:
    """Pieces that came in; what is on hand now. Refused: NOT_COUNTED, NOT_POSITIVE, TOO_MANY."""
    article = _counted(article_id)
    if pieces < 1:
        raise Refused(
            "NOT_POSITIVE", "At least one piece. What is missing is put right by a count.", field="pieces"
        )
    _few_enough(pieces)
    _move(act, article, "received", pieces, note=words(note, "note", 60))
    return on_hand(article_id)


@operation("correct")
def count_stock(act: Act, article_id: int, pieces: int, note: str = "") -> int:
    """What was found when somebody counted; the difference to the book. Refused: NOT_COUNTED, NEGATIVE_COUNT, TOO_MANY."""
    article = _counted(article_id)
    if pieces < 0:
        raise Refused("NEGATIVE_COUNT", "One cannot find less than nothing.", field="pieces")
    _few_enough(pieces)
    difference = pieces - on_hand(article_id)
    _move(act, article, "counted", difference, note=words(note, "note", 60))
    return difference


def take_stock(act: Act, posting: Posting) -> None:
    """What a charge takes from the stock, and its correction gives back. NOTE ``STOCK_BELOW_ZERO``."""
    article = posting.article
    if article is None or not article.counted:
        return
    if posting.kind == "charge":
        _move(act, article, "posted", -posting.quantity, posting)
        left = on_hand(article.id)
        if left < 0:
            act.note(
                "STOCK_BELOW_ZERO",
                "{article}: {n} on hand by the book. Count it.",
                article=article.code,
                n=left,
            )
    elif posting.kind == "correction" and posting.corrects.kind == "charge":
        taken = ArticleStock.get_or_none(ArticleStock.posting == posting.corrects_id)
        if taken is not None:  # counted since the charge: then nothing was taken
            _move(act, article, "corrected", -taken.quantity, posting)


def _move(act: Act, article: Article, kind: str, quantity: int, posting: Any = None, note: str = "") -> None:
    act.create(
        ArticleStock, article=article, kind=kind, quantity=quantity, posting=posting, note=note,
        date=act.business_date, at=act.now, staff=act.staff,
    )  # fmt: skip


def _counted(article_id: int) -> Article:
    article = Article.get_by_id(article_id)
    if not article.counted:
        raise Refused("NOT_COUNTED", "No stock is kept of {article}.", field="article", article=article.code)
    return article


def _few_enough(pieces: int) -> None:
    if pieces > MOST_PIECES:
        raise Refused("TOO_MANY", "At most {n} pieces at once.", field="pieces", n=MOST_PIECES)
