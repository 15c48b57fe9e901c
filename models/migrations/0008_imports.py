"""Where imported rows came from, the mappings they were read with, and the calendar feeds of channels."""

from typing import Any

from models.house.schema import run


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE import_mapping (
  id {id}, kind TEXT NOT NULL CHECK (kind <> ''), source TEXT NOT NULL CHECK (source <> ''), mapping TEXT NOT NULL,
  UNIQUE (kind, source)
) {table_end}
--
CREATE TABLE import_row (
  id {id}, kind TEXT NOT NULL CHECK (kind <> ''), source TEXT NOT NULL CHECK (source <> ''),
  external_id TEXT NOT NULL CHECK (external_id <> ''), subject_id INTEGER NOT NULL, fingerprint TEXT NOT NULL,
  taken TEXT NOT NULL, taken_on {date} NOT NULL, UNIQUE (kind, source, external_id)
) {table_end}
--
CREATE INDEX import_row_subject ON import_row (kind, subject_id)
--
CREATE TABLE channel_feed (
  id {id}, name TEXT NOT NULL UNIQUE CHECK (name <> ''), room_type_id INTEGER NOT NULL REFERENCES room_type(id),
  rate_code_id INTEGER NOT NULL REFERENCES rate_code(id),
  guarantee TEXT NOT NULL CHECK (guarantee IN ('guaranteed', 'non-guaranteed', 'tentative')),
  closed_are_bookings {bool} NOT NULL, active {bool} NOT NULL, read_at TEXT, read_file TEXT NOT NULL
) {table_end}
""",
    )
