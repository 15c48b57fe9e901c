"""The log book that passes between shifts: what the next one must know, and who has read it.

What was written stays as it was written (triggers hold it); who was wrong writes a further entry that names the first.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, BooleanField, DateField, ForeignKeyField, TextField, fn

from models.house.acts import Act, operation
from models.house.database import Base, StampField
from models.house.inputs import words
from models.house.lists import Listing
from models.house.refusals import Refused
from models.house.staff import Staff

UNREAD_DAYS = 14
"""Older entries are history; nobody who starts work here is asked to read them."""
LONGEST_ENTRY = 1000


class LogEntry(Base):
    """An entry of the log book; never changed or deleted."""

    at = StampField()
    business_date = DateField()
    staff = ForeignKeyField(Staff)
    text = TextField()
    important = BooleanField(default=False)
    corrects = ForeignKeyField("self", null=True)

    class Meta:
        table_name = "log_entry"


class LogRead(Base):
    """Who has read an entry, and when; never changed or deleted."""

    entry = ForeignKeyField(LogEntry)
    staff = ForeignKeyField(Staff)
    at = StampField()

    class Meta:
        table_name = "log_read"


@dataclass(frozen=True)
class LogRow:
    entry_id: int
    at: datetime.datetime
    by: str
    text: str
    important: bool
    corrects_id: int | None
    unread: bool
    readers: int
    key: tuple[int]


@operation("service")
def write_log_entry(act: Act, text: str, important: bool = False, corrects_id: int | None = None) -> int:
    """The entry's id. Refused: NO_TEXT, NOT_CLEAN, TOO_MUCH_TEXT, GONE."""
    if not text.strip():
        raise Refused("NO_TEXT", "Say what it is.", field="text")
    corrected = LogEntry.get_by_id(corrects_id) if corrects_id is not None else None
    return int(
        act.create(
            LogEntry, at=act.now, business_date=act.business_date, staff=act.staff,
            text=words(text, "text", LONGEST_ENTRY), important=important, corrects=corrected,
        ).id
    )  # fmt: skip


@operation(None)
def mark_read(act: Act, entry_id: int | None = None) -> int:
    """The one at the desk has read an entry, or everything that was unread; how many were."""
    unread = [i for i in _unread_ids(act.staff.id, act.business_date) if entry_id in (None, i)]
    for unread_id in unread:
        act.create(LogRead, entry=unread_id, staff=act.staff, at=act.now)
    return len(unread)


def _unread(staff_id: int, date: datetime.date) -> Any:
    read = LogRead.select(LogRead.entry).where(LogRead.staff == staff_id)
    since = date - datetime.timedelta(days=UNREAD_DAYS)
    return (LogEntry.staff != staff_id) & (LogEntry.business_date >= since) & LogEntry.id.not_in(read)


def _unread_ids(staff_id: int, date: datetime.date) -> list[int]:
    return [
        row.id for row in LogEntry.select(LogEntry.id).where(_unread(staff_id, date)).order_by(LogEntry.id)
    ]


def unread_entries(staff_id: int, date: datetime.date) -> int:
    """How many entries of others, of the last two weeks, this person has not read."""
    return int(LogEntry.select().where(_unread(staff_id, date)).count())


def log_book(staff_id: int, date: datetime.date, text: str = "") -> Listing[LogRow]:
    """Latest first, with what ``staff_id`` has not read yet marked; ``text`` is looked for in the words."""
    mine = LogRead.alias()
    readers = LogRead.select(fn.COUNT(LogRead.id)).where(LogRead.entry == LogEntry.id)
    query = (
        LogEntry.select(LogEntry, Staff, fn.COALESCE(mine.id, 0).alias("read"), readers.alias("readers"))
        .join(Staff)
        .switch(LogEntry)
        .join(mine, JOIN.LEFT_OUTER, on=((mine.entry == LogEntry.id) & (mine.staff == staff_id)), attr="mine")
    )
    for word in text.split():
        query = query.where(LogEntry.text.contains(word))
    since = date - datetime.timedelta(days=UNREAD_DAYS)

    def shape(entry: LogEntry) -> LogRow:
        unread = not entry.read and entry.staff_id != staff_id and entry.business_date >= since
        return LogRow(
            entry.id, entry.at, entry.staff.login, entry.text, entry.important, entry.corrects_id, unread,
            entry.readers, (entry.id,),
        )  # fmt: skip

    return Listing(query, [(LogEntry.id, True)], shape)


def readers_of(entry_id: int) -> list[tuple[str, datetime.datetime]]:
    """Who has read it, and when."""
    rows = LogRead.select(LogRead, Staff).join(Staff).where(LogRead.entry == entry_id).order_by(LogRead.id)
    return [(row.staff.login, row.at) for row in rows]
