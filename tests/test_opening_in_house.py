"""Guests who were in house on the day of the switch, and a whole hotel of twenty rooms that switches on a Monday."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from models.back_office.receivables import open_account
from models.front_office.guests import Guest
from models.front_office.imports import sample_list
from models.front_office.imports.tables import ImportRow
from models.front_office.night_audit import DayStatistics, findings
from models.front_office.opening import add_rooms
from models.front_office.opening_balances import CLEARING, close_opening
from models.front_office.proof import faults
from models.front_office.reservations import Stay, stay_nights
from models.front_office.three_ledgers import ties
from models.ledger.accounts import Account
from models.ledger.balances import account_balance
from tests.hotel import FIRST_DAY, PASSWORD, Hotel
from tests.importing import Importer, figures
from tests.refusing import everything
from tests.test_command_line import run

IN_HOUSE = "Conf No,Guest Name,Room No,Arrival,Departure,Rate Code,Price per night,Adults"


@pytest.fixture
def old(hotel: Hotel, tmp_path: Path) -> Importer:
    return Importer(hotel, tmp_path)


@pytest.fixture
def old_small(small_hotel: Hotel, tmp_path: Path) -> Importer:
    return Importer(small_hotel, tmp_path)


def balance(code: str) -> Decimal:
    return account_balance(Account.get(Account.code == code).id)


def stay_there(number: str) -> Stay:
    row = ImportRow.get((ImportRow.kind == "in-house") & (ImportRow.external_id == number))
    return Stay.get_by_id(row.subject_id)


def test_a_guest_in_house_has_the_nights_from_today_on_and_none_before(old: Importer) -> None:
    hotel = old.hotel
    hotel.registered_guest("Müller", given="Anna")
    old.takes("in-house", f"{IN_HOUSE}\n77,Anna Müller,203,20/11/2026,25/11/2026,NET,1234.50,2\n")
    stay = stay_there("77")
    assert (stay.state, stay.room.number, stay.arrival) == ("in house", "203", datetime.date(2026, 11, 20))
    assert [(night.date, night.amount) for night in stay_nights(stay.id)] == [
        (FIRST_DAY, Decimal("1234.50")),
        (FIRST_DAY + datetime.timedelta(days=1), Decimal("1234.50")),
    ]
    hotel.audit()
    hotel.audit()
    assert hotel.balance(stay.id) == 2469
    day = DayStatistics.get(DayStatistics.date == FIRST_DAY)
    assert (day.arrivals, day.sold) == (0, 1), "the guest arrived in the old program"
    hotel.leaves(stay.id)
    assert list(faults()) == []


def test_one_who_leaves_on_the_day_of_the_switch_has_no_night_here(old_small: Importer) -> None:
    old_small.hotel.registered_guest("Müller", given="Anna")
    old_small.takes("in-house", f"{IN_HOUSE}\n77,Anna Müller,203,20/11/2026,23/11/2026,NET,,1\n")
    stay = stay_there("77")
    assert list(stay_nights(stay.id)) == []
    old_small.takes("guest-balances", "room,amount\n203,2500\n")
    old_small.hotel.leaves(stay.id)
    assert list(faults()) == []


def test_a_guest_without_identity_stands_in_the_way_of_the_audit(old_small: Importer) -> None:
    old_small.takes("in-house", f"{IN_HOUSE}\n77,Anna Müller,203,20/11/2026,25/11/2026,NET,,1\n")
    assert "A1" in [finding.code for finding in findings(FIRST_DAY) if finding.blocks]


def test_faults_of_guests_in_house_are_listed_by_line(old_small: Importer) -> None:
    old_small.hotel.in_house("201")
    lines = (
        "1,Anna A,201,20/11/2026,25/11/2026,NET,,1",  # taken
        "2,Anna B,999,20/11/2026,25/11/2026,NET,,1",
        "3,Anna C,203,23/11/2026,25/11/2026,NET,,1",  # arrives today
        "4,Anna D,203,20/11/2026,22/11/2026,NET,,1",  # has left
        "5,Anna E,203,20/11/2026,25/11/2026,NOPE,,1",
        "6,Anna F,203,20/11/2026,25/11/2026,NET,-5,1",
        "7,Anna G,203,20/11/2026,25/11/2026,NET,,9",
        "8,,203,20/11/2026,25/11/2026,NET,,1",
    )
    said = old_small.faults("in-house", "\n".join([IN_HOUSE, *lines]))
    assert [line for line, _said in said] == list(range(2, 10))


def test_the_same_list_twice_and_a_changed_one_change_nothing(old_small: Importer) -> None:
    text = f"{IN_HOUSE}\n77,Anna Müller,203,20/11/2026,25/11/2026,NET,,1\n"
    old_small.takes("in-house", text)
    before = everything()
    assert figures(old_small.takes("in-house", text)) == (0, 0, 1, 0)
    assert everything() == before
    changed = old_small.takes("in-house", text.replace("25/11", "27/11"))
    assert (figures(changed), len(changed.notes)) == ((0, 0, 1, 0), 1)
    assert stay_there("77").departure == datetime.date(2026, 11, 25)


def test_a_hotel_of_twenty_rooms_switches_on_a_monday(old: Importer) -> None:
    """In-house guests, bookings with deposits, folios, debtors and the books: the ledgers tie and the audit passes."""
    hotel, desk = old.hotel, old.hotel.desk()
    add_rooms(desk, "SUP", [(f"40{n}", "4") for n in range(1, 9)])
    rooms = [f"{floor}0{n}" for floor in (2, 3, 4) for n in range(1, 6)]
    for room in rooms:
        hotel.registered_guest(f"In{room}", given="Anna")
    for n in range(3):
        open_account(desk, number=f"T{n}", name_en=f"Tour {'ABC'[n]}", terms=30)
    old.takes(
        "in-house",
        "\n".join([IN_HOUSE, *(f"H{r},Anna In{r},{r},21/11/2026,26/11/2026,NET,1500,1" for r in rooms)]),
    )
    booked = "\n".join(f"B{n},Beat Coming{n},0{n + 1}/12/2026,0{n + 3}/12/2026,DLX,NET" for n in range(5))
    old.takes("bookings", f"Conf No,Guest Name,Arrival,Departure,Room Type,Rate Code\n{booked}\n")
    deposits = "".join(f"B{n},{1070 * (n + 1)},{70 * (n + 1)},DP-{n}\n" for n in range(5))
    old.takes("deposits", f"booking,amount,vat,document\n{deposits}H201,535,35,DP-201\n")
    old.takes(
        "guest-balances", "room,amount,text\n" + "".join(f"{r},{100 + int(r)},Old folio\n" for r in rooms)
    )
    old.takes("city-balances", "account,document,date,amount\n" + "".join(f"T{n % 3},IV-{n},0{n + 1}/10/2026,{n + 1}000\n" for n in range(9)))  # fmt: skip
    held, vat = 1070 * 15 + 535, 70 * 15 + 35
    folios, city = sum(100 + int(r) for r in rooms), 45_000
    equity = 1_000_000 + folios + city + vat - held
    books = f"account,debit,credit\n11110,20000,\n11210,980000,\n21200,,{held}\n11400,{folios},\n11410,{city},\n21330,{vat},\n31000,,{equity}\n"
    old.takes("general-balances", books)
    assert balance(CLEARING) == 0
    assert (balance("21200"), balance("11400"), balance("11410")) == (-(held - 535), folios - 535, city)
    assert list(faults()) == []
    close_opening(desk)
    assert [tie for tie in ties(FIRST_DAY) if tie.difference] == []
    hotel.audit()
    assert [tie for tie in ties(FIRST_DAY) if tie.difference] == []
    assert balance("11400") == folios - 535 + 1500 * len(rooms)
    assert list(faults()) == []
    assert Guest.select().where(Guest.family.startswith("In")).count() == len(rooms)


def test_the_samples_are_lists_that_come_in_as_they_are(old_small: Importer) -> None:
    desk = old_small.hotel.desk()
    open_account(desk, number="T100", name_en="Tour One", terms=30)
    assert old_small.takes("in-house", sample_list("in-house")).left_out == ()
    booked = "\n".join(f"{n},Beat Coming,01/12/2026,03/12/2026,DLX,NET" for n in (48301, 48302))
    old_small.takes("bookings", f"Conf No,Guest Name,Arrival,Departure,Room Type,Rate Code\n{booked}\n")
    for kind in ("deposits", "guest-balances", "city-balances", "general-balances"):
        assert old_small.takes(kind, sample_list(kind)).left_out == ()
    assert balance(CLEARING) == 0
    close_opening(desk)
    assert list(faults()) == []


def test_a_shell_takes_the_opening_in(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(PASSWORD, "utf-8")
    for language, nothing in (("en", "Nothing was taken in"), ("th", "ไม่ได้นำเข้า")):
        file = tmp_path / "books.csv"
        file.write_text("account,debit,credit\n11110,10,\n11400,5,\n", "utf-8")
        order = ("--database", sqlite_url, "--user", "pavinee", "--password-file", tmp_path / "secret")
        bad = run("--language", language, "import", "general-balances", file, *order)
        assert (bad.exit_code, f"{file}:3: " in bad.output, nothing in bad.output) == (1, True, True)
    file.write_text("account,debit,credit\n11110,10,\n31000,,10\n", "utf-8")
    dry = run("--language", "en", "import", "general-balances", file, "--dry-run", *order)
    assert "Would be taken in: 2 new" in dry.output
    assert "Taken in: 2 new" in run("--language", "en", "import", "general-balances", file, *order).output
    assert "48213,Anna Müller" in run("import-sample", "in-house").output
