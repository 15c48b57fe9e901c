"""Outlets and their articles: what is on the list, by which key, at which price from when."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from peewee import fn

from models.front_office.codes.rates import transaction_code
from models.front_office.codes.tables import Article, ArticlePrice, Outlet, TransactionCode
from models.house.acts import Act, operation
from models.house.inputs import above_zero, words
from models.house.refusals import Refused

LONGEST_KEY = 8
_KEY = re.compile(r"[^\W\d_][^\W_]*")  # a letter first, so that "2w" is two of w


@dataclass(frozen=True)
class ArticleTerms:
    """What one says of an article. ``price`` baht a piece, from ``price_from`` on (None: from the beginning)."""

    code: str
    transaction_code: str
    name_th: str
    name_en: str
    price: Decimal
    outlet: str = ""
    short_key: str = ""
    inclusive: bool = False
    counted: bool = False
    active: bool = True
    price_from: datetime.date | None = None


def prices_on(article_ids: Iterable[int], date: datetime.date) -> dict[int, Decimal]:
    """Article → its price of the date, where one was set from a date on."""
    latest = (
        ArticlePrice.select(ArticlePrice.article, fn.MAX(ArticlePrice.valid_from).alias("since"))
        .where((ArticlePrice.valid_from <= date) & (ArticlePrice.article << list(article_ids)))
        .group_by(ArticlePrice.article)
    )
    rows = ArticlePrice.select(ArticlePrice.article, ArticlePrice.price).join(
        latest,
        on=((latest.c.article_id == ArticlePrice.article_id) & (latest.c.since == ArticlePrice.valid_from)),
    )
    return {row.article_id: row.price for row in rows}


def price_on(article: Article, date: datetime.date) -> Decimal:
    """Baht a piece."""
    return prices_on([article.id], date).get(article.id, article.price)


def chargeable(date: datetime.date | None = None) -> tuple[list[TransactionCode], list[Article]]:
    """What a hand may post: revenue codes, and articles, with the prices of ``date`` where it is given."""
    codes = TransactionCode.select().where(
        (TransactionCode.kind == "revenue") & TransactionCode.by_hand & TransactionCode.active
    )
    articles = list(Article.select().where(Article.active))
    return list(codes), articles if date is None else priced(articles, date)


def priced(articles: list[Article], date: datetime.date) -> list[Article]:
    """The same, to be shown, each with its price of the date as ``price``."""
    of_the_day = prices_on([a.id for a in articles], date)
    for article in articles:
        setattr(article, "price", of_the_day.get(article.id, article.price))  # noqa: B010 - a field to mypy
    return articles


def code_of_article(article_code: str) -> str:
    return str(Article.get(Article.code == article_code).transaction_code.code)


def outlets(*, all_of_them: bool = False) -> list[Outlet]:
    """Those in use, or all, in the order the hotel made them."""
    return [o for o in Outlet.select().order_by(Outlet.id) if o.active or all_of_them]


def outlet(code: str) -> Outlet:
    """Refused (``NO_OUTLET``): there is none in use by that code or name."""
    wanted = code.strip().casefold()
    for row in outlets():
        if wanted in {row.code.casefold(), row.name_en.casefold(), row.name_th.casefold()}:
            return row
    raise Refused(
        "NO_OUTLET", "There is no outlet {code}.", field="outlet", jump="outlets", code=code.strip()
    )


def articles_of(outlet_id: int | None = None, *, all_of_them: bool = False) -> list[Article]:
    """The articles of a list (None: of every list), by their code."""
    query = Article.select(Article, TransactionCode).join(TransactionCode).order_by(Article.code)
    if outlet_id is not None:
        query = query.where(Article.outlet == outlet_id)
    return [a for a in query if a.active or all_of_them]


def prices_of(article_id: int) -> list[ArticlePrice]:
    """The prices with a date, the latest first."""
    return list(
        ArticlePrice.select()
        .where(ArticlePrice.article == article_id)
        .order_by(ArticlePrice.valid_from.desc())
    )


def free_key(place: Outlet | None, code: str) -> str:
    """The shortest beginning of a code that is no key of the outlet yet; "" without an outlet or a free one."""
    if place is None:
        return ""
    rows = Article.select(Article.short_key).where((Article.outlet == place) & (Article.short_key != ""))
    taken = {row.short_key for row in rows}
    beginnings = (code.casefold()[:n] for n in range(1, min(len(code), LONGEST_KEY) + 1))
    return next((key for key in beginnings if key not in taken and _KEY.fullmatch(key)), "")


@operation("set_up")
def keep_outlet(act: Act, code: str, name_th: str, name_en: str, active: bool = True) -> int:
    """Make an outlet, or change the one of that code; its id. Refused: NO_NAME, and as ``words``."""
    code = words(code, "code", 10).upper()
    if not code or not (name_th.strip() or name_en.strip()):
        raise Refused("NO_NAME", "An outlet needs a code and a name.", field="code")
    values = {
        "name_th": words(name_th or name_en, "name_th", 60),
        "name_en": words(name_en or name_th, "name_en", 60),
        "active": active,
    }
    row = Outlet.get_or_none(Outlet.code == code)
    if row is None:
        return int(act.create(Outlet, code=code, **values).id)
    act.update(row, **values)
    return int(row.id)


@operation("set_up")
def save_article(act: Act, article_id: int | None, terms: ArticleTerms) -> int:
    """Make an article or change one; its id. A changed price is a new price from its date, what is posted stays.

    Refused: NO_NAME, ARTICLE_EXISTS, KEY_TAKEN, KEY_SHAPE, NO_OUTLET, NO_CODE, NOT_REVENUE, AMOUNT, NOT_POSITIVE,
    PRICE_BACKDATED.
    """
    row = Article.get_by_id(article_id) if article_id else None
    values = _checked(terms, row)
    price = above_zero(terms.price, "price")
    if row is None:
        row = act.create(Article, **values, price=price)
        return int(row.id)
    act.update(row, **values)
    if price != price_on(row, terms.price_from or act.business_date) or terms.price_from:
        _price_from(act, row, price, terms.price_from or act.business_date)
    return int(row.id)


def _checked(terms: ArticleTerms, row: Article | None) -> dict[str, object]:
    code = words(terms.code, "code", 20).upper()
    if not code or not (terms.name_th.strip() or terms.name_en.strip()):
        raise Refused("NO_NAME", "An article needs a code and a name.", field="code")
    own = row.id if row else 0
    if Article.get_or_none((Article.code == code) & (Article.id != own)):
        raise Refused("ARTICLE_EXISTS", "There is an article {code} already.", field="code", code=code)
    charge = transaction_code(terms.transaction_code)
    if charge.kind != "revenue":
        raise Refused("NOT_REVENUE", "An article is sold under a revenue code.", field="transaction_code")
    place = outlet(terms.outlet) if terms.outlet else None
    key = words(terms.short_key, "short_key", LONGEST_KEY).casefold()
    if key and not _KEY.fullmatch(key):
        raise Refused("KEY_SHAPE", "A key is letters first, such as w or ch.", field="short_key")
    if key and place is None:
        raise Refused("NO_OUTLET", "A key needs the outlet it is typed in.", field="outlet")
    taken = key and Article.get_or_none(
        (Article.outlet == place) & (Article.short_key == key) & (Article.id != own)
    )
    if taken:
        raise Refused(
            "KEY_TAKEN", "{key} is {article} in this list.", field="short_key", key=key, article=taken.name_en
        )
    return {
        "code": code,
        "transaction_code": charge.id,
        "outlet": place.id if place else None,
        "short_key": key,
        "name_th": words(terms.name_th or terms.name_en, "name_th", 60),
        "name_en": words(terms.name_en or terms.name_th, "name_en", 60),
        "inclusive": terms.inclusive,
        "counted": terms.counted,
        "active": terms.active,
    }


def _price_from(act: Act, article: Article, price: Decimal, since: datetime.date) -> None:
    """Refused (``PRICE_BACKDATED``): from a date that is closed."""
    if since < act.business_date:
        raise Refused(
            "PRICE_BACKDATED",
            "A price changes from {date} on, not before.",
            field="price_from",
            date=act.business_date,
        )
    same = ArticlePrice.get_or_none((ArticlePrice.article == article) & (ArticlePrice.valid_from == since))
    if same is not None:
        act.update(same, price=price)
        return
    act.create(ArticlePrice, article=article, valid_from=since, price=price)
