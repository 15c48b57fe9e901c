"""What a key costs while one types a name, in a hotel of 200,000 profiles against one of 20.

``python -m benchmarks.guest_search``; ``BENCH_GUESTS`` for another number. Names are drawn from the demo's and the
tests' lists, a third written in Thai only, a third in Latin letters only, a third in both. A key reads what the list
reads: the first two screens of rows and the count of hits. CPU milliseconds, so that another load does not count; quote the ratios, machines differ.
"""

from __future__ import annotations

import csv
import os
import random
import statistics
import tempfile
import time
from pathlib import Path

from models.front_office.guests import Guest, GuestKey, find_guests, likely_twins
from models.front_office.guests.person import sort_name_of
from models.front_office.guests.search import KEY_VERSION, keys_of
from models.house.database import close_database, database, open_database

MANY = int(os.environ.get("BENCH_GUESTS", "200000"))
FEW = 20
ROOT = Path(__file__).parent.parent
DEMO = ROOT / "models" / "front_office" / "demo" / "data"
TYPED = {
    "Thai": ("สมชาย ใจดี", "ประเสริฐ", "วงศ์สวัสดิ์", "ณัฐพล ศรีสุข", "นภาพร", "กิตติศักดิ์"),
    "Latin": ("Somchai Jaidee", "Prasert", "Wongsawat", "Nattapon Srisuk", "Napaporn", "Zimmermann"),
    "phone": ("0812345678", "+66 89 123 4567"),
}
WESTERN = (
    "Müller",
    "Smith",
    "Zimmermann",
    "Lee",
    "Tanaka",
    "Ivanov",
    "Dubois",
    "Wang",
    "Kowalski",
    "Andersson",
)


def _names() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    def read(path: Path, thai: str, latin: str) -> list[tuple[str, str]]:
        with path.open(encoding="utf-8") as file:
            return [(row[thai], row[latin]) for row in csv.DictReader(file)]

    more = read(ROOT / "tests" / "data" / "thai_names.csv", "thai", "latin")
    return (
        read(DEMO / "thai_given.csv", "given_th", "given") + more[:150],
        read(DEMO / "thai_family.csv", "family_th", "family") + more[100:],
    )


def _fill(count: int) -> None:
    given, family = _names()
    draw = random.Random(2569)
    for first in range(1, count + 1, 10_000):
        people, keys = [], []
        for number in range(first, min(first + 10_000, count + 1)):
            (given_th, given_en), (family_th, family_en) = draw.choice(given), draw.choice(family)
            # Real family names are many; a syllable behind the drawn one makes them so.
            family_th, family_en = (
                family_th + draw.choice(family)[0][:4],
                family_en + draw.choice(family)[1][:3].lower(),
            )
            script = number % 3
            if number % 10 == 0:
                script, family_en, given_en = 1, draw.choice(WESTERN), "Anna"
            guest = Guest(
                id=number, given_th=given_th if script != 1 else "", family_th=family_th if script != 1 else "",
                given=given_en if script else "", family=family_en if script else "",
                phone=f"08{draw.randrange(10**8):08d}", document_number=f"P{number:08d}", key_version=KEY_VERSION,
            )  # fmt: skip
            guest.sort_name = sort_name_of(guest)
            people.append(dict(guest.__data__))
            keys += [(key, number) for key in keys_of(guest)]
        with database.atomic():
            for at in range(0, len(people), 500):
                Guest.insert_many(people[at : at + 500]).execute()
            for at in range(0, len(keys), 5_000):
                GuestKey.insert_many(keys[at : at + 5_000], [GuestKey.key, GuestKey.guest]).execute()


def _key(text: str) -> float:
    began = time.process_time()
    listing = find_guests(text)
    listing.first(40)
    listing.count(1_000)
    return 1000 * (time.process_time() - began)


def _typing() -> dict[str, list[tuple[float, str]]]:
    return {
        script: [
            (statistics.median(_key(name[:end]) for _round in range(3)), name[:end])
            for name in names
            for end in range(1, len(name) + 1)
        ]
        for script, names in TYPED.items()
    }


def _percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def main() -> None:
    figures: dict[int, dict[str, list[tuple[float, str]]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for count in (FEW, MANY):
            open_database(str(Path(folder, f"{count}.db")), create=True)
            _fill(count)
            figures[count] = _typing()
            if count == MANY:
                began = time.process_time()
                pairs = len(likely_twins())
                twins = 1000 * (time.process_time() - began)
                keys = GuestKey.select().count()
            close_database()
    print(f"{MANY:,} profiles, {keys / MANY:.1f} keys each, against {FEW}; CPU milliseconds a key")
    for script in TYPED:
        few, many = ([ms for ms, _text in figures[count][script]] for count in (FEW, MANY))
        slowest = sorted(figures[MANY][script])[-3:]
        print(
            f"{script:<6} p50 {_percentile(many, 0.5):6.1f} (×{_percentile(many, 0.5) / _percentile(few, 0.5):.1f})"
            f"  p95 {_percentile(many, 0.95):6.1f} (×{_percentile(many, 0.95) / _percentile(few, 0.95):.1f})"
            f"  slowest {', '.join(f'{text!r} {ms:.0f}' for ms, text in slowest)}"
        )
    print(f"likely twins of the whole house: {pairs} pairs in {twins:.0f} ms")


if __name__ == "__main__":
    main()
