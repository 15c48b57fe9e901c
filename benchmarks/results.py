"""Every figure with its limit: printed, and kept in ``benchmarks/results.json`` for the next run to look at."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "results.json"


@dataclass(frozen=True)
class Figure:
    """What was measured; ``most`` is what it may be at most, None where nothing was promised."""

    name: str
    value: float
    unit: str
    most: float | None = None

    @property
    def within(self) -> bool:
        return self.most is None or self.value <= self.most


def report(part: str, *figures: Figure) -> None:
    """Print the figures of a part and put them in the place of those of its last run."""
    kept = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    kept[part] = {
        one.name: {"value": round(one.value, 3), "unit": one.unit, "most": one.most} for one in figures
    }
    FILE.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for one in figures:
        limit = "" if one.most is None else f"  at most {one.most:,g}{'' if one.within else '   OVER'}"
        print(f"{one.name:<48} {one.value:10,.2f} {one.unit:<6}{limit}")
