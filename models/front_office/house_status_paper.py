"""The house status on paper: the figures of the day as they stood at a moment, and how it will end."""

from __future__ import annotations

import datetime
from decimal import Decimal

from locales import Message, _, in_language
from locales.dates import format_date, format_stamp
from locales.money import format_money
from models.front_office.house_status import NAMES, HouseDay, Projection, house_day
from models.front_office.papers import seller
from models.house.papers import Column, Field, Paper, Row, Table
from models.house.property import Property

STATES: dict[str, Message] = {
    "clean": Message("clean"),
    "dirty": Message("dirty"),
    "inspected": Message("inspected"),
    "pickup": Message("pickup"),
}
"""Housekeeping states in the order they are told in."""


def figure_or_dash(value: Decimal | None, unit: str = "") -> str:
    """A figure that was divided; "–" where there was nothing to divide by."""
    return "–" if value is None else format_money(value) + unit


def house_status_paper(hotel: Property, now: datetime.datetime, language: str) -> Paper:
    """The business date as it stands at ``now``; money in baht, net."""
    date = hotel.business_date
    day = house_day(date)
    with in_language(language):
        return Paper(
            kind="house-status",
            title=_("House status"),
            number="",
            date_text=format_date(date, "weekday"),
            language=language,
            seller=seller(hotel, language),
            fields=(Field(_("Printed at"), format_stamp(now, hotel.zone)),),
            tables=(_figures(day), _kept(day), _end(day.projection)),
        )


def _figures(day: HouseDay) -> Table:
    columns = (Column(_("Now")), Column(_("Room count"), "right", 12), Column(_("Persons"), "right", 12))
    rows = (
        Row((NAMES[f.name].say(), str(f.rooms), "" if f.persons is None else str(f.persons)))
        for f in day.figures
    )
    return Table(columns, tuple(rows))


def _kept(day: HouseDay) -> Table:
    columns = (
        Column(_("Housekeeping")),
        *(Column(word.say(), "right", 12) for word in STATES.values()),
    )
    rows = (
        Row((name, *(str(day.housekeeping.get((occupied, state), 0)) for state in STATES)))
        for name, occupied in ((_("Vacant"), False), (_("Occupied"), True))
    )
    return Table(columns, tuple(rows))


def _end(end: Projection) -> Table:
    rows = (
        (_("Rooms sold"), str(end.rooms)),
        (_("Persons"), str(end.persons)),
        (_("OCC, %"), figure_or_dash(end.occupancy)),
        (_("Room revenue, baht"), format_money(end.revenue)),
        (_("ADR, baht"), figure_or_dash(end.adr)),
        (_("RevPAR, baht"), figure_or_dash(end.revpar)),
    )
    columns = (Column(_("End of day")), Column(_("Expected"), "right", 16))
    return Table(columns, tuple(Row(row) for row in rows))
