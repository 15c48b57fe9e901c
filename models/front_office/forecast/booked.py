"""Nights on the books: rooms, guests and room revenue that are sold for a date, by room type and market."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import fn

from models.front_office.codes import Generate, TransactionCode, from_gross, rules_on, versions_of
from models.front_office.inventory import deducting_guarantees
from models.front_office.rates import RateCode
from models.front_office.reservations import CHECKED_OUT, IN_HOUSE, RESERVED, Night, Reservation, Stay
from models.front_office.rooms import pseudo_types
from models.house.property import Property
from models.house.refusals import Refused

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Booked:
    """One date, one room type, one market ("" where none is told).

    ``rooms`` are sold: complimentary is among them, house use and day use are not; who shares counts no second room.
    ``revenue`` in baht net of service charge and tax, with day use; what a rate includes of packages is still in it.
    """

    date: datetime.date
    room_type_id: int
    market: str
    rooms: int
    guests: int
    revenue: Decimal


def booked_between(first: datetime.date, last: datetime.date) -> list[Booked]:
    """What is on the books for each date, both inclusive: who is in house, and bookings that deduct from inventory.

    Nights picked up from a group are there; rooms a group only holds, tentative bookings and waitlists are not.
    One query for nights, and one for the rates of each code that has prices with tax in them.
    """
    keys = (
        Night.date, Night.room_type, Night.market, Reservation.market, Night.day_use, Night.share_slot, Night.inclusive, Night.amount,
        RateCode.house_use, RateCode.transaction_code,
    )  # fmt: skip
    rows = (
        Night.select(*keys, fn.COUNT(Night.id), fn.SUM(Night.adults + Night.children))
        .join(RateCode)
        .switch(Night)
        .join(Stay)
        .join(Reservation)
        .where(
            Night.date.between(first, last)
            & Night.room_type.not_in(pseudo_types())
            & (
                (Stay.state == IN_HOUSE)
                | ((Stay.state == CHECKED_OUT) & Night.posted)
                | (
                    (Stay.state == RESERVED)
                    & (Night.block_cell.is_null(False) | (Reservation.guarantee << deducting_guarantees()))
                )
            )
        )
        .group_by(*keys)
        .tuples()
    )
    net = _Net()
    sums: dict[tuple[datetime.date, int, str], tuple[int, int, Decimal]] = {}
    for date, kind, own, booked_as, day_use, slot, inclusive, price, house_use, code, nights, persons in rows:
        segment = own or booked_as
        rooms, guests, revenue = sums.get((date, kind, segment), (0, 0, ZERO))
        if not day_use:
            rooms += nights if slot == 0 and not house_use else 0
            guests += persons
        amount = net.of(code, price, date) if inclusive else price
        sums[date, kind, segment] = (rooms, guests, revenue + nights * amount)
    return [Booked(*key, *value) for key, value in sorted(sums.items())]


class _Net:
    """Prices without service charge and tax, at the rates of each night; the rates of a code are read once.

    A year whose rates nobody has entered yet is reckoned at those of the business date: a forecast is no posting.
    """

    def __init__(self) -> None:
        self._codes: dict[int, tuple[TransactionCode, Sequence[Generate]]] = {}
        self._today: datetime.date = Property.the().business_date

    def of(self, code_id: int, gross: Decimal, date: datetime.date) -> Decimal:
        if code_id not in self._codes:
            code = TransactionCode.get_by_id(code_id)
            self._codes[code_id] = (code, versions_of(code))
        code, versions = self._codes[code_id]
        try:
            rules = rules_on(code, date, versions)
        except Refused:
            rules = rules_on(code, self._today, versions)
        return from_gross(gross, rules).net
