"""What was asked and answered with a reason, and who approved it: beside the change log, and kept like it."""

from typing import Any

from models.house.schema import run, sealed


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE approval (
  id {id}, at TEXT NOT NULL, business_date {date} NOT NULL, code TEXT NOT NULL, "right" TEXT NOT NULL, amount {money},
  asked_by_id INTEGER NOT NULL REFERENCES staff(id), approved_by_id INTEGER REFERENCES staff(id),
  first_log_id INTEGER NOT NULL REFERENCES change_log(id), last_log_id INTEGER NOT NULL REFERENCES change_log(id),
  CHECK (approved_by_id IS NULL OR approved_by_id <> asked_by_id), CHECK (first_log_id <= last_log_id)
) {table_end}
--
CREATE INDEX approval_date ON approval (business_date, id)
""",
    )
    sealed(db, "approval", "LOG_SEALED")
