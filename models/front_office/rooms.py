"""Room types, rooms, and what housekeeping says of them. Vacant and occupied are never stored: stays tell."""

from __future__ import annotations

import datetime
from enum import StrEnum

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, ModelSelect, TextField

from locales import Message
from models.house.acts import Act, operation
from models.house.database import Base
from models.house.inputs import said
from models.house.refusals import Refused


class Housekeeping(StrEnum):
    CLEAN = "clean"
    DIRTY = "dirty"
    PICKUP = "pickup"
    INSPECTED = "inspected"


HOUSEKEEPING_WORDS = {
    Housekeeping.CLEAN: Message("clean"),
    Housekeeping.DIRTY: Message("dirty"),
    Housekeeping.PICKUP: Message("pickup"),
    Housekeeping.INSPECTED: Message("inspected"),
}
READY = (Housekeeping.CLEAN, Housekeeping.INSPECTED)
OUT_OF_ORDER = "OOO"  # leaves the inventory
OUT_OF_SERVICE = "OOS"  # stays in it


class RoomType(Base):
    """``pseudo``: rooms that nobody sleeps in (posting masters); they are in no inventory and no statistic."""

    code = TextField(unique=True)
    name_th = TextField()
    name_en = TextField()
    most_persons = IntegerField()
    pseudo = BooleanField(default=False)

    class Meta:
        table_name = "room_type"

    def name(self, language: str) -> str:
        return str(self.name_th if language == "th" else self.name_en)


class Room(Base):
    """``extension``: its telephone's, where that is not the room number."""

    number = TextField(unique=True)
    floor = TextField()
    room_type = ForeignKeyField(RoomType)
    housekeeping = TextField(default=Housekeeping.CLEAN)
    note = TextField(default="")
    extension = TextField(default="")


class RoomClosure(Base):
    """A room out of order or out of service, ``first_night`` to ``last_night`` inclusive."""

    room = ForeignKeyField(Room)
    kind = TextField()
    first_night = DateField()
    last_night = DateField()
    reason = TextField()
    return_status = TextField(default=Housekeeping.DIRTY)

    class Meta:
        table_name = "room_closure"


def room(number: str) -> Room:
    found = Room.get_or_none(Room.number == number.strip())
    if found is None:
        raise Refused("NO_ROOM", "There is no room {number}.", field="room", number=number)
    return found


def closure_of(room_id: int, first: datetime.date, last: datetime.date) -> RoomClosure | None:
    """The closure that touches any night from ``first`` to ``last`` inclusive, if there is one."""
    return (
        RoomClosure.select()
        .where(
            (RoomClosure.room == room_id)
            & (RoomClosure.first_night <= last)
            & (RoomClosure.last_night >= first)
        )
        .first()
    )


def closed(closure: RoomClosure) -> Refused:
    return Refused(
        "ROOM_CLOSED", "Room {room} is {kind} until {until}: {reason}.", field="room", room=closure.room.number,
        kind=closure.kind, until=closure.last_night, reason=closure.reason,
    )  # fmt: skip


@operation("housekeeping")
def set_housekeeping(act: Act, room_id: int, status: str) -> None:
    """Refused (``ROOM_CLOSED``) while the room is out of order or service today: end that first."""
    closure = closure_of(room_id, act.business_date, act.business_date)
    row = Room.get_by_id(room_id)
    if closure:
        raise closed(closure)
    act.update(row, housekeeping=str(Housekeeping(status)))


@operation("housekeeping")
def close_room(
    act: Act, room_id: int, kind: str, first_night: datetime.date, last_night: datetime.date, reason: str
) -> int:
    """Put a room out of order (OOO) or service (OOS), both nights inclusive. Refused while let or assigned then."""
    from models.front_office.reservations import Night, Stay

    row = Room.get_by_id(room_id)
    reason = said(reason)
    if kind not in (OUT_OF_ORDER, OUT_OF_SERVICE):
        raise Refused("CLOSURE_KIND", "A room is closed as OOO or OOS.", field="kind")
    if last_night < act.business_date:
        raise Refused("DATES", "These nights have passed.", field="last_night")
    if last_night < first_night:
        raise Refused("DATES", "The last night lies before the first.", field="last_night")
    taken = (
        Night.select(Night, Stay)
        .join(Stay)
        .where((Night.room == room_id) & Night.date.between(first_night, last_night) & (Stay.state << ACTIVE))
        .first()
    )
    if taken:
        raise Refused(
            "ROOM_TAKEN",
            "Room {room} is let or assigned on {date}. Move that stay first.",
            jump=f"stay {taken.stay_id}",
            room=row.number,
            date=taken.date,
        )
    inside = Stay.get_or_none((Stay.room == room_id) & (Stay.state == "in house"))
    if inside is not None and first_night <= act.business_date:
        raise Refused(
            "ROOM_OCCUPIED", "Room {room} is occupied by {guest}.", jump=f"stay {inside.id}", room=row.number,
            guest=inside.guest.spoken,
        )  # fmt: skip
    if closure_of(room_id, first_night, last_night):
        raise Refused("ROOM_CLOSED_ALREADY", "Room {room} is closed in these dates already.", room=row.number)
    return act.create(
        RoomClosure,
        room=row,
        kind=kind,
        first_night=first_night,
        last_night=last_night,
        reason=reason,
    ).id


ACTIVE = ("reserved", "in house")


@operation("housekeeping")
def end_closure(act: Act, closure_id: int) -> None:
    """Give the room back from today: it takes its return status."""
    closure = RoomClosure.get_by_id(closure_id)
    if closure.first_night <= act.business_date:
        act.update(closure.room, housekeeping=closure.return_status)
    if closure.first_night < act.business_date:
        act.update(closure, last_night=act.business_date - datetime.timedelta(days=1))
    else:
        act.changed(closure, {"first_night": closure.first_night, "last_night": closure.last_night}, {})
        closure.delete_instance()


def pseudo_types() -> ModelSelect:
    """The types that no list of guests and no count has anything to do with, for a query's ``not_in``."""
    return RoomType.select(RoomType.id).where(RoomType.pseudo)


def room_types() -> list[RoomType]:
    """Those one can sleep in, in the order the hotel made them."""
    return list(RoomType.select().where(~RoomType.pseudo).order_by(RoomType.id))
