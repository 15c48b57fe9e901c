"""What the auditor sees when a day is closed."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from decimal import Decimal

from models.front_office.night_audit.tables import ClosedDay, ClosedLedger, DayStatistics


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
    )
