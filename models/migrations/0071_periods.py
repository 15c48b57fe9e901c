"""Months softly locked, with a record of each entry that went in all the same; a closed year takes nothing more."""

from typing import Any

from models.house.schema import guard, run, sealed


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
ALTER TABLE period ADD COLUMN soft {bool} NOT NULL DEFAULT {no}
--
CREATE TABLE late_entry (
  id INTEGER PRIMARY KEY REFERENCES entry(id) DEFERRABLE INITIALLY DEFERRED,
  staff_id INTEGER NOT NULL REFERENCES staff(id), at TEXT NOT NULL, reason TEXT NOT NULL CHECK (reason <> '')
) {table_end}
""",
    )
    sealed(db, "late_entry", "ENTRY_SEALED")
    soft = (
        "EXISTS (SELECT 1 FROM period WHERE NEW.date BETWEEN starts AND ends AND soft = {yes} AND locked = {no})"
        " AND NOT EXISTS (SELECT 1 FROM late_entry WHERE id = NEW.id)"
    )
    guard(db, "entry", "entry_into_soft_period", soft, "PERIOD_SOFT", on="INSERT")
    closing = "c.kind = 'year end' AND c.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM entry r WHERE r.kind = 'year end' AND r.reverses_id = c.id)"
    closed = (
        "NEW.journal <> 'front' AND NEW.reverses_id IS NULL"
        f" AND EXISTS (SELECT 1 FROM entry c WHERE c.date >= NEW.date AND {closing})"
    )
    reversing = (
        "NEW.journal <> 'front' AND NEW.reverses_id IS NOT NULL AND NEW.kind <> 'year end'"
        f" AND EXISTS (SELECT 1 FROM entry c WHERE c.date >= NEW.date AND {closing})"
    )
    guard(db, "entry", "entry_into_closed_year", f"({closed}) OR ({reversing})", "YEAR_CLOSED", on="INSERT")
    earlier = "NEW.locked = {yes} AND OLD.locked = {no} AND EXISTS (SELECT 1 FROM period WHERE ends < NEW.starts AND locked = {no})"
    guard(db, "period", "period_locked_in_order", earlier, "EARLIER_OPEN")
    later = "NEW.locked = {no} AND OLD.locked = {yes} AND EXISTS (SELECT 1 FROM period WHERE starts > NEW.ends AND locked = {yes})"
    guard(db, "period", "period_unlocked_in_order", later, "LATER_LOCKED")
