"""Folios that stand open after their guest has left: which they are, and until when they take late charges."""

from __future__ import annotations

import datetime

from peewee import DateField, ForeignKeyField, ModelSelect

from models.front_office.reservations import CHECKED_OUT, Stay
from models.house.acts import Act
from models.house.database import Base


class OpenFolio(Base):
    """The folio of a stay that has left, taking charges from ``opened_on`` to ``closes_on``, both inclusive; it may be
    paid for longer. ``closed_on``: when it was closed in fact."""

    stay = ForeignKeyField(Stay)
    opened_on = DateField()
    closes_on = DateField()
    closed_on = DateField(null=True)

    class Meta:
        table_name = "open_folio"


def open_folio_of(stay_id: int) -> OpenFolio | None:
    found: OpenFolio | None = OpenFolio.get_or_none(
        (OpenFolio.stay == stay_id) & OpenFolio.closed_on.is_null()
    )
    return found


def open_folios(date: datetime.date | None = None) -> ModelSelect:
    """The stays whose folio is open, for a query's ``not_in``; with ``date`` those not past their closing day then."""
    query = OpenFolio.select(OpenFolio.stay).where(OpenFolio.closed_on.is_null())
    return query if date is None else query.where(OpenFolio.closes_on >= date)


def takes_late_charges(stay: Stay, date: datetime.date) -> bool:
    found = open_folio_of(stay.id) if stay.state == CHECKED_OUT else None
    return found is not None and found.closes_on >= date


def is_closed(stay: Stay) -> bool:
    """Whether the guest has left and the folio is closed for money too."""
    return bool(stay.state == CHECKED_OUT) and open_folio_of(stay.id) is None


def end_late_charges(act: Act, stay: Stay) -> None:
    """The folio is no open folio of one who has left any more."""
    found = open_folio_of(stay.id)
    if found is not None:
        act.update(found, closed_on=act.business_date)
