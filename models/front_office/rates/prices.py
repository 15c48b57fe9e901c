"""What a night costs. A price is resolved once, when the night is written, and stored on the night.

The seasons of a span are read once, however many nights it has: two or three queries for a quote of a year.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.front_office.rates.rate_codes import DEEPEST, RateCode
from models.front_office.rates.seasons import AgeBand, RateChildPrice, RatePrice
from models.front_office.rates.spans import span_of
from models.front_office.rooms import RoomType
from models.house.refusals import Refused

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Party:
    """Who sleeps in the room. ``child_ages``: in years, of the children whose age is known."""

    adults: int = 2
    children: int = 0
    child_ages: tuple[int, ...] = ()

    @property
    def all_children(self) -> int:
        return max(self.children, len(self.child_ages))


class PriceList:
    """The seasons of some codes (and of what they follow) for a span of nights, both inclusive, in memory."""

    def __init__(
        self,
        rates: Iterable[RateCode],
        first: datetime.date,
        last: datetime.date,
        room_type: RoomType | None = None,
    ) -> None:
        rates = list(rates)
        self._chains = _chains(rates)
        roots = {chain[-1].id for chain in self._chains.values()}
        query = RatePrice.select().where(
            (RatePrice.rate_code << sorted(roots))
            & (RatePrice.first_night <= last)
            & (RatePrice.last_night >= first)
        )
        if room_type is not None:
            query = query.where(RatePrice.room_type == room_type)
        self._seasons: dict[tuple[int, int], list[RatePrice]] = {}
        for row in query.order_by(RatePrice.priority.desc(), RatePrice.id):
            self._seasons.setdefault((row.rate_code_id, row.room_type_id), []).append(row)
        self._child_prices: dict[int, list[tuple[int, int, Decimal]]] | None = None

    def season(self, rate: RateCode, room_type: RoomType, night: datetime.date) -> RatePrice | None:
        """The season that counts, of the code itself or the one it follows."""
        root = self._chains[rate.id][-1]
        rows = self._seasons.get((root.id, room_type.id), ())
        return next((row for row in rows if span_of(row).has(night)), None)

    def amount(
        self, rate: RateCode, room_type: RoomType, night: datetime.date, party: Party
    ) -> Decimal | None:
        """Baht, or None where there is no price: never zero, never another code's."""
        if rate.free:
            return NOTHING
        season = self.season(rate, room_type, night)
        if season is None:
            return None
        amount = _of_adults(season, party.adults) + self._of_children(season, party)
        for code in reversed(self._chains[rate.id][:-1]):
            amount = code.follows(amount)
        if amount < 0:
            return None
        return night_of_month(amount, night) if self._chains[rate.id][-1].monthly else amount

    def _of_children(self, season: RatePrice, party: Party) -> Decimal:
        unknown = party.all_children - len(party.child_ages)
        amount = Decimal(season.child * unknown)
        for age in party.child_ages:
            amount += next(
                (price for first, last, price in self._ages(season) if first <= age <= last), season.child
            )
        return amount

    def _ages(self, season: RatePrice) -> Sequence[tuple[int, int, Decimal]]:
        """Prices by age of a season: from age, to age, baht. Read once, for all seasons together."""
        if self._child_prices is None:
            self._child_prices = {}
            ids = [row.id for rows in self._seasons.values() for row in rows]
            query = (
                RateChildPrice.select(
                    RateChildPrice.rate_price, AgeBand.from_age, AgeBand.to_age, RateChildPrice.amount
                )
                .join(AgeBand)
                .where(RateChildPrice.rate_price << ids)
            )
            for price_id, first, last, amount in query.tuples():
                self._child_prices.setdefault(price_id, []).append((first, last, amount))
        return self._child_prices.get(season.id, ())


def night_of_month(rent: Decimal, night: datetime.date) -> Decimal:
    """The share of a calendar month's ``rent`` (baht) that falls on ``night``: the nights of a whole month add up to
    the rent to the satang, those of a part of it to as much as has passed. No two nights differ by more than one."""
    satang, days = int(rent * 100), calendar.monthrange(night.year, night.month)[1]
    return Decimal(satang * night.day // days - satang * (night.day - 1) // days).scaleb(-2)


def _chains(rates: Sequence[RateCode]) -> dict[int, list[RateCode]]:
    """Each code with what it follows behind it; the last one has the seasons."""
    known = {rate.id: rate for rate in rates}
    if any(rate.base_id is not None and rate.base_id not in known for rate in rates):
        known = {rate.id: rate for rate in RateCode.select()}
    return {rate.id: list(_chain(rate, known)) for rate in rates}


def _chain(rate: RateCode, known: dict[int, RateCode]) -> Iterator[RateCode]:
    at = rate
    for _step in range(DEEPEST + 1):
        yield at
        if at.base_id is None:
            return
        at = known[at.base_id]


def _of_adults(season: RatePrice, adults: int) -> Decimal:
    if adults == 1:
        return Decimal(season.single)
    if adults >= 3 and season.triple is not None:
        return Decimal(season.triple + season.extra_adult * (adults - 3))
    return Decimal(season.double + season.extra_adult * max(adults - 2, 0))


def is_paid(rate: RateCode, position: int) -> bool:
    """Whether the night ``position`` (0 is the night of arrival) is paid, as in "stay 4, pay 3"."""
    return not rate.stay_nights or position % rate.stay_nights < rate.pay_nights


def no_price(rate: RateCode, room_type: RoomType, night: datetime.date) -> Refused:
    return Refused(
        "NO_RATE",
        "Rate {rate} has no price for {room_type} on {night}.",
        field="rate_code",
        rate=rate.code,
        room_type=room_type.code,
        night=night,
    )


def price(
    rate: RateCode,
    room_type: RoomType,
    night: datetime.date,
    adults: int,
    children: int = 0,
    child_ages: Sequence[int] = (),
) -> Decimal:
    """Baht for one night. Refused (``NO_RATE``) where there is none: never zero, never another code."""
    party = Party(adults, children, tuple(child_ages))
    amount = PriceList([rate], night, night, room_type).amount(rate, room_type, night, party)
    if amount is None:
        raise no_price(rate, room_type, night)
    return amount


def stay_prices(
    rate: RateCode,
    room_type: RoomType,
    dates: Sequence[datetime.date],
    adults: int,
    children: int = 0,
    child_ages: Sequence[int] = (),
    arrival: datetime.date | None = None,
    otherwise: Sequence[Decimal] | None = None,
) -> list[Decimal]:
    """Baht for each of ``dates`` of a stay from ``arrival`` on (the first of them unless said).

    A night that "stay x, pay y" gives away costs nothing. Where the table has no price, that of ``otherwise``
    stands (one a date); without it refused (``NO_RATE``).
    """
    if not dates:
        return []
    since = arrival or dates[0]
    table = PriceList([rate], min(dates), max(dates), room_type)
    party = Party(adults, children, tuple(child_ages))
    prices = []
    for place, night in enumerate(dates):
        amount = table.amount(rate, room_type, night, party)
        if amount is None and otherwise is None:
            raise no_price(rate, room_type, night)
        if amount is None:
            amount = otherwise[place]  # type: ignore[index]
        elif not is_paid(rate, (night - since).days):
            amount = NOTHING
        prices.append(amount)
    return prices
