"""Windows, moves and routing by keys at 80×24, in Thai and English; and the windows on paper."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.documents import as_text
from models.front_office.companies import create_company
from models.front_office.folios import (
    FolioWindow,
    post_article,
    post_charge,
    save_window,
    transfer,
    window_balance,
    window_of,
)
from models.front_office.papers import folio_paper
from models.front_office.payments import take_payment
from models.front_office.proof import faults
from models.front_office.reservations import Stay
from models.front_office.routing import rules_of
from models.front_office.stays import check_out
from models.house.property import Property
from screens.front_office.folio import FolioScreen
from screens.front_office.routing import RoutingScreen
from screens.front_office.windows import WindowsScreen
from screens.kit.actions import check
from screens.kit.desk_screen import KIT_ACTIONS
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.refusing import refused

BAHT = Decimal


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_second_window_is_opened_for_the_company_and_lines_move_there(
    small_hotel: Hotel, language: str
) -> None:
    hotel = small_hotel
    create_company(hotel.desk(), name_en="Siam Tour", tax_id="0105561000003", address="1 Silom Road, Bangkok")
    stay, friend = hotel.in_house("201"), hotel.in_house("202")
    for article in ("CHANG", "WATER", "SHIRT"):
        post_article(hotel.desk(), hotel.window(stay), article)
    async with at_the_desk(hotel, language=language) as desk:
        await desk.command("folio 201")
        await desk.sees("K-00003")
        await desk.press("x", "w")
        await desk.sees("GUEST1 Anna", "241.86")
        await desk.press("n")
        await desk.sees("[2")
        await desk.press("enter")
        await desk.type("siam")
        await desk.sees("Siam Tour")
        await desk.press("down", "enter", "f9")
        await desk.sees("2 Siam Tour")
        await desk.press("escape")
        await desk.sees("K-00003")
        await desk.press("home", "space", "down", "space")
        await desk.sees("* ")
        await desk.press("t")
        await desk.sees("171.24")
        await desk.press("2", "enter")
        await desk.sees("→ 2", "70.62")
        await desk.press("2")
        await desk.sees("Siam Tour", "171.24")
        await desk.press("1")
        await desk.sees("70.62", "→ 2")
        await desk.press("end", "d")
        await desk.sees("Or percent" if language == "en" else "หรือเปอร์เซ็นต์")
        await desk.press("enter")
        await desk.type("25")
        await desk.press("enter")
        await desk.type("202")
        await desk.press("f9")
        await desk.sees("→ 202/1, 1", "52.96")
    assert window_balance(window_of(stay, 2).id) == BAHT("171.24")
    assert hotel.balance(friend) == BAHT("17.66")
    assert not list(faults())


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_rule_is_made_and_applied_to_the_folio(small_hotel: Hotel, language: str) -> None:
    hotel = small_hotel
    stay, host = hotel.in_house("201"), hotel.in_house("202")
    post_article(hotel.desk(), hotel.window(stay), "CHANG")
    async with at_the_desk(hotel, language=language) as desk:
        await desk.command("routing 201")
        await desk.sees("201 GUEST1 Anna")
        await desk.press("n")
        await desk.sees("[1234567")
        await desk.type("minibar rhum")
        await desk.press("enter", "right", "enter", "1", "enter")
        await desk.type("202")
        await desk.press("f9")
        await desk.sees("! ", "rhum")
        await desk.press("ctrl+u")
        await desk.type("minibar")
        await desk.press("f9")
        await desk.sees("202/1")
        await desk.press("a")
        await desk.sees("1 line moved" if language == "en" else "ย้ายแล้ว 1 รายการ")
        await desk.command("folio 201")
        await desk.sees("→ 202/1")
        await desk.press("escape")
        await desk.sees("202/1", not_="→")
        await desk.press("x")
        await desk.sees("[y]")
        await desk.press("y")
        await desk.sees("201 GUEST1 Anna", not_="202/1")
    assert hotel.balance(host) == BAHT("141.24")
    assert rules_of("stay", stay) == []


async def test_templates_are_reached_from_company_and_rate(small_hotel: Hotel) -> None:
    create_company(small_hotel.desk(), name_en="Siam Tour")
    async with at_the_desk(small_hotel) as desk:
        await desk.open("companies")
        await desk.sees("Siam Tour")
        await desk.press("u")
        await desk.sees("copied at check-in")
        await desk.press("escape")
        await desk.open("rates")
        await desk.sees("Best available")
        await desk.press("u")
        await desk.sees("copied at check-in", "BAR")


async def test_check_out_settles_each_window_with_its_own_payer(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=1)
    save_window(hotel.desk(), stay, 2, payee="Siam Tour")
    post_charge(hotel.desk(), window_of(stay, 2).id, "FOOD", BAHT(1000))
    hotel.audit()
    with refused("BALANCE_NOT_ZERO"):
        check_out(hotel.desk(), stay)
    hotel.pay_all(stay)
    with refused("BALANCE_NOT_ZERO") as second:
        check_out(hotel.desk(), stay)
    assert second.said.jump == "folio 201/2"
    async with at_the_desk(hotel) as desk:
        await desk.command("folio 201/2")
        await desk.sees("window 2 of 2 · Siam Tour")
        await desk.press("o")
        await desk.sees("1,177.00")
        await desk.press("c")
        await desk.sees("1,177.00", not_="[c]")
        await desk.press("enter")
        await desk.sees("2569-")
    assert Stay.get_by_id(stay).state == "checked out"


def test_each_window_has_its_own_paper_summed_up_where_it_says_so(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201")
    company = save_window(
        hotel.desk(),
        stay,
        2,
        payee="Siam Tour",
        address="1 Silom Road",
        tax_id="0105561000003",
        style="summary",
    )
    posted = [post_article(hotel.desk(), hotel.window(stay), a) for a in ("CHANG", "WATER", "SHIRT", "CHANG")]
    transfer(hotel.desk(), posted[:3], company)
    take_payment(hotel.desk(), company, "CASH", BAHT(100))
    own = as_text(folio_paper(Property.the(), FolioWindow.get_by_id(hotel.window(stay)), "en"))
    assert own.count("Beer Chang") == 1
    assert "Water" not in own
    summed = as_text(folio_paper(Property.the(), FolioWindow.get_by_id(company), "en"))
    assert "Minibar" in summed
    assert "171.24" in summed  # beer and water in one line
    assert "Beer Chang" not in summed
    assert "Head office" in summed
    thai = as_text(folio_paper(Property.the(), FolioWindow.get_by_id(company), "th"))
    assert "มินิบาร์" in thai
    FolioWindow.update(style="lines").where(FolioWindow.id == company).execute()
    lines = as_text(folio_paper(Property.the(), FolioWindow.get_by_id(company), "en"))
    assert "Beer Chang" in lines
    assert "Service charge" in lines


def test_keys_do_not_stand_in_each_others_way() -> None:
    from screens.navigation import GLOBAL_ACTIONS

    for screen in (FolioScreen, WindowsScreen, RoutingScreen):
        check((*screen.ACTIONS, *GLOBAL_ACTIONS, *KIT_ACTIONS))
