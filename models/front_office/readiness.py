"""Whether the room of an arrival is ready, and which room to give where none is assigned."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from locales import Message, _
from locales.dates import format_date
from models.front_office.guests import preferences_of
from models.front_office.inventory import free_rooms
from models.front_office.reservations import IN_HOUSE, Stay
from models.front_office.rooms import (
    HOUSEKEEPING_WORDS,
    Housekeeping,
    Room,
    RoomClosure,
    closure_of,
    ready_statuses,
)

READY_WORD = Message("ready")


@dataclass(frozen=True)
class Readiness:
    """``until``: who is still in the room leaves then, at ``etd`` where that is known."""

    state: str  # ready, no room, occupied, closed, or what housekeeping says
    until: datetime.date | None = None
    etd: str = ""
    due_out: bool = False

    @property
    def ready(self) -> bool:
        return self.state == "ready"

    def say(self) -> str:
        if self.state == "ready":
            return READY_WORD.say()
        if self.state == "no room":
            return _("no room")
        if self.state == "closed":
            return _("closed")
        if self.state != "occupied":
            return HOUSEKEEPING_WORDS[self.state].say()  # type: ignore[index]
        if self.due_out:
            return _("out {time}", time=self.etd) if self.etd else _("due out")
        return "→" + format_date(self.until, "day_month") if self.until else ""


def readiness_of(stays: Sequence[Stay], date: datetime.date) -> dict[int, Readiness]:
    """Of the room of each stay on the business date ``date``. Who shares the room is not in the way."""
    rooms = {s.room_id for s in stays if s.room_id}
    inside: dict[int, list[Stay]] = {}
    for other in Stay.select().where((Stay.room << list(rooms)) & (Stay.state == IN_HOUSE)):
        inside.setdefault(other.room_id, []).append(other)
    covers = (RoomClosure.first_night <= date) & (RoomClosure.last_night >= date)
    closed = {c.room_id for c in RoomClosure.select().where((RoomClosure.room << list(rooms)) & covers)}
    ready = ready_statuses()
    return {stay.id: _readiness(stay, date, inside.get(stay.room_id, []), closed, ready) for stay in stays}


def _readiness(
    stay: Stay, date: datetime.date, inside: Sequence[Stay], closed: set[int], ready: Sequence[Housekeeping]
) -> Readiness:
    if not stay.room_id:
        return Readiness("no room")
    root = stay.share_of_id or stay.id
    sharing = [other for other in inside if (other.share_of_id or other.id) == root]
    in_the_way = [other for other in inside if other not in sharing]
    if in_the_way:
        last = max(in_the_way, key=lambda other: other.departure)
        return Readiness("occupied", last.departure, last.etd, due_out=last.departure <= date)
    if stay.room_id in closed:
        return Readiness("closed")
    if stay.room.housekeeping in ready or sharing:
        return Readiness("ready")
    return Readiness(str(stay.room.housekeeping))


def not_ready(date: datetime.date) -> Any:
    """For a query over ``Stay``: arrivals that could not go up as things stand."""
    inside = Stay.alias()
    sharing = (inside.share_of == Stay.id) | (inside.id == Stay.share_of) | (inside.share_of == Stay.share_of)
    occupied = inside.select(inside.room).where(
        (inside.room == Stay.room) & (inside.state == IN_HOUSE) & (inside.id != Stay.id) & ~sharing
    )
    closed = RoomClosure.select(RoomClosure.room).where(
        (RoomClosure.first_night <= date) & (RoomClosure.last_night >= date)
    )
    unclean = Room.select(Room.id).where(
        Room.housekeeping.not_in([str(status) for status in ready_statuses()])
    )
    return Stay.room.is_null() | (Stay.room << occupied) | (Stay.room << closed) | (Stay.room << unclean)


def propose_room(stay: Stay) -> Room | None:
    """The best room for an arrival of today that has none."""
    return best_room(stay.room_type_id, stay.arrival, stay.departure, stay.guest_id)


def best_room(
    room_type_id: int, arrival: datetime.date, departure: datetime.date, guest_id: int | None = None
) -> Room | None:
    """A room of the type that is ready now and free for all the nights; None where there is none.

    The room the guest likes comes first, then the floor, then the lowest number.
    """
    taken = {row.room_id for row in Stay.select(Stay.room).where(Stay.state == IN_HOUSE)}
    ready = ready_statuses()
    rooms = [
        r
        for r in free_rooms(room_type_id, arrival, departure)
        if r.id not in taken and r.housekeeping in ready and closure_of(r.id, arrival, arrival) is None
    ]
    likes = preferences_of(guest_id) if guest_id else []
    liked = {p.words for p in likes if p.kind == "room"}
    floors = {p.words for p in likes if p.kind == "floor"}
    return min(rooms, key=lambda r: (r.number not in liked, r.floor not in floors, r.number), default=None)
