"""What one can do on a screen: one registry for keys, key line, leader menu, command line and help.

A screen declares its ``ACTIONS``; those of the app and of the kit are added. Keys are written as people
press them: ``"f3"``, ``"a"``, ``"+"``, ``"ctrl+g"``, ``"g h"`` for two keys after each other. A shortcut
letter acts on its Thai twin too, because a terminal cannot tell which layout the clerk's keyboard is on.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from locales import LANGUAGES, Message
from locales.thai_keyboard import from_thai_layout, twin
from models.house.staff import RIGHTS

if TYPE_CHECKING:
    from textual.events import Key as KeyEvent

    from screens.kit.desk_screen import DeskScreen

LEADER = "g"

_NAMED = {
    "enter": "Enter",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "backspace": "Backspace",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "insert": "Ins",
    "delete": "Del",
    "escape": "Esc",
    "space": "Space",
}
# What every terminal sends, by the table of the key habits (section 2). F1 opens the help of some terminals.
_RELIABLE = {*_NAMED, *(f"f{n}" for n in range(2, 10)), *string.ascii_letters, *string.digits}
_RELIABLE |= set(string.punctuation) - {"`"}  # switches the language on many Thai PCs
# The same bytes as Tab, Enter, Backspace and Esc, or flow control: they never reach us as themselves.
_NEVER = {"ctrl+i", "ctrl+m", "ctrl+h", "ctrl+[", "ctrl+s", "ctrl+q"}
_MODIFIERS = ("ctrl+", "shift+", "alt+")


class KeyFault(Exception):
    """Keys that cannot stand together or cannot be relied on; ``faults`` says which and why."""

    def __init__(self, faults: Sequence[Message]) -> None:
        super().__init__(*faults)
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return "\n".join(fault.say() for fault in self.faults)


@dataclass(frozen=True)
class Action:
    """One thing one can do.

    ``run`` names a method of the screen, or of the app; ``do_<id>`` unless said otherwise. ``right`` is what
    it needs; ``why_not`` tells why it cannot be done just now. ``danger`` asks before it runs. ``shown``:
    in the key line. ``commands`` are its names on the command line.
    """

    id: str
    label: Message
    keys: tuple[str, ...] = ()
    run: str = ""
    right: str | None = None
    danger: bool = False
    why_not: Callable[[Any], Message | None] | None = None
    shown: bool = True
    commands: tuple[Message | str, ...] = ()

    @property
    def method(self) -> str:
        return self.run or f"do_{self.id}"

    def command_words(self) -> tuple[str, ...]:
        """Its names in every language, so that a Thai command works at an English desk and the reverse."""
        words: list[str] = []
        for command in self.commands:
            said = (
                [command] if isinstance(command, str) else [command.say(language) for language in LANGUAGES]
            )
            words += [word.casefold() for word in said if word.casefold() not in words]
        return tuple(words)


KeysOf = Mapping[str, tuple[str, ...]]
"""The hotel's own keys by action id; an action that is not in it keeps the keys it declares."""


def keys_of(action: Action, key_map: KeysOf) -> tuple[str, ...]:
    return key_map.get(action.id, action.keys)


def key_pressed(event: KeyEvent) -> str:
    """The key as actions write it: the character itself where there is one."""
    if event.character is not None and event.character.isprintable() and event.character != " ":
        return event.character
    return event.key


def name_of_key(key: str) -> str:
    """As it is printed on a keyboard: ``F3``, ``Ctrl+G``, ``g h``."""

    def name(part: str) -> str:
        if part in _NAMED:
            return _NAMED[part]
        return part if len(part) == 1 else "+".join(p.capitalize() for p in part.split("+"))

    return " ".join(name(part) for part in key.split(" "))


def is_key(key: str) -> bool:
    """Whether there is such a key, reliable or not; of two, the first must be the leader."""
    parts = key.split(" ")
    if len(parts) == 2:
        return parts[0] == LEADER and len(parts[1]) == 1
    if len(parts) != 1 or not key:
        return False
    while key.startswith(_MODIFIERS) and len(key.split("+", 1)[1]) > 0:
        key = key.split("+", 1)[1]
    return len(key) == 1 or key in _NAMED or (key[0] == "f" and key[1:] in {str(n) for n in range(1, 25)})


def is_reliable(key: str) -> bool:
    """Whether every terminal sends it and nothing on the way keeps it (key habits, section 2)."""
    return all(part in _RELIABLE for part in key.split(" "))


def in_force(own: Iterable[Action], *others: Iterable[Action]) -> tuple[Action, ...]:
    """The actions of a screen: its own first, then the app's and the kit's, one for each id."""
    found: dict[str, Action] = {}
    for actions in (own, *others):
        for action in actions:
            found.setdefault(action.id, action)
    return tuple(found.values())


def faults_of(actions: Sequence[Action], key_map: KeysOf | None = None) -> list[Message]:
    """What is wrong with the keys of one context; nothing when all is well."""
    faults: list[Message] = []
    holders: dict[str, Action] = {}
    for action in actions:
        keys = keys_of(action, key_map or {})
        for key in keys:
            faults += _fault_of_key(key, action)
            holder = holders.setdefault(key, action)
            if holder is not action:
                faults.append(
                    Message(
                        "The key {key} stands for two things: {one} and {other}.",
                        {"key": name_of_key(key), "one": holder.label, "other": action.label},
                    )
                )
        if keys and not any(is_reliable(key) for key in keys):
            faults.append(
                Message(
                    "{action} ({id}) has no key that every terminal sends: {keys}.",
                    {
                        "action": action.label,
                        "id": action.id,
                        "keys": ", ".join(name_of_key(key) for key in keys),
                    },
                )
            )
        if not keys and not action.commands:
            faults.append(
                Message(
                    "{action} ({id}) can be reached by no key and no command.",
                    {"action": action.label, "id": action.id},
                )
            )
    return faults


def _fault_of_key(key: str, action: Action) -> list[Message]:
    if key in _NEVER:
        return [
            Message(
                "The key {key} of {action} reaches no program: it is another key's twin.",
                {"key": name_of_key(key), "action": action.label},
            )
        ]
    if not is_key(key):
        return [Message("There is no key {key} ({action}).", {"key": key, "action": action.label})]
    return []


def check(actions: Sequence[Action], key_map: KeysOf | None = None) -> None:
    """Raise ``KeyFault`` when a key stands for two things or an action hangs on an unreliable key alone."""
    faults = faults_of(actions, key_map)
    if faults:
        raise KeyFault(faults)


def by_key(actions: Sequence[Action], key_map: KeysOf) -> dict[str, Action]:
    """Every key that acts, the Thai twins of letters and marks included. A key of its own beats a twin."""
    found: dict[str, Action] = {}
    twins: dict[str, Action] = {}
    for action in actions:
        for key in keys_of(action, key_map):
            found.setdefault(key, action)
            parts = [twin(part) or part for part in key.split(" ")]
            twins.setdefault(" ".join(parts), action)
    return {**twins, **found}


def by_command(actions: Sequence[Action], typed: str) -> Action | None:
    """The action of that name, in any language and on either keyboard layout."""
    for word in (typed.strip().casefold(), from_thai_layout(typed.strip()).casefold()):
        for action in actions:
            if word and word in action.command_words():
                return action
    return None


def refusal_now(action: Action, screen: DeskScreen) -> Message | None:
    """Why the action cannot be done just now, or None when it can."""
    if action.right is not None and not screen.services.rights.allow(action.right):
        return Message(
            "You do not have the right for this: {what}.",
            {"what": RIGHTS.get(action.right, action.right)},
        )
    return action.why_not(screen) if action.why_not else None
