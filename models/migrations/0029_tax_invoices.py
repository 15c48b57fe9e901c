"""Tax invoices of charges: deposits deducted, replacements of lost papers, and what of a document stays as it was."""

from typing import Any

from models.house.schema import guard, run, sealed

_STANDS = "EXISTS (SELECT 1 FROM receipt r WHERE r.id = d.receipt_id AND r.cancelled_on IS NULL)"
_TAKEN = (
    "coalesce((SELECT sum({what}) FROM deposit_deduction d WHERE d.invoice_id = NEW.invoice_id AND "
    + _STANDS
    + "), 0)"
)
_CREDITED = """coalesce((SELECT sum({what}) FROM credit_note_line c JOIN receipt n ON n.id = c.note_id
    WHERE c.invoice_id = NEW.invoice_id AND n.cancelled_on IS NULL
    AND NOT EXISTS (SELECT 1 FROM posting p WHERE p.corrects_id = n.posting_id)), 0)"""
_INVOICE = (
    "coalesce((SELECT {what} FROM receipt r WHERE r.id = NEW.invoice_id AND r.kind = 'tax invoice'), 0)"
)


def _more_than_left(mine: str, theirs: str) -> str:
    columns = {"mine": mine, "d": theirs.format(t="d"), "c": theirs.format(t="c"), "r": theirs.format(t="r")}
    taken, credited = _TAKEN.format(what=columns["d"]), _CREDITED.format(what=columns["c"])
    return f"{mine} + {taken} + {credited} > {_INVOICE.format(what=columns['r'])}"


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE deposit_deduction (
  id {id}, receipt_id INTEGER NOT NULL REFERENCES receipt(id), invoice_id INTEGER NOT NULL REFERENCES receipt(id),
  net {money} NOT NULL CHECK (net >= 0), vat {money} NOT NULL CHECK (vat >= 0), UNIQUE (receipt_id, invoice_id)
) {table_end}
--
CREATE INDEX deposit_deduction_invoice ON deposit_deduction (invoice_id)
--
CREATE TABLE receipt_replacement (
  id {id}, receipt_id INTEGER NOT NULL REFERENCES receipt(id), serial INTEGER NOT NULL CHECK (serial > 0),
  date {date} NOT NULL, reason TEXT NOT NULL CHECK (reason <> ''), staff_id INTEGER NOT NULL REFERENCES staff(id),
  prints INTEGER NOT NULL, UNIQUE (receipt_id, serial)
) {table_end}
--
ALTER TABLE receipt ADD COLUMN rounding {money} NOT NULL DEFAULT 0
--
CREATE INDEX receipt_replaces ON receipt (replaces_id)
--
CREATE INDEX receipt_buyer_tax_id ON receipt (buyer_tax_id)
""",
    )
    sealed(db, "deposit_deduction", "NUMBER_KEPT")
    sealed(db, "receipt_replacement", "NUMBER_KEPT")
    # A deposit is deducted once, less what was credited of it.
    guard(
        db,
        "deposit_deduction",
        "deduction_within_deposit",
        f"{_more_than_left('NEW.net + NEW.vat', '{t}.net + {t}.vat')} OR {_more_than_left('NEW.vat', '{t}.vat')}",
        "DEDUCTED_ABOVE_DEPOSIT",
        on="INSERT",
    )
    # A document keeps everything that stands on it; it is cancelled once, with a reason, and never stands again.
    guard(
        db,
        "receipt",
        "receipt_words_kept",
        " OR ".join(
            f"coalesce(CAST(NEW.{name} AS TEXT), '-') <> coalesce(CAST(OLD.{name} AS TEXT), '-')"
            for name in (
                "posting_id", "window_id", "date", "form", "language", "tendered", "exempt", "rounding",
                "buyer_name", "buyer_address", "buyer_tax_id", "buyer_branch", "reason", "replaces_id",
            )
        ),
        "NUMBER_KEPT",
    )  # fmt: skip
    guard(
        db,
        "receipt",
        "receipt_cancelled_once",
        "OLD.cancelled_on IS NOT NULL AND (NEW.cancelled_on IS NULL OR NEW.cancelled_on <> OLD.cancelled_on"
        " OR NEW.cancelled_because <> OLD.cancelled_because)"
        " OR (OLD.cancelled_on IS NULL AND (NEW.cancelled_on IS NULL) <> (NEW.cancelled_because = ''))",
        "CANCELLED_ALREADY",
    )
    # What a credit note refers to stands, and so does what was deducted elsewhere.
    guard(
        db,
        "receipt",
        "receipt_cancelled_free",
        "NEW.cancelled_on IS NOT NULL AND OLD.cancelled_on IS NULL AND EXISTS (SELECT 1 FROM credit_note_line c"
        " JOIN receipt n ON n.id = c.note_id WHERE c.invoice_id = OLD.id AND n.cancelled_on IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM posting p WHERE p.corrects_id = n.posting_id))",
        "HAS_CREDIT_NOTE",
    )
    guard(
        db,
        "receipt",
        "receipt_cancelled_undeducted",
        "NEW.cancelled_on IS NOT NULL AND OLD.cancelled_on IS NULL AND EXISTS (SELECT 1 FROM deposit_deduction d"
        f" WHERE d.invoice_id = OLD.id AND {_STANDS})",
        "DEDUCTED",
    )
    guard(
        db,
        "credit_note_line",
        "credit_on_standing_invoice",
        "EXISTS (SELECT 1 FROM receipt r WHERE r.id = NEW.invoice_id AND r.cancelled_on IS NOT NULL)",
        "CANCELLED_ALREADY",
        on="INSERT",
    )
    guard(
        db,
        "receipt",
        "receipt_replaced_once",
        "EXISTS (SELECT 1 FROM receipt r WHERE r.replaces_id = NEW.replaces_id)"
        " OR EXISTS (SELECT 1 FROM receipt r WHERE r.id = NEW.replaces_id AND r.cancelled_on IS NULL)",
        "CANCELLED_ALREADY",
        on="INSERT",
    )
