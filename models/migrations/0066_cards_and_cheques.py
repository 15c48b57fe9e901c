"""Cheques that pay vendors, with what stands on them; what acquirers of cards and QR pay out, and which lines it settles."""

from typing import Any

from models.house.schema import guard, no_truncate, run


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
ALTER TABLE cheque_register ADD COLUMN ac_payee {bool} NOT NULL DEFAULT {no}
--
ALTER TABLE vendor_payment ADD COLUMN cheque_date {date}
--
ALTER TABLE vendor_payment ADD COLUMN ac_payee {bool} NOT NULL DEFAULT {no}
--
ALTER TABLE bank_account ADD COLUMN tax_id TEXT NOT NULL DEFAULT ''
--
CREATE TABLE settlement (
  id {id}, number TEXT NOT NULL UNIQUE CHECK (number <> ''), bank_account_id INTEGER REFERENCES bank_account(id),
  batch TEXT NOT NULL, date {date} NOT NULL, first {date} NOT NULL, last {date} NOT NULL, gross {money} NOT NULL,
  fee {money} NOT NULL CHECK (fee >= 0), vat {money} NOT NULL CHECK (vat >= 0), net {money} NOT NULL,
  invoice TEXT NOT NULL, invoice_date {date}, entry_id INTEGER UNIQUE REFERENCES entry(id), cancelled_on {date},
  cancelled_because TEXT NOT NULL, reversal_id INTEGER UNIQUE REFERENCES entry(id),
  CHECK (net = gross - fee - vat), CHECK (first <= last AND last <= date),
  CHECK ((entry_id IS NULL) = (bank_account_id IS NULL)), CHECK ((invoice = '') = (invoice_date IS NULL)),
  CHECK (entry_id IS NOT NULL OR (gross = 0 AND fee = 0 AND vat = 0)), CHECK (entry_id IS NULL OR net <> 0),
  CHECK (entry_id IS NULL OR (cancelled_on IS NULL) = (reversal_id IS NULL))
) {table_end}
--
CREATE TABLE settled_line (
  id {id}, number TEXT NOT NULL REFERENCES settlement(number) DEFERRABLE INITIALLY DEFERRED,
  line_id INTEGER NOT NULL REFERENCES line(id), standing {bool} NOT NULL, UNIQUE (number, line_id)
) {table_end}
--
CREATE UNIQUE INDEX settled_line_once ON settled_line (line_id) WHERE standing
""",
    )
    guard(db, "cheque_register", "cheque_crossing_kept", "NEW.ac_payee <> OLD.ac_payee", "CHEQUE_KEPT")
    paid = "OLD.entry_id IS NOT NULL AND ({date} OR NEW.ac_payee <> OLD.ac_payee)"
    dated = "NEW.cheque_date IS DISTINCT FROM OLD.cheque_date"
    guard(db, "vendor_payment", "vendor_payment_cheque_kept", paid.format(date=dated), "BILL_KEPT")
    _settlements(db)


def _settlements(db: Any) -> None:
    """The lines come first, then the settlement, which they must add up to, account by account as its entry has it."""
    no_truncate(db, "settlement", "settled_line")
    lines = "FROM settled_line s JOIN line l ON l.id = s.line_id WHERE s.number = NEW.number"
    credited = (
        "SELECT sum(x.amount) FROM line x WHERE x.entry_id = NEW.entry_id AND x.account_id = l.account_id"
    )
    differs = (
        f"NOT EXISTS (SELECT 1 {lines}) OR NEW.gross <> (SELECT coalesce(sum(l.amount), 0) {lines})"
        f" OR EXISTS (SELECT 1 {lines} GROUP BY l.account_id HAVING sum(l.amount) + coalesce(({credited}), 0) <> 0)"
    )
    guard(db, "settlement", "settlement_of_its_lines", differs, "SETTLEMENT_SUM", on="INSERT")
    there = "EXISTS (SELECT 1 FROM settlement s WHERE s.id = NEW.id OR s.number = NEW.number OR s.entry_id = NEW.entry_id)"
    guard(db, "settlement", "settlement_once", there, "SETTLEMENT_KEPT", on="INSERT")
    kept = (
        "id", "number", "bank_account_id", "batch", "date", "first", "last", "gross", "fee", "vat", "net", "entry_id",
    )  # fmt: skip
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in kept)
    named = "OLD.invoice <> '' AND (NEW.invoice <> OLD.invoice OR NEW.invoice_date <> OLD.invoice_date)"
    guard(
        db, "settlement", "settlement_kept", f"{changed} OR ({named}) OR OLD.cancelled_on IS NOT NULL", "SETTLEMENT_KEPT"
    )  # fmt: skip
    guard(db, "settlement", "settlement_stays", "OLD.id > 0", "SETTLEMENT_KEPT", on="DELETE")
    twice = "EXISTS (SELECT 1 FROM settled_line s WHERE s.line_id = NEW.line_id AND s.standing)"
    guard(db, "settled_line", "line_settled_once", twice, "LINE_SETTLED", on="INSERT")
    late = (
        "EXISTS (SELECT 1 FROM settlement s WHERE s.number = NEW.number)"
        " OR EXISTS (SELECT 1 FROM settled_line s WHERE s.id = NEW.id) OR NOT NEW.standing"
    )
    guard(db, "settled_line", "settled_line_with_its_settlement", late, "SETTLEMENT_KEPT", on="INSERT")
    stands = (
        "NEW.id <> OLD.id OR NEW.number <> OLD.number OR NEW.line_id <> OLD.line_id OR NOT OLD.standing OR NEW.standing"
        " OR EXISTS (SELECT 1 FROM settlement s WHERE s.number = OLD.number AND s.cancelled_on IS NULL)"
    )
    guard(db, "settled_line", "settled_line_kept", stands, "SETTLEMENT_KEPT")
    guard(db, "settled_line", "settled_line_stays", "OLD.id > 0", "SETTLEMENT_KEPT", on="DELETE")
