"""The journals of the back office; what moves control accounts and closed dates from there, and what never may."""

from importlib import import_module
from typing import Any

from models.house.schema import guard, run

# Entries written line by line by a person. The ledgers behind control accounts move through documents alone.
BY_HAND = (
    "('voucher', 'receipt voucher', 'payment voucher', 'standing', 'reversing', 'income audit', 'year end')"
)
CONTROL = (
    "NEW.journal <> 'front' AND EXISTS (SELECT 1 FROM line l JOIN account a ON a.id = l.account_id"
    " WHERE l.entry_id = NEW.id AND l.subaccount_id IS NOT NULL"
    f" AND (NEW.kind IN {BY_HAND} OR a.subledger NOT IN ('city', 'vendor')))"
)
CLOSED = "EXISTS (SELECT 1 FROM closed_day d WHERE d.date = NEW.date)"
OPEN_PERIOD = "EXISTS (SELECT 1 FROM period WHERE NEW.date BETWEEN starts AND ends AND locked = {no})"
# A bank account is reconciled with its statement, not with a drawer; the month's VAT moves at its end; a year's result
# is carried forward on its last day.
FREE = (
    "l.account_id IN (SELECT account_id FROM posting_account WHERE purpose IN ('bank', 'card_clearing', 'qr_clearing',"
    " 'cheques_on_hand') OR (NEW.kind = 'vat closing' AND purpose IN ('output_vat', 'undue_output_vat')))"
    " OR (NEW.kind = 'year end' AND EXISTS (SELECT 1 FROM account a WHERE a.id = l.account_id"
    " AND a.kind IN ('revenue', 'expense')))"
)
OUTSIDE = f"NEW.journal <> 'front' AND NEW.kind <> 'income audit' AND {CLOSED}"


def up(migrator: object, db: Any) -> None:
    journals = "NEW.journal NOT IN ('front', 'sales', 'purchases', 'receipts', 'payments', 'general')"
    guard(db, "entry", "entry_in_a_journal", journals, "NO_JOURNAL", on="INSERT")
    _seal_again(db)
    for name in ("entry_into_closed_date", "entry_into_earned_date"):
        run(
            db,
            sqlite=f"DROP TRIGGER {name}",
            postgres=f"DROP TRIGGER {name} ON entry\n--\nDROP FUNCTION {name}()",
        )
    coded = (
        "EXISTS (SELECT 1 FROM line l JOIN transaction_code c ON c.account_id = l.account_id"
        f" WHERE l.entry_id = NEW.id AND NOT ({FREE}))"
    )
    moved = (
        "EXISTS (SELECT 1 FROM line l JOIN line f ON f.account_id = l.account_id AND f.date = NEW.date"
        " JOIN entry e ON e.id = f.entry_id WHERE l.entry_id = NEW.id AND f.entry_id <> NEW.id AND e.journal = 'front'"
        f" AND NOT ({FREE}))"
    )
    for name, touched in (("entry_into_closed_date", coded), ("entry_into_earned_date", moved)):
        when = f"{OUTSIDE} AND {touched} AND {OPEN_PERIOD}"
        guard(db, "entry", name, when, "INCOME_AUDIT_ONLY", on="INSERT")


def _seal_again(db: Any) -> None:
    """The checks of the seal as they were, but for control accounts."""
    before = import_module("models.migrations.0002_ledger").CHECKS
    checks = [(CONTROL if code == "CONTROL_ACCOUNT" else when, code) for when, code in before]
    raised = "".join(f"  SELECT RAISE(ABORT, '{code}') WHERE {when};\n" for when, code in checks)
    thrown = "".join(
        f"  IF {when} THEN RAISE EXCEPTION '{code}' USING ERRCODE = 'integrity_constraint_violation'; END IF;\n"
        for when, code in checks
    )
    run(
        db,
        sqlite=f"DROP TRIGGER entry_seal\n--\nCREATE TRIGGER entry_seal BEFORE INSERT ON entry BEGIN\n{raised}END",
        postgres=(
            "DROP TRIGGER entry_seal ON entry\n--\nDROP FUNCTION entry_seal()\n--\n"
            f"CREATE FUNCTION entry_seal() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n{thrown}  RETURN NEW;\nEND $$\n--\n"
            "CREATE TRIGGER entry_seal BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION entry_seal()"
        ),
    )
