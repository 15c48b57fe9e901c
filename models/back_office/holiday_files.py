"""Holidays of the banks out of a file: a table (CSV, XLSX) of dates and names, or a calendar."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from locales import Message
from locales.dates import NotADate
from locales.thai_text import NotCleanText, clean, fold
from models.back_office.tax_calendar import Holiday, no_new_holiday
from models.house.calendar_files import day_of, end_of, events_in
from models.house.property import Property
from models.house.refusals import Refused
from models.house.tables import Cell, LineFault, TableFile, date_of, read_table, text_of

LISTS, CALENDARS = (".csv", ".xlsx"), (".ics",)
LONGEST_NAME = 60
LONGEST_EVENT = 15
"""Days; what runs longer is a season, not a holiday."""
NEAR = 2
"""Years from today; what is dated further off was mistyped."""
DATE = ("วันที่", "date")
NAME = ("วันหยุด", "ชื่อ", "รายการ", "holiday", "name", "description", "subject", "summary")


@dataclass(frozen=True)
class HolidayFile:
    """``days`` by date, each once; ``known`` of them are holidays here already, ``new`` are not."""

    days: tuple[tuple[datetime.date, str], ...]
    faults: tuple[LineFault, ...] = ()

    @property
    def known(self) -> int:
        return len(self.days) - len(self.new)

    @property
    def new(self) -> tuple[tuple[datetime.date, str], ...]:
        dates = [date for date, _name in self.days]
        there = {date for (date,) in Holiday.select(Holiday.date).where(Holiday.date << dates).tuples()}
        return tuple(day for day in self.days if day[0] not in there)

    def question(self) -> Message:
        """What taking it in would do, where something is new."""
        new = self.new
        values: dict[str, object] = {
            "n": len(new), "known": self.known, "first": new[0][0], "last": new[-1][0],
        }  # fmt: skip
        return Message("{n} new holidays, {first} to {last}; {known} known already. Take them in?", values)


def read_holidays(path: Path, today: datetime.date) -> HolidayFile:
    """Told by how the file is called. Refused: HOLIDAY_COLUMNS (no heading says date or name), NO_NEW_HOLIDAY,
    CALENDAR_KIND, and as ``read_table``."""
    rows = _events(path) if path.suffix.lower() in CALENDARS else _rows(read_table(path), today)
    days: dict[datetime.date, list[str]] = {}
    faults = []
    for line, date, name in rows:
        if isinstance(date, Message):
            faults.append(LineFault(line, date))
        elif not name:
            faults.append(LineFault(line, Message("Name the holiday.")))
        elif abs(date.year - today.year) > NEAR:
            faults.append(LineFault(line, Message("{date} is years away.", {"date": date})))
        elif name not in days.setdefault(date, []):
            days[date].append(name)
    named = ((date, " / ".join(names)[:LONGEST_NAME]) for date, names in sorted(days.items()))
    file = HolidayFile(tuple(named), tuple(faults))
    if not faults and not file.new:
        raise no_new_holiday()
    return file


Found = Iterator[tuple[int, datetime.date | Message, str]]
"""Line or event, its date or what is wrong with it, its name."""


def _rows(table: TableFile, today: datetime.date) -> Found:
    date_column, name_column = _column(table, DATE, ""), ""
    if date_column:
        name_column = _column(table, NAME, date_column)
    if not name_column:
        raise Refused("HOLIDAY_COLUMNS", "The file needs the headings date and name.", field="file")
    for fault in table.faults:
        yield fault.line, fault.message, ""
    for row in table.rows:
        cell: Cell = row.cells[date_column]
        name = text_of(row.cells[name_column]).strip()
        if not text_of(cell).strip() and not name:
            continue
        try:
            yield row.line, date_of(cell, today), name
        except NotADate as error:
            yield row.line, error.message, name


def _column(table: TableFile, words: tuple[str, ...], taken: str) -> str:
    """By the first of the words a heading holds."""
    for word in map(fold, words):
        for column in table.columns:
            if column != taken and word in fold(column):
                return column
    return ""


def _events(path: Path) -> Found:
    zone = Property.the().timezone
    for number, event in enumerate(events_in(path), start=1):
        try:
            yield from ((number, *day) for day in _days(event, zone))
        except NotCleanText as error:
            yield number, error.message, ""
        except (ValueError, TypeError, AttributeError, KeyError, OverflowError):
            yield number, Message("The event cannot be read."), ""


def _days(event: Any, zone: Any) -> Iterator[tuple[datetime.date | Message, str]]:
    if event.get("RRULE") is not None:
        yield Message("The event repeats; the file must name the days of each year."), ""
        return
    name = clean(" ".join(str(event.get("SUMMARY") or "").split()))
    first = day_of(event["DTSTART"].dt, zone)
    days = max((end_of(event, first, zone) - first).days, 1)
    if days > LONGEST_EVENT:
        yield Message("{n} days are no holiday.", {"n": days}), ""
        return
    for n in range(days):
        yield first + datetime.timedelta(days=n), name
