"""The audit trail at the desk: filtered by keys, a change field by field, on to what was changed, in both languages."""

from __future__ import annotations

import pytest

from models.front_office.reservations import Stay, change_details
from models.house.settings import set_setting
from tests.desk import at_the_desk
from tests.hotel import Hotel


@pytest.mark.parametrize("language", ["en", "th"])
async def test_the_trail_is_narrowed_opened_and_left_for_the_stay_itself(
    small_hotel: Hotel, language: str
) -> None:
    stay = small_hotel.in_house("201", nights=2)
    change_details(small_hotel.desk("nok"), stay, note="ขอเตียงเด็ก", no_post=True)
    set_setting(small_hotel.desk(), "no_show_hour", "20:00")
    english = language == "en"
    async with at_the_desk(small_hotel, language=language) as desk:
        await desk.command("log")
        await desk.sees("Change log" if english else "ประวัติการแก้ไข", "No post" if english else "ห้ามลงบิล")
        await desk.press("f")
        await desk.sees("all staff" if english else "พนักงานทุกคน")
        await desk.press("down")
        await desk.type("nok")
        await desk.press("f9")
        await desk.sees("nok", not_="pavinee")
        await desk.press("enter")
        await desk.sees("No post" if english else "ห้ามลงบิล", "yes" if english else "ใช่", "change_details")
        await desk.press("enter")
        await desk.sees("201", not_="change_details")
        await desk.press("escape", "escape", "a")
        await desk.sees("pavinee")


async def test_one_key_leads_from_a_guest_to_the_guests_own_trail(small_hotel: Hotel) -> None:
    guest = Stay.get_by_id(small_hotel.in_house("201")).guest_id
    async with at_the_desk(small_hotel) as desk:
        await desk.open("guest card", guest)
        await desk.press("c")
        await desk.sees("Changes · ", "Guest GUEST1 Anna")
        await desk.press("/")
        await desk.type("zzz")
        await desk.sees("Nothing was changed.")
        await desk.press("escape", "escape")
        await desk.command(f"folio stay {small_hotel.booked()}")
        await desk.sees("Folio")
