"""How soon the desk is there and what a key costs, against a bare Textual program in the same run.

``python -m benchmarks.desk``. Figures are medians; quote the ratios, machines differ.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from models.front_office.demo import DEMO_PASSWORD, build_demo, call_off_wake_ups
from models.front_office.guests import create_guest
from models.house.acts import Desk
from models.house.database import close_database, open_database
from models.house.staff import Staff
from tests.terminal import Terminal

HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("hello world")
Hello(ansi_color=True).run(mouse=False)
"""
ROUNDS = 5
MANY_GUESTS = int(os.environ.get("BENCH_GUESTS", "20000"))


def _start(arguments: list[str], words: str, python: list[str] | None = None) -> tuple[float, float]:
    """Wall seconds to the words on the screen, and CPU seconds spent by the program until then."""
    began = time.perf_counter()
    with Terminal(*arguments, python=python) as desk:
        desk.wait(words)
        wall = time.perf_counter() - began
        fields = Path(f"/proc/{desk.pid}/stat").read_text().rsplit(")", 1)[1].split()
        cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return wall, cpu


def _keys(database: str, open_keys: list[str], words: str, steps: int = 40) -> tuple[float, float]:
    """Bytes and milliseconds a key while going down a list."""
    with Terminal("--database", database) as desk:
        desk.sign_in("pavinee", DEMO_PASSWORD).wait("201")
        desk.press(*open_keys).wait(words).settle()
        before, began = desk.received, time.perf_counter()
        for _step in range(steps):
            seen = desk.received
            desk.press("down")
            while desk.received == seen:
                desk.read(5)
        return (desk.received - before) / steps, 1000 * (time.perf_counter() - began) / steps


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder, "demo.db"))
        ready = os.environ.get("BENCH_DEMO")
        if ready:
            shutil.copy(ready, database)
        else:
            import datetime

            build_demo(database, datetime.date(2026, 11, 23))
            call_off_wake_ups(database, datetime.datetime.now(datetime.UTC))
        hello = [_start([], "hello world", ["-c", HELLO]) for _round in range(ROUNDS)]
        desk = [_start(["--database", database], "F2") for _round in range(ROUNDS)]
        base_wall, base_cpu = (statistics.median(x) for x in zip(*hello, strict=True))
        wall, cpu = (statistics.median(x) for x in zip(*desk, strict=True))
        print(f"hello world in Textual   {base_wall:.2f} s  CPU {base_cpu:.2f} s")
        print(
            f"sign-in screen           {wall:.2f} s  CPU {cpu:.2f} s   ratio {wall / base_wall:.2f}, CPU {cpu / base_cpu:.2f}"
        )
        for name, keys, words in (("rack, a row down", [], "201"), ("guests, a row down", ["g", "u"], "▸")):
            size, ms = _keys(database, keys, words)
            print(f"{name:<24} {size:.0f} bytes a key, {ms:.1f} ms")
        _many_guests(database)


def _many_guests(database: str) -> None:
    """Opening and searching the guest list with few and with many profiles."""
    from models.front_office.guests import find_guests, guests
    from models.house.acts import operation

    open_database(database)
    staff = Staff.get(Staff.login == "pavinee")
    import datetime

    desk = Desk(staff, "bench", lambda: datetime.datetime.now(datetime.UTC))
    few = _reading(guests, find_guests)

    @operation("book")
    def more(act: object, first: int, last: int) -> None:
        for n in range(first, last):
            create_guest(act, family=f"Family{n}", given=f"Given{n % 997}", phone=f"08{n:08d}")  # type: ignore[arg-type]

    began = time.perf_counter()
    for first in range(0, MANY_GUESTS, 1000):
        more(desk, first, min(first + 1000, MANY_GUESTS))
    each = 1000 * (time.perf_counter() - began) / MANY_GUESTS
    many = _reading(guests, find_guests)
    print(f"guest list, few          first page {few[0]:.1f} ms, search {few[1]:.1f} ms")
    print(
        f"guest list, +{MANY_GUESTS:,}     first page {many[0]:.1f} ms (×{many[0] / few[0]:.1f}),"
        f" search {many[1]:.1f} ms (×{many[1] / few[1]:.1f}); a profile written {each:.1f} ms"
    )
    close_database()


def _reading(guests: object, find_guests: object) -> tuple[float, float]:
    def timed(read: object) -> float:
        times = []
        for _round in range(20):
            began = time.perf_counter()
            read()  # type: ignore[operator]
            times.append(1000 * (time.perf_counter() - began))
        return statistics.median(times)

    return timed(lambda: guests().first(40)), timed(lambda: find_guests("somch").first(40))  # type: ignore[operator]


if __name__ == "__main__":
    sys.exit(main())
