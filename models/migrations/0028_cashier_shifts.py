"""What a cashier's shift keeps besides its movements: floats handed on, counts, drops, paid-out vouchers."""

from typing import Any

from models.house.schema import guard, run, sealed

_CLOSERS = ("manager", "front office manager", "night auditor")


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
ALTER TABLE cashier_shift ADD COLUMN received {money} NOT NULL DEFAULT 0 CHECK (received >= 0)
--
ALTER TABLE cashier_shift ADD COLUMN left_float {money} NOT NULL DEFAULT 0 CHECK (left_float >= 0)
--
CREATE UNIQUE INDEX cashier_shift_open ON cashier_shift (staff_id) WHERE closed_at IS NULL
--
CREATE TABLE cash_count (
  id {id}, shift_id INTEGER NOT NULL REFERENCES cashier_shift(id),
  purpose TEXT NOT NULL CHECK (purpose IN ('open', 'close', 'handover', 'forced')),
  method_id INTEGER NOT NULL REFERENCES transaction_code(id), currency TEXT NOT NULL CHECK (currency <> ''),
  counted {money} NOT NULL, slips INTEGER NOT NULL CHECK (slips >= 0), pieces TEXT NOT NULL,
  until_movement INTEGER NOT NULL, at TEXT NOT NULL, staff_id INTEGER NOT NULL REFERENCES staff(id)
) {table_end}
--
CREATE INDEX cash_count_shift ON cash_count (shift_id, id)
--
CREATE TABLE cash_drop (
  id {id}, movement_id INTEGER NOT NULL UNIQUE REFERENCES till_movement(id), bag TEXT NOT NULL CHECK (bag <> ''),
  place TEXT NOT NULL CHECK (place <> ''), witness_id INTEGER NOT NULL REFERENCES staff(id)
) {table_end}
--
CREATE TABLE paid_out (
  id {id}, number TEXT NOT NULL UNIQUE, movement_id INTEGER NOT NULL UNIQUE REFERENCES till_movement(id),
  posting_id INTEGER REFERENCES posting(id), account_id INTEGER REFERENCES account(id),
  payee TEXT NOT NULL CHECK (payee <> ''), voucher TEXT NOT NULL CHECK (voucher <> ''), purpose TEXT NOT NULL,
  paper TEXT NOT NULL, CHECK ((posting_id IS NULL) <> (account_id IS NULL))
) {table_end}
""",
    )
    sealed(db, "cash_count", "COUNT_SEALED")
    sealed(db, "cash_drop", "ENTRY_SEALED")
    sealed(db, "paid_out", "NUMBER_KEPT")
    closed = "EXISTS (SELECT 1 FROM cashier_shift WHERE id = NEW.shift_id AND closed_at IS NOT NULL)"
    guard(db, "cash_count", "cash_count_shift_open", closed, "SHIFT_CLOSED", on="INSERT")
    guard(db, "cashier_shift", "cashier_shift_received_kept", "NEW.received <> OLD.received", "SHIFT_CLOSED")
    for role in _CLOSERS:
        run(
            db,
            both=f"""INSERT INTO role_right (role_id, "right") SELECT id, 'close_shifts' FROM role
WHERE code = '{role}' AND id NOT IN (SELECT role_id FROM role_right WHERE "right" = 'close_shifts')""",
        )
