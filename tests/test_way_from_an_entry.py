"""From an entry of the books to what it belongs to: the folio, the shift, the account, the numbered paper."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.front_office.folios import post_charge
from models.front_office.payments import take_payment
from models.front_office.receipts import Receipt, papers_of_entry
from models.front_office.till import TillMovement
from models.front_office.till.views import shift_of_entry
from models.ledger.entries import write_journal_voucher
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.raw import CASH


def _paid(hotel: Hotel) -> tuple[int, str]:
    """The entry of a payment that has a receipt, and its number."""
    window = hotel.window(hotel.in_house("201", nights=2))
    post_charge(hotel.desk("nok"), window, "LAUN", Decimal("112.15"))
    receipt = Receipt.get_by_id(take_payment(hotel.desk("nok"), window, "CASH", Decimal("120.00")))
    return int(receipt.posting.entry_id), str(receipt.number)


def test_an_entry_knows_its_papers_and_its_shift(small_hotel: Hotel) -> None:
    entry, number = _paid(small_hotel)
    assert papers_of_entry(entry) == [number]
    assert shift_of_entry(entry) == TillMovement.get(TillMovement.entry == entry).shift_id
    by_hand = write_journal_voucher(
        small_hotel.desk("anong"), small_hotel.day, "x", [(CASH, Decimal(-1)), ("51120", Decimal(1))]
    )
    assert (papers_of_entry(by_hand), shift_of_entry(by_hand)) == ([], None)


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
