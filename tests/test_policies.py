"""Policies of deposit and cancellation: copied into bookings, asked for, and what a booking that does not come costs."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from models.front_office.cancellations import (
    BookingEnd,
    cancel_with_penalty,
    last_end,
    no_show_with_fee,
    reinstate_booking,
    settlement,
)
from models.front_office.deposit_requests import deposits_due, received, request_deposit, request_of
from models.front_office.folios import Posting
from models.front_office.payments import take_deposit
from models.front_office.policies import (
    BookingPolicy,
    Step,
    Terms,
    apply_policy,
    penalty_of,
    places_of,
    policies,
    policy_of,
    save_policy,
    set_policy_active,
    terms_of,
    withdraw_policy,
)
from models.front_office.proof import faults
from models.front_office.receipts import paper_of_posting
from models.front_office.reservations import (
    Booking,
    Reservation,
    Stay,
    assign_room,
    book_rooms,
    change_dates,
    change_price,
    copy_booking,
    deposit_of,
    split_off,
)
from models.front_office.stays import check_in
from models.house.acts import ChangeLog, Desk
from models.house.database import database, transaction
from models.house.refusals import Note, Refused
from tests.hotel import Hotel
from tests.refusing import asked, refused

BAHT = Decimal
NIGHT = BAHT("1765.50")  # 1,500 for one in a superior room, service charge and VAT on top
STANDARD = Terms(
    "STD", "มาตรฐาน", "Standard", deposit_rule="nights", deposit=BAHT(1), due_rule="after booking", due_days=3,
    steps=(Step(7, "days", "percent", BAHT(50)), Step(24, "hours", "stay"), Step(3, "days", "nights", BAHT(1))),
    no_show_rule="stay",
)  # fmt: skip


def standing(hotel: Hotel, terms: Terms = STANDARD, **where: object) -> int:
    """The policy, in force for what is booked from now on."""
    policy = save_policy(hotel.desk(), None, terms)
    apply_policy(hotel.desk(), policy, **where)  # type: ignore[arg-type]
    return policy


def booked(hotel: Hotel, days: int = 10, nights: int = 2, **more: object) -> int:
    arrival = hotel.after(days)
    return hotel.booked(
        nights,
        arrival=arrival,
        departure=arrival + datetime.timedelta(days=nights),
        guarantee="guaranteed",
        **more,
    )


def reservation_of(stay: int) -> Reservation:
    return Stay.get_by_id(stay).reservation


def paid(hotel: Hotel, stay: int, amount: Decimal) -> None:
    take_deposit(hotel.desk("nok"), reservation_of(stay).id, "CASH", amount)


# Setting up


def test_a_policy_left_without_words_is_written_out_of_its_figures(hotel: Hotel) -> None:
    terms = terms_of(standing(hotel))
    assert terms.text_en == (
        "Deposit: 1 night, due within 3 days of booking. Cancelled more than 7 days before arrival: free of charge. "
        "From 7 days before arrival: 50 % of the stay. From 3 days before arrival: 1 night. "
        "From 24 hours before arrival: the whole stay. No-show: the whole stay."
    )
    assert [step.before for step in terms.steps] == [7, 3, 24], "the farthest first"


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"code": " "}, "POLICY_CODE", "code"),
        ({"name_th": ""}, "NO_NAME", "name_th"),
        ({"name_en": ""}, "NO_NAME", "name_en"),
        ({"deposit": BAHT("0.5")}, "POLICY_VALUE", "deposit"),
        ({"deposit_rule": "percent", "deposit": BAHT(101)}, "POLICY_VALUE", "deposit"),
        ({"deposit_rule": "fixed", "deposit": BAHT(0)}, "POLICY_VALUE", "deposit"),
        ({"deposit_rule": "stay"}, "POLICY_RULE", "deposit"),
        ({"no_show_rule": "all"}, "POLICY_RULE", "no_show"),
        ({"due_days": 401}, "DUE_DAYS", "due_days"),
        ({"steps": (Step(1, "days", "stay"), Step(24, "hours", "stay"))}, "POLICY_STEPS", "before1"),
        ({"steps": (Step(-1, "days", "stay"),)}, "POLICY_STEPS", "before1"),
        ({"steps": (Step(3, "days", "percent", BAHT(0)),)}, "POLICY_VALUE", "value1"),
    ],
)
def test_a_policy_that_says_nothing_clear_is_refused(
    hotel: Hotel, change: dict[str, object], code: str, field: str
) -> None:
    with refused(code) as refusal:
        save_policy(hotel.desk(), None, replace(STANDARD, **change))  # type: ignore[arg-type]
    assert refusal.said.field == field


def test_two_policies_do_not_apply_at_the_same_place(hotel: Hotel) -> None:
    policy = standing(hotel, first_night=hotel.day, last_night=hotel.after(30))
    with refused("POLICY_EXISTS"):
        save_policy(hotel.desk(), None, STANDARD)
    with refused("POLICY_OVERLAP"):
        apply_policy(hotel.desk(), policy, last_night=hotel.day)
    with refused("LAST_BEFORE_FIRST"):
        apply_policy(hotel.desk(), policy, first_night=hotel.after(2), last_night=hotel.after(1))
    with refused("PRIORITY"):
        apply_policy(hotel.desk(), policy, priority=0)
    with refused("NO_RATE_CODE"):
        apply_policy(hotel.desk(), policy, rate="XYZ")
    apply_policy(hotel.desk(), policy, first_night=hotel.after(31))
    apply_policy(hotel.desk(), policy, rate="BAR", first_night=hotel.day)
    assert len(places_of(policy)) == 3
    assert [p.code for p in policies()] == ["STD"]


def test_the_policy_of_the_rate_and_season_goes_into_the_booking(hotel: Hotel) -> None:
    standing(hotel)
    strict = save_policy(hotel.desk(), None, replace(STANDARD, code="PEAK"))
    place = apply_policy(
        hotel.desk(), strict, rate="BAR", first_night=hotel.after(20), last_night=hotel.after(30)
    )
    first = save_policy(hotel.desk(), None, replace(STANDARD, code="FIRST"))
    apply_policy(hotel.desk(), first, first_night=hotel.after(30), last_night=hotel.after(30), priority=1)
    codes = [policy_of(booked(hotel, days)).code for days in (19, 20, 29, 30, 31)]  # type: ignore[union-attr]
    assert codes == ["STD", "PEAK", "PEAK", "FIRST", "STD"]
    assert policy_of(booked(hotel, 20, rate_code="NET")).code == "STD"  # type: ignore[union-attr]
    withdraw_policy(hotel.desk(), place)
    set_policy_active(hotel.desk(), first, False)
    assert [policy_of(booked(hotel, days)).code for days in (20, 30)] == ["STD", "STD"]  # type: ignore[union-attr]


def test_a_booking_keeps_the_policy_it_was_made_under(hotel: Hotel) -> None:
    policy = standing(hotel)
    stay = booked(hotel)
    before = penalty_of(stay, hotel.after(7)).amount
    save_policy(
        hotel.desk(), policy, replace(STANDARD, steps=(), deposit_rule="none", text_en="Free.", text_th="ฟรี")
    )
    kept = policy_of(stay)
    assert kept is not None
    assert kept.text_en.startswith("Deposit: 1 night")
    assert penalty_of(stay, hotel.after(7)).amount == before == NIGHT
    change_dates(hotel.desk(), stay, hotel.after(12), hotel.after(15))
    assert request_of(reservation_of(stay).id).asked == NIGHT  # type: ignore[union-attr]
    assert policy_of(copy_booking(hotel.desk(), stay, hotel.after(10), hotel.after(11))).text_en == "Free."  # type: ignore[union-attr]
    for sql in ("UPDATE booking_policy SET text_en = ''", "DELETE FROM booking_policy"):
        with pytest.raises(Refused) as caught, transaction():
            database.execute_sql(sql)
        assert caught.value.code == "POLICY_KEPT"


# Asking for the deposit


def test_the_deposit_asked_follows_the_nights_and_every_change_is_logged(hotel: Hotel) -> None:
    standing(hotel, replace(STANDARD, deposit_rule="percent", deposit=BAHT(30)))
    stay = booked(hotel, 10, 2)
    request = request_of(reservation_of(stay).id)
    assert request is not None
    assert (request.asked, request.due_on) == (BAHT("1059.30"), hotel.after(3))
    change_dates(hotel.desk(), stay, hotel.after(10), hotel.after(13))
    assert request_of(request.reservation_id).asked == BAHT("1588.95")  # type: ignore[union-attr]
    change_price(hotel.answering(PRICE_CHANGED="agreed"), stay, [hotel.after(10)], BAHT(1000))
    assert request_of(request.reservation_id).asked == BAHT("1412.40")  # type: ignore[union-attr]
    logged = ChangeLog.select().where(ChangeLog.subject == "deposit_request").order_by(ChangeLog.id)
    assert [(row.before, row.after) for row in logged][1:] == [
        ('{"asked": "1059.30"}', '{"asked": "1588.95"}'),
        ('{"asked": "1588.95"}', '{"asked": "1412.40"}'),
    ]


def test_a_deposit_due_before_arrival_moves_with_it(hotel: Hotel) -> None:
    standing(hotel, replace(STANDARD, due_rule="before arrival", due_days=7))
    stay = booked(hotel, 10)
    assert request_of(reservation_of(stay).id).due_on == hotel.after(3)  # type: ignore[union-attr]
    change_dates(hotel.desk(), stay, hotel.after(20), hotel.after(22))
    assert request_of(reservation_of(stay).id).due_on == hotel.after(13)  # type: ignore[union-attr]
    soon = booked(hotel, 5)
    assert request_of(reservation_of(soon).id).due_on == hotel.day, "not before it was booked"  # type: ignore[union-attr]


def test_what_is_asked_counts_every_room_and_is_shared_when_one_is_split_off(hotel: Hotel) -> None:
    standing(hotel)
    first, second = book_rooms(
        hotel.desk(), Booking(hotel.guest(), hotel.after(10), hotel.after(12), "SUP", "BAR", rooms=2)
    )
    assert request_of(reservation_of(first).id).asked == 2 * NIGHT  # type: ignore[union-attr]
    split_off(hotel.desk(), second)
    for stay in (first, second):
        assert request_of(reservation_of(stay).id).asked == NIGHT  # type: ignore[union-attr]


def test_a_deposit_agreed_by_hand_is_not_overwritten_by_the_rule(hotel: Hotel) -> None:
    standing(hotel)
    stay = booked(hotel)
    request_deposit(hotel.desk("nok"), reservation_of(stay).id, BAHT(1000), hotel.after(5))
    change_dates(hotel.desk(), stay, hotel.after(10), hotel.after(15))
    request = request_of(reservation_of(stay).id)
    assert request is not None
    assert (request.asked, request.due_on) == (BAHT("1000.00"), hotel.after(5))
    with refused("DUE_PAST"):
        request_deposit(hotel.desk("nok"), request.reservation_id, BAHT(1000), hotel.after(-1))
    with refused("NEGATIVE_PRICE"):
        request_deposit(hotel.desk("nok"), request.reservation_id, BAHT(-1), hotel.day)
    inside = hotel.in_house("201")
    with refused("NOT_RESERVED"):
        request_deposit(hotel.desk("nok"), reservation_of(inside).id, BAHT(1), hotel.day)


def test_the_list_of_deposits_due_has_what_is_missing_the_oldest_first(hotel: Hotel) -> None:
    standing(hotel)
    late, part, full = booked(hotel), booked(hotel), booked(hotel)
    request_deposit(hotel.desk("nok"), reservation_of(part).id, BAHT(2000), hotel.after(2))
    paid(hotel, part, BAHT("500.50"))
    paid(hotel, full, NIGHT)
    assert received(reservation_of(part).id) == BAHT("500.50")
    hotel.day = hotel.after(5)  # the wall clock is no matter here; days over are counted from the date given
    rows = deposits_due().first(9)
    assert [row.stay_id for row in rows] == [part, late]
    assert [(row.asked, row.received) for row in rows] == [(BAHT("2000.00"), BAHT("500.50")), (NIGHT, 0)]
    assert [row.days_over(hotel.day) for row in rows] == [3, 2]


# Cancelling


@pytest.mark.parametrize(
    ("days_before", "amount"),
    [(8, 0), (7, NIGHT), (4, NIGHT), (3, NIGHT), (2, NIGHT), (1, 2 * NIGHT), (0, 2 * NIGHT)],
)
def test_the_penalty_is_that_of_the_nearest_step_reached(
    hotel: Hotel, days_before: int, amount: Decimal
) -> None:
    """50 % of two nights, then one night: the same money here; within 24 hours the whole stay."""
    standing(hotel)
    stay = booked(hotel, 10)
    assert penalty_of(stay, hotel.after(10 - days_before)).amount == amount


def test_hours_count_to_the_hour_of_check_in(hotel: Hotel) -> None:
    standing(hotel, replace(STANDARD, steps=(Step(24, "hours", "fixed", BAHT(900)),)))
    stay = booked(hotel, 10)
    eve = datetime.datetime.combine(hotel.after(9), datetime.time(6, 59), datetime.UTC)  # 13:59 in Bangkok
    assert penalty_of(stay, hotel.after(9), eve).amount == 0
    assert penalty_of(stay, hotel.after(9), eve + datetime.timedelta(minutes=1)).amount == BAHT("900.00")


def test_a_cancellation_takes_its_penalty_from_the_deposit_and_gives_back_the_rest(hotel: Hotel) -> None:
    standing(hotel)
    stay = booked(hotel, 3)
    paid(hotel, stay, BAHT(3000))
    due = settlement(stay, hotel.day, hotel.clock())
    assert (due.fee, due.held, due.collected, due.refunded, due.uncollected) == (
        NIGHT, BAHT("3000.00"), NIGHT, BAHT("1234.50"), 0,
    )  # fmt: skip
    assert due.penalty.why("en") == "1 night"
    with refused("DEPOSIT_LEFT") as refusal:
        cancel_with_penalty(hotel.desk("nok"), stay, "flight cancelled")
    assert refusal.said.field == "refund_method"
    number = cancel_with_penalty(hotel.desk("nok"), stay, "flight cancelled", "TRAN")
    assert number == "X000001"
    assert hotel.state(stay) == "cancelled"
    assert deposit_of(reservation_of(stay)) == 0
    kinds = {p.kind: p for p in Posting.select().where(Posting.reservation == reservation_of(stay))}
    assert kinds["forfeiture"].amount == NIGHT
    assert kinds["forfeiture"].code.code == "FORF"
    note = paper_of_posting(kinds["deposit refund"].id)
    assert note is not None
    assert note.net + note.vat == BAHT("1234.50")
    end = last_end(stay)
    assert end is not None
    assert (end.kind, end.number, end.by_policy, end.fee, end.collected) == (
        "cancelled", number, NIGHT, NIGHT, NIGHT,
    )  # fmt: skip
    assert list(faults()) == []


def test_what_no_deposit_covers_is_kept_on_record_as_not_collected(hotel: Hotel) -> None:
    standing(hotel)
    stay = booked(hotel, 3)
    heard: list[Note] = []
    cancel_with_penalty(hotel.desk("nok", heard=heard.append), stay, "ill")
    assert [note.code for note in heard] == ["PENALTY_UNCOLLECTED"]
    assert last_end(stay).uncollected == NIGHT  # type: ignore[union-attr]
    assert not Posting.select().exists()


def test_waiving_a_penalty_needs_somebody_who_may(hotel: Hotel) -> None:
    standing(hotel)
    stay = booked(hotel, 3)
    paid(hotel, stay, BAHT(3000))
    with asked("PENALTY_LOWERED", "cancel_penalty", amount="765.50", second_person=True):
        cancel_with_penalty(hotel.desk("nok"), stay, "ill", "CASH", BAHT(1000))
    with refused("PENALTY_TOO_HIGH"):
        cancel_with_penalty(hotel.desk("nok"), stay, "ill", "CASH", BAHT(2000))
    with refused("NEGATIVE_PRICE"):
        cancel_with_penalty(hotel.desk("nok"), stay, "ill", "CASH", BAHT(-1))
    with refused("NO_REASON"):
        cancel_with_penalty(hotel.desk("nok"), stay, " ", "CASH")
    desk = hotel.answering("nok", approver="somsak", PENALTY_LOWERED="regular guest")
    cancel_with_penalty(desk, stay, "ill", "CASH", BAHT(1000))
    end = last_end(stay)
    assert end is not None
    assert (end.by_policy, end.fee, end.collected) == (NIGHT, BAHT("1000.00"), BAHT("1000.00"))
    with refused("NOT_RESERVED"):
        cancel_with_penalty(hotel.desk("nok"), stay, "ill")


def test_a_deposit_without_a_policy_is_not_settled_by_just_anyone(hotel: Hotel) -> None:
    stay = booked(hotel, 3)
    paid(hotel, stay, BAHT(500))
    with refused("NO_RIGHT"):
        cancel_with_penalty(hotel.desk("nok"), stay, "ill", "CASH")
    cancel_with_penalty(hotel.desk("somsak"), stay, "ill", "CASH")
    assert deposit_of(reservation_of(stay)) == 0


def test_one_room_of_two_is_cancelled_and_the_deposit_waits_for_the_other(hotel: Hotel) -> None:
    standing(hotel)
    first, second = book_rooms(
        hotel.desk(), Booking(hotel.guest(), hotel.after(3), hotel.after(5), "SUP", "BAR", rooms=2)
    )
    paid(hotel, first, BAHT(4000))
    cancel_with_penalty(hotel.desk("nok"), first, "one less")
    assert deposit_of(reservation_of(second)) == BAHT(4000) - NIGHT
    assert request_of(reservation_of(second).id).asked == NIGHT  # type: ignore[union-attr]
    cancel_with_penalty(hotel.desk("nok"), second, "the other too", "CASH")
    assert deposit_of(reservation_of(second)) == 0
    assert list(faults()) == []


def test_a_request_that_was_never_confirmed_costs_nothing(hotel: Hotel) -> None:
    standing(hotel)
    stay = booked(hotel, 1, state="requested")
    cancel_with_penalty(hotel.desk("nok"), stay, "full elsewhere")
    assert last_end(stay).fee == 0  # type: ignore[union-attr]


# No-show


def evening(hotel: Hotel, login: str = "nok") -> Desk:
    """A desk at eight in the evening."""
    late = datetime.datetime.combine(hotel.day, datetime.time(13), datetime.UTC)
    return replace(hotel.desk(login), clock=lambda: late)


def test_a_guaranteed_no_show_pays_the_fee_out_of_its_deposit_on_the_arrival_date(hotel: Hotel) -> None:
    standing(hotel)
    stay = booked(hotel, 0)
    paid(hotel, stay, BAHT(5000))
    with refused("TOO_EARLY_NO_SHOW"):
        no_show_with_fee(hotel.desk("nok"), stay, "CASH")
    no_show_with_fee(evening(hotel), stay, "CASH")
    fee = Posting.get(Posting.kind == "forfeiture")
    assert (fee.code.code, fee.amount, fee.revenue_date) == ("NOSHO", 2 * NIGHT, hotel.day)
    assert fee.code.account.code == "41180"
    assert deposit_of(reservation_of(stay)) == 0
    assert hotel.state(stay) == "no-show"
    assert list(faults()) == []
    with refused("NOT_RESERVED"):
        no_show_with_fee(evening(hotel), stay)


def test_a_booking_that_is_not_guaranteed_is_charged_only_when_somebody_may_say_so(hotel: Hotel) -> None:
    standing(hotel)
    stay = hotel.booked(2)
    paid(hotel, stay, BAHT(5000))
    with asked("NOT_GUARANTEED", "cancel_penalty", amount="3531.00", second_person=True):
        no_show_with_fee(evening(hotel), stay, "CASH")
    with refused("PENALTY_TOO_HIGH"):
        no_show_with_fee(evening(hotel), stay, "CASH", BAHT(9000))
    no_show_with_fee(evening(hotel), stay, "CASH", BAHT(0))
    assert last_end(stay).fee == 0  # type: ignore[union-attr]
    bare = hotel.booked(2)
    no_show_with_fee(evening(hotel), bare)
    assert last_end(bare).uncollected == 0  # type: ignore[union-attr]


def test_a_no_show_fee_is_not_lowered_by_just_anyone_and_not_before_the_arrival(hotel: Hotel) -> None:
    standing(hotel)
    stay = booked(hotel, 0)
    with asked("PENALTY_LOWERED", "cancel_penalty", amount="3531.00", second_person=True):
        no_show_with_fee(evening(hotel), stay, fee=BAHT(0))
    paid(hotel, stay, BAHT(5000))
    with refused("DEPOSIT_LEFT"):
        no_show_with_fee(evening(hotel), stay)
    tomorrow = booked(hotel, 1)
    with refused("NOT_DUE_IN"):
        no_show_with_fee(evening(hotel), tomorrow)


def test_the_audit_records_the_fee_of_a_guaranteed_no_show(hotel: Hotel) -> None:
    from models.front_office.opening import set_setting

    set_setting(hotel.desk(), "due_in_left", "NOTE")
    standing(hotel)
    guaranteed, open_ = booked(hotel, 0), hotel.booked(2)
    hotel.audit()
    assert (last_end(guaranteed).uncollected, last_end(open_).uncollected) == (2 * NIGHT, 0)  # type: ignore[union-attr]
    assert {hotel.state(guaranteed), hotel.state(open_)} == {"no-show"}
    assert list(faults()) == []


# Taking it back


def test_a_cancelled_booking_stands_again_in_its_room_and_what_was_kept_stays_kept(hotel: Hotel) -> None:
    standing(hotel)
    stay = booked(hotel, 3, room="203")
    paid(hotel, stay, NIGHT)
    cancel_with_penalty(hotel.desk("nok"), stay, "ill")
    reinstate_booking(hotel.desk("nok"), stay)
    row = Stay.get_by_id(stay)
    assert (row.state, row.room.number, row.cancellation, row.reason) == ("reserved", "203", None, "")
    assert deposit_of(row.reservation) == 0
    assert request_of(row.reservation_id).asked == NIGHT  # type: ignore[union-attr]
    cancel_with_penalty(hotel.desk("nok"), stay, "ill again")
    assert BookingEnd.select().where(BookingEnd.stay == stay).count() == 2
    another = booked(hotel)
    with refused("NOT_ENDED"):
        reinstate_booking(hotel.desk("nok"), another)


def test_a_room_let_meanwhile_is_not_taken_back(hotel: Hotel) -> None:
    stay = booked(hotel, 3, room="203")
    cancel_with_penalty(hotel.desk("nok"), stay, "ill")
    assign_room(hotel.desk("nok"), booked(hotel, 3), "203")
    heard: list[Note] = []
    reinstate_booking(hotel.desk("nok", heard=heard.append), stay)
    assert [note.code for note in heard] == ["ROOM_LET_MEANWHILE"]
    assert Stay.get_by_id(stay).room_id is None


def test_a_booking_comes_back_only_where_there_is_room_and_not_into_the_past(hotel: Hotel) -> None:
    stay = booked(hotel, 1)
    cancel_with_penalty(hotel.desk("nok"), stay, "ill")
    for _n in range(6):
        booked(hotel, 1)
    with asked("NO_AVAILABILITY", "overbook", second_person=True):
        reinstate_booking(hotel.desk("nok"), stay)
    reinstate_booking(hotel.answering("somsak", NO_AVAILABILITY="they do come"), stay)
    cancel_with_penalty(hotel.desk("nok"), stay, "ill")
    hotel.audit()
    from models.front_office.opening import set_setting

    set_setting(hotel.desk(), "due_in_left", "NOTE")
    hotel.audit()
    with refused("NIGHTS_PAST"):
        reinstate_booking(hotel.desk("nok"), stay)


def test_a_no_show_of_today_may_still_come(hotel: Hotel) -> None:
    stay = booked(hotel, 0, room="201")
    no_show_with_fee(evening(hotel), stay)
    reinstate_booking(hotel.desk("nok"), stay)
    check_in(hotel.desk("nok"), stay, "201")
    assert hotel.state(stay) == "in house"
    assert BookingPolicy.select().count() == 0
