"""Tax invoices at the desk, by keys, at 80×24, in Thai and English."""

from __future__ import annotations

import os
from decimal import Decimal

import pytest

from models.front_office.companies import create_company
from models.front_office.folios import post_charge
from models.front_office.opening import set_setting
from models.front_office.payments import take_payment
from models.front_office.proof import faults
from models.front_office.receipts import Receipt
from tests.desk import at_the_desk
from tests.hotel import Hotel


def shows(desk: object, name: str) -> None:
    folder = os.environ.get("SHOW")
    if folder:
        with open(f"{folder}/{name}.txt", "w") as file:
            file.write(desk.text)


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_folio_is_invoiced_cancelled_and_written_anew(small_hotel: Hotel, language: str) -> None:
    hotel = small_hotel
    create_company(
        hotel.desk(), code="SIAM", name_th="บริษัท สยามทัวร์ จำกัด", name_en="Siam Tours", tax_id="0105561000003",
        address="1 ถนนสุขุมวิท กรุงเทพฯ 10110",
    )  # fmt: skip
    stay = hotel.in_house("201")
    for amount in ("100", "50", "33.33"):
        post_charge(hotel.desk(), hotel.window(stay), "LAUN", Decimal(amount))
    take_payment(hotel.desk(), hotel.window(stay), "CASH", hotel.balance(stay))
    async with at_the_desk(hotel, language=language) as desk:
        say = {"en": lambda e, t: e, "th": lambda e, t: t}[language]
        await desk.command(say("invoice 201", "ใบกำกับ 201"))
        await desk.sees("✓", "117.70", "215.78")
        shows(desk, f"lines-{language}")
        await desk.press("space")  # the first line waits for an invoice of its own
        await desk.sees("98.08")
        await desk.press("f")
        await desk.sees(say("Invoice to", "ออกใบกำกับในนาม"))
        await desk.type(
            "สยา"
        )  # typed over the guest's name: i f สยา ↓ Enter F9 are eight keys from the folio
        await desk.sees("0105561000003")
        await desk.press("down", "enter")
        await desk.sees("สุขุมวิท")
        shows(desk, f"form-{language}")
        await desk.press("f9")
        await desk.sees("TX2569-00001")
        shows(desk, f"paper-{language}")
        invoice = Receipt.get(Receipt.number == "TX2569-00001")
        assert (invoice.buyer_tax_id, invoice.buyer_branch, invoice.net + invoice.vat) == ("0105561000003", "00000", Decimal("98.08"))  # fmt: skip
        await desk.press("escape")
        await desk.sees("117.70")
        await desk.press("c")
        await desk.sees(say("Invoice to", "ออกใบกำกับในนาม"))
        await desk.press("enter")
        await desk.type("Berlin")
        await desk.press("f9")
        await desk.sees("RT2569-00001")
        await desk.press("escape", "escape", "escape")
        await desk.command(say("documents", "เอกสาร"))
        await desk.sees("TX2569-00001", "RT2569-00001", "R2569-00001")
        shows(desk, f"list-{language}")
        await desk.press("/")
        await desk.type("สยาม")
        await desk.sees("TX2569-00001", not_="RT2569")
        await desk.press("enter")
        await desk.sees("91.66")
        await desk.press("escape")
        await desk.sees("TX2569-00001", not_="RT2569")
        await desk.press("n")
        await desk.sees(say("Reason", "เหตุผล"))
        shows(desk, f"anew-{language}")
        await desk.press("up", "up")
        await desk.press("f9")
        await desk.sees(say("Reason", "เหตุผล"))
        await desk.type("wrong name")
        await desk.press("f9")
        await desk.sees("TX2569-00002")
        await desk.press("escape")
        assert Receipt.get(Receipt.number == "TX2569-00001").cancelled_because == "wrong name"
        await desk.sees("TX2569-00002")
        await desk.press("x")
        await desk.sees("TX2569-00002", say("Reason", "เหตุผล"))
        await desk.type("no invoice wanted")
        await desk.press("f9")
        await desk.sees(say("cancelled", "ยกเลิก"))
    assert Receipt.get(Receipt.number == "TX2569-00002").cancelled_on
    assert list(faults()) == []


async def test_a_lost_paper_is_replaced_from_the_list(small_hotel: Hotel) -> None:
    stay = small_hotel.in_house("201")
    post_charge(small_hotel.desk(), small_hotel.window(stay), "LAUN", Decimal(100))
    number = take_payment(small_hotel.desk(), small_hotel.window(stay), "CASH", Decimal("117.70"))
    Receipt.update(prints=1).where(Receipt.id == number).execute()
    async with at_the_desk(small_hotel) as desk:
        await desk.command("document r2569")
        await desk.sees("R2569-00001", "printed")
        await desk.press("l")
        await desk.sees("which was lost")
        await desk.type("guest lost it")
        await desk.press("f9")
        await desk.sees("ใบแทน")
        await desk.press("end")
        await desk.sees("guest lost it")


async def test_who_leaves_sees_the_abbreviated_invoice(small_hotel: Hotel) -> None:
    set_setting(small_hotel.desk(), "abbreviated_at_check_out", "yes")
    stay = small_hotel.in_house("201", nights=1)
    small_hotel.audit()
    take_payment(small_hotel.desk(), small_hotel.window(stay), "CASH", small_hotel.balance(stay))
    async with at_the_desk(small_hotel) as desk:
        await desk.command("folio 201")
        await desk.sees("R2569-00001")
        await desk.press("o")
        await desk.sees("AB2569-00001", "1,765.50")
