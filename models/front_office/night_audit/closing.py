"""The night audit: check, then post, balance and roll in one transaction.

Either the day is closed completely or nothing happened. The checks run again inside the transaction; a
failure rolls everything back and only the failed step is recorded, in a small transaction of its own.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import replace

from models.front_office.blocks.cutoff import close_blocks, release_options
from models.front_office.codes.setup import take_up_accounts
from models.front_office.fixed_charges import post_fixed_charges
from models.front_office.forecast.on_the_books import freeze_on_the_books
from models.front_office.guests import SpokenName
from models.front_office.housekeeping.night import close_housekeeping_day
from models.front_office.late_charges import close_late_folios
from models.front_office.night_audit.checks import Blocker, findings
from models.front_office.night_audit.ledgers import balance_ledgers
from models.front_office.night_audit.nights import post_nights, release_no_shows
from models.front_office.night_audit.segments import freeze_segments
from models.front_office.night_audit.statistics import freeze_statistics
from models.front_office.night_audit.steps import Walk, record_failure
from models.front_office.night_audit.tables import ClosedDay
from models.front_office.packages.allowances import settle_allowances
from models.front_office.registers import write_day
from models.front_office.waitlist import release_waiting
from models.house.acts import Act, Desk, operation
from models.house.refusals import Refused
from models.ledger.balances import trial_balance
from models.ledger.entries import Entry
from models.ledger.periods import open_periods_until


def quietly(_step: str, _done: int = 0, _all: int = 1) -> None:
    """Progress nobody watches."""


def run_audit(desk: Desk, date: datetime.date, progress: Callable[[str, int, int], None] = quietly) -> int:
    """Close ``date``, which must be the business date; the id of the closed day.

    ``progress(step, done, all)`` is called at every step of ``STEPS``. Refused: NO_RIGHT, NOT_THE_BUSINESS_DATE,
    AUDIT_BLOCKED, TOO_EARLY (the date would run more than a day ahead of the calendar), OPTIONAL_CHECKS (ASK: something
    found by a check that the house set to a warning), and whatever a posting refuses.
    """
    walk = Walk(progress)
    try:
        closed = _close_day(desk, date, walk.reached)
    except Exception as error:
        record_failure(desk, date, walk, error)
        raise
    walk.reached("closed")
    return closed


@operation("audit")
def check_ready(act: Act, date: datetime.date) -> None:
    """Nothing is written. Refused and asked as ``run_audit`` before it begins."""
    _checked(act, date, quietly)


@operation("audit")
def _close_day(act: Act, date: datetime.date, reached: Callable[..., None]) -> int:
    from models.front_office.day_reports import freeze_reports  # its reports read what the audit leaves

    started = act.now
    reached("lock")
    found = _checked(act, date, reached)
    open_periods_until(act, date + datetime.timedelta(days=1))
    reached("options")
    released = release_options(act, date)  # who was held a room until today and no longer is no no-show
    reached("no-shows")
    no_shows = release_no_shows(act, date)  # first: who shares with one of them pays the whole room
    reached("nights")
    posted = post_nights(act, date, reached)
    reached("fixed")
    fixed = post_fixed_charges(act, date, reached)
    act.catch_up()  # what is routed has gone where it goes before the day is counted
    reached("waiting")
    release_waiting(act, date)
    reached("registers")
    write_day(act, date)
    reached("blocks")
    rooms_given_back = close_blocks(act, date)
    reached("packages")
    settle_allowances(act, date)
    reached("statistics")
    freeze_statistics(date, no_shows)
    freeze_segments(date)
    freeze_on_the_books(act, date)
    reached("housekeeping")
    close_housekeeping_day(act, date)
    close_late_folios(act, date)
    reached("ledgers")
    balance_ledgers(date)
    reached("reports")
    freeze_reports(act, date)
    reached("roll")
    last = Entry.select(Entry.id, Entry.hash).order_by(Entry.id.desc()).first()
    closed = ClosedDay.create(
        date=date,
        staff=act.staff,
        started_at=started,
        finished_at=act.desk.now(),
        checks=json.dumps([_as_kept(act, f) for f in found], ensure_ascii=False),
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
    reached("commit")
    return int(closed.id)


def _checked(act: Act, date: datetime.date, reached: Callable[..., None]) -> list[Blocker]:
    """What is found under the lock, when none of it stands in the way."""
    if date != act.business_date:
        raise Refused("NOT_THE_BUSINESS_DATE", "The business date is {date}.", date=act.business_date)
    if date >= act.property.calendar_date(act.now) + datetime.timedelta(days=1):
        raise Refused("TOO_EARLY", "{date} lies ahead of the calendar; it cannot be closed yet.", date=date)
    reached("checks")
    found = findings(date)
    blocking = sum(f.blocks for f in found)
    if blocking:
        raise Refused("AUDIT_BLOCKED", "{n} findings stand in the way.", n=blocking, jump="audit")
    skipped = [f for f in found if f.optional]
    if skipped:
        act.ask(
            "OPTIONAL_CHECKS",
            "Skipped findings of optional checks ({checks}): {n}.",
            right="audit",
            n=len(skipped),
            checks=", ".join(sorted({f.code for f in skipped})),
            jump="audit",
        )
    return found


def _as_kept(act: Act, finding: Blocker) -> dict[str, str]:
    """A finding as the record of the audit keeps it, in both languages; ``reason`` where it was skipped.

    The record is sealed and a guest may be erased later: in place of a name stands the command that leads to it.
    """
    answer = act.desk.answers.get("OPTIONAL_CHECKS") if finding.optional else None
    values = finding.message.values
    unnamed = {k: f"[{finding.jump}]" if isinstance(v, SpokenName) else v for k, v in values.items()}
    message = replace(finding.message, values=unnamed)
    return {
        "code": finding.code,
        "th": message.say("th"),
        "en": message.say("en"),
        "reason": answer.reason.strip() if answer else "",
    }
