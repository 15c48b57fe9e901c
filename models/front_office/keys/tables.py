"""The tables: metal keys of the house, what a stay was given, and what the encoder was told to write."""

from __future__ import annotations

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from locales import Message
from models.front_office.reservations import Stay
from models.front_office.rooms import Room
from models.house.database import Base, StampField
from models.house.staff import Staff

CARD, METAL = "card", "metal"
OUT, RETURNED, LOST, CANCELLED = "out", "returned", "lost", "cancelled"
KEY_STATES = {
    OUT: Message("with the guest"),
    RETURNED: Message("returned"),
    LOST: Message("lost"),
    CANCELLED: Message("cancelled"),
}

NEW, DUPLICATE, ONE_SHOT, RECODE, CANCEL = "new", "duplicate", "one-shot", "recode", "cancel"
ACTIONS = {
    NEW: Message("new cards"),
    DUPLICATE: Message("further cards"),
    ONE_SHOT: Message("card for one opening"),
    RECODE: Message("re-encode"),
    CANCEL: Message("cancel at the lock"),
}
DUE, PENDING, DONE, FAILED, UNCERTAIN = "due", "pending", "done", "failed", "uncertain"
JOB_STATES = {
    DUE: Message("to be done"),
    PENDING: Message("being written"),
    DONE: Message("done"),
    FAILED: Message("failed"),
    UNCERTAIN: Message("uncertain"),
}
OPEN_JOBS = (DUE, PENDING, UNCERTAIN)


class HouseKey(Base):
    """A metal key of a room by the ``tag`` on it. Lost ones are no longer ``active``."""

    room = ForeignKeyField(Room)
    tag = TextField(unique=True)
    note = TextField(default="")
    active = BooleanField(default=True)

    class Meta:
        table_name = "house_key"


class StayKey(Base):
    """A card or metal key a stay was given; the ``number``-th of it.

    ``room`` and ``until_date`` are what the card was written for; where the stay says otherwise it has to be encoded
    again. ``card`` is what the encoder says the card is called. A key is out of the house once: a unique index.
    """

    stay = ForeignKeyField(Stay, backref="keys")
    number = IntegerField()
    kind = TextField()
    room = ForeignKeyField(Room)
    house_key = ForeignKeyField(HouseKey, null=True)
    card = TextField(default="")
    one_shot = BooleanField(default=False)
    until_date = DateField(null=True)
    state = TextField(default=OUT)
    given_at = StampField()
    ended_at = StampField(null=True)

    class Meta:
        table_name = "stay_key"


class CardJob(Base):
    """What an encoder (or a hand at the lock's own machine) was told, and what became of it.

    Written as ``pending`` before the encoder starts, and closed afterwards: a desk that dies in between leaves it so,
    and a person says how it ended.
    """

    stay = ForeignKeyField(Stay, backref="card_jobs")
    key = ForeignKeyField(StayKey, null=True)
    action = TextField()
    room = ForeignKeyField(Room)
    copies = IntegerField(default=1)
    valid_from = StampField()
    valid_until = StampField()
    until_date = DateField()
    state = TextField(default=PENDING)
    words = TextField(default="")
    by_hand = BooleanField(default=False)
    staff = ForeignKeyField(Staff)
    terminal = TextField()
    at = StampField()

    class Meta:
        table_name = "card_job"
