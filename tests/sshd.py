"""A real sshd on loopback that knows what ``reception ssh-config`` prints, and an ordinary user who comes through it."""

from __future__ import annotations

import contextlib
import grp
import os
import pwd
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.terminal import Terminal

SSHD = "/usr/sbin/sshd"
# As generous as a machine may be: whatever is refused is refused by what Reception prints.
GENEROUS = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
PidFile none
UsePAM no
StrictModes no
AcceptEnv *
PermitUserEnvironment yes
AllowTcpForwarding yes
AllowAgentForwarding yes
AllowStreamLocalForwarding yes
X11Forwarding yes
Subsystem sftp internal-sftp
"""


@dataclass(frozen=True)
class Way:
    """In by SSH, as ``user``, with the key that the machine knows."""

    user: str
    port: int
    folder: Path

    @property
    def options(self) -> list[str]:
        said = {
            "IdentityFile": self.folder / "key", "IdentitiesOnly": "yes",
            "StrictHostKeyChecking": "no", "UserKnownHostsFile": "/dev/null", "LogLevel": "ERROR",
            "BatchMode": "yes", "PermitLocalCommand": "no",
        }  # fmt: skip
        return ["-F", "none", *(part for name, value in said.items() for part in ("-o", f"{name}={value}"))]

    def ssh(self, *more: str) -> list[str]:
        return ["ssh", *self.options, "-p", str(self.port), *more, f"{self.user}@127.0.0.1"]

    def terminal(self, *more: str, environ: dict[str, str] | None = None) -> Terminal:
        return Terminal(command=self.ssh("-tt", *more), environ=environ)

    def run(self, *command: str, environ: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60,
            env={**os.environ, **(environ or {})},
        )  # fmt: skip


def _may_give_terminals() -> bool:
    """sshd gives a terminal to the group tty, which only root may do where the machine has not done it."""
    ours, theirs = os.openpty()
    try:
        return os.fstat(theirs).st_gid == grp.getgrnam("tty").gr_gid
    finally:
        os.close(ours)
        os.close(theirs)


@contextlib.contextmanager
def ordinary_user() -> Iterator[str]:
    """The one who runs the tests; a new one where that is root."""
    if os.getuid():
        person = pwd.getpwuid(os.getuid())
        if Path(person.pw_shell).name in ("nologin", "false"):
            pytest.skip(f"{person.pw_name} has no shell for sshd to run its command with")
        if not _may_give_terminals():
            pytest.skip("here an sshd that is not root's may not give terminals out (devpts without gid=5)")
        yield person.pw_name
        return
    name = f"desk{os.getpid()}"
    made = ["useradd", "--no-create-home", "--home-dir", "/", "--shell", "/bin/sh", "--user-group"]
    subprocess.run([*made, "--password", "*", name], check=True, capture_output=True)
    try:
        yield name
    finally:
        subprocess.run(["userdel", "--force", name], check=True, capture_output=True)


@contextlib.contextmanager
def sshd(folder: Path, user: str, socket_of_server: Path, *, key_only: bool = True) -> Iterator[Way]:
    """Listening. Skips where there is no sshd, or where the user cannot reach the program."""
    if not os.access(SSHD, os.X_OK) or not shutil.which("ssh"):
        pytest.skip("no sshd on this machine (Debian: openssh-server)")
    for name in ("host_key", "key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    shutil.copy(folder / "key.pub", folder / f"{user}.keys")
    open_to_all(folder)
    printed = subprocess.run(
        [sys.executable, "-m", "app.start", "ssh-config", "--user", user, "--socket", str(socket_of_server),
         "--keys", f"{folder}/%u.keys", *(["--key-only"] if key_only else [])],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    port = free_port()
    config = folder / "sshd_config"
    config.write_text(GENEROUS.format(port=port, folder=folder) + printed)
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    subprocess.run([SSHD, "-t", "-f", str(config)], check=True)
    daemon = subprocess.Popen(
        [*where_python_can_be_reached(user), SSHD, "-D", "-E", str(folder / "log"), "-f", str(config)]
    )
    try:
        _listens(port, daemon)
        yield Way(user, port, folder)
    finally:
        daemon.kill()
        daemon.wait()


def open_to_all(folder: Path) -> None:
    """May be passed through, as a folder under /run may."""
    for one in (folder, *folder.parents):
        if one.stat().st_uid == os.getuid() and one != Path("/"):
            one.chmod(one.stat().st_mode & 0o7777 | 0o011)


def where_python_can_be_reached(user: str) -> list[str]:
    """What sshd begins with where this Python lies in root's own folder: a view of the machine where it does not."""
    if os.getuid() or not _is_barred(user):
        return []
    python = Path(sys.executable).resolve()
    home = Path("/root")
    if home not in python.parents:
        pytest.skip(f"{user} cannot run {python}")
    top = python.relative_to(home).parts[0]
    script = (
        f"mount -t tmpfs none /mnt && mkdir /mnt/{shlex.quote(top)} && "
        f"mount --bind /root/{shlex.quote(top)} /mnt/{shlex.quote(top)} && "
        'mount --move /mnt /root && chmod 755 /root && exec "$@"'
    )
    view = ["unshare", "--mount", "sh", "-c", script, "sh"]
    if subprocess.run([*view, "true"], capture_output=True).returncode or _is_barred(user, view):
        pytest.skip(f"{user} cannot run {python}")
    return view


def _is_barred(user: str, view: Sequence[str] = ()) -> bool:
    program = shlex.join([sys.executable, "-c", "import app"])
    tried = [*view, "su", "-s", "/bin/sh", user, "-c", f"cd / && {program}"]
    return subprocess.run(tried, capture_output=True).returncode != 0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


def _listens(port: int, daemon: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until and daemon.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as line:
            if line.recv(4) == b"SSH-":
                return
    raise AssertionError("sshd does not listen")
