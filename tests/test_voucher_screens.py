"""A clerk's vouchers at the desk: prepared, approved by another, reversed; templates and the month's run."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.front_office.opening import set_setting
from models.ledger.accounts import Account
from models.ledger.drafts import Voucher, VoucherTerms, prepare_voucher, voucher_codes
from models.ledger.entries import Entry
from models.ledger.forms import form_codes, forms, save_form
from screens.back_office.voucher import search_accounts
from tests.desk import Desk, at_the_desk
from tests.hotel import Hotel

WORDS = {
    "en": ("Vouchers", "Payment voucher", "No vouchers", "Draft", "In books", "Posted as", "Month run"),
    "th": ("ใบสำคัญ", "ใบสำคัญจ่าย", "ยังไม่มีใบสำคัญ", "ร่าง", "ลงบัญชีแล้ว", "ลงบัญชีเป็น", "รายการประจำเดือน"),
}


async def _line(desk: Desk, code: str, *fields: str) -> None:
    await desk.press("a")
    await desk.type(code)
    for text in fields:
        await desk.press("enter")
        await desk.type(text)
    await desk.press("f9")


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_payment_is_prepared_by_one_approved_by_another_and_reversed(
    small_hotel: Hotel, language: str
) -> None:
    hotel = small_hotel
    set_setting(hotel.desk(), "voucher_persons", "2")
    title, payment, none, draft, posted, posted_as, _run = WORDS[language]
    async with at_the_desk(hotel, "anong", language) as desk:
        await desk.open("vouchers")
        await desk.sees(title, none)
        await desk.press("n")
        await desk.sees(payment)
        await desk.press("enter")
        await desk.sees("0.00")
        await _line(desk, "52200", "500")
        await desk.sees("500.00")
        await _line(desk, "11210")
        await desk.press("f9")
        await desk.press("enter")
        await desk.type("MEA")
        await desk.press("enter")
        await desk.type("electricity")
        await desk.press("f9")
        await desk.sees(draft, "MEA", "electricity")
    voucher = Voucher.get()
    assert voucher_codes(voucher.id) == [("52200", Decimal("500.00")), ("11210", Decimal("-500.00"))]
    async with at_the_desk(hotel, "pavinee", language) as desk:
        await desk.open("vouchers")
        await desk.sees(draft)
        await desk.press("a")
        await desk.sees(posted_as, "PV2569-00001")
        await desk.press("enter")
        await desk.sees("PV2569-00001", "52200")
        await desk.press("i")
        await desk.sees(payment, "MEA", "electricity")
        await desk.press("escape", "escape")
        await desk.sees(posted)
    assert Entry.get().journal == "payments"


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_draft_is_changed_and_a_standing_form_is_run(small_hotel: Hotel, language: str) -> None:
    hotel = small_hotel
    anong = hotel.desk("anong")
    wear = [("52600", Decimal(1000)), ("12900", Decimal(-1000))]
    prepare_voucher(anong, VoucherTerms("JV", hotel.day, "wear", wear))
    save_form(anong, "Depreciation", "JV", "depreciation", wear, first_month=hotel.day)
    run = WORDS[language][-1]
    async with at_the_desk(hotel, "anong", language) as desk:
        await desk.open("vouchers")
        await desk.sees("wear")
        await desk.press("enter")
        await desk.sees("1,000.00")
        await desk.press("f9")
        await desk.sees("wear", str(hotel.day.year + 543 if language == "th" else hotel.day.year))
        await desk.press("f9")
        await desk.sees("JV2569-00001")
        await desk.open("voucher forms")
        await desk.sees("Depreciation")
        await desk.press("m")
        await desk.sees(run, "Depreciation")
        await desk.press("f9")
        await desk.sees("1", not_="Depreciation")
        await desk.open("voucher forms")
        await desk.press("n", "enter")
        await _line(desk, "52200")
        await _line(desk, "11210")
        await desk.press("f9")
        await desk.type("Power")
        await desk.press("enter")
        await desk.type("electricity")
        await desk.press("f9")
        await desk.sees("Power")
        await desk.press("down", "e")
        await desk.sees("Power", "52200")
        await desk.press("d")
        Account.update(closed_on=hotel.day).where(Account.code == "52410").execute()
        assert not search_accounts("52410")
        await _line(desk, "52300")
        await desk.press("f9")
        await desk.sees("electricity")
        await desk.press("f9")
        await desk.sees("Depreciation", "Power")
        assert [code for code, _amount in form_codes(forms()[1].id)] == ["11210", "52300"]
    assert [e.voucher for e in Entry.select().order_by(Entry.id)] == ["JV2569-00001", "JV2569-00002"]
