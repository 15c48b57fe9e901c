"""What the house chooses: described in words, checked in one place, changed on one screen."""

from __future__ import annotations

from decimal import Decimal

import pytest

from locales import LANGUAGES, in_language
from models.front_office.etax import set_etax, tax_document
from models.front_office.folios import post_charge
from models.front_office.invoicing import issue_invoice
from models.front_office.receipts import Buyer, Receipt
from models.house.acts import ChangeLog
from models.house.property import DEFAULTS, Property, setting
from models.house.settings import (
    GROUPS,
    PARTICULARS,
    SETTINGS,
    set_particular,
    set_setting,
)
from screens.navigation import SCREENS
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.refusing import refused


def test_every_setting_is_described_and_its_default_is_one_of_its_values(small_hotel: Hotel) -> None:
    assert sorted(each.name for each in SETTINGS) == sorted(DEFAULTS)
    for each in SETTINGS:
        assert each.group in GROUPS
        assert each.home in (*SCREENS, "", "machine", "hidden")
        set_setting(small_hotel.desk(), each.name, DEFAULTS[each.name])
        assert setting(each.name) == DEFAULTS[each.name]
    for language in LANGUAGES:
        with in_language(language):
            labels = [each.label.say() for each in (*SETTINGS, *PARTICULARS)]
            assert len(set(labels)) == len(labels), "two settings called the same"


@pytest.mark.parametrize(
    ("name", "values", "kept"),
    [
        ("idle_lock_minutes", ("", "-1", "1.5", "1441", "ten", "99999999999"), {"๑๕": "15", " 20 ": "20"}),
        ("no_show_hour", ("", "24:00", "6pm", "18"), {"9.30": "09:30", "๑๘:๐๐": "18:00"}),
        ("call_markup_percent", ("NaN", "-1", "1001", "much", ""), {"12.5": "12.5"}),
        ("shift_blind", ("YES", "", "maybe"), {"no": "no"}),
        ("paid_out_accounts", ("", "511", "51100;51110"), {"51100, 52200": "51100, 52200"}),
        ("reissue_sentence", ("", "without", "{0} {number}"), {"แทน {number}": "แทน {number}"}),
        ("promptpay_mobile", ("", "6-9"), {"69": "69"}),
    ],
)
def test_a_setting_takes_only_what_it_may_be(
    small_hotel: Hotel, name: str, values: tuple[str, ...], kept: dict[str, str]
) -> None:
    for value in values:
        with refused("SETTING") as refusal:
            set_setting(small_hotel.desk(), name, value)
        assert refusal.said.field == name, "said at the field"
    for typed, value in kept.items():
        set_setting(small_hotel.desk(), name, typed)
        assert setting(name) == value


def test_nobody_invents_a_setting(small_hotel: Hotel) -> None:
    with refused("SETTING"):
        set_setting(small_hotel.desk(), "colour", "red")
    with refused("SETTING"):
        set_particular(small_hotel.desk(), "business_date", "2030-01-01")
    with refused("NOT_CLEAN"):
        set_setting(small_hotel.desk(), "complimentary_rate", "B\x1bAR")
    with refused("NO_RIGHT"):
        set_particular(small_hotel.desk("nok"), "phone", "02 123 4567")


def test_particulars_of_the_hotel_are_checked_and_logged(small_hotel: Hotel) -> None:
    desk = small_hotel.desk()
    for name, value, code in (
        ("name_th", " ", "NO_NAME"), ("tax_id", "0105556000001", "TAX_ID"), ("tax_id", "12", "TAX_ID"),
        ("branch", "1", "BRANCH"), ("check_in_time", "25:00", "SETTING"), ("phone", "0" * 61, "TOO_MUCH_TEXT"),
    ):  # fmt: skip
        with refused(code) as refusal:
            set_particular(desk, name, value)
        assert refusal.said.field in (name, "name_en")
    before = Property.the().phone
    set_particular(desk, "phone", " 02 123  4567 ")
    set_particular(desk, "branch", "๐๐๐๐๑")
    assert (Property.the().phone, Property.the().branch) == ("02 123 4567", "00001")
    line = ChangeLog.select().where(ChangeLog.subject == "property").order_by(ChangeLog.id).first()
    assert before in line.before or not before
    assert "02 123 4567" in line.after


def test_a_paper_keeps_the_hotel_it_was_written_by(small_hotel: Hotel) -> None:
    """Its e-Tax file made later says what the paper says, whatever the hotel is called by then."""
    hotel = small_hotel
    set_etax(hotel.desk(), "99/9", "เจริญราษฎร์", "500101", "50000")
    stay = hotel.in_house("201")
    post_charge(hotel.desk(), hotel.window(stay), "LAUN", Decimal("100.00"))
    buyer = Buyer("บริษัท สยามทัวร์ จำกัด", "1 ถนนสีลม กรุงเทพฯ 10500", "0107536000269", "00000")
    issue_invoice(hotel.desk(), hotel.window(stay), "full", buyer, language="th")
    paper = Receipt.select().order_by(Receipt.id.desc()).get()
    name = Property.the().name_th
    set_particular(hotel.desk(), "name_th", "โรงแรมใหม่")
    assert Property.the().name_th == "โรงแรมใหม่"
    assert name in paper.paper
    assert "โรงแรมใหม่" not in paper.paper
    assert tax_document(paper).seller.name == name


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_house_is_set_up_by_keys(small_hotel: Hotel, language: str) -> None:
    command, heading, words, clock = {
        "en": (
            "settings",
            "Settings of the house",
            ("Check-in from", "counted blind"),
            "A time is written as 14:00.",
        ),
        "th": ("ตั้งค่า", "ตั้งค่าโรงแรม", ("เช็คอินตั้งแต่", "โดยไม่เห็น"), "เวลาเขียนแบบ 14:00"),
    }[language]
    pay, *screens = {
        "en": ("promptpay", "Payment methods", "Program that", "alone."),
        "th": ("พร้อมเพย์", "ประเภทการรับชำระ", "โปรแกรมส่ง", "เท่านั้น"),
    }[language]
    async with at_the_desk(small_hotel, language=language) as desk:
        await desk.command(command)
        await desk.sees(heading)
        await desk.press("slash")
        await desk.type(words[0])
        await desk.press("enter")
        await desk.sees("[14:00")
        await desk.type("25")
        await desk.press("f9")
        await desk.sees(clock)
        await desk.press("home", "ctrl+k")
        await desk.type("15.30")
        await desk.press("f9")
        await desk.sees("15:30")
        assert Property.the().check_in_time == "15:30"
        await desk.press("escape", "slash")
        await desk.type(words[1])
        await desk.press("enter")
        await desk.sees("▸", "F9")
        await desk.press("right", "f9")
        await desk.sees("* ")
        assert setting("shift_blind") == "no"
        await desk.press("d")
        await desk.sees("[y]")
        await desk.press("left", "enter")
        await desk.sees("▸", not_={"en": "* no", "th": "* ไม่"}[language])
        assert setting("shift_blind") == "yes"
        await desk.press("escape", "slash")
        await desk.type(pay)
        await desk.press("down", "enter")
        await desk.sees(screens[0])
        await desk.press("escape")
        await desk.press("escape", "slash")
        await desk.type(screens[1])
        await desk.press("down", "enter")
        await desk.sees(screens[2])
