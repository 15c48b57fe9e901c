"""The change log read by person, by day and by subject, latest first, at the same cost however long it is."""

from typing import Any

from models.house.schema import run


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE INDEX change_log_staff ON change_log (staff_id, id)
--
CREATE INDEX change_log_business_date ON change_log (business_date, id)
--
CREATE INDEX change_log_of ON change_log (subject, id)
""",
    )
