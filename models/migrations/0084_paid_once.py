"""A bill is paid once and an item received once, whatever was set back on it in between."""

from typing import Any

from models.house.schema import guard, run


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE INDEX vendor_bill_credits ON vendor_bill (of_bill_id) WHERE of_bill_id IS NOT NULL
--
CREATE INDEX item_payment_credit ON item_payment (credit_id) WHERE credit_id IS NOT NULL
""",
    )
    others = (
        "(SELECT coalesce(sum(q.amount), 0) FROM vendor_payment_part q JOIN vendor_payment o ON o.id = q.payment_id"
        " WHERE q.bill_id = b.id AND o.id <> NEW.id AND o.entry_id IS NOT NULL AND o.reversal_id IS NULL)"
    )
    ahead = "(SELECT coalesce(sum(f.amount), 0) FROM vendor_offset f WHERE f.bill_id = b.id)"
    credited = "(SELECT coalesce(sum(c.amount), 0) FROM vendor_bill c WHERE c.of_bill_id = b.id AND c.reversal_id IS NULL)"
    again = (
        "NEW.entry_id IS NOT NULL AND OLD.entry_id IS NULL AND EXISTS (SELECT 1 FROM vendor_payment_part p"
        " JOIN vendor_bill b ON b.id = p.bill_id WHERE p.payment_id = NEW.id"
        f" AND (b.reversal_id IS NOT NULL OR p.amount + {others} + {ahead} > b.amount + {credited}))"
    )
    guard(db, "vendor_payment", "vendor_payment_once", again, "MORE_THAN_IS_LEFT")
    beyond = (
        "NEW.amount + (SELECT coalesce(sum(amount), 0) FROM item_payment WHERE item_id = NEW.item_id"
        " AND taken_back_on IS NULL) > (SELECT amount FROM open_item WHERE id = NEW.item_id)"
    )
    guard(db, "item_payment", "item_payment_within_item", beyond, "MORE_THAN_IS_LEFT", on="INSERT")
    used = (
        "NEW.credit_id IS NOT NULL AND NEW.amount + (SELECT coalesce(sum(amount), 0) FROM item_payment"
        " WHERE credit_id = NEW.credit_id AND taken_back_on IS NULL)"
        " > (SELECT -amount FROM open_item WHERE id = NEW.credit_id)"
    )
    guard(db, "item_payment", "item_payment_within_credit", used, "MORE_THAN_IS_LEFT", on="INSERT")
