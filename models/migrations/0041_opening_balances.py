"""Opening balances: the clearing account they stand against, items of the city ledger that come from no folio, the end
of the opening."""

from typing import Any

from models.house.schema import guard, run, sealed

_ITEM_GUARDS = (
    "open_item_once",
    "open_item_begins_within",
    "open_item_within",
    "open_item_kept",
    "open_item_stays",
)
_FURNISH = """
INSERT INTO account (code, name_th, name_en, kind)
SELECT '39000', 'ยอดยกมาจากระบบเดิม', 'Opening balances', 'equity' FROM property
WHERE NOT EXISTS (SELECT 1 FROM account WHERE code = '39000')
--
INSERT INTO transaction_code (code, name_th, name_en, kind, "group", account_id, by_hand, active)
SELECT 'OPEN', 'ยอดยกมา', 'Brought forward', 'non-revenue', '', id, {no}, {yes} FROM account
WHERE code = '39000' AND NOT EXISTS (SELECT 1 FROM transaction_code WHERE code = 'OPEN')
--
CREATE TABLE opening_closed (
  id INTEGER PRIMARY KEY CHECK (id = 1), date {date} NOT NULL,
  entry_id INTEGER REFERENCES entry(id), staff_id INTEGER NOT NULL REFERENCES staff(id), at TEXT NOT NULL
) {table_end}
"""
# An item brought forward comes from an entry and no folio; what an account has paid ahead is below zero.
_SQLITE = """
CREATE TABLE open_item_new (
  id {id}, account_id INTEGER NOT NULL REFERENCES city_account(id), posting_id INTEGER UNIQUE REFERENCES posting(id),
  window_id INTEGER REFERENCES folio_window(id), date {date} NOT NULL, due {date} NOT NULL, document TEXT NOT NULL,
  description TEXT NOT NULL, amount {money} NOT NULL CHECK (amount <> 0), unpaid {money} NOT NULL,
  entry_id INTEGER UNIQUE REFERENCES entry(id) DEFERRABLE INITIALLY DEFERRED, CHECK (due >= date),
  CHECK ((posting_id IS NULL) = (window_id IS NULL)), CHECK ((posting_id IS NULL) <> (entry_id IS NULL)),
  CHECK (amount > 0 OR entry_id IS NOT NULL)
) {table_end}
--
INSERT INTO open_item_new (id, account_id, posting_id, window_id, date, due, document, description, amount, unpaid)
SELECT id, account_id, posting_id, window_id, date, due, document, description, amount, unpaid FROM open_item
--
DROP TABLE open_item
--
ALTER TABLE open_item_new RENAME TO open_item
--
CREATE INDEX open_item_account ON open_item (account_id, id)
--
CREATE INDEX open_item_window ON open_item (window_id)
"""
_POSTGRES = """
ALTER TABLE open_item ALTER COLUMN posting_id DROP NOT NULL
--
ALTER TABLE open_item ALTER COLUMN window_id DROP NOT NULL
--
ALTER TABLE open_item DROP CONSTRAINT open_item_amount_check
--
ALTER TABLE open_item ADD CHECK (amount <> 0)
--
ALTER TABLE open_item ADD COLUMN entry_id INTEGER UNIQUE REFERENCES entry(id) DEFERRABLE INITIALLY DEFERRED
--
ALTER TABLE open_item ADD CHECK ((posting_id IS NULL) = (window_id IS NULL))
--
ALTER TABLE open_item ADD CHECK ((posting_id IS NULL) <> (entry_id IS NULL))
--
ALTER TABLE open_item ADD CHECK (amount > 0 OR entry_id IS NOT NULL)
--
"""


def up(migrator: object, db: Any) -> None:
    run(db, both=_FURNISH)
    drops = [f"DROP TRIGGER {name} ON open_item\n--\nDROP FUNCTION {name}()" for name in _ITEM_GUARDS]
    run(db, sqlite=_SQLITE, postgres=_POSTGRES + "\n--\n".join(drops))
    beyond = (
        "(NEW.amount > 0 AND (NEW.unpaid < 0 OR NEW.unpaid > NEW.amount))"
        " OR (NEW.amount < 0 AND (NEW.unpaid > 0 OR NEW.unpaid < NEW.amount))"
    )
    there = "EXISTS (SELECT 1 FROM open_item WHERE id = NEW.id OR posting_id = NEW.posting_id OR entry_id = NEW.entry_id)"
    guard(db, "open_item", "open_item_once", there, "ITEM_KEPT", on="INSERT")
    guard(db, "open_item", "open_item_begins_within", beyond, "MORE_THAN_IS_LEFT", on="INSERT")
    guard(db, "open_item", "open_item_within", beyond, "MORE_THAN_IS_LEFT")
    kept = ("id", "account_id", "posting_id", "window_id", "entry_id", "date", "amount")
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in kept)
    guard(db, "open_item", "open_item_kept", changed, "ITEM_KEPT")
    guard(db, "open_item", "open_item_stays", "OLD.id > 0", "ITEM_KEPT", on="DELETE")
    # Once the accountant has closed the opening, nothing more is brought forward.
    closed = "NEW.kind = 'opening' AND EXISTS (SELECT 1 FROM opening_closed)"
    guard(db, "entry", "entry_opening_closed", closed, "OPENING_CLOSED", on="INSERT")
    sealed(db, "opening_closed", "OPENING_CLOSED")
