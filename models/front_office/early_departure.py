"""A guest who leaves before the day booked: nights dropped at their own price, the policy's fee, longer stays too.

The fee is posted with the nights' end and paid with the bill. It may be less, or nothing, for who may waive a penalty.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from weakref import WeakSet

from models.front_office.codes import transaction_code
from models.front_office.folios import check_may_post, post_fee, window_of
from models.front_office.policies import Penalty, amount_of, gross_nights, policy_of
from models.front_office.reservations import (
    IN_HOUSE,
    STATES,
    Night,
    Stay,
    change_dates,
    change_price,
    change_terms,
    nights_between,
)
from models.house.acts import Act, operation
from models.house.inputs import checked
from models.house.refusals import Refused

ZERO = Decimal("0.00")
CODE = "EARLY"

_settled: WeakSet[Act] = WeakSet()
"""Acts in which the fee of the departure under way has been decided."""


def early_fee_of(stay_id: int, departure: datetime.date, on_date: datetime.date) -> Penalty:
    """What leaving on ``departure`` instead costs by the stay's own copy of its policy, service charge and tax in it."""
    copy = policy_of(stay_id)
    if copy is None or copy.early_rule == "none":
        return Penalty(ZERO)
    nights = list(Night.select().where(Night.stay == stay_id).order_by(Night.date))
    dropped = [
        gross
        for night, gross in zip(nights, gross_nights(stay_id, on_date), strict=True)
        if night.date >= departure and not night.posted and not night.day_use
    ]
    fee = amount_of(copy.early_rule, copy.early, dropped) if dropped else ZERO
    return Penalty(fee, copy.early_rule, copy.early)


@operation("check_in")
def leave_earlier(act: Act, stay_id: int, departure: datetime.date, fee: Decimal | None = None) -> int | None:
    """The guest in house leaves on ``departure``: the fee is posted (code EARLY), the nights from then on are dropped
    and for sale again. ``fee``: less than the policy's, baht. The posting's id, None without one.

    Refused: NOT_IN_HOUSE, NOT_EARLIER, PENALTY_TOO_HIGH, NEGATIVE_PRICE, and as ``change_dates``; ASK: EARLY_FEE_WAIVED
    (right cancel_penalty, amount: what is waived), NO_POST.
    """
    stay = Stay.get_by_id(stay_id)
    if stay.state != IN_HOUSE:
        raise Refused("NOT_IN_HOUSE", "This stay is {state}.", state=STATES[stay.state])
    if departure >= stay.departure:
        raise Refused(
            "NOT_EARLIER", "The guest is booked until {date}.", field="departure", date=stay.departure
        )
    due = early_fee_of(stay.id, departure, act.business_date)
    asked = due.amount if fee is None else checked(fee, "fee")
    if asked < 0:
        raise Refused("NEGATIVE_PRICE", "A price cannot be below zero.", field="fee")
    if asked > due.amount:
        raise Refused(
            "PENALTY_TOO_HIGH",
            "The policy of this booking asks {amount}, not more.",
            field="fee",
            amount=due.amount,
        )
    _ask_waived(act, due.amount, due.amount - asked)
    posting = None
    if asked:
        check_may_post(act, stay)
        posting = post_fee(act, window_of(stay.id), transaction_code(CODE), asked)
    _settled.add(act)
    try:
        change_dates(act, stay.id, stay.arrival, departure)
    finally:
        _settled.discard(act)
    return posting


def ask_early_fee(act: Act, stay: Stay, departure: datetime.date) -> None:
    """For a change of dates that is no business of the fee's: where the policy asks one, ASK EARLY_FEE_WAIVED."""
    if act not in _settled and stay.state == IN_HOUSE and departure < stay.departure:
        fee = early_fee_of(stay.id, departure, act.business_date).amount
        _ask_waived(act, fee, fee)


def _ask_waived(act: Act, due: Decimal, waived: Decimal) -> None:
    if waived:
        act.ask(
            "EARLY_FEE_WAIVED",
            "The policy asks {due} for an early departure; {waived} of it would be waived.",
            right="cancel_penalty",
            amount=waived,
            field="fee",
            due=due,
            waived=waived,
        )


@operation("book")
def extend_stay(
    act: Act, stay_id: int, departure: datetime.date, rate_code: str = "", price: Decimal | None = None
) -> None:
    """A guest stays on until ``departure``; the new nights at ``rate_code`` (empty: the stay's), or at ``price`` each, baht.

    Availability is asked again, rooms of blocks counted. Refused: NOT_LATER, and as ``change_dates`` and
    ``change_terms``; ASK: NO_AVAILABILITY, RESTRICTED, PRICE_CHANGED, COMPLIMENTARY.
    """
    stay = Stay.get_by_id(stay_id)
    since = stay.departure
    if departure <= since:
        raise Refused("NOT_LATER", "The guest is booked until {date}.", field="departure", date=since)
    change_dates(act, stay.id, stay.arrival, departure)
    if rate_code and rate_code != stay.rate_code.code:
        change_terms(act, stay.id, rate_code=rate_code, since=since)
    if price is not None:
        change_price(act, stay.id, nights_between(since, departure), price)
