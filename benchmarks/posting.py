"""A night at the bar: 500 postings in a row by keyboard, against the bare operation in the same run.

``python -m benchmarks.posting``. Keys and time per posting through the app, the first fifty against the last fifty, and
the same postings by ``post_article`` alone. Quote the ratios, machines differ.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from models.front_office.codes.articles import outlet
from models.front_office.folios import Posting, post_article
from models.house.database import close_database, open_database
from tests.desk import Desk, at_the_desk
from tests.hotel import Hotel, make_hotel

POSTINGS = int(os.environ.get("BENCH_POSTINGS", "500"))
EDGE = 50
ROOMS = ("201", "202", "203", "301", "302", "303")
ARTICLES = ("p", "mo", "gin")  # keys of one, two and three letters


def _hotel(folder: str) -> Hotel:
    from decimal import Decimal

    from models.front_office.codes.articles import ArticleTerms, save_article

    open_database(str(Path(folder, "bar.db")), create=True)
    make_hotel()
    hotel = Hotel()
    for code, key in (("MOJITO", "mo"), ("GINTONIC", "gin")):
        save_article(
            hotel.desk(), None, ArticleTerms(code, "FOOD", code, code.title(), Decimal(220), "BAR", key)
        )
    for room in ROOMS:
        hotel.in_house(room, nights=3)
    return hotel


async def _one(desk: Desk, line: str, written: int) -> tuple[float, float]:
    """Wall and CPU seconds from the first key of a line until it is in the books and on the screen."""
    wall, cpu = time.perf_counter(), time.process_time()
    await desk.pilot.press(*line, "enter")
    while f"{written} today" not in desk.text:
        await asyncio.sleep(0.001)
    return time.perf_counter() - wall, time.process_time() - cpu


async def _night(hotel: Hotel) -> tuple[list[float], list[float], int]:
    walls, cpus, keys = [], [], 0
    async with at_the_desk(hotel, "nok") as desk:
        await desk.command("outlet bar")
        await desk.sees("0 today")
        for n in range(POSTINGS):
            line = f"{ROOMS[n % len(ROOMS)]} {ARTICLES[n % len(ARTICLES)]}"
            wall, cpu = await _one(desk, line, min(n + 1, 200))
            walls.append(wall)
            cpus.append(cpu)
            keys += len(line) + 1
    return walls, cpus, keys


def _bare(hotel: Hotel) -> tuple[list[float], list[float]]:
    desk, window = hotel.desk("nok"), hotel.window(1)
    walls, cpus = [], []
    for _n in range(POSTINGS):
        wall, cpu = time.perf_counter(), time.process_time()
        post_article(desk, window, "PADTHAI")
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return walls, cpus


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        hotel = _hotel(folder)
        bare_wall, bare_cpu = _bare(hotel)
        before = Posting.select().count()
        Posting.select().where(Posting.article.is_null(False))  # the bare ones stand on the same list
        walls, cpus, keys = asyncio.run(_night(hotel))
        assert Posting.select().count() - before == POSTINGS, "a posting was lost"
        assert outlet("BAR").code == "BAR"
        close_database()
    ms, cpu = (1000 * statistics.median(x) for x in (walls, cpus))
    bare, bare_cpu_ms = (1000 * statistics.median(x) for x in (bare_wall, bare_cpu))
    first, last = (1000 * statistics.median(x) for x in (walls[:EDGE], walls[-EDGE:]))
    print(f"{POSTINGS} postings at the bar   {keys / POSTINGS:.1f} keys a posting, Enter included")
    print(f"by keyboard              {ms:.1f} ms a posting, CPU {cpu:.1f} ms")
    print(
        f"the operation alone      {bare:.1f} ms, CPU {bare_cpu_ms:.1f} ms   ratio {ms / bare:.1f}, CPU {cpu / bare_cpu_ms:.1f}"
    )
    print(f"first {EDGE} against last   {first:.1f} ms, {last:.1f} ms   ratio {last / first:.2f}")


if __name__ == "__main__":
    sys.exit(main())
