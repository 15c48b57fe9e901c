"""Tax invoices of what was charged: what they cover, their VAT, the deposit they deduct, and what may stand on one."""

from __future__ import annotations

import csv
import datetime
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.front_office.codes import TransactionCode
from models.front_office.companies import create_company
from models.front_office.folios import FolioWindow, Posting, correct, folio_lines, post_article, post_charge
from models.front_office.invoicing import (
    cancel_invoice,
    issue_combined,
    issue_invoice,
    issue_replacement,
    open_lines,
    paper_now,
    reissue,
    vat_lines,
)
from models.front_office.invoicing.figures import allocated, figures_of
from models.front_office.invoicing.lines import OpenLine, vat_within
from models.front_office.invoicing.views import buyer_called, document, documents, find_buyers
from models.front_office.opening import set_setting
from models.front_office.papers import paper_from_json
from models.front_office.payments import refund, refund_deposit, take_deposit, take_payment
from models.front_office.proof import faults
from models.front_office.receipts import TAX_INVOICE, Buyer, Receipt, ReceiptLine, count_print, is_void
from models.front_office.reservations import Stay
from models.front_office.stays import check_in
from models.house.papers import Paper
from models.house.property import Property
from models.ledger.entries import Line
from tests.hotel import Hotel
from tests.refusing import refused

BAHT = Decimal
ZERO = BAHT("0.00")
COMPANY = Buyer("บริษัท สยามทัวร์ จำกัด", "1 ถนนสุขุมวิท กรุงเทพฯ 10110", "0105561000003", "00000")


def output_vat() -> Decimal:
    """What the books owe the Revenue Department, baht."""
    account = TransactionCode.get(TransactionCode.code == "VAT").account_id
    return -sum((line.amount for line in Line.select().where(Line.account == account)), BAHT("0.00"))


def documents_vat() -> Decimal:
    """The VAT of every tax paper that stands, less credit notes."""
    rows = [r for r in Receipt.select() if not is_void(r)]
    return sum((-r.vat if r.kind == "credit note" else r.vat for r in rows), BAHT("0.00"))


def paper_of(receipt_id: int) -> Paper:
    return paper_from_json(Receipt.get_by_id(receipt_id).paper)


def charged(hotel: Hotel, stay: int, *amounts: str, inclusive: bool = False, code: str = "LAUN") -> list[int]:
    return [
        post_charge(hotel.desk(), hotel.window(stay), code, BAHT(amount), inclusive=inclusive)
        for amount in amounts
    ]


def test_an_invoice_covers_the_charges_of_a_window_and_reckons_vat_once(hotel: Hotel) -> None:
    stay = hotel.in_house()
    charged(hotel, stay, *["33.33"] * 3)
    wrong = charged(hotel, stay, "500")[0]
    correct(hotel.desk(), wrong, "wrong room")
    invoice = Receipt.get_by_id(issue_invoice(hotel.desk(), hotel.window(stay), "full", COMPANY))
    assert (invoice.number, invoice.kind, invoice.form) == ("TX2569-00001", TAX_INVOICE, "full")
    lines = list(ReceiptLine.select().where(ReceiptLine.receipt == invoice))
    assert len(lines) == 3
    assert sum(line.vat for line in lines) == invoice.vat == documents_vat() == output_vat()
    assert invoice.net + invoice.vat == hotel.balance(stay)
    assert open_lines(hotel.window(stay)) == []
    assert list(faults()) == []


def test_only_the_lines_chosen_are_covered_and_the_rest_wait_for_their_own_invoice(
    small_hotel: Hotel,
) -> None:
    stay = small_hotel.in_house()
    room, bar = charged(small_hotel, stay, "100", "50")
    window = small_hotel.window(stay)
    issue_invoice(small_hotel.desk(), window, "full", COMPANY, [room])
    assert [line.posting_id for line in open_lines(window)] == [bar]
    with refused("INVOICED"):
        issue_invoice(small_hotel.desk(), window, "full", COMPANY, [room, bar])
    issue_invoice(small_hotel.desk(), window, "abbreviated")
    with refused("NOTHING_TO_INVOICE"):
        issue_invoice(small_hotel.desk(), window, "abbreviated")


def test_vat_of_ten_lines_is_that_of_their_sum(small_hotel: Hotel) -> None:
    """10 × 10.07 with VAT inside: 6.60 line by line, 6.59 on the document; the books follow the document."""
    stay = small_hotel.in_house()
    charged(small_hotel, stay, *["10.07"] * 10, inclusive=True, code="MISC")
    before = output_vat()
    invoice = Receipt.get_by_id(issue_invoice(small_hotel.desk(), small_hotel.window(stay), "abbreviated"))
    assert (invoice.net, invoice.vat) == (BAHT("94.11"), BAHT("6.59"))
    assert (before, output_vat()) == (BAHT("6.60"), BAHT("6.59"))
    rounding = Posting.get(Posting.kind == "rounding")
    assert (rounding.amount, rounding.window_id) == (BAHT("0.00"), small_hotel.window(stay))
    assert small_hotel.balance(stay) == invoice.net + invoice.vat == BAHT("100.70")
    assert "rounding" not in [line.kind for line in folio_lines(small_hotel.window(stay))]
    assert list(faults()) == []


def vector_rows(mode: str) -> list[dict[str, str]]:
    text = (Path(__file__).parent / "data" / "vat_breakdown.csv").read_text("utf-8")
    return [row for row in csv.DictReader(text.splitlines()) if row["mode"] == mode]


def bare_line(n: int, amount: Decimal, vat: Decimal = ZERO) -> OpenLine:
    today = datetime.date(2026, 11, 23)
    return OpenLine(
        n, today, today, "charge", "MISC", "", "", "", "", "", 1, amount, amount, vat, BAHT("0.00"), Fraction(7, 100)
    )  # fmt: skip


@pytest.mark.parametrize("row", vector_rows("doc-rounding"), ids=lambda row: row["name"])
def test_the_rows_of_the_law_for_whole_documents(row: dict[str, str]) -> None:
    pieces, price = re.match(r"(\d+)x([\d.]+)", row["name"].replace(" ", "").replace("×", "x")).groups()  # type: ignore[union-attr]
    inclusive = BAHT(row["gross"]) == int(pieces) * BAHT(price)
    each = BAHT(price) if inclusive else None
    total = BAHT(row["gross"])
    lines = [bare_line(n, each or BAHT(0)) for n in range(int(pieces))]
    if each is None:
        shares = [total // int(pieces)] * int(pieces)
        lines = [bare_line(n, share) for n, share in enumerate(shares)]
        lines[0] = bare_line(0, total - sum(shares[1:]))
    figures = figures_of(lines)
    assert (figures.vat, figures.net) == (BAHT(row["vat"]), BAHT(row["vat_base"]))


@given(st.lists(st.integers(-50_000, 900_000), min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_shares_of_vat_add_up_and_each_is_within_a_satang_of_its_own(satang: list[int]) -> None:
    totals = [BAHT(s) / 100 for s in satang]
    rate = Fraction(7, 100)
    vat = vat_within(sum(totals, BAHT("0.00")), rate)
    shares = allocated(vat, totals, rate)
    assert sum(shares) == vat
    assert all(
        abs(share - total * 7 / 107) <= BAHT("0.02") for share, total in zip(shares, totals, strict=True)
    )


def test_a_deposit_is_deducted_with_the_number_of_its_invoice(hotel: Hotel) -> None:
    stay = hotel.booked(2, room="201")
    take_deposit(hotel.desk(), Stay.get_by_id(stay).reservation_id, "TRAN", BAHT(1000))
    check_in(hotel.desk(), stay, "201")
    charged(hotel, stay, "333.33", "333.33", "1777.77")
    hotel.pay_all(stay)
    receipt = issue_invoice(hotel.desk(), hotel.window(stay), "full", COMPANY)
    invoice = Receipt.get_by_id(receipt)
    deposit = Receipt.get(Receipt.number == "DP2569-00001")
    charges = sum(line.amount for line in folio_lines(hotel.window(stay)) if line.kind == "charge")
    assert invoice.net + invoice.vat == charges - 1000
    assert invoice.vat + deposit.vat == documents_vat() == output_vat()
    totals = {field.label: field.value for field in paper_of(receipt).totals}
    assert totals["หักเงินมัดจำ ใบกำกับเลขที่ DP2569-00001 · Less deposit, invoice DP2569-00001"] == "-1,000.00"
    assert totals["VAT 7 %"] == f"{invoice.vat:,.2f}"
    assert list(faults()) == []


def test_a_deposit_above_the_charges_leaves_an_invoice_of_nothing_and_the_rest(small_hotel: Hotel) -> None:
    stay = small_hotel.booked(1, room="201")
    take_deposit(small_hotel.desk(), Stay.get_by_id(stay).reservation_id, "TRAN", BAHT(5000))
    check_in(small_hotel.desk(), stay, "201")
    charged(small_hotel, stay, "100.01", "99.99", "0.50")
    window = small_hotel.window(stay)
    first = Receipt.get_by_id(issue_invoice(small_hotel.desk(), window, "full", COMPANY))
    assert (first.net, first.vat) == (0, 0)
    charged(small_hotel, stay, "1000.03")
    refund(small_hotel.desk(), window, "CASH", -small_hotel.balance(stay), "leaves")
    second = Receipt.get_by_id(issue_invoice(small_hotel.desk(), window, "abbreviated"))
    assert second.net + second.vat == 0
    assert documents_vat() == output_vat()
    assert list(faults()) == []


def test_a_guest_leaves_with_an_abbreviated_invoice_of_what_has_none(hotel: Hotel) -> None:
    set_setting(hotel.desk(), "abbreviated_at_check_out", "yes")
    stay = hotel.in_house(nights=1)
    charged(hotel, stay, "100", "33.33")
    hotel.audit()
    issue_invoice(
        hotel.desk(), hotel.window(stay), "full", COMPANY, [open_lines(hotel.window(stay))[0].posting_id]
    )
    hotel.leaves(stay)
    short = Receipt.get(Receipt.form == "abbreviated")
    paper = paper_of(short.id)
    assert (short.number, paper.party, paper.title) == (
        "AB2569-00001",
        None,
        "ใบกำกับภาษีอย่างย่อ · Abbreviated tax invoice",
    )
    assert "ราคารวมภาษีมูลค่าเพิ่มแล้ว · The price includes VAT." in paper.notes
    assert not any("VAT" in field.label for field in paper.totals)
    assert documents_vat() == output_vat()
    assert sum(line.vat for line in vat_lines(hotel.day, hotel.day)) == output_vat()
    empty = hotel.in_house("202", nights=1, rate_code="COMP")
    hotel.audit()
    hotel.leaves(empty)
    assert Receipt.select().where(Receipt.form == "abbreviated").count() == 1
    assert list(faults()) == []


def test_a_payment_that_settles_gets_receipt_and_invoice_in_one(hotel: Hotel) -> None:
    set_setting(hotel.desk(), "tax_paper_at_payment", "combined")
    stay = hotel.in_house(guest=hotel.guest(address="Hauptstr. 7, Berlin"))
    charged(hotel, stay, "100", "33.33")
    window = hotel.window(stay)
    first = Receipt.get_by_id(take_payment(hotel.desk(), window, "CASH", BAHT(50)))
    assert (first.number, first.kind) == ("R2569-00001", "receipt")
    last = Receipt.get_by_id(
        take_payment(hotel.desk(), window, "CASH", hotel.balance(stay), tendered=BAHT(200))
    )
    assert (last.number, last.form, last.kind) == ("RT2569-00001", "combined", TAX_INVOICE)
    paper = paper_of(last.id)
    fields = [(field.label, field.value) for field in paper.fields]
    assert paper.title == "ใบเสร็จรับเงิน/ใบกำกับภาษี · Receipt / Tax invoice"
    assert ("Received before", "50.00, receipt R2569-00001") in fields
    assert paper.party
    assert paper.party.lines == ("Hauptstr. 7, Berlin",)
    assert last.vat == documents_vat() == output_vat()
    # Taking the payment back takes the invoice with it: the lines are free again.
    correct(hotel.desk(), last.posting_id, "card instead")
    assert is_void(Receipt.get_by_id(last.id))
    assert len(open_lines(window)) == 2
    assert documents_vat() == 0
    again = Receipt.get_by_id(take_payment(hotel.desk(), window, "CARD", hotel.balance(stay)))
    assert (again.number, again.vat) == ("RT2569-00002", last.vat)
    assert list(faults()) == []


def test_without_an_address_the_payment_gets_a_receipt_and_a_combined_paper_on_demand(
    small_hotel: Hotel,
) -> None:
    set_setting(small_hotel.desk(), "tax_paper_at_payment", "combined")
    stay = small_hotel.in_house()
    charged(small_hotel, stay, "100")
    window = small_hotel.window(stay)
    one = take_payment(small_hotel.desk(), window, "CASH", BAHT(50))
    two = take_payment(small_hotel.desk(), window, "CARD", small_hotel.balance(stay))
    payments = [Receipt.get_by_id(n).posting_id for n in (one, two)]
    with refused("NO_ADDRESS"):
        issue_combined(small_hotel.desk(), window, payments)
    combined = Receipt.get_by_id(issue_combined(small_hotel.desk(), window, payments, COMPANY))
    assert combined.number == "RT2569-00001"
    assert [is_void(Receipt.get_by_id(n)) for n in (one, two)] == [True, True]
    with refused("NO_PAYMENT"):
        issue_combined(small_hotel.desk(), window, payments, COMPANY)
    with refused("NO_PAYMENT"):
        issue_combined(small_hotel.desk(), window, [], COMPANY)
    # Cancelled, each payment has a receipt again; one taken back then takes only its own.
    cancel_invoice(small_hotel.desk(), combined.id, "wrong company")
    standing = [r for r in Receipt.select() if not is_void(r)]
    assert [(r.number, r.kind) for r in standing] == [("R2569-00003", "receipt"), ("R2569-00004", "receipt")]
    correct(small_hotel.desk(), payments[0], "not paid")
    assert [r.number for r in Receipt.select() if not is_void(r)] == ["R2569-00004"]
    assert list(faults()) == []


def test_a_line_on_an_invoice_is_not_taken_back_until_the_invoice_is_cancelled(small_hotel: Hotel) -> None:
    stay = small_hotel.in_house()
    laundry, _shirt = charged(small_hotel, stay, "33.33", "33.34")
    window = small_hotel.window(stay)
    number = issue_invoice(small_hotel.desk(), window, "full", COMPANY)
    with refused("INVOICED"):
        correct(small_hotel.desk(), laundry, "wrong room")
    with refused("NO_REASON"):
        cancel_invoice(small_hotel.desk(), number, " ")
    cancel_invoice(small_hotel.desk(), number, "wrong room")
    with refused("CANCELLED_ALREADY"):
        cancel_invoice(small_hotel.desk(), number, "again")
    correct(small_hotel.desk(), laundry, "wrong room")
    again = Receipt.get_by_id(issue_invoice(small_hotel.desk(), window, "full", COMPANY))
    assert (again.number, again.vat) == ("TX2569-00002", output_vat())
    assert list(faults()) == []


def test_an_invoice_is_written_anew_for_another_buyer_with_its_figures_and_date(small_hotel: Hotel) -> None:
    stay = small_hotel.in_house()
    charged(small_hotel, stay, *["10.07"] * 10, inclusive=True, code="MISC")
    short = issue_invoice(small_hotel.desk(), small_hotel.window(stay), "abbreviated")
    issued = small_hotel.day
    small_hotel.audit()
    with refused("NO_ADDRESS"):
        reissue(small_hotel.desk(), short, "company", form="full")
    full = Receipt.get_by_id(reissue(small_hotel.desk(), short, "company", COMPANY, form="full"))
    assert (full.number, full.date, full.replaces_id, full.buyer_tax_id) == (
        "TX2569-00001",
        issued,
        short,
        COMPANY.tax_id,
    )
    assert "ออกแทนใบกำกับภาษีอย่างย่อเลขที่ AB2569-00001" in paper_of(full.id).notes
    other = Buyer("บริษัท อื่น จำกัด", "2 ถนนสีลม กรุงเทพฯ")
    with refused("NO_FORM"):
        reissue(small_hotel.desk(), full.id, "no", form="abbreviated")
    set_setting(small_hotel.desk(), "reissue_date", "today")
    new = Receipt.get_by_id(reissue(small_hotel.desk(), full.id, "name", other, language="th"))
    assert (new.number, new.date, new.vat) == ("TX2569-00002", small_hotel.day, full.vat)
    paper = paper_of(new.id)
    assert "เป็นการยกเลิกและออกใบกำกับภาษีฉบับใหม่แทนฉบับเดิมเลขที่ TX2569-00001" in paper.notes
    assert paper.party
    assert (paper.party.name, paper.party.tax_id) == (other.name, "")
    old = paper_now(Receipt.get_by_id(full.id))
    assert old.void_mark
    assert paper_now(new).void_mark == ""
    with refused("CANCELLED_ALREADY"):
        reissue(small_hotel.desk(), full.id, "again", other)
    assert [(line.number, line.cancelled, line.vat) for line in vat_lines(issued, small_hotel.day)] == [
        ("AB2569-00001", True, 0), ("TX2569-00001", True, 0), ("TX2569-00002", False, BAHT("6.59")),
    ]  # fmt: skip
    assert list(faults()) == []


def test_a_deposit_invoice_is_written_anew_and_deducted_under_its_new_number(small_hotel: Hotel) -> None:
    stay = small_hotel.booked(2, room="201")
    reservation = Stay.get_by_id(stay).reservation_id
    old = take_deposit(small_hotel.desk(), reservation, "TRAN", BAHT(1000))
    new = Receipt.get_by_id(reissue(small_hotel.desk(), old, "company pays", COMPANY))
    assert (new.number, new.kind, new.vat) == ("DP2569-00002", TAX_INVOICE, Receipt.get_by_id(old).vat)
    with refused("NOT_AN_INVOICE"):
        cancel_invoice(small_hotel.desk(), new.id, "no")
    check_in(small_hotel.desk(), stay, "201")
    charged(small_hotel, stay, "2000")
    invoice = issue_invoice(small_hotel.desk(), small_hotel.window(stay), "full", COMPANY)
    assert any("DP2569-00002" in field.label for field in paper_of(invoice).totals)
    with refused("DEDUCTED"):
        reissue(small_hotel.desk(), new.id, "again", COMPANY)
    assert documents_vat() == output_vat()
    cancel_invoice(small_hotel.desk(), invoice, "again")
    reissue(small_hotel.desk(), new.id, "again", Buyer())
    assert list(faults()) == []


def test_what_a_credit_note_refers_to_stays(small_hotel: Hotel) -> None:
    stay = small_hotel.booked(2, room="201")
    reservation = Stay.get_by_id(stay).reservation_id
    deposit = take_deposit(small_hotel.desk(), reservation, "TRAN", BAHT(1000))
    refund_deposit(small_hotel.desk(), reservation, "TRAN", BAHT(500), "shorter")
    with refused("HAS_CREDIT_NOTE"):
        reissue(small_hotel.desk(), deposit, "company pays", COMPANY)
    note = Receipt.get(Receipt.kind == "credit note")
    with refused("NOT_AN_INVOICE"):
        reissue(small_hotel.desk(), note.id, "name")


def test_a_lost_original_is_replaced_under_its_number(small_hotel: Hotel) -> None:
    stay = small_hotel.in_house()
    charged(small_hotel, stay, "100")
    number = issue_invoice(small_hotel.desk(), small_hotel.window(stay), "full", COMPANY, language="th")
    with refused("NOT_PRINTED"):
        issue_replacement(small_hotel.desk(), number, "lost")
    count_print(small_hotel.desk(), number)
    assert paper_now(Receipt.get_by_id(number)).copy_mark == "สำเนา"
    with refused("NO_REASON"):
        issue_replacement(small_hotel.desk(), number, "")
    assert issue_replacement(small_hotel.desk(), number, "ผู้ซื้อทำหาย") == 1
    assert issue_replacement(small_hotel.desk(), number, "ผู้ซื้อทำหายอีก") == 2
    paper = paper_now(Receipt.get_by_id(number))
    assert (paper.copy_mark, paper.number) == ("ใบแทน", "TX2569-00001")
    assert "ผู้ซื้อทำหายอีก" in paper.notes[-1]
    count_print(small_hotel.desk(), number)
    assert paper_now(Receipt.get_by_id(number)).copy_mark == "สำเนา"
    cancel_invoice(small_hotel.desk(), number, "wrong")
    with refused("CANCELLED_ALREADY"):
        issue_replacement(small_hotel.desk(), number, "lost")


@pytest.mark.parametrize(
    ("buyer", "code"),
    [
        (Buyer("", "somewhere"), "NO_BUYER"),
        (Buyer("Company", ""), "NO_ADDRESS"),
        (Buyer("Company", "somewhere", "0105561000004"), "TAX_ID"),
        (Buyer("Company", "somewhere", "0105561000003", "12"), "BRANCH"),
    ],
)
def test_a_full_invoice_needs_its_buyer(small_hotel: Hotel, buyer: Buyer, code: str) -> None:
    stay = small_hotel.in_house()
    charged(small_hotel, stay, "100")
    with refused(code):
        issue_invoice(small_hotel.desk(), small_hotel.window(stay), "full", buyer)
    with refused("NO_FORM"):
        issue_invoice(small_hotel.desk(), small_hotel.window(stay), "combined", COMPANY)


def test_a_hotel_that_is_not_registered_writes_no_tax_paper(small_hotel: Hotel) -> None:
    set_setting(small_hotel.desk(), "tax_paper_at_payment", "combined")
    set_setting(small_hotel.desk(), "abbreviated_at_check_out", "yes")
    Property.update(tax_id="").execute()
    stay = small_hotel.in_house(nights=1, guest=small_hotel.guest(address="Berlin"))
    charged(small_hotel, stay, "100")
    with refused("NOT_REGISTERED"):
        issue_invoice(small_hotel.desk(), small_hotel.window(stay), "full", COMPANY)
    small_hotel.audit()
    small_hotel.leaves(stay)
    assert [r.number for r in Receipt.select()] == ["R2569-00001"]
    assert not any("ใบกำกับภาษี" in r.paper for r in Receipt.select())


def test_what_the_law_wants_in_thai_is_thai_on_an_english_paper(small_hotel: Hotel) -> None:
    stay = small_hotel.in_house()
    charged(small_hotel, stay, "100")
    branch = Buyer("Siam Tours", "Bangkok", "0105561000003", "00012")
    paper = paper_of(issue_invoice(small_hotel.desk(), small_hotel.window(stay), "full", branch))
    assert paper.title == "ใบกำกับภาษี · Tax invoice"
    assert (paper.seller.tax_id, paper.seller.branch) == ("0105561000003", "สำนักงานใหญ่ · Head office")
    assert paper.party
    assert paper.party.branch == "สาขาที่ 00012 · Branch no. 00012"
    assert "เอกสารออกเป็นชุด" in paper.notes
    assert paper.words == "One hundred seventeen baht and seventy satang"


def test_a_window_in_summary_has_one_row_a_code(small_hotel: Hotel) -> None:
    stay = small_hotel.in_house()
    charged(small_hotel, stay, "100", "50")
    post_article(small_hotel.desk(), small_hotel.window(stay), "CHANG", 2)
    FolioWindow.update(style="summary").where(FolioWindow.id == small_hotel.window(stay)).execute()
    paper = paper_of(issue_invoice(small_hotel.desk(), small_hotel.window(stay), "full", COMPANY))
    assert [row.cells[1:3] for row in paper.tables[0].rows] == [("Laundry", "2"), ("Minibar", "2")]


def test_buyers_are_found_by_name_and_tax_number(small_hotel: Hotel) -> None:
    create_company(
        small_hotel.desk(),
        code="SIAM",
        name_th="บริษัท สยาม จำกัด",
        name_en="Siam Ltd",
        tax_id="0105561000003",
        address="Bangkok",
    )
    stay = small_hotel.in_house()
    charged(small_hotel, stay, "100")
    other = Buyer("ร้านสยามวัสดุ", "Rayong")
    issue_invoice(small_hotel.desk(), small_hotel.window(stay), "full", other)
    assert find_buyers("สย") == []
    found = find_buyers("สยาม")
    assert [one.buyer.name for one in found] == ["บริษัท สยาม จำกัด", "ร้านสยามวัสดุ"]
    assert buyer_called(found[0].key).tax_id == "0105561000003"
    assert buyer_called(found[1].key) == other
    assert [one.buyer.name for one in find_buyers("0105561")] == ["บริษัท สยาม จำกัด"]


def test_the_list_of_papers_is_searched_by_number_buyer_and_kind(hotel: Hotel) -> None:
    stay = hotel.in_house()
    charged(hotel, stay, "100")
    issue_invoice(hotel.desk(), hotel.window(stay), "full", COMPANY)
    hotel.pay_all(stay)
    rows = documents().first(10)
    assert [(row.number, row.total) for row in rows] == [
        ("R2569-00001", BAHT("117.70")),
        ("TX2569-00001", BAHT("117.70")),
    ]
    assert [row.number for row in documents("สยาม").first(10)] == ["TX2569-00001"]
    assert [row.number for row in documents("01055").first(10)] == ["TX2569-00001"]
    assert [row.number for row in documents("r2569").first(10)] == ["R2569-00001"]
    assert [row.number for row in documents(kind="receipt").first(10)] == ["R2569-00001"]
    assert documents(date=hotel.after(1)).first(10) == []
    assert document("tx2569-00001").id == rows[1].receipt_id
    with refused("NO_DOCUMENT"):
        document("TX1")
