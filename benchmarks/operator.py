"""What a key costs at the switchboard: a house of 300 rooms with 200,000 profiles against the same house with few.

``python -m benchmarks.operator``; ``BENCH_GUESTS`` for another number. The house is the same in both: 300 rooms let to
two persons each, 1,500 stays of the ten days round today, two years of stays behind them in the large one. A key reads what the
screen reads: the first screens of rows with their lamps and the count of hits. CPU milliseconds; quote the ratios.
"""

from __future__ import annotations

import datetime
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.guest_search import MANY, TYPED, _fill, _percentile
from models.front_office.opening import NewHotel, add_rate_code, add_room_type, add_rooms, open_hotel
from models.front_office.reservations import CHECKED_OUT, IN_HOUSE, RESERVED, Reservation, Stay, StayPerson
from models.front_office.rooms import Room
from models.front_office.switchboard.finding import callees, window
from models.house.database import close_database, database, open_database
from models.house.staffing import NewStaff

TODAY = datetime.date(2026, 11, 23)
NOW = datetime.datetime(2026, 11, 23, 5, 0, tzinfo=datetime.UTC)
ROOMS, WINDOW_DAYS, STAY_DAYS = 300, 10, 3
FEW = 2 * ROOMS * (1 + WINDOW_DAYS // STAY_DAYS + 1)  # as many profiles as the window has persons


def _open() -> None:
    desk = open_hotel(
        NewHotel("โรงแรมใหญ่", "Large Hotel", TODAY),
        NewStaff("big", "ใหญ่", "Big", "manager", "benchmark-2569"),
        NOW,
    )
    add_room_type(desk, "SUP", "ซูพีเรียร์", "Superior", 2)
    add_rooms(desk, "SUP", [(str(1000 + n), "1") for n in range(ROOMS)])
    add_rate_code(desk, "BAR", "ราคา", "Rate")


def _stays(profiles: int, years: int) -> int:
    """Each room let again and again for three days, two persons of their own each; how many stays."""
    rooms = [room.id for room in Room.select()]
    first = TODAY - datetime.timedelta(days=365 * years + STAY_DAYS)
    spans = range(0, (TODAY - first).days + WINDOW_DAYS, STAY_DAYS)
    reservations, stays, persons = [], [], []
    number = 0
    for days in spans:
        arrival = first + datetime.timedelta(days=days)
        departure = arrival + datetime.timedelta(days=STAY_DAYS)
        state = CHECKED_OUT if departure <= TODAY else IN_HOUSE if arrival <= TODAY else RESERVED
        for room in rooms:
            number += 1
            guests = (2 * number) % profiles + 1, (2 * number + 1) % profiles + 1
            reservations.append({"id": number, "confirmation": f"{number:06d}", "made_on": first})
            stays.append(
                {"id": number, "reservation": number, "guest": guests[0], "state": state, "arrival": arrival,
                 "departure": departure, "room_type": 1, "room": room, "rate_code": 1, "adults": 2}
            )  # fmt: skip
            persons += [{"stay": number, "guest": g, "position": p} for p, g in enumerate(guests, 1)]
    for table, rows in ((Reservation, reservations), (Stay, stays), (StayPerson, persons)):
        with database.atomic():
            for at in range(0, len(rows), 500):
                table.insert_many(rows[at : at + 500]).execute()
    return number


def _key(text: str) -> float:
    began = time.process_time()
    listing = callees(window(TODAY), NOW, text, hidden=True)
    listing.first(26)
    listing.count(1_000)
    return 1000 * (time.process_time() - began)


def _typing() -> list[tuple[float, str]]:
    typed = [(*name[:end],) for names in TYPED.values() for name in names for end in range(1, len(name) + 1)]
    texts = ["".join(letters) for letters in typed] + ["1", "10", "100", "1000"]
    return [(statistics.median(_key(text) for _round in range(3)), text) for text in texts]


def main() -> None:
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        for count, years in ((FEW, 0), (MANY, 2)):
            open_database(str(Path(folder, f"{count}.db")), create=True)
            _open()
            _fill(count)
            figures[count] = (_stays(count, years), _typing())
            close_database()
    few, many = (sorted(ms for ms, _text in figures[count][1]) for count in (FEW, MANY))
    slowest = sorted(figures[MANY][1])[-3:]
    print(
        f"operator: {ROOMS} rooms; {MANY:,} profiles and {figures[MANY][0]:,} stays against {FEW:,} and {figures[FEW][0]:,};"
        f" CPU milliseconds a key\n"
        f"p50 {_percentile(many, 0.5):.1f} (×{_percentile(many, 0.5) / _percentile(few, 0.5):.2f})"
        f"  p95 {_percentile(many, 0.95):.1f} (×{_percentile(many, 0.95) / _percentile(few, 0.95):.2f})"
        f"  slowest {', '.join(f'{text!r} {ms:.0f}' for ms, text in slowest)}"
    )


if __name__ == "__main__":
    main()
