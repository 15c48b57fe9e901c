"""Rooming lists: a group's guests out of a file, all or nothing, nobody twice, each fault by its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.front_office.blocks import Block
from models.front_office.blocks.grid import NewBlock, create_block, set_rooms
from models.front_office.blocks.rooming_list import (
    check_rooming_list,
    import_rooming_list,
    read_rooming_list,
)
from models.front_office.guests import Guest
from models.front_office.inventory import availability
from models.front_office.rates import RatePrice
from models.front_office.reservations import Stay, cancel
from models.front_office.stays import persons_of
from models.house.refusals import Answer
from models.house.tables import TableFile, read_table
from tests.hotel import Hotel
from tests.refusing import asked, refused

ENGLISH = """Family name,Given name,Room,Type,Arrival,Departure,Nationality,Passport,Remarks
MÜLLER,Anna,1,SUP,{first},{last},DEU,C01X00T41,vegetarian
MÜLLER,Bernd,1,,,,Germany,C01X00T42,
LEE,Minho,2,SUP,{first},{last},KOR,M123,
"""
THAI = """ชื่อ-นามสกุล,ประเภทห้อง,พักร่วมกับ,สัญชาติ,หมายเหตุ
นายสมชาย ใจดี,ซูพีเรียร์,,ไทย,ชั้นสูง
นางสมหญิง ใจดี,,สมชาย ใจดี,THA,
น.ส.มาลี งามตา,SUP,,,
"""


def group(hotel: Hotel, rooms: int = 4) -> int:
    new = NewBlock("Siam Tours", hotel.after(2), hotel.after(4), "BAR", (("SUP", rooms),), status="definite")
    return create_block(hotel.desk(), new)


def table(tmp_path: Path, text: str, hotel: Hotel) -> TableFile:
    file = tmp_path / "list.csv"
    first, last = hotel.after(2), hotel.after(5)
    file.write_text(text.format(first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}", year=first.year), "utf-8")
    return read_table(file)


def names(stay: Stay, language: str = "en") -> list[str]:
    return [guest.name(language) for guest in persons_of(stay.id)]


def test_two_in_a_room_of_the_list_are_one_stay(hotel: Hotel, tmp_path: Path) -> None:
    block = group(hotel)
    assert import_rooming_list(hotel.desk("nok"), block, table(tmp_path, ENGLISH, hotel)) == {
        "rooms": 2,
        "already": 0,
    }
    first, second = Stay.select().order_by(Stay.id)
    assert names(first) == ["MÜLLER Anna", "MÜLLER Bernd"]
    assert (first.adults, first.reservation.note, first.reservation.block_id) == (2, "vegetarian", block)
    assert (second.adults, second.arrival, second.departure) == (1, hotel.after(2), hotel.after(5))
    anna = Guest.get(Guest.given == "Anna")
    assert (anna.nationality, anna.document_kind, anna.document_number) == ("DEU", "passport", "C01X00T41")
    row = availability(hotel.after(2), hotel.after(2))[hotel.after(2), "SUP"]
    assert (row.block, row.block_left) == (4, 2)


def test_a_thai_list_is_read_by_its_thai_headings(hotel: Hotel, tmp_path: Path) -> None:
    block = group(hotel)
    import_rooming_list(hotel.desk(), block, table(tmp_path, THAI, hotel))
    first, second = Stay.select().order_by(Stay.id)
    assert names(first, "th") == ["สมชาย ใจดี", "สมหญิง ใจดี"]
    assert names(second, "th") == ["มาลี งามตา"]
    assert (second.arrival, second.departure) == (hotel.after(2), hotel.after(5))
    assert persons_of(first.id)[0].nationality == "THA"


def test_a_list_comes_as_a_spreadsheet_too(hotel: Hotel, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Name", "Room type", "Arrival", "Departure"])
    book.active.append(["Anna MÜLLER", "SUP", hotel.after(2), hotel.after(4)])
    book.save(tmp_path / "list.xlsx")
    import_rooming_list(hotel.desk(), group(hotel), read_table(tmp_path / "list.xlsx"))
    assert names(Stay.get()) == ["MÜLLER Anna"]
    assert Stay.get().departure == hotel.after(4)


def test_the_same_list_twice_brings_nobody_twice(hotel: Hotel, tmp_path: Path) -> None:
    block = group(hotel)
    once = table(tmp_path, ENGLISH, hotel)
    import_rooming_list(hotel.desk(), block, once)
    more = table(tmp_path, ENGLISH + "KIM,Jisoo,3,SUP,{first},{last},KOR,M124,\n", hotel)
    assert import_rooming_list(hotel.desk(), block, once) == {"rooms": 0, "already": 2}
    assert [room.stay_id is not None for room in read_rooming_list(block, more).rooms] == [True, True, False]
    assert import_rooming_list(hotel.desk(), block, more) == {"rooms": 1, "already": 2}
    assert (Stay.select().count(), Guest.select().count()) == (3, 4)


def test_two_rooms_without_names_yet_are_two_rooms(hotel: Hotel, tmp_path: Path) -> None:
    twice = table(tmp_path, "Name\nTBA\nTBA\n", hotel)
    block = group(hotel)
    assert import_rooming_list(hotel.desk(), block, twice) == {"rooms": 2, "already": 0}
    assert import_rooming_list(hotel.desk(), block, twice) == {"rooms": 0, "already": 2}


def test_a_guest_known_by_passport_and_name_keeps_the_profile(hotel: Hotel, tmp_path: Path) -> None:
    known = hotel.guest("Müller", given="Anna", document_number="C01X00T41")
    import_rooming_list(hotel.desk(), group(hotel), table(tmp_path, ENGLISH, hotel))
    assert persons_of(Stay.select().order_by(Stay.id).first().id)[0].id == known


def test_every_fault_is_named_by_its_line_and_nothing_comes_in(hotel: Hotel, tmp_path: Path) -> None:
    wrong = table(
        tmp_path,
        "Name,Room,Sharing,Type,Arrival,Departure,Adults,Nationality\n"
        ",,,SUP,,,,\n"
        "ADAM Eva,,,PENT,,,,\n"
        "BERG Carl,,,SUP,31/02/{year},,,\n"
        "COHEN Dan,,,SUP,{last},{first},,\n"
        "DUBOIS Eve,,,SUP,,,x,\n"
        "EVANS Fay,,,SUP,,,,Atlantis\n"
        "FOX Gil,,HILL Ida,SUP,,,,\n"
        "GRAY Hal,7,,SUP,{first},,,\n"
        "HALL Ivy,7,,SUP,{last},,,\n"
        "IRISH Jo,,,SUP,01/01/{year},,,\n"
        "JONES Kit,,,SUP,,,9,\n"
        "KING Lou,,,SUP,{last},31/12/{year},,\n",
        hotel,
    )
    block = group(hotel)
    faults = check_rooming_list(block, wrong)
    assert [fault.line for fault in faults] == [*range(2, 9), 10, 11, 12, 13]
    said = {fault.line: fault.message.say("en") for fault in faults}
    assert "no country" in said[7]
    assert "HILL Ida" in said[8]
    assert "line 9" in said[10]
    assert "no SUP on these nights" in said[13]
    with refused("ROOMING_LIST_FAULTS") as refusal:
        import_rooming_list(hotel.desk(), block, wrong)
    assert refusal.said.message.values["n"] == 11


def test_what_only_the_booking_finds_is_a_fault_of_its_line_too(hotel: Hotel, tmp_path: Path) -> None:
    RatePrice.delete().execute()
    block = group(hotel)
    with refused("ROOMING_LIST_FAULTS") as refusal:
        import_rooming_list(hotel.desk(), block, table(tmp_path, ENGLISH, hotel))
    assert refusal.said.message.values["n"] == 2


def test_a_list_without_names_or_for_a_block_that_is_not_definite(hotel: Hotel, tmp_path: Path) -> None:
    block = group(hotel)
    with refused("ROOMING_LIST_FAULTS"):
        import_rooming_list(hotel.desk(), block, table(tmp_path, "Type\nSUP\n", hotel))
    Block.update(status="tentative").execute()
    assert len(check_rooming_list(block, table(tmp_path, ENGLISH, hotel))) == 2


def test_more_rooms_than_the_block_has_are_asked_about(hotel: Hotel, tmp_path: Path) -> None:
    block = group(hotel, rooms=1)
    listed = table(tmp_path, ENGLISH, hotel)
    with asked("BEYOND_BLOCK", "overbook", second_person=True):
        import_rooming_list(hotel.desk("nok"), block, listed)
    allowed = hotel.desk("somsak", answers={"BEYOND_BLOCK": Answer("the tour grew")})
    assert import_rooming_list(allowed, block, listed)["rooms"] == 2


def test_a_cancelled_room_of_the_list_does_not_come_back_by_itself(hotel: Hotel, tmp_path: Path) -> None:
    block = group(hotel)
    listed = table(tmp_path, ENGLISH, hotel)
    import_rooming_list(hotel.desk(), block, listed)
    cancel(hotel.desk(), Stay.select().order_by(Stay.id).first().id, "ill")
    assert import_rooming_list(hotel.desk(), block, listed) == {"rooms": 0, "already": 2}


@pytest.mark.parametrize("code", ["", "DLX"])
def test_without_a_type_the_only_type_of_the_block_is_meant(code: str, hotel: Hotel, tmp_path: Path) -> None:
    block = group(hotel)
    if code:
        set_rooms(hotel.desk(), block, code, hotel.after(2), hotel.after(4), 1)
    faults = check_rooming_list(block, table(tmp_path, "Name\nTBA\n", hotel))
    assert len(faults) == (1 if code else 0)
