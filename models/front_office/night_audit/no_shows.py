"""The due-ins that are left in the evening: one word for all of them."""

from __future__ import annotations

import datetime

from models.front_office.blocks.cutoff import option_over
from models.front_office.cancellations import no_show_with_fee
from models.front_office.night_audit.checks import due_in
from models.front_office.reservations import RESERVED
from models.house.acts import Act, operation


def left_without_deposit(date: datetime.date) -> list[int]:
    """The stays due in by ``date`` that did not come and hold no deposit; whose option is over is released instead."""
    return [
        stay.id
        for stay, held in due_in(date)
        if stay.state == RESERVED and not held and not option_over(stay, date)
    ]


@operation("book")
def mark_all_no_shows(act: Act, stay_ids: list[int]) -> int:
    """The due-ins named become no-shows together, each by its policy; how many.

    Refused, and then none of them does: NOT_RESERVED (one has come or was decided on meanwhile), TOO_EARLY_NO_SHOW,
    DEPOSIT_LEFT; asked as ``no_show_with_fee`` does.
    """
    for stay_id in stay_ids:
        no_show_with_fee(act, stay_id)
    return len(stay_ids)
