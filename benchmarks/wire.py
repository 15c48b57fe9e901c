"""What goes over the wire: a list of a million guests beside one of twenty, forms, dialogs, a whole check-in.

``python -m benchmarks.wire``; ``BENCH_GUESTS`` for another number. Bytes are those of a real pty at 80×24; compressed as
SSH does it: one zlib stream of level 6, flushed after each packet. Times are ratios between the two lists of one run.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
import zlib
from pathlib import Path

from benchmarks.results import Figure, report
from models.house.database import close_database, database, open_database
from tests.hotel import PASSWORD, Hotel, make_hotel
from tests.terminal import Terminal

MANY = int(os.environ.get("BENCH_GUESTS", "1000000"))
FEW = 20
STEPS = 30  # half of them down, half up again: the short list has no more


def compressed(packets: list[bytes]) -> int:
    """Bytes of the packets in one stream, each flushed so that the other end can show it."""
    stream = zlib.compressobj(6)
    return sum(len(stream.compress(packet) + stream.flush(zlib.Z_SYNC_FLUSH)) for packet in packets)


def cpu_of(pid: int) -> float:
    """Seconds the program has spent."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _hotel(file: str, guests: int) -> None:
    open_database(file, create=True)
    make_hotel()
    hotel = Hotel()
    for _n in range(3):
        hotel.booked(nights=2)
    # Enough to page through; searched they are in another benchmark.
    first = database.execute_sql("SELECT max(id) FROM guest").fetchone()[0]
    columns = [row[1] for row in database.execute_sql("PRAGMA table_info(guest)").fetchall()]
    said = {
        "id": "n + ?",
        "family": "'Family' || n",
        "given": "'Given' || (n % 997)",
        "sort_name": "'family' || n",
    }
    values = ", ".join(said.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    with database.atomic():
        database.execute_sql(
            f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)"
            f" INSERT INTO guest ({names}) SELECT {values} FROM numbers, (SELECT * FROM guest WHERE id = ?)",
            (guests, first, first),
        )
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    close_database()


def _list(file: str) -> dict[str, float]:
    """Opening the guest list and going down it: bytes, CPU and wall milliseconds a key."""
    with Terminal("--database", file) as desk:
        desk.sign_in("pavinee", PASSWORD).wait("201")
        desk.settle()
        opening = []
        for _round in range(5):
            began = time.perf_counter()
            desk.press("g", "u").wait("▸FAMILY")
            opening.append(time.perf_counter() - began)
            desk.settle(0.2)
            desk.press("esc").wait("201", gone="▸FAMILY").settle(0.2)
        desk.press("g", "u").wait("▸FAMILY").settle()
        before, spent, walls = desk.received, cpu_of(desk.pid), []
        for step in range(STEPS):
            began, seen = time.perf_counter(), desk.received
            desk.press("down" if step < STEPS // 2 else "up")
            while desk.received == seen:
                desk.read(5)
            walls.append(1000 * (time.perf_counter() - began))
        return {
            "open": 1000 * statistics.median(opening),
            "bytes": (desk.received - before) / STEPS,
            "cpu": 1000 * (cpu_of(desk.pid) - spent) / STEPS,
            "p95": sorted(walls)[int(0.95 * STEPS)],
        }


def _forms(file: str) -> dict[str, float]:
    """A form and a dialog opening, keys in a field, and a check-in from the arrivals to the room."""
    figures: dict[str, float] = {}
    with Terminal("--database", file) as desk:
        desk.sign_in("nok", PASSWORD).wait("201").settle()

        def weigh(name: str, *keys: str, words: str = "") -> None:
            before = desk.received
            desk.press(*keys)
            if words:
                desk.wait(words)
            desk.settle()
            figures[name] = desk.received - before

        weigh("form", "g", "u", "n", words="[")
        before = desk.received
        for letter in "Somchai":
            seen = desk.received
            desk.press(letter)
            while desk.received == seen:
                desk.read(5)
        figures["field"] = (desk.settle().received - before) / 7
        weigh("dialog", "esc", words="[y]")
        weigh("closed", "y")
        desk.press("esc").settle()
        first = len(desk.packets)
        desk.press("g", "a").settle()
        desk.press("c").settle()
        desk.press("f9").settle()
        figures["check-in"] = sum(len(packet) for packet in desk.packets[first:])
        figures["check-in, compressed"] = compressed(desk.packets[first:])
    return figures


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        lists = {}
        for guests in (FEW, MANY):
            file = str(Path(folder, f"{guests}.db"))
            _hotel(file, guests)
            lists[guests] = _list(file)
        forms = _forms(str(Path(folder, f"{FEW}.db")))
    few, many = lists[FEW], lists[MANY]
    report(
        "wire",
        Figure("guest list, a key", many["bytes"], "bytes", 330),
        Figure("guest list, CPU of a key", many["cpu"], "ms", 5),
        Figure("guest list, p95 key to paint against 20 rows", many["p95"] / few["p95"], "×", 1.3),
        Figure("guest list, opening against 20 rows", many["open"] / few["open"], "×", 1.2),
        Figure("form opening", forms["form"], "bytes", 8_000),
        Figure("dialog opening", forms["dialog"], "bytes", 4_000),
        Figure("key in a field", forms["field"], "bytes", 200),
        Figure("check-in from the arrivals", forms["check-in"], "bytes", 40_000),
        Figure("check-in, compressed as by SSH", forms["check-in, compressed"], "bytes", 6_000),
    )


if __name__ == "__main__":
    main()
