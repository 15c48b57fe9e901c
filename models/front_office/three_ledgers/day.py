"""The deposit, guest and city ledgers on one business date, and why: what moved them, down to each entry.

Nothing here is stored; the audit keeps the figures of a day it closes. Baht, debit plus; house rules, section 10.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from peewee import Case, fn

from locales import Message
from models.house.lists import Listing
from models.ledger.accounts import Account, Subaccount
from models.ledger.balances import ZERO, account_balance, money
from models.ledger.entries import Entry, Line

LEDGERS = ("deposit", "guest", "city")
LEDGER_NAMES = {
    "deposit": Message("Deposits"),
    "guest": Message("Guest ledger"),
    "city": Message("City ledger"),
}
MOST_SUSPECTS = 5


@dataclass(frozen=True)
class LedgerDay:
    """Opening + debits − credits = closing; ``debits`` and ``credits`` are never negative."""

    ledger: str
    opening: Decimal
    debits: Decimal
    credits: Decimal

    @property
    def closing(self) -> Decimal:
        return self.opening + self.debits - self.credits

    @property
    def key(self) -> tuple[str]:
        return (self.ledger,)


@dataclass(frozen=True)
class Movement:
    """What entries of one kind (charge, payment, deposit moved …) did to a ledger on a date."""

    kind: str
    debits: Decimal
    credits: Decimal
    entries: int

    @property
    def key(self) -> tuple[str]:
        return (self.kind,)


@dataclass(frozen=True)
class LedgerLine:
    """One line behind a figure: its entry, whose part of the ledger it moved, and who wrote it."""

    line_id: int
    entry_id: int
    memo: str
    part: str
    amount: Decimal
    login: str

    @property
    def key(self) -> tuple[int]:
        return (self.line_id,)


def control_account(ledger: str) -> Account:
    return Account.get(Account.subledger == ledger)


def ledger_day(ledger: str, date: datetime.date) -> LedgerDay:
    """One ledger on ``date``, from its lines."""
    account = control_account(ledger)
    debits, credits = (
        Line.select(_debits(), _credits())
        .where((Line.account == account) & (Line.date == date))
        .tuples()
        .get()
    )
    opening = account_balance(account.id, date - datetime.timedelta(days=1))
    return LedgerDay(ledger, opening, money(debits), -money(credits))


def ledger_days(date: datetime.date) -> list[LedgerDay]:
    """Deposit, guest and city ledger on ``date``, then the hotel, which is their sum (``ledger`` "hotel")."""
    days = [ledger_day(ledger, date) for ledger in LEDGERS]
    hotel = LedgerDay(
        "hotel",
        sum((day.opening for day in days), ZERO),
        sum((day.debits for day in days), ZERO),
        sum((day.credits for day in days), ZERO),
    )
    return [*days, hotel]


def movements(ledger: str, date: datetime.date) -> list[Movement]:
    """What moved ``ledger`` on ``date``, by kind of entry; their sums are those of the day."""
    rows = (
        Line.select(Entry.kind, _debits(), _credits(), fn.COUNT(Line.entry.distinct()))
        .join(Entry)
        .where((Line.account == control_account(ledger)) & (Line.date == date))
        .group_by(Entry.kind)
        .order_by(Entry.kind)
        .tuples()
    )
    return [Movement(kind, money(debits), -money(credits), n) for kind, debits, credits, n in rows]


def lines_behind(ledger: str, date: datetime.date, kind: str) -> Listing[LedgerLine]:
    """The lines of one kind that moved ``ledger`` on ``date``, in the order they were written."""
    query = (
        Line.select(Line, Entry, Subaccount)
        .join(Entry)
        .switch(Line)
        .join(Subaccount)
        .where((Line.account == control_account(ledger)) & (Line.date == date) & (Entry.kind == kind))
    )
    return Listing(query, [(Line.id, False)], _line)


def _line(row: Line) -> LedgerLine:
    memo = row.memo or row.entry.memo
    return LedgerLine(row.id, row.entry_id, memo, row.subaccount.label, row.amount, row.entry.staff.login)


def _debits() -> fn:
    return fn.SUM(Case(None, [(Line.amount > 0, Line.amount)], 0))


def _credits() -> fn:
    return fn.SUM(Case(None, [(Line.amount < 0, Line.amount)], 0))


def written_since_closing(ledger: str, before: datetime.date, last_entry_id: int) -> list[int]:
    """Entries dated before ``before`` that came after the books of that day were closed: suspects of an opening."""
    rows = (
        Line.select(Line.entry)
        .where(
            (Line.account == control_account(ledger)) & (Line.date < before) & (Line.entry > last_entry_id)
        )
        .distinct()
        .order_by(Line.entry)
        .limit(MOST_SUSPECTS)
        .tuples()
    )
    return [entry_id for (entry_id,) in rows]
