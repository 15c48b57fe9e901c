"""Adjustments and their reasons, credit and debit notes on invoices of charges, nights billed in advance."""

from typing import Any

from models.house.schema import guard, run, sealed

# What credit notes that stand (neither cancelled nor their refund taken back) have taken from an invoice already.
_CREDITED = """coalesce((SELECT sum({what}) FROM credit_note_line c JOIN receipt n ON n.id = c.note_id
    WHERE c.invoice_id = NEW.invoice_id AND n.cancelled_on IS NULL
    AND NOT EXISTS (SELECT 1 FROM posting p WHERE p.corrects_id = n.posting_id)), 0)"""
_INVOICE = """coalesce((SELECT {what} FROM receipt r WHERE r.id = NEW.invoice_id
    AND r.kind IN ('tax invoice', 'debit note') AND r.cancelled_on IS NULL), 0)"""
# code, Thai, English, chosen by hand
_REASONS = (
    ("WRONG", "ลงรายการผิด", "Posted wrongly", True),
    ("PRICE", "คิดราคาผิด", "Wrong price", True),
    ("ROOM", "ลงผิดห้อง", "Wrong room", True),
    ("QUALITY", "แขกไม่พอใจบริการ", "Complaint about service", True),
    ("FAULT", "ของในห้องชำรุด", "Fault in the room", True),
    ("GOODWILL", "ลดให้เป็นพิเศษ", "Goodwill", True),
    ("COMP", "อภินันทนาการ", "Complimentary", False),
    ("EARLY", "ออกก่อนกำหนด", "Left earlier", False),
    ("CREDIT", "ใบลดหนี้", "Credit note", False),
)
_LIMITS = (
    ("manager", "NULL"), ("front office manager", "2000000"), ("night auditor", "500000"),
    ("reception", "50000"), ("cashier", "50000"), ("accountant", "NULL"),
)  # fmt: skip


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE adjustment_reason (
  id {id}, code TEXT NOT NULL UNIQUE CHECK (code <> ''), name_th TEXT NOT NULL, name_en TEXT NOT NULL,
  by_hand {bool} NOT NULL, active {bool} NOT NULL
) {table_end}
--
CREATE TABLE debit_note (
  id {id}, note_id INTEGER NOT NULL UNIQUE REFERENCES receipt(id), invoice_id INTEGER NOT NULL REFERENCES receipt(id)
) {table_end}
--
CREATE INDEX debit_note_invoice ON debit_note (invoice_id)
--
ALTER TABLE credit_note_line ADD COLUMN exempt {money} NOT NULL DEFAULT 0 CHECK (exempt >= 0)
--
CREATE TABLE billed_night (
  id {id}, stay_id INTEGER NOT NULL REFERENCES stay(id), night_id INTEGER NOT NULL, date {date} NOT NULL,
  element_id INTEGER NOT NULL, posting_id INTEGER NOT NULL UNIQUE REFERENCES posting(id),
  ended_by_id INTEGER REFERENCES posting(id)
) {table_end}
--
CREATE UNIQUE INDEX billed_night_once ON billed_night (night_id, element_id) WHERE ended_by_id IS NULL
--
CREATE INDEX billed_night_stay ON billed_night (stay_id, date)
--
CREATE INDEX billed_night_night ON billed_night (night_id)
""",
        sqlite="DROP TRIGGER credit_within_invoice\n--\nDROP TRIGGER posting_not_invoiced",
        postgres="""
DROP TRIGGER credit_within_invoice ON credit_note_line
--
DROP FUNCTION credit_within_invoice()
--
DROP TRIGGER posting_not_invoiced ON posting
--
DROP FUNCTION posting_not_invoiced()
""",
    )
    _guard_adjustments(db)
    _guard_notes(db)
    _guard_billed_nights(db)
    _furnish(db)


def _guard_adjustments(db: Any) -> None:
    """An adjustment or credit lowers one charge of its own code, for a reason, by no more than is left of it."""
    lowers = "(NEW.adjusts_id IS NOT NULL OR NEW.kind IN ('adjustment', 'credit'))"
    charge = """SELECT o.amount FROM posting o WHERE o.id = NEW.adjusts_id AND o.code_id = NEW.code_id
    AND o.kind IN ('charge', 'transfer')"""
    guard(
        db,
        "posting",
        "posting_adjusts",
        f"{lowers} AND (NEW.kind NOT IN ('adjustment', 'credit') OR NEW.amount >= 0 OR NEW.reason_code = ''"
        f" OR NOT EXISTS ({charge}))",
        "LOWERS_NO_CHARGE",
        on="INSERT",
    )
    taken = (
        "coalesce((SELECT sum(t.amount) FROM posting t WHERE t.{by} = NEW.adjusts_id AND t.amount < 0), 0)"
    )
    family = """SELECT o.amount + coalesce((SELECT sum(t.amount) FROM posting t JOIN posting l ON l.id = t.adjusts_id
      WHERE coalesce(l.origin_id, l.id) = o.id), 0) FROM posting o JOIN posting n ON o.id = coalesce(n.origin_id, n.id)
    WHERE n.id = NEW.adjusts_id"""
    guard(
        db,
        "posting",
        "posting_adjusts_within",
        f"NEW.adjusts_id IS NOT NULL AND EXISTS ({charge}) AND (({charge}) + NEW.amount"
        f" + {taken.format(by='adjusts_id')} + {taken.format(by='corrects_id')} < 0"
        # A charge that moved is the same charge: of all its pieces together no more is taken than it was.
        f" OR ({family}) + NEW.amount < 0)",
        "MORE_THAN_IS_LEFT",
        on="INSERT",
    )


def _guard_notes(db: Any) -> None:
    gross, vat = _INVOICE.format(what="r.net + r.vat"), _INVOICE.format(what="r.vat")
    exempt = _INVOICE.format(what="r.exempt")
    guard(
        db,
        "credit_note_line",
        "credit_within_invoice",
        f"NEW.net + NEW.vat + {_CREDITED.format(what='c.net + c.vat')} > {gross}"
        f" OR NEW.vat + {_CREDITED.format(what='c.vat')} > {vat}"
        f" OR NEW.exempt + {_CREDITED.format(what='c.exempt')} > {exempt}"
        # at the invoice's rate, but for what rounding leaves: one baht
        f" OR abs(NEW.vat * {gross} - (NEW.net + NEW.vat) * {vat}) > 100 * {gross}",
        "CREDIT_ABOVE_INVOICE",
        on="INSERT",
    )
    # What stands on a numbered tax invoice or debit note is answered by a credit note alone.
    guard(
        db,
        "posting",
        "posting_not_invoiced",
        "NEW.kind <> 'credit' AND EXISTS (SELECT 1 FROM receipt_line l JOIN receipt r ON r.id = l.receipt_id"
        " WHERE l.posting_id IN (NEW.corrects_id, NEW.moved_from_id, NEW.adjusts_id)"
        " AND r.kind IN ('tax invoice', 'debit note') AND r.cancelled_on IS NULL)",
        "INVOICED",
        on="INSERT",
    )
    sealed(db, "debit_note", "NUMBER_KEPT")


def _guard_billed_nights(db: Any) -> None:
    """A night that was billed in advance keeps its price until it is slept or the bill is taken back."""
    billed = "EXISTS (SELECT 1 FROM billed_night b WHERE b.night_id = OLD.id AND b.ended_by_id IS NULL)"
    guard(
        db,
        "night",
        "night_billed_stays",
        f"(NEW.amount <> OLD.amount OR NEW.inclusive <> OLD.inclusive OR NEW.date <> OLD.date"
        f" OR NEW.rate_code_id <> OLD.rate_code_id OR NEW.stay_id <> OLD.stay_id) AND {billed}",
        "NIGHT_BILLED",
    )
    guard(db, "night", "night_billed_kept", billed, "NIGHT_BILLED", on="DELETE")
    guard(
        db,
        "billed_night",
        "billed_night_ends_once",
        "OLD.ended_by_id IS NOT NULL OR NEW.id <> OLD.id OR NEW.stay_id <> OLD.stay_id"
        " OR NEW.night_id <> OLD.night_id OR NEW.date <> OLD.date OR NEW.element_id <> OLD.element_id"
        " OR NEW.posting_id <> OLD.posting_id",
        "ENTRY_SEALED",
    )
    guard(db, "billed_night", "billed_night_kept", "OLD.id > 0", "ENTRY_SEALED", on="DELETE")


def _furnish(db: Any) -> None:
    """A hotel that is open already gets reasons and right; a new one has them from its template."""
    reasons = [
        "INSERT INTO adjustment_reason (code, name_th, name_en, by_hand, active)"
        f" SELECT '{code}', '{thai}', '{english}', {'{yes}' if hand else '{no}'}, {{yes}} FROM property"
        for code, thai, english, hand in _REASONS
    ]
    rights = [
        f'INSERT INTO role_right (role_id, "right", "limit") SELECT id, \'adjust\', {limit} FROM role'
        f" WHERE code = '{role}' AND id NOT IN (SELECT role_id FROM role_right WHERE \"right\" = 'adjust')"
        for role, limit in _LIMITS
    ]
    run(db, both="\n--\n".join([*reasons, *rights]))
