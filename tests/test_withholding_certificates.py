"""The certificate 50 ทวิ: given with a payment, cancelled with it, declared in its month, paid over when it ties."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.back_office.vendor_bills import NO_VAT, BillLine, VendorBill, enter_bill
from models.back_office.vendor_payments import (
    Part,
    VendorPayment,
    approve_payment,
    cancel_payment,
    prepare_payment,
    prepare_run,
)
from models.back_office.vendors import add_vendor, change_vendor
from models.back_office.withholding_certificates import Certificate, certificate_papers
from models.back_office.withholding_returns import (
    WithholdingPayment,
    attachment_paper,
    declared_in,
    pay_withholding,
    text_file,
    unpaid_tax,
    withheld_in_books,
)
from models.front_office.proof import faults
from models.house.database import database
from models.house.property import Property
from models.ledger.entries import Entry, Line, write_journal_voucher
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.refusing import refused

D = Decimal
TAX_ID = "0105561000003"


def _paid(hotel: Hotel, number: str = "IV-1", net: int = 10000) -> int:
    """A laundry's bill of ``net`` baht, entered and paid less 3 %; the payment's id."""
    desk = hotel.desk("anong")
    known = VendorBill.get_or_none()
    vendor = known.vendor_id if known else add_vendor(
        desk, name_th="บริษัท ซักสะอาด จำกัด", name_en="Clean", tax_id=TAX_ID, address="1 ถนนสุขุมวิท 10110", income_type="service"
    )  # fmt: skip
    bill = enter_bill(desk, vendor, number, hotel.day, [BillLine("52300", D(net))])
    (payment,) = prepare_run(desk, [bill], "11210")
    approve_payment(desk, payment)
    return payment


def test_a_payment_gives_its_certificate_and_the_voucher_names_it(hotel: Hotel) -> None:
    payment = VendorPayment.get_by_id(_paid(hotel))
    row = Certificate.get()
    assert (payment.amount, payment.withheld, payment.net) == (D(10700), D(300), D(10400))
    assert (row.number, row.income, row.tax, row.percent) == ("WT2569-00001", D(10000), D(300), D(3))
    assert (row.form, row.tax_id, row.payee_name) == ("PND53", TAX_ID, "บริษัท ซักสะอาด จำกัด")
    assert "50 ทวิ WT2569-00001" in Entry.get_by_id(payment.entry_id).memo
    first, second = certificate_papers(Property.the(), row.id, "th")
    assert first.copy_mark.startswith("ฉบับที่ 1")
    assert second.copy_mark.startswith("ฉบับที่ 2")
    assert first.words == "สามร้อยบาทถ้วน"
    assert [r.cells[2:] for r in first.tables[0].rows if r.cells[3]] == [("10,000.00", "300.00")]
    assert "[X] (1)" in first.notes[0]
    with pytest.raises(Exception, match="CERTIFICATE_SEALED"), database.atomic():
        database.execute_sql("UPDATE withholding_certificate SET tax = tax + 1")
    with pytest.raises(Exception, match="CERTIFICATE_SEALED"), database.atomic():
        database.execute_sql("DELETE FROM withholding_certificate")
    cancel_payment(hotel.desk(), payment.id, "wrong bank")
    row = Certificate.get()
    assert row.cancelled_by_id == VendorPayment.get_by_id(payment.id).reversal_id
    assert certificate_papers(Property.the(), row.id, "th")[0].void_mark
    assert declared_in(hotel.day) == []
    assert withheld_in_books(hotel.day) == 0
    with pytest.raises(Exception, match="CERTIFICATE_SEALED"), database.atomic():
        database.execute_sql("UPDATE withholding_certificate SET cancelled_by_id = NULL")
    assert list(faults()) == []


def test_part_of_a_bill_is_certified_by_its_part_and_small_or_untaxed_bills_not(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("anong")
    _paid(hotel, "small", 800)
    assert Certificate.select().count() == 0
    vendor = VendorBill.get().vendor_id
    bill = enter_bill(desk, vendor, "half", hotel.day, [BillLine("52300", D(2000), NO_VAT)])
    approve_payment(desk, prepare_payment(desk, vendor, "11210", [Part(bill, D(500), D(15))]))
    assert (Certificate.get().income, Certificate.get().tax, Certificate.get().percent) == (
        D(500),
        D(15),
        D(3),
    )
    change_vendor(desk, vendor, income_type="")
    with refused("NO_INCOME_TYPE"):
        prepare_payment(desk, vendor, "11210", [Part(bill, D(500), D(15))])
    with refused("NO_INCOME_TYPE"):
        change_vendor(desk, vendor, income_type="gold")
    other = add_vendor(desk, name_en="No Number", income_type="rent")
    rent = enter_bill(desk, other, "R", hotel.day, [BillLine("52300", D(2000), NO_VAT)])
    with refused("PAYEE_TAX_ID"):
        prepare_run(desk, [rent], "11210")


def test_the_month_is_printed_filed_and_paid_once_it_ties(small_hotel: Hotel) -> None:
    hotel, desk, house = small_hotel, small_hotel.desk("anong"), Property.the()
    month = hotel.day.replace(day=1)
    with refused("NOTHING_WITHHELD"):
        attachment_paper(house, month, "PND53", "th")
    with refused("NOTHING_TO_PAY"):
        pay_withholding(desk, month, hotel.day, "11210")
    _paid(hotel)
    write_journal_voucher(desk, hotel.day, "by hand", [("21400", D(-5)), ("52300", D(5))])
    for attempt in (
        lambda: attachment_paper(house, month, "PND53", "th"),
        lambda: text_file(month, "PND53", "A"),
        lambda: pay_withholding(desk, month, hotel.day, "11210"),
    ):
        with refused("WITHHOLDING_DIFFERS"):
            attempt()
    write_journal_voucher(desk, hotel.day, "back", [("21400", D(5)), ("52300", D(-5))])
    paper = attachment_paper(house, month, "PND53", "th")
    assert paper.tables[0].rows[-1].cells[6:8] == ("10,000.00", "300.00")
    name, content = text_file(month, "PND53", "A")
    day = hotel.day
    assert name == f"WHT-P53-{day.year + 543}{day:%m}.txt"
    assert content.startswith(f"1|{TAX_ID}|00000|บริษัท ซักสะอาด จำกัด|")
    assert f"|{day:%d%m}{day.year + 543}|" in content
    _name, content = text_file(month, "PND53", "B")
    assert content.endswith("|10000.00|3.00|300.00|1|\r\n")
    assert f"|{day:%d%m%Y}|" in content
    with refused("FUTURE_DATE"):
        pay_withholding(desk, month, hotel.after(1), "11210")
    entry = pay_withholding(desk, month, hotel.day, "11210")
    assert {x.account.code: x.amount for x in Line.select().where(Line.entry == entry)} == {
        "21400": D(300), "11210": D(-300)
    }  # fmt: skip
    assert WithholdingPayment.get().amount == D(300)
    assert (unpaid_tax(month), withheld_in_books(month)) == (D(0), D(300))
    with refused("NOTHING_TO_PAY"):
        pay_withholding(desk, month, hotel.day, "11210")
    assert list(faults()) == []


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_certificate_and_the_return_are_printed_and_paid_by_keys(
    small_hotel: Hotel, language: str
) -> None:
    _paid(small_hotel)
    async with at_the_desk(small_hotel, language=language) as desk:
        await desk.command("withholding" if language == "en" else "หักณที่จ่าย")
        await desk.press("]")
        await desk.sees("WT2569-00001", "ภ.ง.ด.53", "10,000.00", "300.00")
        await desk.press("p")
        await desk.sees("ภ.ง.ด.53", TAX_ID, "ฉบับที่ 1")
        await desk.press("escape", "5")
        await desk.sees("ภ.ง.ด.53", TAX_ID)
        await desk.press("escape", "x")
        await desk.pilot.pause()
        await desk.press("enter")
        await desk.sees("WHT-P53")
        await desk.press("y")
        await desk.pilot.pause()
        await desk.press("enter")
        await desk.type("11210")
        await desk.press("enter", "f9")
        await desk.sees("WT2569-00001", not_="F9")
    assert WithholdingPayment.get().amount == D(300)
