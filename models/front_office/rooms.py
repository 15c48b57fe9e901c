"""Room types, rooms, and what housekeeping says of them. Vacant and occupied are never stored: stays tell."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Any

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, ModelSelect, TextField

from locales import Message
from models.house.acts import Act, operation
from models.house.database import Base
from models.house.inputs import said
from models.house.property import setting
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


def ready_statuses() -> tuple[Housekeeping, ...]:
    """In which a vacant room may be given to a guest: clean or inspected, or inspected alone (setting ``ready_status``)."""
    if setting("ready_status") == Housekeeping.INSPECTED:
        return (Housekeeping.INSPECTED,)
    return (Housekeeping.CLEAN, Housekeeping.INSPECTED)


def room(number: str) -> Room:
    found = Room.get_or_none(Room.number == number.strip())
    if found is None:
        raise Refused("NO_ROOM", "There is no room {number}.", field="room", number=number)
    return found


def closure_of(room_id: int, first: datetime.date, last: datetime.date) -> RoomClosure | None:
    """The closure that touches any night from ``first`` to ``last`` inclusive, if there is one."""
    return _closures_between(room_id, first, last).first()


def _closures_between(room_id: int, first: datetime.date, last: datetime.date) -> ModelSelect:
    return RoomClosure.select().where(
        (RoomClosure.room == room_id) & (RoomClosure.first_night <= last) & (RoomClosure.last_night >= first)
    )


def closed(closure: RoomClosure) -> Refused:
    return Refused(
        "ROOM_CLOSED", "Room {room} is {kind} until {until}: {reason}.", field="room", jump="closed rooms",
        room=closure.room.number, kind=closure.kind, until=closure.last_night, reason=closure.reason,
    )  # fmt: skip


@operation("housekeeping")
def set_housekeeping(act: Act, room_id: int, status: str) -> None:
    """Refused (``ROOM_CLOSED``) while the room is out of order or service today: end that first.

    Who asked for the room to be made up has it made up once it is clean.
    """
    from models.front_office.reservations import Stay

    closure = closure_of(room_id, act.business_date, act.business_date)
    row = Room.get_by_id(room_id)
    if closure:
        raise closed(closure)
    act.update(row, housekeeping=str(Housekeeping(status)))
    if status in (Housekeeping.CLEAN, Housekeeping.INSPECTED):
        asked = (Stay.room == room_id) & (Stay.state == "in house") & (Stay.service_wish == "mur")
        for stay in Stay.select().where(asked).order_by(Stay.id):
            act.update(stay, service_wish="")


ACTIVE = ("reserved", "in house")


@operation("housekeeping")
def close_room(
    act: Act,
    room_id: int,
    kind: str,
    first_night: datetime.date,
    last_night: datetime.date,
    reason: str,
    return_status: str = "",
) -> int:
    """Put a room out of order (OOO) or service (OOS), both nights inclusive; the closure's id.

    When the period ends the room takes its ``return_status``. Refused: NO_REASON, CLOSURE_KIND, RETURN_STATUS, DATES,
    ROOM_TAKEN, ROOM_OCCUPIED, ROOM_CLOSED_ALREADY.
    """
    row = Room.get_by_id(room_id)
    reason = said(reason)
    if kind not in (OUT_OF_ORDER, OUT_OF_SERVICE):
        raise Refused("CLOSURE_KIND", "A room is closed as OOO or OOS.", field="kind")
    _check_return_status(return_status)
    _check_closure(act, row, first_night, last_night)
    inside = _inside(room_id)
    if inside is not None and first_night <= act.business_date:
        raise Refused(
            "ROOM_OCCUPIED", "Room {room} is occupied by {guest}.", jump=f"stay {inside.id}", room=row.number,
            guest=inside.guest.spoken,
        )  # fmt: skip
    return act.create(
        RoomClosure, room=row, kind=kind, first_night=first_night, last_night=last_night, reason=reason,
        return_status=return_status,
    ).id  # fmt: skip


@operation("housekeeping")
def change_closure(
    act: Act, closure_id: int, last_night: datetime.date, reason: str, return_status: str
) -> None:
    """Extend or shorten a closure, or say more of it. Refused as ``close_room``, and CLOSURE_ENDED."""
    closure = RoomClosure.get_by_id(closure_id)
    _check_not_ended(act, closure)
    reason = said(reason)
    _check_return_status(return_status)
    _check_closure(act, closure.room, closure.first_night, last_night, closure)
    act.update(closure, last_night=last_night, reason=reason, return_status=return_status)


@operation("housekeeping")
def end_closure(act: Act, closure_id: int) -> None:
    """Give the room back from today: it takes its return status. Refused: CLOSURE_ENDED."""
    closure = RoomClosure.get_by_id(closure_id)
    _check_not_ended(act, closure)
    if closure.first_night <= act.business_date:
        act.update(closure.room, housekeeping=closure.return_status)
    if closure.first_night < act.business_date:
        act.update(closure, last_night=act.business_date - datetime.timedelta(days=1))
    else:
        act.changed(closure, {"first_night": closure.first_night, "last_night": closure.last_night}, {})
        closure.delete_instance()


def return_rooms(act: Act, date: datetime.date) -> None:
    """In the audit of ``date``: rooms whose closure ends with this night take their return status."""
    ending = RoomClosure.select(RoomClosure, Room).join(Room).where(RoomClosure.last_night == date)
    for closure in ending.order_by(RoomClosure.id):
        act.update(closure.room, housekeeping=closure.return_status)


def closures(date: datetime.date) -> list[RoomClosure]:
    """Those that last on ``date`` or begin later, the first to end first."""
    return list(
        RoomClosure.select(RoomClosure, Room, RoomType)
        .join(Room)
        .join(RoomType)
        .where(RoomClosure.last_night >= date)
        .order_by(RoomClosure.last_night, Room.number)
    )


def _check_return_status(status: str) -> None:
    if status not in list(Housekeeping):
        raise Refused("RETURN_STATUS", "Say the state of the room after the period.", field="return_status")


def _check_not_ended(act: Act, closure: RoomClosure) -> None:
    if closure.last_night < act.business_date:
        raise Refused("CLOSURE_ENDED", "This closure ended on {date}.", date=closure.last_night)


def _check_closure(
    act: Act, row: Room, first: datetime.date, last: datetime.date, but: RoomClosure | None = None
) -> None:
    """Nobody may be let or assigned the room on nights that it is not closed on already."""
    from models.front_office.reservations import Night, Stay

    if last < act.business_date:
        raise Refused("DATES", "These nights have passed.", field="last_night")
    if last < first:
        raise Refused("DATES", "The last night lies before the first.", field="last_night")
    taken = (
        Night.select(Night, Stay)
        .join(Stay)
        .where((Night.room == row) & Night.date.between(first, last) & (Stay.state << ACTIVE))
    )
    if but is not None:
        taken = taken.where(Night.date > but.last_night)
    night = taken.order_by(Night.date).first()
    if night:
        raise Refused(
            "ROOM_TAKEN", "Room {room} is let or assigned on {date}. Move that stay first.",
            jump=f"stay {night.stay_id}", room=row.number, date=night.date,
        )  # fmt: skip
    other = _closures_between(row.id, first, last).where(RoomClosure.id != (but.id if but else 0)).first()
    if other is not None:
        raise Refused("ROOM_CLOSED_ALREADY", "Room {room} is closed in these dates already.", room=row.number)


def _inside(room_id: int) -> Any:
    """Who is in the room, if anybody is."""
    from models.front_office.reservations import Stay

    return Stay.get_or_none((Stay.room == room_id) & (Stay.state == "in house"))


def pseudo_types() -> ModelSelect:
    """The types that no list of guests and no count has anything to do with, for a query's ``not_in``."""
    return RoomType.select(RoomType.id).where(RoomType.pseudo)


def room_types() -> list[RoomType]:
    """Those one can sleep in, in the order the hotel made them."""
    return list(RoomType.select().where(~RoomType.pseudo).order_by(RoomType.id))
