"""Fixed charges of stays; one that was agreed is ended, never deleted: the postings of its dates are known by its number."""

from typing import Any

from models.house.schema import guard, no_truncate, run


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE fixed_charge (
  id {id}, stay_id INTEGER NOT NULL REFERENCES stay(id), code_id INTEGER NOT NULL REFERENCES transaction_code(id),
  amount {money} NOT NULL CHECK (amount > 0), inclusive {bool} NOT NULL, quantity INTEGER NOT NULL CHECK (quantity > 0),
  rhythm TEXT NOT NULL CHECK (rhythm IN ('every', 'arrival', 'last', 'weekly', 'monthly')),
  since {date}, until {date} CHECK (until IS NULL OR since IS NULL OR until >= since), text TEXT NOT NULL,
  removed {bool} NOT NULL
) {table_end}
--
CREATE INDEX fixed_charge_stay ON fixed_charge (stay_id, id)
""",
    )
    guard(db, "fixed_charge", "fixed_charge_kept", "OLD.id > 0", "FIXED_CHARGE_KEPT", on="DELETE")
    guard(
        db,
        "fixed_charge",
        "fixed_charge_ended",
        "OLD.removed = {yes} OR NEW.id <> OLD.id OR NEW.stay_id <> OLD.stay_id",
        "FIXED_CHARGE_KEPT",
    )
    no_truncate(db, "fixed_charge")
    run(
        db,
        sqlite="""
CREATE TRIGGER fixed_charge_no_replace BEFORE INSERT ON fixed_charge
WHEN EXISTS (SELECT 1 FROM fixed_charge WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'FIXED_CHARGE_KEPT'); END
""",
    )
