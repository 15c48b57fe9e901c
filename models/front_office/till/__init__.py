"""The till: cashier shifts on drawers, and every movement of money in them.

A cashier opens a shift on a drawer with a float; whatever money is taken or given until it is closed moves that shift,
per method and currency. Folios need the tables and the movements only; opening, paying out, dropping, closing and the
report stand on folios and are modules of their own here.
"""

from models.front_office.till.moving import (
    NOT_IN_ANY,
    Tender,
    cash_in,
    find_shift,
    moves_money,
    open_shift,
    record,
    shift_of,
    shifts_kept,
    taken_back,
)
from models.front_office.till.tables import CashCount, CashDrop, CashierShift, Drawer, PaidOut, TillMovement

__all__ = [
    "NOT_IN_ANY",
    "CashCount",
    "CashDrop",
    "CashierShift",
    "Drawer",
    "PaidOut",
    "Tender",
    "TillMovement",
    "cash_in",
    "find_shift",
    "moves_money",
    "open_shift",
    "record",
    "shift_of",
    "shifts_kept",
    "taken_back",
]
