"""Drawing a sample so that anybody can draw it again: nothing but SHA-256 of a seed stands for chance.

The rules, in full. A population is ordered by date, then by key, as text by code points. ``number(seed, text)`` is the
SHA-256 of ``seed``, a line feed and ``text`` in UTF-8, read as one whole number.

- random: the ``n`` items with the smallest ``number(seed, key)``.
- by amount (monetary units): satang are counted through the amounts without their sign; taken is who holds the satang
  ``start``, ``start + interval`` …, with ``start = number(seed, "start") % interval + 1``. An item of the interval or
  more always holds one; ``hits`` says how many.
- over: every item of the amount or more, without its sign.
- every n-th: the items at the places ``start``, ``start + n`` …, counted from 1, ``start`` as above with ``n``.
"""

from __future__ import annotations

import datetime
import hashlib
import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from locales import Message
from models.house.refusals import Refused

RANDOM, BY_AMOUNT, OVER, EVERY = "random", "by amount", "over", "every"
METHODS = {
    RANDOM: Message("At random, … items"),
    BY_AMOUNT: Message("By amount, one each … baht"),
    OVER: Message("All of … baht or more"),
    EVERY: Message("Every … -th"),
}
LONGEST_SEED = 60


@dataclass(frozen=True)
class Item:
    """One of a population. ``key`` is its own among them; ``amount`` in baht; ``source`` and ``row_id`` where it is seen."""

    key: str
    date: datetime.date
    amount: Decimal
    said: str
    source: str
    row_id: int


@dataclass(frozen=True)
class Taken:
    """An item of the sample; ``hits``: how often its amount was hit, 1 where amounts do not weigh."""

    item: Item
    hits: int = 1


def ordered(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: (item.date, item.key))


def total_of(items: Sequence[Item]) -> Decimal:
    """Baht of all items without their signs."""
    return sum((abs(item.amount) for item in items), Decimal("0.00"))


def digest_of(items: Sequence[Item]) -> str:
    """SHA-256 over every key, date and amount in their order: equal where the population is the same."""
    seen = hashlib.sha256()
    for item in items:
        seen.update(f"{item.key}\t{item.date}\t{item.amount:.2f}\n".encode())
    return seen.hexdigest()


def number(seed: str, text: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}\n{text}".encode()).digest(), "big")


def drawn(items: Sequence[Item], method: str, seed: str, figure: Decimal) -> list[Taken]:
    """The sample of ``items`` as ``ordered`` gives them, in that order.

    ``figure``: how many; baht of the interval; baht of the limit; each how manieth. Refused: FIGURE (zero or less, or no
    whole number where items are counted), METHOD.
    """
    if method not in METHODS:
        raise Refused("METHOD", "There is no such way to draw.", field="method")
    counted = method in (RANDOM, EVERY)
    if figure <= 0 or (counted and figure != int(figure)):
        raise Refused(
            "FIGURE", "Type a figure above zero, a whole one where items are counted.", field="figure"
        )
    if method == RANDOM:
        chosen = heapq.nsmallest(int(figure), ((number(seed, item.key), n) for n, item in enumerate(items)))
        return [Taken(items[n]) for n in sorted(n for _number, n in chosen)]
    if method == OVER:
        return [Taken(item) for item in items if abs(item.amount) >= figure]
    if method == EVERY:
        step = int(figure)
        return [Taken(item) for item in items[number(seed, "start") % step :: step]]
    return _by_amount(items, seed, int(figure * 100))


def _by_amount(items: Sequence[Item], seed: str, interval: int) -> list[Taken]:
    start = number(seed, "start") % interval + 1
    taken, before = [], 0
    for item in items:
        after = before + int(abs(item.amount) * 100)
        hits = (after - start) // interval - (before - start) // interval
        if hits:
            taken.append(Taken(item, hits))
        before = after
    return taken
