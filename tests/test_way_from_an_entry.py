"""From an entry of the books to what it belongs to: the folio, the shift, the account, the numbered paper."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from models.front_office.folios import post_charge
from models.front_office.opening import set_setting
from models.front_office.payments import take_payment
from models.front_office.receipts import Receipt, papers_of_entry
from models.front_office.till.opening import begin_shift
from models.front_office.ways import log_of_entry, ways_of, written_on
from models.house.acts import ChangeLog
from models.house.database import close_database, open_database
from models.ledger.drafts import reversal_of
from models.ledger.entries import Entry, write_journal_voucher
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.raw import CASH
from tests.trail import leaves_a_trail


def _paid(hotel: Hotel) -> tuple[int, str]:
    """The entry of a payment that has a receipt, and its number."""
    window = hotel.window(hotel.in_house("201", nights=2))
    post_charge(hotel.desk("nok"), window, "LAUN", Decimal("112.15"))
    receipt = Receipt.get_by_id(take_payment(hotel.desk("nok"), window, "CASH", Decimal("120.00")))
    return int(receipt.posting.entry_id), str(receipt.number)


def test_an_entry_knows_its_papers_its_shift_and_what_was_changed_with_it(small_hotel: Hotel) -> None:
    set_setting(small_hotel.desk(), "cashier_shifts", "yes")
    begin_shift(small_hotel.desk("nok"), 1, Decimal(500))
    entry, number = _paid(small_hotel)
    assert papers_of_entry(entry) == [number]
    assert [(way.kind, way.place.said) for way in ways_of(entry)] == [
        ("posting", f"K-{entry:05d}"), ("receipt", number), ("till", "S-00001"),
    ]  # fmt: skip
    first, last = log_of_entry(Entry.get_by_id(entry)) or (0, 0)
    said = list(ChangeLog.select().where(ChangeLog.id.between(first, last)))
    assert ("take_payment", "nok", "receipt") in {(x.operation, x.staff.login, x.subject) for x in said}
    late = write_journal_voucher(
        small_hotel.desk("anong"), small_hotel.after(-1), "x", [("52200", Decimal(-1)), ("51120", Decimal(1))]
    )
    assert written_on(Entry.get_by_id(late)) == small_hotel.day
    by_hand = write_journal_voucher(
        small_hotel.desk("anong"), small_hotel.day, "x", [(CASH, Decimal(-1)), ("51120", Decimal(1))]
    )
    assert (papers_of_entry(by_hand), ways_of(by_hand)) == ([], [])


@pytest.mark.parametrize(
    ("language", "none"), [("en", "No receipt or tax invoice"), ("th", "ไม่มีใบเสร็จหรือใบกำกับภาษี")]
)
async def test_from_an_entry_to_its_paper_and_its_folio(small_hotel: Hotel, language: str, none: str) -> None:
    entry, number = _paid(small_hotel)
    by_hand = write_journal_voucher(
        small_hotel.desk("anong"), small_hotel.day, "x", [(CASH, Decimal(-1)), ("51120", Decimal(1))]
    )
    async with at_the_desk(small_hotel, "pavinee", language) as desk:
        await desk.open("entry", entry)
        await desk.sees("nok", f"K-{entry:05d}")
        await desk.press("d")
        await desk.sees(number)
        await desk.press("escape")
        await desk.sees(f"K-{entry:05d}")
        await desk.press("b")
        await desk.sees("Anna", "120.00", "K-00001")
        await desk.open("entry", by_hand)
        await desk.sees("JV2569-00001")
        await desk.press("d")
        await desk.sees(none)


def test_every_entry_of_the_demo_hotel_has_its_way_there_and_back(demo_file: Path) -> None:
    open_database(str(demo_file))
    try:
        assert leaves_a_trail() > 4000
    finally:
        close_database()


@pytest.mark.parametrize(
    ("language", "all_of_it", "shift", "once"),
    [
        ("en", "All it stands on", "Cashier shift S-00001", "reversed already"),
        ("th", "เอกสารที่เกี่ยวข้อง", "กะแคชเชียร์ S-00001", "กลับรายการแล้ว"),
    ],
)
async def test_from_an_entry_to_each_of_its_papers_and_from_there_back(
    small_hotel: Hotel, language: str, all_of_it: str, shift: str, once: str
) -> None:
    hotel = small_hotel
    set_setting(hotel.desk(), "cashier_shifts", "yes")
    begin_shift(hotel.desk("nok"), 1, Decimal(500))
    entry, number = _paid(hotel)
    by_hand = write_journal_voucher(
        hotel.desk("anong"), hotel.day, "typed twice", [(CASH, Decimal(-1)), ("51120", Decimal(1))]
    )
    async with at_the_desk(hotel, "anong", language) as desk:
        await desk.open("entry", entry)
        await desk.sees(f"K-{entry:05d}")
        await desk.press("w")
        await desk.sees(all_of_it, number, shift)
        await desk.press("3")
        await desk.sees("S-00001", "120.00", not_=all_of_it)
        await desk.press("j")
        await desk.sees(f"K-{entry:05d}", "11110")
        await desk.press("w", "2")
        await desk.sees(number, not_="11110")
        await desk.press("j")
        await desk.sees(f"K-{entry:05d}", "11110")
        await desk.press("c")
        await desk.sees("nok", "-120.00")
        await desk.press("escape", "p")
        await desk.sees("nok", not_="11110")
        await desk.open("entry", by_hand)
        await desk.sees("JV2569-00001")
        await desk.press("v")
        await desk.sees("23/11/")
        await desk.press("enter")
        await desk.type("typed twice")
        await desk.press("f9")
        await desk.sees("JV2569-00002")
        await desk.open("entry", by_hand)
        await desk.press("v")
        await desk.sees(once)
    back = reversal_of(by_hand)
    assert back is not None
    assert [(way.kind, way.place.said) for way in ways_of(back.id)] == [("reversed", "JV2569-00001")]
