"""The file of bookings as published: its rows, those that are refused, and its own sums."""

from __future__ import annotations

import csv
import datetime
import gzip
import hashlib
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from locales import Message
from models.front_office.reservations import MOST_NIGHTS
from models.house.refusals import Refused

CHECK_OUT, CANCELED, NO_SHOW = "Check-Out", "Canceled", "No-Show"
STATUSES = (CHECK_OUT, CANCELED, NO_SHOW)
NOTHING = ("", "NULL", "NA", "Undefined")
MOST_BYTES = 512 * 1024 * 1024  # unpacked; a larger file is no list of one hotel's bookings
MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        1,
    )
}
COLUMNS = {
    "lead_time",
    "arrival_date_year",
    "arrival_date_month",
    "arrival_date_day_of_month",
    "stays_in_weekend_nights",
    "stays_in_week_nights",
    "adults",
    "children",
    "babies",
    "meal",
    "country",
    "market_segment",
    "distribution_channel",
    "reserved_room_type",
    "assigned_room_type",
    "deposit_type",
    "agent",
    "company",
    "adr",
    "reservation_status",
    "reservation_status_date",
}


@dataclass(frozen=True, slots=True)
class BookingRow:
    """One row. ``number`` counts the rows under the heading from 1; ``price`` is the net price of each night.

    ``adults`` is at least 1: a row without adults is ``made_up_adult``. ``children`` counts babies too.
    """

    number: int
    entered_on: datetime.date  # arrival less lead time; may lie before the hotel opens
    arrival: datetime.date
    nights: int
    adults: int
    children: int
    made_up_adult: bool
    country: str
    meal: str
    segment: str
    channel: str
    booker: str
    reserved_type: str
    assigned_type: str
    deposit: str
    price: Decimal
    status: str
    status_date: datetime.date

    @property
    def departure(self) -> datetime.date:
        return self.arrival + datetime.timedelta(days=self.nights)

    @property
    def day_use(self) -> bool:
        return self.nights == 0


@dataclass(frozen=True)
class RefusedRow:
    number: int
    reason: Message


@dataclass(frozen=True)
class BookingsFile:
    """``fingerprint`` is of the unpacked text, so a packed copy is the same file."""

    rows: tuple[BookingRow, ...]
    refused: tuple[RefusedRow, ...]
    fingerprint: str


@dataclass(frozen=True)
class FileSums:
    """What the file itself says: room-nights slept, their revenue (net of service charge and tax), statuses."""

    room_nights: int
    rooms_revenue: Decimal
    bookings_by_status: dict[str, int]


class _BadRow(Exception):
    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__()


def _text(file: str | Path) -> str:
    """The unpacked text. Refused: NO_FILE, BAD_FILE."""
    try:
        with open(file, "rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            stream = gzip.GzipFile(fileobj=raw) if packed else raw
            content = stream.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise Refused("BAD_FILE", "{file} is too large for a list of bookings.", file=str(file))
        return content.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise Refused("NO_FILE", "There is no file {file}.", file=str(file)) from error
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise Refused("BAD_FILE", "{file} cannot be read: {why}", file=str(file), why=error) from error


def _records(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Numbered data rows, by column. Refused: BAD_FILE where a column is missing."""
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
    missing = COLUMNS - set(reader.fieldnames or ())
    if missing:
        raise Refused("BAD_FILE", "The file has no column {columns}.", columns=", ".join(sorted(missing)))
    for number, record in enumerate(reader, 1):
        record.pop(None, None)
        yield number, record


def read_bookings(file: str | Path) -> BookingsFile:
    """Every row of a CSV, plain or gzipped; rows that cannot be lived are listed with the reason.

    Refused: NO_FILE, BAD_FILE (unreadable, a column missing, or nothing in it).
    """
    text = _text(file)
    rows, refused = [], []
    for number, record in _records(text):
        try:
            rows.append(_row(number, record))
        except _BadRow as bad:
            refused.append(RefusedRow(number, bad.message))
    if not rows:
        raise Refused("BAD_FILE", "There is no booking in {file}.", file=str(file))
    return BookingsFile(tuple(rows), tuple(refused), hashlib.sha256(text.encode()).hexdigest())


def _row(number: int, record: dict[str, str]) -> BookingRow:
    arrival = _date(
        record,
        "arrival_date_year",
        record["arrival_date_year"],
        MONTHS.get(record["arrival_date_month"].strip(), 0),
        record["arrival_date_day_of_month"],
    )
    nights = _count(record, "stays_in_weekend_nights") + _count(record, "stays_in_week_nights")
    if nights > MOST_NIGHTS:
        raise _BadRow(Message("{n} nights are more than one stay can have.", {"n": nights}))
    if record["reservation_status"] not in STATUSES:
        raise _BadRow(
            Message("There is no booking status {status}.", {"status": record["reservation_status"]})
        )
    month, day, year = (*record["reservation_status_date"].split("/"), "", "")[:3]
    adults = _count(record, "adults")
    return BookingRow(
        number=number,
        entered_on=_days_before(record, arrival),
        arrival=arrival,
        nights=nights,
        adults=max(adults, 1),
        children=_count(record, "children", or_none=True) + _count(record, "babies", or_none=True),
        made_up_adult=adults == 0,
        country=_word(record, "country"),
        meal=_word(record, "meal"),
        segment=_word(record, "market_segment"),
        channel=_word(record, "distribution_channel"),
        booker=_booker(record),
        reserved_type=_room_type(record, "reserved_room_type"),
        assigned_type=_room_type(record, "assigned_room_type"),
        deposit=_word(record, "deposit_type"),
        price=_price(record),
        status=record["reservation_status"],
        status_date=_date(record, "reservation_status_date", year, month, day),
    )


def _word(record: dict[str, str], column: str) -> str:
    word = record[column].strip()
    return "" if word in NOTHING else word


def _room_type(record: dict[str, str], column: str) -> str:
    word = record[column].strip()
    if not (word.isascii() and word.isalnum() and len(word) <= 8):
        raise _bad(record, column)
    return word.upper()


def _booker(record: dict[str, str]) -> str:
    company, agent = _word(record, "company"), _word(record, "agent")
    return f"Company {company}" if company else f"Agent {agent}" if agent else ""


def _bad(record: dict[str, str], column: str) -> _BadRow:
    return _BadRow(
        Message("{column} cannot be read: {value}", {"column": column, "value": record[column][:40]})
    )


def _count(record: dict[str, str], column: str, *, or_none: bool = False) -> int:
    word = record[column].strip()
    if or_none and word in NOTHING:
        return 0
    if not (word.isascii() and word.isdigit() and len(word) <= 5):
        raise _bad(record, column)
    return int(word)


def _days_before(record: dict[str, str], arrival: datetime.date) -> datetime.date:
    try:
        return arrival - datetime.timedelta(days=_count(record, "lead_time"))
    except OverflowError as error:
        raise _bad(record, "lead_time") from error


def _date(record: dict[str, str], column: str, year: str, month: str | int, day: str) -> datetime.date:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError as error:
        raise _bad(record, column) from error


def _price(record: dict[str, str]) -> Decimal:
    try:
        price = Decimal(record["adr"].strip())
    except InvalidOperation as error:
        raise _bad(record, "adr") from error
    if not price.is_finite() or price > 1_000_000:
        raise _bad(record, "adr")
    if price < 0:
        raise _BadRow(Message("The price {price} is below zero.", {"price": str(price)}))
    if price != price.quantize(Decimal("0.01")):
        raise _BadRow(Message("The price {price} is finer than a cent.", {"price": str(price)}))
    return price.quantize(Decimal("0.01"))


def file_sums(file: str | Path) -> FileSums:
    """The sums straight from the text, without the hotel and without ``read_bookings``; negative adr left out.

    Raises ValueError or ``decimal.InvalidOperation`` for a file with rows that cannot be read at all.
    """
    nights, revenue, statuses = 0, Decimal("0.00"), Counter[str]()
    for _number, record in _records(_text(file)):
        adr = Decimal(record["adr"])
        if adr < 0:
            continue
        status = record["reservation_status"]
        statuses[status] += 1
        if status == CHECK_OUT:
            slept = int(record["stays_in_weekend_nights"]) + int(record["stays_in_week_nights"])
            nights += slept
            revenue += adr * slept
    return FileSums(nights, revenue.quantize(Decimal("0.01")), dict(statuses))
