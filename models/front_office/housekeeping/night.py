"""What the night audit does for housekeeping: occupied rooms turn dirty, closures end, nobody waits on, wishes of
the day are over."""

from __future__ import annotations

import datetime

from models.front_office.housekeeping.service import end_wishes_of_the_day
from models.front_office.queue import close_queue
from models.front_office.reservations import IN_HOUSE, Stay
from models.front_office.rooms import Housekeeping, Room, pseudo_types, return_rooms
from models.house.acts import Act
from models.house.property import setting


def close_housekeeping_day(act: Act, date: datetime.date) -> None:
    """Part of the audit of ``date``, before the date moves."""
    if setting("dirty_after_audit") == "yes":
        _occupied_turn_dirty(act)
    return_rooms(act, date)
    close_queue(act)
    end_wishes_of_the_day(act)


def _occupied_turn_dirty(act: Act) -> None:
    """One line in the log for all of them, each with what it was."""
    occupied = Stay.select(Stay.room).where(Stay.room_type.not_in(pseudo_types()) & (Stay.state == IN_HOUSE))
    dirty = str(Housekeeping.DIRTY)
    rooms = list(
        Room.select().where((Room.id << occupied) & (Room.housekeeping != dirty)).order_by(Room.number)
    )
    if rooms:
        Room.update(housekeeping=dirty).where(Room.id << [room.id for room in rooms]).execute()
        before = {room.number: room.housekeeping for room in rooms}
        act.changed(("room", "occupied"), before, dict.fromkeys(before, dirty))
