"""Credit and debit notes on tax invoices of charges: what they take and add, and what is never taken."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.back_office.receivables import OpenItem, open_account
from models.front_office.adjustments import adjust
from models.front_office.city_ledger import settle
from models.front_office.credit_notes import CreditNoteLine
from models.front_office.folios import FolioWindow, Posting, correct, post_charge
from models.front_office.invoice_notes import (
    credit_invoice,
    debit_invoice,
    left_on,
    note_invoice,
    notes_of,
    open_invoice_lines,
)
from models.front_office.invoicing import cancel_invoice, issue_invoice
from models.front_office.papers import paper_from_json
from models.front_office.payments import take_deposit
from models.front_office.proof import faults
from models.front_office.receipts import CREDIT_NOTE, DEBIT_NOTE, Buyer, Receipt, ReceiptLine
from models.front_office.reservations import Stay
from models.front_office.stays import check_in
from models.house.acts import Desk
from models.house.database import database
from models.ledger.accounts import Account
from models.ledger.balances import account_balance
from tests.hotel import Hotel
from tests.refusing import asked, refused
from tests.test_tax_invoices import documents_vat

BAHT = Decimal
COMPANY = Buyer("บริษัท สยามทัวร์ จำกัด", "1 ถนนสุขุมวิท กรุงเทพฯ 10110", "0105561000003", "00000")


def output_vat(hotel: Hotel) -> Decimal:
    return -account_balance(Account.get(Account.code == "21300").id, hotel.day)


def invoiced(hotel: Hotel, *amounts: str, code: str = "FOOD") -> tuple[int, list[int], Receipt]:
    """A guest in 201 with charges on a full tax invoice: stay, charges, invoice."""
    stay = hotel.in_house("201", nights=3)
    window = hotel.window(stay)
    charges = [post_charge(hotel.desk("nok"), window, code, BAHT(amount)) for amount in amounts]
    return stay, charges, Receipt.get_by_id(issue_invoice(hotel.desk("nok"), window, "full", COMPANY))


def approved(hotel: Hotel, login: str = "pavinee") -> Desk:
    return hotel.answering(login, CREDIT_NOTE="agreed with the guest")


def test_a_credit_note_takes_revenue_service_and_vat_back_at_the_rate_of_the_invoice(hotel: Hotel) -> None:
    stay, (dinner, _lunch), invoice = invoiced(hotel, "1000", "333.33")
    before, due = hotel.balance(stay), output_vat(hotel)
    with asked("CREDIT_NOTE", "adjust", amount="200.00"):
        credit_invoice(hotel.desk(), invoice.id, "NOT-AS-AGREED", lines={dinner: BAHT(200)})
    note = Receipt.get_by_id(
        credit_invoice(approved(hotel), invoice.id, "NOT-AS-AGREED", lines={dinner: BAHT(200)})
    )
    assert (note.number, note.kind, note.net, note.vat) == (
        "CN2569-00001",
        CREDIT_NOTE,
        BAHT("186.92"),
        BAHT("13.08"),
    )
    line = Posting.get(Posting.kind == "credit")
    assert (line.amount, line.adjusts_id, line.reference) == (BAHT(-200), dinner, note.number)
    assert (hotel.balance(stay), output_vat(hotel)) == (before - 200, due - BAHT("13.08"))
    paper = paper_from_json(note.paper)
    assert paper.title.startswith("ใบลดหนี้")
    assert paper.party is not None
    assert (paper.party.name, paper.party.tax_id) == (COMPANY.name, COMPANY.tax_id)
    (row,) = paper.tables[0].rows
    assert row.cells[0].startswith("TX2569-00001")
    assert row.cells[1:] == ("1,466.66", "1,279.74", "186.92", "13.08")
    assert "The service was not as agreed" in [field.value for field in paper.fields]
    credit_invoice(approved(hotel), invoice.id, "TOO-HIGH", percent=BAHT(100))
    assert (left_on(invoice), output_vat(hotel), hotel.balance(stay)) == (0, 0, 0)
    with refused("CREDIT_ABOVE_INVOICE"):
        credit_invoice(approved(hotel), invoice.id, "TOO-HIGH", amount=BAHT("0.01"))
    assert [n.number for n in notes_of(invoice)] == ["CN2569-00001", "CN2569-00002"]
    assert list(faults()) == []


def test_credits_in_pieces_take_the_vat_of_the_invoice_to_the_satang(hotel: Hotel) -> None:
    _stay, _charges, invoice = invoiced(hotel, "33.33", "33.33", "33.33", code="LAUN")
    for _piece in range(4):
        credit_invoice(approved(hotel), invoice.id, "LESS", amount=BAHT("17.77"))
    credit_invoice(approved(hotel), invoice.id, "LESS", amount=left_on(invoice))
    notes = list(Receipt.select().where(Receipt.kind == CREDIT_NOTE))
    assert (sum(n.net for n in notes), sum(n.vat for n in notes)) == (invoice.net, invoice.vat)
    assert output_vat(hotel) == 0
    assert list(faults()) == []


def test_a_line_on_an_invoice_is_answered_by_a_credit_note_alone(hotel: Hotel) -> None:
    _stay, (dinner,), _invoice = invoiced(hotel, "1000")
    with refused("INVOICED") as refusal:
        correct(hotel.desk(), dinner, "slip")
    assert refusal.said.jump == "credit note TX2569-00001"
    hotel.audit()
    with refused("INVOICED"):
        adjust(hotel.desk(), dinner, "PRICE", percent=BAHT(10))


def test_what_a_credit_note_refuses(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay, (dinner, lunch), invoice = invoiced(hotel, "1000", "100")
    desk = approved(hotel)
    for reason in ("", "GOODWILL"):
        with refused("NO_REASON"):
            credit_invoice(desk, invoice.id, reason, amount=BAHT(10))
    with refused("NO_AMOUNT"):
        credit_invoice(desk, invoice.id, "LESS")
    with refused("NO_AMOUNT"):
        credit_invoice(desk, invoice.id, "LESS", amount=BAHT(1), percent=BAHT(1))
    with refused("PERCENT"):
        credit_invoice(desk, invoice.id, "LESS", percent=BAHT(101))
    with refused("NOT_POSITIVE"):
        credit_invoice(desk, invoice.id, "LESS", lines={lunch: BAHT(0)})
    for lines in ({lunch: BAHT(118)}, {dinner + 99: BAHT(1)}):
        with refused("CREDIT_ABOVE_INVOICE"):
            credit_invoice(desk, invoice.id, "LESS", lines=lines)
    with refused("CREDIT_ABOVE_INVOICE"):
        credit_invoice(desk, invoice.id, "LESS", amount=invoice.net + invoice.vat + BAHT("0.01"))
    with refused("NO_METHOD"):
        credit_invoice(desk, invoice.id, "LESS", amount=BAHT(1), method="FOOD")
    with refused("NO_RIGHT"):
        credit_invoice(hotel.desk("noi"), invoice.id, "LESS", amount=BAHT(1))
    with asked("CREDIT_NOTE", "adjust", amount="600.00", second_person=True):
        credit_invoice(hotel.answering("nok", CREDIT_NOTE="asked"), invoice.id, "LESS", amount=BAHT(600))
    hotel.pay_all(stay)
    receipt = Receipt.get(Receipt.kind == "receipt")
    with refused("NO_INVOICE"):
        credit_invoice(desk, receipt.id, "LESS", amount=BAHT(1))
    for number in ("TX9", receipt.number):
        with refused("NO_INVOICE"):
            note_invoice(number)
    assert note_invoice(" tx2569-00001 ").id == invoice.id
    assert [line.gross for line in open_invoice_lines(invoice)] == [BAHT("1177.00"), BAHT("117.70")]


def test_a_guest_who_has_left_gets_the_money_back_with_the_note(hotel: Hotel) -> None:
    stay, _charges, invoice = invoiced(hotel, "1000")
    hotel.audit()
    hotel.leaves(stay, early=True)
    with refused("WINDOW_CLOSED") as refusal:
        credit_invoice(approved(hotel), invoice.id, "LESS", amount=BAHT(107))
    assert refusal.said.field == "method"
    credit_invoice(approved(hotel), invoice.id, "LESS", amount=BAHT(107), method="CASH")
    back = Posting.get(Posting.kind == "refund")
    assert (back.amount, back.code.code, back.reference, hotel.balance(stay)) == (
        107,
        "CASH",
        "CN2569-00001",
        0,
    )
    assert FolioWindow.get_by_id(hotel.window(stay)).subaccount.closed
    assert list(faults()) == []


def test_what_a_deposit_paid_is_credited_on_the_invoice_of_the_deposit(hotel: Hotel) -> None:
    stay = hotel.booked(2, "SUP")
    take_deposit(hotel.desk("nok"), Stay.get_by_id(stay).reservation_id, "CASH", BAHT(1070))
    check_in(hotel.desk(), stay, "201")
    charge = post_charge(hotel.desk("nok"), hotel.window(stay), "FOOD", BAHT(2000))
    invoice = Receipt.get_by_id(issue_invoice(hotel.desk(), hotel.window(stay), "full", COMPANY))
    assert left_on(invoice) == BAHT("2354.00"), "with the deposit"
    with refused("CREDIT_ABOVE_INVOICE"):
        credit_invoice(approved(hotel), invoice.id, "LESS", lines={charge: BAHT("2354.01")})
    credit_invoice(approved(hotel), invoice.id, "LESS", amount=BAHT("1284.00"))
    assert output_vat(hotel) == BAHT("70.00"), "the deposit's invoice stands"
    note = Receipt.get_by_id(credit_invoice(approved(hotel), invoice.id, "LESS", amount=BAHT("535.00")))
    assert [(c.invoice.form, c.net, c.vat) for c in note.lines.order_by(CreditNoteLine.id)] == [
        ("full", BAHT(0), BAHT(0)), ("", BAHT(500), BAHT(35)),
    ]  # fmt: skip
    assert (output_vat(hotel), documents_vat()) == (BAHT("35.00"), BAHT("35.00"))
    with refused("HAS_CREDIT_NOTE"):
        cancel_invoice(hotel.desk(), invoice.id, "wrong")
    credit_invoice(approved(hotel), invoice.id, "LESS", percent=BAHT(100))
    assert (output_vat(hotel), documents_vat(), left_on(invoice)) == (0, 0, 0)
    with refused("CREDIT_ABOVE_INVOICE"):
        credit_invoice(approved(hotel), invoice.id, "LESS", percent=BAHT(100))
    assert list(faults()) == []


def test_a_forgotten_charge_is_added_by_a_debit_note_to_the_same_buyer(hotel: Hotel) -> None:
    stay, _charges, invoice = invoiced(hotel, "1000")
    forgotten = post_charge(hotel.desk("nok"), hotel.window(stay), "LAUN", BAHT(100))
    for reason in ("", "LESS"):
        with refused("NO_REASON"):
            debit_invoice(hotel.desk(), invoice.id, [forgotten], reason)
    note = Receipt.get_by_id(
        debit_invoice(hotel.desk(), invoice.id, [forgotten], "TOO-LOW", "laundry of 23 Nov")
    )
    assert (note.number, note.kind, note.net, note.vat) == (
        "DN2569-00001",
        DEBIT_NOTE,
        BAHT(110),
        BAHT("7.70"),
    )
    assert (note.buyer_name, note.buyer_tax_id) == (COMPANY.name, COMPANY.tax_id)
    paper = paper_from_json(note.paper)
    assert paper.title.startswith("ใบเพิ่มหนี้")
    assert paper.tables[0].rows[0].cells[1:] == ("1,100.00", "1,210.00", "110.00", "7.70")
    with refused("INVOICED") as refusal:
        correct(hotel.desk(), forgotten, "slip")
    assert refusal.said.jump == f"credit note {note.number}"
    with refused("INVOICED"):
        debit_invoice(hotel.desk(), invoice.id, [forgotten], "MORE")
    with refused("NOTHING_TO_INVOICE"):
        debit_invoice(hotel.desk(), invoice.id, [], "MORE")
    credit_invoice(approved(hotel), note.id, "CANCELLED", percent=BAHT(100))
    assert output_vat(hotel) == invoice.vat
    short = post_charge(hotel.desk("nok"), hotel.window(stay), "LAUN", BAHT(10))
    abbreviated = issue_invoice(hotel.desk(), hotel.window(stay), "abbreviated", posting_ids=[short])
    later = post_charge(hotel.desk("nok"), hotel.window(stay), "LAUN", BAHT(10))
    with refused("NO_BUYER"):
        debit_invoice(hotel.desk(), abbreviated, [later], "MORE")
    assert list(faults()) == []


def test_the_database_takes_no_credit_above_the_invoice_or_at_another_rate(hotel: Hotel) -> None:
    _stay, _charges, invoice = invoiced(hotel, "1000")
    note = credit_invoice(approved(hotel), invoice.id, "LESS", amount=BAHT(107))
    assert ReceiptLine.get(ReceiptLine.receipt == note).vat == -7
    row = CreditNoteLine.get()
    assert (row.net, row.vat, row.exempt) == (BAHT(100), BAHT(7), 0)
    spare = Receipt.create(
        number="CN2569-00002",
        window=invoice.window_id,
        date=hotel.day,
        language="th",
        paper="{}",
        kind=CREDIT_NOTE,
    )
    insert = "INSERT INTO credit_note_line (note_id, invoice_id, net, vat, exempt) VALUES"
    for net, vat, exempt in (
        (100001, 7001, 0),
        (100000, 1000, 0),
        (0, 7000, 0),
        (0, 0, 1),
        (50000, 20000, 0),
    ):
        with pytest.raises(Exception, match="CREDIT_ABOVE_INVOICE"), database.atomic():
            database.execute_sql(f"{insert} ({spare.id}, {invoice.id}, {net}, {vat}, {exempt})")
    with database.atomic() as kept:
        database.execute_sql(f"{insert} ({spare.id}, {invoice.id}, 100000, 7000, 0)")
        kept.rollback()


def test_a_bill_on_account_is_credited_there(hotel: Hotel) -> None:
    stay, _charges, invoice = invoiced(hotel, "1000")
    account = open_account(hotel.desk(), name_en="Siam Tour", credit_limit=BAHT(50_000))
    window = hotel.window(stay)
    settle(hotel.desk(), window, account, BAHT(1177))
    hotel.audit()
    hotel.leaves(stay, early=True)
    credit_invoice(approved(hotel), invoice.id, "LESS", amount=BAHT(177), method="CITY")
    item = OpenItem.get()
    assert (item.unpaid, item.account.balance, hotel.balance(stay)) == (1000, 1000, 0)
    OpenItem.update(unpaid=BAHT(100)).where(OpenItem.id == item.id).execute()
    with refused("MORE_THAN_IS_LEFT") as refusal:
        credit_invoice(approved(hotel), invoice.id, "LESS", amount=BAHT(200), method="CITY")
    assert refusal.said.field == "method"
    OpenItem.update(unpaid=BAHT(1000)).where(OpenItem.id == item.id).execute()
    assert list(faults()) == []
