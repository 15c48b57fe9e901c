"""On the books, frozen at every audit: what was sold for each date to come when a day was closed."""

from __future__ import annotations

import datetime

from peewee import CompositeKey, DateField, ForeignKeyField, IntegerField, TextField

from models.front_office.forecast.booked import booked_between
from models.front_office.rooms import RoomType
from models.house.acts import Act
from models.house.database import Base, MoneyField, insert_rows

HORIZON = 400  # days; as far ahead as one can book


class BooksTaken(Base):
    """That the books were taken when the day ``taken_on`` was closed: then a date without rows had nothing sold."""

    taken_on = DateField(unique=True)
    last_date = DateField()

    class Meta:
        table_name = "books_taken"


class OnTheBooks(Base):
    """What stood on the books for ``date`` when the day ``taken_on`` was closed; as ``Booked``, baht net."""

    taken_on = DateField()
    date = DateField()
    room_type = ForeignKeyField(RoomType)
    market = TextField()
    rooms = IntegerField()
    guests = IntegerField()
    revenue = MoneyField()

    class Meta:
        table_name = "on_the_books"
        primary_key = CompositeKey("taken_on", "date", "room_type", "market")


def freeze_on_the_books(act: Act, date: datetime.date) -> None:  # noqa: ARG001
    """Keep the books of the dates after ``date``, which is being closed, to ``HORIZON`` days ahead. Part of the audit."""
    last = date + datetime.timedelta(days=HORIZON)
    rows = [
        {
            "taken_on": date,
            "date": booked.date,
            "room_type": booked.room_type_id,
            "market": booked.market,
            "rooms": booked.rooms,
            "guests": booked.guests,
            "revenue": booked.revenue,
        }
        for booked in booked_between(date + datetime.timedelta(days=1), last)
    ]
    insert_rows(OnTheBooks, rows)
    BooksTaken.create(taken_on=date, last_date=last)
