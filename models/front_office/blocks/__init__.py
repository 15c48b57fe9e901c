"""Blocks: rooms held for a group, by date and type, until they are picked up or given back.

Here are the tables, which bookings point to. What one does with a block: ``grid`` (make it, change its rooms and
status), ``pickup`` (bookings out of it), ``cutoff`` (rooms going back to the house), ``master`` (the group's bill),
``rooming_list`` (its guests from a file), ``views`` and ``papers`` (what one sees of it).
"""

from models.front_office.blocks.tables import (
    DEDUCTING,
    HOLDING,
    STATUSES,
    Block,
    BlockCell,
    BlockWash,
)

__all__ = ["DEDUCTING", "HOLDING", "STATUSES", "Block", "BlockCell", "BlockWash"]
