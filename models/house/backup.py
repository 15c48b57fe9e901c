"""Back-up and restore. A back-up is always one SQLite file, whichever database it was taken from.

It is written beside its name and renamed when complete and checked, so that a half back-up never looks like one.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import peewee

from models.house.database import (
    APPLICATION_ID,
    MIGRATIONS,
    CannotOpen,
    all_tables,
    close_database,
    database,
    file_lock,
    is_postgres,
    open_database,
    snapshot,
    sqlite_path,
)

CHUNK = 500


def back_up(target: Path) -> None:
    """Write the open hotel to ``target``, replacing it. Raises ``CannotOpen`` (BACKUP_FAULTY, OSError stays)."""
    part = target.with_name(target.name + ".part")
    for leftover in (part, Path(f"{part}-wal"), Path(f"{part}-shm")):
        leftover.unlink(missing_ok=True)
    if is_postgres():
        _copy_to_sqlite(part)
    else:
        with sqlite3.connect(part) as copy:
            database.connection().backup(copy)
        copy.close()
    with sqlite3.connect(part) as check:
        # One file, not three: the copy leaves its write-ahead log behind.
        check.execute("PRAGMA journal_mode = DELETE")
        faults = [row[0] for row in check.execute("PRAGMA integrity_check") if row[0] != "ok"]
    check.close()
    if faults:
        part.unlink()
        raise CannotOpen("BACKUP_FAULTY", "The back-up is faulty and was not kept: {why}", why=faults[0])
    os.replace(part, target)


def restore(source: Path, url: str) -> Path | None:
    """Put the hotel of a back-up at ``url``. A SQLite hotel that was there is kept beside it; where, is returned.

    Raises ``CannotOpen``: NOT_A_HOTEL, NEWER_HOTEL (the back-up), SAME_FILE, HOTEL_EXISTS (PostgreSQL that is not empty).
    """
    path = sqlite_path(url)
    if path is not None and path.exists() and path.samefile(source):
        raise CannotOpen("SAME_FILE", "{path} is the hotel itself, not a back-up of it.", path=source)
    _check_backup(source)
    close_database()
    if path is None:
        open_database(url, create=True)
        _copy_from_sqlite(source)
        return None
    part = path.with_name(path.name + ".part")
    with part.open("wb") as copy:
        copy.write(source.read_bytes())
        copy.flush()
        os.fsync(copy.fileno())
    with file_lock(path):  # no desk writes while the hotel is changed under it
        kept = _move_aside(path)
        os.replace(part, path)
    open_database(url)
    return kept


def _check_backup(source: Path) -> None:
    """Look into a back-up without writing to it."""
    try:
        with sqlite3.connect(f"file:{source}?mode=ro", uri=True) as look:
            (mark,) = look.execute("PRAGMA application_id").fetchone()
            applied = {name for (name,) in look.execute("SELECT name FROM schema_migration")}
            whole = look.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        look.close()
    except sqlite3.DatabaseError as error:
        raise CannotOpen("NOT_A_HOTEL", "{path} is not a back-up of a hotel.", path=source) from error
    if mark != APPLICATION_ID or not whole:
        raise CannotOpen("NOT_A_HOTEL", "{path} is not a back-up of a hotel.", path=source)
    known = {file.stem for file in MIGRATIONS.glob("[0-9]*.py")}
    if applied - known:
        raise CannotOpen(
            "NEWER_HOTEL",
            "This hotel was made by a newer Reception ({newer}). Upgrade the program; nothing was changed.",
            newer=", ".join(sorted(applied - known)),
        )


def _move_aside(path: Path) -> Path | None:
    if not path.exists():
        return None
    number = 1
    while (kept := path.with_name(f"{path.name}.before-restore-{number}")).exists():
        number += 1
    with sqlite3.connect(path) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    old.close()
    os.replace(path, kept)
    for suffix in ("-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    return kept


def _columns(table: Any) -> list[str]:
    return [field.column_name for field in table._meta.sorted_fields]


def _order(table: Any) -> str:
    """Rows that point at rows of their own table come after those."""
    key = table._meta.primary_key
    return (
        "id"
        if not isinstance(key, peewee.CompositeKey)
        else ", ".join(table._meta.fields[name].column_name for name in key.field_names)
    )


def _quoted(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _copy_to_sqlite(target: Path) -> None:
    from playhouse.migrations import Runner

    file = peewee.SqliteDatabase(str(target))
    file.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    Runner(file, str(MIGRATIONS)).up()
    guards = file.execute_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    with file.atomic(), snapshot():
        for name, _sql in guards:
            file.execute_sql(f"DROP TRIGGER {name}")
        for table in reversed(all_tables()):  # what the migrations themselves put in
            file.execute_sql(f'DELETE FROM "{table._meta.table_name}"')
        for table in all_tables():
            columns, name = _columns(table), table._meta.table_name
            places = ", ".join("?" * len(columns))
            for rows in _rows(database, f'SELECT {_quoted(columns)} FROM "{name}" ORDER BY {_order(table)}'):
                statement = f'INSERT INTO "{name}" ({_quoted(columns)}) VALUES ({places})'
                file.connection().executemany(statement, [[_plain(v) for v in row] for row in rows])
        for _name, sql in guards:
            file.execute_sql(sql)
    file.close()


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _rows(source: Any, sql: str) -> Iterator[list[tuple[Any, ...]]]:
    cursor = source.execute_sql(sql)
    while rows := cursor.fetchmany(CHUNK):
        yield rows


def _copy_from_sqlite(source: Path) -> None:
    from models.house.property import Property

    if Property.get_or_none():
        raise CannotOpen(
            "HOTEL_EXISTS", "There is a hotel in this database already; restore into an empty one."
        )
    file = peewee.SqliteDatabase(f"file:{source}?mode=ro", uri=True)
    with database.atomic():
        for table in reversed(all_tables()):
            database.execute_sql(f'ALTER TABLE "{table._meta.table_name}" DISABLE TRIGGER USER')
            # The migrations themselves put some rows in.
            database.execute_sql(f'DELETE FROM "{table._meta.table_name}"')
        for table in all_tables():
            name, columns = table._meta.table_name, _columns(table)
            flags = [isinstance(field, peewee.BooleanField) for field in table._meta.sorted_fields]
            places = ", ".join(["%s"] * len(columns))
            statement = f'INSERT INTO "{name}" ({_quoted(columns)}) VALUES ({places})'
            cursor = database.cursor()
            for rows in _rows(file, f'SELECT {_quoted(columns)} FROM "{name}" ORDER BY {_order(table)}'):
                typed = [[bool(v) if flag else v for v, flag in zip(row, flags, strict=True)] for row in rows]
                cursor.executemany(statement, typed)
            if isinstance(table._meta.primary_key, peewee.AutoField):
                database.execute_sql(
                    f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT coalesce(max(id), 1) FROM \"{name}\"))"
                )
        database.execute_sql("SET CONSTRAINTS ALL IMMEDIATE")  # what is deferred must be settled before
        for table in all_tables():
            database.execute_sql(f'ALTER TABLE "{table._meta.table_name}" ENABLE TRIGGER USER')
    file.close()
