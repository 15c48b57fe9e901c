"""What the night audit does for housekeeping: closures end, nobody waits on, wishes of the day are over."""

from __future__ import annotations

import datetime

from models.front_office.housekeeping.service import end_wishes_of_the_day
from models.front_office.queue import close_queue
from models.front_office.rooms import return_rooms
from models.house.acts import Act


def close_housekeeping_day(act: Act, date: datetime.date) -> None:
    """Part of the audit of ``date``, before the date moves."""
    return_rooms(act, date)
    close_queue(act)
    end_wishes_of_the_day(act)
