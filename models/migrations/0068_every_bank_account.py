"""On a closed date every account of a bank moves from the back office, not only the one named for the purpose; what is
paid in over the counter in cash or foreign notes does not, whatever it is called."""

from typing import Any

from models.house.schema import guard, run

CLOSED = "EXISTS (SELECT 1 FROM closed_day d WHERE d.date = NEW.date)"
OPEN_PERIOD = "EXISTS (SELECT 1 FROM period WHERE NEW.date BETWEEN starts AND ends AND locked = {no})"
OF_A_DRAWER = (
    "l.account_id IN (SELECT c.account_id FROM transaction_code c JOIN payment_method m ON m.code_id = c.id"
    " WHERE m.way IN ('cash', 'foreign'))"
)
FREE = (
    f"(NOT {OF_A_DRAWER} AND (l.account_id IN (SELECT account_id FROM bank_account)"
    " OR l.account_id IN (SELECT account_id FROM posting_account"
    " WHERE purpose IN ('bank', 'card_clearing', 'qr_clearing', 'cheques_on_hand'))))"
    " OR (NEW.kind = 'vat closing' AND l.account_id IN (SELECT account_id FROM posting_account"
    " WHERE purpose IN ('output_vat', 'undue_output_vat')))"
    " OR (NEW.kind = 'year end' AND EXISTS (SELECT 1 FROM account a WHERE a.id = l.account_id"
    " AND a.kind IN ('revenue', 'expense')))"
)
OUTSIDE = f"NEW.journal <> 'front' AND NEW.kind <> 'income audit' AND {CLOSED}"


def up(migrator: object, db: Any) -> None:
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
        run(
            db,
            sqlite=f"DROP TRIGGER {name}",
            postgres=f"DROP TRIGGER {name} ON entry\n--\nDROP FUNCTION {name}()",
        )
        when = f"{OUTSIDE} AND {touched} AND {OPEN_PERIOD}"
        guard(db, "entry", name, when, "INCOME_AUDIT_ONLY", on="INSERT")
