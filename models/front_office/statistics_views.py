"""The statistics of a closed date as they are read: line by line, the day beside its month and its year to date."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from locales import Message
from models.front_office.statistics import Definition, Figures, figures_between
from models.house.refusals import Refused


@dataclass(frozen=True)
class Line:
    """One statistic; ``read`` gives a count (int), baht, per cent or a mean (Decimal), None where there is none."""

    label: Message
    read: Callable[[Figures], int | Decimal | None]


LINES = (
    Line(Message("OCC, %"), lambda f: f.occupancy),
    Line(Message("ADR, baht"), lambda f: f.adr),
    Line(Message("RevPAR, baht"), lambda f: f.revpar),
    Line(Message("TRevPAR, baht"), lambda f: f.trevpar),
    Line(Message("Room revenue, baht"), lambda f: f.room_revenue),
    Line(Message("Other revenue, baht"), lambda f: f.other_revenue),
    Line(Message("Rooms sold"), lambda f: f.rooms_sold),
    Line(Message("Rooms OCC is divided by"), lambda f: f.base),
    Line(Message("All rooms"), lambda f: f.rooms),
    Line(Message("Out of order"), lambda f: f.out_of_order),
    Line(Message("Complimentary"), lambda f: f.complimentary),
    Line(Message("House use"), lambda f: f.house_use),
    Line(Message("Day use"), lambda f: f.day_use),
    Line(Message("PAX"), lambda f: f.guests),
    Line(Message("Guests in a room sold"), lambda f: f.average_guests),
    Line(Message("Double occupancy, %"), lambda f: f.double_occupancy),
    Line(Message("Multiple occupancy, %"), lambda f: f.multiple_occupancy),
    Line(Message("ALOS, nights"), lambda f: f.length_of_stay),
    Line(Message("Stays arrived"), lambda f: f.arrivals),
    Line(Message("Walk-ins"), lambda f: f.walk_ins),
    Line(Message("Stays departed"), lambda f: f.departures),
    Line(Message("No-shows"), lambda f: f.no_shows),
    Line(Message("Cancellations"), lambda f: f.cancellations),
    Line(Message("Days closed"), lambda f: f.days),
)

_BASES = {
    "physical": Message("OCC, RevPAR: divided by all rooms"),
    "sellable": Message("OCC, RevPAR: divided by rooms less out of order"),
}
_SOLD = {
    (True, True): Message("Sold: with complimentary, with day use"),
    (True, False): Message("Sold: with complimentary, without day use"),
    (False, True): Message("Sold: without complimentary, with day use"),
    (False, False): Message("Sold: without complimentary and day use"),
}
_ADR = {True: Message("ADR: with complimentary"), False: Message("ADR: without complimentary")}


def definition_words(definition: Definition) -> tuple[Message, Message, Message]:
    """How the days are counted, for the foot of every report: the base, what is sold, what ADR is divided by."""
    return (
        _BASES[definition.base],
        _SOLD[definition.sold_complimentary, definition.sold_day_use],
        _ADR[definition.adr_complimentary],
    )


@dataclass(frozen=True)
class Row:
    place: int
    label: Message
    day: int | Decimal | None
    month: int | Decimal | None
    year: int | Decimal | None

    @property
    def key(self) -> tuple[int]:
        return (self.place,)


@dataclass(frozen=True)
class ToDate:
    """The rows of one date, how they are counted, and why a span has no figures (empty where each has)."""

    rows: tuple[Row, ...]
    definition: Definition | None
    mixed: Message | None


def statistics_to_date(date: datetime.date) -> ToDate:
    """Day, month and year to ``date`` inclusive; no rows where the date is not closed.

    A span that mixes definitions has no figures, and ``mixed`` is the refusal of the shortest such span.
    """
    day = figures_between(date, date)
    if day is None:
        return ToDate((), None, None)
    mixed: Message | None = None
    spans: list[Figures | None] = [day]
    for since in (date.replace(day=1), date.replace(month=1, day=1)):
        try:
            spans.append(figures_between(since, date))
        except Refused as refused:
            spans.append(None)
            mixed = mixed or refused.message
    rows = tuple(
        Row(place, line.label, *(line.read(span) if span else None for span in spans))
        for place, line in enumerate(LINES)
    )
    return ToDate(rows, day.definition, mixed)
