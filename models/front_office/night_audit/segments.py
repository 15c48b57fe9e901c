"""Where the business of a day came from, kept when it is closed: by market, source, channel, nationality, type, rate."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from peewee import JOIN, Case, fn

from models.front_office.codes import TransactionCode
from models.front_office.desk_views import GUESTS
from models.front_office.folios import FolioWindow, Posting
from models.front_office.guests import Guest
from models.front_office.night_audit.tables import DaySegment
from models.front_office.rates import RateCode
from models.front_office.reservations import CHECKED_OUT, IN_HOUSE, Night, Reservation, Stay
from models.front_office.rooms import RoomType
from models.house.database import insert_rows
from models.ledger.balances import money

MARKET, SOURCE, CHANNEL, NATIONALITY, ROOM_TYPE, RATE = (
    "market", "source", "channel", "nationality", "room type", "rate",
)  # fmt: skip
_KEYS = (
    Night.market, Reservation.market, Night.source, Reservation.source, Reservation.external_source, Guest.nationality,
    RoomType.code, RateCode.code,
)  # fmt: skip
_ZERO = Decimal("0.00")
_THERE = (IN_HOUSE, CHECKED_OUT)


def freeze_segments(date: datetime.date) -> None:
    """Keep the segments of ``date``, which is being closed; each kind adds up to the statistics of the day.

    A stay counts for its first guest's nationality with everybody on it. Revenue counts where its night does, and
    what has no night where the stay charged does. Three queries, however many rooms.
    """
    sums: dict[tuple[str, str], list[Any]] = defaultdict(lambda: [0, 0, 0, _ZERO])
    for segments, rooms, guests in _segmented(_nights(date), 2):
        for segment in segments:
            sums[segment][0] += int(rooms)
            sums[segment][1] += int(guests)
    for segments, arrivals in _segmented(_arrivals(date), 1):
        for segment in segments:
            sums[segment][2] += int(arrivals)
    for segments, revenue in _segmented(_revenue(date), 1):
        for segment in segments:
            sums[segment][3] += money(revenue)
    rows = [
        {
            "date": date,
            "kind": kind,
            "code": code,
            "rooms": rooms,
            "guests": guests,
            "arrivals": arrivals,
            "revenue": revenue,
        }
        for (kind, code), (rooms, guests, arrivals, revenue) in sorted(sums.items())
        if rooms or guests or arrivals or revenue
    ]
    insert_rows(DaySegment, rows)


def _segmented(query: Any, values: int) -> Iterator[tuple[Any, ...]]:
    """Each row's segments, ``(kind, code)``, before its ``values``."""
    for row in query.group_by(*_KEYS).tuples():
        yield _segments(row[:-values]), *row[-values:]


def _segments(keys: Sequence[str | None]) -> list[tuple[str, str]]:
    own_market, market, own_source, source, channel, nationality, kind, rate = (key or "" for key in keys)
    return [
        (MARKET, own_market or market), (SOURCE, own_source or source), (CHANNEL, channel),
        (NATIONALITY, nationality), (ROOM_TYPE, kind), (RATE, rate),
    ]  # fmt: skip


def _nights(date: datetime.date) -> Any:
    room = ~Night.day_use & (Night.share_slot == 0) & ~RateCode.house_use
    return (
        Night.select(
            *_KEYS,
            fn.SUM(Case(None, [(room, 1)], 0)),
            fn.SUM(Case(None, [(~Night.day_use, Night.adults + Night.children)], 0)),
        )
        .join(Stay)
        .join(Reservation)
        .switch(Stay)
        .join(Guest)
        .join(RoomType, on=(RoomType.id == Night.room_type))
        .join(RateCode, on=(RateCode.id == Night.rate_code))
        .where((Night.date == date) & Night.posted & (Stay.state << _THERE))
    )


def _arrivals(date: datetime.date) -> Any:
    first = (Night.stay == Stay.id) & (Night.date == date)
    return (
        Stay.select(*_KEYS, fn.COUNT(Stay.id))
        .join(Night, JOIN.LEFT_OUTER, on=first)
        .join(Reservation, on=(Stay.reservation == Reservation.id))
        .join(Guest, on=(Stay.guest == Guest.id))
        .join(RoomType, on=(RoomType.id == fn.COALESCE(Night.room_type, Stay.room_type)))
        .join(RateCode, on=(RateCode.id == fn.COALESCE(Night.rate_code, Stay.rate_code)))
        .where(GUESTS & (Stay.arrival == date) & (Stay.state << _THERE))
    )


def _revenue(date: datetime.date) -> Any:
    """What takes a charge back, lowers or moves it stands where that charge does."""
    charged = Posting.alias()
    night = fn.COALESCE(Posting.night, charged.night)
    return (
        Posting.select(*_KEYS, fn.SUM(Posting.net))
        .join(TransactionCode, on=(Posting.code == TransactionCode.id))
        .join(
            charged,
            JOIN.LEFT_OUTER,
            on=(charged.id == fn.COALESCE(Posting.origin, Posting.corrects, Posting.adjusts)),
        )
        .join(Night, JOIN.LEFT_OUTER, on=(Night.id == night))
        .join(FolioWindow, JOIN.LEFT_OUTER, on=(FolioWindow.id == Posting.window))
        .join(Stay, JOIN.LEFT_OUTER, on=(Stay.id == fn.COALESCE(Night.stay, FolioWindow.stay)))
        .join(Reservation, JOIN.LEFT_OUTER, on=(Stay.reservation == Reservation.id))
        .join(Guest, JOIN.LEFT_OUTER, on=(Stay.guest == Guest.id))
        .join(RoomType, JOIN.LEFT_OUTER, on=(RoomType.id == fn.COALESCE(Night.room_type, Stay.room_type)))
        .join(RateCode, JOIN.LEFT_OUTER, on=(RateCode.id == fn.COALESCE(Night.rate_code, Stay.rate_code)))
        .where(
            (Posting.revenue_date == date)
            & (TransactionCode.kind == "revenue")
            & (TransactionCode.group == "room")
        )
    )
