"""What the bell desk keeps: luggage with its tags, jobs done, the luggage of groups, errands, parcels, cars."""

from __future__ import annotations

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from locales import Message
from models.front_office.blocks.tables import Block
from models.front_office.folios import Posting
from models.front_office.reservations.tables import Stay
from models.front_office.rooms import Room
from models.house.acts import Act
from models.house.database import Base, MoneyField, StampField
from models.house.departments import Department
from models.house.inputs import words
from models.house.refusals import Refused
from models.house.staff import Staff

UP, DOWN, STORE = "up", "down", "store"
DIRECTIONS = {UP: Message("Up to the room"), DOWN: Message("Down"), STORE: Message("Into the store")}


class LuggageTicket(Base):
    """For a stay, a group or somebody from outside. ``until``: the day by which what is stored should be gone.

    ``may_collect``: who else may have it. ``handled_by``: the porter. ``done_at``: carried, or put in the store.
    """

    number = TextField(unique=True)
    direction = TextField()
    stay = ForeignKeyField(Stay, null=True)
    block = ForeignKeyField(Block, null=True)
    person = TextField(default="")
    room = ForeignKeyField(Room, null=True)
    place = TextField(default="")
    until = DateField(null=True)
    may_collect = TextField(default="")
    handled_by = TextField(default="")
    note = TextField(default="")
    asked_at = StampField()
    done_at = StampField(null=True)
    staff = ForeignKeyField(Staff)

    class Meta:
        table_name = "luggage_ticket"


class LuggageCollection(Base):
    """Pieces handed out of the store: to whom, on the ``ticket`` or against a ``signature``. Sealed by triggers."""

    ticket = ForeignKeyField(LuggageTicket)
    collected_by = TextField()
    proof = TextField()
    handled_by = TextField(default="")
    at = StampField()
    staff = ForeignKeyField(Staff)

    class Meta:
        table_name = "luggage_collection"


class LuggagePiece(Base):
    """One piece with its tag. Once it points at a collection it never points anywhere else (a trigger holds it)."""

    ticket = ForeignKeyField(LuggageTicket, backref="pieces")
    tag = TextField()
    stored = BooleanField()
    collection = ForeignKeyField(LuggageCollection, null=True)

    class Meta:
        table_name = "luggage_piece"


class BellMark(Base):
    """A job of the bell list that was done. ``change_id``: the line of the change log of a room move, else 0."""

    date = DateField()
    kind = TextField()
    stay = ForeignKeyField(Stay)
    change_id = IntegerField(default=0)
    pieces = IntegerField(default=0)
    porter = TextField(default="")
    done_at = StampField()
    staff = ForeignKeyField(Staff)

    class Meta:
        table_name = "bell_mark"


class GroupLuggage(Base):
    """Pieces counted off the bus and onto it. Closed with a difference only with a ``reason``."""

    block = ForeignKeyField(Block)
    counted_in = IntegerField(default=0)
    loaded = IntegerField(default=0)
    closed_at = StampField(null=True)
    closed_by = ForeignKeyField(Staff, null=True)
    reason = TextField(default="")

    class Meta:
        table_name = "group_luggage"


class Errand(Base):
    """``cost`` in baht; ``posting``: where it was charged to a folio."""

    what = TextField()
    stay = ForeignKeyField(Stay, null=True)
    department = ForeignKeyField(Department, null=True)
    person = TextField(default="")
    asked_at = StampField()
    done_at = StampField(null=True)
    done_by = TextField(default="")
    cost = MoneyField(default=0)
    posting = ForeignKeyField(Posting, null=True)
    note = TextField(default="")
    staff = ForeignKeyField(Staff)


class Parcel(Base):
    """For a stay, a department or a name. Handed over it is never changed again (a trigger holds it)."""

    number = TextField(unique=True)
    arrived_from = TextField(default="")
    carrier = TextField(default="")
    what = TextField(default="")
    stay = ForeignKeyField(Stay, null=True)
    department = ForeignKeyField(Department, null=True)
    person = TextField(default="")
    place = TextField(default="")
    arrived_at = StampField()
    handed_to = TextField(default="")
    handed_at = StampField(null=True)
    handed_by = TextField(default="")
    note = TextField(default="")
    staff = ForeignKeyField(Staff)


class Car(Base):
    """A car whose key the bell desk holds. ``parked``: it stands at ``place``; else it is out with its driver.

    ``plate_key`` is the plate without blanks and signs, by which it is found.
    """

    stay = ForeignKeyField(Stay, null=True)
    person = TextField(default="")
    plate = TextField()
    plate_key = TextField()
    make = TextField(default="")
    colour = TextField(default="")
    key_tag = TextField(default="")
    place = TextField(default="")
    parked = BooleanField(default=True)
    note = TextField(default="")
    came_at = StampField()
    left_at = StampField(null=True)
    staff = ForeignKeyField(Staff)


class CarMove(Base):
    """The valet drove it ``in`` or ``out``. Sealed by triggers."""

    car = ForeignKeyField(Car)
    direction = TextField()
    place = TextField(default="")
    porter = TextField(default="")
    at = StampField()
    staff = ForeignKeyField(Staff)

    class Meta:
        table_name = "car_move"


def porter_of(act: Act, typed: str) -> str:
    """Who did it: the name typed, else the person at the desk."""
    return words(typed, "porter", 40) or str(act.staff.login)


def whose(stay_id: int | None, other: str, field: str = "person") -> Stay | None:
    """The stay something is for; refused (FOR_WHOM) where there is neither that nor another."""
    if stay_id is None and not other:
        raise Refused("FOR_WHOM", "Say for whom: a guest or a name.", field=field)
    return Stay.get_by_id(stay_id) if stay_id is not None else None
