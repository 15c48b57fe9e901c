"""A terminal at the session server: it hands keys and pictures through and knows nothing else.

The session has a terminal of its own at the server, so it outlives this program. Nothing is imported here that a
desk would be kept waiting for: no screen, no database, no catalogue until there is something to say.
"""

import errno
import os
import select
import signal
import socket
import sys
import termios
import time

from app import __version__
from app.server import wire
from app.server.place import same_name, sockets

PATIENCE_SECONDS = 90.0  # for a server that is being renewed
# Also what this machine's own programs see: who may say them is who runs the server (``Server._environ_of``).
HANDED_OVER = (
    "TERM", "COLORTERM", "TERM_PROGRAM", "NO_COLOR", "LANG", "LC_ALL", "LC_CTYPE", "SSH_CONNECTION",
    "RECEPTION_ENCODER", "RECEPTION_KEYS", "RECEPTION_PAPERS", "RECEPTION_IMPORTS",
)  # fmt: skip
# Keyboard protocol, paste, focus, line wrap, screen, cursor and colours as a shell wants them.
AS_IT_WAS = b"\x1b[<u\x1b[?2004l\x1b[?1004l\x1b[?2048l\x1b[?7h\x1b[?1049l\x1b[?25h\x1b[0m"


def go_to_server(database: str, language: str) -> int | None:
    """The exit code of a desk at the server; None where no server has this hotel, or there is no terminal."""
    if not all(os.isatty(stream) for stream in (0, 1, 2)):
        return None
    named = database or os.environ.get("RECEPTION_DATABASE", "")
    for path in sockets(os.environ):
        line = _knock(path, bool(named))
        if isinstance(line, int):
            return line
        if line is not None:
            return _desk(line, path, _hello(same_name(named) if named else "", language))
    return None


def _knock(path: str, may_be_alone: bool) -> socket.socket | int | None:
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.connect(path)
        return line
    except OSError as error:
        line.close()
        if error.errno in (errno.EACCES, errno.EPERM) and not may_be_alone:
            from locales import Message

            return say(
                Message("You may not use the session server at {path}.", {"path": path}).say(
                    language_of_terminal()
                )
            )
        return None  # nobody there, or a socket that a dead server left behind


def _hello(database: str, language: str) -> dict[str, str]:
    fields = {
        "version": __version__,
        "database": database,
        "language": language or language_of_terminal(),
        "size": _size(),
        "tty": os.ttyname(0),
        "host": os.environ.get("SSH_CONNECTION", "").split(" ")[0] or socket.gethostname(),
    }
    return fields | {f"env {name}": os.environ[name] for name in HANDED_OVER if name in os.environ}


def language_of_terminal() -> str:
    return "th" if os.environ.get("LANG", "").startswith("th") else "en"


def _size() -> str:
    columns, rows = os.get_terminal_size(0)
    return f"{rows} {columns}"


def say(text: str) -> int:
    os.write(2, f"{text}\n".encode())
    return 1


def _desk(line: socket.socket, path: str, hello: dict[str, str]) -> int | None:
    before = termios.tcgetattr(0)
    wakes, woken = os.pipe()
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    old = {name: signal.signal(name, lambda *_: None) for name in (signal.SIGWINCH, signal.SIGTERM)}
    try:
        line.sendall(wire.frame(wire.HELLO, wire.pack(hello)))
        _raw(before)
        ended = _relay(line, wakes)
    except ConnectionError:
        ended = None
    finally:
        termios.tcsetattr(0, termios.TCSAFLUSH, before)
        signal.set_wakeup_fd(-1)
        for name, handler in old.items():
            signal.signal(name, handler)
        line.close()
        os.close(wakes)
        os.close(woken)
    return _after(ended, path, hello["language"])


def _raw(before: list[object]) -> None:
    """Every key goes through as it is; the session's own terminal does the rest."""
    raw = list(before)
    raw[0] &= ~(  # type: ignore[operator]
        termios.BRKINT
        | termios.ICRNL
        | termios.INPCK
        | termios.ISTRIP
        | termios.IXON
        | termios.INLCR
        | termios.IGNCR
    )
    raw[1] &= ~termios.OPOST  # type: ignore[operator]
    raw[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)  # type: ignore[operator]
    termios.tcsetattr(0, termios.TCSADRAIN, raw)  # type: ignore[arg-type]


def _relay(line: socket.socket, wakes: int) -> dict[str, str] | None:
    """Until the session ends (how), or its server is gone (None)."""
    frames = wire.Frames()
    poll = select.poll()
    for end in (0, line.fileno(), wakes):
        poll.register(end, select.POLLIN)
    while True:
        ready = {end for end, _what in poll.poll()}
        if line.fileno() in ready:
            data = line.recv(1 << 16)
            if not data:
                return None
            for kind, content in frames.feed(data):
                if kind == wire.OUTPUT:
                    _write(content)
                elif kind == wire.END:
                    return wire.unpack(content)
        if wakes in ready:
            if signal.SIGTERM in os.read(wakes, 512):
                os.write(1, AS_IT_WAS)
                return {"code": "143"}
            line.sendall(wire.frame(wire.SIZE, _size().encode()))
        if 0 in ready:
            keys = os.read(0, 4096)
            if not keys:
                return {"code": "1"}
            line.sendall(wire.frame(wire.INPUT, keys))


def _write(data: bytes) -> None:
    while data:
        data = data[os.write(1, data) :]


def _after(ended: dict[str, str] | None, path: str, language: str) -> int | None:
    if ended is None:
        os.write(1, AS_IT_WAS)
        from locales import Message

        text = Message("The session server has ended. What was saved is safe; open Reception again.").say(
            language
        )
        return say(text)
    then = ended.get("then", "")
    if then == wire.ALONE:
        return None
    if ended.get("text"):
        say(ended["text"])
    if then == wire.AGAIN:
        return _come_again(path)
    return int(ended.get("code", "0"))


def _come_again(path: str) -> int:
    """The program may be another by then: it is begun anew."""
    until = time.monotonic() + PATIENCE_SECONDS
    try:
        while time.monotonic() < until:
            if _is_open(path):
                os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
            time.sleep(0.2)
    except KeyboardInterrupt:
        return 130
    from locales import Message

    return say(
        Message("The session server has not come back. Open Reception again later.").say(
            language_of_terminal()
        )
    )


def _is_open(path: str) -> bool:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.connect(path)
            line.sendall(wire.frame(wire.HELLO, wire.pack({"ask": "open"})))
            return bool(line.recv(1))
    except OSError:
        return False
