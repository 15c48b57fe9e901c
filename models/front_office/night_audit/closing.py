"""The night audit: check, then post, balance and roll in one transaction.

Either the day is closed completely or nothing happened. The checks run again inside the transaction; a
failure rolls everything back and only the failed step is recorded, in a small transaction of its own.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable

from models.front_office.blocks.cutoff import close_blocks, release_options
from models.front_office.codes.setup import take_up_accounts
from models.front_office.fixed_charges import post_fixed_charges
from models.front_office.forecast.on_the_books import freeze_on_the_books
from models.front_office.housekeeping.night import close_housekeeping_day
from models.front_office.late_charges import close_late_folios
from models.front_office.night_audit.checks import findings
from models.front_office.night_audit.ledgers import balance_ledgers
from models.front_office.night_audit.nights import post_nights, release_no_shows
from models.front_office.night_audit.statistics import freeze_statistics
from models.front_office.night_audit.tables import AuditFailure, ClosedDay
from models.front_office.packages.allowances import settle_allowances
from models.front_office.registers import write_day
from models.front_office.waitlist import release_waiting
from models.house.acts import Act, Desk, operation
from models.house.database import transaction
from models.house.refusals import Refused
from models.ledger.balances import trial_balance
from models.ledger.entries import Entry
from models.ledger.periods import open_periods_until


def quietly(_step: str, _done: int, _all: int) -> None:
    """Progress nobody watches."""


def run_audit(desk: Desk, date: datetime.date, progress: Callable[[str, int, int], None] = quietly) -> int:
    """Close ``date``, which must be the business date; the id of the closed day.

    ``progress(step, done, all)`` is called along the way. Refused: NO_RIGHT, NOT_THE_BUSINESS_DATE, AUDIT_BLOCKED,
    TOO_EARLY (the date would run more than a day ahead of the calendar), and whatever a posting refuses.
    """
    at: dict[str, str] = {"step": "start", "record": ""}

    def watch(step: str, done: int, total: int, record: str = "") -> None:
        at.update(step=step, record=record)
        progress(step, done, total)

    try:
        return _close_day(desk, date, watch)
    except Refused as refused:
        if refused.code not in ("NO_RIGHT", "AUDIT_BLOCKED", "NOT_THE_BUSINESS_DATE", "TOO_EARLY"):
            _record_failure(desk, date, at, str(refused))
        raise
    except Exception as error:
        _record_failure(desk, date, at, f"{type(error).__name__}: {error}")
        raise


def _record_failure(desk: Desk, date: datetime.date, at: dict[str, str], message: str) -> None:
    with transaction():
        AuditFailure.create(at=desk.now(), date=date, step=at["step"], record=at["record"], message=message)


@operation("audit")
def _close_day(act: Act, date: datetime.date, watch: Callable[..., None]) -> int:
    from models.front_office.day_reports import freeze_reports  # its reports read what the audit leaves

    started = act.now
    if date != act.business_date:
        raise Refused("NOT_THE_BUSINESS_DATE", "The business date is {date}.", date=act.business_date)
    if date >= act.property.calendar_date(act.now) + datetime.timedelta(days=1):
        raise Refused("TOO_EARLY", "{date} lies ahead of the calendar; it cannot be closed yet.", date=date)
    watch("checks", 0, 1)
    found = findings(date)
    if any(f.blocks for f in found):
        raise Refused(
            "AUDIT_BLOCKED", "{n} findings stand in the way.", n=sum(f.blocks for f in found), jump="audit"
        )
    open_periods_until(act, date + datetime.timedelta(days=1))
    released = release_options(act, date)  # who was held a room until today and no longer is no no-show
    no_shows = release_no_shows(act, date)  # first: who shares with one of them pays the whole room
    posted = post_nights(act, date, watch)
    fixed = post_fixed_charges(act, date, watch)
    act.catch_up()  # what is routed has gone where it goes before the day is counted
    release_waiting(act, date)
    write_day(act, date)
    watch("blocks", 0, 1)
    rooms_given_back = close_blocks(act, date)
    watch("packages", 0, 1)
    settle_allowances(act, date)
    watch("statistics", 0, 1)
    freeze_statistics(date, no_shows)
    freeze_on_the_books(act, date)
    close_housekeeping_day(act, date)
    close_late_folios(act, date)
    watch("ledgers", 0, 1)
    balance_ledgers(date)
    freeze_reports(act, date)
    watch("roll", 0, 1)
    last = Entry.select(Entry.id, Entry.hash).order_by(Entry.id.desc()).first()
    closed = ClosedDay.create(
        date=date,
        staff=act.staff,
        started_at=started,
        finished_at=act.desk.now(),
        checks=json.dumps([f.code for f in found]),
        counts=json.dumps(
            {
                "nights": posted,
                "no_shows": no_shows,
                "rooms_given_back": rooms_given_back,
                "fixed_charges": fixed,
                "options_released": released,
            }
        ),
        trial_balance=json.dumps(
            [[r.code, str(r.opening), str(r.debit), str(r.credit)] for r in trial_balance(date)],
            separators=(",", ":"),
        ),
        last_entry_id=last.id if last else 0,
        last_hash=last.hash if last else "",
    )
    act.update(act.property, business_date=date + datetime.timedelta(days=1))
    take_up_accounts(act, date + datetime.timedelta(days=1))
    return int(closed.id)
