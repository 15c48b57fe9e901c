"""Deposit and cancellation policies: what is asked before arrival, what a cancellation, a no-show or leaving early costs.

A policy hangs on rate codes and seasons. When a booking is made, text and figures of the one that applies are copied
into it and sealed: whatever becomes of the policy, the booking keeps what the guest was told. How much deposit is
asked of a booking follows its nights; by which rule, its own copy says.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from locales import Message, in_language
from locales.money import round_half_up
from models.front_office.codes import Rule, from_gross, from_net, rules_on
from models.front_office.policy_words import amount_in_words, written
from models.front_office.rates import RateCode, rate_code
from models.front_office.reservations.tables import Night, Stay
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import checked, words
from models.house.property import Property
from models.house.refusals import Refused

ZERO = Decimal("0.00")
MOST_STEPS = 3
LONGEST_POLICY_TEXT = 600
AMOUNTS = {
    "none": Message("Nothing"),
    "percent": Message("Percent of the stay"),
    "nights": Message("First nights"),
    "stay": Message("The whole stay"),
    "fixed": Message("Amount in baht"),
}
DEPOSITS = {rule: words for rule, words in AMOUNTS.items() if rule != "stay"}
EARLY = {
    "none": Message("Nothing"),
    "percent": Message("Percent of nights left"),
    "nights": Message("First nights left"),
    "fixed": Message("Amount in baht"),
}
DUE = {"after booking": Message("Days after booking"), "before arrival": Message("Days before arrival")}
UNITS = {"days": Message("Days"), "hours": Message("Hours")}
COPIED = (
    "code", "deposit_rule", "deposit", "due_rule", "due_days", "steps", "no_show_rule", "no_show", "early_rule", "early",
    "text_th", "text_en",
)  # fmt: skip
VALUELESS = ("none", "stay")


@dataclass(frozen=True)
class Step:
    """From ``before`` days or hours before arrival on, a cancellation costs ``rule`` with its ``value``: percent, number
    of nights, or baht."""

    before: int
    unit: str
    rule: str
    value: Decimal = ZERO

    @property
    def hours(self) -> int:
        return self.before * (24 if self.unit == "days" else 1)


@dataclass(frozen=True)
class Terms:
    """What a policy says. Values are percent, nights or baht, as their rule says; texts left empty are written out of
    the figures."""

    code: str
    name_th: str
    name_en: str
    deposit_rule: str = "none"
    deposit: Decimal = ZERO
    due_rule: str = "after booking"
    due_days: int = 0
    steps: tuple[Step, ...] = field(default=())
    no_show_rule: str = "none"
    no_show: Decimal = ZERO
    early_rule: str = "none"
    early: Decimal = ZERO
    text_th: str = ""
    text_en: str = ""


class _Reads:
    """What policy and copy have in common. ``steps`` as JSON, the farthest from arrival first."""

    steps: Any
    text_th: Any
    text_en: Any

    def text(self, language: str) -> str:
        return str(self.text_th if language == "th" else self.text_en)

    def read_steps(self) -> list[Step]:
        return [Step(s["before"], s["unit"], s["rule"], Decimal(s["value"])) for s in json.loads(self.steps)]


class Policy(_Reads, Base):
    code = TextField(unique=True)
    deposit_rule = TextField()
    deposit = MoneyField()
    due_rule = TextField()
    due_days = IntegerField()
    steps = TextField()
    no_show_rule = TextField()
    no_show = MoneyField()
    early_rule = TextField(default="none")
    early = MoneyField(default=ZERO)
    text_th = TextField()
    text_en = TextField()
    name_th = TextField()
    name_en = TextField()
    active = BooleanField(default=True)

    def name(self, language: str) -> str:
        return str(self.name_th if language == "th" else self.name_en)


class RatePolicy(Base):
    """Where a policy applies: to a rate code or all, to arrivals from ``first_night`` to ``last_night`` or any.
    Priority 1 comes first; of two with the same one, that of the rate code."""

    policy = ForeignKeyField(Policy, backref="places")
    rate_code = ForeignKeyField(RateCode, null=True)
    first_night = DateField(null=True)
    last_night = DateField(null=True)
    priority = IntegerField(default=5)

    class Meta:
        table_name = "rate_policy"


class BookingPolicy(_Reads, Base):
    """The policy as it was when the stay was booked. Sealed by the database."""

    code = TextField()
    deposit_rule = TextField()
    deposit = MoneyField()
    due_rule = TextField()
    due_days = IntegerField()
    steps = TextField()
    no_show_rule = TextField()
    no_show = MoneyField()
    early_rule = TextField(default="none")
    early = MoneyField(default=ZERO)
    text_th = TextField()
    text_en = TextField()
    stay = ForeignKeyField(Stay, unique=True)
    policy = ForeignKeyField(Policy)
    booked_on = DateField()

    class Meta:
        table_name = "booking_policy"


# Setting up


@operation("set_up")
def save_policy(act: Act, policy_id: int | None, terms: Terms) -> int:
    """Make a policy, or change one for bookings to come; its id.

    Refused: POLICY_CODE, POLICY_EXISTS, NO_NAME, POLICY_RULE, POLICY_VALUE, POLICY_STEPS, DUE_DAYS.
    """
    tidy = _checked(terms, policy_id)
    values = {
        **{name: getattr(tidy, name) for name in Terms.__dataclass_fields__ if name != "steps"},
        "steps": _as_json(tidy.steps),
    }
    if policy_id is None:
        return int(act.create(Policy, **values).id)
    act.update(Policy.get_by_id(policy_id), **values)
    return policy_id


@operation("set_up")
def set_policy_active(act: Act, policy_id: int, active: bool) -> None:
    """One that is closed is copied into no more bookings."""
    act.update(Policy.get_by_id(policy_id), active=active)


@operation("set_up")
def apply_policy(
    act: Act,
    policy_id: int,
    rate: str = "",
    first_night: datetime.date | None = None,
    last_night: datetime.date | None = None,
    priority: int = 5,
    row_id: int | None = None,
) -> int:
    """Where the policy applies: rate code ("" for all) and nights of arrival, inclusive; the row's id. ``row_id``: the
    place that is changed.

    Refused: NO_RATE_CODE, LAST_BEFORE_FIRST, PRIORITY, POLICY_OVERLAP (another one at the same priority).
    """
    policy = Policy.get_by_id(policy_id)
    code = rate_code(rate) if rate else None
    if first_night and last_night and last_night < first_night:
        raise Refused("LAST_BEFORE_FIRST", "The last night lies before the first.", field="last_night")
    if not 1 <= priority <= 9:
        raise Refused("PRIORITY", "A priority from 1 (first) to 9.", field="priority")
    same_rate = RatePolicy.rate_code == code if code else RatePolicy.rate_code.is_null()
    for other in RatePolicy.select().where(same_rate & (RatePolicy.priority == priority)):
        if other.id != row_id and other.policy.active and _overlap(other, first_night, last_night):
            raise Refused(
                "POLICY_OVERLAP",
                "{policy} applies there at the same priority.",
                field="priority",
                policy=other.policy.code,
            )
    values = {"rate_code": code, "first_night": first_night, "last_night": last_night, "priority": priority}
    if row_id is None:
        return int(act.create(RatePolicy, policy=policy, **values).id)
    act.update(RatePolicy.get_by_id(row_id), **values)
    return row_id


@operation("set_up")
def withdraw_policy(act: Act, rate_policy_id: int) -> None:
    """The policy applies there no more, to bookings to come."""
    row = RatePolicy.get_by_id(rate_policy_id)
    act.changed(row, {"policy": row.policy_id, "rate_code": row.rate_code_id, "first_night": row.first_night,
                      "last_night": row.last_night, "priority": row.priority}, {})  # fmt: skip
    row.delete_instance()


def _overlap(row: RatePolicy, first: datetime.date | None, last: datetime.date | None) -> bool:
    begins_later = bool(row.first_night and last and row.first_night > last)
    ends_earlier = bool(row.last_night and first and row.last_night < first)
    return not (begins_later or ends_earlier)


def _checked(terms: Terms, policy_id: int | None) -> Terms:
    code = words(terms.code, "code", 12).upper()
    if not code:
        raise Refused("POLICY_CODE", "A policy needs a code.", field="code")
    if Policy.get_or_none((Policy.code == code) & (Policy.id != (policy_id or 0))):
        raise Refused("POLICY_EXISTS", "There is a policy {code} already.", field="code", code=code)
    name_th, name_en = words(terms.name_th, "name_th"), words(terms.name_en, "name_en")
    for name, where in ((name_th, "name_th"), (name_en, "name_en")):
        if not name:
            raise Refused("NO_NAME", "A name in Thai and in English.", field=where)
    if not 0 <= terms.due_days <= 400 or terms.due_rule not in DUE:
        raise Refused("DUE_DAYS", "Days from 0 to 400.", field="due_days")
    steps = _checked_steps(terms.steps)
    tidy = replace(
        terms,
        code=code,
        name_th=name_th,
        name_en=name_en,
        deposit=_value(terms.deposit_rule, terms.deposit, "deposit", DEPOSITS),
        steps=steps,
        no_show=_value(terms.no_show_rule, terms.no_show, "no_show", AMOUNTS),
        early=_value(terms.early_rule, terms.early, "early", EARLY),
    )
    return replace(
        tidy,
        text_th=words(terms.text_th, "text_th", LONGEST_POLICY_TEXT) or written(tidy, "th"),
        text_en=words(terms.text_en, "text_en", LONGEST_POLICY_TEXT) or written(tidy, "en"),
    )


def _checked_steps(steps: Sequence[Step]) -> tuple[Step, ...]:
    if len(steps) > MOST_STEPS or len({step.hours for step in steps}) < len(steps):
        raise Refused(
            "POLICY_STEPS", "At most {n} steps, each at a time of its own.", field="before1", n=MOST_STEPS
        )
    found = []
    for n, step in enumerate(steps, 1):
        if step.before < 0 or step.unit not in UNITS:
            raise Refused(
                "POLICY_STEPS",
                "At most {n} steps, each at a time of its own.",
                field=f"before{n}",
                n=MOST_STEPS,
            )
        found.append(replace(step, value=_value(step.rule, step.value, f"value{n}", AMOUNTS)))
    return tuple(sorted(found, key=lambda step: -step.hours))


def _value(rule: str, value: Decimal, where: str, rules: Iterable[str]) -> Decimal:
    if rule not in rules:
        raise Refused("POLICY_RULE", "Choose what is asked.", field=where)
    if rule in VALUELESS:
        return ZERO
    value = checked(value, where)
    if rule == "percent" and not 0 < value <= 100:
        raise Refused("POLICY_VALUE", "A percentage above 0, at most 100.", field=where)
    if rule == "nights" and not (value == int(value) and 1 <= value <= 30):
        raise Refused("POLICY_VALUE", "Whole nights, 1 to 30.", field=where)
    if value <= 0:
        raise Refused("POLICY_VALUE", "An amount above zero.", field=where)
    return value


def _as_json(steps: Sequence[Step]) -> str:
    return json.dumps(
        [{"before": s.before, "unit": s.unit, "rule": s.rule, "value": str(s.value)} for s in steps]
    )


# In bookings


def policy_for(rate_code_id: int, arrival: datetime.date) -> Policy | None:
    """The policy a booking of this rate and arrival is made under; None where the hotel has none for it."""
    found = (
        RatePolicy.select(RatePolicy, Policy)
        .join(Policy)
        .where(
            Policy.active
            & ((RatePolicy.rate_code == rate_code_id) | RatePolicy.rate_code.is_null())
            & (RatePolicy.first_night.is_null() | (RatePolicy.first_night <= arrival))
            & (RatePolicy.last_night.is_null() | (RatePolicy.last_night >= arrival))
        )
    )
    first = min(found, key=lambda row: (row.priority, row.rate_code_id is None, -row.id), default=None)
    return first.policy if first else None


def policy_of(stay_id: int) -> BookingPolicy | None:
    """The copy a stay was booked under; None where the hotel had no policy for it."""
    return BookingPolicy.get_or_none(BookingPolicy.stay == stay_id)


def copy_policy(act: Act, stay: Stay) -> None:
    """With a new booking: text and figures of the policy in force go into it, and its deposit is asked for."""
    from models.front_office.deposit_requests import refresh_request

    policy = policy_for(stay.rate_code_id, stay.arrival)
    if policy is None:
        return
    copied = {name: getattr(policy, name) for name in COPIED}
    act.create(BookingPolicy, stay=stay, policy=policy, booked_on=act.business_date, **copied)
    refresh_request(act, stay.reservation_id)


def amount_of(rule: str, value: Decimal, nights: Sequence[Decimal]) -> Decimal:
    """Baht that a rule asks of a stay whose nights cost ``nights`` with service charge and tax."""
    total = sum(nights, ZERO)
    if rule == "percent":
        return round_half_up(total * value / 100)
    if rule == "nights":
        return sum(nights[: int(value)], ZERO)
    if rule == "stay":
        return total
    return value if rule == "fixed" else ZERO


def gross_nights(stay_id: int, date: datetime.date) -> list[Decimal]:
    """What each night costs the guest with service charge and tax at the rates of ``date``, baht, by date.

    Refused: NO_TAX_RATE.
    """
    from models.front_office.packages.nights import night_charges

    rules: dict[int, list[Rule]] = {}
    found = []
    query = Night.select(Night, RateCode).join(RateCode).where(Night.stay == stay_id).order_by(Night.date)
    for night in query:
        gross = ZERO
        for code, amount, inclusive in night_charges(night):
            if code.id not in rules:
                rules[code.id] = rules_on(code, date)
            gross += (from_gross if inclusive else from_net)(amount, rules[code.id]).gross
        found.append(gross)
    return found


@dataclass(frozen=True)
class Penalty:
    """What the copied policy asks when a stay does not come, baht; ``why`` in words: "1 night"."""

    amount: Decimal
    rule: str = "none"
    value: Decimal = ZERO

    def why(self, language: str) -> str:
        with in_language(language):
            return amount_in_words(self.rule, self.value)


def penalty_of(stay_id: int, on_date: datetime.date, at: datetime.datetime | None = None) -> Penalty:
    """What cancelling on the business date ``on_date`` costs by the stay's own copy.

    Days count between dates, hours to the hour of check-in, from ``at`` or else from the end of the day.
    """
    copy = policy_of(stay_id)
    if copy is None:
        return Penalty(ZERO)
    stay, hotel = Stay.get_by_id(stay_id), Property.the()
    days = (stay.arrival - on_date).days
    clock = datetime.time.fromisoformat(hotel.check_in_time)
    coming = datetime.datetime.combine(stay.arrival, clock, hotel.timezone)
    midnight = datetime.datetime.combine(on_date, datetime.time(), hotel.timezone) + datetime.timedelta(
        days=1
    )
    hours = (coming - (at or midnight)).total_seconds() / 3600
    reached = [s for s in copy.read_steps() if (days if s.unit == "days" else hours) <= s.before]
    if not reached:
        return Penalty(ZERO)
    nearest = min(reached, key=lambda step: step.hours)
    return _penalty(stay_id, on_date, nearest.rule, nearest.value)


def no_show_fee_of(stay_id: int, on_date: datetime.date) -> Penalty:
    """What not coming costs by the stay's own copy."""
    copy = policy_of(stay_id)
    return _penalty(stay_id, on_date, copy.no_show_rule, copy.no_show) if copy else Penalty(ZERO)


def _penalty(stay_id: int, date: datetime.date, rule: str, value: Decimal) -> Penalty:
    return Penalty(amount_of(rule, value, gross_nights(stay_id, date)), rule, value)


# Reading


def policies() -> list[Policy]:
    return list(Policy.select().order_by(Policy.code))


def terms_of(policy_id: int) -> Terms:
    row = Policy.get_by_id(policy_id)
    values = {name: getattr(row, name) for name in Terms.__dataclass_fields__ if name != "steps"}
    return Terms(**values, steps=tuple(row.read_steps()))


def places_of(policy_id: int) -> list[RatePolicy]:
    """Where it applies, first priority first."""
    query = RatePolicy.select(RatePolicy, RateCode).join(RateCode, "LEFT OUTER JOIN")
    return list(query.where(RatePolicy.policy == policy_id).order_by(RatePolicy.priority, RatePolicy.id))
