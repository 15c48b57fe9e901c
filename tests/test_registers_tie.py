"""The registers of the back office are what their accounts hold, every night: fault by fault."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.back_office.bank_accounts import keep_bank_account
from models.back_office.chart import ChartRow, open_account
from models.back_office.cheques import Cheque, cheque_cleared, pay_in
from models.back_office.input_vat import InputVat
from models.back_office.posting_accounts import set_posting_account
from models.back_office.vendor_bills import UNDUE, BillLine, VendorBill, enter_bill, reverse_bill
from models.back_office.vendor_payments import (
    CHEQUE,
    ByCheque,
    Part,
    approve_payment,
    cancel_payment,
    prepare_payment,
)
from models.back_office.vendors import add_vendor
from models.front_office.night_audit import run_audit
from models.front_office.proof import faults
from models.front_office.three_ledgers import balance_check, register_ties
from models.house.property import Property
from models.house.refusals import Refused
from models.ledger.entries import write_journal_voucher
from tests.hotel import Hotel
from tests.refusing import refused
from tests.test_cheques import CURRENT, taken
from tests.test_three_ledgers import touch

D = Decimal


def _lived(hotel: Hotel) -> int:
    """A cheque on hand, one on its way, a bill unpaid, one not yet due, one paid by cheque less tax; the payment."""
    bank = keep_bank_account(hotel.desk(), CURRENT, "004", "0123456789", "กระแสรายวัน", "Current")
    taken(hotel)
    pay_in(hotel.desk("anong"), [taken(hotel, "2345678", amount=500)], bank, hotel.day)
    desk = hotel.desk("anong")
    vendor = add_vendor(desk, name_en="Siam Air", tax_id="0105561000003", income_type="service")
    enter_bill(desk, vendor, "IV-1", hotel.day, [BillLine("52300", D(1000))])
    enter_bill(desk, vendor, "IV-2", hotel.day, [BillLine("52300", D(100), treatment=UNDUE)])
    bill = enter_bill(desk, vendor, "IV-3", hotel.day, [BillLine("52300", D(2000), treatment=UNDUE)])
    payment = prepare_payment(
        desk, vendor, CURRENT, [Part(bill, withheld=D(60))], way=CHEQUE, cheque=ByCheque("๐๐๑๒")
    )
    approve_payment(desk, payment)
    return payment


def _ties() -> dict[str, Decimal]:
    ties = register_ties()
    assert [tie for tie in ties if tie.difference] == []
    return {tie.what.say("en"): tie.register for tie in ties}


def test_each_register_is_what_its_account_holds_and_the_day_is_closed(hotel: Hotel) -> None:
    payment = _lived(hotel)
    assert _ties() == {
        "Cheques on hand": D(1000),
        "Cheques issued": D(2080),
        "Cheques paid in, on their way": D(500),
        "Trade payables": D(1177),
        "Tax withheld, to be paid over": D(60),
        "Input VAT": D(217),
    }
    hotel.audit()
    assert list(faults()) == []
    cancel_payment(hotel.desk("anong"), payment, "wrong vendor")
    reverse_bill(hotel.desk("anong"), VendorBill.get(VendorBill.number == "IV-3").id, "wrong vendor")
    assert (_ties()["Cheques issued"], _ties()["Tax withheld, to be paid over"], _ties()["Input VAT"]) == (
        0, 0, D(77),
    )  # fmt: skip
    hotel.audit()
    assert list(faults()) == []


FAULTS = [
    ("cheque_register", "SET amount = amount + 100 WHERE state = 'on hand'", "Cheques on hand", "-1.00"),
    ("cheque_register", "SET state = 'cleared' WHERE state = 'issued'", "Cheques issued", "2080.00"),
    ("cheque_register", "SET amount = amount - 100 WHERE state = 'deposited'", "Cheques paid in", "1.00"),
    ("vendor_bill", "SET unpaid = unpaid - 700 WHERE number = 'IV-1'", "Trade payables", "7.00"),
    ("withholding_certificate", "SET tax = tax - 1000", "Tax withheld", "10.00"),
    ("withholding_certificate", "SET cancelled_by_id = entry_id", "Tax withheld", "60.00"),
    ("input_vat", "SET vat = vat + 100 WHERE number = 'IV-1'", "Input VAT", "-1.00"),
    ("input_vat", "SET treatment = 'not claimable' WHERE number = 'IV-2'", "Input VAT", "7.00"),
    ("line", "SET amount = amount + 100 WHERE amount = 7000", "Input VAT", "1.00"),
]


@pytest.mark.parametrize(("table", "change", "what", "difference"), FAULTS)
def test_a_register_that_was_touched_keeps_the_day_open(
    small_hotel: Hotel, table: str, change: str, what: str, difference: str
) -> None:
    _lived(small_hotel)
    touch(table, f"UPDATE {table} {change}")
    before = small_hotel.day
    with pytest.raises(Refused) as caught:  # the failure is kept, so more than nothing is written
        run_audit(small_hotel.desk("chai"), before)
    said = caught.value
    assert (said.code, said.message.values["difference"]) == ("REGISTER_TIE", D(difference))
    assert str(said.message.values["what"]).startswith(what)
    assert said.jump
    assert Property.the().business_date == before
    found = [fault for fault in faults() if fault.code == "REGISTER_TIE"]
    assert [str(fault.message.values["what"]).startswith(what) for fault in found] == [True]
    assert any(what in each.message.say("en") for each in balance_check())


def test_a_row_taken_out_of_a_register_is_missed_with_its_entry(small_hotel: Hotel) -> None:
    _lived(small_hotel)
    entry = InputVat.get(InputVat.number == "IV-1").entry_id
    touch("input_vat", "DELETE FROM input_vat WHERE number = 'IV-1'")
    (tie,) = [tie for tie in register_ties() if tie.difference]
    assert (tie.difference, tie.entries) == (D(70), f"K-{entry:05d}")


def test_what_a_person_wrote_by_hand_is_no_business_of_a_register(small_hotel: Hotel) -> None:
    hotel = small_hotel
    _lived(hotel)
    before = _ties()
    for code in ("11320", "21120", "21400", "11600", "11610"):
        write_journal_voucher(hotel.desk("anong"), hotel.day, "by hand", [(code, D(5)), ("42100", D(-5))])
    assert _ties() == before
    hotel.audit()


def test_another_account_for_a_purpose_breaks_no_tie(small_hotel: Hotel) -> None:
    hotel = small_hotel
    payment = _lived(hotel)
    for code, purpose in (("21490", "withholding_payable"), ("21190", "cheques_issued")):
        open_account(hotel.desk(), ChartRow(code, "liability", code, code))
        set_posting_account(hotel.desk(), purpose, code)
    assert _ties()["Tax withheld, to be paid over"] == 0
    vendor = VendorBill.get().vendor_id
    desk = hotel.desk("anong")
    bill = VendorBill.get(VendorBill.number == "IV-1").id
    approve_payment(
        desk, prepare_payment(desk, vendor, CURRENT, [Part(bill)], way=CHEQUE, cheque=ByCheque("0013"))
    )
    cancel_payment(desk, payment, "wrong vendor")
    assert _ties()["Cheques issued"] in (0, D(1070))
    hotel.audit()


def test_a_cheque_to_a_vendor_is_in_the_register_and_its_number_is_used_once(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("anong")
    payment = _lived(hotel)
    row = Cheque.get(Cheque.direction == "out")
    assert (row.spoken, row.party, row.amount, row.state) == ("KBANK 0012", "Siam Air", D(2080), "issued")
    bill = VendorBill.get(VendorBill.number == "IV-1")
    with refused("CHEQUE_USED"):
        prepare_payment(desk, bill.vendor_id, CURRENT, [Part(bill.id)], way=CHEQUE, cheque=ByCheque("0012"))
    cheque_cleared(desk, row.id, hotel.day)
    with refused("CHEQUE_AWAY"):
        cancel_payment(desk, payment, "too late")
    with refused("REGISTER_ACCOUNT"):
        enter_bill(desk, bill.vendor_id, "IV-9", hotel.day, [BillLine("11600", D(5))])
