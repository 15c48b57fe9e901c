"""What the demo's desk has at hand: a clock turned by hand, and housekeeping's sheet."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from models.front_office.rooms import Room, set_housekeeping
from models.house.acts import Act, operation


@operation("housekeeping")
def rooms_made(act: Act, statuses: Mapping[str, str]) -> None:
    """The sheet of a floor: room number → status, all at once."""
    ids = {row.number: row.id for row in Room.select().where(Room.number << list(statuses))}
    for number, status in statuses.items():
        set_housekeeping(act, ids[number], status)


class Clock:
    """The hotel's wall clock, turned by hand; it never runs back."""

    def __init__(self, zone: ZoneInfo, day: datetime.date) -> None:
        self.zone = zone
        self.moment = datetime.datetime.combine(day, datetime.time(5), zone)

    def set(self, day: datetime.date, minute: int) -> None:
        """``minute`` counts from midnight of ``day`` and may run into the next."""
        midnight = datetime.datetime.combine(day, datetime.time(), self.zone)
        self.moment = max(self.moment, midnight + datetime.timedelta(minutes=minute))

    def __call__(self) -> datetime.datetime:
        self.moment += datetime.timedelta(seconds=7)
        return self.moment
