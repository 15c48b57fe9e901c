"""The whole ledger given to an auditor: as a table, and as journals that other programs balance at any date."""

from __future__ import annotations

import csv
import datetime
import io
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from models.house.property import Property
from models.ledger.balances import trial_balance
from models.ledger.csv_export import COLUMNS, export_csv
from models.ledger.entries import Entry, Line, write_journal_voucher
from tests.hotel import Hotel
from tests.test_journal_export import (
    ONE_DAY,
    Balances,
    by_beancount,
    by_hledger,
    ours,
    some_days,
    without_zeros,
)


def as_rows() -> list[dict[str, str]]:
    text = io.StringIO(newline="")
    assert export_csv(text.write) == Entry.select().count()
    assert text.getvalue().startswith("\ufeff" + ",".join(COLUMNS) + "\r\n")
    return list(csv.DictReader(io.StringIO(text.getvalue().removeprefix("\ufeff"), newline="")))


def closing(date: datetime.date) -> Balances:
    return without_zeros({row.code: row.closing for row in trial_balance(date)})


def test_the_table_has_every_line_and_balances_as_the_books_do(hotel: Hotel) -> None:
    some_days(hotel)
    rows = as_rows()
    assert len(rows) == Line.select().count()
    last = Property.the().business_date
    for date in (last - 4 * ONE_DAY, last - 3 * ONE_DAY, last):
        balances: Balances = defaultdict(lambda: Decimal("0.00"))
        for row in rows:
            if row["date"] <= str(date):
                balances[row["account"]] += Decimal(row["debit"] or 0) - Decimal(row["credit"] or 0)
        assert without_zeros(balances) == closing(date)
    assert {row["seal"] for row in rows} == {entry.hash for entry in Entry.select()}


def test_words_a_spreadsheet_would_reckon_stay_words(small_hotel: Hotel) -> None:
    lines = [("52300", Decimal(10)), ("11210", Decimal(-10))]
    write_journal_voucher(small_hotel.desk(), small_hotel.day, "=1+1", lines)
    assert [(row["memo"], row["debit"], row["credit"]) for row in as_rows()] == [
        ("'=1+1", "10.00", ""), ("'=1+1", "", "10.00"),
    ]  # fmt: skip


@pytest.mark.parametrize("read", [by_hledger, by_beancount])
def test_another_program_balances_every_account_at_three_dates(
    small_hotel: Hotel, tmp_path: Path, read: Callable[[Path, datetime.date], Balances]
) -> None:
    some_days(small_hotel)
    last = Property.the().business_date
    for date in (last - 4 * ONE_DAY, last - 3 * ONE_DAY, last):
        assert read(tmp_path, date) == ours(date)
