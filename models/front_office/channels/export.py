"""Our sold-out nights of a room type as a calendar that channels can read.

One event for each night that cannot be sold, named by type and date: its name stays the same however the spans
around it grow and shrink, so a channel that reads the file again sees only what changed.
"""

from __future__ import annotations

import datetime
import re

from models.front_office.channels.calendar_file import OWN_UID
from models.front_office.inventory import HOUSE, availability
from models.front_office.reservations import room_type
from models.house.property import Property
from models.house.refusals import Refused

MOST_DAYS = 800


def availability_calendar(code: str, first: datetime.date, days: int, now: datetime.datetime) -> str:
    """RFC 5545 text: from ``first`` on, ``days`` nights, each an event where the type or the house can sell no
    more (maximum availability below 1). ``now`` stamps the events. Refused: NO_ROOM_TYPE, DAYS."""
    from icalendar import Calendar, Event

    kind = room_type(code)
    if not 1 <= days <= MOST_DAYS:
        raise Refused("DAYS", "From 1 to {n} days.", field="days", n=MOST_DAYS)
    hotel = Property.the()
    calendar = Calendar()
    calendar.add("prodid", "-//Reception//availability//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{hotel.name_en} {kind.code}")
    house = re.sub(r"[^a-z0-9]+", "-", hotel.name_en.lower()).strip("-") or "hotel"
    table = availability(first, first + datetime.timedelta(days=days - 1))
    for n in range(days):
        night = first + datetime.timedelta(days=n)
        if min(table[night, kind.code].maximum, table[night, HOUSE].maximum) >= 1:
            continue
        event = Event()
        event.add("uid", f"{kind.code.lower()}-{night:%Y%m%d}.{house}{OWN_UID}")
        event.add("dtstamp", now.astimezone(datetime.UTC).replace(microsecond=0))
        event.add("dtstart", night)
        event.add("dtend", night + datetime.timedelta(days=1))
        event.add("summary", "Not available")
        event.add("transp", "OPAQUE")
        calendar.add_component(event)
    return calendar.to_ical().decode("utf-8")
