"""The counts and the revenue of a day, frozen when it is closed."""

from __future__ import annotations

import datetime
from collections import Counter
from decimal import Decimal

from peewee import fn

from models.front_office.codes import TransactionCode
from models.front_office.desk_views import GUESTS
from models.front_office.folios import Posting
from models.front_office.night_audit.tables import DayStatistics
from models.front_office.reservations import (
    CANCELLED,
    CHECKED_OUT,
    IN_HOUSE,
    Night,
    Stay,
)
from models.front_office.rooms import OUT_OF_ORDER, Room, RoomClosure, RoomType
from models.front_office.waitlist import NO_ROOM_OFFERED
from models.house.property import setting
from models.ledger.balances import money

ZERO = Decimal("0.00")


def freeze_statistics(date: datetime.date, no_shows: int) -> None:
    from models.front_office.rates import RateCode

    nights = list(
        Night.select(Night, RateCode)
        .join(RateCode)
        .switch(Night)
        .join(Stay)
        .where((Night.date == date) & Night.posted & (Stay.state << (IN_HOUSE, CHECKED_OUT)))
    )
    over_night = [n for n in nights if not n.day_use and n.share_slot == 0]
    paid_rooms = {
        n.room_id for n in nights if n.amount and not n.day_use
    }  # one of those who share may pay all
    revenue = dict(
        Posting.select(TransactionCode.group, fn.SUM(Posting.net))
        .join(TransactionCode)
        .where((Posting.revenue_date == date) & (TransactionCode.kind == "revenue"))
        .group_by(TransactionCode.group)
        .tuples()
    )
    house_use = sum(1 for n in over_night if n.rate_code.house_use)
    free = {
        n.room_id
        for n in over_night
        if n.rate_code.complimentary or not (n.room_id in paid_rooms or n.rate_code.house_use)
    }
    departed_stays, departed_nights = _departed(date)
    DayStatistics.create(
        date=date,
        rooms=Room.select().join(RoomType).where(~RoomType.pseudo).count(),
        out_of_order=RoomClosure.select()
        .where(
            (RoomClosure.kind == OUT_OF_ORDER)
            & (RoomClosure.first_night <= date)
            & (RoomClosure.last_night >= date)
        )
        .count(),
        sold=len(over_night) - house_use,
        complimentary=len(free),
        house_use=house_use,
        day_use=sum(1 for n in nights if n.day_use),
        guests=sum(n.adults + n.children for n in nights if not n.day_use),
        arrivals=Stay.select()
        .where(GUESTS & (Stay.arrival == date) & (Stay.state << (IN_HOUSE, CHECKED_OUT)))
        .count(),
        departures=Stay.select()
        .where(GUESTS & (Stay.departure == date) & (Stay.state == CHECKED_OUT))
        .count(),
        no_shows=no_shows,
        cancellations=Stay.select()
        .where((Stay.state == CANCELLED) & (Stay.arrival == date) & (Stay.reason != NO_ROOM_OFFERED))
        .count(),
        walk_ins=Stay.select()
        .where((Stay.arrival == date) & Stay.walk_in & (Stay.state << (IN_HOUSE, CHECKED_OUT)))
        .count(),
        room_revenue=money(revenue.pop("room", None)),
        other_revenue=sum((money(x) for x in revenue.values()), ZERO),
        base=setting("occupancy_base"),
        sold_complimentary=setting("sold_complimentary"),
        sold_day_use=setting("sold_day_use"),
        adr_complimentary=setting("adr_complimentary"),
        multiple=_multiple(nights, set() if setting("sold_complimentary") == "yes" else free),
        departed_stays=departed_stays,
        departed_nights=departed_nights,
    )


def _multiple(nights: list[Night], left_out: set[int]) -> int:
    """Rooms sold with two guests or more; those who share are in one room."""
    guests: Counter[int] = Counter()
    for night in nights:
        if not night.day_use and not night.rate_code.house_use and night.room_id not in left_out:
            guests[night.room_id] += night.adults + night.children
    return sum(1 for n in guests.values() if n > 1)


def _departed(date: datetime.date) -> tuple[int, int]:
    """The stays that departed on ``date`` and their room-nights; who shares has none of their own."""
    from models.front_office.rates import RateCode

    stays, nights = (
        Night.select(fn.COUNT(Night.stay.distinct()), fn.COUNT(Night.id))
        .join(RateCode)
        .switch(Night)
        .join(Stay)
        .where(
            GUESTS
            & (Stay.departure == date)
            & (Stay.state == CHECKED_OUT)
            & Night.posted
            & (Night.share_slot == 0)
            & ~Night.day_use
            & ~RateCode.house_use
        )
        .scalar(as_tuple=True)
    )
    return int(stays), int(nights)
