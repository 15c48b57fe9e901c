"""VAT of deposits: due the day the money comes, once; given back with a credit note."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from playhouse.migrations import Migration

from models.front_office.codes import Generate, TransactionCode
from models.front_office.credit_notes import CreditNoteLine
from models.front_office.deposit_vat import left
from models.front_office.folios import FolioWindow, correct, post_charge
from models.front_office.papers import paper_from_json
from models.front_office.payments import keep_deposit, refund, refund_deposit, take_deposit, take_payment
from models.front_office.proof import faults
from models.front_office.receipts import CREDIT_NOTE, TAX_INVOICE, Receipt, is_void, paper_of_posting
from models.front_office.reservations import (
    Booking,
    Reservation,
    Stay,
    book_rooms,
    cancel,
    deposit_of,
    security_of,
)
from models.front_office.security import return_security, take_security, use_security
from models.front_office.stays import check_in, check_out, undo_check_in
from models.house.database import MIGRATIONS, database, transaction
from models.house.refusals import Refused
from models.ledger.accounts import Account
from models.ledger.balances import account_balance
from tests.hotel import Hotel
from tests.refusing import refused

BAHT = Decimal


def output_vat(hotel: Hotel) -> Decimal:
    return -account_balance(Account.get(Account.code == "21300").id, hotel.day)


def declared(hotel: Hotel) -> Decimal:
    return account_balance(Account.get(Account.subledger == "deposit vat").id, hotel.day)


def coming(hotel: Hotel, nights: int = 1, *deposits: str, **more: object) -> tuple[int, int]:
    """A booking with deposits in cash: stay and reservation."""
    stay = hotel.booked(nights, **more)
    reservation = Stay.get_by_id(stay).reservation_id
    for amount in deposits:
        take_deposit(hotel.desk("nok"), reservation, "CASH", BAHT(amount))
    return stay, reservation


def held_vat(reservation: int) -> Decimal:
    return left(Reservation.get_by_id(reservation).deposit_vat_id)


def window_vat(hotel: Hotel, stay: int) -> Decimal:
    return left(FolioWindow.get_by_id(hotel.window(stay)).deposit_vat_id)


def test_a_deposit_declares_its_vat_the_day_it_comes_on_an_invoice_of_its_own_series(hotel: Hotel) -> None:
    _stay, reservation = coming(hotel, 2, "1070")
    assert (output_vat(hotel), declared(hotel)) == (BAHT("70.00"), BAHT("70.00"))
    assert deposit_of(Reservation.get_by_id(reservation)) == BAHT("1070.00"), "owed in full to the guest"
    invoice = Receipt.get()
    assert (invoice.number, invoice.kind) == ("DP2569-00001", TAX_INVOICE)
    assert (invoice.net, invoice.vat) == (BAHT("1000.00"), BAHT("70.00"))
    assert list(faults()) == []


def test_the_invoice_of_a_deposit_has_every_particular_the_law_asks_for(hotel: Hotel) -> None:
    _stay, reservation = coming(hotel, 2)
    take_deposit(
        hotel.desk("nok"), reservation, "TRAN", BAHT("1177.50"), language="th", payee="บริษัท สยามทัวร์ จำกัด",
        address="1 ถนนสีลม กรุงเทพฯ", tax_id="0105561000003", branch="00002",
    )  # fmt: skip
    paper = paper_from_json(Receipt.get().paper)
    assert paper.title == "ใบเสร็จรับเงิน/ใบกำกับภาษี"
    assert (paper.seller.name, paper.seller.tax_id) == ("โรงแรมริมน้ำ", "0105561000003")
    assert paper.seller.branch == "สำนักงานใหญ่"
    assert paper.party is not None
    assert (paper.party.name, paper.party.tax_id) == ("บริษัท สยามทัวร์ จำกัด", "0105561000003")
    assert (paper.party.branch, paper.party.lines) == ("สาขาที่ 00002", ("1 ถนนสีลม กรุงเทพฯ",))
    assert paper.number == "DP2569-00001"
    assert paper.date_text
    assert [field.value for field in paper.totals] == ["1,100.47", "77.03", "1,177.50"]
    assert paper.words == "หนึ่งพันหนึ่งร้อยเจ็ดสิบเจ็ดบาทห้าสิบสตางค์"


def test_an_english_invoice_still_says_what_it_is_in_thai(hotel: Hotel) -> None:
    coming(hotel, 1, "500")
    assert paper_from_json(Receipt.get().paper).title == "ใบเสร็จรับเงิน/ใบกำกับภาษี · Receipt / Tax invoice"


def test_a_hotel_that_is_not_registered_gives_a_plain_receipt_and_declares_nothing(hotel: Hotel) -> None:
    with transaction():
        Generate.delete().execute()
    coming(hotel, 1, "1070")
    assert (output_vat(hotel), declared(hotel)) == (0, 0)
    assert (Receipt.get().number, Receipt.get().vat) == ("R2569-00001", 0)
    assert "ใบกำกับภาษี" not in Receipt.get().paper


def test_what_is_charged_uses_up_what_was_declared_and_the_tax_is_due_once(hotel: Hotel) -> None:
    stay, reservation = coming(hotel, 1, "1000")
    check_in(hotel.desk("nok"), stay, "201")
    assert (held_vat(reservation), window_vat(hotel, stay)) == (0, BAHT("65.42"))
    hotel.audit()  # the room: 1,500 + 150 + 115.50
    assert (output_vat(hotel), declared(hotel)) == (BAHT("115.50"), 0)
    hotel.leaves(stay)
    assert output_vat(hotel) == BAHT("115.50")
    assert list(faults()) == []


def test_a_correction_declares_again_what_its_charge_had_used(hotel: Hotel) -> None:
    stay, _reservation = coming(hotel, 1, "1070")
    check_in(hotel.desk("nok"), stay, "201")
    dinner = post_charge(hotel.desk("nok"), hotel.window(stay), "FOOD", BAHT(500))  # VAT 38.50
    assert (output_vat(hotel), window_vat(hotel, stay)) == (BAHT("70.00"), BAHT("31.50"))
    correct(hotel.desk("nok"), dinner, "wrong room")
    assert (output_vat(hotel), window_vat(hotel, stay)) == (BAHT("70.00"), BAHT("70.00"))
    assert list(faults()) == []


def test_the_folio_shows_a_charge_with_its_own_parts_only(hotel: Hotel) -> None:
    from models.front_office.folios import folio_lines

    stay, _reservation = coming(hotel, 1, "1070")
    check_in(hotel.desk("nok"), stay, "201")
    post_charge(hotel.desk("nok"), hotel.window(stay), "FOOD", BAHT(500))
    line = folio_lines(hotel.window(stay))[-1]
    assert [(child.code, child.amount) for child in line.children] == [
        ("SVC", BAHT("50.00")),
        ("VAT", BAHT("38.50")),
    ]


def test_undoing_the_check_in_takes_the_declared_vat_back_to_the_booking(hotel: Hotel) -> None:
    stay, reservation = coming(hotel, 1, "1070")
    check_in(hotel.desk("nok"), stay, "201")
    undo_check_in(hotel.desk("nok"), stay)
    assert (held_vat(reservation), window_vat(hotel, stay)) == (BAHT("70.00"), 0)
    check_in(hotel.desk("nok"), stay, "201")
    assert (held_vat(reservation), window_vat(hotel, stay)) == (0, BAHT("70.00"))
    assert list(faults()) == []


def test_a_refunded_deposit_takes_its_vat_back_with_a_credit_note(hotel: Hotel) -> None:
    _stay, reservation = coming(hotel, 2, "1070")
    posting = refund_deposit(hotel.desk("somsak"), reservation, "CASH", BAHT("535"), "shorter stay")
    assert (output_vat(hotel), held_vat(reservation)) == (BAHT("35.00"), BAHT("35.00"))
    note = paper_of_posting(posting)
    assert note is not None
    assert (note.number, note.kind, note.net, note.vat) == ("CN2569-00001", CREDIT_NOTE, BAHT(500), BAHT(35))
    paper = paper_from_json(note.paper)
    assert paper.title == "ใบลดหนี้ · Credit note"
    (row,) = paper.tables[0].rows
    assert row.cells[0].startswith("DP2569-00001 ")
    assert row.cells[1:] == ("1,000.00", "500.00", "500.00", "35.00")
    assert "shorter stay" in [field.value for field in paper.fields]
    rest = refund_deposit(hotel.desk("somsak"), reservation, "CASH", BAHT("535"), "not coming")
    second = paper_from_json(paper_of_posting(rest).paper)  # type: ignore[union-attr]
    assert second.tables[0].rows[0].cells[1:] == ("500.00", "0.00", "500.00", "35.00")
    assert (output_vat(hotel), declared(hotel)) == (0, 0)
    assert list(faults()) == []


def test_a_refund_over_two_invoices_names_both_the_newest_first(hotel: Hotel) -> None:
    _stay, reservation = coming(hotel, 2, "1070", "535")
    posting = refund_deposit(hotel.desk("somsak"), reservation, "CASH", BAHT("1000"), "shorter stay")
    note = paper_of_posting(posting)
    lines = [(line.invoice.number, line.net + line.vat) for line in note.lines.order_by(CreditNoteLine.id)]  # type: ignore[union-attr]
    assert lines == [("DP2569-00002", BAHT("535.00")), ("DP2569-00001", BAHT("465.00"))]


def test_a_credit_note_whose_refund_was_taken_back_is_void_and_takes_nothing(hotel: Hotel) -> None:
    _stay, reservation = coming(hotel, 2, "1070")
    posting = refund_deposit(hotel.desk("somsak"), reservation, "CASH", BAHT("1070"), "not coming")
    correct(hotel.desk("somsak"), posting, "they come after all")
    note = paper_of_posting(posting)
    assert note is not None
    assert is_void(note)
    assert held_vat(reservation) == BAHT("70.00")
    again = refund_deposit(hotel.desk("somsak"), reservation, "CASH", BAHT("1070"), "not coming")
    assert paper_of_posting(again).number == "CN2569-00002"  # type: ignore[union-attr]
    assert (output_vat(hotel), declared(hotel)) == (0, 0)
    assert list(faults()) == []


def test_a_kept_deposit_is_taxed_once(hotel: Hotel) -> None:
    stay, reservation = coming(hotel, 2, "1000.01", "0.99", "333.33")
    keep_deposit(hotel.desk("somsak"), reservation, BAHT("1000"), "late")
    keep_deposit(hotel.desk("somsak"), reservation, BAHT("334.33"), "late")
    assert declared(hotel) == 0, "nothing of it is ahead any more, not a satang"
    assert output_vat(hotel) == BAHT("65.42") + BAHT("21.87")
    cancel(hotel.desk("nok"), stay, "late")
    assert list(faults()) == []


def test_a_deposit_refunded_from_the_folio_gets_its_credit_note_too(hotel: Hotel) -> None:
    stay, _reservation = coming(hotel, 1, "3210")  # VAT 210
    check_in(hotel.desk("nok"), stay, "201")
    hotel.audit()  # 1,765.50 of it 115.50 VAT
    posting = refund(hotel.desk("malee"), hotel.window(stay), "CASH", BAHT("1444.50"), "early")
    note = paper_of_posting(posting)
    assert note is not None
    assert (note.net, note.vat) == (BAHT("1350.00"), BAHT("94.50"))
    assert (output_vat(hotel), window_vat(hotel, stay)) == (BAHT("115.50"), 0)
    check_out(hotel.desk("nok"), stay)
    assert list(faults()) == []


def test_of_a_credit_that_was_paid_in_cash_and_by_deposit_the_cash_goes_back_first(hotel: Hotel) -> None:
    stay, _reservation = coming(hotel, 1, "1070")
    check_in(hotel.desk("nok"), stay, "201")
    take_payment(hotel.desk("malee"), hotel.window(stay), "CASH", BAHT(500))
    posting = refund(hotel.desk("malee"), hotel.window(stay), "CASH", BAHT(500), "too much")
    assert paper_of_posting(posting) is None
    assert window_vat(hotel, stay) == BAHT("70.00")
    posting = refund(hotel.desk("malee"), hotel.window(stay), "CASH", BAHT(107), "too much")
    assert paper_of_posting(posting).vat == BAHT("7.00")  # type: ignore[union-attr]


def test_what_charges_without_vat_leave_declared_is_let_go_at_check_out(hotel: Hotel) -> None:
    stay, _reservation = coming(hotel, 1, "1070")
    check_in(hotel.desk("nok"), stay, "201")
    with transaction():
        Generate.delete().execute()  # as if everything were exempt
    hotel.audit()
    assert window_vat(hotel, stay) == BAHT("70.00")
    hotel.leaves(stay)
    assert (output_vat(hotel), declared(hotel)) == (0, 0)
    assert list(faults()) == []


def test_a_second_deposit_is_not_used_up_by_the_room_that_came_first(hotel: Hotel) -> None:
    """Two rooms under one booking: the first takes the deposit held, the next one is for the other room."""
    guest = hotel.guest()
    first, _second = book_rooms(
        hotel.desk(), Booking(guest, hotel.day, hotel.after(1), "SUP", "BAR", rooms=2)
    )
    reservation = Stay.get_by_id(first).reservation_id
    take_deposit(hotel.desk("nok"), reservation, "CASH", BAHT("535"))
    check_in(hotel.desk("nok"), first, "201")
    later = take_deposit(hotel.desk("nok"), reservation, "CASH", BAHT("1070"))
    post_charge(hotel.desk("nok"), hotel.window(first), "FOOD", BAHT("2000"))
    assert (held_vat(reservation), window_vat(hotel, first)) == (BAHT("70.00"), 0)
    correct(hotel.desk("nok"), Receipt.get_by_id(later).posting_id, "wrong booking")
    assert held_vat(reservation) == 0
    assert list(faults()) == []


def test_the_last_receipt_names_the_deposit_and_its_invoice(hotel: Hotel) -> None:
    stay, _reservation = coming(hotel, 1, "1000")
    check_in(hotel.desk("nok"), stay, "201")
    hotel.audit()
    receipt = take_payment(hotel.desk("malee"), hotel.window(stay), "CASH", hotel.balance(stay))
    fields = paper_from_json(Receipt.get_by_id(receipt).paper).fields
    (deposit,) = [field.value for field in fields if field.label == "Deposit deducted"]
    assert deposit.startswith("1,000.00, invoice DP2569-00001 of 23 Nov")


def test_security_is_not_taxed_survives_the_check_in_and_is_returned(hotel: Hotel) -> None:
    stay, reservation = coming(hotel, 1, "1070")
    take_security(hotel.desk("nok"), reservation, "CASH", BAHT(2000))
    assert output_vat(hotel) == BAHT("70.00")
    assert Receipt.select().order_by(Receipt.id.desc()).first().number == "R2569-00001"
    check_in(hotel.desk("nok"), stay, "201")
    assert security_of(Reservation.get_by_id(reservation)) == BAHT("2000.00")
    hotel.audit()
    post_charge(hotel.desk("nok"), hotel.window(stay), "MISC", BAHT(100), description="key lost")
    use_security(hotel.desk("malee"), hotel.window(stay), BAHT(107), "key lost")
    hotel.pay_all(stay)
    with refused("SECURITY_HELD"):
        check_out(hotel.desk("nok"), stay)
    return_security(hotel.desk("malee"), reservation, "CASH", BAHT(1893), "nothing else lost")
    check_out(hotel.desk("nok"), stay)
    assert list(faults()) == []


def test_a_booking_does_not_end_while_security_is_held(hotel: Hotel) -> None:
    stay, reservation = coming(hotel, 1)
    posting = Receipt.get_by_id(take_security(hotel.desk("nok"), reservation, "CASH", BAHT(500))).posting_id
    with refused("DEPOSIT_LEFT"):
        cancel(hotel.desk("nok"), stay, "ill")
    correct(hotel.desk("nok"), posting, "never paid")
    cancel(hotel.desk("nok"), stay, "ill")
    with refused("STAY_ENDED"):
        take_security(hotel.desk("nok"), reservation, "CASH", BAHT(500))
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("buyer", "code"),
    [
        ({"payee": "Siam Tour", "address": "1 Silom", "tax_id": "0105561000004"}, "TAX_ID"),
        ({"payee": "Siam Tour", "address": "1 Silom", "tax_id": "0105561000003", "branch": "2"}, "BRANCH"),
        ({"address": "1 Silom", "tax_id": "0105561000003"}, "NO_BUYER"),
        ({"payee": "Siam Tour", "tax_id": "0105561000003"}, "NO_ADDRESS"),
    ],
)
def test_an_invoice_that_would_be_worth_nothing_is_refused(
    hotel: Hotel, buyer: dict[str, str], code: str
) -> None:
    _stay, reservation = coming(hotel)
    with refused(code):
        take_deposit(hotel.desk("nok"), reservation, "CASH", BAHT(500), **buyer)  # type: ignore[arg-type]


def test_more_than_the_security_held_is_neither_returned_nor_used(hotel: Hotel) -> None:
    stay, reservation = coming(hotel)
    take_security(hotel.desk("nok"), reservation, "CASH", BAHT(500))
    with refused("MORE_THAN_IS_LEFT"):
        return_security(hotel.desk("malee"), reservation, "CASH", BAHT("500.01"), "out")
    with refused("NO_REASON"):
        return_security(hotel.desk("malee"), reservation, "CASH", BAHT("500"), " ")
    check_in(hotel.desk("nok"), stay, "201")
    with refused("MORE_THAN_IS_LEFT"):
        use_security(hotel.desk("malee"), hotel.window(stay), BAHT("500.01"), "key")


# What the database holds by itself


def raw(sql: str) -> None:
    """Someone's own statement in a transaction of its own."""
    with transaction():
        database.execute_sql(sql)


def test_the_database_lets_no_one_use_up_more_vat_than_was_declared(hotel: Hotel) -> None:
    from models.front_office import deposit_vat
    from models.house.acts import Act
    from models.ledger.entries import write_entry

    _stay, reservation = coming(hotel, 1, "1070")
    part = Reservation.get_by_id(reservation).deposit_vat_id
    lines = deposit_vat.declared(part, BAHT("-70.01"))
    with pytest.raises(Refused) as caught, transaction():
        write_entry(Act(hotel.desk(), "try"), lines, kind=deposit_vat.RELEASE, memo="too much")
    assert caught.value.code == "MORE_THAN_IS_LEFT"


def test_the_database_keeps_the_figures_of_an_invoice_and_what_was_credited(hotel: Hotel) -> None:
    _stay, reservation = coming(hotel, 1, "1070")
    refund_deposit(hotel.desk("somsak"), reservation, "CASH", BAHT("535"), "shorter stay")
    note = Receipt.get(Receipt.kind == CREDIT_NOTE).id
    invoice = Receipt.get(Receipt.kind == TAX_INVOICE).id
    numbers = itertools.count(1)
    for sql, code in (
        (f"UPDATE receipt SET vat = 1 WHERE id = {invoice}", "NUMBER_KEPT"),
        (f"UPDATE receipt SET kind = 'receipt' WHERE id = {note}", "NUMBER_KEPT"),
        ("UPDATE credit_note_line SET vat = 1", "NUMBER_KEPT"),
        ("DELETE FROM credit_note_line", "NUMBER_KEPT"),
        # half of the invoice is left: 500.00 and 35.00
        (f"INSERT INTO credit_note_line (note_id, invoice_id, net, vat) VALUES ({invoice}, {invoice}, 50001, 3500)", "CREDIT_ABOVE_INVOICE"),
        (f"INSERT INTO credit_note_line (note_id, invoice_id, net, vat) VALUES ({invoice}, {invoice}, 45000, 5000)", "CREDIT_ABOVE_INVOICE"),
        (f"INSERT INTO credit_note_line (note_id, invoice_id, net, vat) VALUES ({invoice}, {invoice}, 50000, 0)", "CREDIT_ABOVE_INVOICE"),
    ):  # fmt: skip
        with pytest.raises(Refused) as caught:
            raw(sql)
        assert caught.value.code == code, (next(numbers), sql)


def test_a_hotel_that_was_open_before_gets_the_account_and_the_codes(hotel: Hotel) -> None:
    module = Migration.load_directory(str(MIGRATIONS))[
        [m.name for m in Migration.load_directory(str(MIGRATIONS))].index("0007_policies")
    ].load()
    with transaction():
        for code in ("NOSHO", "SECUR"):
            row = TransactionCode.get(TransactionCode.code == code)
            Generate.delete().where(Generate.parent == row).execute()
            row.delete_instance()
        Account.delete().where(Account.subledger == "deposit vat").execute()
        module._furnish(database.obj)
        module._furnish(database.obj)  # a hotel that has them is left as it is
    account = Account.get(Account.subledger == "deposit vat")
    assert (account.code, account.kind) == ("21330", "liability")
    fee = TransactionCode.get(TransactionCode.code == "NOSHO")
    assert (fee.kind, fee.account.code) == ("revenue", "41180")
    assert [g.child.code for g in Generate.select().where(Generate.parent == fee)] == ["VAT"]
    coming(hotel, 1, "1070")
    assert declared(hotel) == BAHT("70.00")
