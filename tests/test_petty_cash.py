"""Petty cash: slips never beyond what is there, top-ups of what was spent, counts; at the desk and in the database."""

from __future__ import annotations

from decimal import Decimal

import peewee
import pytest

from models.back_office.petty_cash import PettyMove, count_fund, in_fund, open_fund, pay_slip, top_up
from models.front_office.opening import set_setting
from models.house.database import database
from models.house.staff import Staff
from models.ledger.accounts import account
from models.ledger.balances import account_balance
from models.ledger.entries import Entry
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.refusing import asked, refused

TIN, BANK, SUPPLIES, OVER = "11100", "11210", "11510", "52420"


def fund(hotel: Hotel, amount: int = 5000) -> int:
    keeper = Staff.get(Staff.login == "anong").id
    number = open_fund(hotel.desk("anong"), "Office", TIN, Decimal(amount), keeper)
    top_up(hotel.desk("anong"), number, BANK)
    return number


def test_slips_are_paid_and_the_fund_is_filled_again_by_what_was_spent(hotel: Hotel) -> None:
    anong, number = hotel.desk("anong"), fund(hotel)
    pay_slip(anong, number, hotel.day, "tape", SUPPLIES, Decimal(120))
    pay_slip(anong, number, hotel.day, "flowers", SUPPLIES, Decimal("80.50"))
    assert in_fund(number) == account_balance(account(TIN).id) == Decimal("4799.50")
    top_up(anong, number, BANK)
    assert in_fund(number) == Decimal(5000)
    with refused("FUND_FULL"):
        top_up(anong, number, BANK)
    last = Entry.select().order_by(Entry.id.desc()).get()
    assert (last.voucher, last.journal) == ("PV2569-00002", "payments")
    for code, call in (
        ("FUND_EMPTY", (hotel.day, "x", SUPPLIES, Decimal(5001))),
        ("NO_MEMO", (hotel.day, " ", SUPPLIES, Decimal(1))),
        ("NOT_POSITIVE", (hotel.day, "x", SUPPLIES, Decimal(0))),
        ("FUTURE_DATE", (hotel.after(1), "x", SUPPLIES, Decimal(1))),
        ("NO_ACCOUNT", (hotel.day, "x", "99999", Decimal(1))),
        ("CONTROL_ACCOUNT", (hotel.day, "x", "11400", Decimal(1))),
    ):
        with refused(code):
            pay_slip(anong, number, *call)  # type: ignore[arg-type]


def test_the_database_pays_no_more_than_is_in_the_fund_and_keeps_every_slip(hotel: Hotel) -> None:
    number = fund(hotel)
    pay_slip(hotel.desk("anong"), number, hotel.day, "tape", SUPPLIES, Decimal(120))
    copy = (
        "INSERT INTO petty_move (fund_id, kind, number, date, what, account_id, amount, entry_id, staff_id, at)"
        " SELECT fund_id, '{kind}', 'X', date, what, account_id, {amount}, NULL, staff_id, at FROM petty_move WHERE kind = 'slip'"
    )
    for code, statement in (
        ("FUND_EMPTY", copy.format(kind="slip", amount=-500000)),
        ("FUND_FULL", copy.format(kind="top up", amount=12001)),
        ("ENTRY_SEALED", "UPDATE petty_move SET amount = -1 WHERE kind = 'slip'"),
        ("ENTRY_SEALED", "DELETE FROM petty_move"),
    ):
        with pytest.raises(peewee.DatabaseError) as caught, database.atomic():
            database.execute_sql(statement)
        assert code in str(caught.value)


def test_a_count_that_differs_says_why_and_goes_to_over_and_short(small_hotel: Hotel) -> None:
    hotel = small_hotel
    anong, number = hotel.desk("anong"), fund(hotel)
    with refused("NO_REASON"):
        count_fund(anong, number, Decimal(4990), "")
    with refused("AMOUNT"):
        count_fund(anong, number, Decimal(-1), "")
    count_fund(anong, number, Decimal(4990), "ten baht lost")
    assert (in_fund(number), account_balance(account(OVER).id)) == (Decimal(4990), Decimal(10))
    count_fund(anong, number, Decimal(4990), "")
    assert PettyMove.select().where(PettyMove.entry.is_null()).count() == 1


def test_a_fund_stands_on_an_account_of_its_own_and_two_persons_fill_it(small_hotel: Hotel) -> None:
    hotel = small_hotel
    anong, number, keeper = hotel.desk("anong"), fund(hotel), Staff.get(Staff.login == "nok").id
    for code, call in (
        ("FUND_EXISTS", ("Office", "11105", Decimal(1))),
        ("FUND_EXISTS", ("Bar", TIN, Decimal(1))),
        ("NO_NAME", (" ", "11105", Decimal(1))),
        ("NO_ACCOUNT", ("Bar", "99999", Decimal(1))),
        ("CONTROL_ACCOUNT", ("Bar", "11400", Decimal(1))),
        ("NOT_POSITIVE", ("Bar", "11105", Decimal(0))),
    ):
        with refused(code):
            open_fund(anong, *call, keeper)  # type: ignore[arg-type]
    pay_slip(anong, number, hotel.day, "tape", SUPPLIES, Decimal(120))
    set_setting(hotel.desk(), "voucher_persons", "2")
    with asked("VOUCHER_APPROVAL", "approve_payment", amount="120.00", second_person=True):
        top_up(anong, number, BANK)
    top_up(hotel.answering("anong", "pavinee", VOUCHER_APPROVAL="weekly"), number, BANK)


@pytest.mark.parametrize(("language", "slip"), [("en", "Petty slip"), ("th", "ใบเบิก")])
async def test_a_slip_is_paid_and_counted_at_the_desk(small_hotel: Hotel, language: str, slip: str) -> None:
    hotel = small_hotel
    number = fund(hotel)
    async with at_the_desk(hotel, "anong", language) as desk:
        await desk.open("petty cash")
        await desk.sees("Office", "5,000.00")
        await desk.press("n", "enter")
        await desk.type("tape")
        await desk.press("enter")
        await desk.type("11510")
        await desk.press("enter")
        await desk.type("120")
        await desk.press("f9")
        await desk.sees("4,880.00", "tape", slip)
        await desk.press("t")
        await desk.type("11210")
        await desk.press("f9")
        await desk.sees("PV2569-00002")
        await desk.press("c")
        await desk.type("5000")
        await desk.press("f9")
        await desk.sees("PC2569-00002")
    assert in_fund(number) == Decimal(5000)
