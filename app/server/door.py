"""``reception desk``: what sshd runs for who comes over SSH. A desk at the session server, and nothing else."""

from __future__ import annotations

import os
import resource
import signal
from typing import TYPE_CHECKING

from app.server.client import go_to_server, language_of_terminal, say

if TYPE_CHECKING:
    from locales import Message


def wanted_socket(arguments: list[str]) -> str | None:
    """Of ``desk [--socket FILE]``: the socket, "" for the usual one; None for any other words."""
    match arguments:
        case ["desk"]:
            return ""
        case ["desk", "--socket", path]:
            return path
    return None


def come_in(path: str) -> int:
    """The exit code. Without a server, or with a command of their own, people are told so and go."""
    _leave_no_core()
    if "SSH_ORIGINAL_COMMAND" not in os.environ and all(os.isatty(stream) for stream in (0, 1, 2)):
        if path:
            os.environ["RECEPTION_SOCKET"] = path
        code = go_to_server("", "")
        if code is not None:
            return code
    return say(_why_not().say(language_of_terminal()))


def _leave_no_core() -> None:
    """Names and numbers of guests pass through here. Ctrl-\\ and Ctrl-Z before the first picture do nothing."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name in (signal.SIGQUIT, signal.SIGTSTP):
        signal.signal(name, signal.SIG_IGN)


def _why_not() -> Message:
    from locales import Message

    if "SSH_ORIGINAL_COMMAND" in os.environ:
        return Message("Nothing but Reception is to be had here: no commands and no files.")
    if not all(os.isatty(stream) for stream in (0, 1, 2)):
        return Message("Reception needs a terminal; with ssh, say -t.")
    return Message("Reception is not running here. Try again later, or tell whoever keeps it.")
