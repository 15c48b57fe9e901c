"""Opening a shift: who, on which drawer, with what float. And the drawers of the house.

The float that the shift before left in the drawer is what should be there. What is counted above it came out of the
safe; what is counted below it is missing, and stands in the books under the name of the one who closed before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

from peewee import JOIN, fn

from models.front_office.till.moving import cash_code, open_shift, record, shifts_kept
from models.front_office.till.tables import CashCount, CashierShift, Drawer
from models.house.acts import Act, operation
from models.house.inputs import checked, said, words
from models.house.property import setting
from models.house.refusals import Refused
from models.house.staff import Staff
from models.ledger.accounts import account
from models.ledger.balances import money
from models.ledger.entries import NewLine, write_entry

ZERO = Decimal("0.00")
SAFE = "11105"
OVER_AND_SHORT = "52420"
FLOAT = "float"
OVER_SHORT = "over/short"
NOTES = tuple(map(Decimal, ("1000", "500", "100", "50", "20")))
COINS = tuple(map(Decimal, ("10", "5", "2", "1", "0.50", "0.25")))
"""Thai notes and coins, baht."""


def drawers() -> list[Drawer]:
    """Those in use, by their cashier number."""
    return list(Drawer.select().where(Drawer.active).order_by(Drawer.number))


def all_drawers() -> list[Drawer]:
    return list(Drawer.select().order_by(Drawer.number))


@operation("set_up")
def keep_drawer(act: Act, number: int, name: str, *, shared: bool = False, active: bool = True) -> int:
    """Make a drawer, or change the one of that cashier number; its id. Refused: NO_NAME, NO_NUMBER, DRAWER_OPEN."""
    if number < 1:
        raise Refused("NO_NUMBER", "A cashier number is above zero.", field="number")
    values = {"name": words(name, "name", 60), "shared": shared, "active": active}
    if not values["name"]:
        raise Refused("NO_NAME", "A drawer needs a name.", field="name")
    row = Drawer.get_or_none(Drawer.number == number)
    if row is None:
        return int(act.create(Drawer, number=number, **values).id)
    if not active and open_on(row):
        raise Refused("DRAWER_OPEN", "A shift is open on this drawer.", field="active", jump="shifts")
    act.update(row, **values)
    return int(row.id)


def open_on(drawer: Drawer) -> list[CashierShift]:
    """The shifts open on a drawer."""
    return list(
        CashierShift.select(CashierShift, Staff)
        .join(Staff, on=(CashierShift.staff == Staff.id))
        .where((CashierShift.drawer == drawer) & CashierShift.closed_at.is_null())
        .order_by(CashierShift.id)
    )


def float_left(drawer: Drawer) -> Decimal:
    """Baht that closed shifts left in a drawer and no later one has taken over."""
    left, received = (
        CashierShift.select(fn.SUM(CashierShift.left_float), fn.SUM(CashierShift.received))
        .where(CashierShift.drawer == drawer)
        .tuples()
        .get()
    )
    return money(left) - money(received)


def float_due(drawer: Drawer, staff: Staff) -> Decimal:
    """The float to be found there: all that was left, or on a shared drawer what this person left, baht."""
    left = float_left(drawer)
    if not drawer.shared:
        return left
    own = (
        CashierShift.select()
        .where((CashierShift.drawer == drawer) & (CashierShift.staff == staff))
        .order_by(CashierShift.id.desc())
        .first()
    )
    return min(left, own.left_float) if own is not None else ZERO


def last_drawer(staff: Staff) -> Drawer | None:
    """The drawer this person worked on last, else one nobody uses, else the first."""
    before = (
        CashierShift.select(CashierShift.drawer)
        .where(CashierShift.staff == staff)
        .order_by(CashierShift.id.desc())
        .first()
    )
    in_use = CashierShift.closed_at.is_null()
    free = (
        Drawer.select()
        .join(CashierShift, JOIN.LEFT_OUTER, on=((CashierShift.drawer == Drawer.id) & in_use))
        .where(Drawer.active & (CashierShift.id.is_null() | Drawer.shared))
        .order_by(Drawer.number)
    )
    rows = list(free)
    if before is not None and any(row.id == before.drawer_id for row in rows):
        return Drawer.get_by_id(before.drawer_id)
    return rows[0] if rows else next(iter(drawers()), None)


def total_of(pieces: Mapping[str, int]) -> Decimal:
    """Baht of notes and coins by denomination. Refused: NO_DENOMINATION, AMOUNT."""
    total = ZERO
    for denomination, n in pieces.items():
        if Decimal(denomination) not in (*NOTES, *COINS) or n < 0:
            raise Refused("NO_DENOMINATION", "There is no note or coin of {value}.", value=denomination)
        total += Decimal(denomination) * n
    return checked(total, "float")


@operation("pay")
def begin_shift(
    act: Act, drawer_number: int, counted: Decimal, *, pieces: Mapping[str, int] | None = None
) -> int:
    """Open one's own shift on a drawer with ``counted`` baht in it (or its ``pieces``, denomination → how many).

    The shift's id. Refused: SHIFTS_OFF, SHIFT_OPEN, NO_DRAWER, NEGATIVE, AMOUNT, NO_DENOMINATION; ASK: TOO_MANY_OPENINGS,
    DRAWER_IN_USE, FLOAT_SHORT.
    """
    if not shifts_kept():
        raise Refused("SHIFTS_OFF", "This house keeps no cashier shifts (setting cashier_shifts).")
    counted = total_of(pieces) if pieces else checked(counted, "float")
    if counted < 0:
        raise Refused("NEGATIVE", "There is never less than nothing in a drawer.", field="float")
    drawer = Drawer.get_or_none((Drawer.number == drawer_number) & Drawer.active)
    if drawer is None:
        raise Refused("NO_DRAWER", "There is no drawer {n}.", field="drawer", n=drawer_number)
    left = float_left(drawer)
    if drawer.shared:  # what is more there belongs to the others
        left = min(left, counted)
    missing = left - counted
    if missing > 0:
        before = _last_closed(drawer)
        act.ask(
            "FLOAT_SHORT",
            "The last shift left {left}; you count {counted}. What is missing is booked under {cashier}.",
            right="pay", field="float", left=left, counted=counted, cashier=before.staff.login,
        )  # fmt: skip
    shift = start(act, act.staff, drawer, counted, left)
    if pieces:
        act.create(
            CashCount, shift=shift, purpose="open", method=cash_code(), currency=act.property.currency,
            counted=counted, pieces=json.dumps(dict(pieces)), until_movement=0, at=act.now, staff=act.staff,
        )  # fmt: skip
    _book_difference(act, shift, counted - left)
    return int(shift.id)


def start(act: Act, staff: Staff, drawer: Drawer, opening: Decimal, received: Decimal) -> CashierShift:
    """The shift itself, the float counted already. Refused: SHIFT_OPEN; ASK: TOO_MANY_OPENINGS, DRAWER_IN_USE."""
    if open_shift(staff) is not None:
        raise Refused(
            "SHIFT_OPEN", "{cashier} has a shift open already.", jump="cashier", cashier=staff.login
        )
    opened = CashierShift.select().where(
        (CashierShift.staff == staff) & (CashierShift.date == act.business_date)
    )
    if opened.count() >= int(setting("shift_openings")):
        act.ask(
            "TOO_MANY_OPENINGS", "{cashier} has opened {n} shifts today already.", right="close_shifts",
            cashier=staff.login, n=opened.count(),
        )  # fmt: skip
    others = open_on(drawer)
    if others and not drawer.shared:
        act.ask(
            "DRAWER_IN_USE", "{cashier} has a shift open on drawer {n}.", right="close_shifts", field="drawer",
            cashier=others[0].staff.login, n=drawer.number,
        )  # fmt: skip
    return act.create(
        CashierShift, drawer=drawer, staff=staff, date=act.business_date, terminal=act.desk.terminal,
        opened_at=act.now, opening=opening, received=received,
    )  # fmt: skip


def _last_closed(drawer: Drawer) -> CashierShift:
    return (
        CashierShift.select()
        .where((CashierShift.drawer == drawer) & CashierShift.closed_at.is_null(False))
        .order_by(CashierShift.id.desc())
        .get()
    )


def _book_difference(act: Act, shift: CashierShift, difference: Decimal) -> None:
    """What the drawer holds more than was left is the safe's; what it holds less is missing. Before the shift's money."""
    if not difference:
        return
    cash = cash_code()
    against, kind, memo = SAFE, FLOAT, f"Float {shift.number}"
    if difference < 0:
        before = _last_closed(shift.drawer)
        against, kind = OVER_AND_SHORT, OVER_SHORT
        memo = f"{before.staff.name('en')} {before.number}, found by {shift.staff.login}"
    entry_id = write_entry(
        act,
        [NewLine(cash.account_id, difference, item=cash.code), NewLine(account(against).id, -difference)],
        kind=kind,
        memo=memo,
    )
    record(act, None, kind, cash, difference, entry_id=entry_id, reference=shift.number)


@operation("pay")
def change_float(act: Act, amount: Decimal, reason: str) -> int:
    """Bring ``amount`` baht from the safe into one's drawer, or back (minus); the movement's id.

    Refused: NO_SHIFT, NO_REASON, AMOUNT, NOTHING, NOT_ENOUGH_CASH.
    """
    from models.front_office.till.moving import shift_of

    amount = checked(amount)
    if not amount:
        raise Refused("NOTHING", "Type an amount.", field="amount")
    reason = said(reason)
    shift = shift_of(act, needed=True)
    cash = cash_code()
    entry_id = write_entry(
        act,
        [NewLine(cash.account_id, amount, item=cash.code), NewLine(account(SAFE).id, -amount)],
        kind=FLOAT,
        memo=f"{act.staff.name('en')}: {reason}",
    )
    act.changed(("entry", entry_id), {}, {"kind": FLOAT, "amount": amount, "reason": reason})
    return record(act, shift, FLOAT, cash, amount, entry_id=entry_id, reference=reason)
