"""Opening a hotel: what is none is said to be none, and no byte of it is touched."""

from __future__ import annotations

import hashlib
import os
import random
import re
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from models.front_office.payments import take_payment
from models.front_office.proof import faults
from models.house import database as house
from models.house.database import CannotOpen, close_database, database, open_database
from models.house.property import Property
from models.house.refusals import Refused
from tests.conftest import admin
from tests.hotel import Hotel
from tests.refusing import everything, refused

NOBODY = 65534


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def cannot_open(url: str | Path, *, create: bool = False) -> CannotOpen:
    with pytest.raises(CannotOpen) as caught:
        open_database(str(url), create=create)
    close_database()
    for language in ("en", "th"):
        said = caught.value.message.say(language)
        assert said
        assert "{" not in said
    assert re.search("[ก-๙]", caught.value.message.say("th"))
    return caught.value


def untouched(path: Path, code: str, *, create: bool = False) -> CannotOpen:
    """The file is refused with ``code``, whole and alone in its folder as before."""
    before, beside = digest(path), sorted(path.parent.iterdir())
    error = cannot_open(path, create=create)
    assert error.code == code, str(error)
    assert digest(path) == before
    assert sorted(path.parent.iterdir()) == beside
    return error


# What is no hotel


def test_there_must_be_a_hotel(tmp_path: Path) -> None:
    error = cannot_open(tmp_path / "hotel.db")
    assert error.code == "NO_HOTEL"
    assert str(error) == (
        f"There is no hotel at {tmp_path}/hotel.db. Make one with: reception init --database {tmp_path}/hotel.db"
    )
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_no_hotel(tmp_path: Path) -> None:
    file = tmp_path / "hotel.db"
    file.touch()
    untouched(file, "NO_HOTEL")


def test_a_folder_is_no_hotel(tmp_path: Path) -> None:
    (tmp_path / "hotel.db").mkdir()
    for create in (False, True):
        assert cannot_open(tmp_path / "hotel.db", create=create).code == "IS_A_FOLDER"
    assert list((tmp_path / "hotel.db").iterdir()) == []


@pytest.mark.parametrize("create", [False, True])
def test_a_letter_a_picture_and_noise_are_no_hotel(tmp_path: Path, create: bool) -> None:
    noise = random.Random(2569).randbytes(8192)
    for name, content in (
        ("letter.txt", "เรียน ผู้จัดการ\n".encode() * 40),
        ("one byte", b"x"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + noise),
        ("noise", noise),
    ):
        file = tmp_path / name
        file.write_bytes(content)
        error = untouched(file, "NOT_A_HOTEL", create=create)
        assert str(error) == f"{file} is not a hotel's database. Nothing was changed."


def test_the_database_of_another_program_is_no_hotel(tmp_path: Path) -> None:
    file = tmp_path / "browser.db"
    with closing(sqlite3.connect(file)) as other:
        other.executescript("PRAGMA application_id = 252006673; CREATE TABLE history (url TEXT);")
    for create in (False, True):
        untouched(file, "NOT_A_HOTEL", create=create)


def test_noise_behind_the_head_of_a_database_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "hotel.db"
    file.write_bytes(b"SQLite format 3\0" + bytes(84) + random.Random(2569).randbytes(8192))
    untouched(file, "NOT_A_HOTEL")


def test_half_a_hotel_is_not_opened(sqlite_url: str) -> None:
    file = Path(sqlite_url)
    with file.open("r+b") as whole:
        whole.truncate(5000)
    before = digest(file)
    assert cannot_open(file).code == "CANNOT_OPEN"
    assert digest(file) == before


def test_an_empty_database_on_a_server_is_no_hotel_and_stays_empty(postgres_server: str) -> None:
    admin(postgres_server, "CREATE DATABASE nothing")
    assert cannot_open(postgres_server.format(name="nothing")).code == "NO_HOTEL"
    open_database(postgres_server.format(name="nothing"), create=True)
    assert Property.get_or_none() is None  # opened with its tables, not furnished
    close_database()
    admin(postgres_server, "DROP DATABASE nothing")


def test_a_server_that_does_not_answer_is_said_to_be_unreachable_and_the_password_is_kept() -> None:
    error = cannot_open("postgresql://nok:rimnam-2569@127.0.0.1:1/hotel")
    assert error.code == "CANNOT_OPEN"
    assert "rimnam" not in str(error)
    assert "nok:***" not in str(error)
    assert "nok@127.0.0.1" in str(error)


# A newer hotel, an older hotel


def test_a_newer_hotel_asks_for_a_newer_program(hotel_url: str) -> None:
    open_database(hotel_url)
    database.execute_sql(
        "INSERT INTO schema_migration (name, applied) VALUES ('0999_spa', '2030-01-01 00:00:00')"
    )
    before = everything()
    close_database()
    file = house.sqlite_path(hotel_url)
    if file:
        untouched(file, "NEWER_HOTEL")
    error = cannot_open(hotel_url)
    assert str(error) == (
        "This hotel was made by a newer Reception (0999_spa). Upgrade the program; nothing was changed."
    )
    database.obj.connect()
    assert everything() == before
    close_database()


@pytest.fixture
def next_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """The program of next year: today's migrations and one more, whose statement is given."""

    def release(statement: str) -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(house.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        body = f"    db.execute_sql('ALTER TABLE guest ADD COLUMN shoe_size INTEGER')\n    {statement}\n"
        (folder / "0999_shoes.py").write_text(f"def up(migrator, db):\n{body}")
        monkeypatch.setattr(house, "MIGRATIONS", folder)

    return release


def _columns(file: Path, table: str) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def test_an_older_hotel_is_copied_before_it_is_brought_up_to_date(
    sqlite_url: str, next_release: Callable[[str], None]
) -> None:
    open_database(sqlite_url)
    Hotel().in_house("201")
    before = everything()
    close_database()
    next_release("")
    open_database(sqlite_url)
    assert "shoe_size" in _columns(Path(sqlite_url), "guest")
    assert list(faults()) == []
    close_database()
    copy = Path(f"{sqlite_url}.before-0999_shoes")
    assert "shoe_size" not in _columns(copy, "guest")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(house, "MIGRATIONS", Path(house.__file__).parent.parent / "migrations")
        open_database(str(copy))  # the old program opens it
        assert everything() == before
        close_database()


def test_a_hotel_that_is_up_to_date_is_not_copied(sqlite_url: str) -> None:
    open_database(sqlite_url)
    close_database()
    assert list(Path(sqlite_url).parent.glob("*before*")) == []


def test_a_migration_that_fails_leaves_the_hotel_as_it_was(
    hotel_url: str, next_release: Callable[[str], None]
) -> None:
    open_database(hotel_url)
    before = everything()
    close_database()
    today = house.MIGRATIONS
    next_release("db.execute_sql('SELECT shoes FROM nowhere')")
    assert cannot_open(hotel_url).code == "CANNOT_OPEN"
    house.MIGRATIONS = today
    open_database(hotel_url)
    assert everything() == before
    assert list(faults()) == []
    close_database()


def test_two_programs_that_start_at_once_bring_a_hotel_up_to_date_once(
    sqlite_url: str, next_release: Callable[[str], None]
) -> None:
    next_release("")
    fork: Any = get_context("fork")
    starting = [fork.Process(target=open_database, args=(sqlite_url,)) for _ in range(4)]
    for process in starting:
        process.start()
    for process in starting:
        process.join(60)
    assert [p.exitcode for p in starting] == [0] * 4
    assert _columns(Path(sqlite_url), "guest").count("shoe_size") == 1


# Rights on the file


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder anybody on the machine reaches; those of the tests are their owner's alone."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)


def as_nobody(act: Callable[[], object]) -> str:
    """What ``act`` says when done by somebody without rights: the code of its refusal, or its answer."""
    fork: Any = get_context("fork")
    ours, theirs = fork.Pipe(duplex=False)

    def run() -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        try:
            theirs.send(str(act()))
        except (CannotOpen, Refused) as refusal:
            theirs.send(refusal.code)
        except Exception as error:  # noqa: BLE001
            theirs.send(repr(error))

    process = fork.Process(target=run)
    process.start()
    theirs.close()
    said: str = ours.recv()
    process.join(60)
    return said


@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "code"),
    [
        (0o444, 0o755, "READ_ONLY"),
        (0o444, 0o777, "READ_ONLY"),
        (0o666, 0o755, "READ_ONLY"),  # the log beside it could not be written
        (0o000, 0o755, "NOT_READABLE"),
    ],
)
def test_a_hotel_one_may_not_write_is_not_opened(
    sqlite_template: Path, open_folder: Path, file_mode: int, folder_mode: int, code: str
) -> None:
    file = open_folder / "hotel.db"
    shutil.copy(sqlite_template, file)
    before = digest(file)
    file.chmod(file_mode)
    open_folder.chmod(folder_mode)
    assert as_nobody(lambda: open_database(str(file))) == code
    open_folder.chmod(0o755)
    file.chmod(0o644)
    assert digest(file) == before
    assert list(open_folder.iterdir()) == [file]


def test_no_hotel_is_made_where_one_may_not_write(open_folder: Path) -> None:
    assert as_nobody(lambda: open_database(str(open_folder / "hotel.db"), create=True)) == "READ_ONLY"
    assert list(open_folder.iterdir()) == []
    assert cannot_open(open_folder / "no such folder" / "hotel.db", create=True).code == "READ_ONLY"


def test_a_hotel_that_turned_read_only_refuses_the_next_write(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201"))
    if house.is_postgres():
        database.execute_sql("SET default_transaction_read_only = on")
    else:
        database.execute_sql("PRAGMA query_only = ON")
    with refused("READ_ONLY"):
        take_payment(hotel.desk("nok"), window, "CASH", Decimal(10))


# The disk is full


def _pay_until_the_disk_is_full(hotel: Hotel, window: int) -> int:
    """How many payments of 10 baht were taken; at least one, so that the write that failed was no first one."""
    for taken in range(500):
        try:
            take_payment(hotel.desk("nok"), window, "CASH", Decimal(10))
        except Refused as refusal:
            if refusal.code == "DISK_FULL" and taken:
                return taken
            raise
    pytest.fail("the disk is larger than thought")


def test_a_full_disk_refuses_the_write_and_harms_nothing(sqlite_url: str) -> None:
    open_database(sqlite_url)
    hotel = Hotel()
    window = hotel.window(hotel.in_house("201"))
    (pages,) = database.execute_sql("PRAGMA page_count").fetchone()
    database.execute_sql(f"PRAGMA max_page_count = {pages + 4}")
    taken = _pay_until_the_disk_is_full(hotel, window)
    before = everything()
    with refused("DISK_FULL") as refusal:
        take_payment(hotel.desk("nok"), window, "CASH", Decimal(10))
    assert str(refusal.said) == (
        "The disk is full. Nothing was written; make room and send it again. (DISK_FULL)"
    )
    assert everything() == before
    assert list(faults()) == []
    database.execute_sql("PRAGMA max_page_count = 1000000")
    take_payment(hotel.desk("nok"), window, "CASH", Decimal(10))
    assert hotel.balance(1) == -10 * (taken + 1)
    close_database()


@contextmanager
def small_disk(kilobytes: int) -> Iterator[Path]:
    """A disk of that size; only the superuser may mount one, and not in every container."""
    with tempfile.TemporaryDirectory() as name:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", name]
        if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
            pytest.skip("a small disk cannot be mounted here")
        try:
            yield Path(name)
        finally:
            close_database()
            subprocess.run(["umount", "-l", name], check=True)


def test_no_hotel_is_made_on_a_full_disk() -> None:
    with small_disk(64) as disk:
        assert cannot_open(disk / "hotel.db", create=True).code == "DISK_FULL"


def test_a_disk_that_fills_up_at_night_loses_no_receipt(sqlite_template: Path) -> None:
    kilobytes = sqlite_template.stat().st_size // 1024
    with small_disk(kilobytes + 800) as disk:
        shutil.copy(sqlite_template, disk / "hotel.db")
        open_database(str(disk / "hotel.db"))
        hotel = Hotel()
        window = hotel.window(hotel.in_house("201"))
        taken = _pay_until_the_disk_is_full(hotel, window)
        assert hotel.balance(1) == -10 * taken
        assert list(faults()) == []
        close_database()
        subprocess.run(["mount", "-o", "remount,size=20m", str(disk)], check=True)
        open_database(str(disk / "hotel.db"))
        assert hotel.balance(1) == -10 * taken
        take_payment(hotel.desk("nok"), window, "CASH", Decimal(10))
        assert list(faults()) == []
