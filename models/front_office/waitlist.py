"""The waitlist and the requests: who hopes for a room, who comes first, and for whom there is one now."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models.front_office.guests import Guest
from models.front_office.inventory import HOUSE, availability
from models.front_office.reservations import NOT_YET, Reservation, Stay, cancel, nights_between
from models.front_office.rooms import RoomType
from models.house.acts import Act

MOST_SHOWN = 500
NO_ROOM_OFFERED = "no room could be offered"
"""Why the audit ends a request; no cancellation of a booking."""


@dataclass(frozen=True)
class Waiting:
    """``left``: rooms of the type still to be sold on the fullest of its nights."""

    stay_id: int
    guest_th: str
    guest_en: str
    phone: str
    state: str
    priority: int
    room_type: str
    arrival: datetime.date
    departure: datetime.date
    made_on: datetime.date
    left: int

    @property
    def key(self) -> tuple[int]:
        return (self.stay_id,)


def waiting(date: datetime.date) -> list[Waiting]:
    """By arrival, then priority (1 first), then who asked first."""
    stays = list(
        Stay.select(Stay, Guest, Reservation, RoomType)
        .join(Guest)
        .switch(Stay)
        .join(Reservation)
        .switch(Stay)
        .join(RoomType)
        .where((Stay.state << NOT_YET) & (Stay.arrival >= date))
        .order_by(Stay.arrival, Stay.waitlist_priority, Stay.id)
        .limit(MOST_SHOWN)
    )
    if not stays:
        return []
    last = max(max(s.arrival, s.departure - datetime.timedelta(days=1)) for s in stays)
    table = availability(stays[0].arrival, last)
    rows = []
    for stay in stays:
        kind = stay.room_type.code
        nights = nights_between(stay.arrival, stay.departure) or [stay.arrival]
        left = min(min(table[n, kind].maximum, table[n, HOUSE].maximum) for n in nights)
        rows.append(
            Waiting(
                stay.id, stay.guest.name("th"), stay.guest.name("en"), stay.guest.phone, stay.state,
                stay.waitlist_priority or 0, kind, stay.arrival, stay.departure, stay.reservation.made_on, left,
            )
        )  # fmt: skip
    return rows


def release_waiting(act: Act, date: datetime.date) -> int:
    """In the night audit: requests and places on the waitlist whose arrival has come are over; how many."""
    over = list(Stay.select().where((Stay.state << NOT_YET) & (Stay.arrival <= date)))
    for stay in over:
        cancel(act, stay.id, NO_ROOM_OFFERED)
    return len(over)
