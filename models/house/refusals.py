"""Refusals: what cannot be done, why, and the way to the fix.

STOP cannot be done by anyone. ASK needs a right and a typed reason, above the user's limit a second
person. NOTE is allowed, shown once and logged. The words are those of the house rules (domain, section 0).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from locales import Message


class Severity(StrEnum):
    STOP = "STOP"
    ASK = "ASK"


class Refused(Exception):
    """An operation was refused and nothing was written.

    ``code`` is stable and meant for programs; ``message`` is meant for people; ``field`` names the form
    field at fault; ``jump`` is the command that leads to the fix, for instance ``"folio 305"``.
    ``suggestion`` is what was perhaps meant in place of what stands in the field, to be offered there.
    With ASK, ``right`` is the right that may allow it, ``amount`` what is weighed against its limit, and
    ``needs_second_person`` says that the one who asks does not hold it.
    """

    def __init__(
        self,
        code: str,
        text: str,
        /,
        *,
        severity: Severity = Severity.STOP,
        field: str | None = None,
        jump: str | None = None,
        right: str | None = None,
        amount: Decimal | None = None,
        needs_second_person: bool = False,
        **values: object,
    ) -> None:
        self.code = code
        # What is weighed and needed may be spoken of in the sentence as well.
        named = {"amount": amount, "right": right}
        self.message = Message(text, {**{k: v for k, v in named.items() if f"{{{k}}}" in text}, **values})
        self.severity = severity
        self.field = field
        self.jump = jump
        self.right = right
        self.amount = amount
        self.needs_second_person = needs_second_person
        self.suggestion: str | None = None
        super().__init__(code)

    @classmethod
    def because(cls, code: str, message: Message, *, field: str | None = None) -> Refused:
        """A refusal whose sentence was made elsewhere, for instance by what reads a date or a name."""
        refused = cls(code, "", field=field)
        refused.message = message
        return refused

    def __str__(self) -> str:
        return f"{self.message.say()} ({self.code})"


@dataclass(frozen=True)
class Answer:
    """What a person said to an ASK: the reason, and who approved where that is someone else."""

    reason: str
    approver_id: int | None = None


@dataclass(frozen=True)
class Note:
    """A NOTE: allowed, to be shown once."""

    code: str
    message: Message
