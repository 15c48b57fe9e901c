"""``reception call-records``: listens to the telephone exchange, by TCP or a serial line, for as long as it runs.

What comes is committed as raw lines before anything is made of it, so a reader that is killed has lost no line it
took, and one that is started again begins where it was. Settings file and what is promised: docs/call-records.md.
"""

from __future__ import annotations

import codecs
import contextlib
import logging
import os
import re
import select
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from locales import Message
from models.front_office.call_charges import as_kept, feed_stands, post_calls, read_lines, take_lines
from models.front_office.call_charges.records import FIELDS, NEEDED, RecordFormat
from models.house.refusals import Refused

RETRY_SECONDS = (1.0, 2.0, 5.0, 10.0, 30.0)
LOOK_SECONDS = 0.5
CONNECT_SECONDS = 10.0
LONGEST_PIECE = 4000  # bytes without an end of line: no exchange writes such lines
BAUD = (300, 600, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
DURATIONS = ("seconds", "mm:ss", "h:mm", "h:mm:ss")

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class FeedSettings:
    """One of ``connect``, ``listen`` (host, port) or ``serial`` (a device) is given."""

    name: str
    form: RecordFormat
    connect: tuple[str, int] | None = None
    listen: tuple[str, int] | None = None
    serial: str = ""
    baud: int = 9600
    encoding: str = "ascii"


def feed_settings(file: Path, zone: str) -> FeedSettings:
    """Read from TOML. Refused: CALL_FEED_FILE, with what is wrong."""
    import tomllib

    def wrong(what: str) -> Refused:
        return Refused("CALL_FEED_FILE", "{file} cannot be used: {what}", file=file.name, what=what)

    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise wrong(str(error)) from error
    line, record = told.get("line", {}), told.get("record", {})
    if sum(name in line for name in ("connect", "listen", "serial")) != 1:
        raise wrong("[line] needs one of connect, listen, serial")
    if line.get("baud", 9600) not in BAUD:
        raise wrong("baud")
    try:
        codecs.lookup(line.get("encoding", "ascii"))
        form = _form(record, zone)
        ends = {name: _address(line[name]) for name in ("connect", "listen") if name in line}
    except (LookupError, ValueError, TypeError, AttributeError, re.error) as error:
        raise wrong(str(error)) from error
    return FeedSettings(
        str(line.get("name", "exchange")), form, ends.get("connect"), ends.get("listen"), str(line.get("serial", "")),
        line.get("baud", 9600), line.get("encoding", "ascii"),
    )  # fmt: skip


def _address(text: str) -> tuple[str, int]:
    host, _colon, port = text.rpartition(":")
    return host.strip("[]"), int(port)


def _form(record: dict[str, Any], zone: str) -> RecordFormat:
    pattern = re.compile(record["pattern"]) if "pattern" in record else None
    columns = {name: (int(first), int(last)) for name, (first, last) in record.get("columns", {}).items()}
    named = set(pattern.groupindex) if pattern else set(columns)
    if named - set(FIELDS):
        raise ValueError(f"unknown field {', '.join(sorted(named - set(FIELDS)))}")
    if set(NEEDED) - named:
        raise ValueError(f"no field {', '.join(sorted(set(NEEDED) - named))}")
    if any(first < 1 or last < first for first, last in columns.values()):
        raise ValueError("columns are [first, last], from 1")
    if record.get("duration", "h:mm:ss") not in DURATIONS:
        raise ValueError(f"duration is one of {', '.join(DURATIONS)}")
    if record.get("era", "ce") not in ("ce", "be"):
        raise ValueError("era is ce or be")
    return RecordFormat(
        pattern, columns, record.get("date", "DD/MM/YY"), record.get("era", "ce"), record.get("duration", "h:mm:ss"),
        record.get("zone", zone), re.compile(record["ignore"]) if "ignore" in record else None,
    )  # fmt: skip


class LineReader:
    """Bytes into lines. What stands without its end when the connection breaks is a cut line."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._rest = b""

    def feed(self, data: bytes) -> list[str]:
        *whole, self._rest = re.split(rb"[\r\n]+", self._rest + data)
        while len(self._rest) > LONGEST_PIECE:
            whole.append(self._rest[:LONGEST_PIECE])
            self._rest = self._rest[LONGEST_PIECE:]
        lines = [as_kept(line, self._encoding) for line in whole]
        return [line for line in lines if line.strip()]

    def cut(self) -> str:
        rest, self._rest = self._rest, b""
        return as_kept(rest, self._encoding)


class CallReader:
    """``write`` runs an operation as the person the service is signed in as; ``stop`` says when to end."""

    def __init__(
        self, settings: FeedSettings, write: Callable[..., Any], stop: Callable[[], bool] = lambda: False
    ) -> None:
        self.settings = settings
        self._write = write
        self._stop = stop
        self._behind = True  # lines or calls of an earlier run may wait

    def run(self) -> None:
        """Until ``stop``: connect, read, and connect again when the line breaks."""
        tries = 0
        with self._listening() as server:
            while not self._stop():
                self._work_off()
                try:
                    with self._line(server) as (source, take):
                        if source is None:
                            continue
                        tries = 0
                        self._stands(True)
                        self._read(source, take)
                    why = Message("the line was closed").say()
                except OSError as error:
                    why = error.strerror or str(error)
                self._stands(False, why)
                self._wait(RETRY_SECONDS[min(tries, len(RETRY_SECONDS) - 1)])
                tries += 1

    def _wait(self, seconds: float) -> None:
        if self.settings.listen is not None:
            return  # the exchange calls us
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self._stop():
            self._work_off()
            time.sleep(min(LOOK_SECONDS, max(0.0, until - time.monotonic())))

    # The line

    @contextlib.contextmanager
    def _listening(self) -> Iterator[socket.socket | None]:
        if self.settings.listen is None:
            yield None
            return
        with socket.create_server(self.settings.listen) as server:
            server.settimeout(LOOK_SECONDS)
            yield server

    @contextlib.contextmanager
    def _line(self, server: socket.socket | None) -> Iterator[tuple[Any, Callable[[], bytes]]]:
        """Something to wait for, and how to take what has come; nothing yet where nobody called."""
        if server is not None:
            try:
                connection, _where = server.accept()
            except TimeoutError:
                yield None, bytes
                return
            with connection:
                connection.setblocking(True)
                yield connection, lambda: connection.recv(65536)
        elif self.settings.connect is not None:
            with socket.create_connection(self.settings.connect, CONNECT_SECONDS) as connection:
                connection.setblocking(True)
                connection.setsockopt(
                    socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1
                )  # a line that died is noticed
                yield connection, lambda: connection.recv(65536)
        else:
            fd = _open_serial(self.settings.serial, self.settings.baud)
            try:
                yield fd, lambda: os.read(fd, 65536)
            finally:
                os.close(fd)

    def _read(self, source: Any, take: Callable[[], bytes]) -> None:
        reader = LineReader(self.settings.encoding)
        try:
            while not self._stop():
                ready, _w, _x = select.select([source], [], [], LOOK_SECONDS)
                if not ready:
                    self._work_off()
                    continue
                data = take()
                if not data:
                    return
                lines = reader.feed(data)
                if lines:
                    self._keep(lines)
        finally:
            cut = reader.cut()
            if cut.strip():
                self._keep([], cut)

    # The hotel

    def _keep(self, lines: list[str], cut: str = "") -> None:
        """Nothing more is taken from the exchange until this stands in the database."""
        while True:
            try:
                self._write(take_lines, self.settings.name, lines, cut)
                break
            except Refused as refused:  # a desk that writes for long, a full disk: what came is not let go
                _log.warning("call records cannot be kept: %s", refused)
                if self._stop():
                    raise
                time.sleep(LOOK_SECONDS)
        self._behind = True
        self._work_off()

    def _work_off(self) -> None:
        """Read what was kept and post it. What cannot be done now, for instance while the day is closed, is done later."""
        try:
            while self._behind:
                unread = self._write(read_lines, self.settings.form)["left"]
                unposted = self._write(post_calls)["left"]
                self._behind = bool(unread or unposted)
        except Refused as refused:
            _log.warning("call records wait: %s", refused)

    def _stands(self, connected: bool, why: str = "") -> None:
        with contextlib.suppress(Refused):
            self._write(feed_stands, self.settings.name, connected, why)


def _open_serial(device: str, baud: int) -> int:
    """8 data bits, no parity, one stop bit, raw. Raises OSError."""
    import termios
    import tty

    fd = os.open(device, os.O_RDWR | os.O_NOCTTY)
    try:
        tty.setraw(fd)
        mode = termios.tcgetattr(fd)
        speed = getattr(termios, f"B{baud}")
        mode[2] |= termios.CLOCAL | termios.CREAD
        mode[4] = mode[5] = speed
        termios.tcsetattr(fd, termios.TCSANOW, mode)
    except termios.error as error:
        os.close(fd)
        raise OSError(f"{device}: {error}") from error
    return fd
