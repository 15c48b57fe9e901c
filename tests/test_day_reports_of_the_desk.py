"""Reports of the desk of a closed day: shifts, what was taken back, who did not come, how old the debts are."""

from __future__ import annotations

import datetime
from decimal import Decimal

from app.documents.text import as_text
from locales.thai_text import cell_width
from models.back_office.receivables import OpenItem, debtors
from models.front_office.adjustments import adjust
from models.front_office.cancellations import cancel_with_penalty
from models.front_office.city_ledger import open_company_account, settle
from models.front_office.companies import create_company
from models.front_office.day_reports import report_paper
from models.front_office.day_reports.holdings import gather_ageing
from models.front_office.folios import correct, post_charge
from models.front_office.night_audit import ClosedLedger, run_audit
from models.front_office.night_audit.tables import DayStatistics
from models.front_office.opening import set_setting
from models.front_office.payments import take_payment
from models.front_office.till.closing import close_shift, count_shift
from models.ledger.balances import trial_balance
from tests.hotel import Hotel
from tests.test_cashier_shifts import begin, cash, with_shifts


def _table(date: datetime.date, name: str, table: int = 0) -> list[tuple[str, ...]]:
    return [row.cells for row in report_paper(date, name, "en").tables[table].rows]


def _baht(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def test_a_short_drawer_stands_in_the_report_and_in_the_books(hotel: Hotel) -> None:
    with_shifts(hotel)
    desk, day = hotel.desk("malee"), hotel.day
    shift = begin(hotel)
    take_payment(desk, hotel.window(hotel.in_house("201")), "CASH", Decimal(500))
    count_shift(desk, shift, [cash(3480)])
    close_shift(desk, shift, Decimal(3480))
    hotel.audit()
    (kept, total) = _table(day, "shifts")
    assert (kept[0], *kept[2:]) == ("S-00001", "3,000.00", "500.00", "-20.00", "3,480.00")
    assert total[4] == kept[4]
    (short,) = [row for row in trial_balance(day, day) if row.code == "52420"]
    assert short.debit - short.credit == -_baht(kept[4])


def test_what_was_lowered_and_who_did_not_come_is_told_with_its_sums(small_hotel: Hotel) -> None:
    hotel = small_hotel
    window = hotel.window(hotel.in_house("201", nights=2, adults=2))
    first = post_charge(hotel.desk("nok"), window, "LAUN", Decimal(200))
    hotel.audit()
    second = post_charge(hotel.desk("nok"), window, "LAUN", Decimal(300))
    correct(hotel.desk("nok"), second, "WRONG")
    adjust(hotel.desk("nok"), first, "QUALITY", percent=Decimal(25))
    cancelled = hotel.booked(room="203")
    cancel_with_penalty(hotel.desk("nok"), cancelled, "ill")
    not_come = hotel.booked(room="204")
    assert not_come
    day = hotel.day
    set_setting(hotel.desk(), "due_in_left", "NOTE")
    run_audit(hotel.answering(OPTIONAL_CHECKS="they did not come"), day)
    corrections, adjustments = (_table(day, "taken-back", n) for n in (0, 1))
    assert [row[4] for row in corrections if row[4]][-1] == corrections[1][4]
    assert adjustments[-1][4] == adjustments[1][4]
    assert _baht(adjustments[-1][4]) < 0
    no_shows, ended = (_table(day, "not-come", n) for n in (0, 1))
    assert (no_shows[-1][0], ended[-1][0]) == ("1", "1")
    assert ended[0][2] == "ill"
    assert DayStatistics.get(DayStatistics.date == day).no_shows == 1
    for name in ("shifts", "taken-back", "not-come", "ageing", "flash"):
        for language in ("th", "en"):
            assert max(map(cell_width, as_text(report_paper(day, name, language)).split("\n"))) <= 80


def test_the_ageing_of_receivables_adds_up_to_the_city_ledger(hotel: Hotel) -> None:
    company = create_company(hotel.desk(), name_en="Siam Tour", tax_id="0105561000003", address="1 Silom")
    account = open_company_account(hotel.desk("anong"), company, Decimal(50_000), terms=15)
    stay = hotel.in_house("201", nights=3)
    for amount in (1000, 2000):
        post_charge(hotel.desk(), hotel.window(stay), "FOOD", Decimal(amount))
        settle(hotel.desk("nok"), hotel.window(stay), account, Decimal(amount))
    day = hotel.day
    hotel.audit()
    (kept, total) = _table(day, "ageing")
    assert kept[2:] == ("3,000.00", "0.00", "0.00", "0.00", "0.00", "3,000.00")
    assert total[2:] == kept[2:]
    city = ClosedLedger.get((ClosedLedger.date == day) & (ClosedLedger.ledger == "city"))
    assert city.closing == _baht(total[7])
    due = OpenItem.get().due
    assert (due - day).days == 15
    for late, place in ((0, 2), (1, 3), (30, 3), (31, 4), (60, 4), (61, 5), (90, 5), (91, 6)):
        later = gather_ageing(due + datetime.timedelta(days=late))["accounts"][0]
        assert [n for n in range(2, 7) if later[n] != "0.00"] == [place]
        assert debtors(due + datetime.timedelta(days=late)).first(1)[0].overdue == (3000 if late else 0)


def test_the_flash_tells_day_month_and_year_and_how_they_are_counted(small_hotel: Hotel) -> None:
    day = small_hotel.day
    small_hotel.in_house("201", nights=2, adults=2)
    small_hotel.audit()
    paper = report_paper(day, "flash", "en")
    rows = {row.cells[0]: row.cells[1:] for row in paper.tables[0].rows}
    assert rows["OCC, %"] == ("8.33", "8.33", "8.33")
    assert rows["Rooms sold"] == ("1", "1", "1")
    assert paper.notes[0] == "OCC, RevPAR: divided by all rooms"
