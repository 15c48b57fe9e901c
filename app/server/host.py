"""The session server: one process with everything imported, which forks a session for each terminal.

It opens no database and has no threads, so that what it forks is sound. Each session has a pseudo-terminal whose far
end stays here: a line that drops takes nothing with it, and one that was handed over can be cut off, which could not
be done had the terminals the pseudo-terminal itself.
"""

from __future__ import annotations

import contextlib
import fcntl
import grp
import json
import logging
import os
import pwd
import selectors
import signal
import socket
import struct
import termios
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app import __version__
from app.server import wire
from app.server.people import PeopleFault, Person
from app.server.people import people as read_people
from app.server.sharing import share_memory
from locales import LANGUAGES, Message

MUCH = 1 << 18  # bytes on their way to a terminal, after which its session waits
STILL_SECONDS = 60.0  # without a key, after which a desk may be brought over from a line that is still open
LONGEST_PLACE = 80
AGAIN_SECONDS = 1.0  # before the lookout is sent out again
OF_OWN_PEOPLE = ("RECEPTION_ENCODER", "RECEPTION_KEYS", "RECEPTION_PAPERS", "RECEPTION_IMPORTS")

_log = logging.getLogger(__name__)


class Occupied(Exception):
    """Another server listens there."""


@dataclass(eq=False)
class Line:
    """A terminal that knocked."""

    sock: socket.socket
    uid: int
    hello: dict[str, str] = field(default_factory=dict)
    session: Session | None = None
    frames: wire.Frames = field(default_factory=wire.Frames)
    out: bytearray = field(default_factory=bytearray)
    closing: bool = False

    @property
    def place(self) -> str:
        """As the terminal says it; it is read by others, at a shell too, whose terminal it must not steer."""
        said = f"{self.hello.get('host', '')} {self.hello.get('tty', '')}".strip()
        return "".join(letter for letter in said if letter.isprintable())[:LONGEST_PLACE]

    @property
    def language(self) -> str:
        said = self.hello.get("language", "")
        return said if said in LANGUAGES else "en"


@dataclass(eq=False)
class Session:
    """A desk: a process of its own behind a pseudo-terminal."""

    number: int
    pid: int
    terminal: int  # the far end of its pseudo-terminal
    channel: socket.socket
    uid: int
    line: Line | None
    place: str
    since: float
    last_key: float
    left_at: float | None = None
    staff: int | None = None
    login: str = ""
    name: str = ""
    screen: str = ""
    told: bytearray = field(default_factory=bytearray)
    keys: bytearray = field(default_factory=bytearray)
    end: dict[str, str] = field(default_factory=dict)
    ending: bool = False


Run = Callable[[socket.socket, Mapping[str, str], Mapping[str, str]], int]
"""What a session does: its channel, its environment, and what else is known of it. Runs in the child."""


class Server:
    """``run`` is a session, ``look_out`` watches the database and writes a byte whenever somebody wrote there."""

    def __init__(
        self,
        hotel: str,
        path: str,
        run: Run,
        look_out: Callable[[socket.socket], int],
        *,
        group: str = "",
        grace: float = 60.0,
        people: str = "",
    ) -> None:
        if people:
            read_people(people)  # what is wrong is said while somebody looks
        self._people = people
        self.hotel, self.path, self.grace = hotel, path, grace
        self._run, self._look_out = run, look_out
        self._group = grp.getgrnam(group) if group else None
        self._lines: set[Line] = set()
        self._sessions: dict[int, Session] = {}
        self._number = 0
        self._selector = selectors.DefaultSelector()
        self._watched: dict[int, int] = {}
        self._lookout: tuple[int, socket.socket] | None = None
        self._lookout_due = 0.0
        self._ends_at: float | None = None
        self._lock = self._listener = -1
        self._listen()

    # Listening

    def _listen(self) -> None:
        lock = os.open(f"{self.path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(lock)
            raise Occupied(self.path) from error
        self._lock = lock
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.path)  # a dead server's: we hold the lock
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o177)
        try:
            listener.bind(self.path)
        finally:
            os.umask(before)
        if self._group is not None:
            os.chown(self.path, -1, self._group.gr_gid)
            os.chmod(self.path, 0o660)
        listener.listen(64)
        listener.setblocking(False)
        self._listener = listener.fileno()
        self._knocks = listener

    def serve(self) -> None:
        """Until SIGTERM or SIGINT, and until every session has ended after it."""
        wakes, woken = os.pipe()
        os.set_blocking(wakes, False)
        os.set_blocking(woken, False)
        signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
        for name in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
            signal.signal(name, lambda *_: None)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        self._wakes = (wakes, woken)
        self._watch(wakes, selectors.EVENT_READ, lambda _what: self._signalled(os.read(wakes, 512)))
        self._watch(self._listener, selectors.EVENT_READ, lambda _what: self._knocked())
        share_memory()
        self._send_lookout()
        self._ready()
        try:
            while self._ends_at is None or self._sessions:
                for key, what in self._selector.select(self._patience()):
                    if key.fd in self._watched:  # not closed by one before it
                        key.data(what)
                self._in_time()
        finally:
            self._close()

    def _ready(self) -> None:
        """Tell systemd, when it asked."""
        address = os.environ.get("NOTIFY_SOCKET", "")
        if address:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify, contextlib.suppress(OSError):
                notify.sendto(b"READY=1", "\0" + address[1:] if address[0] == "@" else address)

    def _patience(self) -> float | None:
        due = [self._lookout_due] if self._lookout is None and self._ends_at is None else []
        due += [self._ends_at] if self._ends_at is not None else []
        return max(min(due) - time.monotonic(), 0.0) if due else None

    def _in_time(self) -> None:
        now = time.monotonic()
        if self._lookout is None and self._ends_at is None and now >= self._lookout_due:
            self._send_lookout()
        if self._ends_at is not None and now >= self._ends_at:
            for session in self._sessions.values():
                os.kill(session.pid, signal.SIGKILL)
            self._ends_at = now + AGAIN_SECONDS

    def _close(self) -> None:
        if self._lookout is not None:
            os.kill(self._lookout[0], signal.SIGKILL)
            os.waitpid(self._lookout[0], 0)
        until = time.monotonic() + AGAIN_SECONDS
        for line in self._lines:  # the last words
            line.sock.settimeout(max(until - time.monotonic(), 0.01))
            with contextlib.suppress(OSError):
                line.sock.sendall(line.out)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.path)
        self._knocks.close()
        signal.set_wakeup_fd(-1)

    # What is waited for

    def _watch(self, fd: int, events: int, do: Callable[[int], object] | None = None) -> None:
        """Wait for ``events`` at ``fd``; none: leave it alone."""
        before = self._watched.get(fd, 0)
        if events == before:
            return
        if not events:
            self._selector.unregister(fd)
            del self._watched[fd]
            return
        if before:
            self._selector.modify(fd, events, self._selector.get_key(fd).data)
        else:
            assert do is not None
            self._selector.register(fd, events, do)
        self._watched[fd] = events

    def _look_at(self, session: Session) -> None:
        """Nobody's pictures are thrown away; a terminal that is too slow makes its session wait, not the server."""
        slow = session.line is not None and len(session.line.out) > MUCH
        events = (0 if slow else selectors.EVENT_READ) | (selectors.EVENT_WRITE if session.keys else 0)
        self._watch(session.terminal, events, lambda what: self._at_terminal(session, what))

    def _look_at_line(self, line: Line) -> None:
        full = line.session is not None and len(line.session.keys) > MUCH
        events = (0 if full else selectors.EVENT_READ) | (selectors.EVENT_WRITE if line.out else 0)
        self._watch(line.sock.fileno(), events, lambda what: self._at_line(line, what))

    # Terminals

    def _knocked(self) -> None:
        with contextlib.suppress(BlockingIOError, ConnectionError):
            sock, _address = self._knocks.accept()
            sock.setblocking(False)
            _pid, uid, _gid = struct.unpack(
                "3i", sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
            )
            line = Line(sock, uid)
            self._lines.add(line)
            self._look_at_line(line)

    def _at_line(self, line: Line, what: int) -> None:
        if what & selectors.EVENT_WRITE:
            self._flush(line)
        if line in self._lines and what & selectors.EVENT_READ:
            self._hear_line(line)

    def _hear_line(self, line: Line) -> None:
        try:
            data = line.sock.recv(1 << 16)
            frames = line.frames.feed(data)
        except BlockingIOError:
            return
        except (OSError, wire.Broken):
            data, frames = b"", []
        if not data:
            self._drop(line)
            return
        for kind, content in frames:
            if line.closing:
                return
            if kind == wire.HELLO and line.session is None and not line.hello:
                self._greet(line, wire.unpack(content))
            elif kind == wire.LIST and line.session is None:
                self._list(line, wire.unpack(content))
            elif line.session is not None and kind == wire.INPUT:
                line.session.last_key = time.time()
                line.session.keys += content
                self._feed(line.session)
            elif line.session is not None and kind == wire.SIZE:
                _set_size(line.session.terminal, content.decode("ascii", "replace"))

    def _send(self, line: Line, kind: bytes, content: bytes) -> None:
        line.out += wire.frame(kind, content)
        self._flush(line)

    def _flush(self, line: Line) -> None:
        try:
            while line.out:
                del line.out[: line.sock.send(line.out)]
        except BlockingIOError:
            pass
        except OSError:
            self._drop(line)
            return
        if line.closing and not line.out:
            self._forget(line)
            return
        self._look_at_line(line)
        if line.session is not None:
            self._look_at(line.session)

    def _end_line(self, line: Line, text: str = "", code: int = 0, then: str = "") -> None:
        line.session, line.closing = None, True
        self._send(line, wire.END, wire.pack({"text": text, "code": str(code), "then": then}))

    def _drop(self, line: Line) -> None:
        """The line is cut; its desk stays."""
        session, line.session = line.session, None
        self._forget(line)
        if session is not None:
            self._leave(session)

    def _forget(self, line: Line) -> None:
        if line in self._lines:
            self._lines.discard(line)
            self._watch(line.sock.fileno(), 0)
            line.sock.close()

    # Who may

    def _may_attach(self, uid: int) -> bool:
        if uid in (0, os.getuid()):
            return True
        if self._group is None:
            return False
        try:
            person = pwd.getpwuid(uid)
        except KeyError:
            return False
        return (
            person.pw_gid == self._group.gr_gid or person.pw_name in grp.getgrgid(self._group.gr_gid).gr_mem
        )

    def _refusal(self, line: Line) -> tuple[Message | None, str] | None:
        from screens.kit.theme import terminal_refusal

        hello = line.hello
        if not self._may_attach(line.uid):
            return Message("You may not use the session server at {path}.", {"path": self.path}), ""
        if hello.get("database") and hello["database"] != self.hotel:
            return None, wire.ALONE
        if self._ends_at is not None:
            return Message("Reception is being renewed. One moment."), wire.AGAIN
        if hello.get("version") != __version__:
            return Message(
                "The session server runs version {old}, this is {new}. Restart the server: docs/server.md",
                {"old": __version__, "new": hello.get("version", "?")},
            ), ""
        refusal = terminal_refusal(self._environ_of(line))
        return (refusal, "") if refusal is not None else None

    def _greet(self, line: Line, hello: dict[str, str]) -> None:
        line.hello = hello or {"": ""}
        if hello.get("ask") == "open":
            if self._ends_at is None:
                self._end_line(line)
            else:
                self._forget(line)
            return
        refusal = self._refusal(line)
        if refusal is not None:
            text, then = refusal
            self._end_line(line, text.say(line.language) if text else "", 1, then)
            return
        self._open(line)

    def _environ_of(self, line: Line) -> dict[str, str]:
        """What the terminal is; what this machine runs or reads is said by the server's own people alone."""
        told = {
            name.removeprefix("env "): value for name, value in line.hello.items() if name.startswith("env ")
        }
        if line.uid not in (0, os.getuid()):
            told = {name: value for name, value in told.items() if name not in OF_OWN_PEOPLE}
        return told

    def _person(self, uid: int) -> Person | None:
        """Who this user of the machine is in the hotel; read anew each time, so that a change needs no new server."""
        if not self._people:
            return None
        try:
            return read_people(self._people).get(_name_of(uid))
        except PeopleFault:
            _log.exception("everybody is asked for name and password")
            return None

    # Sessions

    def _open(self, line: Line) -> None:
        far, near = os.openpty()
        here, there = socket.socketpair()
        _set_size(far, line.hello.get("size", ""))
        left = [s for s in self._sessions.values() if s.uid == line.uid and s.left_at is not None and s.login]
        person = self._person(line.uid) or Person(left[0].login if len(left) == 1 else "")
        known = {
            "place": line.place,
            "language": line.language,
            "login": person.login,
            "password": "asked" if person.asks_password else "",
        }
        environ = self._environ_of(line)

        def run() -> int:
            here.close()  # else the session would never hear that the server is gone
            os.close(far)
            os.setsid()
            fcntl.ioctl(near, termios.TIOCSCTTY, 0)
            for stream in (0, 1, 2):
                os.dup2(near, stream)
            os.close(near)
            return self._run(there, environ, known)

        pid = self._fork(run)
        os.close(near)
        there.close()
        here.setblocking(False)
        os.set_blocking(far, False)
        self._number += 1
        now = time.time()
        session = Session(self._number, pid, far, here, line.uid, line, line.place, now, now)
        self._sessions[session.number] = session
        line.session = session
        self._look_at(session)
        self._watch(here.fileno(), selectors.EVENT_READ, lambda _what: self._hear_session(session))

    def _fork(self, run: Callable[[], int]) -> int:
        pid = os.fork()
        if pid:
            return pid
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            for name in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
                signal.signal(name, signal.SIG_DFL)
            self._selector.close()
            for line in self._lines:
                line.sock.close()
            for session in self._sessions.values():
                session.channel.close()
                os.close(session.terminal)
            if self._lookout is not None:
                self._lookout[1].close()
            self._knocks.close()
            for end in (self._lock, *self._wakes):
                os.close(end)
            code = run()
        except BaseException:  # noqa: BLE001 - what was forked never goes on as the server
            _log.exception("a process of the session server failed")
        finally:
            os._exit(code)

    def _at_terminal(self, session: Session, what: int) -> None:
        if what & selectors.EVENT_WRITE:
            self._feed(session)
        if what & ~selectors.EVENT_WRITE:
            self._hand_on(session)

    def _hand_on(self, session: Session) -> bool:
        """Pictures to the terminal; a desk that was left draws for nobody. False when there is no more."""
        try:
            data = os.read(session.terminal, 1 << 16)
        except BlockingIOError:
            return False
        except OSError:  # the other end is closed: the process is ending
            self._watch(session.terminal, 0)
            return False
        if session.line is not None:
            self._send(session.line, wire.OUTPUT, data)
        return bool(data)

    def _feed(self, session: Session) -> None:
        try:
            while session.keys:
                del session.keys[: os.write(session.terminal, session.keys)]
        except BlockingIOError:
            pass
        except OSError:
            session.keys.clear()
        if session.terminal in self._watched:
            self._look_at(session)
        if session.line is not None:
            self._look_at_line(session.line)

    def _tell(self, session: Session, **what: Any) -> None:
        with contextlib.suppress(OSError):  # a process that is ending
            session.channel.send(json.dumps(what).encode() + b"\n")

    def _hear_session(self, session: Session) -> None:
        try:
            data = session.channel.recv(1 << 16)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._watch(session.channel.fileno(), 0)
            return
        session.told += data
        while b"\n" in session.told:
            words, _newline, rest = bytes(session.told).partition(b"\n")
            session.told[:] = rest
            self._told(session, json.loads(words))

    def _told(self, session: Session, words: dict[str, Any]) -> None:
        do = words.pop("do")
        if do == "who":
            session.staff, session.login, session.name = words["staff"], words["login"], words["name"]
        elif do == "where":
            session.screen = words["screen"]
        elif do == "end":
            session.end = words
        elif do == "offers":
            self._tell(session, do="offers", offers=self._offers(session))
        elif do == "bring":
            self._bring(session, words["number"])

    def _offers(self, asks: Session) -> list[dict[str, Any]]:
        """Desks of the same person that were left, or stand open on a line where nobody types."""
        now = time.time()
        return [
            {
                "number": other.number,
                "place": other.place,
                "left": other.left_at is not None,
                "at": other.left_at or other.last_key,
                "screen": other.screen,
            }
            for other in sorted(self._sessions.values(), key=lambda one: one.last_key, reverse=True)
            if other is not asks
            and not other.ending
            and other.staff is not None
            and other.staff == asks.staff
            and (other.left_at is not None or now - other.last_key > STILL_SECONDS)
        ]

    def _bring(self, asks: Session, number: int) -> None:
        """Put the line of a session at another desk of the same person, who has just signed in."""
        wanted, line = self._sessions.get(number), asks.line
        if wanted is None or line is None or all(offer["number"] != number for offer in self._offers(asks)):
            self._tell(asks, do="gone")
            return
        if wanted.line is not None:
            moved = Message("This desk was opened at {place}.", {"place": line.place})
            self._end_line(wanted.line, moved.say(wanted.line.language), 1)
        while wanted.terminal in self._watched and self._hand_on(wanted):
            pass  # what was drawn for the line before
        asks.line = None
        line.session, wanted.line = wanted, line
        wanted.uid, wanted.place, wanted.left_at, wanted.last_key = line.uid, line.place, None, time.time()
        _set_size(wanted.terminal, line.hello.get("size", ""))
        self._tell(wanted, do="back", environ=self._environ_of(line), place=line.place, staff=asks.staff)
        self._tell(asks, do="end", seconds=0, why="moved")
        asks.ending = True

    def _leave(self, session: Session) -> None:
        session.line, session.left_at = None, time.time()
        session.keys.clear()
        self._look_at(session)
        self._tell(session, do="left")

    def _list(self, line: Line, asked: dict[str, str]) -> None:
        if line.uid not in (0, os.getuid()):
            self._end_line(
                line, Message("Only who runs the session server may see its sessions.").say(line.language), 1
            )
            return
        wanted = self._sessions.get(int(asked["end"])) if asked.get("end", "").isdigit() else None
        if wanted is not None:
            wanted.ending = True
            self._tell(wanted, do="end", seconds=0, why="ended")
        known = [
            {
                "number": s.number, "login": s.login, "name": s.name, "place": s.place, "since": s.since,
                "last_key": s.last_key, "left": s.left_at, "screen": s.screen, "pid": s.pid,
                "user": _name_of(s.uid), "ended": s is wanted,
            }
            for s in self._sessions.values()
        ]  # fmt: skip
        line.closing = True
        self._send(line, wire.TOLD, json.dumps(known).encode())

    # What happens

    def _signalled(self, signals: bytes) -> None:
        if signal.SIGCHLD in signals:
            self._bury()
        if (signal.SIGTERM in signals or signal.SIGINT in signals) and self._ends_at is None:
            self._wind_up()

    def _wind_up(self) -> None:
        """Every desk is told, finishes what it writes, keeps what is half typed, and comes to the next server."""
        self._ends_at = time.monotonic() + self.grace + 2 * AGAIN_SECONDS
        for session in self._sessions.values():
            self._tell(session, do="end", seconds=self.grace, why="renewed")

    def _bury(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            if self._lookout is not None and pid == self._lookout[0]:
                self._watch(self._lookout[1].fileno(), 0)
                self._lookout[1].close()
                self._lookout, self._lookout_due = None, time.monotonic() + AGAIN_SECONDS
            for session in [one for one in self._sessions.values() if one.pid == pid]:
                self._ended(session, os.waitstatus_to_exitcode(status))

    def _ended(self, session: Session, code: int) -> None:
        if session.channel.fileno() in self._watched:
            self._hear_session(session)
        while session.terminal in self._watched and self._hand_on(session):
            pass
        del self._sessions[session.number]
        for end in (session.terminal, session.channel.fileno()):
            self._watch(end, 0)
        os.close(session.terminal)
        session.channel.close()
        if session.line is not None:
            text = session.end.get("text", "")
            if code < 0:
                text = Message("This desk was ended. What was saved is safe.").say(session.line.language)
            self._end_line(session.line, text, 1 if code < 0 else code, session.end.get("then", ""))

    # The lookout

    def _send_lookout(self) -> None:
        here, there = socket.socketpair()
        here.setblocking(False)

        def run() -> int:
            here.close()
            return self._look_out(there)

        pid = self._fork(run)
        there.close()
        self._lookout = (pid, here)
        self._watch(here.fileno(), selectors.EVENT_READ, lambda _what: self._heard_lookout(here))

    def _heard_lookout(self, here: socket.socket) -> None:
        with contextlib.suppress(OSError):
            if not here.recv(64):
                self._watch(here.fileno(), 0)
                return
            for session in self._sessions.values():
                self._tell(session, do="changed")


def _set_size(terminal: int, size: str) -> None:
    with contextlib.suppress(ValueError, OSError, struct.error):
        rows, columns = map(int, size.split())
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
