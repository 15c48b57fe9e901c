"""How a day was counted stays with its figures, and what average length of stay and multiple occupancy need."""

from typing import Any

from models.house.schema import guard, run


def up(migrator: object, db: Any) -> None:
    # Days closed before counted complimentary nights as sold and day use apart, as these defaults say. What was
    # not counted then is unknown and stays empty.
    run(
        db,
        both="""
ALTER TABLE day_statistics ADD COLUMN sold_complimentary TEXT NOT NULL DEFAULT 'yes'
--
ALTER TABLE day_statistics ADD COLUMN sold_day_use TEXT NOT NULL DEFAULT 'no'
--
ALTER TABLE day_statistics ADD COLUMN adr_complimentary TEXT NOT NULL DEFAULT 'yes'
--
ALTER TABLE day_statistics ADD COLUMN multiple INTEGER
--
ALTER TABLE day_statistics ADD COLUMN departed_stays INTEGER
--
ALTER TABLE day_statistics ADD COLUMN departed_nights INTEGER
""",
    )
    # SQLite's REPLACE would take a frozen day away by its date, without a word to the guard of deletions.
    guard(
        db,
        "day_statistics",
        "day_statistics_once",
        "EXISTS (SELECT 1 FROM day_statistics d WHERE d.date = NEW.date)",
        "DAY_CLOSED",
        on="INSERT",
    )
