"""Tax invoices of what was charged: what they cover, their VAT, the deposit they deduct, and what may stand on one."""

from __future__ import annotations

from decimal import Decimal

from models.front_office.codes import TransactionCode
from models.front_office.folios import correct, post_charge
from models.front_office.invoicing import issue_invoice, open_lines
from models.front_office.papers import paper_from_json
from models.front_office.proof import faults
from models.front_office.receipts import TAX_INVOICE, Buyer, Receipt, ReceiptLine, is_void
from models.house.papers import Paper
from models.ledger.entries import Line
from tests.hotel import Hotel

BAHT = Decimal
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
