"""Overbooking limits: how many rooms more than there are the house may sell, by type and dates.

The table stands with the availability that reads it.
"""

from __future__ import annotations

import datetime
from typing import Any

from peewee import JOIN

from models.front_office.inventory import OverbookingLimit
from models.front_office.rooms import RoomType
from models.house.acts import Act, operation
from models.house.refusals import Refused

MOST_ROOMS = 500


@operation("set_up")
def set_limit(
    act: Act,
    first_night: datetime.date,
    last_night: datetime.date,
    rooms: int,
    room_type_id: int | None = None,
    limit_id: int | None = None,
) -> int:
    """A limit for nights inclusive, of the house without a type; or a change of one. Its id.

    Of several that cover a night the one made last counts. Refused: DATES, LIMIT_ROOMS.
    """
    if last_night < first_night:
        raise Refused("DATES", "The last night lies before the first.", field="last_night")
    if not 0 <= rooms <= MOST_ROOMS:
        raise Refused("LIMIT_ROOMS", "From 0 to {n} rooms.", field="rooms", n=MOST_ROOMS)
    values: dict[str, Any] = {
        "room_type": room_type_id,
        "first_night": first_night,
        "last_night": last_night,
        "rooms": rooms,
    }
    if limit_id is None:
        return act.create(OverbookingLimit, **values).id
    return act.update(OverbookingLimit.get_by_id(limit_id), **values).id


@operation("set_up")
def remove_limit(act: Act, limit_id: int) -> None:
    row = OverbookingLimit.get_by_id(limit_id)
    before = {"room_type": row.room_type_id, "first_night": row.first_night, "last_night": row.last_night}
    act.changed(row, {**before, "rooms": row.rooms}, {})
    row.delete_instance()


def limits(since: datetime.date) -> list[OverbookingLimit]:
    """With their types, by date, the one that counts last; only those that still hold on or after ``since``."""
    return list(
        OverbookingLimit.select(OverbookingLimit, RoomType)
        .join(RoomType, JOIN.LEFT_OUTER)
        .where(OverbookingLimit.last_night >= since)
        .order_by(OverbookingLimit.first_night, OverbookingLimit.id)
    )
