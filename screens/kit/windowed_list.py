"""The one list of the program: it holds about three screens of rows and draws the lines one sees.

Rows come by key from a ``Listing`` (``models/house/lists.py``), so a million open like twenty. When the
selection moves, two lines are sent; a list that scrolls does so by half a screen, because every scrolled
line goes over the wire again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message as Event
from textual.strip import Strip
from textual.widget import Widget

from locales import Message, n_
from locales.thai_keyboard import TWINS
from locales.thai_text import Align, cell_width, fit
from models.house.lists import Key, Keyed, Pages
from screens.kit.command_line import LineEditor

RowT = TypeVar("RowT", bound=Keyed)

MARK = "▸"
COUNT_AT_MOST = 1000  # of a search; people refine it long before
FIRST_HEIGHT = 24  # rows to read before the size is known

_REVERSE = Style(reverse=True)
_BOLD = Style(bold=True)
_CONTROLS = dict.fromkeys([*range(32), *range(127, 160)], "·")
_OPEN_SEARCH = {"/", TWINS["/"]}
_MOVES = {"down", "up", "pagedown", "pageup", "home", "end", "enter"}


@dataclass(frozen=True)
class Column(Generic[RowT]):
    """One column. ``width`` in cells, None takes what is left; ``style`` gives a Rich style such as "bold".

    It is left out where the screen is narrower than ``min_screen_width`` cells.
    """

    heading: Message
    width: int | None
    cell: Callable[[RowT], str]
    align: Align = "left"
    style: Callable[[RowT], str] | None = None
    min_screen_width: int = 0


@dataclass(frozen=True)
class _Place:
    """Where one stood before a search: the selected row and the line it was on."""

    key: Key | None
    line: int


class WindowedList(Widget, Generic[RowT], can_focus=True):
    """A list of rows with a selection, a header and a search.

    Arrows, PgUp/PgDn, Home and End move; Enter opens; ``/`` searches where the list has a ``search``: arrows
    take one from the typed word to the rows found, Esc closes it and goes back to where one was.
    """

    DEFAULT_CSS = "WindowedList { height: 1fr; width: 1fr; background: $background; color: $foreground; }"

    class _OfRow(Event):
        def __init__(self, widget: WindowedList[Any], row: Any) -> None:
            super().__init__()
            self.widget = widget
            self.row = row

        @property
        def control(self) -> WindowedList[Any]:
            return self.widget

    class Opened(_OfRow):
        """Enter was pressed on ``row``."""

    class Highlighted(_OfRow):
        """Another row is selected, or the selected one reads differently; ``row`` is None without rows."""

    def __init__(
        self,
        listing: Pages[RowT],
        columns: Sequence[Column[RowT]],
        *,
        search: Callable[[str], Pages[RowT]] | None = None,
        empty: Message | None = None,
        search_keys: Collection[str] = _OPEN_SEARCH,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._listing = listing
        self._base = listing
        self._columns = tuple(columns)
        self._search = search
        self._search_keys = search_keys
        self._empty = empty or Message("Nothing here.")
        self._rows: list[RowT] = []
        self._top = 0  # place in _rows of the first row on the screen
        self._cursor = 0  # place in _rows of the selected row
        self._at_start = self._at_end = False
        self._read_once = False
        self._editor: LineEditor | None = None  # while a search is open
        self._typing = False
        self._before_search = _Place(None, 0)
        self._found = 0
        self._told: RowT | None = None
        self._drawn: dict[int, Strip] = {}  # the lines as they were sent last

    # What a screen asks

    @property
    def selected(self) -> RowT | None:
        self._read_first()
        return self._rows[self._cursor] if self._rows else None

    @property
    def n(self) -> int:
        """How many rows are on the screen just now."""
        return len(self._rows[self._top : self._top + self._height])

    @property
    def searched(self) -> str:
        """What is being searched for; empty without a search."""
        return self._editor.text if self._editor else ""

    @property
    def rows_held(self) -> int:
        """How many rows are in memory: about three screens, however long the list."""
        return len(self._rows)

    def reload(self) -> None:
        """Read the rows again; the selection stays on its row, or goes to its neighbour, on the same line."""
        if not self._read_once:
            return
        if self._editor and self._editor.text and self._search:
            self._listing = self._search(self._editor.text)
            self._found = self._listing.count(COUNT_AT_MOST)
        self._find_again()
        self._repaint()

    def show(self, listing: Pages[RowT]) -> None:
        """List something else; an open search is closed. The selection stays where the row is there too."""
        self._base = self._listing = listing
        self._editor, self._typing = None, False
        if self._read_once:
            self._find_again()
        self._repaint()

    def renew(self, listing: Pages[RowT]) -> None:
        """The same list, read afresh: search, selection and scroll stay."""
        self._base = listing
        if not (self._editor and self._editor.text):
            self._listing = listing
        self.reload()

    def recolumn(self, columns: Sequence[Column[RowT]]) -> None:
        """The same rows with other columns."""
        self._columns = tuple(columns)
        self.refresh()

    def select_last(self) -> None:
        self._read_once = True
        self._jump(self._go_end)

    def open_search(self) -> None:
        """As its key does; for screens where that key means something else."""
        if self._search:
            self._open_search()

    def offer_search(self) -> None:
        """The search as it stands, ready for the next word: the first letter takes the place of the last one."""
        self.open_search()
        if self._editor is not None:
            self._editor.offered = bool(self._editor.text)

    def select(self, key: Key) -> bool:
        """Go to the row of ``key``; False, and the selection stays, when it is not in the list."""
        self._read_first()
        found = self._listing.at(key, 1)
        if not found or found[0].key != key:
            return False
        self._read_around(key, self._height // 2)
        self._repaint()
        return True

    # Reading

    @property
    def _height(self) -> int:
        """Rows that fit between the header and the search line."""
        height = self.size.height or FIRST_HEIGHT
        return max(1, height - 1 - (1 if self._editor else 0))

    def _read_first(self) -> None:
        if not self._read_once:
            self._read_once = True
            self._go_home()

    def _go_home(self) -> None:
        limit = 2 * self._height
        self._rows = self._listing.first(limit)
        self._at_start, self._at_end = True, len(self._rows) < limit
        self._top = self._cursor = 0

    def _go_end(self) -> None:
        limit = 2 * self._height
        self._rows = self._listing.last(limit)
        self._at_start, self._at_end = len(self._rows) < limit, True
        self._cursor = max(0, len(self._rows) - 1)
        self._top = max(0, len(self._rows) - self._height)

    def _read_around(self, key: Key, line: int) -> None:
        """Select the row of ``key``, or the one now in its place, on ``line`` of the screen."""
        front_limit, back_limit = line + self._height, 2 * self._height
        front = self._listing.before(key, front_limit)
        back = self._listing.at(key, back_limit)
        self._rows = front + back
        self._at_start, self._at_end = len(front) < front_limit, len(back) < back_limit
        self._cursor = min(len(front), max(0, len(self._rows) - 1))
        self._top = max(0, self._cursor - line)
        self._fill()

    def _find_again(self) -> None:
        """Read again round the selection; where its row is gone, round the nearest row that is not."""
        line = self._cursor - self._top
        stood_at_start = self._at_start and self._top == 0
        keys = [row.key for row in [*self._rows[self._cursor :], *reversed(self._rows[: self._cursor])]]
        if not self._listing.first(1):
            keys = []
        for key in keys:
            if self._listing.at(key, 1) or self._listing.before(key, 1):
                self._read_around(key, line)
                if stood_at_start and self._at_start and self._cursor < self._height:
                    self._top = 0  # who stands at the top sees what comes in above
                return
        self._go_home()

    def _fill(self) -> None:
        """Have the rows of the whole screen, and no more than about three screens of them."""
        height = self._height
        if self._top + height > len(self._rows) and not self._at_end and self._rows:
            self._read_behind(height)
        if self._top + height > len(self._rows):
            self._read_in_front(height)
            self._top = max(0, len(self._rows) - height)
        front, back = self._top - height, len(self._rows) - (self._top + 2 * height)
        if back > 0:
            del self._rows[-back:]
            self._at_end = False
        if front > 0:
            del self._rows[:front]
            self._top, self._cursor, self._at_start = self._top - front, self._cursor - front, False

    def _read_behind(self, missing: int) -> None:
        more = self._listing.after(self._rows[-1].key, missing)
        self._at_end = len(more) < missing
        self._rows += more

    def _read_in_front(self, missing: int) -> None:
        if self._at_start or not self._rows:
            return
        more = self._listing.before(self._rows[0].key, missing)
        self._at_start = len(more) < missing
        self._rows[:0] = more
        self._top, self._cursor = self._top + len(more), self._cursor + len(more)

    # Moving

    def _move(self, by: int, scroll: int = 0) -> None:
        """Select the row ``by`` further on; ``scroll`` moves the screen as well, as a page does."""
        self._read_first()
        if not self._rows:
            return
        height = self._height
        if self._cursor + by >= len(self._rows) and not self._at_end:
            self._read_behind(height)
        if self._cursor + by < 0 or self._top + scroll < 0:
            self._read_in_front(height)
        self._cursor = min(max(0, self._cursor + by), len(self._rows) - 1)
        self._top = max(0, self._top + scroll)
        if not self._top <= self._cursor < self._top + height:
            self._top = max(0, self._cursor - height // 2)
        self._fill()
        self._repaint()

    def _jump(self, read: Callable[[], None]) -> None:
        self._read_once = True
        read()
        self._repaint()

    def on_key(self, event: events.Key) -> None:
        # In a burst of keys some are meant for the prompt or the screen that the first of them opened.
        mine = self.screen is self.app.screen and self.screen.focused is self
        if (mine and ((self._typing and self._type(event)) or self._press(event))) or self._pass_on(event):
            event.stop()
            event.prevent_default()

    def _pass_on(self, event: events.Key) -> bool:
        """Let the screen act on the key now, before those behind it; bubbling would be too late."""
        take_key: Callable[[events.Key], bool] | None = getattr(self.screen, "take_key", None)
        return take_key is not None and take_key(event)

    def _press(self, event: events.Key) -> bool:
        page = max(1, self._height - 1)
        if event.key in _MOVES:
            # From here on letters are keys again, over the rows found.
            self._typing = False
        match event.key:
            case "down":
                self._move(1)
            case "up":
                self._move(-1)
            case "pagedown":
                self._move(page, page)
            case "pageup":
                self._move(-page, -page)
            case "home":
                self._jump(self._go_home)
            case "end":
                self._jump(self._go_end)
            case "enter":
                self._open()
            case "escape" if self._editor:
                self._close_search()
            case _ if event.character in self._search_keys and self._search:
                self._open_search()
            case _:
                return False
        return True

    def _open(self) -> None:
        row = self.selected
        self._repaint()
        if row is not None:
            self.post_message(self.Opened(self, row))

    # Searching

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        return (
            self._typing
            and character is not None
            and character.isprintable()
            and not self._is_command(character)
        )

    def _is_command(self, character: str | None) -> bool:
        """A colon before any letter is the command line's: nobody is called so."""
        return (
            character == ":" and self._editor is not None and (not self._editor.text or self._editor.offered)
        )

    def _open_search(self) -> None:
        if self._editor is None:
            row = self.selected
            self._before_search = _Place(row.key if row else None, self._cursor - self._top)
            self._editor = LineEditor()
            self._found = self._listing.count(COUNT_AT_MOST)
        self._typing = True
        self._fill()
        if self._cursor >= self._top + self._height:  # the search line took the last row's place
            self._top += 1
        self._repaint()

    def _type(self, event: events.Key) -> bool:
        """Take a key of the word being typed; False when it is one that moves, opens or closes."""
        if self._editor is None or event.key in {"home", "end", "left", "right"}:
            return event.key in {"left", "right"}
        if self._is_command(event.character):
            return False
        if event.key == "backspace" and not self._editor.text:
            self._close_search()
            return True
        if not self._editor.press(event):
            return False
        self._search_now()
        return True

    def on_paste(self, event: events.Paste) -> None:
        if self._typing and self._editor is not None:
            event.stop()
            self._editor.insert(event.text.split("\n")[0])
            self._search_now()

    def _search_now(self) -> None:
        if self._editor is None or self._search is None:
            return
        text = self._editor.text.strip()
        self._listing = self._search(text) if text else self._base
        self._found = self._listing.count(COUNT_AT_MOST)
        self._go_home()
        self._repaint()

    def _close_search(self) -> None:
        self._editor, self._typing = None, False
        self._listing = self._base
        place = self._before_search
        if place.key is not None and (self._listing.at(place.key, 1) or self._listing.before(place.key, 1)):
            self._read_around(place.key, place.line)
        else:
            self._go_home()
        self._repaint()

    # Drawing

    def on_mount(self) -> None:
        self._read_first()
        self._tell()

    def on_resize(self) -> None:
        self._read_first()
        if self._cursor >= self._top + self._height:
            self._top = self._cursor - self._height + 1
        self._fill()
        self._drawn.clear()
        self.refresh()

    def respeak(self) -> None:
        """The language was switched."""
        self._repaint()

    def _repaint(self) -> None:
        self.refresh()
        self._tell()

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Send the lines that read differently from what stands on the screen, and no others.

        Textual asks for a whole widget where one line changed, for instance when the focus comes or goes.
        """
        if repaint and not regions and not layout and self._drawn and self.is_attached:
            size = self.size
            regions = tuple(
                Region(0, y, size.width, 1) for y in range(size.height) if self._draw(y) != self._drawn.get(y)
            )
            if not regions:
                return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def _tell(self) -> None:
        row = self.selected
        if row != self._told:
            self._told = row
            self.post_message(self.Highlighted(self, row))

    def _widths(self) -> list[tuple[Column[RowT], int]]:
        """The columns that fit, with their cells: one for the mark, one between columns."""
        screen_width = self.app.size.width
        columns = [column for column in self._columns if column.min_screen_width <= screen_width]
        room = self.size.width - 1
        while columns and sum((c.width or 4) + 1 for c in columns) - 1 > room and len(columns) > 1:
            columns.pop()
        free = [column for column in columns if column.width is None]
        left = room - sum((c.width or 0) + 1 for c in columns) + 1
        share, over = divmod(max(0, left), len(free)) if free else (0, 0)
        widths = []
        for column in columns:
            if column.width is not None:
                widths.append((column, min(column.width, room)))
            else:
                widths.append((column, share + (1 if over > 0 else 0)))
                over -= 1
        return widths

    def render_line(self, y: int) -> Strip:
        strip = self._drawn[y] = self._draw(y)
        return strip

    def _draw(self, y: int) -> Strip:
        width, style = self.size.width, self.rich_style
        if y == 0:
            header = " ".join(fit(c.heading.say(), w, c.align) for c, w in self._widths())
            return Strip([Segment(fit(" " + header, width), style + _BOLD + Style(underline=True))], width)
        if self._editor is not None and y == self.size.height - 1:
            return self._search_strip(width, style)
        place = self._top + y - 1
        if place < len(self._rows):
            return self._row_strip(self._rows[place], place == self._cursor, width, style)
        text = fit("  " + self._empty.say(), width) if y == 1 and not self._rows else " " * width
        return Strip([Segment(text, style)], width)

    def _row_strip(self, row: RowT, selected: bool, width: int, style: Style) -> Strip:
        if selected and self.has_focus:
            style += _REVERSE
        segments: list[tuple[str, Style]] = [(MARK if selected else " ", style)]
        for place, (column, cells) in enumerate(self._widths()):
            text = fit(column.cell(row).translate(_CONTROLS), cells, column.align)
            own = style + Style.parse(column.style(row)) if column.style else style
            gap = " " if place else ""
            # A gap goes with its neighbour to the left, so that plain columns make one piece.
            last_text, last_style = segments[-1]
            segments[-1] = (last_text + gap, last_style)
            if own == segments[-1][1]:
                segments[-1] = (segments[-1][0] + text, own)
            else:
                segments.append((text, own))
        used = sum(cell_width(text) for text, _style in segments)
        segments.append((" " * max(0, width - used), style))
        return Strip([Segment(text, own) for text, own in segments if text], width)

    def _search_strip(self, width: int, style: Style) -> Strip:
        editor = self._editor or LineEditor()
        more = "+" if self._found >= COUNT_AT_MOST else ""
        counted = n_("{n} row", "{n} rows", self._found) + more
        room = max(1, width - 2 - cell_width(counted))
        text = editor.segments(room, style) if self._typing else [Segment(fit(editor.text, room), style)]
        return Strip([Segment("/", style + _BOLD), *text, Segment(" " + counted, style)], width)
