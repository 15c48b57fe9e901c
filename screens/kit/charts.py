"""Bars and steps for a terminal of text: eighth blocks, readable without colour, as wide as they are told."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from locales.thai_text import fit

_ACROSS = " ▏▎▍▌▋▊▉█"
_UP = " ▁▂▃▄▅▆▇█"


def bar(value: Decimal | int | None, most: Decimal | int, width: int) -> str:
    """A bar from the left, exactly ``width`` cells where ``value`` is ``most`` or more; empty for None and below zero.

    What is more than nothing shows at least an eighth of a cell.
    """
    eighths = _eighths(value, most, width)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_ACROSS[rest] if rest else "")).ljust(width)


def columns(values: Sequence[Decimal | int | None], most: Decimal | int, height: int) -> list[str]:
    """Upright bars one cell wide, the top line first."""
    heights = [_eighths(value, most, height) for value in values]
    return [
        "".join(_UP[min(8, max(0, eighths - 8 * line))] for eighths in heights)
        for line in reversed(range(height))
    ]


def axis(labels: Sequence[str], width: int) -> str:
    """The foot of upright bars: each label behind a tick at the left of its ``width`` cells."""
    return "".join(fit(f"╵{label}", width) for label in labels)


def _eighths(value: Decimal | int | None, most: Decimal | int, cells: int) -> int:
    if value is None or value <= 0 or most <= 0:
        return 0
    return max(1, min(8 * cells, int(value * 8 * cells / most)))
