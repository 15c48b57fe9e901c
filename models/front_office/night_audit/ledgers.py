"""The three ledgers of a day: opening + debits − credits = closing, proved before the date moves."""

from __future__ import annotations

import datetime

from peewee import fn

from models.front_office.night_audit.tables import ClosedDay, ClosedLedger
from models.front_office.three_ledgers import (
    LEDGER_NAMES,
    LEDGERS,
    control_account,
    ledger_day,
    prove_ties,
    written_since_closing,
)
from models.front_office.three_ledgers.day import MOST_SUSPECTS
from models.house.refusals import Refused
from models.ledger.accounts import Subaccount, SubaccountBalance
from models.ledger.balances import ZERO, control_parts, money
from models.ledger.entries import Line


def ledger_of_day(ledger: str, date: datetime.date) -> ClosedLedger:
    """One ledger on one date, from its lines: not yet stored."""
    day = ledger_day(ledger, date)
    return ClosedLedger(
        date=date,
        ledger=ledger,
        opening=day.opening,
        debits=day.debits,
        credits=day.credits,
        closing=day.closing,
    )


def balance_ledgers(date: datetime.date) -> None:
    """Store the day of each ledger. Refused: LEDGER_OPENING, LEDGER_PARTS, LEDGER_TIE (an identity or tie fails)."""
    for ledger in LEDGERS:
        row = ledger_of_day(ledger, date)
        _opens_as_it_closed(row, date)
        parts = control_parts(control_account(ledger).id)
        if parts != row.closing:
            raise Refused(
                "LEDGER_PARTS",
                "{ledger}: closing {closing} is not the sum of its parts {parts}; difference {difference}, in {suspects}.",
                ledger=LEDGER_NAMES[ledger],
                closing=row.closing,
                parts=parts,
                difference=row.closing - parts,
                suspects=", ".join(_suspect_parts(ledger)) or "–",
                jump="three ledgers",
            )
        row.save(force_insert=True)
    prove_ties(date)


def _suspect_parts(ledger: str) -> list[str]:
    """The parts whose kept balance is not what their lines add up to, the first of them, by their labels."""
    account = control_account(ledger)
    sums = (
        Line.select(Line.subaccount, fn.SUM(Line.amount))
        .where(Line.account == account)
        .group_by(Line.subaccount)
    )
    written = {part: money(total) for part, total in sums.tuples()}
    kept = (
        SubaccountBalance.select(SubaccountBalance.id, SubaccountBalance.balance, Subaccount.label)
        .join(Subaccount, on=(Subaccount.id == SubaccountBalance.id))
        .where(Subaccount.account == account)
        .order_by(SubaccountBalance.id)
        .tuples()
    )
    wrong = [label for part, balance, label in kept if money(balance) != written.get(part, ZERO)]
    return wrong[:MOST_SUSPECTS]


def _opens_as_it_closed(row: ClosedLedger, date: datetime.date) -> None:
    yesterday = date - datetime.timedelta(days=1)
    before = ClosedLedger.get_or_none((ClosedLedger.ledger == row.ledger) & (ClosedLedger.date == yesterday))
    if before is None or before.closing == row.opening:
        return
    closed = ClosedDay.get_or_none(ClosedDay.date == yesterday)
    suspects = written_since_closing(row.ledger, date, closed.last_entry_id if closed else 0)
    raise Refused(
        "LEDGER_OPENING",
        "{ledger}: opening {opening} is not yesterday's closing {closing}; difference {difference}, entries {entries}.",
        ledger=LEDGER_NAMES[row.ledger],
        opening=row.opening,
        closing=before.closing,
        difference=row.opening - before.closing,
        entries=", ".join(f"K-{entry_id:05d}" for entry_id in suspects) or "–",
        jump="three ledgers",
    )
