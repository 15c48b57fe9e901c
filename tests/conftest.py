"""The suite runs the real thing: a real SQLite file and a real PostgreSQL, both filled with the same hotel."""

from __future__ import annotations

import contextlib
import datetime
import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from locales import use_language
from models.house.database import CannotOpen, close_database, database, open_database
from tests.hotel import Hotel, make_hotel
from tests.quiet import use_it

DEMO_DAY = datetime.date(2026, 11, 23)
_numbers = itertools.count(1)
IN_MEMORY = Path("/dev/shm")
ROOM_NEEDED = 4 * 2**30  # bytes


use_it()
# The suite starts this program some hundred times: compiled once, whatever this machine says of keeping it.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_configure(config: pytest.Config) -> None:
    """Hotels are made and thrown away by the thousand: in memory, where a PostgreSQL one costs a tenth of a second."""
    on_disk = config.option.basetemp or hasattr(config, "workerinput")
    if not on_disk and IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM_NEEDED:
        config.option.basetemp = tempfile.mkdtemp(prefix="reception-", dir=IN_MEMORY)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two for each core: a test at a terminal, a screen or a database waits for it most of its time."""
    return (os.cpu_count() or 1) * 2


# A few long files begun last would keep one core busy while the other has nothing left.
LONGEST = (
    "test_race_for_the_last_rooms", "test_properties", "test_booking_properties", "test_deposit_vat_properties",
    "test_blocks_always_hold", "test_packages_at_work", "test_replay", "test_demo", "test_a_morning_at_the_desk",
    "test_a_cashiers_day", "test_a_clerks_papers", "test_call_records", "test_wake_up_alarms", "test_two_desks", "test_two_consoles", "test_post_office", "test_session_server",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONGEST)))


def pytest_unconfigure(config: pytest.Config) -> None:
    folder = Path(config.option.basetemp or ".")
    if folder.parent == IN_MEMORY and not hasattr(config, "workerinput"):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Tests read English unless they say otherwise."""
    use_language("en")
    yield
    use_language("en")


@pytest.fixture(autouse=True)
def no_files_of_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing lies in the import folder that a test did not put there."""
    monkeypatch.setenv("RECEPTION_IMPORTS", str(tmp_path / "import"))


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server of our own, without the name of a database: ``…{name}…``."""
    pgserver = pytest.importorskip("pgserver", reason="the pgserver wheel is not there for this machine")
    folder = tmp_path_factory.mktemp("pg")
    # The server refuses to run as root and then runs as a user of its own, who must reach its folder.
    for parent in (folder, *folder.parents):
        if parent.owner() == _me() and parent != Path("/"):
            os.chmod(parent, parent.stat().st_mode & 0o7777 | 0o055)
    server = pgserver.get_server(folder, cleanup_mode="stop")
    url = server.get_uri().replace("postgres:@/postgres?", "postgres@/{name}?")
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # no test pulls its plug
        admin(url, f"ALTER SYSTEM SET {setting} = off")
    admin(url, "SELECT pg_reload_conf()")
    yield url
    server.cleanup()


def _me() -> str:
    import pwd

    return pwd.getpwuid(os.getuid()).pw_name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("hotel") / "template.db"
    open_database(str(file), create=True)
    make_hotel()
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    close_database()
    return file


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole demo hotel as of ``DEMO_DAY``, built once whoever of the workers comes first; the others wait for it.

    Copy it: nobody writes in it.
    """
    from models.front_office.demo import build_demo

    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    file = shared / "the demo" / "demo.db"
    with contextlib.suppress(CannotOpen):
        build_demo(str(file), DEMO_DAY)
    assert file.stat().st_size
    return file


def admin(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(url.format(name="postgres"), autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    admin(postgres_server, "CREATE DATABASE template_hotel")
    open_database(postgres_server.format(name="template_hotel"), create=True)
    make_hotel()
    close_database()
    return "template_hotel"


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A SQLite file with the test hotel; nothing has opened it yet."""
    file = tmp_path / "hotel.db"
    shutil.copy(sqlite_template, file)
    return str(file)


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """A PostgreSQL database with the test hotel; nothing has opened it yet."""
    name = f"hotel_{next(_numbers)}"
    admin(postgres_server, f"CREATE DATABASE {name} TEMPLATE {postgres_template} STRATEGY FILE_COPY")
    yield postgres_server.format(name=name)
    close_database()
    admin(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def hotel_url(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue(f"{request.param}_url")  # type: ignore[no-any-return]


WITH_A_TRAIL = (
    "additional_returns", "bank_reconciliation", "billing_notes", "cashier_shifts", "cheques", "city_ledger",
    "exchange_desk", "income_audit", "opening_balances", "payables", "periods_and_years", "petty_cash",
    "receipts_on_account", "vat_report", "vouchers", "way_from_an_entry", "withholding_certificates",
)  # fmt: skip
"""What is written in these must lead from every entry to its paper and back."""


@pytest.fixture
def hotel(hotel_url: str, request: pytest.FixtureRequest) -> Iterator[Hotel]:
    """The test hotel, open, on SQLite and on PostgreSQL: a test that takes it runs twice."""
    open_database(hotel_url)
    yield Hotel()
    _look_at_the_trail(request)
    close_database()


@pytest.fixture
def small_hotel(sqlite_url: str, request: pytest.FixtureRequest) -> Iterator[Hotel]:
    """The test hotel on SQLite only, for what has nothing to do with the database: screens, papers."""
    open_database(sqlite_url)
    yield Hotel()
    _look_at_the_trail(request)
    close_database()


def _look_at_the_trail(request: pytest.FixtureRequest) -> None:
    if request.path.stem.removeprefix("test_") in WITH_A_TRAIL:
        from tests.trail import leaves_a_trail

        leaves_a_trail()
