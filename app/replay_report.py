"""What ``reception replay`` prints at the end, from the summary of the hotel's own books."""

from __future__ import annotations

from collections.abc import Iterator

from models.front_office.replay import Summary
from models.ledger.balances import trial_balance


def lines_of(summary: Summary) -> Iterator[str]:
    yield f"Room-nights sold   {summary.room_nights_sold:>12,}"
    yield f"Rooms revenue      {summary.rooms_revenue:>15,.2f} {summary.currency}"
    yield f"Business date      {summary.business_date}"
    yield ""
    yield "Month     nights      OCC        ADR     RevPAR"
    for month in summary.months:
        yield f"{month.month:%Y-%m}  {month.room_nights:8,} {month.occupancy:7.2f} % {month.adr:9,.2f} {month.revpar:10,.2f}"
    yield "ADR: room revenue net of service charge and tax ÷ rooms sold, complimentary in; base: physical rooms"
    yield ""
    for status, count in summary.bookings_by_status.items():
        yield f"{status:<12} {count:6,}"
    yield f"{'Day use':<12} {summary.day_use_rows:6,}"
    yield f"{'No adults':<12} {summary.rows_without_adults:6,}  registered under a made-up adult"
    yield f"{'Refused':<12} {len(summary.refused_rows):6,}"
    for row in summary.refused_rows[:20]:
        yield f"  row {row.number}: {row.reason}"
    yield ""
    for line in trial_balance(summary.business_date, summary.business_date):
        yield f"{line.code}  {line.name_en:<40} {line.closing:>16,.2f}"
    yield f"{'':5}  {'difference':<40} {summary.trial_balance_difference:>16,.2f}"
