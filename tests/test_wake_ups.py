"""Wake-up calls: asked for, following the guest, rung once, and never lost to a clock that jumps."""

from __future__ import annotations

import datetime

import pytest

from app.documents import as_text
from models.front_office.blocks.grid import NewBlock, create_block
from models.front_office.blocks.pickup import pick_up
from models.front_office.lamps import lamps_of
from models.front_office.reservations import Booking, Stay, cancel, change_dates, share_room
from models.front_office.rooms import Room
from models.front_office.stays import check_in, move_room, reinstate
from models.front_office.wake_up import (
    WakeUpCall,
    Wish,
    answer_call,
    call_off,
    moment_of,
    open_calls,
    order_for_booking,
    order_for_group,
    order_wake_up,
    ring,
    take_call,
    wall_time,
)
from models.front_office.wake_up.views import calls_of_stay, calls_on, wake_up_sheet
from models.house.acts import ChangeLog
from models.house.database import database
from models.house.property import Property, Setting
from models.house.staff import rights_of
from tests.hotel import FIRST_DAY, Hotel
from tests.refusing import refused
from tests.wake_up import Operator, in_zone, state

TOMORROW = FIRST_DAY + datetime.timedelta(days=1)


@pytest.mark.parametrize("typed", ["6:30", "06.30", "630", "0630", "๖:๓๐", " 06:30 "])
def test_a_time_is_typed_as_people_write_it(typed: str) -> None:
    assert wall_time(typed) == "06:30"


@pytest.mark.parametrize("typed", ["", "25", "6:60", "half past six", "6:3", "-1"])
def test_what_is_no_time_is_refused(typed: str, small_hotel: Hotel) -> None:
    operator = Operator(small_hotel)
    stay = small_hotel.in_house("201")
    with refused("WAKE_UP_TIME") as refusal:
        order_wake_up(operator.desk(), stay, Wish(TOMORROW, typed))
    assert refusal.said.field == "time"


def test_a_call_rings_once_and_is_answered(hotel: Hotel) -> None:
    operator = Operator(hotel)
    call = operator.wakes(hotel.in_house("201"), "06:30", note="flight")
    operator.clock.shows("06:29")
    assert operator.rings() == []
    operator.clock.shows("06:30")
    assert operator.rings() == ["201 06:30"]
    assert operator.rings() == ["201 06:30"], "ringing goes on, it does not begin anew"
    (alarm,) = open_calls().alarms
    assert (alarm.room, alarm.time, alarm.note, alarm.missed) == ("201", "06:30", "flight", False)
    take_call(operator.desk("nok"), call)
    answer_call(operator.desk("nok"), call, "completed")
    assert state(call) == ("completed", "completed")
    assert operator.rings() == []
    assert open_calls().alarms == ()
    row = ChangeLog.select().where(ChangeLog.operation == "answer_call").get()
    assert '"completed"' in row.after
    assert row.staff.login == "nok"


def test_past_times_and_days_the_guest_is_not_there_are_refused(hotel: Hotel) -> None:
    operator = Operator(hotel)
    stay = hotel.in_house("201", nights=2)
    with refused("WAKE_UP_PAST"):
        operator.wakes(stay, "21:59", days=0)
    with refused("WAKE_UP_PAST"):
        operator.wakes(stay, "22:00", days=0)
    with refused("WAKE_UP_AFTER_DEPARTURE") as refusal:
        operator.wakes(stay, "06:30", days=3)
    assert refusal.said.jump == f"stay {stay}"
    assert operator.wakes(stay, "06:30", days=2)
    later = hotel.booked(2, arrival=hotel.after(3), departure=hotel.after(5))
    with refused("WAKE_UP_BEFORE_ARRIVAL"):
        operator.wakes(later, days=2)
    gone = hotel.booked()
    cancel(hotel.desk(), gone, "changed plans")
    with refused("NOT_OPEN"):
        operator.wakes(gone)


def test_the_same_guest_is_not_woken_twice_in_a_minute(hotel: Hotel) -> None:
    operator = Operator(hotel)
    stay = hotel.in_house("201")
    call = operator.wakes(stay)
    with refused("WAKE_UP_TWICE"):
        operator.wakes(stay, "6.30")
    call_off(operator.desk(), call)
    assert state(call) == ("cancelled", "by hand")
    assert operator.wakes(stay), "once it is called off it may be asked for again"
    with refused("WAKE_UP_ENDED"):
        call_off(operator.desk(), call)


def test_the_database_itself_refuses_the_same_minute_and_keeps_what_was_said(hotel: Hotel) -> None:
    operator = Operator(hotel)
    call = operator.wakes(hotel.in_house("201"))
    columns = ", ".join(f.column_name for f in WakeUpCall._meta.sorted_fields if f.name != "id")
    with pytest.raises(Exception, match=r"WAKE_UP_TWICE|wake_up_once"), database.atomic():
        database.execute_sql(f"INSERT INTO wake_up_call ({columns}) SELECT {columns} FROM wake_up_call")
    operator.clock.shows("06:30")
    operator.rings()
    answer_call(operator.desk(), call, "completed")
    for statement in (
        "UPDATE wake_up_call SET state = 'no answer', result = 'no answer'",
        "UPDATE wake_up_call SET due_at = '2026-11-24T01:00:00.000000+00:00'",
        "UPDATE wake_up_call SET entered_by_id = 2",
        "DELETE FROM wake_up_call",
    ):
        with pytest.raises(Exception, match="WAKE_UP_KEPT"), database.atomic():
            database.execute_sql(statement)


def test_calls_follow_the_guest_into_another_room_and_end_when_he_leaves(small_hotel: Hotel) -> None:
    hotel, operator = small_hotel, Operator(small_hotel)
    stay = hotel.in_house("201", nights=2)
    call = operator.wakes(stay, "05:00", days=1)
    other = operator.wakes(stay, "07:00", days=2)
    move_room(hotel.desk(), stay, "202", "noise")
    operator.clock.shows("05:00")
    assert operator.rings() == ["202 05:00"]
    answer_call(operator.desk(), call, "called back")
    hotel.audit()
    hotel.leaves(stay, early=True)
    assert state(other) == ("cancelled", "departure")
    assert state(call) == ("completed", "called back")
    reinstate(hotel.desk(), stay)
    assert state(other)[0] == "cancelled", "the guest leaves today; the day of the call is past his departure"
    change_dates(hotel.desk(), stay, FIRST_DAY, FIRST_DAY + datetime.timedelta(days=2))
    assert [row.state for row in calls_of_stay(stay)] == ["completed", "cancelled"]


def test_a_check_out_taken_back_brings_the_calls_of_the_day_back(small_hotel: Hotel) -> None:
    hotel, operator = small_hotel, Operator(small_hotel)
    stay = hotel.in_house("201", nights=1)
    call = operator.wakes(stay, "18:00", days=1)
    hotel.audit()
    hotel.leaves(stay)
    assert state(call) == ("cancelled", "departure")
    reinstate(hotel.desk(), stay)
    assert state(call) == ("pending", "")


def test_daily_calls_follow_the_dates_of_the_stay(hotel: Hotel) -> None:
    operator = Operator(hotel)
    stay = hotel.in_house("201", nights=3)
    operator.wakes(stay, "06:30", daily=True)
    assert [row.date.day for row in calls_of_stay(stay)] == [24, 25, 26]
    change_dates(hotel.desk(), stay, FIRST_DAY, hotel.after(5))
    assert [row.date.day for row in calls_of_stay(stay)] == [24, 25, 26, 27, 28]
    change_dates(hotel.desk(), stay, FIRST_DAY, hotel.after(2))
    assert [r.date.day for r in calls_of_stay(stay) if r.state == "pending"] == [24, 25]
    first = calls_of_stay(stay)[0]
    call_off(operator.desk(), calls_of_stay(stay)[1].call_id)
    change_dates(hotel.desk(), stay, FIRST_DAY, hotel.after(3))
    assert [r.date.day for r in calls_of_stay(stay) if r.state == "pending"] == [24, 26], (
        "not wanted stays so"
    )
    assert call_off(operator.desk(), first.call_id, all_later=True) == 2
    change_dates(hotel.desk(), stay, FIRST_DAY, hotel.after(4))
    assert all(row.state == "cancelled" for row in calls_of_stay(stay)), "who wants no more calls gets none"


def test_a_cancelled_booking_has_no_calls(small_hotel: Hotel) -> None:
    operator = Operator(small_hotel)
    stay = small_hotel.booked(2)
    call = operator.wakes(stay)
    cancel(small_hotel.desk(), stay, "changed plans")
    assert state(call) == ("cancelled", "departure")


def test_a_guest_who_has_not_come_is_not_rung(small_hotel: Hotel) -> None:
    operator = Operator(small_hotel)
    call = operator.wakes(small_hotel.booked(2))
    operator.clock.shows("06:30")
    assert operator.rings() == []
    assert state(call) == ("cancelled", "not here")


def test_a_room_that_does_not_answer_is_rung_three_times(hotel: Hotel) -> None:
    operator = Operator(hotel)
    call = operator.wakes(hotel.in_house("201"))
    notes: list[str] = []
    for time in ("06:30", "06:35", "06:40"):
        operator.clock.shows(time)
        assert operator.rings() == ["201 06:30"], time
        heard = operator.desk()
        answer_call(
            type(heard)(heard.staff, heard.terminal, heard.clock, heard=lambda note: notes.append(note.code)),
            call,
            "no answer",
        )
        operator.clock.turned(minutes=4)
        assert operator.rings() == []
    assert state(call) == ("no answer", "no answer")
    assert WakeUpCall.get_by_id(call).tries == 3
    assert notes == ["WAKE_UP_SEND"]


def test_the_guest_calls_back_before_he_is_rung_again(small_hotel: Hotel) -> None:
    operator = Operator(small_hotel)
    call = operator.wakes(small_hotel.in_house("201"))
    with refused("WAKE_UP_NOT_DUE"):
        answer_call(operator.desk(), call, "called back")
    operator.clock.shows("06:30")
    operator.rings()
    answer_call(operator.desk(), call, "no answer")
    assert calls_on(TOMORROW)[0].outcome.say() == "No answer, again 06:35"
    answer_call(operator.desk(), call, "called back")
    operator.clock.shows("06:35")
    assert operator.rings() == []
    assert state(call) == ("completed", "called back")


def test_what_nobody_takes_is_missed_and_stays_until_somebody_sees_to_it(hotel: Hotel) -> None:
    operator = Operator(hotel)
    call = operator.wakes(hotel.in_house("201"))
    desk_rights = rights_of(hotel.desk("lek").staff)
    operator.clock.shows("06:30")
    operator.rings()
    with refused("WAKE_UP_RESULT"):
        answer_call(operator.desk(), call, "seen")
    operator.clock.shows("06:35")
    ring(operator.desk())
    assert state(call) == ("missed", "")
    assert [a.missed for a in open_calls().for_desk(desk_rights)] == [True]
    hotel.audit()
    assert [row.call_id for row in calls_on(FIRST_DAY + datetime.timedelta(days=5))] == [call], (
        "it stays in sight"
    )
    answer_call(operator.desk("lek"), call, "sent somebody")
    assert state(call) == ("missed", "sent somebody")
    assert open_calls().alarms == ()


def test_who_took_it_and_says_nothing_is_not_waited_for_for_ever(small_hotel: Hotel) -> None:
    operator = Operator(small_hotel)
    call = operator.wakes(small_hotel.in_house("201"))
    operator.clock.shows("06:30")
    operator.rings()
    operator.clock.shows("06:34")
    take_call(operator.desk("nok"), call)
    with refused("WAKE_UP_TAKEN"):
        take_call(operator.desk("lek"), call)
    operator.clock.shows("06:38")
    operator.rings()
    assert state(call) == ("ringing", "")
    operator.clock.shows("06:39")
    operator.rings()
    assert state(call) == ("missed", "")
    take_call(operator.desk("lek"), call)
    answer_call(operator.desk("lek"), call, "completed")
    with refused("WAKE_UP_ENDED"):
        answer_call(operator.desk("nok"), call, "completed")
    with refused("WAKE_UP_ENDED"):
        take_call(operator.desk("nok"), call)


def test_a_missed_call_the_room_does_not_answer_rings_again(small_hotel: Hotel) -> None:
    operator = Operator(small_hotel)
    call = operator.wakes(small_hotel.in_house("201"))
    operator.clock.shows("06:30")
    operator.rings()
    operator.clock.shows("06:35")
    operator.rings()
    answer_call(operator.desk(), call, "no answer")
    operator.clock.shows("06:40")
    assert operator.rings() == ["201 06:30"]


def test_only_the_operator_answers_and_the_desk_what_nobody_rang(small_hotel: Hotel) -> None:
    operator = Operator(small_hotel)
    stay = small_hotel.in_house("201")
    call = operator.wakes(stay)
    operator.clock.shows("06:30")
    operator.rings()
    for login in ("noi", "anong"):
        with refused("NO_RIGHT"):
            take_call(operator.desk(login), call)
        with refused("NO_RIGHT"):
            answer_call(operator.desk(login), call, "completed")
        with refused("NO_RIGHT"):
            order_wake_up(operator.desk(login), stay, Wish(TOMORROW, "07:00"))
        with refused("NO_RIGHT"):
            call_off(operator.desk(login), call)
    rights = rights_of(small_hotel.desk("noi").staff)
    assert open_calls().for_desk(rights) == ()


# The clock


def test_a_clock_set_forward_loses_no_call(hotel: Hotel) -> None:
    operator = Operator(hotel)
    for room, time in (("201", "06:00"), ("202", "06:30"), ("203", "06:59"), ("204", "07:30")):
        operator.wakes(hotel.in_house(room), time)
    operator.clock.shows("05:59")
    assert operator.rings() == []
    operator.clock.turned(hours=1)
    assert operator.rings() == ["201 06:00", "202 06:30", "203 06:59"], "all that were passed over, at once"


def test_a_clock_set_back_rings_nothing_twice_and_makes_nobody_wait(hotel: Hotel) -> None:
    operator = Operator(hotel)
    done = operator.wakes(hotel.in_house("201"), "06:00")
    silent = operator.wakes(hotel.in_house("202"), "06:00")
    left = operator.wakes(hotel.in_house("203"), "06:01")
    later = operator.wakes(hotel.in_house("204"), "06:30")
    operator.clock.shows("06:01")
    assert operator.rings() == ["201 06:00", "202 06:00", "203 06:01"]
    answer_call(operator.desk(), done, "completed")
    answer_call(operator.desk(), silent, "no answer")
    operator.clock.turned(hours=-1)
    assert open_calls().clock_is_back(operator.clock())
    assert operator.rings() == ["203 06:01"], "it rings on, the one that was answered does not begin again"
    assert not open_calls().clock_is_back(operator.clock())
    operator.clock.turned(minutes=5)
    ring(operator.desk())
    assert state(left) == ("missed", ""), "five minutes of real time are five minutes"
    assert operator.ringing() == ["202 06:00"], "the second try does not wait for an hour"
    operator.clock.shows("06:02")
    operator.rings()
    assert state(done) == ("completed", "completed")
    operator.clock.shows("06:30")
    assert "204 06:30" in operator.rings()
    assert state(later)[0] == "ringing"


def test_desks_whose_clocks_differ_by_a_minute_do_not_quarrel(small_hotel: Hotel) -> None:
    operator = Operator(small_hotel)
    operator.wakes(small_hotel.in_house("201"))
    operator.clock.shows("06:31")
    operator.rings()
    operator.clock.shows("06:30")
    assert not open_calls().to_ring(operator.clock())


@pytest.mark.parametrize(
    ("date", "time", "utc"),
    [
        ("2026-11-24", "06:30", "2026-11-24T05:30"),  # winter
        ("2026-07-01", "06:30", "2026-07-01T04:30"),  # summer
        (
            "2027-03-28",
            "02:30",
            "2027-03-28T01:30",
        ),  # skipped: half an hour after the last full hour there was
        ("2027-03-28", "03:30", "2027-03-28T01:30"),
        ("2026-10-25", "02:30", "2026-10-25T00:30"),  # comes twice: at its first
        ("2026-10-25", "03:00", "2026-10-25T02:00"),
    ],
)
def test_the_wall_clock_of_a_zone_with_summer_time(
    date: str, time: str, utc: str, small_hotel: Hotel
) -> None:
    in_zone("Europe/Berlin")
    moment = moment_of(Property.the(), datetime.date.fromisoformat(date), time)
    assert moment == datetime.datetime.fromisoformat(f"{utc}+00:00")


def test_daily_calls_keep_to_the_wall_over_the_change_of_the_clock(small_hotel: Hotel) -> None:
    """The night of 28 March 2027 in Berlin has no half past two; every other morning has its half past six."""
    in_zone("Europe/Berlin")
    hotel = Property.the()
    days = [datetime.date(2027, 3, n) for n in (27, 28, 29)]
    moments = [moment_of(hotel, day, "06:30") for day in days]
    assert [m.hour for m in moments] == [5, 4, 4]
    assert [f"{m.astimezone(hotel.timezone):%H:%M}" for m in moments] == ["06:30"] * 3


# Groups and bookings


def grouped(hotel: Hotel) -> int:
    """A group of three rooms in house, and a fourth whose guest has not come."""
    rooms = NewBlock("Siam Tours", hotel.day, hotel.after(1), "BAR", (("SUP", 4),), status="definite")
    block = create_block(hotel.desk(), rooms)
    for room in ("201", "202", "203", ""):
        wanted = Booking(hotel.guest(), hotel.day, hotel.after(2), "SUP", "")
        stay = pick_up(hotel.desk(), block, wanted)
        if room:
            check_in(hotel.desk(), stay, room)
    return block


def test_a_whole_group_is_woken_at_one_time_with_exceptions(hotel: Hotel) -> None:
    operator = Operator(hotel)
    block = grouped(hotel)
    early = Stay.get(Stay.room == room_id("201"))
    operator.wakes(early.id, "05:30")
    counts = order_for_group(operator.desk(), block, Wish(TOMORROW, "5.30", note="coach"), ["203"])
    assert counts == {"rooms": 2, "calls": 2, "left_out": 1}
    assert [(row.room, row.time) for row in calls_on(TOMORROW)] == [
        ("201", "05:30"),
        ("202", "05:30"),
        ("", "05:30"),
    ]
    operator.clock.shows("05:30")
    assert operator.rings() == ["201 05:30", "202 05:30"]
    with refused("NO_ROOM"):
        order_for_group(operator.desk(), block, Wish(TOMORROW, "07:00"), ["306"])
    with refused("WAKE_UP_AFTER_DEPARTURE"):
        order_for_group(operator.desk(), block, Wish(hotel.after(9), "07:00"))
    with refused("WAKE_UP_PAST"):
        order_for_group(operator.desk(), block, Wish(TOMORROW, "05:00"))
    with refused("WAKE_UP_NOBODY"):
        order_for_group(operator.desk(), 999, Wish(TOMORROW, "07:00"))


def test_every_room_of_a_booking_and_a_shared_room_once(small_hotel: Hotel) -> None:
    hotel, operator = small_hotel, Operator(small_hotel)
    host = hotel.in_house("201")
    sharer = hotel.booked(2)
    share_room(hotel.desk(), sharer, host, "entire")
    booking = Stay.get_by_id(host).reservation_id
    assert order_for_booking(operator.desk(), booking, Wish(TOMORROW, "06:00")) == {
        "rooms": 1, "calls": 1, "left_out": 0,
    }  # fmt: skip


def room_id(number: str) -> int:
    return int(Room.get(Room.number == number).id)


# What one sees


def test_the_lamp_the_list_and_the_sheet_tell_of_the_call(small_hotel: Hotel) -> None:
    hotel, operator = small_hotel, Operator(small_hotel)
    stay = hotel.in_house("201", guest=hotel.guest("Müller", given="Anna"))
    operator.wakes(stay, "06:30", daily=True, note="flight TG 401")
    (lamp,) = [lamp for lamp in lamps_of([stay], FIRST_DAY)[stay] if lamp.letter == "W"]
    assert lamp.words.say("en") == "24 Nov 2026 at 06:30, 2 calls"
    assert lamp.jump == f"wake-up stay {stay}"
    paper = as_text(wake_up_sheet(Property.the(), TOMORROW, "th"))
    assert "06:30" in paper
    assert "201" in paper
    assert "flight TG 401" in paper
    call_off(operator.desk(), calls_of_stay(stay)[0].call_id, all_later=True)
    assert stay not in lamps_of([stay], FIRST_DAY)


def test_settings_that_are_no_numbers_count_as_the_default(small_hotel: Hotel) -> None:
    operator = Operator(small_hotel)
    Setting.create(name="wake_up_again_minutes", value="soon")
    Setting.create(name="wake_up_tries", value="2")
    call = operator.wakes(small_hotel.in_house("201"))
    operator.clock.shows("06:30")
    operator.rings()
    answer_call(operator.desk(), call, "no answer")
    assert calls_on(TOMORROW)[0].again == "06:35"
    operator.clock.shows("06:35")
    operator.rings()
    answer_call(operator.desk(), call, "no answer")
    assert state(call) == ("no answer", "no answer")
