"""Closed dates: the front office's accounts move there by income audit alone, never tax, never further than five days."""

from typing import Any

from models.house.schema import guard


def up(migrator: object, db: Any) -> None:
    closed = "EXISTS (SELECT 1 FROM closed_day d WHERE d.date = NEW.date)"
    codes = (
        "EXISTS (SELECT 1 FROM line l JOIN transaction_code c ON c.account_id = l.account_id"
        " WHERE l.entry_id = NEW.id{also})"
    )
    guard(
        db,
        "entry",
        "entry_into_closed_date",
        f"NEW.journal <> 'front' AND NEW.kind <> 'income audit' AND {closed} AND {codes.format(also='')}"
        " AND EXISTS (SELECT 1 FROM period WHERE NEW.date BETWEEN starts AND ends AND locked = {no})",
        "INCOME_AUDIT_ONLY",
        on="INSERT",
    )
    guard(
        db,
        "entry",
        "income_audit_window",
        f"NEW.kind = 'income audit' AND (NEW.journal <> 'general' OR NOT {closed}"
        " OR (SELECT count(*) FROM closed_day d WHERE d.date >= NEW.date) > 5)",
        "INCOME_AUDIT_WINDOW",
        on="INSERT",
    )
    vat = codes.format(also=" AND c.code = 'VAT'")
    guard(
        db,
        "entry",
        "income_audit_no_vat",
        f"NEW.kind = 'income audit' AND {vat}",
        "INCOME_AUDIT_VAT",
        on="INSERT",
    )
