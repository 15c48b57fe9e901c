"""The departmental profit and loss, as hotels manage by it (in the manner of USALI).

What stands on an account of a department is its revenue or cost; expenses of no department are undistributed.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from locales import _, current_language
from models.back_office.captions import caption_of
from models.back_office.statements.sums import earned
from models.house.departments import all_departments
from models.ledger.accounts import Account, AccountKind, chart
from models.ledger.balances import ZERO


@dataclass(frozen=True)
class DepartmentRow:
    """Baht; costs below zero. ``profit`` is their sum with the revenue."""

    name: str
    revenue: Decimal
    cost: Decimal
    payroll: Decimal
    other: Decimal
    accounts: tuple[int, ...] = ()
    total: bool = False

    @property
    def profit(self) -> Decimal:
        return self.revenue + self.cost + self.payroll + self.other


def departmental_statement(since: datetime.date, until: datetime.date) -> list[DepartmentRow]:
    """A row a department that earned or spent, their sum, what is undistributed, and the net profit of the span."""
    net = earned(since, until)
    moved = [row for row in chart() if row.id in net]
    names = [(d.id, d.name(current_language())) for d in all_departments()]
    rows = [_row(name, [a for a in moved if a.department_id == number], net) for number, name in names]
    rows = [row for row in rows if row.accounts]
    spread = [a for a in moved if a.department_id is not None]
    rest = [a for a in moved if a.department_id is None]
    found = [
        *rows,
        _row(_("All departments"), spread, net, total=True),
        _row(_("Other income"), [a for a in rest if a.kind == AccountKind.REVENUE], net),
        _row(_("Undistributed expenses"), [a for a in rest if a.kind == AccountKind.EXPENSE], net),
    ]
    return [*(r for r in found if r.accounts), _row(_("Net profit (loss)"), moved, net, total=True)]


def _row(name: str, accounts: list[Account], net: dict[int, Decimal], total: bool = False) -> DepartmentRow:
    parts = {"revenue": ZERO, "cost": ZERO, "payroll": ZERO, "other": ZERO}
    for account in accounts:
        caption = caption_of(account)
        part = caption if caption in ("cost", "payroll") else "other"
        parts["revenue" if account.kind == AccountKind.REVENUE else part] += net[account.id]
    return DepartmentRow(name, **parts, accounts=tuple(a.id for a in accounts), total=total)
