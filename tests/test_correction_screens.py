"""Taking back, adjusting, crediting and billing in advance by keys, in both languages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from locales import _
from models.front_office.adjustment_reasons import AdjustmentReason
from models.front_office.folios import Posting, post_charge
from models.front_office.invoicing import issue_invoice
from models.front_office.receipts import CREDIT_NOTE, DEBIT_NOTE, Buyer, Receipt
from models.front_office.service_tickets import ServiceTicket, open_ticket
from tests.desk import at_the_desk
from tests.hotel import Hotel

BAHT = Decimal
COMPANY = Buyer("บริษัท สยามทัวร์ จำกัด", "1 ถนนสุขุมวิท กรุงเทพฯ 10110", "0105561000003", "00000")


def yesterday(hotel: Hotel) -> tuple[int, Posting, Posting]:
    """A guest in 201 with dinner of yesterday, a spa on an invoice, laundry of today: stay, dinner, laundry."""
    stay = hotel.in_house("201", nights=4)
    window = hotel.window(stay)
    dinner = post_charge(hotel.desk("nok"), window, "FOOD", BAHT(1000))
    spa = post_charge(hotel.desk("nok"), window, "SPA", BAHT(500))
    issue_invoice(hotel.desk(), window, "full", COMPANY, [spa])
    hotel.audit()
    laundry = post_charge(hotel.desk("nok"), window, "LAUN", BAHT(100))
    return stay, Posting.get_by_id(dinner), Posting.get_by_id(laundry)


@pytest.mark.parametrize("language", ["en", "th"])
async def test_lines_are_taken_back_adjusted_and_reported_at_the_desk(
    small_hotel: Hotel, language: str
) -> None:
    hotel = small_hotel
    stay, dinner, laundry = yesterday(hotel)
    ticket = open_ticket(hotel.desk("nok"), "complaint", "HK", "cold water", stay_id=stay)
    async with at_the_desk(hotel, "nok", language) as desk:
        await desk.command("folio 201")
        await desk.sees("K-00004")
        await desk.press("end", "c")
        await desk.sees(_("Letters find a reason of the list; or say it in words."))
        await desk.type(AdjustmentReason.get(AdjustmentReason.code == "ROOM").name(language))
        await desk.press("down", "enter", "f9")
        await desk.sees("-117.70")
        await desk.command(f"adjust {dinner.number}")
        await desk.sees(_("Or percent"), "1,177.00")
        await desk.press("f9")
        await desk.sees(_("This is needed."))
        await desk.press("right", "enter")
        await desk.type("600")
        await desk.press("down", "down", "down", "right", "f9")
        await desk.sees(_("{amount} is above your limit for adjustments.", amount=BAHT("600.00")))
        await desk.press("escape")
        await desk.sees(_("Or percent"))
        await desk.press("up", "up", "up")
        await desk.type("294.25")
        await desk.press("f9")
        await desk.sees("-294.25")
        await desk.open("adjustments")
        await desk.sees("-294.25", "K-00006")
        await desk.press("enter")
        await desk.sees("1,177.00", dinner.number)
        await desk.press("enter", "i")
        await desk.sees(_("Taken off"), dinner.number)
        await desk.press("escape")
        await desk.open("corrections")
        await desk.sees("-117.70")
    line = Posting.get(Posting.adjusts == dinner)
    assert (line.amount, line.reason_code) == (BAHT("-294.25"), "WRONG")
    assert ServiceTicket.get_by_id(ticket).compensation_id == line.id
    assert Posting.get(Posting.corrects == laundry).reason_code == "ROOM"


@pytest.mark.parametrize("language", ["en", "th"])
async def test_an_invoice_is_credited_and_added_to_at_the_desk(small_hotel: Hotel, language: str) -> None:
    hotel = small_hotel
    yesterday(hotel)
    async with at_the_desk(hotel, "pavinee", language) as desk:
        await desk.command("credit note tx2569-00001")
        await desk.sees("588.50", COMPANY.name)
        await desk.press("enter")
        await desk.sees(_("Paid back by"))
        await desk.press("right", "enter", "enter")
        await desk.type("107")
        await desk.press("f9")
        await desk.sees(
            _(
                "A credit note of {amount} on {number} needs approval.",
                amount=BAHT(107),
                number="TX2569-00001",
            )
        )
        await desk.type("agreed")
        await desk.press("f9")
        await desk.sees("ใบลดหนี้", "CN2569-00001")
        await desk.press("escape")
        await desk.sees("481.50")
        await desk.press("d")
        await desk.sees(_("Debit note on {number}", number="TX2569-00001"))
        await desk.press("right", "enter", "right", "f9")
        await desk.sees("ใบเพิ่มหนี้", "DN2569-00001")
        await desk.press("escape", "n")
        await desk.sees("CN2569-00001", "DN2569-00001")
    notes = {r.kind: r.net + r.vat for r in Receipt.select().where(Receipt.kind << (CREDIT_NOTE, DEBIT_NOTE))}
    assert notes[CREDIT_NOTE] == 107
    assert notes[DEBIT_NOTE] > 0


@pytest.mark.parametrize("language", ["en", "th"])
async def test_nights_are_billed_in_advance_and_bills_shown_before_the_end(
    small_hotel: Hotel, language: str
) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=3)
    async with at_the_desk(hotel, "pavinee", language) as desk:
        await desk.command("folio 201")
        await desk.press("n", "2")
        await desk.sees("5,296.50", "Expected balance")  # in the guest's language
        await desk.press("escape")
        await desk.command("bill ahead 201")
        await desk.sees(_("Last night"))
        await desk.type("+1")
        await desk.press("f9")
        await desk.sees(_("{n} lines billed in advance.", n=2), "3,531.00")
        await desk.press("n", "1")
        await desk.sees("Interim bill", "3,531.00")
        await desk.press("escape")
        await desk.open("adjustment reasons")
        await desk.press("n")
        await desk.type("noise")
        await desk.press("enter", "enter")
        await desk.type("Noise")
        await desk.press("f9")
        await desk.sees("NOISE")
    assert [p.revenue_date for p in Posting.select().order_by(Posting.id)] == [hotel.day, hotel.after(1)]
    assert hotel.balance(stay) == BAHT("3531.00")
