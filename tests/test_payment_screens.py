"""Taking and giving back money at the desk, by keys, at 80×24, in Thai and in English."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from models.back_office.receivables import open_account
from models.front_office.credit_limits import StayCredit
from models.front_office.currencies import buy_rate, notes_taken, set_rate
from models.front_office.folios import Posting, post_charge, window_balance
from models.front_office.payment_legs import CardSlip, Cheque, ForeignTender, VoucherTaken
from models.front_office.payment_methods import all_methods, keep_method
from models.front_office.payments import take_payment
from models.front_office.promptpay import keep_promptpay
from models.front_office.receipts import Receipt
from models.front_office.refund_legs import RefundLeg
from models.house.property import setting
from tests.desk import Desk, at_the_desk
from tests.hotel import Hotel


def _owing(hotel: Hotel, amount: str = "3900", room: str = "201") -> tuple[int, int]:
    stay = hotel.in_house(room)
    window = hotel.window(stay)
    post_charge(hotel.desk("nok"), window, "FOOD", D(amount), inclusive=True)
    return stay, window


async def _folio(desk: Desk, stay: int, balance: str = "3,900.00") -> None:
    await desk.open("folio", stay)
    await desk.sees(balance)


@pytest.mark.parametrize("language", ["en", "th"])
async def test_exact_cash_is_three_keys(small_hotel: Hotel, language: str) -> None:
    stay, window = _owing(small_hotel)
    async with at_the_desk(small_hotel, "malee", language, first="201") as desk:
        await _folio(desk, stay)
        await desk.type("y" if language == "en" else "ั")
        await desk.sees("[c]")
        await desk.press("c" if language == "en" else "แ")
        await desk.sees("[      3,900.00 ]")
        await desk.press("enter")
        await desk.sees("R2569-00001")
    assert window_balance(window) == 0
    assert Receipt.get().tendered is None


async def test_a_bill_in_five_ways_with_change_is_written_once(small_hotel: Hotel) -> None:
    hotel = small_hotel
    keep_promptpay(hotel.desk(), "0812223333", "")
    open_account(hotel.desk(), name_th="สยามทัวร์", name_en="Siam Tours", credit_limit=D(10000), terms=30)
    stay, window = _owing(hotel)
    async with at_the_desk(hotel, "malee") as desk:
        await _folio(desk, stay)
        await desk.press("y")
        await desk.sees("[h] Cheque")
        await desk.press("h")
        await desk.sees("Cheque number")
        await desk.press(*"1000", "enter", *"bbl", "enter", "enter", *"1234567", "f9")
        await desk.sees("Still due", "2,900.00")
        await desk.press("v")
        await desk.sees("Voucher number")
        await desk.press(*"agent", "enter", *"t99", "enter", *"500", "enter")
        await desk.sees("2,400.00")
        await desk.press("k")
        await desk.sees("Last four figures")
        await desk.press(*"900", "enter", *"4111111111111111", "enter", "enter")
        await desk.sees("A card number is not written down")
        await desk.press("ctrl+u", *"1111", "enter", *"771023", "enter")
        await desk.sees("1,500.00")
        await desk.press("q")
        await desk.sees("Scan to pay", "1,500.00 baht", "Rim Nam Hotel")
        await desk.press("enter")
        await desk.sees("Slip number")
        await desk.press(*"0172631", "enter", *"400", "enter")
        await desk.sees("1,100.00")
        await desk.press("l")
        await desk.sees("City-ledger account")
        await desk.press(*"siam", "enter", *"100", "enter", "enter")
        await desk.sees("Still due", "1,000.00")
        assert Posting.select().where(Posting.kind == "payment").count() == 0  # nothing yet
        await desk.press("c")
        await desk.sees("Cash received")
        await desk.press(*"1200", "enter")
        await desk.sees("R2569-00001")
        await desk.press("escape", "escape", "escape", "escape", "escape")
        await desk.sees("Change: 200.00")
    assert window_balance(window) == 0
    assert Receipt.select().count() == 5
    assert (Cheque.get().bank, Cheque.get().number) == ("002", "1234567")
    assert VoucherTaken.get().number == "T99"
    assert CardSlip.get().last_four == "1111"
    assert Posting.select().where(Posting.kind == "city ledger").count() == 1


async def test_part_of_a_bill_is_taken_with_f9_and_escape_asks_before_it_forgets(small_hotel: Hotel) -> None:
    stay, window = _owing(small_hotel)
    async with at_the_desk(small_hotel, "malee") as desk:
        await _folio(desk, stay)
        await desk.press("y")
        await desk.sees("[c]")
        await desk.press("c")
        await desk.sees("Cash received")
        await desk.press(*"500", "enter")
        await desk.sees("3,400.00", "F9 take this much only")
        await desk.press("escape")
        await desk.sees("Throw these payments away?")
        await desk.press("n")
        await desk.sees("3,400.00")
        await desk.press("f9")
        await desk.sees("R2569-00001")
    assert window_balance(window) == 3400


async def test_notes_of_another_country_with_their_rate_and_back_again(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay, window = _owing(hotel)
    async with at_the_desk(hotel, "pavinee") as desk:
        await desk.command("rates of exchange")
        await desk.sees("Foreign notes are not taken", "US dollar")
        await desk.press("l")
        await desk.sees("Licence number")
        await desk.press("y", "enter", *"MC1", "f9")
        await desk.sees("Licence MC1")
        await desk.press("enter")
        await desk.sees("We sell at", "New rate")
        await desk.press(*"33.10", "f9")
        await desk.sees("33.10")
        assert notes_taken()
        assert buy_rate("USD", "notes", hotel.clock()) == D("33.10")
        await _folio(desk, stay)
        await desk.press("y")
        await desk.sees("[x] Foreign notes")
        await desk.press("x")
        await desk.sees("USD 33.1: 118 = 3,905.80")
        await desk.press("enter", *"120", "enter")
        await desk.sees("R2569-00001", "USD 120.00 × 33.1")
        await desk.press("escape")
        await desk.sees("Change: 72.00")
        assert (ForeignTender.get().worth, window_balance(window)) == (3972, 0)
        set_rate(hotel.desk(), "USD", "35")
        take_payment(hotel.desk("malee"), window, "CASH", D(1655))
        desk.console.screen.reread()
        await desk.sees("-1,655.00")
        await desk.press("f")
        await desk.sees("Which payment is given back?", "USD 120.00 left")
        await desk.press("2")
        await desk.sees("At 33.1, as they were taken.", "50.00")
        await desk.press("enter", "enter", *"paid twice", "enter")
        await desk.sees("balance 0.00")
    assert RefundLeg.get().amount == 1655


async def test_a_refund_goes_to_the_payment_it_is_of_or_is_asked_about(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay, window = _owing(hotel, "1000")
    take_payment(hotel.desk("malee"), window, "CARD", D(1500), reference="771023")
    async with at_the_desk(hotel, "malee") as desk:
        await _folio(desk, stay, "-500.00")
        await desk.press("f")
        await desk.sees("Card 771023: 1,500.00 left", "[        500.00 ]")
        await desk.press("enter", *"cash", "enter", *"left early", "enter")
        await desk.sees("This money came by CARD and goes back by CASH")
        await desk.press(*"card gone", "enter")
        await desk.sees("balance 0.00")
    assert Posting.get(Posting.kind == "refund").code.code == "CASH"
    assert RefundLeg.get().amount == 500


@pytest.mark.parametrize("language", ["en", "th"])
async def test_payment_methods_and_promptpay_are_set_up(small_hotel: Hotel, language: str) -> None:
    async with at_the_desk(small_hotel, "pavinee", language) as desk:
        await desk.command("payment methods")
        await desk.sees("PromptPay QR" if language == "en" else "พร้อมเพย์ QR", "11330")
        await desk.press("n")
        await desk.sees("*")
        await desk.press(*"jcb", "enter", "enter", *"JCB", "enter", "enter", *"11310", "enter", *"j", "f9")
        await desk.sees("JCB ")
        await desk.press("p")
        await desk.sees("53,54,58")
        await desk.press(*"021234567", "f9")
        await desk.sees("!")
        assert setting("promptpay_id") == ""
        await desk.press("ctrl+u", *"0812223333", "f9")
        await desk.sees("Codes are shown" if language == "en" else "จากนี้จะแสดง QR")
    assert setting("promptpay_id") == "0812223333"
    assert next(m for m in all_methods() if m.code == "JCB").account == "11310"


async def test_the_credit_limit_list_leads_to_the_folio_and_takes_a_limit(small_hotel: Hotel) -> None:
    hotel = small_hotel
    keep_method(hotel.desk(), "CASH", "เงินสด", "Cash", "cash", "11110", key="c", credit_limit=D(1000))
    stay, _window = _owing(hotel)
    hotel.in_house("202")
    async with at_the_desk(hotel, "pavinee") as desk:
        await desk.command("credit limits")
        await desk.sees("201", "3,900.00", "2,900.00", not_="GUEST2")
        await desk.press("a")
        await desk.sees("202")
        await desk.press("l")
        await desk.sees("Limit of room 201")
        await desk.press(*"5000", "enter")
        await desk.sees("more than the limit so far")
        await desk.press(*"known", "enter")
        await desk.sees("* 5,000.00")
        await desk.press("enter")
        await desk.sees("Folio 201")
    assert StayCredit.get().stay_id == stay
