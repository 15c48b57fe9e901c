"""A closed date takes income audit alone on every account the front office moved that day, whatever its codes point to
by now: sending a code to another account opens no way back."""

from typing import Any

from models.house.schema import guard


def up(migrator: object, db: Any) -> None:
    moved = (
        "EXISTS (SELECT 1 FROM line l JOIN line f ON f.account_id = l.account_id AND f.date = NEW.date"
        " JOIN entry e ON e.id = f.entry_id WHERE l.entry_id = NEW.id AND f.entry_id <> NEW.id AND e.journal = 'front')"
    )
    guard(
        db,
        "entry",
        "entry_into_earned_date",
        "NEW.journal <> 'front' AND NEW.kind <> 'income audit'"
        " AND EXISTS (SELECT 1 FROM closed_day d WHERE d.date = NEW.date)"
        f" AND {moved} AND EXISTS (SELECT 1 FROM period WHERE NEW.date BETWEEN starts AND ends AND locked = {{no}})",
        "INCOME_AUDIT_ONLY",
        on="INSERT",
    )
