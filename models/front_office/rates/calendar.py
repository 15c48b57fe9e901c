"""The rate calendar: one code, its types by date: price, restrictions, occupancy and the level it asks for."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from models.front_office.inventory import HOUSE, availability, days_from
from models.front_office.rates.levels import level_at, levels, occupancy
from models.front_office.rates.prices import Party, PriceList
from models.front_office.rates.rate_codes import RateCode
from models.front_office.rates.restrictions import applying, letters, restrictions_between
from models.front_office.rates.seasons import RatePrice, Season, season_of
from models.front_office.rates.spans import span_of
from models.front_office.rooms import RoomType, room_types

COUPLE = Party(2)


@dataclass(frozen=True)
class CalendarDay:
    """``percent``: expected occupancy of the house; ``suggested``: the code of the level it reaches, "" for none."""

    date: datetime.date
    percent: int
    suggested: str


@dataclass(frozen=True)
class CalendarCell:
    """``price``: baht for two, None where there is none. ``restrictions`` as letters; ``left`` rooms to sell."""

    price: Decimal | None
    restrictions: str
    season: str
    percent: int
    left: int


@dataclass(frozen=True)
class RateCalendar:
    types: tuple[RoomType, ...]
    days: tuple[CalendarDay, ...]
    cells: tuple[tuple[CalendarCell, ...], ...]  # one tuple a type, one cell a day


def rate_calendar(rate: RateCode, first: datetime.date, last: datetime.date) -> RateCalendar:
    """Nights ``first`` to ``last``, both inclusive."""
    types, steps = room_types(), levels()
    table = PriceList([rate], first, last)
    rules = restrictions_between(first, last)
    rooms = availability(first, last)
    dates = list(days_from(first, last))
    days = []
    for date in dates:
        percent = occupancy(rooms[date, HOUSE])
        level = level_at(steps, percent)
        days.append(CalendarDay(date, percent, level.code if level else ""))
    rows = []
    for kind in types:
        spans = [(row, span_of(row)) for row in applying(rules, rate, kind)]
        cells = []
        for date in dates:
            season = table.season(rate, kind, date)
            room = rooms[date, kind.code]
            cells.append(
                CalendarCell(
                    table.amount(rate, kind, date, COUPLE),
                    letters([row for row, span in spans if span.has(date)]),
                    season.season if season else "",
                    occupancy(room),
                    max(0, min(room.maximum, rooms[date, HOUSE].maximum)),
                )
            )
        rows.append(tuple(cells))
    return RateCalendar(tuple(types), tuple(days), tuple(rows))


def season_on(rate: RateCode, room_type: RoomType, night: datetime.date) -> tuple[int, Season] | None:
    """The season that counts that night, with its id: of the code itself or the one it follows."""
    row: RatePrice | None = PriceList([rate], night, night, room_type).season(rate, room_type, night)
    return None if row is None else (int(row.id), season_of(row))
