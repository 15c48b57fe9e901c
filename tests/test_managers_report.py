"""The manager's report: day, month, year, a year ago and the budget, in the lines the house orders."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from models.front_office.budgets import Budget, budget_of_year, budget_to_date, copy_budget, keep_budget
from models.front_office.folios import post_article
from models.front_office.managers_report import (
    COLUMNS,
    ReportLine,
    add_line,
    keep_labels,
    layout,
    managers_paper,
    managers_report,
    move_line,
    remove_line,
)
from models.front_office.managers_report.layout import MOST_LINES
from models.front_office.night_audit.tables import DayStatistics
from models.front_office.opening import set_setting
from models.front_office.segments import keep_segment
from models.house.acts import ChangeLog
from models.house.property import Property
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.refusing import refused

D = Decimal
YEAR = [D(n) for n in range(100, 1300, 100)]


def _two_days(hotel: Hotel) -> datetime.date:
    first = hotel.in_house("201", nights=3, adults=2)
    hotel.in_house("202", nights=3)
    post_article(hotel.desk(), hotel.window(first), "CHANG", 2)
    hotel.pay_all(first)
    hotel.audit()
    hotel.audit()
    return hotel.after(-1)


def _figures(date: datetime.date, kind: str, code: str) -> dict[str, object]:
    row = next(r for r in managers_report(date).rows if (r.line.kind, r.line.code) == (kind, code))
    return dict(zip(COLUMNS, row.figures, strict=True))


def test_each_line_is_read_over_day_month_and_year_and_nothing_is_a_dash(hotel: Hotel) -> None:
    """The hotel opened this month: of last year there is nothing, and nothing is no zero."""
    day = _two_days(hotel)
    occupancy = _figures(day, "statistic", "occupancy")
    assert (occupancy["day"], occupancy["month"], occupancy["year"]) == (D("16.67"),) * 3
    assert [occupancy[name] for name in COLUMNS if name.startswith(("last", "budget", "var"))] == [None] * 5
    minibar = _figures(day, "revenue", "minibar")
    assert (minibar["day"], minibar["month"], minibar["last_year"]) == (D("0.00"), D("240.00"), None)
    revenue = _figures(day, "statistic", "revenue")
    assert (revenue["day"], revenue["month"]) == (D("3200.00"), D("6640.00"))
    paid = _figures(day, "payment", "*")
    assert paid["day"] == D("0.00")
    assert paid["month"] == D("282.48")  # two beers with service charge and VAT
    guest = _figures(day, "ledger", "guest")
    assert guest["day"] == guest["month"] != D("0.00")
    assert managers_report(hotel.day).rows == ()


def test_a_year_ago_is_the_same_date_of_the_year_before(small_hotel: Hotel) -> None:
    day = _two_days(small_hotel)
    row = DayStatistics.get(DayStatistics.date == day)
    row.id, row.date, row.sold = None, row.date.replace(year=day.year - 1), 6
    row.save(force_insert=True)
    occupancy = _figures(day, "statistic", "occupancy")
    assert [occupancy[n] for n in ("last_day", "last_month", "last_year")] == [D("50.00")] * 3
    assert managers_report(day).days == (2, 1)


def test_days_counted_differently_are_not_added_up_and_the_foot_says_so(small_hotel: Hotel) -> None:
    _two_days(small_hotel)
    set_setting(small_hotel.desk(), "occupancy_base", "sellable")
    small_hotel.audit()
    day = small_hotel.after(-1)
    occupancy = _figures(day, "statistic", "occupancy")
    assert (occupancy["day"], occupancy["month"], occupancy["year"]) == (D("16.67"), None, None)
    notes = managers_paper(Property.the(), day, "en").notes
    assert any("less out of order" in note for note in notes)
    assert any("not added up" in note for note in notes)


def test_the_budget_to_date_is_the_days_passed_of_the_month(small_hotel: Hotel) -> None:
    keep_budget(small_hotel.desk(), "rooms_sold", 2026, [None] * 10 + [D(30), None])
    keep_budget(small_hotel.desk(), "room", 2026, [None] * 10 + [D(60000), None])
    day = _two_days(small_hotel)  # 24 November
    assert budget_to_date(["rooms_sold"], day) == D("24.00")
    rooms, revenue = _figures(day, "statistic", "rooms_sold"), _figures(day, "statistic", "room_revenue")
    assert (rooms["budget"], rooms["variance"]) == (24, -20)
    assert (revenue["budget"], revenue["variance"]) == (D("48000.00"), D("-41600.00"))
    adr, occupancy = _figures(day, "statistic", "adr"), _figures(day, "statistic", "occupancy")
    assert (adr["budget"], occupancy["budget"]) == (D("2000.00"), D("100.00"))  # 24 of 24 rooms there were
    assert _figures(day, "revenue", "food")["budget"] is None


def test_a_budget_is_copied_with_per_cents_and_every_month_is_logged(hotel: Hotel) -> None:
    assert keep_budget(hotel.desk(), "rooms_sold", 2025, YEAR) == 12
    keep_budget(hotel.desk(), "food", 2025, [D("1000.55")] + [None] * 11)
    assert copy_budget(hotel.desk(), 2026, D("2.50")) == 13
    assert budget_of_year("rooms_sold", 2026)[:3] == [D("103.00"), D("205.00"), D("308.00")]  # whole rooms
    assert budget_of_year("food", 2026)[:2] == [D("1025.56"), None]
    assert keep_budget(hotel.desk(), "food", 2026, [D(1), D(2)] + [None] * 10) == 2
    assert keep_budget(hotel.desk(), "food", 2026, [None] * 12) == 2
    log = ChangeLog.select().where(ChangeLog.subject == "budget").order_by(ChangeLog.id.desc()).get()
    assert "2.00" in log.before
    assert Budget.select().where(Budget.line == "food").count() == 1


def test_what_is_no_budget_is_refused(small_hotel: Hotel) -> None:
    desk = small_hotel.desk()
    none = [None] * 11
    for code, line, year, figures in (
        ("BUDGET_LINE", "moon", 2026, [None, *none]), ("BUDGET_YEAR", "food", 1, [None, *none]),
        ("BUDGET_MONTHS", "food", 2026, none), ("BUDGET_NEGATIVE", "food", 2026, [D(-1), *none]),
        ("BUDGET_ROOMS", "rooms_sold", 2026, [D("1.5"), *none]), ("AMOUNT", "food", 2026, [D("1.555"), *none]),
    ):  # fmt: skip
        with refused(code):
            keep_budget(desk, line, year, figures)
    with refused("BUDGET_NONE"):
        copy_budget(desk, 2026, D(5))
    with refused("BUDGET_PERCENT"):
        copy_budget(desk, 2026, D(-101))
    with refused("NO_RIGHT"):
        keep_budget(small_hotel.desk("lek"), "food", 2026, [None, *none])


def test_the_house_orders_its_own_lines(hotel: Hotel) -> None:
    keep_segment(hotel.desk(), "market", "LEI", "ท่องเที่ยว", "Leisure")
    hotel.in_house("201", nights=3, market="LEI")
    standard = [(line.kind, line.code) for line in layout()]
    add_line(hotel.desk(), "segment", "LEI")
    add_line(hotel.desk(), "accounts", "41100 - 41199", "รายได้แผนก", "Department revenue")
    add_line(hotel.desk(), "code", "ROOM")
    last = len(standard) + 3
    move_line(hotel.desk(), last, up=True)
    move_line(hotel.desk(), 1, up=True)  # stays
    remove_line(hotel.desk(), 2)
    keep_labels(hotel.desk(), 1, "", "Occupancy")
    lines = layout()
    assert [(x.kind, x.code) for x in lines] == [
        standard[0], *standard[2:], ("segment", "LEI"), ("code", "ROOM"), ("accounts", "41100-41199"),
    ]  # fmt: skip
    assert (lines[0].name("en"), lines[0].name("th")) == ("Occupancy", "OCC (%)")
    assert lines[-1].name("en") == "Department revenue"
    assert [row.position for row in ReportLine.select().order_by(ReportLine.position)] == list(range(1, last))
    hotel.audit()
    rows = {row.line.kind: row.figures[0] for row in managers_report(hotel.after(-1)).rows[-3:]}
    assert rows == {"segment": 1, "code": D("1500.00"), "accounts": D("1500.00")}


def test_what_is_no_line_of_the_report_is_refused(small_hotel: Hotel) -> None:
    desk = small_hotel.desk()
    for code, kind, what in (
        ("REPORT_LINE", "statistic", "luck"), ("REPORT_LINE", "accounts", "9-1"), ("NO_ACCOUNT", "accounts", "00000"),
        ("REPORT_LINE_TWICE", "statistic", "adr"),
    ):  # fmt: skip
        with refused(code):
            add_line(desk, kind, what)
    with refused("NO_REPORT_LINE"):
        move_line(desk, 99, up=True)
    with refused("TOO_MUCH_TEXT"):
        keep_labels(desk, 1, "x" * 61, "")
    with refused("NO_RIGHT"):
        remove_line(small_hotel.desk("lek"), 1)
    with refused("DAY_NOT_CLOSED"):
        managers_paper(Property.the(), small_hotel.day, "en")
    remove_line(desk, 1)
    for n in range(MOST_LINES - ReportLine.select().count()):
        ReportLine.create(position=100 + n, kind="accounts", code=str(n))
    with refused("REPORT_LINES"):
        add_line(desk, "code", "ROOM")


@pytest.mark.parametrize(
    ("language", "command", "budget", "base", "columns"),
    [
        ("en", "manager", "Budget of 2026", "divided by all rooms", "Year last yr"),
        ("th", "รายงานผู้จัดการ", "งบประมาณปี 2569", "หารด้วยห้องทั้งหมด", "ปีก่อนสะสมปี"),
    ],
)
async def test_the_manager_reads_the_report_and_enters_a_budget_by_keys(
    small_hotel: Hotel, language: str, command: str, budget: str, base: str, columns: str
) -> None:
    _two_days(small_hotel)
    async with at_the_desk(small_hotel, language=language) as desk:
        await desk.command(command)
        await desk.sees("OCC", "16.67", "–", base)
        await desk.press("u")
        await desk.sees(budget)
        await desk.press("enter", *["down"] * 10)
        await desk.type("30")
        await desk.press("f9")
        await desk.sees("30", not_="[")
        await desk.press("escape")
        await desk.sees("-20")
        await desk.press("right")
        await desk.sees(columns)
        await desk.press("e")
        await desk.sees("OCC", "ADR")
        await desk.press("d", "n")
        await desk.press("escape", "escape", "p")
    assert budget_of_year("rooms_sold", 2026)[10] == D("30.00")
    assert [line.code for line in layout()][:2] == ["adr", "occupancy"]
