"""The leader: after ``g`` a small menu names the keys that may follow. It stays until one is pressed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message as Event
from textual.strip import Strip
from textual.widget import Widget

from locales.thai_keyboard import from_thai_layout
from locales.thai_text import fit, to_latin_digits
from screens.kit.actions import LEADER, Action, KeysOf, keys_of

COLUMN = 26  # cells

_BOLD = Style(bold=True)


@dataclass(frozen=True)
class Follow:
    """A key that may follow the leader."""

    key: str
    action: Action


def follows(actions: Sequence[Action], key_map: KeysOf) -> list[Follow]:
    """The second keys of all two-key actions, in the order of the alphabet."""
    found = [
        Follow(key.removeprefix(f"{LEADER} "), action)
        for action in actions
        for key in keys_of(action, key_map)
        if key.startswith(f"{LEADER} ")
    ]
    return sorted(found, key=lambda follow: (follow.key.casefold(), follow.key))


class LeaderMenu(Widget, can_focus=True):
    """The menu at the foot of the screen. Any other key than one of its own leaves it and does nothing."""

    DEFAULT_CSS = """
    LeaderMenu { width: 100%; height: 2; background: $background; }
    """

    class Chosen(Event):
        """``action`` is what to do, or None when one left."""

        def __init__(self, action: Action | None) -> None:
            super().__init__()
            self.action = action

    def __init__(self, choices: Sequence[Follow]) -> None:
        super().__init__()
        self._choices = tuple(choices)
        self._chosen = False
        self.typed_ahead: list[events.Key] = []
        """Keys that came in one burst behind the one chosen; they are not for the menu."""

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        return character is not None and character.isprintable()

    def on_mount(self) -> None:
        self._fit_height()

    def on_resize(self) -> None:
        self._fit_height()

    def _fit_height(self) -> None:
        height = 1 + -(-len(self._choices) // self._columns)
        if self.size.height != height:
            self.styles.height = height

    @property
    def _columns(self) -> int:
        return max(1, (self.size.width or self.app.size.width) // COLUMN)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        if self._chosen:
            self.typed_ahead.append(events.Key(event.key, event.character))
            return
        self._chosen = True
        typed = event.character or ""
        # Digits come as themselves, as what the Thai row gives (ๅ / -), or as Thai digits of the shifted row.
        for key in (typed, from_thai_layout(typed), to_latin_digits(typed)):
            for follow in self._choices:
                if follow.key == key:
                    self.post_message(self.Chosen(follow.action))
                    return
        self.post_message(self.Chosen(None))

    def respeak(self) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, style = self.size.width, self.rich_style
        if y == 0:
            return Strip([Segment(f" {LEADER} " + "─" * max(0, width - 3), style + _BOLD)], width)
        per_column = self.size.height - 1
        segments: list[Segment] = []
        for place in range(y - 1, len(self._choices), max(1, per_column)):
            follow = self._choices[place]
            segments.append(Segment(f"  {follow.key} ", style + _BOLD))
            segments.append(Segment(fit(follow.action.label.say(), COLUMN - 4), style))
        return Strip(segments).adjust_cell_length(width, style)
