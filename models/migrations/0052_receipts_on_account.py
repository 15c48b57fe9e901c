"""Receipts on account: what a debtor paid, what of it paid which item, the tax withheld and its certificate."""

from typing import Any

from models.house.schema import guard, no_truncate, run


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE account_receipt (
  id {id}, number TEXT NOT NULL UNIQUE CHECK (number <> ''), account_id INTEGER NOT NULL REFERENCES city_account(id),
  entry_id INTEGER NOT NULL UNIQUE REFERENCES entry(id), date {date} NOT NULL,
  received {money} NOT NULL CHECK (received >= 0), withheld {money} NOT NULL CHECK (withheld >= 0),
  commission {money} NOT NULL CHECK (commission >= 0), commission_vat {money} NOT NULL CHECK (commission_vat >= 0),
  total {money} NOT NULL CHECK (total > 0), note TEXT NOT NULL,
  commission_invoice TEXT NOT NULL, commission_date {date}, language TEXT NOT NULL, paper TEXT NOT NULL,
  prints INTEGER NOT NULL, cancelled_on {date}, cancelled_because TEXT NOT NULL,
  reversal_id INTEGER UNIQUE REFERENCES entry(id),
  CHECK (total = received + withheld + commission + commission_vat),
  CHECK ((cancelled_on IS NULL) = (reversal_id IS NULL))
) {table_end}
--
CREATE INDEX account_receipt_account ON account_receipt (account_id, id)
--
CREATE TABLE account_receipt_leg (
  id {id}, receipt_id INTEGER NOT NULL REFERENCES account_receipt(id), position INTEGER NOT NULL,
  method TEXT NOT NULL, name_th TEXT NOT NULL, name_en TEXT NOT NULL, amount {money} NOT NULL CHECK (amount > 0),
  reference TEXT NOT NULL, drawer {bool} NOT NULL, UNIQUE (receipt_id, position)
) {table_end}
--
CREATE TABLE item_payment (
  id {id}, item_id INTEGER NOT NULL REFERENCES open_item(id), receipt_id INTEGER REFERENCES account_receipt(id),
  credit_id INTEGER REFERENCES open_item(id), entry_id INTEGER REFERENCES entry(id), date {date} NOT NULL,
  amount {money} NOT NULL CHECK (amount > 0), taken_back_on {date},
  CHECK ((CASE WHEN receipt_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN credit_id IS NULL THEN 0 ELSE 1 END)
    + (CASE WHEN entry_id IS NULL THEN 0 ELSE 1 END) = 1)
) {table_end}
--
CREATE INDEX item_payment_item ON item_payment (item_id, id)
--
CREATE INDEX item_payment_receipt ON item_payment (receipt_id)
--
CREATE TABLE payer_certificate (
  id {id}, receipt_id INTEGER NOT NULL UNIQUE REFERENCES account_receipt(id),
  account_id INTEGER NOT NULL REFERENCES city_account(id), tax {money} NOT NULL CHECK (tax > 0),
  payer_tax_id TEXT NOT NULL, number TEXT NOT NULL, date {date}, received_on {date},
  CHECK ((number = '') = (date IS NULL)), CHECK ((number = '') = (received_on IS NULL))
) {table_end}
--
CREATE UNIQUE INDEX payer_certificate_once ON payer_certificate (payer_tax_id, number) WHERE number <> ''
""",
    )
    no_truncate(db, "account_receipt", "account_receipt_leg", "item_payment", "payer_certificate")
    kept = ("id", "number", "account_id", "entry_id", "date", "received", "withheld", "commission",
            "commission_vat", "total")  # fmt: skip
    changed = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in kept)
    again = " OR (OLD.cancelled_on IS NOT NULL AND NEW.cancelled_on IS DISTINCT FROM OLD.cancelled_on)"
    guard(db, "account_receipt", "account_receipt_kept", changed + again, "NUMBER_KEPT")
    guard(db, "account_receipt", "account_receipt_stays", "OLD.id > 0", "NUMBER_KEPT", on="DELETE")
    guard(db, "account_receipt_leg", "account_receipt_leg_kept", "OLD.id > 0", "NUMBER_KEPT")
    guard(db, "account_receipt_leg", "account_receipt_leg_stays", "OLD.id > 0", "NUMBER_KEPT", on="DELETE")
    guard(db, "payer_certificate", "payer_certificate_stays", "OLD.id > 0", "NUMBER_KEPT", on="DELETE")
    for name, table in (("receipt", "account_receipt"), ("credit", "open_item")):
        other = (
            f"NEW.{name}_id IS NOT NULL AND (SELECT account_id FROM {table} WHERE id = NEW.{name}_id)"
            " <> (SELECT account_id FROM open_item WHERE id = NEW.item_id)"
        )
        guard(db, "item_payment", f"item_payment_own_{name}", other, "OTHER_ACCOUNT", on="INSERT")
    beyond = (
        "NEW.receipt_id IS NOT NULL AND NEW.amount + (SELECT coalesce(sum(amount), 0) FROM item_payment"
        " WHERE receipt_id = NEW.receipt_id) > (SELECT total FROM account_receipt WHERE id = NEW.receipt_id)"
    )
    guard(db, "item_payment", "item_payment_within_receipt", beyond, "MORE_THAN_RECEIVED", on="INSERT")
    fixed = ("id", "item_id", "receipt_id", "credit_id", "entry_id", "date", "amount")
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in fixed)
    guard(
        db, "item_payment", "item_payment_kept", f"{changed} OR OLD.taken_back_on IS NOT NULL", "ITEM_KEPT"
    )  # fmt: skip
    guard(db, "item_payment", "item_payment_stays", "OLD.id > 0", "ITEM_KEPT", on="DELETE")
    # The city ledger of a date is closed with it, from whatever journal it is moved.
    city = (
        "NEW.journal <> 'front' AND NEW.date <> (SELECT business_date FROM property)"
        " AND EXISTS (SELECT 1 FROM line l JOIN account a ON a.id = l.account_id"
        " WHERE l.entry_id = NEW.id AND a.subledger = 'city')"
    )
    guard(db, "entry", "entry_city_of_the_date", city, "NOT_THE_BUSINESS_DATE", on="INSERT")
