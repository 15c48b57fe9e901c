"""Petty cash: funds with their float, each movement with its entry; a fund never pays more than it has."""

from typing import Any

from models.house.schema import guard, no_truncate, run, sealed


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE petty_fund (
  id {id}, name TEXT NOT NULL UNIQUE, account_id INTEGER NOT NULL UNIQUE REFERENCES account(id),
  amount {money} NOT NULL CHECK (amount > 0), custodian_id INTEGER NOT NULL REFERENCES staff(id)
) {table_end}
--
CREATE TABLE petty_move (
  id {id}, fund_id INTEGER NOT NULL REFERENCES petty_fund(id), kind TEXT NOT NULL CHECK (kind IN ('slip', 'top up', 'count')),
  number TEXT NOT NULL UNIQUE, date {date} NOT NULL, what TEXT NOT NULL, account_id INTEGER NOT NULL REFERENCES account(id),
  amount {money} NOT NULL, counted {money}, entry_id INTEGER UNIQUE REFERENCES entry(id),
  staff_id INTEGER NOT NULL REFERENCES staff(id), at TEXT NOT NULL,
  CHECK ((kind = 'slip' AND amount < 0) OR (kind = 'top up' AND amount > 0) OR (kind = 'count' AND counted >= 0)),
  CHECK ((entry_id IS NULL) = (amount = 0))
) {table_end}
--
CREATE INDEX petty_move_fund ON petty_move (fund_id, id)
--
INSERT INTO posting_account (purpose, account_id) SELECT 'over_short', id FROM account WHERE code = '52420'
""",
    )
    no_truncate(db, "petty_fund")
    sealed(db, "petty_move", "ENTRY_SEALED")
    left = "(SELECT coalesce(sum(m.amount), 0) FROM petty_move m WHERE m.fund_id = NEW.fund_id) + NEW.amount"
    guard(db, "petty_move", "petty_fund_not_below_zero", f"{left} < 0", "FUND_EMPTY", on="INSERT")
    beyond = f"NEW.kind = 'top up' AND {left} > (SELECT f.amount FROM petty_fund f WHERE f.id = NEW.fund_id)"
    guard(db, "petty_move", "petty_fund_not_above_float", beyond, "FUND_FULL", on="INSERT")
