"""Blocks: rooms held for a group, by date and type, until they are picked up or given back."""

from __future__ import annotations

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from locales import Message
from models.front_office.companies import Company
from models.front_office.rates import RateCode
from models.front_office.rooms import RoomType
from models.house.database import Base

STATUSES = {
    "inquiry": Message("Inquiry"),
    "tentative": Message("Tentative"),
    "definite": Message("Definite"),
    "actual": Message("Actual"),
    "cancelled": Message("Cancelled"),
    "lost": Message("Lost"),
}
DEDUCTING = ("definite", "actual")
"""Statuses whose rooms leave what can be sold, picked up or not."""
HOLDING = ("inquiry", "tentative", *DEDUCTING)


class Block(Base):
    """``first_night`` to ``last_night`` inclusive. ``cutoff_on``: the date on which rooms not picked up go back.

    ``elastic``: more may be picked up than is blocked. ``master`` is the stay on which the group's bills collect.
    """

    code = TextField(unique=True)
    name = TextField()
    status = TextField(default="tentative")
    company = ForeignKeyField(Company, null=True)
    first_night = DateField()
    last_night = DateField()
    elastic = BooleanField(default=False)
    cutoff_on = DateField(null=True)
    rate_code = ForeignKeyField(RateCode)
    market = TextField(default="")
    source = TextField(default="")
    contact = TextField(default="")
    phone = TextField(default="")
    email = TextField(default="")
    note = TextField(default="")
    made_on = DateField()
    reason = TextField(default="")
    master_id = IntegerField(null=True)  # a stay; the table of stays points here already


class BlockCell(Base):
    """Rooms of one type on one night. Picked up is counted from the nights that point here, never stored.

    ``released``: past its cutoff, what was not picked up belongs to the house again.
    """

    block = ForeignKeyField(Block, backref="cells")
    date = DateField()
    room_type = ForeignKeyField(RoomType)
    contracted = IntegerField()
    blocked = IntegerField()
    cutoff_on = DateField(null=True)
    released = BooleanField(default=False)
    shoulder = BooleanField(default=False)

    class Meta:
        table_name = "block_cell"
