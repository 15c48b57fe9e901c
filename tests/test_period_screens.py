"""The accountant locks a month at the desk, sees what is left to do, and closes a year."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from models.back_office.year_end import closing_of
from models.front_office.opening import set_setting
from models.ledger.drafts import VoucherTerms, prepare_voucher
from models.ledger.entries import write_journal_voucher
from models.ledger.periods import Period
from tests.desk import at_the_desk
from tests.hotel import Hotel

LINES = [("52600", Decimal(300)), ("12900", Decimal(-300))]
WORDS = {
    "en": ("Months of the books", "Drafts of vouchers", "Softly locked", "closed", "The month is locked."),
    "th": ("งวดบัญชี", "ใบสำคัญร่าง", "ปิดชั่วคราว", "ปิดแล้ว", "ล็อกเดือนแล้ว"),
}


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_month_is_locked_and_a_year_closed(small_hotel: Hotel, language: str) -> None:
    hotel = small_hotel
    title, drafts, soft, closed, _locked = WORDS[language]
    october = Period.create(starts=datetime.date(2026, 10, 1), ends=datetime.date(2026, 10, 31))
    set_setting(hotel.desk(), "fiscal_first_month", "11")
    write_journal_voucher(hotel.desk("anong"), october.ends, "wear", LINES)
    prepare_voucher(hotel.desk("anong"), VoucherTerms("JV", october.ends, "wear", LINES))
    async with at_the_desk(hotel, "anong", language) as desk:
        await desk.open("periods")
        await desk.sees(title, drafts)
        await desk.press("down", "s")
        await desk.sees(soft)
        await desk.press("y")
        await desk.sees("2569" if language == "th" else "2026")
        await desk.press("y")
        await desk.sees(closed, soft)
        await desk.press("l")
        await desk.sees(drafts, {"en": "two persons", "th": "สองคน"}[language])
        await desk.type("auditor waits")
        await desk.press("enter")
        await desk.type("pavinee")
        await desk.press("enter")
        await desk.type("rimnam-2569")
        await desk.press("f9")
        await desk.sees(title, {"en": "The month is locked.", "th": "ล็อกเดือนแล้ว"}[language])
        await desk.press("enter")
        await desk.sees(title)
    assert closing_of(october.ends) is not None
    assert Period.get_by_id(october.id).locked
