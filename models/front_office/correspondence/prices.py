"""What a booking comes to, as a letter tells it: nights at one price together, service charge and tax apart."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.front_office.codes import Parts, TransactionCode, parts_of
from models.front_office.fixed_charges import fixed_of_stay
from models.front_office.folios import words_of
from models.front_office.packages.nights import night_charges
from models.front_office.reservations import Stay, stay_nights
from models.house.refusals import Refused

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Span:
    """Nights in a row at one price, ``first`` to ``last`` inclusive; ``price`` in baht a night as agreed."""

    first: datetime.date
    last: datetime.date
    nights: int
    price: Decimal
    inclusive: bool
    rate: str

    @property
    def amount(self) -> Decimal:
        return self.price * self.nights


@dataclass(frozen=True)
class Bill:
    """Sums in baht. ``parts``: the code of each child and what it comes to. ``estimated``: for some night the
    service charge and tax are not decreed yet; those of today are taken. ``fixed``: fixed charges are in it."""

    net: Decimal
    parts: tuple[tuple[str, Decimal], ...]
    total: Decimal
    inclusive: bool
    estimated: bool
    fixed: bool = False


@dataclass(frozen=True)
class Fixed:
    """A fixed charge, ``times`` at ``price`` baht as agreed."""

    name: str
    times: int
    price: Decimal
    inclusive: bool

    @property
    def amount(self) -> Decimal:
        return self.price * self.times


def spans_of(stay: Stay, language: str) -> list[Span]:
    found: list[Span] = []
    for night in stay_nights(stay.id):
        rate = night.rate_code.name(language)
        last = found[-1] if found else None
        if (
            last is not None
            and (last.price, last.inclusive, last.rate) == (night.amount, night.inclusive, rate)
            and night.date - last.last == datetime.timedelta(days=1)
        ):
            found[-1] = Span(last.first, night.date, last.nights + 1, last.price, last.inclusive, rate)
        else:
            found.append(Span(night.date, night.date, 1, night.amount, night.inclusive, rate))
    return found


def fixed_of(stay: Stay, language: str) -> list[Fixed]:
    """The fixed charges of a stay, each with how often it falls on its nights."""
    found = [charge for _date, charge, _posted in fixed_of_stay(stay)]
    charges, times = {charge.id: charge for charge in found}, Counter(charge.id for charge in found)
    return [
        Fixed(
            words_of(charge.code, None, charge.quantity, charge.text, language),
            times[charge.id],
            charge.total,
            charge.inclusive,
        )
        for charge in charges.values()
    ]


def bill_of(stays: Sequence[Stay], today: datetime.date) -> Bill:
    """As the night audit will post it: the parts of each night and each fixed charge by itself, added up."""
    nights = [night for stay in stays for night in stay_nights(stay.id)]
    fixed = [(date, charge) for stay in stays for date, charge, _posted in fixed_of_stay(stay)]
    charges = [(night.date, *charge) for night in nights for charge in night_charges(night)]
    charges += [(date, charge.code, charge.total, charge.inclusive) for date, charge in fixed]
    sums: dict[str, Decimal] = {}
    net = total = ZERO
    estimated = False
    for date, code, typed, with_tax in charges:
        parts, sure = _parts(code, typed, with_tax, date, today)
        estimated = estimated or not sure
        net += parts.net
        total += parts.gross
        for child, amount in parts.children:
            sums[child] = sums.get(child, ZERO) + amount
    inclusive = bool(nights) and all(row.inclusive for row in (*nights, *(charge for _date, charge in fixed)))
    return Bill(net, tuple(sums.items()), total, inclusive, estimated, bool(fixed))


def _parts(
    code: TransactionCode, amount: Decimal, inclusive: bool, date: datetime.date, today: datetime.date
) -> tuple[Parts, bool]:
    try:
        return parts_of(code, amount, inclusive=inclusive, date=date), True
    except Refused as refused:
        if refused.code != "NO_TAX_RATE":
            raise
        # Rooms are sold further ahead than the state decrees its rates.
        return parts_of(code, amount, inclusive=inclusive, date=today), False
