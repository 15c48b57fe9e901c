"""Reservations through a real terminal at 80×24: a returning guest, a group with its rooming list, a cancellation."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from locales import Message
from models.front_office.blocks import Block
from models.front_office.payments import take_deposit
from models.front_office.policies import Step, Terms, apply_policy, save_policy
from models.front_office.proof import faults
from models.front_office.reservations import Reservation, Stay, StayPerson
from models.house.database import close_database, open_database
from models.ledger.balances import trial_balance
from tests.hotel import FIRST_DAY, PASSWORD, Hotel
from tests.terminal import Terminal

FEWEST = 15  # keys a returning guest who wants the usual room may cost, and not one more


class CountingTerminal(Terminal):
    """Counts what is pressed, letter by letter."""

    keys = 0

    def press(self, *keys: str) -> CountingTerminal:
        self.keys += len(keys)
        super().press(*keys)
        return self

    def letters(self, text: str) -> CountingTerminal:
        self.keys += len(text)
        self.type(text)
        return self


def say(text: str, language: str, **values: object) -> str:
    return Message(text, dict(values)).say(language)


@pytest.mark.parametrize(("language", "name"), [("en", "som"), ("th", "สมช")])
def test_a_returning_guest_is_booked_in_fewer_than_fifteen_keys(
    language: str, name: str, sqlite_url: str
) -> None:
    open_database(sqlite_url)
    hotel = Hotel()
    guest = hotel.guest("Jaidee", given="Somchai", given_th="สมชาย", family_th="ใจดี", nationality="THA")
    stay = hotel.in_house("305", nights=1, guest=guest, adults=2)
    hotel.audit()
    hotel.leaves(stay)
    close_database()
    with CountingTerminal("--database", sqlite_url) as desk:
        desk.sign_in("pavinee", PASSWORD).wait("201", "306")
        if language == "en":
            desk.press("f2")
        desk.wait(say("Rooms", language))
        desk.keys = 0
        desk.press("f7").wait(say("New booking", language))
        desk.letters(name).wait("JAIDEE" if language == "en" else "สมชาย")
        desk.press("down", "enter").wait("DLX Deluxe" if language == "en" else "DLX ดีลักซ์", "305")
        desk.letters("28").press("enter").letters("+2").press("f9")
        desk.wait("5,000.00", gone=say("New booking", language))
        assert desk.keys < FEWEST, desk.keys
    open_database(sqlite_url)
    booked = Stay.select().order_by(Stay.id.desc()).first()
    assert (booked.guest_id, booked.arrival, booked.nights) == (guest, FIRST_DAY.replace(day=28), 2)
    assert (booked.room_type.code, booked.rate_code.code, booked.adults) == ("DLX", "BAR", 2)


@pytest.mark.parametrize("language", ["en", "th"])
def test_a_group_of_twenty_comes_in_with_its_rooming_list(
    language: str, sqlite_url: str, tmp_path: Path
) -> None:
    people = [f"TRAVELLER{n:02d} Kim,{1 + n // 2},SUP,KOR" if n < 12 else f"TRAVELLER{n:02d} Kim,{1 + n // 2},DLX,KOR" for n in range(20)]  # fmt: skip
    lists = tmp_path / "lists"
    lists.mkdir()
    (lists / "tour.csv").write_text("\n".join(["Name,Room,Type,Nationality", *people]) + "\n", "utf-8")
    with CountingTerminal("--database", sqlite_url, environ={"RECEPTION_IMPORTS": str(lists)}) as desk:
        desk.sign_in("pavinee", PASSWORD).wait("201", "306")
        if language == "en":
            desk.press("f2")
        desk.press("g", "y").wait(say("Groups", language)).press("n").wait(say("New group", language))
        desk.letters("Siam Tours").press("enter", "enter").letters("+2").press("enter").letters("+2")
        desk.press("enter").letters("6 SUP, 4 DLX").press("f9").wait("G0001 Siam Tours")
        desk.press("s").wait(say("The group becomes", language)).press("1")
        desk.wait(say("Definite", language), gone=say("Tentative", language))
        desk.settle().press("l").wait("tour.csv").press("enter")
        desk.wait("TRAVELLER00").press("f9")
        desk.wait("10 rooms came in" if language == "en" else "นำเข้า 10 ห้อง").settle().press("esc").wait(
            "6   6   0", "4   4   0"
        )
    open_database(sqlite_url)
    block = Block.get()
    rooms = Stay.select().join(Reservation).where(Reservation.block == block)
    assert rooms.count() == 10
    assert StayPerson.select().where(StayPerson.stay << rooms).count() == 20


@pytest.mark.parametrize("language", ["en", "th"])
def test_a_booking_is_cancelled_with_its_penalty_and_the_rest_goes_back(
    language: str, sqlite_url: str, tmp_path: Path
) -> None:
    open_database(sqlite_url)
    hotel = Hotel()
    steps = (Step(3, "days", "nights", Decimal(1)),)
    policy = save_policy(hotel.desk(), None, Terms("FLEX", "ยืดหยุ่น", "Flexible", steps=steps))
    apply_policy(hotel.desk(), policy)
    stay = hotel.booked(2, arrival=hotel.after(2), departure=hotel.after(4), guarantee="guaranteed")
    take_deposit(hotel.desk(), Stay.get_by_id(stay).reservation_id, "TRAN", Decimal(3000))
    close_database()
    with CountingTerminal("--database", sqlite_url, environ={"RECEPTION_PAPERS": str(tmp_path)}) as desk:
        desk.sign_in("pavinee", PASSWORD).wait("201", "306")
        if language == "en":
            desk.press("f2")
        desk.press(":").letters("stay 1").press("enter").wait("3,000.00")
        # One night of 1,500 with service charge and VAT is 1,765.50; 1,234.50 of the deposit goes back.
        desk.press("x").wait("1,765.50", "3,000.00", "1,234.50")
        desk.letters("ill").press("f9").wait("CN2569-00001", "1,153.74", "80.76")  # the credit note
        desk.press("esc").wait("X000001", say("Cancelled", language))
    open_database(sqlite_url)
    assert Stay.get_by_id(stay).state == "cancelled"
    books = {row.code: row.closing for row in trial_balance(FIRST_DAY)}
    assert books["21200"] == 0
    assert books["11210"] == Decimal("1765.50")
    assert books["41180"] == Decimal("-1650.00")
    assert list(faults()) == []
