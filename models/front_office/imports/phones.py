"""The telephone book of the old exchange, or a list somebody keeps in a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping

from locales import Message
from locales.thai_text import fold
from models.front_office.imports.fields import ImportField, NotReadable, Value, plain
from models.front_office.imports.taking import Kind, Run, Values, merged
from models.front_office.switchboard.phone_book import OUTSIDE, PhoneEntry, add_phone, change_phone
from models.house.departments import Department

PHONES = (
    ImportField("external_id", Message("Its number there"), called="id|no|ลำดับ"),
    ImportField("name_th", Message("Name in Thai"), called="thai name|ชื่อ|ชื่อไทย|รายชื่อ"),
    ImportField("name_en", Message("Name in English"), called="name|english name|ชื่ออังกฤษ"),
    ImportField("number", Message("Phone number"), called="phone|telephone|tel|extension|ext|เบอร์|เบอร์โทร|โทรศัพท์|เบอร์ต่อ|เบอร์ภายใน"),
    ImportField("second_number", Message("Second number"), called="mobile|mobile phone|other phone|มือถือ|เบอร์มือถือ|เบอร์สำรอง"),
    ImportField("kind", Message("Kind"), "choice", "type|ประเภท", {"staff": "staff|employee|internal|พนักงาน|ภายใน", "outside": "outside|external|ภายนอก"}),
    ImportField("department", Message("Department"), called="dept|แผนก|ฝ่าย"),
    ImportField("emergency", Message("Emergency"), "flag", "urgent|ฉุกเฉิน"),
    ImportField("note", Message("Note"), called="remark|remarks|comment|หมายเหตุ"),
)  # fmt: skip
_FIELDS = ("kind", "name_th", "name_en", "number", "second_number", "department", "emergency", "note")


def _department(said: str) -> str:
    """The code of a department named by code or by its name in either language."""
    for row in Department.select().where(Department.active):
        if fold(said) in (fold(row.code), fold(row.name_th), fold(row.name_en)):
            return str(row.code)
    raise NotReadable(Message("There is no department {code}.", {"code": said}))


def _entry(values: Mapping[str, Value]) -> dict[str, object]:
    said = {name: plain(values.get(name)) for name in _FIELDS}
    department = _department(said["department"]) if said["department"] else ""
    kind = said["kind"] or ("staff" if department else OUTSIDE)
    return {**said, "kind": kind, "department": department, "emergency": values.get("emergency") is True}


def _make(run: Run, values: Values) -> int | None:
    entry = _read(run, values)
    return add_phone(run.act, **entry) if entry else None  # type: ignore[arg-type]


def _read(run: Run, values: Mapping[str, Value]) -> dict[str, object] | None:
    try:
        return _entry(values)
    except NotReadable as error:
        run.fault(error.message, "department")
        return None


def _renew(run: Run, entry_id: int, taken: Mapping[str, str], values: Values) -> bool:
    row = PhoneEntry.get_by_id(entry_id)
    before = _entry(taken)
    current: dict[str, Value] = {name: getattr(row, name) for name in _FIELDS}
    current["department"] = row.department.code if row.department_id else ""
    entry = _read(run, values)
    if entry is None:
        return False
    kept = {name: plain(value) for name, value in before.items()}  # type: ignore[arg-type]
    kept["emergency"] = "yes" if taken.get("emergency") == "yes" else "no"
    for name, other in (("name_th", "name_en"), ("name_en", "name_th")):  # one name stands for both
        kept[name] = kept[name] or kept[other]
        entry[name] = entry[name] or entry[other]
    change = merged(run, current, kept, entry)  # type: ignore[arg-type]
    if change:
        change_phone(run.act, entry_id, **{**current, **change})  # type: ignore[arg-type]
    return bool(change)


PHONES_KIND = Kind(
    "phones", Message("Telephone book"), PHONES, "switchboard", _make, _renew,
    needs=(("name_en", "name_th"), ("number",)),
    key=lambda values: f"{plain(values.get('name_en') or values.get('name_th'))} {plain(values.get('number'))}",
)  # fmt: skip
