"""What housekeeping keeps: attendants, their work of a day, what was seen in the rooms, turn-down."""

from __future__ import annotations

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from locales import Message
from models.front_office.reservations import Stay
from models.front_office.rooms import Room, RoomType
from models.house.database import Base, StampField
from models.house.staff import Staff

DEPARTURE, STAY_OVER, TOUCH, TURN_DOWN = "departure", "stay-over", "touch", "turn-down"
TASKS = {
    DEPARTURE: Message("Departure clean"),
    STAY_OVER: Message("Stay-over clean"),
    TOUCH: Message("Touch for arrival"),
    TURN_DOWN: Message("Turn-down"),
}
USUAL_CREDITS = {DEPARTURE: 3, STAY_OVER: 2, TOUCH: 1, TURN_DOWN: 1}
"""What a task weighs where the hotel has not said otherwise; a day of one attendant is some 40."""


class Attendant(Base):
    """Somebody who makes rooms; ``floors`` as "2,3", those she takes first. ``staff`` where she signs in herself."""

    name = TextField(unique=True)
    staff = ForeignKeyField(Staff, null=True)
    floors = TextField(default="")
    active = BooleanField(default=True)


class AttendantDuty(Base):
    """An attendant works on a business date."""

    date = DateField()
    attendant = ForeignKeyField(Attendant)

    class Meta:
        table_name = "attendant_duty"


class RoomCredit(Base):
    """What a task weighs in rooms of a type, or in all that have no weight of their own (no type)."""

    room_type = ForeignKeyField(RoomType, null=True)
    task = TextField()
    credits = IntegerField()

    class Meta:
        table_name = "room_credit"


class RoomWork(Base):
    """Who makes a room on a business date. ``by_hand``: the assignment run leaves it as it is."""

    date = DateField()
    room = ForeignKeyField(Room)
    task = TextField()
    attendant = ForeignKeyField(Attendant)
    credits = IntegerField()
    by_hand = BooleanField(default=False)

    class Meta:
        table_name = "room_work"


class TurnDown(Base):
    """The evening's turn-down of a room: done, or declined by the guest."""

    date = DateField()
    room = ForeignKeyField(Room)
    state = TextField()
    staff = ForeignKeyField(Staff)
    at = StampField()

    class Meta:
        table_name = "turn_down"


class RoomSeen(Base):
    """What housekeeping last saw in a room on a business date; ``persons`` where somebody counted.

    ``stay``: who was in the room by the front office at that moment. ``accepted_*``: who lets a difference
    stand, and why.
    """

    date = DateField()
    room = ForeignKeyField(Room)
    occupied = BooleanField()
    persons = IntegerField(null=True)
    stay = ForeignKeyField(Stay, null=True)
    staff = ForeignKeyField(Staff)
    at = StampField()
    accepted_by = ForeignKeyField(Staff, null=True, backref="+")
    accepted_at = StampField(null=True)
    accepted_reason = TextField(default="")

    class Meta:
        table_name = "room_seen"
