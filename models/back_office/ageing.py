"""The ageing of the city ledger at the end of any date: what each account owes, by how long its items have been due.

What an item was unpaid then is read back from the change log; what the books hold of an account beyond its items (paid
and not yet laid against any) is shown by itself, so that the total is always that of the city ledger on the date.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN, fn

from models.back_office.receivables import CityAccount, OpenItem
from models.house.acts import ChangeLog
from models.ledger.balances import money
from models.ledger.entries import Entry, Line

ZERO = Decimal("0.00")
REACH = (0, 30, 60, 90)
"""Days after an item was due to which each column but the last reaches; the first is not due yet."""
NO_PARTS = (ZERO,) * (len(REACH) + 1)


@dataclass(frozen=True)
class Aged:
    """An account, baht: ``parts`` not due, 1–30, 31–60, 61–90 and over 90 days late; ``unapplied``: on no item (below
    zero what was paid ahead); together the ``balance``."""

    account_id: int
    number: str
    name_th: str
    name_en: str
    parts: tuple[Decimal, ...]
    unapplied: Decimal

    @property
    def balance(self) -> Decimal:
        return sum(self.parts, self.unapplied)

    @property
    def key(self) -> tuple[str]:
        return (self.number,)


def ageing(date: datetime.date, account_id: int | None = None) -> list[Aged]:
    """The accounts with a balance or an open item at the end of ``date``, by number."""
    parts = _parts(date, account_id)
    balances = _balances(date, account_id)
    rows = []
    for account in CityAccount.select().order_by(CityAccount.number):
        owed = tuple(parts.get(account.id, NO_PARTS))
        balance = balances.get(account.subaccount_id, ZERO)
        if balance or any(owed):
            rest = balance - sum(owed, ZERO)
            rows.append(Aged(account.id, account.number, account.name("th"), account.name("en"), owed, rest))
    return rows


def totals(rows: list[Aged]) -> Aged:
    """All of them in one."""
    parts = tuple(sum(column, ZERO) for column in zip(NO_PARTS, *(row.parts for row in rows), strict=True))
    return Aged(0, "", "", "", parts, sum((row.unapplied for row in rows), ZERO))


def _parts(date: datetime.date, account_id: int | None) -> dict[int, list[Decimal]]:
    """By account. What an item was paid ahead (below zero) is on no item that is due."""
    since = fn.COALESCE(Entry.date, OpenItem.date)
    there = (
        OpenItem.select().join(Entry, JOIN.LEFT_OUTER, on=(OpenItem.entry == Entry.id)).where(since <= date)
    )
    if account_id is not None:
        there = there.where(OpenItem.account == account_id)
    then = _unpaid_then(date)
    parts: dict[int, list[Decimal]] = {}
    for item in there:
        unpaid = then.get(item.id, item.unpaid)
        if unpaid > 0:
            late = (date - item.due).days
            parts.setdefault(item.account_id, list(NO_PARTS))[sum(late > most for most in REACH)] += unpaid
    return parts


def _unpaid_then(date: datetime.date) -> dict[int, Decimal]:
    """Of the items that were paid or taken back after ``date``: what was unpaid before the first time."""
    later = (
        ChangeLog.select(ChangeLog.subject_id, ChangeLog.before)
        .where(
            (ChangeLog.subject == "open_item")
            & (ChangeLog.business_date > date)
            & ChangeLog.before.is_null(False)
        )
        .order_by(ChangeLog.id)
    )
    found: dict[int, Decimal] = {}
    for subject, before in later.tuples():
        unpaid = json.loads(before).get("unpaid")
        if unpaid is not None:
            found.setdefault(int(subject), Decimal(unpaid))
    return found


def _balances(date: datetime.date, account_id: int | None) -> dict[int, Decimal]:
    """By subaccount."""
    query = (
        Line.select(Line.subaccount, fn.SUM(Line.amount))
        .join(CityAccount, on=(CityAccount.subaccount == Line.subaccount))
        .where(Line.date <= date)
        .group_by(Line.subaccount)
    )
    if account_id is not None:
        query = query.where(CityAccount.id == account_id)
    return {subaccount: money(total) for subaccount, total in query.tuples()}
