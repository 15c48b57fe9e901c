"""When returns are due: on paper and by e-filing, moved to the next working day (Civil and Commercial Code s.193/8).

The eight days of e-filing count from the date before any roll; their extension ends (a setting, ``efile_until``).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from peewee import DateField, TextField

from locales import Message
from models.back_office.input_vat import month_after
from models.house.acts import Act, operation
from models.house.database import Base
from models.house.inputs import words
from models.house.property import setting
from models.house.refusals import Refused

EXTENSION = 8  # days
SATURDAY = 5


@dataclass(frozen=True)
class Form:
    """A return: the ``day`` of the next month it is due on paper, and whether e-filing has its eight days."""

    name: Message
    day: int
    online: bool = True


FORMS = {
    "PP30": Form(Message("PP30 (VAT)"), 15),
    "PND": Form(Message("PND 1, 3, 53 (withholding)"), 7),
    "SSO": Form(Message("Social security"), 15, online=False),
    "PP36": Form(Message("PP36 (VAT on services from abroad)"), 7),
}


class Holiday(Base):
    """A day on which the offices are closed, beside Saturdays and Sundays."""

    date = DateField(unique=True)
    name = TextField()


@dataclass(frozen=True)
class Due:
    """``paper`` and ``online``, where there is e-filing: the last days to file ``form`` for ``month``."""

    form: str
    month: datetime.date
    paper: datetime.date
    online: datetime.date | None

    @property
    def key(self) -> tuple[datetime.date, str]:
        return (self.paper, self.form)


def due_of(form: str, month: datetime.date) -> Due:
    """The days for the tax month (its first day)."""
    about = FORMS[form]
    day = month_after(month, 1).replace(day=about.day)
    later = day + datetime.timedelta(days=EXTENSION)
    extended = about.online and later <= datetime.date.fromisoformat(setting("efile_until"))
    return Due(form, month, next_working_day(day), next_working_day(later) if extended else None)


def dues_between(since: datetime.date, until: datetime.date) -> list[Due]:
    """What is due on paper from ``since`` to ``until``, inclusive."""
    months, month = [], month_after(since, -2)
    while month <= until:
        months.append(month)
        month = month_after(month, 1)
    found = [due_of(form, month) for month in months for form in FORMS]
    return sorted((due for due in found if since <= due.paper <= until), key=lambda due: due.key)


def next_working_day(date: datetime.date) -> datetime.date:
    holidays = {row.date for row in Holiday.select().where(Holiday.date >= date)}
    while date.weekday() >= SATURDAY or date in holidays:
        date += datetime.timedelta(days=1)
    return date


@operation("set_up")
def keep_holiday(act: Act, date: datetime.date, name: str) -> None:
    """Refused: HOLIDAY_THERE, NO_NAME."""
    if Holiday.get_or_none(Holiday.date == date):
        raise Refused("HOLIDAY_THERE", "{date} is a holiday already.", field="date", date=date)
    name = words(name, "name")
    if not name:
        raise Refused("NO_NAME", "Name the holiday.", field="name")
    act.create(Holiday, date=date, name=name)


def no_new_holiday() -> Refused:
    return Refused("NO_NEW_HOLIDAY", "The file has no holiday that is not known already.", field="file")


@operation("set_up")
def take_holidays(act: Act, days: Sequence[tuple[datetime.date, str]]) -> int:
    """The days of a file that are no holidays yet; how many. Refused: NO_NEW_HOLIDAY, NO_NAME. NOTE: HOLIDAYS_KNOWN."""
    there = {row.date for row in Holiday.select(Holiday.date)}
    new = [(date, name) for date, name in days if date not in there]
    if not new:
        raise no_new_holiday()
    for date, name in new:
        keep_holiday(act, date, name)
    if len(new) < len(days):
        act.note(
            "HOLIDAYS_KNOWN", "{n} holidays were known already and stay as they are.", n=len(days) - len(new)
        )
    return len(new)


@operation("set_up")
def drop_holiday(act: Act, holiday_id: int) -> None:
    row = Holiday.get_by_id(holiday_id)
    act.changed(row, {"date": row.date, "name": row.name}, {})
    row.delete_instance()


def holidays(year: int) -> list[Holiday]:
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    return list(Holiday.select().where(Holiday.date.between(first, last)).order_by(Holiday.date))
