"""The hotel's own key file: which keys do what, where the house wants it otherwise than the program.

The file is TOML, one line an action: ``check_in = ["+", "i"]``. What is not in it keeps its keys.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from locales import Message
from screens.kit.actions import Action, KeyFault, faults_of

LARGEST_FILE = 65_536  # bytes; a key file has about a hundred lines

_SPELLINGS = {
    "esc": "escape",
    "pgup": "pageup",
    "page_up": "pageup",
    "pgdn": "pagedown",
    "page_down": "pagedown",
    "ins": "insert",
    "del": "delete",
    "return": "enter",
    " ": "space",
}


@dataclass(frozen=True)
class KeyMap:
    """The keys a hotel has set itself, by action id. Empty: what the actions declare."""

    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def load_key_map(path: Path, contexts: Iterable[Sequence[Action]]) -> KeyMap:
    """Read and judge the hotel's key file; a file that is not there changes nothing.

    ``contexts`` are the actions in force together, one sequence a screen, with the app's and the kit's.
    Raises ``KeyFault`` with every fault of the file at once.
    """
    try:
        with path.open("rb") as file:
            written = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        return KeyMap()
    except OSError as error:
        raise KeyFault(
            [
                Message(
                    "The key file {path} cannot be read: {why}",
                    {"path": path, "why": error.strerror or error},
                )
            ]
        ) from error
    if len(written) > LARGEST_FILE:
        raise KeyFault([Message("The key file {path} is too long.", {"path": path})])
    try:
        lines = tomllib.loads(written.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KeyFault(
            [Message("The key file {path} is not written right: {why}", {"path": path, "why": error})]
        ) from error
    return read_key_map(lines, contexts)


def read_key_map(lines: Mapping[str, object], contexts: Iterable[Sequence[Action]]) -> KeyMap:
    """As ``load_key_map``, from what the file says."""
    all_contexts = [tuple(context) for context in contexts]
    known = {action.id for context in all_contexts for action in context}
    faults: list[Message] = []
    keys: dict[str, tuple[str, ...]] = {}
    for name, value in lines.items():
        if name not in known:
            faults.append(Message("The key file names an action that does not exist: {id}.", {"id": name}))
        elif not isinstance(value, list) or not all(isinstance(key, str) and key for key in value):
            faults.append(Message('The keys of {id} are written as a list: ["f3", "a"].', {"id": name}))
        else:
            keys[name] = tuple(dict.fromkeys(spelled(key) for key in value))
    for context in all_contexts:
        for fault in faults_of(context, keys):
            if fault not in faults:
                faults.append(fault)
    if faults:
        raise KeyFault(faults)
    return KeyMap(keys)


def spelled(key: str) -> str:
    """The key as actions write it: ``PgUp`` → ``pageup``, ``Ctrl+G`` → ``ctrl+g``; letters stay as they are."""
    parts = key.split() if len(key) > 1 else [key]
    return " ".join(_spelled_part(part) for part in parts)


def _spelled_part(part: str) -> str:
    if len(part) == 1 and part != " ":
        return part
    lower = part.lower()
    return _SPELLINGS.get(lower, lower)
