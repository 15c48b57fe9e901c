"""The opening at the desk: a file checked and taken in by keys, what it brought, and the end of the opening."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from models.front_office.opening_balances import opening_closed_on
from models.ledger.accounts import Account
from models.ledger.balances import account_balance
from screens.front_office.opening_balances import OpeningBalancesScreen
from screens.kit.actions import check
from screens.kit.desk_screen import KIT_ACTIONS
from screens.navigation import GLOBAL_ACTIONS
from tests.desk import at_the_desk
from tests.hotel import FIRST_DAY, Hotel

BOOKS = "Account,Debit,Credit\n11110,5000,\n21700,,1234.56\n"


def test_no_key_of_the_opening_means_two_things() -> None:
    check((*OpeningBalancesScreen.ACTIONS, *GLOBAL_ACTIONS, *KIT_ACTIONS))


@pytest.mark.parametrize("language", ["en", "th"])
async def test_the_books_come_in_and_the_opening_is_closed_by_keys(
    small_hotel: Hotel, tmp_path: Path, language: str
) -> None:
    folder = tmp_path / "import"
    folder.mkdir()
    (folder / "books.csv").write_text(BOOKS, "utf-8")
    thai = language == "th"
    async with at_the_desk(small_hotel, language=language) as desk:
        await desk.command("ยอดยกมา" if thai else "opening balances")
        await desk.sees("ยังไม่มียอดยกมา" if thai else "Nothing has been brought forward")
        await desk.press("i")
        await desk.sees("books.csv")
        await desk.press("enter")
        await desk.sees("ยอดยกมาของบัญชีแยกประเภท" if thai else "Balances of the books")
        await desk.press("end", "enter")
        await desk.sees("books.csv")
        await desk.press("f9")
        await desk.sees("เดบิต" if thai else "Debit")
        await desk.press("f9")
        await desk.press("f9")
        await desk.command("ยอดยกมา" if thai else "opening balances")
        await desk.sees("3,765.44")
        await desk.press("x")
        await desk.type("32000")
        await desk.press("enter")
        await desk.type("no lists of the rest")
        await desk.press("f9")
        await desk.sees("ปิดแล้ว" if thai else "closed on")
    assert opening_closed_on() == FIRST_DAY
    assert account_balance(Account.get(Account.code == "32000").id) == Decimal("-3765.44")
