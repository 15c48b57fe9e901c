"""The post office of an open desk: a thread of its own sends what is due, while the desk works on."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from typing import Any

import peewee

from app.post_office import Round, send_letters, ways
from locales import Message
from models.front_office.correspondence import METHODS, letters_due, queue_counts
from models.house.acts import Desk
from models.house.database import close_database

QUIET_SECONDS = 60.0  # after a line that was down
PATIENCE_SECONDS = 10.0  # for a sending under way when the desk is closed

_log = logging.getLogger(__name__)


class BackgroundPost:
    """``desk`` gives whose desk sends, or None while nobody is signed in; ``write`` runs an operation on the one
    writer's thread. ``look`` is called again and again from the desk's own thread."""

    def __init__(self, desk: Callable[[], Desk | None], write: Callable[..., Any]) -> None:
        self._desk = desk
        self._write = write
        self._thread: threading.Thread | None = None
        self._done: Round | None = None
        self._closing = False
        self._quiet_until = 0.0

    def look(self) -> Message | None:
        """Start a round if something is due; what went wrong in the one before, once."""
        if self._thread is not None and self._thread.is_alive():
            return None
        try:
            return self._look()
        except peewee.DatabaseError:  # a database that is gone for a while is no reason to leave the desk
            close_database()
            return None

    def _look(self) -> Message | None:
        said = self._told()
        desk = self._desk()
        if desk is None or self._closing or time.monotonic() < self._quiet_until:
            return said
        open_ways = ways()
        if open_ways and letters_due(desk.now(), open_ways):
            # A daemon: a server that does not answer must not keep the program from ending.
            self._thread = threading.Thread(target=self._round, args=(desk,), name="post", daemon=True)
            self._thread.start()
        return said

    def _round(self, desk: Desk) -> None:
        try:
            self._done = send_letters(
                lambda operation, *args, **more: self._write(operation, desk, *args, **more),
                os.environ,
                lambda: self._closing,
            )
        except Exception:  # noqa: BLE001 - written down; the letters wait and are tried again
            _log.exception("the post office stopped")
            self._quiet_until = time.monotonic() + QUIET_SECONDS
        finally:
            close_database()

    def _told(self) -> Message | None:
        done, self._done = self._done, None
        if done is None or done.all_well:
            return None
        if done.line:
            self._quiet_until = time.monotonic() + QUIET_SECONDS
            method, why = next(iter(done.line.items()))
            return Message(
                "{method} is not to be reached; letters wait. {why}", {"method": METHODS[method], "why": why}
            )
        desk = self._desk()
        counts = queue_counts(desk.now()) if desk else None
        return Message(
            "Letters: {failed} failed, {uncertain} uncertain. See :letters",
            {
                "failed": counts.failed if counts else done.failed,
                "uncertain": counts.uncertain if counts else done.uncertain,
            },
        )

    def close(self) -> None:
        self._closing = True
        if self._thread is not None:
            self._thread.join(PATIENCE_SECONDS)
