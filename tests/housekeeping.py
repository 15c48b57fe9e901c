"""How a test speaks of rooms, and of a statement that the database itself refuses."""

from __future__ import annotations

import datetime
from dataclasses import replace

import peewee
import pytest

from models.front_office.rooms import Room
from models.house.acts import Desk
from models.house.database import database
from tests.hotel import Hotel


def room(number: str) -> int:
    return int(Room.get(Room.number == number).id)


def state(number: str) -> str:
    return str(Room.get(Room.number == number).housekeeping)


def later(hotel: Hotel, minutes: int, login: str = "nok") -> Desk:
    """The desk of somebody some minutes after the hotel's clock."""
    moment = hotel.clock() + datetime.timedelta(minutes=minutes)
    return replace(hotel.desk(login), clock=lambda: moment)


def database_refuses(code: str, statement: str) -> None:
    with pytest.raises(peewee.DatabaseError, match=code), database.atomic():
        database.execute_sql(statement)
