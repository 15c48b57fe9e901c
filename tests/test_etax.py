"""Tax papers for the Revenue Department's e-Tax: the order of the schema, and what the schemas do not ask."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.documents.etax import etax_pdf, etax_xml
from models.front_office.etax import (
    ABBREVIATED,
    CREDIT,
    DEBIT,
    NAMES,
    SENT,
    TAX_INVOICE,
    BuyerOfPaper,
    Deduction,
    Reference,
    Seller,
    TaxDocument,
    TaxLine,
    faults_of,
    set_etax,
    tax_document,
)
from models.front_office.folios import correct, post_charge
from models.front_office.invoicing import issue_invoice
from models.front_office.payments import refund_deposit, take_deposit, take_payment
from models.front_office.printing import Counted
from models.front_office.receipts import Buyer, Receipt
from models.front_office.reservations import Stay
from models.house.property import Property
from tests.hotel import Hotel
from tests.refusing import refused
from tests.test_documents import RECEIPT

BAHT = Decimal
RAM = "{urn:etda:uncefact:data:standard:TaxInvoice_ReusableAggregateBusinessInformationEntity:2}"
HOTEL = Seller("โรงแรมริมน้ำ", "0105561000003", "00000", "99/9", "เจริญราษฎร์", "500101", "50000")
COMPANY = BuyerOfPaper("บริษัท สยามทัวร์ จำกัด", "1 ถนนสีลม กรุงเทพฯ 10500", "0107536000269", "00000")
BANGKOK = datetime.timezone(datetime.timedelta(hours=7))
# The smallest valid document of the e-Tax notes: room 1,000 and service charge 100.
SMALLEST = TaxDocument(
    "T03", "RT2569-00001", datetime.datetime(2026, 11, 23, 14, 5, tzinfo=BANGKOK), HOTEL, COMPANY,
    (
        TaxLine("ค่าห้องพัก", 2, BAHT("1000.00"), BAHT("70.00"), BAHT(7)),
        TaxLine("ค่าบริการ", 1, BAHT("100.00"), BAHT("7.00"), BAHT(7)),
    ),
    BAHT("1100.00"), BAHT("77.00"), BAHT("0.00"), BAHT(7),
)  # fmt: skip
REFERENCE = (Reference("TX2569-00001", datetime.date(2026, 11, 20), "388"),)
NOTE = replace(
    SMALLEST, code=CREDIT, references=REFERENCE, purpose="บริการไม่ครบ", purpose_code="CDNS99", original=BAHT("5000.00")
)  # fmt: skip
DOCUMENTS = {
    "receipt and invoice": SMALLEST,
    "full": replace(SMALLEST, code=TAX_INVOICE),
    "written anew": replace(SMALLEST, references=REFERENCE, purpose_code="TIVC01"),
    "guest": replace(SMALLEST, buyer=BuyerOfPaper("MÜLLER Anna", "Lindenstraße 12, Berlin", country="DE")),
    "deposit deducted": replace(
        SMALLEST, net=BAHT("800.00"), vat=BAHT("56.00"), deductions=(Deduction("DP2569-00001", BAHT(300), BAHT(21)),)
    ),
    "outside VAT": replace(
        SMALLEST, exempt=BAHT("20.00"),
        lines=(*SMALLEST.lines, TaxLine("ค่าธรรมเนียม อบจ.", 1, BAHT("20.00"), BAHT(0), BAHT(0))),
    ),
    "abbreviated": replace(SMALLEST, code=ABBREVIATED, buyer=None),
    "credit note": NOTE,
    "debit note": replace(NOTE, code=DEBIT, purpose_code="DBNS99"),
}  # fmt: skip


def said(document: TaxDocument) -> list[str]:
    return [fault.words.say("en") for fault in faults_of(document)]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_kind_of_paper_has_nothing_wrong(name: str) -> None:
    document = DOCUMENTS[name]
    assert said(document) == []
    root = ElementTree.fromstring(etax_xml(document))
    text = ElementTree.tostring(root, encoding="unicode")
    assert f">{document.code}<" in text
    assert f">{NAMES[document.code]}<" in text
    assert f">{document.total:.2f}<" in text


def test_elements_stand_in_the_order_of_the_schema() -> None:
    root = ElementTree.fromstring(etax_xml(SMALLEST))
    document, trade = root[1], root[2]
    assert [e.tag.removeprefix(RAM) for e in document] == [
        "ID", "Name", "TypeCode", "IssueDateTime", "CreationDateTime",
    ]  # fmt: skip
    assert document[3].text == "2026-11-23T14:05:00.0"
    assert [e.tag.removeprefix(RAM) for e in trade] == [
        "ApplicableHeaderTradeAgreement", "ApplicableHeaderTradeDelivery", "ApplicableHeaderTradeSettlement",
        "IncludedSupplyChainTradeLineItem", "IncludedSupplyChainTradeLineItem",
    ]  # fmt: skip
    registered = [e.text for e in root.iter(f"{RAM}SpecifiedTaxRegistration") for e in e]
    assert registered == ["010556100000300000", "010753600026900000"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"net": BAHT("1101.00")}, "lines that add up to its total"),
        ({"vat": BAHT("77.004")}, "amounts of at most two decimals"),
        ({"seller": replace(HOTEL, tax_id="0105561000004")}, "tax number of the hotel"),
        ({"seller": replace(HOTEL, branch="0")}, "branch of the hotel, five digits"),
        ({"seller": replace(HOTEL, building="")}, "building number of the hotel"),
        ({"seller": replace(HOTEL, subdistrict="5001")}, "sub-district code of the hotel"),
        ({"seller": replace(HOTEL, postcode="5000")}, "postcode of the hotel"),
        ({"seller": replace(HOTEL, name=" ")}, "name of the hotel"),
        ({"buyer": replace(COMPANY, tax_id="0107536000260")}, "tax number of the buyer"),
        ({"buyer": replace(COMPANY, branch="")}, "branch of the buyer, five digits"),
        ({"buyer": replace(COMPANY, address="")}, "address of the buyer"),
        ({"buyer": replace(COMPANY, name="")}, "name of the buyer"),
        ({"buyer": replace(COMPANY, address="1 ถนนสีลม")}, "postcode at the end of the buyer's address"),
        ({"buyer": None}, "name of the buyer"),
        ({"issued": datetime.datetime(2569, 11, 23, 14, 5, tzinfo=BANGKOK)}, "a date of the common era"),
        ({"number": "9" * 36}, "number of at most 35 signs"),
        ({"code": CREDIT}, "the invoice it is about"),
    ],
)
def test_what_the_schemas_miss_is_missed_here(wrong: dict[str, object], words: str) -> None:
    assert words in said(replace(SMALLEST, **wrong))  # type: ignore[arg-type]


def ready(hotel: Hotel, since: datetime.date | None = None) -> None:
    set_etax(hotel.desk(), "99/9", "เจริญราษฎร์", "500101", "50000", since)


def test_the_papers_of_a_stay_are_ready_to_be_sent(hotel: Hotel) -> None:
    ready(hotel)
    stay = hotel.in_house("201")
    post_charge(hotel.desk(), hotel.window(stay), "LAUN", BAHT("100.00"))
    buyer = Buyer(COMPANY.name, COMPANY.address, COMPANY.tax_id, COMPANY.branch)
    full = issue_invoice(hotel.desk(), hotel.window(stay), "full", buyer)
    document = tax_document(Receipt.get_by_id(full))
    assert (document.code, document.buyer) == (TAX_INVOICE, COMPANY)
    assert document.total == Receipt.get_by_id(full).net + Receipt.get_by_id(full).vat
    assert document.issued.year == 2026
    post_charge(hotel.desk(), hotel.window(stay), "LAUN", BAHT("50.00"))
    short = issue_invoice(hotel.desk(), hotel.window(stay), "abbreviated", None)
    assert tax_document(Receipt.get_by_id(short)).code == ABBREVIATED


def test_a_deposit_and_the_credit_note_on_it_are_sent(small_hotel: Hotel) -> None:
    hotel = small_hotel
    ready(hotel)
    guest = hotel.guest("Müller", address="Lindenstraße 12, Berlin")
    stay = hotel.booked(guest=guest)
    invoice = Receipt.get_by_id(take_deposit(hotel.desk(), stay, "CASH", BAHT("1070.00")))
    document = tax_document(invoice)
    assert (document.code, document.net, document.vat) == ("T03", BAHT("1000.00"), BAHT("70.00"))
    back = refund_deposit(hotel.desk(), Stay.get_by_id(stay).reservation_id, "CASH", BAHT("535.00"), "cancelled")  # fmt: skip
    note = tax_document(Receipt.get(Receipt.posting == back))
    assert note.code == CREDIT
    assert (note.original, note.net, note.vat) == (BAHT("1000.00"), BAHT("500.00"), BAHT("35.00"))
    assert note.references == (Reference(invoice.number, invoice.date, "T03"),)


def test_what_is_missing_is_said_with_the_way_to_mend_it(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.booked(guest=hotel.guest("Müller", address="Berlin"))
    invoice = Receipt.get_by_id(take_deposit(hotel.desk(), stay, "CASH", BAHT("1070.00")))
    with refused("ETAX_MISSING") as refusal:
        tax_document(invoice)
    assert "building number of the hotel" in refusal.said.message.say("en")
    assert refusal.said.jump == "etax address"
    with refused("ETAX_ADDRESS"):
        set_etax(hotel.desk(), "1", "", "5001", "50000")
    with refused("ETAX_ADDRESS"):
        set_etax(hotel.desk(), "1", "", "500101", "5OOOO")
    with refused("NO_RIGHT"):
        set_etax(hotel.desk("nok"), "1", "", "500101", "50000")


def test_a_receipt_and_a_void_invoice_are_never_sent(small_hotel: Hotel) -> None:
    hotel = small_hotel
    ready(hotel)
    stay = hotel.in_house("201")
    paid = take_payment(hotel.desk(), hotel.window(stay), "CASH", BAHT("100.00"))
    with refused("ETAX_NOT_TAX"):
        tax_document(Receipt.get_by_id(paid))
    booked = hotel.booked(guest=hotel.guest("Lee", address="Seoul"))
    invoice = Receipt.get_by_id(take_deposit(hotel.desk(), booked, "CASH", BAHT("1070.00")))
    correct(hotel.desk(), invoice.posting_id, "wrong booking")
    with refused("ETAX_NOT_TAX"):
        tax_document(invoice)


@pytest.mark.skipif(not shutil.which("pdfdetach"), reason="pdfdetach is not on this machine")
def test_the_xml_is_found_in_the_pdf(tmp_path: Path) -> None:
    file = tmp_path / "invoice.pdf"
    file.write_bytes(etax_pdf(RECEIPT, SMALLEST))
    listed = subprocess.run(["pdfdetach", "-list", file], capture_output=True, text=True, check=True).stdout
    assert "ETDA-invoice.xml" in listed
    out = tmp_path / "out.xml"
    subprocess.run(["pdfdetach", "-save", "1", "-o", out, file], capture_output=True, check=True)
    assert out.read_bytes() == etax_xml(SMALLEST)
    content = file.read_bytes()
    assert b"/AFRelationship" in content
    assert b"pdfaid" in content
    assert etax_pdf(RECEIPT, SMALLEST) == content


def test_the_hotel_keeps_its_address_in_parts(small_hotel: Hotel) -> None:
    ready(small_hotel)
    hotel = Property.the()
    assert (hotel.building, hotel.subdistrict_code, hotel.postcode) == ("99/9", "500101", "50000")


def test_papers_say_that_they_are_sent_from_the_day_they_are(small_hotel: Hotel) -> None:
    hotel = small_hotel
    booked = hotel.booked(guest=hotel.guest("Lee", address="Seoul"))
    invoice = Receipt.get_by_id(take_deposit(hotel.desk(), booked, "CASH", BAHT("1070.00")))
    paper = Counted("receipt", invoice.id).paper
    assert SENT not in paper().notes  # type: ignore[union-attr]
    ready(hotel, since=hotel.day)
    assert SENT in paper().notes  # type: ignore[union-attr]
    ready(hotel, since=hotel.after(1))
    assert SENT not in paper().notes  # type: ignore[union-attr]
