"""What each market, source, nationality, room type and rate had of a day, sealed with it."""

from typing import Any

from models.house.schema import guard, run, sealed


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE day_segment (
  id {id}, date {date} NOT NULL, kind TEXT NOT NULL, code TEXT NOT NULL, rooms INTEGER NOT NULL CHECK (rooms >= 0),
  guests INTEGER NOT NULL CHECK (guests >= 0), arrivals INTEGER NOT NULL CHECK (arrivals >= 0), revenue {money} NOT NULL,
  UNIQUE (date, kind, code)
) {table_end}
""",
    )
    closed = "EXISTS (SELECT 1 FROM closed_day c WHERE c.date = NEW.date)"
    guard(db, "day_segment", "day_segment_once", closed, "DAY_CLOSED", on="INSERT")
    sealed(db, "day_segment", "DAY_CLOSED")
