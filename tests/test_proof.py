"""``verify`` says what was touched, and where: somebody has the file or the server in hand and takes a guard away."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from models.front_office.proof import faults
from models.house.database import close_database, database, is_postgres, open_database
from models.ledger import proof
from models.ledger.accounts import Account
from models.ledger.entries import Entry, Line, seal
from models.ledger.proof import Fault
from tests.conftest import admin
from tests.hotel import Hotel
from tests.raw import Facts, live


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Facts]:
    """A hotel with a day behind it, and what stands in it."""
    if request.param == "sqlite":
        url = str(tmp_path_factory.mktemp("proof") / "hotel.db")
        shutil.copy(request.getfixturevalue("sqlite_template"), url)
    else:
        server, template = map(request.getfixturevalue, ("postgres_server", "postgres_template"))
        admin(server, f"CREATE DATABASE proof TEMPLATE {template}")
        url = server.format(name="proof")
    open_database(url)
    facts = live(Hotel())
    close_database()
    return url, facts


class Books:
    """The lived-in hotel under somebody's hands; what they do is undone after the test."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def unguard(self, table: str) -> None:
        """Take away every trigger of a table."""
        if is_postgres():
            database.execute_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            return
        triggers = database.execute_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
        )
        for (name,) in triggers.fetchall():
            database.execute_sql(f"DROP TRIGGER {name}")

    def touch(self, table: str, statement: str) -> None:
        self.unguard(table)
        changed = database.execute_sql(statement).rowcount
        assert changed, "nothing was touched"

    def faults(self) -> list[Fault]:
        """Without those of guards, which are gone because the test took them."""
        return [fault for fault in faults() if fault.code != "GUARD"]

    def codes(self) -> set[str]:
        return {fault.code for fault in self.faults()}

    def found(self) -> set[tuple[str, int | None]]:
        return {(fault.code, fault.entry_id) for fault in self.faults()}


@pytest.fixture
def books(lived: tuple[str, Facts]) -> Iterator[Books]:
    url, facts = lived
    open_database(url)
    with database.atomic() as everything:
        yield Books(facts)
        everything.rollback()
    close_database()


def _charge(books: Books) -> int:
    """The entry of the laundry posted today."""
    charges = Entry.select().where((Entry.kind == "charge") & (Entry.date == books.facts.day))
    return int(charges.order_by(Entry.id.desc()).first().id)


def test_a_hotel_nobody_touched_has_no_fault(books: Books) -> None:
    assert list(faults()) == []


def test_long_books_are_read_in_pieces_and_have_no_fault(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Entry.select().count()
    for size in (1, 2, whole - 1, whole):
        monkeypatch.setattr(proof, "CHUNK", size)
        assert list(faults()) == []


def test_the_reader_of_long_books_says_how_far_it_is(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "CHUNK", 2)
    seen: list[tuple[int, int]] = []
    list(faults(lambda done, total: seen.append((done, total))))
    whole = Entry.select().count()
    assert seen == [(n, whole) for n in range(2, whole + 1, 2)]


# Entries and lines


def test_a_changed_amount_is_found_in_its_entry(books: Books) -> None:
    n = _charge(books)
    books.touch("line", f"UPDATE line SET amount = amount + 100 WHERE entry_id = {n} AND position = 1")
    assert books.found() >= {("UNBALANCED", n), ("TOUCHED", n), ("KEPT_SUM", None), ("PART", None)}
    assert {number for code, number in books.found() if number is not None} == {n}


def test_amounts_changed_so_that_they_still_balance_are_found(books: Books) -> None:
    n = _charge(books)
    books.touch("line", f"UPDATE line SET amount = amount * 2 WHERE entry_id = {n}")
    assert ("TOUCHED", n) in books.found()
    assert "UNBALANCED" not in books.codes()


@pytest.mark.parametrize(
    "change",
    [
        "memo = 'nothing to see'",
        "kind = 'refund'",
        "journal = 'general'",
        "terminal = 'elsewhere'",
        "staff_id = 2",
        "at = '2026-11-24T04:00:00.000000+00:00'",
        "voucher = 'JV2569-09999'",
        "token = 'x'",
        "reverses_id = 1",
    ],
)
def test_a_changed_word_of_an_entry_is_found(books: Books, change: str) -> None:
    n = _charge(books)
    books.touch("entry", f"UPDATE entry SET {change} WHERE id = {n}")
    assert ("TOUCHED", n) in books.found()


@pytest.mark.parametrize(
    "change", ["memo = 'x'", "item = 'SPA'", "position = position + 7", "account_id = account_id + 1"]
)
def test_a_changed_word_of_a_line_is_found(books: Books, change: str) -> None:
    n = _charge(books)
    books.touch("line", f"UPDATE line SET {change} WHERE entry_id = {n} AND position = 2")
    assert ("TOUCHED", n) in books.found()


def test_a_changed_date_is_found(books: Books) -> None:
    n = _charge(books)
    books.touch("line", f"UPDATE line SET date = '2026-11-23' WHERE entry_id = {n} AND position = 1")
    assert books.found() >= {("DATE", n), ("TOUCHED", n)}


def test_an_entry_moved_to_another_day_is_found(books: Books) -> None:
    n = _charge(books)
    books.touch("entry", f"UPDATE entry SET date = '2026-11-23' WHERE id = {n}")
    books.touch("line", f"UPDATE line SET date = '2026-11-23' WHERE entry_id = {n}")
    assert books.found() >= {("TOUCHED", n), ("KEPT_SUM", None), ("POSTING_DATE", n)}
    assert "LEDGER_DAY" in books.codes()  # the closed day no longer says what its lines say


def test_money_moved_from_one_guest_to_another_is_found(books: Books) -> None:
    n = _charge(books)
    other = books.facts.closed_window
    books.touch("line", f"UPDATE line SET subaccount_id = {other} WHERE entry_id = {n} AND position = 1")
    assert books.found() >= {("TOUCHED", n), ("PART", None)}


def test_a_deleted_line_is_found(books: Books) -> None:
    n = _charge(books)
    books.touch("line", f"DELETE FROM line WHERE entry_id = {n} AND position = 3")
    assert books.found() >= {("UNBALANCED", n), ("TOUCHED", n)}


def test_a_deleted_entry_is_found(books: Books) -> None:
    n = _charge(books)
    books.unguard("line")
    books.unguard("posting")
    database.execute_sql(f"DELETE FROM posting WHERE entry_id = {n}")
    database.execute_sql(f"DELETE FROM line WHERE entry_id = {n}")
    if is_postgres():  # the table cannot be altered while its keys wait to be checked
        database.execute_sql("SET CONSTRAINTS ALL IMMEDIATE")
    books.touch("entry", f"DELETE FROM entry WHERE id = {n}")
    assert books.found() >= {("GAP", n + 1), ("CHAIN", n + 1)}
    gap = next(f for f in books.faults() if f.code == "GAP")
    assert gap.message.say("en") == f"Entries {n} to {n} are missing"


def test_an_entry_sealed_anew_after_a_change_breaks_the_chain_behind_it(books: Books) -> None:
    n = _charge(books)
    books.touch("entry", f"UPDATE entry SET memo = 'nothing to see' WHERE id = {n}")
    entry = Entry.select().where(Entry.id == n).dicts().get()
    lines = list(Line.select().where(Line.entry == n).order_by(Line.position).dicts())
    Entry.update(hash=seal(entry, lines)).where(Entry.id == n).execute()
    assert books.found() == {("CHAIN", n + 1)}


def test_lines_of_no_entry_are_found(books: Books) -> None:
    Line.insert(
        entry=9999, position=1, date=books.facts.day, account=Account.get(Account.code == "42100"), amount=1
    ).execute()
    assert ("STRAY_LINE", 9999) in books.found()


# Kept sums


@pytest.mark.parametrize("table", ["account_day", "account_month"])
def test_a_changed_sum_is_found_with_its_account_and_day(books: Books, table: str) -> None:
    cash = "(SELECT id FROM account WHERE code = '11110')"
    books.touch(table, f"UPDATE {table} SET debit = debit + 1 WHERE account_id = {cash}")
    wrong = [f for f in books.faults() if f.code == "KEPT_SUM"]
    rows = database.execute_sql(f"SELECT count(*) FROM {table} WHERE account_id = {cash}").fetchone()[0]
    assert len(wrong) == rows
    number = database.execute_sql(f"SELECT {cash}").fetchone()[0]
    assert {f.message.values["a"] for f in wrong} == {number}


@pytest.mark.parametrize("table", ["account_day", "account_month"])
def test_a_missing_sum_is_found(books: Books, table: str) -> None:
    before = database.execute_sql(f"SELECT count(*) FROM {table}").fetchone()[0]
    books.touch(table, f"DELETE FROM {table}")
    assert len([f for f in books.faults() if f.code == "KEPT_SUM"]) == before


def test_a_changed_balance_of_a_folio_is_found(books: Books) -> None:
    part = books.facts.window
    books.touch(
        "subaccount_balance", f"UPDATE subaccount_balance SET balance = balance - 5 WHERE id = {part}"
    )
    assert books.codes() == {"PART", "CONTROL", "FOLIO"}
    assert next(f for f in books.faults() if f.code == "PART").message.values == {"n": part}


def test_a_missing_balance_of_a_folio_is_found(books: Books) -> None:
    books.touch("subaccount_balance", f"DELETE FROM subaccount_balance WHERE id = {books.facts.window}")
    assert "CONTROL" in books.codes()


# Folios, nights, days, numbers


def test_a_changed_posting_is_found(books: Books) -> None:
    n = _charge(books)
    books.touch("posting", f"UPDATE posting SET amount = amount + 1 WHERE entry_id = {n}")
    assert books.codes() == {"AMOUNT", "FOLIO"}
    assert books.faults()[0].message.values == {"n": books.facts.window}


def test_a_posting_moved_to_another_day_is_found(books: Books) -> None:
    n = _charge(books)
    books.touch("posting", f"UPDATE posting SET date = '2026-11-23' WHERE entry_id = {n}")
    assert books.found() == {("POSTING_DATE", n)}


def test_a_deleted_posting_is_found(books: Books) -> None:
    n = _charge(books)
    books.touch("posting", f"DELETE FROM posting WHERE entry_id = {n}")
    assert books.found() == {("NO_POSTING", n), ("FOLIO", None)}


def test_a_changed_figure_of_a_closed_day_is_found(books: Books) -> None:
    change = "SET opening = opening + 1, closing = closing + 1 WHERE ledger = 'guest'"
    books.touch("closed_ledger", f"UPDATE closed_ledger {change}")
    (fault,) = books.faults()
    assert (fault.code, fault.message.values["ledger"]) == ("LEDGER_DAY", "guest")


def test_a_price_changed_after_it_was_posted_is_found(books: Books) -> None:
    books.touch(
        "night", f"UPDATE night SET amount = 1 WHERE stay_id = {books.facts.resident} AND posted = TRUE"
    )
    assert books.codes() == {"NIGHT_PRICE"}


def test_a_night_slept_and_not_posted_is_found(books: Books) -> None:
    books.touch("posting", "DELETE FROM posting WHERE night_id IS NOT NULL")
    assert "NIGHT_NO_POSTING" in books.codes()
    books.touch("night", "UPDATE night SET posted = FALSE WHERE date < '2026-11-24'")
    assert "NIGHT_UNPOSTED" in books.codes()


def test_a_guest_who_left_with_a_balance_is_found(books: Books) -> None:
    part = books.facts.closed_window
    books.touch("subaccount_balance", f"UPDATE subaccount_balance SET balance = 100 WHERE id = {part}")
    fault = next(f for f in books.faults() if f.code == "OUT_WITH_BALANCE")
    assert fault.message.values == {"n": books.facts.gone}


def test_a_receipt_taken_out_of_the_row_is_found(books: Books) -> None:
    books.touch("receipt", "DELETE FROM receipt WHERE number = 'R2569-00001'")
    (fault,) = books.faults()
    assert (fault.code, fault.message.values) == ("RECEIPT_GAP", {"number": "R2569-00002"})


# Guards


def test_every_guard_that_is_gone_is_missed(books: Books) -> None:
    if is_postgres():
        asked = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    else:
        asked = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    guards = database.execute_sql(asked).fetchall()
    assert len(guards) > 30
    for guard, table in guards:
        database.execute_sql(f"DROP TRIGGER {guard}" + (f" ON {table}" if is_postgres() else ""))
    missed = {f.message.values["name"] for f in faults() if f.code == "GUARD"}
    assert {guard for guard, _table in guards} <= missed


def test_a_guard_that_was_emptied_is_missed(books: Books) -> None:
    if is_postgres():
        database.execute_sql(
            "CREATE OR REPLACE FUNCTION line_into_sealed() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RETURN NEW; END $$"
        )
        name = "line_into_sealed()"
    else:
        database.execute_sql("DROP TRIGGER line_into_sealed")
        database.execute_sql("CREATE TRIGGER line_into_sealed BEFORE INSERT ON line BEGIN SELECT 1; END")
        name = "line_into_sealed"
    assert [f.message.values["name"] for f in faults()] == [name]


def test_books_sealed_anew_from_the_first_entry_are_not_those_that_were_closed(books: Books) -> None:
    books.touch("closed_day", "UPDATE closed_day SET last_hash = 'another'")
    assert {f.code for f in books.faults()} == {"CHAIN_OF_DAY"}


def test_a_closed_day_taken_out_is_missed(books: Books) -> None:
    books.touch("day_statistics", "DELETE FROM day_statistics")
    assert {f.code for f in books.faults()} == {"STATISTICS"}


@pytest.mark.parametrize("table", ["entry", "line"])
def test_a_seal_that_is_gone_is_missed(books: Books, table: str) -> None:
    kinds = ("change", "truncate") if is_postgres() else ("update", "delete")
    for kind in kinds:
        name = f"{table}_no_{kind}"
        database.execute_sql(f"DROP TRIGGER {name}" + (f" ON {table}" if is_postgres() else ""))
        assert name in {f.message.values["name"] for f in faults()}


def test_a_guard_that_is_put_to_sleep_is_missed(lived: tuple[str, Facts], books: Books) -> None:
    if not is_postgres():
        books.unguard("entry")
    else:
        database.execute_sql("ALTER TABLE entry DISABLE TRIGGER entry_seal")
    assert "entry_seal" in {f.message.values["name"] for f in faults()}


def test_every_fault_is_said_in_a_sentence(books: Books) -> None:
    n = _charge(books)
    books.touch("line", f"UPDATE line SET amount = amount + 100 WHERE entry_id = {n} AND position = 1")
    for fault in faults():
        for language in ("en", "th"):
            said = fault.message.say(language)
            assert said
            assert "{" not in said
    assert f"Entry {n} does not balance" in {f.message.say("en") for f in faults()}
