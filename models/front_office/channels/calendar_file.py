"""A calendar file (iCalendar, RFC 5545) as channels give it out: each event is a booking, or dates that are closed."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from locales import Message
from locales.thai_text import NotCleanText, clean, quote
from models.house.calendar_files import day_of, end_of, events_in
from models.house.tables import LineFault

LONGEST_UID = 300
OWN_UID = "@reception"
"""How the names of our own events end; a channel that hands them on sends no booking."""

BOOKED, CLOSED, CANCELLED = "booked", "closed", "cancelled"
_CLOSED_WORDS = re.compile(r"not available|unavailable|\bblocked\b|\bclosed\b|\bblock\b|ปิด|ไม่ว่าง", re.I)
_NO_NAME = re.compile(r"^(reserved|reservation|booked|booking|airbnb|vrbo|agoda|expedia|guest)?$", re.I)
_BEFORE_NAME = re.compile(r"^(reserved|reservation|booking|booked|guest)\s*(for|by)?\s*[-–:]\s*", re.I)
_CODES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"/details/([A-Z0-9]{6,20})\b",
        r"\b(HM[A-Z0-9]{8})\b",
        r"(?:confirmation|booking|reservation)(?: code| number| no\.?| id)?\s*[:#]\s*([A-Z0-9-]*\d[A-Z0-9-]*)\b",
    )
)


@dataclass(frozen=True)
class Event:
    """``first`` to the night before ``until``. ``number`` counts the events of the file from 1; ``name`` is the
    guest's where the channel tells it, ``code`` its own number of the booking."""

    number: int
    uid: str
    first: datetime.date
    until: datetime.date
    kind: str
    name: str = ""
    code: str = ""

    @property
    def nights(self) -> int:
        return (self.until - self.first).days


@dataclass(frozen=True)
class CalendarFile:
    """``faults`` name the event by its place in the file."""

    events: tuple[Event, ...]
    faults: tuple[LineFault, ...] = ()


def read_calendar(path: Path, zone: ZoneInfo) -> CalendarFile:
    """The events of an ``.ics`` file; times are dates on the clock of ``zone``.

    Refused: CALENDAR_KIND (no calendar), TABLE_TOO_BIG.
    """
    return _events(events_in(path), zone)


def _events(components: list[Any], zone: ZoneInfo) -> CalendarFile:
    events: list[Event] = []
    faults: list[LineFault] = []
    seen: Counter[str] = Counter()
    for number, component in enumerate(components, start=1):
        try:
            event = _event(number, component, zone)
        except _Faulty as fault:
            faults.append(LineFault(number, fault.message))
            continue
        except NotCleanText as error:
            faults.append(LineFault(number, error.message))
            continue
        except (ValueError, TypeError, AttributeError, KeyError, OverflowError):
            faults.append(LineFault(number, Message("The event cannot be read.")))
            continue
        seen[event.uid] += 1
        if seen[event.uid] > 1:
            faults.append(
                LineFault(number, Message("{id} stands in the file twice.", {"id": quote(event.uid)}))
            )
        else:
            events.append(event)
    return CalendarFile(tuple(events), tuple(faults))


class _Faulty(Exception):
    def __init__(self, message: Message) -> None:
        self.message = message


def _event(number: int, component: Any, zone: ZoneInfo) -> Event:
    uid = clean(str(component.get("UID", "")))
    if not uid or len(uid) > LONGEST_UID:
        raise _Faulty(Message("The event has no id (UID)."))
    if component.get("RRULE") is not None or component.get("RECURRENCE-ID") is not None:
        raise _Faulty(Message("The event repeats; a booking does not."))
    if component.get("DTSTART") is None:
        raise _Faulty(Message("The event has no beginning."))
    first = day_of(component["DTSTART"].dt, zone)
    until = end_of(component, first, zone)
    if until < first:
        raise _Faulty(Message("The departure lies before the arrival."))
    summary = _text(component.get("SUMMARY"))
    return Event(
        number, uid, first, until, _kind(component, uid, summary), _name(summary),
        _code(f"{summary} {_text(component.get('DESCRIPTION'))}"),
    )  # fmt: skip


def _text(value: object) -> str:
    return clean(re.sub(r"[\r\n\t]+", " ", str(value or "")))[:2000]


def _kind(component: Any, uid: str, summary: str) -> str:
    if str(component.get("STATUS", "")).upper() == "CANCELLED":
        return CANCELLED
    return CLOSED if uid.endswith(OWN_UID) or _CLOSED_WORDS.search(summary) else BOOKED


def _name(summary: str) -> str:
    """The guest's name out of ``Reserved - Anna Müller``, ``Anna Müller (HMABC12345)``; "" where there is none."""
    bare = _BEFORE_NAME.sub("", re.sub(r"\([^)]*\)", "", summary)).strip(" -–")
    if _NO_NAME.match(bare) or _CLOSED_WORDS.search(bare) or not any(c.isalpha() for c in bare):
        return ""
    return quote(bare, 80)


def _code(text: str) -> str:
    found = next((match for code in _CODES if (match := code.search(text))), None)
    return found[1] if found else ""
