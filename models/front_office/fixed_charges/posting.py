"""Posting what is due: by the audit, with a day use, or early by hand."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from models.front_office.fixed_charges.tables import (
    FixedCharge,
    due_in_house,
    fixed_of_stays,
    is_due,
    nights_span,
    posted_of,
    source_of,
    standing_charge,
)
from models.front_office.folios import FolioWindow, check_may_post, window_of
from models.front_office.folios.charging import _charge
from models.front_office.reservations.tables import IN_HOUSE, Stay
from models.house.acts import Act, operation
from models.house.refusals import Refused


def post_fixed_charges(act: Act, date: datetime.date, watch: Callable[..., None]) -> int:
    """In the audit of ``date``: what is due and not posted yet, of every guest in house; how many."""
    act.catch_up()
    charges = due_in_house(date)
    posted = posted_of(source_of(charge, date) for charge in charges)
    due = [charge for charge in charges if source_of(charge, date) not in posted]
    windows = {
        window.stay_id: window
        for window in FolioWindow.select().where(
            (FolioWindow.number == 1) & (FolioWindow.stay << [charge.stay_id for charge in due])
        )
    }
    for done, charge in enumerate(due):
        watch("fixed", done, len(due), record=charge.stay.room.number, jump=f"stay {charge.stay_id}")
        window = windows[charge.stay_id]
        window.stay = charge.stay  # read with room and guest: not asked for again
        _post(act, charge, window, date)
    return len(due)


def post_of_day_use(act: Act, stay: Stay) -> None:
    """A day use meets no audit: what is due on its day is posted with it."""
    for charge in fixed_of_stays([stay.id]):
        if is_due(charge, act.business_date) and not posted_of([source_of(charge, act.business_date)]):
            _post(act, charge, window_of(stay.id), act.business_date)


def post_last_night_missed(act: Act, stay: Stay) -> None:
    """The guest leaves before the night that a charge of the last night waited for: it is owed now, for the last one slept."""
    _first, last = nights_span(stay)
    if stay.state != IN_HOUSE or last >= act.business_date:
        return
    for charge in fixed_of_stays([stay.id]):
        if charge.rhythm == "last" and is_due(charge, last) and not posted_of([source_of(charge, last)]):
            _post(act, charge, window_of(stay.id), last)


@operation("post")
def post_fixed_now(act: Act, fixed_charge_id: int) -> int:
    """Post what is due today before the audit does, which then leaves it out; the posting's id.

    Refused: GONE, NOT_IN_HOUSE, NOT_DUE_TODAY, ALREADY_POSTED; ASK: NO_POST.
    """
    act.catch_up()
    charge = standing_charge(fixed_charge_id)
    check_may_post(act, charge.stay)
    if not is_due(charge, act.business_date):
        raise Refused("NOT_DUE_TODAY", "It is not due on {date}.", date=act.business_date)
    if posted_of([source_of(charge, act.business_date)]):
        raise Refused("ALREADY_POSTED", "This was posted already.")
    return _post(act, charge, window_of(charge.stay_id), act.business_date)


def _post(act: Act, charge: FixedCharge, window: FolioWindow, date: datetime.date) -> int:
    return _charge(
        act, window, charge.code, charge.total, quantity=charge.quantity, inclusive=charge.inclusive,
        description=f"{window.stay.room.number} {charge.text}".rstrip(), source=source_of(charge, date), agreed=True,
    )  # fmt: skip
