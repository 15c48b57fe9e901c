"""What the desk does in one go: a new guest and the booking, identity and check-in, one form and one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from models.front_office.payments import take_deposit, take_payment
from models.front_office.readiness import propose_room
from models.front_office.registration import NEW_GUEST, Person, profile_of, write_journey
from models.front_office.reservations import Booking, Stay, StayPerson, book
from models.front_office.stays import add_person, check_in
from models.house.acts import Act, operation
from models.house.inputs import words

__all__ = [
    "NEW_GUEST", "Person", "book_with_guest", "check_in_prepared", "register_and_check_in", "register_party",
    "register_person", "register_walk_in",
]  # fmt: skip


@operation("book")
def book_with_guest(
    act: Act,
    booking: Booking,
    guest: Mapping[str, object],
    deposit: Decimal | None = None,
    method: str = "CASH",
) -> int:
    """``book`` for a guest found or made here, with a deposit where one was paid; the stay's id. Refused as they are."""
    stay_id = book(act, replace(booking, guest_id=profile_of(act, booking.guest_id, guest)))
    if deposit:
        act.need("pay")
        take_deposit(act, Stay.get_by_id(stay_id).reservation_id, method, deposit)
    return stay_id


@operation("check_in")
def register_and_check_in(
    act: Act,
    stay_id: int,
    room: str,
    identity: Mapping[str, object],
    journey: Mapping[str, object] | None = None,
    others: Sequence[Person] = (),
    authorised_by: str = "",
) -> int:
    """Write down who is here and check in; the folio window's id. ``identity`` and ``journey`` of the main guest,
    ``others`` as they came. ``authorised_by``: who gives a room free of charge. Refused as its parts are."""
    stay = Stay.get_by_id(stay_id)
    register_party(act, stay_id, [Person(stay.guest_id, identity, journey or {}), *others])
    if authorised_by and stay.rate_code.free:
        act.update(stay, authorised_by=words(authorised_by, "authorised_by", 80))
    return check_in(act, stay_id, room)


def register_party(act: Act, stay_id: int, persons: Sequence[Person]) -> None:
    """Write down each person, those who are on the stay already and those who join it."""
    for person in persons:
        guest_id = profile_of(act, person.guest_id, person.values)
        on_it = (StayPerson.stay == stay_id) & (StayPerson.guest == guest_id)
        if not StayPerson.select().where(on_it).exists():
            add_person(act, stay_id, guest_id)
        if person.journey:
            write_journey(act, stay_id, guest_id, person.journey)


@operation("check_in")
def check_in_prepared(act: Act, stay_id: int) -> int:
    """An arrival whose papers are known goes up, into its room or the best one that is ready; the folio window's id.

    Refused and asked as ``check_in``.
    """
    stay = Stay.get_by_id(stay_id)
    room = None if stay.room_id else propose_room(stay)
    return check_in(act, stay_id, room.number if room else "")


@operation("check_in")
def register_walk_in(
    act: Act,
    booking: Booking,
    guest: Mapping[str, object],
    payment: Decimal | None = None,
    method: str = "CASH",
    journey: Mapping[str, object] | None = None,
    others: Sequence[Person] = (),
) -> int:
    """A guest without a booking, from profile to room in one; the stay's id. ``payment`` in advance, baht."""
    guest_id = profile_of(act, booking.guest_id, guest)
    arriving = replace(booking, guest_id=guest_id, arrival=act.business_date, walk_in=True, room="")
    stay_id = book(act, arriving)
    if journey:
        write_journey(act, stay_id, guest_id, journey)
    register_party(act, stay_id, others)
    window_id = check_in(act, stay_id, booking.room)
    if payment:
        act.need("pay")
        take_payment(act, window_id, method, payment)
    return stay_id


@operation("book")
def register_person(
    act: Act,
    stay_id: int,
    guest_id: int,
    values: Mapping[str, object],
    journey: Mapping[str, object] | None = None,
) -> int:
    """Another person on the stay, found or new; the guest's id."""
    person = profile_of(act, guest_id, values)
    add_person(act, stay_id, person)
    if journey:
        write_journey(act, stay_id, person, journey)
    return person
