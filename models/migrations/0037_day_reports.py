"""The reports of a closed day, kept as they were when it was closed: never changed, one of each name a day."""

from typing import Any

from models.house.schema import run, sealed


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE day_report (
  id {id},
  date {date} NOT NULL,
  name TEXT NOT NULL,
  content TEXT NOT NULL,
  UNIQUE (date, name)
) {table_end}
""",
    )
    sealed(db, "day_report", "ENTRY_SEALED")
