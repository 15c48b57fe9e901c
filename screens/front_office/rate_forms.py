"""What the rate screens share: fields for dates, prices and restrictions, and rates in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from locales import Message, _
from locales.money import format_money
from models.front_office.rates.rate_codes import RateCode, all_rate_codes
from models.front_office.rates.restrictions import Rules
from models.front_office.rates.seasons import Amounts, age_bands
from models.front_office.rates.spans import EVERY_DAY, Span
from models.front_office.rooms import room_types
from screens.front_office.words import amount, day, name_of
from screens.kit.form_rows import FieldSpec

ALL = ""
WEEKDAYS = FieldSpec(
    "weekdays", Message("Weekdays"), width=10, max_length=20, help=Message("1 is Monday, 7 is Sunday; empty: every day.")
)  # fmt: skip
SPAN = (
    FieldSpec("first_night", Message("First night"), "date", required=True),
    FieldSpec("last_night", Message("Last night"), "date", required=True, after="first_night"),
    WEEKDAYS,
)
RULES = (
    FieldSpec("closed_to_arrival", Message("No arrival (A)"), "check"),
    FieldSpec("closed_to_departure", Message("No departure (D)"), "check"),
    FieldSpec("stop_sell", Message("No sale (S)"), "check"),
    FieldSpec("min_stay", Message("Min. nights (m)"), "number", minimum=1, help=Message("Counted at the arrival.")),
    FieldSpec("max_stay", Message("Max. nights (M)"), "number", minimum=1, help=Message("Counted at the arrival.")),
    FieldSpec("min_stay_through", Message("Min. stay-through (t)"), "number", minimum=1, help=Message("For every stay that sleeps one of these nights.")),
    FieldSpec("max_stay_through", Message("Max. stay-through (T)"), "number", minimum=1, help=Message("For every stay that sleeps one of these nights.")),
    FieldSpec("min_advance", Message("Min. days ahead (e)"), "number", minimum=0),
    FieldSpec("max_advance", Message("Max. days ahead (E)"), "number", minimum=0),
)  # fmt: skip


def span_from(values: Mapping[str, Any]) -> Span:
    return Span(values["first_night"], values["last_night"], values["weekdays"] or EVERY_DAY)


def span_values(span: Span) -> dict[str, object]:
    shown = "" if span.weekdays == EVERY_DAY else span.weekdays
    return {"first_night": span.first_night, "last_night": span.last_night, "weekdays": shown}


def price_fields() -> Sequence[FieldSpec]:
    bands = [
        FieldSpec(
            f"age_{band.code}",
            Message("{band}, {first} to {last} years", {"band": band.code, "first": band.from_age, "last": band.to_age}),
            "amount",
            minimum=0,
            help=Message("Empty: the price of a child."),
        )
        for band in age_bands()
    ]  # fmt: skip
    return (
        FieldSpec("single", Message("One person"), "amount", required=True, minimum=0),
        FieldSpec("double", Message("Two persons"), "amount", required=True, minimum=0),
        FieldSpec("triple", Message("Three persons"), "amount", minimum=0, help=Message("Empty: two persons and an extra adult.")),
        FieldSpec("extra_adult", Message("Extra adult"), "amount", minimum=0),
        FieldSpec("child", Message("Child"), "amount", minimum=0, help=Message("A child of an age unknown or in no band.")),
        *bands,
        FieldSpec("season", Message("Season"), width=30, max_length=30),
    )  # fmt: skip


def amounts_from(values: Mapping[str, Any]) -> Amounts:
    by_age = {
        name.removeprefix("age_"): value
        for name, value in values.items()
        if name.startswith("age_") and value is not None
    }
    nothing = Decimal("0.00")
    return Amounts(
        values["single"], values["double"], values["extra_adult"] or nothing, values["child"] or nothing,
        values["triple"], by_age,
    )  # fmt: skip


def amounts_values(amounts: Amounts) -> dict[str, object]:
    return {
        "single": amounts.single,
        "double": amounts.double,
        "triple": amounts.triple,
        "extra_adult": amounts.extra_adult,
        "child": amounts.child,
        **{f"age_{code}": value for code, value in amounts.by_age.items()},
    }


def rules_from(values: Mapping[str, Any]) -> Rules:
    return Rules(**{spec.name: values[spec.name] for spec in RULES})


def rules_values(rules: Rules) -> dict[str, object]:
    return vars(rules)


# Choices: a code or a type by id, and "all" as an empty key


def rate_choices(with_all: bool = False) -> list[tuple[object, object]]:
    rates = [(rate.id, f"{rate.code} {name_of(rate)}") for rate in all_rate_codes() if rate.active]
    return [(ALL, Message("All rates")), *rates] if with_all else list(rates)


def type_choices(with_all: bool = False) -> list[tuple[object, object]]:
    kinds = [(kind.id, f"{kind.code} {name_of(kind)}") for kind in room_types()]
    return [(ALL, Message("All room types")), *kinds] if with_all else list(kinds)


def chosen(key: object) -> int | None:
    """The id behind a choice; None for all."""
    return int(str(key)) if key not in (ALL, None) else None


# Words


def short_amount(value: Decimal) -> str:
    """For narrow columns: satang only where there are some."""
    return f"{value:,.0f}" if value == value.to_integral_value() else format_money(value)


def dates(span: Span) -> str:
    first, last = span.first_night, span.last_night
    if first == last:
        return f"{day(first)} {_year(first)}"
    begin = day(first) if first.year == last.year else f"{day(first)} {_year(first)}"
    return f"{begin}–{day(last)} {_year(last)}"


def _year(date: Any) -> str:
    from locales.dates import format_date

    return format_date(date, "short").rsplit(" ", 1)[-1]


def weekday_names(weekdays: str) -> str:
    """ "Fri Sat"; nothing for every day."""
    from locales import current_language
    from locales.dates import SHORT_WEEKDAYS

    if weekdays == EVERY_DAY:
        return ""
    return " ".join(SHORT_WEEKDAYS[current_language()][int(digit) - 1] for digit in weekdays)


def derivation(rate: RateCode) -> str:
    """ "BAR −10 % +350.00"; nothing for a code with prices of its own."""
    if rate.base_id is None:
        return ""
    percent = Decimal(rate.percent) / 100
    parts = [rate.base.code]
    if percent:
        parts.append(f"{percent.normalize():+f} %".replace("-", "−"))
    if rate.difference:
        parts.append(f"{'+' if rate.difference > 0 else '−'}{amount(abs(rate.difference))}")
    if rate.round_to:
        parts.append(_("to {step}", step=short_amount(rate.round_to)))
    return " ".join(parts)
