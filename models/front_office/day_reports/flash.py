"""The manager's flash: the counts of the day and what it earned, each by its name."""

from __future__ import annotations

import datetime

from locales import Message, _
from models.front_office.day_reports.frame import JSON, Frame, baht, report_on
from models.front_office.night_audit.tables import DayStatistics
from models.house.papers import Column, Paper, Row, Table

TITLE = Message("Manager's flash")
COUNTS = {
    "rooms": Message("Rooms"),
    "out_of_order": Message("Out of order"),
    "sold": Message("Sold"),
    "complimentary": Message("Complimentary"),
    "house_use": Message("House use"),
    "day_use": Message("Day use"),
    "guests": Message("Guests"),
    "arrivals": Message("Arrivals"),
    "departures": Message("Departures"),
    "no_shows": Message("No-shows"),
    "cancellations": Message("Cancellations"),
    "walk_ins": Message("Walk-ins"),
}
BASES = {"physical": Message("all rooms"), "sellable": Message("rooms less out of order")}
MONEY = {"room_revenue": Message("Room revenue"), "other_revenue": Message("Other revenue")}


def gather(date: datetime.date) -> JSON:
    day = DayStatistics.get(DayStatistics.date == date)
    return {
        "counts": {name: getattr(day, name) for name in COUNTS},
        "money": {name: str(getattr(day, name)) for name in MONEY},
        "base": day.base,
    }


def paper(frame: Frame, figures: JSON, language: str) -> Paper:
    rows = [Row((COUNTS[name].say(language), str(n))) for name, n in figures["counts"].items()]
    rows += [Row((MONEY[name].say(language), baht(text))) for name, text in figures["money"].items()]
    rows.append(Row((_("Occupancy is divided by"), BASES[figures["base"]].say(language))))
    return report_on(
        frame,
        "flash",
        TITLE,
        language,
        Table((Column(_("Figure")), Column(_("Day"), "right", 24)), tuple(rows)),
    )
