"""The end of a year: revenue and expense go to retained earnings, and the year takes nothing more.

The entry stands on the year's last day; undone by its reversal, it can be written again. Balance-sheet accounts carry
their balances forward by themselves.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from models.back_office.posting_accounts import account_for
from models.house.acts import Act, operation
from models.house.inputs import said
from models.house.property import setting
from models.house.refusals import Refused
from models.ledger.accounts import Account, AccountKind
from models.ledger.balances import balances_at
from models.ledger.entries import GENERAL, YEAR_END, Entry, NewLine, mirror, write_entry
from models.ledger.periods import Period

RESULT = (AccountKind.REVENUE, AccountKind.EXPENSE)


@dataclass(frozen=True)
class FiscalYear:
    """Both days inclusive."""

    first: datetime.date
    last: datetime.date


def fiscal_year(date: datetime.date) -> FiscalYear:
    """The year ``date`` lies in; its first month is the house's choice (``fiscal_first_month``)."""
    month = int(setting("fiscal_first_month"))
    first = datetime.date(date.year - (date.month < month), month, 1)
    return FiscalYear(first, first.replace(year=first.year + 1) - datetime.timedelta(days=1))


def closing_of(last: datetime.date) -> Entry | None:
    """The entry that closes the year ending on ``last``; None while it is open, or open again."""
    undone = Entry.select(Entry.reverses).where((Entry.kind == YEAR_END) & Entry.reverses.is_null(False))
    found: Entry | None = Entry.get_or_none(
        (Entry.kind == YEAR_END) & (Entry.date == last) & Entry.reverses.is_null() & Entry.id.not_in(undone)
    )
    return found


@operation("period")
def close_year(act: Act, date: datetime.date) -> int:
    """Close the year ``date`` lies in; the entry's id.

    Refused: YEAR_RUNNING, YEAR_CLOSED (+DB), YEAR_MONTH_OPEN (a month neither locked nor softly locked), PERIOD_CLOSED (the
    last month is locked: it takes the entry while softly locked), EARLIER_YEAR, NOTHING_TO_CLOSE, NO_POSTING_ACCOUNT.
    """
    year = fiscal_year(date)
    if act.business_date <= year.last:
        raise Refused("YEAR_RUNNING", "The year runs until {date}.", date=year.last)
    if closing_of(year.last) is not None:
        raise Refused("YEAR_CLOSED", "The year is closed.")
    of_year = (Period.ends >= year.first) & (Period.starts <= year.last)
    still_open = (
        Period.select().where(of_year & ~Period.locked & ~Period.soft).order_by(Period.starts).first()
    )
    if still_open is not None:
        raise Refused(
            "YEAR_MONTH_OPEN", "The month of {date} is still open.", date=still_open.starts, jump="periods"
        )
    before = year.first - datetime.timedelta(days=1)
    if _results(before) and closing_of(before) is None:
        raise Refused("EARLIER_YEAR", "Close the year that ends on {date} first.", date=before)
    results = _results(year.last)
    if not results:
        raise Refused("NOTHING_TO_CLOSE", "Revenue and expense are zero already.")
    lines = [NewLine(account_id, -amount) for account_id, amount in results]
    profit = sum((amount for _id, amount in results), start=Decimal("0.00"))
    lines.append(NewLine(account_for("retained_earnings").id, profit))
    memo = f"{year.first} – {year.last}"
    entry_id = write_entry(act, lines, kind=YEAR_END, memo=memo, journal=GENERAL, date=year.last)
    act.changed(("entry", entry_id), {}, {"kind": YEAR_END, "date": year.last})
    return entry_id


def _results(until: datetime.date) -> list[tuple[int, Decimal]]:
    """Revenue and expense accounts not at zero at the end of ``until``, with their balances (debit plus)."""
    at = balances_at(until)
    wanted = (
        Account.select(Account.id)
        .where(Account.kind << [str(kind) for kind in RESULT])
        .order_by(Account.code)
    )
    return [(account.id, at[account.id]) for account in wanted if at.get(account.id)]


@operation("period")
def reopen_year(act: Act, date: datetime.date, reason: str) -> int:
    """Undo the closing of the year ``date`` lies in, by two persons; the reversing entry's id.

    ASK: YEAR_REOPEN. Refused: NO_REASON, YEAR_NOT_CLOSED, NEXT_YEAR_CLOSED, PERIOD_CLOSED (its last month is locked).
    """
    reason = said(reason)
    year = fiscal_year(date)
    closing = closing_of(year.last)
    if closing is None:
        raise Refused("YEAR_NOT_CLOSED", "The year is not closed.")
    if closing_of(fiscal_year(year.last + datetime.timedelta(days=1)).last) is not None:
        raise Refused("NEXT_YEAR_CLOSED", "Open the year after it first.")
    act.ask("YEAR_REOPEN", "Opening a closed year takes two persons.", right="period", two_persons=True)
    act.because(reason)
    entry_id = write_entry(
        act, mirror(closing.id), kind=YEAR_END, memo=f"{closing.memo} · {reason}"[:300], journal=GENERAL,
        date=year.last, reverses_id=closing.id,
    )  # fmt: skip
    act.changed(("entry", entry_id), {}, {"kind": YEAR_END, "date": year.last, "memo": reason})
    return entry_id
