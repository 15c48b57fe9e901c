"""What the desk does in one go: a new guest and the booking, identity and check-in, one form and one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from models.front_office.guests import create_guest, guest_in_force, update_guest
from models.front_office.payments import take_deposit, take_payment
from models.front_office.reservations import Booking, Stay, book
from models.front_office.stays import add_person, check_in
from models.house.acts import Act, operation

NEW_GUEST = 0
"""As a booking's guest: make the profile from the values given beside it."""


def _guest(act: Act, guest_id: int, values: Mapping[str, object]) -> int:
    """The profile, new or brought up to date with what the form holds."""
    if guest_id == NEW_GUEST:
        return create_guest(act, **values)
    update_guest(act, guest_id, **values)
    return int(guest_in_force(guest_id).id)  # another desk may have merged it meanwhile


@operation("book")
def book_with_guest(
    act: Act,
    booking: Booking,
    guest: Mapping[str, object],
    deposit: Decimal | None = None,
    method: str = "CASH",
) -> int:
    """``book`` for a guest found or made here, with a deposit where one was paid; the stay's id. Refused as they are."""
    stay_id = book(act, replace(booking, guest_id=_guest(act, booking.guest_id, guest)))
    if deposit:
        act.need("pay")
        take_deposit(act, Stay.get_by_id(stay_id).reservation_id, method, deposit)
    return stay_id


@operation("check_in")
def register_and_check_in(act: Act, stay_id: int, room: str, identity: Mapping[str, object]) -> int:
    """Write down the main guest's identity and check in; the folio window's id. Refused as both are."""
    stay = Stay.get_by_id(stay_id)
    update_guest(act, stay.guest_id, **identity)
    return check_in(act, stay_id, room)


@operation("check_in")
def register_walk_in(
    act: Act,
    booking: Booking,
    guest: Mapping[str, object],
    payment: Decimal | None = None,
    method: str = "CASH",
) -> int:
    """A guest without a booking, from profile to room in one; the stay's id. ``payment`` in advance, baht."""
    guest_id = _guest(act, booking.guest_id, guest)
    arriving = replace(booking, guest_id=guest_id, arrival=act.business_date, walk_in=True, room="")
    stay_id = book(act, arriving)
    window_id = check_in(act, stay_id, booking.room)
    if payment:
        act.need("pay")
        take_payment(act, window_id, method, payment)
    return stay_id


@operation("book")
def register_person(act: Act, stay_id: int, guest_id: int, values: Mapping[str, object]) -> int:
    """Another person on the stay, found or new; the guest's id."""
    person = _guest(act, guest_id, values)
    add_person(act, stay_id, person)
    return person
