"""What the audit posts: tonight of every guest in house, and the no-shows of those who did not come."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial

from models.front_office.billed_ahead import earn_night, standing
from models.front_office.cancellations import no_show_by_audit
from models.front_office.codes import TransactionCode
from models.front_office.complimentary import show_complimentary, shown_in_full
from models.front_office.folios import post_night
from models.front_office.guests import Guest
from models.front_office.night_audit.together import Together
from models.front_office.packages.nights import elements_of_nights
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
    elements = elements_of_nights([night.id for night in nights])
    billed = {row.night_id for row in standing([night.id for night in nights])}
    together = Together(act, [night.stay for night in nights])
    for done, night in enumerate(nights):
        record = f"{night.stay.room.number} {night.stay.guest.spoken}"
        named = partial(watch, "nights", done, len(nights), record=record, jump=f"stay {night.stay_id}")
        named()
        if night.id not in billed and not shown_in_full(night):
            together.add(night, elements.get(night.id, []), named)
            continue
        window = together.apart(night.stay)
        if night.id not in billed or not earn_night(act, night, window):
            post_night(act, night, window)
        show_complimentary(act, night, window)
    together.write()
    return len(nights)


def release_no_shows(act: Act, date: datetime.date) -> int:
    """With the setting that lets due-ins pass, each one left becomes a no-show; otherwise none can be left."""
    left = list(Stay.select().where((Stay.state == RESERVED) & (Stay.arrival <= date)))
    for stay in left:
        no_show_by_audit(act, stay.id)
    return Stay.select().where((Stay.state == NO_SHOW) & (Stay.arrival == date)).count()
