"""The property, staff and rights, change log, one-time tokens, numbers."""

from typing import Any

from models.house.schema import guard, no_truncate, run, sealed


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE property (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  name_th TEXT NOT NULL, name_en TEXT NOT NULL, address_th TEXT NOT NULL, address_en TEXT NOT NULL,
  phone TEXT NOT NULL, tax_id TEXT NOT NULL, branch TEXT NOT NULL, currency TEXT NOT NULL, zone TEXT NOT NULL,
  business_date {date} NOT NULL, check_in_time TEXT NOT NULL, check_out_time TEXT NOT NULL
) {table_end}
--
CREATE TABLE setting (id {id}, name TEXT NOT NULL UNIQUE, value TEXT NOT NULL) {table_end}
--
CREATE TABLE number_series (
  id {id}, series TEXT NOT NULL UNIQUE, next_number INTEGER NOT NULL CHECK (next_number > 0)
) {table_end}
--
CREATE TABLE role (id {id}, code TEXT NOT NULL UNIQUE, name_th TEXT NOT NULL, name_en TEXT NOT NULL) {table_end}
--
CREATE TABLE role_right (
  id {id}, role_id INTEGER NOT NULL REFERENCES role(id), "right" TEXT NOT NULL, "limit" {money},
  UNIQUE (role_id, "right")
) {table_end}
--
CREATE TABLE staff (
  id {id}, login TEXT NOT NULL UNIQUE CHECK (login = lower(login)), name_th TEXT NOT NULL, name_en TEXT NOT NULL,
  role_id INTEGER NOT NULL REFERENCES role(id), language TEXT NOT NULL, password_hash TEXT NOT NULL,
  active {bool} NOT NULL
) {table_end}
--
CREATE TABLE sign_in_failure (
  id {id}, login TEXT NOT NULL UNIQUE, failures INTEGER NOT NULL, wait_until TEXT
) {table_end}
--
CREATE TABLE change_log (
  id {id}, at TEXT NOT NULL, business_date {date} NOT NULL, staff_id INTEGER NOT NULL REFERENCES staff(id),
  terminal TEXT NOT NULL, operation TEXT NOT NULL, subject TEXT NOT NULL, subject_id TEXT NOT NULL,
  before TEXT, after TEXT, reason TEXT NOT NULL, approved_by_id INTEGER REFERENCES staff(id)
) {table_end}
--
CREATE INDEX change_log_subject ON change_log (subject, subject_id, id)
--
CREATE TABLE submission (
  id {id}, token TEXT NOT NULL UNIQUE, operation TEXT NOT NULL, answer TEXT NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff(id), at TEXT NOT NULL
) {table_end}
""",
    )
    sealed(db, "change_log", "LOG_SEALED")
    sealed(db, "submission", "LOG_SEALED")
    no_truncate(db, "property", "number_series")
    guard(
        db,
        "number_series",
        "number_series_forward",
        "NEW.next_number <> OLD.next_number + 1 OR NEW.series <> OLD.series",
        "NUMBER_KEPT",
    )
    guard(db, "number_series", "number_series_stays", "OLD.next_number > 0", "NUMBER_KEPT", on="DELETE")
    guard(db, "property", "property_stays", "OLD.id = 1", "ONE_DAY_ONLY", on="DELETE")
    # INSERT OR REPLACE would go round the update triggers.
    run(
        db,
        sqlite="""
CREATE TRIGGER property_no_replace BEFORE INSERT ON property WHEN EXISTS (SELECT 1 FROM property)
BEGIN SELECT RAISE(ABORT, 'ONE_DAY_ONLY'); END
--
CREATE TRIGGER number_series_no_replace BEFORE INSERT ON number_series
WHEN EXISTS (SELECT 1 FROM number_series WHERE series = NEW.series OR id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'NUMBER_KEPT'); END
""",
    )
    # A second check, whether the audit of that day stands, comes with the audit's own table.
    run(
        db,
        sqlite="""
CREATE TRIGGER business_date_by_one BEFORE UPDATE OF business_date ON property
WHEN NEW.business_date <> OLD.business_date AND NEW.business_date <> date(OLD.business_date, '+1 day')
BEGIN SELECT RAISE(ABORT, 'ONE_DAY_ONLY'); END
""",
    )
    if not _sqlite(db):
        guard(
            db,
            "property",
            "business_date_by_one",
            "NEW.business_date <> OLD.business_date AND NEW.business_date <> OLD.business_date + 1",
            "ONE_DAY_ONLY",
        )


def _sqlite(db: Any) -> bool:
    return type(db).__name__.startswith("Sqlite")
