"""How long the switchboard remembers: what was said for a guest is kept some days after the departure, then erased.

The change log keeps that it was written and that it was erased; see what the house says of personal data.
"""

from __future__ import annotations

import datetime
from typing import Any

from models.front_office.reservations import IN_HOUSE, Stay
from models.front_office.switchboard.calls import CallTransfer
from models.front_office.switchboard.locator import GuestPlace
from models.front_office.switchboard.messages import GuestMessage
from models.house.acts import Act, operation
from models.house.database import Base
from models.house.property import setting


def kept_since(today: datetime.date) -> datetime.date:
    """The first departure (of a call for nobody in house: its date) that is still remembered."""
    return today - datetime.timedelta(days=int(setting("switchboard_days")))


def _past(today: datetime.date) -> tuple[tuple[type[Base], Any], ...]:
    since = kept_since(today)
    left = Stay.select(Stay.id).where((Stay.departure < since) & (Stay.state != IN_HOUSE))
    others = CallTransfer.stay.is_null() & (CallTransfer.date < since)
    return (
        (GuestMessage, GuestMessage.stay << left),
        (GuestPlace, GuestPlace.stay << left),
        (CallTransfer, (CallTransfer.stay << left) | others),
    )


def switchboard_to_erase(today: datetime.date) -> int:
    """Messages, places and calls that are kept no longer."""
    return sum(table.select().where(past).count() for table, past in _past(today))


@operation("privacy")
def erase_switchboard(act: Act) -> int:
    """Erase what is past its days; how many rows. The log gets their number, not what they said."""
    erased = 0
    for table, past in _past(act.business_date):
        count: int = table.delete().where(past).execute()
        if count:
            act.changed(
                (table._meta.table_name, f"before {kept_since(act.business_date)}"), {"rows": count}, {}
            )
        erased += count
    return erased
