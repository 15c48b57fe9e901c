"""Desks at a session server: they outlive their line, come back to their own person alone, and end without loss."""

from __future__ import annotations

import contextlib
import grp
import os
import pty
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet

from app.server import styles
from app.server.commands import unit
from app.server.host import Line, Server, Session
from models.house.database import close_database, database, open_database
from tests.hotel import PASSWORD, Hotel
from tests.terminal import PATIENCE, Terminal

PROGRAM = ["-m", "app.start"]
AT_THE_FIELD = "Check in ·"
LEFT, KEPT = "ยังอยู่ตามเดิม", "พิมพ์ค้างไว้"  # staff read Thai until they say otherwise


class House:
    """A hotel on a file with its session server, a process of its own."""

    def __init__(self, url: str, folder: Path, grace: int = 60, more: Sequence[str] = ()) -> None:
        self.more = more
        self.url, self.socket, self.grace = url, folder / "desk.sock", grace
        self.environ = {"RECEPTION_SOCKET": str(self.socket), "XDG_STATE_HOME": str(folder)}
        self.serve()

    def serve(self) -> House:
        command = [
            sys.executable,
            *PROGRAM,
            "--database",
            self.url,
            "serve",
            "--grace",
            str(self.grace),
            *self.more,
        ]
        notify = self.socket.with_name("notify")
        with contextlib.suppress(FileNotFoundError):
            notify.unlink()
        ready = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        ready.bind(str(notify))
        ready.settimeout(60)
        self.server = subprocess.Popen(
            command, env={**os.environ, **self.environ, "NOTIFY_SOCKET": str(notify)}
        )
        with ready:
            assert ready.recv(64) == b"READY=1"
        return self

    def close(self) -> None:
        self.server.kill()
        self.server.wait()

    def knock(self, login: str = "", *, until: str = "201") -> Terminal:
        """A terminal at the server; with ``login`` somebody signs in there."""
        desk = Terminal(python=PROGRAM, environ=self.environ)
        return desk.sign_in(login, PASSWORD).wait(until) if login else desk.wait("F2")

    def sessions(self, *more: str) -> str:
        """What ``reception sessions`` says."""
        command = [sys.executable, *PROGRAM, "sessions", *more]
        environ = {**os.environ, **self.environ}
        return subprocess.run(
            command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ).stdout

    def end_all(self) -> None:
        for line in self.sessions().splitlines():
            assert "is ended." in self.sessions("--end", line.split()[0])
        self.until("No desk is open.")

    def until(self, words: str) -> str:
        """What ``reception sessions`` says once it says ``words``."""
        for _look in range(60):
            if words in (said := self.sessions()):
                return said
        raise AssertionError(f"waited for {words}, saw:\n{said}")


@contextlib.contextmanager
def house(url: str, folder: Path, grace: int = 60, more: Sequence[str] = ()) -> Iterator[House]:
    served = House(url, folder, grace, more)
    try:
        yield served
    finally:
        served.close()


@pytest.fixture(scope="module")
def served(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for the tests that leave nobody at it."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copy(sqlite_template, folder / "hotel.db")
    due_in(str(folder / "hotel.db"))
    group = grp.getgrgid(pwd.getpwnam("nobody").pw_gid).gr_name if os.getuid() == 0 else ""
    with house(str(folder / "hotel.db"), folder, more=("--group", group)) as reception:
        yield reception


def half_typed_check_in(desk: Terminal) -> str:
    """Nok stands in a check-in, reads English, and has typed an occupation."""
    desk.press("f2").wait("Rooms", "due in").press("+").wait(AT_THE_FIELD, "Occupation")
    for _field in range(40):
        if "▸Occupation" in desk.text:
            break
        desk.press("tab").settle(0.05)
    desk.type("Potter").wait("Potter")
    return desk.text


def due_in(url: str) -> None:
    open_database(url)
    hotel = Hotel()
    hotel.booked(guest=hotel.registered_guest("Adler"), room="201")
    close_database()


def the_form(text: str) -> list[str]:
    """The fields, without the line of facts and messages, which may say something new."""
    return [line for line in text.splitlines() if "[" in line]


def test_a_line_that_is_cut_takes_nothing_with_it_and_the_person_finds_the_form_as_it_was(
    served: House,
) -> None:
    other = served.knock("lek")
    desk = served.knock("nok")
    typed = half_typed_check_in(desk)
    desk.close()  # kill -9
    assert "Check in" in served.until("left")
    with other, served.knock() as again:
        again.wait("[nok")  # who left a desk is most likely to come back to it
        again.type(PASSWORD).press("enter").wait(LEFT)
        again.press("y").wait(AT_THE_FIELD, *the_form(typed), gone=LEFT)
        assert the_form(again.text) == the_form(typed)
        again.type("!").wait("Potter!")
        # Lek's line, of the same user of the machine, has seen none of it and is asked about none of it.
        other.press("f2").wait("Rooms")
        assert "Potter" not in other.text
        said = served.sessions()
        assert said.count("nok") == said.count("lek") == 1
        assert "left" not in said
        served.end_all()


def test_two_lines_of_one_person_are_two_desks_and_a_stranger_gets_neither(served: House) -> None:
    with served.knock("somsak") as one:
        one.press(":").type("first")
        with served.knock("somsak") as two:
            two.press(":").type("second").wait("second")
            one.wait("first")
            assert "second" not in one.text
            assert "first" not in two.text
        served.until("left")
        with served.knock() as lek:
            lek.press("up", "ctrl+u").type("lek").press("enter").type(PASSWORD).press("enter").wait("201")
            assert LEFT not in lek.text
            assert "second" not in lek.text
        served.until("lek  Lek  ")
        with served.knock() as two:
            two.type("somsak").press("enter").type("wrong").press("enter")
            two.wait("password is wrong")
            assert LEFT not in two.text
        assert "There is no desk 99." in served.sessions("--end", "99")
        served.end_all()


def test_a_desk_that_nobody_comes_back_to_ends_and_its_form_is_offered_at_the_next_sign_in(
    hotel_url: str, tmp_path: Path
) -> None:
    due_in(hotel_url)
    open_database(hotel_url)
    database.execute_sql("INSERT INTO setting (name, value) VALUES ('left_desk_minutes', '0.005')")
    close_database()
    with house(hotel_url, tmp_path) as reception:
        desk = reception.knock("nok")
        typed = half_typed_check_in(desk)
        desk.close()
        reception.until("No desk is open.")
        with reception.knock("nok", until=KEPT) as again:
            again.press("f2").wait("half typed: Check in").press("y").wait(
                AT_THE_FIELD, *the_form(typed), gone=LEFT
            )
            assert the_form(again.text) == the_form(typed)
            again.press("esc").wait("Throw away").press("y").wait("Rooms")
        reception.until("No desk is open.")
        with reception.knock("nok") as once_more:
            once_more.settle()
            assert "Potter" not in once_more.text
            assert "Check in ·" not in once_more.text


def test_an_upgrade_tells_the_desks_lets_them_finish_and_takes_them_to_the_next_server(
    sqlite_url: str, tmp_path: Path
) -> None:
    due_in(sqlite_url)
    with house(sqlite_url, tmp_path, grace=3) as reception:
        idle, desk = reception.knock("lek"), reception.knock("nok")
        half_typed_check_in(desk)
        with idle, desk:
            reception.server.terminate()
            idle.wait("กรุณารอสักครู่")
            desk.wait("being renewed: finish this")
            late = Terminal(python=PROGRAM, environ=reception.environ)  # comes while the others finish
            with late:
                late.wait("One moment.")
                assert reception.server.wait(PATIENCE) == 0
                reception.serve()
                for line in (idle, desk, late):
                    line.wait("F2", "Name")
                desk.sign_in("nok", PASSWORD).wait(KEPT).press("y").wait("Potter")


def test_when_the_server_dies_the_terminal_is_as_it_was_and_is_told_so_in_a_sentence(
    sqlite_url: str, tmp_path: Path
) -> None:
    due_in(sqlite_url)
    with house(sqlite_url, tmp_path) as reception, reception.knock("nok") as desk:
        half_typed_check_in(desk)
        assert not termios.tcgetattr(desk.fd)[3] & termios.ECHO
        reception.server.kill()
        desk.wait("The session server has ended. What was saved is safe; open Reception again.")
        assert os.waitstatus_to_exitcode(os.waitpid(desk.pid, 0)[1]) == 1
        assert termios.tcgetattr(desk.fd)[3] & termios.ECHO & termios.ICANON == termios.ECHO & termios.ICANON
        reception.server.wait()
        # Its socket lies there still: a program that meets it runs by itself …
        with Terminal("--database", sqlite_url, python=PROGRAM, environ=reception.environ) as alone:
            alone.sign_in("nok", PASSWORD).wait(KEPT).press("n").wait("201")
        # … and the next server takes its place.
        reception.serve()
        with reception.knock():
            assert reception.sessions().count("\n") == 1
        second = [sys.executable, *PROGRAM, "--database", sqlite_url, "serve"]
        refused = subprocess.run(
            second, env={**os.environ, **reception.environ}, capture_output=True, text=True
        )
        assert (refused.returncode, "listens at" in refused.stderr) == (1, True)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can be somebody else")
def test_the_group_may_come_and_a_user_of_the_machine_who_does_not_belong_here_is_refused(
    served: House,
) -> None:
    assert served.socket.stat().st_mode & 0o777 == 0o660
    for folder in served.socket.parents:
        if folder.owner() == "root" and folder != Path("/"):
            folder.chmod(folder.stat().st_mode & 0o7777 | 0o011)
    assert "You may not use the session server" in said_to("daemon", served)
    served.socket.chmod(0o666)  # were the file no obstacle, the server is one
    assert "You may not use the session server" in said_to("daemon", served)
    served.until("No desk is open.")
    assert "Rim Nam Hotel" in said_to("nobody", served, until="F2")
    served.until("No desk is open.")  # nobody had signed in: nothing is kept


def said_to(user: str, reception: House, until: str = "\n") -> str:
    """What a user of the machine sees who knocks, up to these words."""
    from app.server.client import go_to_server

    person = pwd.getpwnam(user)
    pid, fd = pty.fork()
    if pid == 0:
        os.setgroups([])
        os.setgid(person.pw_gid)
        os.setuid(person.pw_uid)
        os.environ.update(reception.environ, TERM="xterm", LANG="C")
        os._exit(go_to_server("", "en") or 0)
    said = b""
    with contextlib.suppress(OSError):
        while until.encode() not in said and (data := os.read(fd, 4096)):
            said += data
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(fd)
    return said.decode()


def test_the_unit_names_program_hotel_and_who_runs_it() -> None:
    told = unit("/srv/hotel 100%/hotel.db", "desk", 60)
    assert "ExecStart=" in told
    assert "--database '/srv/hotel 100%%/hotel.db' serve --group desk --grace 60" in told
    assert "TimeoutStopSec=90" in told


def test_a_desk_still_open_elsewhere_is_offered_to_its_person_once_nobody_types_there(tmp_path: Path) -> None:
    server = Server("hotel.db", str(tmp_path / "desk.sock"), lambda *_: 0, lambda *_: 0)
    here, there = socket.socketpair()
    with here, there:

        def desk(number: int, staff: int, quiet: float, **more: Any) -> Session:
            now = time.time()
            session = Session(
                number, 0, -1, here, 0, Line(there, 0), f"desk {number}", now, now - quiet, staff=staff
            )
            server._sessions[number] = session
            for name, value in more.items():
                setattr(session, name, value)
            return session

        asks = desk(1, 7, 0)
        for number, staff, quiet in ((2, 7, 59), (3, 7, 3600), (4, 8, 3600), (5, 7, 120)):
            desk(number, staff, quiet)
        desk(6, 7, 600, left_at=time.time() - 300)
        desk(7, 7, 600, ending=True)
        offers = server._offers(asks)
        assert [(offer["number"], offer["left"]) for offer in offers] == [(5, False), (6, True), (3, False)]
    server._close()


def test_style_sheets_are_read_once_for_all_desks_with_colours_and_without(
    small_hotel: Hotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Stylesheet, "_parse_rules", Stylesheet._parse_rules)  # as it is, once this is over
    monkeypatch.setattr(styles, "_known", {})
    assert small_hotel
    told = styles.sheets_of_a_sign_in()
    assert len({variables for variables, _rest in told}) > 1
    styles._known.clear()
    styles.read_once(told)
    read = len(styles._known)
    assert read == len(told) > 10
    assert styles.sheets_of_a_sign_in() == told  # the desks after it have read nothing more


def test_where_a_terminal_says_it_is_steers_no_other_terminal() -> None:
    with socket.socket(socket.AF_UNIX) as end:
        line = Line(end, 0, {"host": "\x1b]0;owned\x0710.0.0.7\x9b2J", "tty": "/dev/pts/2\r\n" + "x" * 500})
        assert line.place.startswith("]0;owned10.0.0.72J /dev/pts/2x")
        assert len(line.place) == 80
