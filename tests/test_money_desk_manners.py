"""What a cashier runs into in the first hour: the frame that stays whole, the words that say what a key does."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from textual.widget import Widget

from models.front_office.opening import set_setting
from models.front_office.till.opening import begin_shift, keep_drawer
from screens.navigation import SCREENS, screen_class
from tests.desk import at_the_desk
from tests.hotel import Hotel


def _all(kind: type[Widget]) -> list[type[Widget]]:
    return [kind, *(found for sub in kind.__subclasses__() for found in _all(sub))]


def test_no_two_widgets_share_a_name_by_which_styles_find_them() -> None:
    """Styles go by class name: a second ``Lines`` took two lines from every screen once it had been seen."""
    for name in SCREENS:
        screen_class(name)
    ours = {found for found in _all(Widget) if found.__module__.startswith("screens.")}
    names = Counter(found.__name__ for found in ours)
    styled = {found.__name__ for found in ours if found.__dict__.get("DEFAULT_CSS")}
    assert [name for name in styled if names[name] > 1] == []


@pytest.mark.parametrize("language", ["en", "th"])
async def test_the_words_of_the_drawer_lead_to_its_forms(small_hotel: Hotel, language: str) -> None:
    hotel = small_hotel
    set_setting(hotel.desk(), "cashier_shifts", "yes")
    keep_drawer(hotel.desk(), 1, "Front")
    begin_shift(hotel.desk("malee"), 1, Decimal(1000))
    words = {
        "en": (("drop", "Drop to the safe"), ("paid-out", "Paid to"), ("hand over", "Hand over drawer")),
        "th": (("นำส่งเงิน", "Drop เงินเข้าตู้นิรภัย"), ("เบิกเงินสด", "จ่ายให้"), ("ส่งกะ", "ส่งมอบลิ้นชัก")),
    }
    async with at_the_desk(hotel, "malee", language=language) as desk:
        for word, seen in words[language]:
            await desk.command(word)
            await desk.sees(seen)
            await desk.press("escape", "escape")
            await desk.sees("201")
