"""At the desk: a bill to a company, a late charge, a coffee for cash, a house account, by keys alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.back_office.receivables import CityAccount, OpenItem, account_of_number
from models.front_office.folios import FolioWindow, stay_balance
from models.front_office.house_accounts import house_accounts
from models.front_office.housekeeping.seeing import record_seen
from models.front_office.open_folios import open_folio_of
from models.front_office.passers_by import sales_of
from models.front_office.reservations import Stay
from tests.desk import at_the_desk
from tests.hotel import Hotel

D = Decimal


async def test_a_bill_is_sent_to_a_company_and_found_on_its_account(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=1)
    hotel.audit()
    async with at_the_desk(hotel) as desk:
        await desk.command("city ledger")
        await desk.sees("Skippers", "no limit")
        await desk.press("n")
        await desk.sees("New account")
        await desk.press("tab", "tab", "tab")
        await desk.type("5000")
        await desk.press("tab", "tab", "tab")
        await desk.type("Siam Tour")
        await desk.press("f9")
        await desk.sees("Siam Tour", "5,000.00")
        account = CityAccount.get(CityAccount.name_en == "Siam Tour")
        await desk.command("folio 201")
        await desk.sees("1,765.50")
        await desk.press("l")
        await desk.sees("To the city ledger")
        await desk.type("siam")
        await desk.press("enter", "tab", "space", "f9")  # at check-out
        await desk.sees("Folio 201", not_="To the city ledger")
        assert FolioWindow.get(FolioWindow.stay == stay).city_account_id == account.id
        await desk.press("o")
        await desk.sees("Checked out")
        assert (hotel.state(stay), account.balance) == ("checked out", D("1765.50"))
        await desk.command(f"debtor {account.number}")
        await desk.sees("Siam Tour", "balance 1,765.50", "GUEST1 Anna")
        await desk.press("enter")
        await desk.sees("Folio 201", f"City ledger {account.number}")
        await desk.press("escape", "escape")
        await desk.command("debtor siam")
        await desk.press("h")
        await desk.sees("on hold")
        await desk.type("late payer")
        await desk.press("f9")
        await desk.sees("on hold", not_="Put ")
        assert CityAccount.get_by_id(account.id).hold == "late payer"
    assert OpenItem.get().unpaid == D("1765.50")


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_late_charge_is_posted_paid_and_closed(small_hotel: Hotel, language: str) -> None:
    hotel = small_hotel
    stay = hotel.in_house("202", nights=1)
    hotel.audit()
    hotel.leaves(stay)
    async with at_the_desk(hotel, language=language) as desk:
        await desk.open("departures")
        await desk.press("v")
        await desk.sees("202")
        await desk.press("p")
        await desk.sees("[y]")
        await desk.press("y")
        await desk.sees("*")
        await desk.type("chang")
        await desk.press("enter", "f9")
        await desk.sees("141.24")
        assert (hotel.state(stay), stay_balance(stay)) == ("checked out", D("141.24"))
        await desk.press("y")
        await desk.sees("141.24")
        await desk.press("escape", "escape")
    assert open_folio_of(stay) is not None


async def test_a_coffee_for_cash_is_four_keys_on_the_form(small_hotel: Hotel) -> None:
    hotel = small_hotel
    async with at_the_desk(hotel, "malee") as desk:
        await desk.command("sale")
        await desk.sees("What is sold")
        keys = ["w", "a", "enter", "f9"]
        await desk.press(*keys)
        await desk.sees("R2569-00001", "30.00")
        assert len(keys) <= 8
        (sale,) = sales_of(hotel.day)
        assert (sale.goods_en, sale.total, sale.paid_by) == ("Water", D("30.00"), "CASH")
        await desk.press("escape")
        # Two lines, one of them a code with its price; change is said.
        await desk.type("2 chang")
        await desk.press("enter")
        await desk.type("food 250")
        await desk.press("enter")
        await desk.sees("total 532.48")
        await desk.press("tab", "tab", "tab", "tab")
        await desk.type("1000")
        await desk.press("f9")
        await desk.sees("R2569-00002")
        await desk.press("escape")
        await desk.sees("Change: 467.52")
        # A code alone has no price; what was typed stays.
        await desk.type("food")
        await desk.press("enter", "f9")
        await desk.sees("Type the price behind it")
        await desk.press("f4")
        await desk.sees("2 sales · 562.48", "Beer Chang ×2, Food")
        await desk.press("c")
        await desk.sees("Take back")
        await desk.type("spilt")
        await desk.press("f9")
        await desk.sees("1 sales · 30.00", "Taken back (")


async def test_house_accounts_are_kept_by_keys(small_hotel: Hotel) -> None:
    async with at_the_desk(small_hotel, language="th") as desk:
        await desk.open("house accounts")
        await desk.press("n")
        await desk.sees("*")
        await desk.type("Owner")
        await desk.press("f9")
        await desk.sees("HA01", "Owner")
        await desk.press("enter")
        await desk.sees("HA01")
        await desk.press("escape", "x")
        await desk.sees("[y]")
        await desk.press("y")
        await desk.sees(not_="HA01")
    assert house_accounts() == []


async def test_a_skip_is_resolved_by_one_key(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=1)
    hotel.audit()
    record_seen(hotel.desk("noi"), Stay.get_by_id(stay).room_id, False)
    async with at_the_desk(hotel) as desk:
        await desk.open("discrepancies", "201")
        await desk.press("k")
        await desk.sees("do-not-rent")
        await desk.type("gone by night")
        await desk.press("f9")
        await desk.sees("account of skippers")
    assert hotel.state(stay) == "checked out"
    assert account_of_number("SKIP").balance == D("1765.50")
