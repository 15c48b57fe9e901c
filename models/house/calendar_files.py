"""Calendar files (iCalendar, RFC 5545): whole, of a size, their events as the library reads them."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from models.house.refusals import Refused

MOST_BYTES = 5_000_000
MOST_EVENTS = 20_000
_FOLDED = re.compile(rb"\r?\n[ \t]")


def events_in(path: Path) -> list[Any]:
    """The events of an ``.ics`` file. Refused: CALENDAR_KIND (no whole calendar), TABLE_TOO_BIG."""
    from icalendar import Calendar

    if path.stat().st_size > MOST_BYTES:
        raise Refused(
            "TABLE_TOO_BIG", "{file} is too big: at most {n} million bytes.", field="file", file=path.name,
            n=MOST_BYTES // 1_000_000,
        )  # fmt: skip
    # Unfolded as bytes: a line may be folded in the middle of a letter.
    content = _FOLDED.sub(b"", path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    no_calendar = Refused("CALENDAR_KIND", "{file} is no calendar file.", field="file", file=path.name)
    # A download that broke off has no end; what it lacks is not what was taken out.
    text = content.strip().upper()
    if not text.startswith(b"BEGIN:VCALENDAR") or not text.endswith(b"END:VCALENDAR"):
        raise no_calendar
    try:
        events = list(Calendar.from_ical(content.decode("utf-8")).walk("VEVENT"))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise no_calendar from error
    if len(events) > MOST_EVENTS:
        raise Refused(
            "TABLE_TOO_BIG", "A calendar has at most {n} events.", field="file", n=MOST_EVENTS
        )  # fmt: skip
    return events


def day_of(moment: Any, zone: ZoneInfo) -> datetime.date:
    """The date of a moment on the clock of ``zone``. Raises ValueError for what is neither."""
    if isinstance(moment, datetime.datetime):
        return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
    if isinstance(moment, datetime.date):
        return moment
    raise ValueError(moment)


def end_of(event: Any, first: datetime.date, zone: ZoneInfo) -> datetime.date:
    """The day after the last one of an event that begins on ``first``."""
    if event.get("DTEND") is not None:
        return day_of(event["DTEND"].dt, zone)
    if event.get("DURATION") is not None:
        return day_of(event["DTSTART"].dt + event["DURATION"].dt, zone)
    return first + datetime.timedelta(days=1)  # RFC 5545, 3.6.1: a date without an end is that one day
