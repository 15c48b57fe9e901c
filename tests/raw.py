"""A hotel that has been lived in for a day, and a hand that reaches past the program into its database."""

from __future__ import annotations

import datetime
import hashlib
import itertools
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from models.back_office.receivables import CityAccount, open_account
from models.front_office.folios import correct, post_article, post_charge
from models.front_office.payments import take_deposit, take_payment
from models.front_office.reservations import Reservation, Stay
from models.house.database import database
from models.ledger.entries import write_journal_voucher
from tests.hotel import Hotel

CASH, OTHER_INCOME, GUESTS, DEPOSITS = "11110", "42100", "11400", "21200"


@dataclass(frozen=True)
class Facts:
    """What stands in the lived-in hotel, by id."""

    day: datetime.date
    resident: int  # a stay, in house since yesterday, with a posted night
    window: int  # its subaccount in the guest ledger, with money on it
    gone: int  # a stay, checked out
    closed_window: int  # its subaccount
    coming: int  # a stay with a room, arriving the day after tomorrow
    deposit: int  # its subaccount in the deposit ledger, 500.00 held
    debtor: int  # a subaccount of the city ledger


def live(hotel: Hotel) -> Facts:
    """One closed day and a morning: stays, deposits, payments, a correction, a voucher."""
    resident = hotel.in_house("201", nights=3, adults=2)
    gone = hotel.in_house("202", nights=1)
    coming = hotel.booked(2, "DLX", arrival=hotel.after(3), departure=hotel.after(5), room="301")
    reservation = Stay.get_by_id(coming).reservation_id
    take_deposit(hotel.desk("nok"), reservation, "TRAN", Decimal(500))
    take_payment(hotel.desk("nok"), hotel.window(resident), "CASH", Decimal("1000"))
    hotel.audit()
    hotel.leaves(gone)
    window = hotel.window(resident)
    wrong = post_article(hotel.desk("nok"), window, "CHANG", 2)
    correct(hotel.desk("nok"), wrong, "wrong room")
    post_charge(hotel.desk("nok"), window, "LAUN", Decimal("112.15"))
    write_journal_voucher(
        hotel.desk("anong"), hotel.day, "paper", [(CASH, Decimal(-80)), ("51120", Decimal(80))]
    )
    debtor = open_account(hotel.desk("anong"), name_en="Siam Tour", credit_limit=None)
    return Facts(
        hotel.day,
        resident,
        Stay.get_by_id(resident).windows.get().subaccount_id,
        gone,
        Stay.get_by_id(gone).windows.get().subaccount_id,
        coming,
        Reservation.get_by_id(reservation).deposit_id,
        CityAccount.get_by_id(debtor).subaccount_id,
    )


class Raw:
    """A connection that knows nothing of the program. Nothing it does is kept, save by ``keep``."""

    def __init__(self, connection: Any, kind: str, facts: Facts) -> None:
        self.connection = connection
        self.kind = kind
        self.facts = facts
        self._serial = itertools.count(1)

    @property
    def on_sqlite(self) -> bool:
        return self.kind != "postgres"

    def run(self, statement: str) -> Any:
        return self.connection.execute(statement)

    def one(self, query: str) -> Any:
        row = self.run(query).fetchone()
        return row[0] if row else None

    def begin(self) -> None:
        self.run("BEGIN")

    def settle(self) -> None:
        """What a commit checks; on PostgreSQL without keeping anything."""
        self.run("COMMIT" if self.on_sqlite else "SET CONSTRAINTS ALL IMMEDIATE")

    def undo(self) -> None:
        # A failed COMMIT of SQLite leaves the transaction open, a good one has closed it.
        if not self.on_sqlite or self.connection.in_transaction:
            self.run("ROLLBACK")

    def keep(self, *statements: str) -> None:
        self.begin()
        for statement in statements:
            self.run(statement)
        self.run("COMMIT")

    def fingerprint(self) -> str:
        seen = hashlib.sha256()
        if self.on_sqlite:
            tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        else:
            tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        for (table,) in self.run(tables).fetchall():
            rows = sorted(map(repr, self.run(f'SELECT * FROM "{table}"').fetchall()))
            seen.update(f"{table}{rows}".encode())
        return seen.hexdigest()

    def refuses(self, *statements: str, saying: str | Sequence[str]) -> None:
        """The statements, sent as one transaction, fail with one of the words, and nothing is changed."""
        before = self.fingerprint()
        words = [saying] if isinstance(saying, str) else saying
        said = self._try(statements)
        assert said is not None, f"the database took it: {statements[-1]}"
        assert any(word in said for word in words), said
        assert self.fingerprint() == before

    def _try(self, statements: Sequence[str]) -> str | None:
        self.begin()
        try:
            for statement in statements:
                self.run(statement)
            self.settle()
        except self.errors as error:
            return str(error)
        finally:
            self.undo()
        return None

    @property
    def errors(self) -> type[Exception]:
        if self.on_sqlite:
            return sqlite3.Error
        import psycopg

        return psycopg.Error

    def account(self, code: str) -> int:
        return int(self.one(f"SELECT id FROM account WHERE code = '{code}'"))

    @property
    def next_entry(self) -> int:
        return int(self.one("SELECT max(id) + 1 FROM entry"))

    def lines(self, *lines: str, entry: int | None = None) -> list[str]:
        """INSERTs of lines, each ``"account amount [subaccount] [date]"``, ``-`` for none; amounts in satang."""
        entry = entry or self.next_entry
        return [self._line(entry, place, line) for place, line in enumerate(lines, 1)]

    def _line(self, entry: int, place: int, line: str) -> str:
        code, amount, part, date = (*line.split(), "-", "-")[:4]
        return (
            "INSERT INTO line (entry_id, position, date, account_id, subaccount_id, amount, item, memo) VALUES"
            f" ({entry}, {place}, '{self.facts.day if date == '-' else date}', {self.account(code)},"
            f" {'NULL' if part == '-' else part}, {amount}, '', '')"
        )

    def header(self, insert: str = "INSERT", **other: object) -> str:
        """The INSERT of a header that would seal the next entry; ``other`` values spoil it."""
        number = self.next_entry
        values: dict[str, object] = {
            "id": number,
            "date": self.facts.day,
            "journal": "general",
            "kind": "voucher",
            "memo": "by hand",
            "voucher": None,
            "token": None,
            "staff_id": 1,
            "terminal": "nowhere",
            "at": "2026-11-24T03:00:00.000000+00:00",
            "previous_hash": self.one(f"SELECT hash FROM entry WHERE id = {number - 1}"),
            "hash": f"{next(self._serial):064d}",
            **other,
        }
        words = ", ".join(
            "NULL" if v is None else str(v) if isinstance(v, int) else f"'{v}'" for v in values.values()
        )
        return f"{insert} INTO entry ({', '.join(values)}) VALUES ({words})"

    def good_lines(self, date: str = "-") -> list[str]:
        return self.lines(f"{CASH} 10000 - {date}", f"{OTHER_INCOME} -10000 - {date}")


PRAGMAS = {
    "sqlite": ("foreign_keys = ON", "recursive_triggers = ON"),  # as the program's own connections
    "bare sqlite": ("foreign_keys = OFF", "recursive_triggers = OFF"),  # what the triggers hold alone
}


@contextmanager
def raw_sqlite(file: str, kind: str, facts: Facts) -> Iterator[Raw]:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in PRAGMAS[kind]:
            connection.execute(f"PRAGMA {pragma}")
        yield Raw(connection, kind, facts)


@contextmanager
def raw_postgres(url: str, facts: Facts) -> Iterator[Raw]:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        yield Raw(connection, "postgres", facts)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that run meanwhile."""
    seen: list[str] = []
    run = database.obj.execute_sql

    def count(sql: str, *rest: object, **more: object) -> object:
        seen.append(sql)
        return run(sql, *rest, **more)

    database.obj.execute_sql = count
    try:
        yield seen
    finally:
        del database.obj.execute_sql
