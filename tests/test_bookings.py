"""Requests and waitlists, several rooms, copies, splitting, companions, shares, terms, turn-aways: and what is refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from models.front_office.companies import Company
from models.front_office.inventory import HOUSE, OverbookingLimit, availability
from models.front_office.reservations import (
    Booking,
    Night,
    Reservation,
    Stay,
    assign_room,
    book,
    book_rooms,
    cancel,
    change_dates,
    change_details,
    change_guest,
    change_price,
    change_terms,
    companions_of,
    confirm_booking,
    copy_booking,
    end_share,
    share_price,
    share_room,
    sharers_of,
    split_off,
    stay_nights,
    travel_apart,
    travel_together,
)
from models.front_office.segments import keep_segment, segments
from models.front_office.stays import check_in, check_out, move_room
from models.front_office.turn_aways import TurnAway, turn_away, turned_away_rooms
from models.front_office.waitlist import waiting
from models.house.acts import ChangeLog
from tests.hotel import Hotel
from tests.refusing import asked, refused


def amounts(stay: int) -> list[str]:
    return [str(night.amount) for night in stay_nights(stay)]


def left(hotel: Hotel, kind: str = "SUP", night: int = 0) -> int:
    date = hotel.after(night)
    return availability(date, date)[date, kind].maximum


def booking(hotel: Hotel, **more: object) -> Booking:
    return Booking(**{"guest_id": hotel.guest(), "arrival": hotel.day, "departure": hotel.after(2), "room_type": "SUP", "rate_code": "BAR", **more})  # type: ignore[arg-type]  # fmt: skip


# Not yet


def test_a_place_on_the_waitlist_takes_nothing_until_it_is_confirmed(hotel: Hotel) -> None:
    stay = hotel.booked(state="waitlisted", waitlist_priority=2)
    first = hotel.booked(state="waitlisted", waitlist_priority=1)
    assert left(hotel) == 6
    assert [w.stay_id for w in waiting(hotel.day)] == [first, stay]
    assert waiting(hotel.day)[0].left == 6
    confirm_booking(hotel.desk("nok"), stay)
    assert (left(hotel), hotel.state(stay)) == (5, "reserved")
    with refused("NOT_WAITING"):
        confirm_booking(hotel.desk("nok"), stay)


def test_a_request_is_confirmed_only_where_there_is_a_room(hotel: Hotel) -> None:
    stay = hotel.booked(state="requested")
    for _ in range(6):
        hotel.booked()
    with asked("NO_AVAILABILITY", "overbook", second_person=True):
        confirm_booking(hotel.desk("nok"), stay)


def test_who_waits_has_no_room_and_leaves_the_waitlist_with_the_audit(hotel: Hotel) -> None:
    stay = hotel.booked(state="waitlisted")
    with refused("NOT_RESERVED"):
        assign_room(hotel.desk("nok"), stay, "201")
    with refused("NOT_RESERVED"):
        check_in(hotel.desk("nok"), stay, "201")
    wanted = booking(hotel, state="waitlisted", room="201")
    with refused("NOT_RESERVED"):
        book(hotel.desk("nok"), wanted)
    hotel.audit()
    assert hotel.state(stay) == "cancelled"


def test_a_request_may_be_moved_and_called_off(hotel: Hotel) -> None:
    stay = hotel.booked(state="requested")
    change_dates(hotel.desk("nok"), stay, hotel.after(1), hotel.after(2))
    assert cancel(hotel.desk("nok"), stay, "found another") == "X000001"


# Several rooms


def test_several_rooms_are_one_booking_and_one_of_them_may_go_its_own_way(hotel: Hotel) -> None:
    rooms = book_rooms(hotel.desk("nok"), booking(hotel, rooms=3, booker="Siam Tours"))
    assert left(hotel) == 3
    assert len({Stay.get_by_id(stay).reservation_id for stay in rooms}) == 1
    number = split_off(hotel.desk("nok"), rooms[1])
    own = Reservation.get(Reservation.confirmation == number)
    assert own.booker == "Siam Tours"
    assert [s.id for s in companions_of(own.id)] == [rooms[0], rooms[2]]
    with refused("ONLY_ROOM"):
        split_off(hotel.desk("nok"), rooms[1])


def test_more_rooms_than_there_are_are_asked_for_together(hotel: Hotel) -> None:
    one = booking(hotel)
    with asked("NO_AVAILABILITY", "overbook", second_person=True):
        book_rooms(hotel.desk("nok"), replace(one, rooms=7))
    with refused("ROOMS"):
        book_rooms(hotel.desk("nok"), replace(one, rooms=0))
    with refused("ROOMS"):
        book_rooms(hotel.desk("nok"), replace(one, rooms=2, room="201"))


def test_bookings_that_travel_together_know_each_other(hotel: Hotel) -> None:
    one, two, three = (Stay.get_by_id(hotel.booked()) for _ in range(3))
    travel_together(hotel.desk("nok"), one.reservation_id, two.reservation.confirmation)
    travel_together(hotel.desk("nok"), three.reservation_id, two.reservation.confirmation)
    assert {s.id for s in companions_of(one.reservation_id)} == {two.id, three.id}
    travel_apart(hotel.desk("nok"), two.reservation_id)
    assert [s.id for s in companions_of(one.reservation_id)] == [three.id]
    with refused("SAME_STAY"):
        travel_together(hotel.desk("nok"), one.reservation_id, one.reservation.confirmation)
    with refused("NO_STAY"):
        travel_together(hotel.desk("nok"), one.reservation_id, "999999")


def test_a_copy_is_a_booking_of_its_own_at_the_price_of_today(hotel: Hotel) -> None:
    stay = hotel.booked(adults=2, market="LEISURE", prices=(Decimal(900), Decimal(900)))
    copy = copy_booking(hotel.desk("nok"), stay, hotel.after(5), hotel.after(8))
    assert amounts(copy) == ["1700.00"] * 3
    assert Stay.get_by_id(copy).reservation.market == "LEISURE"
    assert amounts(stay) == ["900.00"] * 2


# Terms


def test_another_rate_and_type_price_the_nights_to_come_anew(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=3)
    hotel.audit()
    change_terms(hotel.desk("pavinee"), stay, room_type="DLX", adults=2)
    assert amounts(stay) == ["1500.00", "2500.00", "2500.00"]
    assert Stay.get_by_id(stay).room.number == "201"  # booked and charged as deluxe, still in its room
    assert left(hotel) == 5


def test_a_reserved_stay_of_another_type_gives_its_room_back(hotel: Hotel) -> None:
    stay = hotel.booked(room="201")
    change_terms(hotel.desk("nok"), stay, room_type="DLX")
    assert Stay.get_by_id(stay).room_id is None
    assert (left(hotel, "SUP"), left(hotel, "DLX")) == (6, 5)
    for _ in range(5):
        hotel.booked(room_type="DLX")
    other = hotel.booked()
    with asked("NO_AVAILABILITY", "overbook", second_person=True):
        change_terms(hotel.desk("nok"), other, room_type="DLX")


def test_terms_that_do_not_fit_are_refused(hotel: Hotel) -> None:
    stay = hotel.booked()
    with refused("TOO_MANY_PERSONS"):
        change_terms(hotel.desk("nok"), stay, adults=4)
    with refused("CHILD_AGE"):
        change_terms(hotel.desk("nok"), stay, children=1, child_ages="4,7")
    with refused("CHILD_AGE"):
        change_terms(hotel.desk("nok"), stay, children=1, child_ages="small")
    with refused("NO_RATE_CODE"):
        change_terms(hotel.desk("nok"), stay, rate_code="NONE")
    with asked("COMPLIMENTARY", "complimentary", second_person=True):
        change_terms(hotel.desk("nok"), stay, rate_code="COMP")
    cancel(hotel.desk("nok"), stay, "ill")
    with refused("NOT_OPEN"):
        change_terms(hotel.desk("nok"), stay, adults=2)


def test_one_night_may_cost_another_price(hotel: Hotel) -> None:
    stay = hotel.booked(nights=3)
    with asked("PRICE_CHANGED", "discount", amount="500", second_person=True):
        change_price(hotel.desk("nok"), stay, [hotel.after(1)], Decimal(1000))
    change_price(hotel.answering("nok", PRICE_CHANGED="noise"), stay, [hotel.after(1)], Decimal(1300))
    assert amounts(stay) == ["1500.00", "1300.00", "1500.00"]
    with refused("NO_NIGHT"):
        change_price(hotel.desk("nok"), stay, [hotel.after(9)], Decimal(1000))
    with refused("NEGATIVE_PRICE"):
        change_price(hotel.desk("nok"), stay, [hotel.day], Decimal(-1))
    with refused("AMOUNT"):
        change_price(hotel.desk("nok"), stay, [hotel.day], Decimal("1.234"))
    in_house = hotel.in_house("201", nights=3)
    for due in (stay,):
        cancel(hotel.desk("nok"), due, "ill")
    hotel.audit()
    with refused("NIGHT_POSTED"):
        change_price(hotel.desk("pavinee"), in_house, [hotel.after(-1)], Decimal(1000))


# Details, each in the change log


def test_every_detail_that_changes_is_in_the_log_with_before_and_after(hotel: Hotel) -> None:
    stay = hotel.booked(eta="14:00")
    company = Company.create(code="SIAM", name_en="Siam", sort_name="siam")
    change_details(
        hotel.desk("nok"),
        stay,
        eta="15:30",
        flight_in="TG921",
        pick_up=True,
        company=company.id,
        market="BUSINESS",
    )
    log = "\n".join(f"{row.before} → {row.after}" for row in ChangeLog.select().where(ChangeLog.operation == "change_details"))  # fmt: skip
    for words in ('"eta": "14:00"', '"eta": "15:30"', '"flight_in": "TG921"', '"pick_up": true', f'"company": {company.id}', '"market": "BUSINESS"'):  # fmt: skip
        assert words in log.replace(f'"company": "{company.id}"', f'"company": {company.id}'), words
    assert {n.market for n in stay_nights(stay)} == {"BUSINESS"}
    with refused("NO_COMPANY"):
        change_details(hotel.desk("nok"), stay, company=999)
    with refused("GUARANTEE"):
        change_details(hotel.desk("nok"), stay, guarantee="sure")
    with refused("NOT_CLEAN"):
        change_details(hotel.desk("nok"), stay, note="a\x07bell")


def test_room_and_price_of_every_night_are_in_the_log(hotel: Hotel) -> None:
    stay = hotel.booked(nights=2, room="201")
    assign_room(hotel.desk("nok"), stay, "202")
    cancel(hotel.desk("nok"), stay, "ill")
    log = list(ChangeLog.select().where(ChangeLog.subject == "night"))
    rooms = [row.after for row in log if row.operation in ("assign_room", "cancel")]
    assert any(f"{hotel.day} room" in (after or "") for after in rooms)
    assert len([row for row in log if row.operation == "cancel"]) == 1


def test_a_guarantee_that_deducts_needs_a_room(hotel: Hotel) -> None:
    stay = hotel.booked(guarantee="tentative")
    for _ in range(6):
        hotel.booked()
    with asked("NO_AVAILABILITY", "overbook", second_person=True):
        change_details(hotel.desk("nok"), stay, guarantee="guaranteed")
    assert left(hotel) == 0


def test_a_booking_gets_its_guest_named_later(hotel: Hotel) -> None:
    stay, guest = hotel.booked(), hotel.guest("Lee")
    change_guest(hotel.desk("nok"), stay, guest)
    assert Stay.get_by_id(stay).guest_id == guest
    with refused("NO_GUEST"):
        change_guest(hotel.desk("nok"), stay, 999)
    unwanted = hotel.guest("Skipper", do_not_rent="left without paying")
    with asked("DO_NOT_RENT", "do_not_rent", second_person=True):
        change_guest(hotel.desk("nok"), stay, unwanted)
    here = hotel.in_house("201")
    with refused("NOT_RESERVED"):
        change_guest(hotel.desk("nok"), here, guest)


# Shares


def test_two_guests_share_one_room_and_split_its_price_with_the_odd_satang_on_the_first(hotel: Hotel) -> None:
    first = hotel.booked(nights=2, prices=(Decimal("1500.01"), Decimal("1500.01")))
    second = hotel.booked(nights=3)
    share_room(hotel.desk("nok"), second, first)
    assert left(hotel) == 5
    assert amounts(first) == ["750.01"] * 2
    assert amounts(second) == ["750.00", "750.00", "1500.00"]
    assert [s.id for s in sharers_of(first)] == [second]


@pytest.mark.parametrize(
    ("prices", "first_pays", "second_pays"), [("entire", "1500.00", "0.00"), ("full", "1500.00", "1500.00")]
)
def test_a_share_may_be_paid_by_one_or_in_full_by_each(
    hotel: Hotel, prices: str, first_pays: str, second_pays: str
) -> None:
    first, second = hotel.booked(), hotel.booked()
    share_room(hotel.desk("nok"), second, first, prices)
    assert (amounts(first)[0], amounts(second)[0]) == (first_pays, second_pays)


def test_parts_that_do_not_add_up_to_the_price_are_refused(hotel: Hotel) -> None:
    first, second = hotel.booked(), hotel.booked()
    share_room(hotel.desk("nok"), second, first)
    with refused("SHARE_PARTS"):
        share_price(hotel.desk("nok"), first, "split", {first: Decimal(1000), second: Decimal(499)})
    with refused("SHARE_PARTS"):
        share_price(hotel.desk("nok"), first, "split", {first: Decimal(1600), second: Decimal(-100)})
    share_price(hotel.desk("nok"), first, "split", {first: Decimal(1000), second: Decimal(500)})
    assert (amounts(first)[0], amounts(second)[0]) == ("1000.00", "500.00")


def test_who_shares_is_in_the_room_and_who_leaves_hands_it_on(hotel: Hotel) -> None:
    first, second = hotel.booked(nights=2), hotel.booked(nights=2)
    share_room(hotel.desk("nok"), second, first)
    check_in(hotel.desk("nok"), first, "201")
    assert Stay.get_by_id(second).room.number == "201"
    check_in(hotel.desk("nok"), second)
    stranger = hotel.booked()
    with refused("ROOM_NIGHT_TAKEN"):
        check_in(hotel.desk("nok"), stranger, "201")
    cancel(hotel.desk("nok"), stranger, "no room")
    hotel.audit()
    hotel.pay_all(first)
    check_out(hotel.desk("nok"), first, early=True)
    assert amounts(second)[1] == "1500.00"  # alone in the room now
    assert left(hotel) == 5
    from models.front_office.desk_views import room_rack

    assert next(r for r in room_rack(hotel.day) if r.number == "201").stay_id == second


def test_who_shares_moves_together_and_may_move_apart(hotel: Hotel) -> None:
    first, second = hotel.booked(nights=2), hotel.booked(nights=2)
    share_room(hotel.desk("nok"), second, first)
    check_in(hotel.desk("nok"), first, "201")
    check_in(hotel.desk("nok"), second)
    move_room(hotel.desk("nok"), first, "202", "noise")
    assert {Stay.get_by_id(s).room.number for s in (first, second)} == {"202"}
    move_room(hotel.desk("nok"), second, "203", "quarrel", alone=True)
    assert [Stay.get_by_id(s).room.number for s in (first, second)] == ["202", "203"]
    assert left(hotel) == 4
    assert (amounts(first), amounts(second)) == (["1500.00"] * 2, ["1500.00"] * 2)


def test_what_cannot_share_is_refused(hotel: Hotel) -> None:
    first, later = hotel.booked(nights=1), hotel.booked(arrival=hotel.after(1), departure=hotel.after(2))
    second, third, family, here = (
        hotel.booked(nights=1),
        hotel.booked(),
        hotel.booked(adults=3),
        hotel.in_house("202"),
    )
    with refused("NO_COMMON_NIGHT"):
        share_room(hotel.desk("nok"), later, first)
    with refused("SAME_STAY"):
        share_room(hotel.desk("nok"), first, first)
    with refused("SHARE_PRICE"):
        share_room(hotel.desk("nok"), second, first, "barter")
    with refused("TOO_MANY_PERSONS"):
        share_room(hotel.desk("nok"), family, first)
    with refused("NOT_RESERVED"):
        share_room(hotel.desk("nok"), here, first)
    share_room(hotel.desk("nok"), second, first)
    with refused("SHARING_ALREADY"):
        share_room(hotel.desk("nok"), second, third)
    with refused("NOT_SHARING"):
        end_share(hotel.desk("nok"), later)
    with refused("SHARING_ALREADY"):
        change_dates(hotel.desk("nok"), second, hotel.day, hotel.day)


def test_a_room_of_its_own_after_a_share_must_be_there(hotel: Hotel) -> None:
    first, second = hotel.booked(), hotel.booked()
    share_room(hotel.desk("nok"), second, first)
    for _ in range(5):
        hotel.booked()
    with asked("NO_AVAILABILITY", "overbook", second_person=True):
        end_share(hotel.desk("nok"), second)


def test_a_room_promised_is_not_changed_without_asking(hotel: Hotel) -> None:
    stay = hotel.in_house("201")
    change_details(hotel.desk("nok"), stay, do_not_move=True)
    with asked("DO_NOT_MOVE", "override_room", second_person=True):
        move_room(hotel.desk("nok"), stay, "202", "noise")


# Limits


def test_a_type_may_be_oversold_up_to_its_limit_and_the_house_up_to_the_house_s(hotel: Hotel) -> None:
    one = booking(hotel)
    for _ in range(6):
        hotel.booked()
    OverbookingLimit.create(room_type=1, first_night=hotel.day, last_night=hotel.after(5), rooms=1)
    hotel.booked()
    with asked("NO_AVAILABILITY", "overbook", second_person=True):
        book(hotel.desk("nok"), one)
    OverbookingLimit.create(room_type=1, first_night=hotel.day, last_night=hotel.after(5), rooms=3)
    OverbookingLimit.create(room_type=None, first_night=hotel.day, last_night=hotel.day, rooms=0)
    for _ in range(5):
        hotel.booked(room_type="DLX")
    row = availability(hotel.day, hotel.day)
    assert (row[hotel.day, "SUP"].maximum, row[hotel.day, HOUSE].maximum) == (2, 0)
    with asked("NO_AVAILABILITY", "overbook", second_person=True):
        book(hotel.desk("nok"), one)


# Turn-aways and segments


def test_a_turn_away_is_counted_by_reason(hotel: Hotel) -> None:
    turn_away(hotel.desk("nok"), hotel.day, hotel.after(2), "sold out", room_type="SUP", rooms=3, persons=6)
    turn_away(hotel.desk("nok"), hotel.day, hotel.after(1), "price", name="Mr Lee")
    assert turned_away_rooms(hotel.day, hotel.day) == {"sold out": (1, 3), "price": (1, 1)}
    with refused("TURN_AWAY_REASON"):
        turn_away(hotel.desk("nok"), hotel.day, hotel.after(2), "")
    with refused("DEPARTURE_BEFORE_ARRIVAL"):
        turn_away(hotel.desk("nok"), hotel.day, hotel.after(-2), "price")
    with refused("ROOMS"):
        turn_away(hotel.desk("nok"), hotel.day, hotel.after(2), "price", rooms=0)
    assert TurnAway.select().count() == 2


def test_a_hotel_names_its_segments(hotel: Hotel) -> None:
    keep_segment(hotel.desk("pavinee"), "market", "wed", "งานแต่ง", "Weddings")
    keep_segment(hotel.desk("pavinee"), "market", "LEISURE", "นักท่องเที่ยว", "Leisure", active=False)
    assert [s.code for s in segments("market")][-1] == "WED"
    assert "LEISURE" not in [s.code for s in segments("market")]
    with refused("NO_NAME"):
        keep_segment(hotel.desk("pavinee"), "market", "X", "", "")
    with refused("SEGMENT_KIND"):
        keep_segment(hotel.desk("pavinee"), "weather", "X", "", "x")
    with refused("NO_RIGHT"):
        keep_segment(hotel.desk("nok"), "market", "X", "", "x")


def test_the_same_booking_of_a_channel_comes_in_once(hotel: Hotel) -> None:
    coming = booking(hotel, external_source="agoda", external_id="A1")
    book(hotel.desk("nok"), coming)
    with refused("BOOKED_ALREADY"):
        book(hotel.desk("nok"), coming)
    assert Night.select().count() == 2
