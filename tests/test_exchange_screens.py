"""The exchange desk by keys, at 80×24, in Thai and in English."""

from __future__ import annotations

from decimal import Decimal

import pytest

from locales.thai_text import cell_width
from models.front_office.currencies import set_rate
from models.front_office.exchange import Exchange, ExchangeBack, NotesToBank, keep_terms, terms
from models.front_office.exchange.position import in_house
from models.front_office.till.drops import drop
from screens.front_office.rate_board import FIGURES, LINES, large
from tests.desk import Desk, at_the_desk
from tests.hotel import PASSWORD, Hotel
from tests.test_cashier_shifts import bag, begin, book
from tests.test_exchange_desk import buy, licensed

D = Decimal
WORDS = {
    "en": {
        "form": "Exchange of foreign notes", "give": "Give 3,310.00 baht", "in words": "Three thousand three hundred ten baht",
        "slip": "Foreign notes bought", "void": "void", "back": "Both currencies go back", "report": "Position by currency",
        "name?": "without a nationality", "sells": "Sell to the customer", "receive": "Receive 3,405.00 baht",
        "bank": "Rate of the bank", "left": "The notes have left the house", "all": "These are all", "terms": "Licence holder",
    },
    "th": {
        "form": "แลกเปลี่ยนเงินตราต่างประเทศ", "give": "จ่ายลูกค้า 3,310.00 บาท", "in words": "สามพันสามร้อยสิบบาทถ้วน",
        "slip": "รับซื้อเงินตรา", "void": "ยกเลิก", "back": "คืนเงินทั้งสองสกุล", "report": "ยอดคงเหลือแยกตามสกุลเงิน",
        "name?": "ต้องมีสัญชาติ", "sells": "ขายให้ลูกค้า", "receive": "รับจากลูกค้า 3,405.00 บาท", "bank": "อัตราของธนาคาร",
        "left": "บันทึกการขายธนบัตร", "all": "แสดงครบทุกสกุลแล้ว", "terms": "ผู้รับใบอนุญาต",
    },
}  # fmt: skip
LANGUAGES = pytest.mark.parametrize("language", ["en", "th"])


@pytest.fixture
def house(small_hotel: Hotel) -> Hotel:
    return licensed(small_hotel)


def fits(desk: Desk) -> None:
    lines = desk.text.split("\n")
    assert len(lines) == 24
    assert all(cell_width(line) <= 80 for line in lines)


async def keys(desk: Desk, *pressed: str) -> int:
    """Press keys, text letter by letter; how many."""
    n = 0
    for key in pressed:
        if key in ("enter", "f9", "tab", "escape", "down", "insert", "f4", "right"):
            await desk.press(key)
            n += 1
        else:
            await desk.type(key)
            n += len(key)
    return n


@LANGUAGES
async def test_a_hundred_dollars_of_a_guest_in_house_in_ten_keys(house: Hotel, language: str) -> None:
    begin(house, amount=20_000)
    house.in_house("201", guest=house.guest("Müller", document_number="C4567890"))
    words = WORDS[language]
    async with at_the_desk(house, "malee", language) as desk:
        await keys(desk, "gg")
        await desk.sees("S-00001")
        n = await keys(desk, "x")
        await desk.sees(words["form"], "MC-8123/2569")
        n += await keys(desk, "201", "enter", "enter", "100")
        await desk.sees(
            "201 · MÜLLER Anna", "••••7890", "USD 100.00 × 33.10 = 3,310.00", words["give"], words["in words"]
        )
        fits(desk)
        n += await keys(desk, "f9")
        await desk.sees("EX2569-00001", words["slip"])
        assert n <= 12, f"{n} keys to buy USD 100 of a guest in house"
        row = Exchange.get()
        assert (row.room, row.document_number, row.baht, row.prints) == ("201", "C4567890", 3310, 0)
        await keys(desk, "escape")
        await desk.sees(words["give"], words["form"])
        # A passer-by, without and then with identity; what was typed stays.
        await keys(desk, "Anna Schmidt", "enter", "enter", "20", "f9")
        await desk.sees(words["name?"])
        await keys(desk, "Germany" if language == "en" else "เยอรมนี", "enter", "C01X00T47", "f9")
        await desk.sees("EX2569-00002")
        row = Exchange.get(Exchange.number == "EX2569-00002")
        assert (row.name, row.nationality, row.stay_id) == ("Anna Schmidt", "DEU", None)
        # The day: what was taken by mistake goes back.
        await keys(desk, "escape")
        await desk.sees(words["form"])
        await keys(desk, "f4")
        await desk.sees("EX2569-00002", "USD 0 + 120 − 0 + 0 − 0 = 120 · 33.10 · 3,972.00")
        fits(desk)
        await keys(desk, "c", "wrong notes", "f9")
        await desk.sees(words["back"], words["void"], "USD 0 + 100")
        assert ExchangeBack.get().reason == "wrong notes"
        await keys(desk, "v")
        await desk.sees("exchange-2026-11-23.csv")
        await keys(desk, "enter")
        await desk.sees("EX2569-00002", "VOID" if language == "en" else "Foreign notes bought")
    assert in_house("USD") == (100, 3310)


@LANGUAGES
async def test_a_licensed_house_sells_and_hands_the_rest_to_the_bank(house: Hotel, language: str) -> None:
    words = WORDS[language]
    begin(house, amount=20_000)
    buy(house, 300)
    keep_terms(house.desk(), sells=True)
    async with at_the_desk(house, "malee", language) as desk:
        await desk.open("exchange")
        await desk.sees(words["form"])
        await keys(desk, "Bo Li", "enter", "right")
        await desk.sees(words["sells"])
        await keys(
            desk, "enter", "enter", "100", "enter", "China" if language == "en" else "จีน", "enter", "E998"
        )
        await desk.sees(words["receive"])
        fits(desk)
        await keys(desk, "f9")
        await desk.sees("EX2569-00002")
    assert (in_house("USD"), book("42120")) == ((200, 6620), -95)
    drop(house.desk("malee"), "FORX", "USD", D(200), bag())
    async with at_the_desk(house, "anong", language) as desk:
        await desk.open("exchanges")
        await desk.sees("EX2569-00002")
        await keys(desk, "r")
        await desk.sees(words["report"])
        await keys(desk, "escape")
        await desk.sees("EX2569-00002", not_=words["report"])
        await keys(desk, "b")
        await desk.sees("USD 200.00", words["bank"])
        await keys(desk, "enter", "150", "enter", "33.40", "enter", "enter", "FX-77", "f9")
        await desk.sees(words["left"], "− 150 = 50 · 33.10 · 1,655.00")
        fits(desk)
    row = NotesToBank.get()
    assert (row.amount, row.baht, row.cost, row.reference) == (150, 5010, 4965, "FX-77")


async def test_a_passport_is_scanned_into_the_exchange(house: Hotel) -> None:
    begin(house, amount=20_000)
    async with at_the_desk(house, "malee") as desk:
        await desk.open("exchange")
        await desk.sees("MC-8123/2569")
        await keys(desk, "insert")
        await desk.sees("Document lines")
        await desk.type("P<D<<SCHMIDT<<ANNA<<<<<<<<<<<<<<<<<<<<<<<<<<")
        await desk.press("enter")
        await desk.type("C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4")
        await desk.press("enter")
        await desk.sees("SCHMIDT ANNA", "C01X00T47")
        await keys(desk, "enter", "50", "f9")
        await desk.sees("EX2569-00001")
    row = Exchange.get()
    assert (row.name, row.nationality, row.document_number, row.baht) == (
        "SCHMIDT ANNA",
        "DEU",
        "C01X00T47",
        1655,
    )


async def test_without_an_open_shift_one_is_opened_on_the_way(house: Hotel) -> None:
    house.in_house("201")
    async with at_the_desk(house, "malee") as desk:
        await desk.command("exchange")
        await desk.sees("MC-8123/2569")
        await keys(desk, "201", "enter", "enter", "100", "f9")
        await desk.sees("Front desk")
        await keys(desk, "enter", "5000", "f9")
        await desk.sees("EX2569-00001")
    assert book("11110") == 5000 - 3310


async def test_above_the_limit_the_front_office_manager_answers(house: Hotel) -> None:
    keep_terms(house.desk(), per_transaction=D(3000))
    begin(house, amount=20_000)
    house.in_house("201")
    async with at_the_desk(house, "malee") as desk:
        await desk.open("exchange")
        await desk.sees("MC-8123/2569")
        await keys(desk, "201", "enter", "enter", "100", "f9")
        await desk.sees("above the limit of 3,000.00")
        await keys(desk, "a wedding", "enter", "somsak", "enter", PASSWORD, "f9")
        await desk.sees("EX2569-00001")


@LANGUAGES
async def test_the_rate_board_is_read_from_the_other_side_of_the_counter(house: Hotel, language: str) -> None:
    for code, rate in (("EUR", "35.80"), ("GBP", "42.1"), ("CNY", "4.52"), ("SGD", "24.6"), ("AUD", "21.3")):
        set_rate(house.desk(), code, rate)
    async with at_the_desk(house, "pavinee", language) as desk:
        await desk.command("rate board" if language == "en" else "กระดานอัตรา")
        await desk.sees(*large("33.10"), "USD", "SGD", not_="AUD")
        assert large("34.05")[0] not in desk.text  # it does not sell
        fits(desk)
        await desk.press("pagedown")
        await desk.sees("AUD", *large("21.30"), not_="USD")
        await desk.press("pagedown")
        await desk.sees("USD")
        await keys(desk, "i")
        await desk.sees("33.10", "US dollar", "ดอลลาร์สหรัฐ")
        await keys(desk, "escape")
        await desk.sees(*large("33.10"))
        await keys(desk, "r")
        await desk.sees("0.2215")
        fits(desk)
        await keys(desk, "x")
        await desk.sees(WORDS[language]["terms"])
        fits(desk)
        await keys(desk, "enter", "y", "enter", "1.5", "f9")
        await desk.sees("0.2215", not_=WORDS[language]["terms"])
    assert (terms().sells, terms().percent, terms().per_day) == (True, D("1.5"), 200_000)


def test_figures_of_the_board_are_three_lines_of_one_width() -> None:
    for sign, lines in FIGURES.items():
        assert len(lines) == LINES
        assert len({cell_width(line) for line in lines}) == 1, sign
