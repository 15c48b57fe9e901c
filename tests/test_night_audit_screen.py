"""The night audit at the desk, by keys, at 80×24: the list, its fixes, the close; in Thai and in English."""

from __future__ import annotations

import asyncio
import json
from decimal import Decimal
from pathlib import Path

import pytest

from locales.thai_text import cell_width
from models.front_office.night_audit import AuditFailure, ClosedDay
from models.front_office.opening import set_setting
from models.front_office.payments import keep_deposit, take_deposit
from models.front_office.reservations import NO_SHOW, RESERVED, Stay
from models.house.database import database
from models.house.property import Property
from tests.desk import Desk, at_the_desk
from tests.hotel import Hotel

LANGUAGES = pytest.mark.parametrize("language", ["en", "th"])
WORDS = {
    "en": {"stops": "stops", "many": "Mark all 2 guests", "done": "2 no-shows are marked", "way": "2 in the way",
           "close": "Room and tax are posted", "closed": "is closed", "reason": "Reason", "optional": "optional",
           "failed": "The last try stopped", "step": "balancing the ledgers", "revenue": "Room revenue 3,000.00",
           "why": "opening", "none": "Every check is passed", "ledger": "Three ledgers"},
    "th": {"stops": "ต้องแก้", "many": "ทั้ง 2 ราย", "done": "บันทึก No-show แล้ว 2 ราย", "way": "ต้องแก้ 2 รายการ",
           "close": "ลงค่าห้อง", "closed": "ปิดวันที่ 23", "reason": "เหตุผล", "optional": "ข้ามได้",
           "failed": "ครั้งล่าสุดหยุดขณะ", "step": "กระทบยอดบัญชี", "revenue": "3,000.00",
           "why": "ยกมา", "none": "ผ่านทุกข้อ", "ledger": "บัญชี"},
}  # fmt: skip


def fits(desk: Desk) -> None:
    lines = desk.text.split("\n")
    assert len(lines) == 24
    assert all(cell_width(line) <= 80 for line in lines)


def _another_desk_checks_out(hotel: Hotel, stay: int) -> None:
    hotel.leaves(stay)
    database.close()


@LANGUAGES
async def test_the_list_is_worked_off_and_the_day_is_closed(
    small_hotel: Hotel, tmp_path: Path, language: str
) -> None:
    hotel, words = small_hotel, WORDS[language]
    set_setting(hotel.desk(), "no_show_hour", "09:00")
    set_setting(hotel.desk(), "due_in_left", "STOP")
    left = [hotel.booked(guest=hotel.guest(name)) for name in ("Adler", "Beier")]
    paid = hotel.booked(guest=hotel.guest("Ebel"))
    take_deposit(hotel.desk(), Stay.get_by_id(paid).reservation_id, "CASH", Decimal(500))
    hotel.in_house("201", guest=hotel.registered_guest())
    out = hotel.in_house("202", nights=0, guest=hotel.guest("Falk"))
    day = hotel.day
    async with at_the_desk(hotel, "chai", language) as desk:
        await desk.command("audit")
        await desk.sees("A2", "A3", "A4", words["stops"], "ADLER", "EBEL", ":folio 202")
        fits(desk)
        await desk.press("m")
        await desk.sees(words["many"])
        fits(desk)
        await desk.press("y")
        await desk.sees(words["done"], words["way"], not_="A2")
        assert [hotel.state(s) for s in (*left, paid)] == [NO_SHOW, NO_SHOW, RESERVED]
        await asyncio.to_thread(_another_desk_checks_out, hotel, out)
        desk.console._look_for_changes()
        await desk.sees("A3", not_="A4")
        await desk.press("f9")
        await desk.sees("A3", not_=words["close"])
        await desk.press("enter")  # to the booking, and back
        await desk.sees("EBEL", "500.00", not_="A3")
        keep_deposit(hotel.desk("somsak"), Stay.get_by_id(paid).reservation_id, Decimal(500), "no word")
        set_setting(hotel.desk(), "due_in_left", "NOTE")
        await desk.press("escape")
        await desk.sees("A2", words["optional"], not_="A3")
        await desk.press("f9")
        await desk.sees(words["close"])
        await desk.press("y")
        await desk.sees(words["reason"], "(A2)")
        fits(desk)
        await desk.type("late train")
        await desk.press("f9")
        await desk.sees(words["closed"], words["revenue"])
        fits(desk)
        print(desk.text)  # noqa: T201 - the receipt
        await desk.press("enter")
        await desk.sees(words["none"], not_=words["revenue"])
    assert Property.the().business_date == hotel.after(1)
    assert [found["reason"] for found in json.loads(ClosedDay.get().checks)] == ["late train"]
    names = sorted(file.name for file in (tmp_path / "backups").iterdir())
    assert names == [f"hotel-{day}-after.db", f"hotel-{day}-before.db"]


@LANGUAGES
async def test_a_failed_audit_stands_in_the_list_in_words_and_leads_to_its_fix(
    small_hotel: Hotel, language: str
) -> None:
    hotel, words = small_hotel, WORDS[language]
    hotel.in_house("201", nights=3, guest=hotel.registered_guest())
    hotel.audit()
    database.execute_sql("DROP TRIGGER closed_ledger_no_update")
    database.execute_sql(
        "UPDATE closed_ledger SET debits = debits + 700, closing = closing + 700 WHERE ledger = 'guest'"
    )
    async with at_the_desk(hotel, "chai", language) as desk:
        await desk.command("audit")
        await desk.sees(words["none"])
        await desk.press("f9")
        await desk.sees(words["close"])
        await desk.press("y")
        await desk.sees("!", words["failed"], words["step"], ":three ledgers")
        fits(desk)
        print(desk.text)  # noqa: T201
        await desk.press("enter")
        await desk.sees(words["why"], "7.00")
        fits(desk)
        print(desk.text)  # noqa: T201
        await desk.press("enter")
        await desk.sees(words["ledger"], not_=words["failed"])
    assert AuditFailure.get().step == "ledgers"
