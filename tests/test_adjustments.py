"""Corrections of the day and adjustments of closed days: what is lowered, by whom, by how much, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.front_office.adjustment_reasons import AdjustmentReason, all_reasons, keep_reason, reasons
from models.front_office.adjustments import adjust, correct_for, left_of
from models.front_office.folios import (
    Posting,
    correct,
    folio_lines,
    parts_by_posting,
    post_charge,
    save_window,
    transfer,
    window_balance,
    window_of,
)
from models.front_office.opening import set_setting
from models.front_office.payments import take_deposit, take_payment
from models.front_office.proof import faults
from models.front_office.reservations import Stay
from models.front_office.service_tickets import ServiceTicket, open_ticket
from models.front_office.stays import check_in
from models.front_office.till import CashierShift, Drawer
from models.house.acts import ChangeLog
from models.house.database import database
from models.ledger.accounts import Account
from models.ledger.balances import account_balance
from tests.hotel import Hotel
from tests.refusing import asked, refused

BAHT = Decimal


def balance_of(hotel: Hotel, code: str) -> Decimal:
    return account_balance(Account.get(Account.code == code).id, hotel.day)


def charged_yesterday(hotel: Hotel, amount: str = "1000", code: str = "FOOD") -> tuple[int, int]:
    """A guest in 201 with a charge of a day that is closed: stay and charge."""
    stay = hotel.in_house("201", nights=3)
    charge = post_charge(hotel.desk("nok"), hotel.window(stay), code, BAHT(amount))
    hotel.audit()
    return stay, charge


def parts(posting: int) -> dict[str, Decimal]:
    return {part.code: part.amount for part in parts_by_posting([posting])[posting]}


def test_an_adjustment_is_a_new_line_of_today_at_the_tax_of_the_charge(hotel: Hotel) -> None:
    stay, charge = charged_yesterday(hotel)
    before = hotel.balance(stay)
    line = Posting.get_by_id(adjust(hotel.desk("nok"), charge, "QUALITY", percent=BAHT(25)))
    assert (line.kind, line.code.code, line.adjusts_id, line.reason_code) == (
        "adjustment",
        "FOOD",
        charge,
        "QUALITY",
    )
    assert (line.date, line.revenue_date) == (hotel.day, hotel.day)
    assert parts(line.id) == {"FOOD": BAHT("-250.00"), "SVC": BAHT("-25.00"), "VAT": BAHT("-19.25")}
    assert hotel.balance(stay) == before - BAHT("294.25")
    adjust(hotel.desk("nok"), charge, "GOODWILL", amount=BAHT("100.01"), words_of_reason="birthday")
    assert left_of(Posting.get_by_id(charge)) == BAHT("1177.00") - BAHT("294.25") - BAHT("100.01")
    assert [x.kind for x in folio_lines(hotel.window(stay))][-2:] == ["adjustment", "adjustment"]
    assert ChangeLog.select().order_by(ChangeLog.id.desc()).first().reason == "Goodwill birthday"
    assert list(faults()) == []


def test_what_is_lowered_in_pieces_adds_up_to_the_charge(hotel: Hotel) -> None:
    _stay, charge = charged_yesterday(hotel, "333.33")
    whole = Posting.get_by_id(charge)
    for _piece in range(3):
        adjust(hotel.desk(), charge, "PRICE", percent=BAHT(30))
    rest = left_of(whole)
    with refused("MORE_THAN_IS_LEFT") as refusal:
        adjust(hotel.desk(), charge, "PRICE", amount=rest + BAHT("0.01"))
    assert refusal.said.field == "amount"
    adjust(hotel.desk(), charge, "PRICE", amount=rest)
    lines = [charge, *(x.id for x in Posting.select().where(Posting.adjusts == charge))]
    assert {code: sum(parts(x)[code] for x in lines) for code in parts(charge)} == {
        "FOOD": 0,
        "SVC": 0,
        "VAT": 0,
    }
    with refused("MORE_THAN_IS_LEFT"):
        adjust(hotel.desk(), charge, "PRICE", percent=BAHT(1))
    assert list(faults()) == []


def test_what_an_adjustment_refuses(hotel: Hotel) -> None:
    stay, charge = charged_yesterday(hotel)
    nok = hotel.desk("nok")
    for reason in ("", "SOME", "COMP"):
        with refused("NO_REASON") as refusal:
            adjust(nok, charge, reason, percent=BAHT(10))
        assert refusal.said.field == "reason_code"
    keep_reason(hotel.desk(), "GOODWILL", "", "Goodwill", active=False)
    with refused("NO_REASON"):
        adjust(nok, charge, "GOODWILL", percent=BAHT(10))
    with refused("NO_AMOUNT"):
        adjust(nok, charge, "PRICE")
    with refused("NO_AMOUNT"):
        adjust(nok, charge, "PRICE", amount=BAHT(1), percent=BAHT(1))
    for percent in ("0", "100.01", "-5"):
        with refused("PERCENT"):
            adjust(nok, charge, "PRICE", percent=BAHT(percent))
    with refused("NOT_POSITIVE"):
        adjust(nok, charge, "PRICE", amount=BAHT(-10))
    with refused("NO_RIGHT"):
        adjust(hotel.desk("noi"), charge, "PRICE", amount=BAHT(10))
    paid = take_payment(nok, hotel.window(stay), "CASH", BAHT(100))
    assert paid
    payment = Posting.get(Posting.kind == "payment")
    with refused("NOT_ADJUSTABLE"):
        adjust(nok, payment.id, "PRICE", amount=BAHT(10))
    today = post_charge(nok, hotel.window(stay), "LAUN", BAHT(50))
    with refused("USE_CORRECTION"):
        adjust(nok, today, "PRICE", amount=BAHT(10))
    line = adjust(nok, charge, "PRICE", amount=BAHT(10))
    for undo in (lambda: adjust(nok, line, "PRICE", amount=BAHT(1)), lambda: correct(nok, line, "slip")):
        with refused("UNDO_OF_UNDO"):
            undo()
    with refused("CLOSED_DATE") as refusal:
        correct(nok, charge, "slip")
    assert refusal.said.jump == f"adjust {Posting.get_by_id(charge).entry_id}"
    hotel.pay_all(stay)
    hotel.leaves(stay, early=True)
    with refused("WINDOW_CLOSED"):
        adjust(nok, charge, "PRICE", amount=BAHT(10))


def test_above_ones_limit_a_second_person_approves(small_hotel: Hotel) -> None:
    hotel = small_hotel
    _stay, charge = charged_yesterday(hotel)
    with asked("ADJUST_LIMIT", "adjust", amount="600.00", second_person=True):
        adjust(hotel.desk("nok"), charge, "QUALITY", amount=BAHT(600))
    desk = hotel.answering("nok", approver="somsak", ADJUST_LIMIT="long wait")
    line = adjust(desk, charge, "QUALITY", amount=BAHT(600))
    log = ChangeLog.get((ChangeLog.subject == "posting") & (ChangeLog.subject_id == str(line)))
    assert log.approved_by.login == "somsak"
    assert "long wait" in log.reason
    lek = hotel.answering("nok", approver="lek", ADJUST_LIMIT="again")
    with pytest.raises(Exception, match="ADJUST_LIMIT"):
        adjust(lek, charge, "QUALITY", amount=BAHT(501))


def test_a_correction_has_a_reason_of_the_list_and_belongs_to_the_shift_of_now(small_hotel: Hotel) -> None:
    hotel = small_hotel
    set_setting(hotel.desk(), "cashier_shifts", "yes")
    drawer = Drawer.get()
    values = {
        "drawer": drawer,
        "date": hotel.day,
        "terminal": "desk",
        "opened_at": hotel.clock(),
        "opening": BAHT(0),
    }
    morning = CashierShift.create(staff=hotel.desk("nok").staff, **values)
    stay = hotel.in_house("201", nights=2)
    take_payment(hotel.desk("nok"), hotel.window(stay), "CASH", BAHT(100))
    payment = Posting.get(Posting.kind == "payment")
    CashierShift.update(closed_at=hotel.clock(), closed_by=morning.staff_id).where(
        CashierShift.id == morning.id
    ).execute()
    evening = CashierShift.create(staff=hotel.desk("lek").staff, **values)
    with refused("NO_REASON"):
        correct_for(hotel.desk("lek"), payment.id, "")
    line = Posting.get_by_id(correct_for(hotel.desk("lek"), payment.id, "WRONG", "it was 1,000"))
    assert (payment.shift_id, line.shift_id) == (morning.id, evening.id)
    assert (line.reason_code, line.reference) == ("WRONG", "Posted wrongly it was 1,000")


def test_vat_that_a_deposit_declared_is_not_given_back_twice(hotel: Hotel) -> None:
    stay = hotel.booked(2, "SUP")
    take_deposit(hotel.desk("nok"), Stay.get_by_id(stay).reservation_id, "CASH", BAHT(1070))
    check_in(hotel.desk(), stay, "201")
    charge = post_charge(hotel.desk("nok"), hotel.window(stay), "FOOD", BAHT(1000))
    hotel.audit()
    due = balance_of(hotel, "21300")
    adjust(hotel.desk(), charge, "PRICE", percent=BAHT(100))
    assert balance_of(hotel, "21300") == due + BAHT("77.00"), "the room still needs what the deposit declared"
    room = Posting.get(Posting.night.is_null(False))
    adjust(hotel.desk(), room.id, "PRICE", percent=BAHT(100))
    assert balance_of(hotel, "21300") == BAHT("-70.00"), "the deposit stays declared"
    assert list(faults()) == []


def test_a_complaint_is_made_good_by_an_adjustment(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay, charge = charged_yesterday(hotel)
    ticket = open_ticket(hotel.desk("nok"), "complaint", "HK", "cold water", stay_id=stay)
    line = adjust(hotel.desk("nok"), charge, "FAULT", amount=BAHT(50), ticket_id=ticket)
    assert ServiceTicket.get_by_id(ticket).compensation_id == line
    with refused("COMPENSATED"):
        adjust(hotel.desk("nok"), charge, "FAULT", amount=BAHT(50), ticket_id=ticket)


def test_the_hotel_keeps_its_own_reasons(small_hotel: Hotel) -> None:
    desk = small_hotel.desk()
    assert "COMP" not in [reason.code for reason in reasons()]
    assert "COMP" in [reason.code for reason in all_reasons()]
    keep_reason(desk, "noise", "เสียงดัง", "")
    assert AdjustmentReason.get(AdjustmentReason.code == "NOISE").name_en == "เสียงดัง"
    with refused("NO_NAME"):
        keep_reason(desk, " ", "", "x")
    with refused("REASON_OF_PROGRAM"):
        keep_reason(desk, "EARLY", "", "Left earlier", active=False)


def test_the_database_lets_no_charge_be_lowered_below_nothing(hotel: Hotel) -> None:
    _stay, charge = charged_yesterday(hotel)
    adjust(hotel.desk(), charge, "PRICE", amount=BAHT(177))
    row = Posting.get_by_id(charge)
    columns = [c.name for c in database.get_columns("posting") if c.name != "id"]
    quoted = ", ".join(columns)

    def copy(**other: str) -> str:
        values = ", ".join(other.get(name, name) for name in columns)
        return f"INSERT INTO posting ({quoted}) SELECT {values} FROM posting WHERE id = {charge}"

    lowered = {
        "kind": "'adjustment'",
        "adjusts_id": str(charge),
        "reason_code": "'X'",
        "net": "-1",
        "source": "NULL",
    }
    wrong = {
        "MORE_THAN_IS_LEFT": [{**lowered, "amount": "-100001"}],
        "LOWERS_NO_CHARGE": [
            {**lowered, "amount": "-1", "reason_code": "''"},
            {**lowered, "amount": "1"},
            {**lowered, "amount": "-1", "adjusts_id": "NULL"},
            {**lowered, "amount": "-1", "kind": "'refund'"},
            {**lowered, "amount": "-1", "code_id": f"{row.code_id} + 1"},
        ],
    }
    for code, tries in wrong.items():
        for other in tries:
            with pytest.raises(Exception, match=code), database.atomic():
                database.execute_sql(copy(**other))
    with database.atomic() as kept:
        database.execute_sql(copy(**{**lowered, "amount": "-100000"}))
        kept.rollback()


def test_of_a_charge_that_moved_no_more_is_taken_than_it_was(hotel: Hotel) -> None:
    stay, charge = charged_yesterday(hotel)
    adjust(hotel.desk(), charge, "PRICE", amount=BAHT(1000))
    save_window(hotel.desk(), stay, 2, payee="Siam Tour")
    transfer(hotel.desk(), [charge], window_of(stay, 2).id)
    with refused("MOVED"):
        adjust(hotel.desk(), charge, "PRICE", amount=BAHT(1))
    leg = Posting.get((Posting.moved_from == charge) & (Posting.amount > 0))
    with refused("MORE_THAN_IS_LEFT"):
        adjust(hotel.desk(), leg.id, "PRICE", amount=BAHT("177.01"))
    line = Posting.get_by_id(adjust(hotel.desk(), leg.id, "PRICE", amount=BAHT(177)))
    assert (line.window.number, window_balance(line.window_id)) == (2, 0)
    assert list(faults()) == []
