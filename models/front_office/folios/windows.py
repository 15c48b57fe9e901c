"""The windows of a folio: who pays what, and what each owes."""

from __future__ import annotations

from decimal import Decimal

from models.front_office.folios.tables import MOST_WINDOWS, FolioWindow
from models.front_office.reservations import Stay
from models.house.acts import Act
from models.house.refusals import Refused
from models.ledger.accounts import Account, SubaccountBalance, open_subaccount


def guest_ledger() -> Account:
    return Account.get(Account.subledger == "guest")


def open_window(act: Act, stay: Stay, number: int, payee: str = "") -> FolioWindow:
    if not 1 <= number <= MOST_WINDOWS:
        raise Refused("NO_WINDOW", "A folio has windows 1 to {n}.", field="window", n=MOST_WINDOWS)
    label = f"{stay.room.number if stay.room_id else ''} {stay.guest.name('en')} #{stay.id}.{number}".strip()
    subaccount = open_subaccount(guest_ledger(), label)
    return act.create(
        FolioWindow, stay=stay, number=number, payee=payee or stay.guest.name("en"), subaccount=subaccount
    )


def window_of(stay_id: int, number: int = 1) -> FolioWindow:
    found = FolioWindow.get_or_none((FolioWindow.stay == stay_id) & (FolioWindow.number == number))
    if found is None:
        raise Refused("NO_WINDOW", "This folio has no window {n}.", field="window", n=number)
    return found


def window_balance(window_id: int) -> Decimal:
    """Baht; plus is owed by the guest, minus is owed to the guest."""
    return (
        SubaccountBalance.select(SubaccountBalance.balance)
        .join(FolioWindow, on=(FolioWindow.subaccount == SubaccountBalance.id))
        .where(FolioWindow.id == window_id)
        .scalar()
    )


def stay_balance(stay_id: int) -> Decimal:
    return sum(
        (window_balance(w.id) for w in FolioWindow.select().where(FolioWindow.stay == stay_id)),
        Decimal("0.00"),
    )
