"""Packages: when an element falls due and how many of it, what it leaves of the room price, and what a booking keeps."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.front_office.correspondence.prices import bill_of
from models.front_office.deposit_requests import DepositRequest
from models.front_office.night_audit import DayStatistics, findings
from models.front_office.packages.nights import (
    add_package,
    carved,
    night_elements,
    remove_package,
    set_quantity,
    stay_elements,
    stay_packages,
)
from models.front_office.packages.rules import checked_schedule, falls_on, pieces
from models.front_office.packages.setup import (
    elements_of,
    link_rate,
    packages_of_rate,
    rates_with,
    remove_element,
    save_element,
    save_package,
    set_package_active,
    unlink_rate,
)
from models.front_office.packages.tables import RHYTHMS, RULES, NightElement
from models.front_office.policies import Terms, apply_policy, save_policy
from models.front_office.proof import faults
from models.front_office.rates import RateCode
from models.front_office.reservations import (
    Night,
    Stay,
    change_dates,
    change_price,
    change_terms,
    share_room,
)
from models.front_office.stays import charge_day_use
from models.house.acts import ChangeLog
from models.house.database import transaction
from models.house.refusals import Refused
from tests.hotel import Hotel
from tests.packages import breakfast, element, on_nights, package, posted
from tests.refusing import refused

MONDAY = datetime.date(2026, 11, 23)

# A stay of five nights from Monday on: the nights (from 1) on which each rhythm is due.
DUE = [
    ("every", "", [1, 2, 3, 4, 5]),
    ("arrival", "", [1]),
    ("last", "", [5]),
    ("not arrival", "", [2, 3, 4, 5]),
    ("not last", "", [1, 2, 3, 4]),
    ("inner", "", [2, 3, 4]),
    ("every x", "2/1", [1, 3, 5]),
    ("every x", "3/2", [2, 5]),
    ("every x", "1/4", [4, 5]),
    ("weekdays", "15", [1, 5]),
    ("weekdays", "67", []),
    ("nights", "1,3", [1, 3]),
    ("nights", "9", []),
    ("dates", "2026-11-24,2026-11-27,2026-12-31", [2, 5]),
    ("floating", "", [1]),
]


@pytest.mark.parametrize(("rhythm", "schedule", "due"), DUE)
def test_every_rhythm_has_its_nights(rhythm: str, schedule: str, due: list[int]) -> None:
    dates = [MONDAY + datetime.timedelta(days=n) for n in range(5)]
    found = [
        number
        for number, date in enumerate(dates, 1)
        if falls_on(rhythm, schedule, date, number, 5, taken=number == 1)
    ]
    assert found == due


def test_every_rhythm_has_been_tried() -> None:
    assert {rhythm for rhythm, _schedule, _due in DUE} == set(RHYTHMS)


def test_a_stay_of_one_night_has_its_arrival_and_its_last_night_in_one() -> None:
    due = [
        r
        for r in RHYTHMS
        if r not in ("every x", "weekdays", "nights", "dates") and falls_on(r, "", MONDAY, 1, 1, True)
    ]
    assert due == ["every", "arrival", "last", "floating"]


PIECES = [("flat", 1), ("person", 3), ("adult", 2), ("child", 1), ("room", 1)]


@pytest.mark.parametrize(("rule", "quantity"), PIECES)
def test_every_rule_counts_what_it_says(rule: str, quantity: int) -> None:
    assert pieces(rule, adults=2, children=1, first_in_room=True) == quantity
    assert {rule for rule, _quantity in PIECES} == set(RULES)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(("rhythm", "schedule", "due"), DUE)
def test_every_rule_at_every_rhythm_lies_on_the_nights_of_a_booking(
    rule: str, rhythm: str, schedule: str, due: list[int], small_hotel: Hotel
) -> None:
    hotel = small_hotel
    package(hotel, "TRY", element(rule, rhythm, schedule, allowance=rhythm == "floating"), rate="BAR")
    stay = hotel.booked(5, "DLX", adults=2, children=1)
    quantity = dict(PIECES)[rule]
    assert on_nights(stay) == [(hotel.after(n - 1), "SPA", quantity, Decimal("100.00")) for n in due]
    for left in range(4, 1, -1):  # and stays right while the departure moves
        change_dates(hotel.desk(), stay, hotel.day, hotel.after(left))
        on = [n for n in range(1, left + 1) if _due(rhythm, schedule, hotel, n, left)]
        assert [(date, q) for date, _c, q, _a in on_nights(stay)] == [
            (hotel.after(n - 1), quantity) for n in on
        ]


def _due(rhythm: str, schedule: str, hotel: Hotel, number: int, nights: int) -> bool:
    return falls_on(rhythm, schedule, hotel.after(number - 1), number, nights, number == 1)


def test_a_schedule_is_taken_as_people_write_it() -> None:
    assert checked_schedule("every x", "3 / 2") == "3/2"
    assert checked_schedule("weekdays", "7, 6") == "67"
    assert checked_schedule("nights", "3 1") == "1,3"
    assert checked_schedule("dates", "31/12/2569, 2026-12-24") == "2026-12-24,2026-12-31"
    assert checked_schedule("every", "anything") == ""
    for rhythm, wrong in (
        ("every x", ""), ("every x", "0/1"), ("every x", "2"), ("weekdays", "8"), ("weekdays", ""), ("nights", "0"),
        ("nights", "x"), ("dates", "31/2/2026"), ("dates", ""),
    ):  # fmt: skip
        with pytest.raises(Refused, match="SCHEDULE"):
            checked_schedule(rhythm, wrong)


# Setting up


def test_an_element_without_code_rule_or_rhythm_is_not_saved(hotel: Hotel) -> None:
    made = package(hotel, "ABF")
    for change, code in (
        ({"code": ""}, "NO_CODE"),
        ({"code": "NONE"}, "NO_CODE"),
        ({"code": "CASH"}, "NO_CODE"),
        ({"code": "PKGP"}, "NO_CODE"),
        ({"rule": ""}, "NO_RULE"),
        ({"rhythm": ""}, "NO_RHYTHM"),
        ({"rhythm": "nights"}, "SCHEDULE"),
        ({"rhythm": "floating"}, "FLOATING"),
        ({"amount": Decimal(0)}, "NOT_POSITIVE"),
    ):
        with refused(code):
            save_element(hotel.desk(), made, None, breakfast(**change))
    assert elements_of(made) == []


def test_a_package_has_a_code_of_its_own_and_two_names(hotel: Hotel) -> None:
    made = package(hotel, "ABF", rate="BAR")
    with refused("NO_NAME"):
        save_package(hotel.desk(), None, "X", "", "English only")
    with refused("PACKAGE_EXISTS"):
        save_package(hotel.desk(), None, "abf", "อื่น", "Other")
    with refused("RATE_HAS_PACKAGE"):
        link_rate(hotel.desk(), made, "BAR")
    with refused("NO_RATE_CODE"):
        link_rate(hotel.desk(), made, "NONE")
    with refused("NO_RIGHT"):
        save_package(hotel.desk("nok"), None, "X", "ไทย", "English")
    assert [rate.code for rate in rates_with(made)] == ["BAR"]
    unlink_rate(hotel.desk(), made, "BAR")
    assert rates_with(made) == []


def test_what_a_rate_has_with_it_is_named_for_the_quote(hotel: Hotel) -> None:
    made = package(hotel, "ABF", breakfast(), rate="BAR")
    rate = RateCode.get(RateCode.code == "BAR").id
    assert [p.name("en") for p in packages_of_rate(rate)] == ["Package ABF"]
    set_package_active(hotel.desk(), made, False)
    assert packages_of_rate(rate) == []


# Carving


def test_two_breakfasts_of_420_leave_2060_of_2900_for_the_room(hotel: Hotel) -> None:
    package(hotel, "ABF", breakfast(), rate="BAR")
    stay = hotel.in_house("301", nights=1, adults=2, prices=(Decimal(2900),))
    hotel.audit()
    assert posted(stay) == [
        ("charge", "ROOM", Decimal("2060.00"), Decimal("2424.62")),
        ("charge", "FOOD", Decimal("840.00"), Decimal("988.68")),
    ]
    statistics = DayStatistics.get()
    assert (statistics.room_revenue, statistics.other_revenue) == (Decimal("2060.00"), Decimal("840.00"))
    assert list(faults()) == []


def test_an_inclusive_price_is_carved_by_inclusive_parts(hotel: Hotel) -> None:
    package(hotel, "ABF", breakfast(), rate="NET")
    stay = hotel.in_house("201", nights=1, adults=2, rate_code="NET")
    hotel.audit()
    assert [(code, amount) for _kind, code, _net, amount in posted(stay)] == [
        ("ROOM", Decimal("860.00")),
        ("FOOD", Decimal("840.00")),
    ]
    assert list(faults()) == []


def test_what_comes_on_top_has_its_own_basis_and_leaves_the_room_price_alone(hotel: Hotel) -> None:
    package(hotel, "VAN", element("flat", "arrival", amount=Decimal(535), inclusive=True), rate="BAR")
    stay = hotel.in_house("201", nights=2, adults=2)
    hotel.audit()
    hotel.audit()
    assert [(code, net, amount) for _kind, code, net, amount in posted(stay)] == [
        ("ROOM", Decimal("1700.00"), Decimal("2000.90")),
        ("SPA", Decimal("454.55"), Decimal("535.00")),
        ("ROOM", Decimal("1700.00"), Decimal("2000.90")),
    ]


def test_in_rate_elements_above_the_price_are_refused_when_the_night_is_written(hotel: Hotel) -> None:
    package(hotel, "LUX", breakfast(amount=Decimal(800)), rate="BAR")
    stay = hotel.booked(2, adults=1)
    guest = hotel.guest()
    with refused("PACKAGE_EXCEEDS_RATE"):
        hotel.booked(2, adults=3, guest=guest)
    with refused("PACKAGE_EXCEEDS_RATE"):
        hotel.booked(2, adults=1, guest=guest, prices=(Decimal(1500), Decimal(799)))
    with refused("PACKAGE_EXCEEDS_RATE"):
        change_price(hotel.answering(PRICE_CHANGED="friend"), stay, [hotel.day], Decimal("799.99"))
    package(hotel, "MORE", breakfast(amount=Decimal(701)))
    with refused("PACKAGE_EXCEEDS_RATE"):
        add_package(hotel.desk(), stay, "MORE")
    (first, *_rest) = stay_elements(stay)
    with refused("PACKAGE_EXCEEDS_RATE"):
        set_quantity(hotel.desk(), first.night_element_id, 2)


def test_a_package_that_costs_the_whole_price_leaves_no_room_line(hotel: Hotel) -> None:
    package(hotel, "ALL", breakfast(rule="room", amount=Decimal(1500)), rate="BAR")
    stay = hotel.in_house("201", nights=1)
    hotel.audit()
    assert [code for _kind, code, _net, _amount in posted(stay)] == ["FOOD"]
    assert list(faults()) == []


def test_a_complimentary_night_carries_what_comes_on_top_and_nothing_of_the_rate(hotel: Hotel) -> None:
    package(hotel, "ABF", breakfast(), element("flat", "arrival"), rate="COMP")
    stay = hotel.in_house("201", nights=2, rate_code="COMP")
    assert [code for _date, code, _q, _a in on_nights(stay)] == ["SPA"]
    hotel.audit()
    assert [code for _kind, code, _net, _amount in posted(stay)] == ["SPA"]
    with transaction():
        RateCode.update(house_use=True, complimentary=False).where(RateCode.code == "COMP").execute()
    assert on_nights(hotel.booked(2, rate_code="COMP")) == []
    assert list(faults()) == []


def test_a_day_use_counts_as_one_night_without_what_is_used_the_day_after(hotel: Hotel) -> None:
    package(hotel, "DAY", breakfast(), breakfast(code="SPA", amount=Decimal(300), next_day=False), rate="BAR")
    stay = hotel.in_house("201", nights=2)
    assert [code for _date, code, _q, _a in on_nights(stay)] == ["FOOD", "SPA", "FOOD", "SPA"]
    charge_day_use(hotel.desk(), stay)
    assert [(code, net) for _kind, code, net, _amount in posted(stay)] == [
        ("ROOM", Decimal("1200.00")),
        ("SPA", Decimal("300.00")),
    ]


@given(
    price=st.integers(min_value=1, max_value=10**7),
    inclusive=st.booleans(),
    parts=st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 9)), max_size=4),
)
def test_the_parts_add_up_to_the_price_to_the_satang(
    price: int, inclusive: bool, parts: list[tuple[int, int]]
) -> None:
    amount = Decimal(price).scaleb(-2)
    elements = [
        NightElement(amount=Decimal(each).scaleb(-2), quantity=quantity, in_rate=True, inclusive=inclusive)
        for each, quantity in parts
    ]
    room = amount - carved(elements)
    assert room + sum(e.total for e in elements) == amount
    assert all(e.total.as_tuple().exponent == -2 for e in elements)


# Copied, not linked


def test_a_package_changed_later_changes_no_booked_night(hotel: Hotel) -> None:
    made = package(hotel, "ABF", breakfast(), rate="BAR")
    stay = hotel.booked(2, adults=2)
    (of_package,) = elements_of(made)
    save_element(hotel.desk(), made, of_package.id, breakfast(amount=Decimal(500)))
    save_element(hotel.desk(), made, None, element())
    change_dates(hotel.desk(), stay, hotel.day, hotel.after(3))
    change_terms(hotel.desk(), stay, adults=1)
    assert on_nights(stay) == [(hotel.after(n), "FOOD", 1, Decimal("420.00")) for n in range(3)]
    later = hotel.booked(1, adults=1)
    assert [(code, amount) for _d, code, _q, amount in on_nights(later)] == [
        ("FOOD", Decimal("500.00")),
        ("SPA", Decimal("100.00")),
    ]
    remove_element(hotel.desk(), of_package.id)
    assert len(on_nights(later)) == 2


def test_a_booking_without_a_package_does_not_get_one_by_being_extended(hotel: Hotel) -> None:
    stay = hotel.booked(1)
    package(hotel, "ABF", breakfast(), rate="BAR")
    change_dates(hotel.desk(), stay, hotel.day, hotel.after(3))
    assert on_nights(stay) == []


def test_another_rate_brings_its_packages_and_takes_those_of_the_old_one(hotel: Hotel) -> None:
    package(hotel, "ABF", breakfast(), rate="BAR")
    package(hotel, "VAN", element("flat", "last"), rate="NET")
    package(hotel, "OWN", element("flat", "arrival", amount=Decimal(55)))
    stay = hotel.booked(2)
    add_package(hotel.desk(), stay, "OWN")
    change_terms(hotel.desk(), stay, rate_code="NET")
    assert [p.package.code for p in stay_packages(stay)] == ["OWN", "VAN"]
    assert [(date, code, amount) for date, code, _q, amount in on_nights(stay)] == [
        (hotel.day, "SPA", Decimal("55.00")),
        (hotel.after(1), "SPA", Decimal("100.00")),
    ]


def test_the_last_night_wanders_with_the_departure_and_posted_nights_keep_theirs(hotel: Hotel) -> None:
    package(hotel, "BYE", element("flat", "last"), breakfast(), rate="BAR")
    stay = hotel.in_house("201", nights=1)
    hotel.audit()
    change_dates(hotel.desk(), stay, hotel.after(-1), hotel.after(2))
    assert [(date, code) for date, code, _q, _a in on_nights(stay)] == [
        (hotel.after(-1), "SPA"),
        (hotel.after(-1), "FOOD"),
        (hotel.day, "FOOD"),
        (hotel.after(1), "SPA"),
        (hotel.after(1), "FOOD"),
    ]
    change_dates(hotel.desk(), stay, hotel.after(-1), hotel.after(1))
    assert [(date, code) for date, code, _q, _a in on_nights(stay)][2:] == [
        (hotel.day, "FOOD"),
        (hotel.day, "SPA"),
    ]


def test_a_package_is_added_and_removed_for_the_nights_to_come(hotel: Hotel) -> None:
    package(hotel, "VAN", element())
    stay = hotel.in_house("201", nights=3)
    hotel.audit()
    row = add_package(hotel.desk("nok"), stay, "van")
    assert [date for date, _c, _q, _a in on_nights(stay)] == [hotel.day, hotel.after(1)]
    with refused("PACKAGE_ON_STAY"):
        add_package(hotel.desk(), stay, "VAN")
    with refused("NO_PACKAGE"):
        add_package(hotel.desk(), stay, "NONE")
    hotel.audit()
    (posted_one, _to_come) = stay_elements(stay)
    with refused("NIGHT_POSTED"):
        set_quantity(hotel.desk(), posted_one.night_element_id, 0)
    remove_package(hotel.desk(), row)
    assert [date for date, _c, _q, _a in on_nights(stay)] == [hotel.after(-1)]
    hotel.audit()
    hotel.leaves(stay)
    with refused("NOT_OPEN"):
        add_package(hotel.desk(), stay, "VAN")
    with refused("NOT_OPEN"):
        remove_package(hotel.desk(), row)
    assert list(faults()) == []


def test_an_element_taken_off_one_night_stays_off_whatever_else_changes(hotel: Hotel) -> None:
    package(hotel, "ABF", breakfast(), rate="BAR")
    stay = hotel.in_house("201", nights=2, adults=2)
    tonight, tomorrow = stay_elements(stay)
    set_quantity(hotel.desk("nok"), tonight.night_element_id, 0)
    with refused("QUANTITY"):
        set_quantity(hotel.desk("nok"), tomorrow.night_element_id, -1)
    change_terms(hotel.desk(), stay, adults=1)
    change_dates(hotel.desk(), stay, hotel.day, hotel.after(3))
    assert [q for _d, _c, q, _a in on_nights(stay)] == [0, 1, 1]
    hotel.audit()
    assert [code for _kind, code, _net, _amount in posted(stay)] == ["ROOM"]
    assert list(faults()) == []


def test_of_two_who_share_a_room_the_first_has_what_is_counted_by_the_room(hotel: Hotel) -> None:
    package(hotel, "FRUIT", element("room"), breakfast(amount=Decimal(200)), rate="BAR")
    first, second = hotel.booked(1), hotel.booked(1)
    share_room(hotel.desk(), second, first)
    assert [(code, q) for _d, code, q, _a in on_nights(first)] == [("SPA", 1), ("FOOD", 1)]
    assert [(code, q) for _d, code, q, _a in on_nights(second)] == [("FOOD", 1)]


# Posting


def test_the_audit_posts_every_part_once(hotel: Hotel) -> None:
    package(hotel, "ABF", breakfast(), element(), rate="BAR")
    stay = hotel.in_house("201", nights=3)
    for _night in range(2):
        hotel.audit()
    assert [code for _kind, code, _net, _amount in posted(stay)] == ["ROOM", "FOOD", "SPA"] * 2
    (today,) = Night.select().where((Night.stay == stay) & ~Night.posted)
    assert [(e.code.code, e.quantity) for e in night_elements(today.id)] == [("FOOD", 1), ("SPA", 1)]


def test_a_price_lowered_behind_the_packages_back_stops_the_audit_and_names_the_guest(hotel: Hotel) -> None:
    package(hotel, "ABF", breakfast(), rate="BAR")
    stay = hotel.in_house("201", nights=1)
    with transaction():
        Night.update(amount=Decimal(400)).where(Night.stay == stay).execute()
    (found,) = [f for f in findings(hotel.day) if f.code == "A9"]
    assert (found.jump, found.blocks) == (f"stay {stay}", True)


def test_every_change_of_a_package_is_in_the_log(hotel: Hotel) -> None:
    package(hotel, "ABF", breakfast(), rate="BAR")
    stay = hotel.booked(2, adults=2)
    change_terms(hotel.desk(), stay, adults=1)
    change_dates(hotel.desk(), stay, hotel.day, hotel.after(1))
    logged = ChangeLog.select().where(
        (ChangeLog.subject == "night_element") & (ChangeLog.subject_id == f"stay {stay}")
    )
    written, fewer, dropped = logged.order_by(ChangeLog.id)
    assert (written.before, written.after.count("2 × 420.00 FOOD in rate, net")) == (None, 2)
    assert (fewer.before.count("2 × 420.00"), fewer.after.count("1 × 420.00")) == (2, 2)
    assert (dropped.before.count("1 × 420.00"), dropped.after) == (1, None)


def test_letter_and_deposit_reckon_a_night_as_the_audit_will_post_it(hotel: Hotel) -> None:
    policy = save_policy(
        hotel.desk(), None, Terms("ALL", "ทั้งหมด", "All", deposit_rule="percent", deposit=Decimal(100))
    )
    apply_policy(hotel.desk(), policy)
    package(hotel, "SPA", element(), rate="BAR")
    stay = hotel.booked(1)
    night_and_spa = Decimal("1765.50") + Decimal("117.70")
    assert bill_of([Stay.get_by_id(stay)], hotel.day).total == night_and_spa
    assert DepositRequest.get().asked == night_and_spa
