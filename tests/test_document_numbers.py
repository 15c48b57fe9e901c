"""Numbers of documents: by branch, series, era and month as the house wants them, and never a gap, whatever dies."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import signal
import time
from decimal import Decimal
from multiprocessing.connection import Connection

import pytest

from models.front_office.folios import post_charge
from models.front_office.invoicing import issue_invoice
from models.front_office.opening import set_setting
from models.front_office.proof import faults
from models.front_office.receipts import Buyer, Receipt
from models.house.acts import Act, operation
from models.house.database import close_database, open_database
from models.house.property import NumberSeries, document_number
from tests.hotel import Hotel
from tests.refusing import refused

PROCESSES = 20
COMPANY = Buyer("บริษัท สยามทัวร์ จำกัด", "1 ถนนสุขุมวิท กรุงเทพฯ 10110", "0105561000003", "00000")


def invoice_of(hotel: Hotel, stay: int, amount: str = "100") -> str:
    post_charge(hotel.desk(), hotel.window(stay), "LAUN", Decimal(amount))
    return str(Receipt.get_by_id(issue_invoice(hotel.desk(), hotel.window(stay), "full", COMPANY)).number)


def test_a_house_writes_its_numbers_as_it_wants(small_hotel: Hotel) -> None:
    stay, desk = small_hotel.in_house(), small_hotel.desk()
    assert invoice_of(small_hotel, stay) == "TX2569-00001"
    set_setting(desk, "number_era", "ce")
    assert invoice_of(small_hotel, stay) == "TX2026-00001"
    set_setting(desk, "number_reset", "month")
    set_setting(desk, "number_width", "4")
    assert invoice_of(small_hotel, stay) == "TX202611-0001"
    set_setting(desk, "prefix_TX", "IV")
    set_setting(desk, "number_branch", "yes")
    assert [invoice_of(small_hotel, stay) for _n in range(2)] == [
        "IV00000-202611-0001",
        "IV00000-202611-0002",
    ]
    set_setting(desk, "number_reset", "year")
    set_setting(desk, "number_branch", "no")
    set_setting(desk, "number_era", "be")
    set_setting(desk, "prefix_TX", "TX")
    assert invoice_of(small_hotel, stay) == "TX2569-0002"
    for name, value in (
        ("number_era", "x"), ("number_reset", "week"), ("number_width", "0"), ("number_width", "12"),
        ("prefix_TX", ""), ("prefix_TX", "T-X"), ("prefix_TX", "T1"), ("number_branch", "perhaps"),
    ):  # fmt: skip
        with refused("SETTING"):
            set_setting(desk, name, value)
    assert list(faults()) == []


@operation(None)
def write_paper(act: Act) -> str:
    """A document as light as can be: its number and its row."""
    number = document_number("TX", act.business_date)
    act.create(
        Receipt, number=number, date=act.business_date, form="full", language="th", paper="{}", kind="tax invoice"
    )  # fmt: skip
    return number


def _issues(url: str, wanted: int, line: Connection) -> None:
    """A desk in a process of its own writes until the house has enough."""
    open_database(url)
    desk = Hotel().desk("nok")
    line.send("ready")
    line.recv()
    while int(write_paper(desk).rpartition("-")[2]) < wanted:
        pass
    close_database()


@pytest.mark.parametrize(("database", "wanted"), [("sqlite", 2_000), ("postgres", 300)])
def test_twenty_desks_issue_thousands_while_half_of_them_are_killed(
    database: str, wanted: int, request: pytest.FixtureRequest
) -> None:
    url: str = request.getfixturevalue(f"{database}_url")
    forks = multiprocessing.get_context("fork")
    desks = []
    for _desk in range(PROCESSES):
        mine, theirs = forks.Pipe()
        process = forks.Process(target=_issues, args=(url, wanted, theirs), daemon=True)
        process.start()
        desks.append((process, mine))
    for _process, line in desks:
        assert line.recv() == "ready"
    for _process, line in desks:
        line.send("go")
    chance = random.Random(2569)
    for process, _line in desks[: PROCESSES // 2]:
        time.sleep(chance.uniform(0.01, 0.15))
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid or 0, signal.SIGKILL)
    for process, _line in desks:
        process.join()
    killed = [process for process, _line in desks if process.exitcode == -signal.SIGKILL]
    assert len(killed) == PROCESSES // 2
    open_database(url)
    numbers = [row.number for row in Receipt.select().order_by(Receipt.id)]
    assert numbers == [f"TX2569-{n:05d}" for n in range(1, len(numbers) + 1)]
    assert len(numbers) >= wanted
    assert NumberSeries.get(NumberSeries.series == "TX2569").next_number == len(numbers) + 1
    assert list(faults()) == []
    close_database()
