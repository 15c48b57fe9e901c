"""Foreign currencies and their rates: what the house gives for a unit, from a moment on; a rate is never changed.

A rate has a kind: for notes, for cheques, for settling bills, for posting. The one in force is the last that began.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import peewee
from peewee import BooleanField, ForeignKeyField, TextField

from locales import Message
from locales.money import round_half_up
from locales.thai_text import to_latin_digits
from models.house.acts import Act, operation
from models.house.database import Base, StampField
from models.house.inputs import words
from models.house.property import setting
from models.house.refusals import Refused
from models.house.settings import set_setting
from models.house.staff import Staff

NOTES, CHEQUES, SETTLEMENT, POSTING = "notes", "cheque", "settlement", "posting"
RATE_KINDS = {
    NOTES: Message("Banknotes"),
    CHEQUES: Message("Cheques"),
    SETTLEMENT: Message("Settlement"),
    POSTING: Message("Posting"),
}
MILLION = 1_000_000
HIGHEST_RATE = Decimal(10_000)
FIRST = (
    ("USD", "ดอลลาร์สหรัฐ", "US dollar"),
    ("EUR", "ยูโร", "Euro"),
    ("GBP", "ปอนด์สเตอร์ลิง", "Pound sterling"),
    ("JPY", "เยน", "Japanese yen"),
    ("CNY", "หยวน", "Chinese yuan"),
    ("SGD", "ดอลลาร์สิงคโปร์", "Singapore dollar"),
    ("AUD", "ดอลลาร์ออสเตรเลีย", "Australian dollar"),
)


class RateField(peewee.BigIntegerField):
    """Millionths of a baht in the database, a ``Decimal`` of baht for one unit in Python."""

    def db_value(self, value: Any) -> int | None:
        if value is None:
            return None
        scaled = Decimal(value) * MILLION
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} is finer than a rate")
        return int(scaled)

    def python_value(self, value: Any) -> Decimal | None:
        return None if value is None else Decimal(value) / MILLION


class Currency(Base):
    code = TextField(unique=True)  # ISO 4217
    name_th = TextField()
    name_en = TextField()
    active = BooleanField(default=True)

    def name(self, language: str) -> str:
        return str(self.name_th if language == "th" else self.name_en)


class CurrencyRate(Base):
    """``buy`` is what the house gives for one unit, ``sell`` what it takes; baht, from ``valid_from`` on. Sealed."""

    currency = ForeignKeyField(Currency, backref="rates")
    kind = TextField(default=NOTES)
    buy = RateField()
    sell = RateField(null=True)
    valid_from = StampField()
    staff = ForeignKeyField(Staff)

    class Meta:
        table_name = "currency_rate"


@dataclass(frozen=True)
class Rate:
    """A currency with its rate in force for one kind; without one ``buy`` is None."""

    id: int  # of currency and kind
    code: str
    name_th: str
    name_en: str
    kind: str
    buy: Decimal | None
    sell: Decimal | None
    since: datetime.datetime | None
    active: bool

    def name(self, language: str) -> str:
        return self.name_th if language == "th" else self.name_en


def furnish_currencies(act: Act) -> None:
    for code, name_th, name_en in FIRST:
        act.create(Currency, code=code, name_th=name_th, name_en=name_en)


def currency(code: str) -> Currency:
    """Refused (``NO_CURRENCY``): unknown or no longer taken."""
    found = Currency.get_or_none((Currency.code == code.strip().upper()) & Currency.active)
    if found is None:
        raise Refused("NO_CURRENCY", "{code} is not taken here.", field="currency", code=code)
    return found


def rate_in_force(currency_id: int, kind: str, at: datetime.datetime) -> CurrencyRate | None:
    return (
        CurrencyRate.select()
        .where(
            (CurrencyRate.currency == currency_id)
            & (CurrencyRate.kind == kind)
            & (CurrencyRate.valid_from <= at)
        )
        .order_by(CurrencyRate.valid_from.desc(), CurrencyRate.id.desc())
        .first()
    )


def buy_rate(code: str, kind: str, at: datetime.datetime) -> Decimal:
    """Baht the house gives for one unit at a moment. Refused: NO_CURRENCY, NO_RATE."""
    found = rate_in_force(currency(code).id, kind, at)
    if found is None:
        raise Refused(
            "NO_RATE",
            "There is no rate for {code} yet.",
            field="currency",
            jump="rates of exchange",
            code=code,
        )
    return Decimal(found.buy)


def in_baht(amount: Decimal, rate: Decimal) -> Decimal:
    """Half up to the satang."""
    return round_half_up(amount * rate)


def rates_now(at: datetime.datetime, kinds: tuple[str, ...] = (NOTES,)) -> list[Rate]:
    """Every currency with its rate of each kind; of kinds beyond the first, only those that have one."""
    found = []
    for row in Currency.select().order_by(Currency.id):
        for place, kind in enumerate(kinds):
            rate = rate_in_force(row.id, kind, at)
            if rate is not None or kind == kinds[0]:
                found.append(
                    Rate(
                        row.id * len(RATE_KINDS) + place, row.code, row.name_th, row.name_en, kind, rate.buy if rate else None,
                        rate.sell if rate else None, rate.valid_from if rate else None, row.active,
                    )
                )  # fmt: skip
    return found


def notes_taken() -> bool:
    """Whether the house takes foreign notes: it says so and names its licence."""
    return setting("foreign_notes") == "yes" and bool(setting("exchange_licence"))


def check_notes_taken() -> None:
    """Refused (``EXCHANGE_OFF``): who may trade in foreign notes is licensed (Exchange Control Act B.E. 2485)."""
    if not notes_taken():
        raise Refused(
            "EXCHANGE_OFF", "This house takes no foreign notes: no exchange licence is set up.", field="currency",
            jump="rates of exchange",
        )  # fmt: skip


def read_rate(text: str, field: str) -> Decimal:
    """Baht for one unit, at most six decimals. Refused (``RATE``)."""
    typed = to_latin_digits(text.strip())
    if (
        not re.fullmatch(r"\d{1,5}(\.\d{1,6})?|\.\d{1,6}", typed, re.ASCII)
        or not 0 < Decimal(typed) < HIGHEST_RATE
    ):
        raise Refused("RATE", "A rate is baht for one unit, such as 33.10 or 0.2215.", field=field)
    return Decimal(typed)


@operation("set_up")
def set_rate(act: Act, code: str, buy: str, sell: str = "", kind: str = NOTES) -> int:
    """A new rate from now on, as typed; the rate's id. The ones before it stay as they were.

    Refused: NO_CURRENCY, RATE, RATE_KIND, SELL_BELOW_BUY.
    """
    if kind not in RATE_KINDS:
        raise Refused("RATE_KIND", "There is no such kind of rate.", field="kind")
    bought = read_rate(buy, "buy")
    sold = read_rate(sell, "sell") if sell.strip() else None
    if sold is not None and sold < bought:
        raise Refused("SELL_BELOW_BUY", "One does not sell below the price one buys at.", field="sell")
    row = act.create(
        CurrencyRate,
        currency=currency(code),
        kind=kind,
        buy=bought,
        sell=sold,
        valid_from=act.now,
        staff=act.staff,
    )
    return int(row.id)


@operation("set_up")
def keep_currency(act: Act, code: str, name_th: str, name_en: str, active: bool = True) -> int:
    """Take a currency from now on, or no longer; its id. Refused: NO_NAME, NO_CURRENCY (three letters)."""
    code = words(code, "code", 8).upper()
    name_th, name_en = words(name_th or name_en, "name_th", 40), words(name_en or name_th, "name_en", 40)
    if not (len(code) == 3 and code.isascii() and code.isalpha()) or code == act.property.currency:
        raise Refused("NO_CURRENCY", "A currency is three letters, such as USD.", field="code")
    if not name_en:
        raise Refused("NO_NAME", "A currency needs a name.", field="name_en")
    row = Currency.get_or_none(Currency.code == code)
    if row is None:
        return int(act.create(Currency, code=code, name_th=name_th, name_en=name_en, active=active).id)
    act.update(row, name_th=name_th, name_en=name_en, active=active)
    return int(row.id)


@operation("set_up")
def keep_licence(act: Act, taken: bool, licence: str) -> None:
    """Whether foreign notes are taken, and under which licence. Refused: NO_LICENCE."""
    licence = words(licence, "licence", 40)
    if taken and not licence:
        raise Refused(
            "NO_LICENCE", "Without the number of the licence no foreign notes are taken.", field="licence"
        )
    set_setting(act, "foreign_notes", "yes" if taken else "no")
    set_setting(act, "exchange_licence", licence)
