"""The report of foreign guests ตม.30: who is in it, what the workbook says cell by cell, and its marks."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
from pathlib import Path

import openpyxl
import pytest

from locales.dates import format_date
from models.front_office.guests import update_guest
from models.front_office.identity import tm30_nationalities
from models.front_office.opening import set_setting
from models.front_office.registers import Tm30Report
from models.front_office.registers.tm30 import mark_accepted, mark_exported, to_report
from models.front_office.registers.tm30_workbook import (
    EXAMPLES,
    HEADINGS,
    MOST_ROWS,
    birth_text,
    tm30_files,
    tm30_workbook,
)
from models.front_office.stays import check_in, undo_check_in
from tests.hotel import FIRST_DAY, Hotel
from tests.refusing import refused

DATA = Path(__file__).parent / "data"
# Characters, UTF-8 bytes and the first 16 hex digits of SHA-256 of each heading, from the government's template.
BYTES = {
    "A": (17, 25, "084d7636352a4622"),
    "B": (20, 36, "775a52103d02e579"),
    "C": (17, 31, "1060779a9a52b926"),
    "D": (12, 18, "40a7060e4f029cf5"),
    "E": (32, 66, "c883e246ee473001"),
    "F": (21, 35, "6f3242b383b7f677"),
    "G": (101, 157, "30b673b0b8a86f68"),
    "H": (78, 134, "7e7cc1b2b67f3795"),
    "I": (23, 49, "a874def58662ac17"),
}


def cells(sheet: object) -> list[tuple[object, ...]]:
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]  # type: ignore[attr-defined]


def export(hotel: Hotel, again: bool = False) -> list[str]:
    """Save nothing, mark everything, as the desk does."""
    files = tm30_files(hotel.day, again=again)
    for file in files:
        mark_exported(hotel.desk("nok"), file.name, file.persons)
    return [file.name for file in files]


def test_the_workbook_is_the_template_of_immigration_cell_by_cell(small_hotel: Hotel) -> None:
    hotel = small_hotel
    guests = [
        hotel.registered_guest("Jean", given="Alex", sex="M", nationality="AFG", document_number="l39939000",
                               birth_date=datetime.date(1985, 1, 1), birth_precision="year", phone="+33 1 23"),
        hotel.registered_guest("Garcia", given="Sofia", middle="Maria", nationality="ESP", document_number="=1+1",
                               birth_date=datetime.date(1975, 2, 1), birth_precision="month"),
        hotel.registered_guest("Suharto", given="", sex="M", nationality="IDN", birth_date=datetime.date(1960, 6, 17)),
        hotel.registered_guest("Chan", given="Tai Man", sex="M", nationality="GBN"),
    ]  # fmt: skip
    for number, guest in enumerate(guests, 1):
        hotel.in_house(f"20{number}", nights=2, guest=guest)
    hotel.in_house("205", guest=hotel.registered_guest("Thai", nationality="THA"))
    (file,) = tm30_files(hotel.day)
    assert file.name == "tm30-2026-11-23-1.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(file.content))
    assert book.sheetnames == [
        "แบบแจ้งที่พัก Inform Accom", "ตัวอย่างข้อมูล Ex", "สัญชาติ Nationality", "เพศ Gender ",
    ]  # fmt: skip
    data, example, nationalities, genders = book.worksheets
    assert cells(data) == [
        HEADINGS,
        ("ALEX", None, "JEAN", "M", "L39939000", "AFG", "00/00/1985", "25/11/2026", "+33 1 23"),
        ("SOFIA", "MARIA", "GARCIA", "F", "=1+1", "ESP", "00/02/1975", "25/11/2026", None),
        ("SUHARTO", None, None, "M", "C00000003", "IDN", "17/06/1960", "25/11/2026", None),
        ("TAI MAN", None, "CHAN", "M", "C00000004", "GBR", None, "25/11/2026", None),
    ]
    for sheet in (data, example):
        for cell, (characters, size, digest) in zip(sheet[1], BYTES.values(), strict=True):
            heading = cell.value.encode()
            assert (len(cell.value), len(heading)) == (characters, size)
            assert hashlib.sha256(heading).hexdigest()[:16] == digest
    assert [tuple(v or "" for v in row) for row in cells(example)[1:6]] == list(EXAMPLES)
    assert any("1,000" in str(row[0]) for row in cells(example)[6:])
    listed = [row[1:] for row in cells(nationalities)]
    assert listed == [
        ("icao", "สัญชาติ(ไทย)", "สัญชาติ(อังกฤษ)"),
        *((c, *n) for c, n in tm30_nationalities().items()),
    ]
    assert len(listed) == 268
    assert [row[1:] for row in cells(genders)] == [
        ("GENDER CODE\nรหัสเพศ", "SEX\nเพศ"),
        ("M", "ชาย"),
        ("F", "หญิง"),
    ]
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.value is None or (cell.data_type, cell.number_format) == ("s", "@"), (
                    cell.coordinate
                )


def test_the_file_is_written_by_no_formula_in_its_xml(small_hotel: Hotel) -> None:
    import zipfile

    content = tm30_workbook([("=HYPERLINK(1)", "", "", "M", "+1", "DEU", "", "", "@SUM(1)")])
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_who_is_reported_and_who_is_not(small_hotel: Hotel) -> None:
    hotel = small_hotel
    kinds = {"201": "passport", "202": "alien book", "203": "diplomatic"}
    for room, kind in kinds.items():
        hotel.in_house(room, guest=hotel.registered_guest(document_kind=kind))
    hotel.in_house("204", guest=hotel.registered_guest(nationality="THA"))
    child = hotel.registered_guest(birth_date=datetime.date(2025, 1, 1))
    hotel.in_house("205", guest=child)
    assert [one.room for one in to_report(hotel.day)] == ["201", "205"]  # children with their own passports
    for name in ("tm30_alien_book", "tm30_diplomatic"):
        set_setting(hotel.desk(), name, "yes")
    assert [one.room for one in to_report(hotel.day)] == ["201", "202", "203", "205"]


def test_exported_and_accepted_are_marks_of_a_stay_and_a_new_stay_is_a_new_report(hotel: Hotel) -> None:
    guest = hotel.registered_guest("Müller")
    stay = hotel.in_house("201", nights=1, guest=guest)
    assert export(hotel) == ["tm30-2026-11-23-1.xlsx"]
    with refused("NOTHING_TO_REPORT"):
        tm30_files(hotel.day)
    assert export(hotel, again=True) == ["tm30-2026-11-23-2.xlsx"]  # no file is written over
    assert Tm30Report.get().file == "tm30-2026-11-23-2.xlsx"
    mark_accepted(hotel.desk("lek"), [(stay, guest)], "TM-0042")
    (one,) = to_report(hotel.day)
    assert (one.reference, one.accepted_at is not None) == ("TM-0042", True)
    for again in (False, True):
        with refused("NOTHING_TO_REPORT"):
            tm30_files(hotel.day, again=again)
    with refused("TM30_ACCEPTED"):
        mark_accepted(hotel.desk("lek"), [(stay, guest)], "again")
    with refused("TM30_ACCEPTED"):
        mark_exported(hotel.desk("lek"), "x.xlsx", [(stay, guest)])
    with refused("NOTHING_TO_REPORT"):
        mark_accepted(hotel.desk("lek"), [])
    with refused("NOTHING_TO_REPORT"):
        mark_exported(hotel.desk("lek"), "x.xlsx", [])
    coming = hotel.booked(arrival=hotel.after(5), departure=hotel.after(6))
    with refused("NOT_IN_REGISTER"):
        mark_accepted(hotel.desk("lek"), [(coming, guest)])
    hotel.audit()
    hotel.leaves(stay)
    hotel.in_house("202", guest=guest)
    assert [(o.room, o.exported_at) for o in to_report(hotel.day) if o.accepted_at is None] == [("202", None)]
    assert export(hotel) == ["tm30-2026-11-24-1.xlsx"]


def test_the_same_stay_checked_in_again_is_reported_once(small_hotel: Hotel) -> None:
    stay = small_hotel.in_house("201", guest=small_hotel.registered_guest())
    export(small_hotel)
    undo_check_in(small_hotel.desk("nok"), stay)
    assert to_report(small_hotel.day) == []
    check_in(small_hotel.desk("nok"), stay, "202")
    assert [one.file for one in to_report(small_hotel.day)] == ["tm30-2026-11-23-1.xlsx"]
    assert Tm30Report.select().count() == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"sex": "X"}, "TM30_SEX"),
        ({"sex": ""}, "TM30_SEX"),
        ({"given": "", "family": "", "given_th": "แอนนา"}, "TM30_NAME"),
        ({"nationality": "EUE"}, "TM30_NATIONALITY"),
        ({"document_number": ""}, "TM30_PASSPORT"),
    ],
)
def test_a_guest_the_portal_would_not_take_is_named(
    small_hotel: Hotel, wrong: dict[str, str], code: str
) -> None:
    guest = small_hotel.registered_guest("Quinn")
    small_hotel.in_house("201", guest=guest)
    update_guest(small_hotel.desk("nok"), guest, **wrong)
    with refused(code) as refusal:
        tm30_files(small_hotel.day)
    assert refusal.said.jump == f"guest {guest}"
    assert refusal.said.message.say("en").startswith(("QUINN Anna", "แอนนา"))


def test_each_day_of_arrival_has_its_file_unless_the_hotel_wants_one(small_hotel: Hotel) -> None:
    hotel = small_hotel
    hotel.in_house("201", nights=3, guest=hotel.registered_guest())
    hotel.audit()
    hotel.in_house("202", nights=3, guest=hotel.registered_guest())
    assert [f.name for f in tm30_files(hotel.day)] == ["tm30-2026-11-23-1.xlsx", "tm30-2026-11-24-1.xlsx"]
    assert [len(f.persons) for f in tm30_files(hotel.day, FIRST_DAY)] == [1]
    set_setting(hotel.desk(), "tm30_file", "all")
    (file,) = tm30_files(hotel.day)
    assert (file.name, len(file.persons)) == ("tm30-all-1.xlsx", 2)


def test_the_day_of_arrival_is_that_of_the_wall(small_hotel: Hotel) -> None:
    """Checked in at half past one in the night, before the audit: the business date is yesterday's."""
    hotel = small_hotel
    stay = hotel.booked(guest=hotel.registered_guest())
    night = datetime.datetime(2026, 11, 23, 18, 30, tzinfo=datetime.UTC)  # 01:30 of the 24th in Bangkok
    desk = hotel.desk("nok")
    check_in(type(desk)(desk.staff, desk.terminal, lambda: night), stay, "201")
    (one,) = to_report(hotel.after(1))
    assert one.date == hotel.after(1)


def test_more_than_a_thousand_go_into_several_files(
    small_hotel: Hotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.front_office.registers import tm30_workbook as workbook

    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    for room in ("201", "202", "203"):
        small_hotel.in_house(room, guest=small_hotel.registered_guest())
    assert [(f.name, len(f.persons)) for f in tm30_files(small_hotel.day)] == [
        ("tm30-2026-11-23-1.xlsx", 2),
        ("tm30-2026-11-23-2.xlsx", 1),
    ]
    assert MOST_ROWS == 1000
    monkeypatch.undo()
    with pytest.raises(ValueError, match="1001 rows"):
        tm30_workbook([("A",) * 9] * 1001)


def test_birth_dates_say_what_is_known() -> None:
    born = datetime.date(1985, 6, 17)
    assert [birth_text(born, p) for p in ("", "month", "year")] == ["17/06/1985", "00/06/1985", "00/00/1985"]
    assert birth_text(None, "") == ""


def test_every_nationality_of_the_list_and_every_date_vector() -> None:
    with (DATA / "tm30_nationalities.csv").open(encoding="utf-8", newline="") as file:
        rows = [tuple(row.values()) for row in csv.DictReader(file)]
    assert rows == [(code, *names) for code, names in tm30_nationalities().items()]
    assert len(rows) == 267
    with (DATA / "be_dates.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            date = datetime.date.fromisoformat(row["iso"])
            assert format_date(date, "numeric", "th", "be") == row["dd/mm/yyyy_be"], row
