"""The monthly summary of income and expense: beside last month, last year's month, the budget, and the year to date."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from locales import _, current_language
from models.back_office.account_budgets import budget_of_span
from models.back_office.statements.sums import accounts_by_kind, earned, year_before, year_start
from models.ledger.accounts import Account, AccountKind
from models.ledger.balances import ZERO


@dataclass(frozen=True)
class MonthRow:
    """Baht on the side of the row (revenue earned, expense incurred, profit left): this month, last month, the month a
    year ago, the budget of the whole month, the year to date."""

    code: str
    name: str
    figures: tuple[Decimal, ...]
    accounts: tuple[int, ...] = ()
    total: bool = False


def monthly_summary(until: datetime.date) -> list[MonthRow]:
    """The month of ``until`` as far as ``until``; last month is whole, last year's ends on the same day of its month.

    ``to date``: from the first day of the year. Accounts without any figure are left out.
    """
    first = until.replace(day=1)
    last_of_month_before = first - datetime.timedelta(days=1)
    spans = [
        earned(first, until),
        earned(last_of_month_before.replace(day=1), last_of_month_before),
        earned(year_before(first), year_before(until)),
        {},
        earned(year_start(until), until),
    ]
    budget = budget_of_span(first, until)
    totals, rows = [], []
    for kind, title in (
        (AccountKind.REVENUE, _("Total income")), (AccountKind.EXPENSE, _("Total expenses")),
    ):  # fmt: skip
        sign = 1 if kind == AccountKind.REVENUE else -1
        lines = [_row(account, spans, budget, sign) for account in accounts_by_kind(kind)]
        lines = [line for line in lines if any(line.figures)]
        total = _total(title, lines)
        rows += [*lines, total]
        totals.append(total)
    income, spent = totals
    left = tuple(a - b for a, b in zip(income.figures, spent.figures, strict=True))
    return [*rows, MonthRow("", _("Net profit (loss)"), left, total=True)]


def _row(
    account: Account, spans: list[dict[int, Decimal]], budget: dict[int, Decimal], sign: int
) -> MonthRow:
    figures = [sign * span.get(account.id, ZERO) for span in spans]
    figures[3] = budget.get(account.id, ZERO)
    name = account.name(current_language())
    return MonthRow(account.code, name, tuple(figures), (account.id,))


def _total(title: str, lines: list[MonthRow]) -> MonthRow:
    sums = tuple(sum((line.figures[n] for line in lines), ZERO) for n in range(5))
    ids = tuple(i for line in lines for i in line.accounts)
    return MonthRow("", title, sums, ids, total=True)
