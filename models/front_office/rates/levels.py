"""Pricing help: which level of the best available rate the expected occupancy asks for. Shown, never applied.

The hotel says from which occupancy on a code is the one to sell; the highest step reached counts.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from peewee import ForeignKeyField, IntegerField

from models.front_office.inventory import HOUSE, Available, availability
from models.front_office.rates.rate_codes import RateCode
from models.house.acts import Act, operation
from models.house.database import Base
from models.house.refusals import Refused


class BarLevel(Base):
    """From ``from_percent`` of expected occupancy on, ``rate_code`` is the one to sell."""

    from_percent = IntegerField(unique=True)
    rate_code = ForeignKeyField(RateCode)

    class Meta:
        table_name = "bar_level"


@operation("set_up")
def save_level(act: Act, from_percent: int, rate_code_id: int, level_id: int | None = None) -> int:
    """A new level, or a change of one; its id. Refused: LEVEL_PERCENT, LEVEL_EXISTS."""
    if not 0 <= from_percent <= 200:
        raise Refused("LEVEL_PERCENT", "From 0 to 200 percent.", field="from_percent")
    other = BarLevel.get_or_none(BarLevel.from_percent == from_percent)
    if other is not None and other.id != level_id:
        raise Refused(
            "LEVEL_EXISTS", "From {n} % on it is {rate} already.", field="from_percent", n=from_percent,
            rate=other.rate_code.code,
        )  # fmt: skip
    values = {"from_percent": from_percent, "rate_code": RateCode.get_by_id(rate_code_id)}
    if level_id is None:
        return act.create(BarLevel, **values).id
    return act.update(BarLevel.get_by_id(level_id), **values).id


@operation("set_up")
def remove_level(act: Act, level_id: int) -> None:
    row = BarLevel.get_by_id(level_id)
    act.changed(row, {"from_percent": row.from_percent, "rate_code": row.rate_code_id}, {})
    row.delete_instance()


def levels() -> list[BarLevel]:
    """From the emptiest house to the fullest, with their codes."""
    return list(BarLevel.select(BarLevel, RateCode).join(RateCode).order_by(BarLevel.from_percent))


def occupancy(row: Available) -> int:
    """Whole percent of the inventory that is deducted; 100 where there is nothing to sell."""
    return row.deducted * 100 // row.inventory if row.inventory > 0 else 100


def level_at(steps: Sequence[BarLevel], percent: int) -> RateCode | None:
    reached = [level for level in steps if level.from_percent <= percent]
    return reached[-1].rate_code if reached else None


def suggested(date: datetime.date, room_type: str = HOUSE) -> RateCode | None:
    """The code the expected occupancy of the house (or of a type) asks for; None where no level is set."""
    return level_at(levels(), occupancy(availability(date, date)[date, room_type]))
