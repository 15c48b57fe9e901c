"""Reading the books: trial balance of any date, card of any account. Reads entries and their sums, nothing else."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from decimal import Decimal

from peewee import JOIN, CompositeKey, DateField, ForeignKeyField, fn

from models.house.database import Base, MoneyField
from models.house.lists import Key, Listing
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
    level: int = 0
    heading: bool = False

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
    moved = movement(since, until)
    rows = []
    for account in Account.select().order_by(Account.code):
        debit, credit = moved.get(account.id, (ZERO, ZERO))
        if account.id in opening or account.id in moved:
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


def with_headings(rows: list[TrialBalanceRow]) -> list[TrialBalanceRow]:
    """The rows among the headings they stand under, each heading with the sums of all below it; by code within one.

    Sums of the whole leave the headings out, which would count everything again.
    """
    chart = {row.id: row for row in Account.select()}
    sums: dict[int, tuple[Decimal, Decimal, Decimal]] = {}
    under: dict[int | None, list[int]] = {}
    of = {row.account_id: row for row in rows}
    for row in rows:
        above = chart[row.account_id].parent_id
        while above is not None:
            a, b, c = sums.get(above, (ZERO, ZERO, ZERO))
            sums[above] = (a + row.opening, b + row.debit, c + row.credit)
            above = chart[above].parent_id
    for account_id in [*of, *(i for i in sums if i not in of)]:
        under.setdefault(chart[account_id].parent_id, []).append(account_id)

    def below(above: int | None, level: int) -> list[TrialBalanceRow]:
        found = []
        for account_id in sorted(under.get(above, ()), key=lambda i: chart[i].code):
            one = chart[account_id]
            if account_id in of:
                found.append(replace(of[account_id], level=level))
            else:
                found.append(
                    TrialBalanceRow(
                        one.id, one.code, one.name_th, one.name_en, *sums[account_id], level, heading=True
                    )
                )
            found += below(account_id, level + 1)
        return found

    return below(None, 0)


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


def movement(since: datetime.date, until: datetime.date) -> dict[int, tuple[Decimal, Decimal]]:
    """Debit and credit of each account that moved in the span, both days included."""
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


def balance_before(account_id: int, date: datetime.date) -> Decimal:
    """Baht of one account carried into ``date`` (ยกมา); debit plus. Reads sums of months and days, no line."""
    month = date.replace(day=1)
    net = ZERO
    for table, when in (
        (AccountMonth, AccountMonth.month < month),
        (AccountDay, (AccountDay.date >= month) & (AccountDay.date < date)),
    ):
        sums = table.select(fn.SUM(table.debit), fn.SUM(table.credit)).where(
            (table.account == account_id) & when
        )
        debit, credit = sums.scalar(as_tuple=True)
        net += money(debit) - money(credit)
    return net


def moved_in(account_id: int, since: datetime.date, until: datetime.date) -> tuple[Decimal, Decimal]:
    """Debit and credit of one account in the span, both days included."""
    sums = AccountDay.select(fn.SUM(AccountDay.debit), fn.SUM(AccountDay.credit)).where(
        (AccountDay.account == account_id) & AccountDay.date.between(since, until)
    )
    debit, credit = sums.scalar(as_tuple=True)
    return money(debit), money(credit)


@dataclass(frozen=True)
class AccountLine:
    """A line on an account's card; ``balance`` is that of the account behind it, debit plus."""

    line_id: int
    entry_id: int
    date: datetime.date
    memo: str
    voucher: str
    amount: Decimal
    subaccount: str
    kind: str
    key: tuple[datetime.date, int]
    balance: Decimal = ZERO


class AccountCard:
    """Pages of a card. The balance at the top of a page is what was carried into its first day and the lines of that day
    in front of it, so a page costs the same however long the card is."""

    def __init__(self, account_id: int, lines: Listing[AccountLine]) -> None:
        self._account_id = account_id
        self._lines = lines

    def first(self, limit: int) -> list[AccountLine]:
        return self._running(self._lines.first(limit))

    def last(self, limit: int) -> list[AccountLine]:
        return self._running(self._lines.last(limit))

    def after(self, key: Key, limit: int) -> list[AccountLine]:
        return self._running(self._lines.after(key, limit))

    def before(self, key: Key, limit: int) -> list[AccountLine]:
        return self._running(self._lines.before(key, limit))

    def at(self, key: Key, limit: int) -> list[AccountLine]:
        return self._running(self._lines.at(key, limit))

    def around(self, key: Key, limit: int) -> list[AccountLine]:
        return self._running(self._lines.around(key, limit))

    def count(self, at_most: int | None = None) -> int:
        return self._lines.count(at_most)

    def _running(self, rows: list[AccountLine]) -> list[AccountLine]:
        if not rows:
            return rows
        date, line_id = rows[0].key
        same_day = (
            Line.select(fn.SUM(Line.amount))
            .where((Line.account == self._account_id) & (Line.date == date) & (Line.id < line_id))
            .scalar()
        )
        balance = balance_before(self._account_id, date) + money(same_day)
        shown = []
        for row in rows:
            balance += row.amount
            shown.append(replace(row, balance=balance))
        return shown


def account_card(
    account_id: int, since: datetime.date | None = None, until: datetime.date | None = None
) -> AccountCard:
    """The lines of an account in order of date, each with the balance behind it; both days included."""
    query = (
        Line.select(Line, Entry, Subaccount.label)
        .join(Entry)
        .switch(Line)
        .join(Subaccount, JOIN.LEFT_OUTER)
        .where(Line.account == account_id)
    )
    if since is not None:
        query = query.where(Line.date >= since)
    if until is not None:
        query = query.where(Line.date <= until)

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

    return AccountCard(account_id, Listing(query, [(Line.date, False), (Line.id, False)], shape))


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
