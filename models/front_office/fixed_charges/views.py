"""What the desk and the auditor see of fixed charges: what is to come, what stands in the way, the lamp."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from locales import Message
from models.front_office.fixed_charges.tables import (
    ONE_DAY,
    OPEN,
    FixedCharge,
    dates_due,
    due_in_house,
    fixed_of_stays,
    is_due,
    next_due,
    posted_of,
    source_of,
)
from models.front_office.reservations.tables import Stay
from models.house.property import Property


def closed_codes(date: datetime.date) -> list[tuple[Message, str]]:
    """What is due tonight on a code or an account that is closed, which the audit could not post; and the way to it."""
    return [
        (
            Message(
                "{room} {guest}: the fixed charge {code} is closed to postings",
                {
                    "room": charge.stay.room.number,
                    "guest": charge.stay.guest.spoken,
                    "code": charge.code.code,
                },
            ),
            f"fixed charges stay {charge.stay_id}",
        )
        for charge in due_in_house(date)
        if not charge.code.active or (charge.code.account.closed_on or datetime.date.max) <= date
    ]


def fixed_of_stay(stay: Stay) -> list[tuple[datetime.date, FixedCharge, bool]]:
    """What stands on a stay by date: what was posted (True), and what the audits to come will post as its dates are."""
    today = Property.the().business_date
    found = [
        (date, charge) for charge in fixed_of_stays([stay.id]) for date in dates_due(charge, stay.arrival)
    ]
    posted = posted_of(source_of(charge, date) for date, charge in found)
    found.sort(key=lambda each: (each[0], each[1].id))
    known = [(date, charge, source_of(charge, date) in posted) for date, charge in found]
    return [
        (date, charge, done) for date, charge, done in known if done or (date >= today and stay.state in OPEN)
    ]


def fixed_to_come(stay: Stay) -> list[tuple[datetime.date, FixedCharge]]:
    """What the audits to come will post of a stay as its dates stand, by date."""
    return [(date, charge) for date, charge, done in fixed_of_stay(stay) if not done]


def fixed_lit(stay_ids: Collection[int], date: datetime.date) -> dict[int, Message]:
    """Of the stays to come or in house with a fixed charge still to post on ``date`` or later, which codes."""
    codes: dict[int, list[str]] = {}
    for charge in fixed_of_stays(stay_ids):
        if charge.stay.state in OPEN and next_due(charge, date):
            pieces = f" ×{charge.quantity}" if charge.quantity > 1 else ""
            codes.setdefault(charge.stay_id, []).append(charge.code.code + pieces)
    return {
        stay_id: Message("{codes}, posted by the audit", {"codes": ", ".join(each)})
        for stay_id, each in codes.items()
    }


@dataclass(frozen=True)
class FixedRow:
    """A fixed charge as the desk reads it; ``next_due``: the next date the audit posts it, none when there is no more."""

    id: int
    code: str
    name_th: str
    name_en: str
    amount: Decimal
    inclusive: bool
    quantity: int
    rhythm: str
    since: datetime.date | None
    until: datetime.date | None
    text: str
    next_due: datetime.date | None
    due_today: bool
    posted_today: bool

    @property
    def key(self) -> tuple[int]:
        return (self.id,)


def fixed_charges_of(stay_id: int, date: datetime.date) -> list[FixedRow]:
    """The fixed charges that stand on a stay, as of the business date."""
    charges = sorted(fixed_of_stays([stay_id]), key=lambda charge: int(charge.id))
    posted = posted_of(source_of(charge, date) for charge in charges)
    rows = []
    for charge in charges:
        done = source_of(charge, date) in posted
        to_come = next_due(charge, date + ONE_DAY if done else date)
        rows.append(
            FixedRow(
                charge.id, charge.code.code, charge.code.name_th, charge.code.name_en, charge.amount, charge.inclusive,
                charge.quantity, charge.rhythm, charge.since, charge.until, charge.text,
                to_come, is_due(charge, date), done,
            )
        )  # fmt: skip
    return rows
