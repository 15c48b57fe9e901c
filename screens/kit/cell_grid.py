"""A grid with a cursor on one cell: rates by type, a type by date. It reads the columns one sees and no more.

Columns are numbered; with dates they go on in both directions. A row may take several lines. As in the lists,
only lines that read differently are sent, and what scrolls does so by half a screen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message as Event
from textual.strip import Strip
from textual.widget import Widget

from locales import Message
from locales.thai_text import fit

CURSOR, MARKED = "▸", "•"
FIRST_SIZE = (80, 24)  # before the size is known

_REVERSE = Style(reverse=True)
_BOLD = Style(bold=True)


@dataclass(frozen=True)
class GridRow:
    """``label`` and each of ``cells`` hold one text for every line of the row."""

    label: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class GridPage:
    """``heads``: for each line above the rows, what stands over each column."""

    heads: tuple[tuple[str, ...], ...]
    rows: tuple[GridRow, ...]


Read = Callable[[int, int], GridPage]
"""The page of ``count`` columns from column ``first`` on."""


class CellGrid(Widget, can_focus=True):
    """Arrows move, PgUp/PgDn by a screen, Home to column 0; Enter opens. Esc drops a marked span."""

    DEFAULT_CSS = "CellGrid { height: 1fr; width: 1fr; background: $background; color: $foreground; }"

    class Opened(Event):
        """Enter was pressed on a cell."""

    class Moved(Event):
        """The cursor is on another cell, or the marked span is another."""

    def __init__(
        self,
        read: Read,
        *,
        label_width: int,
        cell_width: int,
        columns: int | None = None,
        head_lines: int = 1,
        row_lines: int = 1,
        empty: Message | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._read = read
        self._label_width, self._cell_width = label_width, cell_width
        self._columns = columns
        self._head_lines, self._row_lines = head_lines, row_lines
        self._empty = empty or Message("Nothing here.")
        self._page = GridPage((), ())
        self._first = self._top = 0
        self.row = self.column = 0
        self._anchor: int | None = None
        self._read_once = False
        self._drawn: dict[int, Strip] = {}

    # What a screen asks and tells

    @property
    def marked(self) -> tuple[int, int]:
        """First and last column of the marked span; of one column without a mark."""
        anchor = self.column if self._anchor is None else self._anchor
        return min(anchor, self.column), max(anchor, self.column)

    @property
    def has_rows(self) -> bool:
        self._read_first()
        return bool(self._page.rows)

    def show(self, read: Read, columns: int | None = None) -> None:
        """Show something else; the cursor stays where it can."""
        self._read, self._columns = read, columns
        if columns is not None:
            self.column = max(0, min(self.column, columns - 1))
        self.reload()

    def reload(self) -> None:
        self._read_once = True
        self._scroll_to_column()
        self._page = self._read(self._first, self._fitting)
        self.row = max(0, min(self.row, len(self._page.rows) - 1))
        self._scroll_to_row()
        self._tell()

    def go(self, column: int) -> None:
        self.column = column
        self.reload()

    def mark(self) -> None:
        """Begin a span of columns here, or drop the one there is."""
        self._anchor = self.column if self._anchor is None else None
        self._tell()

    def unmark(self) -> None:
        self._anchor = None
        self._tell()

    # Reading

    @property
    def _fitting(self) -> int:
        """Columns that fit."""
        room = (self.size.width or FIRST_SIZE[0]) - self._label_width
        fitting = max(1, room // self._cell_width)
        return fitting if self._columns is None else max(0, min(fitting, self._columns))

    @property
    def _height(self) -> int:
        """Rows that fit."""
        return max(1, ((self.size.height or FIRST_SIZE[1]) - self._head_lines) // self._row_lines)

    def _read_first(self) -> None:
        if not self._read_once:
            self.reload()

    def _scroll_to_column(self) -> None:
        fitting = max(1, self._fitting)
        if not self._first <= self.column < self._first + fitting:
            self._first = self.column - fitting // 2
        if self._columns is not None:
            self._first = max(0, min(self._first, self._columns - fitting))

    def _scroll_to_row(self) -> None:
        if not self._top <= self.row < self._top + self._height:
            self._top = self.row - self._height // 2
        self._top = max(0, min(self._top, len(self._page.rows) - self._height))

    # Moving

    def _move(self, rows: int, columns: int) -> None:
        self._read_first()
        self.row = max(0, min(self.row + rows, len(self._page.rows) - 1))
        self.column += columns
        if self._columns is not None:
            self.column = max(0, min(self.column, self._columns - 1))
        first = self._first
        self._scroll_to_column()
        self._scroll_to_row()
        if self._first != first:
            self._page = self._read(self._first, self._fitting)
        self._tell()

    def on_key(self, event: events.Key) -> None:
        mine = self.screen is self.app.screen and self.screen.focused is self
        if (mine and self._press(event.key)) or self._pass_on(event):
            event.stop()
            event.prevent_default()

    def _pass_on(self, event: events.Key) -> bool:
        take_key: Callable[[events.Key], bool] | None = getattr(self.screen, "take_key", None)
        return take_key is not None and take_key(event)

    def _press(self, key: str) -> bool:
        page = (0, self._fitting) if self._columns is None else (self._height, 0)
        steps = {
            "up": (-1, 0),
            "down": (1, 0),
            "left": (0, -1),
            "right": (0, 1),
            "home": (0, -self.column),
            "pagedown": page,
            "pageup": (-page[0], -page[1]),
        }
        if key in steps:
            self._move(*steps[key])
        elif key == "enter" and self.has_rows:
            self.post_message(self.Opened())
        elif key == "escape" and self._anchor is not None:
            self.unmark()
        else:
            return False
        return True

    def _tell(self) -> None:
        self.refresh()
        self.post_message(self.Moved())

    # Drawing

    def on_resize(self) -> None:
        self._drawn.clear()
        self.reload()

    def respeak(self) -> None:
        """The language was switched."""
        self.reload()

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Send the lines that read differently from what stands on the screen, and no others."""
        if repaint and not regions and not layout and self._drawn and self.is_attached:
            size = self.size
            regions = tuple(
                Region(0, y, size.width, 1) for y in range(size.height) if self._draw(y) != self._drawn.get(y)
            )
            if not regions:
                return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_line(self, y: int) -> Strip:
        strip = self._drawn[y] = self._draw(y)
        return strip

    def _draw(self, y: int) -> Strip:
        width, style = self.size.width, self.rich_style
        if y < self._head_lines:
            head = self._page.heads[y] if y < len(self._page.heads) else ()
            line = style + _BOLD
            if y == self._head_lines - 1:
                line += Style(underline=True)
            return self._strip(" " * self._label_width, [(text, line) for text in head], line, width)
        place, line_of_row = divmod(y - self._head_lines, self._row_lines)
        place += self._top
        if not self._page.rows:
            text = fit("  " + self._empty.say(), width) if y == self._head_lines else " " * width
            return Strip([Segment(text, style)], width)
        if place >= len(self._page.rows):
            return Strip([Segment(" " * width, style)], width)
        row = self._page.rows[place]
        first, last = self.marked
        cells: list[tuple[str, Style]] = []
        for offset, cell in enumerate(row.cells):
            column = self._first + offset
            here = place == self.row and column == self.column
            marked = place == self.row and self._anchor is not None and first <= column <= last
            sign = CURSOR if here else MARKED if marked else " "
            text = (sign if line_of_row == 0 else " ") + fit(cell[line_of_row], self._cell_width - 1, "right")
            cells.append((text, style + _REVERSE if self.has_focus and (here or marked) else style))
        return self._strip(row.label[line_of_row], cells, style, width)

    def _strip(self, label: str, cells: Sequence[tuple[str, Style]], style: Style, width: int) -> Strip:
        segments = [(fit(label, self._label_width), style)]
        segments += [(fit(text, self._cell_width, "right"), own) for text, own in cells]
        segments.append((" " * max(0, width - self._label_width - len(cells) * self._cell_width), style))
        joined: list[tuple[str, Any]] = []
        for text, own in segments:
            if joined and joined[-1][1] == own:
                joined[-1] = (joined[-1][0] + text, own)
            else:
                joined.append((text, own))
        return Strip([Segment(text, own) for text, own in joined if text], width)
