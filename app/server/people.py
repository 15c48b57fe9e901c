"""Who comes in as whom: users of the machine and the names they sign in with, from a file of the machine's own."""

from __future__ import annotations

import os
import stat
import tomllib
from dataclasses import dataclass

from locales import Message


class PeopleFault(Exception):
    """``message`` says what is wrong with the file."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.say("en"))
        self.message = message


@dataclass(frozen=True)
class Person:
    login: str
    asks_password: bool = True


def people(path: str) -> dict[str, Person]:
    """By user of the machine. ``nok = "nok"``, or ``nok = { login = "nok", password = false }`` whose key is enough.

    Nobody but root and who runs the server may be able to write there, for the file lets people in. Raises
    ``PeopleFault``.
    """
    try:
        with open(path, "rb") as file:
            found = os.fstat(file.fileno())
            if found.st_uid not in (0, os.getuid()) or stat.S_IMODE(found.st_mode) & 0o022:
                raise PeopleFault(
                    Message(
                        "{path} lets people in: only root or who runs the server may write it.",
                        {"path": path},
                    )
                )
            lines = tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PeopleFault(
            Message("{path} cannot be read: {why}", {"path": path, "why": str(error)})
        ) from error
    return {user: _person(path, user, said) for user, said in lines.items()}


def _person(path: str, user: str, said: object) -> Person:
    if isinstance(said, str) and said:
        return Person(said)
    if isinstance(said, dict) and set(said) <= {"login", "password"}:
        login, password = said.get("login"), said.get("password", True)
        if isinstance(login, str) and login and isinstance(password, bool):
            return Person(login, password)
    raise PeopleFault(
        Message(
            "{path}: {user} wants a name to sign in with, as in docs/ssh.md.",
            {"path": path, "user": user},
        )
    )
