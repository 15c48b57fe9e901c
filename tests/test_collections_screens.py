"""At the desk: a debtor is billed, called, reminded and seen to by keys alone, in both languages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.back_office.billing_notes import BillingNote
from models.back_office.collections import CollectionCall, PaymentPromise, record_call
from models.back_office.receivables import CityAccount, OpenItem
from models.front_office.debtors.reminders import Reminder, ReminderLevel
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.owing import account_with

D = Decimal
WORDS = {
    "en": ("collections", "Collections", "Billing note", "Promise to pay", "Promise broken", "City ledger"),
    "th": ("ทวงหนี้", "ทวงหนี้", "ใบวางบิล", "นัดชำระ", "ผิดนัดชำระ", "City Ledger"),
}


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_debtor_is_billed_and_called_from_his_card(small_hotel: Hotel, language: str) -> None:
    hotel = small_hotel
    account = account_with(hotel, 1000, 2500, 400, days=80)
    command, title, note_word, promise_word, _broken, _city = WORDS[language]
    async with at_the_desk(hotel, "anong", language) as desk:
        await desk.command("debtor T1")
        await desk.sees("T1", "3,900.00", "TX-1")
        await desk.press("m", "down", "m")  # two of three are marked
        await desk.sees("*TX-1", "*TX-2")
        await desk.press("n")
        await desk.sees(note_word)
        await desk.press("f9")
        await desk.sees("BN2569-00001", "3,500.00", "TX-2")
        await desk.press("escape")
        await desk.press("p")
        await desk.sees("3,900.00", promise_word)
        await desk.press("tab")
        await desk.type("25/11/2026" if language == "en" else "25/11/2569")
        await desk.press("tab")
        await desk.type("Manee")
        await desk.press("f9")
        await desk.sees("TX-3", not_="Manee")
        await desk.press("c")
        await desk.type("Manee")
        await desk.press("tab")
        await desk.type("cheque is signed")
        await desk.press("f9")
        await desk.sees("TX-3", not_="cheque is signed")
        await desk.press("down", "down", "d")
        await desk.type("not ours")
        await desk.press("f9")
        await desk.sees("not ours", "TX-3")
        await desk.press("l")
        await desk.sees("cheque is signed", "BN2569-00001", promise_word)
        await desk.press("escape")
        await desk.command("billing note BN2569-00001")
        await desk.sees("BN2569-00001", "3,500.00")
        await desk.press("escape")
        await desk.command(command)
        await desk.sees(title, "T1", "BN2569-00001")
        await desk.press("enter")
        await desk.sees("BN2569-00001", "3,500.00")
        await desk.press("p")
        await desk.type("Somying")
        await desk.press("f9")
        await desk.sees("BN2569-00001", not_="Somying")
        await desk.press("c")
        await desk.sees("BN2569-00001", "TX-3", "3,500.00")
        await desk.press("f9", "t", "f9")
        await desk.sees("RC2569-00001", "3,500.00")
        await desk.press("escape")
        await desk.sees("BN2569-00001", not_="RC2569-00001")
    note = BillingNote.get()
    assert (note.state, note.receiver, note.outcome, note.total) == (
        "collected", "Somying", "RC2569-00001", D("3500.00"),
    )  # fmt: skip
    promise = PaymentPromise.get()
    assert (promise.amount, promise.pay_on, promise.who) == (D("3900.00"), hotel.after(2), "Manee")
    assert CollectionCall.get().text == "cheque is signed"
    assert [item.dispute for item in OpenItem.select().order_by(OpenItem.id)] == ["", "", "not ours"]
    assert CityAccount.get_by_id(account).balance == D("400.00")


@pytest.mark.parametrize("language", ["en", "th"])
async def test_reminders_statements_and_the_ageing_are_made_by_keys(
    small_hotel: Hotel, language: str
) -> None:
    hotel = small_hotel
    account = account_with(hotel, 1000, days=80)
    account_with(hotel, 500, days=50, number="T2")
    record_call(hotel.desk("anong"), account, "Manee", "wait", hotel.day, "ask again")
    async with at_the_desk(hotel, "pavinee", language) as desk:
        await desk.open("collections")
        await desk.sees("T1", "ask again")
        await desk.press("r")
        await desk.sees("T1", "T2", "1,000.00")
        await desk.press("l")
        await desk.sees("45")
        await desk.press("e")
        await desk.press("end", "backspace")
        await desk.type("9")
        await desk.press("f9")
        await desk.sees("45")
        await desk.press("escape")
        await desk.press("f9")
        await desk.sees("[y]")
        await desk.press("y")
        await desk.sees("RM2569-00001")
        await desk.press("escape", "escape", "a")
        await desk.sees("T1", "T2", "1,000 ", "500.00", "1,500.00")
        await desk.press("p")
        await desk.sees("2026-11-23")
        await desk.press("escape", "s")
        await desk.press("f9")
        await desk.sees("T1-2026-11-23")
        await desk.press("escape", "enter", "s")
        await desk.press("f9")
        await desk.sees("T1-2026-11-23")
        await desk.press("escape", "b")
        await desk.type("25")
        await desk.press("f9")
        await desk.sees("TX-1", not_="31:")
        await desk.press("h")
        await desk.type("late payer")
        await desk.press("f9")
        await desk.sees("late payer", "TX-1")
    assert Reminder.select().count() == 2
    assert ReminderLevel.get(ReminderLevel.level == 1).days == 9
    row = CityAccount.get_by_id(account)
    assert (row.billing_day, row.hold) == (25, "late payer")
