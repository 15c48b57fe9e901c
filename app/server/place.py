"""Where the session server listens. Imported by every terminal: it imports next to nothing."""

import os
from collections.abc import Mapping

OF_THE_MACHINE = "/run/reception/desk.sock"


def sockets(environ: Mapping[str, str]) -> list[str]:
    """Where a terminal knocks, in this order. ``RECEPTION_SOCKET`` names another; empty means nowhere."""
    if "RECEPTION_SOCKET" in environ:
        return [environ["RECEPTION_SOCKET"]] if environ["RECEPTION_SOCKET"] else []
    own = environ.get("XDG_RUNTIME_DIR", "")
    return [f"{own}/reception.sock", OF_THE_MACHINE] if own else [OF_THE_MACHINE]


def own_socket(environ: Mapping[str, str]) -> str:
    """Where a server listens that was not told where."""
    folder = environ.get("RUNTIME_DIRECTORY", "")  # given by systemd
    if folder and not environ.get("RECEPTION_SOCKET"):
        return f"{folder.split(':')[0]}/desk.sock"
    return next(iter(sockets(environ)), OF_THE_MACHINE)


def same_name(url: str) -> str:
    """The hotel by a name that is the same wherever one stands."""
    if url.startswith(("postgres://", "postgresql://")):
        return url
    return os.path.realpath(url.removeprefix("sqlite:///").removeprefix("sqlite:"))
