"""What an audit leaves behind: the closed day, its ledgers, its statistics; and the record of one that failed."""

from __future__ import annotations

from peewee import DateField, ForeignKeyField, IntegerField, TextField

from models.house.database import Base, MoneyField, StampField
from models.house.staff import Staff

INCOME_AUDIT = "income audit"
"""The kind of entry that corrects a closed date."""


class ClosedDay(Base):
    """The record of one audit; the trial balance as it stood, so that it prints the same in ten years.

    ``checks`` is JSON: what was found and passed, in both languages, with the reason where it was skipped.
    """

    date = DateField()
    staff = ForeignKeyField(Staff)
    started_at = StampField()
    finished_at = StampField()
    checks = TextField()
    counts = TextField()
    trial_balance = TextField()
    last_entry_id = IntegerField()
    last_hash = TextField()

    class Meta:
        table_name = "closed_day"


class ClosedLedger(Base):
    """Opening + debits − credits = closing of one ledger on one business date, baht, debit plus."""

    date = DateField()
    ledger = TextField()
    opening = MoneyField()
    debits = MoneyField()
    credits = MoneyField()
    closing = MoneyField()

    class Meta:
        table_name = "closed_ledger"


class DayStatistics(Base):
    """The counts and room revenue (net of service charge and tax, baht) of one business date, frozen with the way they
    are counted. What is empty was not counted yet when the day was closed."""

    date = DateField()
    rooms = IntegerField()
    out_of_order = IntegerField()
    sold = IntegerField()
    complimentary = IntegerField()
    house_use = IntegerField()
    day_use = IntegerField()
    guests = IntegerField()
    arrivals = IntegerField()
    departures = IntegerField()
    no_shows = IntegerField()
    cancellations = IntegerField()
    walk_ins = IntegerField()
    room_revenue = MoneyField()
    other_revenue = MoneyField()
    base = TextField()
    sold_complimentary = TextField(default="yes")
    sold_day_use = TextField(default="no")
    adr_complimentary = TextField(default="yes")
    multiple = IntegerField(null=True)
    departed_stays = IntegerField(null=True)
    departed_nights = IntegerField(null=True)

    class Meta:
        table_name = "day_statistics"


class DaySegment(Base):
    """What one segment had of a closed date: rooms sold (as ``DayStatistics.sold``), guests in house, stays arrived,
    room revenue (net, baht). ``code`` "" is what was told none."""

    date = DateField()
    kind = TextField()
    code = TextField()
    rooms = IntegerField()
    guests = IntegerField()
    arrivals = IntegerField()
    revenue = MoneyField()

    class Meta:
        table_name = "day_segment"


class AuditFailure(Base):
    """The step an audit failed at, the record it had in hand and why, in English and Thai."""

    at = StampField()
    date = DateField()
    step = TextField()
    record = TextField()
    message = TextField()
    message_th = TextField(default="")
    jump = TextField(default="")

    class Meta:
        table_name = "audit_failure"
