"""The tables: a reservation, its stays, the persons on them, and each night at its price."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from locales import Message
from models.front_office.blocks import Block, BlockCell
from models.front_office.companies import Company
from models.front_office.guests import Guest
from models.front_office.rates import RateCode
from models.front_office.rooms import Room, RoomType
from models.house.database import Base, MoneyField, StampField
from models.house.refusals import Refused
from models.house.staff import Staff
from models.ledger.accounts import Subaccount

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
NOT_YET = (REQUESTED, WAITLISTED)
"""Asked for, and counted nowhere until it is confirmed."""
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
    deposit_vat = ForeignKeyField(Subaccount, null=True, backref="+")
    security = ForeignKeyField(Subaccount, null=True, backref="+")
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
    ``waitlist_priority``: 1 comes first. ``no_information``: nobody outside learns that the guest is here.
    ``service_wish``: ``dnd`` do not disturb, ``mur`` make up room, ``declined``, or nothing. ``authorised_by``: who
    gave a complimentary or house-use room.
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
    no_information = BooleanField(default=False)
    service_wish = TextField(default="")
    authorised_by = TextField(default="")
    packages_rate = ForeignKeyField(RateCode, null=True)  # the rate whose packages the stay has taken

    @property
    def nights(self) -> int:
        return int((self.departure - self.arrival).days)

    @property
    def is_day_use(self) -> bool:
        return bool(self.arrival == self.departure)


class StayPerson(Base):
    """A person on a stay; position 1 is the main guest. What the registration card (ร.ร.3) asks of the journey:

    ``from_home``, ``to_home``: from and back to the address of the profile; else ``came_from`` and ``going_to``
    name the place. ``countersigned_by``: the member of staff who signs beside a minor who stays alone.
    """

    stay = ForeignKeyField(Stay, backref="persons")
    guest = ForeignKeyField(Guest)
    position = IntegerField()
    from_home = BooleanField(default=True)
    came_from = TextField(default="")
    to_home = BooleanField(default=True)
    going_to = TextField(default="")
    countersigned_by = ForeignKeyField(Staff, null=True)

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


def check_somebody_sleeps(stay: Stay) -> None:
    """Refused (POSTING_MASTER) for what only a room with a bed in it can have done to it."""
    if stay.room_type.pseudo:
        raise Refused(
            "POSTING_MASTER", "{room} only holds a bill; nobody sleeps in it.", field="room",
            jump=f"folio {stay.room.number}", room=stay.room.number,
        )  # fmt: skip


def nights_between(arrival: datetime.date, departure: datetime.date) -> list[datetime.date]:
    return [arrival + datetime.timedelta(days=n) for n in range((departure - arrival).days)]


def room_type(code: str) -> RoomType:
    found = RoomType.get_or_none(RoomType.code == code.strip().upper())
    if found is None or found.pseudo:
        raise Refused("NO_ROOM_TYPE", "There is no room type {code}.", field="room_type", code=code)
    return found


def stay_nights(stay_id: int) -> list[Night]:
    return list(Night.select().where(Night.stay == stay_id).order_by(Night.date))


def stay_total(nights: Iterable[Night]) -> Decimal:
    """The sum of the agreed prices, baht, as they were typed (net or inclusive)."""
    return sum((night.amount for night in nights), Decimal("0.00"))


def stay_of_reservation(reservation_id: int) -> Stay:
    """The first stay of it."""
    return Stay.select().where(Stay.reservation == reservation_id).order_by(Stay.id).first()


def stays_of_reservation(reservation_id: int) -> list[Stay]:
    return list(Stay.select().where(Stay.reservation == reservation_id).order_by(Stay.id))


def find_stay(number: str) -> Stay | None:
    """By its own number, or by the confirmation number of its reservation."""
    if number.isdecimal() and not number.startswith("0") and len(number) <= 15:
        stay = Stay.get_or_none(Stay.id == int(number))
        if stay is not None:
            return stay
    return Stay.select().join(Reservation).where(Reservation.confirmation == number.zfill(6)).first()
