"""The figures of the grid against a count by hand on hotels made at random; the tape chart against the nights."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.front_office.availability_views import BLOCK, BOOKING, CLOSURE, behind, day_figures, occupancy
from models.front_office.blocks import Block, BlockCell
from models.front_office.inventory import HOUSE, Available, OverbookingLimit, availability
from models.front_office.rates import RateCode
from models.front_office.reservations import (
    CANCELLED,
    CHECKED_OUT,
    IN_HOUSE,
    NO_SHOW,
    RESERVED,
    WAITLISTED,
    Night,
    Reservation,
    Stay,
    cancel,
    share_room,
)
from models.front_office.rooms import Room, RoomClosure, RoomType, close_room
from models.front_office.tape_chart import chart_rooms, tape_chart, unassigned
from models.house.database import database
from tests.hotel import Hotel

DAYS = 8
# Over a month of 30 days, over the year's end, over 29 February 2571 B.E. and one that has none.
FIRST_DATES = [datetime.date(2026, 11, 27), datetime.date(2026, 12, 28), datetime.date(2028, 2, 25), datetime.date(2027, 2, 25)]  # fmt: skip
TYPES = ("SUP", "DLX")
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class MadeStay:
    kind: str
    start: int
    nights: int
    state: str
    guarantee: str
    slot: int
    of_block: int | None
    room: int | None  # the place among the rooms of its type


@dataclass(frozen=True)
class MadeCell:
    kind: str
    day: int
    blocked: int
    status: str
    released: bool


@dataclass(frozen=True)
class MadeHotel:
    first: datetime.date
    stays: list[MadeStay]
    closures: list[tuple[str, int, int, int, str]]  # type, place of the room, first and last day, kind
    cells: list[MadeCell]
    limits: list[tuple[str, int, int, int]]  # type or the house, first and last day, rooms


kinds, days = st.sampled_from(TYPES), st.integers(0, DAYS - 1)
stays = st.builds(
    MadeStay,
    kind=kinds,
    start=st.integers(-2, DAYS),
    nights=st.integers(0, 4),
    state=st.sampled_from([RESERVED, RESERVED, RESERVED, IN_HOUSE, CHECKED_OUT, CANCELLED, NO_SHOW, WAITLISTED]),
    guarantee=st.sampled_from(["guaranteed", "non-guaranteed", "tentative"]),
    slot=st.sampled_from([0, 0, 0, 1]),
    of_block=st.one_of(st.none(), st.none(), st.integers(0, 3)),
    room=st.one_of(st.none(), st.integers(0, 5)),
)  # fmt: skip
hotels = st.builds(
    MadeHotel,
    first=st.sampled_from(FIRST_DATES),
    stays=st.lists(stays, max_size=10),
    closures=st.lists(st.tuples(kinds, st.integers(0, 5), days, days, st.sampled_from(["OOO", "OOS"])), max_size=3, unique_by=lambda c: c[:2]),
    cells=st.lists(st.builds(MadeCell, kinds, days, st.integers(0, 4), st.sampled_from(["inquiry", "tentative", "definite", "actual", "cancelled", "lost"]), st.booleans()), max_size=4),
    limits=st.lists(st.tuples(st.sampled_from(["SUP", "DLX", HOUSE]), days, days, st.integers(0, 3)), max_size=3),
)  # fmt: skip


def write(made: MadeHotel, guest: int) -> None:
    """The hotel as rows. Stays the database would refuse (a room let twice) lose their room first."""
    types = {kind.code: kind for kind in RoomType.select()}
    rooms = {code: list(Room.select().where(Room.room_type == kind).order_by(Room.number)) for code, kind in types.items()}  # fmt: skip
    rate = RateCode.get(RateCode.code == "BAR")
    cells = []
    for n, cell in enumerate(made.cells):
        block = Block.create(code=f"B{n}", name="Group", status=cell.status, first_night=made.first, last_night=made.first + DAYS * _DAY, rate_code=rate, made_on=made.first)  # fmt: skip
        cells.append(
            BlockCell.create(
                block=block,
                date=made.first + cell.day * _DAY,
                room_type=types[cell.kind],
                contracted=cell.blocked,
                blocked=cell.blocked,
                released=cell.released,
            )
        )
    taken: set[tuple[int, datetime.date]] = set()
    inside: set[int] = set()
    for n, stay in enumerate(made.stays):
        arrival = made.first + stay.start * _DAY
        dates = [arrival + d * _DAY for d in range(stay.nights)]
        room = rooms[stay.kind][stay.room] if stay.room is not None and stay.slot == 0 else None
        if room is None and stay.state == IN_HOUSE:
            room = rooms[stay.kind][0]
        night_room = None if stay.slot else room
        if night_room and any((night_room.id, date) in taken for date in dates):
            night_room = None
            room = room if stay.state == IN_HOUSE else None
        if night_room:
            taken.update((night_room.id, date) for date in dates)
        if room and stay.state == IN_HOUSE:
            inside.add(room.id)
        booked = Reservation.create(confirmation=f"T{n}", guarantee=stay.guarantee, made_on=made.first)
        row = Stay.create(reservation=booked, guest=guest, state=stay.state, arrival=arrival, departure=arrival + stay.nights * _DAY, room_type=types[stay.kind], room=room, rate_code=rate)  # fmt: skip
        for date in dates or [arrival]:
            cell = _cell_of(made, stay, date)
            Night.create(stay=row, date=date, day_use=not dates, booked_type=types[stay.kind], room_type=types[stay.kind], room=night_room if dates else None, share_slot=stay.slot, rate_code=rate, amount=Decimal(100), adults=1, children=0, block_cell=cells[cell] if cell is not None else None)  # fmt: skip
    made.closures[:] = _closures_of_free_rooms(made, rooms, taken, inside)
    for code, place, one, other, kind in made.closures:
        RoomClosure.create(room=rooms[code][place], kind=kind, first_night=made.first + min(one, other) * _DAY, last_night=made.first + max(one, other) * _DAY, reason="paint")  # fmt: skip
    for code, one, other, count in made.limits:
        OverbookingLimit.create(room_type=types[code] if code else None, first_night=made.first + min(one, other) * _DAY, last_night=made.first + max(one, other) * _DAY, rooms=count)  # fmt: skip


def _closures_of_free_rooms(
    made: MadeHotel, rooms: dict[str, list[Room]], taken: set[tuple[int, datetime.date]], inside: set[int]
) -> list[tuple[str, int, int, int, str]]:
    """Those the database lets in: over nobody's night, over nobody in house, one at a time."""
    kept, nights = [], set(taken)
    for closure in made.closures:
        code, place, one, other, _kind = closure
        room = rooms[code][place].id
        closed = {(room, made.first + day * _DAY) for day in range(min(one, other), max(one, other) + 1)}
        if not closed & nights and room not in inside:
            kept.append(closure)
            nights |= closed
    return kept


def _cell_of(made: MadeHotel, stay: MadeStay, date: datetime.date) -> int | None:
    """The cell a stay's night was picked up from: only where there is one of that date."""
    if stay.of_block is None or stay.of_block >= len(made.cells) or stay.nights == 0:
        return None
    return stay.of_block if made.first + made.cells[stay.of_block].day * _DAY == date else None


def by_hand(made: MadeHotel, day: int, code: str) -> Available:
    """The domain's formulas, one date and type at a time, from what was made and not from the database."""
    date = made.first + day * _DAY
    deducted = tentative = blocks = left = 0
    picked: dict[int, list[MadeStay]] = defaultdict(list)
    for stay in made.stays:
        there = stay.start <= day < stay.start + stay.nights
        if not there or stay.slot or stay.state not in (RESERVED, IN_HOUSE, CHECKED_OUT):
            continue
        cell = _cell_of(made, stay, date)
        if cell is not None:
            picked[cell].append(stay)
        elif stay.kind == code and (stay.state != RESERVED or stay.guarantee != "tentative"):
            deducted += 1
        elif stay.kind == code:
            tentative += 1
    for n, cell_made in enumerate(made.cells):
        if cell_made.day != day:
            continue
        blocks += sum(stay.kind == code for stay in picked[n])
        if cell_made.kind == code and not cell_made.released:
            still = max(cell_made.blocked - len(picked[n]), 0)
            if cell_made.status in ("definite", "actual"):
                blocks, left = blocks + still, left + still
            elif cell_made.status in ("inquiry", "tentative"):
                tentative += still
    closed = sum(c == code and kind == "OOO" and min(a, b) <= day <= max(a, b) for c, _place, a, b, kind in made.closures)  # fmt: skip
    limits = [rooms for c, a, b, rooms in made.limits if c == code and min(a, b) <= day <= max(a, b)]
    return Available(date, code, 6, closed, deducted, blocks, left, tentative, limits[-1] if limits else 0)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=hotels)
def test_every_figure_is_what_one_counts_by_hand(small_hotel: Hotel, made: MadeHotel) -> None:
    guest = small_hotel.guest()
    with database.atomic() as change:
        write(made, guest)
        table = availability(made.first, made.first + (DAYS - 1) * _DAY)
        for day in range(DAYS):
            date = made.first + day * _DAY
            each = [by_hand(made, day, code) for code in TYPES]
            for row in each:
                assert table[date, row.room_type] == row
            house = table[date, HOUSE]
            assert house.deducted == sum(row.deducted for row in each)
            assert house.inventory == 12 - sum(row.out_of_order for row in each)
            limits = [n for code, a, b, n in made.limits if code == HOUSE and min(a, b) <= day <= max(a, b)]
            assert house.overbooking == (limits[-1] if limits else sum(row.overbooking for row in each))
            assert house.minimum == house.maximum - sum(row.tentative for row in each)
        _chart_shows_the_nights(made)
        change.rollback()


def _chart_shows_the_nights(made: MadeHotel) -> None:
    """Every night with a room is under exactly one bar, of its stay, and no bar covers more."""
    last = made.first + (DAYS - 1) * _DAY
    rooms = [room.room_id for room in chart_rooms()]
    shown = {
        (room, bar.first + n * _DAY): bar.stay_id
        for room, taken in tape_chart(rooms, made.first, last).items()
        for bar in taken.bars
        for n in range((bar.last - bar.first).days + 1)
    }
    nights = Night.select().where(Night.room.is_null(False) & Night.date.between(made.first, last))
    assert shown == {(night.room_id, night.date): night.stay_id for night in nights}


def test_what_stands_behind_a_date_adds_up_to_its_figures(small_hotel: Hotel) -> None:
    hotel = small_hotel
    hotel.in_house("201", nights=2)
    hotel.booked(2, room="202")
    hotel.booked(1, guarantee="tentative")
    hotel.booked(1, room="204", departure=hotel.day)  # day use: no night
    cancel(hotel.desk(), hotel.booked(1), "changed plans")
    close_room(
        hotel.desk(), Room.get(Room.number == "301").id, "OOO", hotel.day, hotel.after(1), "leak", "dirty"
    )
    close_room(hotel.desk(), Room.get(Room.number == "302").id, "OOS", hotel.day, hotel.day, "paint", "dirty")
    figures = {row.cell.room_type: row for row in day_figures(hotel.day)}
    rows = behind(hotel.day)
    assert (
        sum(row.rooms for row in rows if row.kind == BOOKING and row.deducts)
        == figures[HOUSE].cell.booked
        == 2
    )
    assert (
        sum(row.rooms for row in rows if row.kind == BOOKING and not row.deducts)
        == figures[HOUSE].cell.tentative
    )
    assert (
        sum(row.rooms for row in rows if row.kind == CLOSURE and row.deducts)
        == figures["DLX"].cell.out_of_order
    )
    assert not [row for row in rows if row.kind == BLOCK]
    assert [row.kind for row in behind(hotel.day, "DLX")] == [CLOSURE, CLOSURE]
    assert (figures["SUP"].arrivals, figures["SUP"].departures, figures["SUP"].stay_overs) == (4, 1, 0)
    assert occupancy(figures[HOUSE].cell, "physical") == "17"  # 2 of 12
    assert occupancy(figures["DLX"].cell, "inventory") == "0"
    assert [row.cell.room_type for row in day_figures(hotel.after(1))] == ["SUP", "DLX", HOUSE]


def test_the_rooms_of_a_closed_day_stay_sold(hotel: Hotel) -> None:
    """Going back in time shows what was: a guest who has left slept here all the same."""
    stay = hotel.in_house("201", nights=1)
    yesterday = hotel.day
    hotel.audit()
    hotel.leaves(stay)
    assert availability(yesterday, yesterday)[yesterday, "SUP"].available == 5
    assert availability(hotel.day, hotel.day)[hotel.day, "SUP"].available == 6
    room = Room.get(Room.number == "201").id
    (bar,) = tape_chart([room], yesterday, hotel.day)[room].bars
    assert (bar.state, bar.arrives, bar.leaves) == (CHECKED_OUT, True, True)


def test_a_shared_room_is_one_bar_that_names_who_else_is_in_it(hotel: Hotel) -> None:
    one = hotel.booked(3, room="201", guest=hotel.guest("One"))
    other = hotel.booked(2, guest=hotel.guest("Other"))
    share_room(hotel.desk(), other, one)
    room = Room.get(Room.number == "201").id
    (bar,) = tape_chart([room], hotel.day, hotel.after(3))[room].bars
    assert (bar.stay_id, bar.first, bar.last) == (one, hotel.day, hotel.after(2))
    assert [(number, latin) for number, _thai, latin in bar.sharers] == [(other, "OTHER Anna")]


def test_bookings_without_a_room_wait_by_type_and_arrival(hotel: Hotel) -> None:
    later = hotel.booked(1, arrival=hotel.after(2), departure=hotel.after(3))
    dlx = hotel.booked(2, room_type="DLX")
    first = hotel.booked(2)
    day_use = hotel.booked(1, arrival=hotel.after(3), departure=hotel.after(3))
    hotel.booked(1, room="203")
    hotel.booked(1, arrival=hotel.after(9), departure=hotel.after(10))
    assert [row.stay_id for row in unassigned(hotel.day, hotel.after(5))] == [dlx, first, later, day_use]
    assert [row.stay_id for row in unassigned(hotel.day, hotel.after(5), "DLX")] == [dlx]
    assert [row.stay_id for row in unassigned(hotel.after(2), hotel.after(2))] == [later]


def test_the_chart_takes_two_reads_however_many_rooms(small_hotel: Hotel) -> None:
    for number in ("201", "202", "203"):
        small_hotel.booked(2, room=number)
    rooms = [room.room_id for room in chart_rooms()]
    asked: list[str] = []
    connection = database.obj.connection()
    connection.set_trace_callback(asked.append)
    tape_chart(rooms, small_hotel.day, small_hotel.after(16))
    connection.set_trace_callback(None)
    assert len([sql for sql in asked if '"night"' in sql or '"room_closure"' in sql]) == 2
    assert len(asked) == 3  # and which guarantees deduct
