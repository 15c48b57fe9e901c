"""Income audit: for a few days the journal of a closed date takes marked entries between non-control accounts.

The front-office date, its three ledgers and its stored trial balance stay as they were closed; what came later stands
beside them. House rules, section 11. Baht, debit plus.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from models.front_office.codes import TransactionCode
from models.front_office.night_audit.tables import INCOME_AUDIT, ClosedDay
from models.house.acts import Act, operation
from models.house.inputs import said
from models.house.property import Property, document_number, setting
from models.house.refusals import Refused
from models.ledger.accounts import Account
from models.ledger.entries import GENERAL, NewLine, journal_lines, write_entry
from models.ledger.periods import period_of

"""The kind of its entries; the database knows them by it."""
VAT = "VAT"


def first_open_to_income_audit() -> datetime.date | None:
    """The earliest closed date that still takes income audit; None where none does (dates to yesterday inclusive)."""
    days = int(setting("income_audit_days"))
    today = Property.the().business_date
    rows = ClosedDay.select(ClosedDay.date).where(ClosedDay.date >= today - datetime.timedelta(days=days))
    return next((date for (date,) in rows.order_by(ClosedDay.date).limit(1).tuples()), None) if days else None


@operation("journal")
def post_income_audit(
    act: Act, date: datetime.date, lines: Sequence[tuple[str, Decimal]], reason: str
) -> int:
    """A marked entry (series IA) on a closed ``date``: account code and amount (debit plus) a line; the entry's id.

    Refused: NO_REASON, INCOME_AUDIT_WINDOW (not a closed date, or closed longer ago than the setting
    ``income_audit_days``), PERIOD_CLOSED, NO_ACCOUNT, CONTROL_ACCOUNT, INCOME_AUDIT_VAT, ENTRY_UNBALANCED, ENTRY_TOO_SHORT,
    ACCOUNT_CLOSED.
    """
    reason = said(reason, "memo")
    first = first_open_to_income_audit()
    if first is None:
        raise Refused(
            "INCOME_AUDIT_WINDOW", "No closed date takes income audit now.", field="date", jump="settings"
        )
    last = act.business_date - datetime.timedelta(days=1)
    if not first <= date <= last:
        raise Refused(
            "INCOME_AUDIT_WINDOW",
            "Income audit is for closed dates from {first} to {last}.",
            field="date",
            first=first,
            last=last,
        )
    if period_of(date).locked:
        raise Refused("PERIOD_CLOSED", "The month of {date} is locked.", field="date", date=date)
    new_lines = journal_lines(lines)
    _leave_vat_alone(new_lines)
    act.because(reason)
    number = document_number("IA", date)
    entry_id = write_entry(
        act, new_lines, kind=INCOME_AUDIT, memo=reason, journal=GENERAL, date=date, voucher=number
    )
    act.changed(("entry", entry_id), {}, {"voucher": number, "date": date, "memo": reason})
    return entry_id


def _leave_vat_alone(lines: Sequence[NewLine]) -> None:
    """What was declared to the Revenue Department changes by a document, not by hand."""
    tax = TransactionCode.select(TransactionCode.account).where(TransactionCode.code == VAT)
    touched = (
        Account.select().where(Account.id << [line.account_id for line in lines]).where(Account.id << tax)
    )
    for account in touched:
        raise Refused(
            "INCOME_AUDIT_VAT",
            "Account {code} holds output VAT: it changes by a tax invoice or credit note.",
            field="account",
            code=account.code,
        )
