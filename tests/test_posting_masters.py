"""The group's bill in a pseudo room: charged and paid like any folio, counted as a guest by nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from models.front_office import desk_views
from models.front_office.blocks import Block
from models.front_office.blocks.grid import NewBlock, create_block, set_status
from models.front_office.blocks.master import close_posting_master, open_posting_master
from models.front_office.blocks.pickup import detach, pick_up
from models.front_office.folios import post_charge
from models.front_office.inventory import availability, free_rooms
from models.front_office.night_audit import DayStatistics, findings, run_audit
from models.front_office.opening import add_room_type
from models.front_office.payments import take_payment
from models.front_office.proof import faults
from models.front_office.reservations import Booking, Night, Stay, assign_room, change_dates, change_terms
from models.front_office.rooms import Room, RoomType
from models.front_office.stays import (
    add_person,
    charge_day_use,
    check_out,
    move_room,
    reinstate,
    undo_check_in,
)
from models.house.database import close_database, open_database
from tests.hotel import Hotel
from tests.raw import Raw, live, raw_postgres, raw_sqlite
from tests.refusing import refused


def group(hotel: Hotel, nights: int = 2, start: int = 0, name: str = "สยามทัวร์") -> int:
    first, last = hotel.after(start), hotel.after(start + nights - 1)
    return create_block(hotel.desk(), NewBlock(name, first, last, "BAR", (("SUP", 2),), status="definite"))


def test_a_posting_master_is_charged_and_paid_like_any_folio(hotel: Hotel) -> None:
    block = group(hotel)
    stay = open_posting_master(hotel.desk("nok"), block)
    row = Stay.get_by_id(stay)
    assert (row.state, row.room.number, row.departure) == ("in house", "PM01", hotel.after(2))
    assert (row.guest.name("th"), hotel.state(stay)) == ("สยามทัวร์", "in house")
    post_charge(hotel.desk("nok"), hotel.window(stay), "FOOD", Decimal(1000))
    with refused("MASTER_BALANCE") as refusal:
        close_posting_master(hotel.desk("nok"), block)
    assert refusal.said.jump == "folio PM01"
    take_payment(hotel.desk("malee"), hotel.window(stay), "CARD", hotel.balance(stay))
    close_posting_master(hotel.desk("nok"), block)
    assert hotel.state(stay) == "checked out"
    with refused("NO_MASTER"):
        close_posting_master(hotel.desk("nok"), block)
    assert list(faults()) == []


def test_two_groups_have_two_rooms_and_a_room_is_used_again(hotel: Hotel) -> None:
    first, second = group(hotel), group(hotel, name="2026")
    stays = [open_posting_master(hotel.desk(), block) for block in (first, second)]
    assert [Stay.get_by_id(s).room.number for s in stays] == ["PM01", "PM02"]
    with refused("MASTER_EXISTS"):
        open_posting_master(hotel.desk(), first)
    close_posting_master(hotel.desk(), first)
    third = open_posting_master(hotel.desk(), group(hotel))
    assert Stay.get_by_id(third).room.number == "PM01"


def test_a_hotel_may_have_rooms_of_its_own_called_pm(hotel: Hotel) -> None:
    add_room_type(hotel.desk(), "PM", "พรีเมียม", "Premium", 2)
    stay = Stay.get_by_id(open_posting_master(hotel.desk(), group(hotel)))
    assert (stay.room_type.code, stay.room_type.pseudo) == ("PM*", True)


def test_a_master_opens_from_the_groups_arrival_to_its_departure(hotel: Hotel) -> None:
    coming = group(hotel, start=2)
    with refused("MASTER_EARLY"):
        open_posting_master(hotel.desk(), coming)
    going = group(hotel, nights=1)
    hotel.audit()
    assert open_posting_master(hotel.desk(), going)
    late = group(hotel, nights=1)
    Block.update(first_night=hotel.after(-3), last_night=hotel.after(-2)).where(Block.id == late).execute()
    with refused("MASTER_LATE"):
        open_posting_master(hotel.desk(), late)
    Block.update(status="cancelled").where(Block.id == late).execute()
    with refused("BLOCK_OVER"):
        open_posting_master(hotel.desk(), late)


def test_nothing_counts_a_posting_master(hotel: Hotel) -> None:
    hotel.in_house("201", nights=2)
    before = (
        desk_views.house_status(hotel.day), len(desk_views.room_rack(hotel.day)), desk_views.in_house().count(),
        desk_views.departures(hotel.after(5)).count(), availability(hotel.day, hotel.day),
        len(free_rooms(None, hotel.day, hotel.after(1))),
    )  # fmt: skip
    block = create_block(hotel.desk(), NewBlock("Siam", hotel.day, hotel.day, "BAR", status="definite"))
    open_posting_master(hotel.desk(), block)
    after = (
        desk_views.house_status(hotel.day), len(desk_views.room_rack(hotel.day)), desk_views.in_house().count(),
        desk_views.departures(hotel.after(5)).count(), availability(hotel.day, hotel.day),
        len(free_rooms(None, hotel.day, hotel.after(1))),
    )  # fmt: skip
    assert after == before
    assert findings(hotel.day) == []
    hotel.audit()
    day = DayStatistics.get()
    assert (day.rooms, day.sold, day.guests, day.arrivals, day.departures) == (12, 1, 1, 1, 0)
    assert Room.get(Room.number == "PM01").housekeeping == "clean"


def test_the_audit_closes_a_master_that_owes_nothing_and_stops_at_one_that_does(hotel: Hotel) -> None:
    owes, settled = group(hotel, nights=1), group(hotel, nights=1)
    first, second = (open_posting_master(hotel.desk(), block) for block in (owes, settled))
    post_charge(hotel.desk(), hotel.window(first), "FOOD", Decimal(1000))
    hotel.audit()
    found = findings(hotel.day)
    assert [(f.code, f.blocks, f.jump) for f in found] == [
        ("A4", True, "folio PM01"),
        ("A4", False, "folio PM02"),
    ]
    with refused("AUDIT_BLOCKED"):
        run_audit(hotel.desk("chai"), hotel.day)
    hotel.pay_all(first)
    assert [f.blocks for f in findings(hotel.day)] == [False, False]
    hotel.audit()
    assert (hotel.state(first), hotel.state(second)) == ("checked out", "checked out")
    assert DayStatistics.select().order_by(DayStatistics.id.desc()).first().departures == 0


def test_nobody_sleeps_in_a_posting_master(hotel: Hotel) -> None:
    block = group(hotel)
    stay = open_posting_master(hotel.desk(), block)
    guest, booked, inside = hotel.guest(), hotel.booked(), hotel.in_house("202")
    desk = hotel.desk()
    for deed in (
        lambda: add_person(desk, stay, guest),
        lambda: change_dates(desk, stay, hotel.day, hotel.after(9)),
        lambda: change_terms(desk, stay, adults=2),
        lambda: move_room(desk, stay, "203", "why not"),
        lambda: undo_check_in(desk, stay),
        lambda: charge_day_use(desk, stay),
    ):
        with refused("POSTING_MASTER"):
            deed()
    with refused("PSEUDO_ROOM"):
        assign_room(desk, booked, "PM01")
    with refused("PSEUDO_ROOM"):
        move_room(desk, inside, "PM01", "why not")
    with refused("NO_ROOM_TYPE"):
        hotel.booked(guest=guest, room_type="PM")
    with refused("NOT_PICKED_UP"):
        detach(desk, stay)
    with refused("MASTER_OPEN"):
        set_status(desk, block, "cancelled", "no visas")
    check_out(desk, stay)
    assert hotel.state(stay) == "checked out"
    reinstate(desk, stay)
    assert hotel.state(stay) == "in house"
    assert not Night.select().where(Night.stay == stay).exists()
    assert RoomType.get(RoomType.code == "PM").pseudo


@pytest.fixture
def books(hotel_url: str) -> Iterator[Raw]:
    """A lived-in hotel with a block picked up from and its posting master open, reached past the program."""
    open_database(hotel_url)
    hotel = Hotel()
    facts = live(hotel)
    block = group(hotel)
    pick_up(hotel.desk(), block, Booking(hotel.guest(), hotel.day, hotel.after(2), "SUP", ""))
    open_posting_master(hotel.desk(), block)
    close_database()
    of_postgres = hotel_url.startswith("postgres")
    with raw_postgres(hotel_url, facts) if of_postgres else raw_sqlite(hotel_url, "sqlite", facts) as raw:
        yield raw


def test_the_database_itself_keeps_a_cell_at_what_is_picked_up(books: Raw) -> None:
    books.refuses("UPDATE block_cell SET blocked = 0", saying="BELOW_PICKED_UP")
    books.refuses("DELETE FROM block_cell", saying=("BELOW_PICKED_UP", "FOREIGN KEY"))
    books.keep("UPDATE block_cell SET blocked = 1")


def test_the_database_itself_lets_nobody_sleep_in_a_posting_master(books: Raw) -> None:
    master = books.one("SELECT master_id FROM block")
    columns = [
        "stay_id", "date", "day_use", "booked_type_id", "room_type_id", "room_id", "share_slot", "rate_code_id",
        "amount", "inclusive", "currency", "adults", "children", "fixed_rate", "posted",
    ]  # fmt: skip
    rest = ", ".join(columns[1:5])
    books.refuses(
        f"INSERT INTO night ({', '.join(columns)}) SELECT {master}, {rest}, NULL, share_slot, rate_code_id, amount,"
        " inclusive, currency, adults, children, fixed_rate, posted FROM night WHERE NOT posted",
        saying="PSEUDO_NIGHT",
    )
