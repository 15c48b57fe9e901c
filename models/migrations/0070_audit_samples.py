"""The auditor's samples: what was drawn stays; only what was found is written on it."""

from typing import Any

from models.house.schema import guard, no_truncate, run, sealed

KEPT = ("id", "sample_id", "position", "item", "date", "amount", "said", "source", "row_id", "hits")


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE audit_sample (
  id {id}, number TEXT NOT NULL UNIQUE, date {date} NOT NULL, staff_id INTEGER NOT NULL REFERENCES staff(id),
  at TEXT NOT NULL, population TEXT NOT NULL, accounts TEXT NOT NULL, since {date} NOT NULL, until {date} NOT NULL,
  method TEXT NOT NULL, figure {money} NOT NULL CHECK (figure > 0), seed TEXT NOT NULL CHECK (seed <> ''),
  count INTEGER NOT NULL, total {money} NOT NULL, digest TEXT NOT NULL, drawn INTEGER NOT NULL,
  CHECK (drawn > 0 AND drawn <= count), CHECK (since <= until)
) {table_end}
--
CREATE TABLE audit_sample_item (
  id {id}, sample_id INTEGER NOT NULL REFERENCES audit_sample(id), position INTEGER NOT NULL, item TEXT NOT NULL,
  date {date} NOT NULL, amount {money} NOT NULL, said TEXT NOT NULL, source TEXT NOT NULL, row_id INTEGER NOT NULL,
  hits INTEGER NOT NULL CHECK (hits > 0), mark TEXT NOT NULL CHECK (mark IN ('', 'seen', 'exception')),
  note TEXT NOT NULL, marked_by_id INTEGER REFERENCES staff(id), marked_at TEXT,
  UNIQUE (sample_id, position), CHECK (mark <> 'exception' OR note <> '')
) {table_end}
""",
    )
    sealed(db, "audit_sample", "SAMPLE_SEALED")
    table = "audit_sample_item"
    differs = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in KEPT)
    guard(db, table, "sample_item_kept", differs, "SAMPLE_SEALED")
    guard(db, table, "sample_item_stays", "OLD.id IS NOT NULL", "SAMPLE_SEALED", on="DELETE")
    there = "SELECT count(*) FROM audit_sample_item i WHERE i.sample_id = NEW.sample_id"
    wanted = "SELECT s.drawn FROM audit_sample s WHERE s.id = NEW.sample_id"
    guard(db, table, "sample_item_drawn", f"({there}) >= ({wanted})", "SAMPLE_SEALED", on="INSERT")
    no_truncate(db, table)
