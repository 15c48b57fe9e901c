"""The command line: everything by name, in Thai or English, from anywhere. Opened with ``:`` or Ctrl+G."""

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
from locales.thai_text import cell_width, clusters, cut, fit

MATCHES = 6
LONGEST_LINE = 200  # characters

_REVERSE = Style(reverse=True)


@dataclass
class LineEditor:
    """One line being typed. The cursor steps by cluster; Backspace takes one code point, as Thai typists expect.

    ``offered`` text is there to be taken with Enter; the first character typed replaces it.
    """

    text: str = ""
    cursor: int = 0  # characters before it
    offered: bool = False

    def offer(self, text: str) -> None:
        self.text, self.cursor, self.offered = text, len(text), bool(text)

    def insert(self, typed: str) -> None:
        if self.offered:
            self.text, self.cursor = "", 0
        self.offered = False
        typed = "".join(character for character in typed if character.isprintable())
        typed = typed[: LONGEST_LINE - len(self.text)]
        self.text = self.text[: self.cursor] + typed + self.text[self.cursor :]
        self.cursor += len(typed)

    def press(self, event: events.Key) -> bool:
        """Take an editing key; False when it is none."""
        if event.character is not None and event.character.isprintable():
            self.insert(event.character)
            return True
        if event.key not in {"left", "right", "home", "end", "backspace", "delete", "ctrl+u"}:
            return False
        self.offered = False
        before, behind = self.text[: self.cursor], self.text[self.cursor :]
        match event.key:
            case "left":
                self.cursor -= len(clusters(before)[-1]) if before else 0
            case "right":
                self.cursor += len(clusters(behind)[0]) if behind else 0
            case "home":
                self.cursor = 0
            case "end":
                self.cursor = len(self.text)
            case "backspace":
                self.text, self.cursor = before[:-1] + behind, max(0, self.cursor - 1)
            case "delete":
                self.text = before + (behind[len(clusters(behind)[0]) :] if behind else "")
            case "ctrl+u":
                self.text, self.cursor = behind, 0
        return True

    def segments(self, width: int, style: Style) -> list[Segment]:
        """The line in ``width`` cells, the cursor reversed; the end stays in sight."""
        before = clusters(self.text[: self.cursor])
        behind = clusters(self.text[self.cursor :])
        here = behind[0] if behind else " "
        while before and cell_width("".join(before)) + cell_width(here) > width:
            before.pop(0)
        left = "".join(before)
        room = max(0, width - cell_width(left) - cell_width(here))
        rest = fit("".join(behind[1:]), room)
        if self.offered:
            left = fit(self.text, width)
            return [Segment(left, style + _REVERSE)]
        return [Segment(left, style), Segment(here, style + _REVERSE), Segment(rest, style)]


@dataclass(frozen=True)
class Command:
    """A name of the command line and what it does, in the current language."""

    name: str
    explanation: str


def matching(commands: Sequence[Command], typed: str) -> list[Command]:
    """The commands that begin with what was typed, on either keyboard layout; then those that hold it."""
    first_word = typed.strip().split(" ")[0].casefold()
    words = {first_word, from_thai_layout(first_word).casefold()}
    begin = [c for c in commands if any(c.name.casefold().startswith(word) for word in words)]
    hold = [
        c
        for c in commands
        if c not in begin
        and any(word and (word in c.name.casefold() or word in c.explanation.casefold()) for word in words)
    ]
    return begin + hold


class CommandLine(Widget, can_focus=True):
    """The prompt at the foot of the screen, with the commands that match above it while one types."""

    DEFAULT_CSS = """
    CommandLine { width: 100%; height: 2; background: $background; }
    """

    class Closed(Event):
        """The prompt is done with; ``line`` is what to run, or None after Esc."""

        def __init__(self, line: str | None) -> None:
            super().__init__()
            self.line = line

    def __init__(self, commands: Sequence[Command], offered: str = "") -> None:
        super().__init__()
        self._commands = commands
        self._editor = LineEditor()
        self._editor.offer(offered)
        self._matches: list[Command] = []
        self._done = False
        self.typed_ahead: list[events.Key] = []
        """Keys that came in one burst behind the one that closed the prompt; they are not for it."""
        self._match()

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        return character is not None and character.isprintable()

    def on_mount(self) -> None:
        self._fit_height()

    def _match(self) -> None:
        typed = "" if self._editor.offered else self._editor.text
        self._matches = matching(self._commands, typed)[:MATCHES]

    def _fit_height(self) -> None:
        # The menu only grows, so that a letter repaints its own lines and nothing behind them.
        height = max(self.size.height, len(self._matches) + 1, 2)
        if self.size.height != height:
            self.styles.height = height

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        if self._done:
            self.typed_ahead.append(events.Key(event.key, event.character))
        elif event.key == "escape" or (event.key == "backspace" and not self._editor.text):
            self._close(None)
        elif event.key == "enter":
            self._close(self._editor.text.strip() or None)
        elif event.key == "tab" and self._matches:
            self._editor.offer(f"{self._matches[0].name} ")
            self._editor.offered = False
            self._changed()
        elif self._editor.press(event):
            self._changed()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._editor.insert(event.text.split("\n")[0])
        self._changed()

    def _close(self, line: str | None) -> None:
        self._done = True
        self.post_message(self.Closed(line))

    def respeak(self) -> None:
        self.refresh()

    def _changed(self) -> None:
        self._match()
        self._fit_height()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, style = self.size.width, self.rich_style
        if y == self.size.height - 1:
            segments = [Segment(":", style + Style(bold=True)), *self._editor.segments(width - 1, style)]
            return Strip(segments).adjust_cell_length(width, style)
        # Matches stand right above the prompt, the best one nearest to it.
        place = self.size.height - 2 - y
        if place >= len(self._matches):
            return Strip.blank(width, style)
        command = self._matches[place]
        names = min(24, max(cell_width(match.name) for match in self._matches))
        text = f"  {fit(command.name, names)}  {cut(command.explanation, max(0, width - names - 4))}"
        return Strip([Segment(fit(text, width), style)], width)
