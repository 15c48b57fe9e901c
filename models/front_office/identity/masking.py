"""Showing only the end of a document's number: enough to compare with the paper in the hand, no use to others."""

from __future__ import annotations

MASK = "•"
SHOWN = 4
"""Characters that stay; of a number of six or less, half of it."""


def masked(number: str) -> str:
    """``•••••6789``."""
    shown = min(SHOWN, len(number) // 2)
    return MASK * (len(number) - shown) + number[len(number) - shown :]
