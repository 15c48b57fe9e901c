"""Balance check: what does not agree per ledger, per cashier, on folios of guests who have left, in single lines.

The proof of the whole hotel runs the same checks over all days; here those of the business date, each with the way to it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN, fn

from locales import Message
from models.back_office.payables import payables_faults
from models.back_office.receivables import CityAccount, OpenItem, city_ledger
from models.front_office.codes import TransactionCode
from models.front_office.folios import UNSEEN, FolioWindow, Posting
from models.front_office.open_folios import open_folios
from models.front_office.reservations import CHECKED_OUT, Stay
from models.front_office.three_ledgers.day import LEDGER_NAMES
from models.front_office.three_ledgers.registers import register_faults
from models.front_office.three_ledgers.ties import EARNS, ties
from models.front_office.till import TillMovement
from models.front_office.till.views import till_faults
from models.house.property import Property
from models.house.staff import Staff
from models.ledger.accounts import Account, SubaccountBalance
from models.ledger.balances import account_balance, control_parts, money
from models.ledger.entries import Line
from models.ledger.proof import Fault

GROUPS = {
    "ledger": Message("Ledger"),
    "cashier": Message("Cashier"),
    "left": Message("Departed guest"),
    "line": Message("Invalid line"),
}


@dataclass(frozen=True)
class BalanceFinding:
    """``group`` is one of ``GROUPS``; ``jump`` the command that leads to it."""

    number: int
    group: str
    message: Message
    jump: str

    @property
    def key(self) -> tuple[int]:
        return (self.number,)


def balance_check() -> list[BalanceFinding]:
    """Everything of the business date that does not agree, and every departed guest's folio with money on it."""
    today = Property.the().business_date
    found = [
        *(("ledger", fault) for fault in control_faults()),
        *(("ledger", fault) for fault in _ties(today)),
        *(("ledger", fault) for fault in city_faults()),
        *(("ledger", fault) for fault in payables_faults()),
        *(("ledger", fault) for fault in register_faults()),
        *(("cashier", fault) for fault in _cashiers(today)),
        *(("cashier", fault) for fault in till_faults(today)),
        *(("left", fault) for fault in _left_with_money()),
        *(("line", fault) for fault in base_faults(today)),
        *(("line", fault) for fault in amount_faults(today)),
    ]
    return [
        BalanceFinding(
            number, group, fault.message, fault.jump or (f"entry {fault.entry_id}" if fault.entry_id else "")
        )
        for number, (group, fault) in enumerate(found, 1)
    ]


def _ties(date: datetime.date) -> Iterator[Fault]:
    control = {str(name.text) for name in LEDGER_NAMES.values()}
    for tie in ties(date):
        if tie.difference and tie.what.text not in control:
            values: dict[str, object] = {"what": tie.what, "date": date, "difference": tie.difference}
            yield Fault(
                "LEDGER_TIE",
                Message("{what} of {date}: books and desks differ by {difference}", values),
                jump="three ledgers",
            )


def _cashiers(date: datetime.date) -> Iterator[Fault]:
    """What each person's hands moved is what the books have for it on the accounts of the methods."""
    moved = (
        TillMovement.select(Staff.login, fn.SUM(TillMovement.baht))
        .join(Staff)
        .where((TillMovement.date == date) & TillMovement.entry.is_null(False))
        .group_by(Staff.login)
        .tuples()
    )
    places = (
        TillMovement.select(TillMovement.entry, TillMovement.staff, TransactionCode.account)
        .join(TransactionCode)
        .where((TillMovement.date == date) & TillMovement.entry.is_null(False))
        .distinct()
        .alias("places")
    )
    booked = (
        Line.select(Staff.login, fn.SUM(Line.amount))
        .join(places, on=((Line.entry == places.c.entry_id) & (Line.account == places.c.account_id)))
        .join(Staff, on=(Staff.id == places.c.staff_id))
        .group_by(Staff.login)
        .tuples()
    )
    in_books = {login: money(total) for login, total in booked}
    for login, total in moved:
        desk, books = money(total), in_books.get(login, money(None))
        if desk != books:
            values: dict[str, object] = {"cashier": login, "desk": desk, "books": books}
            yield Fault(
                "CASHIER",
                Message("{cashier}: the drawer moved {desk}, the books {books}", values),
                jump="shifts",
            )


def _left_with_money() -> Iterator[Fault]:
    rows = (
        FolioWindow.select(FolioWindow, Stay, SubaccountBalance)
        .join(Stay)
        .switch(FolioWindow)
        .join(SubaccountBalance, on=(SubaccountBalance.id == FolioWindow.subaccount), attr="money")
        .where((Stay.state == CHECKED_OUT) & (SubaccountBalance.balance != 0))
        .order_by(Stay.id)
    )
    for window in rows:
        values: dict[str, object] = {"guest": window.stay.guest.spoken, "balance": window.money.balance}
        yield Fault(
            "OUT_WITH_BALANCE",
            Message("{guest} has left with a balance of {balance}", values),
            jump=f"stay {window.stay_id}",
        )


def control_faults() -> Iterator[Fault]:
    """Identity 4: a control account is the sum of its open parts."""
    for account in Account.select().where(Account.subledger.is_null(False)):
        parts, control = control_parts(account.id), account_balance(account.id)
        if parts != control:
            yield Fault(
                "CONTROL",
                Message(
                    "{account}: the parts are {parts}, the books say {control}",
                    {"account": account.code, "parts": parts, "control": control},
                ),
            )


def left_faults() -> Iterator[Fault]:
    rows = (
        Stay.select(Stay.id, SubaccountBalance.balance)
        .join(FolioWindow)
        .join(SubaccountBalance, on=(SubaccountBalance.id == FolioWindow.subaccount))
        .where((Stay.state == CHECKED_OUT) & (SubaccountBalance.balance != 0))
        .where(Stay.id.not_in(open_folios()))
        .tuples()
    )
    for stay_id, _balance in rows:
        yield Fault(
            "OUT_WITH_BALANCE",
            Message("Stay {n} has left with a balance", {"n": stay_id}),
            jump=f"stay {stay_id}",
        )


def city_faults() -> Iterator[Fault]:
    """What is left open of an account's items is its balance; of the rest of the city ledger there is nothing."""
    rows = (
        CityAccount.select(CityAccount.number, SubaccountBalance.balance, fn.SUM(OpenItem.unpaid))
        .join(SubaccountBalance, on=(SubaccountBalance.id == CityAccount.subaccount))
        .join(OpenItem, JOIN.LEFT_OUTER, on=(OpenItem.account == CityAccount.id))
        .group_by(CityAccount.id, CityAccount.number, SubaccountBalance.balance)
        .tuples()
    )
    total = Decimal("0.00")
    for number, balance, unpaid in rows:
        total += money(balance)
        if money(balance) != money(unpaid):
            names: dict[str, object] = {"account": number, "items": money(unpaid), "balance": money(balance)}
            yield Fault(
                "CITY_ITEMS",
                Message("{account}: its items are {items}, its balance {balance}", names),
                jump=f"debtor {number}",
            )
    control = account_balance(city_ledger().id)
    if total != control:
        values: dict[str, object] = {"accounts": total, "control": control}
        yield Fault(
            "CITY", Message("City ledger: its accounts are {accounts}, the books say {control}", values)
        )


def base_faults(since: datetime.date = datetime.date.min) -> Iterator[Fault]:
    """The base a charge shows is the line its code has in the books."""
    rows = (
        Posting.select(Posting.id, Posting.entry, Posting.net, fn.SUM(Line.amount))
        .join(TransactionCode)
        .switch(Posting)
        .join(Line, on=(Line.entry == Posting.entry))
        .where(
            (Posting.date >= since)
            & (Posting.kind << EARNS)
            & (TransactionCode.kind == "revenue")
            & (Line.item == TransactionCode.code)
            & Line.subaccount.is_null()
        )
        .group_by(Posting.id, Posting.entry, Posting.net)
        .having(fn.SUM(Line.amount) + Posting.net != 0)
        .tuples()
    )
    for posting_id, entry_id, _net, _line in rows:
        yield Fault(
            "BASE", Message("Posting {n} shows another base than the books", {"n": posting_id}), entry_id
        )


def amount_faults(since: datetime.date = datetime.date.min) -> Iterator[Fault]:
    """What a posting says it moves is what its entry moves on its window or deposit."""
    from models.front_office.reservations import Reservation

    held = (Line.subaccount == Reservation.deposit) | (Line.subaccount == Reservation.security)
    for owner, its_own in ((FolioWindow, Line.subaccount == FolioWindow.subaccount), (Reservation, held)):
        rows = (
            Posting.select(Posting.id, Posting.entry)
            .join(owner)
            .switch(Posting)
            .join(Line, JOIN.LEFT_OUTER, on=((Line.entry == Posting.entry) & its_own))
            .where(
                (Posting.date >= since)
                & Posting.kind.not_in((*UNSEEN, "transfer"))
                & (Line.amount.is_null() | (Line.amount != Posting.amount))
            )
            .tuples()
        )
        for posting_id, entry_id in rows:
            yield Fault(
                "AMOUNT",
                Message("Posting {n} shows another amount than the books", {"n": posting_id}),
                entry_id,
            )
