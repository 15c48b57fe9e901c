"""Seasons of a rate code: what a night of a type costs, by persons and the ages of the children.

Of seasons that cover the same night the one of the highest priority counts; two of the same priority may not.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from peewee import DateField, ForeignKeyField, IntegerField, TextField

from models.front_office.rates.rate_codes import RateCode, _checked_code, _names
from models.front_office.rates.spans import Span, checked_span, span_of
from models.front_office.rooms import RoomType
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import checked, words
from models.house.refusals import Refused

OLDEST_CHILD = 17
HIGHEST_PRIORITY = 99


class AgeBand(Base):
    """Children of ``from_age`` to ``to_age`` years, inclusive."""

    code = TextField(unique=True)
    name_th = TextField()
    name_en = TextField()
    from_age = IntegerField()
    to_age = IntegerField()

    class Meta:
        table_name = "age_band"

    def name(self, language: str) -> str:
        return str(self.name_th if language == "th" else self.name_en)


class RatePrice(Base):
    """A season of a code for a type, nights inclusive; ``weekdays`` as digits, 1 is Monday; baht a night.

    ``triple``: for three adults, where it is not ``double`` + ``extra_adult``. ``child``: of an age unknown or
    in no band.
    """

    rate_code = ForeignKeyField(RateCode, backref="prices")
    room_type = ForeignKeyField(RoomType)
    first_night = DateField()
    last_night = DateField()
    weekdays = TextField()
    single = MoneyField()
    double = MoneyField()
    extra_adult = MoneyField()
    child = MoneyField()
    season = TextField(default="")
    priority = IntegerField(default=0)
    triple = MoneyField(null=True)

    class Meta:
        table_name = "rate_price"


class RateChildPrice(Base):
    """Baht a night for a child of a band, in a season."""

    rate_price = ForeignKeyField(RatePrice, backref="child_prices")
    age_band = ForeignKeyField(AgeBand)
    amount = MoneyField()

    class Meta:
        table_name = "rate_child_price"


@dataclass(frozen=True)
class Amounts:
    """Baht a night by persons. ``by_age``: band code → baht a child."""

    single: Decimal
    double: Decimal
    extra_adult: Decimal = Decimal("0.00")
    child: Decimal = Decimal("0.00")
    triple: Decimal | None = None
    by_age: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Season:
    span: Span
    amounts: Amounts
    name: str = ""
    priority: int = 0


def seasons_of(rate_code_id: int) -> list[RatePrice]:
    """Of a code, with their types, by date."""
    return list(
        RatePrice.select(RatePrice, RoomType)
        .join(RoomType)
        .where(RatePrice.rate_code == rate_code_id)
        .order_by(RatePrice.room_type, RatePrice.first_night, RatePrice.priority, RatePrice.id)
    )


def season_of(row: RatePrice) -> Season:
    by_age = {
        price.age_band.code: price.amount
        for price in RateChildPrice.select(RateChildPrice, AgeBand).join(AgeBand)
        .where(RateChildPrice.rate_price == row)
    }  # fmt: skip
    amounts = Amounts(row.single, row.double, row.extra_adult, row.child, row.triple, by_age)
    return Season(span_of(row), amounts, row.season, row.priority)


# Children's ages


def age_bands() -> list[AgeBand]:
    return list(AgeBand.select().order_by(AgeBand.from_age))


def ages_of(text: str, children: int | None = None) -> tuple[int, ...]:
    """Ages as they stand on a stay, "4,11". Refused (``CHILD_AGE``), also for more ages than ``children``."""
    ages = text.replace(",", " ").split()
    if not all(age.isdecimal() and int(age) <= OLDEST_CHILD for age in ages):
        raise Refused(
            "CHILD_AGE", "Ages of children as 4, 11: from 0 to {n}.", field="child_ages", n=OLDEST_CHILD
        )
    if children is not None and len(ages) > children:
        raise Refused("CHILD_AGE", "More ages than children.", field="child_ages")
    return tuple(int(age) for age in ages)


@operation("set_up")
def save_age_band(
    act: Act, code: str, name_th: str, name_en: str, from_age: int, to_age: int, band_id: int | None = None
) -> int:
    """A new band, or a change of one, ages inclusive; its id.

    Refused: RATE_CODE, RATE_NAME, RATE_EXISTS, AGE_BAND, AGE_BANDS_OVERLAP.
    """
    values = {"code": _checked_code(code), **_names(name_th, name_en), "from_age": from_age, "to_age": to_age}
    if not 0 <= from_age <= to_age <= OLDEST_CHILD:
        raise Refused(
            "AGE_BAND", "From the lower age to the higher, 0 to {n}.", field="to_age", n=OLDEST_CHILD
        )
    for other in AgeBand.select().where(AgeBand.id != (band_id or 0)):
        if other.code == values["code"]:
            raise Refused("RATE_EXISTS", "There is a {code} already.", field="code", code=other.code)
        if other.from_age <= to_age and from_age <= other.to_age:
            raise Refused(
                "AGE_BANDS_OVERLAP", "{code} covers {first} to {last} years already.", field="from_age",
                code=other.code, first=other.from_age, last=other.to_age,
            )  # fmt: skip
    if band_id is None:
        return act.create(AgeBand, **values).id
    return act.update(AgeBand.get_by_id(band_id), **values).id


@operation("set_up")
def remove_age_band(act: Act, band_id: int) -> None:
    """Refused (``AGE_BAND_USED``) while a season has a price for it."""
    band = AgeBand.get_by_id(band_id)
    if RateChildPrice.get_or_none(RateChildPrice.age_band == band):
        raise Refused("AGE_BAND_USED", "Seasons have prices for {code}.", jump="rates", code=band.code)
    before = {name: getattr(band, name) for name in ("code", "name_th", "name_en", "from_age", "to_age")}
    act.changed(band, before, {})
    band.delete_instance()


# Seasons


@operation("set_up")
def add_season(act: Act, rate_code_id: int, room_type_id: int, season: Season) -> int:
    """The season's id.

    Refused: RATE_DERIVED, DATES, WEEKDAYS, NO_NIGHT, AMOUNT, NEGATIVE_PRICE, PRIORITY, NO_AGE_BAND,
    SEASONS_OVERLAP (another of the same priority covers one of its nights).
    """
    season = _checked_season(season)
    rate = RateCode.get_by_id(rate_code_id)
    check_not_derived(rate)
    _check_overlap(rate_code_id, room_type_id, season, except_id=0)
    row = act.create(
        RatePrice, rate_code=rate, room_type=RoomType.get_by_id(room_type_id), **_columns(season)
    )
    _write_child_prices(act, row, season.amounts.by_age)
    return int(row.id)


@operation("set_up")
def change_season(act: Act, price_id: int, season: Season) -> None:
    """Refused as ``add_season``. Nights already booked keep their price."""
    season = _checked_season(season)
    row = RatePrice.get_by_id(price_id)
    _check_overlap(row.rate_code_id, row.room_type_id, season, except_id=price_id)
    act.update(row, **_columns(season))
    _write_child_prices(act, row, season.amounts.by_age)


@operation("set_up")
def remove_season(act: Act, price_id: int) -> None:
    row = RatePrice.get_by_id(price_id)
    _write_child_prices(act, row, {})
    before = {"rate_code": row.rate_code_id, "room_type": row.room_type_id, **_columns(season_of(row))}
    act.changed(row, before, {})
    row.delete_instance()


@operation("set_up")
def set_price(
    act: Act,
    rate_code_id: int,
    room_type_id: int,
    first_night: datetime.date,
    last_night: datetime.date,
    weekdays: str,
    single: Decimal,
    double: Decimal,
    extra_adult: Decimal,
    child: Decimal,
) -> int:
    """``add_season`` in one line, for price lists that come in; the season's id."""
    span = checked_span(first_night, last_night, weekdays)
    return add_season(
        act, rate_code_id, room_type_id, Season(span, Amounts(single, double, extra_adult, child))
    )


@operation("set_up")
def set_span_price(
    act: Act, rate_code_id: int, room_type_id: int, span: Span, amounts: Amounts, name: str = ""
) -> int:
    """A price for the nights of ``span``, whatever seasons they are in; the new season's id.

    Seasons in the way are cut, so that every other night keeps its price. Refused as ``add_season``.
    """
    season = _checked_season(Season(span, amounts, name))
    check_not_derived(RateCode.get_by_id(rate_code_id))
    in_the_way = _covering(rate_code_id, room_type_id, season.span)
    top = max((row.priority for row in in_the_way), default=0)
    for row in in_the_way:
        if row.priority == top:
            _cut(act, row, season.span)
    return add_season(act, rate_code_id, room_type_id, replace(season, priority=top))


def check_not_derived(rate: RateCode) -> None:
    if rate.base_id is not None:
        raise Refused(
            "RATE_DERIVED", "{rate} follows {base}: change the price there.", field="rate_code",
            rate=rate.code, base=rate.base.code,
        )  # fmt: skip


def _cut(act: Act, row: RatePrice, span: Span) -> None:
    """Take the nights of ``span`` out of a season; what is left on both sides stays as it is."""
    season, left = season_of(row), span_of(row).without(span)
    if not left:
        remove_season(act, row.id)
        return
    first, *others = (replace(season, span=part) for part in left)
    act.update(row, **_columns(first))
    for part in others:
        again = act.create(
            RatePrice, rate_code=row.rate_code_id, room_type=row.room_type_id, **_columns(part)
        )
        _write_child_prices(act, again, part.amounts.by_age)


def _covering(rate_code_id: int, room_type_id: int, span: Span) -> list[RatePrice]:
    rows = RatePrice.select().where(
        (RatePrice.rate_code == rate_code_id)
        & (RatePrice.room_type == room_type_id)
        & (RatePrice.first_night <= span.last_night)
        & (RatePrice.last_night >= span.first_night)
    )
    return [row for row in rows if span_of(row).shares_a_night_with(span)]


def _check_overlap(rate_code_id: int, room_type_id: int, season: Season, except_id: int) -> None:
    for other in _covering(rate_code_id, room_type_id, season.span):
        if other.id != except_id and other.priority == season.priority:
            raise Refused(
                "SEASONS_OVERLAP",
                "There is a price from {first} to {last} already.",
                field="first_night",
                first=other.first_night,
                last=other.last_night,
            )


def _checked_season(season: Season) -> Season:
    span = checked_span(season.span.first_night, season.span.last_night, season.span.weekdays)
    amounts = season.amounts
    for name, amount in _amounts_by_field(amounts).items():
        if amount is not None and checked(amount, name) < 0:
            raise Refused("NEGATIVE_PRICE", "A price cannot be below zero.", field=name)
    if not 0 <= season.priority <= HIGHEST_PRIORITY:
        raise Refused("PRIORITY", "A priority from 0 to {n}.", field="priority", n=HIGHEST_PRIORITY)
    return Season(span, amounts, words(season.name, "season", 30), season.priority)


def _amounts_by_field(amounts: Amounts) -> dict[str, Decimal | None]:
    return {
        "single": amounts.single,
        "double": amounts.double,
        "triple": amounts.triple,
        "extra_adult": amounts.extra_adult,
        "child": amounts.child,
        **{f"age_{code}": amount for code, amount in amounts.by_age.items()},
    }


def _columns(season: Season) -> dict[str, Any]:
    return {
        "first_night": season.span.first_night,
        "last_night": season.span.last_night,
        "weekdays": season.span.weekdays,
        "single": season.amounts.single,
        "double": season.amounts.double,
        "triple": season.amounts.triple,
        "extra_adult": season.amounts.extra_adult,
        "child": season.amounts.child,
        "season": season.name,
        "priority": season.priority,
    }


def _write_child_prices(act: Act, row: RatePrice, by_age: Mapping[str, Decimal]) -> None:
    """Make the prices by age those of ``by_age``. Refused (``NO_AGE_BAND``)."""
    bands = {band.code: band for band in age_bands()} if by_age else {}
    there = {price.age_band_id: price for price in row.child_prices}
    if unknown := next((code for code in by_age if code not in bands), None):
        raise Refused("NO_AGE_BAND", "There is no age band {code}.", jump="age bands", code=unknown)
    for code, amount in by_age.items():
        if (standing := there.pop(bands[code].id, None)) is not None:
            act.update(standing, amount=amount)
        else:
            act.create(RateChildPrice, rate_price=row, age_band=bands[code], amount=amount)
    _remove_child_prices(act, there.values())


def _remove_child_prices(act: Act, prices: Iterable[RateChildPrice]) -> None:
    for price in prices:
        before = {"rate_price": price.rate_price_id, "age_band": price.age_band_id, "amount": price.amount}
        act.changed(price, before, {})
        price.delete_instance()
