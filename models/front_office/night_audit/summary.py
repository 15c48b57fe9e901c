"""What the auditor sees when a day is closed."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from decimal import Decimal

from models.front_office.guests import Guest
from models.front_office.night_audit.tables import ClosedDay, ClosedLedger, DayStatistics
from models.front_office.reservations import Reservation, Stay


@dataclass(frozen=True)
class Released:
    """A tentative booking that was cancelled because its option had run out."""

    stay_id: int
    confirmation: str
    guest_th: str
    guest_en: str


@dataclass(frozen=True)
class AuditSummary:
    """What the auditor sees when a day is closed."""

    date: datetime.date
    nights: int
    no_shows: int
    room_revenue: Decimal
    sold: int
    rooms: int
    ledgers: tuple[tuple[str, Decimal, Decimal, Decimal, Decimal], ...]
    fixed_charges: int = 0
    options_released: tuple[Released, ...] = ()


def summary_of(date: datetime.date) -> AuditSummary:
    day = ClosedDay.get(ClosedDay.date == date)
    counts = json.loads(day.counts)
    statistics = DayStatistics.get(DayStatistics.date == date)
    ledgers = ClosedLedger.select().where(ClosedLedger.date == date).order_by(ClosedLedger.id)
    return AuditSummary(
        date,
        counts["nights"],
        counts["no_shows"],
        statistics.room_revenue,
        statistics.sold,
        statistics.rooms,
        tuple((x.ledger, x.opening, x.debits, x.credits, x.closing) for x in ledgers),
        counts.get("fixed_charges", 0),
        _released(counts.get("options_released", [])),
    )


def _released(stay_ids: list[int]) -> tuple[Released, ...]:
    """By id: whose name was erased since is not kept in the record of a closed day."""
    query = Stay.select(Stay, Guest, Reservation).join(Guest).switch(Stay).join(Reservation)
    return tuple(
        Released(s.id, s.reservation.confirmation, s.guest.name("th"), s.guest.name("en"))
        for s in query.where(Stay.id << stay_ids).order_by(Stay.id)
    )
