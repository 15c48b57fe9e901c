"""City-ledger accounts and their open items; folios open after departure."""

from typing import Any

from models.house.schema import guard, no_truncate, run


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE city_account (
  id {id}, number TEXT NOT NULL UNIQUE CHECK (number <> ''), name_th TEXT NOT NULL, name_en TEXT NOT NULL,
  sort_name TEXT NOT NULL {bytes}, address TEXT NOT NULL, tax_id TEXT NOT NULL, branch TEXT NOT NULL,
  contact TEXT NOT NULL, note TEXT NOT NULL,
  company_id INTEGER UNIQUE REFERENCES company(id), subaccount_id INTEGER NOT NULL UNIQUE REFERENCES subaccount(id),
  credit_limit {money} CHECK (credit_limit >= 0), terms INTEGER NOT NULL CHECK (terms >= 0), hold TEXT NOT NULL,
  closed {bool} NOT NULL, opened_on {date} NOT NULL
) {table_end}
--
CREATE INDEX city_account_sort ON city_account (sort_name, id)
--
CREATE TABLE open_item (
  id {id}, account_id INTEGER NOT NULL REFERENCES city_account(id),
  posting_id INTEGER NOT NULL UNIQUE REFERENCES posting(id), window_id INTEGER NOT NULL REFERENCES folio_window(id),
  date {date} NOT NULL, due {date} NOT NULL, document TEXT NOT NULL, description TEXT NOT NULL,
  amount {money} NOT NULL CHECK (amount > 0), unpaid {money} NOT NULL, CHECK (due >= date)
) {table_end}
--
CREATE INDEX open_item_account ON open_item (account_id, id)
--
CREATE INDEX open_item_window ON open_item (window_id)
--
ALTER TABLE folio_window ADD COLUMN city_account_id INTEGER REFERENCES city_account(id)
--
CREATE TABLE open_folio (
  id {id}, stay_id INTEGER NOT NULL REFERENCES stay(id), opened_on {date} NOT NULL, closes_on {date} NOT NULL,
  closed_on {date}, CHECK (closes_on >= opened_on)
) {table_end}
--
CREATE UNIQUE INDEX open_folio_once ON open_folio (stay_id) WHERE closed_on IS NULL
--
INSERT INTO role_right (role_id, "right", "limit") SELECT id, 'credit', NULL FROM role r
WHERE code IN ('manager', 'accountant')
  AND NOT EXISTS (SELECT 1 FROM role_right h WHERE h.role_id = r.id AND h."right" = 'credit')
--
INSERT INTO role_right (role_id, "right", "limit") SELECT id, 'credit', 2000000 FROM role r
WHERE code = 'front office manager'
  AND NOT EXISTS (SELECT 1 FROM role_right h WHERE h.role_id = r.id AND h."right" = 'credit')
""",
    )
    no_truncate(db, "city_account", "open_item", "open_folio")
    within = "NEW.unpaid < 0 OR NEW.unpaid > NEW.amount"
    there = "EXISTS (SELECT 1 FROM open_item WHERE id = NEW.id OR posting_id = NEW.posting_id)"
    guard(db, "open_item", "open_item_once", there, "ITEM_KEPT", on="INSERT")
    guard(db, "open_item", "open_item_begins_within", within, "MORE_THAN_IS_LEFT", on="INSERT")
    guard(db, "open_item", "open_item_within", within, "MORE_THAN_IS_LEFT")
    kept = ("id", "account_id", "posting_id", "window_id", "date", "amount")
    guard(
        db, "open_item", "open_item_kept", " OR ".join(f"NEW.{name} <> OLD.{name}" for name in kept), "ITEM_KEPT"
    )  # fmt: skip
    guard(db, "open_item", "open_item_stays", "OLD.id > 0", "ITEM_KEPT", on="DELETE")
    guard(
        db,
        "city_account",
        "city_account_kept",
        "NEW.id <> OLD.id OR NEW.number <> OLD.number OR NEW.subaccount_id <> OLD.subaccount_id",
        "ITEM_KEPT",
    )
    guard(db, "city_account", "city_account_stays", "OLD.id > 0", "ITEM_KEPT", on="DELETE")
    # Whom a window of the city ledger is made out to is never left open.
    guard(
        db,
        "folio_window",
        "folio_window_has_payee",
        "NEW.city_account_id IS NOT NULL AND NEW.payee = ''",
        "PAYEE_NEEDED",
    )
