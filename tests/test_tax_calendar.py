"""When returns are due."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest

from models.back_office.tax_calendar import drop_holiday, due_of, dues_between, holidays, keep_holiday
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
