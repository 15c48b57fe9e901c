"""What is still to be done before a month is locked: of the books, the banks and the returns; and its hard lock."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence

from peewee import fn

from locales import Message
from models.back_office.bank_accounts import BankAccount, bank_accounts
from models.back_office.bank_statements import BankStatement
from models.back_office.input_vat import InputVat, VatReturn
from models.back_office.pp36 import unpaid_of
from models.back_office.withholding_returns import unpaid_tax
from models.front_office.invoicing.issuing import registered
from models.front_office.receipts import Receipt
from models.house.acts import Act, operation
from models.house.property import Property
from models.ledger.entries import Line
from models.ledger.period_checks import Left, left_to_do
from models.ledger.periods import Period, lock_period


def left_of_month(period: Period) -> list[Left]:
    """What ``left_to_do`` names; of a month that is over also bank accounts not reconciled to its last day, returns not
    closed or not paid over."""
    if Property.the().business_date <= period.ends:
        return left_to_do(period)
    month = period.starts
    open_banks = [bank for bank in bank_accounts() if not _reconciled(bank, period.ends)]
    found = (
        Left(
            Message("Bank accounts not reconciled"), len(open_banks), Message("bank statements")
        ),
        Left(Message("VAT return not closed"), int(_vat_open(period)), Message("taxes")),
        Left(Message("Tax withheld not paid over"), int(unpaid_tax(month) > 0), Message("withholding")),
        Left(Message("PP36 not paid"), int(bool(unpaid_of(month))), Message("pp36")),
    )  # fmt: skip
    return [*left_to_do(period), *(left for left in found if left.n)]


def _reconciled(bank: BankAccount, last: datetime.date) -> bool:
    """No statement of it is open, and since the last one closed its account has not moved."""
    of_bank = BankStatement.select().where(BankStatement.bank_account == bank)
    if of_bank.where((BankStatement.first <= last) & BankStatement.closed_on.is_null()).exists():
        return False
    until = of_bank.select(fn.MAX(BankStatement.last)).where(BankStatement.closed_on.is_null(False)).scalar()
    since = datetime.date.fromisoformat(until) if isinstance(until, str) else until or datetime.date.min
    moved = (Line.account == bank.account_id) & (Line.date > since) & (Line.date <= last)
    return not Line.select().where(moved).exists()


def _vat_open(period: Period) -> bool:
    """Its return is not closed, though there is tax in the month or a return was closed before."""
    if not registered(Property.the(), period.ends) or VatReturn.get_or_none(VatReturn.month == period.starts):
        return False
    of_month = Receipt.date.between(period.starts, period.ends) & (Receipt.vat != 0)
    return bool(
        VatReturn.select().where(VatReturn.month < period.starts).exists()
        or Receipt.select().where(of_month).exists()
        or InputVat.select().where(InputVat.claim_month == period.starts).exists()
    )


def named(left: Sequence[Left]) -> Message:
    """All of it in one sentence; of at least one."""
    each = [Message("{what}: {n}", {"what": one.what, "n": one.n}) for one in left]
    return functools.reduce(lambda some, one: Message("{some} and {one}", {"some": some, "one": one}), each)


@operation("period")
def lock_month(act: Act, period_id: int) -> None:
    """Nothing more is posted into it. With something left to do it takes two persons: ASK MONTH_UNFINISHED. Refused as
    ``lock_period``."""
    period = Period.get_by_id(period_id)
    left = left_of_month(period)
    lock_period(act, period_id)
    if left:
        act.ask(
            "MONTH_UNFINISHED", "Still to do: {what}. Locking the month all the same takes two persons.", right="period",
            two_persons=True, what=named(left),
        )  # fmt: skip
