"""The whole resort file, lived from the first day to the last: how long, how much memory, and whether it is right.

``python -m benchmarks.replay [FILE]`` lives the file in a hotel of its own and compares the books with the file: the
sums of the whole, every closed day with the day before it, every month with the file's own, and the reports of the
fifth day printed then and at the end. ``--until DATE`` stops after the audit of that date; ``--hotel DB`` keeps the
hotel there, and goes on where an earlier run of the same file ended or was cut off.
``--kill N`` lives it a second time, killed with SIGKILL at N seeded random moments and taken up again each time,
and compares both hotels row by row.
"""

from __future__ import annotations

import argparse
import datetime
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

from benchmarks.closed_days import months_of_books, months_of_file, printed, wrong_days
from models.front_office.night_audit import ClosedDay
from models.front_office.proof import faults
from models.front_office.replay import Summary, file_sums, read_bookings, replay
from models.house.database import all_tables, close_database, database, open_database
from models.house.staff import Staff

FILE = Path(__file__).parent / "data" / "resort_bookings.csv.gz"
ROWS_AT_ONCE = 10_000
EARLY = 4  # days after the first: its reports are printed at once, and again at the end


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


def live(file: Path, hotel: Path, until: datetime.date | None) -> None:
    """What the child does: a line for every row touched, so that the parent knows when to kill."""
    print("0 0", flush=True)
    open_database(str(hotel), create=True)
    replay(file, lambda done, total, _day: print(done, total, flush=True), until)


def run(
    file: Path,
    hotel: Path,
    kill_at: int | None = None,
    delay: float = 0.0,
    until: datetime.date | None = None,
) -> Run:
    """A child that lives the file; killed ``delay`` seconds after it reported step ``kill_at``."""
    started = time.monotonic()
    stop = ["--until", until.isoformat()] if until else []
    child = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.replay", "--live", str(hotel), str(file), *stop],
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


def ending(file: Path, hotel: Path, until: datetime.date | None = None) -> tuple[Summary, str]:
    open_database(str(hotel))
    return replay(file, until=until), state_digest()


def _lived(file: Path, hotel: Path, until: datetime.date | None) -> Run:
    done = run(file, hotel, until=until)
    if done.status:
        raise SystemExit(f"the replay ended with {done.status}")
    return done


def measure(file: Path, hotel: Path, until: datetime.date | None = None) -> tuple[Summary, str]:
    """One undisturbed life, printed; raises SystemExit where the books and the file differ."""
    early = min(row.arrival for row in read_bookings(file).rows) + datetime.timedelta(days=EARLY)
    early = min(early, until or early)
    until_early = _lived(file, hotel, early)
    open_database(str(hotel))
    reports = printed(early)
    close_database()
    once = _lived(file, hotel, until)
    seconds = until_early.seconds + once.seconds
    summary, digest = ending(file, hotel, until)
    started = time.monotonic()
    wrong = list(faults())
    proof = time.monotonic() - started
    (entries,) = database.execute_sql("SELECT count(*) FROM entry").fetchone()
    (operations,) = database.execute_sql("SELECT count(*) FROM submission").fetchone()
    print(summary.as_json())
    print(f"wall time          {seconds:10.1f} s")
    print(f"peak memory        {once.peak:10.1f} MB")
    print(f"operations         {operations:10}   {operations / seconds:8.1f} a second")
    print(f"entries            {entries:10}   {entries / seconds:8.1f} a second")
    print(f"database           {hotel.stat().st_size / 1e6:10.1f} MB")
    print(f"proof of the books {proof:10.1f} s, {len(wrong)} faults")
    same = not summary.trial_balance_difference and not wrong
    same &= _days_are_whole(file, summary.business_date - datetime.timedelta(days=1))
    again = printed(early)
    print(f"reports of {early} {len(again):7}   {'the same bytes' if again == reports else 'DIFFERENT'}")
    same &= again == reports
    if until is None:
        same &= _ends_as_the_file(file, summary)
    close_database()
    print("equal" if same else "DIFFERENT")
    if not same:
        raise SystemExit(1)
    return summary, digest


def _days_are_whole(file: Path, last_closed: datetime.date) -> bool:
    """Every closed day by itself and beside the one before it; every month beside the file."""
    started = time.monotonic()
    wrong = list(wrong_days())
    for what in wrong:
        print(what)
    days = ClosedDay.select().count()
    print(f"closed days        {days:10}   {len(wrong)} wrong, read in {time.monotonic() - started:.1f} s")
    books, of_file = months_of_books(last_closed), months_of_file(file, last_closed)
    for ours, theirs in zip(books, of_file, strict=True):
        rates = f"{ours.room_nights:6} nights {ours.occupancy:6} % ADR {ours.adr} RevPAR {ours.revpar}"
        print(f"{ours.first_day:%Y-%m} {rates}{'' if ours == theirs else f' but the file says {theirs}'}")
    equal = sum(ours == theirs for ours, theirs in zip(books, of_file, strict=True))
    print(f"months             {len(books):10}   {equal} as in the file")
    return not wrong and books == of_file


def _ends_as_the_file(file: Path, summary: Summary) -> bool:
    said = file_sums(file)
    print(f"room-nights        {summary.room_nights_sold:10}   the file says {said.room_nights}")
    print(f"rooms revenue      {summary.rooms_revenue:10}   the file says {said.rooms_revenue}")
    return (
        summary.room_nights_sold == said.room_nights
        and summary.rooms_revenue == said.rooms_revenue
        and summary.bookings_by_status == said.bookings_by_status
    )


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
    options.add_argument("--until", type=datetime.date.fromisoformat, metavar="DATE")
    options.add_argument("--hotel", type=Path, metavar="DB")
    options.add_argument("--live", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.kill and (chosen.until or chosen.hotel):
        options.error("--kill lives the whole file in hotels of its own")
    file = chosen.file.resolve()
    if chosen.live:
        live(file, chosen.live, chosen.until)
        return
    with tempfile.TemporaryDirectory(prefix="replay-") as folder:
        summary, digest = measure(file, chosen.hotel or Path(folder) / "once.db", chosen.until)
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
