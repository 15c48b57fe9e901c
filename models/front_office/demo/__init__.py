"""The demo hotel: โรงแรมริมน้ำ with two months behind it, a full house today and bookings ahead.

Nothing is drawn from outside: the same ``today`` gives the same hotel, down to the seal of the last entry.
"""

from __future__ import annotations

import datetime
import os
import random
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo

from models.front_office.demo.days import Life, Progress
from models.front_office.demo.desk import Clock
from models.front_office.demo.house import MANAGER, open_the_house
from models.front_office.demo.plan import make_plan
from models.front_office.wake_up import PENDING, WakeUpCall, call_off
from models.house.acts import Desk
from models.house.database import (
    CannotOpen,
    close_database,
    database,
    file_lock,
    is_postgres,
    open_database,
    sqlite_path,
)
from models.house.settings import set_setting
from models.house.staff import Staff

DEMO_LOGIN = MANAGER
DEMO_PASSWORD = "rimnam-2569"
HISTORY_DAYS = 61
SEED = 2569


def quietly(_done: int, _all: int, _day: datetime.date) -> None:
    """Progress nobody watches."""


def make_demo(today: datetime.date, progress: Progress | None = None, days: int = HISTORY_DAYS) -> None:
    """Fill an empty, migrated database with the demo hotel, its business date ``today`` at eight in the morning.

    ``days`` is how many closed days lie before it, at least 5. ``progress(done, all, day)`` is called for each.
    Refused: HOTEL_EXISTS.
    """
    assert days >= 5, days
    plan = make_plan(today, days, random.Random(SEED))
    clock = Clock(ZoneInfo("Asia/Bangkok"), plan.start)
    desk = open_the_house(plan.start, today, DEMO_PASSWORD, clock())
    set_setting(desk, "cashier_shifts", "no")
    set_setting(desk, "tax_paper_at_payment", "receipt")
    set_setting(desk, "abbreviated_at_check_out", "no")
    Life(plan, clock, random.Random(SEED + 1)).live(progress or quietly)
    # Last, so that the setting also says that the hotel is complete.
    set_setting(desk, "demo_password", DEMO_PASSWORD)


def build_demo(
    url: str, today: datetime.date, progress: Progress | None = None, days: int = HISTORY_DAYS
) -> None:
    """Make the demo hotel at ``url``, complete or not at all, and leave it closed.

    A SQLite file is built beside its place under another name, without waiting for the disk, and moved there
    when it is complete and safe on it. On PostgreSQL a build that was cut off has to be dropped by hand; it is the
    one without the setting ``demo_password``. Raises ``CannotOpen`` (HOTEL_EXISTS where a file stands already).
    """
    path = sqlite_path(url)
    if path is None:
        _build_on_server(url, today, progress, days)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # Its own lock, which desks take to write: who waits for it finds the hotel complete.
    with file_lock(path):
        if path.exists() and path.stat().st_size:
            raise CannotOpen("HOTEL_EXISTS", "There is a hotel in this database already.")
        building = path.with_name(f"{path.name}.building")
        _clear(building)
        try:
            open_database(str(building), create=True)
            database.execute_sql("PRAGMA synchronous = OFF")
            make_demo(today, progress, days)
            database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            close_database()
            _sync(building)
            os.replace(building, path)
            _sync(path.parent)
        finally:
            close_database()
            _clear(building)


def call_off_wake_ups(url: str, now: datetime.datetime) -> None:
    """Nobody is woken any more: for whoever opens the hotel on another day than its own, where each would ring as late."""
    open_database(url)
    try:
        desk = Desk(Staff.get(Staff.login == MANAGER), "MGR-1", lambda: now)
        for call in WakeUpCall.select().where(WakeUpCall.state == PENDING).order_by(WakeUpCall.id):
            call_off(desk, call.id)
    finally:
        close_database()


def _clear(building: Path) -> None:
    for ending in ("", "-wal", "-shm", ".lock"):
        with suppress(FileNotFoundError):
            building.with_name(building.name + ending).unlink()


def _sync(path: Path) -> None:
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:  # Windows opens no folder
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _build_on_server(url: str, today: datetime.date, progress: Progress | None, days: int) -> None:
    open_database(url, create=True)
    assert is_postgres()
    try:
        database.execute_sql("SET synchronous_commit = off")
        make_demo(today, progress, days)
    finally:
        close_database()
