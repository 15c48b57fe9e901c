"""The trial balance of a closed date: as the audit stored it, beside what was written on that date and before since then.

The figures as closed come from the stored rows alone and are the same in ten years. What came after is the difference
to the books of now: income audit, and vouchers on accounts the front office never posts to. Baht, debit plus.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from peewee import Case, fn

from locales import Message, _, in_language
from locales.dates import format_date, format_stamp
from locales.money import format_money
from models.front_office.night_audit.tables import ClosedDay
from models.house.papers import Column, Field, Paper, Row, Table
from models.house.property import Property
from models.ledger.accounts import chart
from models.ledger.balances import ZERO, TrialBalanceRow, balances_at, money
from models.ledger.entries import Line
from models.ledger.proof import Fault
from models.ledger.vouchers import trial_balance_paper


@dataclass(frozen=True)
class ClosedBalance:
    """One account: ``as_closed`` is the stored row (movement since the first of the month), ``since`` what was written
    after the closing for dates until that one."""

    as_closed: TrialBalanceRow
    since: Decimal

    @property
    def now(self) -> Decimal:
        return self.as_closed.closing + self.since

    @property
    def key(self) -> tuple[str]:
        return self.as_closed.key


def closed_day(date: datetime.date) -> ClosedDay | None:
    return ClosedDay.get_or_none(ClosedDay.date == date)


def last_closed() -> datetime.date | None:
    return ClosedDay.select(fn.MAX(ClosedDay.date)).scalar(as_tuple=False) or None


def closed_trial_balance(date: datetime.date) -> list[ClosedBalance]:
    """Every account that had moved until ``date``, by code; nothing where the date was not closed."""
    day = closed_day(date)
    if day is None:
        return []
    stored = {code: figures for code, *figures in json.loads(day.trial_balance)}
    now = balances_at(date)
    rows = []
    for account in chart():
        opening, debit, credit = (Decimal(x) for x in stored.get(account.code, ("0.00", "0.00", "0.00")))
        row = TrialBalanceRow(
            account.id, account.code, account.name_th, account.name_en, opening, debit, credit
        )
        since = now.get(account.id, ZERO) - row.closing
        if account.code in stored or since:
            rows.append(ClosedBalance(row, since))
    return rows


def closed_trial_balance_paper(date: datetime.date, language: str) -> Paper:
    """As closed, then in a table of its own what was written since, when there is any."""
    rows, day, hotel = closed_trial_balance(date), closed_day(date), Property.the()
    paper = trial_balance_paper(hotel, [row.as_closed for row in rows], date.replace(day=1), date, language)
    with in_language(language):
        closed = Field(
            _("As closed"), format_stamp(day.finished_at, hotel.zone) if day else format_date(date)
        )
        later = [
            Row(
                (
                    row.as_closed.code,
                    row.as_closed.name_th if language == "th" else row.as_closed.name_en,
                    *map(format_money, (row.as_closed.closing, row.since, row.now)),
                )
            )
            for row in rows
            if row.since
        ]
        columns = (
            Column(_("Account"), width=7), Column(_("Name")), Column(_("As closed"), "right", 14),
            Column(_("Since then"), "right", 14), Column(_("Now"), "right", 14),
        )  # fmt: skip
        since = (Table(columns, tuple(later)),) if later else ()
    return replace(paper, fields=(*paper.fields, closed), tables=(*paper.tables, *since))


def trial_balance_faults() -> Iterator[Fault]:
    """Every stored trial balance is that of the entries its day had seen, whatever was dated back later."""
    net: dict[str, Decimal] = {}  # until the month under way
    month: dict[str, list[Decimal]] = {}
    codes = {account.id: account.code for account in chart()}
    last, first_of_month = 0, datetime.date.min
    for day in ClosedDay.select().order_by(ClosedDay.date):
        if day.date.replace(day=1) != first_of_month:
            first_of_month = day.date.replace(day=1)
            for code, (debit, credit) in month.items():
                net[code] = net.get(code, ZERO) + debit - credit
            month = {}
        for account_id, date, debit, credit in _written(last, day.last_entry_id):
            code = codes[account_id]
            if date < first_of_month:
                net[code] = net.get(code, ZERO) + debit - credit
            else:
                sums = month.setdefault(code, [ZERO, ZERO])
                sums[0] += debit
                sums[1] += credit
        last = max(last, day.last_entry_id)
        want = {
            code: (net.get(code, ZERO), *month.get(code, (ZERO, ZERO))) for code in net.keys() | month.keys()
        }
        kept = {code: tuple(map(Decimal, figures)) for code, *figures in json.loads(day.trial_balance)}
        for code in sorted(want.keys() | kept.keys()):
            nothing = (ZERO, ZERO, ZERO)
            if want.get(code, nothing) != kept.get(code, nothing):
                values: dict[str, object] = {"account": code, "date": day.date}
                yield Fault(
                    "TRIAL_BALANCE",
                    Message("{account}: the stored balance of {date} is not that of its entries", values),
                )


def _written(after: int, until: int) -> list[tuple[int, datetime.date, Decimal, Decimal]]:
    rows = (
        Line.select(
            Line.account,
            Line.date,
            fn.SUM(Case(None, [(Line.amount > 0, Line.amount)], 0)),
            fn.SUM(Case(None, [(Line.amount < 0, Line.amount)], 0)),
        )
        .where(Line.entry.between(after + 1, until))
        .group_by(Line.account, Line.date)
        .tuples()
    )
    return [(account, date, money(debit), -money(credit)) for account, date, debit, credit in rows]
