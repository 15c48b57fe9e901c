"""What is still to be done before a month is locked."""

from __future__ import annotations

from dataclasses import dataclass

from locales import Message
from models.ledger.drafts import Voucher
from models.ledger.month_run import reversals_due, standing_due
from models.ledger.periods import Period


@dataclass(frozen=True)
class Left:
    """A thing left to do, how often, and the command that leads to it."""

    what: Message
    n: int
    jump: Message

    @property
    def key(self) -> tuple[str]:
        return (self.what.say("en"),)


def left_to_do(period: Period) -> list[Left]:
    """Drafts of the month, standing vouchers not written, accruals not reversed; nothing where all is done."""
    drafts = Voucher.select().where(
        Voucher.entry.is_null() & (Voucher.dropped == "") & Voucher.date.between(period.starts, period.ends)
    )
    found = (
        Left(Message("Drafts of vouchers not posted"), drafts.count(), Message("vouchers")),
        Left(
            Message("Standing vouchers not written"), len(standing_due(period.starts)), Message("month run")
        ),
        Left(Message("Accruals not reversed"), len(reversals_due(period.ends)), Message("month run")),
    )
    return [left for left in found if left.n]
