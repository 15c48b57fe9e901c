"""Closing the day with a verified back-up before and after it, for the console and for ``reception audit``."""

from __future__ import annotations

import datetime
import os
import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from locales import Message
from models.front_office.night_audit import check_ready, run_audit
from models.house.acts import Desk
from models.house.backup import back_up
from models.house.database import CannotOpen, database, is_postgres
from models.house.property import setting
from models.house.refusals import Refused

BEFORE, AFTER = "before", "after"
DATED = re.compile(r"-(\d{4}-\d{2}-\d{2})-(before|after)\.db")
Progress = Callable[[str, int, int], None]


def close_day(desk: Desk, date: datetime.date, progress: Progress) -> Message | None:
    """Back up, close ``date``, back up; what is wrong with the second back-up, if anything: the day is closed all the same.

    The house says how many days' back-ups are kept (setting ``audit_backups``); with 0 none is written.
    Refused: BACKUP_FAILED (the first one: the audit is not begun), and as ``run_audit``.
    """
    kept = int(setting("audit_backups"))
    folder = backups_folder(os.environ)
    if kept:
        check_ready(replace(desk, token=None), date)  # before something is written that is not needed
        progress("backup before", 0, 1)
        failed = _back_up(folder, date, BEFORE, holding=date)
        if failed:
            raise Refused("BACKUP_FAILED", "No back-up, so the day stays open: {why}", why=failed)
    run_audit(desk, date, progress)
    if not kept:
        return None
    progress("backup after", 0, 1)
    failed = _back_up(folder, date, AFTER, holding=date + datetime.timedelta(days=1))
    _forget_older(folder, kept)
    return failed


def backups_folder(environ: Mapping[str, str]) -> Path:
    """``RECEPTION_BACKUPS``, else ``backups`` beside the hotel's file, or of a server's hotel among the person's own data."""
    chosen = environ.get("RECEPTION_BACKUPS", "").strip()
    if chosen:
        return Path(chosen)
    if not is_postgres():
        return Path(database.obj.database).absolute().parent / "backups"
    import platformdirs

    return Path(platformdirs.user_data_dir("reception", appauthor=False)) / "backups"


def _hotel_name() -> str:
    return Path(database.obj.database).stem


def _back_up(folder: Path, date: datetime.date, which: str, holding: datetime.date) -> Message | None:
    """Write one that is whole and holds the business date ``holding``; why there is none."""
    target = folder / f"{_hotel_name()}-{date}-{which}.db"
    new = target.with_name(target.name + ".new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        back_up(new)
        held = _business_date(new)
        if held != holding:
            new.unlink()
            return Message("another desk has closed the day; the business date is {date}.", {"date": held})
        os.replace(new, target)
    except CannotOpen as error:
        return error.message
    except OSError as error:
        return Message(
            "{path} cannot be written: {why}",
            {"path": error.filename or folder, "why": error.strerror or error},
        )
    except sqlite3.Error as error:
        return Message("{path} cannot be written: {why}", {"path": folder, "why": error})
    return None


def _business_date(file: Path) -> datetime.date:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
        (held,) = copy.execute("SELECT business_date FROM property").fetchone()
    return datetime.date.fromisoformat(held)


def _forget_older(folder: Path, kept: int) -> None:
    """Of this hotel's, all but those of the last ``kept`` dates; what else lies in the folder stays."""
    name = _hotel_name()
    dated: dict[str, list[Path]] = {}
    for file in folder.glob("*.db"):
        if file.name.startswith(name) and (found := DATED.fullmatch(file.name[len(name) :])):
            dated.setdefault(found[1], []).append(file)
    for day in sorted(dated)[:-kept]:
        for file in dated[day]:
            file.unlink(missing_ok=True)
