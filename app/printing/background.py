"""The printing of an open desk: a thread of its own hands papers to printers, while the desk works on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import peewee

from app.post_office.outcome import SENT, UNCERTAIN
from app.printing import Places, Printed, print_queue
from locales import Message
from models.front_office.printing import jobs_due
from models.house.acts import Desk
from models.house.database import close_database

PATIENCE_SECONDS = 5.0  # for a paper under way when the desk is closed

_log = logging.getLogger(__name__)


class BackgroundPrinter:
    """``desk`` gives whose desk prints, or None while nobody is signed in; ``write`` runs an operation on the one
    writer's thread; ``say`` is called from the printing thread with what became of the papers."""

    def __init__(
        self,
        desk: Callable[[], Desk | None],
        write: Callable[..., Any],
        places: Places,
        say: Callable[[Message, bool], None],
    ) -> None:
        self._desk, self._write, self._places, self._say = desk, write, places, say
        self._thread: threading.Thread | None = None
        self._closing = False

    def look(self) -> None:
        """Start a round if something is due."""
        desk = self._desk()
        if desk is None or self._closing or (self._thread is not None and self._thread.is_alive()):
            return
        try:
            due = jobs_due(self._places.terminal, desk.now())
        except peewee.DatabaseError:  # a database that is gone for a while is no reason to leave the desk
            close_database()
            return
        if due:
            # A daemon: a printer that does not answer must not keep the program from ending.
            self._thread = threading.Thread(target=self._round, args=(desk,), name="printing", daemon=True)
            self._thread.start()

    def move_to(self, terminal: str) -> None:
        """From the next round on."""
        self._places = replace(self._places, terminal=terminal)

    def _round(self, desk: Desk) -> None:
        try:
            done = print_queue(
                lambda operation, *args: self._write(operation, desk, *args),
                self._places,
                lambda: self._closing,
            )
            if (said := told(done)) is not None and not self._closing:
                self._say(*said)
        except Exception:  # noqa: BLE001 - written down; papers wait and are tried again
            _log.exception("printing stopped")
        finally:
            close_database()

    def close(self) -> None:
        self._closing = True
        if self._thread is not None:
            self._thread.join(PATIENCE_SECONDS)


def told(done: Sequence[Printed]) -> tuple[Message, bool] | None:
    """What to say of a round, and whether all is well; the first that went wrong goes before what went right."""
    wrong = next((one for one in done if one.outcome.kind != SENT), None)
    if wrong is not None:
        values: dict[str, object] = {
            "title": wrong.title, "printer": wrong.printer, "why": wrong.outcome.words,
        }  # fmt: skip
        if wrong.outcome.kind == UNCERTAIN:
            look = Message("Look whether {title} came out of {printer}: {why} See :print jobs", values)
            return look, False
        return Message("{title} did not print at {printer}: {why} See :print jobs", values), False
    if not done:
        return None
    return Message(
        "{title} printed at {printer}.", {"title": done[-1].title, "printer": done[-1].printer}
    ), True
