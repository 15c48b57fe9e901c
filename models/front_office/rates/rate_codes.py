"""Rate codes: what a price is called, to whom it is sold, when it may be booked, and what it follows.

A derived code has no seasons of its own: its price is that of its base, a percentage and an amount more or
less, rounded to a step. Its base may be derived again, ``DEEPEST`` steps down.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peewee import JOIN, BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from locales.money import round_half_up
from models.front_office.codes import TransactionCode, transaction_code
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import checked, words
from models.house.refusals import Refused

DEEPEST = 3
LONGEST_CYCLE = 60
LONGEST_ADVANCE = 999
_CODE = re.compile(r"[A-Z0-9][A-Z0-9._-]{0,11}")


class RateCategory(Base):
    code = TextField(unique=True)
    name_th = TextField()
    name_en = TextField()

    class Meta:
        table_name = "rate_category"

    def name(self, language: str) -> str:
        return str(self.name_th if language == "th" else self.name_en)


class RateCode(Base):
    """``inclusive``: the prices have service charge and tax in them.

    Derived (``base``): ``percent`` in hundredths of a percent and ``difference`` in baht are what it costs more
    than its base a night, rounded to ``round_to`` baht (0: to the satang). ``stay_nights`` of which
    ``pay_nights`` are paid (0: all). ``monthly``: its prices are a calendar month's rent (see ``night_of_month``). ``sell_from`` to ``sell_until``: dates of booking, inclusive; ``min_advance``
    to ``max_advance``: days from booking to arrival. ``negotiated``: only for the accounts it is agreed with.
    """

    code = TextField(unique=True)
    name_th = TextField()
    name_en = TextField()
    transaction_code = ForeignKeyField(TransactionCode)
    inclusive = BooleanField(default=False)
    complimentary = BooleanField(default=False)
    house_use = BooleanField(default=False)
    active = BooleanField(default=True)
    category = ForeignKeyField(RateCategory, null=True)
    market = TextField(default="")
    source = TextField(default="")
    base = ForeignKeyField("self", null=True, backref="derived")
    percent = IntegerField(default=0)
    difference = MoneyField(default=Decimal("0.00"))
    round_to = MoneyField(default=Decimal("0.00"))
    negotiated = BooleanField(default=False)
    stay_nights = IntegerField(default=0)
    pay_nights = IntegerField(default=0)
    sell_from = DateField(null=True)
    sell_until = DateField(null=True)
    min_advance = IntegerField(null=True)
    max_advance = IntegerField(null=True)
    monthly = BooleanField(default=False)

    class Meta:
        table_name = "rate_code"

    def name(self, language: str) -> str:
        return str(self.name_th if language == "th" else self.name_en)

    @property
    def free(self) -> bool:
        return bool(self.complimentary or self.house_use)

    def follows(self, amount: Decimal) -> Decimal:
        """Baht of this code for one night where its base costs ``amount``."""
        own = round_half_up(amount + amount * self.percent / 10_000 + self.difference)
        if self.round_to:
            own = round_half_up(own / self.round_to / 100) * 100 * self.round_to
        return own


@dataclass(frozen=True)
class RateTerms:
    """What a code is made of, as a form gives it; codes by name, ``percent`` as -10 or 7.5, amounts in baht."""

    code: str
    name_th: str
    name_en: str
    category: str = ""
    transaction_code: str = "ROOM"
    inclusive: bool = False
    complimentary: bool = False
    house_use: bool = False
    active: bool = True
    market: str = ""
    source: str = ""
    base: str = ""
    percent: Decimal = Decimal(0)
    difference: Decimal = Decimal(0)
    round_to: Decimal = Decimal(0)
    negotiated: bool = False
    stay_nights: int = 0
    pay_nights: int = 0
    sell_from: datetime.date | None = None
    sell_until: datetime.date | None = None
    min_advance: int | None = None
    max_advance: int | None = None
    monthly: bool = False


def terms_of(rate: RateCode) -> RateTerms:
    """A code as its form shows it."""
    kept = {
        name: getattr(rate, name)
        for name in RateTerms.__dataclass_fields__
        if name not in ("category", "transaction_code", "base", "percent")
    }
    return RateTerms(
        category=rate.category.code if rate.category_id else "",
        transaction_code=rate.transaction_code.code,
        base=rate.base.code if rate.base_id else "",
        percent=Decimal(rate.percent) / 100,
        **kept,
    )


def rate_code(code: str) -> RateCode:
    found = RateCode.get_or_none((RateCode.code == code.strip().upper()) & RateCode.active)
    if found is None:
        raise Refused("NO_RATE_CODE", "There is no rate code {code}.", field="rate_code", code=code)
    return found


def rate_codes() -> list[RateCode]:
    """Those that can be sold."""
    return list(RateCode.select().where(RateCode.active).order_by(RateCode.id))


def all_rate_codes() -> list[RateCode]:
    """With their categories and bases; those no longer sold too, last."""
    followed = RateCode.alias()
    query = (
        RateCode.select(RateCode, RateCategory, followed)
        .join(RateCategory, JOIN.LEFT_OUTER)
        .switch(RateCode)
        .join(followed, JOIN.LEFT_OUTER, on=(RateCode.base == followed.id))
    )
    return sorted(query, key=lambda rate: (not rate.active, rate.code))


def categories() -> list[RateCategory]:
    return list(RateCategory.select().order_by(RateCategory.code))


@operation("set_up")
def save_category(act: Act, code: str, name_th: str, name_en: str, category_id: int | None = None) -> int:
    """A new category, or a change of one; its id. Refused: RATE_CODE, RATE_NAME, RATE_EXISTS."""
    values = {"code": _checked_code(code), **_names(name_th, name_en)}
    other = RateCategory.get_or_none(RateCategory.code == values["code"])
    if other is not None and other.id != category_id:
        raise Refused("RATE_EXISTS", "There is a {code} already.", field="code", code=values["code"])
    if category_id is None:
        return act.create(RateCategory, **values).id
    return act.update(RateCategory.get_by_id(category_id), **values).id


@operation("set_up")
def remove_category(act: Act, category_id: int) -> None:
    """Refused (``CATEGORY_USED``) while a code belongs to it."""
    row = RateCategory.get_by_id(category_id)
    if RateCode.get_or_none(RateCode.category == row):
        raise Refused(
            "CATEGORY_USED", "Rate codes belong to {code}; move them first.", jump="rates", code=row.code
        )
    act.changed(row, {"code": row.code, "name_th": row.name_th, "name_en": row.name_en}, {})
    row.delete_instance()


@operation("set_up")
def save_rate_code(act: Act, terms: RateTerms, rate_id: int | None = None) -> int:
    """A new code, or a change of one; its id. What is booked keeps its price.

    Refused: RATE_CODE, RATE_NAME, RATE_EXISTS, NO_CATEGORY, NO_CODE, NO_BASE, RATE_CIRCLE, RATE_TOO_DEEP,
    PERCENT, AMOUNT, STAY_PAY, DATES, ADVANCE.
    """
    values = _checked_terms(terms)
    other = RateCode.get_or_none(RateCode.code == values["code"])
    if other is not None and other.id != rate_id:
        raise Refused("RATE_EXISTS", "There is a {code} already.", field="code", code=values["code"])
    _check_chain(rate_id, values["base"])
    if rate_id is None:
        return act.create(RateCode, **values).id
    row = RateCode.get_by_id(rate_id)
    return act.update(row, **values).id


def _checked_code(code: str) -> str:
    tidy = code.strip().upper()
    if not _CODE.fullmatch(tidy):
        raise Refused("RATE_CODE", "A code has 1 to 12 Latin letters or digits.", field="code")
    return tidy


def _names(name_th: str, name_en: str) -> dict[str, str]:
    names = {"name_th": words(name_th, "name_th", 60), "name_en": words(name_en, "name_en", 60)}
    for field, name in names.items():
        if not name:
            raise Refused("RATE_NAME", "A name in Thai and in English.", field=field)
    return names


def _checked_terms(terms: RateTerms) -> dict[str, Any]:
    category = RateCategory.get_or_none(RateCategory.code == terms.category) if terms.category else None
    if terms.category and category is None:
        raise Refused(
            "NO_CATEGORY", "There is no rate category {code}.", field="category", code=terms.category
        )
    base = RateCode.get_or_none(RateCode.code == terms.base.strip().upper()) if terms.base else None
    if terms.base and base is None:
        raise Refused("NO_BASE", "There is no rate code {code}.", field="base", code=terms.base)
    points = terms.percent * 100
    if not -10_000 < points <= 100_000 or points != int(points):
        raise Refused("PERCENT", "More than -100 and at most 1,000 percent, two decimals.", field="percent")
    if checked(terms.round_to, "round_to") < 0:
        raise Refused("AMOUNT", "This is no amount of money.", field="round_to")
    _check_windows(terms)
    return {
        "code": _checked_code(terms.code),
        **_names(terms.name_th, terms.name_en),
        "category": category,
        "transaction_code": transaction_code(_charged_as(terms)),
        "inclusive": terms.inclusive,
        "complimentary": terms.complimentary,
        "house_use": terms.house_use,
        "active": terms.active,
        "market": words(terms.market, "market", 20),
        "source": words(terms.source, "source", 20),
        "base": base,
        "percent": int(points) if base else 0,
        "difference": checked(terms.difference, "difference") if base else Decimal("0.00"),
        "round_to": checked(terms.round_to, "round_to") if base else Decimal("0.00"),
        "negotiated": terms.negotiated,
        "stay_nights": terms.stay_nights,
        "pay_nights": terms.pay_nights,
        "sell_from": terms.sell_from,
        "sell_until": terms.sell_until,
        "min_advance": terms.min_advance,
        "max_advance": terms.max_advance,
        "monthly": terms.monthly,
    }


def _charged_as(terms: RateTerms) -> str:
    """Rent is let without service; the code of daily rooms would add a service charge."""
    if terms.transaction_code in ("ROOM", "RENT"):
        return "RENT" if terms.monthly else "ROOM"
    return terms.transaction_code


def _check_windows(terms: RateTerms) -> None:
    stay, pay = terms.stay_nights, terms.pay_nights
    if (stay or pay) and not 0 < pay < stay <= LONGEST_CYCLE:
        raise Refused(
            "STAY_PAY", "Stay more nights than are paid, for instance stay 4, pay 3.", field="pay_nights"
        )
    if terms.sell_from and terms.sell_until and terms.sell_until < terms.sell_from:
        raise Refused("DATES", "The last date lies before the first.", field="sell_until")
    check_advance(terms.min_advance, terms.max_advance)


def check_advance(least: int | None, most: int | None) -> None:
    """Refused (``ADVANCE``): days between booking and arrival that cannot be."""
    for days, field in ((least, "min_advance"), (most, "max_advance")):
        if days is not None and not 0 <= days <= LONGEST_ADVANCE:
            raise Refused("ADVANCE", "From 0 to {n} days.", field=field, n=LONGEST_ADVANCE)
    if least is not None and most is not None and most < least:
        raise Refused("ADVANCE", "The most lies below the least.", field="max_advance")


def _check_chain(rate_id: int | None, base: RateCode | None) -> None:
    """No circle, and no code further than ``DEEPEST`` steps from the one with the seasons."""
    if base is None:
        return
    bases: dict[int, int | None] = dict(RateCode.select(RateCode.id, RateCode.base).tuples())
    above, at = 1, base.id
    while bases.get(at) is not None:
        if at == rate_id:
            break
        at, above = bases[at], above + 1
    if at == rate_id:
        raise Refused("RATE_CIRCLE", "{base} follows this code already.", field="base", base=base.code)
    if above + _depth_below(rate_id, bases) > DEEPEST:
        raise Refused("RATE_TOO_DEEP", "A code follows at most {n} others in a row.", field="base", n=DEEPEST)


def _depth_below(rate_id: int | None, bases: Mapping[int, int | None]) -> int:
    below = [code for code, base in bases.items() if rate_id is not None and base == rate_id]
    return max((1 + _depth_below(code, bases) for code in below), default=0)
