"""The steps of the audit in order, where it is on its way, and what stopped one that failed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from locales import Message, current_language
from models.front_office.night_audit.tables import AuditFailure
from models.house.acts import Desk
from models.house.database import transaction
from models.house.refusals import Refused

STEPS = {
    "lock": Message("starting"),
    "checks": Message("checking"),
    "options": Message("releasing bookings past their option"),
    "no-shows": Message("marking no-shows"),
    "nights": Message("posting room and tax"),
    "fixed": Message("posting fixed charges"),
    "waiting": Message("releasing who waits"),
    "registers": Message("writing the registers"),
    "blocks": Message("giving back rooms of blocks"),
    "packages": Message("settling the packages"),
    "statistics": Message("freezing the statistics"),
    "housekeeping": Message("turning rooms dirty"),
    "ledgers": Message("balancing the ledgers"),
    "reports": Message("keeping the reports"),
    "roll": Message("moving the date"),
    "commit": Message("closing the day"),
    "closed": Message("closed"),
}
"""Every step in order, in the words of who watches; up to ``commit`` nothing has happened, with ``closed`` all has.
The house is tried by killing the audit at each of them."""

ORDINARY = ("NO_RIGHT", "AUDIT_BLOCKED", "NOT_THE_BUSINESS_DATE", "TOO_EARLY", "OPTIONAL_CHECKS")
"""Refusals that are no failure: the audit was not begun."""


class Walk:
    """Where the audit is: told to who watches, and remembered for the record of a failure."""

    def __init__(self, progress: Callable[[str, int, int], None]) -> None:
        self.step, self.record, self.jump = "lock", "", ""
        self._progress = progress

    def reached(self, step: str, done: int = 0, total: int = 1, record: str = "", jump: str = "") -> None:
        """``done`` of ``total`` records are behind; ``record`` is the one in hand, as a person names it,
        ``jump`` the command that leads to it."""
        self.step, self.record, self.jump = step, record, jump
        self._progress(step, done, total)


def record_failure(desk: Desk, date: datetime.date, walk: Walk, error: Exception) -> None:
    """In a small transaction of its own, after everything was rolled back. A refusal to begin is no failure."""
    if isinstance(error, Refused):
        if error.code in ORDINARY:
            return
        message, jump = error.message, error.jump or walk.jump
    else:
        why = f"{type(error).__name__}: {error}"
        message, jump = Message("a fault of the program: {why}", {"why": why}), walk.jump
    with transaction():
        AuditFailure.create(
            at=desk.now(),
            date=date,
            step=walk.step,
            record=walk.record,
            message=message.say("en"),
            message_th=message.say("th"),
            jump=jump,
        )


@dataclass(frozen=True)
class Failure:
    """What stopped the last try to close a day; ``jump`` is the command that leads to the fix, or empty."""

    at: datetime.datetime
    step: Message
    record: str
    why: str
    jump: str

    @property
    def message(self) -> Message:
        if not self.record:
            return Message("The last try stopped at {step}: {why}", {"step": self.step, "why": self.why})
        values: dict[str, object] = {"step": self.step, "record": self.record, "why": self.why}
        return Message("The last try stopped at {step}, {record}: {why}", values)


def last_failure(date: datetime.date) -> Failure | None:
    """Of the tries to close ``date``, in the language of who reads; None where none failed."""
    row = AuditFailure.select().where(AuditFailure.date == date).order_by(AuditFailure.id.desc()).first()
    if row is None:
        return None
    thai = current_language() == "th" and row.message_th
    return Failure(
        row.at, STEPS.get(row.step, Message("starting")), row.record, thai or row.message, row.jump
    )
