"""What the hotel's own books and statistics say after a replay. Nothing here is taken from the file but its oddities."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from decimal import Decimal

from peewee import fn

from locales.money import round_half_up
from models.front_office.night_audit import DayStatistics
from models.front_office.replay.bookings_file import (
    CANCELED,
    CHECK_OUT,
    NO_SHOW,
    BookingsFile,
    RefusedRow,
)
from models.front_office.reservations import CANCELLED, CHECKED_OUT, Stay
from models.front_office.reservations import NO_SHOW as MARKED_NO_SHOW
from models.house.acts import ChangeLog
from models.house.property import Property
from models.ledger.accounts import account
from models.ledger.balances import account_balance, trial_balance
from models.ledger.entries import Entry

ROOM_REVENUE = "41100"
ZERO = Decimal("0.00")
WORD_OF_STATE = {CHECKED_OUT: CHECK_OUT, CANCELLED: CANCELED, MARKED_NO_SHOW: NO_SHOW}


@dataclass(frozen=True)
class MonthFigures:
    """``occupancy`` in percent of the physical rooms; ``adr`` and ``revpar`` net, in the hotel's currency.

    Rooms sold include complimentary nights and leave day use out; revenue is that of all rooms.
    """

    month: datetime.date
    room_nights: int
    occupancy: Decimal
    adr: Decimal
    revpar: Decimal


@dataclass(frozen=True)
class Summary:
    """``rooms_revenue`` net of service charge and tax; ``business_date`` as it stands after the last audit.

    ``bookings_by_status`` uses the words of the file. ``day_use_rows``, ``rows_without_adults`` and
    ``rows_without_country`` count rows of the file that were entered; ``oversold`` counts bookings taken
    although the type was sold out.
    """

    room_nights_sold: int
    rooms_revenue: Decimal
    bookings_by_status: dict[str, int]
    business_date: datetime.date
    trial_balance_difference: Decimal
    refused_rows: tuple[RefusedRow, ...]
    day_use_rows: int
    rows_without_adults: int
    rows_without_country: int
    oversold: int
    currency: str
    months: tuple[MonthFigures, ...]
    last_hash: str

    def as_json(self) -> str:
        """For scripts: money as text with two decimals, rows by their number from 1, months as YYYY-MM."""
        return json.dumps(
            {
                "room_nights_sold": self.room_nights_sold,
                "rooms_revenue": f"{self.rooms_revenue:.2f}",
                "bookings_by_status": self.bookings_by_status,
                "business_date": self.business_date.isoformat(),
                "trial_balance_difference": f"{self.trial_balance_difference:.2f}",
                "refused_rows": [row.number for row in self.refused_rows],
                "refused_reasons": {str(row.number): row.reason.say("en") for row in self.refused_rows},
                "day_use_rows": self.day_use_rows,
                "rows_without_adults": self.rows_without_adults,
                "rows_without_country": self.rows_without_country,
                "oversold": self.oversold,
                "currency": self.currency,
                "months": [
                    {
                        "month": f"{row.month:%Y-%m}",
                        "room_nights": row.room_nights,
                        "occupancy": f"{row.occupancy:.2f}",
                        "adr": f"{row.adr:.2f}",
                        "revpar": f"{row.revpar:.2f}",
                    }
                    for row in self.months
                ],
                "last_hash": self.last_hash,
            },
            ensure_ascii=False,
            indent=2,
        )


def summarise(bookings: BookingsFile) -> Summary:
    """Read the hotel as it stands now."""
    hotel = Property.the()
    yesterday = hotel.business_date - datetime.timedelta(days=1)
    last = Entry.select(Entry.hash).order_by(Entry.id.desc()).first()
    return Summary(
        room_nights_sold=int(DayStatistics.select(fn.SUM(DayStatistics.sold)).scalar() or 0),
        rooms_revenue=-account_balance(account(ROOM_REVENUE).id, yesterday),
        bookings_by_status=_by_status(),
        business_date=hotel.business_date,
        trial_balance_difference=sum((row.closing for row in trial_balance(hotel.business_date)), ZERO),
        refused_rows=bookings.refused,
        day_use_rows=sum(row.day_use for row in bookings.rows),
        rows_without_adults=sum(row.made_up_adult for row in bookings.rows),
        rows_without_country=sum(not row.country for row in bookings.rows),
        oversold=ChangeLog.select()
        .where((ChangeLog.subject == "reservation") & ChangeLog.reason.startswith("NO_AVAILABILITY"))
        .count(),
        currency=hotel.currency,
        months=_months(),
        last_hash=last.hash if last else "",
    )


def _by_status() -> dict[str, int]:
    rows = Stay.select(Stay.state, fn.COUNT(Stay.id)).group_by(Stay.state).order_by(Stay.state).tuples()
    return {WORD_OF_STATE.get(state, state): count for state, count in rows}


def _months() -> tuple[MonthFigures, ...]:
    sums: dict[datetime.date, list[Decimal]] = {}
    for day in DayStatistics.select().order_by(DayStatistics.date):
        month = sums.setdefault(day.date.replace(day=1), [ZERO, ZERO, ZERO])
        month[0] += day.sold
        month[1] += day.rooms
        month[2] += day.room_revenue
    return tuple(
        MonthFigures(
            month,
            int(sold),
            round_half_up(sold * 100 / rooms) if rooms else ZERO,
            round_half_up(revenue / sold) if sold else ZERO,
            round_half_up(revenue / rooms) if rooms else ZERO,
        )
        for month, (sold, rooms, revenue) in sums.items()
    )
