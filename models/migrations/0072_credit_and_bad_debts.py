"""Credit of debtors moved or given back, debts written off and come in after all, tax withheld item by item."""

from typing import Any

from models.house.schema import guard, no_truncate, run, sealed


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
ALTER TABLE item_payment ADD COLUMN withheld {money} NOT NULL DEFAULT 0 CHECK (withheld >= 0)
--
CREATE TABLE credit_use (
  id {id}, credit_id INTEGER NOT NULL REFERENCES open_item(id), entry_id INTEGER NOT NULL UNIQUE REFERENCES entry(id),
  date {date} NOT NULL, amount {money} NOT NULL CHECK (amount > 0), to_item_id INTEGER UNIQUE REFERENCES open_item(id),
  number TEXT NOT NULL, payee TEXT NOT NULL, reason TEXT NOT NULL CHECK (reason <> ''),
  staff_id INTEGER NOT NULL REFERENCES staff(id), reversal_id INTEGER UNIQUE REFERENCES entry(id),
  CHECK ((to_item_id IS NULL) = (number <> '')), CHECK (reversal_id IS NULL OR to_item_id IS NULL)
) {table_end}
--
CREATE INDEX credit_use_credit ON credit_use (credit_id, id)
--
CREATE TABLE bad_debt (
  id {id}, number TEXT NOT NULL UNIQUE, item_id INTEGER NOT NULL REFERENCES open_item(id),
  entry_id INTEGER NOT NULL UNIQUE REFERENCES entry(id), date {date} NOT NULL, amount {money} NOT NULL CHECK (amount > 0),
  vat {money} NOT NULL CHECK (vat >= 0), ground TEXT NOT NULL, reason TEXT NOT NULL CHECK (reason <> ''),
  staff_id INTEGER NOT NULL REFERENCES staff(id), CHECK (vat < amount), CHECK (vat = 0 OR ground <> '')
) {table_end}
--
CREATE INDEX bad_debt_item ON bad_debt (item_id, id)
--
CREATE INDEX bad_debt_date ON bad_debt (date)
--
CREATE TABLE bad_debt_recovery (
  id {id}, bad_debt_id INTEGER NOT NULL REFERENCES bad_debt(id), entry_id INTEGER NOT NULL UNIQUE REFERENCES entry(id),
  date {date} NOT NULL, amount {money} NOT NULL CHECK (amount > 0), vat {money} NOT NULL CHECK (vat >= 0),
  staff_id INTEGER NOT NULL REFERENCES staff(id)
) {table_end}
--
CREATE INDEX bad_debt_recovery_debt ON bad_debt_recovery (bad_debt_id, id)
""",
    )
    guard(db, "item_payment", "item_payment_tax_kept", "NEW.withheld <> OLD.withheld", "ITEM_KEPT")
    beyond = (
        "NEW.withheld > NEW.amount OR (NEW.withheld > 0 AND (NEW.receipt_id IS NULL"
        " OR NEW.withheld + (SELECT coalesce(sum(p.withheld), 0) FROM item_payment p WHERE p.receipt_id = NEW.receipt_id)"
        " > (SELECT r.withheld FROM account_receipt r WHERE r.id = NEW.receipt_id)))"
    )
    guard(db, "item_payment", "item_payment_tax_within", beyond, "MORE_THAN_WITHHELD", on="INSERT")
    _guard_credit(db)
    _guard_bad_debts(db)


def _guard_credit(db: Any) -> None:
    """No more credit goes than there is, to another account as much as left this one; what was done is kept."""
    left = "(SELECT -c.unpaid FROM open_item c WHERE c.id = NEW.credit_id)"
    guard(db, "credit_use", "credit_use_within", f"NEW.amount > {left}", "MORE_THAN_IS_LEFT", on="INSERT")
    other = (
        "NEW.to_item_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM open_item i, open_item c"
        " WHERE i.id = NEW.to_item_id AND c.id = NEW.credit_id AND i.account_id <> c.account_id"
        " AND i.amount = -NEW.amount)"
    )
    guard(db, "credit_use", "credit_use_to_another", other, "OTHER_ACCOUNT", on="INSERT")
    there = "EXISTS (SELECT 1 FROM credit_use u WHERE u.id = NEW.id OR u.entry_id = NEW.entry_id OR u.to_item_id = NEW.to_item_id)"
    guard(db, "credit_use", "credit_use_once", there, "CREDIT_USE_KEPT", on="INSERT")
    kept = (
        "id",
        "credit_id",
        "entry_id",
        "date",
        "amount",
        "to_item_id",
        "number",
        "payee",
        "reason",
        "staff_id",
    )
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in kept)
    guard(db, "credit_use", "credit_use_kept", f"{changed} OR OLD.reversal_id IS NOT NULL", "CREDIT_USE_KEPT")
    guard(db, "credit_use", "credit_use_stays", "OLD.id > 0", "CREDIT_USE_KEPT", on="DELETE")
    no_truncate(db, "credit_use")


def _guard_bad_debts(db: Any) -> None:
    """No more is written off than is open, no more comes back than was written off, in amount and in VAT."""
    sealed(db, "bad_debt", "BAD_DEBT_KEPT")
    sealed(db, "bad_debt_recovery", "BAD_DEBT_KEPT")
    unpaid = "(SELECT i.unpaid FROM open_item i WHERE i.id = NEW.item_id)"
    guard(db, "bad_debt", "bad_debt_within", f"NEW.amount > {unpaid}", "MORE_THAN_IS_LEFT", on="INSERT")
    there = "EXISTS (SELECT 1 FROM bad_debt b WHERE b.number = NEW.number OR b.entry_id = NEW.entry_id)"
    guard(db, "bad_debt", "bad_debt_once", there, "BAD_DEBT_KEPT", on="INSERT")
    come = "(SELECT coalesce(sum(r.{0}), 0) FROM bad_debt_recovery r WHERE r.bad_debt_id = NEW.bad_debt_id)"
    most = "(SELECT b.{0} FROM bad_debt b WHERE b.id = NEW.bad_debt_id)"
    beyond = " OR ".join(
        f"NEW.{name} + {come.format(name)} > {most.format(name)}" for name in ("amount", "vat")
    )
    guard(db, "bad_debt_recovery", "bad_debt_recovery_within", beyond, "MORE_THAN_IS_LEFT", on="INSERT")
    there = "EXISTS (SELECT 1 FROM bad_debt_recovery r WHERE r.entry_id = NEW.entry_id)"
    guard(db, "bad_debt_recovery", "bad_debt_recovery_once", there, "BAD_DEBT_KEPT", on="INSERT")
