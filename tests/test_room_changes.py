"""Swaps, shifts and nights more or less, as the tape chart does them: every rule tried, all or nothing."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from models.front_office.reservations import (
    Night,
    Stay,
    cancel,
    change_details,
    share_room,
    stay_nights,
)
from models.front_office.room_changes import change_length, shift_stay, swap_rooms
from models.front_office.rooms import Room, close_room, set_housekeeping
from models.front_office.stays import move_room
from models.front_office.tape_chart import tape_chart
from models.house.acts import ChangeLog
from models.house.staff import RoleRight
from tests.hotel import Hotel
from tests.refusing import asked, refused


def _room(number: str) -> Room:
    return Room.get(Room.number == number)


def _rooms(stay: int) -> list[str]:
    return [night.room.number if night.room_id else "–" for night in stay_nights(stay)]


def _of(stay: int) -> str:
    return str(Stay.get_by_id(stay).room.number)


def _may_not(hotel: Hotel, login: str, right: str) -> None:
    RoleRight.delete().where(
        (RoleRight.right == right) & (RoleRight.role == hotel.desk(login).staff.role_id)
    ).execute()


# Swapping


def test_two_reserved_stays_swap_their_rooms_and_the_log_says_which_nights(hotel: Hotel) -> None:
    one, other = hotel.booked(3, room="201"), hotel.booked(2, room="202")
    swap_rooms(hotel.desk("nok"), one, other)
    assert (_rooms(one), _rooms(other)) == (["202"] * 3, ["201"] * 2)
    assert (_of(one), _of(other)) == ("202", "201")
    log = ChangeLog.select().where(
        (ChangeLog.operation == "swap_rooms") & (ChangeLog.subject_id == f"stay {one}")
    )
    before = [json.loads(row.before) for row in log]
    after = [json.loads(row.after) for row in log]
    assert {f"{hotel.after(n)} room": _room("201").id for n in range(3)} in before
    assert {f"{hotel.after(n)} room": _room("202").id for n in range(3)} in after


def test_stays_of_different_dates_swap_where_nobody_else_is_in_the_way(hotel: Hotel) -> None:
    short, late = hotel.booked(1, room="201"), hotel.booked(arrival=hotel.after(4), departure=hotel.after(6), room="202")  # fmt: skip
    swap_rooms(hotel.desk(), short, late)
    assert (_rooms(short), _rooms(late)) == (["202"], ["201", "201"])


def test_a_swap_stops_at_a_third_who_is_in_the_way_and_changes_nothing(hotel: Hotel) -> None:
    long, short = hotel.booked(3, room="201"), hotel.booked(1, room="202")
    third = hotel.booked(arrival=hotel.after(1), departure=hotel.after(2), room="202")
    with refused("ROOM_NIGHT_TAKEN") as refusal:
        swap_rooms(hotel.desk(), long, short)
    assert refusal.said.jump == f"stay {third}"
    assert (_rooms(long), _rooms(short)) == (["201"] * 3, ["202"])


def test_guests_in_house_swap_from_tonight_with_a_reason_and_both_rooms_are_dirty(hotel: Hotel) -> None:
    one, other = hotel.in_house("201", nights=3), hotel.in_house("202", nights=2)
    hotel.audit()
    for room in Room.select():
        if room.number > "202":
            set_housekeeping(hotel.desk("noi"), room.id, "clean")
    with refused("NO_REASON"):
        swap_rooms(hotel.desk("nok"), one, other)
    swap_rooms(hotel.desk("nok"), one, other, "noise from the lift")
    assert (_rooms(one), _rooms(other)) == (["201", "202", "202"], ["202", "201"])
    assert {_room(n).housekeeping for n in ("201", "202")} == {"dirty"}
    last = ChangeLog.select().where(ChangeLog.operation == "swap_rooms").order_by(ChangeLog.id.desc()).first()
    assert last.reason == "noise from the lift"
    bars = tape_chart([_room("201").id], hotel.after(-1), hotel.after(3))[_room("201").id].bars
    assert [(bar.stay_id, bar.arrives, bar.leaves) for bar in bars] == [
        (one, True, False),
        (other, False, True),
    ]


def test_a_guest_in_house_swaps_with_a_booking_only_into_a_room_that_is_ready(hotel: Hotel) -> None:
    inside = hotel.in_house("201", nights=2)
    coming = hotel.booked(2, room="202")
    set_housekeeping(hotel.desk("noi"), _room("202").id, "dirty")
    with asked("ROOM_NOT_READY", "override_room", second_person=True):
        swap_rooms(hotel.desk("nok"), inside, coming, "view")
    swap_rooms(hotel.answering(ROOM_NOT_READY="guest waits"), inside, coming, "view")
    assert (_of(inside), _of(coming)) == ("202", "201")
    assert _room("201").housekeeping == "dirty"


def test_who_may_not_move_guests_does_not_by_way_of_a_swap(hotel: Hotel) -> None:
    inside, coming = hotel.in_house("201"), hotel.booked(2, room="202")
    _may_not(hotel, "nok", "check_in")
    with refused("NO_RIGHT"):
        swap_rooms(hotel.desk("nok"), inside, coming, "view")
    with refused("NO_RIGHT"):
        shift_stay(hotel.desk("nok"), inside, hotel.day, hotel.after(2), "203", "view")


def test_a_room_promised_is_not_swapped_without_a_reason_and_the_right(hotel: Hotel) -> None:
    one, other = hotel.booked(2, room="201"), hotel.booked(2, room="202")
    change_details(hotel.desk(), other, do_not_move=True)
    with asked("DO_NOT_MOVE", "override_room", second_person=True):
        swap_rooms(hotel.desk("nok"), one, other)
    with asked("DO_NOT_MOVE", "override_room", second_person=True):
        shift_stay(hotel.desk("nok"), other, hotel.day, hotel.after(2), "203")
    with asked("DO_NOT_MOVE", "override_room", second_person=True):
        shift_stay(hotel.desk("nok"), other, hotel.day, hotel.after(2), "")
    swap_rooms(hotel.answering(DO_NOT_MOVE="both agreed"), one, other)
    assert _of(other) == "201"


def test_a_swap_between_sold_out_types_takes_nothing_more_from_either(hotel: Hotel) -> None:
    for _n in range(5):
        hotel.booked(2, "SUP")
        hotel.booked(2, "DLX")
    sup, dlx = hotel.booked(2, "SUP", room="201"), hotel.booked(2, "DLX", room="301")
    swap_rooms(hotel.desk("nok"), sup, dlx)  # nobody is asked: each gives what it takes
    assert (_of(sup), _of(dlx)) == ("301", "201")


def test_a_longer_stay_asks_where_the_other_type_is_sold_out_on_its_further_nights(hotel: Hotel) -> None:
    for _n in range(6):
        hotel.booked(arrival=hotel.after(1), departure=hotel.after(2), room_type="DLX")
    long, short = hotel.booked(2, "SUP", room="201"), hotel.booked(1, "DLX", room="301")
    with asked("NO_AVAILABILITY", "overbook", second_person=True):
        swap_rooms(hotel.desk("nok"), long, short)


def test_who_shares_a_room_goes_along_in_a_swap(hotel: Hotel) -> None:
    one, beside = hotel.booked(2, room="201"), hotel.booked(2)
    share_room(hotel.desk(), beside, one)
    other = hotel.booked(2, room="202")
    swap_rooms(hotel.desk(), beside, other)
    assert [_of(stay) for stay in (one, beside, other)] == ["202", "202", "201"]
    assert {(n.share_slot, n.room.number) for n in Night.select().where(Night.stay << [one, beside])} == {(0, "202"), (1, "202")}  # fmt: skip
    with refused("SAME_STAY"):
        swap_rooms(hotel.desk(), one, beside)


def test_only_two_stays_with_rooms_of_their_own_can_swap(hotel: Hotel) -> None:
    one, roomless = hotel.booked(2, room="201"), hotel.booked(2)
    with refused("SAME_STAY"):
        swap_rooms(hotel.desk(), one, one)
    with refused("NO_ROOM_YET"):
        swap_rooms(hotel.desk(), one, roomless)
    after = hotel.booked(arrival=hotel.after(2), departure=hotel.after(3), room="201")
    with refused("SAME_ROOM"):
        swap_rooms(hotel.desk(), one, after)
    cancel(hotel.desk(), roomless, "changed plans")
    with refused("NOT_OPEN"):
        swap_rooms(hotel.desk(), one, roomless)


def test_nobody_is_swapped_into_a_room_out_of_order_or_not_left_yet(hotel: Hotel) -> None:
    inside = hotel.in_house("201", nights=3)
    later = hotel.booked(arrival=hotel.after(2), departure=hotel.after(3), room="202")
    close_room(hotel.desk("noi"), _room("202").id, "OOO", hotel.day, hotel.after(1), "leak", "dirty")
    with refused("ROOM_CLOSED"):
        swap_rooms(hotel.desk(), inside, later, "view")
    due_out = hotel.in_house("203", nights=1)
    coming = hotel.booked(arrival=hotel.after(1), departure=hotel.after(2), room="203")
    hotel.audit()
    with refused("ROOM_OCCUPIED") as refusal:
        swap_rooms(hotel.desk(), inside, coming, "view")
    assert refusal.said.jump == f"stay {due_out}"


def test_a_room_out_of_service_takes_no_guest_of_today_by_a_swap(hotel: Hotel) -> None:
    inside = hotel.in_house("201", nights=1)
    later = hotel.booked(arrival=hotel.after(2), departure=hotel.after(3), room="202")
    close_room(hotel.desk("noi"), _room("202").id, "OOS", hotel.day, hotel.day, "paint", "dirty")
    with refused("ROOM_CLOSED"):
        swap_rooms(hotel.desk(), inside, later, "view")


# Shifting


def test_a_booking_takes_another_room_and_other_dates_in_one_act(hotel: Hotel) -> None:
    stay = hotel.booked(2, room="201")
    hotel.booked(arrival=hotel.after(2), departure=hotel.after(5), room="201")  # its old room is taken later
    shift_stay(hotel.desk("nok"), stay, hotel.after(3), hotel.after(5), "202")
    assert [night.date for night in stay_nights(stay)] == [hotel.after(3), hotel.after(4)]
    assert _rooms(stay) == ["202", "202"]
    with refused("ROOM_NIGHT_TAKEN"):
        shift_stay(hotel.desk("nok"), stay, hotel.after(3), hotel.after(5), "201")
    with refused("ROOM_NIGHT_TAKEN"):
        shift_stay(hotel.desk("nok"), stay, hotel.after(4), hotel.after(6), "201")
    with refused("ARRIVAL_PAST"):
        shift_stay(hotel.desk("nok"), stay, hotel.after(-1), hotel.after(1), "202")
    with refused("NO_ROOM"):
        shift_stay(hotel.desk("nok"), stay, hotel.after(3), hotel.after(5), "999")
    shift_stay(hotel.desk("nok"), stay, hotel.after(3), hotel.after(5), "")
    assert Stay.get_by_id(stay).room_id is None


def test_a_booking_keeps_its_room_over_the_turn_of_the_year(hotel: Hotel) -> None:
    stay = hotel.booked(2, room="201")
    new_year = hotel.day.replace(month=12, day=30)
    shift_stay(hotel.desk(), stay, new_year, new_year + timedelta(days=4), "201")
    assert [f"{n.date:%d/%m/%y}" for n in stay_nights(stay)] == [
        "30/12/26",
        "31/12/26",
        "01/01/27",
        "02/01/27",
    ]
    assert _rooms(stay) == ["201"] * 4


def test_a_guest_in_house_is_shifted_to_another_room_only_and_with_a_reason(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=3)
    day, departure = hotel.day, hotel.after(3)
    with refused("NO_REASON"):
        shift_stay(hotel.desk(), stay, day, departure, "202")
    with refused("ARRIVAL_FIXED"):
        shift_stay(hotel.desk(), stay, hotel.after(1), hotel.after(4), "202", "view")
    with refused("SAME_ROOM"):
        shift_stay(hotel.desk(), stay, day, departure, "201", "view")
    with refused("NOT_RESERVED"):
        shift_stay(hotel.desk(), stay, day, departure, "")
    shift_stay(hotel.desk("nok"), stay, day, departure, "202", "view")
    assert _of(stay) == "202"
    gone = hotel.booked(1, room="203")
    cancel(hotel.desk(), gone, "changed plans")
    with refused("NOT_OPEN"):
        shift_stay(hotel.desk(), gone, hotel.day, hotel.after(1), "203")


def test_a_guest_who_comes_back_to_a_room_has_two_bars_in_it(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=4)
    for room, reason in (("202", "noise"), ("201", "prefers the first")):
        hotel.audit()
        for number in ("201", "202"):
            Room.update(housekeeping="clean").where(Room.number == number).execute()
        move_room(hotel.desk(), stay, room, reason)
    assert _rooms(stay) == ["201", "202", "201", "201"]
    ids = [_room("201").id, _room("202").id]
    chart = tape_chart(ids, hotel.after(-2), hotel.after(2))
    assert [(b.first, b.last, b.arrives, b.leaves) for b in chart[ids[0]].bars] == [
        (hotel.after(-2), hotel.after(-2), True, False),
        (hotel.day, hotel.after(1), False, True),
    ]
    assert [(b.first, b.last) for b in chart[ids[1]].bars] == [(hotel.after(-1), hotel.after(-1))]


# A night more, a night less


def test_a_stay_is_lengthened_and_shortened_by_a_night_but_never_to_nothing(hotel: Hotel) -> None:
    stay = hotel.booked(2, room="201")
    change_length(hotel.desk("nok"), stay, 1)
    assert _rooms(stay) == ["201"] * 3
    change_length(hotel.desk("nok"), stay, -2)
    assert _rooms(stay) == ["201"]
    with refused("LAST_NIGHT") as refusal:
        change_length(hotel.desk("nok"), stay, -1)
    assert refusal.said.jump == f"stay {stay}"
    next_guest = hotel.booked(arrival=hotel.after(1), departure=hotel.after(2), room="201")
    with refused("ROOM_NIGHT_TAKEN") as refusal:
        change_length(hotel.desk("nok"), stay, 1)
    assert refusal.said.jump == f"stay {next_guest}"


@pytest.mark.parametrize("nights", [1, 3])
def test_a_sold_out_type_is_not_extended_into_without_the_right(hotel: Hotel, nights: int) -> None:
    stay = hotel.booked(1)
    for _n in range(6):
        hotel.booked(arrival=hotel.after(1), departure=hotel.after(2))
    with asked("NO_AVAILABILITY", "overbook", second_person=True):
        change_length(hotel.desk("nok"), stay, nights)
