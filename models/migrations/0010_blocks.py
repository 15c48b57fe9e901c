"""Blocks: cutoff so many days before each night, wash schedule; nobody sleeps in a pseudo room."""

from typing import Any

from models.house.schema import guard, run


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
ALTER TABLE block ADD COLUMN cutoff_days INTEGER CHECK (cutoff_days >= 0)
--
CREATE TABLE block_wash (
  id {id}, block_id INTEGER NOT NULL REFERENCES block(id), on_date {date} NOT NULL,
  percent INTEGER NOT NULL CHECK (percent BETWEEN 1 AND 100), done {bool} NOT NULL, UNIQUE (block_id, on_date)
) {table_end}
--
CREATE INDEX block_wash_due ON block_wash (done, on_date)
--
CREATE INDEX block_dates ON block (first_night, id)
""",
    )
    guard(
        db,
        "night",
        "night_in_a_real_room",
        "EXISTS (SELECT 1 FROM stay s JOIN room_type t ON t.id = s.room_type_id WHERE s.id = NEW.stay_id AND t.pseudo)",
        "PSEUDO_NIGHT",
        on="INSERT",
    )
