"""The figures of the manager's report: each line over the day, the month and the year, a year ago, and against budget."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from peewee import fn

from locales import Message
from locales.money import round_half_up
from models.front_office.budgets import ROOM, ROOMS_SOLD, budget_lines, budget_to_date, to_whole
from models.front_office.codes import TransactionCode
from models.front_office.folios import Posting
from models.front_office.managers_report.layout import (
    ACCOUNTS,
    ALL,
    CODE,
    LEDGER,
    PAYMENT,
    REVENUE,
    SEGMENT,
    Choice,
    layout,
)
from models.front_office.night_audit.tables import ClosedLedger, DaySegment, DayStatistics
from models.front_office.statistics import Definition, Figures, figures_between
from models.house.refusals import Refused
from models.ledger.accounts import Account
from models.ledger.balances import AccountDay, money

Figure = int | Decimal | None
COLUMNS = ("day", "month", "budget", "variance", "year", "last_day", "last_month", "last_year")
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class ReportRow:
    """A line with a figure for each of ``COLUMNS``; None where there is none. Baht, per cent or a count."""

    place: int
    line: Choice
    figures: tuple[Figure, ...]

    @property
    def key(self) -> tuple[int]:
        return (self.place,)


@dataclass(frozen=True)
class Report:
    """No rows where ``date`` is not closed. ``mixed``: why a span has no statistics (its days are counted differently).
    ``days``: how many closed days the year to date has, and the same span a year ago."""

    date: datetime.date
    rows: tuple[ReportRow, ...]
    definition: Definition | None
    mixed: Message | None
    days: tuple[int, int]


class _Span:
    """What is read of the closed days of a span, each once."""

    def __init__(self, since: datetime.date, until: datetime.date) -> None:
        self.since, self.until = since, until
        self.mixed: Message | None = None
        self.days = DayStatistics.select().where(DayStatistics.date.between(since, until)).count()

    @cached_property
    def figures(self) -> Figures | None:
        try:
            return figures_between(self.since, self.until)
        except Refused as refused:
            self.mixed = refused.message
            return None

    @cached_property
    def revenue(self) -> dict[tuple[str, str], Decimal]:
        """Net, baht, by group and code."""
        query = (
            Posting.select(TransactionCode.group, TransactionCode.code, fn.SUM(Posting.net))
            .join(TransactionCode)
            .where((TransactionCode.kind == "revenue") & Posting.revenue_date.between(self.since, self.until))
            .group_by(TransactionCode.group, TransactionCode.code)
        )
        return {(group, code): money(total) for group, code, total in query.tuples()}

    @cached_property
    def payments(self) -> dict[str, Decimal]:
        """What came in by each method, refunds taken off."""
        query = (
            Posting.select(TransactionCode.code, fn.SUM(Posting.amount))
            .join(TransactionCode)
            .where((TransactionCode.kind == "payment") & Posting.date.between(self.since, self.until))
            .group_by(TransactionCode.code)
        )
        return {code: -money(total) for code, total in query.tuples()}

    @cached_property
    def markets(self) -> dict[str, int]:
        query = (
            DaySegment.select(DaySegment.code, fn.SUM(DaySegment.rooms))
            .where((DaySegment.kind == "market") & DaySegment.date.between(self.since, self.until))
            .group_by(DaySegment.code)
        )
        return {code: int(rooms) for code, rooms in query.tuples()}

    @cached_property
    def ledgers(self) -> dict[str, Decimal]:
        return {
            row.ledger: row.closing for row in ClosedLedger.select().where(ClosedLedger.date == self.until)
        }

    def accounts(self, code: str) -> Decimal:
        """What the accounts moved, credit plus as revenue is read."""
        first, _dash, last = code.partition("-")
        debit, credit = (
            AccountDay.select(fn.SUM(AccountDay.debit), fn.SUM(AccountDay.credit))
            .join(Account)
            .where(Account.code.between(first, last) & AccountDay.date.between(self.since, self.until))
            .scalar(as_tuple=True)
        )
        return money(credit) - money(debit)

    def read(self, line: Choice) -> Figure:
        if not self.days:
            return None
        if line.kind == REVENUE:
            return sum((net for (group, _code), net in self.revenue.items() if group == line.code), ZERO)
        if line.kind == CODE:
            return sum((net for (_group, code), net in self.revenue.items() if code == line.code), ZERO)
        if line.kind == PAYMENT:
            paid = self.payments
            return sum(paid.values(), ZERO) if line.code == ALL else paid.get(line.code, ZERO)
        if line.kind == LEDGER:
            return self.ledgers.get(line.code)
        if line.kind == SEGMENT:
            return self.markets.get(line.code, 0)
        if line.kind == ACCOUNTS:
            return self.accounts(line.code)
        figures = self.figures
        return getattr(figures, line.code, None) if figures else None


def managers_report(date: datetime.date) -> Report:
    """The report of a closed ``date``; a handful of queries a span, whatever the hotel's size."""
    year_ago = _year_before(date)
    day, month, year = (_Span(since, date) for since in _starts(date))
    before = [_Span(since, year_ago) for since in _starts(year_ago)]
    if not day.days:
        return Report(date, (), None, None, (0, 0))
    rows = []
    for place, line in enumerate(layout(), 1):
        done, budget = month.read(line), _budget(line, month, date)
        if budget is not None and isinstance(done, int):
            budget = int(to_whole(Decimal(budget)))
        variance = done - budget if done is not None and budget is not None else None
        last = (span.read(line) for span in before)
        rows.append(ReportRow(place, line, (day.read(line), done, budget, variance, year.read(line), *last)))
    spans = (day, month, year, *before)
    figures = [span.figures for span in spans]  # read, so that what is mixed is known
    mixed = next((span.mixed for span in spans if span.mixed), None)
    return Report(
        date, tuple(rows), figures[0].definition if figures[0] else None, mixed, (year.days, before[2].days)
    )


def _starts(date: datetime.date) -> tuple[datetime.date, datetime.date, datetime.date]:
    return date, date.replace(day=1), date.replace(month=1, day=1)


def _year_before(date: datetime.date) -> datetime.date:
    """The same date; for 29 February the 28th."""
    last = 28 if (date.month, date.day) == (2, 29) else date.day
    return date.replace(year=date.year - 1, day=last)


def _budget(line: Choice, month: _Span, date: datetime.date) -> Figure:
    """Of the month to date. Rates are made of the budget's rooms and room revenue, divided by the rooms there were."""
    if line.kind == REVENUE:
        return budget_to_date([line.code], date)
    if line.kind in (CODE, PAYMENT, LEDGER, SEGMENT, ACCOUNTS):
        return None
    groups = budget_lines()[1:]
    sums = {
        "rooms_sold": [ROOMS_SOLD],
        "room_revenue": [ROOM],
        "other_revenue": [group for group in groups if group != ROOM],
        "revenue": groups,
    }
    if line.code in sums:
        return budget_to_date(sums[line.code], date)
    rates = {
        "occupancy": ([ROOMS_SOLD], 100),
        "revpar": ([ROOM], 1),
        "trevpar": (groups, 1),
        "adr": ([ROOM], 1),
    }
    if line.code not in rates:
        return None
    above, times = rates[line.code]
    by = budget_to_date([ROOMS_SOLD], date) if line.code == "adr" else month.figures and month.figures.base
    value = budget_to_date(above, date)
    return round_half_up(value * times / by) if value is not None and by else None
