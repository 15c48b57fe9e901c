"""A quote before any guest is named: what every code that is sold costs for every type, and what is in the way.

However many nights, it takes the same few queries.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from locales import Message
from locales.money import round_half_up
from models.front_office.codes import Generate, TransactionCode, from_gross, from_net, rules_on, versions_of
from models.front_office.inventory import HOUSE, Available, Cell, availability, days_from
from models.front_office.rates.levels import level_at, levels, occupancy
from models.front_office.rates.negotiated import agreed_with
from models.front_office.rates.prices import NOTHING, Party, PriceList, is_paid, no_price
from models.front_office.rates.rate_codes import RateCode, rate_codes
from models.front_office.rates.restrictions import Restriction, broken, restrictions_between
from models.front_office.rooms import RoomType, room_types
from models.house.refusals import Refused


@dataclass(frozen=True)
class Offer:
    """One code for one type. ``prices``: baht for each night, as the code has them (net or inclusive).

    ``gross``: baht for all nights with service charge and tax, None where the tax table does not reach so far.
    Without a price ``prices`` is empty and ``why_not`` says why. ``broken``: restrictions in the way.
    """

    rate_code: str
    room_type: str
    inclusive: bool
    left: int  # rooms that may still be sold on the fullest night
    prices: tuple[Decimal, ...] = ()
    gross: Decimal | None = None
    broken: tuple[Message, ...] = ()
    why_not: Message | None = None

    @property
    def total(self) -> Decimal:
        return sum(self.prices, NOTHING)

    @property
    def average(self) -> Decimal:
        return round_half_up(self.total / len(self.prices)) if self.prices else NOTHING


@dataclass(frozen=True)
class QuoteLine:
    """A code with its offer for each type, in the order of the quote's types."""

    rate_code: str
    name_th: str
    name_en: str
    inclusive: bool
    negotiated: bool
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class Quote:
    """``percent``: expected occupancy of the house on its fullest night, for which ``suggested`` is the code."""

    arrival: datetime.date
    departure: datetime.date
    types: tuple[RoomType, ...]
    lines: tuple[QuoteLine, ...]
    percent: int
    suggested: str


@dataclass(frozen=True)
class _Asked:
    arrival: datetime.date
    departure: datetime.date
    nights: list[datetime.date]
    party: Party
    today: datetime.date


def quote(
    arrival: datetime.date,
    departure: datetime.date,
    adults: int,
    children: int = 0,
    child_ages: Sequence[int] = (),
    company_id: int | None = None,
    *,
    today: datetime.date,
) -> Quote:
    """Every code sold ``today`` for every type; those agreed with the account first, others' not at all.

    Free codes are not quoted. Refused: DEPARTURE_BEFORE_ARRIVAL, TOO_LONG, NO_ADULT.
    """
    asked = _asked(arrival, departure, Party(adults, children, tuple(child_ages)), today)
    agreed = agreed_with(company_id, asked.nights)
    rates = [rate for rate in rate_codes() if _is_sold(rate, today, agreed)]
    rates.sort(key=lambda rate: not rate.negotiated)
    types = room_types()
    table = PriceList(rates, asked.nights[0], asked.nights[-1])
    rules = restrictions_between(arrival, departure)
    rooms = availability(asked.nights[0], asked.nights[-1])
    used = {rate.transaction_code_id for rate in rates}
    taxes = {code.id: code for code in TransactionCode.select().where(TransactionCode.id << sorted(used))}
    versions = {code_id: versions_of(code) for code_id, code in taxes.items()}
    lines = []
    for rate in rates:
        gross = _Gross(taxes[rate.transaction_code_id], versions[rate.transaction_code_id], rate.inclusive)
        offers = tuple(_offer(rate, kind, asked, table, rules, rooms, gross) for kind in types)
        lines.append(
            QuoteLine(rate.code, rate.name_th, rate.name_en, rate.inclusive, rate.negotiated, offers)
        )
    percent = max(occupancy(rooms[night, HOUSE]) for night in asked.nights)
    level = level_at(levels(), percent)
    return Quote(arrival, departure, tuple(types), tuple(lines), percent, level.code if level else "")


def _asked(arrival: datetime.date, departure: datetime.date, party: Party, today: datetime.date) -> _Asked:
    from models.front_office.reservations import MOST_NIGHTS

    if departure < arrival:
        raise Refused("DEPARTURE_BEFORE_ARRIVAL", "The departure lies before the arrival.", field="departure")
    if (departure - arrival).days > MOST_NIGHTS:
        raise Refused("TOO_LONG", "A stay has at most {n} nights.", field="departure", n=MOST_NIGHTS)
    if party.adults < 1:
        raise Refused("NO_ADULT", "At least one adult.", field="adults")
    last = max(arrival, departure - datetime.timedelta(days=1))
    return _Asked(arrival, departure, list(days_from(arrival, last)), party, today)


def _is_sold(rate: RateCode, today: datetime.date, agreed: set[int]) -> bool:
    if rate.free or (rate.negotiated and rate.id not in agreed):
        return False
    return bool((rate.sell_from or today) <= today <= (rate.sell_until or today))


def _offer(
    rate: RateCode,
    kind: RoomType,
    asked: _Asked,
    table: PriceList,
    rules: Sequence[Restriction],
    rooms: Mapping[Cell, Available],
    gross: _Gross,
) -> Offer:
    left = max(0, min(min(rooms[n, kind.code].maximum, rooms[n, HOUSE].maximum) for n in asked.nights))
    offer = Offer(rate.code, kind.code, rate.inclusive, left)
    if asked.party.adults + asked.party.all_children > kind.most_persons + 1:
        why = Message(
            "A {room_type} room holds {most} persons and one extra bed.",
            {"room_type": kind.code, "most": kind.most_persons},
        )
        return replace(offer, why_not=why)
    prices = []
    for position, night in enumerate(asked.nights):
        amount = table.amount(rate, kind, night, asked.party)
        if amount is None:
            return replace(offer, why_not=no_price(rate, kind, night).message)
        prices.append(amount if is_paid(rate, position) else NOTHING)
    faults = broken(rate, kind, asked.arrival, asked.departure, asked.today, rules)
    return replace(offer, prices=tuple(prices), gross=gross.of(prices, asked.nights), broken=tuple(faults))


class _Gross:
    """Prices with service charge and tax at the rates of each night, rounded as each night is posted."""

    def __init__(self, code: TransactionCode, versions: Sequence[Generate], inclusive: bool) -> None:
        self._code, self._versions, self._inclusive = code, versions, inclusive

    def of(self, prices: Sequence[Decimal], nights: Sequence[datetime.date]) -> Decimal | None:
        split = from_gross if self._inclusive else from_net
        try:
            parts = [
                split(amount, rules_on(self._code, night, self._versions))
                for amount, night in zip(prices, nights, strict=True)
            ]
        except Refused:  # the law for that year is not there yet
            return None
        return sum((part.gross for part in parts), NOTHING)
