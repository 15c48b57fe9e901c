"""The database itself keeps the books: what nobody can do even with the file or the server in hand."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from models.house.acts import Act, ChangeLog, Desk
from models.house.database import close_database, open_database, transaction
from models.ledger.entries import Entry, write_journal_voucher
from tests.conftest import admin
from tests.hotel import Hotel
from tests.raw import CASH, DEPOSITS, GUESTS, OTHER_INCOME, Facts, Raw, live, raw_postgres, raw_sqlite

SEALED = {
    "entry": ("ENTRY_SEALED", "ENTRY_OUT_OF_CHAIN"),
    "line": ("ENTRY_SEALED",),
    "posting": ("ENTRY_SEALED",),
    "change_log": ("LOG_SEALED",),
    "closed_day": ("DAY_CLOSED",),
    "closed_ledger": ("DAY_CLOSED",),
    "day_statistics": ("DAY_CLOSED",),
}
WORDS = {
    "entry": "memo",
    "line": "memo",
    "posting": "description",
    "change_log": "after",
    "closed_day": "trial_balance",
    "closed_ledger": "ledger",
    "day_statistics": "base",
}
tables = pytest.mark.parametrize("table", SEALED)


@pytest.fixture(scope="module")
def lived_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Facts]:
    file = tmp_path_factory.mktemp("lived") / "hotel.db"
    shutil.copy(sqlite_template, file)
    open_database(str(file))
    facts = live(Hotel())
    close_database()
    return file, facts


@pytest.fixture(scope="module")
def lived_postgres(postgres_server: str, postgres_template: str) -> tuple[str, Facts]:
    admin(postgres_server, f"CREATE DATABASE lived TEMPLATE {postgres_template}")
    open_database(postgres_server.format(name="lived"))
    facts = live(Hotel())
    close_database()
    return postgres_server.format(name="lived"), facts


def _opened(request: pytest.FixtureRequest, kind: str, tmp_path: Path) -> Iterator[Raw]:
    if kind == "postgres":
        url, facts = request.getfixturevalue("lived_postgres")
        with raw_postgres(url, facts) as raw:
            yield raw
    else:
        lived, facts = request.getfixturevalue("lived_sqlite")
        file = shutil.copy(lived, tmp_path / "hotel.db")
        with raw_sqlite(str(file), kind, facts) as raw:
            yield raw


@pytest.fixture(params=["sqlite", "bare sqlite", "postgres"])
def books(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Raw]:
    """The lived-in hotel: as the program opens SQLite, SQLite with no pragma at all, PostgreSQL."""
    yield from _opened(request, request.param, tmp_path)


@pytest.fixture(params=["sqlite", "postgres"])
def keyed_books(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Raw]:
    """For what only foreign keys can hold, which SQLite checks for those alone who ask it to."""
    yield from _opened(request, request.param, tmp_path)


@pytest.fixture(params=["sqlite", "bare sqlite"])
def file_books(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Raw]:
    """For what can be said to SQLite only."""
    yield from _opened(request, request.param, tmp_path)


@pytest.fixture
def server_books(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Raw]:
    """For what can be said to PostgreSQL only."""
    yield from _opened(request, "postgres", tmp_path)


# Rows that stand


@tables
def test_a_sealed_row_cannot_be_changed(books: Raw, table: str) -> None:
    books.refuses(f"UPDATE {table} SET {WORDS[table]} = 'touched'", saying=SEALED[table])
    books.refuses(f"UPDATE {table} SET id = id + 1000", saying=SEALED[table])


@tables
def test_a_sealed_row_cannot_be_deleted(books: Raw, table: str) -> None:
    books.refuses(f"DELETE FROM {table}", saying=SEALED[table])


@tables
def test_a_sealed_row_cannot_be_replaced_by_an_upsert(books: Raw, table: str) -> None:
    again = f"INSERT INTO {table} SELECT * FROM {table} WHERE id = (SELECT max(id) FROM {table})"
    change = f"ON CONFLICT (id) DO UPDATE SET {WORDS[table]} = 'touched'"
    books.refuses(f"{again} {change}", saying=SEALED[table])


@tables
def test_a_sealed_row_cannot_be_replaced_by_insert_or_replace(file_books: Raw, table: str) -> None:
    last = f"SELECT * FROM {table} WHERE id = (SELECT max(id) FROM {table})"
    file_books.refuses(f"INSERT OR REPLACE INTO {table} {last}", saying=SEALED[table])
    file_books.refuses(f"REPLACE INTO {table} {last}", saying=SEALED[table])


def test_a_frozen_day_is_not_counted_a_second_time(books: Raw) -> None:
    columns = (
        "date, rooms, out_of_order, sold, complimentary, house_use, day_use, guests, arrivals, departures, no_shows,"
        " cancellations, walk_ins, room_revenue, other_revenue, base"
    )
    for how in ("INSERT", "INSERT OR REPLACE") if books.on_sqlite else ("INSERT",):
        again = f"{how} INTO day_statistics ({columns}) SELECT {columns.replace('sold,', 'sold + 1,', 1)}"
        books.refuses(f"{again} FROM day_statistics", saying="DAY_CLOSED")
    books.refuses("UPDATE day_statistics SET adr_complimentary = 'no'", saying="DAY_CLOSED")


@tables
def test_a_sealed_row_cannot_be_overrun_by_update_or_replace(file_books: Raw, table: str) -> None:
    file_books.refuses(
        f"UPDATE OR REPLACE {table} SET id = (SELECT min(id) FROM {table})", saying=SEALED[table]
    )


@tables
@pytest.mark.parametrize("cascade", ["", " CASCADE"])
def test_a_sealed_table_cannot_be_truncated(server_books: Raw, table: str, cascade: str) -> None:
    # Without CASCADE the keys that point at a table may speak first.
    server_books.refuses(f"TRUNCATE {table}{cascade}", saying=(*SEALED[table], "truncate a table referenced"))


@pytest.mark.parametrize(
    "table", ["staff", "account", "subaccount", "transaction_code", "night", "stay", "guest", "role", "room"]
)
def test_truncating_what_the_books_point_at_does_not_empty_the_books(server_books: Raw, table: str) -> None:
    server_books.refuses(f"TRUNCATE {table} CASCADE", saying=("ENTRY_SEALED", "LOG_SEALED"))


# Entries


def test_a_correct_entry_is_taken(books: Raw) -> None:
    """Each test below spoils one thing of this one."""
    books.begin()
    for statement in [*books.good_lines(), books.header()]:
        books.run(statement)
    books.settle()
    books.undo()


def test_an_entry_must_balance(books: Raw) -> None:
    lines = books.lines(f"{CASH} 10000", f"{OTHER_INCOME} -9999")
    books.refuses(*lines, books.header(), saying="ENTRY_UNBALANCED")


def test_an_entry_has_two_lines_at_least(books: Raw) -> None:
    books.refuses(*books.lines(f"{CASH} 10000"), books.header(), saying="ENTRY_TOO_SHORT")
    books.refuses(books.header(), saying="ENTRY_TOO_SHORT")


def test_an_entry_has_one_header(books: Raw) -> None:
    header = books.header()
    books.refuses(*books.good_lines(), header, header, saying=("ENTRY_SEALED", "ENTRY_OUT_OF_CHAIN"))


@pytest.mark.parametrize("key", ["token", "voucher", "hash"])
def test_an_entry_cannot_take_the_mark_of_another(books: Raw, key: str) -> None:
    first = books.header(**{key: "the same"})
    number = books.next_entry
    second = books.header(id=number + 1, previous_hash="1st", **{key: "the same"})
    if key != "hash":
        first = books.header(**{key: "the same"}, hash="1st")
    else:
        second = second.replace("'1st'", "'the same'")
    more = books.lines(f"{CASH} 1", f"{OTHER_INCOME} -1", entry=number + 1)
    books.refuses(*books.good_lines(), first, *more, second, saying=("ENTRY_SEALED", f"entry_{key}_key"))


def test_an_entry_follows_the_one_before_it(books: Raw) -> None:
    books.refuses(*books.good_lines(), books.header(previous_hash="0" * 64), saying="ENTRY_OUT_OF_CHAIN")


def test_entry_numbers_leave_no_gap(books: Raw) -> None:
    number = books.next_entry + 1
    lines = books.lines(f"{CASH} 10000", f"{OTHER_INCOME} -10000", entry=number)
    last = books.one("SELECT hash FROM entry ORDER BY id DESC LIMIT 1")
    books.refuses(*lines, books.header(id=number, previous_hash=last), saying="ENTRY_OUT_OF_CHAIN")


def test_no_line_is_added_to_a_sealed_entry(books: Raw) -> None:
    line = books.lines(f"{CASH} 10000", f"{OTHER_INCOME} -10000", entry=1)
    for place in (1, 50):
        books.refuses(line[0].replace("(1, 1,", f"(1, {place},"), saying="ENTRY_SEALED")


def test_lines_without_a_header_are_not_kept(keyed_books: Raw) -> None:
    keyed_books.refuses(*keyed_books.good_lines(), saying=("FOREIGN KEY", "foreign key"))


def test_a_posting_without_its_entry_is_not_kept(keyed_books: Raw) -> None:
    keyed_books.refuses(
        "INSERT INTO posting (entry_id, window_id, kind, code_id, quantity, description, typed, inclusive, net,"
        " amount, date, revenue_date, reference, staff_id, at)"
        f" SELECT {keyed_books.next_entry}, window_id, 'charge', code_id, 1, 'x', 1, FALSE, 1, 1, date, date, '', 1, at"
        " FROM posting WHERE window_id IS NOT NULL LIMIT 1",
        saying=("FOREIGN KEY", "foreign key"),
    )


def test_a_line_bears_the_date_of_its_entry(books: Raw) -> None:
    lines = books.lines(f"{CASH} 10000", f"{OTHER_INCOME} -10000 - 2026-11-23")
    books.refuses(*lines, books.header(), saying="ENTRY_UNBALANCED")


def test_nothing_is_dated_outside_every_period(books: Raw) -> None:
    for date in ("2031-01-15", "2026-10-31"):
        books.refuses(*books.good_lines(date), books.header(date=date), saying="PERIOD_CLOSED")


def test_nothing_is_entered_in_a_locked_period(books: Raw) -> None:
    lock = "UPDATE period SET locked = TRUE"
    books.refuses(lock, *books.good_lines(), books.header(), saying="PERIOD_CLOSED")


def test_nothing_is_entered_on_a_closed_account(books: Raw) -> None:
    close = f"UPDATE account SET closed_on = '{books.facts.day}' WHERE code = '{OTHER_INCOME}'"
    books.refuses(close, *books.good_lines(), books.header(), saying="ACCOUNT_CLOSED")


def test_an_account_closed_from_tomorrow_still_takes_an_entry_of_today(books: Raw) -> None:
    tomorrow = books.facts.day + datetime.timedelta(days=1)
    books.begin()
    books.run(f"UPDATE account SET closed_on = '{tomorrow}' WHERE code = '{OTHER_INCOME}'")
    for statement in [*books.good_lines(), books.header()]:
        books.run(statement)
    books.settle()
    books.undo()


def test_a_control_account_moves_only_in_its_parts(books: Raw) -> None:
    facts = books.facts
    for account, part in (
        (GUESTS, "-"),
        (GUESTS, facts.deposit),
        (DEPOSITS, facts.window),
        (CASH, facts.window),
    ):
        lines = books.lines(f"{account} -100 {part}", f"{OTHER_INCOME} 100")
        books.refuses(*lines, books.header(journal="front"), saying="WRONG_SUBACCOUNT")


def test_a_closed_folio_window_takes_nothing(books: Raw) -> None:
    lines = books.lines(f"{GUESTS} 100 {books.facts.closed_window}", f"{OTHER_INCOME} -100")
    books.refuses(*lines, books.header(journal="front"), saying="SUBACCOUNT_CLOSED")


def test_nobody_posts_to_a_control_account_by_hand(books: Raw) -> None:
    lines = books.lines(f"{GUESTS} 100 {books.facts.window}", f"{OTHER_INCOME} -100")
    books.refuses(*lines, books.header(journal="general"), saying="CONTROL_ACCOUNT")


def test_the_front_office_posts_on_the_business_date_only(books: Raw) -> None:
    for days in (-1, 1):
        date = books.facts.day + datetime.timedelta(days=days)
        lines = books.good_lines(str(date))
        books.refuses(*lines, books.header(journal="front", date=date), saying="NOT_THE_BUSINESS_DATE")


@pytest.mark.parametrize("journal", ["general", "receipts", "payments"])
def test_the_city_ledger_of_a_date_is_closed_with_it(books: Raw, journal: str) -> None:
    for days in (-1, 1):
        date = books.facts.day + datetime.timedelta(days=days)
        lines = books.lines(f"11410 10000 {books.facts.debtor} {date}", f"{OTHER_INCOME} -10000 - {date}")
        stopped_by = ("NOT_THE_BUSINESS_DATE", "INCOME_AUDIT_ONLY", "FUTURE_DATE")
        books.refuses(*lines, books.header(journal=journal, date=date), saying=stopped_by)


@pytest.mark.parametrize("amount", ["100.5", "'100.5'", "'a hundred'", "x'6464'", "NULL", "0", "1e3"])
def test_an_amount_in_a_file_is_a_whole_number_of_satang(file_books: Raw, amount: str) -> None:
    lines = file_books.lines(f"{CASH} {amount.replace(' ', '_')}", f"{OTHER_INCOME} -100")
    if amount == "1e3":  # a float that is whole is kept as an integer, and no longer balances
        file_books.refuses(*lines, file_books.header(), saying="ENTRY_UNBALANCED")
    else:
        file_books.refuses(lines[0], saying=("INTEGER", "NOT NULL", "CHECK"))


@pytest.mark.parametrize(
    "amount", ["'100.5'", "'a_hundred'", "NULL", "0", "2000000000000000", "float8('NaN')"]
)
def test_an_amount_on_a_server_is_a_whole_number_of_satang(server_books: Raw, amount: str) -> None:
    line = server_books.lines(f"{CASH} {amount}")[0]
    server_books.refuses(line, saying=("bigint", "not-null", "check constraint"))


def test_no_amount_is_larger_than_the_books_can_hold(books: Raw) -> None:
    lines = books.lines(f"{CASH} 1000000000000001", f"{OTHER_INCOME} -1000000000000001")
    books.refuses(*lines, books.header(), saying=("CHECK", "check constraint"))


# Kept sums


def _sums(books: Raw, account: str) -> tuple[int, int]:
    number = books.account(account)
    return tuple(
        books.one(f"SELECT coalesce(sum(debit - credit), 0) FROM {table} WHERE account_id = {number}")
        for table in ("account_day", "account_month")
    )


def _moves_the_sums(books: Raw, insert: str) -> None:
    part = f"SELECT balance FROM subaccount_balance WHERE id = {books.facts.window}"
    before = _sums(books, CASH), _sums(books, GUESTS), books.one(part)
    lines = books.lines(f"{CASH} 700", f"{GUESTS} -700 {books.facts.window}")
    header = books.header(insert, journal="front")
    books.begin()
    for statement in [*lines, header]:
        books.run(statement)
    after = _sums(books, CASH), _sums(books, GUESTS), books.one(part)
    books.undo()
    (cash, cash_month), (guests, guests_month), window = before
    assert after == ((cash + 700, cash_month + 700), (guests - 700, guests_month - 700), window - 700)


def test_sealing_an_entry_moves_the_kept_sums(books: Raw) -> None:
    _moves_the_sums(books, "INSERT")


@pytest.mark.parametrize("conflict", ["FAIL", "ABORT", "ROLLBACK"])
def test_sealing_moves_the_kept_sums_whatever_is_said_about_conflicts(file_books: Raw, conflict: str) -> None:
    _moves_the_sums(file_books, f"INSERT OR {conflict}")


def test_no_more_is_paid_from_a_deposit_than_it_has_left(books: Raw) -> None:
    lines = books.lines(f"{DEPOSITS} 50001 {books.facts.deposit}", f"{CASH} -50001")
    books.refuses(
        *lines,
        books.header(journal="front"),
        saying=("subaccount_balance_ceiling", "MORE_THAN_IS_LEFT"),
    )


def test_the_whole_of_a_deposit_can_be_paid_out(books: Raw) -> None:
    books.begin()
    lines = books.lines(f"{DEPOSITS} 50000 {books.facts.deposit}", f"{CASH} -50000")
    for statement in [*lines, books.header(journal="front")]:
        books.run(statement)
    left = books.one(f"SELECT balance FROM subaccount_balance WHERE id = {books.facts.deposit}")
    books.undo()
    assert left == 0


def test_a_folio_window_with_money_on_it_is_not_closed(books: Raw) -> None:
    close = f"UPDATE subaccount SET closed = TRUE WHERE id = {books.facts.window}"
    books.refuses(close, saying="SUBACCOUNT_NOT_ZERO")


def test_a_part_stays_under_its_control_account(books: Raw) -> None:
    move = f"UPDATE subaccount SET account_id = {books.account(DEPOSITS)} WHERE id = {books.facts.window}"
    books.refuses(move, saying="SUBACCOUNT_NOT_ZERO")


# The business date


@pytest.mark.parametrize("days", [1, 2, -1, 365])
def test_the_business_date_is_not_moved_by_hand(books: Raw, days: int) -> None:
    date = books.facts.day + datetime.timedelta(days=days)
    books.refuses(f"UPDATE property SET business_date = '{date}'", saying="ONE_DAY_ONLY")


def test_there_is_one_hotel_and_it_stays(books: Raw) -> None:
    books.refuses("DELETE FROM property", saying="ONE_DAY_ONLY")
    books.refuses("UPDATE property SET id = 2", saying=("CHECK", "check constraint", "ONE_DAY_ONLY"))
    copy = "INTO property SELECT * FROM property"
    books.refuses(f"INSERT {copy}", saying=("ONE_DAY_ONLY", "property_pkey"))
    change = "ON CONFLICT (id) DO UPDATE SET business_date = '2030-01-01'"
    # SQLite reads "ON" after a bare SELECT as a join.
    books.refuses(f"INSERT {copy} WHERE id = 1 {change}", saying="ONE_DAY_ONLY")


def test_the_hotel_is_not_replaced(file_books: Raw) -> None:
    file_books.refuses("INSERT OR REPLACE INTO property SELECT * FROM property", saying="ONE_DAY_ONLY")
    file_books.refuses("UPDATE OR REPLACE property SET business_date = '2030-01-01'", saying="ONE_DAY_ONLY")


# Nights


def _let_again(books: Raw, insert: str = "INSERT") -> str:
    """Another stay on the room and night of the one that is coming."""
    return (
        f"{insert} INTO night (stay_id, date, day_use, booked_type_id, room_type_id, room_id, share_slot,"
        " rate_code_id, amount, inclusive, currency, adults, children, fixed_rate, posted)"
        f" SELECT {books.facts.resident}, date, day_use, booked_type_id, room_type_id, room_id, share_slot,"
        " rate_code_id, amount, inclusive, currency, adults, children, fixed_rate, posted"
        f" FROM night WHERE stay_id = {books.facts.coming}"
    )


def test_a_room_is_let_once_a_night(books: Raw) -> None:
    books.refuses(_let_again(books), saying=("ROOM_NIGHT_TAKEN", "night_room_date"))


def test_a_night_is_not_moved_onto_a_let_room(books: Raw) -> None:
    room = f"(SELECT room_id FROM stay WHERE id = {books.facts.coming})"
    date = f"(SELECT min(date) FROM night WHERE stay_id = {books.facts.coming})"
    mine = f"WHERE stay_id = {books.facts.resident} AND date = '{books.facts.day}'"
    move = f"SET room_id = {room}, date = {date} {mine}"
    books.refuses(f"UPDATE night {move}", saying=("ROOM_NIGHT_TAKEN", "night_room_date"))
    if books.on_sqlite:
        books.refuses(f"UPDATE OR REPLACE night {move}", saying="ROOM_NIGHT_TAKEN")


def test_a_let_night_is_not_replaced(file_books: Raw) -> None:
    file_books.refuses(_let_again(file_books, "INSERT OR REPLACE"), saying="ROOM_NIGHT_TAKEN")


def test_a_posted_night_is_neither_changed_nor_deleted(books: Raw) -> None:
    for change in ("SET amount = 1", "SET posted = FALSE", "SET date = '2026-12-24'", "SET room_id = NULL"):
        books.refuses(f"UPDATE night {change} WHERE posted = TRUE", saying="NIGHT_POSTED")
    books.refuses("DELETE FROM night WHERE posted = TRUE", saying="NIGHT_POSTED")


def test_a_posted_night_is_not_replaced(file_books: Raw) -> None:
    file_books.refuses(
        "INSERT OR REPLACE INTO night SELECT * FROM night WHERE posted = TRUE",
        saying=("NIGHT_POSTED", "ROOM_NIGHT_TAKEN"),
    )


# Numbers and receipts


@pytest.mark.parametrize("change", ["next_number = 1", "next_number = next_number", "series = series || 'x'"])
def test_a_number_series_is_never_set_back(books: Raw, change: str) -> None:
    books.refuses(f"UPDATE number_series SET {change}", saying="NUMBER_KEPT")


def test_a_number_series_is_neither_deleted_nor_replaced(books: Raw) -> None:
    books.refuses("DELETE FROM number_series", saying="NUMBER_KEPT")
    again = "INSERT INTO number_series (series, next_number) SELECT series, 1 FROM number_series WHERE id = 1"
    upsert = "ON CONFLICT (series) DO UPDATE SET next_number = 1"
    books.refuses(f"{again} {upsert}", saying="NUMBER_KEPT")
    if books.on_sqlite:
        books.refuses(again.replace("INSERT", "INSERT OR REPLACE"), saying="NUMBER_KEPT")
        books.refuses("UPDATE OR REPLACE number_series SET id = 1", saying="NUMBER_KEPT")


@pytest.mark.parametrize(
    "change",
    ["number = 'R2569-99999'", "paper = '{}'", "posting_id = posting_id + 1", "id = id + 100", "prints = -1"],
)
def test_a_receipt_keeps_its_number_and_its_words(books: Raw, change: str) -> None:
    books.refuses(f"UPDATE receipt SET {change}", saying="NUMBER_KEPT")


def test_a_receipt_stays(books: Raw) -> None:
    books.refuses("DELETE FROM receipt", saying="NUMBER_KEPT")
    again = "INTO receipt SELECT * FROM receipt WHERE id = 1"
    books.refuses(f"INSERT {again} ON CONFLICT (id) DO UPDATE SET paper = '{{}}'", saying="NUMBER_KEPT")
    if books.on_sqlite:
        books.refuses(f"INSERT OR REPLACE {again}", saying="NUMBER_KEPT")


def test_a_one_time_token_is_used_once(books: Raw) -> None:
    use = (
        "INSERT INTO submission (token, operation, answer, staff_id, at)"
        " VALUES ('one', 'post_charge', '1', 1, '2026-11-24T03:00:00+00:00')"
    )
    books.refuses(use, use, saying=("UNIQUE", "submission_token_key"))


def test_a_posting_is_corrected_once(books: Raw) -> None:
    again = (
        "INSERT INTO posting (entry_id, window_id, kind, code_id, quantity, description, typed, inclusive, net,"
        " amount, date, revenue_date, corrects_id, reference, staff_id, at)"
        " SELECT entry_id, window_id, kind, code_id, quantity, description, typed, inclusive, net, amount, date,"
        " revenue_date, corrects_id, reference, staff_id, at FROM posting WHERE corrects_id IS NOT NULL"
    )
    books.refuses(again, saying=("ALREADY_CORRECTED", "posting_corrects_once"))


def test_a_night_is_posted_once(books: Raw) -> None:
    again = (
        "INSERT INTO posting (entry_id, window_id, kind, code_id, quantity, description, typed, inclusive, net,"
        " amount, date, revenue_date, night_id, reference, staff_id, at)"
        " SELECT entry_id, window_id, kind, code_id, quantity, description, typed, inclusive, net, amount, date,"
        " revenue_date, night_id, reference, staff_id, at FROM posting WHERE night_id IS NOT NULL"
    )
    books.refuses(again, saying=("ALREADY_POSTED", "posting_night_id_key"))


# Through the program's own door


def _voucher(who: Desk | Act, day: datetime.date) -> int:
    return write_journal_voucher(who, day, "paper", [(CASH, Decimal(-80)), (OTHER_INCOME, Decimal(80))])


def test_an_entry_rolled_back_leaves_no_gap(hotel: Hotel) -> None:
    first = _voucher(hotel.desk("anong"), hotel.day)
    logged = ChangeLog.select().count()
    with pytest.raises(ZeroDivisionError):
        _voucher_and_a_fall(hotel)
    assert ChangeLog.select().count() == logged
    assert _voucher(hotel.desk("anong"), hotel.day) == first + 1
    assert [e.voucher for e in Entry.select().order_by(Entry.id)] == ["JV2569-00001", "JV2569-00002"]


def _voucher_and_a_fall(hotel: Hotel) -> None:
    with transaction():
        act = Act(hotel.desk("anong"), "voucher")
        _voucher(act, hotel.day)
        act.write_log()
        raise ZeroDivisionError
