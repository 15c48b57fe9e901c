"""Guests who were in house on the day of the switch: here from their day of arrival, their nights from today on.

The nights before are the old program's: charged, taxed and counted there. They are never made up here.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from models.front_office.folios import open_window
from models.front_office.guests import Guest
from models.front_office.opening_balances import check_open
from models.front_office.policies import copy_policy
from models.front_office.rates import rate_code
from models.front_office.reservations import IN_HOUSE, Reservation, Stay, StayPerson, nights_between
from models.front_office.reservations.booking import check_persons
from models.front_office.reservations.nights import write_nights
from models.front_office.reservations.tables import MOST_NIGHTS, room_type
from models.front_office.rooms import Room, closed, closure_of
from models.front_office.rooms import room as find_room
from models.front_office.routing import lay_rules
from models.house.acts import Act
from models.house.inputs import words
from models.house.moments import moment
from models.house.property import draw_number
from models.house.refusals import Refused

CHECK_IN_TIME = "14:00"
"""When somebody came who is only known to have come on a day."""


@dataclass(frozen=True)
class OldStay:
    """A guest in house in the old program. ``prices``: baht for each night from the business date on; None: the rate's.
    ``booked_type``: what is charged, where the room is of another type."""

    guest_id: int
    room: str
    arrival: datetime.date
    departure: datetime.date
    rate_code: str
    prices: tuple[Decimal, ...] | None = None
    booked_type: str = ""
    adults: int = 1
    children: int = 0
    guarantee: str = "guaranteed"
    company_id: int | None = None
    agent_id: int | None = None
    market: str = ""
    source: str = ""
    booker: str = ""
    note: str = ""
    external_source: str = ""
    external_id: str | None = None


def enter_in_house(act: Act, old: OldStay) -> int:
    """The guest is in house in that room from now on, with an empty folio; the stay's id.

    It counts as no arrival of today. What the register lacks of the guest is asked for as of anybody in house.
    Refused: OPENING_CLOSED, NOT_BEFORE_TODAY, LEFT_ALREADY, TOO_LONG, NO_ROOM, PSEUDO_ROOM, ROOM_OCCUPIED, ROOM_CLOSED,
    NO_ROOM_TYPE, NO_RATE_CODE, TOO_MANY_PERSONS, NO_ADULT, PRICES_COUNT, NEGATIVE_PRICE, ROOM_NIGHT_TAKEN;
    ASK: PRICE_CHANGED.
    """
    check_open()
    _check_dates(act, old)
    room = _free_room(act, old.room)
    kind = room_type(old.booked_type) if old.booked_type else room.room_type
    rate = rate_code(old.rate_code)
    check_persons(room.room_type, old.adults, old.children)
    reservation = act.create(
        Reservation, confirmation=f"{draw_number('confirmation'):06d}", booker=words(old.booker, "booker"),
        guarantee=old.guarantee, market=old.market or rate.market, source=old.source or rate.source,
        note=words(old.note, "note"), made_on=old.arrival, company=old.company_id, agent=old.agent_id,
        external_source=old.external_source, external_id=old.external_id,
    )  # fmt: skip
    guest = Guest.get_by_id(old.guest_id)
    stay = act.create(
        Stay, reservation=reservation, guest=guest, state=IN_HOUSE, arrival=old.arrival, departure=old.departure,
        room_type=kind, room=room, rate_code=rate, adults=old.adults, children=old.children,
        checked_in_at=moment(act.property, old.arrival, CHECK_IN_TIME),
    )  # fmt: skip
    act.create(StayPerson, stay=stay, guest=guest, position=1)
    to_come = nights_between(act.business_date, old.departure)
    if to_come:
        write_nights(act, stay, to_come, old.prices)
    copy_policy(act, stay)
    open_window(act, stay, 1)
    lay_rules(act, stay)
    return int(stay.id)


def _check_dates(act: Act, old: OldStay) -> None:
    if old.arrival >= act.business_date:
        raise Refused(
            "NOT_BEFORE_TODAY", "Who arrives on {date} or later is booked and checked in at the desk.", field="arrival",
            date=act.business_date,
        )  # fmt: skip
    if old.departure < act.business_date:
        raise Refused("LEFT_ALREADY", "The departure lies before the business date.", field="departure")
    if (old.departure - act.business_date).days > MOST_NIGHTS:
        raise Refused("TOO_LONG", "A stay has at most {n} nights.", field="departure", n=MOST_NIGHTS)


def _free_room(act: Act, number: str) -> Room:
    room = find_room(number)
    if room.room_type.pseudo:
        raise Refused("PSEUDO_ROOM", "Nobody sleeps in {room}.", field="room", room=room.number)
    closure = closure_of(room.id, act.business_date, act.business_date)
    if closure:
        raise closed(closure)
    inside = Stay.get_or_none((Stay.room == room) & (Stay.state == IN_HOUSE))
    if inside is not None:
        raise Refused(
            "ROOM_OCCUPIED", "Room {room} is occupied by {guest}.", field="room", jump=f"stay {inside.id}",
            room=room.number, guest=inside.guest.spoken,
        )  # fmt: skip
    return room
