"""The cashier's day at the desk, by keys, at 80×24, in Thai and in English."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

import pytest

from locales import Message
from locales.thai_text import cell_width
from models.front_office.folios import window_balance
from models.front_office.payments import take_payment
from models.front_office.till import CashDrop, CashierShift, PaidOut
from models.front_office.till.closing import Counted, close_shift, count_shift
from models.front_office.till.opening import begin_shift
from models.house.refusals import Answer
from models.house.staff import Staff
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from tests.desk import Desk, at_the_desk
from tests.hotel import PASSWORD, Hotel
from tests.test_cashier_shifts import guest_with_debt, with_shifts

LANGUAGES = pytest.mark.parametrize("language", ["en", "th"])


@pytest.fixture
def house(small_hotel: Hotel) -> Hotel:
    return with_shifts(small_hotel)


@asynccontextmanager
async def speaking(hotel: Hotel, login: str, language: str) -> AsyncIterator[Desk]:
    """A desk whose person reads reports in that language too."""
    Staff.update(language=language).where(Staff.login == login).execute()
    async with at_the_desk(hotel, login, language) as desk:
        yield desk


def fits(desk: Desk) -> None:
    lines = desk.text.split("\n")
    assert len(lines) == 24
    assert all(cell_width(line) <= 80 for line in lines)


async def fits_in_both(desk: Desk) -> None:
    """In the language it stands in, and in the other."""
    for _language in ("the other", "its own"):
        fits(desk)
        before = desk.text
        await desk.press("f2")
        assert desk.text != before
    fits(desk)


async def keys(desk: Desk, *pressed: str) -> int:
    """Press keys one after the other, text letter by letter; how many."""
    n = 0
    for key in pressed:
        if key in ("enter", "f9", "tab", "escape", "down"):
            await desk.press(key)
            n += 1
        else:
            await desk.type(key)
            n += len(key)
    return n


async def test_a_cashier_opens_pays_out_drops_counts_and_closes_by_keys(house: Hotel) -> None:
    window = guest_with_debt(house)
    words = WORDS["th"]
    async with speaking(house, "malee", "th") as desk:
        await desk.sees(words["told"])
        await desk.press("g", "g")
        await desk.sees(words["none"])
        await fits_in_both(desk)
        counted = {"open": await keys(desk, "o")}
        await desk.sees("1 Front desk")
        await fits_in_both(desk)
        counted["open"] += await keys(desk, "enter", "3000", "f9")
        await desk.sees("S-00001", "3,000.00")
        take_payment(house.desk("malee"), window, "CASH", Decimal(18_450))
        take_payment(house.desk("malee"), window, "CARD", Decimal(500))
        # Paid for the house, then the voucher is shown.
        await keys(desk, "p")
        await desk.sees(words["paid-out"])
        await keys(
            desk, "250", "enter", "Somchai", "enter", "S-044", "enter", "bulbs", "enter", "enter", "523", "f9"
        )
        await desk.sees("PO2569-00001", "250.00")
        await fits_in_both(desk)
        await desk.press("escape")
        await desk.sees("S-00001", "-250.00", "18,450.00", "500.00")
        assert "21,200.00" not in desk.text  # what should be there stays unsaid
        await fits_in_both(desk)
        counted["drop"] = await keys(desk, "d")
        await desk.sees(words["bag"])
        counted["drop"] += await keys(
            desk,
            "enter",
            "18000",
            "enter",
            "B17",
            "enter",
            "safe",
            "enter",
            "somsak",
            "enter",
            PASSWORD,
            "f9",
        )
        await desk.sees("-18,000.00")
        counted["close"] = await keys(desk, "l")
        await desk.sees("1,000", "0.25")
        await fits_in_both(desk)
        counted["close"] += await keys(
            desk,
            "3",
            "tab",
            "tab",
            "1",
            "tab",
            "1",
            "tab",
            "1",
            "tab",
            "1",
            "tab",
            "tab",
            "tab",
            "tab",
            "tab",
            "tab",
            "1",
            "tab",
            "500",
            "f9",
        )
        await desk.sees("3,200.00", "3,180.00", "-20.00", words["short"])
        await fits_in_both(desk)
        counted["close"] += await keys(desk, "l")
        await desk.sees("3,000.00", words["bag"])
        await fits_in_both(desk)
        counted["close"] += await keys(
            desk, "enter", "B18", "enter", "enter", "somsak", "enter", PASSWORD, "f9"
        )
        await desk.sees(words["report"], "S-00001")
        await fits_in_both(desk)
        await desk.press("escape")
        await desk.sees(words["none"])
        await desk.press("r")
        await desk.sees("S-00001", words["mine"])
        await fits_in_both(desk)
        await desk.press("enter")
        await desk.sees(words["report"])
    assert counted == {"open": 7, "drop": 36, "close": 49}
    shift = CashierShift.get()
    assert (shift.left_float, shift.closed_by.login) == (3000, "malee")
    assert [d.bag for d in CashDrop.select().order_by(CashDrop.id)] == ["B17", "B18"]
    assert PaidOut.get().account.code == "52300"


WORDS = {
    "en": {
        "told": "Your cashier shift is not open", "none": "no shift open", "paid-out": "Signed slip", "bag": "Bag number",
        "short": "short by 20.00", "report": "Cashier report", "mine": "My cashier shifts", "counts": "Next cashier",
        "has": "lek has drawer 1 with 3,000.00", "forced": "Cash counted", "reason": "Reason",
    },
    "th": {
        "told": "กะพนักงานแคชเชียร์ของคุณยังไม่เปิด", "none": "ยังไม่เปิดกะ", "paid-out": "เลขที่ใบที่ลงชื่อ", "bag": "เลขที่ถุง",
        "short": "ขาด 20.00", "report": "รายงานแคชเชียร์", "mine": "กะของฉัน", "counts": "แคชเชียร์คนต่อไป",
        "has": "lek รับลิ้นชัก 1 แล้ว มีเงินทอน 3,000.00", "forced": "เงินสดที่นับได้", "reason": "เหตุผล",
    },
}  # fmt: skip


@LANGUAGES
async def test_the_next_cashier_counts_and_takes_the_drawer_over_in_one_form(
    house: Hotel, language: str
) -> None:
    shift = begin_shift(house.desk("nok"), 1, Decimal(3000))
    words = WORDS[language]
    async with speaking(house, "nok", language) as desk:
        await desk.command("cashier")
        await desk.sees("S-00001")
        n = await keys(desk, "h")
        await desk.sees(words["counts"])
        fits(desk)
        n += await keys(desk, "3", *["enter"] * 11, "lek", "enter", PASSWORD, "f9")
        await desk.sees(words["report"], "S-00001")
        fits(desk)
        await desk.press("escape")
        await desk.sees(words["has"])
    assert n == 29
    assert not CashierShift.get_by_id(shift).is_open
    assert CashierShift.get(CashierShift.closed_at.is_null()).staff.login == "lek"


@LANGUAGES
async def test_the_night_auditor_is_led_to_an_open_shift_and_closes_it(house: Hotel, language: str) -> None:
    begin_shift(house.desk("malee"), 1, Decimal(3000))
    words = WORDS[language]
    async with speaking(house, "chai", language) as desk:
        await desk.command("audit")
        await desk.sees("A8", "malee")
        fits(desk)
        await desk.press("enter")
        await desk.sees("S-00001", "3,000.00")
        await desk.press("l")
        await desk.sees(words["forced"])
        await keys(desk, "3000", "f9")
        await desk.sees(words["reason"])
        await keys(desk, "went home", "f9")
        await desk.sees(words["report"])
    assert CashierShift.get().forced


async def test_money_refused_without_a_shift_opens_one_and_is_written_after_all(house: Hotel) -> None:
    window = guest_with_debt(house)
    async with at_the_desk(house, "malee") as desk:

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            return await desk.console.services.write(
                take_payment, window, "CASH", values["amount"], token=token, answers=answers
            )

        form = FormDialog(Message("Pay"), (FieldSpec("amount", Message("Amount"), "amount"),), write)
        desk.console.push_screen(form)
        await desk.pilot.pause()
        await keys(desk, "500", "f9")
        await desk.sees("Open your cashier shift")
        await desk.press("escape")  # no shift: the form stays as typed and says why
        await desk.sees("500", "Open your cashier shift first")
        await keys(desk, "f9")
        await desk.sees("Float counted")
        await keys(desk, "f9")
        await desk.sees("Rooms", not_="Float counted")
    assert window_balance(window) == -500
    assert CashierShift.get().staff.login == "malee"


async def test_a_drawer_is_set_up_and_all_shifts_are_seen_by_who_may_close_them(house: Hotel) -> None:
    shift = begin_shift(house.desk("malee"), 1, Decimal(100))
    count_shift(house.desk("malee"), shift, [Counted("CASH", "THB", Decimal(100))])
    close_shift(house.desk("malee"), shift, Decimal(100))
    begin_shift(house.desk("nok"), 1, Decimal(100))
    async with at_the_desk(house, "pavinee") as desk:
        await desk.command("drawers")
        await desk.sees("Front desk")
        await keys(desk, "n")
        await desk.sees("Cashier number")
        await keys(desk, "2", "enter", "Bar", "f9")
        await desk.sees("Bar", not_="Cashier number")
        fits(desk)
        await desk.command("shifts")
        await desk.sees("S-00001", "S-00002", "open")
        await desk.command("shift 2")
        await desk.sees("Nok", "THB in the drawer 100.00")  # the supervisor sees what should be there
        await desk.press("p")
        await desk.sees("This is the shift of somebody else.")
