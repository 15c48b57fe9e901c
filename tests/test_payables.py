"""Vendors and their bills: entered once, open until paid, the books of trade payables always the sum of them."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from models.back_office.bank_accounts import keep_bank_account
from models.back_office.cheque_views import cheque_paper
from models.back_office.cheques import Cheque, cheque_cleared, waiting
from models.back_office.cheques_out import replace_cheque_out, stop_cheque
from models.back_office.payables import payables_ageing, payables_faults
from models.back_office.vendor_bills import (
    NO_VAT,
    NOT_CLAIMABLE,
    UNDUE,
    BillLine,
    VendorBill,
    dispute_bill,
    enter_bill,
    enter_supplier_credit_note,
    release_bill,
    reverse_bill,
)
from models.back_office.vendor_payments import (
    CANCELLED,
    CHEQUE,
    ByCheque,
    Part,
    VendorPayment,
    apply_prepayment,
    approve_payment,
    bills_due,
    cancel_payment,
    drop_payment,
    prepare_payment,
    prepare_prepayment,
    prepare_run,
)
from models.back_office.vendors import Vendor, add_vendor, change_vendor, close_vendor, reopen_vendor, vendors
from models.front_office.proof import faults
from models.house.acts import Act, operation
from models.house.database import database, transaction
from models.house.property import Property
from models.house.settings import set_setting
from models.house.staff import Role, RoleRight
from models.ledger.accounts import account
from models.ledger.balances import account_balance
from models.ledger.entries import Entry, Line, NewLine, write_entry, write_journal_voucher
from models.ledger.periods import Period
from tests.hotel import Hotel
from tests.refusing import asked, refused

D = Decimal
TAX_ID = "0105561000003"
ONE = BillLine("52300", D(1000))


def _vendor(hotel: Hotel, name: str = "Siam Air", **more: object) -> int:
    return add_vendor(hotel.desk("anong"), name_en=name, **{"tax_id": TAX_ID, **more})


def _bank(hotel: Hotel) -> int:
    return keep_bank_account(hotel.desk(), "11210", "004", "0123456789", "กระแสรายวัน", "Current")


def _bill(hotel: Hotel, vendor: int, number: str = "IV-1", *lines: BillLine, **more: object) -> int:
    return enter_bill(hotel.desk("anong"), vendor, number, hotel.day, lines or (ONE,), **more)  # type: ignore[arg-type]


def _booked_alone(hotel: Hotel, bill: VendorBill) -> int:
    """An entry as that of a bill, without one."""
    lines = [NewLine(line.account_id, line.amount, line.subaccount_id) for line in bill.entry.lines]

    @operation("payables")
    def write(act: Act) -> int:
        return write_entry(act, lines, kind="bill", memo="x", journal="purchases")

    return write(hotel.desk("anong"))


def _balance(code: str) -> Decimal:
    return account_balance(account(code).id)


def _lines(entry_id: int) -> dict[str, Decimal]:
    return {line.account.code: line.amount for line in Line.select().where(Line.entry == entry_id)}


# Vendors


def test_a_vendor_is_found_by_any_part_of_its_name_and_closed_when_nothing_is_owed(
    small_hotel: Hotel,
) -> None:
    desk = small_hotel.desk("anong")
    vendor = _vendor(small_hotel, name_th="สยามแอร์", terms=15, expense_account="52300")
    assert [row.number for row in vendors("siam").first(9)] == ["V0001"]
    bill = _bill(small_hotel, vendor)
    assert VendorBill.get_by_id(bill).due == small_hotel.after(15)
    with refused("VENDOR_OWED"):
        close_vendor(desk, vendor)
    reverse_bill(desk, bill, "wrong vendor")
    close_vendor(desk, vendor)
    with refused("VENDOR_CLOSED"):
        _bill(small_hotel, vendor, "IV-2")
    reopen_vendor(desk, vendor)
    change_vendor(desk, vendor, terms=0, expense_account="")
    assert VendorBill.get_by_id(_bill(small_hotel, vendor, "IV-2")).due == small_hotel.day


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("NO_NAME", {"name_en": ""}), ("VENDOR_KIND", {"kind": "club"}), ("TERMS", {"terms": 999}),
        ("TAX_ID", {"tax_id": "0105561000004"}), ("BRANCH", {"tax_id": TAX_ID, "branch": "123456"}),
        ("VENDOR_NUMBER", {"number": "a b"}), ("VENDOR_EXISTS", {"number": "v0001"}),
        ("VENDOR_EXISTS", {"tax_id": TAX_ID}), ("NO_ACCOUNT", {"expense_account": "99999"}),
    ],
)  # fmt: skip
def test_particulars_of_a_vendor_that_cannot_be(
    small_hotel: Hotel, code: str, values: dict[str, object]
) -> None:
    _vendor(small_hotel)
    with refused(code):
        add_vendor(small_hotel.desk("anong"), **{"name_en": "Other", **values})


def test_no_vendor_without_a_control_account_for_them(small_hotel: Hotel) -> None:
    from models.back_office.posting_accounts import set_posting_account

    set_posting_account(small_hotel.desk(), "trade_payables", "21700")
    with refused("NO_VENDOR_CONTROL"):
        _vendor(small_hotel)


# Bills


def test_a_bill_stands_in_the_books_with_its_vat_by_treatment(hotel: Hotel) -> None:
    vendor = _vendor(hotel)
    bill = VendorBill.get_by_id(
        _bill(
            hotel, vendor, "iv-๑", ONE, BillLine("52200", D(500), UNDUE), BillLine("52700", D(100), NOT_CLAIMABLE),
            BillLine("51100", D(40), NO_VAT),
        )
    )  # fmt: skip
    assert (bill.number, bill.amount, bill.unpaid, bill.entry.journal) == (
        "IV-1",
        D(1752),
        D(1752),
        "purchases",
    )
    assert _lines(bill.entry_id) == {
        "52300": D(1000), "52200": D(500), "52700": D(107), "51100": D(40), "11600": D(70), "11610": D(35),
        "21100": D(-1752),
    }  # fmt: skip
    assert Vendor.get_by_id(vendor).owed == D(1752)
    assert list(faults()) == []


def test_a_bill_is_entered_once(hotel: Hotel) -> None:
    vendor = _vendor(hotel)
    branch = _vendor(hotel, "Siam Air Phuket", branch="1")
    first = _bill(hotel, vendor)
    for again in (vendor, branch):  # the invoice of a tax number is one, whichever branch it is entered for
        with refused("BILL_TWICE"):
            _bill(hotel, again, " iv-1 ")
    row = VendorBill.get_by_id(first)
    spare = _booked_alone(hotel, row)
    with pytest.raises(Exception, match=r"vendor_bill_once|BILL_TWICE"), database.atomic():
        VendorBill.insert(**{**row.__data__, "id": 99, "entry": spare}).execute()
    reverse_bill(hotel.desk("anong"), first, "typed wrongly")
    assert _bill(hotel, vendor) != first
    with refused("BILL_REVERSED"):
        reverse_bill(hotel.desk("anong"), first, "again")


def test_bills_that_cannot_be(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("anong")
    vendor, plain = _vendor(hotel), _vendor(hotel, "Market stall", tax_id="")
    with refused("NO_RIGHT"):
        enter_bill(hotel.desk("nok"), vendor, "1", hotel.day, [ONE])
    with refused("NO_VENDOR"):
        _bill(hotel, 999)
    with refused("NO_NUMBER"):
        _bill(hotel, vendor, " ")
    with refused("FUTURE_DATE"):
        enter_bill(desk, vendor, "1", hotel.after(1), [ONE])
    with refused("DUE_BEFORE"):
        _bill(hotel, vendor, due=hotel.after(-1))
    with refused("NO_LINES"):
        enter_bill(desk, vendor, "1", hotel.day, [])
    for code, line in (
        ("CONTROL_ACCOUNT", BillLine("21100", D(1))), ("TREATMENT", BillLine("52300", D(1), "maybe")),
        ("TREATMENT", BillLine("52300", D(1), NO_VAT, D(1))), ("NOT_POSITIVE", BillLine("52300", D(0))),
        ("NO_ACCOUNT", BillLine("99999", D(1))),
    ):  # fmt: skip
        with refused(code):
            _bill(hotel, vendor, "1", line)
    with refused("NO_VENDOR_TAX_ID"):
        _bill(hotel, plain, "1", ONE)
    with asked("VAT_OFF", "payables"):
        _bill(hotel, vendor, "1", BillLine("52300", D(1000), vat=D("70.02")))
    _bill(hotel, vendor, "1", BillLine("52300", D(1000), vat=D("70.01")))
    told = hotel.answering("anong", VAT_OFF="rounded by line on the paper")
    enter_bill(told, vendor, "2", hotel.day, [BillLine("52300", D(1000), vat=D("70.05"))])


def test_a_bill_of_a_closed_month_is_posted_in_the_open_one_with_its_own_date(small_hotel: Hotel) -> None:
    hotel, vendor = small_hotel, _vendor(small_hotel)
    october = datetime.date(2026, 10, 30)
    late = VendorBill.get_by_id(enter_bill(hotel.desk("anong"), vendor, "10", october, [ONE]))
    assert (late.date, late.posted, late.entry.date) == (october, hotel.day, hotel.day)
    Period.create(starts=datetime.date(2026, 10, 1), ends=datetime.date(2026, 10, 31))
    in_time = VendorBill.get_by_id(enter_bill(hotel.desk("anong"), vendor, "11", october, [ONE]))
    assert in_time.posted == october


def test_a_credit_note_takes_no_more_than_is_open_of_its_bill(hotel: Hotel) -> None:
    vendor, desk = _vendor(hotel), hotel.desk("anong")
    bill = _bill(hotel, vendor)
    with refused("MORE_THAN_OPEN"):
        enter_supplier_credit_note(desk, bill, "CN1", hotel.day, [BillLine("52300", D("1000.01"))])
    note = enter_supplier_credit_note(desk, bill, "CN1", hotel.day, [BillLine("52300", D(400))])
    assert (VendorBill.get_by_id(bill).unpaid, Vendor.get_by_id(vendor).owed) == (D(642), D(642))
    assert _balance("11600") == D(42)
    with refused("BILL_PAID"):
        reverse_bill(desk, bill, "wrong")
    with refused("NOT_A_BILL"):
        enter_supplier_credit_note(desk, note, "CN2", hotel.day, [ONE])
    reverse_bill(desk, note, "not ours")
    assert VendorBill.get_by_id(bill).unpaid == D(1070)
    assert list(faults()) == []


def test_the_database_keeps_bills_and_their_open_value(hotel: Hotel) -> None:
    bill = VendorBill.get_by_id(_bill(hotel, _vendor(hotel)))
    for change in ("unpaid = unpaid + 1", "unpaid = -1", "amount = 1", "number = 'X'", "vendor_id = 9"):
        with pytest.raises(Exception, match=r"MORE_THAN_IS_LEFT|BILL_KEPT"), database.atomic():
            database.execute_sql(f"UPDATE vendor_bill SET {change} WHERE id = {bill.id}")
    for table in ("vendor_bill", "vendor_bill_line", "vendor"):
        with pytest.raises(Exception, match="BILL_KEPT"), database.atomic():
            database.execute_sql(f"DELETE FROM {table}")
    VendorBill.update(unpaid=1).where(VendorBill.id == bill.id).execute()
    assert [fault.code for fault in payables_faults()] == ["VENDOR_ITEMS"]


def test_nobody_posts_to_trade_payables_by_hand(small_hotel: Hotel) -> None:
    with refused("CONTROL_ACCOUNT"):
        write_journal_voucher(
            small_hotel.desk("anong"), small_hotel.day, "x", [("21100", D(-5)), ("52300", D(5))]
        )


# Payments


def test_due_bills_are_paid_by_one_and_approved_by_another(hotel: Hotel) -> None:
    set_setting(hotel.desk(), "voucher_persons", "2")
    vendor, other = _vendor(hotel, terms=0), _vendor(hotel, "Market", tax_id="", terms=30)
    bills = [_bill(hotel, vendor, "1", BillLine("52300", D(1000), UNDUE)), _bill(hotel, vendor, "2")]
    _bill(hotel, other, "1", BillLine("51100", D(200), NO_VAT))
    held = _bill(hotel, vendor, "3")
    dispute_bill(hotel.desk("anong"), held, "half delivered")
    assert [one.bill.id for one in bills_due(hotel.day)] == bills
    (payment,) = prepare_run(hotel.desk("anong"), bills, "11210")
    assert bills_due(hotel.day) == []
    with refused("MORE_THAN_OPEN"):
        prepare_payment(hotel.desk("anong"), vendor, "11210", [Part(bills[0], D(1))])
    with refused("BILL_IN_PAYMENT"):
        reverse_bill(hotel.desk("anong"), bills[0], "no")
    with refused("SAME_PERSON"):
        approve_payment(hotel.desk("anong"), payment)
    with asked("PAYMENT_APPROVAL", "approve_payment", amount="2140.00", second_person=True):
        approve_payment(hotel.desk("nok"), payment)
    entry = approve_payment(hotel.desk(), payment)
    assert _lines(entry)["11210"] == D(-2140)
    assert (_balance("11610"), _balance("11600")) == (D(0), D(210))
    row = VendorPayment.get_by_id(payment)
    assert (row.number, row.state, Entry.get_by_id(entry).journal) == ("PV2569-00001", "paid", "payments")
    with refused("PAYMENT_KEPT"):
        approve_payment(hotel.desk(), payment)
    assert list(faults()) == []
    cancel_payment(hotel.desk(), payment, "wrong bank")
    assert VendorPayment.get_by_id(payment).state == CANCELLED
    assert [one.bill.id for one in bills_due(hotel.day)] == bills
    with refused("NOT_PAID"):
        cancel_payment(hotel.desk(), payment, "again")
    release_bill(hotel.desk("anong"), held)
    assert len(bills_due(hotel.day)) == 3
    assert list(faults()) == []


def test_a_bill_is_paid_in_part_by_cheque_less_the_tax_withheld(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("anong")
    bill = _bill(hotel, vendor := _vendor(hotel, income_type="service"))
    bank = _bank(hotel)
    by = ByCheque("๐๐๑๒", hotel.after(5))
    payment = prepare_payment(desk, vendor, "11210", [Part(bill, D(535), D(15))], way=CHEQUE, cheque=by)
    with refused("CHEQUE_USED"):
        prepare_payment(desk, vendor, "11210", [Part(bill, D(1))], way=CHEQUE, cheque=by)
    assert Cheque.select().count() == 0, "before it is approved no cheque has gone out"
    entry = approve_payment(desk, payment)
    assert _lines(entry) == {"21100": D(535), "21120": D(-520), "21400": D(-15)}
    assert VendorBill.get_by_id(bill).unpaid == D(535)
    cheque = Cheque.get()
    assert (cheque.number, cheque.date, cheque.amount, cheque.entry_id) == (
        "0012",
        hotel.after(5),
        D(520),
        entry,
    )
    assert (cheque.party, cheque.ac_payee, cheque.bank_account_id) == ("Siam Air", True, bank)
    assert waiting("out", account("21120").id) == -account_balance(account("21120").id) == D(520)
    paper = cheque_paper(Property.the(), cheque.id, "en")
    assert (paper.party and paper.party.name, paper.totals[0].value) == ("Siam Air", "520.00")
    assert (paper.words, paper.fields[-1].value) == ("ห้าร้อยยี่สิบบาทถ้วน", "A/C PAYEE ONLY")
    dropped = prepare_payment(desk, vendor, "11210", [Part(bill)])
    drop_payment(desk, dropped, "not now")
    with refused("PAYMENT_KEPT"):
        approve_payment(desk, dropped)


def test_a_payment_taken_back_voids_its_cheque_unless_the_bank_has_paid_it(hotel: Hotel) -> None:
    desk, vendor = hotel.desk("anong"), _vendor(hotel)
    _bank(hotel)
    bills = [_bill(hotel, vendor, number=f"INV-{n}") for n in (1, 2)]
    paid = []
    for number, bill in zip(("0012", "0013"), bills, strict=True):
        by = ByCheque(number, ac_payee=False)
        paid.append(prepare_payment(desk, vendor, "11210", [Part(bill)], way=CHEQUE, cheque=by))
        approve_payment(desk, paid[-1])
    lost, cleared = Cheque.select().order_by(Cheque.id)
    assert (lost.date, lost.ac_payee) == (hotel.day, False)
    stop_cheque(desk, lost.id, "lost in the post")
    anew = replace_cheque_out(desk, lost.id, "0014", hotel.day)
    cancel_payment(desk, paid[0], "sent back")
    row = Cheque.get_by_id(anew)
    assert (row.state, row.ended_entry_id) == ("cancelled", VendorPayment.get_by_id(paid[0]).reversal_id)
    assert cheque_paper(Property.the(), anew, "th").void_mark
    with refused("PAYMENT_TAKEN_BACK"):
        replace_cheque_out(desk, anew, "0015", hotel.day)
    cheque_cleared(desk, cleared.id, hotel.day)
    with refused("CHEQUE_AWAY"):
        cancel_payment(desk, paid[1], "too late")
    assert waiting("out", account("21120").id) == account_balance(account("21120").id) == 0
    for statement, code in (
        (f"UPDATE cheque_register SET ac_payee = NOT ac_payee WHERE id = {anew}", "CHEQUE_KEPT"),
        (f"UPDATE vendor_payment SET cheque_date = '2026-12-31' WHERE id = {paid[1]}", "BILL_KEPT"),
        (f"UPDATE vendor_payment SET ac_payee = NOT ac_payee WHERE id = {paid[1]}", "BILL_KEPT"),
    ):
        with refused(code), transaction():
            database.execute_sql(statement)
    assert list(faults()) == []


def test_what_was_paid_ahead_clears_a_later_bill(hotel: Hotel) -> None:
    desk, vendor = hotel.desk("anong"), _vendor(hotel)
    payment = prepare_prepayment(desk, vendor, "11210", D(2000), memo="deposit of the fair")
    approve_payment(desk, payment)
    ahead = VendorBill.get()
    assert Vendor.get_by_id(vendor).owed == D(-2000)
    bill = _bill(hotel, vendor)
    (row,) = payables_ageing(hotel.day)
    assert (row.columns[0], row.ahead, row.total) == (D(1070), D(2000), D(-930))
    with refused("MORE_THAN_OPEN"):
        apply_prepayment(desk, ahead.id, bill, D(1071))
    with refused("NOT_A_BILL"):
        apply_prepayment(desk, bill, ahead.id)
    with refused("NOT_A_BILL"):
        reverse_bill(desk, ahead.id, "no")
    apply_prepayment(desk, ahead.id, bill)
    assert (VendorBill.get_by_id(bill).unpaid, VendorBill.get_by_id(ahead.id).unpaid) == (D(0), D(-930))
    with refused("PREPAYMENT_USED"):
        cancel_payment(desk, payment, "back")
    assert list(faults()) == []


def test_payments_that_cannot_be(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("anong")
    vendor, other = _vendor(hotel), _vendor(hotel, "Other", tax_id="")
    bill = _bill(hotel, vendor)
    for code, seller, source, parts, more in (
        ("NOTHING_CHOSEN", vendor, "11210", [], {}),
        ("NOT_A_BILL", other, "11210", [Part(bill)], {}),
        ("NOT_A_BILL", vendor, "11210", [Part(bill, D(1)), Part(bill, D(1))], {}),
        ("WITHHELD", vendor, "11210", [Part(bill, D(1), D(1))], {}),
        ("PAY_FROM", vendor, "21700", [Part(bill)], {}),
        ("NO_WAY", vendor, "11210", [Part(bill)], {"way": "gold"}),
        ("NO_CHEQUE_NUMBER", vendor, "11210", [Part(bill)], {"way": CHEQUE}),
        ("NO_CHEQUE_NUMBER", vendor, "11210", [Part(bill)], {"cheque": ByCheque("12")}),
        ("CHEQUE_NUMBER", vendor, "11210", [Part(bill)], {"way": CHEQUE, "cheque": ByCheque("12x")}),
        ("NO_BANK_ACCOUNT", vendor, "11210", [Part(bill)], {"way": CHEQUE, "cheque": ByCheque("12")}),
        ("NOT_POSITIVE", vendor, "11210", [Part(bill, D(0))], {}),
    ):  # fmt: skip
        with refused(code):
            prepare_payment(desk, seller, source, parts, **more)  # type: ignore[arg-type]
    with refused("NO_MEMO"):
        prepare_prepayment(desk, vendor, "11210", D(5))
    with refused("NOTHING_CHOSEN"):
        prepare_run(desk, [], "11210")
    payment = prepare_payment(desk, vendor, "11210", [Part(bill)])
    dispute_bill(desk, bill, "short")
    with refused("BILL_DISPUTED"):
        approve_payment(desk, payment)
    with refused("BILL_DISPUTED"):
        prepare_payment(desk, vendor, "11210", [Part(bill)])
    release_bill(desk, bill)
    approve_payment(desk, payment)
    role = Role.get(Role.code == "accountant").id
    RoleRight.delete().where((RoleRight.role == role) & (RoleRight.right == "approve_payment")).execute()
    with asked("PAYMENT_CANCELLED", "approve_payment", amount="1070.00", second_person=True):
        cancel_payment(desk, payment, "back")
