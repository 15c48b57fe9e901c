"""Availability grid and tape chart of a big hotel, with one year of history and with ten.

``python -m benchmarks.availability``: 300 rooms of 8 types, three quarters full, written straight into the tables
(every constraint and trigger holds). Each figure stands beside raw ``sqlite3`` reading the same rows in the same run.
"""

from __future__ import annotations

import datetime
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from models.front_office.availability_views import day_figures
from models.front_office.inventory import availability
from models.front_office.opening import NewHotel, add_rate_code, add_room_type, add_rooms, open_hotel
from models.front_office.rates import RateCode
from models.front_office.reservations import CHECKED_OUT, IN_HOUSE, RESERVED
from models.front_office.rooms import Room
from models.front_office.tape_chart import Taken, chart_rooms, tape_chart
from models.house.database import close_database, database, open_database
from models.house.staffing import NewStaff

TODAY = datetime.date(2026, 11, 23)
TYPES = ("STD", "SUP", "DLX", "PRM", "FAM", "JRS", "STE", "VIL")
ROOMS = 300
OCCUPANCY = 0.75
AHEAD = 120  # days of bookings to come
GRID_DAYS, CHART_DAYS = 14, 30
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "31"))
_DAY = datetime.timedelta(days=1)


def build(file: Path, years: int) -> int:
    """A hotel with ``years`` of history behind it; how many room-nights it has."""
    open_database(str(file), create=True)
    morning = datetime.datetime.combine(TODAY, datetime.time(1), datetime.UTC)
    desk = open_hotel(
        NewHotel("โรงแรม", "Hotel", TODAY), NewStaff("boss", "บอส", "Boss", "manager", "rimnam-2569"), morning
    )
    for code in TYPES:
        add_room_type(desk, code, code, code, 3)
    for n in range(ROOMS):
        add_rooms(desk, TYPES[n * len(TYPES) // ROOMS], [(f"{1 + n // 30}{n % 30 + 1:02}", str(1 + n // 30))])
    add_rate_code(desk, "BAR", "ราคา", "Rate")
    rate = RateCode.get(RateCode.code == "BAR").id
    rooms = [(room.id, room.room_type_id) for room in Room.select().order_by(Room.id)]
    close_database()
    return _fill(file, rooms, rate, years)


def _fill(file: Path, rooms: list[tuple[int, int]], rate: int, years: int) -> int:
    """Stay after stay in each room, of one to six nights, with gaps; the nights before today are posted."""
    chance = random.Random(2569)
    books = sqlite3.connect(file)
    books.execute("PRAGMA synchronous = OFF")
    guests = [(f"FAMILY{n}", f"Given{n % 997}", f"สมชาย{n % 97}", f"ใจดี{n % 89}") for n in range(5000)]
    books.executemany(
        "INSERT INTO guest (family, given, given_th, family_th, title, sex, nationality, language, document_kind,"
        " document_number, document_country, phone, email, address, occupation, company, vip, do_not_rent, note, sort_name)"
        " VALUES (?, ?, ?, ?, '', '', 'THA', '', '', '', '', '', '', '', '', '', '', '', '', '')",
        guests,
    )
    first, last = TODAY - datetime.timedelta(days=365 * years), TODAY + datetime.timedelta(days=AHEAD)
    reservations: list[tuple[object, ...]] = []
    stays: list[tuple[object, ...]] = []
    nights: list[tuple[object, ...]] = []
    for number, (room, kind, arrival, departure) in enumerate(_stays(chance, rooms, first, last), 1):
        state = CHECKED_OUT if departure <= TODAY else IN_HOUSE if arrival < TODAY else RESERVED
        has_room = state != RESERVED or arrival < TODAY + 14 * _DAY or chance.random() < 0.5
        reservations.append((number, f"{number:07}", first.isoformat()))
        stays.append((number, number, chance.randrange(1, 5001), state, arrival.isoformat(), departure.isoformat(), kind, room if has_room else None, rate))  # fmt: skip
        for n in range((departure - arrival).days):
            date = arrival + n * _DAY
            nights.append((number, date.isoformat(), kind, kind, room if has_room else None, rate, 150_000, date < TODAY))  # fmt: skip
    books.executemany("INSERT INTO reservation (id, confirmation, booker, guarantee, market, source, note, made_on) VALUES (?, ?, '', 'guaranteed', '', '', '', ?)", reservations)  # fmt: skip
    books.executemany(
        "INSERT INTO stay (id, reservation_id, guest_id, state, arrival, departure, room_type_id, room_id, share_slot,"
        " rate_code_id, adults, children, walk_in, no_post, eta, note, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 2, 0, 0, 0, '', '', '')",
        stays,
    )
    # Booked in the order of arrival, as they come: neighbours in time are neighbours on the disk.
    nights.sort(key=lambda night: (str(night[1]), night[0]))
    books.executemany(
        "INSERT INTO night (stay_id, date, day_use, booked_type_id, room_type_id, room_id, share_slot, rate_code_id,"
        " amount, inclusive, currency, adults, children, fixed_rate, posted) VALUES (?, ?, 0, ?, ?, ?, 0, ?, ?, 0, 'THB', 2, 0, 0, ?)",
        nights,
    )
    books.commit()
    books.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    books.close()
    return len(nights)


def _stays(
    chance: random.Random, rooms: list[tuple[int, int]], first: datetime.date, last: datetime.date
) -> Iterator[tuple[int, int, datetime.date, datetime.date]]:
    """By arrival, over all rooms."""
    found: list[tuple[int, int, datetime.date, datetime.date]] = []
    for room, kind in rooms:
        day = first + chance.randrange(4) * _DAY
        while day < last:
            length = chance.choice((1, 1, 2, 2, 3, 3, 4, 6))
            found.append((room, kind, day, min(day + length * _DAY, last + 10 * _DAY)))
            day += length * _DAY
            while chance.random() > OCCUPANCY / (OCCUPANCY + (1 - OCCUPANCY) * 2.75):
                day += _DAY
    return iter(sorted(found, key=lambda stay: (stay[2], stay[0])))


def timed(read: Callable[[], object]) -> float:
    """Milliseconds of processor time, the median of many: the pages are in memory, and other work on the machine
    does not count."""
    read()
    times = []
    for _round in range(ROUNDS):
        began = time.thread_time()
        read()
        times.append(1000 * (time.thread_time() - began))
    return statistics.median(times)


def draw_all(taken: dict[int, Taken], first: datetime.date) -> int:
    """Every line of the chart, as its widget would draw it."""
    from screens.front_office.tape_lines import draw_room

    lines = [
        draw_room(taken.get(room.room_id, Taken()), first, CHART_DAYS, TODAY, True).segments()
        for room in chart_rooms()
    ]
    return sum(map(len, lines))


def raw(file: Path, sql: str, values: tuple[object, ...]) -> Callable[[], object]:
    connection = sqlite3.connect(file)
    return lambda: connection.execute(sql, values).fetchall()


def measure(file: Path) -> dict[str, tuple[float, float]]:
    """Milliseconds of ours and of the baseline, by figure."""
    open_database(str(file))
    last_grid, last_chart = TODAY + (GRID_DAYS - 1) * _DAY, TODAY + (CHART_DAYS - 1) * _DAY
    ids = [room.room_id for room in chart_rooms()]
    grid_rows = raw(
        file,
        "SELECT n.date, n.room_type_id, s.state, r.guarantee FROM night n JOIN stay s ON s.id = n.stay_id"
        " JOIN reservation r ON r.id = s.reservation_id WHERE n.date BETWEEN ? AND ?",
        (TODAY.isoformat(), last_grid.isoformat()),
    )
    chart_rows = raw(
        file,
        "SELECT n.room_id, n.date, s.state, s.arrival, s.departure, g.given_th, g.family_th FROM night n"
        " JOIN stay s ON s.id = n.stay_id JOIN guest g ON g.id = s.guest_id"
        " WHERE n.room_id IS NOT NULL AND n.date BETWEEN ? AND ?",
        (TODAY.isoformat(), last_chart.isoformat()),
    )
    taken = tape_chart(ids, TODAY - _DAY, last_chart)
    visible = ids[:16]
    base_grid, base_chart = timed(grid_rows), timed(chart_rows)
    figures = {
        "grid, 8 types × 14 days": (timed(lambda: availability(TODAY, last_grid)), base_grid),
        "one date in full": (timed(lambda: day_figures(TODAY)), base_grid),
        "chart read, 300 rooms × 30 days": (timed(lambda: tape_chart(ids, TODAY - _DAY, last_chart)), base_chart),
        "chart drawn, 300 rooms × 30 days": (timed(lambda: draw_all(taken, TODAY)), base_chart),
        "chart read, 16 rooms × 17 days": (timed(lambda: tape_chart(visible, TODAY - _DAY, TODAY + 16 * _DAY)), base_chart),
    }  # fmt: skip
    close_database()
    return figures


def plans(file: Path) -> None:
    """How SQLite goes about the two big reads."""
    open_database(str(file))
    asked: list[str] = []
    connection = database.obj.connection()
    connection.set_trace_callback(asked.append)
    availability(TODAY, TODAY + (GRID_DAYS - 1) * _DAY)
    tape_chart([room.room_id for room in chart_rooms()][:4], TODAY, TODAY + CHART_DAYS * _DAY)
    connection.set_trace_callback(None)
    for sql in asked:
        if '"night"' in sql:
            for step in database.execute_sql(f"EXPLAIN QUERY PLAN {sql}").fetchall():
                print("   ", step[-1])
            print()
    close_database()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = {}
        for years in (1, 10):
            file = Path(os.environ.get("BENCH_HOTELS", folder)) / f"hotel-{years}.db"
            if not file.exists():
                began = time.perf_counter()
                nights = build(file, years)
                print(
                    f"{years} years: {nights:,} nights written in {time.perf_counter() - began:.0f} s, {file.stat().st_size / 1e6:.0f} MB"
                )
            found[years] = measure(file)
        print(f"{'':34}{'1 year':>10}{'ratio':>8}{'10 years':>10}{'ratio':>8}{'growth':>8}")
        for name in found[1]:
            (one, base), (ten, base_ten) = found[1][name], found[10][name]
            print(
                f"{name:34}{one:7.1f} ms{one / base:8.2f}{ten:7.1f} ms{ten / base_ten:8.2f}{ten / one:8.2f}"
            )
        if "--plans" in sys.argv:
            plans(file)


if __name__ == "__main__":
    main()
