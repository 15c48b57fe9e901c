"""Opening a hotel and a desk in it. Without click and the commands, which a desk does not wait for."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.settings import default_database, key_file
from locales import _, use_language

if TYPE_CHECKING:
    from textual.driver import Driver

REFUSED, BLOCKED, CANNOT_OPEN, NO_BACKUP = 1, 3, 4, 5


def code_of(error: Exception) -> tuple[int, str] | None:
    """Exit code and sentence of a fault that people meet; None for one of ours."""
    import sqlite3

    from models.house.database import CannotOpen
    from models.house.refusals import Refused

    import peewee  # isort: skip - the models bring it in without the driver of PostgreSQL

    if isinstance(error, CannotOpen):
        return CANNOT_OPEN, str(error)
    if isinstance(error, Refused):
        return BLOCKED if error.code in ("AUDIT_BLOCKED", "OPTIONAL_CHECKS") else REFUSED, str(error)
    if isinstance(error, OSError):
        return CANNOT_OPEN, f"{error.filename or ''}: {error.strerror or error}"
    if isinstance(error, sqlite3.Error | peewee.DatabaseError):
        return CANNOT_OPEN, _("The database cannot be used: {why}", why=error)
    return None


def language_of(environ: dict[str, str] | os._Environ[str]) -> str:
    return "th" if environ.get("LANG", "").startswith("th") else "en"


def open_desk(database: str, language: str) -> int:
    """``reception`` without a command: its exit code."""
    use_language(language or language_of(os.environ))
    try:
        open_hotel(database or default_database())
        return run_desk()
    except Exception as error:
        said = code_of(error)
        if said is None:
            raise
        print(said[1], file=sys.stderr)  # noqa: T201
        return said[0]


def make_ready(where: str) -> None:
    """Bring the hotel up to this version, as the first desk after an upgrade does."""
    open_hotel(where)
    after_an_upgrade()


def open_hotel(where: str) -> None:
    """As ``open_database``, and there must be a hotel in it."""
    from models.house.database import open_database

    open_database(where)
    _must_be_a_hotel(where)


def after_an_upgrade() -> None:
    from models.front_office.companies import renew_company_keys
    from models.front_office.guests import renew_keys

    renew_company_keys()
    renew_keys()


def _must_be_a_hotel(where: str) -> None:
    """Tables without a hotel are what an init that was refused left behind."""
    from models.house.database import CannotOpen, close_database
    from models.house.property import Property

    if Property.get_or_none() is None:
        close_database()
        raise CannotOpen(
            "NO_HOTEL",
            "There is no hotel at {path}. Make one with: reception init --database {path}",
            path=where,
        )


def run_desk() -> int:
    """A desk of the open hotel at this terminal, until it is left; its exit code."""
    from screens.kit.theme import terminal_refusal

    refusal = terminal_refusal(os.environ)
    if refusal or not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        return _say(str(refusal or _("Reception needs a terminal; see reception --help.")))
    from app.console import Console
    from app.services import wall_clock
    from screens.kit.actions import KeyFault

    try:
        console = Console(wall_clock, key_file(), _driver())
    except KeyFault as fault:
        return _say(str(fault))
    log = log_to_file()
    console.after_first_picture = after_an_upgrade
    console.run(mouse=False)
    if console.fault is not None:
        return _say(
            _("The program failed and ended; what was saved is safe. It is written down in {log}.", log=log)
        )
    return 0


def _say(text: str) -> int:
    print(text, file=sys.stderr)  # noqa: T201
    return REFUSED


def _driver() -> type[Driver] | None:
    if os.name != "posix":
        return None
    from app.driver import DeskDriver

    return DeskDriver


def log_to_file() -> Path:
    """Faults go to a file; the screen belongs to the desk."""
    import logging

    import platformdirs

    log = Path(platformdirs.user_log_dir("reception", appauthor=False, ensure_exists=True)) / "reception.log"
    logging.basicConfig(
        filename=log, level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    return log
