"""The house's printers, which papers go where, what was sent to them; the hotel's address in parts for e-Tax."""

from typing import Any

from models.house.schema import guard, no_truncate, run

_WHAT_IT_IS = (
    "id", "kind", "title", "number", "paper", "counts", "counts_id", "terminal", "staff_id", "created_at",
)  # fmt: skip


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE printer (
  id {id}, name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('command', 'queue', 'transparent', 'file')), target TEXT NOT NULL,
  form TEXT NOT NULL CHECK (form IN ('pdf', 'text')), sheet TEXT NOT NULL CHECK (sheet IN ('', 'a4', 'a5', '80mm')),
  columns INTEGER NOT NULL CHECK (columns BETWEEN 32 AND 160),
  page_lines INTEGER NOT NULL CHECK (page_lines = 0 OR page_lines BETWEEN 12 AND 200),
  encoding TEXT NOT NULL CHECK (encoding IN ('cp874', 'utf-8')), escpos {bool} NOT NULL, active {bool} NOT NULL
) {table_end}
--
CREATE TABLE print_route (
  id {id}, kind TEXT NOT NULL, terminal TEXT NOT NULL, printer_id INTEGER NOT NULL REFERENCES printer(id),
  copies INTEGER NOT NULL CHECK (copies BETWEEN 0 AND 9), UNIQUE (kind, terminal)
) {table_end}
--
CREATE TABLE print_job (
  id {id}, kind TEXT NOT NULL, title TEXT NOT NULL, number TEXT NOT NULL, paper TEXT NOT NULL CHECK (paper <> ''),
  copies INTEGER NOT NULL CHECK (copies BETWEEN 0 AND 9), counts TEXT NOT NULL, counts_id INTEGER NOT NULL,
  printer_id INTEGER NOT NULL REFERENCES printer(id), terminal TEXT NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff(id), created_at TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'printing', 'printed', 'failed', 'uncertain', 'cancelled')),
  attempts INTEGER NOT NULL CHECK (attempts >= 0), claimed_at TEXT, ended_at TEXT, error TEXT NOT NULL,
  CHECK (state <> 'printing' OR claimed_at IS NOT NULL), CHECK (state <> 'printed' OR ended_at IS NOT NULL)
) {table_end}
--
CREATE INDEX print_job_state ON print_job (state, id)
--
CREATE UNIQUE INDEX print_job_open ON print_job (counts, counts_id)
  WHERE counts <> '' AND state IN ('queued', 'printing', 'failed', 'uncertain')
--
ALTER TABLE property ADD COLUMN building TEXT NOT NULL DEFAULT ''
--
ALTER TABLE property ADD COLUMN street TEXT NOT NULL DEFAULT ''
--
ALTER TABLE property ADD COLUMN subdistrict_code TEXT NOT NULL DEFAULT ''
--
ALTER TABLE property ADD COLUMN postcode TEXT NOT NULL DEFAULT ''
""",
        sqlite="""
CREATE TRIGGER print_job_no_replace BEFORE INSERT ON print_job
WHEN EXISTS (SELECT 1 FROM print_job WHERE id = NEW.id OR (NEW.counts <> '' AND counts = NEW.counts
  AND counts_id = NEW.counts_id AND state IN ('queued', 'printing', 'failed', 'uncertain')))
BEGIN SELECT RAISE(ABORT, 'PRINT_KEPT'); END
""",
    )
    # A job is one paper, printed as it was given however often it is tried; what has come out is told for good.
    changed = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in _WHAT_IT_IS)
    guard(db, "print_job", "print_job_kept", f"{changed} OR NEW.attempts < OLD.attempts", "PRINT_KEPT")
    guard(
        db,
        "print_job",
        "print_job_ended",
        "OLD.state IN ('printed', 'cancelled') AND NEW.state <> OLD.state",
        "PRINT_ENDED",
    )
    guard(
        db,
        "print_job",
        "print_job_steps",
        "NEW.state = 'printing' AND OLD.state NOT IN ('queued', 'printing')",
        "PRINT_KEPT",
    )
    guard(db, "print_job", "print_job_stays", "OLD.id > 0", "PRINT_KEPT", on="DELETE")
    no_truncate(db, "print_job")
