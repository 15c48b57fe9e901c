"""The post office: takes letters out of the queue one by one and sends them as e-mail, fax or text message.

A letter is claimed in a transaction of its own, sent, and marked in another. What can be known is kept apart: it
went out, it certainly did not and is tried again, it was refused for good, or nobody knows. The last is never tried
again by itself (see ``models/front_office/correspondence/queue.py``).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.post_office.outcome import FAILED, LINE_DOWN, SENT, UNCERTAIN, WAITS, Outcome
from models.front_office.correspondence import (
    EMAIL,
    FAX,
    SENT_FROM_HERE,
    Letter,
    claim_letter,
    is_set_up,
    letter_failed,
    letter_sent,
    letter_uncertain,
    letter_waits,
)
from models.house.property import setting
from models.house.refusals import Refused

Write = Callable[..., Any]
"""Runs an operation of models: ``write(operation, *args, **kwargs)``."""

MOST_IN_A_ROUND = 200


@dataclass
class Round:
    """What one round at the queue came to. ``line``: the ways that are down, in the words of what went wrong."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0
    uncertain: int = 0
    line: dict[str, str] = field(default_factory=dict)

    @property
    def all_well(self) -> bool:
        return not (self.waiting or self.failed or self.uncertain or self.line)


def ways() -> list[str]:
    """The ways letters can leave this hotel by themselves."""
    return [method for method in SENT_FROM_HERE if is_set_up(method)]


def send_letters(
    write: Write,
    environ: Mapping[str, str] = os.environ,
    stop: Callable[[], bool] = lambda: False,
) -> Round:
    """Send what is due. A way that proves to be down is left alone for the rest of the round."""
    done = Round()
    for _n in range(MOST_IN_A_ROUND):
        open_ways = [method for method in ways() if method not in done.line]
        claim = write(claim_letter, open_ways) if open_ways and not stop() else None
        if claim is None:
            break
        letter = Letter.get_by_id(claim["letter_id"])
        outcome = deliver(letter, environ)
        try:
            _mark(write, claim["letter_id"], claim["attempt"], outcome, done)
        except Refused as refused:
            if refused.code != "LETTER_TAKEN":
                raise
        if outcome.kind == LINE_DOWN:
            done.line[letter.method] = outcome.words
    return done


def deliver(letter: Letter, environ: Mapping[str, str]) -> Outcome:
    """Hand one letter over. A fault of ours before anything was handed over is the letter's own fault."""
    if letter.method == EMAIL or (letter.method == FAX and not setting("fax_command")):
        from app.post_office.mail import mail_settings, message_of
        from app.post_office.smtp import hand_over

        try:
            message = message_of(letter)
        except Exception as error:  # noqa: BLE001 - one letter that cannot be set must not hold up the others
            return Outcome(FAILED, f"{type(error).__name__}: {error}")
        return hand_over(mail_settings(environ), message)
    from app.post_office.commands import run_for

    return run_for(letter, environ)


def _mark(write: Write, letter_id: int, attempt: int, outcome: Outcome, done: Round) -> None:
    claim = (letter_id, attempt)
    if outcome.kind == SENT:
        write(letter_sent, *claim)
        done.sent += 1
    elif outcome.kind in (WAITS, LINE_DOWN):
        waits = write(letter_waits, *claim, outcome.words, line_down=outcome.kind == LINE_DOWN)
        done.waiting += waits
        done.failed += not waits
    elif outcome.kind == UNCERTAIN:
        write(letter_uncertain, *claim, outcome.words)
        done.uncertain += 1
    else:
        write(letter_failed, *claim, outcome.words)
        done.failed += 1
