"""After departure: the folio of a guest who has left takes late charges for some days, and is then closed for good."""

from __future__ import annotations

from peewee import DateField, ForeignKeyField

from models.front_office.reservations import Stay
from models.house.database import Base


class OpenFolio(Base):
    """The folio of a stay that has left, open from ``opened_on`` to ``closes_on``, both inclusive; ``closed_on``: when it
    was closed in fact."""

    stay = ForeignKeyField(Stay)
    opened_on = DateField()
    closes_on = DateField()
    closed_on = DateField(null=True)

    class Meta:
        table_name = "open_folio"
