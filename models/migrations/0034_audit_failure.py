"""A failed audit says in both languages what stopped it, and leads to where that is put right."""

from typing import Any

from models.house.schema import run


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
ALTER TABLE audit_failure ADD COLUMN message_th TEXT NOT NULL DEFAULT ''
--
ALTER TABLE audit_failure ADD COLUMN jump TEXT NOT NULL DEFAULT ''
--
CREATE INDEX audit_failure_date ON audit_failure (date, id)
""",
    )
