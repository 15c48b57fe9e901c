"""Certificates of tax withheld (50 ทวิ), kept as they were given, and what was paid over to the Revenue Department."""

from typing import Any

from models.house.schema import guard, no_truncate, run, sealed

KEPT = (
    "id", "number", "entry_id", "date", "payee_name", "address", "tax_id", "branch", "payee_kind", "income_type", "percent",
    "income", "tax", "condition",
)  # fmt: skip


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE withholding_certificate (
  id {id}, number TEXT NOT NULL UNIQUE CHECK (number <> ''),
  entry_id INTEGER NOT NULL REFERENCES entry(id) DEFERRABLE INITIALLY DEFERRED, date {date} NOT NULL,
  payee_name TEXT NOT NULL, address TEXT NOT NULL, tax_id TEXT NOT NULL, branch TEXT NOT NULL,
  payee_kind TEXT NOT NULL CHECK (payee_kind IN ('person', 'company')), income_type TEXT NOT NULL,
  percent {money} NOT NULL, income {money} NOT NULL CHECK (income > 0),
  tax {money} NOT NULL CHECK (tax > 0 AND tax < income), condition INTEGER NOT NULL CHECK (condition IN (1, 2, 3)),
  cancelled_by_id INTEGER REFERENCES entry(id) DEFERRABLE INITIALLY DEFERRED
) {table_end}
--
CREATE INDEX withholding_certificate_date ON withholding_certificate (date, id)
--
CREATE INDEX withholding_certificate_entry ON withholding_certificate (entry_id)
--
CREATE TABLE withholding_payment (
  id {id}, month {date} NOT NULL, amount {money} NOT NULL CHECK (amount > 0),
  entry_id INTEGER NOT NULL UNIQUE REFERENCES entry(id) DEFERRABLE INITIALLY DEFERRED
) {table_end}
--
CREATE INDEX withholding_payment_month ON withholding_payment (month)
""",
    )
    changed = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in KEPT)
    kept = f"{changed} OR OLD.cancelled_by_id IS NOT NULL"
    table = "withholding_certificate"
    guard(db, table, f"{table}_kept", kept, "CERTIFICATE_SEALED")
    guard(db, table, f"{table}_stays", "OLD.id > 0", "CERTIFICATE_SEALED", on="DELETE")
    no_truncate(db, table)
    sealed(db, "withholding_payment", "CERTIFICATE_SEALED")
