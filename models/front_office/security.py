"""Security deposits (เงินประกัน): money against a lost key or damage, given back when nothing was lost.

It is no part of the price and not taxed when it comes; what is kept of it goes to the folio and pays for a charge
with the tax of that charge. It stands in the deposit ledger on a part of its own and outlives the check-in.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import peewee

from models.front_office.codes import transaction_code
from models.front_office.folios import FolioWindow, guest_ledger, post
from models.front_office.payment_legs import Leg, check_leg, write_leg
from models.front_office.payments import check_in_house, deposit_ledger
from models.front_office.receipts import issue_receipt
from models.front_office.refund_legs import check_refund, legs_of_security, post_refund
from models.front_office.reservations import IN_HOUSE, NOT_YET, RESERVED, Reservation, Stay, security_of
from models.house.acts import Act, operation
from models.house.inputs import above_zero, said
from models.house.refusals import Refused
from models.ledger.accounts import open_subaccount
from models.ledger.entries import NewLine, write_entry

ZERO = Decimal("0.00")


@operation("pay")
def take_security(
    act: Act,
    reservation_id: int,
    method: str,
    amount: Decimal,
    *,
    tendered: Decimal | None = None,
    reference: str = "",
    language: str | None = None,
) -> int:
    """Take ``amount`` baht against loss and damage by one way; the receipt's id. Refused as ``take_securities``."""
    leg = Leg(method, amount, tendered, reference)
    return take_securities(act, reservation_id, [leg], language=language)[0]


@operation("pay")
def take_securities(
    act: Act, reservation_id: int, legs: Sequence[Leg], *, language: str | None = None
) -> list[int]:
    """Take money against loss and damage, before arrival or in house, a receipt for each leg; their ids. No VAT.

    Refused: NO_LEGS, STAY_ENDED, and as ``check_leg``.
    """
    if not legs:
        raise Refused("NO_LEGS", "Nothing has been paid yet.")
    reservation = Reservation.get_by_id(reservation_id)
    receipts = []
    for leg in legs:
        checked = check_leg(act.now, leg)
        stay = _open_stays(reservation).first()
        if stay is None:
            raise Refused("STAY_ENDED", "This booking has ended.", jump="bookings")
        if reservation.security_id is None:
            label = f"Security {reservation.confirmation}"
            act.update(reservation, security=open_subaccount(deposit_ledger(), label, ceiling=ZERO))
        credit = NewLine(
            deposit_ledger().id, -checked.amount, reservation.security_id, item=checked.code.code
        )
        posting_id = write_leg(act, checked, "security", [credit], reservation=reservation)
        receipts.append(
            issue_receipt(act, posting_id, language or stay.guest.papers_language, checked.tendered)
        )
    return receipts


@operation("pay")
def return_security(
    act: Act,
    reservation_id: int,
    method: str,
    amount: Decimal,
    reason: str,
    *,
    of: int | None = None,
    notes: Decimal | None = None,
) -> int:
    """Give back ``amount`` baht of it; the posting's id. Refused: MORE_THAN_IS_LEFT, NO_REASON, and as
    ``check_refund``."""
    reason = said(reason)
    reservation = Reservation.get_by_id(reservation_id)
    back = check_refund(act, method, amount, of, notes, legs_of_security(reservation_id) if of else ())
    _check_held(reservation, back.amount)
    entry_id = write_entry(
        act,
        [
            NewLine(deposit_ledger().id, back.amount, reservation.security_id, item=back.code.code),
            *back.credits,
        ],
        kind="security returned",
        memo=f"{back.code.name_en} {reason}".strip(),
    )
    return post_refund(act, back, entry_id, "security returned", reason, reservation=reservation)


@operation("pay")
def use_security(act: Act, window_id: int, amount: Decimal, reason: str) -> int:
    """Pay ``amount`` baht of a folio window out of the security, for instance a charge for the key; the posting's id.

    Refused: MORE_THAN_IS_LEFT, NO_REASON, NOT_IN_HOUSE, WINDOW_CLOSED.
    """
    amount = above_zero(amount)
    reason = said(reason)
    window = FolioWindow.get_by_id(window_id)
    check_in_house(window.stay)
    reservation = window.stay.reservation
    _check_held(reservation, amount)
    code = transaction_code("SECUR")
    entry_id = write_entry(
        act,
        [
            NewLine(deposit_ledger().id, amount, reservation.security_id, item=code.code),
            NewLine(guest_ledger().id, -amount, window.subaccount_id, item=code.code),
        ],
        kind="security used",
        memo=f"{reservation.confirmation} {reason}",
    )
    post(
        act, entry_id, "security used", code, typed=amount, net=amount, amount=amount, reservation=reservation,
        reference=reason,
    )  # fmt: skip
    return post(
        act, entry_id, "security used", code, typed=amount, net=-amount, amount=-amount, window=window,
        reference=reason,
    )  # fmt: skip


def check_security_returned(stay: Stay) -> None:
    """The last guest of a booking does not leave while security is held. Refused: SECURITY_HELD."""
    held = security_of(stay.reservation)
    if held and not _open_stays(stay.reservation).where(Stay.id != stay.id).exists():
        raise Refused(
            "SECURITY_HELD",
            "A security deposit of {amount} is held. Return it or use it on the folio.",
            jump=f"stay {stay.id}",
            amount=held,
        )


def _open_stays(reservation: Reservation) -> peewee.ModelSelect:
    return Stay.select().where(
        (Stay.reservation == reservation) & (Stay.state << (*NOT_YET, RESERVED, IN_HOUSE))
    )


def _check_held(reservation: Reservation, amount: Decimal) -> None:
    held = security_of(reservation)
    if amount > held:
        raise Refused("MORE_THAN_IS_LEFT", "Only {left} is left.", field="amount", left=held)
