"""Two desks side by side, each a program of its own: what one does is on the other's screen at once."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from models.front_office.wake_up import WakeUpCall, Wish, order_wake_up
from models.house.database import close_database, open_database
from tests.hotel import FIRST_DAY, PASSWORD, Hotel
from tests.terminal import Terminal
from tests.test_a_morning_at_the_desk import CARD, Wall

BORN = datetime.date(1980, 1, 2)


@dataclass
class Pair:
    """Nok works, Lek looks on. Both read English."""

    nok: Terminal
    lek: Terminal

    def shown(self, what: str, *words: str, gone: str = "") -> None:
        """Until Lek sees what Nok's last key did. The assertion is only that it comes; how soon is told."""
        pressed = time.monotonic()
        self.lek.wait(*words, gone=gone)
        print(f"{what}: seen on the other desk after {time.monotonic() - pressed:.2f} s")  # noqa: T201


@contextmanager
def two_desks(url: str, wall: Wall) -> Iterator[Pair]:
    with ExitStack() as stack:
        desks = []
        for login in ("nok", "lek"):
            desk = stack.enter_context(Terminal("--database", url, python=wall.program))
            desk.sign_in(login, PASSWORD).wait("201", "306").press("f2").wait("Rooms")
            desks.append(desk)
        yield Pair(*desks)


@pytest.fixture
def wall(tmp_path: Path) -> Wall:
    return Wall(tmp_path, FIRST_DAY)


def test_what_one_desk_does_is_on_the_other_within_a_second(hotel_url: str, wall: Wall) -> None:
    open_database(hotel_url)
    hotel = Hotel()
    for family, room in (("Adler", "201"), ("Beier", "202")):
        hotel.booked(guest=hotel.registered_guest(family, birth_date=BORN, **CARD), room=room)
    stay = hotel.in_house("305", guest=hotel.guest("Ebel"))
    (call,) = order_wake_up(hotel.desk("nok"), stay, Wish(FIRST_DAY, "10:30"))
    close_database()
    with two_desks(hotel_url, wall) as desks:
        nok, lek = desks.nok, desks.lek
        lek.wait("due in: ADLER", "VC    due in: BEIER")
        nok.press("+").wait("Check in ·").press("f9")
        desks.shown("check-in", "OC    ADLER Anna", gone="due in: ADLER")
        nok.wait("Folio 201").press("esc").wait("Rooms", gone="Before tax").press("down", "d")
        desks.shown("room status", "VD    due in: BEIER")
        nok.press(":").type("messages 305").press("enter").wait("Messages · EBEL").press("n").wait("Urgent")
        nok.type("Bank").press("enter", "enter").type("Call us").press("f9")
        desks.shown("message lamp", " 0.00 M")
        lek.press("g", "q").wait("Nobody waits.")
        nok.wait("Bank: Call us").press("g", "a").wait("Room is", "BEIER").press("q")
        desks.shown("queue", "BEIER Anna", gone="Nobody waits.")
        wall.shows("10:30")
        for desk in (nok, lek):
            desk.wait("10:30  305", "EBEL")
        nok.settle(1.0).press("enter")
        desks.shown("wake-up call taken", "Queue rooms", gone="10:30  305")
        nok.wait("you are ringing").press("c").wait("Room is", gone="10:30  305")
    open_database(hotel_url)
    assert WakeUpCall.get_by_id(call).result == "completed"
    close_database()
