"""What ties the front office to the general ledger on one business date; house rules, section 11.

Each tie has the same money from two sides: as the books have it, and as ledgers, folios and drawers have it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from peewee import fn

from locales import Message
from models.front_office.codes import TransactionCode
from models.front_office.folios import Posting
from models.front_office.three_ledgers.day import LEDGER_NAMES, LEDGERS, control_account
from models.front_office.till import TillMovement
from models.house.property import Property
from models.house.refusals import Refused
from models.ledger.balances import AccountDay, account_balance, control_parts, money
from models.ledger.entries import Line

EARNS = ("charge", "correction", "forfeiture", "allowance", "package settled", "adjustment", "credit")
"""Kinds of postings whose base is a line of revenue in their own entry."""


@dataclass(frozen=True)
class Tie:
    """``books`` and ``desk`` are the two sides, baht; nothing is wrong where ``difference`` is zero."""

    what: Message
    books: Decimal
    desk: Decimal

    @property
    def difference(self) -> Decimal:
        return self.books - self.desk

    @property
    def key(self) -> tuple[str]:
        return (self.what.text,)


def ties(date: datetime.date) -> list[Tie]:
    """Every tie of ``date``: debits and credits, each control account, revenue, money. A few sums, no query a room."""
    return [_journal(date), *(_control(name, date) for name in LEDGERS), _revenue(date), _money(date)]


def prove_ties(date: datetime.date) -> None:
    """Refused: LEDGER_TIE, with the first tie that fails and by how much."""
    for tie in ties(date):
        if tie.difference:
            raise Refused(
                "LEDGER_TIE",
                "{what}: the books have {books}, the front office {desk}; difference {difference}.",
                what=tie.what,
                books=tie.books,
                desk=tie.desk,
                difference=tie.difference,
                jump="three ledgers",
            )


def _journal(date: datetime.date) -> Tie:
    query = AccountDay.select(fn.SUM(AccountDay.debit), fn.SUM(AccountDay.credit))
    debit, credit = query.where(AccountDay.date == date).tuples().get()
    return Tie(Message("Debits and credits"), money(debit), money(credit))


def _control(ledger: str, date: datetime.date) -> Tie:
    """The balance is the sum of the parts; of a past date, which keeps no parts, its movement is that of its lines."""
    account = control_account(ledger)
    if date == Property.the().business_date:
        return Tie(LEDGER_NAMES[ledger], account_balance(account.id), control_parts(account.id))
    query = AccountDay.select(fn.SUM(AccountDay.debit), fn.SUM(AccountDay.credit))
    debit, credit = query.where((AccountDay.account == account) & (AccountDay.date == date)).tuples().get()
    lines = Line.select(fn.SUM(Line.amount)).where((Line.account == account) & (Line.date == date))
    return Tie(LEDGER_NAMES[ledger], money(debit) - money(credit), money(lines.scalar()))


def _revenue(date: datetime.date) -> Tie:
    """What postings show as their base is what their codes have in the books."""
    earns = (Posting.date == date) & (Posting.kind << EARNS) & (TransactionCode.kind == "revenue")
    shown = Posting.select(fn.SUM(Posting.net)).join(TransactionCode).where(earns).scalar()
    booked = (
        Line.select(fn.SUM(Line.amount))
        .join(Posting, on=(Posting.entry == Line.entry))
        .join(TransactionCode)
        .where(earns & (Line.item == TransactionCode.code) & Line.subaccount.is_null())
        .scalar()
    )
    return Tie(Message("Revenue by code"), -money(booked), money(shown))


def _money(date: datetime.date) -> Tie:
    """What moved drawers, over and short with it, is what moved the accounts of cash, banks and cards."""
    moved = TillMovement.select(fn.SUM(TillMovement.baht)).where(
        (TillMovement.date == date) & TillMovement.entry.is_null(False)
    )
    of_the_till = (
        TillMovement.select(TillMovement.entry, TransactionCode.account)
        .join(TransactionCode)
        .where((TillMovement.date == date) & TillMovement.entry.is_null(False))
        .distinct()
        .alias("of_the_till")
    )
    booked = Line.select(fn.SUM(Line.amount)).join(
        of_the_till,
        on=((Line.entry == of_the_till.c.entry_id) & (Line.account == of_the_till.c.account_id)),
    )
    return Tie(Message("Money of the drawers"), money(booked.scalar()), money(moved.scalar()))
