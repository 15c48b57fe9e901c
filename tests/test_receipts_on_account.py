"""A debtor pays: over many items, in part, less tax withheld and commission; the rest is credit; a cheque may bounce."""

from __future__ import annotations

import dataclasses
import random
from decimal import Decimal

import peewee
import pytest

from models.back_office.ageing import ageing
from models.back_office.bank_accounts import keep_bank_account
from models.back_office.cheques import Cheque, cheque_bounced, give_cheque_back, pay_in
from models.back_office.receipts_on_account import (
    AccountReceipt,
    Applied,
    ItemPayment,
    Kept,
    MoneyIn,
    PayerCertificate,
    apply_credit,
    certificates_to_chase,
    credits_of,
    enter_certificate,
    proposed_withholding,
    reopen_receipt,
    share_out,
    take_receipt,
    unpaid_items,
    use_credit,
)
from models.back_office.receivables import CityAccount, OpenItem, close_account, open_account
from models.front_office.opening import set_setting
from models.front_office.opening_balances import OldItem, enter_city_item
from models.front_office.payment_legs import Leg
from models.front_office.proof import faults
from models.front_office.receiving import paper_of_receipt, receive, take_receipt_back
from models.house.acts import operation
from models.house.database import database
from models.ledger.accounts import account
from models.ledger.balances import account_balance
from models.ledger.entries import Entry
from tests.hotel import Hotel
from tests.refusing import refused

D = Decimal
bring = operation("set_up")(enter_city_item)


def owing(hotel: Hotel, *amounts: str, name: str = "Siam Tour", tax_id: str = "0105561000003") -> int:
    """An account with an item of each amount, a day apart."""
    found = open_account(hotel.desk("anong"), name_en=name, tax_id=tax_id, credit_limit=None)
    for n, amount in enumerate(amounts):
        bring(hotel.desk(), found, OldItem(D(amount), hotel.after(n - 40), document=f"INV-{n + 1}"))
    return found


def money_in(amount: str, code: str = "11210") -> list[MoneyIn]:
    return [MoneyIn(account(code).id, D(amount), "TRAN", "โอน", "Transfer")]


def left(account_id: int) -> list[Decimal]:
    return [item.unpaid for item in unpaid_items(account_id)]


def balance(account_id: int) -> Decimal:
    found: CityAccount = CityAccount.get_by_id(account_id)
    return found.balance


def test_one_cheque_pays_many_items_less_tax_withheld(hotel: Hotel) -> None:
    debtor = owing(hotel, "1070", "2140", "3210")
    withheld = proposed_withholding(D(5350), D(3), D(7))
    assert withheld == D(150)
    shares = share_out(debtor, D(5350))
    assert [one.amount for one in shares] == [D(1070), D(2140), D(2140)]
    cheque = Leg(
        "CHEQ", D(5200), bank="004", number="0012345", cheque_date=hotel.day, payer="Siam Tour"
    )  # fmt: skip
    number = receive(hotel.desk("anong"), debtor, [cheque], shares, Kept(withheld=withheld))
    receipt = AccountReceipt.get_by_id(number)
    assert (receipt.received, receipt.withheld, receipt.total) == (D(5200), D(150), D(5350))
    assert (left(debtor), balance(debtor)) == ([D(1070)], D(1070))
    assert (account_balance(account("11620").id), account_balance(account("11320").id)) == (D(150), D(5200))
    assert Entry.get_by_id(receipt.entry_id).journal == "receipts"
    paper = paper_of_receipt(receipt)
    assert [row.cells[0] for row in paper.tables[0].rows] == ["INV-1", "INV-2", "INV-3"]
    assert paper.totals[0].value == "5,350.00"
    # The certificate comes later.
    (missing,) = certificates_to_chase()
    assert (missing.tax, missing.account_id) == (D(150), debtor)
    with refused("NO_CERTIFICATE"):
        enter_certificate(hotel.desk("anong"), missing.id, " ", hotel.day)
    with refused("DATE_AHEAD"):
        enter_certificate(hotel.desk("anong"), missing.id, "7/12", hotel.after(1))
    enter_certificate(hotel.desk("anong"), missing.id, "7/12", hotel.day)
    assert certificates_to_chase() == []
    with refused("CERTIFICATE_TWICE"):
        kept = Kept(withheld=D(10), certificate="7/12", certificate_date=hotel.day)
        take_receipt(hotel.desk("anong"), debtor, money_in("90"), share_out(debtor, D(100)), kept)
    hotel.audit()
    assert list(faults()) == []


def test_what_pays_no_item_is_credit_until_it_is_applied(hotel: Hotel) -> None:
    debtor, other = owing(hotel, "500"), owing(hotel, "700", name="Phuket Tour", tax_id="")
    take_receipt(hotel.desk("anong"), debtor, money_in("800"), share_out(debtor, D(800)))
    (credit,) = credits_of(debtor)
    assert (credit.unpaid, left(debtor), balance(debtor)) == (D(-300), [], D(-300))
    item = bring(hotel.desk(), debtor, OldItem(D(200), hotel.day, document="INV-9"))
    with refused("OTHER_ACCOUNT"):
        apply_credit(hotel.desk("anong"), credit.id, unpaid_items(other)[0].id)
    with refused("MORE_THAN_IS_LEFT"):
        apply_credit(hotel.desk("anong"), credit.id, item, D(201))
    with refused("NO_CREDIT_LEFT"):
        apply_credit(hotel.desk("anong"), item, item)
    apply_credit(hotel.desk("anong"), credit.id, item)
    with refused("NOTHING_OPEN"):
        apply_credit(hotel.desk("anong"), credit.id, item, D(1))
    second = bring(hotel.desk(), debtor, OldItem(D(900), hotel.day))
    with refused("MORE_THAN_IS_LEFT"):
        apply_credit(hotel.desk("anong"), credit.id, second, D(101))
    use_credit(hotel.desk("anong"), second)
    with refused("NO_CREDIT_LEFT"):
        use_credit(hotel.desk("anong"), second)
    assert (left(debtor), balance(debtor)) == ([D(800)], D(800))
    assert list(faults()) == []


def test_a_bounced_cheque_opens_its_items_again(small_hotel: Hotel) -> None:
    hotel = small_hotel
    debtor = owing(hotel, "500", "400")
    kept = Kept(withheld=D(15), certificate="8/1", certificate_date=hotel.day)
    number = take_receipt(hotel.desk("anong"), debtor, money_in("585"), share_out(debtor, D(500)), kept)
    (credit,) = credits_of(debtor)
    apply_credit(hotel.desk("anong"), credit.id, unpaid_items(debtor)[0].id)
    hotel.audit()
    with refused("NO_REASON"):
        reopen_receipt(hotel.desk("anong"), number, hotel.day, " ")
    with refused("DATE_AHEAD"):
        reopen_receipt(hotel.desk("anong"), number, hotel.after(1), "bounced")
    reopen_receipt(hotel.desk("anong"), number, hotel.day, "bounced: no funds")
    assert (left(debtor), balance(debtor), credits_of(debtor)) == ([D(500), D(400)], D(900), [])
    receipt = AccountReceipt.get_by_id(number)
    assert paper_like(receipt) == (hotel.day, "bounced: no funds")
    assert Entry.get_by_id(receipt.reversal_id).reverses_id == receipt.entry_id
    assert certificates_to_chase() == []
    with refused("CANCELLED_ALREADY"):
        reopen_receipt(hotel.desk("anong"), number, hotel.day, "again")
    # The same certificate comes with the money that comes at last.
    take_receipt(hotel.desk("anong"), debtor, money_in("885"), share_out(debtor, D(900)), kept)
    assert (left(debtor), balance(debtor)) == ([], 0)
    assert list(faults()) == []


def paper_like(receipt: AccountReceipt) -> tuple[object, str]:
    return receipt.cancelled_on, receipt.cancelled_because


def test_a_cheque_that_comes_back_opens_what_its_receipt_paid(hotel: Hotel) -> None:
    bank = keep_bank_account(hotel.desk(), "11210", "004", "0123456789", "กระแสรายวัน", "Current")
    debtor, desk = owing(hotel, "1070", "2140", "3210"), hotel.desk("anong")
    before = ageing(hotel.day, debtor)
    leg = Leg("CHEQ", D(4850), bank="004", number="0012345", cheque_date=hotel.day, payer="Siam Tour")
    parts = [
        Applied(item.id, D(part)) for item, part in zip(unpaid_items(debtor), (1000, 2000, 2000), strict=True)
    ]
    kept = Kept(withheld=D(150), certificate="7/12", certificate_date=hotel.day)
    number = receive(desk, debtor, [leg], parts, kept)
    assert left(debtor) == [D(70), D(140), D(1210)]
    cheque = Cheque.get()
    pay_in(desk, [cheque.id], bank, hotel.day)
    came_back = hotel.day
    hotel.audit()
    cheque_bounced(hotel.desk("anong"), cheque.id, came_back, "no funds", fee=D(100))
    assert (left(debtor), balance(debtor)) == ([D(1070), D(2140), D(3210)], D(6420))
    assert OpenItem.select().where(OpenItem.account == debtor).count() == 3, "no item of its own besides"
    assert ageing(hotel.day, debtor) == before
    assert [sum(row.parts) for row in ageing(came_back, debtor)] == [D(1420)], (
        "on that day it counted as paid"
    )
    assert [account_balance(account(code).id) for code in ("11210", "11320", "11620", "52410")] == [
        -100,
        0,
        0,
        100,
    ]
    receipt = AccountReceipt.get_by_id(number)
    entry = Entry.get_by_id(receipt.reversal_id)
    assert (entry.date, receipt.cancelled_on) == (hotel.day, came_back)
    row = Cheque.get_by_id(cheque.id)
    assert (row.state, row.since, row.ended_entry_id) == ("bounced", came_back, entry.id)
    paper = paper_of_receipt(receipt)
    assert paper.void_mark
    assert "KBANK 0012345: no funds" in paper.notes[-1]
    # They bring the same certificate, and another cheque, which they ask for back.
    leg = dataclasses.replace(leg, number="0012346", cheque_date=hotel.after(9))
    receive(hotel.desk("anong"), debtor, [leg], parts, kept)
    assert left(debtor) == [D(70), D(140), D(1210)]
    give_cheque_back(hotel.desk("anong"), Cheque.get(Cheque.number == "0012346").id, hotel.day, "wrong name")
    assert (left(debtor), account_balance(account("11320").id)) == ([D(1070), D(2140), D(3210)], 0)
    hotel.audit()
    assert list(faults()) == []


def test_what_came_beside_a_cheque_that_bounced_stays_as_credit(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("anong")
    bank = keep_bank_account(hotel.desk(), "11210", "004", "0123456789", "กระแสรายวัน", "Current")
    debtor = owing(hotel, "1000", "500")
    cheques = [
        Leg("CHEQ", D(amount), bank="004", number=number, cheque_date=hotel.day, payer="Siam Tour")
        for number, amount in (("1", 700), ("2", 400))
    ]
    number = receive(desk, debtor, [cheques[0], Leg("TRAN", D(500)), cheques[1]], share_out(debtor, D(1500)))
    first, second = Cheque.select().order_by(Cheque.id)
    pay_in(desk, [first.id, second.id], bank, hotel.day)
    cheque_bounced(desk, first.id, hotel.day, "no funds")
    assert (left(debtor), [item.unpaid for item in credits_of(debtor)]) == ([D(1000), D(500)], [D(-900)])
    assert (balance(debtor), AccountReceipt.get_by_id(number).cancelled_on) == (D(600), hotel.day)
    # The second comes back too: the receipt pays nothing any more, so it is owed by itself against the credit.
    cheque_bounced(desk, second.id, hotel.day, "no funds")
    assert (left(debtor), balance(debtor)) == ([D(1000), D(500), D(400)], D(1000))
    both = receive(desk, debtor, [dataclasses.replace(leg, number=f"9{leg.number}") for leg in cheques], [])
    take_receipt_back(desk, both, hotel.day, "wrong debtor")
    assert {row.state for row in Cheque.select().where(Cheque.number.startswith("9"))} == {"taken back"}
    assert list(faults()) == []


def test_a_receipt_whose_credit_went_elsewhere_cannot_be_taken_back(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("anong")
    bank = keep_bank_account(hotel.desk(), "11210", "004", "0123456789", "กระแสรายวัน", "Current")
    debtor = owing(hotel, "500")
    leg = Leg("CHEQ", D(800), bank="004", number="0012345", cheque_date=hotel.day, payer="Siam Tour")
    number = receive(desk, debtor, [leg], share_out(debtor, D(800)))
    (credit,) = credits_of(debtor)
    OpenItem.update(unpaid=-100).where(OpenItem.id == credit.id).execute()  # 200 of it left by another way
    with refused("CREDIT_GONE"):
        reopen_receipt(desk, number, hotel.day, "wrong debtor")
    pay_in(desk, [Cheque.get().id], bank, hotel.day)
    with refused("CREDIT_GONE"):
        cheque_bounced(desk, Cheque.get().id, hotel.day, "no funds")
    with refused("CHEQUE_AWAY"):
        take_receipt_back(desk, number, hotel.day, "wrong debtor")


def test_an_agent_pays_net_of_commission_with_its_vat(small_hotel: Hotel) -> None:
    hotel = small_hotel
    debtor = owing(hotel, "1000", "3000")
    kept = Kept(commission=D(600), commission_vat=D(42), invoice="AG-77", invoice_date=hotel.day)
    take_receipt(hotel.desk("anong"), debtor, money_in("3358"), share_out(debtor, D(4000)), kept)
    assert (left(debtor), balance(debtor)) == ([], 0)
    assert [account_balance(account(code).id) for code in ("52400", "11600")] == [D(600), D(42)]
    assert list(faults()) == []


def test_cash_goes_into_the_drawer_of_who_takes_it(small_hotel: Hotel) -> None:
    hotel = small_hotel
    debtor = owing(hotel, "500")
    number = receive(hotel.desk(), debtor, [Leg("CASH", D(500))], share_out(debtor, D(500)))
    with refused("CASH_RECEIPT"):
        reopen_receipt(hotel.desk(), number, hotel.day, "wrong debtor")
    take_receipt_back(hotel.desk(), number, hotel.day, "wrong debtor")
    assert (left(debtor), account_balance(account("11110").id)) == ([D(500)], 0)
    with refused("NO_METHOD"):
        receive(hotel.desk(), debtor, [Leg("VOUC", D(500), number="1", issuer="x")], [])
    set_setting(hotel.desk(), "cashier_shifts", "yes")
    with refused("NO_SHIFT"):
        receive(hotel.desk(), debtor, [Leg("CASH", D(500))], share_out(debtor, D(500)))
    receive(hotel.desk(), debtor, [Leg("TRAN", D(500))], share_out(debtor, D(500)))
    hotel.audit()
    assert list(faults()) == []


def test_a_receipt_pays_what_is_open_of_its_own_account(small_hotel: Hotel) -> None:
    hotel = small_hotel
    debtor, other = owing(hotel, "500"), owing(hotel, "700", name="Phuket Tour", tax_id="")
    (item,), (foreign,) = unpaid_items(debtor), unpaid_items(other)
    desk = hotel.desk("anong")
    for code, amount, applied, kept in (
        ("OTHER_ACCOUNT", "500", [Applied(foreign.id, D(500))], Kept()),
        ("MORE_THAN_IS_LEFT", "900", [Applied(item.id, D(501))], Kept()),
        ("MORE_THAN_RECEIVED", "400", [Applied(item.id, D(500))], Kept(withheld=D(99))),
        ("ITEM_TWICE", "500", [Applied(item.id, D(100)), Applied(item.id, D(100))], Kept()),
        ("NOT_POSITIVE", "500", [], Kept(withheld=D(-1))),
        ("NOT_POSITIVE", "500", [Applied(item.id, D(0))], Kept()),
        ("NO_CERTIFICATE_DATE", "500", [], Kept(withheld=D(1), certificate="9")),
        ("NO_INVOICE_DATE", "500", [], Kept(commission=D(1), invoice="9")),
    ):
        with refused(code):
            take_receipt(desk, debtor, money_in(amount), applied, kept)
    with refused("NO_RIGHT"):
        take_receipt(hotel.desk("nok"), debtor, money_in("500"), [])
    take_receipt(desk, debtor, money_in("500"), [Applied(item.id, D(500))])
    with refused("NOTHING_OPEN"):
        take_receipt(desk, debtor, money_in("500"), [Applied(item.id, D(1))])
    close_account(desk, debtor)
    with refused("DEBTOR_CLOSED"):
        take_receipt(desk, debtor, money_in("500"), [])


BY_HAND = (
    ("UPDATE item_payment SET amount = 1", "ITEM_KEPT"),
    ("DELETE FROM item_payment", "ITEM_KEPT"),
    ("UPDATE account_receipt SET total = total + 1, received = received + 1", "NUMBER_KEPT"),
    ("DELETE FROM account_receipt", "NUMBER_KEPT"),
    ("DELETE FROM payer_certificate", "NUMBER_KEPT"),
    ("UPDATE account_receipt_leg SET amount = 1", "NUMBER_KEPT"),
    (
        "INSERT INTO item_payment (item_id, receipt_id, date, amount) SELECT i.id, r.id, r.date, 1"
        " FROM open_item i, account_receipt r WHERE i.account_id <> r.account_id",
        "OTHER_ACCOUNT",
    ),
    (
        "INSERT INTO item_payment (item_id, receipt_id, date, amount) SELECT i.id, r.id, r.date, 10001"
        " FROM open_item i JOIN account_receipt r ON r.account_id = i.account_id WHERE i.amount = 90000",
        "MORE_THAN_RECEIVED",
    ),
    (
        "INSERT INTO item_payment (item_id, receipt_id, date, amount) SELECT item_id, receipt_id, date, 1"
        " FROM item_payment",
        "MORE_THAN_IS_LEFT",
    ),
)


def test_the_database_keeps_receipts(hotel: Hotel) -> None:
    debtor = owing(hotel, "400")
    owing(hotel, "700", name="Phuket Tour", tax_id="")
    take_receipt(
        hotel.desk("anong"), debtor, money_in("490"), share_out(debtor, D(500)), Kept(withheld=D(10))
    )
    bring(hotel.desk(), debtor, OldItem(D(900), hotel.day, document="INV-9"))
    for sql, code in BY_HAND:
        with pytest.raises(peewee.DatabaseError, match=code), database.atomic():
            database.execute_sql(sql)
    assert PayerCertificate.get().tax == D(10)


def test_items_and_credit_are_the_balance_after_any_sequence(small_hotel: Hotel) -> None:
    hotel = small_hotel
    debtor, dice = owing(hotel, "500", "400", "300"), random.Random(7)
    desk = hotel.desk("anong")
    taken: list[int] = []
    for _n in range(30):
        step, amount = dice.choice(("take", "take", "use", "back", "owe")), D(dice.randint(1, 600))
        if step == "take":
            share = share_out(debtor, D(dice.randint(1, int(amount))))
            taken.append(take_receipt(desk, debtor, money_in(str(amount)), share))
        elif step == "owe":
            bring(hotel.desk(), debtor, OldItem(amount, hotel.day))
        elif step == "back" and taken:
            reopen_receipt(desk, taken.pop(dice.randrange(len(taken))), hotel.day, "wrong")
        elif step == "use" and credits_of(debtor) and unpaid_items(debtor):
            apply_credit(desk, dice.choice(credits_of(debtor)).id, dice.choice(unpaid_items(debtor)).id)
        open_ = OpenItem.select().where(OpenItem.account == debtor)
        assert sum(item.unpaid for item in open_) == balance(debtor)
    assert ItemPayment.select().where(ItemPayment.taken_back_on.is_null(False)).exists()
    assert list(faults()) == []
