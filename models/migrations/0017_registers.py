"""The guest register ร.ร.4 with its closed days and what was sent to the registrar; ตม.30 reports."""

from typing import Any

from models.house.schema import guard, no_truncate, run, sealed

_IN_A_CLOSED_DAY = "EXISTS (SELECT 1 FROM register_day d WHERE d.date = {row}.date)"
_AS_WRITTEN = (
    "id", "date", "series", "number", "stay_id", "kind", "arrived_at", "room", "name", "nationality", "document_kind",
    "document_number", "issued_by", "address", "occupation", "came_from", "going_to", "changed", "missing",
    "written_at",
)  # fmt: skip


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE register_line (
  id {id}, date {date} NOT NULL, series TEXT NOT NULL, number INTEGER NOT NULL CHECK (number > 0),
  stay_id INTEGER NOT NULL REFERENCES stay(id), guest_id INTEGER NOT NULL REFERENCES guest(id),
  kind TEXT NOT NULL CHECK (kind IN ('arrival', 'no change', 'change', 'departure', 'struck')),
  arrived_at TEXT NOT NULL, room TEXT NOT NULL, name TEXT NOT NULL, nationality TEXT NOT NULL,
  document_kind TEXT NOT NULL, document_number TEXT NOT NULL, issued_by TEXT NOT NULL, address TEXT NOT NULL,
  occupation TEXT NOT NULL, came_from TEXT NOT NULL, going_to TEXT NOT NULL, left_at TEXT, changed TEXT NOT NULL,
  missing TEXT NOT NULL, written_at TEXT NOT NULL, UNIQUE (series, number)
) {table_end}
--
CREATE INDEX register_line_date ON register_line (date, id)
--
CREATE INDEX register_line_stay ON register_line (stay_id, date)
--
CREATE INDEX register_line_guest ON register_line (guest_id, date)
--
CREATE INDEX register_line_missing ON register_line (date) WHERE missing <> ''
--
CREATE TABLE register_day (
  id {id}, date {date} NOT NULL UNIQUE, lines INTEGER NOT NULL CHECK (lines >= 0), closed_at TEXT NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff(id)
) {table_end}
--
CREATE TABLE register_sending (
  id {id}, first_date {date} NOT NULL, sent_on {date} NOT NULL, method TEXT NOT NULL CHECK (method <> ''),
  reference TEXT NOT NULL, at TEXT NOT NULL, staff_id INTEGER NOT NULL REFERENCES staff(id)
) {table_end}
--
CREATE INDEX register_sending_week ON register_sending (first_date, id)
--
CREATE TABLE tm30_report (
  id {id}, stay_id INTEGER NOT NULL REFERENCES stay(id), guest_id INTEGER NOT NULL REFERENCES guest(id),
  date {date} NOT NULL, file TEXT NOT NULL, exported_at TEXT, exported_by_id INTEGER REFERENCES staff(id),
  accepted_at TEXT, accepted_by_id INTEGER REFERENCES staff(id), reference TEXT NOT NULL
) {table_end}
--
CREATE INDEX tm30_report_stay ON tm30_report (stay_id, guest_id)
--
CREATE INDEX tm30_report_guest ON tm30_report (guest_id)
--
CREATE INDEX tm30_report_date ON tm30_report (date, id)
""",
        sqlite="""
CREATE TRIGGER register_line_no_replace BEFORE INSERT ON register_line
WHEN EXISTS (SELECT 1 FROM register_line WHERE id = NEW.id OR (series = NEW.series AND number = NEW.number))
BEGIN SELECT RAISE(ABORT, 'NUMBER_KEPT'); END
--
CREATE TRIGGER register_day_once BEFORE INSERT ON register_day
WHEN EXISTS (SELECT 1 FROM register_day WHERE date = NEW.date) BEGIN SELECT RAISE(ABORT, 'REGISTER_CLOSED'); END
""",
    )
    for name, on, row in (
        ("register_line_late", "INSERT", "NEW"),
        ("register_line_into_closed", "UPDATE", "NEW"),
    ):
        moved = " AND NEW.date <> OLD.date" if on == "UPDATE" else ""
        guard(
            db,
            "register_line",
            name,
            _IN_A_CLOSED_DAY.replace("{row}", row) + moved,
            "REGISTER_CLOSED",
            on=on,
        )
    # The profile may be merged into another; what is written in the register stands.
    changed = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in _AS_WRITTEN)
    left = "COALESCE(NEW.left_at, '') <> COALESCE(OLD.left_at, '')"
    guard(
        db,
        "register_line",
        "register_line_sealed",
        f"({changed} OR {left}) AND {_IN_A_CLOSED_DAY.replace('{row}', 'OLD')}",
        "REGISTER_CLOSED",
    )
    guard(
        db,
        "register_line",
        "register_line_number",
        "NEW.id <> OLD.id OR NEW.series <> OLD.series OR NEW.number <> OLD.number OR NEW.date <> OLD.date"
        " OR NEW.stay_id <> OLD.stay_id OR NEW.written_at <> OLD.written_at",
        "NUMBER_KEPT",
    )
    guard(db, "register_line", "register_line_kept", "OLD.id > 0", "NUMBER_KEPT", on="DELETE")
    guard(
        db,
        "register_day",
        "register_day_complete",
        "EXISTS (SELECT 1 FROM register_line l WHERE l.date = NEW.date AND l.missing <> '' AND l.kind <> 'struck')",
        "REGISTER_INCOMPLETE",
        on="INSERT",
    )
    sealed(db, "register_day", "REGISTER_CLOSED")
    sealed(db, "register_sending", "REGISTER_SENT")
    guard(db, "tm30_report", "tm30_report_kept", "OLD.id > 0", "TM30_KEPT", on="DELETE")
    guard(
        db,
        "tm30_report",
        "tm30_report_accepted",
        "OLD.accepted_at IS NOT NULL AND (NEW.accepted_at IS NULL OR NEW.accepted_at <> OLD.accepted_at"
        " OR NEW.reference <> OLD.reference OR COALESCE(NEW.file, '') <> COALESCE(OLD.file, '')"
        " OR NEW.date <> OLD.date OR NEW.stay_id <> OLD.stay_id)",
        "TM30_KEPT",
    )
    no_truncate(db, "register_line", "tm30_report")
