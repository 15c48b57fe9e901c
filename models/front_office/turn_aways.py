"""Turn-aways: who wanted to come and could not, and why. The waitlist is the other half: who still hopes to."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from peewee import JOIN, DateField, ForeignKeyField, IntegerField, TextField, fn

from locales import Message
from models.front_office.reservations import room_type as find_type
from models.front_office.rooms import RoomType
from models.house.acts import Act, operation
from models.house.database import Base, StampField
from models.house.inputs import words
from models.house.lists import Listing
from models.house.refusals import Refused
from models.house.staff import Staff

REASONS = {
    "sold out": Message("Sold out"),
    "restriction": Message("Restriction"),
    "price": Message("Price too high"),
    "type": Message("Room type not available"),
    "policy": Message("Deposit or policy"),
    "other": Message("Other reason"),
}


class TurnAway(Base):
    """``date`` is the business date it was said on; arrival to departure what was wanted."""

    at = StampField()
    date = DateField()
    arrival = DateField()
    departure = DateField()
    room_type = ForeignKeyField(RoomType, null=True)
    rooms = IntegerField(default=1)
    persons = IntegerField(default=1)
    reason = TextField()
    name = TextField(default="")
    phone = TextField(default="")
    note = TextField(default="")
    staff = ForeignKeyField(Staff)

    class Meta:
        table_name = "turn_away"


@operation("book")
def turn_away(
    act: Act,
    arrival: datetime.date,
    departure: datetime.date,
    reason: str,
    *,
    room_type: str = "",
    rooms: int = 1,
    persons: int = 1,
    name: str = "",
    phone: str = "",
    note: str = "",
) -> int:
    """Write down who was turned away. Refused: TURN_AWAY_REASON, DEPARTURE_BEFORE_ARRIVAL, ROOMS, NO_ROOM_TYPE."""
    if reason not in REASONS:
        raise Refused("TURN_AWAY_REASON", "Say why the guest was turned away.", field="reason")
    if departure < arrival:
        raise Refused("DEPARTURE_BEFORE_ARRIVAL", "The departure lies before the arrival.", field="departure")
    if rooms < 1 or persons < 1:
        raise Refused("ROOMS", "At least one room and one person.", field="rooms")
    return act.create(
        TurnAway, at=act.now, date=act.business_date, arrival=arrival, departure=departure,
        room_type=find_type(room_type) if room_type else None, rooms=rooms, persons=persons, reason=reason,
        name=words(name, "name"), phone=words(phone, "phone"), note=words(note, "note"), staff=act.staff,
    ).id  # fmt: skip


@dataclass(frozen=True)
class TurnAwayRow:
    date: datetime.date
    arrival: datetime.date
    nights: int
    rooms: int
    room_type: str
    reason: str
    name: str
    phone: str
    by: str
    note: str
    key: tuple[object, ...]


def turn_aways() -> Listing[TurnAwayRow]:
    """Latest first."""
    query = (
        TurnAway.select(TurnAway, RoomType, Staff)
        .join(RoomType, JOIN.LEFT_OUTER)
        .switch(TurnAway)
        .join(Staff)
    )

    def shape(row: TurnAway) -> TurnAwayRow:
        return TurnAwayRow(
            row.date, row.arrival, (row.departure - row.arrival).days, row.rooms,
            row.room_type.code if row.room_type_id else "", row.reason, row.name, row.phone, row.staff.login,
            row.note, (row.date, row.id),
        )  # fmt: skip

    return Listing(query, [(TurnAway.date, True), (TurnAway.id, True)], shape)


def turned_away_rooms(since: datetime.date, until: datetime.date) -> dict[str, tuple[int, int]]:
    """Reason → (times, rooms) said from ``since`` to ``until``, both inclusive."""
    rows = (
        TurnAway.select(TurnAway.reason, fn.COUNT(TurnAway.id), fn.SUM(TurnAway.rooms))
        .where(TurnAway.date.between(since, until))
        .group_by(TurnAway.reason)
        .tuples()
    )
    return {reason: (times, rooms) for reason, times, rooms in rows}
