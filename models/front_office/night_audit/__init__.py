"""The night audit: check, then post, balance and roll in one transaction.

Either the day is closed completely or nothing happened. The checks run again inside the transaction; a
failure rolls everything back and only the failed step is recorded, in a small transaction of its own.
"""

from models.front_office.night_audit.checks import Blocker, findings
from models.front_office.night_audit.closing import check_ready, run_audit
from models.front_office.night_audit.ledgers import ledger_of_day
from models.front_office.night_audit.no_shows import left_without_deposit, mark_all_no_shows
from models.front_office.night_audit.steps import STEPS, Failure, last_failure
from models.front_office.night_audit.summary import AuditSummary, summary_of
from models.front_office.night_audit.tables import AuditFailure, ClosedDay, ClosedLedger, DayStatistics
from models.front_office.three_ledgers import LEDGER_NAMES, LEDGERS

__all__ = [
    "LEDGERS",
    "LEDGER_NAMES",
    "STEPS",
    "AuditFailure",
    "AuditSummary",
    "Blocker",
    "ClosedDay",
    "ClosedLedger",
    "DayStatistics",
    "Failure",
    "check_ready",
    "findings",
    "last_failure",
    "ledger_of_day",
    "left_without_deposit",
    "mark_all_no_shows",
    "run_audit",
    "summary_of",
]
