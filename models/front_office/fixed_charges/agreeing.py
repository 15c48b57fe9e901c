"""Agreeing on a fixed charge, changing it for the nights to come, ending it."""

from __future__ import annotations

import datetime
from decimal import Decimal

from models.front_office.codes import TransactionCode, check_ledger, code_by_hand
from models.front_office.fixed_charges.tables import (
    LONGEST_TEXT,
    OPEN,
    RHYTHMS,
    FixedCharge,
    fixed_of_stays,
    next_due,
    nights_span,
    standing_charge,
)
from models.front_office.folios import check_not_house_use
from models.front_office.folios.charging import check_code
from models.front_office.folios.tables import MOST_PIECES
from models.front_office.reservations.tables import STATES, Stay
from models.house.acts import Act, operation
from models.house.inputs import above_zero, words
from models.house.refusals import Refused


@operation("post")
def add_fixed_charge(
    act: Act,
    stay_id: int,
    code: str,
    amount: Decimal,
    *,
    quantity: int = 1,
    inclusive: bool = False,
    rhythm: str = "every",
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    text: str = "",
) -> int:
    """Agree on a charge of ``amount`` baht a piece for the nights of a stay, from ``since`` to ``until`` inclusive; its id.

    Refused: NOT_OPEN, NO_CODE, TAX_ALONE, NOT_BY_HAND, ACCOUNT_CLOSED, WRONG_LEDGER, HOUSE_USE_FREE, NOT_POSITIVE,
    TOO_MANY, NO_RHYTHM, OUTSIDE_THE_STAY, DATES, NEVER_DUE (no night to come has it), FIXED_TWICE; ASK: NO_POST,
    AMOUNT_UNUSUAL.
    """
    stay = _open_stay(stay_id)
    charge = FixedCharge(
        stay=stay, code=_code(stay, code), amount=amount, quantity=quantity, inclusive=inclusive, rhythm=rhythm,
        since=since, until=until, text=words(text, "text", LONGEST_TEXT),
    )  # fmt: skip
    _check(act, charge)
    return int(act.create(FixedCharge, **_values(charge), stay=stay, removed=False).id)


@operation("post")
def change_fixed_charge(
    act: Act,
    fixed_charge_id: int,
    *,
    code: str,
    amount: Decimal,
    quantity: int,
    inclusive: bool,
    rhythm: str,
    since: datetime.date | None,
    until: datetime.date | None,
    text: str,
) -> None:
    """Agree anew for the nights that are not posted. Refused as ``add_fixed_charge``, and GONE (it was removed)."""
    row = standing_charge(fixed_charge_id)
    stay = _open_stay(row.stay_id)
    wanted = FixedCharge(
        id=row.id, stay=stay, code=_code(stay, code), amount=amount, quantity=quantity, inclusive=inclusive,
        rhythm=rhythm, since=since, until=until, text=words(text, "text", LONGEST_TEXT),
    )  # fmt: skip
    _check(act, wanted)
    act.update(row, **_values(wanted))


@operation("post")
def remove_fixed_charge(act: Act, fixed_charge_id: int) -> None:
    """No night to come has it any more; what was posted stays. Refused: GONE, NOT_OPEN."""
    row = standing_charge(fixed_charge_id)
    _open_stay(row.stay_id)
    act.update(row, removed=True)


def _open_stay(stay_id: int) -> Stay:
    stay: Stay = Stay.get_by_id(stay_id)
    if stay.state not in OPEN:
        raise Refused("NOT_OPEN", "This stay is {state}.", state=STATES[stay.state])
    return stay


def _code(stay: Stay, code: str) -> TransactionCode:
    found = code_by_hand(code)
    check_not_house_use(stay, found)
    return found


def _values(charge: FixedCharge) -> dict[str, object]:
    names = ("code", "amount", "quantity", "inclusive", "rhythm", "since", "until", "text")
    return {name: getattr(charge, name) for name in names}


def _check(act: Act, charge: FixedCharge) -> None:
    above_zero(charge.amount)
    if charge.quantity < 1:
        raise Refused("NOT_POSITIVE", "At least one piece.", field="quantity")
    if charge.quantity > MOST_PIECES:
        raise Refused("TOO_MANY", "At most {n} pieces at once.", field="quantity", n=MOST_PIECES)
    if charge.rhythm not in RHYTHMS:
        raise Refused("NO_RHYTHM", "Choose on which nights.", field="rhythm")
    _check_dates(act, charge)
    _check_not_twice(charge)
    check_ledger(charge.code, "guest")
    check_code(act, charge.code, charge.total, "revenue")
    if charge.stay.no_post:
        act.ask("NO_POST", "This stay takes no charges.", right="post")


def _check_dates(act: Act, charge: FixedCharge) -> None:
    first, last = nights_span(charge.stay)
    for name, date in (("since", charge.since), ("until", charge.until)):
        if date is not None and not first <= date <= last:
            raise Refused(
                "OUTSIDE_THE_STAY", "The nights of the stay are {first} to {last}.", field=name, first=first, last=last
            )  # fmt: skip
    if charge.since and charge.until and charge.until < charge.since:
        raise Refused("DATES", "The last night lies before the first.", field="until")
    if next_due(charge, act.business_date) is None:
        raise Refused("NEVER_DUE", "It falls on no night that is still to come.", field="rhythm")


def _check_not_twice(charge: FixedCharge) -> None:
    """Two clerks who each write down the same bed would have the guest pay for two."""
    first, last = nights_span(charge.stay)
    for other in fixed_of_stays([charge.stay.id]):
        same = (other.code, other.text, other.rhythm) == (charge.code, charge.text, charge.rhythm)
        apart = (other.until or last) < (charge.since or first) or (charge.until or last) < (
            other.since or first
        )
        if same and not apart and other.id != charge.id:
            raise Refused(
                "FIXED_TWICE", "The stay has {code} on these nights already. Change its quantity.", field="code",
                code=charge.code.code,
            )  # fmt: skip
