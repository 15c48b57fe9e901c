"""Bringing in a hotel's lists from CSV: rooms, prices, articles, guests. All of a file or nothing of it.

Every faulty line is listed at once, by its number; a dry run lists them and writes nothing.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from locales import Message
from models.front_office.guests import FIELDS, create_guest
from models.front_office.opening import add_article, add_rate_code, add_room_type, add_rooms
from models.front_office.rates import EVERY_DAY, RateCode, set_price
from models.front_office.rooms import RoomType
from models.house.acts import Act, Desk, operation
from models.house.refusals import Refused


@dataclass(frozen=True)
class LineFault:
    line: int
    message: Message


class ImportRefused(Exception):
    """The file was not taken in; ``faults`` are all its faulty lines."""

    def __init__(self, faults: list[LineFault]) -> None:
        self.faults = faults
        super().__init__(len(faults))


class _DryRun(Exception):
    pass


Row = dict[str, str]


def _room(act: Act, row: Row) -> None:
    """type, type_th, type_en, persons, room, floor; the type is made with its first room."""
    if RoomType.get_or_none(RoomType.code == row["type"].upper()) is None:
        add_room_type(act, row["type"], row["type_th"], row["type_en"], int(row["persons"]))
    add_rooms(act, row["type"].upper(), [(row["room"], row["floor"])])


def _price(act: Act, row: Row) -> None:
    """rate, rate_th, rate_en, inclusive, type, first_night, last_night, weekdays, single, double, extra_adult, child"""
    rate = RateCode.get_or_none(RateCode.code == row["rate"].upper())
    inclusive = row["inclusive"].strip().lower() in ("1", "yes", "y", "ใช่")
    rate_id = (
        rate.id
        if rate
        else add_rate_code(act, row["rate"], row["rate_th"], row["rate_en"], inclusive=inclusive)
    )
    kind = RoomType.get_or_none(RoomType.code == row["type"].upper())
    if kind is None:
        raise Refused("NO_ROOM_TYPE", "There is no room type {code}.", code=row["type"])
    set_price(
        act, rate_id, kind.id, datetime.date.fromisoformat(row["first_night"]),
        datetime.date.fromisoformat(row["last_night"]), row["weekdays"] or EVERY_DAY,
        Decimal(row["single"]), Decimal(row["double"]), Decimal(row["extra_adult"] or 0), Decimal(row["child"] or 0),
    )  # fmt: skip


def _article(act: Act, row: Row) -> None:
    """code, charge, name_th, name_en, price, inclusive; ``charge`` is the transaction code."""
    inclusive = row["inclusive"].strip().lower() in ("1", "yes", "y", "ใช่")
    add_article(
        act,
        row["code"],
        row["charge"].upper(),
        row["name_th"],
        row["name_en"],
        Decimal(row["price"]),
        inclusive,
    )


def _guest(act: Act, row: Row) -> None:
    """Any fields of a profile; dates as 1980-12-31."""
    values: dict[str, object] = dict(row)
    for name in ("birth_date", "document_expiry"):
        if name in values:
            values[name] = datetime.date.fromisoformat(row[name]) if row[name] else None
    create_guest(act, **values)


KINDS: dict[str, tuple[Callable[[Act, Row], None], tuple[str, ...]]] = {
    "rooms": (_room, ("type", "type_th", "type_en", "persons", "room", "floor")),
    "prices": (
        _price,
        ("rate", "rate_th", "rate_en", "inclusive", "type", "first_night", "last_night", "weekdays", "single", "double", "extra_adult", "child"),
    ),
    "articles": (_article, ("code", "charge", "name_th", "name_en", "price", "inclusive")),
    "guests": (_guest, ()),
}  # fmt: skip


def import_file(desk: Desk, kind: str, file: str, dry_run: bool = False) -> int:
    """Take in a CSV file; how many lines. Raises ``ImportRefused`` with every faulty line; nothing is written then."""
    try:
        return _import(desk, kind, file, dry_run)
    except _DryRun as run:
        return int(run.args[0])


@operation("set_up")
def _import(act: Act, kind: str, file: str, dry_run: bool) -> int:
    take, columns = KINDS[kind]
    faults: list[LineFault] = []
    with open(file, encoding="utf-8-sig", newline="") as text:
        reader = csv.DictReader(text, strict=True)
        names = reader.fieldnames or []
        unknown = [n for n in names if n not in (columns or FIELDS)]
        missing = [n for n in columns if n not in names]
        if unknown or missing or not names:
            words = {"columns": ", ".join(columns or FIELDS), "wrong": ", ".join([*unknown, *missing])}
            raise ImportRefused(
                [LineFault(1, Message("Columns {wrong}: wanted are {columns}.", dict(words)))]
            )
        lines = 0
        for row in reader:
            lines += 1
            try:
                if None in row or None in row.values():
                    raise ValueError(row)
                take(act, {name: value.strip() for name, value in row.items()})
            except Refused as refused:
                faults.append(LineFault(reader.line_num, refused.message))
            except (ValueError, InvalidOperation, KeyError):
                faults.append(LineFault(reader.line_num, Message("A value cannot be read.")))
    if faults:
        raise ImportRefused(faults)
    if dry_run:
        raise _DryRun(lines)
    return lines
