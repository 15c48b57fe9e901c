"""A line that drops in a half-typed check-in, and how soon its person is back; how soon a desk opens at the server.

``python -m benchmarks.line_drop``. The line is killed with SIGKILL, once as a terminal of the machine and, where there
is an sshd and this is its user or root, once as a real ``ssh`` over loopback. Medians of ``ROUNDS``.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from models.house.database import close_database, open_database
from tests.hotel import PASSWORD, make_hotel
from tests.sshd import open_to_all, ordinary_user, sshd
from tests.terminal import Terminal
from tests.test_session_server import (
    AT_THE_FIELD,
    LEFT,
    PROGRAM,
    House,
    due_in,
    half_typed_check_in,
    house,
    the_form,
)

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "15"))


def _seconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def _open(new: Callable[[], Terminal]) -> float:
    """Seconds to the sign-in."""
    began = time.perf_counter()
    with new() as desk:
        desk.wait("F2")
        return time.perf_counter() - began


def _drop(reception: House, new: Callable[[], Terminal]) -> tuple[float, float, float]:
    """Seconds to the sign-in, from the password to the offer, from yes to the form as it was."""
    desk = new().sign_in("nok", PASSWORD).wait("201")
    typed = half_typed_check_in(desk)
    desk.close()
    reception.until("left")
    began = time.perf_counter()
    with new() as again:
        again.wait("[nok")
        door = time.perf_counter() - began
        offer = _seconds(lambda: again.type(PASSWORD).press("enter").wait(LEFT))
        form = _seconds(lambda: again.press("y").wait(AT_THE_FIELD, *the_form(typed), gone=LEFT))
        if the_form(again.text) != the_form(typed):
            raise AssertionError(f"not as it was:\n{typed}\n{again.text}")
    for line in reception.sessions().splitlines():
        reception.sessions("--end", line.split()[0])
    reception.until("No desk is open.")
    open_database(reception.url)
    from models.house.drafts import Draft

    Draft.delete().execute()  # of the desk just ended: every round begins alike
    close_database()
    return door, offer, form


def _report(name: str, reception: House, new: Callable[[], Terminal], alone: Callable[[], Terminal]) -> None:
    pairs = [(_open(alone), _open(new)) for _round in range(ROUNDS)]  # by turns: other work disturbs both
    cold, attached = (statistics.median(part) for part in zip(*pairs, strict=True))
    reception.until("No desk is open.")
    parts = [_drop(reception, new) for _round in range(ROUNDS)]
    door, offer, form = (statistics.median(part) for part in zip(*parts, strict=True))
    back = [sum(part) for part in parts]
    print(f"{name:<22} sign-in {attached:.3f} s; without a server {cold:.3f} s; ratio {attached / cold:.2f}")
    print(
        f"{'':<22} line dropped: back in {statistics.median(back):.2f} s, worst {max(back):.2f} s"
        f" (sign-in {door:.2f}, password to offer {offer:.2f}, yes to form {form:.2f})"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as name, ordinary_user() as user:
        folder = Path(name)
        url = str(folder / "hotel.db")
        open_database(url, create=True)
        make_hotel()
        close_database()
        due_in(url)
        open_to_all(folder)
        own = {"RECEPTION_SOCKET": "", "XDG_STATE_HOME": name}

        def alone() -> Terminal:
            return Terminal("--database", url, python=PROGRAM, environ=own)

        with house(url, folder, more=["--group", user] if os.getuid() == 0 else []) as reception:

            def at_the_server() -> Terminal:
                return Terminal(python=PROGRAM, environ=reception.environ)

            _report("a line of the machine", reception, at_the_server, alone)
            (folder / "sshd").mkdir()
            try:
                with sshd(folder / "sshd", user, reception.socket) as way:
                    _report("ssh over loopback", reception, way.terminal, alone)
            except pytest.skip.Exception as why:
                print(f"ssh over loopback      {why}")


if __name__ == "__main__":
    sys.exit(main())
