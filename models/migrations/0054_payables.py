"""Payables: vendors, their bills, credit notes and prepayments, and the payments that clear them.

Trade payables become a control account where nothing stood on it yet. Where it has moved its lines are sealed without
parts: it keeps them, and bills go to an account beside it.
"""

from typing import Any

from models.house.schema import guard, no_truncate, run

TABLES = """
CREATE TABLE vendor (
  id {id}, number TEXT NOT NULL UNIQUE CHECK (number <> ''), name_th TEXT NOT NULL, name_en TEXT NOT NULL,
  sort_name TEXT NOT NULL {bytes}, address TEXT NOT NULL, tax_id TEXT NOT NULL, branch TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('person', 'company')), terms INTEGER NOT NULL CHECK (terms >= 0),
  income_type TEXT NOT NULL, expense_account_id INTEGER REFERENCES account(id),
  subaccount_id INTEGER NOT NULL UNIQUE REFERENCES subaccount(id), bank TEXT NOT NULL, bank_account TEXT NOT NULL,
  contact TEXT NOT NULL, note TEXT NOT NULL, closed {bool} NOT NULL, opened_on {date} NOT NULL
) {table_end}
--
CREATE INDEX vendor_sort ON vendor (sort_name, id)
--
CREATE TABLE vendor_bill (
  id {id}, vendor_id INTEGER NOT NULL REFERENCES vendor(id),
  kind TEXT NOT NULL CHECK (kind IN ('bill', 'credit note', 'prepayment')), number TEXT NOT NULL,
  date {date} NOT NULL, due {date} NOT NULL, posted {date} NOT NULL, memo TEXT NOT NULL,
  amount {money} NOT NULL CHECK (amount <> 0), unpaid {money} NOT NULL, dispute TEXT NOT NULL,
  entry_id INTEGER NOT NULL REFERENCES entry(id) DEFERRABLE INITIALLY DEFERRED,
  of_bill_id INTEGER REFERENCES vendor_bill(id), reversal_id INTEGER REFERENCES entry(id) DEFERRABLE INITIALLY DEFERRED,
  CHECK (due >= date), CHECK ((kind = 'bill') = (amount > 0)), CHECK ((kind = 'credit note') = (of_bill_id IS NOT NULL))
) {table_end}
--
CREATE UNIQUE INDEX vendor_bill_once ON vendor_bill (vendor_id, number)
WHERE kind <> 'prepayment' AND reversal_id IS NULL
--
CREATE UNIQUE INDEX vendor_bill_entry ON vendor_bill (entry_id)
--
CREATE INDEX vendor_bill_due ON vendor_bill (due, id) WHERE unpaid <> 0
--
CREATE TABLE vendor_bill_line (
  id {id}, bill_id INTEGER NOT NULL REFERENCES vendor_bill(id), position INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account(id), net {money} NOT NULL CHECK (net > 0),
  vat {money} NOT NULL CHECK (vat >= 0),
  treatment TEXT NOT NULL CHECK (treatment IN ('claimable', 'not claimable', 'undue', 'none')), memo TEXT NOT NULL,
  UNIQUE (bill_id, position), CHECK (treatment <> 'none' OR vat = 0)
) {table_end}
--
CREATE TABLE vendor_payment (
  id {id}, vendor_id INTEGER NOT NULL REFERENCES vendor(id),
  account_id INTEGER NOT NULL REFERENCES account(id), way TEXT NOT NULL, cheque TEXT NOT NULL, memo TEXT NOT NULL,
  amount {money} NOT NULL CHECK (amount > 0), withheld {money} NOT NULL CHECK (withheld >= 0 AND withheld < amount),
  prepared_by_id INTEGER NOT NULL REFERENCES staff(id), prepared_on {date} NOT NULL,
  approved_by_id INTEGER REFERENCES staff(id), paid_on {date}, number TEXT UNIQUE,
  entry_id INTEGER UNIQUE REFERENCES entry(id) DEFERRABLE INITIALLY DEFERRED,
  dropped TEXT NOT NULL, reversal_id INTEGER REFERENCES entry(id) DEFERRABLE INITIALLY DEFERRED,
  CHECK ((entry_id IS NULL) = (approved_by_id IS NULL)), CHECK ((entry_id IS NULL) = (number IS NULL)),
  CHECK ((entry_id IS NULL) = (paid_on IS NULL)), CHECK (reversal_id IS NULL OR entry_id IS NOT NULL)
) {table_end}
--
CREATE INDEX vendor_payment_vendor ON vendor_payment (vendor_id, id)
--
CREATE TABLE vendor_payment_part (
  id {id}, payment_id INTEGER NOT NULL REFERENCES vendor_payment(id),
  bill_id INTEGER REFERENCES vendor_bill(id), amount {money} NOT NULL CHECK (amount > 0),
  withheld {money} NOT NULL CHECK (withheld >= 0 AND withheld < amount), UNIQUE (payment_id, bill_id)
) {table_end}
--
CREATE INDEX vendor_payment_part_bill ON vendor_payment_part (bill_id)
--
CREATE TABLE vendor_offset (
  id {id}, prepayment_id INTEGER NOT NULL REFERENCES vendor_bill(id), bill_id INTEGER NOT NULL REFERENCES vendor_bill(id),
  date {date} NOT NULL, amount {money} NOT NULL CHECK (amount > 0)
) {table_end}
--
INSERT INTO role_right (role_id, "right", "limit") SELECT id, 'payables', NULL FROM role r
WHERE code IN ('manager', 'accountant', 'accounting clerk')
  AND NOT EXISTS (SELECT 1 FROM role_right h WHERE h.role_id = r.id AND h."right" = 'payables')
"""
NAMED = "SELECT account_id FROM posting_account WHERE purpose = 'trade_payables'"
UNMOVED = (
    "kind = 'liability' AND subledger IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM account_day d WHERE d.account_id = account.id)"
    " AND NOT EXISTS (SELECT 1 FROM transaction_code c WHERE c.account_id = account.id)"
)
CONTROL = f"""
UPDATE account SET subledger = 'vendor' WHERE id IN ({NAMED}) AND {UNMOVED}
--
INSERT INTO account (code, name_th, name_en, kind, subledger)
SELECT '21110', 'เจ้าหนี้การค้า – รายตัว', 'Trade payables by vendor', 'liability', 'vendor' FROM account
WHERE id IN ({NAMED}) AND subledger IS NULL AND NOT EXISTS (SELECT 1 FROM account WHERE code = '21110')
--
UPDATE posting_account SET account_id = (SELECT id FROM account WHERE code = '21110' AND subledger = 'vendor')
WHERE purpose = 'trade_payables' AND EXISTS (SELECT 1 FROM account WHERE code = '21110' AND subledger = 'vendor')
  AND NOT EXISTS (SELECT 1 FROM account a WHERE a.id = account_id AND a.subledger = 'vendor')
"""


def up(migrator: object, db: Any) -> None:
    run(db, both=TABLES)
    _make_control(db)
    no_truncate(db, "vendor", "vendor_bill", "vendor_payment", "vendor_payment_part")
    beyond = (
        "(NEW.amount > 0 AND (NEW.unpaid < 0 OR NEW.unpaid > NEW.amount))"
        " OR (NEW.amount < 0 AND (NEW.unpaid > 0 OR NEW.unpaid < NEW.amount))"
    )
    guard(db, "vendor_bill", "vendor_bill_begins_within", beyond, "MORE_THAN_IS_LEFT", on="INSERT")
    guard(db, "vendor_bill", "vendor_bill_within", beyond, "MORE_THAN_IS_LEFT")
    kept = ("id", "vendor_id", "kind", "number", "date", "posted", "amount", "entry_id", "of_bill_id", "memo")
    _keep(db, "vendor_bill", kept, "OLD.reversal_id IS NOT NULL")
    _keep(db, "vendor_bill_line", ("id",), "OLD.id > 0")
    _keep(db, "vendor", ("id", "number", "subaccount_id"))
    # A payment is changed until it stands in the books; then it is only taken back, once.
    paid = " OR ".join(
        f"NEW.{name} IS DISTINCT FROM OLD.{name}"
        for name in (
            "vendor_id",
            "account_id",
            "amount",
            "withheld",
            "entry_id",
            "number",
            "paid_on",
            "approved_by_id",
        )
    )
    _keep(
        db, "vendor_payment", ("id",), f"OLD.entry_id IS NOT NULL AND ({paid} OR OLD.reversal_id IS NOT NULL)"
    )
    _keep(db, "vendor_payment_part", ("id",), "OLD.id > 0")
    _keep(db, "vendor_offset", ("id",), "OLD.id > 0")


def _make_control(db: Any) -> None:
    """The one time that an account turns into a control account: it has never moved."""
    name = "account_keeps_its_kind"
    run(
        db,
        sqlite=f"DROP TRIGGER {name}",
        postgres=f"DROP TRIGGER {name} ON account\n--\nDROP FUNCTION {name}()",
    )
    run(db, both=CONTROL)
    changed = "NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR coalesce(NEW.subledger, '') <> coalesce(OLD.subledger, '')"
    guard(db, "account", name, changed, "ENTRY_SEALED")


def _keep(db: Any, table: str, columns: tuple[str, ...], also: str = "") -> None:
    """Neither deleted nor changed in these columns, nor while ``also`` holds."""
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in columns)
    guard(db, table, f"{table}_kept", " OR ".join(filter(None, [changed, also])), "BILL_KEPT")
    guard(db, table, f"{table}_stays", "OLD.id > 0", "BILL_KEPT", on="DELETE")
