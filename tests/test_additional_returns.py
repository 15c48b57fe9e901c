"""Additional returns of VAT: what is cancelled after a month was filed; a house that is not registered."""

from __future__ import annotations

import datetime
from decimal import Decimal

import peewee
import pytest

from models.back_office.posting_accounts import account_for
from models.front_office.folios import post_charge
from models.front_office.invoicing import cancel_invoice, issue_invoice
from models.front_office.proof import faults
from models.front_office.receipts import Buyer
from models.front_office.vat_report import (
    close_additional,
    close_vat_month,
    input_vat_paper,
    output_vat_of,
    output_vat_paper,
    pay_vat,
    return_paper,
    sheets,
    since_filed,
)
from models.house.database import database
from models.house.property import Property
from models.ledger.balances import account_balance
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.refusing import refused

BAHT = Decimal
NOVEMBER, DECEMBER = datetime.date(2026, 11, 1), datetime.date(2026, 12, 1)
BUYER = Buyer("Tour One", "Bangkok")


def filed(hotel: Hotel) -> tuple[int, int]:
    """November with two invoices of 70 baht VAT each is filed and paid in December; the window and the first invoice."""
    window = hotel.window(hotel.in_house("201", nights=20))
    for _again in range(2):
        post_charge(hotel.desk("nok"), window, "LAUN", BAHT("1000"))
        invoice = issue_invoice(hotel.desk("nok"), window, "full", BUYER)
    while hotel.day < DECEMBER:
        hotel.audit()
    close_vat_month(hotel.desk("anong"), NOVEMBER)
    return window, invoice


def test_an_invoice_cancelled_after_its_month_was_filed_is_an_additional_return(hotel: Hotel) -> None:
    _window, invoice = filed(hotel)
    anong = hotel.desk("anong")
    owed = sheets(NOVEMBER)[0].lines[15]
    pay_vat(anong, NOVEMBER, hotel.day, "11210")
    with refused("NOTHING_TO_ADD"):
        close_additional(anong, NOVEMBER)
    with refused("VAT_MONTH_OPEN"):
        close_additional(anong, DECEMBER)
    cancel_invoice(hotel.desk(), invoice, "wrong buyer")
    more = since_filed(NOVEMBER)
    assert more is not None
    assert more.output_vat == BAHT("-77.00")  # laundry, its service charge, seven percent of both
    with refused("NEGATIVE_PRICE"):
        close_additional(anong, NOVEMBER, penalty=BAHT("-1"))
    assert close_additional(anong, NOVEMBER) == 1
    assert since_filed(NOVEMBER) is None
    assert sheets(NOVEMBER)[1].lines[16] == BAHT("77.00")
    assert account_balance(account_for("revenue_department").id) == BAHT("77.00")
    with refused("ALREADY_PAID"):
        pay_vat(anong, NOVEMBER, hotel.day, "11210")
    issue_invoice(hotel.desk("nok"), _window, "full", BUYER)
    assert output_vat_of(DECEMBER).unexplained == 0
    assert list(faults()) == []
    assert owed > 0
    with pytest.raises(peewee.DatabaseError), database.atomic():
        database.execute_sql("UPDATE vat_addition SET output_vat = 0")
    with pytest.raises(peewee.DatabaseError), database.atomic():
        database.execute_sql("DELETE FROM vat_addition")


def test_a_house_that_is_not_registered_prints_and_files_nothing(small_hotel: Hotel) -> None:
    Property.update(tax_id="").execute()
    hotel = Property.the()
    for paper in (output_vat_paper, input_vat_paper, return_paper):
        with refused("NOT_REGISTERED"):
            paper(hotel, NOVEMBER, "th")
    with refused("NOT_REGISTERED"):
        close_vat_month(small_hotel.desk("anong"), NOVEMBER)


@pytest.mark.parametrize("language", ["en", "th"])
async def test_the_clerk_files_an_additional_return_by_keys(small_hotel: Hotel, language: str) -> None:
    _window, invoice = filed(small_hotel)
    cancel_invoice(small_hotel.desk(), invoice, "wrong buyer")
    async with at_the_desk(small_hotel, login="anong", language=language) as desk:
        await desk.command("taxes" if language == "en" else "ภาษี")
        await desk.sees("-77.00")
        await desk.press("a")
        await desk.sees("Surcharge" if language == "en" else "เงินเพิ่ม")
        await desk.press("f9")
        await desk.press("p")
        await desk.sees("Additional, no. 1" if language == "en" else "ยื่นเพิ่มเติม ครั้งที่ 1")
        await desk.press("down", "enter")
        await desk.sees("77.00", "additional, no. 1" if language == "en" else "ยื่นเพิ่มเติม ครั้งที่ 1")
    assert len(sheets(NOVEMBER)) == 2
