"""Help: every action in force on the screen one came from, with its keys and why it cannot be done just now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult

from locales import Message, _
from locales.thai_text import fold
from models.house.lists import Key, MemoryListing
from models.house.staff import RIGHTS
from screens.kit import actions as registry
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.windowed_list import Column, WindowedList


@dataclass(frozen=True)
class HelpRow:
    """One action as help shows it."""

    action: Action
    keys: tuple[str, ...]
    refusal: Message | None

    @property
    def key(self) -> Key:
        return (self.action.id,)

    def label(self) -> str:
        return f"{self.action.label.say()} !" if self.action.danger else self.action.label.say()

    def key_names(self) -> str:
        return "  ".join(registry.name_of_key(key) for key in self.keys)

    def right(self) -> str:
        return RIGHTS[self.action.right].say() if self.action.right in RIGHTS else self.action.right or ""

    def command(self) -> str:
        return f":{self.action.commands[0]}" if self.action.commands else ""

    def why_not(self) -> str:
        return self.refusal.say() if self.refusal else ""


COLUMNS: tuple[Column[HelpRow], ...] = (
    Column(Message("Keys"), 12, HelpRow.key_names),
    Column(Message("What it does"), 24, HelpRow.label),
    Column(Message("Command"), 16, HelpRow.command),
    Column(Message("Not now, because"), None, HelpRow.why_not),
    Column(Message("Needs the right"), 30, HelpRow.right, min_screen_width=110),
)


def _why_not_again(screen: object) -> Message:  # noqa: ARG001
    return Message("This is the help. Esc leads back.")


class HelpScreen(DeskScreen):
    """The keys in force, made from the same registry that answers the keys."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("help", Message("Help"), ("f1", "?"), why_not=_why_not_again, shown=False),
    )

    def __init__(self, about: DeskScreen) -> None:
        super().__init__()
        self._about = about
        self._rows = [
            HelpRow(
                action,
                registry.keys_of(action, about.key_map),
                None if action.id == "back" else registry.refusal_now(action, about),
            )
            for action in about.actions
        ]

    def heading(self) -> str:
        return _("Keys of: {screen}", screen=self._about.heading())

    def compose_body(self) -> ComposeResult:
        yield WindowedList(MemoryListing(self._rows), COLUMNS, search=self._search)

    def _search(self, text: str) -> MemoryListing[HelpRow]:
        wanted = fold(text)
        return MemoryListing([row for row in self._rows if any(wanted in fold(part) for part in _texts(row))])


def _texts(row: HelpRow) -> Iterable[str]:
    return (row.key_names(), row.label(), row.command(), row.right())
