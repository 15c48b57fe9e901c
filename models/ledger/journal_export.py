"""The whole ledger as a plain-text journal, in the syntax of hledger or of beancount.

Account names are the same in both and in neither's way: ``Assets:11400-Guest-ledger``. Every transaction carries
the number of its entry, every line of a control account the number of its part. Debits are positive.
Sources: the journal format of the hledger manual, the "Beancount Language Syntax" document.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from peewee import fn

from models.house.property import Property
from models.house.staff import Staff
from models.ledger.accounts import Account, AccountKind
from models.ledger.entries import Entry, Line

Dialect = Literal["hledger", "beancount"]
Write = Callable[[str], object]

CHUNK = 1_000  # entries held in memory at once
ROOTS = {
    AccountKind.ASSET: "Assets",
    AccountKind.LIABILITY: "Liabilities",
    AccountKind.EQUITY: "Equity",
    AccountKind.REVENUE: "Income",
    AccountKind.EXPENSE: "Expenses",
}


def account_name(account: Account) -> str:
    """The name in both dialects: root, code, and as much of the English name as plain letters can say."""
    plain = unicodedata.normalize("NFKD", account.name_en).encode("ascii", "ignore").decode()
    words = re.findall(r"[A-Za-z0-9]+", plain.replace("'", ""))
    return f"{ROOTS[AccountKind(account.kind)]}:{'-'.join([account.code, *words])}"


def export_journal(write: Write, dialect: Dialect) -> int:
    """Write every sealed entry in the order of the books; how many.

    What is sealed while the export runs is not in it. Amounts are in the property's currency, two decimals.
    Raises ValueError for another dialect. The words people wrote are quoted or freed of what the syntax would read.
    """
    if dialect not in WRITERS:
        raise ValueError(f"no such dialect: {dialect}")
    journal = WRITERS[dialect](write, Property.the())
    last = Entry.select(fn.MAX(Entry.id)).scalar() or 0
    journal.head(list(Account.select().order_by(Account.code)))
    for entries, lines in _chunks(last):
        for entry in entries:
            journal.transaction(entry, lines[entry.id])
    return int(last)


@dataclass(frozen=True, slots=True)
class _Entry:
    id: int
    date: datetime.date
    kind: str
    memo: str
    voucher: str | None
    reverses_id: int | None
    staff: str


@dataclass(frozen=True, slots=True)
class _Line:
    account_id: int
    amount: Decimal
    part_id: int | None


def _chunks(last: int) -> Iterator[tuple[list[_Entry], dict[int, list[_Line]]]]:
    columns = (Entry.id, Entry.date, Entry.kind, Entry.memo, Entry.voucher, Entry.reverses, Staff.login)
    after = 0
    while after < last:
        until = min(after + CHUNK, last)
        rows = Entry.select(*columns).join(Staff).where(Entry.id.between(after + 1, until)).order_by(Entry.id)
        entries = [_Entry(*row) for row in rows.tuples()]
        lines: dict[int, list[_Line]] = {entry.id: [] for entry in entries}
        for entry_id, *line in (
            Line.select(Line.entry, Line.account, Line.amount, Line.subaccount)
            .where(Line.entry.between(after + 1, until))
            .order_by(Line.entry, Line.position)
            .tuples()
        ):
            lines[entry_id].append(_Line(*line))
        yield entries, lines
        after = until


def _one_line(text: str) -> str:
    """Line ends and other control characters become blanks."""
    plain = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    return " ".join(plain.split())


class _Journal(ABC):
    def __init__(self, write: Write, hotel: Property) -> None:
        self._write = write
        self._hotel = hotel
        self._currency = hotel.currency
        self._names: dict[int, str] = {}

    def head(self, accounts: list[Account]) -> None:
        self._names = {account.id: account_name(account) for account in accounts}
        self._write(self._opening(accounts))

    def transaction(self, entry: _Entry, lines: list[_Line]) -> None:
        self._write(self._entry(entry) + "".join(map(self._line, lines)))

    @abstractmethod
    def _opening(self, accounts: list[Account]) -> str: ...

    @abstractmethod
    def _entry(self, entry: _Entry) -> str: ...

    @abstractmethod
    def _line(self, line: _Line) -> str: ...


class _Hledger(_Journal):
    """Amounts with a decimal point; code in parentheses, so that no description is read as one."""

    def _opening(self, accounts: list[Account]) -> str:
        heading = [
            f"; {self._words(self._hotel.name_en)}",
            f"commodity 1000.00 {self._currency}",
            *(f"account {self._names[account.id]}" for account in accounts),
        ]
        return "\n".join(heading) + "\n"

    def _entry(self, entry: _Entry) -> str:
        tags = f"entry:{entry.id}, kind:{self._tag(entry.kind)}, staff:{self._tag(entry.staff)}"
        if entry.voucher:
            tags += f", voucher:{self._tag(entry.voucher)}"
        if entry.reverses_id:
            tags += f", reverses:{entry.reverses_id}"
        return f"\n{entry.date} * (E{entry.id}) {self._words(entry.memo)}\n    ; {tags}\n"

    def _line(self, line: _Line) -> str:
        part = f"  ; part:{line.part_id}" if line.part_id else ""
        return f"    {self._names[line.account_id]}  {line.amount:.2f} {self._currency}{part}\n"

    @staticmethod
    def _words(text: str) -> str:
        # A semicolon would begin a comment, and there is no way to quote it.
        return _one_line(text.replace(";", ","))

    @staticmethod
    def _tag(text: str) -> str:
        return _one_line(text.replace(",", " "))


class _Beancount(_Journal):
    """Strings in double quotes with ``\\`` before quotes; accounts opened on the first date of the books."""

    def _opening(self, accounts: list[Account]) -> str:
        first = Entry.select(fn.MIN(Entry.date)).scalar() or self._hotel.business_date
        heading = [
            f"option {self._quoted('title')} {self._quoted(self._hotel.name_en)}",
            f"option {self._quoted('operating_currency')} {self._quoted(self._currency)}",
            *(f"{first} open {self._names[account.id]} {self._currency}" for account in accounts),
            *(
                f"{account.closed_on} close {self._names[account.id]}"
                for account in accounts
                if account.closed_on
            ),
        ]
        return "\n".join(heading) + "\n"

    def _entry(self, entry: _Entry) -> str:
        about = {"entry": str(entry.id), "kind": entry.kind, "staff": entry.staff}
        if entry.voucher:
            about["voucher"] = entry.voucher
        if entry.reverses_id:
            about["reverses"] = str(entry.reverses_id)
        metadata = "".join(f"  {key}: {self._quoted(value)}\n" for key, value in about.items())
        return f"\n{entry.date} * {self._quoted(entry.memo)}\n{metadata}"

    def _line(self, line: _Line) -> str:
        part = f"    part: {self._quoted(str(line.part_id))}\n" if line.part_id else ""
        return f"  {self._names[line.account_id]}  {line.amount:.2f} {self._currency}\n{part}"

    @staticmethod
    def _quoted(text: str) -> str:
        escaped = _one_line(text).replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'


WRITERS: dict[str, type[_Journal]] = {"hledger": _Hledger, "beancount": _Beancount}
