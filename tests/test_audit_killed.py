"""The night audit is killed at every step: before the commit nothing has happened, after it everything has."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from models.front_office.folios import post_charge
from models.front_office.night_audit import STEPS, ClosedDay, run_audit
from models.front_office.opening import set_setting
from models.front_office.payments import take_payment
from models.front_office.proof import faults
from models.house.database import close_database, open_database
from models.house.property import Property
from tests.hotel import FIRST_DAY, Hotel
from tests.refusing import everything

Rows = dict[str, list[tuple[object, ...]]]


def _a_full_evening() -> None:
    """Something for every step to do: guests, one who did not come, a payment, an occupied room."""
    hotel = Hotel()
    set_setting(hotel.desk(), "due_in_left", "NOTE")
    resident = hotel.in_house("201", nights=3, adults=2)
    hotel.in_house("202", nights=1)
    hotel.in_house("301", nights=2)
    hotel.booked(nights=1)
    post_charge(hotel.desk("nok"), hotel.window(resident), "LAUN", Decimal(214))
    take_payment(hotel.desk("nok"), hotel.window(resident), "CASH", Decimal(1000))


def _audit() -> None:
    hotel = Hotel()
    run_audit(replace(hotel.answering("chai", OPTIONAL_CHECKS="nobody came"), token="f9"), hotel.day)


def _audit_until(url: str, step: str, record: int) -> None:
    """A desk in a process of its own; the kernel ends it in the middle, as a power cut would."""

    def die(at: str, done: int, _all: int) -> None:
        if (at, done) == (step, record):
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        open_database(url)
        hotel = Hotel()
        desk = hotel.answering("chai", OPTIONAL_CHECKS="nobody came")
        run_audit(replace(desk, token="f9"), hotel.day, die)
    finally:
        os._exit(0)


def _killed(url: str, step: str, record: int = 0) -> None:
    fork: Any = multiprocessing.get_context("fork")
    process = fork.Process(target=_audit_until, args=(url, step, record))
    process.start()
    process.join(timeout=60)
    assert process.exitcode == -signal.SIGKILL, f"the audit never came to {step}"


@pytest.fixture(scope="module")
def evening(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rows, Rows]:
    """The hotel before its audit, all its rows, and all its rows after an audit that nothing disturbed."""
    file = tmp_path_factory.mktemp("evening") / "hotel.db"
    shutil.copy(sqlite_template, file)
    open_database(str(file))
    _a_full_evening()
    before = everything()
    close_database()
    other = file.with_name("undisturbed.db")
    shutil.copy(file, other)
    open_database(str(other))
    _audit()
    after = everything()
    close_database()
    return file, before, after


@pytest.mark.parametrize(("step", "record"), [*((step, 0) for step in STEPS), ("nights", 1), ("nights", 2)])
def test_the_audit_killed_at_any_step_has_done_nothing_or_all(
    evening: tuple[Path, Rows, Rows], tmp_path: Path, step: str, record: int
) -> None:
    prepared, before, after = evening
    file = tmp_path / "hotel.db"
    shutil.copy(prepared, file)
    _killed(str(file), step, record)
    open_database(str(file))
    if step == "closed":
        assert everything() == after
    else:
        assert everything() == before
        assert Property.the().business_date == FIRST_DAY
        _audit()
        assert everything() == after
    assert list(faults()) == []
    close_database()


def test_on_postgres_the_audit_killed_in_the_middle_has_done_nothing(postgres_url: str) -> None:
    open_database(postgres_url)
    _a_full_evening()
    before = everything()
    close_database()
    for step, record in (("nights", 1), ("commit", 0)):
        _killed(postgres_url, step, record)
        open_database(postgres_url)
        assert everything() == before
        close_database()
    _killed(postgres_url, "closed")
    open_database(postgres_url)
    assert ClosedDay.get().date == FIRST_DAY
    assert list(faults()) == []
