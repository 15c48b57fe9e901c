"""Who makes which room: attendants, what each task weighs, and the run that shares a day's rooms.

The run gives each attendant on duty a stretch of neighbouring rooms of about the same credits. It is
deterministic: the same rooms and attendants give the same sheets. What was given by hand stays.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from peewee import JOIN

from models.front_office.housekeeping.board import ARRIVAL, BoardRow, board
from models.front_office.housekeeping.tables import (
    DEPARTURE,
    STAY_OVER,
    TASKS,
    TOUCH,
    USUAL_CREDITS,
    Attendant,
    AttendantDuty,
    RoomCredit,
    RoomWork,
)
from models.front_office.rooms import Housekeeping, Room, RoomType
from models.house.acts import Act, operation
from models.house.inputs import words
from models.house.refusals import Refused
from models.house.staff import Staff

MOST_CREDITS = 99


@dataclass(frozen=True)
class Work:
    """A room that is to be made today. ``attendant_id`` is None while nobody has it."""

    room_id: int
    number: str
    floor: str
    room_type: str
    task: str
    credits: int
    row: BoardRow
    attendant_id: int | None = None
    attendant: str = ""
    by_hand: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.attendant, self.floor, self.number)

    @property
    def done(self) -> bool:
        """Made since, though it is still on the sheet."""
        return self.row.housekeeping in (Housekeeping.CLEAN, Housekeeping.INSPECTED) and self.task != TOUCH


@dataclass(frozen=True)
class AttendantRow:
    """An attendant on a date: whether on duty, and with how many rooms and credits."""

    id: int
    name: str
    floors: str
    login: str
    active: bool
    on_duty: bool
    rooms: int
    credits: int

    @property
    def key(self) -> tuple[int]:
        return (self.id,)


# Attendants


@operation("housekeeping")
def save_attendant(
    act: Act, attendant_id: int | None, name: str, floors: str = "", login: str = "", active: bool = True
) -> int:
    """A new attendant (None) or another name; the id. Refused: NO_NAME, ATTENDANT_TAKEN, NO_STAFF."""
    name = words(name, "name", 40)
    if not name:
        raise Refused("NO_NAME", "The attendant needs a name.", field="name")
    same = Attendant.get_or_none((Attendant.name == name) & (Attendant.id != (attendant_id or 0)))
    if same is not None:
        raise Refused("ATTENDANT_TAKEN", "There is an attendant {name} already.", field="name", name=name)
    staff = Staff.get_or_none(Staff.login == login.strip().lower()) if login.strip() else None
    if login.strip() and staff is None:
        raise Refused("NO_STAFF", "Nobody signs in as {login}.", field="login", login=login)
    tidy = ",".join(part.strip() for part in words(floors, "floors", 40).split(",") if part.strip())
    values: dict[str, object] = {
        "name": name,
        "floors": tidy,
        "staff": staff.id if staff else None,
        "active": active,
    }
    if attendant_id is None:
        return act.create(Attendant, **values).id
    return int(act.update(Attendant.get_by_id(attendant_id), **values).id)


@operation("housekeeping")
def set_duty(act: Act, attendant_id: int, on_duty: bool) -> None:
    """Works today, or does not; the rooms of one who does not are free for another run.

    Refused: ATTENDANT_GONE (no longer with the house).
    """
    attendant = Attendant.get_by_id(attendant_id)
    duty = AttendantDuty.get_or_none(
        (AttendantDuty.attendant == attendant) & (AttendantDuty.date == act.business_date)
    )
    if on_duty and not attendant.active:
        raise Refused("ATTENDANT_GONE", "{name} works here no longer.", name=attendant.name)
    if on_duty and duty is None:
        act.create(AttendantDuty, attendant=attendant, date=act.business_date)
    elif not on_duty and duty is not None:
        act.changed(duty, {"attendant": attendant_id, "date": act.business_date}, {})
        duty.delete_instance()
        mine = (RoomWork.attendant == attendant) & (RoomWork.date == act.business_date)
        for row in RoomWork.select().where(mine).order_by(RoomWork.id):
            _drop(act, row)


def attendants(date: datetime.date) -> list[AttendantRow]:
    """Those of the house by name, with their day; who has left stands last."""
    on_duty = {d.attendant_id for d in AttendantDuty.select().where(AttendantDuty.date == date)}
    rooms: dict[int, list[int]] = {}
    for row in RoomWork.select().where(RoomWork.date == date):
        rooms.setdefault(row.attendant_id, []).append(row.credits)
    found = Attendant.select(Attendant, Staff).join(Staff, JOIN.LEFT_OUTER)
    return [
        AttendantRow(
            one.id, one.name, one.floors, one.staff.login if one.staff_id else "", one.active, one.id in on_duty,
            len(rooms.get(one.id, [])), sum(rooms.get(one.id, [])),
        )
        for one in found.order_by(Attendant.active.desc(), Attendant.name)
    ]  # fmt: skip


# Credits


@operation("set_up")
def set_credits(act: Act, room_type_id: int | None, task: str, credits: int) -> None:
    """What a task weighs in rooms of a type; None: in all that have no weight of their own. Refused: TASK, CREDITS."""
    if task not in TASKS:
        raise Refused("TASK", "There is no such task.", field="task")
    if not 0 <= credits <= MOST_CREDITS:
        raise Refused("CREDITS", "Credits are 0 to {most}.", field="credits", most=MOST_CREDITS)
    same_type = (
        RoomCredit.room_type.is_null() if room_type_id is None else RoomCredit.room_type == room_type_id
    )
    row = RoomCredit.get_or_none(same_type & (RoomCredit.task == task))
    if row is None:
        act.create(RoomCredit, room_type=room_type_id, task=task, credits=credits)
    else:
        act.update(row, credits=credits)


@operation("set_up")
def remove_credits(act: Act, credit_id: int) -> None:
    """The weight of all rooms, or the usual one, counts again."""
    row = RoomCredit.get_by_id(credit_id)
    act.changed(row, {"room_type": row.room_type_id, "task": row.task, "credits": row.credits}, {})
    row.delete_instance()


def credit_rows() -> list[RoomCredit]:
    rows = RoomCredit.select(RoomCredit, RoomType).join(RoomType, JOIN.LEFT_OUTER)
    return list(rows.order_by(RoomCredit.task, RoomCredit.id))


class Weights:
    """What a task weighs by type of room, read once."""

    def __init__(self) -> None:
        self._by = {
            (row.room_type.code if row.room_type_id else "", row.task): row.credits for row in credit_rows()
        }

    def of(self, room_type: str, task: str) -> int:
        usual = self._by.get(("", task), USUAL_CREDITS[task])
        return self._by.get((room_type, task), usual)


# The day's work


def task_of(row: BoardRow) -> str:
    """What is to be done in the room today, or nothing.

    A room that is due out is a departure even before the guest leaves. Who declined service has none.
    """
    if row.closure:
        return ""
    if row.occupied:
        if "due out" in row.reservation:
            return DEPARTURE
        if row.wish == "declined" or row.housekeeping not in (Housekeeping.DIRTY, Housekeeping.PICKUP):
            return ""
        return STAY_OVER
    if row.housekeeping == Housekeeping.DIRTY:
        return DEPARTURE
    if row.housekeeping == Housekeeping.PICKUP or (ARRIVAL in row.reservation and not row.ready):
        return TOUCH
    return ""


def work_of(date: datetime.date, now: datetime.datetime) -> list[Work]:
    """Every room to be made on the date and who has it, by attendant, floor and room; those nobody has come first.

    What was given to somebody stays on the sheet when it is done.
    """
    weights = Weights()
    given = {
        w.room_id: w
        for w in RoomWork.select(RoomWork, Attendant).join(Attendant).where(RoomWork.date == date)
    }
    rows = []
    for row in board(date, now):
        mine = given.get(row.room_id)
        task = mine.task if mine else task_of(row)
        if task:
            rows.append(
                Work(
                    row.room_id, row.number, row.floor, row.room_type, task,
                    mine.credits if mine else weights.of(row.room_type, task), row,
                    mine.attendant_id if mine else None, mine.attendant.name if mine else "",
                    bool(mine and mine.by_hand),
                )
            )  # fmt: skip
    return sorted(rows, key=lambda w: w.key)


@operation("housekeeping")
def assign_work(act: Act) -> dict[str, int]:
    """Share the rooms that nobody was given by hand among the attendants on duty: ``rooms`` and ``attendants``.

    Refused: NOBODY_ON_DUTY, NOTHING_TO_DO.
    """
    on_duty = [
        duty.attendant
        for duty in AttendantDuty.select(AttendantDuty, Attendant)
        .join(Attendant)
        .where(AttendantDuty.date == act.business_date)
    ]
    if not on_duty:
        raise Refused("NOBODY_ON_DUTY", "Nobody is on duty today.", jump="attendants")
    mine = (RoomWork.date == act.business_date) & ~RoomWork.by_hand
    for row in RoomWork.select().where(mine).order_by(RoomWork.id):
        _drop(act, row)
    todo = work_of(act.business_date, act.now)
    loads = {one.id: 0 for one in on_duty}
    for work in todo:
        if work.attendant_id in loads:
            loads[work.attendant_id] += work.credits
    free = [work for work in todo if work.attendant_id is None]
    if not todo:
        raise Refused("NOTHING_TO_DO", "No room is to be made.")
    for attendant_id, rooms in share_out(free, on_duty, loads):
        for work in rooms:
            _give(act, work, attendant_id, by_hand=False)
    return {"rooms": len(free), "attendants": len(on_duty)}


def share_out(
    free: Iterable[Work], on_duty: Sequence[Attendant], loads: dict[int, int]
) -> list[tuple[int, list[Work]]]:
    """Stretches of neighbouring rooms, one for each attendant, with ``loads`` counted in.

    The next room goes to one who takes its floor, else to one who takes any, else to the first by name; each goes on
    until she has her part of what is left.
    """
    left = sorted(free, key=lambda w: (len(w.floor), w.floor, len(w.number), w.number))
    rest = sorted(on_duty, key=lambda a: a.name)
    shares = []
    while rest:
        attendant = min(rest, key=lambda a: _wants(a, left[0].floor if left else ""))
        part = (sum(w.credits for w in left) + sum(loads[a.id] for a in rest)) / len(rest)
        rest.remove(attendant)
        taken: list[Work] = []
        load = loads[attendant.id]
        while left and (not rest or load + left[0].credits / 2 <= part):
            load += left[0].credits
            taken.append(left.pop(0))
        shares.append((attendant.id, taken))
    return shares


def _wants(attendant: Attendant, floor: str) -> int:
    floors = attendant.floors.split(",") if attendant.floors else []
    return 0 if floor in floors else 1 if not floors else 2


@operation("housekeeping")
def give_work(act: Act, room_ids: list[int], attendant_id: int | None) -> None:
    """Give rooms to an attendant by hand, or take them away (None).

    Refused: NOT_ON_DUTY, NO_WORK (nothing is to be done in the room).
    """
    if attendant_id is not None:
        duty = (AttendantDuty.attendant == attendant_id) & (AttendantDuty.date == act.business_date)
        if AttendantDuty.get_or_none(duty) is None:
            name = Attendant.get_by_id(attendant_id).name
            raise Refused("NOT_ON_DUTY", "{name} is not on duty today.", jump="attendants", name=name)
    todo = {work.room_id: work for work in work_of(act.business_date, act.now)}
    for room_id in room_ids:
        work = todo.get(room_id)
        if work is None:
            number = Room.get_by_id(room_id).number
            raise Refused("NO_WORK", "Nothing is to be done in room {room}.", room=number)
        row = RoomWork.get_or_none((RoomWork.room == room_id) & (RoomWork.date == act.business_date))
        if attendant_id is None:
            if row is not None:
                _drop(act, row)
        elif row is None:
            _give(act, work, attendant_id, by_hand=True)
        else:
            act.update(row, attendant=attendant_id, by_hand=True)


def _give(act: Act, work: Work, attendant_id: int, *, by_hand: bool) -> None:
    act.create(
        RoomWork, date=act.business_date, room=work.room_id, task=work.task, attendant=attendant_id,
        credits=work.credits, by_hand=by_hand,
    )  # fmt: skip


def _drop(act: Act, row: RoomWork) -> None:
    act.changed(row, {"room": row.room_id, "task": row.task, "attendant": row.attendant_id}, {})
    row.delete_instance()
