"""The five day-books: every line stands in one of them, over any days, on the screen and on paper."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.house.property import Property
from models.ledger.day_books import BOOKS, day_book, day_book_paper
from models.ledger.drafts import VoucherTerms, approve_voucher, prepare_voucher
from models.ledger.entries import Line
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.raw import live

POWER = [("52200", Decimal(500)), ("11210", Decimal(-500))]
BACK = [("11210", Decimal(90)), ("42110", Decimal(-90))]


def test_every_line_stands_in_one_book(small_hotel: Hotel) -> None:
    hotel = small_hotel
    first = hotel.day
    live(hotel)
    anong = hotel.desk("anong")
    approve_voucher(anong, prepare_voucher(anong, VoucherTerms("PV", hotel.day, "power", POWER, "MEA")))
    approve_voucher(anong, prepare_voucher(anong, VoucherTerms("RV", hotel.day, "interest", BACK, "bank")))
    books = {book: day_book(book, first, hotel.day).first(500) for book in BOOKS}
    ids = sorted(line.line_id for lines in books.values() for line in lines)
    assert ids == sorted(line.id for line in Line.select(Line.id))
    assert {line.code for line in books["payments"] if "MEA" in line.text} == {"52200", "11210"}
    assert {"11110", "11400"} <= {line.code for line in books["receipts"]}, "what guests paid"
    assert "41100" in {line.code for line in books["sales"]}
    assert any(line.number.startswith("JV") for line in books["general"])
    assert all(sum((x.amount for x in lines), Decimal(0)) == 0 for lines in books.values())
    today_only = day_book("payments", hotel.day, hotel.day).first(10)
    assert {line.date for line in today_only} == {hotel.day}


@pytest.mark.parametrize(("language", "title"), [("en", "Cash payments journal"), ("th", "สมุดรายวันจ่ายเงิน")])
async def test_the_books_are_walked_and_printed_at_the_desk(
    small_hotel: Hotel, language: str, title: str
) -> None:
    hotel = small_hotel
    anong = hotel.desk("anong")
    approve_voucher(anong, prepare_voucher(anong, VoucherTerms("PV", hotel.day, "power", POWER, "MEA")))
    paper = day_book_paper(Property.the(), "payments", hotel.day, hotel.day, language)
    assert (paper.title, paper.tables[0].rows[-1].cells[4:6]) == (title, ("500.00", "500.00"))
    assert len(paper.tables[0].columns) == 7
    async with at_the_desk(hotel, "anong", language) as desk:
        await desk.open("day books")
        await desk.press("space", "space", "space")
        await desk.sees(title, "PV2569-00001", "MEA", "500.00")
        await desk.press("i")
        await desk.sees(title, "500.00")
        await desk.press("escape", "enter")
        await desk.sees("PV2569-00001", "52200")
