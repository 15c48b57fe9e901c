"""Reports of corrections and adjustments, interim and pro-forma bills, complimentary nights on the books."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.front_office.adjustments import adjust, correct_for
from models.front_office.billed_ahead import bill_ahead
from models.front_office.corrections_report import (
    ADJUSTMENTS,
    CORRECTIONS,
    taken_back_on,
    taken_back_paper,
)
from models.front_office.folio_papers import interim_paper, nights_to_come, pro_forma_paper
from models.front_office.folios import FolioWindow, Posting, folio_lines, post_charge
from models.front_office.invoice_notes import credit_invoice
from models.front_office.invoicing import issue_invoice
from models.front_office.night_audit import DayStatistics
from models.front_office.opening import set_setting
from models.front_office.payments import take_deposit, take_payment
from models.front_office.proof import faults
from models.front_office.receipts import Buyer
from models.front_office.reservations import Stay
from models.house.acts import ChangeLog
from models.house.property import Property
from models.ledger.accounts import Account
from models.ledger.balances import account_balance
from tests.hotel import Hotel
from tests.packages import breakfast, package

BAHT = Decimal


def test_corrections_and_adjustments_of_a_day_are_reported_with_their_pairs(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=3)
    window = hotel.window(stay)
    dinner = post_charge(hotel.desk("nok"), window, "FOOD", BAHT(1000))
    other = post_charge(hotel.desk("nok"), window, "SPA", BAHT(500))
    buyer = Buyer("Siam", "1 Silom")
    invoice = issue_invoice(hotel.desk(), window, "full", buyer, [other])
    hotel.audit()
    wrong = post_charge(hotel.desk("nok"), window, "LAUN", BAHT(100))
    correct_for(hotel.desk("lek"), wrong, "ROOM", "was 202")
    adjust(
        hotel.answering("nok", approver="somsak", ADJUST_LIMIT="cold"), dinner, "QUALITY", amount=BAHT(600)
    )
    credit_invoice(hotel.answering(CREDIT_NOTE="agreed"), invoice, "LESS", amount=BAHT(107))
    (pair,) = taken_back_on(CORRECTIONS, hotel.day)
    assert (pair.original, pair.amount, pair.room) == (BAHT("117.70"), BAHT("-117.70"), "201")
    assert (pair.original_user, pair.user, pair.reason("en")) == ("nok", "lek", "Wrong room was 202")
    assert pair.reason("th") == "ลงผิดห้อง was 202"
    lowered, credited = taken_back_on(ADJUSTMENTS, hotel.day)
    assert (lowered.amount, lowered.approved_by, lowered.reason("th")) == (-600, "somsak", "แขกไม่พอใจบริการ")
    assert (credited.amount, credited.document) == (BAHT(-107), "CN2569-00001")
    assert taken_back_on(ADJUSTMENTS, hotel.after(-1)) == []
    for language in ("th", "en"):
        paper = taken_back_paper(Property.the(), ADJUSTMENTS, hotel.day, language)
        assert len(paper.tables[0].rows) == 4
        assert paper.totals[0].value in ("−707.00", "-707.00")


def test_a_pro_forma_says_what_the_stay_will_cost_with_its_packages(small_hotel: Hotel) -> None:
    hotel = small_hotel
    package(hotel, "ABF", breakfast(), rate="BAR")
    stay = hotel.booked(3, "SUP", adults=2)
    take_deposit(hotel.desk(), Stay.get_by_id(stay).reservation_id, "CASH", BAHT(1000))
    row = Stay.get_by_id(stay)
    assert len(nights_to_come(row)) == 6, "room and breakfast of three nights"
    paper = pro_forma_paper(Property.the(), row, "en")
    assert paper.number == ""
    assert [t.value for t in paper.totals][-1] == "5,002.70", "3 × 1,700++ less the deposit"
    hotel.day = Property.the().business_date
    here = hotel.in_house("202", nights=2)
    bill_ahead(hotel.desk(), here, until=hotel.day)
    paper = pro_forma_paper(Property.the(), Stay.get_by_id(here), "th")
    assert [row.cells[2] for row in paper.tables[0].rows if row.style == "normal"][-1] == "494.34"
    assert paper.totals[-1].value == "3,531.00"


def test_an_interim_bill_asks_for_what_is_due_so_far(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=3)
    post_charge(hotel.desk("nok"), hotel.window(stay), "FOOD", BAHT(1000))
    take_payment(hotel.desk("nok"), hotel.window(stay), "CASH", BAHT(177))
    paper = interim_paper(Property.the(), FolioWindow.get_by_id(hotel.window(stay)), "en")
    assert [t.value for t in paper.totals] == ["1,177.00", "177.00", "1,000.00"]
    assert paper.notes == ("This is not a tax invoice.",)


def test_a_complimentary_night_is_full_revenue_and_an_equal_allowance_where_the_house_wants_it(
    hotel: Hotel,
) -> None:
    set_setting(hotel.desk(), "complimentary", "allowance")
    stay = hotel.in_house("201", nights=2, rate_code="COMP", adults=2)
    hotel.audit()
    given = [(x.kind, x.net, x.amount) for x in folio_lines(hotel.window(stay))]
    assert given == [("charge", 1700, BAHT("2000.90")), ("adjustment", -1700, BAHT("-2000.90"))]
    (row,) = taken_back_on(ADJUSTMENTS, hotel.after(-1))
    assert row.reason("en").startswith("Complimentary")
    assert account_balance(Account.get(Account.code == "21300").id, hotel.day) == 0
    day = DayStatistics.get()
    assert (day.complimentary, day.room_revenue) == (1, 0)
    hotel.audit()
    hotel.leaves(stay)
    assert list(faults()) == []


def test_a_house_whose_rate_has_no_price_is_told_and_closes_its_day(small_hotel: Hotel) -> None:
    hotel = small_hotel
    set_setting(hotel.desk(), "complimentary", "allowance")
    set_setting(hotel.desk(), "complimentary_rate", "RACK")
    hotel.in_house("201", rate_code="COMP")
    hotel.audit()
    assert Posting.select().count() == 0
    assert ChangeLog.get_or_none(ChangeLog.subject_id == "COMP_NO_PRICE")


@pytest.mark.parametrize("report", [CORRECTIONS, ADJUSTMENTS])
def test_an_empty_report_is_a_paper_too(small_hotel: Hotel, report: str) -> None:
    assert taken_back_paper(Property.the(), report, small_hotel.day, "th").tables == ()
