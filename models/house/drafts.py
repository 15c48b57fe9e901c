"""What somebody has half typed when their desk ends without them. Kept for that person, and gone once answered.

It may hold guests' data, so it is kept no longer than ``KEPT_DAYS``.
"""

from __future__ import annotations

import datetime

from peewee import ForeignKeyField, TextField

from models.house.acts import Act, operation
from models.house.database import Base, StampField
from models.house.staff import Staff

KEPT_DAYS = 2


class Draft(Base):
    """``screen`` and ``typed`` mean something to the screens alone."""

    staff = ForeignKeyField(Staff, backref="+")
    kept_at = StampField()
    screen = TextField()
    title = TextField()
    typed = TextField()


@operation(None)
def keep_draft(act: Act, screen: str, title: str, typed: str) -> int:
    """Keep what the person at this desk has half typed. No line in the log: nothing of the hotel is changed."""
    forget_drafts(act.now)
    return int(Draft.create(staff=act.staff, kept_at=act.now, screen=screen, title=title, typed=typed).id)


@operation(None)
def drop_draft(act: Act, draft_id: int) -> None:
    """Taken up again, or not wanted. Nobody else's."""
    Draft.delete().where((Draft.id == draft_id) & (Draft.staff == act.staff)).execute()


def forget_drafts(now: datetime.datetime) -> int:
    """Older ones go; how many went."""
    return int(Draft.delete().where(Draft.kept_at < now - datetime.timedelta(days=KEPT_DAYS)).execute())


def drafts_of(staff: Staff, now: datetime.datetime | None = None) -> list[Draft]:
    """The last first; with ``now`` those only that are not too old."""
    found = Draft.select().where(Draft.staff == staff).order_by(Draft.id.desc())
    return [
        draft for draft in found if now is None or draft.kept_at >= now - datetime.timedelta(days=KEPT_DAYS)
    ]
