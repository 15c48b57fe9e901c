"""The whole list of the first day, through a real terminal at 80×24, with key presses only, in both languages."""

from __future__ import annotations

import os
import re
import select
import time

import pytest

from locales import in_language
from locales.messages import Message
from models.house.database import close_database, open_database
from models.ledger.balances import trial_balance
from tests.hotel import FIRST_DAY, PASSWORD
from tests.terminal import PATIENCE, Terminal


@pytest.mark.parametrize("language", ["en", "th"])
def test_from_booking_to_ledger_by_keyboard_alone(language: str, sqlite_url: str, tmp_path) -> None:
    def say(text: str, **values: object) -> str:
        return Message(text, dict(values)).say(language)

    environ = {"RECEPTION_PAPERS": str(tmp_path / "papers")}
    with Terminal("--database", sqlite_url, environ=environ) as desk:
        desk.sign_in("pavinee", PASSWORD)
        desk.wait("201", "306")
        if language == "en":
            desk.press("f2")
        desk.wait(say("Rooms"), say("Flags"))

        # 1. The rack; a free room; a booking for a new guest found again by Thai name, Latin name and phone.
        desk.press("f3").wait(
            say("Free rooms {arrival}–{departure}", arrival="", departure="").split()[0], "306"
        )
        desk.press("esc").wait(say("Rooms"))
        desk.press("f7").wait(say("New booking"))
        desk.type("Jaidee Somchai").press("enter", "enter").type("+2").press("enter", *["down"] * 8, "right")
        desk.press("tab").type("0812345678").press("f9")
        desk.wait(say("Deposit"), "JAIDEE")
        desk.press("d").wait(say("Amount")).type("1000").press("f9")
        desk.wait("[t]").press("t").wait(say("Slip number")).press("f9")
        desk.wait("1,000.00", "DP2569-00001")
        desk.press("esc").wait(say("Deposit held"))

        # 2. Check in with identity; a second person.
        desk.press("p").wait(say("Another person"))
        desk.press("enter").type("Jaidee Malee").press("enter").type("THA").press("enter", "right", "enter")
        desk.type("1101700230708").press("f9")
        desk.wait("JAIDEE Malee", "0708", gone=say("Another person"))
        desk.press("c").wait(say("Check in"), say("Document number"))
        desk.press("enter").type("203").press(*["enter"] * 5).type("ใจดี").press("enter").type("สมชาย").press(
            "enter"
        )
        desk.type("THA").press("enter", "right", "enter").type("3100600445635").press("f9")
        desk.wait("203", "-1,000.00")

        # 3. Charges with their children, and a mistake corrected.
        shirts = "Shirt ×2" if language == "en" else "เสื้อเชิ้ต ×2"
        desk.press("p").wait(say("Price a piece")).type("CHANG").press("enter", "enter", "f9").wait(
            "141.24", "9.24"
        )
        desk.press("p").wait(say("Price a piece")).type("SHIRT").press("enter").type("2").press("f9").wait(
            shirts
        )
        desk.press("p").wait(say("Price a piece")).type("FOOD").press("enter", "enter").type("500").press(
            "f9"
        )
        desk.wait("588.50", gone=say("Price a piece"))
        desk.press("up", "up", "c").wait(say("Reason")).type("wrong room").press("f9").wait("-588.50")

        # 4. Part payment in cash with change; the receipt as PDF.
        desk.press("y").wait("[c]").press("a").wait(say("Amount to take")).type("200").press("enter")
        desk.wait("200.00", "[c]").press("c").wait(say("Cash received")).type("500").press("enter")
        desk.wait("300.00", say("Preview"))
        desk.press("p").wait(".pdf").press("esc").wait(say("Before tax"), gone=say("Preview"))

        # 6. The audit posts room and tax and moves the date.
        desk.press("g", "e").wait("F9", say("Every check is passed.")).press("f9").wait("[y]").press("y")
        desk.wait("1,700.00", say("Enter: go on")).press("enter").wait(gone=say("Enter: go on"))
        desk.press("esc").wait(say("Before tax")).press("end").wait("2,000.90")

        # 5. Check-out a day early, by card, at zero, with receipt.
        desk.press("o").wait("[y]").press("y").wait("[k]").press("k").wait(say("Approval code")).press("f9")
        desk.wait(say("Preview"))
        desk.press("esc").wait(say("Checked out"), "0.00", gone=say("Preview"))

        # 2b. A walk-in with identity, paid in advance by transfer.
        desk.press("g", "w").wait(say("Walk-in"), say("Paid in advance"))
        desk.press("enter").type("Meier Anna").press(*["enter"] * 5).type("305").press(*["enter"] * 6)
        desk.type("DEU").press("enter", "right", "right", "enter").type("C01X00T47").press("f9")
        desk.wait("MEIER", "305", say("Nothing posted yet."))

        # 7. The ledger: trial balance, an account, an entry, the folio behind it, and back.
        desk.press("g", "t").wait("41100", "1,700.00")
        assert re.search(r"41100 .*1,700\.00", desk.wait("11400").text)
        desk.press("end", "enter").wait("K-0")
        desk.press("enter").wait(say("All papers")).press("b").wait(say("Before tax"), "203")
        desk.press("esc").wait(say("All papers"), gone=say("Before tax"))
    close_database()
    open_database(sqlite_url)
    books = {row.code: row.closing for row in trial_balance(FIRST_DAY.replace(day=24))}
    assert sum(books.values()) == 0
    with in_language(language):
        assert books["41100"] == -1700


def test_one_person_leaves_the_desk_and_the_next_one_sits_down(sqlite_url: str) -> None:
    with Terminal("--database", sqlite_url) as desk:
        desk.sign_in("pavinee", PASSWORD).wait("201", "306").press("f2").wait("Rooms")
        desk.press("f7").wait("New booking").type("Meier")
        desk.press("f8").wait("Throw away what was typed?").press("n").wait("Meier", gone="Throw away")
        desk.press("f8").wait("Throw away what was typed?").press("y")
        desk.sign_in("nok", PASSWORD).wait("306", "nok TH").press("f7").wait("[")


def test_a_desk_whose_terminal_is_gone_ends(sqlite_url: str) -> None:
    desk = Terminal("--database", sqlite_url)
    desk.wait("F2")
    os.close(desk.fd)
    until = time.monotonic() + PATIENCE
    while os.waitpid(desk.pid, os.WNOHANG) == (0, 0):
        assert time.monotonic() < until, "the program goes on without a terminal"
        select.select([], [], [], 0.1)
