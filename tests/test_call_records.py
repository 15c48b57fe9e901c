"""The reader of call records beside a real exchange: a TCP server, a serial line, and a hand that kills it."""

from __future__ import annotations

import contextlib
import os
import pty
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.call_records import CallReader, LineReader, feed_settings
from models.front_office.call_charges import CallLine, PhoneCall
from models.front_office.folios import Posting
from models.house.database import close_database, open_database
from tests.hotel import PASSWORD, Hotel
from tests.mail_server import free_port
from tests.refusing import refused
from tests.test_call_charges import later

ROOT = Path(__file__).parent.parent
RECORD = """
[record]
pattern = '^(?P<date>\\S+) (?P<time>\\S+) (?P<extension>\\S+) (?P<number>\\S+) (?P<duration>\\S+) (?P<cost>[\\d.]+) #(?P<id>\\d+) END$'
ignore = '^(Date|---)'
"""


def record(n: int) -> bytes:
    """One of two rooms, every one another call."""
    minute, second = divmod(n % 3600, 60)
    return f"23/11/26 14:{minute:02d}:{second:02d} {201 + n % 2} 08{n:08d} 0:01:05 1.50 #{n} END\r\n".encode()


def settings_file(folder: Path, line: str) -> Path:
    file = folder / "calls.toml"
    file.write_text(f'[line]\nname = "pbx"\n{line}\n{RECORD}', encoding="utf-8")
    return file


class Exchange:
    """A telephone exchange with a buffer: to whoever connects it gives everything it has not been rid of."""

    def __init__(self, sessions: list[bytes]) -> None:
        self.sessions = sessions
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        for number, content in enumerate(self.sessions):
            try:
                connection, _where = self.server.accept()
            except OSError:
                return
            with connection:
                for at in range(0, len(content), 1500):
                    try:
                        connection.sendall(content[at : at + 1500])
                    except OSError:
                        break
                if number == len(self.sessions) - 1:
                    connection.settimeout(60)
                    with contextlib.suppress(OSError):
                        connection.recv(1)  # the last line stays open

    def close(self) -> None:
        self.server.close()


@contextmanager
def reading(file: Path, hotel: Hotel) -> Iterator[CallReader]:
    """The reader in a thread of this process."""
    ended = threading.Event()
    desk = later(hotel.desk("nok"))
    reader = CallReader(
        feed_settings(file, "Asia/Bangkok"), lambda operation, *args: operation(desk, *args), ended.is_set
    )

    def run() -> None:
        try:
            reader.run()
        finally:
            close_database_of_thread()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield reader
    finally:
        ended.set()
        thread.join(30)
        assert not thread.is_alive()


def close_database_of_thread() -> None:
    close_database()


def until(true: Callable[[], Any], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it does not come"
        time.sleep(0.05)


def posted() -> int:
    return PhoneCall.select().where(PhoneCall.state == "posted").count()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.call_records.RETRY_SECONDS", (0.05,))
    monkeypatch.setattr("app.call_records.LOOK_SECONDS", 0.05)


def test_hundreds_of_records_with_repeats_noise_and_broken_lines_are_each_charged_once(
    hotel: Hotel, tmp_path: Path
) -> None:
    hotel.in_house("201")
    hotel.in_house("202")
    rng = random.Random(7)
    whole = [record(n) for n in range(400)]
    noisy = b"Date  Time  Ext\r\n----\r\n\0\xff\xfe garbage \x1b[2J\r\n"
    for each in whole:
        noisy += each * (2 if rng.random() < 0.1 else 1)
        if rng.random() < 0.02:
            noisy += bytes(rng.randrange(256) for _ in range(20)) + b"\r\n"
    first = noisy[: len(noisy) // 3]  # the line breaks in the middle of a record
    exchange = Exchange([first, noisy[: len(noisy) // 2 + 17], noisy])
    with reading(settings_file(tmp_path, f'connect = "127.0.0.1:{exchange.port}"'), hotel):
        until(lambda: posted() == 400, 120)
    exchange.close()
    assert PhoneCall.select().count() == 400
    assert Posting.select().where(Posting.source.startswith("call:")).count() == 400
    states = {row.state for row in CallLine.select(CallLine.state).distinct()}
    assert states >= {"read", "repeated", "ignored", "unread", "cut"}


def test_the_exchange_calls_us(small_hotel: Hotel, tmp_path: Path) -> None:
    small_hotel.in_house("201")
    small_hotel.in_house("202")
    port = free_port()
    with reading(settings_file(tmp_path, f'listen = "127.0.0.1:{port}"'), small_hotel):
        for part in (record(0) + record(1)[:30], record(1) + record(2)):
            until(lambda part=part: _connects(port, part))
        until(lambda: posted() == 3)


def _connects(port: int, content: bytes) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 5) as line:
            line.sendall(content)
    except OSError:
        return False
    return True


def test_a_serial_line(small_hotel: Hotel, tmp_path: Path) -> None:
    small_hotel.in_house("201")
    small_hotel.in_house("202")
    exchange, ours = pty.openpty()
    with reading(settings_file(tmp_path, f'serial = "{os.ttyname(ours)}"\nbaud = 1200'), small_hotel):
        from models.front_office.call_charges import CallFeed

        until(lambda: CallFeed.select().where(CallFeed.connected).exists())
        for n in range(20):
            for at in range(0, len(record(n)), 7):
                os.write(exchange, record(n)[at : at + 7])
        until(lambda: posted() == 20)
    os.close(exchange)
    os.close(ours)


def test_a_reader_that_is_killed_and_started_again_charges_each_call_once(
    sqlite_url: str, tmp_path: Path
) -> None:
    open_database(sqlite_url)
    hotel = Hotel()
    hotel.in_house("201")
    hotel.in_house("202")
    close_database()
    content = b"".join(record(n) for n in range(300))
    exchange = Exchange([content] * 8)
    file = settings_file(tmp_path, f'connect = "127.0.0.1:{exchange.port}"')
    password = tmp_path / "password"
    password.write_text(PASSWORD, encoding="utf-8")
    source = (
        "import datetime, app.services as s; "
        "s.wall_clock = lambda: datetime.datetime(2026, 11, 23, 11, tzinfo=datetime.UTC); "
        "from app.cli import main; main()"
    )
    argv = [
        sys.executable, "-c", source, "call-records", "--database", sqlite_url, "--user", "nok", "--password-file",
        str(password), str(file),
    ]  # fmt: skip
    open_database(sqlite_url)
    for wanted in (40, 150, 300):
        process = subprocess.Popen(argv, cwd=ROOT, stderr=subprocess.DEVNULL)
        try:
            until(lambda wanted=wanted: posted() >= wanted, 90)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
    assert PhoneCall.select().count() == posted() == 300
    assert Posting.select().where(Posting.source.startswith("call:")).count() == 300
    exchange.close()
    close_database()


def test_bytes_become_lines_however_they_are_cut() -> None:
    reader = LineReader("ascii")
    lines = []
    for byte in b"one\r\ntwo\rthree\n\n\nfo\xc0ur\nfi":
        lines += reader.feed(bytes([byte]))
    assert lines == ["one", "two", "three", "fo\ufffdur"]
    assert reader.cut() == "fi"
    assert len(reader.feed(b"x" * 9000)) == 2, "what never ends is not held for ever"


@pytest.mark.parametrize(
    "text",
    [
        "[line]\n",
        "[line\n",
        '[line]\nconnect = "x:1"\nserial = "/dev/x"\n' + RECORD,
        '[line]\nconnect = "nowhere"\n' + RECORD,
        '[line]\nconnect = "x:1"\nencoding = "none"\n' + RECORD,
        '[line]\nconnect = "x:1"\nbaud = 7\n' + RECORD,
        '[line]\nconnect = "x:1"\n[record]\npattern = "("\n',
        '[line]\nconnect = "x:1"\n[record]\npattern = "(?P<number>.)"\n',
        '[line]\nconnect = "x:1"\n[record.columns]\nnumber = [1, 2]\nother = [1, 2]\n',
        '[line]\nconnect = "x:1"\n[record]\nduration = "long"\n[record.columns]\nextension=[1,2]\nnumber=[1,2]\ntime=[1,2]\nduration=[1,2]\n',
        '[line]\nconnect = "x:1"\n[record.columns]\nextension=[0,2]\nnumber=[1,2]\ntime=[1,2]\nduration=[1,2]\n',
        '[line]\nconnect = "x:1"\n[record]\nera = "ad"\n[record.columns]\nextension=[1,2]\nnumber=[1,2]\ntime=[1,2]\nduration=[1,2]\n',
    ],
)
def test_a_settings_file_that_is_wrong_says_so(text: str, small_hotel: Hotel, tmp_path: Path) -> None:
    file = tmp_path / "calls.toml"
    file.write_text(text, encoding="utf-8")
    with refused("CALL_FEED_FILE"):
        feed_settings(file, "Asia/Bangkok")
