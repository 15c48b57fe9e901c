"""Taking a booking: one room or several, confirmed, requested or on the waitlist; copies; splitting; companions."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from decimal import Decimal

from models.front_office.blocks.pickup import check_pickup
from models.front_office.companies import Company
from models.front_office.guests import Guest, ask_do_not_rent
from models.front_office.inventory import check_availability, deducting_guarantees
from models.front_office.rates import RateCode, ages_of, check_negotiated, check_restrictions, rate_code
from models.front_office.reservations.assignment import assign_room
from models.front_office.reservations.nights import write_nights
from models.front_office.reservations.tables import (
    GUARANTEES,
    MOST_NIGHTS,
    NOT_YET,
    RESERVED,
    STATES,
    WAITLISTED,
    Reservation,
    Stay,
    StayPerson,
    nights_between,
    room_type,
)
from models.front_office.rooms import RoomType
from models.house.acts import Act, operation
from models.house.inputs import words
from models.house.property import draw_number
from models.house.refusals import Refused
from models.house.staff import Staff

MOST_ROOMS = 100


@dataclass(frozen=True)
class Booking:
    """What a new stay is made of. ``prices``: agreed baht a night instead of the rate's, one for each night.

    ``rooms`` of the same kind under one confirmation; ``state``: reserved, requested or waitlisted.
    """

    guest_id: int
    arrival: datetime.date
    departure: datetime.date
    room_type: str
    rate_code: str
    adults: int = 1
    children: int = 0
    room: str = ""
    guarantee: str = "non-guaranteed"
    market: str = ""
    source: str = ""
    booker: str = ""
    eta: str = ""
    note: str = ""
    prices: tuple[Decimal, ...] | None = None
    walk_in: bool = False
    rooms: int = 1
    state: str = RESERVED
    waitlist_priority: int | None = None
    child_ages: str = ""
    company_id: int | None = None
    agent_id: int | None = None
    option_until: datetime.date | None = None
    etd: str = ""
    flight_in: str = ""
    flight_out: str = ""
    pick_up: bool = False
    drop_off: bool = False
    external_source: str = ""
    external_id: str | None = None
    block_id: int | None = None  # picked up from it
    authorised_by: str = ""  # who gives the room, where it is free of charge


def check_dates(act: Act, arrival: datetime.date, departure: datetime.date) -> None:
    if departure < arrival:
        raise Refused("DEPARTURE_BEFORE_ARRIVAL", "The departure lies before the arrival.", field="departure")
    if arrival < act.business_date:
        raise Refused(
            "ARRIVAL_PAST",
            "The arrival lies before the business date {date}.",
            field="arrival",
            date=act.business_date,
        )
    if (departure - arrival).days > MOST_NIGHTS:
        raise Refused("TOO_LONG", "A stay has at most {n} nights.", field="departure", n=MOST_NIGHTS)


def check_persons(room_type: RoomType, adults: int, children: int, child_ages: str = "") -> None:
    if adults < 1:
        raise Refused("NO_ADULT", "At least one adult.", field="adults")
    if children < 0:
        raise Refused("CHILDREN", "The number of children cannot be below zero.", field="children")
    ages_of(child_ages, children)
    if adults + children > room_type.most_persons + 1:  # one extra bed or cot
        raise Refused(
            "TOO_MANY_PERSONS",
            "A {room_type} room holds {most} persons and one extra bed.",
            field="adults",
            room_type=room_type.code,
            most=room_type.most_persons,
        )


@operation("book")
def book(act: Act, booking: Booking) -> int:
    """A booking; the id of its stay (the first, where it has several rooms).

    Refused: DEPARTURE_BEFORE_ARRIVAL, ARRIVAL_PAST, TOO_LONG, NO_ADULT, TOO_MANY_PERSONS, CHILD_AGE, NO_RATE,
    NEGOTIATED, NO_ROOM, ROOM_NIGHT_TAKEN, ROOM_CLOSED, ROOMS; ASK: NO_AVAILABILITY (right overbook), RESTRICTED
    (right restriction), PRICE_CHANGED (right discount), COMPLIMENTARY, DO_NOT_RENT. A request or a place on the waitlist takes nothing from the house.
    """
    return book_rooms(act, booking)[0]


@operation("book")
def book_rooms(act: Act, booking: Booking) -> list[int]:
    """As ``book``; the ids of all its stays."""
    from models.front_office.policies import copy_policy

    check_dates(act, booking.arrival, booking.departure)
    guest = Guest.get_or_none(Guest.id == booking.guest_id)
    if guest is None:
        raise Refused("NO_GUEST", "Choose the guest or make a new one.", field="guest")
    ask_do_not_rent(act, guest)
    kind, rate = _check_terms(booking)
    given_by = ask_free_of_charge(act, rate, booking.authorised_by)
    booking = replace(
        booking,
        market=booking.market or rate.market,
        source=booking.source or rate.source,
        authorised_by=given_by,
    )
    dates = nights_between(booking.arrival, booking.departure)
    check_negotiated(rate, dates or [booking.arrival], booking.company_id, booking.agent_id)
    # Rooms of a block are sold already; what the house restricts is what it has yet to sell.
    if booking.state == RESERVED and booking.block_id is None:
        check_restrictions(act, rate, kind, booking.arrival, booking.departure, act.business_date)
    if booking.block_id is not None:
        check_pickup(act, booking.block_id, kind, dates, booking.rooms)
    elif booking.state == RESERVED and booking.guarantee in deducting_guarantees():
        check_availability(act, kind, dates, rooms=booking.rooms)
    reservation = _write_reservation(act, booking)
    stays = [_write_stay(act, booking, reservation, guest, kind, rate) for _n in range(booking.rooms)]
    for stay in stays:
        write_nights(act, stay, dates or [booking.arrival], booking.prices, booking.rooms)
        copy_policy(act, stay)
    if booking.room:
        assign_room(act, stays[0].id, booking.room)
    return [int(stay.id) for stay in stays]


def _check_terms(booking: Booking) -> tuple[RoomType, RateCode]:
    if booking.guarantee not in GUARANTEES:
        raise Refused("GUARANTEE", "There is no guarantee {name}.", field="guarantee", name=booking.guarantee)
    if booking.state not in (RESERVED, *NOT_YET):
        raise Refused("STATE", "A booking is reserved, requested or waitlisted.", field="state")
    if not 1 <= booking.rooms <= MOST_ROOMS:
        raise Refused("ROOMS", "One to {n} rooms; more are a group.", field="rooms", n=MOST_ROOMS)
    if booking.room and booking.rooms > 1:
        raise Refused("ROOMS", "Several rooms are assigned one by one.", field="room")
    if booking.room and booking.state != RESERVED:
        raise Refused(
            "NOT_RESERVED", "Only a reserved stay gets a room; move the guest instead.", field="room"
        )
    for company_id, field in ((booking.company_id, "company"), (booking.agent_id, "agent")):
        if company_id is not None and Company.get_or_none(Company.id == company_id) is None:
            raise Refused("NO_COMPANY", "There is no such company.", field=field)
    kind = room_type(booking.room_type)
    rate = rate_code(booking.rate_code)
    check_persons(kind, booking.adults, booking.children, booking.child_ages)
    return kind, rate


def ask_free_of_charge(act: Act, rate: RateCode, authorised_by: str = "") -> str:
    """Who gives a room free of charge: the one named, else the one whose right allowed it; "" for a room that is paid."""
    if not rate.free:
        return ""
    act.ask(
        "COMPLIMENTARY", "{rate} is free of charge. Who authorised it, and why?", right="complimentary",
        field="rate_code", rate=rate.code,
    )  # fmt: skip
    named = words(authorised_by, "authorised_by", 80)
    return named or (Staff.get_by_id(act.approver_id) if act.approver_id else act.staff).name("en")


def check_authorised(stay: Stay) -> None:
    """Refused (``NO_AUTHORISER``) for a room free of charge that nobody is named for."""
    if stay.rate_code.free and not stay.authorised_by:
        raise Refused(
            "NO_AUTHORISER", "{rate} is free of charge: name who authorised it.", field="authorised_by",
            jump=f"stay {stay.id}", rate=stay.rate_code.code,
        )  # fmt: skip


def _write_reservation(act: Act, booking: Booking) -> Reservation:
    return act.create(
        Reservation,
        confirmation=f"{draw_number('confirmation'):06d}",
        booker=words(booking.booker, "booker"),
        guarantee=booking.guarantee,
        market=booking.market,
        source=booking.source,
        note=words(booking.note, "note"),
        made_on=act.business_date,
        company=booking.company_id,
        agent=booking.agent_id,
        option_until=booking.option_until,
        external_source=booking.external_source,
        external_id=booking.external_id,
        block=booking.block_id,
    )


def _write_stay(
    act: Act, booking: Booking, reservation: Reservation, guest: Guest, kind: RoomType, rate: RateCode
) -> Stay:
    stay = act.create(
        Stay,
        reservation=reservation,
        guest=guest,
        state=booking.state,
        arrival=booking.arrival,
        departure=booking.departure,
        room_type=kind,
        rate_code=rate,
        adults=booking.adults,
        children=booking.children,
        child_ages=",".join(map(str, ages_of(booking.child_ages))),
        walk_in=booking.walk_in,
        waitlist_priority=(booking.waitlist_priority or 5) if booking.state == WAITLISTED else None,
        eta=words(booking.eta, "eta", 20),
        etd=words(booking.etd, "etd", 20),
        flight_in=words(booking.flight_in, "flight_in", 20),
        flight_out=words(booking.flight_out, "flight_out", 20),
        pick_up=booking.pick_up,
        drop_off=booking.drop_off,
        authorised_by=booking.authorised_by,
    )
    act.create(StayPerson, stay=stay, guest=guest, position=1)
    return stay


@operation("book")
def confirm_booking(act: Act, stay_id: int) -> None:
    """A request or a waitlisted stay becomes a booking. Refused: NOT_WAITING, ARRIVAL_PAST; ASK: NO_AVAILABILITY,
    RESTRICTED."""
    stay = Stay.get_by_id(stay_id)
    if stay.state not in NOT_YET:
        raise Refused("NOT_WAITING", "This stay is {state}.", state=STATES[stay.state])
    check_dates(act, stay.arrival, stay.departure)
    check_restrictions(
        act, stay.rate_code, stay.room_type, stay.arrival, stay.departure, stay.reservation.made_on
    )
    if stay.reservation.guarantee in deducting_guarantees():
        check_availability(act, stay.room_type, nights_between(stay.arrival, stay.departure))
    act.update(stay, state=RESERVED, waitlist_priority=None)


@operation("book")
def copy_booking(
    act: Act, stay_id: int, arrival: datetime.date, departure: datetime.date, guest_id: int | None = None
) -> int:
    """The same again for other dates or another guest, at the prices of today; the new stay's id. Refused as ``book``."""
    stay = Stay.get_by_id(stay_id)
    made = stay.reservation
    return book(
        act,
        Booking(
            guest_id or stay.guest_id, arrival, departure, stay.room_type.code, stay.rate_code.code,
            adults=stay.adults, children=stay.children, child_ages=stay.child_ages, guarantee=made.guarantee,
            market=made.market, source=made.source, booker=made.booker, note=made.note,
            company_id=made.company_id, agent_id=made.agent_id,
        ),
    )  # fmt: skip


@operation("book")
def split_off(act: Act, stay_id: int) -> str:
    """Give one room of a booking a booking of its own; its confirmation number. The two stay linked as companions.

    The deposit stays with the booking it was paid on. Refused: ONLY_ROOM, NOT_RESERVED, DEPOSIT_LEFT (no other room
    to come could use it).
    """
    from models.front_office.deposit_requests import refresh_request
    from models.front_office.reservations.changes import check_deposit_settled

    stay = Stay.get_by_id(stay_id)
    old = stay.reservation
    if stay.state not in (*NOT_YET, RESERVED):
        raise Refused("NOT_RESERVED", "This stay is {state}.", state=STATES[stay.state])
    if Stay.select().where(Stay.reservation == old).count() < 2:
        raise Refused("ONLY_ROOM", "This booking has one room only.")
    check_deposit_settled(stay)
    party = _party_of(act, old)
    new = act.create(
        Reservation,
        confirmation=f"{draw_number('confirmation'):06d}",
        booker=old.booker, guarantee=old.guarantee, market=old.market, source=old.source, note=old.note,
        made_on=old.made_on, company=old.company_id, agent=old.agent_id, block=old.block_id,
        option_until=old.option_until, party_id=party,
    )  # fmt: skip
    act.update(stay, reservation=new)
    for reservation in (old, new):
        refresh_request(act, reservation.id)
    return str(new.confirmation)


@operation("book")
def travel_together(act: Act, reservation_id: int, confirmation: str) -> None:
    """Link two bookings as companions. Refused: NO_STAY, SAME_STAY."""
    one = Reservation.get_by_id(reservation_id)
    other = Reservation.get_or_none(Reservation.confirmation == confirmation.strip().zfill(6))
    if other is None:
        raise Refused("NO_STAY", "There is no booking {number}.", field="confirmation", number=confirmation)
    if other.id == one.id:
        raise Refused("SAME_STAY", "A booking travels with itself anyway.", field="confirmation")
    party, theirs = _party_of(act, one), other.party_id
    joining = [other] if theirs is None else list(Reservation.select().where(Reservation.party_id == theirs))
    for reservation in joining:
        act.update(reservation, party_id=party)


def _party_of(act: Act, reservation: Reservation) -> int:
    if reservation.party_id is None:
        act.update(reservation, party_id=draw_number("party"))
    return int(reservation.party_id)


@operation("book")
def travel_apart(act: Act, reservation_id: int) -> None:
    act.update(Reservation.get_by_id(reservation_id), party_id=None)


def companions_of(reservation_id: int) -> list[Stay]:
    """The stays of the bookings that travel with this one."""
    party = Reservation.get_by_id(reservation_id).party_id
    if party is None:
        return []
    together = Reservation.select(Reservation.id).where(
        (Reservation.party_id == party) & (Reservation.id != reservation_id)
    )
    return list(Stay.select(Stay, Guest).join(Guest).where(Stay.reservation << together).order_by(Stay.id))
