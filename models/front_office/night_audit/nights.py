"""What the audit posts: tonight of every guest in house, and the no-shows of those who did not come."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from models.front_office.billed_ahead import earn_night
from models.front_office.cancellations import no_show_by_audit
from models.front_office.codes import TransactionCode
from models.front_office.complimentary import show_complimentary
from models.front_office.folios import FolioWindow, post_night
from models.front_office.guests import Guest
from models.front_office.reservations import (
    IN_HOUSE,
    NO_SHOW,
    RESERVED,
    Night,
    Stay,
)
from models.front_office.rooms import Room
from models.house.acts import Act


def post_nights(act: Act, date: datetime.date, watch: Callable[..., None]) -> int:
    from models.front_office.rates import RateCode

    nights = list(
        Night.select(Night, Stay, Room, Guest, RateCode, TransactionCode)
        .join(Stay)
        .join(Room, on=(Stay.room == Room.id))
        .switch(Stay)
        .join(Guest)
        .switch(Night)
        .join(RateCode, on=(Night.rate_code == RateCode.id))
        .join(TransactionCode)
        .where((Stay.state == IN_HOUSE) & (Night.date == date) & ~Night.posted)
        .order_by(Room.number, Night.id)
    )
    windows = {
        w.stay_id: w
        for w in FolioWindow.select().where(
            (FolioWindow.number == 1) & (FolioWindow.stay << [n.stay_id for n in nights])
        )
    }
    for done, night in enumerate(nights):
        record = f"{night.stay.room.number} {night.stay.guest.spoken}"
        watch("nights", done, len(nights), record=record, jump=f"stay {night.stay_id}")
        window = windows[night.stay_id]
        window.stay = (
            night.stay
        )  # read above with room and guest: asking again for each room doubles the time
        if not earn_night(act, night, window):
            post_night(act, night, window)
        show_complimentary(act, night, window)
    return len(nights)


def release_no_shows(act: Act, date: datetime.date) -> int:
    """With the setting that lets due-ins pass, each one left becomes a no-show; otherwise none can be left."""
    left = list(Stay.select().where((Stay.state == RESERVED) & (Stay.arrival <= date)))
    for stay in left:
        no_show_by_audit(act, stay.id)
    return Stay.select().where((Stay.state == NO_SHOW) & (Stay.arrival == date)).count()
