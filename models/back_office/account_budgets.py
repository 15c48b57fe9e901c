"""The budget by account and month: what an account of revenue or expense should move, in baht, always above zero."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from peewee import DateField, ForeignKeyField, fn

from locales import Message
from locales.money import NotAnAmount
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import checked
from models.house.refusals import Refused
from models.house.tables import LineFault, TableFile, amount_of, text_of
from models.ledger.accounts import Account, AccountKind, account
from models.ledger.balances import money

MONTHS = 12
FIRST_YEAR, LAST_YEAR = 2000, 2200
COLUMNS = ("account", "year", *(str(month) for month in range(1, MONTHS + 1)))
BUDGETED = (AccountKind.REVENUE, AccountKind.EXPENSE)


class AccountBudget(Base):
    """``month`` is its first day; ``amount`` on the side of the account: revenue earned, expense incurred."""

    account = ForeignKeyField(Account, backref="+")
    month = DateField()
    amount = MoneyField()

    class Meta:
        table_name = "account_budget"


def account_budget(account_id: int, year: int) -> list[Decimal | None]:
    """January to December; None where nothing was entered."""
    kept = {
        row.month.month: row.amount
        for row in AccountBudget.select().where(
            (AccountBudget.account == account_id)
            & AccountBudget.month.between(datetime.date(year, 1, 1), datetime.date(year, 12, 31))
        )
    }
    return [kept.get(month) for month in range(1, MONTHS + 1)]


def budget_of_span(since: datetime.date, until: datetime.date) -> dict[int, Decimal]:
    """Baht by account of the months that begin in the span."""
    rows = (
        AccountBudget.select(AccountBudget.account, fn.SUM(AccountBudget.amount))
        .where(AccountBudget.month.between(since, until))
        .group_by(AccountBudget.account)
        .tuples()
    )
    return {account_id: money(amount) for account_id, amount in rows}


@operation("set_up")
def keep_account_budget(act: Act, code: str, year: int, amounts: Sequence[Decimal | None]) -> int:
    """Keep the twelve months of an account, January first; how many changed. None takes a month's budget away.

    Refused: NO_ACCOUNT, BUDGET_ACCOUNT (neither revenue nor expense, or a heading), BUDGET_YEAR, BUDGET_MONTHS,
    BUDGET_NEGATIVE, AMOUNT.
    """
    kept = account(code)
    if kept.kind not in BUDGETED or kept.heading:
        raise Refused(
            "BUDGET_ACCOUNT", "Revenue and expense accounts are budgeted; {code} is none.", field="account",
            code=code,
        )  # fmt: skip
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused("BUDGET_YEAR", "{year} is no year of a budget.", field="year", year=year)
    if len(amounts) != MONTHS:
        raise Refused("BUDGET_MONTHS", "A year has twelve months, not {n}.", field="figures", n=len(amounts))
    changed = 0
    for month, amount in enumerate(amounts, 1):
        if amount is not None and checked(amount, f"month{month}") < 0:
            raise Refused("BUDGET_NEGATIVE", "A budget is not below zero.", field=f"month{month}")
        changed += _keep(act, kept, datetime.date(year, month, 1), amount)
    return changed


def _keep(act: Act, kept: Account, month: datetime.date, amount: Decimal | None) -> int:
    row = AccountBudget.get_or_none((AccountBudget.account == kept.id) & (AccountBudget.month == month))
    if row is None:
        if amount is not None:
            act.create(AccountBudget, account=kept.id, month=month, amount=checked(amount))
        return int(amount is not None)
    if amount is None:
        act.changed(row, {"account": kept.id, "month": month, "amount": row.amount}, {})
        row.delete_instance()
        return 1
    before = row.amount
    act.update(row, amount=checked(amount))
    return int(before != amount)


def budget_faults(table: TableFile) -> list[LineFault]:
    """A dry run: what is wrong with each line of a budget; nothing is written."""
    return _read(table)[1]


@operation("set_up")
def import_budget(act: Act, table: TableFile) -> int:
    """Take in a budget, a line an account and year, all of it or nothing; lines taken. A blank month has no budget.

    Refused: BAD_BUDGET (the first line at fault).
    """
    rows, faults = _read(table)
    if faults:
        first = faults[0]
        raise Refused("BAD_BUDGET", "Line {line}: {why}", field="file", line=first.line, why=first.message)
    for code, year, amounts in rows:
        keep_account_budget(act, code, year, amounts)
    return len(rows)


def _read(table: TableFile) -> tuple[list[tuple[str, int, list[Decimal | None]]], list[LineFault]]:
    if set(table.columns) != set(COLUMNS):
        return [], [LineFault(1, Message("The columns must be {columns}.", {"columns": ", ".join(COLUMNS)}))]
    kinds = {row.code: row.kind for row in Account.select().where(~Account.heading)}
    rows, faults = [], list(table.faults)
    seen: set[tuple[str, str]] = set()
    for row in table.rows:
        code, year = text_of(row.cells["account"]).strip(), text_of(row.cells["year"]).strip()
        if kinds.get(code) not in BUDGETED:
            what = Message("{code} is no account of revenue or expense.", {"code": code})
            faults.append(LineFault(row.line, what, "account"))
        if not (year.isascii() and year.isdigit() and FIRST_YEAR <= int(year) <= LAST_YEAR):
            faults.append(LineFault(row.line, Message("{year} is no year.", {"year": year}), "year"))
        elif (code, year) in seen:
            faults.append(LineFault(row.line, Message("{code} stands twice.", {"code": code}), "account"))
        seen.add((code, year))
        amounts: list[Decimal | None] = []
        for month in COLUMNS[2:]:
            cell = row.cells[month]
            try:
                amount = None if cell == "" else amount_of(cell)
                if amount is not None and amount < 0:
                    faults.append(LineFault(row.line, Message("A budget is not below zero."), month))
                amounts.append(amount)
            except NotAnAmount as error:
                faults.append(LineFault(row.line, error.message, month))
        rows.append((code, int(year) if year.isdigit() else 0, amounts))
    return rows, sorted(faults, key=lambda fault: fault.line)
