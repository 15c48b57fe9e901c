"""The closed days at the desk: their reports opened, printed in one go, and sent to the printer once the day is closed."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from models.front_office.day_reports import REPORTS, closed_days, print_after_audit
from models.front_office.day_reports.freezing import report_paper
from models.front_office.opening import set_setting
from models.front_office.printing import FILE, PrintJob, keep_printer, keep_route
from models.house.settings import described
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.refusing import refused


def _printer(hotel: Hotel, kind: str) -> None:
    printer = keep_printer(hotel.desk(), "Back office", {"kind": FILE, "target": "reports", "form": "text"})
    keep_route(hotel.desk(), kind, "", printer)


@pytest.fixture(autouse=True)
def _papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECEPTION_PAPERS", str(tmp_path))


def _closed(hotel: Hotel) -> None:
    hotel.in_house("201", nights=2, adults=2)
    hotel.audit()


def test_a_day_is_listed_with_what_it_earned(hotel: Hotel) -> None:
    day = hotel.day
    hotel.in_house("201", nights=3, adults=2)
    hotel.audit()
    hotel.audit()
    last, first = closed_days().first(5)
    assert (first.date, last.date) == (day, hotel.after(-1))
    assert closed_days().after(last.key, 5) == [first]
    assert first.revenue > 0
    assert first.occupancy == Decimal("8.33")
    assert first.difference == 0
    assert first.by_en


@pytest.mark.parametrize("language", ["en", "th"])
async def test_the_reports_of_a_closed_day_are_opened_and_printed_in_one_go(
    small_hotel: Hotel, language: str
) -> None:
    _closed(small_hotel)
    day = small_hotel.after(-1)
    async with at_the_desk(small_hotel, language=language) as desk:
        await desk.press("g", "4")
        await desk.sees("Closed days" if language == "en" else "วันที่ปิดแล้ว")
        await desk.press("enter")
        await desk.sees(REPORTS[0].title.say(language), REPORTS[-1].title.say(language))
        await desk.press("f9")
        await desk.sees(":printers")
        _printer(small_hotel, "")
        await desk.press("f9")
        await desk.sees("Back office")
        jobs = list(PrintJob.select().order_by(PrintJob.id))
        assert [job.title for job in jobs] == [report.title.say(language) for report in REPORTS]
        assert json.loads(jobs[0].paper)["language"] == language
        await desk.press("enter")
        await desk.sees(report_paper(day, "flash", language).number)


def test_once_closed_a_day_goes_to_the_printer_of_reports_alone(small_hotel: Hotel) -> None:
    hotel = small_hotel
    _closed(hotel)
    day = hotel.after(-1)
    assert print_after_audit(hotel.desk(), day) == 0
    _printer(hotel, "")
    assert print_after_audit(hotel.desk(), day) == 0
    keep_route(hotel.desk(), "day-report", "", 1)
    assert print_after_audit(hotel.desk(), day) == len(REPORTS)
    set_setting(hotel.desk(), "audit_pack_prints", "flash")
    assert print_after_audit(hotel.desk(), day) == 1
    set_setting(hotel.desk(), "audit_pack_prints", "none")
    assert print_after_audit(hotel.desk(), day) == 0
    assert PrintJob.select().count() == len(REPORTS) + 1


async def test_closing_the_day_at_the_desk_sends_its_reports(small_hotel: Hotel) -> None:
    _printer(small_hotel, "day-report")
    async with at_the_desk(small_hotel) as desk:
        await desk.press("g", "e")
        await desk.sees("Every check is passed.")
        await desk.press("f9")
        await desk.sees("Close")
        await desk.press("y")
        await desk.sees("is closed.")
    assert PrintJob.select().count() == len(REPORTS)


def test_only_who_sees_the_ledger_prints_a_closed_day(small_hotel: Hotel) -> None:
    from models.front_office.day_reports import print_reports

    _closed(small_hotel)
    with refused("NO_RIGHT"):
        print_reports(small_hotel.desk("nok"), small_hotel.after(-1), ["flash"], "en")
    with refused("NO_REPORT_PRINTER"):
        print_reports(small_hotel.desk(), small_hotel.after(-1), ["flash"], "en")
    _printer(small_hotel, "")
    with refused("NO_DAY_REPORT"):
        print_reports(small_hotel.desk(), small_hotel.after(-1), ["nothing"], "en")


def test_the_setting_names_reports_that_are_kept() -> None:
    names = {value for value, _words in described("audit_pack_prints").choices}
    assert names - {"none", "all"} <= {report.name for report in REPORTS}
