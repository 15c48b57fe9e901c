"""Folios without a guest in a bed: house accounts and sales stand in rooms of a pseudo type, which nothing counts."""

from __future__ import annotations

import datetime

from peewee import ModelSelect, fn

from models.front_office.guests import Guest, create_guest
from models.front_office.rates import RateCode
from models.front_office.reservations import IN_HOUSE, Reservation, Stay
from models.front_office.rooms import Room, RoomType
from models.house.acts import Act
from models.house.property import draw_number
from models.house.refusals import Refused

SALES = "PS"
"""The room type of sales to passers-by."""


def pseudo_type(act: Act, prefix: str, name_th: str, name_en: str) -> RoomType:
    """The pseudo room type ``prefix``; where the hotel calls rooms of its own so, with a star behind it."""
    found: RoomType | None = RoomType.get_or_none((RoomType.code << (prefix, f"{prefix}*")) & RoomType.pseudo)
    if found is not None:
        return found
    code = f"{prefix}*" if RoomType.get_or_none(RoomType.code == prefix) else prefix
    return act.create(
        RoomType, code=code, name_th=name_th, name_en=name_en, most_persons=1, pseudo=True
    )  # fmt: skip


def next_room(act: Act, kind: RoomType, prefix: str) -> Room:
    n = Room.select(fn.COUNT(Room.id)).where(Room.room_type == kind).scalar() + 1
    while Room.get_or_none(Room.number == f"{prefix}{n:02d}"):
        n += 1
    return act.create(Room, number=f"{prefix}{n:02d}", floor="", room_type=kind)


def profile_named(act: Act, name: str) -> Guest:
    """A folio is somebody's: a profile that bears the name."""
    thai = any("ก" <= letter <= "๛" for letter in name)
    return Guest.get_by_id(create_guest(act, **{"given_th" if thai else "given": name}))


def new_reservation(act: Act, booker: str) -> Reservation:
    return act.create(
        Reservation, confirmation=f"{draw_number('confirmation'):06d}", booker=booker, guarantee="guaranteed",
        made_on=act.business_date,
    )  # fmt: skip


def move_in(act: Act, reservation: Reservation, guest: Guest, room: Room, until: datetime.date) -> Stay:
    """Refused: NO_RATE_CODE (a house without any rate code)."""
    rate = RateCode.select().order_by(RateCode.id).first()
    if rate is None:
        raise Refused("NO_RATE_CODE", "Set up a rate code first.", jump="rates")
    return act.create(
        Stay, reservation=reservation, guest=guest, state=IN_HOUSE, arrival=act.business_date, departure=until,
        room_type=room.room_type_id, room=room, rate_code=rate, checked_in_at=act.now,
    )  # fmt: skip


def is_sale(stay: Stay) -> bool:
    return bool(stay.room_type.pseudo) and stay.room_type.code in (SALES, f"{SALES}*")


def sale_types() -> ModelSelect:
    """The room type in which sales stand, for a query's ``not_in``: they are no bookings."""
    return RoomType.select(RoomType.id).where(RoomType.pseudo & (RoomType.code << (SALES, f"{SALES}*")))
