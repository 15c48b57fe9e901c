"""A report of a closed day as it was frozen."""

from __future__ import annotations

from peewee import DateField, TextField

from models.house.database import Base


class DayReport(Base):
    """The report ``name`` of one business date: ``content`` is its paper in each language, JSON
    packed with zlib and written in base 85. Sealed."""

    date = DateField()
    name = TextField()
    content = TextField()

    class Meta:
        table_name = "day_report"
