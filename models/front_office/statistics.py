"""The figures of a span of closed days: sums of counts and money, divided once.

A month's occupancy is its rooms sold by its rooms, never the mean of thirty percentages. How a day is counted is kept
with the day, and days counted differently are not added up.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from peewee import fn

from locales.money import round_half_up
from models.front_office.night_audit.tables import DayStatistics
from models.house.refusals import Refused
from models.ledger.balances import money

_COUNTS = (
    "rooms", "out_of_order", "sold", "complimentary", "house_use", "day_use", "guests",
    "arrivals", "departures", "no_shows", "cancellations", "walk_ins",
)  # fmt: skip
_LATER = ("multiple", "departed_stays", "departed_nights")


@dataclass(frozen=True)
class Definition:
    """How days are counted: by which rooms, and whether complimentary nights and day use are rooms sold."""

    base: str = "physical"
    sold_complimentary: bool = True
    sold_day_use: bool = False
    adr_complimentary: bool = True


@dataclass(frozen=True)
class Figures:
    """What was counted on ``days`` closed days, and the rates made of it; baht, net of service charge and VAT.

    ``sold`` is as the audit counts it: complimentary nights in it, house use and day use not. A rate is None where
    nothing can be divided by, and where the days were closed before its counts were kept.
    """

    definition: Definition
    days: int
    rooms: int
    out_of_order: int
    sold: int
    complimentary: int
    house_use: int
    day_use: int
    guests: int
    arrivals: int
    departures: int
    no_shows: int
    cancellations: int
    walk_ins: int
    room_revenue: Decimal
    other_revenue: Decimal
    multiple: int | None = None
    departed_stays: int | None = None
    departed_nights: int | None = None

    @property
    def base(self) -> int:
        """The rooms occupancy is divided by."""
        return self.rooms - (self.out_of_order if self.definition.base == "sellable" else 0)

    @property
    def rooms_sold(self) -> int:
        return self._counted(self.definition.sold_complimentary)

    @property
    def revenue(self) -> Decimal:
        return self.room_revenue + self.other_revenue

    @property
    def occupancy(self) -> Decimal | None:
        """OCC in per cent."""
        return _divided(self.rooms_sold * 100, self.base)

    @property
    def adr(self) -> Decimal | None:
        """Average daily rate. Whether complimentary nights are in the divisor is a choice of its own."""
        return _divided(self.room_revenue, self._counted(self.definition.adr_complimentary))

    @property
    def revpar(self) -> Decimal | None:
        return _divided(self.room_revenue, self.base)

    @property
    def trevpar(self) -> Decimal | None:
        return _divided(self.revenue, self.base)

    @property
    def average_guests(self) -> Decimal | None:
        return _divided(self.guests, self.rooms_sold)

    @property
    def double_occupancy(self) -> Decimal | None:
        """In per cent."""
        return _divided((self.guests - self.rooms_sold) * 100, self.rooms_sold)

    @property
    def multiple_occupancy(self) -> Decimal | None:
        """Rooms with two guests or more, in per cent."""
        return None if self.multiple is None else _divided(self.multiple * 100, self.rooms_sold)

    @property
    def length_of_stay(self) -> Decimal | None:
        """ALOS: nights of the stays that departed by those stays."""
        if self.departed_nights is None or self.departed_stays is None:
            return None
        return _divided(self.departed_nights, self.departed_stays)

    def _counted(self, complimentary: bool) -> int:
        sold = self.sold - (0 if complimentary else self.complimentary)
        return sold + (self.day_use if self.definition.sold_day_use else 0)


def _divided(amount: Decimal | int, by: int) -> Decimal | None:
    return round_half_up(Decimal(amount) / by) if by > 0 else None


def figures_between(since: datetime.date, until: datetime.date) -> Figures | None:
    """The figures of the closed days from ``since`` to ``until``, both inclusive; None where none of them is closed.

    Refused: STATISTICS_BASES_MIXED (the days were not all counted the same way; domain §16).
    """
    table = DayStatistics
    definition = (table.base, table.sold_complimentary, table.sold_day_use, table.adr_complimentary)
    sums = [fn.SUM(getattr(table, name)) for name in (*_COUNTS, *_LATER)]
    kept = [fn.COUNT(getattr(table, name)) for name in _LATER]
    rows = list(
        table.select(
            *definition,
            fn.COUNT(table.id),
            fn.SUM(table.room_revenue),
            fn.SUM(table.other_revenue),
            *sums,
            *kept,
        )
        .where(table.date.between(since, until))
        .group_by(*definition)
        .tuples()
    )
    if len(rows) > 1:
        raise Refused(
            "STATISTICS_BASES_MIXED",
            "{since} – {until}: the days are counted differently and not added up.",
            since=since,
            until=until,
            jump="statistics",
        )
    if not rows:
        return None
    (base, sold_complimentary, sold_day_use, adr_complimentary, days, room, other, *rest) = rows[0]
    counts = {name: int(n) for name, n in zip(_COUNTS, rest, strict=False)}
    later = rest[len(_COUNTS) :]
    multiple, departed_stays, departed_nights = (
        int(later[place]) if later[place + len(_LATER)] == days else None for place in range(len(_LATER))
    )
    return Figures(
        Definition(base, sold_complimentary == "yes", sold_day_use == "yes", adr_complimentary == "yes"),
        days=int(days),
        room_revenue=money(room),
        other_revenue=money(other),
        multiple=multiple,
        departed_stays=departed_stays,
        departed_nights=departed_nights,
        **counts,
    )


def last_closed() -> datetime.date | None:
    """The last business date that was closed; None in a hotel that never closed one."""
    day = DayStatistics.select(DayStatistics.date).order_by(DayStatistics.date.desc()).first()
    return day.date if day else None
