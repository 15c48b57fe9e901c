"""Over SSH: a desk through a real sshd, nothing else of the machine, and a line that may drop."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hotel import PASSWORD
from tests.sshd import Way, free_port, open_to_all, ordinary_user, sshd
from tests.test_session_server import AT_THE_FIELD, LEFT, House, due_in, half_typed_check_in, house, the_form

NOTHING_ELSE = "Nothing but Reception is to be had here"


@pytest.fixture(scope="module")
def user() -> Iterator[str]:
    with ordinary_user() as name:
        yield name


@pytest.fixture(scope="module")
def reception(user: str, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("over_ssh")
    shutil.copy(sqlite_template, folder / "hotel.db")
    due_in(str(folder / "hotel.db"))
    (folder / "people.toml").write_text("")
    open_to_all(folder)
    more = ["--people", str(folder / "people.toml"), *(["--group", user] if os.getuid() == 0 else [])]
    with house(str(folder / "hotel.db"), folder, more=more) as served:
        yield served


@pytest.fixture(scope="module")
def way(user: str, reception: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Way]:
    with sshd(tmp_path_factory.mktemp("sshd"), user, reception.socket) as open_way:
        yield open_way


@contextlib.contextmanager
def comes_as(reception: House, said: str) -> Iterator[None]:
    file = reception.socket.with_name("people.toml")
    file.write_text(said)
    try:
        yield
    finally:
        file.write_text("")


def test_a_clerk_signs_in_over_ssh_works_at_the_rack_and_goes(way: Way, reception: House) -> None:
    with way.terminal() as desk:
        desk.sign_in("nok", PASSWORD).wait("201")
        desk.press("f2").wait("Rooms", "due in").press(":").type("201").wait("201")
        assert f"[{way.user}]" in reception.until("nok")
        desk.press("esc", "f8").wait("F2 ", "Name").press("esc")
        with pytest.raises(AssertionError):
            desk.wait("never said")  # ends with the line, at once
    reception.until("No desk is open.")


def test_a_line_that_is_killed_in_a_check_in_comes_back_as_it_was_and_was_locked_meanwhile(
    way: Way, reception: House
) -> None:
    desk = way.terminal()
    desk.sign_in("nok", PASSWORD).wait("201")
    typed = half_typed_check_in(desk)
    desk.close()  # kill -9 of ssh
    assert "Check in" in reception.until("left")
    with way.terminal() as again:
        again.wait("[nok").type("wrong").press("enter").wait("password is wrong")
        assert "Potter" not in again.text
        again.type(PASSWORD).press("enter").wait(LEFT)
        again.press("y").wait(AT_THE_FIELD, *the_form(typed), gone=LEFT)
        assert the_form(again.text) == the_form(typed)
        reception.end_all()


def test_commands_copies_and_sftp_find_nothing_but_a_sentence(way: Way, tmp_path: Path) -> None:
    for command in ("id", "/bin/sh", "cat /etc/passwd; id"):
        for how in ("-T", "-tt"):
            ran = way.run(*way.ssh(how), command)
            assert NOTHING_ELSE in ran.stdout + ran.stderr
            assert "uid=" not in ran.stdout + ran.stderr
            assert ran.returncode == 1
    ran = way.run(*way.ssh("-T"))  # a shell without a terminal
    assert ran.returncode == 1
    assert "needs a terminal" in ran.stderr
    subsystem = way.run(*way.ssh("-s"), "sftp")
    assert (subsystem.returncode, subsystem.stdout) == (1, "")
    there = f"{way.user}@127.0.0.1:/etc/passwd"
    for how in ([], ["-O"]):
        assert way.run(
            "scp", *way.options, *how, "-P", str(way.port), there, str(tmp_path / "got")
        ).returncode
        sent = way.run("scp", *way.options, *how, "-P", str(way.port), str(way.folder / "key.pub"), there)
        assert sent.returncode
    assert way.run("sftp", *way.options, "-P", str(way.port), there, str(tmp_path / "got")).returncode
    assert not (tmp_path / "got").exists()


def test_no_port_no_agent_no_x11_and_no_second_session_go_through(
    way: Way, reception: House, tmp_path: Path
) -> None:
    answered = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as beyond:
        beyond.settimeout(0.2)

        def answer() -> None:
            with contextlib.suppress(OSError):
                beyond.accept()
                answered.set()

        here, there, socks = free_port(), free_port(), free_port()
        inside = beyond.getsockname()[1]
        control = tmp_path / "control"
        asked = [
            "-L", f"127.0.0.1:{here}:127.0.0.1:{inside}", "-D", f"127.0.0.1:{socks}",
            "-o", f"ControlPath={control}", "-M",
        ]  # fmt: skip
        with way.terminal(*asked) as desk:
            desk.wait("F2")
            for port, hello in (
                (here, b""),
                (socks, b"\5\1\0\5\1\0\1\x7f\0\0\1" + inside.to_bytes(2, "big")),
            ):
                listener = threading.Thread(target=answer)
                with socket.create_connection(("127.0.0.1", port), 5) as through:
                    through.settimeout(10)
                    through.sendall(hello)
                    listener.start()
                    said = b"x"
                    while said:  # ssh closes it, for sshd has refused
                        try:
                            said = through.recv(64)
                        except ConnectionError:
                            said = b""
                listener.join()
            second = way.run("ssh", "-S", str(control), f"{way.user}@127.0.0.1", "id")
            assert second.returncode
            assert "uid=" not in second.stdout
    assert not answered.is_set()
    assert way.run(*way.ssh("-W", f"127.0.0.1:{way.port}")).returncode
    strict = ["-o", "ExitOnForwardFailure=yes", "-N"]
    for remote in (f"127.0.0.1:{there}:127.0.0.1:22", f"{tmp_path}/remote:{reception.socket}"):
        back = way.run(*way.ssh(*strict, "-R", remote))
        assert back.returncode
        assert "forward" in back.stderr.lower()
    assert not (tmp_path / "remote").exists()


def test_what_sshd_takes_from_the_printed_set_up_is_closed_in_every_point(way: Way) -> None:
    said = way.run(
        "/usr/sbin/sshd", "-T", "-f", str(way.folder / "sshd_config"),
        "-C", f"user={way.user},host=localhost,addr=127.0.0.1,laddr=127.0.0.1,lport={way.port}",
    )  # fmt: skip
    told = dict(line.split(" ", 1) for line in said.stdout.splitlines() if " " in line)
    for name in (
        "allowtcpforwarding", "allowagentforwarding", "allowstreamlocalforwarding", "x11forwarding", "permittunnel",
        "gatewayports", "permituserrc", "passwordauthentication", "kbdinteractiveauthentication", "permitemptypasswords",
    ):  # fmt: skip
        assert told[name] == "no", name
    assert told["permitopen"] == told["permitlisten"] == "none"
    assert told["acceptenv"] == "LANG"
    assert told["authenticationmethods"] == "publickey"
    assert " desk --socket " in told["forcecommand"]
    other = way.run(
        "/usr/sbin/sshd", "-T", "-f", str(way.folder / "sshd_config"),
        "-C", f"user=root,host=localhost,addr=127.0.0.1,laddr=127.0.0.1,lport={way.port}",
    )  # fmt: skip
    assert "forcecommand none" in other.stdout  # nobody else's way in is touched


def test_a_machine_that_asks_for_its_password_is_closed_as_well(way: Way) -> None:
    printed = way.run(
        sys.executable, "-m", "app.start", "ssh-config", "--user", "nok", "--user", "lek"
    ).stdout
    config = way.folder / "with_passwords"
    config.write_text(f"HostKey {way.folder}/host_key\n{printed}")
    for user in ("nok", "lek"):
        said = way.run("/usr/sbin/sshd", "-T", "-f", str(config), "-C", f"user={user},host=h,addr=::1").stdout
        assert "authenticationmethods publickey password\n" in said
        assert "passwordauthentication yes\n" in said
        assert "authorizedkeysfile /etc/ssh/reception/%u\n" in said
        assert "disableforwarding yes\n" in said
        assert f"forcecommand {Path(sys.executable).with_name('reception')} desk\n" in said
    group = way.run(
        sys.executable, "-m", "app.start", "ssh-config", "--group", "counter", "--key-only"
    ).stdout
    assert "\nMatch Group counter\n" in group
    assert "PasswordAuthentication no\n" in group


def test_no_environment_no_agent_and_no_x11_comes_in_with_a_person(
    way: Way, reception: House, tmp_path: Path
) -> None:
    sent = [
        "RECEPTION_SOCKET=/nowhere", "RECEPTION_ENCODER=/tmp/x", "RECEPTION_PAPERS=/tmp/x", "PYTHONPATH=/tmp/x",
        "LD_PRELOAD=/tmp/x", "EDITOR=/tmp/x", "PAGER=/tmp/x", "BROWSER=/tmp/x", "BASH_ENV=/tmp/x", "ENV=/tmp/x",
        "LC_ALL=/tmp/x",
    ]  # fmt: skip
    said = tmp_path / "said"
    with agent_of_a_person(tmp_path / "agent"):
        asked = [
            "-v", "-E", str(said), "-o", f"ForwardAgent={tmp_path}/agent",
            "-o", "ForwardX11=yes", "-o", "ForwardX11Trusted=yes", "-o", "SetEnv=" + " ".join(sent),
        ]  # fmt: skip
        here = {"DISPLAY": "127.0.0.1:7", "SSH_AUTH_SOCK": f"{tmp_path}/agent"}
        with way.terminal(*asked, environ=here) as desk:
            desk.sign_in("lek", PASSWORD).wait("201")
            told = said.read_text()
            for was_asked in (
                "Requesting X11",
                "Requesting authentication agent forwarding",
                "channel 0: setting env EDITOR",
            ):
                assert was_asked in told, told
            line = next(one for one in reception.until("lek").splitlines() if "lek" in one)
            assert f"[{way.user}]" in line
            assert environ_of_the_desks(reception)
            for environ in environ_of_the_desks(reception):
                assert "/tmp/x" not in environ.values()
                assert not environ.keys() & {
                    "DISPLAY",
                    "SSH_AUTH_SOCK",
                    "EDITOR",
                    "LD_PRELOAD",
                    "RECEPTION_SOCKET",
                }
    reception.until("left")
    reception.end_all()


@contextlib.contextmanager
def agent_of_a_person(path: Path) -> Iterator[None]:
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", str(path)], stdout=subprocess.DEVNULL)
    try:
        for _look in range(500):
            if path.exists():
                break
            select.select([], [], [], 0.01)
        yield
    finally:
        agent.kill()
        agent.wait()


def environ_of_the_desks(reception: House) -> list[dict[str, str]]:
    """What the programs that sshd has started for people were given."""
    found = []
    for process in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            words = (process / "cmdline").read_bytes().split(b"\0")
            if words[-4:-1] == [b"desk", b"--socket", str(reception.socket).encode()]:
                pairs = (process / "environ").read_text().split("\0")
                found.append(dict(pair.split("=", 1) for pair in pairs if "=" in pair))
    return found


def test_a_user_of_the_machine_finds_the_name_filled_in_or_is_let_in_by_the_key(
    way: Way, reception: House
) -> None:
    with comes_as(reception, f'{way.user} = "lek"'), way.terminal() as desk:
        desk.wait("[lek").type(PASSWORD).press("enter").wait("201")
        desk.press("f8").wait("F2", gone="201")
        assert "[lek" not in desk.text  # whoever comes next at this line says who they are
        reception.end_all()
    with comes_as(reception, f'{way.user} = {{ login = "lek", password = false }}'):
        with way.terminal() as desk:
            desk.wait("201")
            assert "lek" in reception.until("lek")
        reception.until("left")
        with way.terminal() as again:  # and finds the desk it left
            again.wait(LEFT).press("y").wait("201")
        reception.until("left")
        reception.end_all()
    with comes_as(reception, f'{way.user} = {{ login = "gone", password = false }}'), way.terminal() as desk:
        desk.wait("Nobody at work here signs in as gone")
    with comes_as(reception, f'{way.user} = {{ login = "lek", password = false }}'):
        reception.socket.with_name("people.toml").chmod(0o666)  # anybody might have written that
        with way.terminal() as desk:
            desk.wait("F2")
            assert "201" not in desk.text
            assert "[lek" not in desk.text
        reception.socket.with_name("people.toml").chmod(0o644)
    reception.until("No desk is open.")
