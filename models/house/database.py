"""The hotel's database: SQLite file or PostgreSQL, opened, migrated, written by one at a time.

Every write runs in ``transaction()``. On SQLite a file lock beside the database is taken first: SQLite's
own busy handler is unfair and lets some desks wait seconds. On PostgreSQL an advisory lock does the same,
so availability read inside a write stays true until the commit on both.
"""

from __future__ import annotations

import datetime
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import peewee
from peewee import DatabaseProxy, Model

from locales import Message
from models import with_postgres
from models.house.refusals import Refused
from models.house.statements import PostgresqlDatabase, Rows, SqliteDatabase, reader_of

APPLICATION_ID = 0x52435054  # "RCPT": marks a SQLite file as a hotel of ours
MIGRATIONS = Path(__file__).parent.parent / "migrations"
WRITE_LOCK_KEY = 0x52435054
STATEMENTS_KEPT = (
    1_000  # prepared by SQLite, with the triggers they set off; of 128 a day's work throws most away
)
LARGEST_SATANG = 10**15  # ten trillion baht; a larger figure is a typing error

database = DatabaseProxy()


class CannotOpen(Exception):
    """The database cannot be opened; nothing in it was changed. ``message`` says why."""

    def __init__(self, code: str, text: str, **values: object) -> None:
        self.code = code
        self.message = Message(text, values)
        super().__init__(code)

    def __str__(self) -> str:
        return self.message.say()


class MoneyField(peewee.BigIntegerField):
    """Satang in the database, ``Decimal`` baht with two places in Python. Never a float."""

    def db_value(self, value: Any) -> int | None:
        if value is None:
            return None
        if isinstance(value, bool | float):
            raise TypeError(f"money is a Decimal, not {value!r}")
        satang = Decimal(value) * 100
        if satang != satang.to_integral_value():
            raise ValueError(f"{value} is finer than a satang")
        if abs(satang) > LARGEST_SATANG:
            raise ValueError(f"{value} is more than the books can hold")
        return int(satang)

    def python_value(self, value: Any) -> Decimal | None:
        return None if value is None else Decimal(int(value)).scaleb(-2)


class StampField(peewee.TextField):
    """A moment in UTC, kept as ISO text with its zone so that it sorts and reads alike everywhere."""

    def db_value(self, value: Any) -> str | None:
        if value is None:
            return None
        if isinstance(value, str):
            return value
        if value.tzinfo is None:
            raise ValueError("a stamp needs its zone")
        return str(value.astimezone(datetime.UTC).isoformat(timespec="microseconds"))

    def python_value(self, value: Any) -> datetime.datetime | None:
        return None if value is None else datetime.datetime.fromisoformat(value)


class Base(Model):
    """What every table of the hotel has in common."""

    id: Any

    class Meta:
        database = database
        legacy_table_names = False

    @classmethod
    def get(cls, *query: Any, **filters: Any) -> Any:
        """As Peewee's, but by primary key without compiling the same SQL anew: half the time of an operation.

        ``get_by_id`` and every step along a foreign key come this way.
        """
        if len(query) == 1 and not filters and _asks_for_key(cls, query[0]):
            row = database.execute_sql(_select_by_key(cls), (query[0].rhs,)).fetchone()
            if row is not None:
                return reader_of(cls)(row)
        return super().get(*query, **filters)

    @classmethod
    def select(cls, *fields: Any) -> Rows:
        return Rows(cls, fields or cls._meta.sorted_fields, is_default=not fields)

    def save(self, force_insert: bool = False, only: Sequence[Any] | None = None) -> Any:
        """As Peewee's; a new row of a table that numbers its rows is written without its detours."""
        table = type(self)
        if only is not None or not table._meta.auto_increment or self.__data__.get("id") is not None:
            return super().save(force_insert, only)
        self._populate_unsaved_relations(self.__data__)
        names = tuple(name for name in self.__data__ if name != "id")
        if not names:
            return super().save(force_insert, only)
        fields = table._meta.fields
        values = [fields[name].db_value(self.__data__[name]) for name in names]
        if any(isinstance(value, peewee.Node) for value in values):
            return super().save(force_insert, only)
        cursor = database.execute_sql(_insert_one(table, names), values)
        self.__data__["id"] = cursor.fetchone()[0] if is_postgres() else cursor.lastrowid
        self._dirty.clear()
        return 1


def _asks_for_key(table: type[Base], asked: Any) -> bool:
    return (
        type(asked) is peewee.Expression
        and asked.op == peewee.OP.EQ
        and asked.lhs is table._meta.primary_key
        and type(asked.rhs) is int
    )


_select_sql: dict[tuple[type[Base], str], str] = {}


def _select_by_key(table: type[Base]) -> str:
    place = database.obj.param
    if (table, place) not in _select_sql:
        columns = ", ".join(f'"{field.column_name}"' for field in table._meta.sorted_fields)
        key = table._meta.primary_key.column_name
        _select_sql[table, place] = (
            f'SELECT {columns} FROM "{table._meta.table_name}" WHERE "{key}" = {place}'
        )
    return _select_sql[table, place]


_insert_sql: dict[tuple[type[Base], str, tuple[str, ...]], str] = {}


def _insert_one(table: type[Base], names: tuple[str, ...]) -> str:
    place = database.obj.param
    known = _insert_sql.get((table, place, names))
    if known is None:
        columns = ", ".join(f'"{table._meta.fields[name].column_name}"' for name in names)
        known = (
            f'INSERT INTO "{table._meta.table_name}" ({columns}) VALUES ({", ".join([place] * len(names))})'
        )
        if is_postgres():
            known += ' RETURNING "id"'
        _insert_sql[table, place, names] = known
    return known


ROWS_AT_ONCE = 500
"""In one statement: SQLite and PostgreSQL both end at some 32,000 values."""


def insert_rows(table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that say the same fields, in their order, hundreds in one statement; what none says has its default.

    Peewee puts such a statement together value by value, which takes longer than writing the rows.
    """
    if not rows:
        return
    defaults = {name: value for name, value in table._meta.get_default_dict().items() if name not in rows[0]}
    fields = [(name, table._meta.combined[name]) for name in (*rows[0], *defaults)]
    columns = ", ".join(f'"{field.column_name}"' for _name, field in fields)
    one = f"({', '.join([database.obj.param] * len(fields))})"
    for start in range(0, len(rows), ROWS_AT_ONCE):
        piece = rows[start : start + ROWS_AT_ONCE]
        values = [
            field.db_value(row[name])
            for row in ({**one, **defaults} for one in piece)
            for name, field in fields
        ]
        many = ", ".join([one] * len(piece))
        database.execute_sql(f'INSERT INTO "{table._meta.table_name}" ({columns}) VALUES {many}', values)


def next_keys(table: type[Base], count: int) -> list[int]:
    """The keys the next ``count`` rows of a table get, where they must be known before. Inside a write only."""
    name = table._meta.table_name
    if is_postgres():
        drawn = database.execute_sql(
            f"SELECT nextval(pg_get_serial_sequence('{name}', 'id')) FROM generate_series(1, %s)", (count,)
        )
        return [key for (key,) in drawn.fetchall()]
    (last,) = database.execute_sql(f'SELECT coalesce(max(id), 0) FROM "{name}"').fetchone()
    return list(range(last + 1, last + 1 + count))


def all_tables() -> list[type[Base]]:
    """Every table of the program, parents before children, whether its module was loaded yet or not."""
    import importlib
    import pkgutil

    package = importlib.import_module("models")
    for module in pkgutil.walk_packages(package.__path__, "models."):
        if not module.name.startswith("models.migrations"):
            importlib.import_module(module.name)

    def below(cls: type[Base]) -> Iterator[type[Base]]:
        for sub in cls.__subclasses__():
            yield sub
            yield from below(sub)

    return list(peewee.sort_models(list(below(Base))))


def is_postgres() -> bool:
    return isinstance(database.obj, peewee.PostgresqlDatabase)


def sqlite_path(url: str) -> Path | None:
    """The file behind a ``--database`` value, or None for PostgreSQL."""
    if url.startswith(("postgres://", "postgresql://")):
        return None
    return Path(url.removeprefix("sqlite:///").removeprefix("sqlite:"))


def _sqlite(path: Path) -> SqliteDatabase:
    return SqliteDatabase(
        str(path),
        pragmas={
            "journal_mode": "wal",
            "synchronous": "full",  # NORMAL loses acknowledged entries when the power goes
            "foreign_keys": 1,
            "recursive_triggers": 1,  # INSERT OR REPLACE must meet the delete triggers
            "busy_timeout": 10_000,
            "temp_store": "memory",
            "cache_size": -16_000,
        },
        autoconnect=True,
        thread_safe=True,
        cached_statements=STATEMENTS_KEPT,
    )


def _postgres(url: str) -> PostgresqlDatabase:
    from urllib.parse import parse_qs, unquote, urlparse

    with_postgres()
    parts = urlparse(url)
    options: dict[str, Any] = {k: v[0] for k, v in parse_qs(parts.query).items()}
    if parts.hostname:
        options["host"] = parts.hostname
    if parts.port:
        options["port"] = parts.port
    if parts.username:
        options["user"] = unquote(parts.username)
    if parts.password:
        options["password"] = unquote(parts.password)
    return PostgresqlDatabase(unquote(parts.path.lstrip("/")), prefer_psycopg3=True, **options)


def _check_file(path: Path, create: bool) -> None:
    if path.is_dir():
        raise CannotOpen("IS_A_FOLDER", "{path} is a folder, not a hotel's file.", path=path)
    if not path.exists() or path.stat().st_size == 0:
        if not create:
            raise CannotOpen(
                "NO_HOTEL",
                "There is no hotel at {path}. Make one with: reception init --database {path}",
                path=path,
            )
        if not os.access(path.parent, os.W_OK):
            raise CannotOpen("READ_ONLY", "{path} cannot be written here.", path=path)
        return
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise CannotOpen(
            "NOT_READABLE", "{path} cannot be read: {why}", path=path, why=error.strerror
        ) from error
    # Byte 68 of a SQLite file holds the application id.
    if head[:16] != b"SQLite format 3\0" or int.from_bytes(head[68:72], "big") not in (0, APPLICATION_ID):
        raise CannotOpen("NOT_A_HOTEL", "{path} is not a hotel's database. Nothing was changed.", path=path)
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID and _has_tables(path):
        raise CannotOpen("NOT_A_HOTEL", "{path} is not a hotel's database. Nothing was changed.", path=path)
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise CannotOpen("READ_ONLY", "{path} cannot be written. Ask for the right to write it.", path=path)


def _has_tables(path: Path) -> bool:
    """Looked at without a lock or a write-ahead log, so that another program's file stays as it is."""
    import sqlite3

    try:
        look = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        (count,) = look.execute("SELECT count(*) FROM sqlite_master").fetchone()
        look.close()
    except sqlite3.DatabaseError:
        return True  # it is something, and not ours
    return bool(count)


def open_database(url: str, *, create: bool = False) -> None:
    """Open the hotel at ``url`` (a file, or ``postgresql://…``) and bring its tables up to date.

    A back-up of a SQLite file is taken beside it before any migration. Raises ``CannotOpen`` for a newer
    hotel, a file that is none, a read-only or full disk; nothing is harmed then.
    """
    path = sqlite_path(url)
    if path is not None:
        _check_file(path, create)
    new = _sqlite(path) if path is not None else _postgres(url)
    if database.obj is not None and not database.obj.is_closed():
        database.obj.close()
    database.initialize(new)
    try:
        new.connect(reuse_if_open=True)
        _migrate(new, path, create)
        if path is not None:
            global _opened_inode
            _opened_inode = path.stat().st_ino
    except peewee.DatabaseError as last:
        error = first_error(last)
        new.close()
        if "full" in str(error).lower():
            raise CannotOpen("DISK_FULL", "The disk is full. Nothing was changed.") from error
        if "readonly" in str(error).lower() or "read-only" in str(error).lower():
            raise CannotOpen("READ_ONLY", "{path} cannot be written here.", path=url) from error
        if path is not None and isinstance(error, peewee.DatabaseError) and "not a database" in str(error):
            raise CannotOpen(
                "NOT_A_HOTEL", "{path} is not a hotel's database. Nothing was changed.", path=path
            ) from error
        raise CannotOpen(
            "CANNOT_OPEN", "The hotel at {url} cannot be opened: {why}", url=without_password(url), why=error
        ) from error
    except CannotOpen:
        new.close()
        raise


def without_password(url: str) -> str:
    import re

    return re.sub(r"(://[^:/@]*):[^@/]*@", r"\1@", url)


def close_database() -> None:
    if database.obj is not None and not database.obj.is_closed():
        database.obj.close()


def _migrate(new: peewee.Database, path: Path | None, create: bool) -> None:
    if path is not None:
        (mark,) = new.execute_sql("PRAGMA application_id").fetchone()
        tables = new.get_tables()
        if tables and mark != APPLICATION_ID:
            raise CannotOpen(
                "NOT_A_HOTEL", "{path} is not a hotel's database. Nothing was changed.", path=path
            )
    else:
        tables = new.get_tables()
        if tables and "schema_migration" not in tables:
            raise CannotOpen(
                "NOT_A_HOTEL", "{path} is not a hotel's database. Nothing was changed.", path=new.database
            )
    applied = (
        {name for (name,) in new.execute_sql("SELECT name FROM schema_migration").fetchall()}
        if "schema_migration" in tables
        else set()
    )
    known = sorted(file.stem for file in Path(MIGRATIONS).glob("[0-9]*.py"))
    newer = applied - set(known)
    if newer:
        raise CannotOpen(
            "NEWER_HOTEL",
            "This hotel was made by a newer Reception ({newer}). Upgrade the program; nothing was changed.",
            newer=", ".join(sorted(newer)),
        )
    pending = [name for name in known if name not in applied]
    if not pending:
        return
    if not applied and not create:
        raise CannotOpen(
            "NO_HOTEL",
            "There is no hotel at {path}. Make one with: reception init --database {path}",
            path=path or "",
        )
    if applied and path is not None:
        _copy_before_migration(new, path, pending[0])
    from playhouse.migrations import Runner  # a desk that opens a hotel of its own version does without

    runner = Runner(new, str(MIGRATIONS))
    with file_lock(path):
        if path is not None:
            new.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        runner.up()


def _copy_before_migration(new: peewee.Database, path: Path, name: str) -> None:
    import sqlite3

    copy = path.with_name(f"{path.name}.before-{name}")
    target = sqlite3.connect(copy)
    with target:
        new.connection().backup(target)
    target.close()


@contextmanager
def file_lock(path: Path | None) -> Iterator[None]:
    """Hold the hotel's write queue (SQLite only). ``flock`` wakes waiters in the order they came."""
    if path is None:
        yield
        return
    try:
        import fcntl
    except ImportError:  # Windows: SQLite's own lock has to do
        yield
        return
    # Whoever may write the hotel may queue for it.
    mode = path.stat().st_mode & 0o666 if path.exists() else 0o600
    handle = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, mode)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


_threads = threading.local()
_opened_inode = 0


def _same_hotel(path: Path | None) -> None:
    """A restore puts another file in the hotel's place; a desk that stood open must not write into the old one."""
    if path is not None and (not path.exists() or path.stat().st_ino != _opened_inode):
        raise Refused(
            "HOTEL_REPLACED", "The hotel was restored from a back-up. Leave Reception and open it again."
        )


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything as it stood at one moment, while desks go on writing."""
    with database.atomic():
        if is_postgres():
            database.execute_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def transaction() -> Iterator[None]:
    """One write: everything in it is committed, or nothing.

    Raises ``Refused`` for what the database itself refuses: its triggers and keys (by their code),
    ``DISK_FULL``, ``READ_ONLY``.
    """
    if getattr(_threads, "writing", False):
        raise RuntimeError("a write inside a write")
    _threads.writing = True
    path = None if is_postgres() else Path(database.obj.database)
    try:
        with file_lock(path):
            _same_hotel(path)
            if is_postgres():
                with database.atomic():
                    database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (WRITE_LOCK_KEY,))
                    yield
            else:
                with database.atomic("IMMEDIATE"):
                    yield
    except peewee.DatabaseError as last:
        error = first_error(last)
        raise refused_by_database(error) from error
    finally:
        _threads.writing = False


_BY_CODE = {
    "ENTRY_SEALED": Message(
        "An entry in the books can be neither changed nor deleted. Correct it with a new one."
    ),
    "ENTRY_UNBALANCED": Message("The entry does not balance: debits and credits differ."),
    "ENTRY_TOO_SHORT": Message("An entry needs at least two lines."),
    "ENTRY_OUT_OF_CHAIN": Message("The entry does not follow the last one. Nothing was written."),
    "PERIOD_CLOSED": Message("The period of this date is closed or has not been opened."),
    "NOT_THE_BUSINESS_DATE": Message("The date of a posting must be the business date."),
    "VOUCHER_KEPT": Message("A voucher that is posted or dropped stays as it is."),
    "SAME_PERSON": Message("The second person must be someone else."),
    "ALREADY_REVERSED": Message("The entry has been reversed already."),
    "REVERSED_IN_PART": Message("A reversal undoes the whole of the entry it names."),
    "REVERSED_BEFORE": Message("A reversal is not dated before what it undoes."),
    "FUND_MOVES": Message("Petty cash moves by its own slips, top-ups and counts alone."),
    "PAPER_DIFFERS": Message("The paper and its entry in the books are not the same."),
    "FUTURE_DATE": Message("The date lies after the business date."),
    "PERIOD_KEPT": Message("The months of the books stay as they were opened."),
    "BANK_RECONCILED": Message(
        "The bank account is reconciled beyond this date; nothing more is written before its end."
    ),
    "BANK_ACCOUNT_USED": Message(
        "Statements or cheques stand on this bank account; it keeps its account of the chart."
    ),
    "FUND_KEPT": Message("A petty cash fund stays, and on its account."),
    "INPUT_VAT_KEPT": Message(
        "A tax invoice stays as it was entered, and where it was claimed once that is filed."
    ),
    "VAT_MONTH_CLOSED": Message("The VAT return of that month is closed."),
    "VAT_RETURN_SEALED": Message("A return that was filed stays; what changed since is an additional one."),
    "PERIOD_SOFT": Message("The month is softly locked."),
    "YEAR_CLOSED": Message("The year is closed."),
    "EARLIER_OPEN": Message("Months are locked in their order."),
    "LATER_LOCKED": Message("Months are unlocked from the last one back."),
    "FUND_EMPTY": Message("There is not so much in the fund."),
    "FUND_FULL": Message("The fund is full."),
    "NO_JOURNAL": Message("There is no such journal."),
    "CONTROL_ACCOUNT": Message("Guest, city and deposit ledgers move only through the front office."),
    "ACCOUNT_CLOSED": Message("The account is closed."),
    "HEADING_ACCOUNT": Message("A heading takes no lines; write on an account under it."),
    "STATEMENT_SEALED": Message("A bank statement that was reconciled and closed stays as it is."),
    "STATEMENT_LINES_OPEN": Message("Some lines of the statement are not in the books yet."),
    "MATCH_SUM": Message("Lines of the bank and of the books that are matched have one sum."),
    "SETTLEMENT_SUM": Message("A card payout is what its lines add up to."),
    "SETTLEMENT_KEPT": Message("A card payout stays as it was entered; take it back instead."),
    "LINE_SETTLED": Message("One of these lines was paid out already."),
    "CHEQUE_KEPT": Message("A cheque stays as it was written; one that came to its end stays there."),
    "CHEQUE_POST_DATED": Message("A cheque is not paid in before its own date."),
    "ACCOUNT_BACKDATED": Message("An account of the map changes from the next date on, not before."),
    "RATE_IN_FORCE": Message("This rate is in force; enter another from a date to come."),
    "STOCK_SEALED": Message("Movements of the stock are kept; put right what is wrong by a count."),
    "SUBACCOUNT_CLOSED": Message("The folio window or deposit is closed."),
    "SUBACCOUNT_NOT_ZERO": Message("It cannot be closed while its balance is not zero."),
    "WRONG_SUBACCOUNT": Message(
        "A control account needs its folio window, deposit or debtor, others have none."
    ),
    "MORE_THAN_IS_LEFT": Message("That is more than is left."),
    "ROOM_NIGHT_TAKEN": Message("The room is already let on that night."),
    "OPENING_CLOSED": Message("The opening is closed: nothing more is brought forward."),
    "CERTIFICATE_SEALED": Message(
        "A certificate of tax withheld stays as it was given; cancel its payment instead."
    ),
    "BILL_KEPT": Message("A bill or payment stays as it was entered; reverse it instead."),
    "BILL_TWICE": Message("This bill of the vendor was entered already."),
    "OTHER_ACCOUNT": Message("An account's money pays its own items alone."),
    "MORE_THAN_RECEIVED": Message("No more is applied than was received."),
    "SAMPLE_SEALED": Message("A sample stays as it was drawn."),
    "MORE_THAN_WITHHELD": Message("No more tax is withheld from the items than from the receipt."),
    "PAYOUT_KEPT": Message("A payout stays as it was taken in; take its receipt back instead."),
    "PAYOUT_TWICE": Message("This payout was taken in already."),
    "CREDIT_USE_KEPT": Message("Credit that was moved or given back is kept as it was."),
    "BAD_DEBT_KEPT": Message("What was written off is kept; what comes in after all is entered by itself."),
    "ITEM_KEPT": Message("An item of the city ledger stays as it was entered."),
    "PAYEE_NEEDED": Message("A window of the city ledger is made out to somebody."),
    "NIGHT_POSTED": Message("A posted night can be neither changed nor deleted."),
    "ALLOWANCE_USED": Message("Something was used of this allowance. Take that back first."),
    "LOG_SEALED": Message("The change log can be neither changed nor deleted."),
    "ONE_DAY_ONLY": Message("The business date moves forward by one day, and only in the night audit."),
    "ALREADY_CORRECTED": Message("This posting has been corrected already."),
    "ALREADY_POSTED": Message("This was posted already."),
    "INCOME_AUDIT_ONLY": Message(
        "The date is closed: an account the front office posts to moves on it by income audit alone."
    ),
    "INCOME_AUDIT_WINDOW": Message("Income audit is for dates closed at most five days ago."),
    "INCOME_AUDIT_VAT": Message("Output VAT of a closed date changes by a tax invoice or credit note."),
    "DAY_CLOSED": Message("The figures of a closed day can be neither changed nor deleted."),
    "GUEST_MERGED": Message("This profile was merged into another. Choose the guest again."),
    "GUEST_ERASED": Message("This guest was erased. Make a new profile."),
    "ACCESS_SEALED": Message("Who saw a number is kept for good."),
    "ERASURE_SEALED": Message("That something was erased is kept for good."),
    "REQUEST_ANSWERED": Message("A request that was answered stays as it is."),
    "MERGE_KEPT": Message("What two profiles were before they became one is kept."),
    "NUMBER_KEPT": Message("A document keeps its number and its words."),
    "LETTER_KEPT": Message("A letter that was written can be neither changed nor deleted."),
    "LETTER_ENDED": Message("This letter has ended; send it again as a new one."),
    "BOOKED_ALREADY": Message("This booking has come in already."),
    "POLICY_KEPT": Message("A booking keeps the policy it was made under."),
    "INVOICED": Message("This stands on a tax invoice: write a credit note, or cancel the invoice."),
    "CANCELLED_ALREADY": Message("This document was cancelled already."),
    "HAS_CREDIT_NOTE": Message("A credit note refers to this document; it stays."),
    "DEDUCTED": Message("Another invoice deducts this deposit; cancel that one first."),
    "DEDUCTED_ABOVE_DEPOSIT": Message("No more of a deposit is deducted than is left of its invoice."),
    "CREDIT_ABOVE_INVOICE": Message("A credit note takes no more from an invoice than is left, at its rate."),
    "MESSAGE_KEPT": Message("A message keeps the words it was taken down in."),
    "MESSAGE_ENDED": Message("This message was handed over or withdrawn already."),
    "CALL_KEPT": Message("A call that was put through stays as it was written down."),
    "LUGGAGE_COLLECTED": Message("This piece has been collected already."),
    "GROUP_CLOSED": Message("The luggage of this group has been closed."),
    "PARCEL_HANDED": Message("This parcel has been handed over already."),
    "TRACE_RESOLVED": Message("This trace has been resolved already."),
    "TICKET_CLOSED": Message("This ticket has been closed."),
    "LOG_BOOK_SEALED": Message("What was written in the log book stays. Write a further entry."),
    "KEY_KEPT": Message("What keys were given out is kept."),
    "KEY_OUT": Message("This key is with another guest."),
    "PSEUDO_NIGHT": Message("A house account or posting master has no night in a room."),
    "REGISTER_CLOSED": Message("The register of that date is closed."),
    "REGISTER_INCOMPLETE": Message("The register of that date still lacks something."),
    "REGISTER_SENT": Message("What was sent to the registrar is kept."),
    "TM30_KEPT": Message("What was reported to Immigration is kept."),
    "PRINT_KEPT": Message("A paper in the print queue stays as it is."),
    "PRINT_ENDED": Message("This print job has ended; print the paper again."),
    "BOOKS_TAKEN": Message("What was on the books of a date is kept as it was."),
    "NOTE_KEPT": Message("A billing note stays as it was given."),
    "ITEM_BILLED": Message("This item is on a billing note already."),
    "REMINDER_KEPT": Message("A reminder that was written is kept."),
    "PROMISE_KEPT": Message("A promise to pay is kept as it was made."),
    "READING_SEALED": Message("A reading can be neither changed nor deleted. Correct it with a new one."),
    "READING_BILLED": Message("This reading was billed. Take the charge back first."),
    "METER_BILLED": Message("This was billed already."),
    "ROOM_CLOSED_ALREADY": Message("The room is closed in these dates already."),
    "ROOM_CLOSED": Message("The room is out of order on that night."),
    "ROOM_TAKEN": Message("The room is let or assigned in these dates."),
    "LOST_ENDED": Message("What was returned, sent or disposed of is kept as it was written."),
    "WAKE_UP_TWICE": Message("This guest is woken at that minute already."),
    "WAKE_UP_KEPT": Message("A wake-up call and its result are kept as they were."),
    "CALL_TWICE": Message("This telephone call has come in already."),
    "PHONE_CALL_KEPT": Message("A telephone call is kept as it came in; what was posted stays posted."),
    "LOWERS_NO_CHARGE": Message("An adjustment lowers one charge, for a reason of the list."),
    "NIGHT_BILLED": Message("This night was billed in advance. Take that back first."),
    "MOVED": Message("This line has moved to another window."),
    "PARTS_LEFT": Message("A line moves whole; its parts add up to it."),
    "FIXED_CHARGE_KEPT": Message("A fixed charge is kept; end it instead."),
    "ROUTING_KEPT": Message("A routing rule is kept; end it instead."),
    "CHEQUE_TWICE": Message("This cheque has been taken already."),
    "VOUCHER_TWICE": Message("This voucher has been taken already."),
    "REFUNDED": Message("This money has been given back; correct the refund first."),
    "SHIFT_CLOSED": Message("This shift is closed. What comes late goes into the next one."),
    "SHIFT_OPEN": Message("This cashier has a shift open already."),
    "COUNT_SEALED": Message("A count stays as it was confirmed. Count again."),
    "BELOW_PICKED_UP": Message("A block cannot hold fewer rooms than have been picked up from it."),
}
_BY_KEY = {
    "night_room_date": "ROOM_NIGHT_TAKEN",
    "vendor_bill_once": "BILL_TWICE",
    "vendor_bill.vendor_id, vendor_bill.number": "BILL_TWICE",
    "night.room_id, night.date": "ROOM_NIGHT_TAKEN",
    "posting_corrects_once": "ALREADY_CORRECTED",
    "cashier_shift_open": "SHIFT_OPEN",
    "cashier_shift.staff_id": "SHIFT_OPEN",
    "posting.corrects_id": "ALREADY_CORRECTED",
    "wake_up_once": "WAKE_UP_TWICE",
    "wake_up_call.stay_id, wake_up_call.due_at": "WAKE_UP_TWICE",
    "phone_call_call_key_key": "CALL_TWICE",
    "phone_call.call_key": "CALL_TWICE",
    "posting_source": "ALREADY_POSTED",
    "posting.source": "ALREADY_POSTED",
    "billed_night_once": "NIGHT_BILLED",
    "billed_night.night_id, billed_night.element_id": "NIGHT_BILLED",
    "reservation_external": "BOOKED_ALREADY",
    "reservation.external_source, reservation.external_id": "BOOKED_ALREADY",
    "subaccount_balance_ceiling": "MORE_THAN_IS_LEFT",
    "subaccount_balance_floor": "MORE_THAN_IS_LEFT",
    "booking_policy_stay_id_key": "POLICY_KEPT",
    "stay_key_metal_out": "KEY_OUT",
    "stay_key.house_key_id": "KEY_OUT",
    "meter_charge_stay_id": "METER_BILLED",
    "meter_charge.stay_id": "METER_BILLED",
    "billed_reading_reading_id": "METER_BILLED",
    "billed_reading.reading_id": "METER_BILLED",
}


def first_error(error: peewee.DatabaseError) -> peewee.DatabaseError:
    """The error itself, or what went wrong before it.

    SQLite ends the transaction by itself when the disk is full; the complaint that there is nothing left to
    roll back then hides the reason.
    """
    before: BaseException | None = error
    while before is not None and "no transaction is active" in str(before):
        before = before.__context__
    return before if isinstance(before, peewee.DatabaseError) else error


def refused_by_database(error: Exception) -> Exception:
    """The refusal behind a database error, or the error itself where it is none."""
    said = str(error)
    codes = [code for code in _BY_CODE if code in said]
    if codes:
        code = max(codes, key=len)  # SUBACCOUNT_CLOSED has ACCOUNT_CLOSED in it
        return Refused(code, _BY_CODE[code].text)
    for key, code in _BY_KEY.items():
        if key in said:
            return Refused(code, _BY_CODE[code].text)
    if "connection" in said and (
        "closed" in said or "terminat" in said or "refused" in said or "lost" in said
    ):
        database.obj.close()  # the next one opens it anew
        return Refused("CONNECTION_LOST", "The connection to the database was lost. Send it again.")
    if "disk I/O error" in said:
        return Refused("DISK_ERROR", "The disk cannot be read or written. Nothing was written.")
    if "full" in said and "disk" in said:
        return Refused("DISK_FULL", "The disk is full. Nothing was written; make room and send it again.")
    if "readonly" in said or "read-only" in said:
        return Refused("READ_ONLY", "The hotel's database cannot be written. Nothing was changed.")
    if "database is locked" in said:
        return Refused("BUSY", "Another desk is writing for too long. Nothing was written; send it again.")
    return error


class Watch:
    """Tells cheaply whether another desk has written since one last asked. For a board that stays true."""

    def __init__(self) -> None:
        self._seen: Any = None
        self._listening: Any = None
        self.changed()

    def forget(self) -> None:
        """The connection it looked through is closed: what comes next counts as changed."""
        self._seen = None
        self._listening = None

    def changed(self) -> bool:
        try:
            return self._look()
        except peewee.DatabaseError:  # a server that is gone for a while is no reason to leave the desk
            database.obj.close()
            self._listening = None
            return False

    def _look(self) -> bool:
        if is_postgres():
            return self._changed_on_postgres()
        (version,) = database.execute_sql("PRAGMA data_version").fetchone()
        changed = version != self._seen
        self._seen = version
        return changed

    def _changed_on_postgres(self) -> bool:
        connection = database.obj.connection()
        if self._listening is not connection:
            database.execute_sql("LISTEN hotel_changed")
            self._listening = connection
            return True
        return any(True for _notice in connection.notifies(timeout=0))
