"""The forecast on paper: each date to come with its sums, then by room type and by market."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from locales import _, in_language
from locales.dates import SHORT_WEEKDAYS, format_date, format_stamp
from locales.money import format_money
from models.front_office.forecast.outlook import Outlook, Share, by_market, by_room_type, forecast, total
from models.front_office.house_status_paper import figure_or_dash
from models.front_office.papers import seller
from models.house.papers import Column, Field, Paper, Row, RowStyle, Table
from models.house.property import Property


def signed(value: int | None) -> str:
    """A change with its sign; "–" where there is nothing to compare with."""
    return "–" if value is None else f"{value:+d}" if value else "0"


def share_name(row: Share, language: str) -> str:
    """The type or market by name; of bookings without a market that none was told."""
    return (row.name_th if language == "th" else row.name_en) or _("No market told")


def forecast_paper(
    hotel: Property, now: datetime.datetime, days: int, since: datetime.date | None, language: str
) -> Paper:
    """``days`` dates from the business date as booked at ``now``; pickup since the close of ``since``; baht, net."""
    today = hotel.business_date
    rows = forecast(today, days, since)
    with in_language(language):
        fields = [Field(_("Printed at"), format_stamp(now, hotel.zone))]
        if since is not None:
            fields.append(Field(_("Pickup since"), format_date(since)))
        return Paper(
            kind="forecast",
            title=_("Forecast of {n} days", n=days),
            number="",
            date_text=f"{format_date(today)} – {format_date(today + datetime.timedelta(days=days - 1))}",
            language=language,
            seller=seller(hotel, language),
            fields=tuple(fields),
            tables=(
                _dates(rows, language),
                _shares(_("By room type"), by_room_type(today, days, since), language),
                _shares(_("By market"), by_market(today, days, since), language),
            ),
        )


def _dates(rows: Sequence[Outlook], language: str) -> Table:
    columns = (
        Column(_("Date")),
        Column(_("Sold"), "right", 4),
        Column(_("OCC %"), "right", 6, share=8),
        Column(_("Arr"), "right", 3),
        Column(_("Dep"), "right", 3),
        Column(_("Blk"), "right", 3),
        Column(_("ADR"), "right", 9),
        Column(_("Revenue"), "right", 12),
        Column(_("P/U"), "right", 6),
        Column(_("Pace"), "right", 6),
    )

    def line(row: Outlook, style: RowStyle = "normal") -> Row:
        return Row(
            (
                _date(row.date, language), str(row.rooms), figure_or_dash(row.occupancy), str(row.arrivals),
                str(row.departures), str(row.held), figure_or_dash(row.adr), format_money(row.revenue),
                signed(row.pickup), signed(row.pace),
            ),
            style,
        )  # fmt: skip

    return Table(columns, (*(line(row) for row in rows), line(total(rows), "total")))


def _date(date: datetime.date | None, language: str) -> str:
    if date is None:
        return _("Total")
    return f"{SHORT_WEEKDAYS[language][date.weekday()]} {format_date(date, 'day_month')}"


def _shares(title: str, shares: Sequence[Share], language: str) -> Table:
    columns = (
        Column(_("Code"), width=8),
        Column(_("Name")),
        Column(_("Nights"), "right", 7),
        Column(_("Revenue"), "right", 14),
        Column(_("ADR"), "right", 10),
        Column(_("P/U"), "right", 7),
    )
    rows = tuple(
        Row(
            (
                s.code, share_name(s, language), str(s.rooms), format_money(s.revenue),
                figure_or_dash(s.adr), signed(s.pickup),
            )
        )
        for s in shares
    )  # fmt: skip
    return Table(columns, rows, title)
