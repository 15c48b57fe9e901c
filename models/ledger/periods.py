"""Periods: the months of the books. An entry needs an open one; unlocking takes two persons."""

from __future__ import annotations

import calendar
import datetime

from peewee import BooleanField, DateField

from models.house.acts import Act, operation
from models.house.database import Base
from models.house.refusals import Refused


class Period(Base):
    """``starts`` and ``ends`` inclusive."""

    starts = DateField()
    ends = DateField()
    locked = BooleanField(default=False)


def open_periods_until(act: Act, date: datetime.date) -> None:
    """Open each month from the last one open up to that of ``date``."""
    last = Period.select().order_by(Period.ends.desc()).first()
    first_day = (last.ends + datetime.timedelta(days=1)) if last else date.replace(day=1)
    while first_day <= date:
        last_day = first_day.replace(day=calendar.monthrange(first_day.year, first_day.month)[1])
        act.create(Period, starts=first_day, ends=last_day)
        first_day = last_day + datetime.timedelta(days=1)


def period_of(date: datetime.date) -> Period:
    found = Period.get_or_none((Period.starts <= date) & (Period.ends >= date))
    if found is None:
        raise Refused("PERIOD_CLOSED", "There is no period for {date}.", date=date)
    return found


def is_locked(date: datetime.date) -> bool:
    """Whether the period of ``date`` is locked; a date before the first period is not."""
    return Period.get_or_none((Period.starts <= date) & (Period.ends >= date) & Period.locked) is not None


@operation("period")
def lock_period(act: Act, period_id: int) -> None:
    """Nothing more is posted into it. Refused while the business date lies in it or before it."""
    period = Period.get_by_id(period_id)
    if act.business_date <= period.ends:
        raise Refused("PERIOD_RUNNING", "The period still has hotel days to close.")
    act.update(period, locked=True)


@operation("period")
def unlock_period(act: Act, period_id: int) -> None:
    """Needs a reason and always a second person."""
    period = Period.get_by_id(period_id)
    if not period.locked:
        raise Refused("PERIOD_OPEN", "The period is open.")
    act.ask("PERIOD_UNLOCK", "Unlocking a period takes two persons.", right="period", two_persons=True)
    act.update(period, locked=False)
