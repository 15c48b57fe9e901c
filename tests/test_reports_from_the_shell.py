"""``reception reports``: a closed day read, or written into a folder, from a script."""

from __future__ import annotations

from pathlib import Path

from models.front_office.day_reports import REPORTS
from models.house.database import close_database, open_database
from tests.hotel import Hotel
from tests.test_command_line import run


def test_the_reports_of_a_closed_day_are_printed_or_written_into_a_folder(
    sqlite_url: str, tmp_path: Path
) -> None:
    open_database(sqlite_url)
    hotel = Hotel()
    day = hotel.day.isoformat()
    hotel.audit()
    close_database()
    day_of = ("reports", "--database", sqlite_url, day)
    shown = run(*day_of, "--name", "flash", "--name", "trial-balance")
    assert (shown.exit_code, shown.output.count(f"{day}-flash"), f"{day}-ageing" in shown.output) == (
        0,
        1,
        False,
    )
    folder = tmp_path / "pack"
    for form, files in (("text", len(REPORTS)), ("pdf", len(REPORTS)), ("xlsx", 1)):
        for _again in range(2 if form != "xlsx" else 1):  # the same papers are the same files
            written = run(*day_of, "--format", form, "--folder", folder / form)
            assert written.exit_code == 0
        assert len(list((folder / form).iterdir())) == files
    assert run(*day_of, "--format", "pdf").exit_code == 2
    unknown = run(*day_of, "--name", "weather")
    assert (unknown.exit_code, "NO_DAY_REPORT" in unknown.output) == (1, True)
    open_day = run("reports", "--database", sqlite_url, hotel.after(5).isoformat())
    assert (open_day.exit_code, "NO_DAY_REPORT" in open_day.output) == (1, True)
