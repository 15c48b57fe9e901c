"""What moves a drawer: the shift it belongs to, and the movement that is written with each posting or entry."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from peewee import fn

from models.front_office.codes import TransactionCode
from models.front_office.till.tables import CashierShift, TillMovement
from models.house.acts import Act
from models.house.property import Property, setting
from models.house.refusals import Refused
from models.house.staff import Staff
from models.ledger.balances import money

NOT_IN_ANY = "no"  # the setting of a house that keeps no shifts
CASH = "CASH"
PAID_OUT = "PAIDO"
MAY_OVERDRAW = ("correction", "over/short")
"""Kinds that may leave a drawer below zero: they say what never was in it."""


@dataclass(frozen=True)
class Tender:
    """What was handed over in another currency: ``amount`` of ``currency``, plus into the drawer.

    ``worth`` is what the books have it at, baht, where that is not what it paid; ``change`` was given back in baht cash.
    """

    currency: str
    amount: Decimal
    worth: Decimal | None = None
    change: Decimal = Decimal(0)


def open_shift(staff: Staff) -> CashierShift | None:
    """The shift this person has open."""
    return (
        CashierShift.select()
        .where((CashierShift.staff == staff) & CashierShift.closed_at.is_null())
        .order_by(CashierShift.id.desc())
        .first()
    )


def shifts_kept() -> bool:
    """Whether money is taken in shifts here (setting ``cashier_shifts``)."""
    return setting("cashier_shifts") != NOT_IN_ANY


def moves_money(code: TransactionCode) -> bool:
    """Whether postings of this code move a drawer: payments, and what is paid out for a guest."""
    return bool(code.kind == "payment" or code.code == PAID_OUT)


def cash_code() -> TransactionCode:
    return TransactionCode.get(TransactionCode.code == CASH)


def cash_in(shift: CashierShift) -> Decimal:
    """Baht notes and coins that should lie in the drawer for this shift."""
    moved = (
        TillMovement.select(fn.SUM(TillMovement.amount))
        .where(
            (TillMovement.shift == shift)
            & (TillMovement.method == cash_code())
            & (TillMovement.currency == Property.the().currency)
        )
        .scalar()
    )
    opening: Decimal = shift.opening
    return opening + money(moved)


def find_shift(number: str) -> CashierShift:
    """By its number, with or without the letter. Refused: NO_SUCH_SHIFT."""
    digits = number.upper().removeprefix("S-").strip()
    found = CashierShift.get_or_none(CashierShift.id == int(digits)) if digits.isdecimal() else None
    if found is None:
        raise Refused("NO_SUCH_SHIFT", "There is no cashier shift {number}.", number=number, jump="shifts")
    return found


def shift_of(act: Act, *, needed: bool) -> CashierShift | None:
    """The shift an act of money belongs to. Refused (``NO_SHIFT``) where one is ``needed`` and none is open."""
    found = open_shift(act.staff)
    if found is None and needed and shifts_kept():
        raise Refused("NO_SHIFT", "Open your cashier shift first.", jump="open shift")
    return found


def record(
    act: Act,
    shift: CashierShift | None,
    kind: str,
    method: TransactionCode,
    baht: Decimal,
    *,
    entry_id: int | None,
    posting_id: int | None = None,
    reference: str = "",
    tender: Tender | None = None,
) -> int:
    """Write what moved a shift; the movement's id. ``baht`` plus is money in. Refused: NOT_ENOUGH_CASH."""
    if method.code == PAID_OUT:
        method = cash_code()
    gives_cash = method.code == CASH and baht < 0 and kind not in MAY_OVERDRAW
    if shift is not None and gives_cash and cash_in(shift) + baht < 0:
        # How much there is stays unsaid: the count is blind.
        raise Refused("NOT_ENOUGH_CASH", "There is not so much cash in your drawer.", field="amount")
    row = TillMovement.create(
        shift=shift, entry=entry_id, posting=posting_id, kind=kind, method=method,
        currency=tender.currency if tender else Property.the().currency,
        amount=tender.amount if tender else baht,
        baht=tender.worth if tender and tender.worth is not None else baht, reference=reference,
        date=act.business_date, at=act.now, staff=act.staff,
    )  # fmt: skip
    if tender is not None and tender.change:
        cash = TransactionCode.get(TransactionCode.code == "CASH")
        record(
            act,
            shift,
            kind,
            cash,
            -tender.change,
            entry_id=entry_id,
            posting_id=posting_id,
            reference=reference,
        )
    return int(row.id)


def taken_back(posting_id: int) -> Tender | None:
    """What goes back over the counter when a payment is taken back, where it came in another currency."""
    rows = list(TillMovement.select().where(TillMovement.posting == posting_id))
    home = Property.the().currency
    notes = next((row for row in rows if row.currency != home), None)
    if notes is None:
        return None
    change = sum((row.baht for row in rows if row.currency == home), Decimal(0))
    return Tender(notes.currency, -notes.amount, worth=-notes.baht, change=change)
