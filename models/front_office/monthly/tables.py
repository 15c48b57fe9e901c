"""The tables: a monthly guest's contract, the meters of a room, their readings, and what was billed of them."""

from __future__ import annotations

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from locales import Message
from models.front_office.folios import Posting
from models.front_office.reservations import Stay
from models.front_office.rooms import Room
from models.house.database import Base, MoneyField, StampField
from models.house.staff import Staff

WATER, ELECTRICITY = "water", "electricity"
KINDS = {WATER: Message("Water"), ELECTRICITY: Message("Electricity")}
CODES = {WATER: "WATR", ELECTRICITY: "ELEC"}


class MonthlyContract(Base):
    """What was agreed beside the rate: ``rent`` in baht a month (None: the rate's), how long, how much notice."""

    stay = ForeignKeyField(Stay, unique=True, backref="contracts")
    rent = MoneyField(null=True)
    term_until = DateField(null=True)
    notice_days = IntegerField(default=30)
    note = TextField(default="")

    class Meta:
        table_name = "monthly_contract"


class Meter(Base):
    """A water or electricity meter of a room. ``digits`` of its counter; ``rate`` in baht a unit and ``minimum`` in
    baht a month, both with tax in them. One of a kind is in use in a room (a unique index)."""

    room = ForeignKeyField(Room)
    kind = TextField()
    number = TextField(default="")
    digits = IntegerField(default=5)
    rate = MoneyField()
    minimum = MoneyField()
    active = BooleanField(default=True)


class MeterReading(Base):
    """What a meter showed on a date, and the units since the reading before. Sealed.

    A slip is answered by a new reading that ``corrects`` it; only readings that nothing corrects count.
    """

    meter = ForeignKeyField(Meter, backref="readings")
    date = DateField()
    value = IntegerField()
    units = IntegerField()
    rolled = BooleanField(default=False)
    corrects = ForeignKeyField("self", null=True)
    staff = ForeignKeyField(Staff)
    at = StampField()

    class Meta:
        table_name = "meter_reading"


class MeterCharge(Base):
    """Water or electricity of a stay for a month (its first day), once; ``final``: what was left at the departure, again
    where the guest stayed on. A reading is in one charge all the same."""

    stay = ForeignKeyField(Stay)
    month = DateField()
    kind = TextField()
    final = BooleanField(default=False)
    posting = ForeignKeyField(Posting)
    units = IntegerField()

    class Meta:
        table_name = "meter_charge"


class BilledReading(Base):
    """A reading whose units are in a charge: each once."""

    charge = ForeignKeyField(MeterCharge, backref="readings")
    reading = ForeignKeyField(MeterReading, unique=True)

    class Meta:
        table_name = "billed_reading"
