"""A night at the bar: 500 postings in a row by keyboard, against the bare operation in the same run.

``python -m benchmarks.posting``. Keys and time per posting through the app, the first fifty against the last fifty, and
the same postings by ``post_article`` alone. Quote the ratios, machines differ.
"""

from __future__ import annotations

import datetime
import os
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.results import Figure, report
from models.front_office.codes.articles import ArticleTerms, save_article
from models.front_office.folios import Posting, post_article
from models.house.database import close_database, database, open_database
from tests.hotel import PASSWORD, Hotel, make_hotel
from tests.terminal import Terminal

POSTINGS = int(os.environ.get("BENCH_POSTINGS", "500"))
EDGE = 50
WORD = "รายการ"  # how many there are today stands before it
ROOMS = ("201", "202", "203", "301", "302", "303")
ARTICLES = ("p", "mo", "gin")  # keys of one, two and three letters


def _hotel(database: str) -> Hotel:
    open_database(database, create=True)
    make_hotel()
    hotel = Hotel()
    for code, key in (("MOJITO", "mo"), ("GINTONIC", "gin")):
        save_article(
            hotel.desk(), None, ArticleTerms(code, "FOOD", code, code.title(), Decimal(220), "BAR", key)
        )
    for room in ROOMS:
        hotel.in_house(room, nights=3)
    return hotel


def _cpu(pid: int) -> float:
    """Seconds the program has spent."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _lines() -> list[str]:
    return [f"{ROOMS[n % len(ROOMS)]} {ARTICLES[n % len(ARTICLES)]}" for n in range(POSTINGS)]


def _night(database: str) -> tuple[list[float], float, float]:
    """Wall seconds of each posting from the first key until the screen shows it, CPU seconds of one; then the wall
    seconds of one of those typed ahead, nobody waiting for the screen."""
    walls = []
    with Terminal("--database", database) as desk:
        desk.sign_in("nok", PASSWORD).wait("201")
        desk.type(":outlet bar").press("enter").wait(f" 0 {WORD}")
        spent = _cpu(desk.pid)
        for n, line in enumerate(_lines(), 1):
            began = time.perf_counter()
            desk.type(line).press("enter").wait(f" {n} {WORD}")
            walls.append(time.perf_counter() - began)
        cpu = (_cpu(desk.pid) - spent) / POSTINGS
        began = time.perf_counter()
        desk.type("\r".join(_lines()[:EDGE])).press("enter").wait(f" {POSTINGS + EDGE} {WORD}")
        ahead = (time.perf_counter() - began) / EDGE
    return walls, cpu, ahead


def _bare(hotel: Hotel) -> tuple[list[float], list[float]]:
    desk, window = hotel.desk("nok"), hotel.window(1)
    walls, cpus = [], []
    for _n in range(POSTINGS):
        wall, cpu = time.perf_counter(), time.process_time()
        post_article(desk, window, "CHANG")
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return walls, cpus


def _beside_raw(file: Path) -> tuple[float, float]:
    """CPU and wall of the operation against raw ``sqlite3`` writing the very rows it wrote, guards and all."""
    hotel = _hotel(str(file))
    desk, window = hotel.desk("nok"), hotel.window(1)
    post_article(desk, window, "CHANG")
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = file.with_name("raw.db")
    shutil.copy(file, copy)
    hotel_database, written = database.obj, []
    execute = hotel_database.execute_sql

    def noted(sql: str, values: Any = None) -> Any:
        if sql.startswith(("INSERT", "UPDATE")):
            written[-1].append((sql, [str(v) if isinstance(v, datetime.date) else v for v in values]))
        return execute(sql, values)

    ours, raws = [], []
    hotel_database.execute_sql = noted
    for _n in range(POSTINGS):
        written.append([])
        cpu, wall = time.process_time(), time.perf_counter()
        post_article(desk, window, "CHANG")
        ours.append((time.process_time() - cpu, time.perf_counter() - wall))
    del hotel_database.execute_sql
    raw = sqlite3.connect(copy, isolation_level=None)
    for name, value in hotel_database._pragmas:
        raw.execute(f"PRAGMA {name} = {value}")
    for statements in written:
        cpu, wall = time.process_time(), time.perf_counter()
        raw.execute("BEGIN IMMEDIATE")
        for sql, values in statements:
            raw.execute(sql, values)
        raw.execute("COMMIT")
        raws.append((time.process_time() - cpu, time.perf_counter() - wall))
    raw.close()
    close_database()
    return tuple(
        statistics.median(one) / statistics.median(other)
        for one, other in zip(zip(*ours, strict=True), zip(*raws, strict=True), strict=True)
    )  # type: ignore[return-value]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        cpu_ratio, wall_ratio = _beside_raw(Path(folder, "beside.db"))
    report(
        "posting",
        Figure("posting, CPU against raw sqlite3", cpu_ratio, "×", 2.0),
        Figure("posting, wall against raw sqlite3", wall_ratio, "×", 1.5),
    )
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder, "bar.db"))
        bare_wall, bare_cpu = _bare(_hotel(database))
        before = Posting.select().count()
        close_database()
        walls, cpu, ahead = _night(database)
        open_database(database)
        assert Posting.select().count() - before == POSTINGS + EDGE, "a posting was lost"
        close_database()
    keys = sum(len(line) + 1 for line in _lines()) / POSTINGS
    ms, bare, bare_cpu_ms = (1000 * statistics.median(x) for x in (walls, bare_wall, bare_cpu))
    first, last = (1000 * statistics.median(x) for x in (walls[:EDGE], walls[-EDGE:]))
    print(f"{POSTINGS} postings at the bar   {keys:.1f} keys a posting, Enter included")
    print(f"by keyboard              {ms:.0f} ms a posting, CPU {1000 * cpu:.0f} ms")
    print(
        f"the operation alone      {bare:.1f} ms, CPU {bare_cpu_ms:.1f} ms   ratio {ms / bare:.1f}, CPU {1000 * cpu / bare_cpu_ms:.1f}"
    )
    print(f"first {EDGE} against last   {first:.0f} ms, {last:.0f} ms   ratio {last / first:.2f}")
    print(f"{EDGE} typed ahead           {1000 * ahead:.0f} ms each, none lost")


if __name__ == "__main__":
    sys.exit(main())
