"""Where the subjects of money meet: deposits and what bears no VAT, credits on prepaid bills, bills in advance."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.back_office.receivables import open_account
from models.front_office.adjustments import adjust
from models.front_office.billed_ahead import bill_ahead
from models.front_office.city_ledger import settle
from models.front_office.early_departure import leave_earlier
from models.front_office.folios import (
    Posting,
    correct,
    post_charge,
    split,
    take_back,
    transfer,
)
from models.front_office.house_accounts import close_house_account, open_house_account
from models.front_office.invoice_notes import credit_invoice, debit_invoice, left_on
from models.front_office.invoicing import issue_combined, issue_invoice, open_lines, vat_lines
from models.front_office.late_charges import open_folio_window
from models.front_office.opening import set_setting
from models.front_office.payments import refund, take_deposit, take_payment
from models.front_office.proof import faults
from models.front_office.receipts import Receipt
from models.front_office.reservations import Night, Stay
from models.front_office.stays import charge_day_use, check_in, check_out, reinstate
from models.front_office.till.moving import find_shift
from models.front_office.till.paid_outs import pay_out_for_guest
from models.house.acts import Act, Desk
from models.house.database import database
from tests.hotel import Hotel
from tests.packages import breakfast, package
from tests.refusing import refused
from tests.test_tax_invoices import COMPANY, documents_vat, output_vat, paper_of

BAHT = Decimal
TAXI = ("Wichai taxi", "T-001", "Taxi to the airport")


def approved(hotel: Hotel) -> Desk:
    return hotel.answering(CREDIT_NOTE="agreed with the guest")


def prepaid(hotel: Hotel, deposit: str, nights: int = 3) -> int:
    """A stay in 201 whose taxed deposit lies on its folio, in a hotel that leaves no charge without a tax paper."""
    set_setting(hotel.desk(), "abbreviated_at_check_out", "yes")
    stay = hotel.booked(nights)
    take_deposit(hotel.desk(), Stay.get_by_id(stay).reservation_id, "CASH", BAHT(deposit))
    check_in(hotel.desk(), stay, "201")
    return stay


def test_a_deposit_that_paid_for_a_taxi_is_credited_when_the_guest_leaves(hotel: Hotel) -> None:
    stay = prepaid(hotel, "1070")
    window = hotel.window(stay)
    pay_out_for_guest(hotel.desk(), window, BAHT(856), *TAXI)
    post_charge(hotel.desk(), window, "MISC", BAHT(200))
    charge_day_use(hotel.desk(), stay)
    correct(hotel.desk(), Posting.get(Posting.night.is_null(False)).id, "did not use the room")
    check_out(hotel.desk(), stay)
    note = Receipt.get(Receipt.kind == "credit note")
    assert (note.net, note.vat, note.window_id) == (BAHT(800), BAHT(56), window)
    assert "DP2569-00001" in note.paper
    assert documents_vat() == output_vat() == BAHT(14)
    reinstate(hotel.desk(), stay)
    post_charge(hotel.desk(), window, "MISC", BAHT(100))
    assert output_vat() == BAHT(21), "what was credited is not declared a second time"
    take_payment(hotel.desk(), window, "CASH", BAHT(107))
    check_out(hotel.desk(), stay)
    assert documents_vat() == output_vat() == sum(line.vat for line in vat_lines(hotel.day, hotel.day))
    assert list(faults()) == []


def test_who_paid_everything_ahead_may_be_credited_after_leaving(hotel: Hotel) -> None:
    stay = prepaid(hotel, "2140")
    window = hotel.window(stay)
    post_charge(hotel.desk(), window, "MISC", BAHT(1000))
    invoice = Receipt.get_by_id(issue_invoice(hotel.desk(), window, "full", COMPANY))
    assert (invoice.net, invoice.vat, left_on(invoice)) == (0, 0, BAHT(1070))
    credit_invoice(approved(hotel), invoice.id, "LESS", amount=BAHT(535))
    assert documents_vat() == output_vat() == BAHT(105), "what is held of the deposit is declared"
    # What no charge has used of the deposit is deducted by the next invoice, once.
    post_charge(hotel.desk(), window, "MISC", BAHT(1000))
    last = Receipt.get_by_id(issue_invoice(hotel.desk(), window, "full", COMPANY))
    assert (last.vat, last.deductions.get().vat) == (0, BAHT(70))
    assert documents_vat() == output_vat() == BAHT(105)
    refund(hotel.desk(), window, "CASH", BAHT(535), "credited")
    charge_day_use(hotel.desk(), stay)
    hotel.leaves(stay)
    credit_invoice(approved(hotel), last.id, "LESS", percent=BAHT(100), method="CASH")
    assert documents_vat() == output_vat()
    assert list(faults()) == []


def test_nights_billed_in_advance_come_back_however_the_guest_leaves(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=3)
    bill_ahead(hotel.desk(), stay)
    charge_day_use(hotel.desk(), stay)
    assert hotel.balance(stay) == BAHT("1765.50"), "the day, and no night"
    other = hotel.in_house("202", nights=3)
    bill_ahead(hotel.desk(), other)
    hotel.leaves(stay)
    hotel.audit()
    hotel.pay_all(other)
    with refused("BILLED_AHEAD") as stopped:
        check_out(hotel.desk(), other, early=True)
    assert stopped.said.jump == f"stay {other}"
    leave_earlier(hotel.desk(), other, hotel.day)
    refund(hotel.desk(), hotel.window(other), "CASH", -hotel.balance(other), "left earlier")
    check_out(hotel.desk(), other)
    assert list(faults()) == []


def test_a_bill_that_was_given_back_is_not_taken_back_once_more(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=3)
    first, _second, third = bill_ahead(hotel.desk(), stay)
    leave_earlier(hotel.desk(), stay, hotel.after(1))
    with refused("LOWERED"):
        correct(hotel.desk(), third, "wrong guest")
    with pytest.raises(Exception, match="MORE_THAN_IS_LEFT"), database.atomic():
        take_back(Act(hotel.desk(), "try"), Posting.get_by_id(third), "past the program")
    correct(hotel.desk(), first, "wrong guest")
    assert hotel.balance(stay) == 0
    assert list(faults()) == []


def test_a_night_billed_on_a_folio_that_is_closed_says_where(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay, host = hotel.in_house("201", nights=2), hotel.in_house("202", nights=1)
    hotel.audit()
    (night,) = bill_ahead(hotel.desk(), stay)
    transfer(hotel.desk(), [night], hotel.window(host))
    hotel.leaves(host)
    with refused("WINDOW_CLOSED") as stopped:
        leave_earlier(hotel.desk(), stay, hotel.day)
    assert stopped.said.jump == f"stay {host}"
    assert Night.select().where(Night.stay == stay).count() == 2


def test_a_paid_out_is_paid_with_the_bill_and_stands_on_no_tax_paper(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201")
    window = hotel.window(stay)
    post_charge(hotel.desk(), window, "MISC", BAHT(1000))
    pay_out_for_guest(hotel.desk(), window, BAHT(500), *TAXI)
    payment = Receipt.get_by_id(take_payment(hotel.desk(), window, "CASH", BAHT(1570))).posting_id
    combined = issue_combined(hotel.desk(), window, [payment], COMPANY)
    row = Receipt.get_by_id(combined)
    assert (row.net, row.vat, row.exempt, row.net + row.vat) == (BAHT(1000), BAHT(70), 0, BAHT(1070))
    said = str(paper_of(combined))
    assert "1,070.00" in said, "what it taxes"
    assert "1,570.00" in said, "what was paid"
    assert open_lines(window) == []
    assert list(faults()) == []


def test_a_bill_on_account_has_its_tax_paper_and_is_credited_there(small_hotel: Hotel) -> None:
    hotel = small_hotel
    set_setting(hotel.desk(), "abbreviated_at_check_out", "yes")
    account = open_account(hotel.desk("anong"), name_th="สยาม", name_en="Siam", credit_limit=None)
    stay = hotel.in_house("201", nights=1)
    hotel.audit()
    settle(hotel.desk(), hotel.window(stay), account, hotel.balance(stay))
    check_out(hotel.desk(), stay)
    (invoice,) = Receipt.select().where(Receipt.form == "abbreviated")
    assert documents_vat() == output_vat() == invoice.vat
    credit_invoice(approved(hotel), invoice.id, "LESS", percent=BAHT(50), method="CITY")
    assert documents_vat() == output_vat()
    set_setting(hotel.desk(), "cashier_shifts", "yes")
    with refused("NO_SHIFT"):
        credit_invoice(approved(hotel), invoice.id, "LESS", percent=BAHT(50), method="CASH")
    assert list(faults()) == []


def test_a_package_that_is_one_line_is_lowered_in_all_its_parts(small_hotel: Hotel) -> None:
    hotel = small_hotel
    package(hotel, "ABF", breakfast(), wrapper=True, rate="BAR")
    stay = hotel.in_house("201", nights=2)
    hotel.audit()
    room = Posting.get((Posting.kind == "charge") & Posting.wrapped_in.is_null())
    before = hotel.balance(stay)
    adjust(hotel.desk(), room.id, "QUALITY", percent=BAHT(50))
    assert hotel.balance(stay) == BAHT("882.75") == before / 2
    lowered = Posting.select().where(Posting.kind == "adjustment").order_by(Posting.id)
    assert [(p.code.code, p.amount) for p in lowered] == [
        ("ROOM", BAHT("-635.58")), ("FOOD", BAHT("-247.17")),
    ]  # fmt: skip
    with refused("MORE_THAN_IS_LEFT"):
        adjust(hotel.desk(), room.id, "QUALITY", amount=BAHT("882.76"))
    adjust(hotel.desk(), room.id, "QUALITY", percent=BAHT(50))
    assert hotel.balance(stay) == 0
    assert list(faults()) == []


@pytest.mark.parametrize("percent", ["NaN", "33.333"])
def test_a_percentage_is_a_number(small_hotel: Hotel, percent: str) -> None:
    stay = small_hotel.in_house("201")
    window = small_hotel.window(stay)
    charge = post_charge(small_hotel.desk(), window, "MISC", BAHT(1000))
    with refused("AMOUNT"):
        split(small_hotel.desk(), charge, window, percent=BAHT(percent))
    invoice = issue_invoice(small_hotel.desk(), window, "full", COMPANY)
    with refused("AMOUNT"):
        credit_invoice(approved(small_hotel), invoice, "LESS", percent=BAHT(percent))


def test_a_debit_note_is_sealed_and_a_deposit_is_deducted_once(hotel: Hotel) -> None:
    stay = prepaid(hotel, "1070")
    window = hotel.window(stay)
    post_charge(hotel.desk(), window, "MISC", BAHT(500))
    invoice = issue_invoice(hotel.desk(), window, "full", COMPANY)
    credit_invoice(approved(hotel), invoice, "LESS", percent=BAHT(100))
    post_charge(hotel.desk(), window, "MISC", BAHT(100))
    with refused("DEPOSIT_LEFT"):
        debit_invoice(hotel.desk(), invoice, [line.posting_id for line in open_lines(window)], "MORE")
    post_charge(hotel.desk(), window, "MISC", BAHT(1000))
    issue_invoice(hotel.desk(), window, "full", COMPANY)
    post_charge(hotel.desk(), window, "MISC", BAHT(100))
    debit_invoice(hotel.desk(), invoice, [line.posting_id for line in open_lines(window)], "MORE")
    deposit = Receipt.get(Receipt.form == "", Receipt.kind == "tax invoice").id
    for statement, word in (
        ("UPDATE debit_note SET invoice_id = note_id", "NUMBER_KEPT"),
        ("DELETE FROM debit_note", "NUMBER_KEPT"),
        (
            "INSERT INTO deposit_deduction (receipt_id, invoice_id, net, vat)"
            f" SELECT id, {deposit}, 50001, 3500 FROM receipt WHERE kind = 'debit note'",
            "DEDUCTED_ABOVE_DEPOSIT",
        ),
    ):
        with pytest.raises(Exception, match=word), database.atomic():
            database.execute_sql(statement)


def test_the_last_of_a_deposit_takes_the_odd_satang_of_its_vat_along(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = prepaid(hotel, "3000.50", nights=1)
    window = hotel.window(stay)
    hotel.audit()
    (night,) = Posting.select().where(Posting.kind == "charge")
    adjust(hotel.desk(), night.id, "PRICE", percent=BAHT(33))
    issue_invoice(hotel.desk(), window, "abbreviated")
    invoice = Receipt.get(Receipt.form == "abbreviated")
    credit_invoice(approved(hotel), invoice.id, "LESS", percent=BAHT(33))
    refund(hotel.desk(), window, "CASH", -hotel.balance(stay), "leaves")
    check_out(hotel.desk(), stay)
    assert documents_vat() == output_vat()
    assert list(faults()) == []


def test_what_else_is_refused(small_hotel: Hotel) -> None:
    hotel = small_hotel
    package(hotel, "ABF", breakfast(), wrapper=True, rate="BAR")
    stay = hotel.in_house("201", nights=1)
    hotel.audit()
    room = Posting.get((Posting.kind == "charge") & Posting.wrapped_in.is_null())
    with refused("PACKAGE_WHOLE"):
        split(hotel.desk(), room.id, hotel.window(stay), percent=BAHT(50))
    account = open_house_account(hotel.desk(), "Owner")
    close_house_account(hotel.desk(), account)
    with refused("NO_LATE_CHARGES"):
        open_folio_window(hotel.desk(), account)
    for number in ("S-99", "none", ""):
        with refused("NO_SUCH_SHIFT"):
            find_shift(number)
