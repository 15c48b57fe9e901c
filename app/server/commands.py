"""``reception serve`` and ``reception sessions``."""

from __future__ import annotations

import asyncio
import datetime
import functools
import getpass
import importlib
import json
import logging
import os
import pickle
import pkgutil
import shlex
import socket
import sys
import threading
from pathlib import Path
from typing import Any

import click

from app.server import wire
from app.server.host import Occupied, Server
from app.server.people import PeopleFault
from app.server.place import own_socket, same_name, sockets
from app.server.styles import Sheet, read_once, sheets_of_a_sign_in
from locales import Message, _

ALSO = (
    "app.console", "app.driver", "app.server.session", "app.wake_up_alarm", "argon2", "ctypes", "locales.dates",
    "platformdirs", "textual.drivers.linux_driver", "textual.drivers._writer_thread",
)  # fmt: skip
UNIT = """\
[Unit]
Description=Reception, desks for who comes over SSH
After=network.target postgresql.service

[Service]
Type=notify
User={user}
RuntimeDirectory=reception
RuntimeDirectoryMode=0755
ExecStart={program} --database {hotel} serve{group} --grace {grace}{people}
# The server tells its desks and waits for them; who is still there then is ended.
KillMode=mixed
TimeoutStopSec={stop}
TimeoutStartSec=300
# No file of what stood in memory: guests do.
LimitCORE=0
Restart=on-failure
NoNewPrivileges=true
PrivateTmp=true
ProtectSystem=full

[Install]
WantedBy=multi-user.target
"""


def unit(hotel: str, group: str, grace: int, people: str = "") -> str:
    """Of systemd, for this program, this hotel and this user."""
    program = Path(sys.executable).with_name("reception")
    return UNIT.format(
        user=getpass.getuser(),
        program=program,
        hotel=shlex.quote(same_name(hotel)).replace("%", "%%"),
        group=f" --group {group}" if group else "",
        grace=grace,
        people=f" --people {os.path.abspath(people)}" if people else "",
        stop=grace + 30,
    )


def serve(hotel: str, path: str | None, group: str, grace: float, people: str = "") -> int:
    """Serve ``hotel`` until told to stop. Its exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    hotel = same_name(hotel)
    where = path or own_socket(os.environ)
    code, sheets = _check(hotel)
    if code:
        return code
    _warm()
    read_once(sheets)
    from app.server.session import look_out, run_session
    from models import with_postgres
    from models.house.database import sqlite_path

    if sqlite_path(hotel) is None:
        with_postgres()
    try:
        server = Server(
            hotel,
            where,
            functools.partial(run_session, hotel),
            functools.partial(look_out, hotel),
            group=group,
            grace=grace,
            people=people,
        )
    except PeopleFault as fault:
        click.echo(str(fault.message), err=True)
        return 1
    except Occupied:
        click.echo(_("A session server listens at {path} already.", path=where), err=True)
        return 1
    except KeyError:
        click.echo(_("There is no group {group} on this machine.", group=group), err=True)
        return 1
    server.serve()
    return 0


def _check(hotel: str) -> tuple[int, list[Sheet]]:
    """Open the hotel, bring its tables up to date and close it again, in a process of its own.

    What a connection to a database leaves behind must not be in a process that forks. An exit code, and what a desk
    reads of style sheets.
    """
    reads, writes = os.pipe()
    pid = os.fork()
    if not pid:
        code = 4
        try:
            from app.opening import make_ready
            from models.house.database import CannotOpen

            try:
                make_ready(hotel)
                code = 0
                _tell_sheets(writes)
            except CannotOpen as error:
                click.echo(str(error), err=True)
        except BaseException:
            logging.getLogger(__name__).exception("the hotel cannot be opened")
        finally:
            os._exit(code)
    os.close(writes)
    with open(reads, "rb") as told:
        said = told.read()
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return code, pickle.loads(said) if said else []


def _tell_sheets(writes: int) -> None:
    try:
        with open(writes, "wb") as told:
            pickle.dump(sheets_of_a_sign_in(), told)
    except Exception:
        logging.getLogger(__name__).exception("every desk reads its style sheets itself")


def _warm() -> None:
    """Import what a desk may ever open, once for all of them."""
    for package in ("models", "screens", "app.post_office", "app.printing"):
        found = importlib.import_module(package)
        for module in pkgutil.walk_packages(found.__path__, f"{package}."):
            if not module.name.startswith("models.migrations"):
                importlib.import_module(module.name)
    for name in ALSO:
        importlib.import_module(name)
    from locales.messages import LANGUAGES, catalogue

    for language in LANGUAGES:
        catalogue(language)
    asyncio.run(_try_out())
    assert threading.active_count() == 1


async def _try_out() -> None:
    """Show a form to nobody, once: what Textual works out on the way is there for every desk."""
    from textual.app import App, ComposeResult

    from screens.kit.form import FieldSpec, Form
    from screens.kit.theme import use_theme

    class Trial(App[None]):
        def compose(self) -> ComposeResult:
            yield Form(
                [FieldSpec("name", Message("Name")), FieldSpec("password", Message("Password"), "password")]
            )

        def on_mount(self) -> None:
            use_theme(self, {"TERM": "xterm"})

    async with Trial(ansi_color=True).run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "tab", "b")


def sessions(end: int | None) -> int:
    """Print them, or end one. 1 when there is no server, or no such desk."""
    known = ask_server(end)
    if isinstance(known, Message):
        click.echo(str(known), err=True)
        return 1
    if end is not None:
        ended = any(one["ended"] for one in known)
        click.echo(
            _("Desk {n} is ended.", n=end) if ended else _("There is no desk {n}.", n=end), err=not ended
        )
        return 0 if ended else 1
    for one in known:
        left = (
            _("left {time}", time=_time(one["left"]))
            if one["left"]
            else _("last key {time}", time=_time(one["last_key"]))
        )
        words = [
            f"{one['number']:3}",
            one["login"] or "–",
            one["name"],
            one["place"],
            _time(one["since"]),
            left,
        ]
        line = "  ".join(filter(None, [*words, one["screen"] if one["left"] else "", f"[{one['user']}]"]))
        click.echo("".join(letter for letter in line if letter.isprintable()))  # a guest may stand in it
    if not known:
        click.echo(_("No desk is open."))
    return 0


def ask_server(end: int | None = None) -> list[dict[str, Any]] | Message:
    """The desks it knows, or why there is no answer; with ``end`` that one is told to end."""
    for path in sockets(os.environ):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            try:
                line.connect(path)
            except OSError:
                continue
            line.sendall(
                wire.frame(wire.LIST, wire.pack({"end": str(end)} if end is not None else {"all": ""}))
            )
            frames = wire.Frames()
            while data := line.recv(1 << 16):
                for kind, content in frames.feed(data):
                    if kind == wire.TOLD:
                        found: list[dict[str, Any]] = json.loads(content)
                        return found
                    if kind == wire.END:
                        return Message("{why}", {"why": wire.unpack(content).get("text", "")})
    return Message("No session server is listening.")


def _time(seconds: object) -> str:
    return f"{datetime.datetime.fromtimestamp(float(str(seconds)), datetime.UTC).astimezone():%H:%M}"
