"""The statistics of a closed date as they are read: line by line, the day beside its month and its year to date."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from locales import Message
from models.front_office.statistics import Definition, Figures, figures_between
from models.house.refusals import Refused


@dataclass(frozen=True)
class Line:
    """One statistic of ``Figures``: a count (int), baht, per cent or a mean (Decimal), None where there is none."""

    name: str
    label: Message

    def read(self, figures: Figures) -> int | Decimal | None:
        value: int | Decimal | None = getattr(figures, self.name)
        return value


LINES = (
    Line("occupancy", Message("OCC, %")),
    Line("adr", Message("ADR, baht")),
    Line("revpar", Message("RevPAR, baht")),
    Line("trevpar", Message("TRevPAR, baht")),
    Line("room_revenue", Message("Room revenue, baht")),
    Line("other_revenue", Message("Other revenue, baht")),
    Line("revenue", Message("Total revenue, baht")),
    Line("rooms_sold", Message("Rooms sold")),
    Line("base", Message("Rooms OCC is divided by")),
    Line("rooms", Message("All rooms")),
    Line("out_of_order", Message("Out of order")),
    Line("complimentary", Message("Complimentary")),
    Line("house_use", Message("House use")),
    Line("day_use", Message("Day use")),
    Line("guests", Message("PAX")),
    Line("average_guests", Message("Guests in a room sold")),
    Line("double_occupancy", Message("Double occupancy, %")),
    Line("multiple_occupancy", Message("Multiple occupancy, %")),
    Line("length_of_stay", Message("ALOS, nights")),
    Line("arrivals", Message("Stays arrived")),
    Line("walk_ins", Message("Walk-ins")),
    Line("departures", Message("Stays departed")),
    Line("no_shows", Message("No-shows")),
    Line("cancellations", Message("Cancellations")),
    Line("days", Message("Days closed")),
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
