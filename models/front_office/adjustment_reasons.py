"""Why something was taken back or lowered: the hotel's own list of reasons."""

from __future__ import annotations

from peewee import BooleanField, TextField

from models.house.acts import Act, operation
from models.house.database import Base
from models.house.inputs import words
from models.house.refusals import Refused

COMP, EARLY, CREDIT = "COMP", "EARLY", "CREDIT"
"""Reasons the program itself gives: a complimentary night, a billed night not slept, a credit note."""
# code, Thai, English, chosen by hand
REASONS = (
    ("WRONG", "ลงรายการผิด", "Posted wrongly", True),
    ("PRICE", "คิดราคาผิด", "Wrong price", True),
    ("ROOM", "ลงผิดห้อง", "Wrong room", True),
    ("QUALITY", "แขกไม่พอใจบริการ", "Complaint about service", True),
    ("FAULT", "ของในห้องชำรุด", "Fault in the room", True),
    ("GOODWILL", "ลดให้เป็นพิเศษ", "Goodwill", True),
    (COMP, "อภินันทนาการ", "Complimentary", False),
    (EARLY, "ออกก่อนกำหนด", "Left earlier", False),
    (CREDIT, "ใบลดหนี้", "Credit note", False),
)


class AdjustmentReason(Base):
    """``by_hand``: whether people choose it; the others are given by the program."""

    code = TextField(unique=True)
    name_th = TextField()
    name_en = TextField()
    by_hand = BooleanField(default=True)
    active = BooleanField(default=True)

    class Meta:
        table_name = "adjustment_reason"

    def name(self, language: str) -> str:
        return str(self.name_th if language == "th" else self.name_en)


def furnish_reasons(act: Act) -> None:
    for code, name_th, name_en, by_hand in REASONS:
        act.create(AdjustmentReason, code=code, name_th=name_th, name_en=name_en, by_hand=by_hand)


def reasons() -> list[AdjustmentReason]:
    """Those one may choose."""
    chosen = AdjustmentReason.active & AdjustmentReason.by_hand
    return list(AdjustmentReason.select().where(chosen).order_by(AdjustmentReason.id))


def all_reasons() -> list[AdjustmentReason]:
    return list(AdjustmentReason.select().order_by(AdjustmentReason.id))


def reason_called(code: str) -> AdjustmentReason:
    """A reason one may choose. Refused: NO_REASON (none given, or none of the list)."""
    if not code.strip():
        raise Refused("NO_REASON", "Choose a reason.", field="reason_code")
    row = AdjustmentReason.get_or_none(AdjustmentReason.code == code.strip().upper())
    if row is None or not (row.active and row.by_hand):
        raise Refused("NO_REASON", "{code} is no reason of the list.", field="reason_code", code=code.strip())
    return row


@operation("set_up")
def keep_reason(act: Act, code: str, name_th: str, name_en: str, active: bool = True) -> int:
    """Make a reason, or change the one of that code; its id.

    Refused: NO_NAME, REASON_OF_PROGRAM (it stays in use), and as ``words``.
    """
    code = words(code, "code", 10).upper()
    if not code or not (name_th.strip() or name_en.strip()):
        raise Refused("NO_NAME", "A reason needs a code and a name.", field="code")
    row = AdjustmentReason.get_or_none(AdjustmentReason.code == code)
    if row is not None and not row.by_hand and not active:
        raise Refused("REASON_OF_PROGRAM", "The program gives this reason by itself.", field="active")
    values = {
        "name_th": words(name_th or name_en, "name_th", 60),
        "name_en": words(name_en or name_th, "name_en", 60),
        "active": active,
    }
    if row is None:
        return int(act.create(AdjustmentReason, code=code, **values).id)
    act.update(row, **values)
    return int(row.id)
