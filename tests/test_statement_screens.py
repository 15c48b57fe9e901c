"""At the desk: the chart, the card, the trial balance, the statements and the budget, by keys alone."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from models.back_office.account_budgets import account_budget
from models.back_office.posting_accounts import account_for
from models.ledger.accounts import account
from models.ledger.entries import write_journal_voucher
from tests.desk import at_the_desk
from tests.hotel import Hotel

D = Decimal


@pytest.fixture
def traded(small_hotel: Hotel) -> Hotel:
    desk, day = small_hotel.desk("anong"), small_hotel.day
    write_journal_voucher(desk, day, "capital", [("11210", D(100000)), ("31000", D(-100000))])
    write_journal_voucher(desk, day, "fees", [("42100", D("-4000.50")), ("11210", D("4000.50"))])
    write_journal_voucher(desk, day, "paint", [("52300", D(5000)), ("11210", D(-5000))])
    return small_hotel


async def test_a_figure_opens_to_its_accounts_their_lines_and_the_entry(traded: Hotel) -> None:
    async with at_the_desk(traded) as desk:
        await desk.press("g", "9")
        await desk.sees("Profit and loss 23 Nov 26", "Net profit (loss)", "(999.50)")
        await desk.press("b")
        await desk.sees("Statement of financial position", "Total assets", "99,000.50")
        await desk.press("q")
        await desk.sees("Changes in equity", "Opening balance 2026", "100,000.00")
        await desk.press("d")
        await desk.sees("Undistributed", "(5,000)")
        await desk.press("m")
        await desk.sees("Monthly income and expense", "52300", "4,001", "4,000.50")
        await desk.press("down", "enter")
        await desk.sees("1 Nov 26 – 23 Nov 26")
        await desk.press("escape")
        await desk.press("home", "enter")
        await desk.sees("42100", "(4,000.50)")
        await desk.press("enter")
        await desk.sees("forward 0.00", "credit 4,000.50", "-4,000.50")
        await desk.press("i")
        await desk.sees("Brought forward")
        await desk.press("escape", "enter")
        await desk.sees("JV2569-00002", "fees")
        await desk.press("escape", "escape", "escape", "p", "left")
        await desk.sees("31 Oct 26")
        await desk.press("right", "i")
        await desk.sees("2026", "2025", "Gross profit", "===")


async def test_the_statements_in_thai(traded: Hotel) -> None:
    async with at_the_desk(traded, language="th") as desk:
        await desk.open("statements")
        await desk.sees("งบกำไรขาดทุน", "กำไร (ขาดทุน) สุทธิ", "(999.50)")
        await desk.press("b")
        await desk.sees("งบฐานะการเงิน", "รวมสินทรัพย์")
        await desk.press("i")
        await desk.sees("ตัวอย่างก่อนพิมพ์", "รวมหนี้สิน")
        await desk.press("escape", "m")
        await desk.sees("เดือนก่อน")
        await desk.open("trial balance")
        await desk.press("h")
        await desk.sees("สินทรัพย์หมุนเวียน")


async def test_an_account_is_added_changed_and_closed(traded: Hotel) -> None:
    async with at_the_desk(traded) as desk:
        await desk.open("accounts")
        await desk.sees("Current assets", "99,000.50")
        await desk.press("n")
        await desk.sees("New account")
        await desk.type("42300")
        await desk.press("tab")
        await desk.type("r")
        await desk.press("tab", "tab")
        await desk.type("ค่าเรือ")
        await desk.press("tab")
        await desk.type("Boats")
        await desk.press("f9")
        await desk.sees("Chart of accounts", not_="Caption")
        assert (account("42300").kind, account("42300").parent.code) == ("revenue", "42000")
        await desk.press("/")
        await desk.type("boats")
        await desk.sees("42300")
        await desk.press("enter")
        await desk.sees("42300 Boats", "No entries")
        await desk.press("escape")
        await desk.sees("Chart of accounts")
        await desk.press("e")
        await desk.sees("Account 42300")
        await desk.press("tab")
        await desk.type(" and rafts")
        await desk.press("f9")
        await desk.sees("Chart of accounts", not_="Caption")
        await desk.press("x")
        await desk.sees("Close account 42300")
        await desk.press("f9")
        await desk.sees("(closed)")
        assert account("42300").closed_on == traded.day
        await desk.press("x")
        await desk.sees("Boats", not_="(closed)")


async def test_the_trial_balance_shows_its_eight_columns_by_pairs(traded: Hotel) -> None:
    async with at_the_desk(traded) as desk:
        await desk.open("trial balance")
        await desk.sees("Balance at the end of 23 Nov 2026", "both sides 104,000.50")
        await desk.press("c")
        await desk.sees("Brought forward to 1 Nov 2026")
        await desk.press("c")
        await desk.sees("Moved 1 Nov 2026", "5,000.00")
        await desk.press("c", "h")
        await desk.sees("Assets", "both sides 104,000.50")


async def test_posting_accounts_and_the_budget(traded: Hotel, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    async with at_the_desk(traded) as desk:
        await desk.command("posting accounts")
        await desk.sees("Petty cash", "11100")
        await desk.press("enter")
        await desk.type("11105")
        await desk.press("enter", "f9")
        await desk.sees("11105")
        assert account_for("petty_cash").code == "11105"
        await desk.press("escape")
        await desk.command("account budget")
        await desk.sees("Budget by account 2026")
        await desk.press("enter")
        await desk.sees("January")
        await desk.type("1000")
        await desk.press("f9")
        await desk.sees("1,000.00")
        assert account_budget(account("41100").id, 2026)[0] == D(1000)
        await desk.press("f")
        await desk.sees("Put the list as CSV or XLSX")
        folder = desk.console.services.import_folder()
        folder.mkdir(parents=True, exist_ok=True)
        head = "account,year," + ",".join(map(str, range(1, 13)))
        (folder / "budget.csv").write_text(f"{head}\n52300,2026,{','.join(['700'] * 12)}\n")
        await desk.press("f")
        await desk.sees("budget.csv")
        await desk.press("enter")
        await desk.sees("1 lines without fault")
        await desk.press("y")
        await desk.sees("1 lines of budget taken in.")
    assert account_budget(account("52300").id, 2026) == [D(700)] * 12
