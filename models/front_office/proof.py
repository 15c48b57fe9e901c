"""Proof of the whole house: the ledger's own proof, and that desks, folios and ledgers agree.

The identities are those of the house rules, section 10.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal

from peewee import JOIN, fn

from locales import Message
from models.back_office.payables import payables_faults
from models.back_office.petty_cash import PettyMove
from models.back_office.receipts_on_account import AccountReceipt, receipt_faults
from models.back_office.receivables import OpenItem
from models.back_office.withholding_certificates import Certificate
from models.front_office.billed_ahead import BilledNight
from models.front_office.closed_books import trial_balance_faults
from models.front_office.deposit_vat import RELEASE
from models.front_office.folios import FolioWindow, Posting
from models.front_office.folios.checks import moving_faults
from models.front_office.invoicing.checks import document_faults
from models.front_office.night_audit import (
    LEDGERS,
    ClosedDay,
    ClosedLedger,
    DayStatistics,
    ledger_of_day,
)
from models.front_office.opening_balances import OPENING
from models.front_office.packages.checks import carved_of, package_faults
from models.front_office.receipts import Receipt
from models.front_office.reservations import CHECKED_OUT, IN_HOUSE, Night, Stay
from models.front_office.three_ledgers import register_faults, ties
from models.front_office.three_ledgers.balance import (
    amount_faults,
    base_faults,
    city_faults,
    control_faults,
    left_faults,
)
from models.front_office.till import TillMovement
from models.front_office.till.views import till_faults
from models.house.property import NumberSeries, Property
from models.ledger.accounts import Account, Subaccount, SubaccountBalance
from models.ledger.balances import money
from models.ledger.entries import Entry, Line
from models.ledger.proof import Fault, ledger_faults


def faults(progress: Callable[[int, int], None] | None = None) -> Iterator[Fault]:
    """Everything that is wrong in the hotel; nothing means every identity holds."""
    yield from ledger_faults(progress)
    missing = [name for name in LEDGERS if Account.get_or_none(Account.subledger == name) is None]
    if missing:
        words = Message("No control account for {ledgers}", {"ledgers": ", ".join(missing)})
        yield Fault("CONTROL_MISSING", words)
        return
    yield from _ledgers_day_by_day()
    yield from control_faults()
    yield from _ties_of_days()
    yield from _postings()
    yield from till_faults()
    yield from left_faults()
    yield from city_faults()
    yield from payables_faults()
    yield from receipt_faults()
    yield from register_faults()
    yield from _room_nights()
    yield from package_faults()
    yield from document_faults()
    yield from _numbers()
    yield from _numbers_of_the_books()
    yield from _closed_days()
    yield from trial_balance_faults()
    yield from base_faults()
    yield from amount_faults()
    yield from moving_faults()


def _ledgers_day_by_day() -> Iterator[Fault]:
    """Identities 1 and 2: opening + debits − credits = closing; closing is the next opening."""
    for ledger in LEDGERS:
        previous: ClosedLedger | None = None
        for row in ClosedLedger.select().where(ClosedLedger.ledger == ledger).order_by(ClosedLedger.date):
            names: dict[str, object] = {"ledger": ledger, "date": row.date}
            if previous is not None:
                if row.date != previous.date + datetime.timedelta(days=1):
                    yield Fault("LEDGER_DAYS", Message("{ledger}: the day before {date} is missing", names))
                if row.opening != previous.closing:
                    yield Fault(
                        "LEDGER_OPENING",
                        Message("{ledger}: {date} does not open as the day before closed", names),
                    )
            now = ledger_of_day(ledger, row.date)
            if (now.opening, now.debits, now.credits) != (row.opening, row.debits, row.credits):
                yield Fault(
                    "LEDGER_DAY",
                    Message("{ledger}: the stored figures of {date} are not those of its lines", names),
                )
            previous = row


def _ties_of_days() -> Iterator[Fault]:
    """What the audit proved before each date moved still holds."""
    for (date,) in ClosedDay.select(ClosedDay.date).order_by(ClosedDay.date).tuples():
        for tie in ties(date):
            if tie.difference:
                values: dict[str, object] = {"what": tie.what, "date": date, "difference": tie.difference}
                yield Fault(
                    "LEDGER_TIE", Message("{what} of {date}: books and desks differ by {difference}", values)
                )


def _postings() -> Iterator[Fault]:
    """Identities 3, 5 and 6: each posting is in one ledger with its entry; what folios show is what the books hold."""
    rows = (
        Posting.select(
            Posting.id, Posting.entry, Posting.amount, Posting.date, Entry.date.alias("entry_date")
        )
        .join(Entry)
        .where(Posting.date != Entry.date)
        .dicts()
    )
    for row in rows:
        yield Fault(
            "POSTING_DATE",
            Message("Posting {n} has another date than its entry", {"n": row["id"]}),
            row["entry"],
        )
    by_window = (
        Posting.select(FolioWindow.subaccount, fn.SUM(Posting.amount))
        .join(FolioWindow)
        .group_by(FolioWindow.subaccount)
        .tuples()
    )
    from models.front_office.reservations import Reservation

    by_deposit, by_security = (
        Posting.select(part, fn.SUM(Posting.amount))
        .join(Reservation)
        .switch(Posting)
        .join(Line, on=((Line.entry == Posting.entry) & (Line.subaccount == part)))
        .group_by(part)
        .tuples()
        for part in (Reservation.deposit, Reservation.security)
    )
    shown = {part: money(total) for query in (by_window, by_deposit, by_security) for part, total in query}
    for part_id, balance, subledger in (
        SubaccountBalance.select(SubaccountBalance.id, SubaccountBalance.balance, Account.subledger)
        .join(Subaccount, on=(Subaccount.id == SubaccountBalance.id))
        .join(Account)
        .tuples()
    ):
        if subledger in ("guest", "deposit") and shown.get(part_id, Decimal("0.00")) != money(balance):
            yield Fault(
                "FOLIO", Message("Part {n}: its postings do not add up to its balance", {"n": part_id})
            )
    # Paid-outs of the house, drops and floats move a drawer without standing on a folio.
    of_the_till = TillMovement.select(TillMovement.entry).where(TillMovement.entry.is_null(False))
    without = Entry.select(Entry.id).where(
        (Entry.journal == "front")
        & (Entry.kind != RELEASE)
        & Entry.id.not_in(OpenItem.select(OpenItem.entry).where(OpenItem.entry.is_null(False)))
        & Entry.id.not_in(Posting.select(Posting.entry))
        & Entry.id.not_in(of_the_till)
    )
    for entry in without.limit(20):
        yield Fault(
            "NO_POSTING", Message("Entry {n} of the front office has no posting", {"n": entry.id}), entry.id
        )
    moved = (
        Line.select(Line.entry, fn.SUM(Line.amount))
        .join(Entry)
        .where(Entry.kind << ("deposit moved", "security used"))
        .group_by(Line.entry)
        .having(fn.SUM(Line.amount) != 0)
    )
    for line in moved:
        yield Fault(
            "TRANSFER", Message("Transfer {n} does not add to zero", {"n": line.entry_id}), line.entry_id
        )


def _room_nights() -> Iterator[Fault]:
    """A posted night has its posting and its price; no past night of a guest in house is left unposted."""
    today = Property.the().business_date
    wrong = (
        Night.select(Night.id, Night.amount, Posting.typed)
        .join(Posting, on=(Posting.night == Night.id))
        .where((Night.amount - carved_of(Night) != Posting.typed) | (Night.posted == False))  # noqa: E712
        .tuples()
    )
    for night_id, _amount, _typed in wrong:
        yield Fault("NIGHT_PRICE", Message("Night {n} was not posted at its price", {"n": night_id}))
    unposted = (
        Night.select(Night.id)
        .join(Stay)
        .where((Stay.state << (IN_HOUSE, CHECKED_OUT)) & (Night.date < today) & (Night.posted == False))  # noqa: E712
    )
    for night in unposted.limit(20):
        yield Fault("NIGHT_UNPOSTED", Message("Night {n} was slept and not posted", {"n": night.id}))
    without = Night.select(Night.id).where(
        Night.posted
        & (Night.amount > carved_of(Night))
        & Night.id.not_in(Posting.select(Posting.night).where(Posting.night.is_null(False)))
        & Night.id.not_in(BilledNight.select(BilledNight.night_id))
    )
    for night in without.limit(20):
        yield Fault(
            "NIGHT_NO_POSTING", Message("Night {n} is marked posted and has no posting", {"n": night.id})
        )


def _numbers() -> Iterator[Fault]:
    """Receipts of a year run without a gap."""
    last: dict[str, int] = {}
    of_the_house = Receipt.posting.is_null() | (Posting.kind != OPENING)
    numbered = Receipt.select(Receipt.number).join(Posting, JOIN.LEFT_OUTER).where(of_the_house)
    for (number,) in numbered.order_by(Receipt.id).tuples():
        series, _dash, running = number.rpartition("-")
        if int(running) != last.get(series, 0) + 1:
            yield Fault(
                "RECEIPT_GAP",
                Message("Receipt {number} does not follow the one before it", {"number": number}),
            )
        last[series] = int(running)
    for series, running in last.items():
        kept = NumberSeries.get_or_none(NumberSeries.series == series)
        if kept is None or kept.next_number != running + 1:
            yield Fault(
                "RECEIPT_GAP", Message("Receipts of {series} are missing at the end", {"series": series})
            )


BOOKS = ("JV", "PV", "RV", "RC", "WT", "PC", "DS")
"""What numbers of vouchers and papers of the back office begin with."""


def _numbers_of_the_books() -> Iterator[Fault]:
    """Each number that was drawn for a voucher, receipt, certificate or slip stands on one."""
    given: dict[str, set[int]] = {}
    for field in (Entry.voucher, AccountReceipt.number, Certificate.number, PettyMove.number, Receipt.number):
        for beginning in BOOKS:
            for (number,) in field.model.select(field).where(field.startswith(beginning)).tuples():
                series, _dash, running = number.rpartition("-")
                if running.isdigit():
                    given.setdefault(series, set()).add(int(running))
    for row in NumberSeries.select().where(NumberSeries.series << list(given)):
        missing = sorted(set(range(1, row.next_number)) - given[row.series])
        if missing:
            values: dict[str, object] = {"series": row.series, "numbers": ", ".join(map(str, missing[:20]))}
            yield Fault("NUMBER_GAP", Message("{series}: no paper has the numbers {numbers}", values))


def _closed_days() -> Iterator[Fault]:
    """Every day from the first one closed up to yesterday has its record, and the chain is the one it saw."""
    expected: datetime.date | None = None
    for day in ClosedDay.select().order_by(ClosedDay.date):
        names: dict[str, object] = {"date": day.date}
        if expected is not None and day.date != expected:
            yield Fault("CLOSED_DAY", Message("The record of {date} is missing", {"date": expected}))
        expected = day.date + datetime.timedelta(days=1)
        if day.last_entry_id:
            last = Entry.get_or_none(Entry.id == day.last_entry_id)
            if last is None or last.hash != day.last_hash:
                yield Fault(
                    "CHAIN_OF_DAY",
                    Message("The books of {date} are not those that were closed", names),
                    day.last_entry_id,
                )
        if ClosedLedger.select().where(ClosedLedger.date == day.date).count() != len(LEDGERS):
            yield Fault("LEDGER_DAYS", Message("A ledger of {date} is missing", names))
        if DayStatistics.get_or_none(DayStatistics.date == day.date) is None:
            yield Fault("STATISTICS", Message("The statistics of {date} are missing", names))
    today = Property.the().business_date
    if expected is not None and expected != today:
        yield Fault("CLOSED_DAY", Message("The record of {date} is missing", {"date": expected}))
