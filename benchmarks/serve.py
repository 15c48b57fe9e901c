"""Desks at a session server: how soon they are there, how soon they are back, what many of them take.

``python -m benchmarks.serve``. Wall figures are medians and want a quiet machine; quote the ratios.
"""

from __future__ import annotations

import datetime
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app.server.commands import ask_server
from benchmarks.desk import HELLO, ROUNDS
from models.front_office.demo import DEMO_PASSWORD, build_demo, call_off_wake_ups
from tests.terminal import Terminal

DESKS = 20
UNTIL_AT_REST = 14.0
REST_SECONDS = 20.0
PROGRAM = ["-m", "app.start"]


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _pss(pid: int) -> float:
    """Megabytes, what is shared counted in parts."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _known(what: str) -> list[int]:
    known = ask_server()
    assert isinstance(known, list)
    return [one[what] for one in known]


def _size(server: int) -> float:
    return sum(_pss(pid) for pid in (server, *_children(server)))


def _pids() -> list[int]:
    return _known("pid")


def _numbers() -> list[int]:
    return _known("number")


def _children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _start(arguments: list[str], python: list[str], words: str = "F2") -> tuple[float, float]:
    """Wall seconds to the words, CPU seconds until then of the program and of its session where it has one."""
    before = set(_pids())
    began = time.perf_counter()
    # What has a hotel of its own to open does so by itself.
    environ = {"RECEPTION_SOCKET": ""} if arguments else {}
    with Terminal(*arguments, python=python, environ=environ) as desk:
        desk.wait(words)
        wall = time.perf_counter() - began
        cpu = _cpu(desk.pid) + sum(_cpu(pid) for pid in set(_pids()) - before)
    return wall, cpu


def _back() -> float:
    """From the first knock after a cut line to the screen as it was, password typed."""
    desk = Terminal(python=PROGRAM)
    desk.sign_in("pavinee", DEMO_PASSWORD).wait("201")
    desk.press("g", "u").wait("▸").settle()
    desk.close()
    began = time.perf_counter()
    with Terminal(python=PROGRAM) as again:
        again.wait("[pavinee").type(DEMO_PASSWORD).press("enter").wait("[y]").press("y").wait("F8", "▸")
        took = time.perf_counter() - began
    for desk_number in _numbers():
        ask_server(desk_number)
    while _numbers():
        time.sleep(0.1)
    return took


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder, "demo.db"))
        ready = os.environ.get("BENCH_DEMO")
        if ready:
            shutil.copy(ready, database)
        else:
            build_demo(database, datetime.date(2026, 11, 23))
        call_off_wake_ups(database, datetime.datetime.now(datetime.UTC))
        os.environ["RECEPTION_SOCKET"] = str(Path(folder, "desk.sock"))
        command = [sys.executable, *PROGRAM, "--database", database, "serve", "--grace", "0"]
        server = subprocess.Popen(command)
        try:
            while not isinstance(ask_server(), list):
                time.sleep(0.1)
            _figures(server.pid, database)
        finally:
            server.terminate()
            server.wait()


def _figures(server: int, database: str) -> None:
    kinds = {
        "hello world in Textual": ([], ["-c", HELLO], "hello world"),
        "by itself": (["--database", database], [*PROGRAM], "F2"),
        "at the server": ([], PROGRAM, "F2"),
    }
    took = {name: [_start(*kind) for _round in range(ROUNDS)] for name, kind in kinds.items()}
    middle = {name: [statistics.median(x) for x in zip(*each, strict=True)] for name, each in took.items()}
    hello, alone = middle["hello world in Textual"], middle["by itself"]
    for name, (wall, cpu) in middle.items():
        print(
            f"{name:<24} {wall:.2f} s, CPU {cpu:.2f} s; × hello {wall / hello[0]:.2f}, CPU {cpu / hello[1]:.2f};"
            f" × by itself {wall / alone[0]:.2f}, CPU {cpu / alone[1]:.2f}"
        )
    print(
        f"back after a cut line    {statistics.median(_back() for _round in range(3)):.2f} s with the password"
    )
    desks = []
    sizes = []
    for desk_number in range(DESKS):
        desk = Terminal(python=PROGRAM)
        desk.sign_in("pavinee", DEMO_PASSWORD).wait("201").settle(0.2)
        desks.append(desk)
        if desk_number in (0, DESKS - 1):
            sizes.append(_size(server))
            time.sleep(UNTIL_AT_REST)
            sizes.append(_size(server))
    used, rested = (sizes[2] - sizes[0]) / (DESKS - 1), (sizes[3] - sizes[1]) / (DESKS - 1)
    print(
        f"memory                   first desk {sizes[0]:.0f} MB in all, each further {used:.1f} MB, at rest {rested:.1f}"
    )
    everybody = (server, *_children(server))
    before = sum(_cpu(pid) for pid in everybody)
    time.sleep(REST_SECONDS)
    spent = sum(_cpu(pid) for pid in everybody) - before
    print(f"{DESKS} desks at rest          {100 * spent / REST_SECONDS:.2f} % of a core")
    for desk in desks:
        desk.close()


if __name__ == "__main__":
    sys.exit(main())
