"""Proof of the books: chain, balance of every entry, kept sums, guards of the database. Reads everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from locales import Message
from models.house.database import database
from models.house.schema import missing_guards
from models.ledger.accounts import SubaccountBalance
from models.ledger.balances import AccountDay, AccountMonth
from models.ledger.entries import Entry, Line, seal

CHUNK = 2_000


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and the line it is in. ``entry_id`` is empty where no single entry is at fault; ``jump``:
    the command that leads to it."""

    code: str
    message: Message
    entry_id: int | None = None
    jump: str = ""


def ledger_faults(progress: Callable[[int, int], None] | None = None) -> Iterator[Fault]:
    """Every fault of the ledger; none means that nothing was touched."""
    days: dict[tuple[int, Any], list[int]] = defaultdict(lambda: [0, 0])
    parts: dict[int, int] = defaultdict(int)
    previous, last_id = "", 0
    total = Entry.select().count()
    yield from _stray_lines()
    for entries, lines in _chunks():
        for entry in entries:
            if progress and entry["id"] % CHUNK == 0:
                progress(entry["id"], total)
            own = lines.get(entry["id"], [])
            yield from _entry_faults(entry, own, previous, last_id)
            previous, last_id = entry["hash"], entry["id"]
            for line in own:
                satang = int(line["amount"] * 100)
                day = days[line["account"], line["date"]]
                day[satang < 0] += abs(satang)
                if line["subaccount"] is not None:
                    parts[line["subaccount"]] += satang
    yield from _sum_faults(days, parts)
    yield from _guard_faults()


def _chunks() -> Iterator[tuple[list[dict[str, Any]], dict[int, list[dict[str, Any]]]]]:
    after = 0
    while True:
        entries = list(Entry.select().where(Entry.id > after).order_by(Entry.id).limit(CHUNK).dicts())
        if not entries:
            return
        first, last = entries[0]["id"], entries[-1]["id"]
        lines: dict[int, list[dict[str, Any]]] = {}
        rows = (
            Line.select().where(Line.entry.between(first, last)).order_by(Line.entry, Line.position).dicts()
        )
        for line in rows:
            lines.setdefault(line["entry"], []).append(line)
        yield entries, lines
        after = last


def _entry_faults(
    entry: dict[str, Any], lines: list[dict[str, Any]], previous: str, last_id: int
) -> Iterator[Fault]:
    number = int(entry["id"])
    if number != last_id + 1:
        yield Fault(
            "GAP", Message("Entries {a} to {b} are missing", {"a": last_id + 1, "b": number - 1}), number
        )
    if sum(int(line["amount"] * 100) for line in lines) or len(lines) < 2:
        yield Fault("UNBALANCED", Message("Entry {n} does not balance", {"n": number}), number)
    if any(line["date"] != entry["date"] for line in lines):
        yield Fault("DATE", Message("Entry {n}: a line has another date", {"n": number}), number)
    if entry["previous_hash"] != previous:
        yield Fault("CHAIN", Message("Entry {n} does not follow the one before it", {"n": number}), number)
    if entry["hash"] != seal(entry, lines):
        yield Fault("TOUCHED", Message("Entry {n} is not as it was sealed", {"n": number}), number)


def _stray_lines() -> Iterator[Fault]:
    for line in Line.select().where(Line.entry.not_in(Entry.select(Entry.id))).limit(20):
        yield Fault("STRAY_LINE", Message("Line {n} belongs to no entry", {"n": line.id}), line.entry_id)


def _sum_faults(days: dict[tuple[int, Any], list[int]], parts: dict[int, int]) -> Iterator[Fault]:
    months: dict[tuple[int, Any], list[int]] = defaultdict(lambda: [0, 0])
    for (account, date), (debit, credit) in days.items():
        month = months[account, date.replace(day=1)]
        month[0] += debit
        month[1] += credit
    for kept, name, want in ((AccountDay, "date", days), (AccountMonth, "month", months)):
        seen = set()
        for row in kept.select().dicts():
            key = (row["account"], row[name])
            seen.add(key)
            if [int(row["debit"] * 100), int(row["credit"] * 100)] != want.get(key, [0, 0]):
                yield Fault(
                    "KEPT_SUM",
                    Message("Account {a}: the kept sum of {d} is wrong", {"a": key[0], "d": key[1]}),
                )
        for key in want.keys() - seen:
            yield Fault(
                "KEPT_SUM", Message("Account {a}: the kept sum of {d} is missing", {"a": key[0], "d": key[1]})
            )
    for row in SubaccountBalance.select():
        if int(row.balance * 100) != parts.get(row.id, 0):
            yield Fault("PART", Message("The balance of part {n} is wrong", {"n": row.id}))


def _guard_faults() -> Iterator[Fault]:
    """Someone with the file in hand can drop or empty a trigger; then the books are no longer guarded."""
    for name in missing_guards(database.obj):
        yield Fault("GUARD", Message("The database's guard {name} is gone or changed", {"name": name}))
