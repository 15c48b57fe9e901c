"""What every closed day of a lived file must show, and what the file itself says of each month.

The books are read from what the audits stored; the months of the file from its own text, without the hotel's
readers, planner or sums. Money is net of service charge and tax, in the hotel's currency.
"""

from __future__ import annotations

import calendar
import csv
import datetime
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from app.documents.pdf import as_pdf
from models.front_office.day_reports import REPORTS, report_paper, reports_of
from models.front_office.night_audit import ClosedDay, ClosedLedger
from models.front_office.statistics import figures_between
from models.front_office.three_ledgers import LEDGER_NAMES, LEDGERS, control_account, ties

ONE_DAY = datetime.timedelta(days=1)
ZERO = Decimal("0.00")
LANGUAGES = ("th", "en")


@dataclass(frozen=True)
class Month:
    """A calendar month, or what of it was lived: occupancy in per cent of all rooms, ADR and RevPAR."""

    first_day: datetime.date
    room_nights: int
    revenue: Decimal
    occupancy: Decimal
    adr: Decimal | None
    revpar: Decimal


def months_of_file(file: Path, until: datetime.date) -> list[Month]:
    """By the rows that checked out, from the first arrival in the file to ``until``, inclusive."""
    packed = file.read_bytes()
    text = (gzip.decompress(packed) if file.suffix == ".gz" else packed).decode("utf-8-sig")
    rows = [row for row in csv.DictReader(text.splitlines()) if Decimal(row["adr"]) >= 0]
    arrivals = [_arrival(row) for row in rows]
    sold: Counter[datetime.date] = Counter()
    revenue: dict[datetime.date, Decimal] = defaultdict(lambda: ZERO)
    taken: dict[str, Counter[datetime.date]] = defaultdict(Counter)  # day use takes its room for the day too
    for row, arrival in zip(rows, arrivals, strict=True):
        if row["reservation_status"] != "Check-Out":
            continue
        nights = int(row["stays_in_weekend_nights"]) + int(row["stays_in_week_nights"])
        for date in (arrival + ONE_DAY * n for n in range(nights)):
            month = date.replace(day=1)
            if date <= until:
                sold[month] += 1
                revenue[month] += Decimal(row["adr"])
        for n in range(max(nights, 1)):
            taken[row["assigned_room_type"].strip()][arrival + ONE_DAY * n] += 1
    types = {row[column].strip() for row in rows for column in ("reserved_room_type", "assigned_room_type")}
    rooms = sum(max(taken[kind].values(), default=1) for kind in types)
    days = Counter(date.replace(day=1) for date in _dates(min(arrivals), until))
    return [_month(month, sold[month], revenue[month], rooms * days[month]) for month in sorted(days)]


def _arrival(row: dict[str, str]) -> datetime.date:
    month = list(calendar.month_name).index(row["arrival_date_month"])
    return datetime.date(int(row["arrival_date_year"]), month, int(row["arrival_date_day_of_month"]))


def _dates(since: datetime.date, until: datetime.date) -> Iterator[datetime.date]:
    return (since + ONE_DAY * n for n in range((until - since).days + 1))


def _month(first_day: datetime.date, sold: int, revenue: Decimal, rooms: int) -> Month:
    return Month(
        first_day,
        sold,
        revenue.quantize(ZERO),
        _divided(Decimal(sold * 100), rooms),
        _divided(revenue, sold) if sold else None,
        _divided(revenue, rooms),
    )


def _divided(amount: Decimal, by: int) -> Decimal:
    return (amount / by).quantize(ZERO, ROUND_HALF_UP)


def months_of_books(until: datetime.date) -> list[Month]:
    """The same of the hotel's statistics, from its first closed day to ``until``, inclusive."""
    first = ClosedDay.select().order_by(ClosedDay.date).first().date
    found = []
    for month in sorted({date.replace(day=1) for date in _dates(first, until)}):
        last = (month + 31 * ONE_DAY).replace(day=1) - ONE_DAY
        figures = figures_between(max(month, first), min(last, until))
        assert figures is not None
        assert figures.occupancy is not None
        assert figures.revpar is not None
        found.append(
            Month(month, figures.sold, figures.room_revenue, figures.occupancy, figures.adr, figures.revpar)
        )
    return found


Balances = dict[str, tuple[Decimal, Decimal, Decimal]]  # code → opening, debit, credit


def wrong_days() -> Iterator[str]:
    """Every way in which a closed day is not whole or does not open as the one before it closed; nothing if all do."""
    before: _Kept | None = None
    for day in ClosedDay.select().order_by(ClosedDay.date):
        now = _Kept.of(day)
        wrong = [*_alone(now)]
        if before is not None:
            wrong += _after(before, now)
        wrong += [f"{tie.what.say('en')}: {tie.difference}" for tie in ties(day.date) if tie.difference]
        yield from (f"{day.date}: {what}" for what in wrong)
        before = now


@dataclass(frozen=True)
class _Kept:
    """What the audit stored of one day: the trial balance with the movement of its month, that with the movement of
    the day alone as its report prints it, and the three ledgers from both places."""

    date: datetime.date
    month: Balances
    day: Balances
    ledgers: Balances
    printed_ledgers: Balances
    reports: tuple[str, ...]

    @staticmethod
    def of(day: ClosedDay) -> _Kept:
        stored = {code: _three(figures) for code, *figures in json.loads(day.trial_balance)}
        reports = tuple(report.name for report in reports_of(day.date))
        accounts, ledgers = report_paper(day.date, "trial-balance", "en").tables
        name_of = {LEDGER_NAMES[ledger].say("en"): ledger for ledger in LEDGERS}
        return _Kept(
            day.date,
            stored,
            {row.cells[0]: _three(row.cells[2:]) for row in accounts.rows if row.style == "normal"},
            {
                row.ledger: (row.opening, row.debits, row.credits)
                for row in ClosedLedger.select().where(ClosedLedger.date == day.date)
            },
            {name_of[row.cells[0]]: _three(row.cells[1:]) for row in ledgers.rows},
            reports,
        )


def _three(figures: list[str] | tuple[str, ...]) -> tuple[Decimal, Decimal, Decimal]:
    opening, debit, credit = (Decimal(text.replace(",", "").replace("−", "-")) for text in figures[:3])
    return opening, debit, credit


def _closing(figures: tuple[Decimal, Decimal, Decimal]) -> Decimal:
    return figures[0] + figures[1] - figures[2]


def _alone(now: _Kept) -> Iterator[str]:
    for name, balances in (("trial balance", now.month), ("its report", now.day)):
        opening, debit, credit = (sum((row[n] for row in balances.values()), ZERO) for n in range(3))
        if debit != credit or opening:
            yield f"{name} has debits {debit}, credits {credit}, opening {opening}"
    if {code: _closing(row) for code, row in now.month.items()} != {
        code: _closing(row) for code, row in now.day.items()
    }:
        yield "the stored trial balance and its report close differently"
    if now.ledgers != now.printed_ledgers or now.ledgers.keys() != set(LEDGERS):
        yield "the three ledgers and their report differ"
    for ledger, row in now.ledgers.items():
        if _closing(row) != _closing(now.day.get(control_account(ledger).code, (ZERO, ZERO, ZERO))):
            yield f"the {ledger} ledger is not its account in the trial balance"
    if now.reports != tuple(report.name for report in REPORTS):
        yield f"its reports are {', '.join(now.reports) or 'missing'}"


def _after(before: _Kept, now: _Kept) -> Iterator[str]:
    """Income accounts run on over the new year: the house closes none of them by itself."""
    if now.date != before.date + ONE_DAY:
        yield f"follows {before.date}"
    for name, old, new in (("", before.day, now.day), ("ledger ", before.ledgers, now.ledgers)):
        for code in sorted(old.keys() | new.keys()):
            closed, opened = (rows.get(code, (ZERO, ZERO, ZERO)) for rows in (old, new))
            if _closing(closed) != opened[0]:
                yield f"{name}{code} opens with {opened[0]} and had closed with {_closing(closed)}"
    for code, (opening, debit, credit) in now.month.items():
        was = before.month.get(code, (ZERO, ZERO, ZERO))
        same_month = now.date.day > 1
        expected = (was[0], was[1], was[2]) if same_month else (_closing(was), ZERO, ZERO)
        moved = now.day.get(code, (ZERO, ZERO, ZERO))
        if (opening, debit, credit) != (expected[0], expected[1] + moved[1], expected[2] + moved[2]):
            yield f"{code} of the month is not that of the day before with the movement of the day"


def printed(date: datetime.date) -> dict[tuple[str, str], bytes]:
    """Every report of a closed day as PDF, in both languages."""
    return {
        (report.name, language): as_pdf(report_paper(date, report.name, language))
        for report in reports_of(date)
        for language in LANGUAGES
    }
