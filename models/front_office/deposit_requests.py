"""Deposit requests: how much is asked of a booking and by when, what has come, what is overdue."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peewee import BooleanField, DateField, ForeignKeyField, fn

from models.front_office.guests import Guest
from models.front_office.policies import BookingPolicy, amount_of, gross_nights
from models.front_office.reservations.tables import NOT_YET, RESERVED, Reservation, Stay
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import checked
from models.house.lists import Listing
from models.house.refusals import Refused
from models.ledger.balances import money
from models.ledger.entries import Entry, Line

ZERO = Decimal("0.00")


class DepositRequest(Base):
    """Baht asked of a booking and the last day for it. ``by_hand``: agreed with the booker, the policy's rule no longer
    sets it."""

    reservation = ForeignKeyField(Reservation, unique=True)
    asked = MoneyField()
    due_on = DateField()
    by_hand = BooleanField(default=False)

    class Meta:
        table_name = "deposit_request"


def refresh_request(act: Act, reservation_id: int) -> None:
    """After the nights of a booking changed: what its copied policies ask of the stays still to come, by the earliest of
    their days. What was agreed by hand stays."""
    request = DepositRequest.get_or_none(DepositRequest.reservation == reservation_id)
    if request is not None and request.by_hand:
        return
    asked, due_on = _asked(act, reservation_id)
    if request is None:
        if asked:
            act.create(DepositRequest, reservation=reservation_id, asked=asked, due_on=due_on)
    else:
        act.update(request, asked=asked, due_on=due_on if asked else request.due_on)


def _asked(act: Act, reservation_id: int) -> tuple[Decimal, datetime.date | None]:
    asked, days = ZERO, []
    for copy in (
        BookingPolicy.select(BookingPolicy, Stay)
        .join(Stay)
        .where((Stay.reservation == reservation_id) & (Stay.state << (*NOT_YET, RESERVED)))
    ):
        if copy.deposit_rule == "none":
            continue
        amount = amount_of(copy.deposit_rule, copy.deposit, gross_nights(copy.stay_id, act.business_date))
        if amount:
            asked += amount
            days.append(_due_on(copy))
    return asked, min(days, default=None)


def _due_on(copy: BookingPolicy) -> datetime.date:
    days = datetime.timedelta(days=copy.due_days)
    if copy.due_rule == "after booking":
        return min(copy.booked_on + days, copy.stay.arrival)
    return max(copy.stay.arrival - days, copy.booked_on)


@operation("book")
def request_deposit(act: Act, reservation_id: int, amount: Decimal, due_on: datetime.date) -> None:
    """Ask for another deposit than the policy's, or for none (zero), baht. ``due_on``: the last day for it.

    Refused: NOT_RESERVED, AMOUNT, NEGATIVE_PRICE, DUE_PAST.
    """
    amount = checked(amount)
    if amount < 0:
        raise Refused("NEGATIVE_PRICE", "A price cannot be below zero.", field="amount")
    if due_on < act.business_date:
        raise Refused("DUE_PAST", "That day is over.", field="due_on")
    to_come = (Stay.reservation == reservation_id) & (Stay.state << (*NOT_YET, RESERVED))
    if not Stay.select().where(to_come).exists():
        raise Refused(
            "NOT_RESERVED", "A deposit is taken before arrival; post a payment on the folio instead."
        )
    request = DepositRequest.get_or_none(DepositRequest.reservation == reservation_id)
    if request is None:
        act.create(DepositRequest, reservation=reservation_id, asked=amount, due_on=due_on, by_hand=True)
    else:
        act.update(request, asked=amount, due_on=due_on, by_hand=True)


def request_of(reservation_id: int) -> DepositRequest | None:
    return DepositRequest.get_or_none(DepositRequest.reservation == reservation_id)


def received(reservation_id: int) -> Decimal:
    """Baht of deposits that came and were not given back or kept."""
    row = (
        DepositRequest.select(_came().alias("came"))
        .join(Reservation)
        .where(DepositRequest.reservation == reservation_id)
    )
    found = row.dicts().first()
    return -money(found["came"]) if found else ZERO


def _came() -> Any:
    """A scalar beside ``Reservation``: the sum of its deposit lines but for those that move it to a folio."""
    return (
        Line.select(fn.COALESCE(fn.SUM(Line.amount), 0))
        .join(Entry)
        .where((Line.subaccount == Reservation.deposit) & (Entry.kind != "deposit moved"))
    )


@dataclass(frozen=True)
class DepositDue:
    """A booking that owes its deposit, or part of it, baht. ``due_on`` past: overdue."""

    request_id: int
    stay_id: int
    reservation_id: int
    confirmation: str
    guest_th: str
    guest_en: str
    arrival: datetime.date
    asked: Decimal
    received: Decimal
    due_on: datetime.date

    @property
    def key(self) -> tuple[object, ...]:
        return (self.due_on, self.request_id)

    def days_over(self, today: datetime.date) -> int:
        return max((today - self.due_on).days, 0)


def deposits_due(text: str = "") -> Listing[DepositDue]:
    """Requests of bookings still to come that have not been paid in full, the oldest due date first; ``text`` finds
    bookings as everywhere."""
    from models.front_office.desk_views import matching

    later = Stay.alias()
    first = later.select(fn.MIN(later.id)).where(
        (later.reservation == Reservation.id) & (later.state == RESERVED)
    )
    came = _came()
    query = (
        DepositRequest.select(DepositRequest, Reservation, Stay, Guest, came.alias("came"))
        .join(Reservation)
        .join(Stay, on=(Stay.id == first), attr="first_stay")
        .join(Guest)
        .where((DepositRequest.asked + came) > 0)
    )
    found = matching(text)
    if found is not None:
        query = query.where(found)
    return Listing(query, [(DepositRequest.due_on, False), (DepositRequest.id, False)], _shape)


def _shape(row: DepositRequest) -> DepositDue:
    stay = row.reservation.first_stay
    return DepositDue(
        row.id, stay.id, row.reservation_id, row.reservation.confirmation, stay.guest.name("th"),
        stay.guest.name("en"), stay.arrival, row.asked, -money(row.came), row.due_on,
    )  # fmt: skip
