"""Policies, deposits due, cancellation and no-show worked by keys, in Thai and English."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from models.front_office.cancellations import last_end
from models.front_office.deposit_requests import request_deposit, request_of
from models.front_office.payments import take_deposit
from models.front_office.policies import places_of, policies, terms_of
from models.front_office.receipts import Receipt
from models.front_office.reservations import Reservation, Stay, deposit_of, security_of
from models.front_office.stays import check_in
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.test_policies import NIGHT, booked, reservation_of, standing

BAHT = Decimal


@pytest.fixture
def coming(small_hotel: Hotel) -> int:
    """Three days ahead, 3,000 paid, cancellation costs a night."""
    standing(small_hotel)
    stay = booked(small_hotel, 3)
    take_deposit(small_hotel.desk("nok"), reservation_of(stay).id, "TRAN", BAHT(3000))
    return stay


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("From 3 days before arrival: 1 night", "The policy asks", "of it paid back", "1,234.50")),
        ("th", ("1 คืน", "ตามเงื่อนไข", "คืนแขก", "1,234.50")),
    ],
)
async def test_a_cancellation_shows_what_it_costs_and_gives_back_the_rest(
    small_hotel: Hotel, coming: int, language: str, words: tuple[str, ...]
) -> None:
    async with at_the_desk(small_hotel, "nok", language) as desk:
        await desk.open("stay", coming)
        await desk.press("x")
        await desk.sees(*words)
        await desk.type("flight")
        await desk.press("f9")
        await desk.sees("CN2569-00001", "ใบลดหนี้")
        await desk.press("escape")
        await desk.sees("X000001", "flight")
    end = last_end(coming)
    assert end is not None
    assert (end.reason, end.fee, end.collected) == ("flight", NIGHT, NIGHT)
    assert deposit_of(reservation_of(coming)) == 0


async def test_a_lower_penalty_shows_at_once_and_asks_for_a_second_person(
    small_hotel: Hotel, coming: int
) -> None:
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.open("cancel", coming)
        await desk.type("ill")
        await desk.press("enter")
        await desk.type("500")
        await desk.press("enter")
        await desk.sees("2,500.00")
        await desk.press("f9")
        await desk.sees("1,265.50 of it would be waived", "Second person")
        await desk.type("regular guest")
        await desk.press("enter")
        await desk.type("somsak")
        await desk.press("enter")
        await desk.type("rimnam-2569")
        await desk.press("f9")
        await desk.pilot.pause(0.5)
    assert last_end(coming).fee == BAHT("500.00")  # type: ignore[union-attr]


async def test_a_no_show_too_early_is_told_so_and_the_form_stays(small_hotel: Hotel) -> None:
    standing(small_hotel)
    stay = booked(small_hotel, 0)
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.open("stay", stay)
        await desk.press("w")
        await desk.sees("Not covered, uncollected", "3,531.00")
        await desk.type("no word")
        await desk.press("f9")
        await desk.sees("a no-show is from 18:00 on", "no word")
    assert small_hotel.state(stay) == "reserved"


async def test_a_deposit_for_a_company_is_taken_with_its_invoice(small_hotel: Hotel) -> None:
    stay = booked(small_hotel, 3)
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.open("stay", stay)
        await desk.press("d")
        await desk.sees("Invoice to")
        for text in ("1070", "", "Siam Tour", "0105561000003", "", "1 Silom"):
            await desk.type(text)
            await desk.press("enter")
        await desk.sees("[t]", "1,070.00")
        await desk.press("t")
        await desk.sees("Slip number")
        await desk.press("f9")
        await desk.sees("DP2569-00001", "Siam Tour", "Head office", "70.00")
    assert Receipt.get().vat == BAHT("70.00")


async def test_security_is_taken_and_returned_beside_the_deposit(small_hotel: Hotel, coming: int) -> None:
    reservation = Reservation.get_by_id(Stay.get_by_id(coming).reservation_id)
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.open("stay", coming)
        await desk.press("d")
        await desk.sees("Invoice to")
        await desk.type("2000")
        await desk.press("enter")
        await desk.type("Sec")
        await desk.press("f9")
        await desk.sees("[t]", "2,000.00")
        await desk.press("t")
        await desk.sees("Slip number")
        await desk.press("f9")
        await desk.sees("Security deposit for booking", "R2569-00001")
        await desk.press("escape")
        await desk.sees("Security held")
        await desk.press("e")
        await desk.sees("1 Return the security", "2 Refund deposit")
        await desk.press("1")
        await desk.sees("Reason")
        await desk.press("enter", "enter")
        await desk.type("nothing lost")
        await desk.press("f9")
        await desk.sees("Deposit held", not_="Security held")
    assert security_of(Reservation.get_by_id(reservation.id)) == 0


async def test_deposits_due_lead_to_the_booking_and_are_put_off(small_hotel: Hotel) -> None:
    standing(small_hotel)
    stay = booked(small_hotel, 9, guest=small_hotel.guest("Müller"))
    request_deposit(small_hotel.desk("nok"), reservation_of(stay).id, BAHT(2000), small_hotel.day)
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.command("deposits")
        await desk.sees("Deposits due", "MÜLLER", "2,000.00")
        await desk.press("e")
        await desk.sees("Ask for a deposit")
        await desk.type("2500")
        await desk.press("enter")
        await desk.type("+3")
        await desk.press("f9")
        await desk.sees("2,500.00", "26 Nov", not_="Ask for a deposit │")
        await desk.press("enter")
        await desk.sees("Deposit asked", "2,500.00 by 26 Nov, 0.00 received")
    assert request_of(reservation_of(stay).id).due_on == small_hotel.day + datetime.timedelta(days=3)  # type: ignore[union-attr]


async def test_a_policy_is_made_and_put_to_a_rate_by_keys(small_hotel: Hotel) -> None:
    async with at_the_desk(small_hotel) as desk:
        await desk.command("policies")
        await desk.sees("Deposit and cancellation policies")
        await desk.press("n")
        await desk.sees("New policy")
        for text in ("FLEX", "Flexible", "ยืดหยุ่น", "Per", "50", "", "", "3"):
            await desk.type(text)
            await desk.press("enter")
        await desk.press("f9")
        await desk.sees("FLEX", "50 % of the stay")
        await desk.press("p")
        await desk.sees("Where the policy applies")
        await desk.press("n")
        await desk.sees("Empty: all rates")
        await desk.type("BAR")
        await desk.press("f9")
        await desk.sees("BAR", not_="Empty: all rates")
    (policy,) = policies()
    terms = terms_of(policy.id)
    assert (terms.deposit_rule, terms.deposit) == ("percent", BAHT("50.00"))
    assert [(s.before, s.rule, s.value) for s in terms.steps] == [(3, "nights", BAHT("1"))]
    assert [place.rate_code.code for place in places_of(policy.id)] == ["BAR"]


async def test_a_cancelled_booking_is_taken_back_by_one_key_and_a_yes(
    small_hotel: Hotel, coming: int
) -> None:
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.open("stay", coming)
        await desk.press("x")
        await desk.type("ill")
        await desk.press("f9")
        await desk.sees("CN2569-00001")
        await desk.press("escape")
        await desk.sees("Cancelled", "1,765.50 collected")
        await desk.press("z")
        await desk.press("y")
        await desk.sees("Reserved", not_="Cancelled   ")
    assert small_hotel.state(coming) == "reserved"


async def test_the_invoice_of_a_deposit_is_printed_again_before_and_after_arrival(small_hotel: Hotel) -> None:
    stay = booked(small_hotel, 0)
    take_deposit(small_hotel.desk("nok"), reservation_of(stay).id, "TRAN", BAHT(1070))
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.open("stay", stay)
        await desk.press("b")
        await desk.sees("Deposit: Bank transfer DP2569")
        await desk.press("r")
        await desk.sees("ใบเสร็จรับเงิน/ใบกำกับภาษี", "70.00")
        await desk.press("escape", "escape", "escape")
        check_in(small_hotel.desk("nok"), stay, "201")
        await desk.command("folio 201")
        await desk.sees("Deposit transferred")
        await desk.press("r")
        await desk.sees("DP2569-00001", "ใบเสร็จรับเงิน/ใบกำกับภาษี")


async def test_credit_that_was_a_deposit_is_refunded_with_its_credit_note(small_hotel: Hotel) -> None:
    stay = booked(small_hotel, 0)
    take_deposit(small_hotel.desk("nok"), reservation_of(stay).id, "TRAN", BAHT(1070))
    check_in(small_hotel.desk("nok"), stay, "201")
    async with at_the_desk(small_hotel, "malee") as desk:
        await desk.command("folio 201")
        await desk.sees("Deposit transferred")
        desk.console.screen.perform_by_id("refund")  # type: ignore[attr-defined]
        await desk.sees("Reason", "1,070.00")
        await desk.press("enter", "enter")
        await desk.type("leaves at once")
        await desk.press("f9")
        await desk.sees("CN2569-00001", "ใบลดหนี้", "70.00")
