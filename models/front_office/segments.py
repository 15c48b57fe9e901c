"""Where business comes from: market segments (who) and sources (how they reached the hotel)."""

from __future__ import annotations

from dataclasses import dataclass

from peewee import BooleanField, TextField

from models.house.acts import Act, operation
from models.house.database import Base
from models.house.inputs import words
from models.house.refusals import Refused

MARKET, SOURCE = "market", "source"


class Segment(Base):
    kind = TextField()
    code = TextField()
    name_th = TextField()
    name_en = TextField()
    active = BooleanField(default=True)


@dataclass(frozen=True)
class SegmentRow:
    kind: str
    code: str
    name_th: str
    name_en: str
    active: bool

    @property
    def key(self) -> tuple[str, str]:
        return (self.kind, self.code)


def all_segments() -> list[SegmentRow]:
    """Markets first, those no longer used with them."""
    return [
        SegmentRow(s.kind, s.code, s.name_th, s.name_en, s.active)
        for s in Segment.select().order_by(Segment.kind, Segment.id)
    ]


def segments(kind: str) -> list[Segment]:
    """Those in use, in the order the hotel made them."""
    return list(Segment.select().where((Segment.kind == kind) & Segment.active).order_by(Segment.id))


@operation("set_up")
def keep_segment(act: Act, kind: str, code: str, name_th: str, name_en: str, active: bool = True) -> int:
    """Make a segment, or change the one of that code; its id. Refused: NO_NAME, SEGMENT_KIND."""
    if kind not in (MARKET, SOURCE):
        raise Refused("SEGMENT_KIND", "A segment is a market or a source.", field="kind")
    code = words(code, "code", 20).upper()
    if not code or not (name_th.strip() or name_en.strip()):
        raise Refused("NO_NAME", "A segment needs a code and a name.", field="code")
    names = {"name_th": words(name_th or name_en, "name_th"), "name_en": words(name_en or name_th, "name_en")}
    row = Segment.get_or_none((Segment.kind == kind) & (Segment.code == code))
    if row is None:
        return int(act.create(Segment, kind=kind, code=code, active=active, **names).id)
    act.update(row, active=active, **names)
    return int(row.id)
