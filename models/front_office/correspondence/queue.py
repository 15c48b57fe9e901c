"""The queue to the post office: claimed one by one under the write lock, so that no letter is taken twice.

A claim is a step of its own, committed before anything is sent. Whoever dies between sending and saying so
leaves a letter that may have gone out: it is never sent again by itself. A guest who gets two confirmations of one
booking, or two text messages, doubts both; a clerk who looks can ask him, look into the sent mail, or decide.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import fn

from models.front_office.correspondence.tables import (
    FAILED,
    LONGEST_SENDING,
    QUEUED,
    SENDING,
    SENT,
    UNCERTAIN,
    Letter,
)
from models.house.acts import Act, operation
from models.house.refusals import Refused

BACK_OFF_MINUTES = (1, 2, 5, 10, 20, 30, 60)
"""After the first failure, the second …; the last from then on."""
GIVE_UP_AFTER = datetime.timedelta(days=5)  # RFC 5321, 4.5.4.1
LONGEST_ERROR = 300


def _due(now: datetime.datetime, methods: Sequence[str]) -> Any:
    return (Letter.status == QUEUED) & (Letter.next_attempt_at <= now) & (Letter.method << list(methods))


def letters_due(now: datetime.datetime, methods: Sequence[str]) -> int:
    return int(Letter.select().where(_due(now, methods)).count())


@operation(None)
def claim_letter(act: Act, methods: Sequence[str]) -> dict[str, int] | None:
    """Take the letter that has waited longest, of those whose turn it is: ``letter_id`` and ``attempt``."""
    _give_up_claims(act)
    letter = (
        Letter.select()
        .where(_due(act.now, methods))
        .order_by(Letter.next_attempt_at, Letter.id)
        .limit(1)
        .first()
    )
    if letter is None:
        return None
    act.update(letter, status=SENDING, claimed_at=act.now, attempts=letter.attempts + 1)
    return {"letter_id": letter.id, "attempt": letter.attempts}


def _give_up_claims(act: Act) -> None:
    """Sendings that can no longer be under way were broken off."""
    for letter in Letter.select().where(Letter.status == SENDING):
        if letter.claimed_at < act.now - LONGEST_SENDING:
            act.update(letter, status=UNCERTAIN, last_error="")


@operation(None)
def hold_letters(act: Act, why: str) -> int:
    """After the hotel was restored: what waited when the back-up was made may have gone out since. How many."""
    waiting = list(Letter.select().where(Letter.status << (QUEUED, SENDING)))
    for letter in waiting:
        act.update(letter, status=UNCERTAIN, claimed_at=letter.claimed_at or act.now, last_error=_fit(why))
    return len(waiting)


def _claimed(letter_id: int, attempt: int) -> Letter:
    """The letter, if it is still this claim's. One that was given up meanwhile may still be told of."""
    letter = Letter.get_by_id(letter_id)
    if letter.attempts != attempt or letter.status not in (SENDING, UNCERTAIN):
        raise Refused("LETTER_TAKEN", "This letter is no longer being sent from here.")
    return letter


@operation(None)
def letter_sent(act: Act, letter_id: int, attempt: int) -> None:
    """It was taken by the server or the program. Refused: LETTER_TAKEN."""
    act.update(_claimed(letter_id, attempt), status=SENT, sent_at=act.now, last_error="")


@operation(None)
def letter_waits(act: Act, letter_id: int, attempt: int, why: str, line_down: bool = False) -> bool:
    """It certainly did not go out and is tried again later (True); after five days no more, unless the line is to
    blame. Refused: LETTER_TAKEN.
    """
    letter = _claimed(letter_id, attempt)
    if not line_down and act.now - letter.written_at > GIVE_UP_AFTER:
        act.update(letter, status=FAILED, last_error=_fit(why))
        return False
    minutes = BACK_OFF_MINUTES[min(letter.attempts, len(BACK_OFF_MINUTES)) - 1]
    act.update(
        letter, status=QUEUED, next_attempt_at=act.now + datetime.timedelta(minutes=minutes), last_error=_fit(why)
    )  # fmt: skip
    return True


@operation(None)
def letter_failed(act: Act, letter_id: int, attempt: int, why: str) -> None:
    """It was refused for good, in the words of who refused it. Refused: LETTER_TAKEN."""
    act.update(_claimed(letter_id, attempt), status=FAILED, last_error=_fit(why))


@operation(None)
def letter_uncertain(act: Act, letter_id: int, attempt: int, why: str) -> None:
    """The line broke after the last word and before the answer: a person decides. Refused: LETTER_TAKEN."""
    act.update(_claimed(letter_id, attempt), status=UNCERTAIN, last_error=_fit(why))


def _fit(why: str) -> str:
    """Words of a foreign server: whatever is in them, one line of them is kept."""
    return re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in why)).strip()[:LONGEST_ERROR]


@dataclass(frozen=True)
class QueueCounts:
    waiting: int
    sending: int
    uncertain: int
    failed: int


def queue_counts(now: datetime.datetime) -> QueueCounts:
    """What waits, is on its way, and needs a person."""
    stale = (Letter.status == SENDING) & (Letter.claimed_at < now - LONGEST_SENDING)

    def count(where: Any) -> int:
        return int(Letter.select().where(where).count())

    broken_off = count(stale)
    return QueueCounts(
        count(Letter.status == QUEUED),
        count(Letter.status == SENDING) - broken_off,
        count(Letter.status == UNCERTAIN) + broken_off,
        count((Letter.status == FAILED) & ~_was_repeated()),
    )


def _was_repeated() -> Any:
    """A failure that somebody answered by sending it again needs nobody any more."""
    again = Letter.alias()
    first = fn.COALESCE(Letter.repeats, Letter.id)
    return fn.EXISTS(again.select(again.id).where((again.repeats == first) & (again.id > Letter.id)))
