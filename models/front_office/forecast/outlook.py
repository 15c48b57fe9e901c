"""The forecast: each date to come as it is booked, what came in since an earlier day, and how last year stood.

Pickup is the change since the books were frozen on a day. Pace compares with the same weekday a year ago (364 days)
at the same lead time. Where no books were frozen there is no figure, and it reads "–".
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import fn

from locales.money import round_half_up
from models.front_office.availability_views import occupancy_base
from models.front_office.desk_views import GUESTS
from models.front_office.forecast.booked import Booked, booked_between
from models.front_office.forecast.on_the_books import BooksTaken, OnTheBooks
from models.front_office.inventory import HOUSE, availability, days_from, deducting_guarantees
from models.front_office.reservations import CHECKED_OUT, IN_HOUSE, RESERVED, Reservation, Stay
from models.front_office.rooms import RoomType
from models.front_office.segments import MARKET, Segment

ZERO = Decimal("0.00")
YEAR = datetime.timedelta(days=364)
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Outlook:
    """A date, or the sum of several. Rooms and revenue (baht, net) as ``Booked``.

    ``base``: rooms OCC is divided by (setting ``occupancy_base``). ``held``: rooms of groups not picked up, beside
    ``rooms``. ``before``: rooms on the books on the day compared with; ``last_year``: at this lead time a year ago.
    """

    date: datetime.date | None
    rooms: int
    guests: int
    revenue: Decimal
    base: int
    held: int
    arrivals: int
    departures: int
    before: int | None
    last_year: int | None

    @property
    def key(self) -> tuple[datetime.date | None]:
        return (self.date,)

    @property
    def occupancy(self) -> Decimal | None:
        """In a hundred of the base."""
        return round_half_up(Decimal(self.rooms * 100) / self.base) if self.base else None

    @property
    def adr(self) -> Decimal | None:
        return round_half_up(self.revenue / self.rooms) if self.rooms else None

    @property
    def pickup(self) -> int | None:
        return None if self.before is None else self.rooms - self.before

    @property
    def pace(self) -> int | None:
        return None if self.last_year is None else self.rooms - self.last_year


@dataclass(frozen=True)
class Share:
    """What a room type or a market has of a span: room-nights, guest-nights, baht; ``pickup`` in room-nights."""

    code: str
    name_th: str
    name_en: str
    rooms: int
    guests: int
    revenue: Decimal
    pickup: int | None

    @property
    def key(self) -> tuple[str]:
        return (self.code,)

    @property
    def adr(self) -> Decimal | None:
        return round_half_up(self.revenue / self.rooms) if self.rooms else None


def last_books() -> datetime.date | None:
    """The day whose close froze the books last; what pickup counts from unless told otherwise."""
    taken = BooksTaken.select().order_by(BooksTaken.taken_on.desc()).first()
    return taken.taken_on if taken else None


def forecast(today: datetime.date, days: int, since: datetime.date | None = None) -> list[Outlook]:
    """``days`` dates from the business date ``today``; pickup since the close of the day ``since``."""
    last = today + (days - 1) * _DAY
    cells = availability(today, last)
    physical = occupancy_base() == "physical"
    booked = _by_date(booked_between(today, last))
    before = _rooms_on_books(since, today, last)
    last_year = _rooms_on_books(today - _DAY - YEAR, today - YEAR, last - YEAR)
    arrivals, departures = _movements(today, last)
    rows = []
    for date in days_from(today, last):
        cell, (rooms, guests, revenue) = cells[date, HOUSE], booked.get(date, (0, 0, ZERO))
        rows.append(
            Outlook(
                date, rooms, guests, revenue, cell.physical if physical else cell.inventory, cell.block_left,
                arrivals[date], departures[date],
                None if before is None else before[date], None if last_year is None else last_year[date - YEAR],
            )
        )  # fmt: skip
    return rows


def total(rows: Sequence[Outlook]) -> Outlook:
    """The sums, divided once; no pickup or pace where it lacks for a date."""
    before = [row.before for row in rows if row.before is not None]
    year = [row.last_year for row in rows if row.last_year is not None]
    return Outlook(
        None, sum(r.rooms for r in rows), sum(r.guests for r in rows), sum((r.revenue for r in rows), ZERO),
        sum(r.base for r in rows), sum(r.held for r in rows), sum(r.arrivals for r in rows),
        sum(r.departures for r in rows), sum(before) if len(before) == len(rows) else None,
        sum(year) if len(year) == len(rows) else None,
    )  # fmt: skip


def by_room_type(today: datetime.date, days: int, since: datetime.date | None = None) -> list[Share]:
    """Every type that guests sleep in, in the order of the house."""
    types = list(RoomType.select().where(~RoomType.pseudo).order_by(RoomType.id))
    last = today + (days - 1) * _DAY
    before = _rooms_on_books(since, today, last, by_type=True)
    booked = booked_between(today, last)
    return [
        _share(t.code, t.name_th, t.name_en, [b for b in booked if b.room_type_id == t.id], before, t.id)
        for t in types
    ]


def by_market(today: datetime.date, days: int, since: datetime.date | None = None) -> list[Share]:
    """Every market with something on the books now or then, and last "" for what was told none."""
    last = today + (days - 1) * _DAY
    booked = booked_between(today, last)
    before = _rooms_on_books(since, today, last, by_market=True)
    names = {s.code: s for s in Segment.select().where(Segment.kind == MARKET)}
    found = {b.market for b in booked} | {str(code) for code in before or ()}
    codes = sorted(found, key=lambda code: (not code, code))
    rows = []
    for code in codes:
        named = names.get(code)
        name_th, name_en = (named.name_th, named.name_en) if named else (code, code)
        rows.append(_share(code, name_th, name_en, [b for b in booked if b.market == code], before, code))
    return rows


def _share(
    code: str, name_th: str, name_en: str, booked: list[Booked], before: Counter[object] | None, key: object
) -> Share:
    rooms = sum(b.rooms for b in booked)
    revenue = sum((b.revenue for b in booked), ZERO)
    guests = sum(b.guests for b in booked)
    return Share(
        code, name_th, name_en, rooms, guests, revenue, None if before is None else rooms - before[key]
    )


def _by_date(booked: Iterable[Booked]) -> dict[datetime.date, tuple[int, int, Decimal]]:
    sums: dict[datetime.date, tuple[int, int, Decimal]] = {}
    for b in booked:
        rooms, guests, revenue = sums.get(b.date, (0, 0, ZERO))
        sums[b.date] = (rooms + b.rooms, guests + b.guests, revenue + b.revenue)
    return sums


def _rooms_on_books(
    taken_on: datetime.date | None,
    first: datetime.date,
    last: datetime.date,
    *,
    by_type: bool = False,
    by_market: bool = False,
) -> Counter[object] | None:
    """Rooms by date (or type, or market) as frozen when ``taken_on`` was closed; None where nothing was frozen."""
    if taken_on is None or not BooksTaken.select().where(BooksTaken.taken_on == taken_on).exists():
        return None
    key = OnTheBooks.room_type if by_type else OnTheBooks.market if by_market else OnTheBooks.date
    rows = (
        OnTheBooks.select(key, fn.SUM(OnTheBooks.rooms))
        .where((OnTheBooks.taken_on == taken_on) & OnTheBooks.date.between(first, last))
        .group_by(key)
        .tuples()
    )
    return Counter({name: int(rooms) for name, rooms in rows})


def _movements(
    first: datetime.date, last: datetime.date
) -> tuple[Counter[datetime.date], Counter[datetime.date]]:
    """Rooms that arrive and that leave, by date, of the stays that are on the books; who shares counts none."""
    counts: list[Counter[datetime.date]] = []
    definite = (Stay.state << (IN_HOUSE, CHECKED_OUT)) | (
        (Stay.state == RESERVED)
        & (Reservation.block.is_null(False) | (Reservation.guarantee << deducting_guarantees()))
    )
    for field in (Stay.arrival, Stay.departure):
        rows = (
            Stay.select(field, fn.COUNT(Stay.id))
            .join(Reservation)
            .where(
                GUESTS & definite & field.between(first, last)
                & (Stay.share_slot == 0) & (Stay.arrival < Stay.departure)
            )
            .group_by(field)
            .tuples()
        )  # fmt: skip
        counts.append(Counter(dict(rows)))
    return counts[0], counts[1]
