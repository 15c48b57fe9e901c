"""Hours and minutes as they are typed at a desk, and the moment they mean in the hotel's own zone."""

from __future__ import annotations

import datetime
import re

from locales.thai_text import to_latin_digits
from models.house.property import Property
from models.house.refusals import Refused

_TIME = re.compile(r"(\d{1,2})[:.]?(\d{2})?")


def time_of_day(text: str, field: str = "time") -> str:
    """``14:30`` of 14.30, 1430, 14; "" stays "". Refused: NO_TIME."""
    typed = to_latin_digits(text.strip())
    if not typed:
        return ""
    found = _TIME.fullmatch(typed)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise Refused("NO_TIME", "This is no time of day.", field=field)
    return f"{hour:02d}:{minute:02d}"


def moment(hotel: Property, date: datetime.date, time: str) -> datetime.datetime:
    """The moment of a day and an ``HH:MM`` of the hotel; with no time the last minute of the day."""
    clock = datetime.time.fromisoformat(time or "23:59")
    return datetime.datetime.combine(date, clock, hotel.timezone).astimezone(datetime.UTC)
