"""When an element falls due and how many of it: the rules and rhythms of a package, without a table."""

from __future__ import annotations

import datetime
import re

from locales import Message
from models.front_office.packages.tables import SCHEDULED
from models.house.refusals import Refused

MOST_SCHEDULE = 400  # characters


def pieces(rule: str, *, adults: int, children: int, first_in_room: bool) -> int:
    """How many pieces a night has. Of stays that share a room the first one has what is counted per room."""
    return {
        "flat": 1,
        "person": adults + children,
        "adult": adults,
        "child": children,
        "room": int(first_in_room),
    }[rule]


def falls_on(rhythm: str, schedule: str, date: datetime.date, number: int, nights: int, taken: bool) -> bool:
    """Whether an element is due on the night of ``date``, the ``number``-th of ``nights`` (from 1).

    ``taken``: the first night with the package, where one that floats through the stay is charged.
    """
    match rhythm:
        case "every":
            return True
        case "arrival":
            return number == 1
        case "last":
            return number == nights
        case "not arrival":
            return number > 1
        case "not last":
            return number < nights
        case "inner":
            return 1 < number < nights
        case "every x":
            step, first = map(int, schedule.split("/"))
            return number >= first and (number - first) % step == 0
        case "weekdays":
            return str(date.isoweekday()) in schedule
        case "nights":
            return str(number) in schedule.split(",")
        case "dates":
            return date.isoformat() in schedule.split(",")
        case "floating":
            return taken
    raise AssertionError(rhythm)


def checked_schedule(rhythm: str, text: str) -> str:
    """The schedule of a rhythm in its plain form, empty where the rhythm needs none.

    Accepted: "3/2"; weekdays "67", "6,7"; nights "1, 3"; dates "2026-12-31", "31/12/2026" or "31/12/2569".
    Refused: SCHEDULE (naming what is asked for).
    """
    if rhythm not in SCHEDULED:
        return ""
    parts = [part for part in re.split(r"[\s,]+", text.strip()) if part]
    try:
        plain = _PLAIN[rhythm](parts)
    except ValueError:
        plain = ""
    if not plain or len(plain) > MOST_SCHEDULE:
        raise Refused.because("SCHEDULE", _ASKED[rhythm], field="schedule")
    return plain


def _every_x(parts: list[str]) -> str:
    step, first = map(int, "".join(parts).split("/"))
    return f"{step}/{first}" if step >= 1 and first >= 1 else ""


def _weekdays(parts: list[str]) -> str:
    days = sorted(set("".join(parts)))
    return "".join(days) if set(days) <= set("1234567") else ""


def _nights(parts: list[str]) -> str:
    numbers = sorted({int(part) for part in parts})
    return ",".join(map(str, numbers)) if all(number >= 1 for number in numbers) else ""


def _dates(parts: list[str]) -> str:
    return ",".join(sorted({_date(part).isoformat() for part in parts}))


def _date(text: str) -> datetime.date:
    if "/" not in text:
        return datetime.date.fromisoformat(text)
    day, month, year = map(int, text.split("/"))
    return datetime.date(year - 543 if year > 2400 else year, month, day)


_PLAIN = {"every x": _every_x, "weekdays": _weekdays, "nights": _nights, "dates": _dates}
_ASKED = {
    "every x": Message("Every X nights from night Y, as 3/2."),
    "weekdays": Message("Weekdays as figures, 1 is Monday: 67 is the weekend."),
    "nights": Message("Nights of the stay, as 1,3."),
    "dates": Message("Dates, as 31/12/2026."),
}
