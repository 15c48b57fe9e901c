"""From an entry to its papers without reading whole tables."""

from typing import Any

from models.house.schema import run

COLUMNS = (
    ("till_movement", "entry_id"),
    ("item_payment", "entry_id"),
    ("billing_note_item", "item_id"),
    ("cheque_register", "ended_entry_id"),
    ("cheque_register", "slip_id"),
    ("deposit_slip", "entry_id"),
    ("vendor_bill", "reversal_id"),
    ("vendor_payment", "reversal_id"),
    ("withholding_certificate", "cancelled_by_id"),
    ("input_vat", "cancelled_by_id"),
)


def up(migrator: object, db: Any) -> None:
    for table, column in COLUMNS:
        run(
            db,
            both=f"CREATE INDEX {table}_by_{column} ON {table} ({column}) WHERE {column} IS NOT NULL",
        )
