"""What the bell desk's lists show: luggage, errands, parcels, cars; and what is still held for a stay."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peewee import JOIN, Case, fn

from locales import Message
from locales.thai_text import to_latin_digits
from models.front_office.bell_desk.errands import plate_key
from models.front_office.bell_desk.tables import (
    Car,
    CarMove,
    Errand,
    LuggagePiece,
    LuggageTicket,
    Parcel,
)
from models.front_office.blocks.tables import Block
from models.front_office.guests.person import Guest
from models.front_office.reservations.tables import Stay
from models.front_office.rooms import Room
from models.house.departments import Department
from models.house.lists import Listing


@dataclass(frozen=True)
class ForWhom:
    """The guest of a stay, a group, a department or a name; ``room`` where there is one."""

    th: str
    en: str
    room: str = ""

    def name(self, language: str) -> str:
        return self.th if language == "th" else self.en


@dataclass(frozen=True)
class LuggageRow:
    """``there``: pieces in the store now, with their ``tags``."""

    ticket_id: int
    number: str
    direction: str
    whose: ForWhom
    stay_id: int | None
    pieces: int
    there: int
    place: str
    until: datetime.date | None
    may_collect: str
    handled_by: str
    note: str
    asked_at: datetime.datetime
    done_at: datetime.datetime | None
    key: tuple[int]

    def long_stored(self, date: datetime.date) -> bool:
        return self.there > 0 and self.until is not None and self.until < date


def _whose(row: Any) -> ForWhom:
    """``row`` was selected by ``_with_people``."""
    stay, block, unit = row.stay, getattr(row, "block", None), getattr(row, "department", None)
    room = stay.room.number if stay is not None and stay.room is not None else ""
    if stay is not None:
        return ForWhom(stay.guest.name("th"), stay.guest.name("en"), room)
    if block is not None:
        return ForWhom(block.name, block.name)
    if unit is not None:
        beside = f" · {row.person}" if row.person else ""
        return ForWhom(unit.name_th + beside, unit.name_en + beside)
    return ForWhom(row.person, row.person)


def _with_people(table: Any, *more: Any) -> Any:
    """Rows of ``table`` with the stay's guest and room, and whatever of ``more`` (Block, Department) they point at."""
    query = (
        table.select(table, Stay, Guest, Room, *more)
        .join(Stay, JOIN.LEFT_OUTER, on=(table.stay == Stay.id))
        .join(Guest, JOIN.LEFT_OUTER)
        .switch(Stay)
        .join(Room, JOIN.LEFT_OUTER, on=(Stay.room == Room.id))
    )
    for other in more:
        query = query.switch(table).join(other, JOIN.LEFT_OUTER)
    return query


def _named(table: Any, text: str, *columns: Any) -> Any:
    """Every word of ``text`` stands in one of ``columns``, in the guest's name, or is the room."""
    where: Any = table.id > 0
    for word in to_latin_digits(text).split():
        names = (Guest.family, Guest.given, Guest.given_th, Guest.family_th, table.person)
        found = fn.COALESCE(Room.number, "") == word.upper()
        for column in (*names, *columns):
            found = found | fn.COALESCE(column, "").contains(word)
        where = where & found
    return where


def luggage(
    *,
    text: str = "",
    stay_id: int | None = None,
    every: bool = False,
    overdue_on: datetime.date | None = None,
) -> Listing[LuggageRow]:
    """Tickets with pieces in the store and those still to be carried, latest first; ``every`` shows the others too.

    ``overdue_on``: only what should have been collected before that date.
    """
    inside = LuggagePiece.stored & LuggagePiece.collection.is_null()
    own = LuggagePiece.ticket == LuggageTicket.id
    there = LuggagePiece.select(fn.COUNT(LuggagePiece.id)).where(own & inside)
    pieces = LuggagePiece.select(fn.COUNT(LuggagePiece.id)).where(own)
    query = _with_people(LuggageTicket, Block).select_extend(there.alias("there"), pieces.alias("all_pieces"))
    holding = LuggagePiece.select(LuggagePiece.ticket).where(inside)
    if overdue_on is not None:
        query = query.where((LuggageTicket.id << holding) & (LuggageTicket.until < overdue_on))
    elif not every:
        query = query.where((LuggageTicket.id << holding) | LuggageTicket.done_at.is_null())
    if stay_id is not None:
        query = query.where(LuggageTicket.stay == stay_id)
    if text.strip():
        tagged = LuggagePiece.select(LuggagePiece.ticket).where(
            LuggagePiece.tag == to_latin_digits(text.strip()).upper()
        )
        named = _named(LuggageTicket, text, LuggageTicket.number, LuggageTicket.place, Block.name, Block.code)
        query = query.where(named | (LuggageTicket.id << tagged))

    def shape(row: Any) -> LuggageRow:
        return LuggageRow(
            row.id, row.number, row.direction, _whose(row), row.__data__["stay"], row.all_pieces, row.there, row.place,
            row.until, row.may_collect, row.handled_by, row.note, row.asked_at, row.done_at, (row.id,),
        )  # fmt: skip

    return Listing(query, [(LuggageTicket.id, True)], shape)


def tags_in_store(ticket_id: int) -> list[str]:
    rows = LuggagePiece.select(LuggagePiece.tag).where(
        (LuggagePiece.ticket == ticket_id) & LuggagePiece.stored & LuggagePiece.collection.is_null()
    )
    return [row.tag for row in rows.order_by(LuggagePiece.id)]


def pieces_stored() -> int:
    """In the store of the whole house now."""
    inside = LuggagePiece.stored & LuggagePiece.collection.is_null()
    return int(LuggagePiece.select().where(inside).count())


@dataclass(frozen=True)
class ErrandRow:
    errand_id: int
    what: str
    whose: ForWhom
    stay_id: int | None
    asked_at: datetime.datetime
    done_at: datetime.datetime | None
    done_by: str
    cost: Decimal
    charged: bool
    note: str
    key: tuple[int]


def errands(*, text: str = "", every: bool = False) -> Listing[ErrandRow]:
    """Those still to be done or to be charged, latest first; ``every`` shows the others too."""
    query = _with_people(Errand, Department).where(_named(Errand, text, Errand.what))
    if not every:
        to_charge = Errand.posting.is_null() & (Errand.cost > 0) & Errand.stay.is_null(False)
        query = query.where(Errand.done_at.is_null() | to_charge)

    def shape(row: Any) -> ErrandRow:
        return ErrandRow(
            row.id, row.what, _whose(row), row.__data__["stay"], row.asked_at, row.done_at, row.done_by, row.cost,
            row.posting_id is not None, row.note, (row.id,),
        )  # fmt: skip

    return Listing(query, [(Errand.id, True)], shape)


@dataclass(frozen=True)
class ParcelRow:
    parcel_id: int
    number: str
    what: str
    whose: ForWhom
    stay_id: int | None
    arrived_from: str
    carrier: str
    place: str
    arrived_at: datetime.datetime
    handed_to: str
    handed_at: datetime.datetime | None
    handed_by: str
    note: str
    key: tuple[int]


def parcels(*, text: str = "", stay_id: int | None = None, every: bool = False) -> Listing[ParcelRow]:
    """Those that wait, latest first; ``every`` shows those handed over too."""
    query = _with_people(Parcel, Department).where(
        _named(Parcel, text, Parcel.what, Parcel.number, Parcel.arrived_from)
    )
    if not every:
        query = query.where(Parcel.handed_at.is_null())
    if stay_id is not None:
        query = query.where(Parcel.stay == stay_id)
    return Listing(query, [(Parcel.id, True)], parcel_row)


def parcel_row(row: Any) -> ParcelRow:
    return ParcelRow(
        row.id, row.number, row.what, _whose(row), row.__data__["stay"], row.arrived_from, row.carrier, row.place,
        row.arrived_at, row.handed_to, row.handed_at, row.handed_by, row.note, (row.id,),
    )  # fmt: skip


@dataclass(frozen=True)
class CarRow:
    """``moved_at``: when the valet drove it last."""

    car_id: int
    plate: str
    make: str
    colour: str
    whose: ForWhom
    stay_id: int | None
    key_tag: str
    place: str
    parked: bool
    came_at: datetime.datetime
    left_at: datetime.datetime | None
    note: str
    key: tuple[int]


def cars(*, text: str = "", stay_id: int | None = None, every: bool = False) -> Listing[CarRow]:
    """The cars that are ours to keep, latest first; found by any part of the plate, by key tag, guest or room."""
    query = _with_people(Car)
    if not every:
        query = query.where(Car.left_at.is_null())
    if stay_id is not None:
        query = query.where(Car.stay == stay_id)
    plate = plate_key(text)
    if text.strip():
        found = _named(Car, text, Car.make, Car.colour) | (Car.key_tag == text.strip().upper())
        query = query.where(found | Car.plate_key.contains(plate) if plate else found)

    def shape(row: Any) -> CarRow:
        return CarRow(
            row.id, row.plate, row.make, row.colour, _whose(row), row.__data__["stay"], row.key_tag, row.place,
            row.parked, row.came_at, row.left_at, row.note, (row.id,),
        )  # fmt: skip

    return Listing(query, [(Car.id, True)], shape)


def car_moves(car_id: int) -> list[tuple[str, datetime.datetime, str, str]]:
    """In and out of a car, latest first: direction, moment, place, porter."""
    rows = CarMove.select().where(CarMove.car == car_id).order_by(CarMove.id.desc())
    return [(row.direction, row.at, row.place, row.porter) for row in rows]


# Lamps, and what is held at check-out


def luggage_lit(stay_ids: Collection[int], _date: datetime.date) -> dict[int, Message]:
    rows = (
        LuggagePiece.select(LuggageTicket.stay, fn.COUNT(LuggagePiece.id), fn.MIN(LuggageTicket.place))
        .join(LuggageTicket)
        .where(
            (LuggageTicket.stay << list(stay_ids)) & LuggagePiece.stored & LuggagePiece.collection.is_null()
        )
        .group_by(LuggageTicket.stay)
        .tuples()
    )
    return {s: Message("{n} pieces in the store, {place}", {"n": n, "place": place}) for s, n, place in rows}


def parcels_lit(stay_ids: Collection[int], _date: datetime.date) -> dict[int, Message]:
    rows = (
        Parcel.select(Parcel.stay, fn.COUNT(Parcel.id), fn.MIN(Parcel.what))
        .where((Parcel.stay << list(stay_ids)) & Parcel.handed_at.is_null())
        .group_by(Parcel.stay)
        .tuples()
    )
    return {
        s: Message("{what} and {n} more", {"what": what, "n": n - 1})
        if n > 1
        else Message("{words}", {"words": what})
        for s, n, what in rows
    }


def cars_lit(stay_ids: Collection[int], _date: datetime.date) -> dict[int, Message]:
    where = Case(None, [(Car.parked, Car.place)], "")
    rows = (
        Car.select(Car.stay, Car.plate, Car.key_tag, where)
        .where((Car.stay << list(stay_ids)) & Car.left_at.is_null())
        .order_by(Car.id)
        .tuples()
    )
    return {
        s: Message("{words}", {"words": " · ".join(filter(None, [plate, tag, place]))})
        for s, plate, tag, place in rows
    }


def held_for(stay_id: int, date: datetime.date) -> list[Message]:
    """What the bell desk still holds for a stay, in words: luggage, parcels, the key of a car."""
    luggage, parcels, cars = (
        lit([stay_id], date).get(stay_id) for lit in (luggage_lit, parcels_lit, cars_lit)
    )
    held = [
        luggage and Message("luggage ({words})", {"words": luggage}),
        parcels and Message("a parcel ({words})", {"words": parcels}),
        cars and Message("the car ({words})", {"words": cars}),
    ]
    return [words for words in held if words]
