"""Reservation, stay, room-night: who booked, which party is in which room, at what price each night.

Prices live on the night. Changing a rate table never changes a booked night; a dropped night is worth what
its own row says.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from locales import Message
from models.front_office.blocks import Block, BlockCell
from models.front_office.companies import Company
from models.front_office.guests import Guest, ask_do_not_rent
from models.front_office.inventory import check_availability, deducting_guarantees
from models.front_office.rates import (
    RateCode,
    ages_of,
    check_changed_dates,
    check_negotiated,
    check_restrictions,
    rate_code,
    stay_prices,
)
from models.front_office.rooms import Room, RoomType, closed, closure_of
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField, StampField
from models.house.inputs import checked, said, words
from models.house.property import draw_number
from models.house.refusals import Refused
from models.ledger.accounts import Subaccount, subaccount_balance

REQUESTED = "requested"
WAITLISTED = "waitlisted"
RESERVED = "reserved"
IN_HOUSE = "in house"
CHECKED_OUT = "checked out"
NO_SHOW = "no-show"
CANCELLED = "cancelled"
STATES = {
    REQUESTED: Message("Requested"),
    WAITLISTED: Message("Waitlisted"),
    RESERVED: Message("Reserved"),
    IN_HOUSE: Message("In house"),
    CHECKED_OUT: Message("Checked out"),
    NO_SHOW: Message("No-show"),
    CANCELLED: Message("Cancelled"),
}
GUARANTEES = {
    "guaranteed": Message("Guaranteed"),
    "non-guaranteed": Message("Not guaranteed"),
    "tentative": Message("Tentative"),
}
MOST_NIGHTS = 400


class Reservation(Base):
    """Who books and who pays. ``option_until``: the last date a tentative booking is held.

    ``party_id`` is the same on bookings that travel together. ``external_source`` and ``external_id`` name the
    booking where it came from (a channel, the old program), so that it comes in once only.
    """

    confirmation = TextField(unique=True)
    booker = TextField(default="")
    guarantee = TextField(default="non-guaranteed")
    market = TextField(default="")
    source = TextField(default="")
    note = TextField(default="")
    made_on = DateField()
    deposit = ForeignKeyField(Subaccount, null=True)
    company = ForeignKeyField(Company, null=True, backref="reservations")
    agent = ForeignKeyField(Company, null=True, backref="bookings_sent")
    block = ForeignKeyField(Block, null=True)
    option_until = DateField(null=True)
    party_id = IntegerField(null=True)
    external_source = TextField(default="")
    external_id = TextField(null=True)


class Stay(Base):
    """One party in one room from ``arrival`` to ``departure`` (the day it leaves).

    ``share_of`` is the stay whose room this one shares. ``child_ages`` as "4,11", where they are known.
    ``waitlist_priority``: 1 comes first.
    """

    reservation = ForeignKeyField(Reservation, backref="stays")
    guest = ForeignKeyField(Guest)
    state = TextField(default=RESERVED)
    arrival = DateField()
    departure = DateField()
    room_type = ForeignKeyField(RoomType)
    room = ForeignKeyField(Room, null=True)
    share_slot = IntegerField(default=0)
    rate_code = ForeignKeyField(RateCode)
    adults = IntegerField(default=1)
    children = IntegerField(default=0)
    walk_in = BooleanField(default=False)
    no_post = BooleanField(default=False)
    eta = TextField(default="")
    note = TextField(default="")
    checked_in_at = StampField(null=True)
    checked_out_at = StampField(null=True)
    cancellation = TextField(null=True)
    reason = TextField(default="")
    waitlist_priority = IntegerField(null=True)
    share_of = ForeignKeyField("self", null=True, backref="sharers")
    share_price = TextField(default="")
    child_ages = TextField(default="")
    etd = TextField(default="")
    flight_in = TextField(default="")
    flight_out = TextField(default="")
    pick_up = BooleanField(default=False)
    drop_off = BooleanField(default=False)
    do_not_move = BooleanField(default=False)

    @property
    def nights(self) -> int:
        return int((self.departure - self.arrival).days)

    @property
    def is_day_use(self) -> bool:
        return bool(self.arrival == self.departure)


class StayPerson(Base):
    """A person on a stay; position 1 is the main guest."""

    stay = ForeignKeyField(Stay, backref="persons")
    guest = ForeignKeyField(Guest)
    position = IntegerField()

    class Meta:
        table_name = "stay_person"


class Night(Base):
    """One room-night of a stay, or its day-use row: room, price as agreed (baht).

    ``booked_type`` is booked and charged; ``room_type`` is what it takes from the house, which after an upgrade
    is the type of the room.
    """

    stay = ForeignKeyField(Stay, backref="night_rows")
    date = DateField()
    day_use = BooleanField(default=False)
    booked_type = ForeignKeyField(RoomType)
    room_type = ForeignKeyField(RoomType)
    room = ForeignKeyField(Room, null=True)
    share_slot = IntegerField(default=0)
    rate_code = ForeignKeyField(RateCode)
    amount = MoneyField()
    inclusive = BooleanField(default=False)
    currency = TextField(default="THB")
    adults = IntegerField()
    children = IntegerField()
    fixed_rate = BooleanField(default=False)
    posted = BooleanField(default=False)
    block_cell = ForeignKeyField(BlockCell, null=True)
    child_ages = TextField(default="")
    market = TextField(default="")
    source = TextField(default="")


@dataclass(frozen=True)
class Booking:
    """What a new stay is made of. ``prices``: agreed baht a night instead of the rate's, one for each night."""

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
    company_id: int | None = None
    child_ages: str = ""


def nights_between(arrival: datetime.date, departure: datetime.date) -> list[datetime.date]:
    return [arrival + datetime.timedelta(days=n) for n in range((departure - arrival).days)]


def room_type(code: str) -> RoomType:
    found = RoomType.get_or_none(RoomType.code == code.strip().upper())
    if found is None:
        raise Refused("NO_ROOM_TYPE", "There is no room type {code}.", field="room_type", code=code)
    return found


def _check_dates(act: Act, arrival: datetime.date, departure: datetime.date) -> None:
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


def _check_persons(room_type: RoomType, adults: int, children: int) -> None:
    if adults < 1:
        raise Refused("NO_ADULT", "At least one adult.", field="adults")
    if children < 0:
        raise Refused("CHILDREN", "The number of children cannot be below zero.", field="children")
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
    """A confirmed booking of one room; the stay's id.

    Refused: DEPARTURE_BEFORE_ARRIVAL, ARRIVAL_PAST, TOO_LONG, NO_ADULT, TOO_MANY_PERSONS, NO_RATE, NO_ROOM,
    ROOM_NIGHT_TAKEN, ROOM_CLOSED, NEGOTIATED, CHILD_AGE; ASK: NO_AVAILABILITY (right overbook), PRICE_CHANGED
    (right discount), RESTRICTED (right restriction), DO_NOT_RENT.
    """
    _check_dates(act, booking.arrival, booking.departure)
    guest = Guest.get_or_none(Guest.id == booking.guest_id)
    if guest is None:
        raise Refused("NO_GUEST", "Choose the guest or make a new one.", field="guest")
    ask_do_not_rent(act, guest)
    if booking.guarantee not in GUARANTEES:
        raise Refused("GUARANTEE", "There is no guarantee {name}.", field="guarantee", name=booking.guarantee)
    kind = room_type(booking.room_type)
    rate = rate_code(booking.rate_code)
    _check_persons(kind, booking.adults, booking.children)
    if rate.complimentary or rate.house_use:
        act.ask(
            "COMPLIMENTARY", "{rate} is free of charge. Who authorised it, and why?", right="complimentary",
            field="rate_code", rate=rate.code,
        )  # fmt: skip
    dates = nights_between(booking.arrival, booking.departure)
    check_negotiated(rate, dates or [booking.arrival], booking.company_id)
    check_restrictions(act, rate, kind, booking.arrival, booking.departure, act.business_date)
    if booking.guarantee in deducting_guarantees():
        check_availability(act, kind, dates)
    reservation = act.create(
        Reservation,
        confirmation=f"{draw_number('confirmation'):06d}",
        booker=words(booking.booker, "booker"),
        guarantee=booking.guarantee,
        market=booking.market,
        source=booking.source,
        note=words(booking.note, "note"),
        made_on=act.business_date,
        company=booking.company_id,
    )
    stay = act.create(
        Stay,
        reservation=reservation,
        guest=guest,
        arrival=booking.arrival,
        departure=booking.departure,
        room_type=kind,
        rate_code=rate,
        adults=booking.adults,
        children=booking.children,
        walk_in=booking.walk_in,
        eta=words(booking.eta, "eta", 20),
        child_ages=",".join(map(str, ages_of(booking.child_ages, booking.children))),
    )
    StayPerson.create(stay=stay, guest=guest, position=1)
    write_nights(act, stay, dates or [booking.arrival], booking.prices)
    if booking.room:
        assign_room(act, stay.id, booking.room)
    return int(stay.id)


def write_nights(
    act: Act, stay: Stay, dates: Sequence[datetime.date], prices: Sequence[Decimal] | None = None
) -> None:
    """Resolve and write the price of each date once. Typed prices need the right ``discount`` (limit: baht off
    the rate, either way)."""
    if prices is not None and len(prices) != len(dates):
        raise Refused("PRICES_COUNT", "One price a night: {n} are needed.", field="price", n=len(dates))
    rate, kind = stay.rate_code, stay.room_type
    table = stay_prices(
        rate, kind, dates, stay.adults, stay.children, ages_of(stay.child_ages), stay.arrival, prices
    )
    rows, off = [], Decimal("0.00")
    for position, date in enumerate(dates):
        typed = prices[position] if prices else None
        if typed is not None and checked(typed, "price") < 0:
            raise Refused("NEGATIVE_PRICE", "A price cannot be below zero.", field="price")
        amount = typed if typed is not None else table[position]
        off += abs(table[position] - amount)
        rows.append(
            {
                "stay": stay.id,
                "date": date,
                "day_use": stay.is_day_use,
                "booked_type": kind.id,
                "room_type": stay.room.room_type_id if stay.room_id else kind.id,
                "room": stay.room_id,
                "share_slot": stay.share_slot,
                "rate_code": rate.id,
                "amount": amount,
                "inclusive": rate.inclusive,
                "currency": act.property.currency,
                "adults": stay.adults,
                "children": stay.children,
                "child_ages": stay.child_ages,
                "fixed_rate": typed is not None,
            }
        )
    if off:
        act.ask(
            "PRICE_CHANGED",
            "The price differs by {off} from the rate.",
            right="discount",
            amount=off,
            field="price",
            off=off,
        )
    Night.insert_many(rows).execute()
    act.changed(("night", f"stay {stay.id}"), {}, {str(r["date"]): str(r["amount"]) for r in rows})


@operation("book")
def assign_room(act: Act, stay_id: int, number: str) -> None:
    """Give a reserved stay its room. Refused: NO_ROOM, ROOM_CLOSED, ROOM_NIGHT_TAKEN (says who has it)."""
    from models.front_office.rooms import room as find_room

    stay = Stay.get_by_id(stay_id)
    if stay.state != RESERVED:
        raise Refused("NOT_RESERVED", "Only a reserved stay gets a room; move the guest instead.")
    if not number:
        act.update(stay, room=None)
        Night.update(room=None, room_type=stay.room_type_id).where(
            (Night.stay == stay) & ~Night.posted
        ).execute()
        return
    found = find_room(number)
    check_room_free(stay, found)
    check_other_type(act, stay, found, stay.arrival)
    act.update(stay, room=found)
    Night.update(room=found.id, share_slot=stay.share_slot, room_type=found.room_type_id).where(
        (Night.stay == stay) & ~Night.posted
    ).execute()


def check_other_type(act: Act, stay: Stay, room: Room, since: datetime.date) -> None:
    """A room of another type takes from that type: ASK (NO_AVAILABILITY) where it is sold out from ``since`` on."""
    nights = Night.select().where(
        (Night.stay == stay) & (Night.date >= since) & ~Night.posted & ~Night.day_use
    )
    dates = [night.date for night in nights if night.room_type_id != room.room_type_id]
    check_availability(act, room.room_type, dates, except_stays=[stay.id])


def check_room_free(stay: Stay, room: Room, since: datetime.date | None = None) -> None:
    """Refused: ROOM_CLOSED (out of order), ROOM_NIGHT_TAKEN with the one who has it."""
    first = since or stay.arrival
    last = max(first, stay.departure - datetime.timedelta(days=1))
    closure = closure_of(room.id, first, last)
    if closure and closure.kind == "OOO":
        raise closed(closure)
    taken = (
        Night.select(Night, Stay, Guest)
        .join(Stay)
        .join(Guest)
        .where(
            (Night.room == room)
            & Night.date.between(first, last)
            & (Night.stay != stay.id)
            & (Night.share_slot == stay.share_slot)
            & ((Night.day_use == stay.is_day_use) | (~Night.day_use & (Stay.arrival < first)))
        )
        .order_by(Night.date)
        .first()
    )
    if taken:
        raise Refused(
            "ROOM_NIGHT_TAKEN",
            "Room {room} is let to {guest} on {date}.",
            field="room",
            jump=f"stay {taken.stay_id}",
            room=room.number,
            guest=taken.stay.guest.spoken,
            date=taken.date,
        )


def _day_use_taken_back(stay: Stay) -> bool:
    """Whether the day-use charge of the stay was corrected: a slip at the desk, the guest stays after all."""
    from models.front_office.folios import Posting

    charge = Posting.select().join(Night).where((Night.stay == stay) & Night.day_use).first()
    return charge is not None and Posting.get_or_none(Posting.corrects == charge) is not None


@operation("book")
def change_dates(
    act: Act,
    stay_id: int,
    arrival: datetime.date,
    departure: datetime.date,
    prices: Sequence[Decimal] | None = None,
) -> None:
    """Move, extend or shorten. New nights get the stay's rate of today (or ``prices``, baht, one for each new night).

    Refused: NOT_OPEN, NIGHT_POSTED (shortening into posted nights), ARRIVAL_FIXED (in house), ROOM_NIGHT_TAKEN,
    NEGOTIATED; ASK: NO_AVAILABILITY, RESTRICTED.
    """
    stay = Stay.get_by_id(stay_id)
    if stay.state not in (RESERVED, IN_HOUSE):
        raise Refused("NOT_OPEN", "This stay is {state}.", state=STATES[stay.state])
    if stay.state == IN_HOUSE and arrival != stay.arrival:
        raise Refused(
            "ARRIVAL_FIXED", "The guest has arrived; only the departure can change.", field="arrival"
        )
    if stay.state == RESERVED:
        _check_dates(act, arrival, departure)
    back_from_day_use = stay.is_day_use and departure > arrival and _day_use_taken_back(stay)
    if stay.state == IN_HOUSE and (arrival == departure) != stay.is_day_use and not back_from_day_use:
        raise Refused(
            "DAY_USE_IN_HOUSE", "A guest in house becomes day use by checking out today.", field="departure"
        )
    if stay.state == IN_HOUSE and departure < act.business_date:
        raise Refused(
            "DEPARTURE_PAST", "The departure lies before the business date {date}.", field="departure",
            date=act.business_date,
        )  # fmt: skip
    if departure < arrival:
        raise Refused("DEPARTURE_BEFORE_ARRIVAL", "The departure lies before the arrival.", field="departure")
    check_changed_dates(act, stay, arrival, departure)
    wanted = set(nights_between(arrival, departure) or [arrival])
    day_use = arrival == departure
    standing = {
        n.date: n for n in Night.select().where(Night.stay == stay) if not (back_from_day_use and n.day_use)
    }
    if day_use != stay.is_day_use and any(n.posted for n in standing.values()):
        raise Refused("NIGHT_POSTED", "A posted night can be neither changed nor deleted.", field="departure")
    dropped = [n for date, n in standing.items() if date not in wanted or day_use != n.day_use]
    if any(n.posted for n in dropped):
        raise Refused("NIGHT_POSTED", "A posted night can be neither changed nor deleted.", field="departure")
    new = sorted(wanted - {date for date, n in standing.items() if n not in dropped})
    if new and not day_use and stay.reservation.guarantee in deducting_guarantees():
        slept_in = stay.room.room_type if stay.room_id else stay.room_type
        check_availability(act, slept_in, new, except_stays=[stay.id])
    if dropped:
        act.changed(("night", f"stay {stay.id}"), {str(n.date): str(n.amount) for n in dropped}, {})
        Night.delete().where(Night.id << [n.id for n in dropped]).execute()
    act.update(stay, arrival=arrival, departure=departure)
    if stay.room_id and new:
        check_room_free(stay, stay.room, since=new[0])
    if new:
        write_nights(act, stay, new, prices)


@operation("book")
def cancel(act: Act, stay_id: int, reason: str) -> str:
    """Cancel a reserved stay; the cancellation number.

    Refused: NO_REASON, NOT_RESERVED, DEPOSIT_LEFT (refund or keep the deposit first).
    """
    stay = Stay.get_by_id(stay_id)
    if stay.state != RESERVED:
        raise Refused(
            "NOT_RESERVED",
            "Only a reserved stay can be cancelled; this one is {state}.",
            state=STATES[stay.state],
        )
    reason = said(reason)
    check_deposit_settled(stay)
    number = f"X{draw_number('cancellation'):06d}"
    act.update(stay, state=CANCELLED, cancellation=number, reason=reason, room=None)
    Night.update(room=None).where(Night.stay == stay).execute()
    return number


def deposit_of(reservation: Reservation) -> Decimal:
    """Baht held for a reservation, as a positive amount."""
    return -subaccount_balance(reservation.deposit_id) if reservation.deposit_id else Decimal("0.00")


def check_deposit_settled(stay: Stay) -> None:
    """A deposit may stay only while another stay of the reservation can still use it."""
    others = Stay.select().where(
        (Stay.reservation == stay.reservation_id) & (Stay.id != stay.id) & (Stay.state == RESERVED)
    )
    held = deposit_of(stay.reservation)
    if held and not others.exists():
        raise Refused(
            "DEPOSIT_LEFT",
            "A deposit of {amount} is held. Refund it or keep it first.",
            jump=f"stay {stay.id}",
            amount=held,
        )


@operation("book")
def mark_no_show(act: Act, stay_id: int) -> None:
    """Refused: NOT_RESERVED, NOT_DUE_IN (before the arrival date), DEPOSIT_LEFT."""
    stay = Stay.get_by_id(stay_id)
    if stay.state != RESERVED:
        raise Refused(
            "NOT_RESERVED",
            "Only a reserved stay can become a no-show; this one is {state}.",
            state=STATES[stay.state],
        )
    if stay.arrival > act.business_date:
        raise Refused("NOT_DUE_IN", "The guest is not due before {date}.", date=stay.arrival)
    check_deposit_settled(stay)
    act.update(stay, state=NO_SHOW, room=None)
    Night.update(room=None).where(Night.stay == stay).execute()


def stay_nights(stay_id: int) -> list[Night]:
    return list(Night.select().where(Night.stay == stay_id).order_by(Night.date))


def stay_total(nights: Iterable[Night]) -> Decimal:
    """The sum of the agreed prices, baht, as they were typed (net or inclusive)."""
    return sum((night.amount for night in nights), Decimal("0.00"))


def stay_of_reservation(reservation_id: int) -> Stay:
    """The first stay of it."""
    return Stay.select().where(Stay.reservation == reservation_id).order_by(Stay.id).first()


def find_stay(number: str) -> Stay | None:
    """By its own number, or by the confirmation number of its reservation."""
    if number.isdecimal() and not number.startswith("0") and len(number) <= 15:
        stay = Stay.get_or_none(Stay.id == int(number))
        if stay is not None:
            return stay
    return Stay.select().join(Reservation).where(Reservation.confirmation == number.zfill(6)).first()
