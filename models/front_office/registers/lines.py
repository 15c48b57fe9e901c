"""Writing the guest register ร.ร.4 (Hotel Act s.35): at check-in at once, and a line for each later day of the stay.

What a guest does at the desk calls these: who comes gets a line, who leaves gets column 11 on the line of that day,
who moves or whose particulars are corrected has the open lines corrected with him. The night audit writes "no change"
for everybody who stays, in full where something differs from the day before.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from peewee import fn

from models.front_office.guests import OF_AGE
from models.front_office.registers.particulars import (
    Particulars,
    age_on,
    minors_alone,
    missing_in,
    missing_of,
    particulars_of,
    persons_on,
)
from models.front_office.registers.tables import (
    ARRIVAL,
    CHANGE,
    COLUMNS,
    DEPARTURE,
    NO_CHANGE,
    STRUCK,
    RegisterDay,
    RegisterLine,
)
from models.front_office.reservations import IN_HOUSE, Stay, StayPerson
from models.front_office.rooms import pseudo_types
from models.house.acts import Act
from models.house.database import insert_rows
from models.house.property import draw_number, setting

_BUDDHIST_OFFSET = 543


def series_of(date: datetime.date) -> str:
    """Where the numbers of the date begin at 1: its Buddhist year, or with ``register_number`` day, the date."""
    year = date.year + _BUDDHIST_OFFSET
    return f"{year}-{date:%m%d}" if setting("register_number") == "day" else f"{year}"


def is_closed(date: datetime.date) -> bool:
    return RegisterDay.get_or_none(RegisterDay.date == date) is not None


# What happens at the desk


def enter_persons(act: Act, stay_id: int) -> None:
    """Who is on the stay and has no line of today gets one: at check-in, and when a person joins later."""
    persons = persons_on([stay_id])
    if not persons or is_closed(act.business_date):
        return  # the day was closed early; the audit's next date has them
    on_it = {person.guest_id for person in persons}
    here = {line.guest_id: line for line in _lines_of_day(act.business_date, [stay_id])}
    for guest_id in on_it & set(here):
        _comes_back(act, here[guest_id])
    written = set(here) | {guest_id for _stay, guest_id in _lines_before(act.business_date, [stay_id])}
    _write(act, act.business_date, [person for person in persons if person.guest_id not in written])


def strike_stay(act: Act, stay_id: int) -> None:
    """A check-in of today is undone: its lines keep their numbers and are struck out."""
    for line in _lines_of_day(act.business_date, [stay_id]):
        _strike(act, line)


def person_goes(act: Act, stay_id: int, guest_id: int) -> None:
    """A person is taken off a stay in house: today's arrival was a mistake, anybody else has left."""
    line = _line_of(act.business_date, stay_id, guest_id)
    if line is not None and line.kind == ARRIVAL:
        _strike(act, line)
        return
    _leave(act, [p for p in persons_on([stay_id]) if p.guest_id == guest_id])


def stay_leaves(act: Act, stay_id: int) -> None:
    """Check-out: date and time in column 11, on the line of this day."""
    _leave(act, persons_on([stay_id]))


def stay_returns(act: Act, stay_id: int) -> None:
    """A check-out of today is undone; who was taken off the stay before it has left all the same."""
    on_it = {person.guest_id for person in persons_on([stay_id])}
    for line in _lines_of_day(act.business_date, [stay_id]):
        if line.guest_id in on_it:
            _comes_back(act, line)


def _comes_back(act: Act, line: RegisterLine) -> None:
    if line.left_at is not None and not is_closed(line.date):
        kind = ARRIVAL if line.kind == ARRIVAL else _kind(line, _day_before(line))
        act.update(line, left_at=None, kind=kind)


def follow_rooms(act: Act, stay_ids: Iterable[int]) -> None:
    """After a room move: today's line where there is one; a later day's is written by the audit."""
    ids = list(stay_ids)
    persons = {(p.stay_id, p.guest_id): p for p in persons_on(ids)}
    for line in _lines_of_day(act.business_date, ids):
        person = persons.get((line.stay_id, line.guest_id))
        if person is not None:
            _bring_up(act, line, person, room=True)


def follow_guest(act: Act, guest_id: int) -> None:
    """Particulars were corrected or completed: the lines of every day not closed are corrected with them.

    Of a stay that has ended only what was missing is filled in: the guest may be here again, with another passport.
    """
    _follow(act, RegisterLine.guest == guest_id, ended_too=False)


def follow_person(act: Act, stay_id: int, guest_id: int) -> None:
    """The registration of one person of a stay, ended or not, was corrected or completed."""
    _follow(act, (RegisterLine.stay == stay_id) & (RegisterLine.guest == guest_id), ended_too=True)


def _follow(act: Act, whose: Any, *, ended_too: bool) -> None:
    closed = RegisterDay.select(RegisterDay.id).where(RegisterDay.date == RegisterLine.date)
    lines = list(
        RegisterLine.select()
        .where(whose & (RegisterLine.kind != STRUCK) & ~fn.EXISTS(closed))
        .order_by(RegisterLine.date)
    )
    if not lines:
        return
    persons = {(p.stay_id, p.guest_id): p for p in persons_on({line.stay_id for line in lines})}
    for line in lines:
        person = persons.get((line.stay_id, line.guest_id))
        if person is not None:
            fill = not ended_too and person.stay.state != IN_HOUSE
            _bring_up(act, line, person, room=False, fill=fill)


# The day


def write_day(act: Act, date: datetime.date) -> int:
    """The lines of everybody in house who has none on ``date`` yet; how many were written.

    Part of the night audit, and of closing a day; nothing where the day is closed.
    """
    if is_closed(date):
        return 0
    staying = _staying(date)
    persons = persons_on(staying)
    here = {(line.stay_id, line.guest_id): line for line in _lines_of_day(date, staying)}
    for person in persons:
        line = here.get((person.stay_id, person.guest_id))
        if line is not None:
            _bring_up(act, line, person, room=True)
    new = [person for person in persons if (person.stay_id, person.guest_id) not in here]
    new.sort(key=lambda person: (person.stay.room.number if person.stay.room_id else "", person.position))
    return _write(act, date, new)


def _staying(date: datetime.date) -> list[int]:
    inside = (Stay.state == IN_HOUSE) & (Stay.arrival <= date) & Stay.room_type.not_in(pseudo_types())
    return [stay.id for stay in Stay.select(Stay.id).where(inside)]


def lines_to_come(date: datetime.date) -> int:
    """How many guests in house have no line on ``date`` yet; the audit writes them."""
    staying = _staying(date)
    return StayPerson.select().where(StayPerson.stay << staying).count() - len(_lines_of_day(date, staying))


def _write(act: Act, date: datetime.date, persons: Sequence[StayPerson], **more: Any) -> int:
    if not persons:
        return 0
    before = _lines_before(date, {person.stay_id for person in persons})
    alone = _minors_alone(persons, date)
    series = series_of(date)
    rows = []
    for person in persons:
        written = particulars_of(person, date)
        former = before.get((person.stay_id, person.guest_id))
        changed = _changed(written, former)
        kind = ARRIVAL if former is None else CHANGE if changed else NO_CHANGE
        rows.append(
            {
                "date": date, "series": series, "number": draw_number(f"RR4-{series}"), "stay": person.stay_id,
                "guest": person.guest_id, "kind": kind, "arrived_at": former.arrived_at if former else _arrived(act, person),
                **written.columns(), "left_at": None, "changed": changed,
                "missing": " ".join(missing_of(person, date, person.stay_id in alone)), "written_at": act.now, **more,
            }
        )  # fmt: skip
    insert_rows(RegisterLine, rows)
    act.changed(
        ("register_line", str(date)),
        {},
        {f"{series} {row['number']}": f"{row['kind']}: {row['room']} {row['name']}" for row in rows},
    )
    return len(rows)


def _arrived(act: Act, person: StayPerson) -> datetime.datetime:
    """Who joins a stay later arrives then; who came with it, when it checked in."""
    came: datetime.datetime | None = person.stay.checked_in_at
    if came is None or RegisterLine.get_or_none(RegisterLine.stay == person.stay_id) is not None:
        return act.now
    return came


def _leave(act: Act, persons: Sequence[StayPerson]) -> None:
    date = act.business_date
    if not persons or is_closed(date):
        return
    here = {line.guest_id: line for line in _lines_of_day(date, [persons[0].stay_id])}
    for person in persons:
        line = here.get(person.guest_id)
        if line is not None and not line.left_at:
            kind = ARRIVAL if line.kind == ARRIVAL else DEPARTURE
            act.update(line, left_at=act.now, kind=kind)
    _write(act, date, [p for p in persons if p.guest_id not in here], left_at=act.now, kind=DEPARTURE)


def _strike(act: Act, line: RegisterLine) -> None:
    if not is_closed(line.date):
        act.update(line, kind=STRUCK, missing="")


def _bring_up(act: Act, line: RegisterLine, person: StayPerson, *, room: bool, fill: bool = False) -> None:
    """Correct an open line, or with ``fill`` only what stands empty in it; a room is that of its own day and is never
    corrected afterwards."""
    written = particulars_of(person, line.date).columns()
    if not room:
        written["room"] = line.room
    if fill:
        written = {name: getattr(line, name) or value for name, value in written.items()}
    missing = missing_in(written, person, bool(_minors_alone([person], line.date)))
    act.update(line, **written, missing=" ".join(missing))
    if line.kind in (NO_CHANGE, CHANGE, DEPARTURE):
        former = _day_before(line)
        kind = line.kind if line.kind == DEPARTURE else _kind(line, former)
        act.update(line, kind=kind, changed=_changed(_as_written(line), former))


def _minors_alone(persons: Sequence[StayPerson], date: datetime.date) -> set[int]:
    """The stays with nobody of age; who has no minor on it is not asked about further."""
    young = {p.stay_id for p in persons if (age_on(p.guest, date) or OF_AGE) < OF_AGE}
    return {stay_id for stay_id in young if minors_alone(persons_on([stay_id]), date)}


def _kind(line: RegisterLine, former: RegisterLine | None) -> str:
    return CHANGE if _changed(_as_written(line), former) else NO_CHANGE


def _as_written(line: RegisterLine) -> Particulars:
    return Particulars(**{name: getattr(line, name) for name in COLUMNS})


def _changed(written: Particulars, former: RegisterLine | None) -> str:
    """Which columns differ from the line before: ``room address``."""
    if former is None:
        return ""
    return " ".join(name for name, value in written.columns().items() if value != getattr(former, name))


# Finding lines


def _lines_of_day(date: datetime.date, stays: Iterable[int]) -> list[RegisterLine]:
    return list(
        RegisterLine.select().where(
            (RegisterLine.date == date) & (RegisterLine.stay << list(stays)) & (RegisterLine.kind != STRUCK)
        )
    )


def _line_of(date: datetime.date, stay_id: int, guest_id: int) -> RegisterLine | None:
    return next((line for line in _lines_of_day(date, [stay_id]) if line.guest_id == guest_id), None)


def _lines_before(date: datetime.date, stays: Iterable[int]) -> dict[tuple[int, int], RegisterLine]:
    """The last line of each person of these stays before ``date``; who has left since has none."""
    ids = list(stays)
    yesterday = date - datetime.timedelta(days=1)
    of_them = (RegisterLine.stay << ids) & (RegisterLine.kind != STRUCK)
    rows = list(RegisterLine.select().where(of_them & (RegisterLine.date == yesterday)))
    elsewhere = [stay_id for stay_id in ids if stay_id not in {line.stay_id for line in rows}]
    if elsewhere:  # a day without a line: the register began later than the stay
        older = (RegisterLine.stay << elsewhere) & (RegisterLine.kind != STRUCK) & (RegisterLine.date < date)
        rows.extend(RegisterLine.select().where(older).order_by(RegisterLine.date))
    last = {(line.stay_id, line.guest_id): line for line in rows}
    return {who: line for who, line in last.items() if line.left_at is None}


def _day_before(line: RegisterLine) -> RegisterLine | None:
    return _lines_before(line.date, [line.stay_id]).get((line.stay_id, line.guest_id))
