"""A clerk's papers, by keys at 80×24: a minibar round, a company's window with routing, transfer and split, its tax invoice
cancelled and written anew, a credit note, copies; a coffee for a passer-by, and a charge that comes after the guest left."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path

import pytest

from locales.messages import Message
from models.front_office.companies import create_company
from models.front_office.folios import stay_balance, window_of
from models.front_office.opening import set_setting
from models.front_office.papers import paper_from_json
from models.front_office.proof import faults
from models.front_office.receipts import Receipt
from tests.desk import Desk, at_the_desk
from tests.hotel import Hotel

BAHT = Decimal
ON_PAPER = ("Original", "Copy")  # in the language of the guest


class Clerk:
    """Somebody whose screen says English sentences in her own language."""

    def __init__(self, desk: Desk, language: str) -> None:
        self.desk, self.language = desk, language

    def say(self, text: str, **values: object) -> str:
        return Message(text, dict(values)).say(self.language)

    async def sees(self, *texts: str, gone: str = "") -> Clerk:
        wanted = [text if text in ON_PAPER else self.say(text) for text in texts]
        await self.desk.sees(*wanted, not_=self.say(gone) if gone else "")
        if os.environ.get("SHOW"):
            print(f"{'=' * 40} {texts}\n{self.desk.text}")  # noqa: T201 - asked for, to be looked at
        return self

    async def keys(self, *keys: str) -> Clerk:
        """Keys by their names; what is no name is typed."""
        for key in keys:
            if (
                key in ("enter", "f9", "escape", "home", "down", "up", "right", "space", "ctrl+u")
                or len(key) == 1
            ):
                await self.desk.press(key)
            else:
                await self.desk.type(key)
        return self

    async def command(self, line: str) -> Clerk:
        await self.desk.command(line)
        return self


@asynccontextmanager
async def clerk(hotel: Hotel, language: str) -> AsyncIterator[Clerk]:
    async with at_the_desk(hotel, "pavinee", language) as desk:
        yield Clerk(desk, language)


async def test_a_clerks_papers(small_hotel: Hotel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECEPTION_PAPERS", str(tmp_path))
    hotel = small_hotel
    set_setting(hotel.desk(), "tax_paper_at_payment", "combined")
    set_setting(hotel.desk(), "abbreviated_at_check_out", "yes")
    create_company(
        hotel.desk(), name_th="บริษัท สยามทัวร์ จำกัด", name_en="Siam Tours", tax_id="0105561000003",
        address="1 ถนนสุขุมวิท กรุงเทพฯ 10110",
    )  # fmt: skip
    stay = hotel.in_house("201", guest=hotel.registered_guest("Adler"))
    async with clerk(hotel, "th") as by:
        await the_minibar_round(by)
        await a_window_for_the_company(by)
        await lines_go_where_they_belong(by)
        await the_invoice_and_what_became_of_it(by)
        await a_coffee_for_a_passer_by(by)
        await the_guest_leaves(by)
        assert stay_balance(stay) == 0
        await what_comes_after(by)
    assert list(faults()) == []
    tx1, tx2 = Receipt.select().where(Receipt.number.startswith("TX")).order_by(Receipt.id)
    assert (tx1.cancelled_on, tx2.replaces_id, tx2.buyer_name) == (hotel.day, tx1.id, "บริษัท สยามทัวร์ จำกัด")
    assert window_of(stay, 2).payee == tx2.buyer_name
    assert stay_balance(stay) == 0


async def the_minibar_round(by: Clerk) -> None:
    await by.command("minibar 201 2w 1c")
    await by.sees("= 180.00")  # the sum is read back whole
    await by.keys("f9")
    await by.sees(gone="= 180.00")  # and no more once it is posted
    await by.keys("escape")


async def a_window_for_the_company(by: Clerk) -> None:
    await by.command("folio 201")
    await by.sees("K-00002")
    await by.keys("w")
    await by.sees(by.say("Windows of {room} · {guest}", room="201", guest="ADLER Anna"), "Window")
    await by.keys("n")
    await by.sees("[2 ")
    await by.keys("enter", "siam")
    await by.sees("C0001")
    await by.keys("down", "enter", "f9")
    await by.sees("บริษัท สยามทัวร์ จำกัด", gone="C0001")  # under the name it is registered with
    await by.keys("escape")


async def lines_go_where_they_belong(by: Clerk) -> None:
    """A rule for the laundry, a line moved whole, another in half."""
    await by.sees("K-00002")
    await by.keys("u", "n")
    await by.sees("At most, baht")
    await by.keys("laun", "f9")
    await by.sees("LAUN", gone="At most, baht")
    await by.keys("escape")
    await by.sees("K-00002")
    await by.keys("p")
    await by.sees("Price a piece")
    await by.keys("shirt")
    await by.sees("SHIRT")
    await by.keys("enter", "3", "f9")
    await by.sees(by.say("Routing sent it to window {there}.", there="2"), "413.10")
    await by.keys("home", "t")
    await by.sees("60.00", "To")
    await by.keys("2", "enter")
    await by.sees("→ 2")
    await by.keys("home", "down", "d")
    await by.sees("Or percent")
    await by.keys("enter", "50", "enter", "2", "enter")
    await by.sees("→ 2, 1", "70.62")
    await by.keys("2")
    await by.sees("211.86", "342.48")


async def the_invoice_and_what_became_of_it(by: Clerk) -> None:
    await by.keys("i")
    await by.sees("✓", "342.48")
    await by.keys("f")
    await by.sees("Invoice to", "0105561000003", gone=f" {by.say('new')} ")
    await by.keys("f9")
    await by.sees("TX2569-00001")
    await by.keys("escape", "escape", "escape")
    await by.command("documents")
    await by.sees("TX2569-00001")
    await by.keys("n")
    await by.sees("Reason")
    await by.keys("enter", "enter", "enter", "enter", "enter", "wrong address", "f9")
    await by.sees("TX2569-00002", "Original")
    await by.keys("f9")
    await by.sees("TX2569-00002", "Copy")  # printed once: from now on a copy
    await by.keys("escape")
    await by.sees("TX2569-00001", "cancelled", "printed")
    await by.keys("d")
    await by.sees("Left", "70.62")
    await by.keys("enter")
    await by.sees("Reason", "Paid back by")
    await by.keys("right", "enter", "one shirt back", "enter", "ctrl+u", "70.62", "f9")
    await by.sees(
        by.say(
            "A credit note of {amount} on {number} needs approval.",
            amount=BAHT("70.62"),
            number="TX2569-00002",
        )
    )
    await by.keys("seen", "f9")
    await by.sees("CN2569-00001")
    await by.keys("escape", "escape", "escape")


async def a_coffee_for_a_passer_by(by: Clerk) -> None:
    await by.command("sale")
    await by.sees("What is sold")
    await by.keys("2 wat", "enter", "f9")
    await by.sees("AB2569-00001")
    paper = paper_from_json(Receipt.get(Receipt.number == "AB2569-00001").paper)
    assert paper.language == by.language
    assert paper.fields == ()  # no stay, no booking: somebody drank water
    await by.keys("escape", "escape")


async def the_guest_leaves(by: Clerk) -> None:
    """Each window is asked for by its payee's name, and each gets its receipt."""
    await by.command("check out 201")
    await by.sees("[y]")
    await by.keys("y")
    await by.sees("ADLER Anna", "[c]", "1,836.12")
    await by.keys("c")
    await by.sees("Cash received")
    await by.keys("enter")
    await by.sees("บริษัท สยามทัวร์ จำกัด", "271.86", "[k]")
    await by.keys("k")
    await by.sees("Approval code")
    await by.keys("f9")
    await by.sees("Preview", "1,836.12")
    await by.keys("escape")
    await by.sees("Preview", "271.86")
    await by.keys("escape")
    await by.sees("Checked out.", gone="Preview")
    await by.keys("escape")


async def what_comes_after(by: Clerk) -> None:
    await by.command("late 201")
    await by.sees("[y]")
    await by.keys("y")
    await by.sees("Price a piece")
    await by.keys("wat", "enter", "f9")
    await by.sees("30.00", gone="Price a piece")
    await by.keys("y")
    await by.sees("[c]")
    await by.keys("c")
    await by.sees("Cash received")
    await by.keys("enter")
    await by.sees("Preview", "30.00")
    await by.keys("escape")
    await by.sees("Before tax", gone="Preview")
    await by.keys("o")
    await by.sees("The folio is closed.")
