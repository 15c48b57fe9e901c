"""What every statement is made of: balances at a date, and what was earned and spent in a span.

The accounting year is the one the house closes (``fiscal_first_month``). An entry of kind "year end" carries profit into retained earnings: it moves
balances, but nothing was earned or spent by it, so what is earned and spent leaves it out.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from peewee import fn

from models.back_office.year_end import fiscal_year
from models.house.refusals import Refused
from models.ledger.accounts import Account, AccountKind, chart
from models.ledger.balances import ZERO, balances_at, money, movement
from models.ledger.entries import YEAR_END, Entry
from models.ledger.entries import Line as EntryLine

EARNED = (AccountKind.REVENUE, AccountKind.EXPENSE)

Style = Literal["heading", "normal", "subtotal", "total"]


@dataclass(frozen=True)
class Line:
    """A line of a statement in baht: this year's figure and that of the year before (None on a heading).

    ``accounts``: ids of the accounts the figure is the sum of; empty where it is reckoned from other lines.
    """

    name: str
    this: Decimal | None
    last: Decimal | None
    style: Style = "normal"
    accounts: tuple[int, ...] = field(default=())


def year_start(date: datetime.date) -> datetime.date:
    """The first day of the accounting year of ``date``."""
    return fiscal_year(date).first


def year_named(date: datetime.date) -> datetime.date:
    """A day of the year by whose number the accounting year of ``date`` goes: the one it ends in."""
    return fiscal_year(date).last


def year_before(date: datetime.date) -> datetime.date:
    """The same day a year ago; 29 February becomes the 28th, the last of a month stays the last."""
    tomorrow = date + datetime.timedelta(days=1)
    if tomorrow.day == 1:
        return tomorrow.replace(year=tomorrow.year - 1) - datetime.timedelta(days=1)
    return date.replace(year=date.year - 1)


def earned(since: datetime.date, until: datetime.date) -> dict[int, Decimal]:
    """Net of each account of revenue and expense in the span, credit plus, without entries that close a year."""
    moved = {
        account_id: credit - debit for account_id, (debit, credit) in movement(since, until).items()
    }  # fmt: skip
    closing = (
        EntryLine.select(EntryLine.account, fn.SUM(EntryLine.amount))
        .join(Entry)
        .where((Entry.kind == YEAR_END) & Entry.date.between(since, until))
        .group_by(EntryLine.account)
        .tuples()
    )
    for account_id, amount in closing:
        moved[account_id] = moved.get(account_id, ZERO) + money(amount)
    ids = {row.id for row in Account.select().where(Account.kind << EARNED)}
    return {account_id: net for account_id, net in moved.items() if account_id in ids}


def profit(since: datetime.date, until: datetime.date) -> Decimal:
    """Baht earned less spent in the span, after tax."""
    return sum(earned(since, until).values(), ZERO)


def held(until: datetime.date) -> dict[int, Decimal]:
    """Balances at the end of ``until``, debit plus. Refused: STATEMENT_UNBALANCED where they do not add to zero."""
    balances = balances_at(until)
    difference = sum(balances.values(), ZERO)
    if difference:
        raise Refused(
            "STATEMENT_UNBALANCED", "The books do not balance by {difference}; no statement is made of them.",
            jump="trial balance", difference=f"{difference:,.2f}",
        )  # fmt: skip
    return balances


def accounts_by_kind(*kinds: AccountKind) -> list[Account]:
    return [row for row in chart() if row.kind in kinds]
