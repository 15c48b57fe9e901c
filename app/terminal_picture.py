"""What stands on the terminal, so that only the cells that read differently are sent.

Textual draws a screen that opens two or three times over, and all of it although most of it stands there already: over
a slow line that is seen. Every update comes by here and goes out as the runs of cells that differ.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderResult
from rich.control import Control
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from locales.thai_text import cell_width, clusters

SHORTER_THAN_A_MOVE = 6
"""Cells that stand already are sent again where going round them would take more bytes."""
WORTH_ERASING = 4
ERASE_TO_THE_END = "\x1b[0m\x1b[K"

Look = tuple[object, ...]
Cell = tuple[str, Look, Style | None]
_PLAIN: Look = ()


class TerminalPicture:
    """The cells as they were sent last; empty where nobody knows."""

    def __init__(self) -> None:
        self._rows: dict[int, dict[int, tuple[str, Look]]] = {}
        self._width = 0

    def forget(self) -> None:
        """Whatever stands there may have been changed by others: send everything again."""
        self._rows.clear()

    def sized(self, width: int) -> None:
        if width != self._width:
            self.forget()
            self._width = width

    def differing(self, y: int, x: int, strip: Strip) -> Iterator[tuple[int, list[Cell]]]:
        """The runs of a strip at ``x`` that read differently, each with its column; they count as sent."""
        row = self._rows.setdefault(y, {})
        run: list[Cell] = []
        same = 0  # cells at the end of the run that stand there already
        start = column = x
        for cell in _cells(strip):
            width = cell_width(cell[0])
            stands = row.get(column)
            if stands == cell[:2]:
                same += 1
                if run:
                    run.append(cell)
                if run and same > SHORTER_THAN_A_MOVE:
                    yield start, run[:-same]
                    run = []
            else:
                if not run:
                    start = column
                run.append(cell)
                same = 0
                row[column] = cell[:2]
                if width > 1:
                    row[column + 1] = ("", _PLAIN)  # the other half, whatever was there
            column += width
        if run:
            yield start, run[: len(run) - same]

    def written(self, x: int, y: int, cells: list[Cell], console: Console) -> str:
        """A run as the terminal takes it."""
        blank = 0
        if x + sum(cell_width(text) for text, _look, _style in cells) == self._width:
            while blank < len(cells) and cells[-1 - blank][:2] == (" ", _PLAIN):
                blank += 1
        if blank < WORTH_ERASING:
            blank = 0
        segments = Segment.simplify(
            Segment(text, style) for text, _look, style in cells[: len(cells) - blank]
        )
        text = Control.move_to(x, y).segment.text + Strip(segments).render(console)
        return text + ERASE_TO_THE_END if blank else text


class ChangedCells(CompositorUpdate):
    """An update of which only the cells that differ go out."""

    def __init__(self, update: LayoutUpdate | ChopsUpdate, picture: TerminalPicture) -> None:
        self._update = update
        self._picture = picture

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        return self._update.__rich_console__(console, options)

    def render_segments(self, console: Console) -> str:
        return "".join(
            self._picture.written(start, y, cells, console)
            for y, x, strip in _pieces(self._update)
            for start, cells in self._picture.differing(y, x, strip)
        )


def _pieces(update: LayoutUpdate | ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    """Line, column and strip of all that Textual would draw."""
    if isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in line:
                yield y, x, strip
                x += strip.cell_length
        return
    for y, first, last in update.spans:
        for end, (x, chop) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if chop is not None and x <= last and end > first:
                yield y, x, chop if end <= last else chop.crop(0, last - x)


def _cells(strip: Strip) -> Iterator[Cell]:
    for text, style, control in strip:
        if control or not text:
            continue
        look = _look(style)
        for cluster in _split(text):
            yield cluster, (_PLAIN if cluster == " " and not _shows_on_blanks(look) else look), style


@functools.lru_cache(2_000)
def _split(text: str) -> tuple[str, ...]:
    return tuple(text) if text.isascii() else tuple(clusters(text))


_looks: dict[Style, Look] = {}


def _look(style: Style | None) -> Look:
    """All of a style that can be seen."""
    if style is None:
        return _PLAIN
    known = _looks.get(style)
    if known is None:
        colors = tuple(
            None if color is None or color.is_default else color for color in (style.color, style.bgcolor)
        )
        marks = tuple(
            bool(mark)
            for mark in (
                style.reverse, style.underline, style.strike, style.underline2, style.overline, style.bold,
                style.dim, style.italic, style.blink, style.conceal,
            )
        )  # fmt: skip
        known = (*colors, *marks) if any((*colors, *marks)) else _PLAIN
        if len(_looks) > 5_000:
            _looks.clear()
        _looks[style] = known
    return known


def _shows_on_blanks(look: Look) -> bool:
    return any(look[1:7])  # background, reverse and the lines through, under and over
