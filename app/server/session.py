"""A session: a desk whose line may drop, as it runs in a process that the server forked."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import json
import logging
import os
import resource
import select
import signal
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.server.sharing import give_back
from locales import LANGUAGES, Message, use_language
from models.house.property import setting
from models.house.staff import Staff

if TYPE_CHECKING:
    from textual.timer import Timer

    from app.console import Console

LOOK_SECONDS = 0.5
LOOK_AROUND_SECONDS = 30.0  # what comes due by the clock alone is looked for this often
LOOKS_AT_REST = 10  # one of so many
FINISH_SECONDS = 2.0
REST_SECONDS = 10.0  # without a key

_log = logging.getLogger(__name__)


class Served:
    """What a console asks of its server, and what it does when the server speaks."""

    def __init__(
        self, channel: socket.socket, place: str, login: str = "", *, asks_password: bool = True
    ) -> None:
        self._channel = channel
        self.place = place
        self.login = login  # who is most likely to come
        self.asks_password = asks_password  # else sshd has asked for the person's key
        self._heard = bytearray()
        self._offers: asyncio.Future[list[dict[str, Any]]] | None = None
        self._until: float | None = None
        self._abandoned: Timer | None = None
        self._rest: Timer | None = None
        self._looks = 0

    def start(self, console: Console) -> None:
        self._console = console
        self._loop = asyncio.get_running_loop()
        self._channel.setblocking(False)
        self._loop.add_reader(self._channel.fileno(), self._hear)
        console.set_interval(LOOK_AROUND_SECONDS, self._by_the_clock)
        self.rest_later()

    def _by_the_clock(self) -> None:
        """Letters and prints that are due again. A desk at rest is woken for them more seldom."""
        self._looks += 1
        if self._rest is not None:
            self._console.look_around()
        elif self._looks % LOOKS_AT_REST == 0:
            self._console.look_around()
            self._go_to_rest()

    def used(self) -> None:
        """Somebody pressed a key."""
        if self._rest is None:
            self.rest_later()

    def rest_later(self) -> None:
        """A desk nobody uses lets go of its connection, which with all the tables' rules takes ten megabytes."""
        if self._rest is not None:
            self._rest.stop()
        self._rest = self._console.set_timer(REST_SECONDS, self._go_to_rest)

    def _go_to_rest(self) -> None:
        if self._console.seconds_without_key() < REST_SECONDS:
            self.rest_later()
            return
        self._rest = None
        self._console.rest()
        give_back()

    def tell(self, do: str, **what: object) -> None:
        with contextlib.suppress(OSError):  # the server is gone; that is heard elsewhere
            self._channel.send(json.dumps({"do": do, **what}).encode() + b"\n")

    def signed_in(self, staff: Staff | None) -> None:
        """Say who works here; whose line drops finds the desk again by it."""
        known = (staff.id, staff.login, staff.name_en) if staff is not None else (None, "", "")
        self.tell("who", **dict(zip(("staff", "login", "name"), known, strict=True)))

    async def offers(self) -> list[dict[str, Any]]:
        """Desks of who has signed in here that stand open elsewhere, the last used first."""
        self._offers = self._loop.create_future()
        self.tell("offers")
        return await self._offers

    def bring(self, number: int) -> None:
        """Have the terminal put at that desk; this one ends."""
        self.tell("bring", number=number)

    # What the server says

    def _hear(self) -> None:
        try:
            data = self._channel.recv(1 << 16)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._loop.remove_reader(self._channel.fileno())
            self._console.call_later(self._server_gone)
            return
        self._heard += data
        while b"\n" in self._heard:
            words, _newline, rest = bytes(self._heard).partition(b"\n")
            self._heard[:] = rest
            self._console.call_later(self._do, json.loads(words))

    def _do(self, words: dict[str, Any]) -> None:
        do = words["do"]
        if do == "changed":
            self._console.look_around()
            self.used()
        elif do == "offers" and self._offers is not None and not self._offers.done():
            self._offers.set_result(words["offers"])
        elif do == "gone":
            self._console.go_on()
        elif do == "left":
            self._left()
        elif do == "back":
            self._back(words)
        elif do == "end":
            self._end(float(words["seconds"]), words["why"])

    def _left(self) -> None:
        """Nobody sees this desk: it is locked, and kept for a time."""
        console = self._console
        if console.services.staff is None:
            console.exit()
            return
        self.tell("where", screen=console.where())
        console.do_lock()
        self._abandoned = console.set_timer(float(setting("left_desk_minutes")) * 60, console.keep_and_exit)

    def _back(self, words: dict[str, Any]) -> None:
        """Another line, whose person has just given the password of who works here."""
        console = self._console
        if self._abandoned is not None:
            self._abandoned.stop()
        take_environ(words["environ"])
        self.place = words["place"]
        console.another_terminal(self.place)
        staff = console.services.staff
        if staff is not None and staff.id == words["staff"]:
            console.unlock()

    def _end(self, seconds: float, why: str) -> None:
        if why == "moved":
            self._console.exit()
            return
        if why == "ended":
            self.tell("end", text=Message("This desk was ended. What was half typed is kept.").say())
            self._console.keep_and_exit()
            return
        if self._until is None:
            self._until = time.monotonic() + seconds
            self._console.say_everywhere(
                Message(
                    "Reception is being renewed: finish this within {n} seconds. What is half typed then is kept.",
                    {"n": int(seconds)},
                )
            )
            self._console.set_interval(FINISH_SECONDS, self._finish)
            self._finish()

    def _finish(self) -> None:
        """A desk with nothing half typed goes at once; the others in their time."""
        assert self._until is not None
        if time.monotonic() >= self._until or not self._console.busy():
            self.tell("end", text=Message("Reception is being renewed. One moment.").say(), then="again")
            self._console.keep_and_exit()

    def _server_gone(self) -> None:
        """There is nobody to draw for any more; what was half typed is kept."""
        self._console.keep_and_exit(gone=True)


def take_environ(terminal: Mapping[str, str]) -> None:
    """Be at another terminal: what it is and where one comes from, nothing else of the one before."""
    for name in ("TERM", "COLORTERM", "TERM_PROGRAM", "NO_COLOR", "SSH_CONNECTION", "RECEPTION_ENCODER"):
        os.environ.pop(name, None)
    os.environ.update(terminal)


def run_session(
    hotel: str, channel: socket.socket, environ: Mapping[str, str], known: Mapping[str, str]
) -> int:
    """The desk, from its first picture to its exit code. What it ends with is told to the terminal by the server."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # a server that dies is heard of through the channel
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # guests and passwords stand in memory
    from app.console import Console
    from app.driver import DeskDriver
    from app.opening import log_to_file, open_hotel
    from app.services import wall_clock
    from app.settings import key_file
    from models.house.database import CannotOpen
    from models.house.refusals import Refused
    from screens.kit.actions import KeyFault

    take_environ(environ)
    language = known.get("language", "")
    use_language(language if language in LANGUAGES else "en")
    served = Served(
        channel,
        known.get("place", ""),
        known.get("login", ""),
        asks_password=known.get("password", "asked") == "asked",
    )
    try:
        open_hotel(hotel)
        console = Console(wall_clock, key_file(), DeskDriver, served)
    except (CannotOpen, KeyFault, Refused) as refused:
        served.tell("end", text=str(refused))
        return 1
    log = log_to_file()
    console.run(mouse=False)
    if console.fault is not None:
        fault = Message(
            "The program failed and ended; what was saved is safe. It is written down in {log}.", {"log": log}
        )
        served.tell("end", text=fault.say())
        return 1
    return 0


def look_out(hotel: str, channel: socket.socket) -> int:
    """Watch the database for every session, so that none of them has to: a byte whenever somebody wrote."""
    from models.house.database import Watch, open_database, sqlite_path

    open_database(hotel)
    path = sqlite_path(hotel)
    inode = _inode(path)
    watch = Watch()
    while not select.select([channel], [], [], LOOK_SECONDS)[0]:  # readable when the server is gone
        if watch.changed():
            channel.send(b"c")
        if _inode(path) != inode:  # restored from a back-up: another one is sent, to look at the new file
            channel.send(b"c")
            return 0
    return 0


def _inode(path: Path | None) -> int:
    with contextlib.suppress(OSError):
        return path.stat().st_ino if path is not None else 0
    return 0


def moment(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)
