"""Closed to arrival or departure, shortest and longest stay, stop-sell, days ahead, overbooking limits."""

from __future__ import annotations

import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.front_office.inventory import HOUSE, OverbookingLimit, availability
from models.front_office.overbooking import limits, remove_limit, set_limit
from models.front_office.rates import RateCode, Restriction, rate_code
from models.front_office.rates.quotes import quote
from models.front_office.rates.restrictions import (
    Rules,
    add_restriction,
    change_restriction,
    letters,
    remove_restriction,
    restrictions,
    restrictions_between,
    set_span_restriction,
)
from models.front_office.rates.spans import EVERY_DAY, Span
from models.front_office.reservations import Booking, Stay, book, change_dates
from models.front_office.rooms import RoomType
from models.front_office.stays import check_out
from models.house.acts import ChangeLog
from models.house.database import database
from models.house.staff import Role, RoleRight
from tests.hotel import FIRST_DAY, Hotel
from tests.refusing import Refusal, asked, refused

ALWAYS = Span(datetime.date(2026, 11, 1), datetime.date(2027, 12, 31))


def kind(code: str = "SUP") -> int:
    return int(RoomType.get(RoomType.code == code).id)


def restrict(hotel: Hotel, span: Span = ALWAYS, rate: str = "", room_type: str = "", **rules: object) -> int:
    return add_restriction(
        hotel.desk(), span, Rules(**rules), rate_code(rate).id if rate else None, kind(room_type) if room_type else None  # type: ignore[arg-type]
    )  # fmt: skip


def booking_asks(hotel: Hotel, nights: int, desk: str = "pavinee", **more: object) -> Refusal:
    guest = hotel.guest()
    with asked("RESTRICTED", "restriction") as refusal:
        hotel.booked(nights, guest=guest, **more)
    return refusal


def says(refusal: Refusal) -> str:
    return refusal.said.message.say("en")


def answering(hotel: Hotel) -> object:
    return hotel.answering(RESTRICTED="the owner's guests")


# Each rule


def test_a_closed_arrival_is_closed_on_its_date_only(hotel: Hotel) -> None:
    restrict(hotel, Span(hotel.after(1), hotel.after(1)), closed_to_arrival=True)
    said = booking_asks(hotel, 3, arrival=hotel.after(1), departure=hotel.after(3))
    assert says(said) == "BAR SUP is restricted: no arrival on 24 Nov 2026."
    hotel.booked(2)  # sleeps over the closed date


def test_a_closed_departure_is_closed_on_its_date_only(hotel: Hotel) -> None:
    restrict(hotel, Span(hotel.after(2), hotel.after(2)), closed_to_departure=True)
    assert "no departure on 25 Nov 2026" in says(booking_asks(hotel, 2))
    hotel.booked(3)


def test_stop_sell_names_the_nights(hotel: Hotel) -> None:
    restrict(hotel, Span(hotel.after(1), hotel.after(2)), room_type="SUP", stop_sell=True)
    assert "no sale on 24/11, 25/11" in says(booking_asks(hotel, 4))
    hotel.booked(4, "DLX")
    hotel.booked(1)


def test_the_stay_is_long_and_short_enough_at_arrival(hotel: Hotel) -> None:
    restrict(hotel, Span(hotel.day, hotel.day), min_stay=3, max_stay=5)
    assert "at least 3 nights, not 2" in says(booking_asks(hotel, 2))
    assert "at most 5 nights, not 6" in says(booking_asks(hotel, 6))
    hotel.booked(3)
    hotel.booked(5)
    hotel.booked(1, arrival=hotel.after(1), departure=hotel.after(2))


def test_the_stay_through_rules_look_at_every_night(hotel: Hotel) -> None:
    restrict(hotel, Span(hotel.after(2), hotel.after(2)), min_stay_through=4, max_stay_through=6)
    assert "at least 4 nights, not 3" in says(booking_asks(hotel, 3))
    assert "at most 6 nights, not 7" in says(booking_asks(hotel, 7))
    hotel.booked(2)  # leaves before that night
    hotel.booked(4)


def test_the_booking_comes_in_time(hotel: Hotel) -> None:
    restrict(hotel, rate="BAR", min_advance=2, max_advance=30)
    assert "booked at least 2 days ahead, not 0" in says(booking_asks(hotel, 1))
    late = {"arrival": hotel.after(31), "departure": hotel.after(32)}
    assert "booked at most 30 days ahead, not 31" in says(booking_asks(hotel, 1, **late))
    hotel.booked(1, rate_code="NET")
    hotel.booked(1, arrival=hotel.after(2), departure=hotel.after(3))


def test_a_code_has_a_window_of_its_own(hotel: Hotel) -> None:
    RateCode.update(min_advance=3, sell_until=hotel.after(-1)).where(RateCode.code == "BAR").execute()
    said = says(booking_asks(hotel, 1))
    assert "booked at least 3 days ahead, not 0" in said
    assert "BAR is not sold on 23 Nov 2026" in said


def test_weekdays_count(hotel: Hotel) -> None:
    restrict(hotel, Span(hotel.day, hotel.after(30), "5"), closed_to_arrival=True)
    friday = hotel.after(4)
    assert friday.isoweekday() == 5
    booking_asks(hotel, 1, arrival=friday, departure=friday + datetime.timedelta(days=1))
    hotel.booked(1, arrival=hotel.after(3), departure=friday)


def test_a_day_use_guest_meets_stop_sell_and_arrival_but_no_length(hotel: Hotel) -> None:
    restrict(hotel, Span(hotel.day, hotel.day), min_stay=2, closed_to_departure=True)
    hotel.booked(0)
    restrict(hotel, Span(hotel.day, hotel.day), stop_sell=True)
    booking_asks(hotel, 0)


# Asking


def test_everything_that_is_broken_is_asked_in_one_sentence(hotel: Hotel) -> None:
    restrict(hotel, Span(hotel.day, hotel.day), closed_to_arrival=True, min_stay=3)
    restrict(hotel, Span(hotel.day, hotel.day), rate="BAR", room_type="SUP", closed_to_arrival=True)
    said = booking_asks(hotel, 1)
    assert says(said) == "BAR SUP is restricted: no arrival on 23 Nov 2026; at least 3 nights, not 1."
    assert said.said.message.say("th").startswith("BAR SUP")


def test_who_holds_the_right_sells_against_it_and_says_why(hotel: Hotel) -> None:
    restrict(hotel, stop_sell=True)
    booking = Booking(hotel.guest(), hotel.day, hotel.after(1), "SUP", "BAR")
    with asked("RESTRICTED", "restriction", second_person=True):
        book(hotel.desk("nok"), booking)
    with asked("RESTRICTED", "restriction"):
        book(hotel.desk("somsak"), booking)
    book(hotel.answering("nok", "somsak", RESTRICTED="the governor"), booking)
    assert "RESTRICTED: the governor" in ChangeLog.select().order_by(ChangeLog.id.desc()).first().reason


def test_changing_dates_asks_only_for_what_was_not_broken_before(hotel: Hotel) -> None:
    stay = hotel.booked(2)
    restrict(hotel, Span(hotel.day, hotel.day), closed_to_arrival=True)
    change_dates(hotel.desk(), stay, hotel.day, hotel.after(3))
    restrict(hotel, Span(hotel.after(3), hotel.after(3)), stop_sell=True)
    with asked("RESTRICTED", "restriction") as refusal:
        change_dates(hotel.desk(), stay, hotel.day, hotel.after(4))
    assert says(refusal) == "BAR SUP is restricted: no sale on 26/11."
    change_dates(answering(hotel), stay, hotel.day, hotel.after(4))  # type: ignore[arg-type]


def test_a_guest_in_house_leaves_early_whatever_is_restricted(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=3)
    hotel.audit()
    restrict(hotel, Span(FIRST_DAY, hotel.after(9)), min_stay=3, closed_to_departure=True)
    hotel.pay_all(stay)
    check_out(hotel.desk("nok"), stay, early=True)
    assert Stay.get_by_id(stay).departure == hotel.day


def test_a_quote_shows_what_is_restricted_and_sells_nothing(hotel: Hotel) -> None:
    restrict(hotel, rate="BAR", room_type="SUP", min_stay=3)
    sup, dlx = quote(hotel.day, hotel.after(2), 2, today=hotel.day).lines[0].offers
    assert [str(m) for m in sup.broken] == ["at least 3 nights, not 2"]
    assert dlx.broken == ()


# Keeping them


def test_a_restriction_can_be(hotel: Hotel) -> None:
    for code, wrong in (
        ("RESTRICTS_NOTHING", {}),
        ("STAY_LIMIT", {"min_stay": 0}),
        ("STAY_LIMIT", {"max_stay": 401}),
        ("STAY_LIMIT", {"min_stay": 3, "max_stay": 2}),
        ("STAY_LIMIT", {"min_stay_through": 3, "max_stay_through": 2}),
        ("ADVANCE", {"min_advance": 1000}),
        ("ADVANCE", {"min_advance": 3, "max_advance": 2}),
    ):
        with refused(code):
            restrict(hotel, **wrong)  # type: ignore[arg-type]
    with refused("DATES"):
        restrict(hotel, Span(hotel.after(1), hotel.day), stop_sell=True)
    with refused("WEEKDAYS"):
        restrict(hotel, Span(hotel.day, hotel.day, "0"), stop_sell=True)
    with refused("NO_NIGHT"):
        restrict(hotel, Span(hotel.day, hotel.day, "7"), stop_sell=True)
    with refused("NO_RIGHT"):
        add_restriction(hotel.desk("nok"), ALWAYS, Rules(stop_sell=True))


def test_a_restriction_is_changed_and_taken_away_and_the_log_knows(hotel: Hotel) -> None:
    row = restrict(hotel, stop_sell=True)
    change_restriction(hotel.desk(), row, ALWAYS, Rules(min_stay=2), rate_code("BAR").id)
    change = ChangeLog.select().order_by(ChangeLog.id.desc()).first()
    assert change.before == '{"min_stay": null, "rate_code": null, "stop_sell": true}'
    remove_restriction(hotel.desk(), row)
    assert '"min_stay": 2' in ChangeLog.select().order_by(ChangeLog.id.desc()).first().before
    assert restrictions() == []


def test_letters_show_the_strictest_of_several(hotel: Hotel) -> None:
    restrict(hotel, min_stay=2, max_stay=9, closed_to_departure=True)
    restrict(hotel, min_stay=3, max_stay=7, stop_sell=True)
    assert letters(restrictions(hotel.day)) == "D S m3 M7"


@given(
    spans=st.lists(
        st.tuples(
            st.integers(0, 30),
            st.integers(0, 20),
            st.sampled_from([EVERY_DAY, "56", "12"]),
            st.integers(0, 4),
        ),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_restriction_for_a_span_leaves_every_other_night_as_it_was(
    small_hotel: Hotel, spans: list[tuple[int, int, str, int]]
) -> None:
    hotel, bar = small_hotel, rate_code("BAR").id
    with database.atomic() as trial:
        dates = [hotel.after(n) for n in range(-5, 60)]
        for start, length, weekdays, least in spans:
            span = Span(hotel.after(start), hotel.after(start + length), weekdays)
            if span.is_empty():
                continue
            before = _on(dates)
            set_span_restriction(hotel.desk(), span, Rules(min_stay=least or None), bar)
            mine = f"m{least}" if least else ""
            assert _on(dates) == [mine if span.has(d) else was for d, was in zip(dates, before, strict=True)]
        trial.rollback()


def _on(dates: list[datetime.date]) -> list[str]:
    rows = restrictions_between(dates[0], dates[-1])
    return [
        letters([r for r in rows if Span(r.first_night, r.last_night, r.weekdays).has(date)])
        for date in dates
    ]


def test_a_restriction_of_the_whole_house_is_not_lifted_by_one_of_a_code(hotel: Hotel) -> None:
    restrict(hotel, stop_sell=True)
    set_span_restriction(hotel.desk(), ALWAYS, Rules(), rate_code("BAR").id, kind())
    assert Restriction.select().count() == 1


# Overbooking limits


def test_a_limit_lets_the_house_sell_more_than_there_is(hotel: Hotel) -> None:
    limit = set_limit(hotel.desk(), hotel.day, hotel.after(9), 2, kind())
    assert availability(hotel.day, hotel.day)[hotel.day, "SUP"].maximum == 8
    assert availability(hotel.day, hotel.day)[hotel.day, HOUSE].maximum == 14
    set_limit(hotel.desk(), hotel.day, hotel.after(9), 1, None, limit)
    assert availability(hotel.day, hotel.day)[hotel.day, "SUP"].maximum == 6
    assert [row.rooms for row in limits(hotel.day)] == [1]
    for _ in range(6):
        hotel.booked(1)
    guest = hotel.guest()
    with asked("NO_AVAILABILITY", "overbook"):
        hotel.booked(1, guest=guest)
    remove_limit(hotel.desk(), limit)
    assert OverbookingLimit.select().count() == 0
    assert '"rooms": 1' in ChangeLog.select().order_by(ChangeLog.id.desc()).first().before


def test_a_limit_can_be(hotel: Hotel) -> None:
    with refused("LIMIT_ROOMS"):
        set_limit(hotel.desk(), hotel.day, hotel.after(9), -1)
    with refused("DATES"):
        set_limit(hotel.desk(), hotel.after(9), hotel.day, 1)
    with refused("NO_RIGHT"):
        set_limit(hotel.desk("nok"), hotel.day, hotel.after(9), 1)


def test_the_right_is_held_by_both_managers(hotel: Hotel) -> None:
    rows = RoleRight.select(Role.code).join(Role).where(RoleRight.right == "restriction").tuples()
    assert {code for (code,) in rows} == {"manager", "front office manager"}
