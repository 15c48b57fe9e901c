"""Every paper of money as it goes out, kept as golden files: its 80 columns, and where each line stands on the PDF.

``pytest --snapshot-update tests/test_golden_papers.py`` writes them anew; look at what changed as pictures
(``pdftoppm``) before keeping it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from app.documents import as_pdf, as_text
from models.back_office.bank_accounts import keep_bank_account
from models.back_office.cheque_views import cheque_paper
from models.back_office.cheques import Cheque as ChequeRow
from models.back_office.pp36 import assess_service
from models.back_office.vendor_payments import CHEQUE, ByCheque, approve_payment, prepare_prepayment
from models.back_office.vendors import add_vendor
from models.front_office.folio_papers import interim_paper, pro_forma_paper
from models.front_office.folios import FolioWindow, post_article, post_charge, save_window
from models.front_office.invoice_notes import credit_invoice, debit_invoice
from models.front_office.invoicing import issue_combined, issue_invoice
from models.front_office.invoicing.reissuing import cancel_invoice, issue_replacement
from models.front_office.opening import set_setting
from models.front_office.papers import folio_paper, paper_from_json
from models.front_office.payments import refund_deposit, take_deposit, take_payment
from models.front_office.printing import Counted, print_set
from models.front_office.promptpay import keep_promptpay
from models.front_office.receipts import Buyer, Receipt, ReceiptLine
from models.front_office.reservations import Stay
from models.front_office.till.closing import Counted as Counting
from models.front_office.till.closing import close_shift, count_shift
from models.front_office.till.opening import begin_shift
from models.front_office.till.paid_outs import pay_out_for_house
from models.front_office.till.tables import CashierShift, PaidOut
from models.front_office.vat_report import pp36_paper
from models.house.papers import Paper
from models.house.property import Property
from tests.hotel import Hotel

BAHT = Decimal
COMPANY = Buyer("บริษัท สยามทัวร์ จำกัด", "1 ถนนสีลม แขวงสุริยวงศ์ เขตบางรัก กรุงเทพฯ 10500", "0107536000269", "00001")
LANGUAGES = ("th", "en", "both")
FORM = 66  # lines of a form of 11 inches


def outfit(hotel: Hotel, language: str) -> None:
    """A hotel with an address, and a clerk who writes his papers in ``language``."""
    Property.update(
        address_th="99/9 ถนนเจริญราษฎร์ ตำบลวัดเกต อำเภอเมือง จังหวัดเชียงใหม่ 50000",
        address_en="99/9 Charoenrat Road, Wat Ket, Mueang, Chiang Mai 50000",
        phone="053 123 456",
    ).execute()
    staff = hotel.desk().staff
    staff.language = "th" if language == "both" else language
    staff.save()


def a_stay(hotel: Hotel, language: str) -> int:
    """Three charges on a window in ``language``."""
    guest = hotel.guest("Müller", address="Lindenstraße 12, 10115 Berlin")
    stay = hotel.in_house("201", guest=guest)
    save_window(
        hotel.desk(), stay, 1, payee="MÜLLER Anna", address="Lindenstraße 12, 10115 Berlin", language=language
    )
    window = hotel.window(stay)
    post_charge(hotel.desk(), window, "LAUN", BAHT("112.15"), description="3 ชิ้น")
    post_article(hotel.desk(), window, "CHANG", 2)
    post_article(hotel.desk(), window, "PADTHAI", 1)
    return stay


def kept(receipt: int) -> Paper:
    paper = Counted("receipt", receipt).paper()
    assert paper is not None
    return paper


def receipt(hotel: Hotel, language: str) -> Paper:
    window = hotel.window(a_stay(hotel, language))
    number = take_payment(hotel.desk(), window, "CASH", BAHT(500), tendered=BAHT(1000), language=language)
    return kept(number)


def combined(hotel: Hotel, language: str) -> Paper:
    set_setting(hotel.desk(), "tax_paper_at_payment", "receipt")
    stay = a_stay(hotel, language)
    window = hotel.window(stay)
    paid = take_payment(hotel.desk(), window, "CARD", hotel.balance(stay), reference="1234 appr 007", language=language)  # fmt: skip
    return kept(
        issue_combined(hotel.desk(), window, [Receipt.get_by_id(paid).posting_id], None, None, language)
    )


def full(hotel: Hotel, language: str) -> Paper:
    window = hotel.window(a_stay(hotel, language))
    return kept(issue_invoice(hotel.desk(), window, "full", COMPANY, None, language))


def abbreviated(hotel: Hotel, language: str) -> Paper:
    window = hotel.window(a_stay(hotel, language))
    return kept(issue_invoice(hotel.desk(), window, "abbreviated", None, None, language))


def _deposit(hotel: Hotel, language: str) -> tuple[int, Receipt]:
    stay = hotel.booked(guest=hotel.guest("Müller", address="Lindenstraße 12, 10115 Berlin"))
    number = take_deposit(hotel.desk(), stay, "CASH", BAHT("1926.00"), language=language)
    return stay, Receipt.get_by_id(number)


def deposit(hotel: Hotel, language: str) -> Paper:
    return kept(_deposit(hotel, language)[1].id)


def deposit_deducted(hotel: Hotel, language: str) -> Paper:
    from models.front_office.stays import check_in

    stay, _invoice = _deposit(hotel, language)
    check_in(hotel.desk(), stay, "202")
    window = hotel.window(stay)
    post_charge(hotel.desk(), window, "LAUN", BAHT("3000.00"))
    return kept(issue_invoice(hotel.desk(), window, "full", COMPANY, None, language))


def credit_note(hotel: Hotel, language: str) -> Paper:
    from models.front_office.credit_notes import CreditNoteLine

    stay, _invoice = _deposit(hotel, language)
    refund_deposit(
        hotel.desk(), Stay.get_by_id(stay).reservation_id, "CASH", BAHT("963.00"), "ลูกค้ายกเลิกหนึ่งคืน"
    )
    return kept(CreditNoteLine.get().note_id)


def folio_lines(hotel: Hotel, language: str) -> Paper:
    window = FolioWindow.get_by_id(hotel.window(a_stay(hotel, language)))
    return folio_paper(Property.the(), window, language)


def folio_summary(hotel: Hotel, language: str) -> Paper:
    window = FolioWindow.get_by_id(hotel.window(a_stay(hotel, language)))
    return folio_paper(Property.the(), window, language, False)


def interim(hotel: Hotel, language: str) -> Paper:
    """Due now, with a code to pay it by."""
    keep_promptpay(hotel.desk(), "0812345678", "")
    window = FolioWindow.get_by_id(hotel.window(a_stay(hotel, language)))
    return interim_paper(Property.the(), window, language, False)


def pro_forma(hotel: Hotel, language: str) -> Paper:
    return pro_forma_paper(Property.the(), Stay.get_by_id(a_stay(hotel, language)), language)


def _invoiced(hotel: Hotel, language: str) -> int:
    window = hotel.window(a_stay(hotel, language))
    return int(issue_invoice(hotel.desk(), window, "full", COMPANY, None, language))


def cancelled(hotel: Hotel, language: str) -> Paper:
    number = _invoiced(hotel, language)
    cancel_invoice(hotel.desk(), number, "ชื่อผู้ซื้อไม่ถูกต้อง")
    return kept(number)


def replacement(hotel: Hotel, language: str) -> Paper:
    number = _invoiced(hotel, language)
    Counted("receipt", number)(hotel.desk())
    issue_replacement(hotel.desk(), number, "ผู้ซื้อแจ้งหาย")
    paper = Counted("receipt", number).paper()
    assert paper is not None
    return paper


def credit_on_charges(hotel: Hotel, language: str) -> Paper:
    number = _invoiced(hotel, language)
    posting = (
        ReceiptLine.select()
        .where(ReceiptLine.receipt == number)
        .order_by(ReceiptLine.position)
        .first()
        .posting
    )
    note = credit_invoice(
        hotel.answering(CREDIT_NOTE="agreed"),
        number,
        "LESS",
        lines={posting.id: BAHT("32.01")},
        words_of_reason="รับคืนหนึ่งชิ้น",
    )
    return kept(note)


def debit_note(hotel: Hotel, language: str) -> Paper:
    number = _invoiced(hotel, language)
    posting = post_charge(hotel.desk(), Receipt.get_by_id(number).window_id, "LAUN", BAHT("100.00"))
    return kept(debit_invoice(hotel.desk(), number, [posting], "MORE", "ลืมคิดค่าซักรีด"))


def a_shift(hotel: Hotel) -> int:
    set_setting(hotel.desk(), "cashier_shifts", "yes")
    return int(begin_shift(hotel.desk(), 1, BAHT(3000)))


def paid_out(hotel: Hotel, language: str) -> Paper:
    a_shift(hotel)
    pay_out_for_house(hotel.desk(), "52300", BAHT(250), "ร้านสมชาย", "S-044", "หลอดไฟ")
    return paper_from_json(PaidOut.get().paper)


def shift_report(hotel: Hotel, language: str) -> Paper:
    shift = a_shift(hotel)
    stay = a_stay(hotel, language)
    take_payment(hotel.desk(), hotel.window(stay), "CASH", BAHT(500))
    count_shift(hotel.desk(), shift, [Counting("CASH", "THB", BAHT(3480))])
    close_shift(hotel.desk(), shift, BAHT(3480))
    return paper_from_json(CashierShift.get_by_id(shift).report)


def cheque(hotel: Hotel, language: str) -> Paper:
    bank = keep_bank_account(hotel.desk(), "11210", "004", "0123456789", "กระแสรายวัน", "Current", "เชียงใหม่")
    vendor = add_vendor(hotel.desk("anong"), name_th="บริษัท ตลาดสดไทย จำกัด", tax_id="0105561000003")
    by = ByCheque("0012345", hotel.after(7))
    payment = prepare_prepayment(
        hotel.desk("anong"), vendor, "11210", BAHT("12345.50"), way=CHEQUE, cheque=by, memo="มัดจำของสด"
    )
    approve_payment(hotel.desk(), payment)
    return cheque_paper(Property.the(), ChequeRow.get(ChequeRow.bank_account == bank).id, language)


Sample = Callable[[Hotel, str], Paper]


def pp36(hotel: Hotel, language: str) -> Paper:
    desk, month = hotel.desk("anong"), hotel.day.replace(day=1)
    assess_service(desk, "Booking.com B.V., Amsterdam", "1578829934", hotel.day, BAHT("48000"), BAHT("3360"))
    assess_service(desk, "Google Asia Pacific Pte. Ltd.", "GG-11", hotel.day, BAHT("5000.50"), BAHT("350.04"))
    return pp36_paper(Property.the(), month, language)


SAMPLES: dict[str, Sample] = {
    "receipt": receipt,
    "combined": combined,
    "full": full,
    "abbreviated": abbreviated,
    "deposit": deposit,
    "deposit deducted": deposit_deducted,
    "credit note": credit_note,
    "folio lines": folio_lines,
    "folio summary": folio_summary,
    "interim": interim,
    "pro-forma": pro_forma,
    "cancelled": cancelled,
    "replacement": replacement,
    "credit note on charges": credit_on_charges,
    "debit note": debit_note,
    "paid-out": paid_out,
    "shift report": shift_report,
    "pp36": pp36,
    "cheque": cheque,
}
CLERKS = ("paid-out", "shift report", "pp36", "cheque")
"""Papers of the house, in the clerk's own language and never in both."""


def geometry(pdf: bytes, folder: Path) -> tuple[list[str], int]:
    """Size of the sheet, then each line with its left and upper edge in millimetres; how many sheets."""
    (folder / "paper.pdf").write_bytes(pdf)
    out = subprocess.run(
        ["pdftotext", "-bbox-layout", "paper.pdf", "-"], cwd=folder, capture_output=True, check=True
    ).stdout.decode()
    pages = re.findall(r'<page width="([\d.]+)" height="([\d.]+)">', out)
    lines = [" × ".join(f"{float(edge) * 25.4 / 72:.0f}" for edge in pages[0]) + " mm"]
    for x, y, inside in re.findall(r'<line xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>(.*?)</line>', out, re.S):
        words = " ".join(re.findall(r"<word[^>]*>(.*?)</word>", inside))
        lines.append(f"{float(x) * 25.4 / 72:5.0f} {float(y) * 25.4 / 72:4.0f}  {words}")
    return lines, len(pages)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not on this machine")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_paper_is_the_paper_that_was_looked_at(
    name: str, language: str, small_hotel: Hotel, tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    if language == "both" and name in CLERKS:
        language = "en"
    outfit(small_hotel, language)
    paper = SAMPLES[name](small_hotel, language)
    text = as_text(paper, page_lines=FORM)
    assert text.count("\f") == 1, "more than one form of 11 inches"
    placed, sheets = geometry(as_pdf(paper, "a4"), tmp_path)
    assert sheets == 1
    assert "\n".join([text.replace("\f", "=== A4"), *placed]) == snapshot


def test_the_words_of_both_languages_stand_on_one_paper(small_hotel: Hotel) -> None:
    outfit(small_hotel, "both")
    paper = full(small_hotel, "both")
    assert paper.title == "ใบกำกับภาษี · Tax invoice"
    text = as_text(paper)
    assert "เลขที่ / No. TX2569-00001" in text
    assert "วันที่ / Date" in text
    assert "ต้นฉบับ / Original" in text
    assert [copy.copy_mark for copy in print_set(paper, 1)] == ["ต้นฉบับ / Original", "สำเนา / Copy"]
