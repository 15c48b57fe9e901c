"""The telephone book: departments of the house, people who work here, and everybody outside one is asked for.

Departments stand in their own table and are called at their extension; the rest is kept here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from peewee import JOIN, BooleanField, ForeignKeyField, TextField

from locales import Message
from locales.thai_text import fold
from models.front_office.rooms import Room
from models.front_office.rooms import room as find_room
from models.house.acts import Act, operation
from models.house.database import Base
from models.house.departments import Department, all_departments, departments
from models.house.departments import department as find_department
from models.house.inputs import words
from models.house.lists import MemoryListing
from models.house.refusals import Refused
from models.house.settings import set_setting

STAFF, OUTSIDE, DEPARTMENT = "staff", "outside", "department"
PHONE_KINDS = {STAFF: Message("Staff"), OUTSIDE: Message("Outside")}
DIALLING_NOTE = "dialling_note"
KIND_WORDS = {DEPARTMENT: Message("Department"), **PHONE_KINDS}


class PhoneEntry(Base):
    """``department`` of somebody who works here. ``emergency`` ones stand first. No longer ``active``: offered no more,
    but calls put through to it keep its name."""

    kind = TextField(default=OUTSIDE)
    name_th = TextField()
    name_en = TextField()
    number = TextField()
    second_number = TextField(default="")
    department = ForeignKeyField(Department, null=True)
    emergency = BooleanField(default=False)
    note = TextField(default="")
    active = BooleanField(default=True)

    class Meta:
        table_name = "phone_entry"

    def name(self, language: str) -> str:
        return str(self.name_th if language == "th" else self.name_en)


_NUMBER = re.compile(r"[0-9+*#][0-9+*#\-\s().,/]*", re.ASCII)


def dialled(number: str, field: str = "number") -> str:
    """A number that can be dialled: figures, +, *, # and what separates them. Refused: PHONE_NUMBER."""
    number = words(number, field, 40)
    if number and not _NUMBER.fullmatch(number):
        raise Refused("PHONE_NUMBER", "This is no telephone number.", field=field)
    return number


def _checked(
    kind: str, name_th: str, name_en: str, number: str, second_number: str, department: str, emergency: bool,
    note: str,
) -> dict[str, object]:  # fmt: skip
    if kind not in PHONE_KINDS:
        raise Refused("PHONE_KIND", "Staff or outside.", field="kind")
    if not (name_th.strip() or name_en.strip()):
        raise Refused("NO_NAME", "An entry needs a name.", field="name_en")
    if not number.strip():
        raise Refused("NO_NUMBER", "An entry needs a number.", field="number")
    return {
        "kind": kind,
        "name_th": words(name_th or name_en, "name_th", 80),
        "name_en": words(name_en or name_th, "name_en", 80),
        "number": dialled(number),
        "second_number": dialled(second_number, "second_number"),
        "department": find_department(department).id if department else None,
        "emergency": emergency,
        "note": words(note, "note", 120),
    }


@operation("switchboard")
def add_phone(
    act: Act, kind: str, name_th: str, name_en: str, number: str, *, second_number: str = "", department: str = "",
    emergency: bool = False, note: str = "",
) -> int:  # fmt: skip
    """A new entry; its id. ``department`` by its code.

    Refused: PHONE_KIND, NO_NAME, NO_NUMBER, PHONE_NUMBER, NO_DEPARTMENT, PHONE_TWICE, and as ``words``.
    """
    values = _checked(kind, name_th, name_en, number, second_number, department, emergency, note)
    _check_not_twice(values, None)
    return int(act.create(PhoneEntry, **values).id)


@operation("switchboard")
def change_phone(
    act: Act, entry_id: int, kind: str, name_th: str, name_en: str, number: str, *, second_number: str = "",
    department: str = "", emergency: bool = False, note: str = "",
) -> None:  # fmt: skip
    """Refused as ``add_phone``."""
    values = _checked(kind, name_th, name_en, number, second_number, department, emergency, note)
    _check_not_twice(values, entry_id)
    act.update(PhoneEntry.get_by_id(entry_id), **values)


def _check_not_twice(values: dict[str, object], entry_id: int | None) -> None:
    same = PhoneEntry.get_or_none(
        (PhoneEntry.name_th == values["name_th"])
        & (PhoneEntry.name_en == values["name_en"])
        & (PhoneEntry.number == values["number"])
        & PhoneEntry.active
    )
    if same is not None and same.id != entry_id:
        raise Refused(
            "PHONE_TWICE", "{name} is in the telephone book already.", field="number", name=same.name_en
        )


@operation("switchboard")
def drop_phone(act: Act, entry_id: int) -> None:
    """Out of the book; calls put through to it keep its name."""
    act.update(PhoneEntry.get_by_id(entry_id), active=False)


@operation("switchboard")
def set_extension(act: Act, department_id: int, extension: str) -> None:
    """Where a department is called; empty where it has no telephone. Refused: PHONE_NUMBER."""
    act.update(Department.get_by_id(department_id), extension=dialled(extension, "extension"))


@operation("switchboard")
def set_room_extension(act: Act, room: str, extension: str) -> None:
    """What is dialled for a room; empty where that is its number. Refused: NO_ROOM, PHONE_NUMBER, EXTENSION_TAKEN."""
    row, extension = find_room(room), dialled(extension, "extension")
    called = (Room.extension == extension) | ((Room.extension == "") & (Room.number == extension))
    other = Room.get_or_none(called & (Room.id != row.id)) if extension else None
    if other is not None:
        raise Refused(
            "EXTENSION_TAKEN", "Extension {number} is that of room {room}.", field="extension", number=extension,
            room=other.number,
        )  # fmt: skip
    act.update(row, extension=extension)


@operation("switchboard")
def set_dialling_note(act: Act, note: str) -> None:
    """How one dials outside, as it stands over the book: "9 for a line, 0 for the operator"."""
    set_setting(act, DIALLING_NOTE, words(note, "note", 60))


# The book


@dataclass(frozen=True)
class PhoneRow:
    """``department_id`` where it is a department, ``entry_id`` otherwise."""

    kind: str
    name_th: str
    name_en: str
    number: str
    second_number: str
    of_th: str  # the department of somebody who works here
    of_en: str
    emergency: bool
    note: str
    department_id: int | None
    entry_id: int | None

    @property
    def key(self) -> tuple[str, int]:
        return (self.kind, self.entry_id or self.department_id or 0)


def phone_book(text: str = "") -> MemoryListing[PhoneRow]:
    """Emergency numbers, departments, staff, outside; by the letters of any part of name, department, note or number."""
    wanted = fold(text).split()
    return MemoryListing([row for row in _all() if all(word in _hay(row) for word in wanted)])


def _all() -> list[PhoneRow]:
    entries = list(
        PhoneEntry.select(PhoneEntry, Department)
        .join(Department, JOIN.LEFT_OUTER)
        .where(PhoneEntry.active)
        .order_by(PhoneEntry.kind.desc(), PhoneEntry.name_en, PhoneEntry.id)
    )
    rows = [_row(entry) for entry in entries]
    house = [
        PhoneRow(DEPARTMENT, d.name_th, d.name_en, d.extension, "", "", "", False, "", d.id, None)
        for d in departments()
    ]
    return [r for r in rows if r.emergency] + house + [r for r in rows if not r.emergency]


def _row(entry: PhoneEntry) -> PhoneRow:
    of = entry.department if entry.department_id else None
    return PhoneRow(
        entry.kind, entry.name_th, entry.name_en, entry.number, entry.second_number, of.name_th if of else "",
        of.name_en if of else "", entry.emergency, entry.note, None, entry.id,
    )  # fmt: skip


def _hay(row: PhoneRow) -> str:
    figures = re.sub(r"\D", "", row.number) + " " + re.sub(r"\D", "", row.second_number)
    parts = (row.name_th, row.name_en, row.of_th, row.of_en, row.note, row.number, row.second_number, figures)
    return fold(" ".join(parts))


def phone_row(entry_id: int) -> PhoneRow:
    return _row(PhoneEntry.get_by_id(entry_id))


def department_names() -> dict[int, Department]:
    """By id, those no longer used as well: calls keep them."""
    return {department.id: department for department in all_departments()}
