"""The lines of the manager's report as the house orders them, and the budget it is measured by."""

from typing import Any

from models.house.schema import run


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE report_line (
  id {id}, position INTEGER NOT NULL CHECK (position >= 1), kind TEXT NOT NULL, code TEXT NOT NULL,
  label_th TEXT NOT NULL DEFAULT '', label_en TEXT NOT NULL DEFAULT ''
) {table_end}
--
CREATE TABLE budget (
  id {id}, line TEXT NOT NULL, month {date} NOT NULL, figure {money} NOT NULL CHECK (figure >= 0), UNIQUE (line, month)
) {table_end}
""",
    )
