"""The night audit of full houses: how long desks wait, and how that grows with the house.

``python -m benchmarks.audit``: houses of 100, 300 and 1,000 rooms on SQLite, every room taken, filled through the
desk's own operations. Seconds per step, the memory it takes, entries a second, and raw ``sqlite3`` inserting the very
rows the audit wrote into the same tables, triggers and all, in the same run. Quote the ratios, machines differ.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
import time
import tracemalloc
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from models.front_office.companies import create_company
from models.front_office.night_audit import run_audit
from models.front_office.opening import add_rate_code, add_rooms, set_setting
from models.front_office.payments import take_deposit
from models.front_office.rates import RateCode, set_price
from models.front_office.reservations import Stay, share_room
from models.front_office.rooms import RoomType
from models.front_office.routing import OTHER_STAY, save_rule
from models.front_office.stays import check_in
from models.house.database import close_database, database, open_database
from models.ledger.entries import Entry
from tests.hotel import FIRST_DAY, Hotel, make_hotel
from tests.packages import breakfast, package
from tests.raw import counted

HOUSES = tuple(int(n) for n in os.environ.get("BENCH_HOUSES", "100,300,1000").split(","))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
NIGHTS = 3
# One room in so many …
BREAKFAST = 3  # has breakfast in its rate
COMPANY = 8  # is paid by a company, on a second window
ROUTED = 20  # is paid by the room before it
DEPOSIT = 10  # has paid a deposit, with its VAT
SHARED = 9  # has two guests with a folio each
FIRST = ("subaccount", "folio_window", "period", "line", "entry", "posting")
LAST = ("books_taken", "closed_day")  # after which nothing of their date is added
KEPT = ("account_day", "account_month", "subaccount_balance")  # written by triggers


def build(file: Path, rooms: int) -> None:
    """A hotel whose rooms are all taken tonight."""
    open_database(str(file), create=True)
    database.execute_sql("PRAGMA synchronous = OFF")
    make_hotel()
    hotel = Hotel()
    desk = hotel.desk()
    set_setting(desk, "tax_paper_at_payment", "combined")
    add_rooms(desk, "DLX", [(f"{n}", f"{n // 100}") for n in range(1001, 1001 + rooms)])
    add_rate_code(desk, "BB", "รวมอาหารเช้า", "With breakfast")
    year = (FIRST_DAY.replace(month=1, day=1), FIRST_DAY.replace(year=2027), "1234567")
    kind, prices = RoomType.get(RoomType.code == "DLX").id, [Decimal(n) for n in (2600, 3000, 500, 250)]
    set_price(desk, RateCode.get(RateCode.code == "BB").id, kind, *year, *prices)
    package(hotel, "ABF", breakfast(), rate="BB")
    company = create_company(
        desk, name_en="Siam Tour", tax_id="0105561000003", address="1 Silom Road, Bangkok"
    )
    save_rule(desk, "company", company, codes="room", number=2)
    for n in range(rooms):
        _guest_arrives(hotel, n, str(1001 + n), company)
    close_database()


def _guest_arrives(hotel: Hotel, n: int, room: str, company: int) -> None:
    desk = hotel.desk()
    more = {"company_id": company} if n % COMPANY == 1 else {}
    rate = "BB" if n % BREAKFAST == 0 else "BAR"
    stay = hotel.booked(NIGHTS, "DLX", hotel.registered_guest(), rate_code=rate, adults=1 + n % 2, **more)
    if n % DEPOSIT == 2:
        take_deposit(desk, Stay.get_by_id(stay).reservation_id, "CASH", Decimal(3210))
    check_in(desk, stay, room)
    if n % SHARED == 4:
        other = hotel.booked(NIGHTS, "DLX", hotel.registered_guest())
        share_room(desk, other, stay)
        check_in(desk, other)
    if n % ROUTED == 7:
        save_rule(desk, "stay", stay, codes="room", target=OTHER_STAY, to_room=str(int(room) - 1))


@dataclass
class Night:
    """Seconds of one audit. ``steps``: wall seconds by step, in their order."""

    wall: float
    cpu: float
    entries: int
    steps: dict[str, float] = field(default_factory=dict)


class StopWatch:
    """Given to the audit as its progress: what a step took is known when the next one begins."""

    def __init__(self) -> None:
        self.steps: dict[str, float] = {}
        self._step, self._since = "start", time.perf_counter()

    def __call__(self, step: str, _done: int, _all: int) -> None:
        if step != self._step:
            self.stop()
            self._step = step

    def stop(self) -> None:
        now = time.perf_counter()
        self.steps[self._step] = self.steps.get(self._step, 0.0) + now - self._since
        self._since = now


def close(file: Path) -> Night:
    open_database(str(file))
    hotel = Hotel()
    before = Entry.select().count()
    watch = StopWatch()
    wall, cpu = time.perf_counter(), time.process_time()
    run_audit(hotel.desk("chai"), FIRST_DAY, watch)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    watch.stop()
    night = Night(wall, cpu, Entry.select().count() - before, watch.steps)
    close_database()
    return night


def count_and_weigh(file: Path) -> tuple[int, float]:
    """How many statements the audit sends, and the megabytes of objects it holds at the most."""
    open_database(str(file))
    hotel = Hotel()
    tracemalloc.start()
    with counted() as asked:
        run_audit(hotel.desk("chai"), FIRST_DAY)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    close_database()
    return len(asked), peak


def raw(before: Path, after: Path) -> float:
    """Seconds of processor time to insert the rows of ``after`` that are not in ``before``, in one transaction."""
    books = sqlite3.connect(before, isolation_level=None)
    books.execute("PRAGMA foreign_keys = ON")
    books.execute("ATTACH ? AS closed", (str(after),))
    new = {}
    for (table,) in books.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
        columns = [row[1] for row in books.execute(f"PRAGMA table_info({table})")]
        if "id" in columns and table not in KEPT:
            rows = books.execute(f"SELECT * FROM closed.{table} WHERE id NOT IN (SELECT id FROM main.{table}) ORDER BY id").fetchall()  # fmt: skip
            if rows:
                new[table] = (f"INSERT INTO main.{table} VALUES ({', '.join('?' * len(columns))})", rows)
    order = [*FIRST, *(table for table in new if table not in (*FIRST, *LAST)), *LAST]
    began = time.process_time()
    books.execute("BEGIN IMMEDIATE")
    books.execute("PRAGMA defer_foreign_keys = ON")
    for table in order:
        if table in new:
            books.executemany(*new[table])
    books.execute("COMMIT")
    spent = time.process_time() - began
    books.close()
    return spent


def measure(folder: Path, rooms: int) -> Night:
    house, copy, baseline = (folder / f"{name}-{rooms}.db" for name in ("house", "closed", "raw"))
    if not house.exists():
        half = folder / f"half-{rooms}.db"
        build(half, rooms)
        half.rename(house)
    nights = []
    for _round in range(ROUNDS):
        shutil.copy(house, copy)
        nights.append(close(copy))
    best = min(nights, key=lambda night: night.cpu)
    shutil.copy(house, baseline)
    plain = raw(baseline, copy)
    shutil.copy(house, copy)
    asked, megabytes = count_and_weigh(copy)
    print(f"{rooms:,} rooms: {best.wall:.2f} s, CPU {best.cpu:.2f} s; {best.entries:,} entries, {best.entries / best.cpu:,.0f} a second")  # fmt: skip
    print(f"  {asked:,} statements ({asked / rooms:.1f} a room), {megabytes:.1f} MB at the most")
    print(f"  the same rows by raw sqlite3: {plain:.3f} s, ratio {best.cpu / plain:.1f}")
    print("  " + ", ".join(f"{step} {seconds:.3f} s" for step, seconds in best.steps.items()))
    return best


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(os.environ.get("BENCH_HOTELS", made))
        nights = [measure(folder, rooms) for rooms in HOUSES]
    times, rooms = nights[-1].cpu / nights[0].cpu, HOUSES[-1] / HOUSES[0]
    print(
        f"{HOUSES[0]:,} to {HOUSES[-1]:,} rooms: {rooms:.1f} times the rooms, {times:.1f} times the seconds"
    )


if __name__ == "__main__":
    sys.exit(main())
