"""Restrictions: when a stay may begin and end, how long it must or may be, how early it is booked.

A restriction holds for a code or for all, for a type or for all. Whoever holds the right ``restriction`` may
sell against one, and says why.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from peewee import JOIN, BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from locales import Message
from models.front_office.inventory import days_from
from models.front_office.rates.negotiated import check_negotiated
from models.front_office.rates.rate_codes import RateCode, check_advance
from models.front_office.rates.spans import Span, checked_span, span_of
from models.front_office.rooms import RoomType
from models.house.acts import Act, operation
from models.house.database import Base
from models.house.refusals import Refused

if TYPE_CHECKING:
    from models.front_office.reservations import Stay

LONGEST_STAY = 400


class Restriction(Base):
    """Dates inclusive; without ``rate_code`` for every code, without ``room_type`` for every type.

    Arrival and departure rules look at those dates, ``stop_sell`` and the stay-through rules at every night,
    minimum and maximum stay (nights) and advance (days from booking) at the arrival.
    """

    rate_code = ForeignKeyField(RateCode, null=True)
    room_type = ForeignKeyField(RoomType, null=True)
    first_night = DateField()
    last_night = DateField()
    weekdays = TextField()
    closed_to_arrival = BooleanField(default=False)
    closed_to_departure = BooleanField(default=False)
    stop_sell = BooleanField(default=False)
    min_stay = IntegerField(null=True)
    max_stay = IntegerField(null=True)
    min_stay_through = IntegerField(null=True)
    max_stay_through = IntegerField(null=True)
    min_advance = IntegerField(null=True)
    max_advance = IntegerField(null=True)


@dataclass(frozen=True)
class Rules:
    """What is restricted; nights and days as whole numbers, None for no limit."""

    closed_to_arrival: bool = False
    closed_to_departure: bool = False
    stop_sell: bool = False
    min_stay: int | None = None
    max_stay: int | None = None
    min_stay_through: int | None = None
    max_stay_through: int | None = None
    min_advance: int | None = None
    max_advance: int | None = None


LETTERS = (
    ("closed_to_arrival", "A"),
    ("closed_to_departure", "D"),
    ("stop_sell", "S"),
    ("min_stay", "m"),
    ("max_stay", "M"),
    ("min_stay_through", "t"),
    ("max_stay_through", "T"),
    ("min_advance", "e"),
    ("max_advance", "E"),
)
"""How a restriction is written in a calendar: letters, those with a figure in front of it (m2)."""


def rules_of(row: Restriction) -> Rules:
    return Rules(**{name: getattr(row, name) for name in Rules.__dataclass_fields__})


def letters(rows: Iterable[Restriction]) -> str:
    """Of several together, the strictest: "A m3"."""
    marks = []
    for name, letter in LETTERS:
        values = [value for value in (getattr(row, name) for row in rows) if value]
        if values:
            strictest = min(values) if name.startswith("max") else max(values)
            marks.append(letter if strictest is True else f"{letter}{strictest}")
    return " ".join(marks)


# Keeping them


@operation("set_up")
def add_restriction(
    act: Act, span: Span, rules: Rules, rate_code_id: int | None = None, room_type_id: int | None = None
) -> int:
    """The restriction's id. Refused: DATES, WEEKDAYS, NO_NIGHT, RESTRICTS_NOTHING, STAY_LIMIT, ADVANCE."""
    values = _checked(span, rules)
    return act.create(Restriction, rate_code=rate_code_id, room_type=room_type_id, **values).id


@operation("set_up")
def change_restriction(
    act: Act,
    restriction_id: int,
    span: Span,
    rules: Rules,
    rate_code_id: int | None = None,
    room_type_id: int | None = None,
) -> None:
    """Refused as ``add_restriction``."""
    values = _checked(span, rules)
    row = Restriction.get_by_id(restriction_id)
    act.update(row, rate_code=rate_code_id, room_type=room_type_id, **values)


@operation("set_up")
def remove_restriction(act: Act, restriction_id: int) -> None:
    row = Restriction.get_by_id(restriction_id)
    before = {"rate_code": row.rate_code_id, "room_type": row.room_type_id}
    act.changed(row, {**before, **_columns(span_of(row), rules_of(row))}, {})
    row.delete_instance()


@operation("set_up")
def set_span_restriction(
    act: Act, span: Span, rules: Rules, rate_code_id: int | None = None, room_type_id: int | None = None
) -> int | None:
    """What holds for the nights of ``span`` and exactly this code and type, from now on; nothing lifts it.

    Restrictions in the way are cut; those for all codes or all types stay. The new one's id, or None.
    Refused as ``add_restriction``, save RESTRICTS_NOTHING.
    """
    checked_span(span.first_night, span.last_night, span.weekdays)
    same = Restriction.select().where(
        _is(Restriction.rate_code, rate_code_id) & _is(Restriction.room_type, room_type_id)
    )
    for row in [row for row in same if span_of(row).shares_a_night_with(span)]:
        left, kept = span_of(row).without(span), rules_of(row)
        if not left:
            remove_restriction(act, row.id)
            continue
        act.update(row, **_columns(left[0], kept))
        for part in left[1:]:
            add_restriction(act, part, kept, rate_code_id, room_type_id)
    return None if rules == Rules() else add_restriction(act, span, rules, rate_code_id, room_type_id)


def _is(field: Any, value: int | None) -> Any:
    return field.is_null() if value is None else field == value


def _checked(span: Span, rules: Rules) -> dict[str, Any]:
    if rules == Rules():
        raise Refused("RESTRICTS_NOTHING", "Say what is restricted.", field="closed_to_arrival")
    for least, most in (("min_stay", "max_stay"), ("min_stay_through", "max_stay_through")):
        for name in (least, most):
            nights = getattr(rules, name)
            if nights is not None and not 1 <= nights <= LONGEST_STAY:
                raise Refused("STAY_LIMIT", "From 1 to {n} nights.", field=name, n=LONGEST_STAY)
        low, high = getattr(rules, least), getattr(rules, most)
        if low is not None and high is not None and high < low:
            raise Refused("STAY_LIMIT", "The most lies below the least.", field=most)
    check_advance(rules.min_advance, rules.max_advance)
    return _columns(checked_span(span.first_night, span.last_night, span.weekdays), rules)


def _columns(span: Span, rules: Rules) -> dict[str, Any]:
    return {**asdict(span), **asdict(rules)}


def restrictions(since: datetime.date | None = None) -> list[Restriction]:
    """With their codes and types, by date; only those that still hold on or after ``since``."""
    query = (
        Restriction.select(Restriction, RateCode, RoomType)
        .join(RateCode, JOIN.LEFT_OUTER)
        .switch(Restriction)
        .join(RoomType, JOIN.LEFT_OUTER)
        .order_by(Restriction.first_night, Restriction.id)
    )
    return list(query if since is None else query.where(Restriction.last_night >= since))


def restrictions_between(first: datetime.date, last: datetime.date) -> list[Restriction]:
    """Those that touch a date from ``first`` to ``last`` inclusive."""
    return list(
        Restriction.select().where((Restriction.first_night <= last) & (Restriction.last_night >= first))
    )


def rules_on(date: datetime.date, rate_code_id: int | None, room_type_id: int | None) -> Rules:
    """What is restricted on a date for exactly this code and type, not for all of them."""
    rows = Restriction.select().where(
        _is(Restriction.rate_code, rate_code_id) & _is(Restriction.room_type, room_type_id)
    )
    return next((rules_of(row) for row in rows if span_of(row).has(date)), Rules())


def applying(rows: Iterable[Restriction], rate: RateCode, room_type: RoomType) -> list[Restriction]:
    return [
        row
        for row in rows
        if row.rate_code_id in (None, rate.id) and row.room_type_id in (None, room_type.id)
    ]


# Selling


@dataclass(frozen=True)
class Listed:
    """Several sentences in one, spoken in the language of the whole."""

    parts: tuple[Message, ...]

    def __str__(self) -> str:
        return "; ".join(part.say() for part in self.parts)


def broken(
    rate: RateCode,
    room_type: RoomType,
    arrival: datetime.date,
    departure: datetime.date,
    booked_on: datetime.date,
    rows: Sequence[Restriction] | None = None,
) -> list[Message]:
    """What a stay would break, each said once. ``rows``: the restrictions of these dates, where they were read."""
    if rows is None:
        rows = restrictions_between(arrival, departure)
    holding = [(row, span_of(row)) for row in applying(rows, rate, room_type)]
    arriving = [row for row, span in holding if span.has(arrival)]
    last = max(arrival, departure - datetime.timedelta(days=1))
    nights = list(days_from(arrival, last))
    touched = [(row, [night for night in nights if span.has(night)]) for row, span in holding]
    length, ahead = (departure - arrival).days, (arrival - booked_on).days
    said: list[Message] = []
    if stopped := sorted({night for row, dates in touched if row.stop_sell for night in dates}):
        said.append(Message("no sale on {dates}", {"dates": _dates(stopped)}))
    if any(row.closed_to_arrival for row in arriving):
        said.append(Message("no arrival on {date}", {"date": arrival}))
    if length and any(row.closed_to_departure and span.has(departure) for row, span in holding):
        said.append(Message("no departure on {date}", {"date": departure}))
    if length:
        said += _length(arriving, "min_stay", "max_stay", length)
        said += _length(
            [row for row, dates in touched if dates], "min_stay_through", "max_stay_through", length
        )
    said += _advance([rate, *arriving], ahead)
    if not (rate.sell_from or booked_on) <= booked_on <= (rate.sell_until or booked_on):
        said.append(Message("{rate} is not sold on {date}", {"rate": rate.code, "date": booked_on}))
    return [message for place, message in enumerate(said) if message not in said[:place]]


def _length(rows: Sequence[Restriction], least: str, most: str, nights: int) -> list[Message]:
    low = _strictest(rows, least, max)
    high = _strictest(rows, most, min)
    said = []
    if low is not None and nights < low:
        said.append(Message("at least {n} nights, not {nights}", {"n": low, "nights": nights}))
    if high is not None and nights > high:
        said.append(Message("at most {n} nights, not {nights}", {"n": high, "nights": nights}))
    return said


def _advance(rows: Sequence[RateCode | Restriction], ahead: int) -> list[Message]:
    low = _strictest(rows, "min_advance", max)
    high = _strictest(rows, "max_advance", min)
    said = []
    if low is not None and ahead < low:
        said.append(Message("booked at least {n} days ahead, not {days}", {"n": low, "days": ahead}))
    if high is not None and ahead > high:
        said.append(Message("booked at most {n} days ahead, not {days}", {"n": high, "days": ahead}))
    return said


def _strictest(rows: Iterable[object], name: str, pick: Callable[[list[int]], int]) -> int | None:
    values = [value for value in (getattr(row, name) for row in rows) if value is not None]
    return pick(values) if values else None


def _dates(dates: Sequence[datetime.date]) -> str:
    return ", ".join(f"{d:%d/%m}" for d in dates[:7]) + (" …" if len(dates) > 7 else "")


def check_restrictions(
    act: Act,
    rate: RateCode,
    room_type: RoomType,
    arrival: datetime.date,
    departure: datetime.date,
    booked_on: datetime.date,
    answered: Sequence[Message] = (),
) -> None:
    """ASK (``RESTRICTED``, right restriction) with everything the stay breaks, save what was ``answered`` before."""
    faults = [
        fault for fault in broken(rate, room_type, arrival, departure, booked_on) if fault not in answered
    ]
    if faults:
        act.ask(
            "RESTRICTED", "{rate} {room_type} is restricted: {what}.", right="restriction", field="rate_code",
            rate=rate.code, room_type=room_type.code, what=Listed(tuple(faults)),
        )  # fmt: skip


def check_changed_dates(act: Act, stay: Stay, arrival: datetime.date, departure: datetime.date) -> None:
    """The code of a stay on its new dates: refused NEGOTIATED, ASK RESTRICTED for what the old did not break.

    A guest in house may leave earlier whatever is restricted.
    """
    if stay.state == "in house" and departure <= stay.departure:
        return
    rate, kind, reservation = stay.rate_code, stay.room_type, stay.reservation
    nights = days_from(arrival, max(arrival, departure - datetime.timedelta(days=1)))
    check_negotiated(rate, nights, reservation.company_id, reservation.agent_id)
    before = broken(rate, kind, stay.arrival, stay.departure, reservation.made_on)
    check_restrictions(act, rate, kind, arrival, departure, reservation.made_on, before)
