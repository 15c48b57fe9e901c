"""Rooms out of order and out of service: closed with everything said, changed, ended, and never let meanwhile."""

from __future__ import annotations

from models.front_office.reservations import Night, Stay, assign_room
from models.front_office.rooms import (
    RoomClosure,
    change_closure,
    close_room,
    closures,
    end_closure,
    set_housekeeping,
)
from models.house.acts import ChangeLog
from models.house.property import Property
from tests.hotel import Hotel
from tests.housekeeping import database_refuses, room, state
from tests.refusing import refused


def test_a_closure_says_what_the_room_is_afterwards(hotel: Hotel) -> None:
    noi = hotel.desk("noi")
    for wrong in ("", "broken"):
        with refused("RETURN_STATUS") as refusal:
            close_room(noi, room("206"), "OOO", hotel.day, hotel.day, "paint", wrong)
        assert refusal.said.field == "return_status"
    with refused("CLOSURE_KIND"):
        close_room(noi, room("206"), "OFF", hotel.day, hotel.day, "paint", "dirty")
    closure = close_room(noi, room("206"), "OOO", hotel.day, hotel.after(2), "paint", "pickup")
    end_closure(noi, closure)
    assert state("206") == "pickup"
    assert closures(hotel.day) == []


def test_a_room_comes_back_by_itself_when_its_period_ends(hotel: Hotel) -> None:
    noi = hotel.desk("noi")
    set_housekeeping(noi, room("206"), "inspected")
    close_room(noi, room("206"), "OOO", hotel.day, hotel.day, "paint", "dirty")
    close_room(noi, room("205"), "OOS", hotel.day, hotel.after(1), "bulb", "clean")
    set_housekeeping(noi, room("204"), "dirty")
    hotel.audit()
    assert (state("206"), state("205")) == ("dirty", "clean")
    assert [c.room.number for c in closures(hotel.day)] == ["205"]
    line = ChangeLog.select().where(ChangeLog.operation == "_close_day", ChangeLog.subject == "room").get()
    assert "inspected" in line.before
    with refused("CLOSURE_ENDED"):
        end_closure(noi, RoomClosure.get(RoomClosure.room == room("206")).id)
    with refused("CLOSURE_ENDED"):
        change_closure(
            noi, RoomClosure.get(RoomClosure.room == room("206")).id, hotel.after(3), "paint", "dirty"
        )


def test_a_closure_is_made_longer_or_shorter_but_not_into_a_guest(hotel: Hotel) -> None:
    noi = hotel.desk("noi")
    coming = hotel.booked(room="206", arrival=hotel.after(4), departure=hotel.after(6))
    close_room(noi, room("206"), "OOO", hotel.after(8), hotel.after(9), "carpet", "dirty")
    closure = close_room(noi, room("206"), "OOO", hotel.day, hotel.after(2), "paint", "dirty")
    change_closure(noi, closure, hotel.after(3), "paint and door", "inspected")
    row = RoomClosure.get_by_id(closure)
    assert (row.last_night, row.reason, row.return_status) == (hotel.after(3), "paint and door", "inspected")
    with refused("ROOM_TAKEN") as refusal:
        change_closure(noi, closure, hotel.after(4), "paint", "dirty")
    assert refusal.said.jump == f"stay {coming}"
    with refused("NO_REASON"):
        change_closure(noi, closure, hotel.after(3), " ", "dirty")
    with refused("RETURN_STATUS"):
        change_closure(noi, closure, hotel.after(3), "paint", "")
    with refused("DATES"):
        change_closure(noi, closure, hotel.after(-1), "paint", "dirty")
    change_closure(noi, closure, hotel.day, "paint", "dirty")
    assert closures(hotel.day)[0].last_night == hotel.day


def test_two_closures_of_a_room_do_not_overlap(hotel: Hotel) -> None:
    noi = hotel.desk("noi")
    first = close_room(noi, room("206"), "OOO", hotel.day, hotel.day, "paint", "dirty")
    close_room(noi, room("206"), "OOS", hotel.after(2), hotel.after(3), "bulb", "dirty")
    with refused("ROOM_CLOSED_ALREADY"):
        change_closure(noi, first, hotel.after(2), "paint", "dirty")


def test_a_room_out_of_service_may_be_assigned_and_its_closure_still_ends_early(hotel: Hotel) -> None:
    noi = hotel.desk("noi")
    closure = close_room(noi, room("206"), "OOS", hotel.day, hotel.after(3), "bulb", "dirty")
    hotel.booked(room="206", arrival=hotel.after(2), departure=hotel.after(4))
    change_closure(noi, closure, hotel.after(2), "bulb", "dirty")
    change_closure(noi, closure, hotel.after(1), "bulb", "dirty")
    with refused("ROOM_TAKEN"):
        change_closure(noi, closure, hotel.after(3), "bulb", "dirty")


def test_the_database_itself_lets_no_guest_into_a_room_out_of_order(hotel: Hotel) -> None:
    day = hotel.day
    stay = hotel.booked(room="203")
    other = hotel.booked(room="204")
    hotel.in_house("201")
    close_room(hotel.desk("noi"), room("206"), "OOO", day, hotel.after(3), "paint", "dirty")
    night = Night.get((Night.stay == stay) & (Night.date == day))
    columns = "room_id, kind, first_night, last_night, reason, return_status"
    database_refuses("ROOM_CLOSED", f"UPDATE night SET room_id = {room('206')} WHERE id = {night.id}")
    assigned = (
        f"INSERT INTO room_closure ({columns}) VALUES ({room('204')}, 'OOO', '{day}', '{day}', 'x', 'dirty')"
    )
    database_refuses("ROOM_TAKEN", assigned)
    database_refuses("ROOM_TAKEN", assigned.replace("'OOO'", "'OOS'"))
    database_refuses(
        "ROOM_TAKEN", assigned.replace(f"({room('204')}", f"({room('201')}").replace(f"'{day}'", f"'{hotel.after(-1)}'", 1)
    )  # fmt: skip
    free = (
        f"INSERT INTO room_closure ({columns}) VALUES ({room('206')}, 'OOS', '{day}', '{day}', 'x', 'dirty')"
    )
    database_refuses("ROOM_CLOSED_ALREADY", free)
    closure = RoomClosure.get(RoomClosure.room == room("206"))
    moved = f"UPDATE room_closure SET room_id = {room('203')} WHERE id = {closure.id}"
    database_refuses("ROOM_TAKEN", moved)
    assert Stay.get_by_id(other).room.number == "204"


def test_a_guest_who_left_today_but_stands_in_the_room_keeps_it_open_for_the_database_too(
    hotel: Hotel,
) -> None:
    hotel.in_house("201", nights=1)
    hotel.audit()
    day = Property.the().business_date
    database_refuses(
        "ROOM_TAKEN",
        "INSERT INTO room_closure (room_id, kind, first_night, last_night, reason, return_status)"
        f" VALUES ({room('201')}, 'OOO', '{day}', '{day}', 'x', 'dirty')",
    )


def test_a_room_is_not_assigned_while_it_is_out_of_order(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.booked()
    close_room(hotel.desk("noi"), room("206"), "OOO", hotel.after(1), hotel.after(1), "paint", "dirty")
    with refused("ROOM_CLOSED") as refusal:
        assign_room(hotel.desk("nok"), stay, "206")
    assert refusal.said.jump == "closed rooms"
