"""At the desk: one cheque pays twelve bills less tax withheld, the rest is credit, the certificate comes; by keys alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.back_office.receipts_on_account import (
    AccountReceipt,
    ItemPayment,
    certificates_to_chase,
    share_out,
    take_receipt,
    unpaid_items,
)
from models.back_office.receivables import CityAccount
from models.front_office.opening_balances import OldItem
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.test_receipts_on_account import balance, bring, money_in, owing

D = Decimal


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_cheque_pays_twelve_bills_less_three_percent(small_hotel: Hotel, language: str) -> None:
    hotel = small_hotel
    debtor = owing(hotel, *["1070"] * 12)
    number = CityAccount.get_by_id(debtor).number
    async with at_the_desk(hotel, language=language) as desk:
        await desk.open("debtor", debtor)
        await desk.sees("12,840.00", "INV-1")
        await desk.press("y", "w")
        await desk.sees("12,840.00", "%")
        await desk.type("3")
        await desk.press("f9")
        await desk.sees("12,840.00 − 360.00", number)
        await desk.press("y")
        await desk.sees("12,480.00", "[h]")
        await desk.press("h")
        await desk.sees("12,480.00", "Siam Tour")
        await desk.press("enter", *"bbl", "enter", "enter", *"0012345", "f9")
        await desk.sees("RC2569-00001", "12,480.00", "INV-5")
        receipt = AccountReceipt.get()
        assert (receipt.received, receipt.withheld, receipt.language) == (D(12480), D(360), language)
        assert (balance(debtor), unpaid_items(debtor), ItemPayment.select().count()) == (0, [], 12)
        await desk.press("escape")
        await desk.open("certificates to chase")
        await desk.sees("360.00", "RC2569-00001")
        await desk.press("enter")
        await desk.type("7/12")
        await desk.press("tab")
        await desk.type(f"{hotel.day:%d%m%Y}")
        await desk.press("f9")
        await desk.sees("0.00", not_="RC2569-00001")
        assert certificates_to_chase() == []
        await desk.open("account receipts")
        await desk.sees("RC2569-00001", "360.00")
        await desk.press("x")
        await desk.sees("RC2569-00001")
        await desk.press("tab")
        await desk.type("wrong")
        await desk.press("f9")
        for _try in range(200):
            await desk.sees("RC2569-00001")
            if balance(debtor):
                break
        assert (balance(debtor), len(unpaid_items(debtor))) == (D(12840), 12)


async def test_a_round_sum_is_shared_out_and_credit_is_used(small_hotel: Hotel) -> None:
    hotel = small_hotel
    debtor = owing(hotel, "500", "400")
    async with at_the_desk(hotel) as desk:
        await desk.open("debtor", debtor)
        await desk.press("y", "a")
        await desk.sees("What is paid in all")
        await desk.type("700")
        await desk.press("f9")
        await desk.sees("pays 700.00", "200.00")
        await desk.press("f9")
        await desk.sees("[t]")
        await desk.press("t")
        await desk.sees("700.00")
        await desk.press("f9")
        await desk.sees("RC2569-00001")
        assert [item.unpaid for item in unpaid_items(debtor)] == [D(200)]
        await desk.press("escape")
        await desk.sees("balance 200.00")
    take_receipt(hotel.desk(), debtor, money_in("300"), share_out(debtor, D(200)))
    bring(hotel.desk(), debtor, OldItem(D(80), hotel.day, document="INV-9"))
    async with at_the_desk(hotel) as desk:
        await desk.open("debtor", debtor)
        await desk.sees("balance -20.00", "INV-9")
        await desk.press("end", "u")
        await desk.sees("balance -20.00", not_="INV-9")
    assert (unpaid_items(debtor), balance(debtor)) == ([], D(-20))
