"""The financial statements: they balance, they agree with each other, and closing a year changes no year's profit."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from locales import use_language
from models.back_office.account_budgets import (
    AccountBudget,
    account_budget,
    budget_faults,
    import_budget,
    keep_account_budget,
)
from models.back_office.card_paper import card_paper
from models.back_office.chart import ChartRow, change_account, open_account
from models.back_office.statements import (
    balance_sheet,
    changes_in_equity,
    departmental_statement,
    income_statement,
    monthly_summary,
    year_named,
    year_start,
)
from models.back_office.statements.papers import (
    departments_paper,
    equity_paper,
    in_parentheses,
    income_paper,
    monthly_paper,
    position_paper,
)
from models.back_office.statements.sums import profit, year_before
from models.front_office.opening import set_setting
from models.house.acts import operation
from models.house.property import Property
from models.house.tables import read_table
from models.ledger.accounts import account
from models.ledger.balances import (
    AccountMonth,
    account_balance,
    account_card,
    balance_before,
    trial_balance,
    with_headings,
)
from models.ledger.entries import GENERAL, NewLine, write_entry
from models.ledger.periods import Period
from tests.hotel import Hotel
from tests.refusing import refused

D = Decimal
LAST_YEAR = datetime.date(2025, 11, 20)


@operation("journal")
def _write(act, date, kind, *lines):  # type: ignore[no-untyped-def]
    new = [NewLine(account(code).id, D(amount)) for code, amount in lines]
    return write_entry(act, new, kind=kind, memo=kind, journal=GENERAL, date=date)


@pytest.fixture
def books(hotel: Hotel) -> Hotel:
    """November of two years: capital, rooms and food sold, food bought, wages, interest; loss in neither."""
    for year in (2025, 2026):
        for month in range(1, 13):
            first = datetime.date(year, month, 1)
            last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
            if Period.get_or_none(Period.starts == first) is None:
                Period.create(starts=first, ends=last)
    desk = hotel.desk("anong")
    _write(desk, LAST_YEAR, "voucher", ("11210", "100000"), ("31000", "-100000"))
    _write(desk, LAST_YEAR, "voucher", ("11210", "5000"), ("41100", "-5000"))
    _write(desk, LAST_YEAR, "voucher", ("52100", "2000"), ("11210", "-2000"))
    for code, amount in (("41110", "-3000"), ("51100", "1200"), ("52100", "2500"), ("53100", "100")):
        _write(desk, datetime.date(2026, 11, 20), "voucher", (code, amount), ("11210", str(-D(amount))))
    _write(desk, datetime.date(2026, 10, 5), "voucher", ("12200", "9000"), ("21700", "-9000"))
    _write(desk, datetime.date(2026, 10, 5), "voucher", ("41100", "-700"), ("11210", "700"))
    return hotel


def _said(lines, name):  # type: ignore[no-untyped-def]
    return next((line.this, line.last) for line in lines if line.name == name)


def test_the_position_balances_and_holds_the_profit(books: Hotel) -> None:
    lines = balance_sheet(books.day)
    assert _said(lines, "Total assets") == (D("111900.00"), D("103000.00"))
    assert _said(lines, "Total liabilities and equity") == _said(lines, "Total assets")
    assert _said(lines, "Profit (loss) of the period") == (D("-100.00"), D("3000.00"))
    assert _said(lines, "Retained earnings, unappropriated")[0] == D("3000.00")
    assert _said(lines, "Property, plant and equipment") == (D("9000.00"), D(0))
    assert not any(line.name == "Inventories" for line in lines)


def test_profit_and_loss_by_function_beside_last_year(books: Hotel) -> None:
    lines = income_statement(year_start(books.day), books.day)
    assert _said(lines, "Revenue from sales or services") == (D("3700.00"), D("5000.00"))
    assert _said(lines, "Gross profit") == (D("2500.00"), D("5000.00"))
    assert _said(lines, "Administrative expenses") == (D("-2500.00"), D("-2000.00"))
    assert _said(lines, "Profit before finance cost and tax") == (D("0.00"), D("3000.00"))
    assert _said(lines, "Net profit (loss)") == (D("-100.00"), D("3000.00"))
    assert profit(year_start(books.day), books.day) == D("-100.00")


def test_the_year_end_close_moves_balances_and_no_profit(books: Hotel) -> None:
    end = datetime.date(2025, 12, 31)
    before = balance_sheet(end), income_statement(year_start(end), end), changes_in_equity(books.day)
    closing = (("41100", "5000"), ("52100", "-2000"), ("32000", "-3000"))
    _write(books.desk("anong"), end, "year end", *closing)
    assert account_balance(account("41100").id, end) == 0
    lines = balance_sheet(end)
    assert [(x.name, x.this, x.last) for x in lines] == [(x.name, x.this, x.last) for x in before[0]]
    assert income_statement(year_start(end), end) == before[1]
    assert changes_in_equity(books.day) == before[2]
    now = balance_sheet(books.day)
    assert _said(now, "Retained earnings, unappropriated")[0] == D("3000.00")


def test_with_a_year_from_april_every_statement_counts_from_april(books: Hotel) -> None:
    desk, d = books.desk("anong"), datetime.date
    set_setting(books.desk(), "fiscal_first_month", "4")
    assert [year_start(d(2026, month, 15)) for month in (3, 4, 12)] == [
        d(2025, 4, 1),
        d(2026, 4, 1),
        d(2026, 4, 1),
    ]
    assert (year_named(d(2026, 3, 31)).year, year_named(d(2026, 4, 1)).year) == (2026, 2027)
    _write(
        desk, d(2026, 3, 31), "voucher", ("11210", "400"), ("41100", "-400")
    )  # the last day of the year before
    _write(desk, d(2026, 4, 1), "voucher", ("11210", "60"), ("41100", "-60"))
    _write(desk, d(2025, 3, 31), "voucher", ("11210", "8"), ("41100", "-8"))
    lines = income_statement(year_start(books.day), books.day)
    assert _said(lines, "Revenue from sales or services") == (D("3760.00"), D("5000.00"))
    assert _said(balance_sheet(books.day), "Profit (loss) of the period") == (D("-40.00"), D("3000.00"))
    assert _said(balance_sheet(books.day), "Retained earnings, unappropriated") == (D("3408.00"), D("8.00"))
    until_march = income_statement(year_start(d(2026, 3, 31)), d(2026, 3, 31))
    assert _said(until_march, "Revenue from sales or services") == (D("5400.00"), D("8.00"))
    opening, gained, _other, closing = changes_in_equity(books.day)[4:]
    assert (opening.date, opening.total, gained.total) == (d(2026, 4, 1), D("103408.00"), D("-40.00"))
    assert closing.total == _said(balance_sheet(books.day), "Total shareholders' equity")[0]
    rooms = next(row for row in monthly_summary(books.day) if row.code == "41100")
    assert rooms.figures[4] == D("760.00")  # to date: from April
    paper = income_paper(Property.the(), books.day, "th")
    assert [column.heading for column in paper.tables[0].columns[1:]] == ["2570", "2569"]
    assert "1 เม.ย. 2569" in paper.date_text


def test_changes_in_equity_lead_from_one_balance_to_the_next(books: Hotel) -> None:
    rows = changes_in_equity(books.day)
    opening, gained, other, closing = rows[4:]
    assert (opening.total, gained.total, other.total, closing.total) == (
        D("103000.00"), D("-100.00"), D("0.00"), D("102900.00"),
    )  # fmt: skip
    assert rows[2].capital == D("100000.00")
    assert closing.total == _said(balance_sheet(books.day), "Total shareholders' equity")[0]


def test_a_statement_of_books_that_do_not_balance_is_not_made(books: Hotel) -> None:
    AccountMonth.update(debit=AccountMonth.debit + 100).where(
        AccountMonth.account == account("12200").id
    ).execute()
    with refused("STATEMENT_UNBALANCED"):
        balance_sheet(books.day)
    with refused("STATEMENT_UNBALANCED"):
        position_paper(Property.the(), books.day, "th")


def test_departments_and_what_no_department_spent(books: Hotel) -> None:
    first = year_start(books.day)
    rows = {row.name: row for row in departmental_statement(first, books.day)}
    assert (rows["Food and beverage"].revenue, rows["Food and beverage"].cost) == (
        D("3000.00"),
        D("-1200.00"),
    )
    assert rows["Front office"].profit == D("700.00")
    assert rows["Undistributed expenses"].payroll == D("-2500.00")
    assert rows["Net profit (loss)"].profit == profit(first, books.day)
    wages = ChartRow(
        "52100", "expense", "เงินเดือน", "Salaries", parent="52000", caption="payroll", department="FB"
    )
    change_account(books.desk(), wages)
    again = {row.name: row for row in departmental_statement(first, books.day)}
    assert again["Food and beverage"].payroll == D("-2500.00")


def test_the_month_beside_the_last_the_year_and_the_budget(books: Hotel, tmp_path: Path) -> None:
    desk = books.desk()
    keep_account_budget(desk, "41110", 2026, [*[None] * 10, D(4000), D(5000)])
    rows = {row.code or row.name: row for row in monthly_summary(books.day)}
    assert rows["41110"].figures == (D("3000.00"), D(0), D(0), D("4000.00"), D("3000.00"))
    assert rows["41100"].figures == (D(0), D("700.00"), D("5000.00"), D(0), D("700.00"))
    assert rows["Net profit (loss)"].figures[:3] == (D("-800.00"), D("700.00"), D("3000.00"))
    assert keep_account_budget(desk, "41110", 2026, [None] * 12) == 2
    assert AccountBudget.select().count() == 0
    for code, call in (
        ("NO_ACCOUNT", ("99", 2026, [None] * 12)), ("BUDGET_ACCOUNT", ("11100", 2026, [None] * 12)),
        ("BUDGET_YEAR", ("41110", 26, [None] * 12)), ("BUDGET_MONTHS", ("41110", 2026, [])),
        ("BUDGET_NEGATIVE", ("41110", 2026, [D(-1)] * 12)), ("AMOUNT", ("41110", 2026, [D("0.001")] * 12)),
    ):  # fmt: skip
        with refused(code):
            keep_account_budget(desk, *call)
    head = "account,year," + ",".join(map(str, range(1, 13)))
    file = tmp_path / "budget.csv"
    file.write_text(f"{head}\n41110,2026,{','.join(['1000'] * 12)}\n52100,2026,500{',' * 11}\n")
    assert budget_faults(read_table(file)) == []
    assert import_budget(desk, read_table(file)) == 2
    assert account_budget(account("52100").id, 2026)[:2] == [D("500.00"), None]
    file.write_text(f"{head}\n41110,2026,{','.join(['x'] * 12)}\n11100,99,{',' * 11}\n")
    assert [fault.line for fault in budget_faults(read_table(file))] == [2] * 12 + [3, 3]
    with refused("BAD_BUDGET"):
        import_budget(desk, read_table(file))


def test_a_card_runs_on_from_what_was_brought_forward(books: Hotel) -> None:
    bank = account("11210").id
    for n in range(30):
        amount = str(n + 1)
        _write(books.desk("anong"), books.day, "voucher", ("11210", amount), ("42100", "-" + amount))
    since = datetime.date(2026, 11, 1)
    card = account_card(bank, since, books.day)
    assert balance_before(bank, since) == D("103700.00")
    whole = card.first(1000)
    assert whole[0].balance == balance_before(bank, since) + whole[0].amount
    assert whole[-1].balance == account_balance(bank, books.day)
    seen, page = [], card.first(7)
    while page:
        seen += page
        page = card.after(page[-1].key, 7)
    assert seen == whole
    assert card.last(5) == whole[-5:]
    assert card.around(whole[20].key, 6)[3] == whole[20]
    assert card.count() == len(whole) == 34
    (table,) = card_paper(Property.the(), bank, since, books.day, "en").tables
    assert table.rows[0].cells[2:] == ("Brought forward", "", "", "103,700.00")
    assert table.rows[-1].cells[-1] == whole[-1].balance.__format__(",.2f")


def test_headings_sum_what_stands_under_them(books: Hotel) -> None:
    open_account(books.desk(), ChartRow("11220", "asset", "ธนาคารใหม่", "New bank"))
    rows = trial_balance(books.day, datetime.date(2026, 11, 1))
    tree = with_headings(rows)
    assert [row for row in tree if not row.heading and row.level == 0] == []
    sums = {row.code: row for row in tree if row.heading}
    assert sums["1"].closing == sum(r.closing for r in rows if r.code.startswith("1"))
    assert sums["5"].debit == D("3800.00")
    assert sum(row.closing for row in tree if row.level == 0) == 0
    assert [row.code for row in tree if not row.heading] == sorted(row.code for row in rows)


def test_the_papers_in_both_languages(books: Hotel) -> None:
    hotel, first = Property.the(), datetime.date(2026, 11, 1)
    for language in ("th", "en"):
        for paper in (
            position_paper(hotel, books.day, language), income_paper(hotel, books.day, language),
            equity_paper(hotel, books.day, language), monthly_paper(hotel, books.day, language),
            departments_paper(hotel, first, books.day, language),
        ):  # fmt: skip
            assert paper.tables[0].rows
    use_language("en")
    assert "(100.00)" in str(income_paper(hotel, books.day, "en").tables)
    assert "กำไร (ขาดทุน) สุทธิ" in str(income_paper(hotel, books.day, "th").tables)
    assert [in_parentheses(x) for x in (D("-1.50"), D(0), D(2), None)] == ["(1.50)", "-", "2.00", ""]


def test_a_year_before_keeps_the_end_of_the_month() -> None:
    d = datetime.date
    assert year_before(d(2028, 2, 29)) == d(2027, 2, 28)
    assert year_before(d(2029, 2, 28)) == d(2028, 2, 29)
    assert year_before(d(2026, 11, 20)) == d(2025, 11, 20)
