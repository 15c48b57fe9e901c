"""Credit of a debtor moves or goes back, a debt is written off and comes in after all; VAT stays right throughout."""

from __future__ import annotations

from decimal import Decimal

import peewee
import pytest

from models.back_office.bad_debts import BadDebt, bad_debts_of, owe_again
from models.back_office.bank_accounts import keep_bank_account
from models.back_office.cheques import Cheque
from models.back_office.credit_moves import (
    ChequeOut,
    CreditUse,
    move_credit,
    refund_credit,
    refunds_of,
    take_refund_back,
)
from models.back_office.receipts_on_account import (
    AccountReceipt,
    Applied,
    ItemPayment,
    Kept,
    certificates_to_chase,
    credits_of,
    reopen_receipt,
    share_out,
    take_receipt,
    unpaid_items,
    use_credit,
)
from models.back_office.receivables import OpenItem
from models.front_office.city_ledger import settle
from models.front_office.debtors.bad_debts import vat_of_debt, write_off_debt
from models.front_office.folios import KINDS, post_charge, window_balance
from models.front_office.invoicing import issue_invoice
from models.front_office.opening import set_setting
from models.front_office.payment_legs import Leg
from models.front_office.payments import take_deposit
from models.front_office.proof import faults
from models.front_office.receipts import Buyer
from models.front_office.receiving import paper_of_receipt, receive
from models.front_office.reservations import Stay
from models.front_office.three_ledgers.day import movements
from models.front_office.vat_report import figures_of_month, output_vat_of, output_vat_paper
from models.house.database import database
from models.house.property import Property
from models.ledger.accounts import account
from models.ledger.balances import account_balance
from models.ledger.entries import Entry
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.refusing import asked, refused
from tests.test_receipts_on_account import balance, left, money_in, owing

D = Decimal


def output_vat() -> Decimal:
    return -account_balance(account("21300").id)


def with_credit(hotel: Hotel, paid: str = "800", owed: str = "500") -> tuple[int, OpenItem]:
    """A debtor who paid more than it owed; its account and the credit."""
    debtor = owing(hotel, owed)
    take_receipt(hotel.desk("anong"), debtor, money_in(paid), share_out(debtor, D(owed)))
    (credit,) = credits_of(debtor)
    return debtor, credit


def bank_of(hotel: Hotel) -> int:
    return keep_bank_account(hotel.desk(), "11210", "004", "012-3-45678-9", "กระแสรายวัน", "Current")


def invoiced_debt(hotel: Hotel, net: str = "1000") -> OpenItem:
    """A guest's invoiced laundry, owed by a tour operator."""
    window = hotel.window(hotel.in_house("201", nights=20))
    post_charge(hotel.desk("nok"), window, "LAUN", D(net))
    issue_invoice(hotel.desk("nok"), window, "full", Buyer("Tour One", "Bangkok"))
    debtor = owing(hotel, name="Tour One", tax_id="")
    settle(hotel.desk("nok"), window, debtor, window_balance(window))
    (item,) = unpaid_items(debtor)
    return item


def test_credit_goes_to_another_account_by_two_persons(hotel: Hotel) -> None:
    debtor, credit = with_credit(hotel)
    other = owing(hotel, "700", name="Phuket Tour", tax_id="")
    receipt, tax = AccountReceipt.get(), output_vat()
    with asked("CREDIT_MOVED", "credit", amount="250.00", second_person=True):
        move_credit(hotel.desk("anong"), credit.id, other, D(250), "paid for the sister company")
    desk = hotel.answering("anong", approver="pavinee", CREDIT_MOVED="their letter of today")
    with refused("SAME_ACCOUNT"):
        move_credit(desk, credit.id, debtor, D(250), "wrong")
    with refused("MORE_THAN_IS_LEFT"):
        move_credit(desk, credit.id, other, D(301), "too much")
    with refused("NO_CREDIT_LEFT"):
        move_credit(desk, unpaid_items(other)[0].id, other, D(1), "no credit")
    with refused("NO_REASON"):
        move_credit(desk, credit.id, other, D(250), " ")
    moved = move_credit(desk, credit.id, other, D(250), "paid for the sister company")
    assert [balance(each) for each in (debtor, other)] == [D(-50), D(450)]
    assert [c.unpaid for c in credits_of(debtor)] == [D(-50)]
    use_credit(hotel.desk("anong"), unpaid_items(other)[0].id)
    assert (left(other), balance(other), output_vat()) == ([D(450)], D(450), tax)
    with refused("CREDIT_GONE"):
        reopen_receipt(hotel.desk("anong"), receipt.id, hotel.day, "bounced")
    assert OpenItem.get_by_id(moved).document == receipt.number
    hotel.audit()
    assert list(faults()) == []


def test_credit_goes_back_by_transfer_or_cheque_with_a_voucher(hotel: Hotel) -> None:
    debtor, credit = with_credit(hotel)
    bank, receipt, tax = bank_of(hotel), AccountReceipt.get(), output_vat()
    with asked("CREDIT_REFUNDED", "approve_payment", amount="100.00"):
        refund_credit(hotel.desk("anong"), credit.id, D(100), bank, "Siam Tour", "paid twice")
    desk = hotel.answering("anong", CREDIT_REFUNDED="their letter")
    with refused("NO_PAYEE"):
        refund_credit(desk, credit.id, D(100), bank, " ", "paid twice")
    with refused("MORE_THAN_IS_LEFT"):
        refund_credit(desk, credit.id, D(301), bank, "Siam Tour", "paid twice")
    with refused("NO_BANK_ACCOUNT"):
        refund_credit(desk, credit.id, D(100), 99, "Siam Tour", "paid twice")
    before = account_balance(account("11210").id)
    sent = CreditUse.get_by_id(refund_credit(desk, credit.id, D(100), bank, "Siam Tour", "paid twice"))
    assert account_balance(account("11210").id) == before - 100
    assert (sent.number, Entry.get_by_id(sent.entry_id).voucher) == ("PV2569-00001", "PV2569-00001")
    leaf = ChequeOut("0000101", hotel.day)
    written = refund_credit(desk, credit.id, D(150), bank, "Siam Tour", "paid twice", leaf)
    assert account_balance(account("21120").id) == D(-150)
    assert (balance(debtor), credits_of(debtor)[0].unpaid, output_vat()) == (D(-50), D(-50), tax)
    with refused("CREDIT_GONE"):
        reopen_receipt(hotel.desk("anong"), receipt.id, hotel.day, "bounced")
    # The cheque came back by post: it is void and the credit stands again.
    take_refund_back(hotel.desk("anong"), written, "address unknown")
    assert Cheque.get(Cheque.number == "0000101").state == "cancelled"
    assert (account_balance(account("21120").id), balance(debtor)) == (0, D(-200))
    assert [use.number for use in refunds_of(debtor)] == ["PV2569-00001"]
    with refused("CANCELLED_ALREADY"):
        take_refund_back(hotel.desk("anong"), written, "again")
    set_setting(hotel.desk(), "voucher_persons", "2")
    with asked("CREDIT_REFUNDED", "approve_payment", amount="50.00", second_person=True):
        refund_credit(hotel.desk("anong"), credit.id, D(50), bank, "Siam Tour", "paid twice")
    assert {moved.kind for moved in movements("city", hotel.day)} <= set(KINDS), "each in words of the desk"
    hotel.audit()
    assert list(faults()) == []


def test_a_debt_written_off_without_a_ground_of_the_law_keeps_its_vat(small_hotel: Hotel) -> None:
    hotel = small_hotel
    item, tax = invoiced_debt(hotel), output_vat()
    with asked("BAD_DEBT", "approve_payment", amount="400.00"):
        write_off_debt(hotel.desk("anong"), item.id, D(400), "they will not pay")
    desk = hotel.answering("anong", BAD_DEBT="agreed with the owner")
    for code, amount, reason, ground in (
        ("NO_REASON", "400", " ", ""),
        ("MORE_THAN_IS_LEFT", "99999", "gone", ""),
        ("NOT_POSITIVE", "0", "gone", ""),
        ("NO_GROUND", "400", "gone", "hope"),
        ("GROUND_TOO_SMALL", "200001", "gone", "asked"),
        ("GROUND_TOO_SMALL", "2000001", "gone", "sued"),
    ):
        with refused(code):
            write_off_debt(desk, item.id, D(amount), reason, ground)
    with refused("NO_RIGHT"):
        write_off_debt(hotel.desk("nok"), item.id, D(400), "they will not pay")
    debt = BadDebt.get_by_id(write_off_debt(desk, item.id, D(400), "they will not pay"))
    assert (debt.vat, debt.lost, debt.number) == (0, D(400), "JV2569-00001")
    assert (account_balance(account("52430").id), output_vat()) == (D(400), tax)
    assert left(item.account_id) == [item.unpaid - 400]
    # What was brought forward has no invoice of this program behind it.
    old = unpaid_items(owing(hotel, "300", name="Old Tour", tax_id=""))[0]
    with refused("NO_TAX_INVOICE"):
        write_off_debt(desk, old.id, D(300), "bankrupt", "bankrupt")
    assert list(faults()) == []


def test_vat_of_a_bad_debt_is_deducted_and_owed_again_when_it_comes(hotel: Hotel) -> None:
    item, month = invoiced_debt(hotel), hotel.day.replace(day=1)
    assert (item.amount, vat_of_debt(item, item.amount)) == (D(1177), D(77))
    before = figures_of_month(month)
    desk = hotel.answering("anong", BAD_DEBT="judgment of today")
    number = write_off_debt(desk, item.id, item.amount, "nothing to take", "judged")
    debt = BadDebt.get_by_id(number)
    assert (debt.vat, left(item.account_id), balance(item.account_id)) == (D(77), [], 0)
    assert account_balance(account("52430").id) == D(1100)
    after = figures_of_month(month)
    assert (after.output_vat - before.output_vat, after.sales - before.sales) == (D(-77), D(-1100))
    rows = [row.cells for row in output_vat_paper(Property.the(), month, "en").tables[0].rows]
    assert any(debt.number in cells and "-77.00" in cells for cells in rows)
    assert output_vat_of(month).unexplained == 0
    # A third of it comes after all, then the rest.
    with refused("MORE_THAN_IS_LEFT"):
        owe_again(hotel.desk("anong"), number, D(1178), "paid")
    with refused("NO_REASON"):
        owe_again(hotel.desk("anong"), number, D(300), " ")
    owe_again(hotel.desk("anong"), number, D(300), "the receiver pays")
    assert (left(item.account_id), debt.lost, debt.vat_out) == ([D(300)], D(877), D("57.37"))
    take_receipt(hotel.desk("anong"), item.account_id, money_in("300"), share_out(item.account_id, D(300)))
    owe_again(hotel.desk("anong"), number, D(877), "all is paid")
    assert (debt.lost, debt.vat_out, account_balance(account("52430").id)) == (0, 0, 0)
    assert figures_of_month(month) == before
    assert [row.id for row in bad_debts_of(item.account_id)] == [number]
    hotel.audit()
    assert list(faults()) == []


def test_tax_is_withheld_from_some_items_of_a_receipt(hotel: Hotel) -> None:
    debtor = owing(hotel, "1070", "2140", "500")
    rooms, meals, goods = unpaid_items(debtor)
    shares = [Applied(rooms.id, D(1070), D(30)), Applied(meals.id, D(2140), D(60)), Applied(goods.id, D(500))]
    desk = hotel.desk("anong")
    with refused("WITHHELD_DIFFERS"):
        receive(desk, debtor, [Leg("TRAN", D(3680))], shares, Kept(withheld=D(30)))
    with refused("WITHHELD"):
        receive(desk, debtor, [Leg("TRAN", D(3680))], [Applied(rooms.id, D(10), D(10))], Kept(withheld=D(10)))
    number = receive(desk, debtor, [Leg("TRAN", D(3620))], shares, Kept(withheld=D(90)))
    receipt = AccountReceipt.get_by_id(number)
    assert [one.withheld for one in receipt.payments.order_by(ItemPayment.id)] == [D(30), D(60), 0]
    assert [row.cells[2] for row in paper_of_receipt(receipt).tables[0].rows] == ["30.00", "60.00", ""]
    assert [row.tax for row in certificates_to_chase()] == [D(90)], (
        "one certificate for what was paid at once"
    )
    assert (left(debtor), account_balance(account("11620").id)) == ([], D(90))
    assert list(faults()) == []


def test_money_ahead_for_a_stay_is_a_deposit_and_credit_bears_no_vat(small_hotel: Hotel) -> None:
    hotel = small_hotel
    debtor, tax = owing(hotel, "500"), output_vat()
    shares = share_out(debtor, D(500))
    with refused("AHEAD_IS_DEPOSIT"):
        receive(hotel.desk("anong"), debtor, [Leg("TRAN", D(1570))], shares, ahead=True)
    receive(hotel.desk("anong"), debtor, [Leg("TRAN", D(1570))], shares)
    assert (credits_of(debtor)[0].unpaid, output_vat()) == (D(-1070), tax)
    coming = Stay.get_by_id(hotel.booked(2)).reservation_id
    take_deposit(hotel.desk("nok"), coming, "TRAN", D(1070))
    assert output_vat() == tax + 70, "the same money on the booking is taxed the day it comes"


@pytest.mark.parametrize("language", ["en", "th"])
async def test_at_the_desk_a_debt_is_written_off_and_comes_in_after_all(
    small_hotel: Hotel, language: str
) -> None:
    hotel = small_hotel
    debtor = owing(hotel, "500")
    async with at_the_desk(hotel, language=language) as desk:
        await desk.open("debtor", debtor)
        await desk.press("w")
        await desk.sees("500.00", "INV-1")
        await desk.press("tab")
        await desk.type("gone")
        await desk.press("f9")
        await desk.sees("500.00", "Siam Tour")
        await desk.type("agreed")
        await desk.press("enter")
        await desk.sees("0.00", not_="INV-1")
        assert (left(debtor), BadDebt.get().reason) == ([], "gone")
        await desk.press("o")
        await desk.sees("JV2569-00001")
        await desk.press("tab", "tab")
        await desk.type("paid")
        await desk.press("f9")
        await desk.sees("INV-1")
        assert left(debtor) == [D(500)]
        # More comes than is owed: it is asked what the rest is.
        await desk.press("y", "a")
        await desk.sees("500.00")
        await desk.type("700")
        await desk.press("f9")
        await desk.sees("700.00")
        await desk.press("f9")
        await desk.sees("200.00")
        await desk.press("down", "enter")
        await desk.sees("VAT" if language == "en" else "ภาษีขาย")
        assert not AccountReceipt.select().exists()


BY_HAND = (
    ("UPDATE bad_debt SET amount = 1", "BAD_DEBT_KEPT"),
    ("DELETE FROM bad_debt", "BAD_DEBT_KEPT"),
    ("UPDATE credit_use SET amount = 1", "CREDIT_USE_KEPT"),
    ("DELETE FROM credit_use", "CREDIT_USE_KEPT"),
    ("UPDATE item_payment SET withheld = 1", "ITEM_KEPT"),
    (
        "INSERT INTO bad_debt (number, item_id, entry_id, date, amount, vat, ground, reason, staff_id)"
        " SELECT 'X', i.id, 1, i.date, i.unpaid + 1, 0, '', 'x', 1 FROM open_item i WHERE i.unpaid > 0",
        "MORE_THAN_IS_LEFT",
    ),
    (
        "INSERT INTO bad_debt_recovery (bad_debt_id, entry_id, date, amount, vat, staff_id)"
        " SELECT id, 1, date, amount + 1, 0, 1 FROM bad_debt",
        "MORE_THAN_IS_LEFT",
    ),
    (
        "INSERT INTO credit_use (credit_id, entry_id, date, amount, number, payee, reason, staff_id)"
        " SELECT id, 1, date, 1 - unpaid, 'PV', 'x', 'x', 1 FROM open_item WHERE unpaid < 0",
        "MORE_THAN_IS_LEFT",
    ),
    (
        "INSERT INTO item_payment (item_id, receipt_id, date, amount, withheld) SELECT item_id, receipt_id, date, 1, 1"
        " FROM item_payment WHERE receipt_id IS NOT NULL",
        "MORE_THAN_WITHHELD|MORE_THAN_IS_LEFT",
    ),
)


def test_the_database_keeps_what_was_written_off_and_given_back(hotel: Hotel) -> None:
    debtor, credit = with_credit(hotel)
    item = unpaid_items(owing(hotel, "700", name="Phuket Tour", tax_id=""))[0]
    write_off_debt(hotel.answering("anong", BAD_DEBT="yes"), item.id, D(100), "gone")
    desk = hotel.answering("anong", CREDIT_REFUNDED="yes")
    refund_credit(desk, credit.id, D(100), bank_of(hotel), "Siam Tour", "paid twice")
    for sql, code in BY_HAND:
        with pytest.raises(peewee.DatabaseError, match=code), database.atomic():
            database.execute_sql(sql)
    assert (balance(debtor), left(item.account_id)) == (D(-200), [D(600)])
