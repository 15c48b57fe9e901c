"""The three ledgers of a day: opening + debits − credits = closing, proved before the date moves."""

from __future__ import annotations

import datetime

from peewee import fn

from locales import Message
from models.front_office.night_audit.tables import ClosedLedger
from models.house.refusals import Refused
from models.ledger.accounts import Account
from models.ledger.balances import account_balance, control_parts, money
from models.ledger.entries import Line

LEDGERS = ("deposit", "guest", "city")
LEDGER_NAMES = {
    "deposit": Message("Deposits"),
    "guest": Message("Guest ledger"),
    "city": Message("City ledger"),
}


def ledger_of_day(ledger: str, date: datetime.date) -> ClosedLedger:
    """One ledger on one date, from its lines: not yet stored."""
    account = Account.get(Account.subledger == ledger)
    debits = money(
        Line.select(fn.SUM(Line.amount))
        .where((Line.account == account) & (Line.date == date) & (Line.amount > 0))
        .scalar()
    )
    credits = -money(
        Line.select(fn.SUM(Line.amount))
        .where((Line.account == account) & (Line.date == date) & (Line.amount < 0))
        .scalar()
    )
    opening = account_balance(account.id, date - datetime.timedelta(days=1))
    return ClosedLedger(
        date=date,
        ledger=ledger,
        opening=opening,
        debits=debits,
        credits=credits,
        closing=opening + debits - credits,
    )


def balance_ledgers(date: datetime.date) -> None:
    """Store the day of each ledger, and refuse to close when an identity fails."""
    for ledger in LEDGERS:
        row = ledger_of_day(ledger, date)
        before = ClosedLedger.get_or_none(
            (ClosedLedger.ledger == ledger) & (ClosedLedger.date == date - datetime.timedelta(days=1))
        )
        if before is not None and before.closing != row.opening:
            raise Refused(
                "LEDGER_OPENING",
                "{ledger}: opening {opening} is not yesterday's closing {closing}.",
                ledger=LEDGER_NAMES[ledger],
                opening=row.opening,
                closing=before.closing,
                jump="verify",
            )
        account = Account.get(Account.subledger == ledger)
        parts = control_parts(account.id)
        if parts != row.closing:
            raise Refused(
                "LEDGER_PARTS",
                "{ledger}: closing {closing} is not the sum of its parts {parts}.",
                ledger=LEDGER_NAMES[ledger],
                closing=row.closing,
                parts=parts,
                jump="verify",
            )
        row.save(force_insert=True)
