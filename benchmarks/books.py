"""The books of many years: trial balance, account card, statements, beside the plain-text accounting programs.

``python -m benchmarks.books``. A ledger of 100,000, 1,000,000 and 5,000,000 lines over ten years is written past the
guards (only reading is measured, and the sums the guards keep are made by one query), exported by the program's own
export, and read by hledger, ledger and beancount where they are on this machine. Theirs is the whole process: they
read the text anew each time, as one does who keeps books in it. Ours is a new connection and one question.
``BENCH_LINES=100000,1000000`` chooses the sizes, ``BENCH_PATIENCE`` the seconds a program is waited for.
"""

from __future__ import annotations

import datetime
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

from models.back_office.statements.yearly import balance_sheet, income_statement
from models.house.database import close_database, database, open_database
from models.ledger.accounts import Account
from models.ledger.balances import account_card, trial_balance
from models.ledger.journal_export import Dialect, export_journal
from tests.hotel import make_hotel

SIZES = [int(size) for size in os.environ.get("BENCH_LINES", "100000,1000000,5000000").split(",")]
PATIENCE = int(os.environ.get("BENCH_PATIENCE", "900"))  # seconds
YEARS = 10
LAST_DAY = datetime.date(2026, 11, 22)
LINES_EACH = 4
ROUNDS = 5
CARD = "21300"  # output VAT: a line in every entry, the fullest card of a hotel
SPREAD = ("41100", "41110", "41120", "41130", "41150", "42100")
PAID_BY = ("11110", "11200", "11210", "11310", "11330")


def _fill(lines: int) -> int:
    """Sealed entries of four lines, as many a day over ten years; how many lines."""
    ids = {row.code: row.id for row in Account.select()}
    vat, service = ids[CARD], ids["21600"]
    some = random.Random(2569)
    entries = lines // LINES_EACH
    first_day = LAST_DAY - datetime.timedelta(days=365 * YEARS - 1)
    staff = database.execute_sql("SELECT MIN(id) FROM staff").fetchone()[0]
    (start,) = database.execute_sql("SELECT COALESCE(MAX(id), 0) FROM entry").fetchone()
    (line_id,) = database.execute_sql("SELECT COALESCE(MAX(id), 0) FROM line").fetchone()

    def dated(n: int) -> str:
        return str(first_day + datetime.timedelta(days=n * 365 * YEARS // entries))

    def heads() -> Iterator[tuple[object, ...]]:
        for n in range(entries):
            yield (
                start + n + 1, dated(n), "front", "charge", "Room 305 · 305", None, staff, "bench",
                "2026-11-22T00:00:00+00:00", f"{n}", f"{n + 1}",
            )  # fmt: skip

    def rows() -> Iterator[tuple[object, ...]]:
        nonlocal line_id
        for n in range(entries):
            net = some.randrange(5_000, 400_000)
            parts = (-net, -(net // 10), -(net * 77 // 1000))
            accounts = (ids[some.choice(SPREAD)], service, vat)
            date, entry = dated(n), start + n + 1
            for place, (account, amount) in enumerate(zip(accounts, parts, strict=True), 1):
                line_id += 1
                yield (line_id, entry, place, date, account, amount, "", "")
            line_id += 1
            yield (line_id, entry, LINES_EACH, date, ids[some.choice(PAID_BY)], -sum(parts), "", "")

    raw = database.connection()
    raw.execute("PRAGMA foreign_keys = OFF")
    guards = raw.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('line', 'entry')"
    ).fetchall()
    raw.execute("BEGIN")
    for name, _sql in guards:
        raw.execute(f"DROP TRIGGER {name}")
    raw.executemany(
        "INSERT INTO entry (id, date, journal, kind, memo, voucher, staff_id, terminal, at, previous_hash, hash)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        heads(),
    )
    raw.executemany(
        "INSERT INTO line (id, entry_id, position, date, account_id, amount, item, memo) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        rows(),
    )
    sums = "SUM(MAX(amount, 0)), SUM(MAX(-amount, 0)) FROM line GROUP BY 1, 2"
    raw.execute("DELETE FROM account_day")
    raw.execute("DELETE FROM account_month")
    raw.execute(f"INSERT INTO account_day (account_id, date, debit, credit) SELECT account_id, date, {sums}")
    raw.execute(
        "INSERT INTO account_month (account_id, month, debit, credit)"
        f" SELECT account_id, substr(date, 1, 7) || '-01', {sums}"
    )
    for _name, sql in guards:
        raw.execute(sql)
    raw.execute("COMMIT")
    raw.execute("PRAGMA foreign_keys = ON")
    return entries * LINES_EACH


def _asked(file: str, question: Callable[[], object]) -> float:
    """Seconds from a new connection to the answer, the median of some."""
    walls = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        open_database(file)
        question()
        walls.append(time.perf_counter() - began)
        close_database()
    return statistics.median(walls)


def _questions() -> dict[str, Callable[[], object]]:
    card = Account.get(Account.code == CARD).id
    year = LAST_DAY.replace(month=1, day=1)

    def page_in_the_middle() -> object:
        page = account_card(card)
        day = LAST_DAY - datetime.timedelta(days=365 * YEARS // 2)
        return page.at((day, 0), 20)

    return {
        "trial balance of a month": lambda: trial_balance(LAST_DAY),
        "trial balance of a year": lambda: trial_balance(LAST_DAY, year),
        "trial balance of all ten": lambda: trial_balance(LAST_DAY, datetime.date(2016, 1, 1)),
        "income statement of a year": lambda: income_statement(year, LAST_DAY),
        "balance sheet": lambda: balance_sheet(LAST_DAY),
        "account card, first page": lambda: account_card(card).first(20),
        "account card, in the middle": page_in_the_middle,
        "account card, last page": lambda: account_card(card).last(20),
    }


def _exported(dialect: Dialect, folder: Path) -> tuple[Path, float]:
    file = folder / f"books.{dialect}"
    began = time.perf_counter()
    with file.open("w", encoding="utf-8", newline="") as text:
        export_journal(text.write, dialect)
    return file, time.perf_counter() - began


def _others(texts: dict[Dialect, Path]) -> dict[str, list[str]]:
    hledger, beancount = str(texts["hledger"]), str(texts["beancount"])
    account = "Liabilities:21300-Output-VAT"
    loaded = "import sys; from beancount import loader; from beancount.core import realization as r;"
    loaded += (
        " entries, errors, options = loader.load_file(sys.argv[1]); r.realize(entries); assert not errors"
    )
    commands = {
        "hledger, balances": ["hledger", "-f", hledger, "balance", "--flat", "-N"],
        "hledger, card": ["hledger", "-f", hledger, "aregister", account, "-O", "csv"],
        "hledger, income statement": ["hledger", "-f", hledger, "incomestatement", "-b", f"{LAST_DAY.year}"],
        "ledger, balances": ["ledger", "-f", hledger, "balance", "--flat"],
        "ledger, card": ["ledger", "-f", hledger, "register", account],
        "beancount, load and balances": [sys.executable, "-c", loaded, beancount],
    }
    return {what: command for what, command in commands.items() if shutil.which(command[0])}


def _waited(command: list[str]) -> tuple[float | None, float]:
    """Seconds of the whole process and its peak memory in MB; None where patience ended."""
    began = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=os.environ | {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "BEANCOUNT_DISABLE_LOAD_CACHE": "1"},
    ) as process:  # fmt: skip
        while True:
            ended, status, used = os.wait4(process.pid, os.WNOHANG)
            wall = time.perf_counter() - began
            if ended:
                process.returncode = os.waitstatus_to_exitcode(status)
                return (wall if process.returncode == 0 else None), used.ru_maxrss / 1024
            if wall > PATIENCE:
                process.kill()
            time.sleep(0.01)


def _one(lines: int, folder: Path) -> None:
    file = str(folder / "books.db")
    open_database(file, create=True)
    make_hotel()
    lines = _fill(lines)
    database.execute_sql("ANALYZE")
    questions = _questions()
    assert sum((row.closing for row in trial_balance(LAST_DAY)), Decimal(0)) == 0
    texts: dict[Dialect, Path] = {}
    for dialect in ("hledger", "beancount"):
        texts[dialect], wall = _exported(dialect, folder)  # type: ignore[literal-required, index, arg-type]
        print(f"  export for {dialect}: {wall:.1f} s, {texts[dialect].stat().st_size / 1e6:.0f} MB")  # type: ignore[index]
    close_database()
    print(f"{lines:,} lines, {os.path.getsize(file) / 1e6:.0f} MB")
    ours = {what: _asked(file, question) for what, question in questions.items()}
    for what, seconds in ours.items():
        print(f"  {what}: {seconds * 1000:.1f} ms")
    balances = ours["trial balance of all ten"]
    card = ours["account card, last page"]
    for what, command in _others(texts).items():
        theirs, memory = _waited(command)
        beside = card if "card" in what else balances
        said = f"{theirs:.2f} s, {theirs / beside:,.0f} times ours" if theirs else "not to its end"
        print(f"  {what}: {said}, {memory:,.0f} MB", flush=True)


def main() -> None:
    for lines in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            _one(lines, Path(folder))


if __name__ == "__main__":
    main()
