"""The tables of the guest register ร.ร.4: its lines, the days closed, what went to the registrar.

A **line** is a person on a date of the register, as written (Hotel Act s.35). Dates are business dates; the times in
the columns are those of the wall. Once the day is closed the database refuses any change of its lines.
"""

from __future__ import annotations

from peewee import DateField, ForeignKeyField, IntegerField, TextField

from locales import Message
from models.front_office.guests import Guest
from models.front_office.reservations import Stay
from models.house.database import Base, StampField
from models.house.staff import Staff

ARRIVAL = "arrival"
NO_CHANGE = "no change"
CHANGE = "change"
DEPARTURE = "departure"
STRUCK = "struck"
KINDS = {
    ARRIVAL: Message("Arrived"),
    NO_CHANGE: Message("No change"),
    CHANGE: Message("Changed"),
    DEPARTURE: Message("Departed"),
    STRUCK: Message("Struck out"),
}
COLUMNS = (
    "room", "name", "nationality", "document_kind", "document_number", "issued_by", "address", "occupation", "came_from",
    "going_to",
)  # fmt: skip
"""What is written of a person, beside number, dates and remark."""
METHODS = {
    "by hand": Message("Handed in"),
    "post": Message("By post"),
    "e-mail": Message("By e-mail"),
    "online": Message("Online"),
}


class RegisterLine(Base):
    """``number`` runs in its ``series`` without a gap, over a year or a day as the hotel chose; a struck line keeps it.

    ``arrived_at``, ``left_at``: columns 2 and 11. ``changed``: which columns differ from the line of the day before,
    "room address". ``missing``: fields the law asks and nobody has given yet; the day cannot be closed with them.
    """

    date = DateField()
    series = TextField()
    number = IntegerField()
    stay = ForeignKeyField(Stay)
    guest = ForeignKeyField(Guest)
    kind = TextField()
    arrived_at = StampField()
    room = TextField()
    name = TextField()
    nationality = TextField()
    document_kind = TextField()
    document_number = TextField()
    issued_by = TextField()
    address = TextField()
    occupation = TextField()
    came_from = TextField()
    going_to = TextField()
    left_at = StampField(null=True)
    changed = TextField(default="")
    missing = TextField(default="")
    written_at = StampField()

    class Meta:
        table_name = "register_line"

    @property
    def said_number(self) -> str:
        """``2569-00012``, or ``25691123-003`` where each day begins at 1."""
        year, _dash, day = str(self.series).partition("-")
        return f"{year}{day}-{self.number:03d}" if day else f"{year}-{self.number:05d}"


class RegisterDay(Base):
    """A day of the register that is complete and closed. Sealed by triggers, with its lines."""

    date = DateField(unique=True)
    lines = IntegerField()
    closed_at = StampField()
    staff = ForeignKeyField(Staff)

    class Meta:
        table_name = "register_day"


class RegisterSending(Base):
    """A week's register went to the registrar (s.36); ``first_date`` is its Monday. Sealed."""

    first_date = DateField()
    sent_on = DateField()
    method = TextField()
    reference = TextField(default="")
    at = StampField()
    staff = ForeignKeyField(Staff)

    class Meta:
        table_name = "register_sending"


class Tm30Report(Base):
    """The notification ตม.30 of one foreigner and stay: which file, and whether Immigration took it.

    ``date`` is the day of arrival on the wall. Accepted is only what a clerk says is: nobody else tells us.
    """

    stay = ForeignKeyField(Stay)
    guest = ForeignKeyField(Guest)
    date = DateField()
    file = TextField(default="")
    exported_at = StampField(null=True)
    exported_by = ForeignKeyField(Staff, null=True, backref="+")
    accepted_at = StampField(null=True)
    accepted_by = ForeignKeyField(Staff, null=True, backref="+")
    reference = TextField(default="")

    class Meta:
        table_name = "tm30_report"
