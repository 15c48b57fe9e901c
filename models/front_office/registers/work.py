"""What the registers of the law still wait for, oldest first, with the hours left of the 24 the law gives."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from locales import Message
from models.front_office.registers.particulars import FieldWords
from models.front_office.registers.tables import STRUCK, RegisterLine
from models.front_office.registers.tm30 import to_report
from models.front_office.reservations import IN_HOUSE, Stay

HOURS = 24
"""From check-in: ร.ร.4 by Hotel Act s.35, ตม.30 by Immigration Act s.38."""
COMPLETE = "complete"
REPORT = "report"
ACCEPT = "accept"


@dataclass(frozen=True)
class Task:
    """One thing to do for one guest. ``kind``: complete the register, report to Immigration, or mark accepted."""

    kind: str
    stay_id: int
    guest_id: int
    since: datetime.datetime
    room: str
    name: str
    what: Message
    place: int = 0

    @property
    def key(self) -> tuple[int]:
        return (self.place,)

    def minutes_left(self, now: datetime.datetime) -> int:
        """Of the 24 hours; below zero when it is late."""
        return minutes_left(self.since, now)


def minutes_left(since: datetime.datetime, now: datetime.datetime) -> int:
    return int((since + datetime.timedelta(hours=HOURS) - now).total_seconds() // 60)


def tasks(today: datetime.date) -> list[Task]:
    """Everything that waits: who came first stands first. ``today`` is the day on the wall."""
    found = [_completing(line) for line in incomplete_lines()]
    for foreigner in to_report(today):
        if foreigner.accepted_at is None:
            exported = foreigner.exported_at is not None
            what = (
                Message("TM.30 accepted? {file}", {"file": foreigner.file})
                if exported
                else Message("report to Immigration (TM.30)")
            )
            found.append(
                Task(
                    ACCEPT if exported else REPORT, foreigner.stay_id, foreigner.guest_id, foreigner.arrived_at,
                    foreigner.room, foreigner.name, what,
                )
            )  # fmt: skip
    found.sort(key=lambda task: (task.since, task.room, task.name, task.kind))
    return [replace(task, place=place) for place, task in enumerate(found)]


def _completing(line: RegisterLine) -> Task:
    fields = FieldWords(tuple(line.missing.split()))
    what = Message("missing: {fields}", {"fields": fields})
    return Task(COMPLETE, line.stay_id, line.guest_id, line.arrived_at, line.room, line.name, what)


def incomplete_lines() -> list[RegisterLine]:
    """For each guest the first line that lacks something."""
    first: dict[tuple[int, int], RegisterLine] = {}
    query = (
        RegisterLine.select()
        .where((RegisterLine.missing != "") & (RegisterLine.kind != STRUCK))
        .order_by(RegisterLine.date, RegisterLine.id)
    )
    for line in query:
        first.setdefault((line.stay_id, line.guest_id), line)
    return list(first.values())


def incomplete_in_house(before: datetime.date) -> int:
    """How many guests in house have a line of a day before that lacks something."""
    inside = Stay.select(Stay.id).where(Stay.state == IN_HOUSE)
    query = RegisterLine.select(RegisterLine.stay, RegisterLine.guest).where(
        (RegisterLine.missing != "") & (RegisterLine.date < before) & (RegisterLine.stay << inside)
    )
    return int(query.distinct().count())
