"""Drops: money out of the drawer into a sealed bag, seen by a second person.

Cash goes from the desk (11110) to the safe (11105). Foreign notes and cheques stay on their accounts, which are those
of the house; they leave the shift.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from peewee import fn

from locales.money import round_half_up
from models.front_office.codes import TransactionCode, transaction_code
from models.front_office.till.moving import CASH, Tender, record, shift_of
from models.front_office.till.opening import SAFE
from models.front_office.till.tables import CashDrop, CashierShift, TillMovement
from models.house.acts import Act, operation
from models.house.inputs import above_zero, words
from models.house.refusals import Refused
from models.house.staff import Staff
from models.ledger.accounts import account
from models.ledger.balances import money
from models.ledger.entries import NewLine, write_entry

KIND = "drop"
CHEQUE = "CHEQ"
FOREIGN = "FORX"


@dataclass(frozen=True)
class Bag:
    """Where dropped money goes: number of the sealed bag, place, and the second person who saw it."""

    number: str
    place: str
    witness_id: int | None


def checked_bag(act: Act, bag: Bag) -> Bag:
    """Refused: NO_BAG, NO_PLACE, NO_WITNESS, SAME_PERSON."""
    number, place = words(bag.number, "bag", 40), words(bag.place, "place", 60)
    if not number:
        raise Refused("NO_BAG", "Type the number of the sealed bag.", field="bag")
    if not place:
        raise Refused("NO_PLACE", "Where was the bag put?", field="place")
    witness = Staff.get_or_none((Staff.id == bag.witness_id) & Staff.active) if bag.witness_id else None
    if witness is None:
        raise Refused("NO_WITNESS", "A second person sees the drop and signs in here.", field="login")
    if witness.id == act.staff.id:
        raise Refused("SAME_PERSON", "The second person must be someone else.", field="login")
    return Bag(number, place, int(witness.id))


@operation("pay")
def drop(act: Act, method: str, currency: str, amount: Decimal, bag: Bag) -> int:
    """Drop ``amount`` of a currency out of one's drawer: CASH, CHEQ or FORX; the movement's id.

    Refused: NO_SHIFT, NOT_POSITIVE, NOT_DROPPED (another method), NOT_ENOUGH_CASH, and as ``checked_bag``.
    """
    amount = above_zero(amount)
    code = transaction_code(method)
    if code.code not in (CASH, CHEQUE, FOREIGN):
        raise Refused("NOT_DROPPED", "{code} is not dropped.", field="what", code=code.code)
    shift = shift_of(act, needed=True)
    bag = checked_bag(act, bag)
    # Baht in the drawer are held by the movement itself; of the rest the shift has what it took.
    if code.code != CASH and shift is not None and amount > held(shift, code, currency)[0]:
        raise Refused("NOT_ENOUGH_CASH", "There is not so much cash in your drawer.", field="amount")
    return put_away(act, shift, code, currency, amount, bag)


def last_place() -> str:
    """Where the last bag was put: most likely this one too."""
    last = CashDrop.select(CashDrop.place).order_by(CashDrop.id.desc()).first()
    return str(last.place) if last else ""


def held(shift: CashierShift, code: TransactionCode, currency: str) -> tuple[Decimal, Decimal]:
    """What a shift has of a method and currency without its float: in the currency, and in baht as the books have it."""
    amount, baht = (
        TillMovement.select(fn.SUM(TillMovement.amount), fn.SUM(TillMovement.baht))
        .where(
            (TillMovement.shift == shift)
            & (TillMovement.method == code)
            & (TillMovement.currency == currency)
        )
        .tuples()
        .get()
    )
    return money(amount), money(baht)


def in_baht(
    act: Act, shift: CashierShift | None, code: TransactionCode, currency: str, amount: Decimal
) -> Decimal:
    """``amount`` of a currency at the rate the shift took it at, baht; the last of it takes what is left."""
    if currency == act.property.currency or shift is None:
        return amount
    has, baht = held(shift, code, currency)
    if amount == has:
        return baht
    if has:
        return round_half_up(amount * baht / has)
    last = (
        TillMovement.select()
        .where(
            (TillMovement.shift == shift) & (TillMovement.currency == currency) & (TillMovement.amount != 0)
        )
        .order_by(TillMovement.id.desc())
        .first()
    )
    return round_half_up(amount * last.baht / last.amount) if last else Decimal("0.00")


def put_away(
    act: Act, shift: CashierShift | None, code: TransactionCode, currency: str, amount: Decimal, bag: Bag
) -> int:
    """The drop itself, the bag checked already; the movement's id."""
    baht = in_baht(act, shift, code, currency, amount)
    entry_id = None
    if code.code == CASH:
        entry_id = write_entry(
            act,
            [NewLine(account(SAFE).id, baht), NewLine(code.account_id, -baht, item=code.code)],
            kind=KIND,
            memo=f"{act.staff.name('en')}: {bag.number}, {bag.place}",
        )
    tender = None if currency == act.property.currency else Tender(currency, -amount)
    movement = record(act, shift, KIND, code, -baht, entry_id=entry_id, reference=bag.number, tender=tender)
    act.create(CashDrop, movement=movement, bag=bag.number, place=bag.place, witness=bag.witness_id)
    return movement
