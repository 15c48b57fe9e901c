"""The whole resort file, lived from the first day to the last: how long, how much memory, and whether it is right.

``python -m benchmarks.replay [FILE]`` lives the file in a hotel of its own and compares the books with the file.
``--kill N`` lives it a second time, killed with SIGKILL at N seeded random moments and taken up again each time,
and compares both hotels row by row.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from models.front_office.proof import faults
from models.front_office.replay import Summary, file_sums, replay
from models.house.database import all_tables, close_database, database, open_database
from models.house.staff import Staff

FILE = Path(__file__).parent / "data" / "resort_bookings.csv.gz"
ROWS_AT_ONCE = 10_000


def state_digest() -> str:
    """SHA-256 over every row of the open hotel. The password is left out: its salt is random."""
    digest = hashlib.sha256()
    for table in sorted(all_tables(), key=lambda table: table._meta.table_name):
        fields = [field for field in table._meta.sorted_fields if field is not Staff.password_hash]
        columns = ", ".join(f'"{field.column_name}"' for field in fields)
        keys = ", ".join(f'"{field.column_name}"' for field in table._meta.get_primary_keys())
        cursor = database.execute_sql(f'SELECT {columns} FROM "{table._meta.table_name}" ORDER BY {keys}')
        digest.update(table._meta.table_name.encode())
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            for row in rows:
                digest.update(repr(row).encode())
    return digest.hexdigest()


@dataclass(frozen=True)
class Run:
    """One life of a child: how it ended, its wall time in seconds, its peak memory in MB."""

    status: int
    steps: int
    seconds: float
    peak: float


def live(file: Path, hotel: Path) -> None:
    """What the child does: a line for every row touched, so that the parent knows when to kill."""
    print("0 0", flush=True)
    open_database(str(hotel), create=True)
    replay(file, lambda done, total, _day: print(done, total, flush=True))


def run(file: Path, hotel: Path, kill_at: int | None = None, delay: float = 0.0) -> Run:
    """A child that lives the file; killed ``delay`` seconds after it reported step ``kill_at``."""
    started = time.monotonic()
    child = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.replay", "--live", str(hotel), str(file)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
    )
    assert child.stdout is not None
    done = 0
    for line in child.stdout:
        done, total = map(int, line.split())
        if kill_at is not None and done >= kill_at:
            time.sleep(delay)
            child.send_signal(signal.SIGKILL)
            break
        if kill_at is None and sys.stderr.isatty() and total:
            print(f"\r{done:6} / {total}", end="", file=sys.stderr, flush=True)
    child.stdout.close()
    _pid, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return Run(child.returncode, done, time.monotonic() - started, usage.ru_maxrss / 1024)


def ending(file: Path, hotel: Path) -> tuple[Summary, str]:
    open_database(str(hotel))
    return replay(file), state_digest()


def measure(file: Path, hotel: Path) -> tuple[Summary, str]:
    """One undisturbed life, printed; raises SystemExit where the books and the file differ."""
    once = run(file, hotel)
    if once.status:
        raise SystemExit(f"the replay ended with {once.status}")
    summary, digest = ending(file, hotel)
    started = time.monotonic()
    wrong = list(faults())
    proof = time.monotonic() - started
    (entries,) = database.execute_sql("SELECT count(*) FROM entry").fetchone()
    (operations,) = database.execute_sql("SELECT count(*) FROM submission").fetchone()
    close_database()
    said = file_sums(file)
    print(summary.as_json())
    print(f"wall time          {once.seconds:10.1f} s")
    print(f"peak memory        {once.peak:10.1f} MB")
    print(f"operations         {operations:10}   {operations / once.seconds:8.1f} a second")
    print(f"entries            {entries:10}   {entries / once.seconds:8.1f} a second")
    print(f"database           {hotel.stat().st_size / 1e6:10.1f} MB")
    print(f"proof of the books {proof:10.1f} s, {len(wrong)} faults")
    print(f"room-nights        {summary.room_nights_sold:10}   the file says {said.room_nights}")
    print(f"rooms revenue      {summary.rooms_revenue:10}   the file says {said.rooms_revenue}")
    same = (
        summary.room_nights_sold == said.room_nights
        and summary.rooms_revenue == said.rooms_revenue
        and summary.bookings_by_status == said.bookings_by_status
        and not summary.trial_balance_difference
        and not wrong
    )
    print("equal" if same else "DIFFERENT")
    if not same:
        raise SystemExit(1)
    return summary, digest


def kill_and_resume(file: Path, hotel: Path, kills: int, seed: int, steps: int) -> tuple[Summary, str]:
    """Killed ``kills`` times: the first while the hotel is being set up, the others anywhere in its life."""
    chance = random.Random(seed)
    moments = [0, *sorted(chance.sample(range(1, steps), kills - 1))]
    for number, moment in enumerate(moments, 1):
        killed = run(
            file, hotel, moment, chance.uniform(0.15, 0.35) if not moment else chance.uniform(0, 0.05)
        )
        if killed.status != -signal.SIGKILL:
            raise SystemExit(f"the replay ended by itself with {killed.status}")
        print(f"kill {number:3} at step {moment:6} after {killed.seconds:6.1f} s", flush=True)
    last = run(file, hotel)
    if last.status:
        raise SystemExit(f"the replay ended with {last.status}")
    return ending(file, hotel)


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("file", nargs="?", type=Path, default=FILE)
    options.add_argument("--kill", type=int, default=0, metavar="N")
    options.add_argument("--seed", type=int, default=2015)
    options.add_argument("--live", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    file = chosen.file.resolve()
    if chosen.live:
        live(file, chosen.live)
        return
    with tempfile.TemporaryDirectory(prefix="replay-") as folder:
        summary, digest = measure(file, Path(folder) / "once.db")
        if not chosen.kill:
            return
        steps = steps_of(file)
        killed_summary, killed_digest = kill_and_resume(
            file, Path(folder) / "killed.db", chosen.kill, chosen.seed, steps
        )
        same = (killed_summary, killed_digest) == (summary, digest)
        print(f"{chosen.kill} kills: {'same end state' if same else 'DIFFERENT end state'}")
        print(f"last hash {summary.last_hash} and {killed_summary.last_hash}")
        print(f"digest    {digest} and {killed_digest}")
        if not same:
            raise SystemExit(1)


def steps_of(file: Path) -> int:
    from models.front_office.replay.bookings_file import read_bookings
    from models.front_office.replay.plan import make_plan

    return make_plan(read_bookings(file)).steps


if __name__ == "__main__":
    main()
