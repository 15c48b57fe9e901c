"""A real terminal for tests: the program runs in a pty at 80×24 and is read back through pyte.

Nothing sleeps: a test waits until the words it wants are on the screen, and fails when they do not come.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
import unicodedata
from types import TracebackType

import pyte
from pyte.screens import Char
from wcwidth import wcwidth

KEYS = {
    "enter": "\r", "esc": "\x1b", "tab": "\t", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
    "home": "\x1b[H", "end": "\x1b[F", "pgup": "\x1b[5~", "pgdn": "\x1b[6~", "f1": "\x1bOP", "f2": "\x1bOQ",
    "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~", "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~",
    "backspace": "\x7f", "delete": "\x1b[3~", "ctrl+u": "\x15",
}  # fmt: skip
PATIENCE = 12.0  # seconds until words that do not come are a failure


class ThaiScreen(pyte.Screen):
    """pyte gives up the rest of a line at a vowel above or below; here it joins the letter before it."""

    def draw(self, data: str) -> None:
        for char in data:
            if wcwidth(char) == 0 and unicodedata.category(char) in ("Mn", "Me", "Cf"):
                x = min(self.cursor.x, self.columns) - 1
                if x >= 0:
                    cell: Char = self.buffer[self.cursor.y][x]
                    self.buffer[self.cursor.y][x] = cell._replace(data=cell.data + char)
            else:
                super().draw(char)


class Terminal:
    """One desk. ``press("g", "a", "enter")`` names keys, ``type("…")`` types text, ``wait("…")`` reads."""

    def __init__(
        self,
        *arguments: str,
        environ: dict[str, str] | None = None,
        columns: int = 80,
        rows: int = 24,
        python: list[str] | None = None,
        command: list[str] | None = None,
    ) -> None:
        self.screen = ThaiScreen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.received = 0
        self.packets: list[bytes] = []  # as they came, for who weighs them
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", "LANG": "C.UTF-8", **(environ or {})})
            begun = command or [sys.executable, *(python or ["-m", "app.cli"])]
            os.execvp(begun[0], [*begun, *arguments])
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        with contextlib.suppress(OSError):
            os.close(self.fd)

    def type(self, text: str) -> Terminal:
        os.write(self.fd, text.encode())
        return self

    def press(self, *keys: str) -> Terminal:
        for key in keys:
            self.type(KEYS.get(key, key))
        return self

    def read(self, patience: float) -> bool:
        ready, _w, _x = select.select([self.fd], [], [], patience)
        if not ready:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.received += len(data)
        self.packets.append(data)
        self._stream.feed(data)
        self._answer(data)
        return bool(data)

    def _answer(self, data: bytes) -> None:
        """What a terminal answers when it is asked what it can do."""
        if b"\x1b[6n" in data:
            self.type("\x1b[1;1R")

    @property
    def lines(self) -> list[str]:
        return [
            "".join(self.screen.buffer[y][x].data for x in range(self.screen.columns))
            for y in range(self.screen.lines)
        ]

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines)

    def wait(self, *words: str, gone: str = "") -> Terminal:
        """Go on once all ``words`` are on the screen, and ``gone`` is not."""
        until = time.monotonic() + PATIENCE
        while not all(word in self.text for word in words) or (gone and gone in self.text):
            if time.monotonic() > until or (not self.read(0.2) and not self._alive()):
                raise AssertionError(f"waited for {words} (gone: {gone!r}), saw:\n{self.text}")
        return self

    def settle(self, quiet: float = 0.4) -> Terminal:
        """Go on once nothing has come for ``quiet`` seconds. For pictures; a test waits for words."""
        while self.read(quiet):
            pass
        return self

    def _alive(self) -> bool:
        return os.waitpid(self.pid, os.WNOHANG) == (0, 0)

    def sign_in(self, login: str, password: str) -> Terminal:
        # Whatever language the desk greets in, the form has its fields in this order.
        self.wait("F2")
        return self.type(login).press("enter").type(password).press("enter")
