"""How a line of the exchange is read: by a pattern with named groups, or by columns; docs/call-records.md.

Every exchange prints its call records in its own way, and most let the hotel choose columns. Nothing is guessed:
what does not fit is kept as unread.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from zoneinfo import ZoneInfo

from locales import Message
from locales.money import LARGEST, NotAnAmount, parse_money

FIELDS = ("extension", "number", "date", "time", "duration", "cost", "id", "line")
NEEDED = ("extension", "number", "time", "duration")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PARTS = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<year>\d{2})",
    "MON": r"(?P<month>[A-Za-z]{3})",
    "MM": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{1,2})",
}
LONGEST_CALL = 7 * 24 * 3600


class NotACall(ValueError):
    """The line tells of no call that can be charged; ``message`` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Record:
    """A call as a line tells it. ``cost`` in baht, None where the exchange says none; ``record_id`` likewise ""."""

    extension: str
    number: str
    started_at: datetime.datetime
    seconds: int
    trunk: str = ""
    cost: Decimal | None = None
    record_id: str = ""

    def key(self, feed: str) -> str:
        """The same for the same call, however often and over whichever connection it comes.

        The exchange's own number begins again at one some day, so the day of the call belongs to it.
        """
        if self.record_id:
            return f"{feed}:{self.started_at.date()}:{self.record_id}"
        facts = "|".join(
            (self.extension, self.started_at.isoformat(), self.number, str(self.seconds), self.trunk)
        )
        return f"facts:{hashlib.sha256(facts.encode()).hexdigest()[:40]}"


@dataclass(frozen=True)
class RecordFormat:
    """Made from the settings file. ``columns`` are (first, last) from 1, inclusive, where there is no ``pattern``.

    ``date_form`` of DD, MM, MON, YY, YYYY (without a year: the one nearest the day it came); ``era`` "ce" or "be".
    ``duration_form``: "h:mm:ss", "mm:ss", "h:mm" or "seconds". ``ignore`` fits headings and what is no outgoing call.
    """

    pattern: re.Pattern[str] | None = None
    columns: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    date_form: str = "DD/MM/YY"
    era: str = "ce"
    duration_form: str = "h:mm:ss"
    zone: str = "Asia/Bangkok"
    ignore: re.Pattern[str] | None = None

    def read(self, text: str, came_at: datetime.datetime) -> Record | None:
        """The call in a line; None where the line is to be ignored. Raises NotACall."""
        if not text.strip() or (self.ignore is not None and self.ignore.search(text)):
            return None
        parts = self._parts(text)
        for name in NEEDED:
            if not parts.get(name):
                raise NotACall(Message("{field} is missing", {"field": name}))
        number = dialled(parts["number"])
        if not re.fullmatch(r"[+*#\dA-Za-z]{1,40}", number) or not re.fullmatch(
            r"\w{1,20}", parts["extension"]
        ):
            raise NotACall(Message("extension or number cannot be read"))
        return Record(
            parts["extension"],
            number,
            self._moment(parts.get("date", ""), parts["time"], came_at),
            self._seconds(parts["duration"]),
            parts.get("line", "")[:40],
            _cost(parts.get("cost", "")),
            parts.get("id", "")[:60],
        )

    def _parts(self, text: str) -> dict[str, str]:
        if self.pattern is not None:
            found = self.pattern.search(text)
            if found is None:
                raise NotACall(Message("the pattern does not fit"))
            return {name: (value or "").strip() for name, value in found.groupdict().items()}
        return {name: text[first - 1 : last].strip() for name, (first, last) in self.columns.items()}

    def _moment(self, date: str, time: str, came_at: datetime.datetime) -> datetime.datetime:
        found = re.fullmatch(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*([AaPp][Mm])?", time)
        local = came_at.astimezone(ZoneInfo(self.zone))
        if found is None:
            raise NotACall(Message("the time {text} cannot be read", {"text": time}))
        hour, half = int(found[1]), (found[4] or "").casefold()
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        try:
            clock = datetime.time(hour, int(found[2]), int(found[3] or 0), tzinfo=ZoneInfo(self.zone))
        except ValueError:
            raise NotACall(Message("the time {text} cannot be read", {"text": time})) from None
        day = self._date(date, local.date()) if date else _day_of(clock, local)
        return datetime.datetime.combine(day, clock).astimezone(datetime.UTC)

    def _date(self, text: str, near: datetime.date) -> datetime.date:
        form = re.sub("YYYY|YY|MON|MM|DD", lambda word: _PARTS[word[0]], re.escape(self.date_form))
        found = re.fullmatch(form, text)
        wrong = NotACall(Message("the date {text} cannot be read", {"text": text}))
        if found is None:
            raise wrong
        parts = found.groupdict()
        month = parts["month"].casefold()
        if not month.isdecimal() and month not in MONTHS:
            raise wrong
        number = int(month) if month.isdecimal() else MONTHS.index(month) + 1
        years = (
            [self._year(parts["year"])] if parts.get("year") else [near.year - 1, near.year, near.year + 1]
        )
        days = []
        for year in years:
            try:
                days.append(datetime.date(year, number, int(parts["day"])))
            except ValueError:
                continue
        if not days:
            raise wrong
        return min(days, key=lambda day: abs(day - near))

    def _year(self, text: str) -> int:
        century = 2500 if self.era == "be" else 2000
        year = int(text) if len(text) == 4 else century + int(text)
        return year - 543 if self.era == "be" else year

    def _seconds(self, text: str) -> int:
        wrong = NotACall(Message("the duration {text} cannot be read", {"text": text}))
        figures = re.split(r"[:.'\"hms ]+", text.strip("'\"hms "))
        if not all(part.isdecimal() and len(part) <= 7 for part in figures):
            raise wrong
        numbers = [int(part) for part in figures]
        weights = {"seconds": (1,), "mm:ss": (60, 1), "h:mm": (3600, 60), "h:mm:ss": (3600, 60, 1)}
        weight = weights[self.duration_form]
        if len(numbers) != len(weight) or any(n > 59 for n in numbers[1:]):
            raise wrong
        seconds = sum(n * w for n, w in zip(numbers, weight, strict=True))
        if seconds > LONGEST_CALL:
            raise wrong
        return seconds


def dialled(number: str) -> str:
    """Without what only makes it easier to read."""
    return re.sub(r"[\s()\-.]", "", number)


def _day_of(clock: datetime.time, local: datetime.datetime) -> datetime.date:
    """Without a date: today, or yesterday for what would else lie ahead."""
    today = local.date()
    ahead = datetime.datetime.combine(today, clock) > local + datetime.timedelta(minutes=5)
    return today - datetime.timedelta(days=1) if ahead else today


def _cost(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        cost = parse_money(text)
    except NotAnAmount:
        raise NotACall(Message("the cost {text} cannot be read", {"text": text})) from None
    if not 0 <= cost <= LARGEST:
        raise NotACall(Message("the cost {text} cannot be read", {"text": text}))
    return cost
