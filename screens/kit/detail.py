"""A few lines under a list or grid that say more of what the cursor is on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from locales.thai_text import fit
from screens.kit.fields import PLAIN


class Detail(Widget):
    """``read`` gives the lines, each cut to the width; ``look()`` reads again."""

    DEFAULT_CSS = "Detail { width: 1fr; color: $foreground; background: $background; }"

    def __init__(self, read: Callable[[], Sequence[str]], height: int, id: str | None = None) -> None:
        super().__init__(id=id)
        self._read = read
        self._lines: tuple[str, ...] = ()
        self.styles.height = height

    def look(self) -> None:
        lines = tuple(self._read())
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def on_mount(self) -> None:
        self.look()

    def respeak(self) -> None:
        self.look()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        text = self._lines[y] if y < len(self._lines) else ""
        return Strip([Segment(fit(f" {text}", width), PLAIN)], width)
