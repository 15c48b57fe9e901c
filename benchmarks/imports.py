"""Switching on a Monday: how long 20,000 profiles and 2,000 future bookings of the old program take to come in.

``python -m benchmarks.imports``. Each list comes from a CSV, the profiles from an XLSX as well; each is taken in
twice, because the second time must find that nothing has changed.
"""

from __future__ import annotations

import datetime
import os
import random
import resource
import tempfile
import time
from decimal import Decimal
from pathlib import Path

import openpyxl

from models.front_office.imports import KINDS, import_table, propose
from models.front_office.opening import add_rooms
from models.house.database import close_database, open_database
from models.house.tables import read_table
from tests.hotel import FIRST_DAY, Hotel, make_hotel

PROFILES = int(os.environ.get("BENCH_PROFILES", "20000"))
BOOKINGS = int(os.environ.get("BENCH_BOOKINGS", "2000"))
ROOMS = 100  # more of each type than the test hotel has
SOURCE = "old"


def _profiles() -> list[list[str]]:
    chance = random.Random(2569)
    rows = [["Profile ID", "Last Name", "First Name", "Nationality", "Passport No", "Mobile", "Email", "DOB"]]
    for n in range(PROFILES):
        family, given = f"Family{n % 7919:04d}", f"Given{chance.randrange(3000):04d}"
        phone, birth = (
            f"08{chance.randrange(10**8):08d}",
            f"{chance.randrange(1, 29):02d}/06/{chance.randrange(1945, 2005)}",
        )
        rows.append([f"P{n}", family, given, chance.choice(["TH", "DE", "CN", "GB"]), f"A{n:08d}", phone, f"g{n}@example.org", birth])  # fmt: skip
    return rows


def _bookings() -> list[list[str]]:
    chance = random.Random(2570)
    rows = [["Conf No", "Profile ID", "Arrival", "Departure", "Room Type", "Rate Code", "Total", "Adults"]]
    for n in range(BOOKINGS):
        arrival = FIRST_DAY + datetime.timedelta(days=chance.randrange(1, 300))
        nights = chance.randrange(1, 8)
        left = arrival + datetime.timedelta(days=nights)
        total = f"{Decimal(chance.randrange(1200, 3000)) * nights:.2f}"
        rows.append([str(70000 + n), f"P{chance.randrange(PROFILES)}", f"{arrival:%d/%m/%Y}", f"{left:%d/%m/%Y}", chance.choice(["SUP", "DLX"]), "BAR", total, str(chance.randrange(1, 3))])  # fmt: skip
    return rows


def _written(folder: Path, name: str, rows: list[list[str]]) -> Path:
    file = folder / name
    if name.endswith(".csv"):
        file.write_text("\n".join(",".join(row) for row in rows) + "\n", "utf-8")
    else:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
        book.save(file)
    return file


def _take(hotel: Hotel, kind: str, file: Path) -> None:
    began = time.perf_counter()
    table = read_table(file)
    read = time.perf_counter() - began
    of = KINDS[kind]
    mapping = propose(of.fields, table)
    times = []
    for _time in range(2):
        began = time.perf_counter()
        outcome = import_table(hotel.desk(), of, table, mapping, SOURCE)
        times.append(time.perf_counter() - began)
        assert outcome.written, [str(fault) for fault in outcome.faults[:5]]
    print(
        f"{kind} from {file.suffix}: {len(table.rows)} lines, read in {read:.1f} s, taken in in {times[0]:.1f} s, "
        f"again (nothing changed) in {times[1]:.1f} s"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profiles, bookings = _profiles(), _bookings()
        for ending in ("csv", "xlsx"):
            open_database(str(folder / f"{ending}.db"), create=True)
            make_hotel()
            hotel = Hotel()
            for kind, start in (("SUP", 4000), ("DLX", 5000)):
                add_rooms(hotel.desk(), kind, [(str(start + n), "4") for n in range(ROOMS)])
            _take(hotel, "profiles", _written(folder, f"profiles.{ending}", profiles))
            if ending == "csv":
                _take(hotel, "bookings", _written(folder, f"bookings.{ending}", bookings))
            close_database()
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
