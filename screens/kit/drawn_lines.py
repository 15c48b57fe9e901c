"""A widget that draws its own lines and sends of them only the cells that differ: grids and charts by date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Self

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from locales.thai_text import cell_width, clusters

Cells = list[tuple[str, Style | None] | None]


class DrawnLines(Widget, can_focus=True):
    """Subclasses give ``draw(y)``, a line as pieces of text, and ``press(event)``, which takes a key or not.

    ``refresh()`` compares what would be drawn with what stands there; call it after every change.
    """

    DEFAULT_CSS = "DrawnLines { height: 1fr; width: 1fr; background: $background; color: $foreground; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._drawn: dict[int, Strip] = {}  # the lines as they were sent last

    def draw(self, y: int) -> Sequence[Segment]:
        raise NotImplementedError

    def press(self, event: events.Key) -> bool:
        raise NotImplementedError

    def respeak(self) -> None:
        """The language was switched."""
        self.refresh()

    def on_resize(self) -> None:
        self._drawn.clear()
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        # In a burst of keys some are meant for the prompt or the screen that the first of them opened.
        mine = self.screen is self.app.screen and self.screen.focused is self
        take_key: Any = getattr(self.screen, "take_key", None)
        if (mine and self.press(event)) or (take_key is not None and take_key(event)):
            event.stop()
            event.prevent_default()

    def render_line(self, y: int) -> Strip:
        strip = self._drawn[y] = self._strip(y)
        return strip

    def _strip(self, y: int) -> Strip:
        style = self.rich_style
        pieces = [Segment(text, style + (own or Style())) for text, own, _control in self.draw(y) if text]
        return Strip(pieces).adjust_cell_length(self.size.width, style)

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        if repaint and not regions and not layout and self._drawn and self.is_attached:
            regions = tuple(self._differing())
            if not regions:
                return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def _differing(self) -> Iterable[Region]:
        """The lines that read differently, all from the first cell to the last that any of them needs."""
        new = {y: self._strip(y) for y in range(self.size.height)}
        changed = [y for y, strip in new.items() if strip != self._drawn.get(y)]
        if not changed:
            return []
        width = self.size.width
        left, right = width, 0
        for y in changed:
            first, last = _span(_cells(self._drawn.get(y, Strip([]))), _cells(new[y]))
            left, right = min(left, first), max(right, last)
        # The painter cuts every line at the same two places; a name must not be cut inside a letter.
        while (further := min(_outer(new[y], left)[0] for y in changed)) < left:
            left = further
        while (further := max(_outer(new[y], right)[1] for y in changed)) > right:
            right = further
        return [Region(left, y, min(right, width) - left, 1) for y in changed]


def _cells(strip: Strip) -> Cells:
    """One entry a cell: the letter that begins there, or None where a wide one goes on."""
    cells: Cells = []
    for text, style, _control in strip:
        if text.isascii():
            cells += [(letter, style) for letter in text]
            continue
        for cluster in clusters(text):
            cells += [(cluster, style), *[None] * (cell_width(cluster) - 1)]
    return cells


def _span(old: Cells, new: Cells) -> tuple[int, int]:
    """The first cell that differs, and the one behind the last."""
    if len(old) != len(new):
        return 0, len(new)
    differing = [x for x, (before, after) in enumerate(zip(old, new, strict=True)) if before != after]
    return (differing[0], differing[-1] + 1) if differing else (0, 0)


def _outer(strip: Strip, x: int) -> tuple[int, int]:
    """``x`` twice, or where it stands in a piece with letters not one cell wide, the piece's two ends."""
    start = 0
    for text, _style, _control in strip:
        end = start + cell_width(text)
        if start < x < end:
            narrow = text.isascii() or all(cell_width(letter) == 1 for letter in text)
            return (x, x) if narrow else (start, end)
        start = end
    return x, x
