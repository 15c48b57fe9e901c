"""What was half typed when a desk ended without its person."""

from typing import Any

from models.house.schema import run


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE draft (
  id {id}, staff_id INTEGER NOT NULL REFERENCES staff(id), kept_at TEXT NOT NULL, screen TEXT NOT NULL,
  title TEXT NOT NULL, typed TEXT NOT NULL
) {table_end}
--
CREATE INDEX draft_staff ON draft (staff_id, id)
""",
    )
