"""Proof that packages, folios and books agree, and what the audit looks for before it posts."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from peewee import JOIN, fn

from locales import Message
from models.front_office.folios import Posting
from models.front_office.guests import Guest
from models.front_office.packages.tables import NightElement
from models.front_office.reservations.tables import CHECKED_OUT, IN_HOUSE, Night, Stay
from models.house.property import Property
from models.ledger.proof import Fault


def carved_of(night: Any) -> Any:
    """What the elements take out of the price of a night, as an expression of the database."""
    element = NightElement.alias()
    return fn.COALESCE(
        element.select(fn.SUM(element.amount * element.quantity)).where(
            (element.night == night.id) & element.in_rate
        ),
        0,
    )


def over_priced(date: datetime.date) -> list[Stay]:
    """Guests in house whose package parts of tonight come to more than the price."""
    return list(
        Stay.select(Stay, Guest)
        .join(Guest)
        .switch(Stay)
        .join(Night)
        .where(
            (Stay.state == IN_HOUSE)
            & (Night.date == date)
            & ~Night.posted
            & (Night.amount < carved_of(Night))
        )
    )


def package_faults() -> Iterator[Fault]:
    yield from _unposted()
    yield from _wrongly_posted()
    yield from _unsettled()


def _unposted() -> Iterator[Fault]:
    rows = (
        NightElement.select(NightElement.id, Night.id.alias("of"))
        .join(Night)
        .where(Night.posted & (NightElement.quantity > 0) & NightElement.posting_id.is_null())
        .tuples()
    )
    for _element_id, night_id in rows:
        yield Fault("PART_UNPOSTED", Message("A package part of night {n} was not posted", {"n": night_id}))


def _wrongly_posted() -> Iterator[Fault]:
    rows = (
        NightElement.select(NightElement.id, Night.id.alias("of"))
        .join(Night)
        .switch(NightElement)
        .join(Posting, JOIN.LEFT_OUTER, on=(Posting.id == NightElement.posting_id))
        .where(
            NightElement.posting_id.is_null(False)
            & (
                Posting.id.is_null()
                | (Posting.typed != NightElement.amount * NightElement.quantity)
                | (Posting.code != NightElement.code)
            )
        )
        .tuples()
    )
    for _element_id, night_id in rows:
        yield Fault(
            "PART_PRICE", Message("A package part of night {n} was not posted at its price", {"n": night_id})
        )


def _unsettled() -> Iterator[Fault]:
    """An allowance that has ended is settled by the audit of that day."""
    today = Property.the().business_date
    ended = (NightElement.valid_until < today) | (
        NightElement.valid_until.is_null() & (Stay.departure < today)
    )
    rows = (
        NightElement.select(NightElement.id, Night.id.alias("of"))
        .join(Night)
        .join(Stay)
        .where(
            NightElement.allowance
            & NightElement.settled_on.is_null()
            & NightElement.posting_id.is_null(False)
            & (Stay.state << (IN_HOUSE, CHECKED_OUT))
            & ended
        )
        .tuples()
    )
    for _element_id, night_id in rows:
        yield Fault(
            "ALLOWANCE_OPEN",
            Message("An allowance of night {n} has ended and is not settled", {"n": night_id}),
        )
