"""Dates as a hotel says them: in the Buddhist or the Christian era, in Thai or English, short or in full.

A Buddhist year (B.E., พ.ศ.) is the common year (C.E., ค.ศ.) + 543; the leap year follows the common year,
so 29/02/2567 is a day and 29/02/2568 is none. Years here are always converted before anything is checked.
Names of months and days are CLDR's, held as tables because Babel knows no Buddhist year and starts slowly.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from locales.messages import Message, current_language
from locales.thai_keyboard import digits_from_thai_row, from_thai_layout
from locales.thai_text import quote, to_latin_digits

BUDDHIST_OFFSET = 543
FIRST_BUDDHIST_YEAR = 2400
FIRST_COMMON_YEAR, LAST_COMMON_YEAR = 1900, 2200
DOUBTFUL_YEARS = 60
"""A two-digit year further away than this is tried in the other era."""

MONTHS: dict[str, tuple[str, ...]] = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "th": (
        "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
        "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
    ),
}  # fmt: skip
SHORT_MONTHS: dict[str, tuple[str, ...]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "th": ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
}
WEEKDAYS: dict[str, tuple[str, ...]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "th": ("วันจันทร์", "วันอังคาร", "วันพุธ", "วันพฤหัสบดี", "วันศุกร์", "วันเสาร์", "วันอาทิตย์"),
}
"""Monday first, as ``date.weekday()`` counts."""
SHORT_WEEKDAYS: dict[str, tuple[str, ...]] = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "th": ("จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา."),
}

_STYLES = {
    "numeric": "{d:02}/{m:02}/{y}",
    "short": "{d} {mon} {yy:02}",
    "medium": "{d} {mon} {y}",
    "day_month": "{d} {mon}",
    "weekday": "{wd} {d} {mon} {y}",
    "long": "{d} {month} {y}",
    "month": "{mon} {y}",
    "year": "{y}",
}
_FULL = {
    ("th", "be"): "{weekday}ที่ {d} {month} พ.ศ. {y}",
    ("th", "ce"): "{weekday}ที่ {d} {month} ค.ศ. {y}",
    ("en", "ce"): "{weekday} {d} {month} {y}",
    ("en", "be"): "{weekday} {d} {month} {y} B.E.",
}


def format_date(day: date, style: str = "medium", language: str | None = None, era: str | None = None) -> str:
    """The day in words and figures.

    Styles: numeric, short, medium, day_month, weekday, long, full, month, year. ``language`` is the current one by
    default; ``era`` is "be" or "ce", by default "be" in Thai and "ce" in English.

    Raises ValueError on a style, language or era that does not exist.
    """
    language = language or current_language()
    era = _era(era, language)
    template = _FULL.get((language, era)) if style == "full" else _STYLES.get(style)
    if template is None or language not in MONTHS:
        raise ValueError(f"no such date style: {style}, {language}, {era}")
    year = day.year + (BUDDHIST_OFFSET if era == "be" else 0)
    return template.format(
        d=day.day,
        m=day.month,
        y=year,
        yy=year % 100,
        mon=SHORT_MONTHS[language][day.month - 1],
        month=MONTHS[language][day.month - 1],
        wd=SHORT_WEEKDAYS[language][day.weekday()],
        weekday=WEEKDAYS[language][day.weekday()],
    )


def format_stamp(moment: datetime, zone: str, language: str | None = None) -> str:
    """A moment on the clock of ``zone`` (IANA name): ``23 พ.ย. 69 14:05``. Raises ValueError if not aware."""
    if moment.utcoffset() is None:
        raise ValueError("a moment without a zone")
    local = moment.astimezone(ZoneInfo(zone))
    return f"{format_date(local.date(), 'short', language)} {local:%H:%M}"


class NotADate(ValueError):
    """What was typed is no date; ``message`` says why and what to type."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class _MonthName:
    """A month that is named in the language its message is spoken in."""

    month: int
    year: int | None = None

    def __str__(self) -> str:
        if self.year is None:
            return MONTHS[current_language()][self.month - 1]
        return format_date(date(self.year, self.month, 1), "month")


@dataclass(frozen=True)
class _WeekdayName:
    weekday: int

    def __str__(self) -> str:
        return WEEKDAYS[current_language()][self.weekday]


@dataclass(frozen=True)
class _Asked:
    """From where, in which direction and in which era a date is understood."""

    today: date
    after: date | None
    era: str
    past: bool

    @property
    def start(self) -> date:
        return self.after if self.after is not None and not self.past else self.today


@dataclass(frozen=True)
class _Year:
    figures: str
    era: str | None = None
    """"be" or "ce" where the text itself names the era."""


def parse_date(
    text: str, today: date, *, era: str | None = None, after: date | None = None, past: bool = False
) -> date:
    """The day somebody typed.

    Read are ``25``, ``25/11``, ``25/11/69``, ``25.11.2026``, ``2026-11-25``, ``25112569``, ``+3``, ``-1``,
    names of weekdays, today, tomorrow, yesterday and their Thai words, ``25 พ.ย. 69``, ``Nov 25 2026``, all
    that ``format_date`` writes except "month", Thai digits, and the same keys with the Thai layout on.

    A day without month or year is the next one on or after ``after`` (today by default), or with ``past`` the
    last one on or before today. A weekday is the next one strictly after (with ``past`` before) that day;
    ``+n`` counts from ``after``, ``-n`` from today.

    A four-digit year from 2400 is Buddhist, from 1900 to 2200 common. A two-digit year belongs to this
    century of ``era`` ("be", "ce"; by default that of the language), but where that is more than 60 years
    away and the other era is not, to the other era. With ``past`` (a birth date) the era alone decides, for
    people do get older than 60, and the year is the last that is not in the future.

    Raises NotADate.
    """
    if not text.strip():
        raise NotADate(Message("Type a date, for instance 25, 25/11 or +3."))
    asked = _Asked(today, after, _era(era, current_language()), past)
    failure: NotADate | None = None
    for reading in _readings(text):
        try:
            return _read(reading, asked)
        except NotADate as error:
            failure = failure or error
    assert failure is not None
    raise failure


def _era(era: str | None, language: str) -> str:
    if era is None:
        return "be" if language == "th" else "ce"
    if era not in ("be", "ce"):
        raise ValueError(f"no such era: {era}")
    return era


def _readings(text: str) -> Iterator[str]:
    """What the text may mean, likeliest first: as it stands, then as typed with the Thai layout on."""
    typed = text.strip()
    yield " ".join(to_latin_digits(typed).replace("−", "-").casefold().split())
    if not typed.isascii() or set(typed) <= set("/-"):
        row = digits_from_thai_row(typed, separators="/.-")
        if row:
            yield row
        yield from_thai_layout(typed).casefold()


_DAYS_AWAY = {
    "today": 0, "tomorrow": 1, "yesterday": -1,
    "วันนี้": 0, "พรุ่งนี้": 1, "วันพรุ่งนี้": 1, "มะรืน": 2, "มะรืนนี้": 2, "วันมะรืน": 2,
    "เมื่อวาน": -1, "เมื่อวานนี้": -1, "เมื่อวานซืน": -2,
}  # fmt: skip
_RELATIVE = re.compile(r"([+-])\s?(\d{1,4})")
_BUDDHIST_MARK, _COMMON_MARK = r"พ\.?ศ\.?|b\.?e\.?", r"ค\.?ศ\.?|c\.?e\.?|a\.?d\.?"
_ERA_MARK = re.compile(
    rf"(?<![a-z])\s*(?:(?P<be>{_BUDDHIST_MARK})|(?P<ce>{_COMMON_MARK}))\s*(?=\d{{2,4}}$)"
    rf"|(?<=\d)\s*(?:(?P<be_behind>{_BUDDHIST_MARK})|(?P<ce_behind>{_COMMON_MARK}))$"
)
_YEAR = r"(?P<year>\d{4}|\d{2})"
_NAME = r"(?P<name>[^\d\s,/\-]+)"
_ORDINAL = r"(?:st|nd|rd|th)?"
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        r"(?P<day>\d{1,2})",
        rf"(?P<day>\d{{1,2}})(?:\s?[/.\-]\s?|\s)(?P<month>\d{{1,2}})(?:(?:\s?[/.\-]\s?|\s){_YEAR})?",
        r"(?P<year>\d{4})[/.\-](?P<month>\d{1,2})[/.\-](?P<day>\d{1,2})",
        r"(?P<year>(?:19|20|21)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)",
        rf"(?P<day>\d\d)(?P<month>\d\d){_YEAR}",
        rf"(?P<day>\d{{1,2}}){_ORDINAL}[\s,/\-]*{_NAME}[\s,/\-]*{_YEAR}?",
        rf"{_NAME}[\s\-]*(?P<day>\d{{1,2}}){_ORDINAL}(?:[\s,]+{_YEAR})?",
    )
)


def _read(said: str, asked: _Asked) -> date:
    if said in _DAYS_AWAY:
        return _days_from(asked.today, _DAYS_AWAY[said], said)
    if relative := _RELATIVE.fullmatch(said):
        days = int(relative[1] + relative[2])
        return _days_from(asked.start if relative[1] == "+" else asked.today, days, said)
    weekday, rest = _split_weekday(said)
    if weekday is not None and not rest:
        return _next_weekday(weekday, asked)
    day = _read_day(rest, asked)
    if weekday is not None and day.weekday() != weekday:
        raise NotADate(Message("That day is a {weekday}.", {"weekday": _WeekdayName(day.weekday())}))
    return day


def _read_day(said: str, asked: _Asked) -> date:
    mark = _ERA_MARK.search(said)
    era = None
    if mark:
        era = "be" if mark["be"] or mark["be_behind"] else "ce"
        said = f"{said[: mark.start()]} {said[mark.end() :]}".strip()
    for form in _FORMS:
        found = form.fullmatch(said)
        if found is None:
            continue
        parts = found.groupdict()
        name = parts.get("name")
        month = _month(name) if name else int(parts["month"]) if parts.get("month") else None
        if (name and month is None) or (era and not parts.get("year")):
            continue
        year = _Year(parts["year"], era) if parts.get("year") else None
        return _resolve(int(parts["day"]), month, year, asked)
    raise NotADate(
        Message(
            "{text} is not a date. Type for instance 25, 25/11, 25/11/69, +3 or fri.", {"text": quote(said)}
        )
    )


def _month(name: str) -> int | None:
    plain = name.replace(".", "")
    for language, shortest in (("en", 3), ("th", 4)):
        for number, (full, short) in enumerate(
            zip(MONTHS[language], SHORT_MONTHS[language], strict=True), start=1
        ):
            if plain == short.replace(".", "").casefold() or (
                len(plain) >= shortest and full.casefold().startswith(plain)
            ):
                return number
    return None


def _weekday(word: str) -> int | None:
    plain = word.strip(" ,.").removesuffix("ที่").strip()
    for number, (english, thai, short) in enumerate(
        zip(WEEKDAYS["en"], WEEKDAYS["th"], SHORT_WEEKDAYS["th"], strict=True)
    ):
        if (len(plain) >= 3 and english.casefold().startswith(plain)) or plain in (
            thai,
            thai.removeprefix("วัน"),
            short.rstrip("."),
        ):
            return number
    return 3 if plain.removeprefix("วัน") == "พฤหัส" else None


def _split_weekday(said: str) -> tuple[int | None, str]:
    """The weekday the text begins with, if any, and what follows it."""
    first, _space, rest = said.partition(" ")
    if (weekday := _weekday(first)) is not None:
        return weekday, rest.strip()
    before_figures = re.match(r"\D+", said)
    if before_figures and (weekday := _weekday(before_figures[0])) is not None:
        return weekday, said[before_figures.end() :]
    return None, said


def _days_from(day: date, days: int, said: str) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise NotADate(Message("{text} is too far away.", {"text": quote(said)})) from None


def _next_weekday(weekday: int, asked: _Asked) -> date:
    if asked.past:
        return asked.start - timedelta(days=(asked.start.weekday() - weekday - 1) % 7 + 1)
    return asked.start + timedelta(days=(weekday - asked.start.weekday() - 1) % 7 + 1)


def _resolve(day: int, month: int | None, year: _Year | None, asked: _Asked) -> date:
    if not 1 <= day <= 31:
        raise NotADate(Message("No month has a day {day}.", {"day": day}))
    if month is None:
        return _nearest(((m.year, m.month, day) for m in _months_from(asked)), asked)
    if not 1 <= month <= 12:
        raise NotADate(Message("There is no month {month}.", {"month": month}))
    # 2000 is a leap year: without a year the 29th of February may still come.
    longest = monthrange(2000, month)[1]
    if day > longest:
        raise NotADate(_too_short(_MonthName(month), longest))
    if year is None:
        step = -1 if asked.past else 1
        years = range(asked.start.year, asked.start.year + 9 * step, step)
        return _nearest(((y, month, day) for y in years), asked)
    common = _common_year(year, month, day, asked)
    if day > (last := monthrange(common, month)[1]):
        raise NotADate(_too_short(_MonthName(month, common), last))
    return date(common, month, day)


def _too_short(month: _MonthName, days: int) -> Message:
    return Message("{month} has only {days} days.", {"month": month, "days": days})


def _months_from(asked: _Asked) -> Iterator[date]:
    month = asked.start.replace(day=1)
    while True:
        yield month
        month = (month - timedelta(days=1) if asked.past else month + timedelta(days=31)).replace(day=1)


def _nearest(days: Iterator[tuple[int, int, int]], asked: _Asked) -> date:
    for year, month, day in days:
        if day > monthrange(year, month)[1]:
            continue
        found = date(year, month, day)
        if found <= asked.start if asked.past else found >= asked.start:
            return found
    raise AssertionError("every day of a month comes again within nine years")


def _common_year(year: _Year, month: int, day: int, asked: _Asked) -> int:
    number = int(year.figures)
    if len(year.figures) == 2:
        return _year_of_two_figures(number, month, day, year.era, asked)
    era = year.era or ("be" if number >= FIRST_BUDDHIST_YEAR else "ce")
    common = number - BUDDHIST_OFFSET if era == "be" else number
    first = FIRST_BUDDHIST_YEAR - BUDDHIST_OFFSET if era == "be" else FIRST_COMMON_YEAR
    if not first <= common <= LAST_COMMON_YEAR:
        raise NotADate(
            Message("The year {year} cannot be: type one like 2569 or 2026.", {"year": year.figures})
        )
    return common


def _year_of_two_figures(number: int, month: int, day: int, marked: str | None, asked: _Asked) -> int:
    this_year = asked.today.year

    def this_century(era: str) -> int:
        offset = BUDDHIST_OFFSET if era == "be" else 0
        return (this_year + offset) // 100 * 100 + number - offset

    own = this_century(marked or asked.era)
    if asked.past:
        future = (own, month, day) > (this_year, asked.today.month, asked.today.day)
        return own - 100 if future else own
    other = this_century("ce" if asked.era == "be" else "be")
    doubtful = abs(own - this_year) > DOUBTFUL_YEARS >= abs(other - this_year)
    return other if doubtful and marked is None else own
