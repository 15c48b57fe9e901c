"""VAT of money received ahead: a deposit that is part of the price is taxed when it is received.

Tax point of a service: payment, invoice or use, whichever is first (Revenue Code s.78/1; ป.73/2541). So a deposit
declares its VAT the day it comes: credit output VAT, debit *output VAT declared on deposits*, a control account
with one part for each reservation (while the deposit is held) and one for each folio window it moved to. What is
charged afterwards uses up what was declared, in the same entry, so that tax is due once. No part falls below zero;
the database holds it. The pairs stand on no transaction code: folios and their parts show the charge as it is.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from models.front_office.codes import Parts, TransactionCode, parts_of, rules_on, transaction_code
from models.house.acts import Act
from models.house.property import Property
from models.ledger.accounts import Account, open_subaccount, subaccount_balance
from models.ledger.entries import NewLine

if TYPE_CHECKING:
    from models.front_office.folios import FolioWindow
    from models.front_office.reservations import Reservation

ZERO = Decimal("0.00")
VAT = "VAT"
RELEASE = "deposit vat"
"""The kind of the entry that lets go what is left at check-out; it has no posting."""
ROOM = "ROOM"
"""A deposit is part of the price of the room: taxed as the room is."""


def vat_in(hotel: Property, amount: Decimal, date: datetime.date) -> Decimal:
    """Baht of VAT in a deposit of ``amount``, at the rate of ``date`` (total × 7/107, half up); zero where the hotel
    is not registered, or has no tax number to write an invoice with. Refused: NO_TAX_RATE."""
    if not hotel.tax_id:
        return ZERO
    return vat_child(parts_of(transaction_code(ROOM), amount, inclusive=True, date=date))


def vat_rate(date: datetime.date) -> Fraction:
    """7/100 where VAT is seven percent; zero where the hotel is not registered."""
    return next(
        (rule.rate for rule in rules_on(transaction_code(ROOM), date) if rule.child == VAT), Fraction(0)
    )


def vat_child(parts: Parts) -> Decimal:
    return sum((amount for child, amount in parts.children if child == VAT), ZERO)


def left(subaccount_id: int | None) -> Decimal:
    """Baht declared ahead on a part and not used up yet."""
    return subaccount_balance(subaccount_id) if subaccount_id else ZERO


def part_of_reservation(act: Act, reservation: Reservation) -> int:
    if reservation.deposit_vat_id is None:
        part = open_subaccount(_declared_ledger(), f"VAT {reservation.confirmation}", floor=ZERO)
        act.update(reservation, deposit_vat=part)
    return int(reservation.deposit_vat_id)


def part_of_window(act: Act, window: FolioWindow) -> int:
    if window.deposit_vat_id is None:
        label = f"VAT {window.stay.reservation.confirmation} #{window.stay_id}.{window.number}"
        act.update(window, deposit_vat=open_subaccount(_declared_ledger(), label, floor=ZERO))
    return int(window.deposit_vat_id)


def declared(part: int | None, vat: Decimal) -> list[NewLine]:
    """VAT is due now on money received ahead; with a minus, what was declared is used up or taken back."""
    if not vat or part is None:
        return []
    return [
        NewLine(_declared_ledger().id, vat, part, memo="VAT of deposit"),
        NewLine(_output_vat(), -vat, memo="VAT of deposit"),
    ]


def used_up(part: int | None, parts: Parts) -> list[NewLine]:
    """With a charge: as much of its VAT as was declared when the deposit came is not due again."""
    if part is None:
        return []
    return declared(part, -min(vat_child(parts), left(part)))


def moved(source: int | None, target: int | None, vat: Decimal) -> list[NewLine]:
    """The declared VAT goes where its deposit goes."""
    if not vat:
        return []
    ledger = _declared_ledger().id
    return [NewLine(ledger, vat, target), NewLine(ledger, -vat, source)]


def _declared_ledger() -> Account:
    return Account.get(Account.subledger == "deposit vat")


def _output_vat() -> int:
    return int(TransactionCode.get(TransactionCode.code == VAT).account_id)
