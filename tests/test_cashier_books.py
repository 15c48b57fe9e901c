"""What the database itself holds of cashier shifts, on SQLite and PostgreSQL."""

from __future__ import annotations

from decimal import Decimal

import peewee
import pytest

from models.front_office.till import CashierShift
from models.front_office.till.closing import close_shift, count_shift
from models.house.database import database
from tests.hotel import Hotel
from tests.test_cashier_shifts import bag, begin, cash, the_day_of_the_domain, with_shifts


def refuses(statement: str, saying: str) -> None:
    with pytest.raises(peewee.DatabaseError, match=saying), database.atomic():
        database.execute_sql(statement)


def test_the_database_keeps_a_closed_shift_its_money_and_its_counts(hotel: Hotel) -> None:
    with_shifts(hotel)
    shift, _window = the_day_of_the_domain(hotel)
    desk = hotel.desk("malee")
    count_shift(desk, shift, [cash(3480)])
    close_shift(desk, shift, Decimal(3000), bag(number="B-18"))
    move = (
        "INSERT INTO till_movement (shift_id, kind, method_id, currency, amount, baht, reference, date, at, staff_id)"
        " SELECT shift_id, 'payment', method_id, currency, amount, baht, '', date, at, staff_id FROM till_movement"
        f" WHERE shift_id = {shift} AND kind = 'drop'"
    )
    count = (
        "INSERT INTO cash_count (shift_id, purpose, method_id, currency, counted, slips, pieces, until_movement, at, staff_id)"
        " SELECT shift_id, purpose, method_id, currency, 1, 0, '', until_movement, at, staff_id FROM cash_count WHERE id = 1"
    )
    for statement, saying in (
        # Closing twice, opening again, another float, another report.
        (
            f"UPDATE cashier_shift SET closed_at = '2026-11-24T03:00:00.000000+00:00' WHERE id = {shift}",
            "SHIFT_CLOSED",
        ),
        (f"UPDATE cashier_shift SET closed_at = NULL WHERE id = {shift}", "SHIFT_CLOSED"),
        (f"UPDATE cashier_shift SET report = '' WHERE id = {shift}", "SHIFT_CLOSED"),
        (f"UPDATE cashier_shift SET left_float = 1 WHERE id = {shift}", "SHIFT_CLOSED"),
        (f"DELETE FROM cashier_shift WHERE id = {shift}", "SHIFT_CLOSED"),
        # Money and counts that come late.
        (move, "SHIFT_CLOSED"),
        (count, "SHIFT_CLOSED"),
        # What was counted, dropped and paid out.
        ("UPDATE cash_count SET counted = 350000 WHERE id = 1", "COUNT_SEALED"),
        ("DELETE FROM cash_count WHERE id = 1", "COUNT_SEALED"),
        ("UPDATE cash_drop SET bag = 'B-99' WHERE id = 1", "ENTRY_SEALED"),
        ("DELETE FROM cash_drop WHERE id = 1", "ENTRY_SEALED"),
        ("UPDATE paid_out SET payee = 'me' WHERE id = 1", "NUMBER_KEPT"),
        ("DELETE FROM paid_out WHERE id = 1", "NUMBER_KEPT"),
        ("UPDATE till_movement SET amount = 0 WHERE id = 1", "ENTRY_SEALED"),
        (f"DELETE FROM till_movement WHERE shift_id = {shift} AND kind = 'drop'", "ENTRY_SEALED"),
    ):
        refuses(statement, saying)


def test_the_database_lets_nobody_have_two_shifts_open(hotel: Hotel) -> None:
    with_shifts(hotel)
    shift = begin(hotel)
    again = (
        "INSERT INTO cashier_shift (drawer_id, staff_id, date, terminal, opened_at, opening, forced, report)"
        f" SELECT drawer_id, staff_id, date, terminal, opened_at, 0, forced, '' FROM cashier_shift WHERE id = {shift}"
    )
    refuses(again, "cashier_shift")
    refuses(f"UPDATE cashier_shift SET opening = 1 WHERE id = {shift}", "SHIFT_CLOSED")
    refuses(f"UPDATE cashier_shift SET received = 1 WHERE id = {shift}", "SHIFT_CLOSED")
    assert CashierShift.get_by_id(shift).is_open
