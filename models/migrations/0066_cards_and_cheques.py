"""Cheques that pay vendors, with what stands on them."""

from typing import Any

from models.house.schema import guard, run


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
ALTER TABLE cheque_register ADD COLUMN ac_payee {bool} NOT NULL DEFAULT {no}
--
ALTER TABLE vendor_payment ADD COLUMN cheque_date {date}
--
ALTER TABLE vendor_payment ADD COLUMN ac_payee {bool} NOT NULL DEFAULT {no}
""",
    )
    guard(db, "cheque_register", "cheque_crossing_kept", "NEW.ac_payee <> OLD.ac_payee", "CHEQUE_KEPT")
    paid = "OLD.entry_id IS NOT NULL AND ({date} OR NEW.ac_payee <> OLD.ac_payee)"
    dated = "NEW.cheque_date IS DISTINCT FROM OLD.cheque_date"
    guard(db, "vendor_payment", "vendor_payment_cheque_kept", paid.format(date=dated), "BILL_KEPT")
