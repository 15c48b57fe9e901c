"""Queue rooms: guests who have arrived and wait until their room is ready; how long, and in which order.

The wait is measured from the moment the guest is put in the queue to the check-in, and kept.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from peewee import JOIN, DateField, ForeignKeyField, IntegerField, TextField

from locales import Message
from models.front_office.guests import Guest
from models.front_office.reservations import RESERVED, STATES, Stay
from models.front_office.rooms import Room, RoomType, closure_of, ready_statuses
from models.house.acts import Act, operation
from models.house.database import Base, StampField
from models.house.refusals import Refused

CHECKED_IN, BY_HAND, AUDIT = "check-in", "by hand", "audit"
FIRST, USUAL, LAST = 1, 2, 3
PRIORITIES = {
    FIRST: Message("First of all"),
    USUAL: Message("In turn"),
    LAST: Message("Can wait"),
}


class QueueRoom(Base):
    """One wait. ``priority`` 1 comes first, then who came first; ``left_how`` is empty while the guest waits."""

    stay = ForeignKeyField(Stay)
    date = DateField()
    priority = IntegerField(default=USUAL)
    entered_at = StampField()
    left_at = StampField(null=True)
    left_how = TextField(default="")

    class Meta:
        table_name = "queue_room"


@dataclass(frozen=True)
class Waits:
    """One who waits. ``place`` in the order of the queue, from 1; ``minutes`` so far; ``ready``: may go up now."""

    queue_id: int
    stay_id: int
    place: int
    priority: int
    minutes: int
    room_id: int | None
    room: str
    room_type: str
    housekeeping: str
    ready: bool
    guest_th: str
    guest_en: str
    persons: int
    vip: bool

    @property
    def key(self) -> tuple[int]:
        return (self.queue_id,)


@dataclass(frozen=True)
class Waited:
    """The waits of a date that ended with a check-in: how many, mean and longest, in minutes."""

    guests: int
    average: int
    longest: int


@operation("check_in")
def enter_queue(act: Act, stay_id: int, priority: int = USUAL) -> int:
    """The guest is here and waits; the wait's id. A VIP comes first of all.

    Refused: NOT_RESERVED, NOT_TODAY, QUEUED_ALREADY, ROOM_READY (check in instead), PRIORITY.
    """
    stay = Stay.get_by_id(stay_id)
    if stay.state != RESERVED:
        raise Refused("NOT_RESERVED", "This stay is {state}.", state=STATES[stay.state])
    if stay.arrival != act.business_date:
        raise Refused(
            "NOT_TODAY", "The arrival is {date}. Change the dates first.", field="arrival", jump=f"stay {stay.id}",
            date=stay.arrival,
        )  # fmt: skip
    if QueueRoom.get_or_none((QueueRoom.stay == stay) & QueueRoom.left_at.is_null()):
        raise Refused(
            "QUEUED_ALREADY", "{guest} waits already.", jump=f"queue {stay.id}", guest=stay.guest.spoken
        )
    if stay.room_id is not None and _ready(stay.room, act.business_date):
        raise Refused(
            "ROOM_READY", "Room {room} is ready: check in.", jump=f"check in {stay.room.number}",
            room=stay.room.number,
        )  # fmt: skip
    if stay.guest.vip and priority == USUAL:
        priority = FIRST
    return act.create(
        QueueRoom, stay=stay, date=act.business_date, priority=_known(priority), entered_at=act.now
    ).id


@operation("check_in")
def set_priority(act: Act, queue_id: int, priority: int) -> None:
    """1 comes first. Refused: NOT_WAITING, PRIORITY."""
    act.update(_open(queue_id), priority=_known(priority))


@operation("check_in")
def take_off_queue(act: Act, queue_id: int) -> None:
    """The guest waits no longer, without a check-in. Refused: NOT_WAITING."""
    act.update(_open(queue_id), left_at=act.now, left_how=BY_HAND)


def leave_queue(act: Act, stay_id: int, how: str = CHECKED_IN) -> None:
    """The wait ends, if there is one: at the check-in."""
    row = QueueRoom.get_or_none((QueueRoom.stay == stay_id) & QueueRoom.left_at.is_null())
    if row is not None:
        act.update(row, left_at=act.now, left_how=how)


def close_queue(act: Act) -> None:
    """In the audit: nobody waits overnight."""
    for row in QueueRoom.select().where(QueueRoom.left_at.is_null()).order_by(QueueRoom.id):
        act.update(row, left_at=act.now, left_how=AUDIT)


def queue(now: datetime.datetime, date: datetime.date) -> list[Waits]:
    """Who waits at the moment ``now`` of the business date, in order."""
    ready = ready_statuses()
    inside = Stay.alias()
    occupied = inside.select(inside.room).where((inside.state == "in house") & inside.room.is_null(False))
    rows = (
        QueueRoom.select(QueueRoom, Stay, Guest, RoomType, Room, Room.id.in_(occupied).alias("taken"))
        .join(Stay)
        .join(Guest)
        .switch(Stay)
        .join(RoomType)
        .switch(Stay)
        .join(Room, JOIN.LEFT_OUTER, on=(Stay.room == Room.id))
        .where(QueueRoom.left_at.is_null() & (Stay.state == RESERVED))
        .order_by(QueueRoom.priority, QueueRoom.entered_at, QueueRoom.id)
    )
    return [_waits(row, place, now, date, ready) for place, row in enumerate(rows, 1)]


def _waits(
    row: QueueRoom, place: int, now: datetime.datetime, date: datetime.date, ready: tuple[str, ...]
) -> Waits:
    stay = row.stay
    room = stay.room if stay.room_id else None
    made = room is not None and not row.taken and room.housekeeping in ready
    return Waits(
        row.id, stay.id, place, row.priority, minutes_between(row.entered_at, now),
        room.id if room else None, room.number if room else "", stay.room_type.code,
        room.housekeeping if room else "", bool(made and room and not closure_of(room.id, date, date)),
        stay.guest.name("th"), stay.guest.name("en"), stay.adults + stay.children, bool(stay.guest.vip),
    )  # fmt: skip


def waited(date: datetime.date) -> Waited:
    """How long the guests of a business date waited until they were checked in."""
    rows = QueueRoom.select().where((QueueRoom.date == date) & (QueueRoom.left_how == CHECKED_IN))
    minutes = [minutes_between(row.entered_at, row.left_at) for row in rows]
    if not minutes:
        return Waited(0, 0, 0)
    return Waited(len(minutes), sum(minutes) // len(minutes), max(minutes))


def minutes_between(start: datetime.datetime, end: datetime.datetime) -> int:
    """Whole minutes; none where a clock was set back."""
    return max(0, int((end - start).total_seconds() // 60))


def queued(stay_ids: Collection[int], _date: datetime.date) -> dict[int, Message]:
    """For the lamp Q."""
    rows = QueueRoom.select(QueueRoom.stay).where(
        (QueueRoom.stay << list(stay_ids)) & QueueRoom.left_at.is_null()
    )
    return {row.stay_id: Message("The guest is here and waits for the room") for row in rows}


def _ready(room: Room, date: datetime.date) -> bool:
    occupied = Stay.select().where((Stay.room == room) & (Stay.state == "in house")).exists()
    return not occupied and room.housekeeping in ready_statuses() and closure_of(room.id, date, date) is None


def _open(queue_id: int) -> QueueRoom:
    row = QueueRoom.get_by_id(queue_id)
    if row.left_at is not None:
        raise Refused("NOT_WAITING", "This guest waits no longer.")
    return row


def _known(priority: int) -> int:
    if priority not in PRIORITIES:
        raise Refused("PRIORITY", "The priority is 1, 2 or 3.", field="priority")
    return priority
