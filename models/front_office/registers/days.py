"""The days and weeks of the guest register: complete, closed, and each week a copy to the registrar (s.36)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from peewee import fn

from models.front_office.registers.lines import follow_person, is_closed
from models.front_office.registers.particulars import FieldWords
from models.front_office.registers.tables import METHODS, STRUCK, RegisterDay, RegisterLine, RegisterSending
from models.front_office.reservations import StayPerson
from models.house.acts import Act, operation
from models.house.inputs import words
from models.house.refusals import Refused
from models.house.staff import Staff

WEEK = datetime.timedelta(days=7)
ONE_DAY = datetime.timedelta(days=1)
DAYS_TO_SEND = 7
"""A week's copy is due within the week that follows it; from then on it is overdue."""
LONGEST_REFERENCE = 80


def monday_of(date: datetime.date) -> datetime.date:
    return date - datetime.timedelta(days=date.weekday())


def lines_of(date: datetime.date) -> list[RegisterLine]:
    """The register of a date, in the order it was written, with struck lines."""
    return list(RegisterLine.select().where(RegisterLine.date == date).order_by(RegisterLine.id))


def first_date() -> datetime.date | None:
    """Since when the register is kept here."""
    date: datetime.date | None = RegisterLine.select(fn.MIN(RegisterLine.date)).scalar()
    return date


@operation("check_in")
def close_register(act: Act, date: datetime.date) -> int:
    """The day's register is complete: nothing in it can be changed from now on. How many lines it has.

    Refused: REGISTER_NOT_OVER (a day that is still running), REGISTER_CLOSED, REGISTER_INCOMPLETE with the guest.
    """
    if date >= act.business_date:
        raise Refused(
            "REGISTER_NOT_OVER", "The register of {date} is still being written.", field="date", date=date
        )
    if is_closed(date):
        raise Refused("REGISTER_CLOSED", "The register of {date} is closed.", field="date", date=date)
    check_complete(date)
    lines = len(lines_of(date))
    act.create(RegisterDay, date=date, lines=lines, closed_at=act.now, staff=act.staff)
    return lines


def check_complete(date: datetime.date) -> None:
    """Refused (``REGISTER_INCOMPLETE``) with the first guest of whom something is missing."""
    line = (
        RegisterLine.select()
        .where((RegisterLine.date == date) & (RegisterLine.missing != ""))
        .order_by(RegisterLine.id)
        .first()
    )
    if line is not None:
        raise Refused(
            "REGISTER_INCOMPLETE", "{guest}, room {room}: {fields} missing.", jump="registers",
            guest=line.name, room=line.room, fields=FieldWords(tuple(line.missing.split())),
        )  # fmt: skip


@operation("check_in")
def send_week(
    act: Act, first: datetime.date, sent_on: datetime.date, method: str, reference: str = ""
) -> int:
    """The registrar has the copy of the week that begins on Monday ``first``; its open days are closed with it.

    A week may be sent again. The row's id. Refused: WEEK_NOT_OVER, NO_CHOICE, SENT_WHEN, NOT_CLEAN,
    TOO_MUCH_TEXT, REGISTER_INCOMPLETE.
    """
    first = monday_of(first)
    last = first + WEEK - ONE_DAY
    if last >= act.business_date:
        raise Refused("WEEK_NOT_OVER", "The week until {date} is not over.", field="first", date=last)
    if method not in METHODS:
        raise Refused("NO_CHOICE", "There is no {value} here.", field="method", value=method)
    if sent_on > act.property.calendar_date(act.now) or sent_on <= last:
        raise Refused(
            "SENT_WHEN", "It was sent after {date}, and not after today.", field="sent_on", date=last
        )
    reference = words(reference, "reference", LONGEST_REFERENCE)
    for date in (first + n * ONE_DAY for n in range(7)):
        if not is_closed(date):
            close_register(act, date)
    row = act.create(
        RegisterSending, first_date=first, sent_on=sent_on, method=method, reference=reference, at=act.now,
        staff=act.staff,
    )  # fmt: skip
    return int(row.id)


@dataclass(frozen=True)
class Week:
    """A week of the register as the list of weeks shows it; ``missing`` counts lines that are not complete."""

    first: datetime.date
    lines: int
    closed: int
    missing: int
    over: bool
    sent_on: datetime.date | None = None
    method: str = ""
    reference: str = ""
    sent_by: str = ""

    @property
    def key(self) -> tuple[str]:
        return (self.first.isoformat(),)

    @property
    def last(self) -> datetime.date:
        return self.first + WEEK - ONE_DAY

    def days_over(self, today: datetime.date) -> int:
        """How many days the copy is late; 0 while there is time, or once it was sent."""
        return 0 if self.sent_on else max(0, (today - self.last).days - DAYS_TO_SEND)


def weeks(until: datetime.date) -> list[Week]:
    """From the week of ``until`` back to the first of the register, the latest first."""
    began = first_date()
    if began is None:
        return []
    monday, last_monday = monday_of(began), monday_of(until)
    counts = _by_date(
        RegisterLine.select(RegisterLine.date, fn.COUNT(RegisterLine.id)).where(RegisterLine.kind != STRUCK)
    )
    missing = _by_date(
        RegisterLine.select(RegisterLine.date, fn.COUNT(RegisterLine.id)).where(RegisterLine.missing != "")
    )
    closed = {day.date for day in RegisterDay.select(RegisterDay.date)}
    sent = {
        row.first_date: row
        for row in RegisterSending.select(RegisterSending, Staff).join(Staff).order_by(RegisterSending.id)
    }
    found = []
    while monday <= last_monday:
        days = [monday + n * ONE_DAY for n in range(7)]
        row = sent.get(monday)
        found.append(
            Week(
                monday, sum(counts.get(day, 0) for day in days), sum(day in closed for day in days),
                sum(missing.get(day, 0) for day in days), days[-1] < until,
                *((row.sent_on, row.method, row.reference, row.staff.login) if row else ()),
            )
        )  # fmt: skip
        monday += WEEK
    return found[::-1]


def _by_date(query: object) -> Mapping[datetime.date, int]:
    return dict(query.group_by(RegisterLine.date).tuples())  # type: ignore[attr-defined]


def weeks_unsent(today: datetime.date) -> list[Week]:
    """Weeks that are over and not with the registrar yet, oldest first."""
    return [week for week in reversed(weeks(today)) if week.over and week.sent_on is None]


# Completing


@operation("check_in")
def complete_registration(
    act: Act,
    stay_id: int,
    guest_id: int,
    journey: Mapping[str, object],
    guest: Mapping[str, object],
    countersign: bool = False,
) -> None:
    """What the registers lack of a guest, in one go: ``journey`` (from_home, came_from, to_home, going_to), ``guest``
    as ``update_guest``, and with ``countersign`` the signature of who is at the desk beside a minor's.

    Refused: NOT_CLEAN, TOO_MUCH_TEXT, NO_PLACE (from or to another place that is not named), and as ``update_guest``.
    """
    from models.front_office.guests import update_guest

    person = StayPerson.get((StayPerson.stay == stay_id) & (StayPerson.guest == guest_id))
    values = {
        name: words(value, name) if isinstance(value, str) else value for name, value in journey.items()
    }
    for home, place in (("from_home", "came_from"), ("to_home", "going_to")):
        if values.get(home) is False and not values.get(place, getattr(person, place)):
            raise Refused(
                "NO_PLACE", "Name the place: sub-district, district, province or country.", field=place
            )
    if countersign:
        values["countersigned_by"] = act.staff
    if values:
        act.update(person, **values)
    if guest:
        update_guest(act, guest_id, **guest)
    follow_person(act, stay_id, guest_id)
