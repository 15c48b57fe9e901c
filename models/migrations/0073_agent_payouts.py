"""Payouts of agents taken in from their files: which column is what by account, each line and what it paid."""

from typing import Any

from models.house.schema import guard, run, sealed


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
ALTER TABLE city_account ADD COLUMN payout_columns TEXT NOT NULL DEFAULT ''
--
CREATE TABLE agent_payout (
  id {id}, account_id INTEGER NOT NULL REFERENCES city_account(id),
  receipt_id INTEGER NOT NULL UNIQUE REFERENCES account_receipt(id), name TEXT NOT NULL, digest TEXT NOT NULL
) {table_end}
--
CREATE INDEX agent_payout_digest ON agent_payout (account_id, digest)
--
CREATE TABLE agent_payout_line (
  id {id}, payout_id INTEGER NOT NULL REFERENCES agent_payout(id), position INTEGER NOT NULL, booking TEXT NOT NULL,
  guest TEXT NOT NULL, arrival {date}, departure {date}, gross {money} NOT NULL CHECK (gross > 0),
  commission {money} NOT NULL CHECK (commission >= 0), commission_vat {money} NOT NULL CHECK (commission_vat >= 0),
  withheld {money} NOT NULL CHECK (withheld >= 0), net {money} NOT NULL, paid {money} NOT NULL CHECK (paid >= 0),
  CHECK (net = gross - commission - commission_vat - withheld), CHECK (paid <= gross), UNIQUE (payout_id, position)
) {table_end}
""",
    )
    sealed(db, "agent_payout", "PAYOUT_KEPT")
    sealed(db, "agent_payout_line", "PAYOUT_KEPT")
    stands = (
        "EXISTS (SELECT 1 FROM agent_payout p JOIN account_receipt r ON r.id = p.receipt_id"
        " WHERE p.account_id = NEW.account_id AND p.digest = NEW.digest AND r.cancelled_on IS NULL)"
    )
    guard(db, "agent_payout", "agent_payout_once", stands, "PAYOUT_TWICE", on="INSERT")
    other = "NEW.account_id <> (SELECT r.account_id FROM account_receipt r WHERE r.id = NEW.receipt_id)"
    guard(db, "agent_payout", "agent_payout_own", other, "OTHER_ACCOUNT", on="INSERT")
