"""When returns are due."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest

from models.back_office.holiday_files import read_holidays
from models.back_office.tax_calendar import (
    drop_holiday,
    due_of,
    dues_between,
    holidays,
    keep_holiday,
    take_holidays,
)
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.refusing import refused

VECTORS = Path(__file__).parent / "data" / "due_dates.csv"
COLUMNS = (
    ("PP30", "vat_pp30_paper_15", "vat_pp30_efile"), ("PND", "wht_pnd_paper_7", "wht_pnd_efile"), ("SSO", "sso_15", ""),
    ("PP36", "pp36_paper_7", ""),
)  # fmt: skip


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


@pytest.mark.parametrize("row", list(csv.DictReader(VECTORS.open())), ids=lambda row: row["tax_month"])
def test_the_days_of_each_month_roll_over_week_ends(small_hotel: Hotel, row: dict[str, str]) -> None:
    month = datetime.date.fromisoformat(row["tax_month"] + "-01")
    for form, paper, online in COLUMNS:
        due = due_of(form, month)
        assert due.paper == _day(row[paper])
        if online:
            assert due.online == _day(row[online])


def test_songkran_moves_a_day_once_it_is_a_holiday(small_hotel: Hotel) -> None:
    for day in (13, 14, 15):
        keep_holiday(small_hotel.desk(), datetime.date(2026, 4, day), "สงกรานต์")
    march = datetime.date(2026, 3, 1)
    assert due_of("PP30", march).paper == datetime.date(2026, 4, 16)
    with refused("HOLIDAY_THERE"):
        keep_holiday(small_hotel.desk(), datetime.date(2026, 4, 13), "again")
    with refused("NO_NAME"):
        keep_holiday(small_hotel.desk(), datetime.date(2026, 4, 6), " ")
    drop_holiday(small_hotel.desk(), holidays(2026)[-1].id)
    assert due_of("PP30", march).paper == datetime.date(2026, 4, 15)


def test_what_is_due_soon_comes_in_order(small_hotel: Hotel) -> None:
    found = dues_between(datetime.date(2026, 11, 23), datetime.date(2026, 12, 31))
    assert [(due.form, due.paper.day) for due in found] == [
        ("PND", 7),
        ("PP36", 7),
        ("PP30", 15),
        ("SSO", 15),
    ]
    assert {due.month for due in found} == {datetime.date(2026, 11, 1)}


BANKS = """ประกาศวันหยุดสถาบันการเงิน 2570
ลำดับ,วันที่,วันหยุด
1,1/1/2570,วันขึ้นปีใหม่
2,13 เม.ย. 2570,วันสงกรานต์
3,14/04/2027,วันสงกรานต์
3,14/04/2027,วันครอบครัว
,,
"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270413
DTEND;VALUE=DATE:20270416
SUMMARY:Songkran
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270101
SUMMARY:New Year
{more}END:VEVENT
END:VCALENDAR
"""
NEW_YEAR, SONGKRAN = datetime.date(2027, 1, 1), datetime.date(2027, 4, 13)


def _file(folder: Path, name: str, content: str) -> Path:
    (folder / name).write_text(content, encoding="utf-8")
    return folder / name


def test_the_holidays_of_the_banks_come_out_of_a_file_once(small_hotel: Hotel, tmp_path: Path) -> None:
    hotel, table = small_hotel, _file(tmp_path, "bot.csv", BANKS)
    keep_holiday(hotel.desk(), NEW_YEAR, "ปีใหม่")
    file = read_holidays(table, hotel.day)
    assert (len(file.days), len(file.new), file.known, file.faults) == (3, 2, 1, ())
    assert file.days[-1] == (datetime.date(2027, 4, 14), "วันสงกรานต์ / วันครอบครัว")
    assert "2 new holidays" in file.question().say("en")
    assert holidays(2027)[1:] == [], "a dry run writes nothing"
    assert take_holidays(hotel.desk(), file.days) == 2
    assert [row.name for row in holidays(2027)] == ["ปีใหม่", "วันสงกรานต์", "วันสงกรานต์ / วันครอบครัว"]
    for again in (lambda: read_holidays(table, hotel.day), lambda: take_holidays(hotel.desk(), file.days)):
        with refused("NO_NEW_HOLIDAY"):
            again()
    calendar = read_holidays(_file(tmp_path, "bot.ics", CALENDAR.format(more="")), hotel.day)
    assert calendar.new == ((datetime.date(2027, 4, 15), "Songkran"),)


def test_each_line_of_holidays_that_cannot_be_read_is_said(small_hotel: Hotel, tmp_path: Path) -> None:
    wrong = BANKS.replace("1/1/2570", "วันแรก").replace("13 เม.ย. 2570", "13/4/2027").replace("วันครอบครัว", "")
    file = read_holidays(_file(tmp_path, "x.csv", wrong + "9,1/5/2037,Labour\n"), small_hotel.day)
    assert [fault.line for fault in file.faults] == [3, 6, 8]
    repeats = CALENDAR.format(more="RRULE:FREQ=YEARLY\n").replace("20270416", "20270716")
    assert len(read_holidays(_file(tmp_path, "x.ics", repeats), small_hotel.day).faults) == 2
    for code, name, content in (
        ("HOLIDAY_COLUMNS", "y.csv", "Amount,Name\n5,x\n"),
        ("CALENDAR_KIND", "y.ics", CALENDAR[:-15]),
    ):
        with refused(code):
            read_holidays(_file(tmp_path, name, content), small_hotel.day)


@pytest.mark.parametrize("language", ["en", "th"])
async def test_holidays_are_taken_in_at_the_desk_after_a_dry_run(
    small_hotel: Hotel, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECEPTION_IMPORTS", str(tmp_path))
    async with at_the_desk(small_hotel, "pavinee", language) as desk:
        await desk.open("holidays")
        await desk.press("f")
        await desk.sees("ICS")
        _file(tmp_path, "bot.csv", BANKS.replace("1/1/2570", "?"))
        await desk.press("f", "enter")
        await desk.sees({"en": "1 faults; nothing was taken in", "th": "ไม่ได้นำเข้า"}[language])
        await desk.press("escape")
        _file(tmp_path, "bot.csv", BANKS)
        await desk.press("f", "enter")
        await desk.sees({"en": "3 new holidays", "th": "วันหยุดใหม่ 3 วัน"}[language])
        assert holidays(2027) == []
        await desk.press("y")
        await desk.sees("วันสงกรานต์ / วันครอบครัว")
    assert len(holidays(2027)) == 3
