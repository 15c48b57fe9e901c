"""At the accountant's desk: a vendor, its bill, what is due, the payment and its voucher, by keys alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.back_office.bank_accounts import keep_bank_account
from models.back_office.cheques import Cheque
from models.back_office.vendor_bills import NO_VAT, BillLine, VendorBill, enter_bill
from models.back_office.vendor_payments import CANCELLED, PAID, VendorPayment
from models.back_office.vendors import Vendor, add_vendor
from tests.desk import at_the_desk
from tests.hotel import Hotel

D = Decimal
WORDS = {
    "en": ("No vendors yet", "owed 1,070.00", "to approve", "paid", "PV2569-00001"),
    "th": ("ยังไม่มีเจ้าหนี้", "ค้างจ่าย 1,070.00", "รออนุมัติ", "จ่ายแล้ว", "PV2569-00001"),
}


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_bill_is_entered_falls_due_and_is_paid(small_hotel: Hotel, language: str) -> None:
    none, owed, waits, paid, number = WORDS[language]
    async with at_the_desk(small_hotel, language=language) as desk:
        await desk.press("g", "6")
        await desk.sees(none)
        await desk.press("n", "tab", "tab")
        await desk.type("Siam Air")
        await desk.press("tab", "tab")
        await desk.type("0")
        await desk.press("tab", "tab")
        await desk.type("0105561000003")
        await desk.press("f9")
        await desk.sees("V0001", "Siam Air", not_="F9")
        await desk.press("enter")
        await desk.sees("V0001 Siam Air")
        await desk.press("n")
        await desk.pilot.pause()
        await desk.type("52300")
        await desk.press("enter")
        await desk.type("1000")
        await desk.press("f9")
        await desk.sees("1,000.00", "70.00", "1,070.00")
        await desk.press("f9")
        await desk.pilot.pause()
        await desk.type("IV-7")
        await desk.press("f9")
        await desk.sees(owed, "IV-7")
        await desk.command("due bills" if language == "en" else "บิลครบกำหนด")
        await desk.sees("*", "IV-7")
        await desk.press("space", "space", "f9")
        await desk.sees("11210")
        await desk.press("f9")
        await desk.sees(waits, "1,070.00")
        await desk.press("a")
        await desk.sees(number, paid)
        assert VendorPayment.get().state == PAID
        await desk.press("i")
        await desk.sees(number, "1,070.00")
        await desk.press("escape", "v")
        await desk.pilot.pause()
        await desk.type("wrong bank")
        await desk.press("f9")
        await desk.sees(number, not_="wrong bank")
    assert VendorPayment.get().state == CANCELLED
    assert (VendorBill.get().unpaid, Vendor.get().owed) == (D(1070), D(1070))


async def test_a_bill_is_credited_disputed_and_paid_with_tax_withheld(small_hotel: Hotel) -> None:
    desk_of = small_hotel.desk("anong")
    vendor = add_vendor(desk_of, name_en="Market", terms=0, tax_id="0105561000003", income_type="service")
    enter_bill(desk_of, vendor, "7", small_hotel.day, [BillLine("51100", D(2000), NO_VAT)])
    async with at_the_desk(small_hotel) as desk:
        await desk.command("vendor market")
        await desk.sees("2,000.00")
        await desk.command("vendor v0001")
        await desk.sees("owed 2,000.00")
        await desk.press("c")
        await desk.sees("Credit note for 7")
        await desk.type("CN1")
        await desk.press("tab", "tab", "tab")
        await desk.type("500")
        await desk.press("f9")
        await desk.sees("owed 1,500.00")
        await desk.press("h")
        await desk.type("short")
        await desk.press("f9")
        await desk.sees("disputed")
        await desk.press("h")
        await desk.sees("7", not_="disputed")
        await desk.press("p")
        await desk.sees("Pay 7")
        await desk.sees("45.00")
        await desk.press("f9")
        await desk.sees("owed 1,500.00", not_="Pay 7")
        await desk.command("vendor payments")
        await desk.press("a")
        await desk.sees("PV2569-00001")
        await desk.command("payables ageing")
        await desk.sees("Nothing is open")
    row = VendorPayment.get()
    assert (row.amount, row.withheld, row.net) == (D(1500), D(45), D(1455))


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_bill_is_paid_by_a_cheque_that_is_printed(small_hotel: Hotel, language: str) -> None:
    keep_bank_account(small_hotel.desk(), "11210", "004", "0123456789", "กระแสรายวัน", "Current")
    vendor = add_vendor(small_hotel.desk("anong"), name_th="ตลาดสด", name_en="Market", terms=0)
    enter_bill(small_hotel.desk("anong"), vendor, "7", small_hotel.day, [BillLine("51100", D(2000), NO_VAT)])
    way, printed = {"en": ("Cheque", "Signature of the payer"), "th": ("เช็ค", "ลงชื่อผู้สั่งจ่าย")}[language]
    async with at_the_desk(small_hotel, language=language) as desk:
        await desk.command("vendor v0001" if language == "en" else "ผู้ขาย V0001")
        await desk.sees("2,000.00")
        await desk.press("p", "tab", "tab", "tab")
        await desk.type(way)
        await desk.press("tab")
        await desk.type("0000101")
        await desk.press("f9")
        await desk.sees("7", not_="0000101")
        await desk.open("vendor payments")
        await desk.press("a")
        await desk.sees("PV2569-00001")
        await desk.press("c")
        await desk.sees("0000101", "(สองพันบาทถ้วน)", "A/C PAYEE ONLY", printed)
    assert Cheque.get().party == "ตลาดสด"
