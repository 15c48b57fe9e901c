"""What hindered people of each duty in their first shift: names of places, sentences cut off, silence, the wrong guest."""

from __future__ import annotations

import pytest

from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.switchboard import hires, names


async def test_a_place_is_reached_by_its_name_wherever_one_is(small_hotel: Hotel) -> None:
    async with at_the_desk(small_hotel) as desk:
        await desk.command("room assignment")  # not the room of that name
        await desk.sees("Room assignment", "Attendant", not_="There is no room")
        await desk.command("attendants")
        await desk.sees("No attendant is written down yet.")
        await desk.command("credits")  # this screen has a key for it
        await desk.sees("Credits")
        await desk.command("queue")  # nobody named: the whole list
        await desk.sees("Queue rooms")
        await desk.command("lost and found")
        await desk.sees("Lost and found", not_="· and found")
        await desk.command("folio")
        await desk.sees("Something more is needed: folio 305")


async def test_a_colon_opens_the_command_line_over_an_empty_search(small_hotel: Hotel) -> None:
    hires(small_hotel, "ploy", "operator")
    async with at_the_desk(small_hotel, "ploy", first="Operator") as desk:
        await desk.command("phone book")
        await desk.sees("Telephone book")
        await desk.command("housekeeping")
        await desk.sees("to inspect")


def test_who_is_written_so_comes_before_who_sounds_so(hotel: Hotel) -> None:
    hotel.in_house("201", guest=hotel.guest("Van Dijk", given="Femke"))
    hotel.in_house("202", guest=hotel.guest("Wang", given="Wei"))
    assert names(hotel, "wang") == ["WANG Wei", "VAN DIJK Femke"]
    assert names(hotel, "wei wang") == ["WANG Wei"]


@pytest.mark.parametrize(
    ("language", "nobody", "same"),
    [
        ("en", "No attendant is on duty today.", "as before."),
        ("th", "วันนี้ยังไม่มีพนักงานทำห้องเข้าเวร", "อยู่แล้ว"),
    ],
)
async def test_the_board_says_why_nothing_happens(
    small_hotel: Hotel, language: str, nobody: str, same: str
) -> None:
    async with at_the_desk(small_hotel, language=language) as desk:
        await desk.press("g", "h")
        await desk.sees("201")
        await desk.press("a")
        await desk.sees(nobody, ":attendants")
        await desk.press("d")
        await desk.sees("VD")
        await desk.press("d")
        await desk.sees(same)
