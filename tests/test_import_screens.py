"""The lists of the old program and the calendars of channels, taken in at the desk by keys."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar
from syrupy.assertion import SnapshotAssertion

from app.import_folder import files_to_import
from locales.thai_text import cell_width
from models.front_office.channels import feeds, save_feed, take_calendar
from models.front_office.imports import kept_mapping
from models.front_office.reservations import Reservation, Stay, stay_nights
from models.house.acts import ChangeLog
from screens.front_office.import_check import CheckScreen
from screens.front_office.imports import MappingScreen, ValuesScreen
from screens.kit.actions import check
from screens.kit.desk_screen import KIT_ACTIONS
from screens.navigation import GLOBAL_ACTIONS
from tests.desk import Desk, at_the_desk
from tests.hotel import Hotel
from tests.test_channels import ONE, TWO, calendar

HEAD = "Conf No,Guest Name,Arrival,Departure,Room Cat,Rate Code,Total,Colour\n"
GOOD = (
    "1,Anna Müller,1/12/2569,3/12/2569,EZ,BAR,3400,red\n2,สมชาย ใจดี,1/12/2569,2/12/2569,DLX,BAR,2500,blue\n"
)
BAD = "3,Bo Ek,5/12/2569,1/12/2569,DLX,XXX,100,red\n4,,1/12/2569,2/12/2569,DLX,BAR,free,red\n"

Put = Callable[..., Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Lays a file into the import folder, which every test has to itself."""
    folder = tmp_path / "import"
    folder.mkdir()

    def lay(name: str, text: str) -> Path:
        file = folder / name
        file.write_bytes(text.encode())
        moment = datetime.datetime(2026, 11, 23, 2, 0, tzinfo=datetime.UTC).timestamp()
        import os

        os.utime(file, (moment, moment))
        return file

    return lay


def test_no_key_of_these_screens_means_two_things() -> None:
    for screen in (MappingScreen, ValuesScreen, CheckScreen):
        check((*screen.ACTIONS, *GLOBAL_ACTIONS, *KIT_ACTIONS))


def test_only_lists_and_calendars_of_the_folder_itself_are_offered(tmp_path: Path, put: Put) -> None:
    wanted = [put("a.csv", "x"), put("b.xlsx", "x"), put("c.ICS", "x")]
    put("notes.doc", "x")
    put(".hidden.csv", "x")
    outside = tmp_path / "secret.csv"
    outside.write_text("x")
    (tmp_path / "import" / "link.csv").symlink_to(outside)
    (tmp_path / "import" / "folder.csv").mkdir()
    assert files_to_import(tmp_path / "import") == wanted
    assert files_to_import(tmp_path / "nowhere") == []


async def _mapped(desk: Desk) -> None:
    """From the list of files to the columns of a list of bookings, with the one column nobody guessed."""
    await desk.command("import")
    await desk.sees("bookings.csv")
    await desk.press("enter")
    await desk.sees("What does the file hold?")
    await desk.press("4")
    await desk.sees("Comes from")
    await desk.press("ctrl+u")
    await desk.type("Opera")
    await desk.press("f9")
    await desk.sees("opera", "Room type *", "Guest Name")
    await desk.press(*["down"] * 11, "enter")
    await desk.sees("Room type is read from")
    await desk.press("6")
    await desk.sees("Room Cat", "EZ", not_="is read from")


async def _words(desk: Desk) -> None:
    await desk.press("v")
    await desk.sees("In the file", "EZ", "no")
    await desk.press("enter")
    await desk.sees("EZ is with us")
    await desk.press("2")
    await desk.sees("SUP", not_="is with us")
    await desk.press("escape")
    await desk.sees("Column of the file")


async def test_bookings_of_the_old_program_are_taken_in_by_keys(small_hotel: Hotel, put: Put) -> None:
    put("bookings.csv", HEAD + GOOD)
    async with at_the_desk(small_hotel) as desk:
        await _mapped(desk)
        await _words(desk)
        await desk.press("f9")
        await desk.sees("2 new, 0 changed, 0 same", "No fault. F9 takes it in.")
        assert Stay.select().count() == 0
        await desk.press("f9")
        await desk.sees("Taken in.")
        await desk.press("f9")
        await desk.sees("It is taken in already.")
    made = {r.external_id: r for r in Reservation.select()}
    assert {r.external_source for r in made.values()} == {"opera"}
    stay = Stay.get(Stay.reservation == made["1"])
    assert (stay.room_type.code, [n.amount for n in stay_nights(stay.id)]) == ("SUP", [1700, 1700])
    kept = kept_mapping("bookings", "opera")
    assert kept is not None
    assert (kept.columns["room_type"], kept.values["room_type"]) == ("Room Cat", {"EZ": "SUP"})


async def test_the_faults_are_read_by_line_and_f9_takes_nothing_in(small_hotel: Hotel, put: Put) -> None:
    put("bookings.csv", HEAD + GOOD + BAD)
    async with at_the_desk(small_hotel) as desk:
        await _mapped(desk)
        await _words(desk)
        await desk.press("f9")
        await desk.sees("3 faults", "There is no rate code XXX.", "free is not an amount")
        await desk.press("end")
        await desk.press("f9")
        await desk.sees("3 faults stand in the way.")
        await desk.press("/")
        await desk.type("amount")
        await desk.sees("free is not an amount", not_="There is no rate code XXX")
    assert Stay.select().count() == 0


async def test_what_is_always_so_is_typed_once(small_hotel: Hotel, put: Put) -> None:
    put(
        "bookings.csv",
        "Conf No,Guest Name,Arrival,Departure,Room Type\n1,Anna Müller,1/12/2569,3/12/2569,SUP\n",
    )
    async with at_the_desk(small_hotel) as desk:
        await desk.command("import")
        await desk.sees("bookings.csv")
        await desk.press("enter")
        await desk.sees("What does the file hold?")
        await desk.press("4")
        await desk.sees("Comes from")
        await desk.press("f9")
        await desk.sees("Rate code *")
        await desk.press(*["down"] * 14, "a")
        await desk.sees("Always")
        await desk.type("bar")
        await desk.press("f9")
        await desk.sees("(always)", "bar", not_="Rate code *")
        await desk.press("f9")
        await desk.sees("1 new")
        await desk.press("f9")
        await desk.sees("Taken in.")
    assert Stay.get().rate_code.code == "BAR"


async def test_bookings_over_the_limit_ask_once_for_all_lines(small_hotel: Hotel, put: Put) -> None:
    rows = "".join(f"{n},Guest {n},1/12/2569,2/12/2569,SUP,BAR,1500\n" for n in range(8))
    put("bookings.csv", HEAD.replace(",Colour", "").replace("Room Cat", "Room Type") + rows)
    async with at_the_desk(small_hotel) as desk:
        await desk.command("import")
        await desk.sees("bookings.csv")
        await desk.press("enter")
        await desk.sees("What does the file hold?")
        await desk.press("4")
        await desk.sees("Comes from")
        await desk.press("f9")
        await desk.sees("Room Type")
        await desk.press("f9")
        await desk.sees("2 faults", "ask")
        await desk.press("f9")
        await desk.sees("SUP is sold out", "And 1 more.", "Reason")
        await desk.type("sold long ago")
        await desk.press("f9")
        await desk.sees("Taken in.")
    assert Stay.select().count() == 8
    assert ChangeLog.select().where(ChangeLog.reason.contains("sold long ago")).exists()


async def test_a_file_that_is_no_list_is_refused_at_its_field(small_hotel: Hotel, put: Put) -> None:
    put("list.xlsx", "<html>")
    async with at_the_desk(small_hotel) as desk:
        await desk.command("import")
        await desk.sees("list.xlsx")
        await desk.press("enter")
        await desk.sees("What does the file hold?")
        await desk.press("1")
        await desk.sees("Comes from")
        await desk.press("f9")
        await desk.sees("list.xlsx is neither CSV nor XLSX")


async def test_a_receptionist_is_offered_bookings_only(small_hotel: Hotel, put: Put) -> None:
    put("bookings.csv", HEAD + GOOD)
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.command("import")
        await desk.sees("bookings.csv")
        await desk.press("enter")
        await desk.sees("Future bookings", not_="Guest profiles")


async def test_a_channel_is_made_read_and_what_is_gone_cancelled_by_keys(
    small_hotel: Hotel, put: Put
) -> None:
    put("airbnb.ics", calendar(ONE, TWO))
    async with at_the_desk(small_hotel) as desk:
        await desk.command("channels")
        await desk.sees("Channels")
        await desk.press("n")
        await desk.sees("Closed are bookings")
        await desk.type("Airbnb")
        await desk.press("enter")
        await desk.type("SUP")
        await desk.press("enter")
        await desk.type("BAR")
        await desk.press("f9")
        await desk.sees("airbnb", "BAR", not_="Closed are bookings")
        await desk.press("r")
        await desk.sees("Which file?")
        await desk.press("enter")
        await desk.sees("2 new, 0 changed")
        await desk.press("x")
        await desk.sees("No booking is gone from it.")
        await desk.press("f9")
        await desk.sees("Taken in.")
        put("airbnb.ics", calendar(TWO))
        await desk.press("escape")
        await desk.sees("airbnb.ics", "2")
        await desk.press("r")
        await desk.sees("Which file?")
        await desk.press("enter")
        await desk.sees("gone", "Gone: AIRBNB HMABCDE123", "1 same")
        await desk.press("x")
        await desk.sees("Cancel what is gone (1)")
        await desk.press("y")
        await desk.sees("1 cancelled", "Taken in.")
    assert sorted(stay.state for stay in Stay.select()) == ["cancelled", "reserved"]


async def test_sold_out_nights_are_written_for_a_channel(
    small_hotel: Hotel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECEPTION_PAPERS", str(tmp_path / "papers"))
    for _n in range(6):
        small_hotel.booked(2)
    async with at_the_desk(small_hotel) as desk:
        await desk.command("channels")
        await desk.sees("Channels")
        await desk.press("o")
        await desk.sees("Sold-out nights of which type?")
        await desk.press("2")
        await desk.sees("Written to")
    text = (tmp_path / "papers" / "sup.ics").read_text("utf-8")
    assert len(Calendar.from_ical(text).walk("VEVENT")) == 2


@pytest.mark.parametrize("language", ["en", "th"])
async def test_these_screens_stand_at_80_by_24(
    small_hotel: Hotel, put: Put, language: str, snapshot: SnapshotAssertion
) -> None:
    file = put("bookings.csv", HEAD + GOOD + BAD)
    feed = put("airbnb.ics", calendar(ONE, TWO))
    save_feed(small_hotel.desk(), None, "airbnb", "SUP", "BAR")
    take_calendar(small_hotel.desk(), "airbnb", feed)
    assert feeds()
    from models.front_office.imports import KINDS
    from models.house.tables import read_table

    async with at_the_desk(small_hotel, language=language) as desk:
        mapping = MappingScreen(KINDS["bookings"], file, read_table(file), "opera")
        for screen in ("import", "channels", mapping):
            if isinstance(screen, str):
                await desk.open(screen)
            else:
                desk.console.push_screen(screen)
            await desk.sees("bookings.csv" if screen != "channels" else "airbnb")
            _stands(desk, snapshot)
        mapping.change(mapping.mapping.with_column("room_type", "Room Cat"))
        await desk.press(*["down"] * 11, "v")
        await desk.sees("EZ")
        _stands(desk, snapshot)
        await desk.press("escape", "f9")
        await desk.sees("XXX")
        _stands(desk, snapshot)


def _stands(desk: Desk, snapshot: SnapshotAssertion) -> None:
    lines = desk.text.split("\n")
    assert len(lines) == 24
    assert all(cell_width(line) <= 80 for line in lines)
    assert desk.text == snapshot
