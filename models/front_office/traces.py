"""Traces: what a department has to do for a guest, a room or the house, by when; and what was done.

A trace stays on the list until it is resolved, whatever day it is: midnight and the night audit leave it alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, DateField, ForeignKeyField, TextField, fn

from locales import Message
from models.front_office.guests.person import Guest
from models.front_office.reservations.tables import Stay
from models.front_office.rooms import Room
from models.front_office.rooms import room as find_room
from models.house.acts import Act, operation
from models.house.database import Base, StampField
from models.house.departments import Department
from models.house.departments import department as find_department
from models.house.inputs import words
from models.house.lists import Listing
from models.house.moments import moment, time_of_day
from models.house.property import Property
from models.house.refusals import Refused
from models.house.staff import Staff


class Trace(Base):
    """For a department; on a stay, a guest, a room, or none of them. ``due_time`` is ``HH:MM`` or nothing.

    ``done``: what was done. Resolved it is never changed again (a trigger holds it).
    """

    department = ForeignKeyField(Department)
    stay = ForeignKeyField(Stay, null=True)
    guest = ForeignKeyField(Guest, null=True)
    room = ForeignKeyField(Room, null=True)
    due_on = DateField()
    due_time = TextField(default="")
    text = TextField()
    made_at = StampField()
    staff = ForeignKeyField(Staff)
    resolved_at = StampField(null=True)
    resolved_by = ForeignKeyField(Staff, null=True)
    done = TextField(default="")


@dataclass(frozen=True)
class TraceRow:
    trace_id: int
    department: str
    department_th: str
    department_en: str
    due_on: datetime.date
    due_time: str
    text: str
    by: str
    made_at: datetime.datetime
    stay_id: int | None
    guest_th: str
    guest_en: str
    room: str
    resolved_at: datetime.datetime | None
    resolved_by: str
    done: str
    key: tuple[object, ...]

    def overdue(self, hotel: Property, now: datetime.datetime) -> bool:
        return self.resolved_at is None and moment(hotel, self.due_on, self.due_time) < now


@operation("service")
def add_trace(
    act: Act,
    department: str,
    text: str,
    due_on: datetime.date,
    due_time: str = "",
    *,
    stay_id: int | None = None,
    guest_id: int | None = None,
    room: str = "",
) -> int:
    """A trace for the department of that code; its id. Refused: NO_DEPARTMENT, NO_TEXT, NO_TIME, NO_ROOM, DATE_PAST."""
    unit = find_department(department)
    if due_on < act.business_date:
        raise Refused("DATE_PAST", "This date is past.", field="due_on")
    stay = Stay.get_by_id(stay_id) if stay_id is not None else None
    return int(
        act.create(
            Trace, department=unit, stay=stay, guest=Guest.get_by_id(guest_id) if guest_id is not None else None,
            room=find_room(room) if room.strip() else None, due_on=due_on, due_time=time_of_day(due_time, "due_time"),
            text=_text(text), made_at=act.now, staff=act.staff, done="",
        ).id
    )  # fmt: skip


def _text(text: str, field: str = "text") -> str:
    if not text.strip():
        raise Refused("NO_TEXT", "Say what it is.", field=field)
    return words(text, field)


@operation("service")
def change_trace(
    act: Act, trace_id: int, department: str, text: str, due_on: datetime.date, due_time: str = ""
) -> None:
    """Passed on to another department, another day, other words. Refused: TRACE_RESOLVED, as ``add_trace``."""
    trace = _open(trace_id)
    if due_on != trace.due_on and due_on < act.business_date:
        raise Refused("DATE_PAST", "This date is past.", field="due_on")
    act.update(
        trace, department=find_department(department), text=_text(text), due_on=due_on,
        due_time=time_of_day(due_time, "due_time"),
    )  # fmt: skip


@operation("service")
def resolve_trace(act: Act, trace_id: int, done: str) -> None:
    """Refused: TRACE_RESOLVED, NO_TEXT (what was done must be said)."""
    act.update(_open(trace_id), resolved_at=act.now, resolved_by=act.staff, done=_text(done, "done"))


def _open(trace_id: int) -> Trace:
    trace = Trace.get_by_id(trace_id)
    if trace.resolved_at is not None:
        raise Refused("TRACE_RESOLVED", "This trace has been resolved already.")
    return trace


def traces(
    *, department: str = "", stay_id: int | None = None, resolved: bool = False, text: str = ""
) -> Listing[TraceRow]:
    """Open traces, the earliest due first; or the ``resolved`` ones. ``text`` is looked for in the words and the room."""
    of_stay = Guest.alias()
    where: Any = Trace.resolved_at.is_null(not resolved)
    if department:
        where = where & (Department.code == department)
    if stay_id is not None:
        where = where & (Trace.stay == stay_id)
    for word in text.split():
        where = where & (Trace.text.contains(word) | (fn.COALESCE(Room.number, "") == word.upper()))
    solver = Staff.alias()
    query = (
        Trace.select(
            Trace, Department, Staff, Stay, of_stay, Room,
            fn.COALESCE(solver.login, "").alias("solver"),
        )
        .join(Department)
        .switch(Trace)
        .join(Staff, on=(Trace.staff == Staff.id))
        .switch(Trace)
        .join(Stay, JOIN.LEFT_OUTER)
        .switch(Trace)
        .join(of_stay, JOIN.LEFT_OUTER, on=(fn.COALESCE(Stay.guest, Trace.guest) == of_stay.id), attr="for_guest")
        .switch(Trace)
        .join(Room, JOIN.LEFT_OUTER, on=(fn.COALESCE(Trace.room, Stay.room) == Room.id), attr="in_room")
        .switch(Trace)
        .join(solver, JOIN.LEFT_OUTER, on=(Trace.resolved_by == solver.id), attr="solved_by")
        .where(where)
    )  # fmt: skip
    order = [(Trace.due_on, resolved), (Trace.due_time, resolved), (Trace.id, resolved)]
    return Listing(query, order, _shape)


def _shape(trace: Trace) -> TraceRow:
    guest, room = getattr(trace, "for_guest", None), getattr(trace, "in_room", None)
    unit = trace.department
    return TraceRow(
        trace.id, unit.code, unit.name_th, unit.name_en, trace.due_on, trace.due_time, trace.text, trace.staff.login,
        trace.made_at, trace.__data__["stay"], guest.name("th") if guest else "", guest.name("en") if guest else "",
        room.number if room else "", trace.resolved_at, trace.solver, trace.done,
        (trace.due_on, trace.due_time, trace.id),
    )  # fmt: skip


def traces_lit(stay_ids: Collection[int], _date: datetime.date) -> dict[int, Message]:
    """For the lamp: open traces of each stay, in the words of the earliest due."""
    rows = (
        Trace.select(Trace.stay, Trace.text)
        .where((Trace.stay << list(stay_ids)) & Trace.resolved_at.is_null())
        .order_by(Trace.due_on, Trace.due_time, Trace.id)
        .tuples()
    )
    lit: dict[int, Message] = {}
    for stay_id, text in rows:
        lit.setdefault(stay_id, Message("{words}", {"words": text}))
    return lit
