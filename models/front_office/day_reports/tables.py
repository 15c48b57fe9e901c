"""A report of a closed day as it was frozen."""

from __future__ import annotations

from peewee import DateField, TextField

from models.house.database import Base


class DayReport(Base):
    """The report ``name`` of one business date: ``content`` is JSON, frame and figures, money as text. Sealed."""

    date = DateField()
    name = TextField()
    content = TextField()

    class Meta:
        table_name = "day_report"
