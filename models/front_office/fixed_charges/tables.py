"""What is kept of a fixed charge, and which dates it falls on."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, ModelSelect, TextField

from locales import Message
from models.front_office.codes import TransactionCode
from models.front_office.folios import Posting
from models.front_office.guests import Guest
from models.front_office.rates import RateCode
from models.front_office.reservations.tables import IN_HOUSE, NOT_YET, RESERVED, Stay
from models.front_office.rooms import Room
from models.house.database import Base, MoneyField
from models.ledger.accounts import Account

OPEN = (*NOT_YET, RESERVED, IN_HOUSE)
ONE_DAY = datetime.timedelta(days=1)
LONGEST_TEXT = 40
RHYTHMS = {
    "every": Message("Every night"),
    "arrival": Message("Arrival night"),
    "last": Message("Last night"),
    "weekly": Message("Every 7 nights"),
    "monthly": Message("Once a month"),
}


class FixedCharge(Base):
    """``quantity`` pieces at ``amount`` baht (tax in it where ``inclusive``) on the nights of ``rhythm``.

    ``since`` to ``until``, inclusive; none: from the arrival, to the last night, whatever these become. Weeks and
    months are counted from ``since``, or else from the arrival. ``removed``: it ended; what was posted stays.
    """

    stay = ForeignKeyField(Stay, backref="fixed_charges")
    code = ForeignKeyField(TransactionCode)
    amount = MoneyField()
    inclusive = BooleanField(default=False)
    quantity = IntegerField(default=1)
    rhythm = TextField()
    since = DateField(null=True)
    until = DateField(null=True)
    text = TextField(default="")
    removed = BooleanField(default=False)

    class Meta:
        table_name = "fixed_charge"

    @property
    def total(self) -> Decimal:
        """Baht of one posting, net or inclusive as ``inclusive`` says."""
        return self.amount * self.quantity


def source_of(charge: FixedCharge, date: datetime.date) -> str:
    """What makes a second posting of the same date impossible."""
    return f"fixed:{charge.id}:{date}"


# Which dates


def nights_span(stay: Stay) -> tuple[datetime.date, datetime.date]:
    """First and last night of a stay, inclusive; of a day use its day."""
    return stay.arrival, stay.arrival if stay.is_day_use else stay.departure - ONE_DAY


def is_due(charge: FixedCharge, date: datetime.date) -> bool:
    """Whether the charge falls on ``date``, as the dates of its stay stand."""
    first, last = nights_span(charge.stay)
    if not max(first, charge.since or first) <= date <= min(last, charge.until or last):
        return False
    if charge.code.group == "room" and charge.stay.rate_code.house_use:
        return False
    counted_from = charge.since or first
    if charge.rhythm == "arrival":
        return date == first
    if charge.rhythm == "last":
        return date == last and not _charged_on_an_earlier(charge, first, date)
    if charge.rhythm == "weekly":
        return (date - counted_from).days % 7 == 0
    if charge.rhythm == "monthly":  # the 31st is the last day of a shorter month
        return date.day == min(counted_from.day, calendar.monthrange(date.year, date.month)[1])
    return True


def _charged_on_an_earlier(charge: FixedCharge, first: datetime.date, date: datetime.date) -> bool:
    """Whether another night was the last one when it was charged: the guest stayed on, and owes it once."""
    if charge.stay.state != IN_HOUSE:
        return False
    sources = [source_of(charge, first + datetime.timedelta(days=n)) for n in range((date - first).days)]
    taken_back = Posting.select(Posting.corrects).where(Posting.corrects.is_null(False))
    return bool(Posting.select().where((Posting.source << sources) & Posting.id.not_in(taken_back)).exists())


def dates_due(charge: FixedCharge, since: datetime.date) -> Iterator[datetime.date]:
    """The dates from ``since`` on that the charge falls on."""
    first, last = nights_span(charge.stay)
    start = max(first, since)
    days = (start + datetime.timedelta(days=n) for n in range((last - start).days + 1))
    return (date for date in days if is_due(charge, date))


def next_due(charge: FixedCharge, since: datetime.date) -> datetime.date | None:
    return next(dates_due(charge, since), None)


def posted_of(sources: Iterable[str]) -> set[str]:
    rows = Posting.select(Posting.source).where(Posting.source << list(sources))
    return {row.source for row in rows}


# Reading


def standing_charge(fixed_charge_id: int) -> FixedCharge:
    row: FixedCharge = FixedCharge.get((FixedCharge.id == fixed_charge_id) & ~FixedCharge.removed)
    return row


def due_in_house(date: datetime.date) -> list[FixedCharge]:
    here = (Stay.state == IN_HOUSE) & (Stay.arrival <= date) & (Stay.departure >= date)
    return [charge for charge in _with_stay_and_code().where(here) if is_due(charge, date)]


def fixed_of_stays(stay_ids: Collection[int]) -> list[FixedCharge]:
    return list(_with_stay_and_code().where(FixedCharge.stay << list(stay_ids)))


def _with_stay_and_code() -> ModelSelect:
    return (
        FixedCharge.select(FixedCharge, TransactionCode, Account, Stay, Room, Guest, RateCode)
        .join(TransactionCode)
        .join(Account)
        .switch(FixedCharge)
        .join(Stay)
        .join(Room, "LEFT OUTER JOIN")
        .switch(Stay)
        .join(Guest)
        .switch(Stay)
        .join(RateCode, on=(Stay.rate_code == RateCode.id))
        .where(~FixedCharge.removed)
        .order_by(Room.number, FixedCharge.id)
    )
