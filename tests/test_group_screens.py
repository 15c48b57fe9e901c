"""Groups at the desk: made, filled, given back and billed by keys alone, in Thai and in English."""

from __future__ import annotations

from pathlib import Path

import pytest

from locales.thai_text import cell_width
from models.front_office.blocks import Block, BlockCell
from models.front_office.blocks.grid import NewBlock, create_block
from models.front_office.blocks.pickup import pick_up
from models.front_office.reservations import Booking, Reservation, Stay
from screens.kit.actions import check, in_force
from screens.kit.desk_screen import KIT_ACTIONS
from screens.navigation import GLOBAL_ACTIONS, screen_class
from tests.desk import Desk, at_the_desk
from tests.hotel import Hotel


def group(hotel: Hotel, start: int = 2) -> int:
    new = NewBlock(
        "Siam Tours", hotel.after(start), hotel.after(start + 2), "BAR", (("SUP", 4), ("DLX", 2)),
        status="definite", contact="Khun Nok", phone="081-234-5678", cutoff_on=hotel.after(1),
    )  # fmt: skip
    block = create_block(hotel.desk(), new)
    guest = hotel.guest("Schmidt")
    pick_up(hotel.desk(), block, Booking(guest, hotel.after(start), hotel.after(start + 3), "SUP", ""))
    return block


async def look(desk: Desk) -> None:
    lines = desk.text.split("\n")
    assert len(lines) == 24
    assert all(cell_width(line) <= 80 for line in lines)


def test_no_key_of_the_groups_stands_for_two_things() -> None:
    for name in ("groups", "group form", "group", "group bookings", "rooming list"):
        check(in_force(screen_class(name).ACTIONS, GLOBAL_ACTIONS, KIT_ACTIONS))


@pytest.mark.parametrize("language", ["en", "th"])
async def test_the_screens_of_a_group_stand_at_80_by_24(
    language: str, small_hotel: Hotel, tmp_path: Path
) -> None:
    block = group(small_hotel)
    file = tmp_path / "list.csv"
    file.write_text(
        "Name,Room,Nationality\nMÜLLER Anna,1,DEU\nMÜLLER Bernd,1,DEU\nLEE Minho,2,Atlantis\n", "utf-8"
    )
    async with at_the_desk(small_hotel, language=language) as desk:
        for name, arguments in (
            ("groups", ()), ("group", (block,)), ("group form", ()), ("group form", (block,)),
            ("group bookings", (block,)), ("rooming list", (block, file)),
        ):  # fmt: skip
            await desk.open(name, *arguments)
            await desk.sees("F1")
            await look(desk)


async def test_a_group_is_made_by_keys_from_the_list(small_hotel: Hotel) -> None:
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.press("g", "y")
        await desk.sees("Groups")
        await desk.press("n")
        await desk.sees("New group")
        await desk.type("Siam Tours")
        await desk.press("enter", "enter")
        await desk.type("+2")
        await desk.press("enter")
        await desk.type("+3")
        await desk.press("enter")
        await desk.type("4 SUP, 2 DLX")
        await desk.press("f9")
        await desk.sees("G0001 Siam Tours", "Tentative", "4   0   4")
    block = Block.get()
    assert (block.first_night, block.last_night) == (small_hotel.after(2), small_hotel.after(4))
    assert BlockCell.select().count() == 6


async def test_a_cell_is_typed_and_a_refusal_stays_in_the_form(small_hotel: Hotel) -> None:
    block = group(small_hotel)
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.open("group", block)
        await desk.sees("[  4   1   3]")
        await desk.press("right", "down")
        await desk.sees("[  2   0   2]")
        await desk.press("enter")
        await desk.sees("Rooms of the group")
        await desk.type("5")
        await desk.press("f9")
        await desk.sees("[  5   0   5]", not_="Rooms of the group")
        await desk.press("left", "enter")
        await desk.sees("Rooms of the group")
        await desk.type("0")
        await desk.press("f9")
        await desk.sees("1 SUP are picked up")
    assert BlockCell.select().where(BlockCell.blocked == 5).count() == 1


async def test_a_guest_is_picked_up_at_the_desk(small_hotel: Hotel) -> None:
    block = group(small_hotel)
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.open("group", block)
        await desk.press("p")
        await desk.sees("Pick up from the block")
        await desk.type("Meier Karl")
        await desk.press("f9")
        await desk.sees("Picked up: booking", "[  4   2   2]")
        await desk.press("r")
        await desk.sees("MEIER Karl", "SCHMIDT")
        await desk.press("enter")
        await desk.sees("booking 0000")
    assert Reservation.select().where(Reservation.block == block).count() == 2


async def test_a_rooming_list_comes_in_from_the_folder(
    small_hotel: Hotel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECEPTION_IMPORTS", str(tmp_path))
    block = group(small_hotel)
    file = tmp_path / "tour.csv"
    file.write_text("Name,Room,Type\nKIM Jisoo,1,SUP\nKIM Minho,1,\nLEE Ara,2,PENT\n", "utf-8")
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.open("group", block)
        await desk.press("l")
        await desk.sees("tour.csv")
        await desk.press("enter")
        await desk.sees("The block has no rooms of this type", "1 fault")
        await desk.press("f9")
        await desk.sees("Mend the list first")
        file.write_text(file.read_text("utf-8").replace("PENT", "DLX"), "utf-8")
        await desk.press("a")
        await desk.sees("2 rooms new")
        await desk.press("f9")
        await desk.sees("2 rooms came in")
        await desk.press("escape")
        await desk.sees("4   2   2")
    assert Stay.select().count() == 3


async def test_rooms_are_given_back_blocked_again_and_the_group_is_lost(small_hotel: Hotel) -> None:
    block = group(small_hotel)
    async with at_the_desk(small_hotel) as desk:
        await desk.open("group", block)
        await desk.press("c")
        await desk.sees("back to the house now")
        await desk.press("f9")
        await desk.sees("15 room-nights went back to the house", "[  4   1   0]", "R")
        await desk.press("a")
        await desk.sees("Block again")
        await desk.press("down", "down")
        await desk.type("+1")
        await desk.press("f9")
        await desk.sees("[  4   1   3]")
        await desk.press("x")
        await desk.sees("Cancel or lost")
        await desk.press("enter")
        await desk.type("no visas")
        await desk.press("f9")
        await desk.sees("SCHMIDT")
    assert Block.get_by_id(block).status == "definite"


async def test_the_groups_bill_is_opened_and_closed_at_the_desk(small_hotel: Hotel) -> None:
    block = group(small_hotel, start=0)
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.open("group", block)
        await desk.press("m")
        await desk.sees("Open a posting master")
        await desk.press("y")
        await desk.sees("Folio PM01", "SIAM TOURS")
        await desk.press("o")
        await desk.sees("Checked out")
        await desk.press("escape")
        await desk.sees("Siam Tours", not_="PM01")


async def test_a_wash_and_a_status_are_set_and_the_paper_is_shown(small_hotel: Hotel) -> None:
    block = group(small_hotel)
    async with at_the_desk(small_hotel) as desk:
        await desk.command("group siam")
        await desk.sees("G0001 Siam Tours", "Definite")
        await desk.press("w")
        await desk.sees("Wash schedule")
        await desk.type("+1")
        await desk.press("enter")
        await desk.type("50")
        await desk.press("f9")
        await desk.sees("50 %")
        await desk.press("s")
        await desk.sees("The group becomes")
        await desk.press("2")
        await desk.sees("Tentative")
        await desk.press("i")
        await desk.sees("Group resume", "Siam Tours")
        await desk.press("pagedown")
        await desk.sees("SCHMIDT Anna")
    assert Block.get_by_id(block).status == "tentative"
