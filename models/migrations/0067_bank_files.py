"""Statements of banks as OFX and MT940; a match stays as it was once one of its statements is closed, and adds up."""

from typing import Any

from models.house.schema import guard, run

OF_CLOSED = (
    "EXISTS (SELECT 1 FROM bank_line b JOIN bank_statement s ON s.id = b.statement_id"
    " WHERE b.match_id {match} AND s.closed_on IS NOT NULL)"
)


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
ALTER TABLE bank_statement ADD COLUMN kind TEXT NOT NULL DEFAULT 'table' CHECK (kind IN ('table', 'OFX', 'MT940'))
""",
    )
    joins = "NEW.match_id IS DISTINCT FROM OLD.match_id AND " + OF_CLOSED.format(
        match="IN (OLD.match_id, NEW.match_id)"
    )
    guard(db, "bank_line", "bank_line_of_closed_match", joins, "STATEMENT_SEALED")
    on_arrival = OF_CLOSED.format(match="= NEW.match_id")
    guard(db, "bank_line", "bank_line_into_closed_match", on_arrival, "STATEMENT_SEALED", on="INSERT")
    for on in ("UPDATE", "DELETE"):
        used = "EXISTS (SELECT 1 FROM bank_line b WHERE b.match_id = OLD.id)"
        guard(db, "bank_match", f"bank_match_{on.lower()}", used, "STATEMENT_SEALED", on=on)
    uneven = (
        "NEW.closed_on IS NOT NULL AND OLD.closed_on IS NULL AND EXISTS (SELECT 1 FROM bank_line b"
        " WHERE b.statement_id = NEW.id AND b.match_id IS NOT NULL"
        " AND (SELECT sum(o.amount) FROM bank_line o WHERE o.match_id = b.match_id)"
        " <> (SELECT coalesce(sum(l.amount), 0) FROM matched_line m JOIN line l ON l.id = m.line_id"
        " WHERE m.match_id = b.match_id))"
    )
    guard(db, "bank_statement", "statement_closes_even", uneven, "MATCH_SUM")
