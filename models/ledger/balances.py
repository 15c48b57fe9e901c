"""Reading the books: trial balance of any date, card of any account. Reads entries and their sums, nothing else."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN, CompositeKey, DateField, ForeignKeyField, fn

from models.house.database import Base, MoneyField
from models.house.lists import Listing
from models.ledger.accounts import Account, Subaccount, SubaccountBalance
from models.ledger.entries import Entry, Line

ZERO = Decimal("0.00")
END_OF_TIME = datetime.date(9999, 1, 1)


class AccountDay(Base):
    """Movement of an account on one date, kept by the database when an entry is sealed."""

    account = ForeignKeyField(Account)
    date = DateField()
    debit = MoneyField()
    credit = MoneyField()

    class Meta:
        primary_key = CompositeKey("account", "date")


class AccountMonth(Base):
    """Movement of an account in one month (``month`` is its first day): history however long stays fast."""

    account = ForeignKeyField(Account)
    month = DateField()
    debit = MoneyField()
    credit = MoneyField()

    class Meta:
        primary_key = CompositeKey("account", "month")


@dataclass(frozen=True)
class TrialBalanceRow:
    """Baht. ``opening`` and ``closing``: debit plus, credit minus; ``debit`` and ``credit``: movement of the span."""

    account_id: int
    code: str
    name_th: str
    name_en: str
    opening: Decimal
    debit: Decimal
    credit: Decimal

    @property
    def closing(self) -> Decimal:
        return self.opening + self.debit - self.credit

    @property
    def key(self) -> tuple[str]:
        return (self.code,)


def trial_balance(until: datetime.date, since: datetime.date | None = None) -> list[TrialBalanceRow]:
    """The trial balance (งบทดลอง) at the end of ``until``, with the movement since ``since`` (default: its month).

    Accounts that never moved are left out. Closing balances add to zero.
    """
    since = since or until.replace(day=1)
    opening = _net_before(since)
    movement = _movement(since, until)
    rows = []
    for account in Account.select().order_by(Account.code):
        debit, credit = movement.get(account.id, (ZERO, ZERO))
        if account.id in opening or account.id in movement:
            rows.append(
                TrialBalanceRow(
                    account.id,
                    account.code,
                    account.name_th,
                    account.name_en,
                    opening.get(account.id, ZERO),
                    debit,
                    credit,
                )
            )
    return rows


def _net_before(date: datetime.date) -> dict[int, Decimal]:
    """Net per account of all days before ``date``: whole months, then the days of its month."""
    month = date.replace(day=1)
    net: dict[int, Decimal] = {}
    months = AccountMonth.select(
        AccountMonth.account, fn.SUM(AccountMonth.debit), fn.SUM(AccountMonth.credit)
    ).where(AccountMonth.month < month)
    days = AccountDay.select(AccountDay.account, fn.SUM(AccountDay.debit), fn.SUM(AccountDay.credit)).where(
        (AccountDay.date >= month) & (AccountDay.date < date)
    )
    for query, table in ((months, AccountMonth), (days, AccountDay)):
        for account_id, debit, credit in query.group_by(table.account).tuples():
            net[account_id] = net.get(account_id, ZERO) + money(debit) - money(credit)
    return net


def _movement(since: datetime.date, until: datetime.date) -> dict[int, tuple[Decimal, Decimal]]:
    rows = (
        AccountDay.select(AccountDay.account, fn.SUM(AccountDay.debit), fn.SUM(AccountDay.credit))
        .where(AccountDay.date.between(since, until))
        .group_by(AccountDay.account)
        .tuples()
    )
    return {account_id: (money(debit), money(credit)) for account_id, debit, credit in rows}


def money(value: object) -> Decimal:
    """A sum as it comes from the database: Decimal already, bare satang, or nothing."""
    if value is None:
        return ZERO
    if isinstance(value, Decimal) and value.as_tuple().exponent == -2:
        return value
    return Decimal(int(value)).scaleb(-2)  # type: ignore[call-overload]


def balances_at(until: datetime.date) -> dict[int, Decimal]:
    """Baht of every account that ever moved, at the end of ``until``; debit plus."""
    return _net_before(until + datetime.timedelta(days=1))


def account_balance(account_id: int, until: datetime.date | None = None) -> Decimal:
    """Baht at the end of ``until``, or of everything written; debit plus."""
    return balances_at(until or END_OF_TIME).get(account_id, ZERO)


@dataclass(frozen=True)
class AccountLine:
    """A line on an account's card."""

    line_id: int
    entry_id: int
    date: datetime.date
    memo: str
    voucher: str
    amount: Decimal
    subaccount: str
    kind: str
    key: tuple[object, ...]


def account_card(account_id: int) -> Listing[AccountLine]:
    """The lines of an account in order of date."""
    query = (
        Line.select(Line, Entry, Subaccount.label)
        .join(Entry)
        .switch(Line)
        .join(Subaccount, JOIN.LEFT_OUTER)
        .where(Line.account == account_id)
    )

    def shape(line: Line) -> AccountLine:
        sub = line.subaccount.label if line.subaccount_id else ""
        return AccountLine(
            line.id,
            line.entry_id,
            line.date,
            line.memo or line.entry.memo,
            line.entry.voucher or "",
            line.amount,
            sub,
            line.entry.kind,
            (line.date, line.id),
        )

    return Listing(query, [(Line.date, False), (Line.id, False)], shape)


@dataclass(frozen=True)
class VoucherLine:
    account_id: int
    code: str
    name_th: str
    name_en: str
    amount: Decimal
    subaccount_id: int | None
    subaccount: str
    item: str
    memo: str
    line_id: int


def voucher_lines(entry_id: int) -> list[VoucherLine]:
    rows = (
        Line.select(Line, Account, Subaccount)
        .join(Account)
        .switch(Line)
        .join(Subaccount, JOIN.LEFT_OUTER, on=(Line.subaccount == Subaccount.id))
        .where(Line.entry == entry_id)
        .order_by(Line.position)
    )
    return [
        VoucherLine(
            x.account_id,
            x.account.code,
            x.account.name_th,
            x.account.name_en,
            x.amount,
            x.subaccount_id,
            x.subaccount.label if x.subaccount_id else "",
            x.item,
            x.memo,
            x.id,
        )
        for x in rows
    ]


def control_parts(account_id: int) -> Decimal:
    """The sum of the parts of a control account, baht."""
    total = (
        SubaccountBalance.select(fn.SUM(SubaccountBalance.balance))
        .join(Subaccount, on=(Subaccount.id == SubaccountBalance.id))
        .where(Subaccount.account == account_id)
        .scalar()
    )
    return money(total)
