"""Statement of financial position, profit and loss, and changes in equity, in the captions of TFRS for NPAEs.

Two columns, this year and the year before; captions without a figure in either are left out.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from locales import _
from models.back_office.captions import (
    CURRENT_ASSETS,
    CURRENT_LIABILITIES,
    EQUITY,
    OTHER_ASSETS,
    OTHER_LIABILITIES,
    Caption,
    caption_of,
)
from models.back_office.statements.sums import EARNED, Line, earned, held, profit, year_before, year_start
from models.house.refusals import Refused
from models.ledger.accounts import AccountKind, chart
from models.ledger.balances import ZERO

Pair = tuple[Decimal, Decimal]


class _Figures:
    """Figures of both years by caption, with the accounts they come of."""

    def __init__(self, this: Mapping[int, Decimal], last: Mapping[int, Decimal], sign: int) -> None:
        self._sums: dict[str, Pair] = {}
        self._accounts: dict[str, list[int]] = {}
        for row in chart():
            if row.id in this or row.id in last:
                key = caption_of(row)
                a, b = self._sums.get(key, (ZERO, ZERO))
                self._sums[key] = (a + sign * this.get(row.id, ZERO), b + sign * last.get(row.id, ZERO))
                self._accounts.setdefault(key, []).append(row.id)

    def sum(self, *keys: str) -> Pair:
        pairs = [self._sums.get(key, (ZERO, ZERO)) for key in keys]
        return sum((a for a, _b in pairs), ZERO), sum((b for _a, b in pairs), ZERO)

    def line(self, name: str, *keys: str, minus: bool = False) -> Line:
        this, last = self.sum(*keys)
        ids = tuple(i for key in keys for i in self._accounts.get(key, ()))
        return Line(name, -this if minus else this, -last if minus else last, accounts=ids)

    def part(self, title: str, captions: Mapping[str, Caption], total: str) -> list[Line]:
        """A heading, its captions that have figures, their sum; nothing where no caption has any."""
        lines = [self.line(caption.name.say(), key) for key, caption in captions.items()]
        lines = [line for line in lines if line.this or line.last]
        this, last = self.sum(*captions)
        return (
            [Line(title, None, None, "heading"), *lines, Line(total, this, last, "subtotal")] if lines else []
        )


def balance_sheet(until: datetime.date) -> list[Line]:
    """งบฐานะการเงิน at the end of ``until`` beside that of a year before; liabilities and equity above zero as owed.

    Profit of the year that was not closed yet stands on a line of its own; what earlier years earned and was not
    closed is in retained earnings. Refused: STATEMENT_UNBALANCED.
    """
    before = year_before(until)
    kinds = {row.id: row.kind for row in chart()}
    balances = held(until), held(before)
    firm = [{i: b for i, b in each.items() if kinds[i] not in EARNED} for each in balances]
    assets, owed = _Figures(firm[0], firm[1], 1), _Figures(firm[0], firm[1], -1)
    total_assets = assets.sum(*CURRENT_ASSETS, *OTHER_ASSETS)
    total_owed = owed.sum(*CURRENT_LIABILITIES, *OTHER_LIABILITIES)
    profits = profit(year_start(until), until), profit(year_start(before), before)
    not_closed = [-sum((b for i, b in each.items() if kinds[i] in EARNED), ZERO) for each in balances]
    equity = _equity(owed, profits, (not_closed[0], not_closed[1]))
    total_equity = equity[-1].this or ZERO, equity[-1].last or ZERO
    both = total_owed[0] + total_equity[0], total_owed[1] + total_equity[1]
    if both != total_assets:
        raise Refused(
            "STATEMENT_UNBALANCED", "The books do not balance by {difference}; no statement is made of them.",
            jump="trial balance", difference=f"{total_assets[0] - both[0]:,.2f}",
        )  # fmt: skip
    return [
        *assets.part(_("Current assets"), CURRENT_ASSETS, _("Total current assets")),
        *assets.part(_("Non-current assets"), OTHER_ASSETS, _("Total non-current assets")),
        Line(_("Total assets"), *total_assets, "total"),
        *owed.part(_("Current liabilities"), CURRENT_LIABILITIES, _("Total current liabilities")),
        *owed.part(_("Non-current liabilities"), OTHER_LIABILITIES, _("Total non-current liabilities")),
        Line(_("Total liabilities"), *total_owed, "subtotal"),
        *equity,
        Line(_("Total liabilities and equity"), *both, "total"),
    ]


def _equity(owed: _Figures, profits: Pair, not_closed: Pair) -> list[Line]:
    retained = owed.line(EQUITY["retained"].name.say(), "retained")
    lines = [
        owed.line(EQUITY["capital"].name.say(), "capital"),
        owed.line(EQUITY["appropriated"].name.say(), "appropriated"),
        Line(
            retained.name, (retained.this or ZERO) + not_closed[0] - profits[0],
            (retained.last or ZERO) + not_closed[1] - profits[1], accounts=retained.accounts,
        ),
        Line(_("Profit (loss) of the period"), *profits),
    ]  # fmt: skip
    total = [
        sum((x or ZERO for x in column), ZERO)
        for column in zip(*((r.this, r.last) for r in lines), strict=True)
    ]
    return [
        Line(_("Shareholders' equity"), None, None, "heading"),
        *(line for line in lines if line.this or line.last),
        Line(_("Total shareholders' equity"), total[0], total[1], "subtotal"),
    ]


def income_statement(since: datetime.date, until: datetime.date) -> list[Line]:
    """งบกำไรขาดทุนจำแนกตามหน้าที่ of the span, beside the same span a year before; costs below zero.

    Entries that close a year are left out.
    """
    before = year_before(since), year_before(until)
    of = _Figures(earned(since, until), earned(*before), 1)
    costs = ("selling", "payroll", "administration", "finance", "income_tax")
    sales, cost = of.sum("sales"), of.sum("cost")
    income = of.sum("sales", "other_income")
    before_finance = of.sum("sales", "other_income", "cost", *costs[:3])
    before_tax = of.sum("sales", "other_income", "cost", *costs[:4])
    return [
        of.line(_("Revenue from sales or services"), "sales"),
        of.line(_("Other income"), "other_income"),
        Line(_("Total revenue"), *income, "subtotal"),
        of.line(_("Cost of sales or services"), "cost"),
        Line(_("Gross profit"), sales[0] + cost[0], sales[1] + cost[1], "subtotal"),
        of.line(_("Selling expenses"), "selling"),
        of.line(_("Administrative expenses"), "payroll", "administration"),
        Line(_("Profit before finance cost and tax"), *before_finance, "subtotal"),
        of.line(_("Finance cost"), "finance"),
        Line(_("Profit before tax"), *before_tax, "subtotal"),
        of.line(_("Income tax expense"), "income_tax"),
        Line(_("Net profit (loss)"), *of.sum("sales", "other_income", "cost", *costs), "total"),
    ]


@dataclass(frozen=True)
class EquityRow:
    """A line of the statement of changes in equity, baht: capital, earnings set aside, earnings free, and their sum."""

    name: str
    date: datetime.date
    capital: Decimal
    appropriated: Decimal
    retained: Decimal
    total_line: bool = False

    @property
    def total(self) -> Decimal:
        return self.capital + self.appropriated + self.retained


def changes_in_equity(until: datetime.date) -> list[EquityRow]:
    """งบแสดงการเปลี่ยนแปลงส่วนของผู้ถือหุ้น of the year to ``until`` and of the year before. Refused: STATEMENT_UNBALANCED."""
    rows: list[EquityRow] = []
    for end in (year_before(until), until):
        start = year_start(end)
        opened, closed = _equity_at(start - datetime.timedelta(days=1)), _equity_at(end)
        gained = profit(start, end)
        moved = [b - a for a, b in zip(opened, closed, strict=True)]
        rows += [
            EquityRow(_("Opening balance"), start, *opened, total_line=True),
            EquityRow(_("Profit (loss) of the period"), end, ZERO, ZERO, gained),
            EquityRow(_("Other changes"), end, moved[0], moved[1], moved[2] - gained),
            EquityRow(_("Closing balance"), end, *closed, total_line=True),
        ]
    return rows


def _equity_at(date: datetime.date) -> tuple[Decimal, Decimal, Decimal]:
    """Capital, appropriated, unappropriated with all that was earned and not closed."""
    sums = {"capital": ZERO, "appropriated": ZERO, "retained": ZERO}
    balances = held(date)
    for row in chart():
        if row.kind == AccountKind.EQUITY:
            sums[caption_of(row)] -= balances.get(row.id, ZERO)
        elif row.kind in EARNED:
            sums["retained"] -= balances.get(row.id, ZERO)
    return sums["capital"], sums["appropriated"], sums["retained"]
