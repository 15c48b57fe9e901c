"""The closed days, as a list to choose from."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, fields
from decimal import Decimal

from models.front_office.night_audit.tables import ClosedDay, DayStatistics
from models.front_office.statistics import Definition, Figures
from models.house.lists import Listing
from models.house.staff import Staff


@dataclass(frozen=True)
class ClosedDayRow:
    """``revenue`` in baht, net of service charge and VAT; ``occupancy`` in per cent; ``difference``: by how much the
    debits and credits of the kept trial balance are apart, which is nothing."""

    date: datetime.date
    by_th: str
    by_en: str
    revenue: Decimal
    occupancy: Decimal | None
    difference: Decimal

    @property
    def key(self) -> tuple[datetime.date]:
        return (self.date,)


def closed_days() -> Listing[ClosedDayRow]:
    """Every closed day, the latest first."""
    query = (
        ClosedDay.select(ClosedDay, Staff, DayStatistics)
        .join(Staff)
        .switch(ClosedDay)
        .join(DayStatistics, on=(DayStatistics.date == ClosedDay.date), attr="statistics")
    )
    return Listing(query, [(ClosedDay.date, True)], _row)


def _row(day: ClosedDay) -> ClosedDayRow:
    figures = _figures(day.statistics)
    apart = sum(
        (Decimal(opening) + Decimal(debit) - Decimal(credit))
        for _code, opening, debit, credit in json.loads(day.trial_balance)
    )
    staff = day.staff
    return ClosedDayRow(
        day.date, staff.name_th, staff.name_en, figures.revenue, figures.occupancy, Decimal(apart)
    )


def _figures(day: DayStatistics) -> Figures:
    own = {
        one.name: getattr(day, one.name) for one in fields(Figures) if one.name not in ("definition", "days")
    }
    counted = Definition(
        day.base, day.sold_complimentary == "yes", day.sold_day_use == "yes", day.adr_complimentary == "yes"
    )
    return Figures(definition=counted, days=1, **own)
