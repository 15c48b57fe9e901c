"""Complimentary nights as full revenue with an equal allowance, where the house wants to see what it gave away.

With the setting ``complimentary`` = allowance the audit charges each complimentary night at the price of the rate
named by ``complimentary_rate`` and lowers it to nothing at once: revenue and tax are as if nothing had been charged,
and the adjustments report says what was given. Counts are those of a complimentary night either way.
"""

from __future__ import annotations

from models.front_office.adjustment_reasons import COMP
from models.front_office.adjustments import lower
from models.front_office.folios import FolioWindow, Posting, _charge
from models.front_office.rates import RateCode, ages_of, stay_prices
from models.front_office.reservations.tables import Night
from models.house.acts import Act
from models.house.property import setting
from models.house.refusals import Refused


def shown_in_full(night: Night) -> bool:
    """Whether the house wants to see what this night would have cost."""
    free = not night.amount and bool(night.rate_code.complimentary)
    return free and setting("complimentary") == "allowance"


def show_complimentary(act: Act, night: Night, window: FolioWindow) -> None:
    """In the audit of the night. NOTE: COMP_NO_PRICE, where that rate has no price for it."""
    if not shown_in_full(night):
        return
    stay, name = window.stay, setting("complimentary_rate")
    rate = RateCode.get_or_none(RateCode.code == name)
    try:
        if rate is None:
            raise Refused("NO_RATE", "There is no rate {code}.", code=name)
        (price,) = stay_prices(
            rate, night.booked_type, [night.date], night.adults, night.children, ages_of(night.child_ages),
            stay.arrival, None,
        )  # fmt: skip
    except Refused:
        act.note(
            "COMP_NO_PRICE",
            "Room {room}: rate {code} does not say what the complimentary night is worth.",
            room=stay.room.number,
            code=name,
        )
        return
    charge_id = _charge(
        act, window, rate.transaction_code, price, inclusive=rate.inclusive,
        description=f"{stay.room.number} {night.rate_code.code}", source=f"complimentary:{night.id}",
    )  # fmt: skip
    charge = Posting.get_by_id(charge_id)
    lower(act, charge, charge.amount, COMP, stay.authorised_by)
