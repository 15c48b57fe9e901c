"""The stored trial balance of a closed date: the same for ever, with what was written since beside it."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from models.front_office.closed_books import closed_trial_balance, closed_trial_balance_paper
from models.front_office.income_audit import post_income_audit
from models.front_office.night_audit import ClosedDay
from models.front_office.proof import faults
from models.ledger.balances import TrialBalanceRow
from tests.desk import at_the_desk
from tests.hotel import Hotel

ROOMS, FOOD = "41100", "41110"
MOVED = [(ROOMS, Decimal("100.00")), (FOOD, Decimal("-100.00"))]


def _slept(hotel: Hotel, nights: int) -> datetime.date:
    hotel.in_house("201", nights=nights + 1)
    first = hotel.day
    for _each in range(nights):
        hotel.audit()
    return first


def _rows(date: datetime.date) -> dict[str, TrialBalanceRow]:
    return {row.as_closed.code: row.as_closed for row in closed_trial_balance(date)}


def test_a_closed_date_shows_what_it_showed_and_beside_it_what_came_since(small_hotel: Hotel) -> None:
    hotel = small_hotel
    first = _slept(hotel, 2)
    before = _rows(first)
    assert sum(row.closing for row in before.values()) == 0
    assert {row.since for row in closed_trial_balance(first)} == {Decimal(0)}
    post_income_audit(hotel.desk("anong"), first, MOVED, "menu")
    as_closed = _rows(first)
    assert FOOD not in before
    assert as_closed.pop(FOOD).closing == 0
    assert as_closed == before
    for date in (first, hotel.after(-1)):
        since = {row.as_closed.code: row.since for row in closed_trial_balance(date) if row.since}
        assert since == {ROOMS: Decimal("100.00"), FOOD: Decimal("-100.00")}
    rooms = next(row for row in closed_trial_balance(first) if row.as_closed.code == ROOMS)
    assert rooms.now == before[ROOMS].closing + 100
    hotel.audit()
    last = {row.as_closed.code: row for row in closed_trial_balance(hotel.after(-1))}
    assert (last[FOOD].as_closed.closing, last[FOOD].since) == (Decimal("-100.00"), Decimal(0))
    assert closed_trial_balance(hotel.day) == []
    assert list(faults()) == []


def test_the_paper_of_a_closed_date_grows_a_table_of_what_came_since(small_hotel: Hotel) -> None:
    first = _slept(small_hotel, 1)
    (as_closed,) = closed_trial_balance_paper(first, "en").tables
    post_income_audit(small_hotel.desk("anong"), first, MOVED, "menu")
    again, since = closed_trial_balance_paper(first, "th").tables
    totals = [table.rows[-1].cells[2:] for table in (as_closed, again)]
    assert totals[0] == totals[1]
    assert [row.cells[0] for row in since.rows] == [ROOMS, FOOD]


def test_income_audit_across_the_end_of_a_month_leaves_every_stored_balance_proved(
    small_hotel: Hotel,
) -> None:
    hotel = small_hotel
    _slept(hotel, 8)
    last_of_month = hotel.day.replace(day=1) - datetime.timedelta(days=1)
    assert last_of_month.month != hotel.day.month
    post_income_audit(hotel.desk("anong"), last_of_month, MOVED, "menu of last month")
    hotel.audit()
    assert list(faults()) == []


def test_a_stored_balance_that_was_touched_is_found(small_hotel: Hotel) -> None:
    hotel = small_hotel
    first = _slept(hotel, 1)
    from models.house.database import database

    database.execute_sql("DROP TRIGGER closed_day_no_update")
    kept = ClosedDay.get(ClosedDay.date == first).trial_balance
    ClosedDay.update(trial_balance=kept.replace("1", "2", 1)).execute()
    assert {"TRIAL_BALANCE", "GUARD"} <= {fault.code for fault in faults()}


@pytest.mark.parametrize(
    ("language", "title", "since", "missing"),
    [
        ("en", "as closed", "Since then", "not been closed"),
        ("th", "ณ วันปิด", "หลังปิดวัน", "ยังไม่ได้ปิด"),
    ],
)
async def test_the_stored_balance_is_one_key_from_the_three_ledgers(
    small_hotel: Hotel, language: str, title: str, since: str, missing: str
) -> None:
    first = _slept(small_hotel, 1)
    post_income_audit(small_hotel.desk("anong"), first, MOVED, "menu")
    async with at_the_desk(small_hotel, "anong", language, first="") as desk:
        await desk.open("three ledgers")
        await desk.press("t")
        await desk.sees(title, since, "100.00", "-100.00")
        await desk.press("i")
        await desk.sees("11400")
        await desk.press("escape", "left")
        await desk.sees(missing)
