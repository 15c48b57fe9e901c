"""Periods: the months of the books. An entry needs an open one; unlocking takes two persons.

Softly locked, a month takes an entry only by someone with the right "period" who says why; each is kept on record. Locked,
it takes nothing. Months are locked in their order, and unlocked from the last one back.
"""

from __future__ import annotations

import calendar
import datetime

from peewee import BooleanField, DateField, ForeignKeyField, TextField

from models.house.acts import Act, operation
from models.house.database import Base, StampField
from models.house.refusals import Refused
from models.house.staff import Staff


class Period(Base):
    """``starts`` and ``ends`` inclusive."""

    starts = DateField()
    ends = DateField()
    locked = BooleanField(default=False)
    soft = BooleanField(default=False)


class LateEntry(Base):
    """An entry written into a softly locked month; its id is the entry's. Sealed by triggers."""

    staff = ForeignKeyField(Staff, backref="+")
    at = StampField()
    reason = TextField()

    class Meta:
        table_name = "late_entry"


def open_periods_until(act: Act, date: datetime.date) -> None:
    """Open each month from the last one open up to that of ``date``."""
    last = Period.select().order_by(Period.ends.desc()).first()
    first_day = (last.ends + datetime.timedelta(days=1)) if last else date.replace(day=1)
    while first_day <= date:
        last_day = first_day.replace(day=calendar.monthrange(first_day.year, first_day.month)[1])
        act.create(Period, starts=first_day, ends=last_day)
        first_day = last_day + datetime.timedelta(days=1)


def periods() -> list[Period]:
    """The latest first."""
    return list(Period.select().order_by(Period.starts.desc()))


def period_of(date: datetime.date) -> Period:
    found = Period.get_or_none((Period.starts <= date) & (Period.ends >= date))
    if found is None:
        raise Refused("PERIOD_CLOSED", "There is no period for {date}.", date=date)
    return found


def is_locked(date: datetime.date) -> bool:
    """Whether the period of ``date`` is locked; a date before the first period is not."""
    return Period.get_or_none((Period.starts <= date) & (Period.ends >= date) & Period.locked) is not None


def is_soft(date: datetime.date) -> bool:
    """Whether the period of ``date`` is softly locked, and no more than that."""
    within = (Period.starts <= date) & (Period.ends >= date)
    return Period.get_or_none(within & Period.soft & ~Period.locked) is not None


def record_late_entry(act: Act, entry_id: int, date: datetime.date, asking: bool) -> None:
    """Before an entry goes into a softly locked month: who may say why. ASK: PERIOD_SOFT."""
    if asking:
        act.ask(
            "PERIOD_SOFT", "The month of {date} is softly locked.", right="period", field="date", date=date
        )
    LateEntry.create(
        id=entry_id, staff=act.approver_id or act.staff.id, at=act.now, reason=act.reason or act.name
    )


def _ended(act: Act, period: Period) -> None:
    if act.business_date <= period.ends:
        raise Refused("PERIOD_RUNNING", "The period still has hotel days to close.")


@operation("period")
def soft_lock_period(act: Act, period_id: int) -> None:
    """From now on an entry into it is asked about. Refused: PERIOD_RUNNING, PERIOD_LOCKED."""
    period = Period.get_by_id(period_id)
    _ended(act, period)
    if period.locked or period.soft:
        raise Refused("PERIOD_LOCKED", "The month is locked already.")
    act.update(period, soft=True)


@operation("period")
def soft_open_period(act: Act, period_id: int) -> None:
    """Open a softly locked month again. Refused: PERIOD_OPEN, PERIOD_LOCKED."""
    period = Period.get_by_id(period_id)
    if period.locked:
        raise Refused("PERIOD_LOCKED", "The month is locked already.")
    if not period.soft:
        raise Refused("PERIOD_OPEN", "The period is open.")
    act.update(period, soft=False)


@operation("period")
def lock_period(act: Act, period_id: int) -> None:
    """Nothing more is posted into it. Refused: PERIOD_RUNNING (the business date lies in it or before it), EARLIER_OPEN
    (+DB)."""
    period = Period.get_by_id(period_id)
    _ended(act, period)
    earlier = Period.get_or_none((Period.ends < period.starts) & ~Period.locked)
    if earlier is not None:
        raise Refused("EARLIER_OPEN", "Lock the month of {date} first.", date=earlier.starts, jump="periods")
    act.update(period, locked=True)


@operation("period")
def unlock_period(act: Act, period_id: int) -> None:
    """Needs a reason and always a second person. Refused: PERIOD_OPEN, LATER_LOCKED (+DB)."""
    period = Period.get_by_id(period_id)
    if not period.locked:
        raise Refused("PERIOD_OPEN", "The period is open.")
    later = (
        Period.select().where((Period.starts > period.ends) & Period.locked).order_by(Period.starts.desc())
    )
    if (last := later.first()) is not None:
        raise Refused("LATER_LOCKED", "Unlock the month of {date} first.", date=last.starts, jump="periods")
    act.ask("PERIOD_UNLOCK", "Unlocking a period takes two persons.", right="period", two_persons=True)
    act.update(period, locked=False)
