"""Segments of closed days as they are read: what each market, source or nationality had of a span."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from peewee import fn

from locales import Message
from locales.countries import country_name
from locales.money import round_half_up
from models.front_office.night_audit.segments import (
    CHANNEL,
    MARKET,
    NATIONALITY,
    RATE,
    ROOM_TYPE,
    SOURCE,
)
from models.front_office.night_audit.tables import DaySegment, DayStatistics
from models.front_office.rates import RateCode
from models.front_office.rooms import RoomType
from models.front_office.segments import Segment
from models.ledger.balances import money

KINDS = {
    MARKET: Message("Market"),
    SOURCE: Message("Source"),
    CHANNEL: Message("Channel"),
    NATIONALITY: Message("Nationality"),
    ROOM_TYPE: Message("Room type"),
    RATE: Message("Rate"),
}


@dataclass(frozen=True)
class SegmentShare:
    """What a segment had of the closed days of a span: room-nights sold (complimentary among them), guest-nights,
    arrivals, room revenue (net, baht). ``share`` of all room-nights in per cent. ``code`` "": told none."""

    code: str
    name_th: str
    name_en: str
    rooms: int
    guests: int
    arrivals: int
    revenue: Decimal
    share: Decimal | None

    @property
    def key(self) -> tuple[str]:
        return (self.code,)

    @property
    def adr(self) -> Decimal | None:
        return round_half_up(self.revenue / self.rooms) if self.rooms else None

    def name(self, language: str) -> str:
        return self.name_th if language == "th" else self.name_en


def segments_between(kind: str, since: datetime.date, until: datetime.date) -> list[SegmentShare]:
    """The segments of ``kind`` that had anything from ``since`` to ``until`` (inclusive), the greatest first."""
    rows = [
        (str(code), int(rooms), int(guests), int(arrivals), money(revenue))
        for code, rooms, guests, arrivals, revenue in DaySegment.select(
            DaySegment.code,
            fn.SUM(DaySegment.rooms),
            fn.SUM(DaySegment.guests),
            fn.SUM(DaySegment.arrivals),
            fn.SUM(DaySegment.revenue),
        )
        .where((DaySegment.kind == kind) & DaySegment.date.between(since, until))
        .group_by(DaySegment.code)
        .tuples()
    ]
    names = _names(kind)
    whole = sum(row[1] for row in rows)
    found = []
    for code, rooms, guests, arrivals, revenue in sorted(rows, key=lambda r: (-r[1], -r[4], r[0])):
        share = round_half_up(Decimal(100 * rooms) / whole) if whole else None
        if kind == NATIONALITY:
            names[code] = (country_name(code, "th"), country_name(code, "en")) if code else ("", "")
        name_th, name_en = names.get(code, (code, code))
        found.append(SegmentShare(code, name_th, name_en, rooms, guests, arrivals, revenue, share))
    return found


def _names(kind: str) -> dict[str, tuple[str, str]]:
    if kind in (MARKET, SOURCE):
        return {s.code: (s.name_th, s.name_en) for s in Segment.select().where(Segment.kind == kind)}
    if kind == ROOM_TYPE:
        return {t.code: (t.name_th, t.name_en) for t in RoomType.select()}
    if kind == RATE:
        return {r.code: (r.name_th, r.name_en) for r in RateCode.select()}
    return {}


def nights_without_segments(since: datetime.date, until: datetime.date) -> int:
    """Room-nights of days in the span that were closed before segments were kept."""
    sold = DayStatistics.select(fn.SUM(DayStatistics.sold)).where(DayStatistics.date.between(since, until))
    kept = DaySegment.select(fn.SUM(DaySegment.rooms)).where(
        (DaySegment.kind == MARKET) & DaySegment.date.between(since, until)
    )
    return int(sold.scalar() or 0) - int(kept.scalar() or 0)
