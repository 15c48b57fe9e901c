"""Every screen at 80×24, in Thai and in English, as it stands with the test hotel half full."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from locales.thai_text import cell_width
from models.front_office.blocks.grid import NewBlock, create_block
from models.front_office.deposit_requests import request_deposit
from models.front_office.folios import correct, post_article, post_charge
from models.front_office.payments import take_deposit, take_payment
from models.front_office.policies import Step, Terms, apply_policy, save_policy
from models.front_office.reservations import Stay
from models.front_office.rooms import Room, close_room
from models.house.database import close_database, database, open_database
from screens.navigation import SCREENS
from tests.desk import at_the_desk
from tests.hotel import FIRST_DAY, Hotel
from tests.raw import counted


@pytest.fixture(scope="module")
def busy_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime.date]:
    """The busy hotel as it is made once for all screens, and its date."""
    file = tmp_path_factory.mktemp("busy") / "hotel.db"
    shutil.copy(sqlite_template, file)
    open_database(str(file))
    day = make_busy(Hotel())
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    close_database()
    return file, day


@pytest.fixture
def busy(busy_file: tuple[Path, datetime.date], tmp_path: Path) -> Iterator[Hotel]:
    file, day = busy_file
    copy = shutil.copy(file, tmp_path / "hotel.db")
    open_database(str(copy))
    yield Hotel(day=day)
    close_database()


def make_busy(hotel: Hotel) -> datetime.date:
    """Day two of the hotel: in house, due in, due out, a closed room, a deposit, a correction, a receipt."""
    thai = hotel.guest(
        "Jaidee", given="Somchai", given_th="สมชาย", family_th="ใจดี", nationality="THA", document_kind="thai id",
        document_number="1101700230708", phone="081-234-5678",
    )  # fmt: skip
    first = hotel.in_house("201", nights=1, guest=thai, adults=2)
    post_article(hotel.desk("nok"), hotel.window(first), "CHANG", 2)
    wrong = post_charge(hotel.desk("nok"), hotel.window(first), "FOOD", Decimal(500))
    correct(hotel.desk("nok"), wrong, "wrong room")
    hotel.in_house("302", nights=3)
    hotel.audit()
    take_payment(hotel.desk("malee"), hotel.window(first), "CASH", Decimal("249.50"), tendered=Decimal(500))
    coming = hotel.booked(2, guest=hotel.guest("Müller", vip="VIP 2"), room="203", eta="18:30")
    take_deposit(hotel.desk("nok"), Stay.get_by_id(coming).reservation_id, "TRAN", Decimal(1926))
    close_room(
        hotel.desk("noi"),
        Room.get(Room.number == "305").id,
        "OOO",
        hotel.day,
        hotel.after(6),
        "แอร์เสีย",
        "dirty",
    )
    create_block(
        hotel.desk("nok"),
        NewBlock(
            "สยามทัวร์", hotel.after(60), hotel.after(62), "BAR", (("SUP", 4), ("DLX", 2)), status="definite"
        ),
    )
    policy = save_policy(
        hotel.desk(), None,
        Terms("STD", "มาตรฐาน", "Standard", "nights", Decimal(1), steps=(Step(3, "days", "nights", Decimal(1)),)),
    )  # fmt: skip
    apply_policy(hotel.desk(), policy, "BAR", hotel.day)
    request_deposit(hotel.desk("nok"), Stay.get_by_id(coming).reservation_id, Decimal(3000), hotel.day)
    return hotel.day


ARGUMENTS: dict[str, tuple[object, ...]] = {
    "stay": (3,),
    "house status list": ("occupied",),
    "forecast shares": ("type",),
    "check-in": (3,),
    "group check-in": (3,),
    "cancel": (3,),
    "no-show": (3,),
    "policy": (1,),
    "policy places": (1,),
    "folio": (1,),
    "debtor": (1,),
    "debtor history": (1,),
    "receive": (1,),
    "windows": (1,),
    "invoicing": (1,),
    "routing": ("stay", 1),
    "stay packages": (1,),
    "fixed charges": (1,),
    "guest": (1,),
    "guest card": (1,),
    "guest stays": (1,),
    "merge": (1, 2),
    "register line": (1,),
    "account": (11,),
    "entry": (1,),
    "ledger movements": ("guest", FIRST_DAY),
    "ledger lines": ("guest", FIRST_DAY, "charge"),
    "letters": (1,),
    "group": (1,),
    "group bookings": (1,),
    "alerts": (1,),
    "keys": (1,),
    "generates": ("ROOM",),
    "stock card": (1,),
    "rights": (1, "Reception"),
    "day reports": (FIRST_DAY,),
}


# What these stand on is not in the busy hotel; their own tests look at them.
NEED_MORE = (
    "sample",
    "vendor",
    "bill",
    "statement accounts",
    "log",
    "bank statement",
    "match lines",
    "change",
    "rooming list",
    "count",
    "hand over",
    "shift result",
    "invoice notes",
    "payout",
)


@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize("name", [name for name in SCREENS if name not in NEED_MORE])
async def test_each_screen_stands_at_80_by_24(
    name: str, language: str, busy: Hotel, snapshot: SnapshotAssertion
) -> None:
    async with at_the_desk(busy, language=language) as desk:
        if name != "rooms":
            await desk.open(name, *ARGUMENTS.get(name, ()))
        await desk.pilot.pause()
        lines = desk.text.split("\n")
        assert len(lines) == 24
        assert all(cell_width(line) <= 80 for line in lines)
        assert desk.text == snapshot


async def test_a_typed_command_reaches_the_folio_from_anywhere(busy: Hotel) -> None:
    async with at_the_desk(busy) as desk:
        await desk.open("guests")
        await desk.command("folio 201")
        await desk.sees("Folio 201", "Minibar: Beer Chang ×2")


async def test_a_charge_typed_on_the_command_line_is_confirmed_by_one_key(busy: Hotel) -> None:
    async with at_the_desk(busy) as desk:
        await desk.command("post 302 minibar 120")
        await desk.sees("Post to room 302", "120.00")
        await desk.press("f9")
        await desk.sees("Folio 302", "141.24", not_="Post to room")


async def test_the_language_switches_at_any_moment_and_what_was_typed_stays(busy: Hotel) -> None:
    async with at_the_desk(busy) as desk:
        await desk.press("f7")
        await desk.sees("New booking")
        await desk.type("Meier")
        await desk.press("f2")
        await desk.sees("Meier", not_="New booking")


async def test_a_receptionist_is_told_why_the_ledger_is_closed_to_her(busy: Hotel) -> None:
    async with at_the_desk(busy, "nok") as desk:
        await desk.press("g", "l")
        await desk.sees("You do not have the right for this: See the books")


async def test_checking_in_to_a_dirty_room_asks_for_a_reason_and_a_second_person(busy: Hotel) -> None:
    Room.update(housekeeping="dirty").where(Room.number == "203").execute()
    async with at_the_desk(busy, "nok") as desk:
        await desk.open("check-in", 3)
        await desk.sees("203")
        await desk.press("f9")
        await desk.sees("Room 203 is not ready", "Reason")
        await desk.type("guest waits")
        await desk.press("enter")
        await desk.type("somsak")
        await desk.press("enter")
        await desk.type("wrong-one")
        await desk.press("f9")
        await desk.sees("Name or password is wrong", "guest waits")
        await desk.press("ctrl+u")
        await desk.type("rimnam-2569")
        await desk.press("f9")
        await desk.sees("Folio 203", "-1,926.00")


async def test_enter_held_down_posts_once(busy: Hotel) -> None:
    async with at_the_desk(busy) as desk:
        await desk.command("post 302 laundry 50")
        await desk.sees("Post to room 302")
        await desk.press("f9", "f9", "f9", "f9")
        await desk.sees("Folio 302", not_="Post to room")
        assert desk.text.count("58.85") == 1


async def test_what_another_desk_wrote_is_seen_without_a_key(busy: Hotel) -> None:
    async with at_the_desk(busy) as desk:
        await desk.open("folio", 2)
        await desk.sees("Folio 302")
        import threading

        other = threading.Thread(
            target=lambda: post_charge(busy.desk("lek"), busy.window(2), "SPA", Decimal(900))
        )
        other.start()
        await desk.sees("Spa, tour, transfer")
        other.join()


async def test_an_idle_desk_locks_and_opens_again_as_it_was(busy: Hotel) -> None:
    async with at_the_desk(busy) as desk:
        await desk.press("f7")
        await desk.type("Meier")
        desk.console._last_key -= datetime.timedelta(hours=1).total_seconds()
        desk.console._lock_when_idle()
        await desk.sees("Locked", not_="Meier")
        await desk.type("rimnam-2569")
        await desk.press("enter")
        await desk.sees("New booking", "Meier")


async def test_the_audit_leads_to_each_blocker_and_closes_the_day(busy: Hotel) -> None:
    async with at_the_desk(busy) as desk:
        await desk.press("g", "e")
        await desk.sees("A3", "A4", "A1", "in the way")
        await desk.press("f9")
        await desk.sees("findings stand in the way")
        await desk.press("enter")
        await desk.sees("MÜLLER", "Reserved")


async def test_what_a_screen_shows_is_read_once_when_it_opens(busy: Hotel) -> None:
    async with at_the_desk(busy) as desk:
        for name, table in (("in house", '"guest_message"'), ("documents", 'FROM "receipt"')):
            with counted() as read:
                await desk.open(name)
                await desk.pilot.pause()
            assert len([sql for sql in read if table in sql]) == 1, name
