"""Reports of a closed day: revenue by group tied to the trial balance, prices that were not the rate's."""

from __future__ import annotations

import datetime
from decimal import Decimal

from app.documents.text import as_text
from locales.thai_text import cell_width
from models.front_office.adjustments import adjust, correct_for
from models.front_office.codes.provincial_fee import set_provincial_fee
from models.front_office.corrections_report import ADJUSTMENTS, CORRECTIONS, taken_back_on
from models.front_office.day_reports import report_paper
from models.front_office.folios import post_charge
from models.front_office.opening import set_setting
from models.front_office.payments import take_deposit
from models.front_office.reservations import Stay
from models.front_office.reservations.changes import change_price
from models.front_office.stays import check_in
from models.ledger.balances import trial_balance
from tests.hotel import Hotel
from tests.raw import counted

BAHT = Decimal


def _rows(date: datetime.date, name: str, table: int = 0) -> dict[str, list[Decimal]]:
    rows = report_paper(date, name, "en").tables[table].rows
    return {row.cells[0]: [BAHT(cell.replace(",", "")) for cell in row.cells[1:]] for row in rows}


def _moved(since: datetime.date, until: datetime.date) -> dict[str, Decimal]:
    return {row.code: row.credit - row.debit for row in trial_balance(until, since)}


def test_revenue_by_group_with_its_service_charge_and_vat_is_what_the_trial_balance_moved(
    hotel: Hotel,
) -> None:
    first = hotel.day
    set_setting(hotel.desk(), "tax_paper_at_payment", "combined")
    staying = hotel.booked(3, "DLX")
    take_deposit(hotel.desk("nok"), Stay.get_by_id(staying).reservation_id, "TRAN", BAHT(5350))
    check_in(hotel.desk("nok"), staying, "301")
    post_charge(hotel.desk("nok"), hotel.window(staying), "LAUN", BAHT(200))
    hotel.audit()
    food = post_charge(hotel.desk("nok"), hotel.window(staying), "FOOD", BAHT(500))
    correct_for(hotel.desk("nok"), food, "WRONG", "of 203")
    post_charge(hotel.desk("nok"), hotel.window(staying), "FOOD", BAHT(300))
    hotel.audit()
    second = hotel.after(-1)
    for table, since in ((0, second), (1, first)):
        moved, rows = _moved(since, second), _rows(second, "groups", table)
        net = sum((amount for code, amount in moved.items() if code.startswith("4")), BAHT(0))
        assert rows["Total"] == [net, moved["21600"], moved["21300"], net + moved["21600"] + moved["21300"]]
        assert rows["Room revenue"][0] == moved["41100"]
        assert rows["Room revenue"][2] == round(BAHT("0.07") * sum(rows["Room revenue"][:2]), 2)
        assert rows["Food and beverage"] == [BAHT(300), BAHT(30), BAHT("23.10"), BAHT("353.10")]
    assert "Laundry" not in _rows(second, "groups")
    assert _rows(second, "groups", 1)["Laundry"][0] == 200
    assert _rows(first, "groups")["Deposits, vouchers"][:2] == [0, 0]


def test_the_fee_of_the_province_stands_below_the_groups(small_hotel: Hotel) -> None:
    hotel = small_hotel
    set_provincial_fee(hotel.desk(), BAHT(1), hotel.day, "B", False, "Ordinance 2550")
    hotel.in_house("201")
    day = hotel.day
    hotel.audit()
    rows = _rows(day, "groups")
    assert rows["Provincial hotel fee"] == [0, 0, 0, _moved(day, day)["21500"]]
    assert rows["Provincial hotel fee"][3] > 0


def test_prices_that_were_not_the_rates_are_kept_with_who_and_why(small_hotel: Hotel) -> None:
    hotel, day = small_hotel, small_hotel.day
    cheap = hotel.booked(2)
    desk = hotel.answering("nok", "somsak", PRICE_CHANGED="long known; PAX: two")
    change_price(desk, cheap, [day], BAHT(900))
    check_in(hotel.desk("nok"), cheap, "202")
    hotel.in_house("203", prices=(BAHT(1800), BAHT(1500)))
    hotel.audit()
    dearer, cheaper = (
        [row.cells for row in table.rows] for table in report_paper(day, "prices", "en").tables
    )
    assert dearer[0][::2] == ("203", "1,500.00", "300.00")
    assert dearer[-1] == ("1", "Total", "", "", "300.00")
    assert cheaper[0][2:] == ("1,500.00", "900.00", "-600.00")
    assert cheaper[1][1] == "long known; PAX: two · nok / somsak"
    for name in ("prices", "groups"):
        for language in ("th", "en"):
            assert max(map(cell_width, as_text(report_paper(day, name, language)).split("\n"))) <= 80
    assert "long known; PAX: two" in as_text(report_paper(day, "prices", "th"))


def test_what_was_taken_back_is_read_at_once_however_much_it_is(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201", nights=3))
    charges = [post_charge(hotel.desk("nok"), window, "LAUN", BAHT(100)) for _n in range(6)]
    hotel.audit()
    today = [post_charge(hotel.desk("nok"), window, "LAUN", BAHT(100)) for _n in range(6)]
    asked = []
    for some in (slice(0, 1), slice(1, 6)):
        for old, new in zip(charges[some], today[some], strict=True):
            adjust(hotel.desk("nok"), old, "QUALITY", amount=BAHT(10))
            correct_for(hotel.desk("nok"), new, "WRONG", "of 203")
        with counted() as seen:
            lowered, undone = taken_back_on(ADJUSTMENTS, hotel.day), taken_back_on(CORRECTIONS, hotel.day)
        asked.append(len(seen))
        assert len(lowered) == len(undone)
    assert (len(lowered), asked[0]) == (6, asked[1])
    assert {(row.room, row.original_user, row.words_en) for row in lowered} == {("201", "nok", "Laundry")}
