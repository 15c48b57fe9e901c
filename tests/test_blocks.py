"""Blocks: rooms held for a group, picked up, given back, and the arithmetic they are part of."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.documents import as_text, save_pdf
from models.front_office.blocks import Block, BlockCell, BlockWash
from models.front_office.blocks.counting import picked_up
from models.front_office.blocks.cutoff import block_again, release, set_wash
from models.front_office.blocks.grid import (
    NewBlock,
    change_block,
    create_block,
    rooms_of_words,
    set_rooms,
    set_status,
)
from models.front_office.blocks.papers import group_paper
from models.front_office.blocks.pickup import detach, pick_up
from models.front_office.blocks.views import block_called, blocks_to_come
from models.front_office.companies import Company, companies_named
from models.front_office.inventory import Available, OverbookingLimit, availability
from models.front_office.opening import add_room_type, add_rooms
from models.front_office.rates import RateCode, RatePrice
from models.front_office.reservations import (
    Booking,
    Night,
    Reservation,
    Stay,
    cancel,
    change_dates,
    change_terms,
    mark_no_show,
)
from models.front_office.rooms import Room, RoomType, close_room
from models.front_office.stays import add_person, check_in
from models.house.acts import ChangeLog
from models.house.property import Property
from tests.hotel import Hotel
from tests.refusing import asked, refused


def held(
    hotel: Hotel, rooms: int | tuple[tuple[str, int], ...] = 4, status: str = "definite", **more: object
) -> int:
    """A block of SUP rooms, from the day after tomorrow for three nights."""
    of_types = rooms if isinstance(rooms, tuple) else (("SUP", rooms),)
    new = NewBlock("Siam Tours", hotel.after(2), hotel.after(4), "BAR", of_types, status=status)
    return create_block(hotel.desk(), replace(new, **more))  # type: ignore[arg-type]


def booking(hotel: Hotel, nights: int = 3, start: int = 2, kind: str = "SUP", **more: object) -> Booking:
    one = Booking(hotel.guest(), hotel.after(start), hotel.after(start + nights), kind, "")
    return replace(one, **more)  # type: ignore[arg-type]


def cell(block: int, date: datetime.date, kind: str = "SUP") -> BlockCell:
    return (
        BlockCell.select()
        .join(RoomType)
        .where((BlockCell.block == block) & (BlockCell.date == date) & (RoomType.code == kind))
        .get()
    )


def on(date: datetime.date, kind: str = "SUP") -> Available:
    return availability(date, date)[date, kind]


def taken(block: int, date: datetime.date) -> int:
    one = cell(block, date)
    return picked_up([one.id])[one.id]


# The arithmetic


def test_the_example_of_the_inventory_arithmetic_counts_as_written(hotel: Hotel) -> None:
    """Physical 64, out of order 3, in house 22, guaranteed 15, blocks 9 (5 picked up), overbooking 4, tentative 6."""
    desk, day = hotel.desk(), hotel.day
    add_room_type(desk, "TWN", "เตียงคู่", "Twin", 2)
    add_rooms(desk, "TWN", [(f"4{n:02d}", "4") for n in range(64)])
    kind = RoomType.get(RoomType.code == "TWN")
    sup = RatePrice.select().join(RoomType).where(RoomType.code == "SUP").first()
    RatePrice.create(**{**sup.__data__, "id": None, "room_type": kind.id})
    bar = RateCode.get(RateCode.code == "BAR")
    RatePrice.update(rate_code=bar.id).where(RatePrice.room_type == kind).execute()
    for n in range(3):
        close_room(desk, Room.get(Room.number == f"4{60 + n}").id, "OOO", day, day, "painting", "dirty")
    OverbookingLimit.create(room_type=kind, first_night=day, last_night=day, rooms=4)
    guest = hotel.guest()
    for n in range(22):
        check_in(desk, hotel.booked(1, "TWN", guest), f"4{n:02d}")
    for _n in range(15):
        hotel.booked(1, "TWN", guest, guarantee="guaranteed")
    for _n in range(6):
        hotel.booked(1, "TWN", guest, guarantee="tentative")
    block = create_block(desk, NewBlock("Nine rooms", day, day, "BAR", (("TWN", 9),), status="definite"))
    for _n in range(5):
        pick_up(desk, block, Booking(guest, day, hotel.after(1), "TWN", ""))
    row = on(day, "TWN")
    assert (row.inventory, row.sell_limit, row.deducted) == (61, 68, 46)
    assert (row.block, row.block_left) == (9, 4)
    assert (row.available, row.maximum, row.minimum) == (15, 19, 13)


def test_a_picked_up_room_counts_once(hotel: Hotel) -> None:
    block, date = held(hotel), hotel.after(2)
    before = on(date)
    pick_up(hotel.desk(), block, booking(hotel))
    after = on(date)
    assert (before.deducted, before.block_left) == (4, 4)
    assert (after.deducted, after.block_left) == (4, 3)


def test_an_undecided_block_takes_nothing_yet(hotel: Hotel) -> None:
    held(hotel, status="tentative")
    row = on(hotel.after(3))
    assert (row.deducted, row.available, row.minimum) == (0, 6, 2)


# Making and changing


def test_a_block_is_made_with_its_rooms_on_every_night(hotel: Hotel) -> None:
    block = Block.get_by_id(held(hotel, status="inquiry", cutoff_days=7))
    assert (block.code, block.status) == ("G0001", "inquiry")
    cells = list(block.cells.order_by(BlockCell.date))
    assert [(c.date, c.contracted, c.blocked) for c in cells] == [(hotel.after(n), 4, 4) for n in (2, 3, 4)]
    assert cells[0].cutoff == hotel.after(-5)


def test_what_a_block_cannot_be(hotel: Hotel) -> None:
    held(hotel, code="siam")
    for code, wrong in (
        ("NO_NAME", {"name": "  "}),
        ("CODE_TAKEN", {"code": "SIAM"}),
        ("BLOCK_STATUS", {"status": "actual"}),
        ("BLOCK_DATES", {"first_night": hotel.after(-1)}),
        ("BLOCK_DATES", {"last_night": hotel.after(1)}),
        ("BLOCK_DATES", {"last_night": hotel.after(500)}),
        ("CUTOFF_PAST", {"cutoff_on": hotel.after(-1)}),
        ("CUTOFF_TWICE", {"cutoff_on": hotel.after(1), "cutoff_days": 2}),
        ("CUTOFF_DAYS", {"cutoff_days": -1}),
        ("NO_RATE_CODE", {"rate_code": "GRATIS"}),
        ("NO_ROOM_TYPE", {"rooms": (("PENT", 1),)}),
        ("NO_COMPANY", {"company_id": 99}),
        ("ROOMS_NUMBER", {"rooms": (("SUP", -1),)}),
    ):
        with refused(code):
            held(hotel, **wrong)  # type: ignore[arg-type]


def test_a_definite_block_finds_its_rooms_in_the_house_and_lists_the_dates(hotel: Hotel) -> None:
    for _n in range(4):
        hotel.booked(1, arrival=hotel.after(3), departure=hotel.after(4))
    with asked("NO_AVAILABILITY", "overbook") as refusal:
        held(hotel)
    assert refusal.said.message.values["missing"] == f"SUP {hotel.after(3):%d/%m} −2"
    tentative = held(hotel, status="tentative")
    with asked("NO_AVAILABILITY", "overbook"):
        set_status(hotel.desk(), tentative, "definite")
    set_status(hotel.answering(NO_AVAILABILITY="the owner wants it"), tentative, "definite")
    assert on(hotel.after(3)).maximum == -2


def test_the_house_may_be_too_small_for_what_each_type_has(hotel: Hotel) -> None:
    OverbookingLimit.create(first_night=hotel.day, last_night=hotel.after(9), rooms=0)
    kind = RoomType.get(RoomType.code == "SUP")
    OverbookingLimit.create(room_type=kind, first_night=hotel.day, last_night=hotel.after(9), rooms=5)
    with asked("NO_AVAILABILITY", "overbook") as refusal:
        held(hotel, rooms=(("SUP", 8), ("DLX", 6)))
    assert refusal.said.message.values["missing"].startswith("ROH ")


def test_raising_a_cell_of_a_definite_block_finds_the_rooms_too(hotel: Hotel) -> None:
    block, date = held(hotel), hotel.after(3)
    set_rooms(hotel.desk(), block, "SUP", date, date, 6)
    with asked("NO_AVAILABILITY", "overbook"):
        set_rooms(hotel.desk(), block, "SUP", date, date, 7)
    tentative = held(hotel, status="tentative")
    set_rooms(hotel.desk(), tentative, "SUP", date, date, 20)


def test_a_row_a_column_and_a_span_are_changed_at_once(hotel: Hotel) -> None:
    block = held(hotel)
    set_rooms(hotel.desk(), block, "DLX", hotel.after(2), hotel.after(4), 2)
    assert set_rooms(hotel.desk(), block, "", hotel.after(3), hotel.after(3), 1) == 2
    set_rooms(hotel.desk(), block, "SUP", hotel.after(2), hotel.after(3), 3, contracted=5)
    rows = BlockCell.select().where(BlockCell.block == block).order_by(BlockCell.room_type, BlockCell.date)
    assert [(c.blocked, c.contracted) for c in rows] == [(3, 5), (3, 5), (4, 4), (2, 2), (1, 2), (2, 2)]


def test_shoulder_nights_may_have_fewer_rooms(hotel: Hotel) -> None:
    block = held(hotel)
    set_rooms(hotel.desk(), block, "SUP", hotel.after(1), hotel.after(1), 2)
    assert cell(block, hotel.after(1)).shoulder
    assert not cell(block, hotel.after(2)).shoulder
    assert on(hotel.after(1)).deducted == 2
    with refused("OUTSIDE_BLOCK"):
        set_rooms(hotel.desk(), block, "SUP", hotel.after(30), hotel.after(30), 1)
    with refused("BLOCK_DATES"):
        set_rooms(hotel.desk(), block, "SUP", hotel.after(3), hotel.after(2), 1)
    with refused("NIGHTS_PAST"):
        set_rooms(hotel.desk(), block, "SUP", hotel.after(-1), hotel.after(2), 1)


def test_a_cell_cannot_be_lowered_below_what_is_picked_up(hotel: Hotel) -> None:
    block = held(hotel)
    for _n in range(3):
        pick_up(hotel.desk(), block, booking(hotel))
    set_rooms(hotel.desk(), block, "SUP", hotel.after(3), hotel.after(3), 3)
    with refused("BELOW_PICKED_UP") as refusal:
        set_rooms(hotel.desk(), block, "SUP", hotel.after(2), hotel.after(4), 2)
    assert refusal.said.message.values["n"] == 3


def test_each_changed_field_of_a_block_is_logged(hotel: Hotel) -> None:
    block = held(hotel)
    change_block(hotel.desk(), block, name="Siam Grand Tours", elastic=True, cutoff_on=hotel.after(1))
    log = ChangeLog.select().where(ChangeLog.subject == "block").order_by(ChangeLog.id.desc()).first()
    assert '"name": "Siam Tours"' in log.before
    assert '"name": "Siam Grand Tours"' in log.after
    assert '"elastic": true' in log.after
    set_rooms(hotel.desk(), block, "SUP", hotel.after(2), hotel.after(2), 1)
    log = ChangeLog.select().order_by(ChangeLog.id.desc()).first()
    assert (log.subject, log.before, log.after) == ("block_cell", '{"blocked": 4}', '{"blocked": 1}')
    with refused("CUTOFF_TWICE"):
        change_block(hotel.desk(), block, cutoff_days=3)
    with refused("NO_NAME"):
        change_block(hotel.desk(), block, name="")


# The chain of statuses


def test_a_block_goes_along_its_chain_and_nowhere_else(hotel: Hotel) -> None:
    block = held(hotel, status="inquiry")
    desk = hotel.desk()
    with refused("STATUS_CHAIN"):
        set_status(desk, block, "actual")
    set_status(desk, block, "tentative")
    set_status(desk, block, "definite")
    with refused("STATUS_CHAIN"):
        set_status(desk, block, "lost", "dearer than next door")
    with refused("BLOCK_NOT_BEGUN"):
        set_status(desk, block, "actual")
    with refused("NO_REASON"):
        set_status(desk, block, "cancelled", " ")
    set_status(desk, block, "cancelled", "no visas")
    assert on(hotel.after(3)).deducted == 0
    for deed in (
        lambda: set_rooms(desk, block, "SUP", hotel.after(2), hotel.after(2), 1),
        lambda: change_block(desk, block, name="x"),
        lambda: release(desk, block),
        lambda: block_again(desk, block, hotel.after(2), hotel.after(3), hotel.after(1)),
        lambda: set_wash(desk, block, hotel.after(1), 50),
    ):
        with refused("BLOCK_OVER"):
            deed()
    for _n in range(4):
        hotel.booked(2, arrival=hotel.after(2), departure=hotel.after(4))
    with asked("NO_AVAILABILITY", "overbook"):
        set_status(desk, block, "definite")


def test_a_block_with_live_pickups_is_not_cancelled_and_they_are_listed(hotel: Hotel) -> None:
    block = held(hotel)
    stay = pick_up(hotel.desk(), block, booking(hotel, guest_id=hotel.guest("Schmidt")))
    with refused("LIVE_PICKUPS") as refusal:
        set_status(hotel.desk(), block, "cancelled", "no visas")
    assert "SCHMIDT" in refusal.said.message.values["names"]
    cancel(hotel.desk(), stay, "no visa")
    set_status(hotel.desk(), block, "cancelled", "no visas")


# Picking up


def test_a_pickup_is_a_normal_booking_that_points_to_its_cells(hotel: Hotel) -> None:
    block = held(hotel, market="GIT", contact="Khun Nok")
    stay = Stay.get_by_id(pick_up(hotel.desk("nok"), block, booking(hotel)))
    assert (stay.reservation.block_id, stay.reservation.market, stay.rate_code.code) == (block, "GIT", "BAR")
    assert stay.reservation.booker == "Khun Nok"
    nights = list(Night.select().where(Night.stay == stay).order_by(Night.date))
    assert [n.block_cell.date for n in nights] == [n.date for n in nights]
    assert taken(block, hotel.after(3)) == 1


def test_a_full_house_can_still_be_picked_up_from_its_block(hotel: Hotel) -> None:
    block = held(hotel)
    for _n in range(2):
        hotel.booked(3, arrival=hotel.after(2), departure=hotel.after(5))
    guest = hotel.guest()
    with asked("NO_AVAILABILITY", "overbook"):
        hotel.booked(3, guest=guest, arrival=hotel.after(2), departure=hotel.after(5))
    for guarantee in ("non-guaranteed", "guaranteed", "tentative"):
        pick_up(hotel.desk("nok"), block, booking(hotel, guarantee=guarantee))
    assert on(hotel.after(2)).available == 0


def test_only_a_block_that_deducts_is_picked_up_from(hotel: Hotel) -> None:
    block = held(hotel, status="tentative")
    one = booking(hotel)
    with refused("BLOCK_NOT_OPEN"):
        pick_up(hotel.desk(), block, one)


def test_a_type_or_dates_the_block_does_not_have_are_booked_from_the_house(hotel: Hotel) -> None:
    block = held(hotel)
    deluxe, later = booking(hotel, kind="DLX"), booking(hotel, start=5)
    with refused("NOT_IN_BLOCK"):
        pick_up(hotel.desk(), block, deluxe)
    with refused("NOT_IN_BLOCK"):
        pick_up(hotel.desk(), block, later)


def test_beyond_the_cell_somebody_must_allow_it_and_the_house_have_the_room(hotel: Hotel) -> None:
    block, date = held(hotel, rooms=1), hotel.after(2)
    pick_up(hotel.desk(), block, booking(hotel))
    one = booking(hotel)
    with asked("BEYOND_BLOCK", "overbook", second_person=True):
        pick_up(hotel.desk("nok"), block, one)
    pick_up(hotel.answering(BEYOND_BLOCK="the boss comes too"), block, one)
    assert (taken(block, date), on(date).deducted) == (2, 2)
    for _n in range(4):
        hotel.booked(3, arrival=date, departure=hotel.after(5))
    with asked("NO_AVAILABILITY", "overbook"):
        pick_up(hotel.answering(BEYOND_BLOCK="and his wife"), block, one)


def test_an_elastic_block_grows_while_the_house_has_rooms(hotel: Hotel) -> None:
    block, date = held(hotel, rooms=1, elastic=True), hotel.after(2)
    for n in range(6):
        pick_up(hotel.desk(), block, booking(hotel))
        assert (taken(block, date), on(date).deducted) == (n + 1, n + 1)
    one = booking(hotel)
    with asked("NO_AVAILABILITY", "overbook"):
        pick_up(hotel.desk(), block, one)


def test_several_rooms_are_picked_up_in_one_booking(hotel: Hotel) -> None:
    block = held(hotel)
    pick_up(hotel.desk(), block, booking(hotel, rooms=3))
    assert taken(block, hotel.after(2)) == 3
    five = booking(hotel, rooms=4)
    with asked("BEYOND_BLOCK", "overbook"):
        pick_up(hotel.desk(), block, five)
    with asked("NO_AVAILABILITY", "overbook"):
        pick_up(hotel.answering(BEYOND_BLOCK="more of them"), block, five)


def test_nights_round_the_block_come_from_the_house(hotel: Hotel) -> None:
    block = held(hotel)
    stay = pick_up(hotel.desk(), block, booking(hotel, nights=5, start=1))
    cells = [n.block_cell_id for n in Night.select().where(Night.stay == stay).order_by(Night.date)]
    assert [c is not None for c in cells] == [False, True, True, True, False]
    for _n in range(6):
        hotel.booked(1, arrival=hotel.after(6), departure=hotel.after(7))
    with asked("NO_AVAILABILITY", "overbook"):
        change_dates(hotel.desk(), stay, hotel.after(1), hotel.after(7))


def test_a_stay_that_is_moved_within_the_block_keeps_to_its_cells(hotel: Hotel) -> None:
    block = held(hotel)
    for _n in range(2):  # the house is full: only the block has rooms
        hotel.booked(3, arrival=hotel.after(2), departure=hotel.after(5))
    stay = pick_up(hotel.desk(), block, booking(hotel, nights=1))
    change_dates(hotel.desk(), stay, hotel.after(3), hotel.after(5))
    assert [taken(block, hotel.after(n)) for n in (2, 3, 4)] == [0, 1, 1]
    change_dates(hotel.desk(), stay, hotel.after(3), hotel.after(4))
    assert [taken(block, hotel.after(n)) for n in (2, 3, 4)] == [0, 1, 0]
    assert on(hotel.after(4)).deducted == 6


def test_another_type_is_taken_from_the_cells_of_that_type(hotel: Hotel) -> None:
    block = held(hotel)
    set_rooms(hotel.desk(), block, "DLX", hotel.after(2), hotel.after(4), 1)
    stay = pick_up(hotel.desk(), block, booking(hotel))
    change_terms(hotel.desk(), stay, room_type="DLX")
    assert (taken(block, hotel.after(2)), on(hotel.after(2), "DLX").block_left) == (0, 0)
    assert (on(hotel.after(2)).deducted, on(hotel.after(2), "DLX").deducted) == (4, 1)


def test_a_tentative_guest_of_a_block_checks_in_to_a_full_house(hotel: Hotel) -> None:
    day = hotel.day
    block = create_block(
        hotel.desk(), NewBlock("Now", day, hotel.after(1), "BAR", (("SUP", 6),), status="definite")
    )
    stay = pick_up(hotel.desk(), block, booking(hotel, nights=2, start=0, guarantee="tentative"))
    check_in(hotel.desk("nok"), stay, "201")
    assert on(day).available == 0


# Giving back


def test_a_cancelled_pickup_goes_back_to_the_block_before_the_cutoff_and_to_the_house_after_it(
    hotel: Hotel,
) -> None:
    block, date = held(hotel), hotel.after(2)
    first, second = (pick_up(hotel.desk(), block, booking(hotel)) for _n in range(2))
    cancel(hotel.desk(), first, "ill")
    assert (taken(block, date), on(date).block_left, on(date).deducted) == (1, 3, 4)
    assert release(hotel.desk(), block) == 9
    assert (on(date).block_left, on(date).deducted) == (0, 1)
    cancel(hotel.desk(), second, "ill too")
    assert on(date).deducted == 0


def test_past_the_cutoff_nothing_is_picked_up_and_an_extension_comes_from_the_house(hotel: Hotel) -> None:
    block = held(hotel)
    stay = pick_up(hotel.desk(), block, booking(hotel, nights=1))
    release(hotel.desk(), block)
    one = booking(hotel)
    with refused("PAST_CUTOFF"):
        pick_up(hotel.desk(), block, one)
    change_dates(hotel.desk(), stay, hotel.after(2), hotel.after(4))
    night = Night.get((Night.stay == stay) & (Night.date == hotel.after(3)))
    assert night.block_cell_id is None
    assert on(hotel.after(3)).booked == 1


def test_the_cutoff_on_demand_is_for_the_nights_named_and_logged_by_cell(hotel: Hotel) -> None:
    block = held(hotel)
    pick_up(hotel.desk(), block, booking(hotel))
    assert release(hotel.desk(), block, upto=hotel.after(3)) == 6
    assert [cell(block, hotel.after(n)).released for n in (2, 3, 4)] == [True, True, False]
    log = ChangeLog.select().where(ChangeLog.operation == "release").order_by(ChangeLog.id)
    assert [(line.before, line.after) for line in log] == [
        ('{"left": 3, "released": false}', '{"left": 0, "released": true}')
    ] * 2
    with refused("NOTHING_LEFT"):
        release(hotel.desk(), block, upto=hotel.after(3))
    with refused("CELL_RELEASED"):
        set_rooms(hotel.desk(), block, "SUP", hotel.after(2), hotel.after(2), 5)


def test_blocking_again_is_a_new_act_that_finds_the_rooms_anew(hotel: Hotel) -> None:
    block, date = held(hotel), hotel.after(2)
    with refused("NOTHING_RELEASED"):
        block_again(hotel.desk(), block, date, date, hotel.after(1))
    release(hotel.desk(), block)
    with refused("CUTOFF_PAST"):
        block_again(hotel.desk(), block, date, date, hotel.after(-1))
    for _n in range(3):
        hotel.booked(1, arrival=date, departure=hotel.after(3))
    with asked("NO_AVAILABILITY", "overbook"):
        block_again(hotel.desk(), block, date, hotel.after(3), hotel.after(1))
    assert block_again(hotel.desk(), block, hotel.after(3), hotel.after(3), hotel.after(1)) == 4
    assert on(hotel.after(3)).block_left == 4


def test_the_audit_gives_back_at_the_cutoff_of_the_block_the_night_and_so_many_days_before(
    hotel: Hotel,
) -> None:
    by_date = held(hotel, rooms=1, cutoff_on=hotel.after(1))
    by_days = held(hotel, rooms=1, cutoff_days=2)
    by_cell = held(hotel, rooms=1)
    set_rooms(hotel.desk(), by_cell, "SUP", hotel.after(4), hotel.after(4), 1, cutoff_on=hotel.day)
    nights = [hotel.after(n) for n in (2, 3, 4)]

    def given_back(block: int) -> list[bool]:
        return [cell(block, night).released for night in nights]

    hotel.audit()
    assert given_back(by_date) == [False, False, False]
    assert given_back(by_days) == [True, False, False]
    assert given_back(by_cell) == [False, False, True]
    hotel.audit()
    assert given_back(by_date) == [True, True, True]
    assert given_back(by_days) == [True, True, False]


def test_the_wash_gives_back_a_part_of_what_is_not_picked_up_once(hotel: Hotel) -> None:
    block = held(hotel, rooms=5)
    pick_up(hotel.desk(), block, booking(hotel))
    set_wash(hotel.desk(), block, hotel.day, 60)
    set_wash(hotel.desk(), block, hotel.day, 50)
    set_wash(hotel.desk(), block, hotel.after(1), 100)
    set_wash(hotel.desk(), block, hotel.after(1), 0)
    washed = hotel.day
    hotel.audit()
    assert cell(block, hotel.after(2)).blocked == 3
    hotel.audit()
    assert cell(block, hotel.after(2)).blocked == 3
    assert [(w.on_date, w.done) for w in BlockWash.select()] == [(washed, True)]


def test_what_a_wash_cannot_be(hotel: Hotel) -> None:
    block = held(hotel)
    for code, on_date, percent in (
        ("WASH_DATE", hotel.after(-1), 50),
        ("WASH_DATE", hotel.after(9), 50),
        ("WASH_PERCENT", hotel.after(1), 101),
    ):
        with refused(code):
            set_wash(hotel.desk(), block, on_date, percent)
    set_wash(hotel.desk(), block, hotel.after(1), 50)
    BlockWash.update(done=True).execute()
    with refused("WASH_DONE"):
        set_wash(hotel.desk(), block, hotel.after(1), 40)


def test_a_block_whose_guests_have_come_is_actual_after_the_audit(hotel: Hotel) -> None:
    day = hotel.day
    block = create_block(
        hotel.desk(), NewBlock("Now", day, hotel.after(1), "BAR", (("SUP", 2),), status="definite")
    )
    stay = pick_up(hotel.desk(), block, booking(hotel, nights=2, start=0))
    check_in(hotel.desk(), stay, "201")
    hotel.audit()
    assert Block.get_by_id(block).status == "actual"


def test_an_option_that_ran_out_is_released_in_the_audit(hotel: Hotel) -> None:
    options = {"arrival": hotel.after(5), "departure": hotel.after(6), "guarantee": "tentative"}
    today = hotel.booked(**options, option_until=hotel.day)
    later = hotel.booked(**options, option_until=hotel.after(1))
    firm = hotel.booked(**{**options, "guarantee": "guaranteed"}, option_until=hotel.day)
    paid = hotel.booked(**options, option_until=hotel.day)
    from models.front_office.payments import take_deposit

    take_deposit(hotel.desk(), Stay.get_by_id(paid).reservation_id, "TRAN", Decimal(500))
    hotel.audit()
    assert [hotel.state(s) for s in (today, later, firm, paid)] == [
        "cancelled",
        "reserved",
        "reserved",
        "reserved",
    ]
    assert "option" in Stay.get_by_id(today).reason


# Detaching


def test_a_detached_booking_is_the_houses_and_its_room_stays_with_the_block(hotel: Hotel) -> None:
    block, date = held(hotel), hotel.after(2)
    stay = pick_up(hotel.desk(), block, booking(hotel))
    detach(hotel.desk(), stay)
    assert Stay.get_by_id(stay).reservation.block_id is None
    assert (on(date).booked, on(date).block, on(date).deducted) == (1, 4, 5)
    with refused("NOT_PICKED_UP"):
        detach(hotel.desk(), stay)


def test_detaching_needs_a_room_in_the_house(hotel: Hotel) -> None:
    block = held(hotel)
    stay = pick_up(hotel.desk(), block, booking(hotel))
    for _n in range(2):
        hotel.booked(3, arrival=hotel.after(2), departure=hotel.after(5))
    with asked("NO_AVAILABILITY", "overbook"):
        detach(hotel.desk(), stay)
    release(hotel.desk(), block)
    detach(hotel.desk(), stay)  # what the block gave back it does not take again


def test_a_no_show_of_a_group_leaves_the_other_nights_to_the_block(hotel: Hotel) -> None:
    day = hotel.day
    block = create_block(
        hotel.desk(), NewBlock("Now", day, hotel.after(1), "BAR", (("SUP", 2),), status="definite")
    )
    stay = pick_up(hotel.desk(), block, booking(hotel, nights=2, start=0))
    mark_no_show(hotel.desk(), stay)
    assert on(hotel.after(1)).block_left == 2


@pytest.mark.parametrize("right", ["lek", "malee"])
def test_who_may_not_book_makes_no_block(right: str, hotel: Hotel) -> None:
    one = NewBlock("Siam", hotel.after(1), hotel.after(2), "BAR")
    if right == "malee":
        with refused("NO_RIGHT"):
            create_block(hotel.desk(right), one)
    else:
        assert create_block(hotel.desk(right), one)


def test_the_hotel_day_is_closed_with_the_rooms_given_back_on_record(hotel: Hotel) -> None:
    import json

    from models.front_office.night_audit import ClosedDay

    held(hotel, cutoff_on=hotel.day)
    hotel.audit()
    assert json.loads(ClosedDay.get().counts)["rooms_given_back"] == 12
    assert Property.the().business_date == hotel.day
    assert Reservation.select().count() == 0


# Words and papers


def test_rooms_are_written_as_people_write_them(hotel: Hotel) -> None:
    for text in ("10 SUP, 5 DLX", "sup 10 dlx 5", "10×SUP + 5×DLX"):
        assert rooms_of_words(text) == (("SUP", 10), ("DLX", 5))
    assert rooms_of_words(" ") == ()
    for wrong in ("SUP", "10", "SUP DLX", "10 5", "10 SUP 5"):
        with refused("ROOMS_WORDS"):
            rooms_of_words(wrong)


def test_a_group_is_found_by_code_or_by_a_name_that_is_its_alone(hotel: Hotel) -> None:
    first, second = held(hotel, rooms=1), held(hotel, rooms=1, name="Siam Grand")
    assert block_called("g0001").id == first
    assert block_called("grand").id == second
    for unclear in ("siam", "nobody"):
        with refused("NO_BLOCK"):
            block_called(unclear)
    Block.update(status="lost").where(Block.id == second).execute()
    assert [row.block_id for row in blocks_to_come(hotel.day).first(9)] == [first]


def test_a_companys_group_books_for_the_company(hotel: Hotel) -> None:
    company = Company.create(
        code="SIAM", name_en="Siam Tours Co., Ltd.", name_th="บจก. สยามทัวร์", sort_name="siam"
    )
    block = held(hotel, company_id=company.id)
    stay = pick_up(hotel.desk(), block, booking(hotel))
    assert Stay.get_by_id(stay).reservation.company_id == company.id
    assert [c.id for c in companies_named("สยาม")] == [company.id]


@pytest.mark.parametrize("language", ["en", "th"])
def test_the_group_resume_goes_to_paper(language: str, small_hotel: Hotel, tmp_path: Path) -> None:
    block = held(small_hotel, note="late dinner")
    stay = pick_up(small_hotel.desk(), block, booking(small_hotel, guest_id=small_hotel.guest("Schmidt")))
    add_person(small_hotel.desk(), stay, small_hotel.guest("Meier"))
    paper = group_paper(Property.the(), block, language)
    text = as_text(paper, 80)
    for word in ("SCHMIDT Anna", "MEIER Anna", "late dinner", "4 / 1"):
        assert word in text
    assert save_pdf(paper, tmp_path).read_bytes().startswith(b"%PDF")
