"""The demo's CSV tables."""

from __future__ import annotations

import csv
import random
from pathlib import Path

TABLES = Path(__file__).parent / "data"
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pick(rng: random.Random, table: list[Row]) -> Row:
    """A row, as often as its ``weight`` says."""
    return rng.choices(table, [int(row["weight"]) for row in table])[0]
