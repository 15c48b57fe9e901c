"""A line that drops in a half-typed check-in, and how soon its person is back; how soon a desk opens at the server.

``python -m benchmarks.line_drop``. The line is killed with SIGKILL, once as a terminal of the machine and, where there
is an sshd and this is its user or root, once as a real ``ssh`` over loopback. Medians of ``ROUNDS``.
"""

from __future__ import annotations

import contextlib
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

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))


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
        form = _seconds(lambda: again.press("y").wait(AT_THE_FIELD, "Potter"))
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


def _report(name: str, reception: House, new: Callable[[], Terminal], cold: float) -> None:
    attached = statistics.median(_open(new) for _round in range(ROUNDS))
    parts = [_drop(reception, new) for _round in range(ROUNDS)]
    door, offer, form = (statistics.median(part) for part in zip(*parts, strict=True))
    back = statistics.median(map(sum, parts))
    print(f"{name:<22} sign-in {attached:.2f} s, {attached / cold:.2f} of a cold start")
    print(
        f"{'':<22} line dropped: back in {back:.2f} s "
        f"(sign-in {door:.2f}, password to offer {offer:.2f}, yes to form {form:.2f}); worst {max(map(sum, parts)):.2f} s"
    )


def main() -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name, ordinary_user() as user:
        folder = Path(name)
        url = str(folder / "hotel.db")
        open_database(url, create=True)
        make_hotel()
        close_database()
        due_in(url)
        open_to_all(folder)
        alone = {"RECEPTION_SOCKET": "", "XDG_STATE_HOME": name}
        cold = statistics.median(
            _open(lambda: Terminal("--database", url, python=PROGRAM, environ=alone))
            for _round in range(ROUNDS)
        )
        print(f"{'without a server':<22} sign-in {cold:.2f} s")
        with house(url, folder, more=["--group", user] if os.getuid() == 0 else []) as reception:
            new = lambda: Terminal(python=PROGRAM, environ=reception.environ)  # noqa: E731
            _report("a line of the machine", reception, new, cold)
            (folder / "sshd").mkdir()
            try:
                with contextlib.ExitStack() as stack:
                    way = stack.enter_context(sshd(folder / "sshd", user, reception.socket))
                    _report("ssh over loopback", reception, way.terminal, cold)
            except pytest.skip.Exception as why:
                print(f"ssh over loopback: {why}")


if __name__ == "__main__":
    sys.exit(main())
