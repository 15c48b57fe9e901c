"""The chart of accounts with its headings, and the subaccounts whose sum a control account always is."""

from __future__ import annotations

import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from peewee import BooleanField, DateField, ForeignKeyField, TextField

from models.house.acts import Act
from models.house.database import Base, MoneyField
from models.house.departments import Department
from models.house.refusals import Refused

MONEY = "cash"
"""The caption of accounts that are cash or money at a bank."""


class AccountKind(StrEnum):
    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    REVENUE = "revenue"
    EXPENSE = "expense"


class Account(Base):
    """``subledger`` names what a control account is made of ("guest", "deposit", "city"); no one posts to it by hand.

    A ``heading`` sums what stands under it (``parent``) and takes no line. ``caption`` is the caption of the financial
    statements, "" as its kind has it; ``department`` is whose revenue or cost it is in the departmental statement.
    """

    code = TextField(unique=True)
    name_th = TextField()
    name_en = TextField()
    kind = TextField()
    parent = ForeignKeyField("self", null=True)
    heading = BooleanField(default=False)
    department = ForeignKeyField(Department, null=True, backref="+")
    caption = TextField(default="")
    subledger = TextField(null=True)
    closed_on = DateField(null=True)  # the first date without it

    def name(self, language: str) -> str:
        return str(self.name_th if language == "th" else self.name_en)


class Subaccount(Base):
    """One part of a control account: a folio window, a deposit, a debtor."""

    account = ForeignKeyField(Account)
    label = TextField()
    closed = BooleanField(default=False)


class SubaccountBalance(Base):
    """Kept by the database, which never lets the balance above its ``ceiling`` (a deposit never turns into a debt)
    or below its ``floor`` (tax declared ahead is not used up twice)."""

    balance = MoneyField()
    ceiling = MoneyField(null=True)
    floor = MoneyField(null=True)

    class Meta:
        table_name = "subaccount_balance"


def account(code: str) -> Account:
    found = Account.get_or_none(Account.code == code)
    if found is None:
        raise Refused("NO_ACCOUNT", "There is no account {code}.", field="account", code=code)
    return found


def open_subaccount(
    control: Account, label: str, ceiling: Decimal | None = None, floor: Decimal | None = None
) -> int:
    """A new part of a control account; its id. Balance zero."""
    assert control.subledger is not None, control.code
    row = Subaccount.create(account=control, label=label)
    if ceiling is not None or floor is not None:
        SubaccountBalance.update(ceiling=ceiling, floor=floor).where(SubaccountBalance.id == row.id).execute()
    return int(row.id)


def close_subaccount(subaccount_id: int) -> None:
    """No more lines; refused (``SUBACCOUNT_NOT_ZERO``) by the database while money is on it."""
    Subaccount.update(closed=True).where(Subaccount.id == subaccount_id).execute()


def reopen_subaccount(subaccount_id: int) -> None:
    Subaccount.update(closed=False).where(Subaccount.id == subaccount_id).execute()


def subaccount_balance(subaccount_id: int) -> Decimal:
    """Baht; debit plus, credit minus."""
    return SubaccountBalance.get_by_id(subaccount_id).balance


def create_account(
    act: Act,
    code: str,
    name_th: str,
    name_en: str,
    kind: AccountKind,
    *,
    subledger: str | None = None,
    **more: Any,
) -> int:
    """``more``: parent (its id), heading, department (its id), caption. Refused: ACCOUNT_CODE, ACCOUNT_EXISTS."""
    if not (code.isascii() and code.isdigit()):
        raise Refused("ACCOUNT_CODE", "An account code is made of digits.", field="code")
    if Account.get_or_none(Account.code == code):
        raise Refused("ACCOUNT_EXISTS", "Account {code} exists already.", field="code", code=code)
    row = act.create(
        Account, code=code, name_th=name_th, name_en=name_en, kind=str(kind), subledger=subledger, **more
    )
    return row.id


def chart() -> list[Account]:
    """Every account that takes lines, by code; no headings."""
    return list(Account.select().where(~Account.heading).order_by(Account.code))


def chart_on(date: datetime.date) -> list[Account]:
    """Every account that takes lines of ``date``, by code: no headings, none closed by then."""
    return [row for row in chart() if row.closed_on is None or row.closed_on > date]


def whole_chart() -> list[Account]:
    """Accounts and headings by code: a heading stands before what is under it as long as codes are given that way."""
    return list(Account.select().order_by(Account.code))
