"""Rate variance: the nights of a date whose price is not that of their code. For the audit to look at."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from models.front_office.guests import Guest
from models.front_office.rates.prices import NOTHING, Party, PriceList, is_paid
from models.front_office.rates.rate_codes import RateCode
from models.front_office.rates.seasons import ages_of
from models.front_office.rooms import Room, RoomType


@dataclass(frozen=True)
class Variance:
    """One night. ``table``: baht by the rate table of today, None where it has no price; ``agreed`` on the night."""

    stay_id: int
    room: str
    guest_th: str
    guest_en: str
    rate_code: str
    room_type: str
    table: Decimal | None
    agreed: Decimal
    typed: bool  # somebody agreed another price; otherwise the table has changed since

    @property
    def difference(self) -> Decimal:
        return self.agreed - (self.table or NOTHING)


def rate_variance(date: datetime.date) -> list[Variance]:
    """Nights of ``date`` of guests in house or gone, by room. Shares are left out: their price is divided."""
    from models.front_office.reservations import CHECKED_OUT, IN_HOUSE, Night, Stay

    booked = RoomType.alias()
    nights = list(
        Night.select(
            Night, Stay.id, Stay.arrival, Guest.given_th, Guest.family_th, Guest.given, Guest.family, Room.number,
            RateCode, booked,
        )
        .join(Stay)
        .join(Guest)
        .switch(Night)
        .join(Room)
        .switch(Night)
        .join(RateCode)
        .switch(Night)
        .join(booked, on=(Night.booked_type == booked.id))
        .where(
            (Night.date == date)
            & ~Night.day_use
            & (Stay.state << (IN_HOUSE, CHECKED_OUT))
            & Stay.share_of.is_null()
            & (Stay.share_price == "")
        )
        .order_by(Room.number, Night.id)
    )  # fmt: skip
    rates = {night.rate_code_id: night.rate_code for night in nights}
    table = PriceList(rates.values(), date, date)
    found = []
    for night in nights:
        stay, rate = night.stay, night.rate_code
        party = Party(night.adults, night.children, ages_of(night.child_ages))
        price = table.amount(rate, night.booked_type, date, party)
        if price is not None and not is_paid(rate, (date - stay.arrival).days):
            price = NOTHING
        if price != night.amount:
            found.append(
                Variance(
                    stay.id, night.room.number, stay.guest.name("th"), stay.guest.name("en"), rate.code, night.booked_type.code, price,
                    night.amount, night.fixed_rate,
                )
            )  # fmt: skip
    return found
