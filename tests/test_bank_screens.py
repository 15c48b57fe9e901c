"""Bank and cheques by keys, at 80×24, in Thai and in English."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from models.back_office.bank_accounts import keep_bank_account
from models.back_office.bank_statements import BankLine, BankStatement
from models.back_office.cheques import Cheque
from models.back_office.cheques_out import gaps
from models.back_office.input_vat import claimed_in
from models.back_office.receivables import items_of, open_account
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.test_bank_reconciliation import MONTH, busy_day, took_in
from tests.test_card_payouts import bank_of, takings
from tests.test_cheques import CURRENT, ON_HAND, pays_by_cheque, standing, taken


def _bank(hotel: Hotel) -> int:
    return keep_bank_account(hotel.desk(), CURRENT, "004", "0123456789", "กระแสรายวัน", "Current")


@pytest.mark.parametrize("language", ["en", "th"])
async def test_cheques_are_marked_paid_in_and_one_bounces(small_hotel: Hotel, language: str) -> None:
    hotel = small_hotel
    _bank(hotel)
    taken(hotel)
    taken(hotel, "2345678", amount=500)
    taken(hotel, "3456789", hotel.after(9))
    owing = open_account(hotel.desk(), number="1001", name_en="Siam Company", credit_limit=None)
    words = {"en": ("Cheques in", "post-dated", "paid in"), "th": ("เช็ครับ", "เช็คล่วงหน้า", "นำฝากแล้ว")}[
        language
    ]
    async with at_the_desk(hotel, "anong", language) as desk:
        await desk.press("g", "7")
        await desk.sees(words[0], "SCB 1234567", words[1], "2,500.00")
        await desk.press("m", "down", "m", "p", "enter", "f9")
        await desk.sees(words[2])
        await desk.press("up", "b")
        await desk.press("enter", *"no funds", "enter", *"1001", "enter", *"150", "f9")
        await desk.sees("SCB 2345678", not_="1234567")
    assert (standing(ON_HAND), standing(CURRENT)) == (Decimal(1000), Decimal(350))
    assert items_of(owing)[0].unpaid == Decimal(1000)
    assert Cheque.get(Cheque.number == "1234567").state == "bounced"


@pytest.mark.parametrize("language", ["en", "th"])
async def test_cheques_issued_clear_are_replaced_and_their_numbers_watched(
    small_hotel: Hotel, language: str
) -> None:
    hotel = small_hotel
    bank = _bank(hotel)
    pays_by_cheque(hotel.desk("anong"), bank, "0000101", 700, hotel.day)
    pays_by_cheque(hotel.desk("anong"), bank, "0000103", 300, hotel.day)
    words = {"en": ("Cheques out", "Passed over"), "th": ("เช็คจ่าย", "เลขที่ข้าม")}[language]
    async with at_the_desk(hotel, "anong", language) as desk:
        await desk.press("g", "7", "o")
        await desk.sees(words[0], "KBANK 0000101", "1,000.00")
        await desk.press("n", "enter", *"0000101", "enter", *"0000120", "f9")
        await desk.press("u")
        await desk.sees(words[1], "0000102")
        await desk.press("enter", "c", "f9")
        await desk.sees("300.00", not_="0000101")
        await desk.press("r", "enter", *"24/11/2026", "f9")
        await desk.sees("KBANK 0000104")
        await desk.press("x", *"typed wrong", "f9", "t")
        await desk.sees("KBANK 0000103", "KBANK 0000101")
    assert standing(CURRENT) == Decimal(-700)
    assert len(gaps()) == 1


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_bank_account_is_entered(small_hotel: Hotel, language: str) -> None:
    async with at_the_desk(small_hotel, "pavinee", language) as desk:
        await desk.open("bank accounts")
        await desk.press("n", *"11210", "enter", *"kbank", "enter", "enter", *"12", "f9")
        await desk.sees({"en": "6 to 18 figures", "th": "6 ถึง 18 หลัก"}[language])
        await desk.press("backspace", "backspace", *"0123456789", "enter", *"Current", "f9")
        await desk.sees("11210", "KBANK", "0123456789", "Current")


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_statement_is_taken_in_matched_and_closed(
    small_hotel: Hotel, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hotel = small_hotel
    busy_day(hotel, _bank(hotel))
    monkeypatch.setenv("RECEPTION_IMPORTS", str(tmp_path))
    (tmp_path / "kbank.csv").write_text(MONTH, encoding="utf-8-sig")
    words = {"en": ("Which column", "Probably", "differs 0.00"), "th": ("คอลัมน์ใด", "น่าจะเป็น", "ต่าง 0.00")}[
        language
    ]
    async with at_the_desk(hotel, "anong", language) as desk:
        await desk.press("g", "7", "s", "n")
        await desk.sees("kbank.csv")
        await desk.press("enter")
        await desk.sees("KBANK 0123456789")
        await desk.press("f9")
        await desk.sees(words[0], "ฝาก")
        await desk.press("f9")
        await desk.sees("2,680.00")
        await desk.press("enter")
        await desk.sees(words[1], "KBANK 0000101")
        await desk.press("t", "end", "e")
        await desk.sees("52410")
        await desk.press("f9")
        await desk.sees(words[2])
        await desk.press("c", "enter")
        await desk.press("i")
        await desk.sees({"en": "Balance at the bank", "th": "ยอดคงเหลือตามธนาคาร"}[language])
    assert BankStatement.get().closed_on == hotel.day


@pytest.mark.parametrize("language", ["en", "th"])
async def test_lines_are_ticked_by_hand_until_they_come_to_zero(
    small_hotel: Hotel, language: str, tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    hotel, bank = small_hotel, _bank(small_hotel)
    busy_day(hotel, bank)
    statement = took_in(hotel, bank, tmp_path)
    differs = {"en": "differs", "th": "ต่าง"}[language]
    async with at_the_desk(hotel, "anong", language) as desk:
        await desk.open("bank statement", statement)
        await desk.sees("KBANK 0000101")
        await desk.press("down", "m")
        await desk.sees(f"{differs} 1,900.00")
        await desk.press("f9")
        await desk.press("down", "down", "space")
        await desk.sees(f"{differs} 1,000.00")
        assert desk.text == snapshot
        await desk.press("f9")
        await desk.sees({"en": "They differ by 1,000.00", "th": "ต่างกัน 1,000.00"}[language])
        await desk.press("down", "enter")
        await desk.sees(f"{differs} 0.00")
        await desk.press("f9")
        await desk.sees("1,500.00", not_="1,900.00")
        await desk.press("escape")
        await desk.sees("KBANK 0000101")
    assert BankLine.get(BankLine.amount == Decimal(1900)).match.lines.count() == 2


@pytest.mark.parametrize("language", ["en", "th"])
async def test_cards_are_marked_paid_out_and_the_invoice_of_the_fee_comes_later(
    small_hotel: Hotel, language: str
) -> None:
    hotel = small_hotel
    bank_of(hotel)
    takings(hotel, "1000", "2500")
    title, waits, command, none, awaited = {
        "en": ("Cards and QR to be paid out", "waiting 3,500.00", "card payouts", "Everything was paid out", "without an invoice"),
        "th": ("บัตรและ QR รอเงินเข้า", "รอเงินเข้า 3,500.00", "เงินบัตร", "เงินเข้าครบแล้ว", "ยังไม่มีใบกำกับ"),
    }[language]  # fmt: skip
    async with at_the_desk(hotel, "anong", language) as desk:
        await desk.press("g", "7", "k")
        await desk.sees(title, waits, "1,000.00", "2,500.00")
        await desk.press("escape")
        await desk.command(command)
        await desk.press("d", "f9")
        await desk.sees("✓", "· " + {"en": "marked 3,500.00", "th": "เลือก 3,500.00"}[language])
        await desk.press("f9", "tab", "tab", *"B0415", "tab", "tab", *"63", "f9")
        await desk.sees(none, "3,432.59")
        await desk.press("l")
        await desk.sees("ST2569-00001", "KBANK B0415", "67.41", "3,432.59", awaited)
        await desk.press("v", *"F-77", "tab", *"23", "f9")
        await desk.sees("KBANK B0415 F-77", not_=awaited)
        await desk.press("enter")
        await desk.sees("3,432.59", "63.00", "4.41", "11310")
    assert [(row.number, row.vat) for row in claimed_in(hotel.day.replace(day=1))] == [
        ("F-77", Decimal("4.41"))
    ]
