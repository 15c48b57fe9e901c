"""Statements of the banks, their lines, and which lines of the books they are; one that is closed is sealed."""

from typing import Any

from models.house.schema import guard, no_truncate, run

CLOSED = "EXISTS (SELECT 1 FROM bank_statement s WHERE s.id = {id} AND s.closed_on IS NOT NULL)"


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE bank_statement (
  id {id}, bank_account_id INTEGER NOT NULL REFERENCES bank_account(id), name TEXT NOT NULL, digest TEXT NOT NULL,
  first {date} NOT NULL, last {date} NOT NULL, opening {money} NOT NULL, closing {money} NOT NULL, closed_on {date},
  books {money}, in_transit {money}, outstanding {money}, UNIQUE (bank_account_id, digest), CHECK (last >= first)
) {table_end}
--
CREATE TABLE bank_match (
  id {id}, bank_account_id INTEGER NOT NULL REFERENCES bank_account(id), made_on {date} NOT NULL
) {table_end}
--
CREATE TABLE bank_line (
  id {id}, statement_id INTEGER NOT NULL REFERENCES bank_statement(id),
  bank_account_id INTEGER NOT NULL REFERENCES bank_account(id), position INTEGER NOT NULL, date {date} NOT NULL,
  amount {money} NOT NULL CHECK (amount <> 0), text TEXT NOT NULL, reference TEXT NOT NULL, line_key TEXT NOT NULL,
  match_id INTEGER REFERENCES bank_match(id), UNIQUE (bank_account_id, line_key)
) {table_end}
--
CREATE INDEX bank_line_statement ON bank_line (statement_id, position)
--
CREATE INDEX bank_line_match ON bank_line (match_id)
--
CREATE TABLE matched_line (
  id {id}, match_id INTEGER NOT NULL REFERENCES bank_match(id), line_id INTEGER NOT NULL UNIQUE REFERENCES line(id)
) {table_end}
--
CREATE INDEX matched_line_match ON matched_line (match_id)
""",
    )
    guard(db, "bank_statement", "statement_sealed", "OLD.closed_on IS NOT NULL", "STATEMENT_SEALED")
    guard(db, "bank_statement", "statement_stays", "OLD.id > 0", "STATEMENT_SEALED", on="DELETE")
    open_lines = (
        "NEW.closed_on IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM bank_line b WHERE b.statement_id = NEW.id AND b.match_id IS NULL)"
    )
    guard(db, "bank_statement", "statement_closes_whole", open_lines, "STATEMENT_LINES_OPEN")
    kept = (
        "id",
        "statement_id",
        "bank_account_id",
        "position",
        "date",
        "amount",
        "text",
        "reference",
        "line_key",
    )
    changed = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in kept)
    guard(
        db, "bank_line", "bank_line_sealed", f"{changed} OR {CLOSED.format(id='OLD.statement_id')}", "STATEMENT_SEALED"
    )  # fmt: skip
    guard(db, "bank_line", "bank_line_stays", "OLD.id > 0", "STATEMENT_SEALED", on="DELETE")
    into = CLOSED.format(id="NEW.statement_id")
    guard(db, "bank_line", "bank_line_into_closed", into, "STATEMENT_SEALED", on="INSERT")
    of_closed = (
        "EXISTS (SELECT 1 FROM bank_line b JOIN bank_statement s ON s.id = b.statement_id"
        " WHERE b.match_id = {row}.match_id AND s.closed_on IS NOT NULL)"
    )
    guard(
        db, "matched_line", "matched_line_added", of_closed.format(row="NEW"), "STATEMENT_SEALED", on="INSERT"
    )
    guard(
        db, "matched_line", "matched_line_gone", of_closed.format(row="OLD"), "STATEMENT_SEALED", on="DELETE"
    )
    guard(db, "matched_line", "matched_line_stays", "OLD.id > 0", "STATEMENT_SEALED")
    no_truncate(db, "bank_statement", "bank_line", "matched_line")
