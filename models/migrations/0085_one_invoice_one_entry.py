"""A supplier's tax invoice is claimed by one entry alone: not once as due and once more as not yet due."""

from typing import Any

from models.house.schema import guard


def up(migrator: object, db: Any) -> None:
    again = (
        "NEW.of_id IS NULL AND NEW.cancelled_by_id IS NULL AND NEW.number <> '' AND EXISTS (SELECT 1 FROM input_vat i"
        " WHERE i.tax_id = NEW.tax_id AND upper(i.number) = upper(NEW.number) AND i.of_id IS NULL"
        " AND i.cancelled_by_id IS NULL AND i.entry_id <> NEW.entry_id)"
    )
    guard(db, "input_vat", "input_vat_of_one_entry", again, "BILL_TWICE", on="INSERT")
