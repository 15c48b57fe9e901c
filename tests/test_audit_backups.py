"""A verified back-up stands before and after every audit, and the drill that puts one back works."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.audit import close_day
from app.cli import main
from models.front_office.night_audit import ClosedDay
from models.front_office.opening import set_setting
from models.front_office.proof import faults
from models.house.backup import restore
from models.house.database import close_database, open_database
from models.house.property import Property
from tests.hotel import FIRST_DAY, PASSWORD, Hotel
from tests.refusing import everything, refused


def quietly(_step: str, _done: int, _all: int) -> None: ...


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    chosen = tmp_path / "safe"
    monkeypatch.setenv("RECEPTION_BACKUPS", str(chosen))
    return chosen


def _close(hotel: Hotel) -> object:
    day = hotel.day
    failed = close_day(hotel.answering("chai", OPTIONAL_CHECKS="seen to"), day, quietly)
    hotel.day = Property.the().business_date
    return failed


def _names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_either_back_up_restores_the_hotel_as_it_stood(hotel: Hotel, folder: Path, tmp_path: Path) -> None:
    hotel.in_house("201")
    before = everything()
    assert _close(hotel) is None
    after = everything()
    files = sorted(folder.iterdir(), reverse=True)
    assert [file.stem.rsplit("-", 1)[1] for file in files] == ["before", "after"]
    for file, rows, date in zip(files, (before, after), (FIRST_DAY, hotel.day), strict=True):
        place = tmp_path / f"put-back-{file.name}"
        restore(file, str(place))
        assert list(faults()) == []
        assert Property.the().business_date == date
        assert {t: len(found) for t, found in everything().items()} == {t: len(x) for t, x in rows.items()}


def test_back_ups_of_so_many_days_are_kept_and_nothing_else_is_touched(
    small_hotel: Hotel, folder: Path
) -> None:
    set_setting(small_hotel.desk(), "audit_backups", "2")
    folder.mkdir()
    (folder / "hotel-of-a-friend.db").write_text("theirs")
    (folder / "hotel-2020-01-01-before.db.zip").write_text("packed")
    for _ in range(3):
        assert _close(small_hotel) is None
    days = (small_hotel.after(-2), small_hotel.after(-1))
    ours = [f"hotel-{day}-{which}.db" for day in days for which in ("after", "before")]
    assert _names(folder) == sorted([*ours, "hotel-2020-01-01-before.db.zip", "hotel-of-a-friend.db"])
    set_setting(small_hotel.desk(), "audit_backups", "0")
    kept = _names(folder)
    assert _close(small_hotel) is None
    assert _names(folder) == kept


def test_without_its_first_back_up_no_day_is_closed(small_hotel: Hotel, folder: Path) -> None:
    folder.write_text("a file stands where the folder should be")
    with refused("BACKUP_FAILED") as refusal:
        _close(small_hotel)
    assert str(folder) in refusal.said.message.say("en")


def test_a_second_back_up_that_fails_is_told_and_the_day_stays_closed(
    small_hotel: Hotel, folder: Path
) -> None:
    (folder / f"hotel-{FIRST_DAY}-after.db.new.part").mkdir(parents=True)
    failed = _close(small_hotel)
    assert failed is not None
    assert ClosedDay.get().date == FIRST_DAY
    assert _names(folder)[-1] == f"hotel-{FIRST_DAY}-before.db"


def test_what_stands_in_the_way_is_said_before_anything_is_copied(small_hotel: Hotel, folder: Path) -> None:
    small_hotel.booked()
    with refused("AUDIT_BLOCKED"):
        _close(small_hotel)
    with refused("NO_RIGHT"):
        close_day(small_hotel.desk("nok"), small_hotel.day, quietly)
    assert not folder.exists()


def _run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in args], catch_exceptions=False)


def test_the_unattended_audit_backs_up_skips_only_with_a_reason_and_tells_by_its_exit_code(
    sqlite_url: str, tmp_path: Path, folder: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text(PASSWORD, encoding="utf-8")
    audit = ("audit", "--database", sqlite_url, "--user", "chai", "--password-file", secret)
    open_database(sqlite_url)
    set_setting(Hotel().desk(), "due_in_left", "NOTE")
    Hotel().booked()
    close_database()
    asked = _run(*audit)
    assert (asked.exit_code, "OPTIONAL_CHECKS" in asked.output) == (3, True)
    assert not folder.exists()
    assert _run(*audit, "--skip-optional", "nobody at the desk").exit_code == 0
    assert _names(folder) == [f"hotel-{FIRST_DAY}-after.db", f"hotel-{FIRST_DAY}-before.db"]
    last = folder / f"hotel-{FIRST_DAY}-after.db"
    assert _run("restore", "--database", sqlite_url, last).exit_code == 0
    assert _run("verify", "--database", sqlite_url).exit_code == 0
    assert _run("audit", "--check", "--database", sqlite_url).exit_code == 0
    tomorrow = os.path.join(folder, f"hotel-{FIRST_DAY.replace(day=24)}-after.db.new.part")
    os.mkdir(tomorrow)
    late = _run(*audit)
    assert (late.exit_code, "There is no back-up after it" in late.output) == (5, True)
