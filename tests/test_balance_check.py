"""Balance check: per ledger, per cashier, of departed guests, of single lines; each finding leads to its place."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.front_office.folios import post_charge
from models.front_office.late_charges import open_folio_window
from models.front_office.payments import take_payment
from models.front_office.three_ledgers import balance_check
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.test_three_ledgers import touch


def _lived(hotel: Hotel) -> int:
    window = hotel.window(hotel.in_house("201", nights=2))
    post_charge(hotel.desk("nok"), window, "LAUN", Decimal("112.15"))
    take_payment(hotel.desk("nok"), window, "CASH", Decimal("1000.00"))
    return window


def test_a_house_in_balance_has_nothing_to_find(hotel: Hotel) -> None:
    _lived(hotel)
    assert balance_check() == []
    hotel.audit()
    assert balance_check() == []


@pytest.mark.parametrize(
    ("table", "statement", "group", "jump"),
    [
        ("subaccount_balance", "UPDATE subaccount_balance SET balance = balance + 700 WHERE balance <> 0",
         "ledger", ""),
        ("till_movement", "UPDATE till_movement SET baht = baht - 300 WHERE baht = 100000", "cashier", "shifts"),
        ("posting", "UPDATE posting SET net = net + 200 WHERE net = 11215", "line", "entry"),
        ("posting", "UPDATE posting SET amount = amount + 200 WHERE kind = 'payment'", "line", "entry"),
    ],
)  # fmt: skip
def test_what_was_touched_is_found_in_its_group_with_the_way_there(
    small_hotel: Hotel, table: str, statement: str, group: str, jump: str
) -> None:
    _lived(small_hotel)
    touch(table, statement)
    found = [each for each in balance_check() if each.group == group]
    assert found
    assert any(each.jump.startswith(jump) for each in found)
    assert all(each.message.say("en") and each.message.say("th") for each in found)


@pytest.mark.parametrize(
    ("language", "command", "none", "left"),
    [
        ("en", "balance check", "Every balance agrees", "Departed guest"),
        ("th", "ตรวจยอดดุล", "ทุกยอดตรงกัน", "แขกที่ออกแล้ว"),
    ],
)
async def test_a_departed_guest_with_money_on_the_folio_is_one_key_away(
    small_hotel: Hotel, language: str, command: str, none: str, left: str
) -> None:
    stay = small_hotel.in_house("202", nights=1)
    small_hotel.audit()
    small_hotel.leaves(stay)
    async with at_the_desk(small_hotel, "pavinee", language) as desk:
        await desk.command(command)
        await desk.sees(none)
        await desk.press("escape")
        window = open_folio_window(small_hotel.desk("nok"), stay)
        post_charge(small_hotel.desk("nok"), window, "LAUN", Decimal("50.00"))
        await desk.open("three ledgers")
        await desk.press("k")
        await desk.sees(left, f":stay {stay}")
        await desk.press("enter")
        await desk.sees("202")
