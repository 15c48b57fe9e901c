"""Input VAT line by line, the returns of each month, days the offices are closed."""

from typing import Any

from models.house.schema import guard, no_truncate, run, sealed


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE input_vat (
  id {id}, entry_id INTEGER REFERENCES entry(id), of_id INTEGER REFERENCES input_vat(id),
  supplier_name TEXT NOT NULL, tax_id TEXT NOT NULL, branch TEXT NOT NULL, number TEXT NOT NULL, date {date} NOT NULL,
  base {money} NOT NULL, vat {money} NOT NULL,
  treatment TEXT NOT NULL CHECK (treatment IN ('claimable', 'not claimable', 'undue')),
  claim_month {date}, kind TEXT NOT NULL, cancelled_by_id INTEGER REFERENCES entry(id),
  CHECK (claim_month IS NULL OR treatment = 'claimable')
) {table_end}
--
CREATE UNIQUE INDEX input_vat_once ON input_vat (tax_id, number, treatment)
  WHERE of_id IS NULL AND cancelled_by_id IS NULL AND number <> ''
--
CREATE INDEX input_vat_month ON input_vat (claim_month, date, id)
--
CREATE INDEX input_vat_entry ON input_vat (entry_id)
--
CREATE TABLE vat_return (
  id {id}, month {date} NOT NULL UNIQUE, entry_id INTEGER REFERENCES entry(id), sales {money} NOT NULL,
  zero_rated {money} NOT NULL, exempt {money} NOT NULL, output_vat {money} NOT NULL, purchases {money} NOT NULL,
  input_vat {money} NOT NULL, brought_forward {money} NOT NULL, surcharge {money} NOT NULL, penalty {money} NOT NULL,
  carried_forward {money} NOT NULL, refund {bool} NOT NULL, closed_on {date} NOT NULL
) {table_end}
--
CREATE TABLE holiday (id {id}, date {date} NOT NULL UNIQUE, name TEXT NOT NULL) {table_end}
--
INSERT INTO account (code, name_th, name_en, kind) SELECT '52900', 'ค่าปรับและเงินเพิ่ม', 'Fines and surcharges', 'expense'
WHERE EXISTS (SELECT 1 FROM account WHERE code = '21300') AND NOT EXISTS (SELECT 1 FROM account WHERE code = '52900')
--
INSERT INTO posting_account (purpose, account_id) SELECT 'fines', id FROM account WHERE code = '52900'
""",
    )
    fixed = "NEW.date <> OLD.date OR NEW.base <> OLD.base OR NEW.vat <> OLD.vat OR NEW.number <> OLD.number"
    claimed = (
        "EXISTS (SELECT 1 FROM vat_return r WHERE r.month = OLD.claim_month)"
        " AND (NEW.claim_month IS NULL OR NEW.claim_month <> OLD.claim_month OR NEW.treatment <> OLD.treatment)"
    )
    guard(db, "input_vat", "input_vat_kept", f"{fixed} OR ({claimed})", "INPUT_VAT_KEPT")
    guard(db, "input_vat", "input_vat_stays", "OLD.id > 0", "INPUT_VAT_KEPT", on="DELETE")
    guard(
        db,
        "input_vat",
        "input_vat_month_open",
        "EXISTS (SELECT 1 FROM vat_return r WHERE r.month = NEW.claim_month)",
        "VAT_MONTH_CLOSED",
        on="INSERT",
    )
    no_truncate(db, "input_vat")
    sealed(db, "vat_return", "VAT_RETURN_SEALED")
