"""The tables of blocks: the block, its rooms by date and type, its wash schedule."""

from __future__ import annotations

import datetime

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
OVER = ("cancelled", "lost")
NEXT: dict[str, tuple[str, ...]] = {
    "inquiry": ("tentative", "definite", "cancelled", "lost"),
    "tentative": ("definite", "inquiry", "cancelled", "lost"),
    "definite": ("actual", "tentative", "cancelled"),
    "actual": ("definite",),
    "cancelled": ("tentative", "definite"),
    "lost": ("tentative", "definite"),
}
"""What a status can become. A block that was lost or cancelled comes back only with rooms found anew."""


class Block(Base):
    """``first_night`` to ``last_night`` inclusive. ``cutoff_on``: the date on which rooms not picked up go back, or
    ``cutoff_days`` before each night, as an allotment has it.

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
    cutoff_days = IntegerField(null=True)

    @property
    def departure(self) -> datetime.date:
        return self.last_night + datetime.timedelta(days=1)

    @property
    def deducting(self) -> bool:
        return self.status in DEDUCTING


class BlockCell(Base):
    """Rooms of one type on one night. Picked up is counted from the nights that point here, never stored.

    ``released``: past its cutoff, what was not picked up belongs to the house again. ``cutoff_on`` goes before
    the block's. ``shoulder``: a night before or after the block's own.
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

    @property
    def cutoff(self) -> datetime.date | None:
        """The date whose audit gives back what is not picked up: the cell's own, so many days before, the block's."""
        block: Block = self.block
        if self.cutoff_on is not None:
            return self.cutoff_on
        if block.cutoff_days is not None:
            return self.date - datetime.timedelta(days=block.cutoff_days)
        return block.cutoff_on


class BlockWash(Base):
    """On ``on_date``, in the audit, ``percent`` of the rooms not picked up is given back; once."""

    block = ForeignKeyField(Block, backref="washes")
    on_date = DateField()
    percent = IntegerField()
    done = BooleanField(default=False)

    class Meta:
        table_name = "block_wash"
