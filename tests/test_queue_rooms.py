"""Queue rooms: who waits, in which order, how long it took, and when the room is ready."""

from __future__ import annotations

from models.front_office.housekeeping.board import board
from models.front_office.lamps import lamps_of
from models.front_office.queue import (
    QueueRoom,
    enter_queue,
    queue,
    set_priority,
    take_off_queue,
    waited,
)
from models.front_office.reservations import Stay
from models.front_office.rooms import close_room, set_housekeeping
from models.front_office.stays import check_in
from tests.hotel import Hotel
from tests.housekeeping import database_refuses, later, room
from tests.refusing import refused


def test_a_guest_waits_until_the_room_is_ready_and_the_minutes_are_kept(hotel: Hotel) -> None:
    set_housekeeping(hotel.desk("noi"), room("201"), "dirty")
    stay = hotel.booked(room="201")
    enter_queue(hotel.desk("nok"), stay)
    now = later(hotel, 25).now()
    (row,) = queue(now, hotel.day)
    assert (row.room, row.minutes, row.ready, row.housekeeping) == ("201", 25, False, "dirty")
    top = board(hotel.day, now)[0]
    assert (top.number, top.place, top.minutes) == ("201", 1, 25)
    assert [lamp.jump for lamp in lamps_of([stay], hotel.day)[stay]] == [f"queue {stay}"]
    set_housekeeping(hotel.desk("noi"), room("201"), "clean")
    assert queue(now, hotel.day)[0].ready
    check_in(later(hotel, 40), stay)
    assert queue(now, hotel.day) == []
    assert lamps_of([stay], hotel.day) == {}
    summary = waited(hotel.day)
    assert (summary.guests, summary.average, summary.longest) == (1, 40, 40)
    assert waited(hotel.after(1)).guests == 0


def test_a_vip_comes_first_then_who_came_first(hotel: Hotel) -> None:
    for number in ("201", "202", "203"):
        set_housekeeping(hotel.desk("noi"), room(number), "dirty")
    one, two = hotel.booked(room="201"), hotel.booked(room="202")
    vip = hotel.booked(room="203", guest=hotel.guest("Lee", vip="VIP 1"))
    without = hotel.booked()
    for minutes, stay in enumerate((one, two, vip, without)):
        enter_queue(later(hotel, minutes), stay)
    assert [row.stay_id for row in queue(hotel.clock(), hotel.day)] == [vip, one, two, without]
    waits = {row.stay_id: row.queue_id for row in queue(hotel.clock(), hotel.day)}
    set_priority(hotel.desk("nok"), waits[one], 3)
    assert [row.stay_id for row in queue(hotel.clock(), hotel.day)] == [vip, two, without, one]
    with refused("PRIORITY"):
        set_priority(hotel.desk("nok"), waits[one], 4)
    take_off_queue(hotel.desk("nok"), waits[two])
    with refused("NOT_WAITING"):
        take_off_queue(hotel.desk("nok"), waits[two])
    with refused("NOT_WAITING"):
        set_priority(hotel.desk("nok"), waits[two], 1)
    assert waited(hotel.day).guests == 0  # only those who got their room count


def test_only_an_arrival_of_today_whose_room_is_not_ready_waits(hotel: Hotel) -> None:
    ready = hotel.booked(room="201")
    with refused("ROOM_READY") as refusal:
        enter_queue(hotel.desk("nok"), ready)
    assert refusal.said.jump == "check in 201"
    tomorrow, inside = hotel.booked(arrival=hotel.after(1), departure=hotel.after(2)), hotel.in_house("202")
    with refused("NOT_TODAY"):
        enter_queue(hotel.desk("nok"), tomorrow)
    with refused("NOT_RESERVED"):
        enter_queue(hotel.desk("nok"), inside)
    waiting = hotel.booked()
    enter_queue(hotel.desk("nok"), waiting)
    with refused("QUEUED_ALREADY"):
        enter_queue(hotel.desk("nok"), waiting)
    with refused("NO_RIGHT"):
        enter_queue(hotel.desk("noi"), waiting)
    stays = f"INSERT INTO queue_room (stay_id, date, priority, entered_at, left_how) VALUES ({waiting}, '{hotel.day}', 2, 'x', '')"
    database_refuses("(?i)unique", stays)


def test_a_room_closed_meanwhile_is_not_ready(small_hotel: Hotel) -> None:
    hotel = small_hotel
    set_housekeeping(hotel.desk("noi"), room("206"), "dirty")
    stay = hotel.booked(room="206")
    enter_queue(hotel.desk("nok"), stay)
    set_housekeeping(hotel.desk("noi"), room("206"), "clean")
    assert queue(hotel.clock(), hotel.day)[0].ready
    hotel_stay = Stay.get_by_id(stay)
    assert hotel_stay.room.number == "206"
    close_room(hotel.desk("noi"), room("205"), "OOO", hotel.day, hotel.day, "paint", "dirty")
    with refused("ROOM_TAKEN"):
        close_room(hotel.desk("noi"), room("206"), "OOO", hotel.day, hotel.day, "paint", "dirty")


def test_nobody_waits_overnight(small_hotel: Hotel) -> None:
    hotel = small_hotel
    from models.front_office.opening import set_setting

    set_setting(hotel.desk(), "due_in_left", "NOTE")
    enter_queue(hotel.desk("nok"), hotel.booked())
    hotel.audit()
    assert QueueRoom.get().left_how == "audit"
