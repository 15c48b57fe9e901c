"""The availability grid: room types down, dates across, one figure a cell; what figure is one key's choice."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.message import Message as Event

from locales import Message, _
from locales.dates import format_date
from locales.thai_text import cell_width, fit
from models.front_office.availability_views import FIGURES, figure, occupancy_base
from models.front_office.inventory import HOUSE, Available, Cell, availability
from models.front_office.rooms import room_types
from screens.front_office.tape_lines import FORTNIGHT, day_labels, later
from screens.front_office.words import day
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.drawn_lines import DrawnLines
from screens.kit.form_rows import FieldSpec
from screens.kit.frame import TitleLine
from screens.navigation import open_screen, screen_class

CELL = 5  # cells a date takes: a mark, three figures, a mark
LABEL = 10  # cells: a type's code, or the month above them
HEADER = 2  # lines
_DAY = datetime.timedelta(days=1)
_BOLD, _RED, _REVERSE = Style(bold=True), Style(color="red"), Style(reverse=True)
_NAMES = tuple(FIGURES)


class TypeGrid(DrawnLines):
    """Arrows move, and scroll through time without end; PgUp and PgDn a fortnight; figures 1 to 8 choose what is shown.

    ``×``: the type is sold out on that night; ``!``: it is sold above its limit; ``=``: the nights marked.
    """

    class Opened(Event):
        """Enter on a cell."""

    class Moved(Event):
        """Another cell or another figure."""

    def __init__(self, today: datetime.date, date: datetime.date, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.today = today
        self.date = self.first = date
        self.row = 0
        self.shown = _NAMES[0]
        self.marked: datetime.date | None = None  # one end of the span; the cursor is the other
        self._top = 0
        self._codes: list[str] = []
        self._base = ""
        self._table: dict[Cell, Available] = {}

    @property
    def days(self) -> int:
        return max(1, (self.size.width - LABEL) // CELL)

    @property
    def code(self) -> str:
        """The type under the cursor, or ``HOUSE``."""
        return self._codes[self.row] if self._codes else HOUSE

    @property
    def cell(self) -> Available | None:
        return self._table.get((self.date, self.code))

    @property
    def span(self) -> tuple[datetime.date, datetime.date]:
        """The first and the last night marked."""
        other = self.marked or self.date
        return min(other, self.date), max(other, self.date)

    def reload(self, today: datetime.date) -> None:
        self.today = today
        self._codes = [*(kind.code for kind in room_types()), HOUSE]
        self.row = min(self.row, len(self._codes) - 1)
        self._base = occupancy_base()
        self._table = availability(self.first, self.first + (self.days - 1) * _DAY)
        self.refresh()
        self.post_message(self.Moved())

    def go(self, date: datetime.date) -> None:
        self.date = self.first = date
        self.reload(self.today)

    def mark(self) -> None:
        """Begin a span at the cursor, or give it up."""
        self.marked = None if self.marked else self.date
        self.refresh()

    def next_figure(self) -> None:
        self._show(_NAMES[(_NAMES.index(self.shown) + 1) % len(_NAMES)])

    def _show(self, name: str) -> None:
        self.shown = name
        self.refresh()
        self.post_message(self.Moved())

    def press(self, event: events.Key) -> bool:
        match event.key:
            case "up" | "down":
                self.row = min(max(0, self.row + (1 if event.key == "down" else -1)), len(self._codes) - 1)
                height = max(1, self.size.height - HEADER)
                self._top = max(min(self._top, self.row), self.row - height + 1)
                self._show(self.shown)
            case "left":
                self._step(-1)
            case "right":
                self._step(1)
            case "pageup":
                self._turn(-FORTNIGHT)
            case "pagedown":
                self._turn(FORTNIGHT)
            case "home":
                self.go(self.today)
            case "escape" if self.marked is not None:
                self.mark()
            case "enter":
                self.post_message(self.Opened())
            case _:
                return self._press_mark(event.character or "")
        return True

    def _press_mark(self, character: str) -> bool:
        if character in ("[", "บ"):
            self._turn(-FORTNIGHT)
        elif character in ("]", "ล"):
            self._turn(FORTNIGHT)
        elif character.isascii() and character.isdigit() and 0 < int(character) <= len(_NAMES):
            self._show(_NAMES[int(character) - 1])
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        self.date = later(self.date, by)
        if self.first <= self.date < self.first + self.days * _DAY:
            self._show(self.shown)
            return
        self.first = later(self.date, -(self.days // 2))  # half a screen: cells that move are sent again
        self.reload(self.today)

    def _turn(self, by: int) -> None:
        self.first, self.date = later(self.first, by), later(self.date, by)
        self.reload(self.today)

    def on_resize(self) -> None:
        super().on_resize()
        self.reload(self.today)

    def draw(self, y: int) -> Sequence[Segment]:
        dates = [self.first + n * _DAY for n in range(self.days)]
        if y < HEADER:
            text = f" {format_date(self.first, 'month')}" if y == 0 else f" {_('Type')}"
            pieces = [Segment(fit(text, LABEL), _BOLD)]
            for date in dates:
                style = _BOLD if date.weekday() >= 5 or date == self.today else Style()
                style += _REVERSE if y == 1 and date == self.date else Style()
                pieces.append(Segment(fit(day_labels(date, self.today)[y], CELL, "center"), style))
            return pieces
        place = self._top + y - HEADER
        if place >= len(self._codes):
            return []
        code = self._codes[place]
        label = ("▸" if place == self.row else " ") + (code or _("House"))
        pieces = [Segment(fit(label, LABEL), _BOLD if code == HOUSE else Style())]
        return [*pieces, *(self._cell(date, code, place == self.row) for date in dates)]

    def _cell(self, date: datetime.date, code: str, on_row: bool) -> Segment:
        cell = self._table.get((date, code))
        if cell is None:
            return Segment(" " * CELL)
        here = on_row and date == self.date
        first, last = self.span
        spanned = on_row and self.marked is not None and first <= date <= last
        sold_out = "!" if cell.maximum < 0 else "×" if cell.maximum == 0 else " "
        value = figure(cell, self.shown, self._base)
        lead = "=" if spanned else "▸" if here else " "
        text = fit(lead + fit(value, CELL - 2, "right"), CELL - 1)
        if cell_width(value) > CELL - 2:
            text = fit(value, CELL - 1, "right")
        style = _RED if sold_out != " " else Style()
        return Segment(text + sold_out, style + _REVERSE if here else style)


class AvailabilityScreen(DeskScreen):
    ACTIONS = (
        Action("figure", Message("Next figure"), ("v",)),
        Action("mark", Message("Mark nights"), ("space",)),
        Action("booking", Message("Book"), ("n", "f7"), run="do_book_here", right="book", commands=(Message("book"),)),
        Action("dates", Message("Date"), ("t",)),
    )  # fmt: skip

    def __init__(self, date: datetime.date | None = None) -> None:
        super().__init__()
        self._date = date

    def heading(self) -> str:
        return f"{_('Availability')} · {FIGURES[self.grid.shown].say()}"

    def aside(self) -> str:
        cell = self.grid.cell
        if cell is None:
            return ""
        name = cell.room_type or _("House")
        return _("{type} {date}: {available} of {physical}, max {maximum}", type=name, date=day(cell.date), available=cell.available, physical=cell.physical, maximum=cell.maximum)  # fmt: skip

    def compose_body(self) -> ComposeResult:
        today = self.services.today()
        yield TypeGrid(today, self._date or today, id="types")

    @property
    def grid(self) -> TypeGrid:
        return self.query_one("#types", TypeGrid)

    def on_mount(self) -> None:
        self.grid.focus()

    def reload(self) -> None:
        self.grid.reload(self.services.today())

    def on_type_grid_moved(self, event: TypeGrid.Moved) -> None:
        event.stop()
        self.query_one(TitleLine).tell(self.heading(), self.aside())

    def on_type_grid_opened(self, event: TypeGrid.Opened) -> None:
        event.stop()
        self.app.push_screen(open_screen("availability date", self.grid.date, self.grid.code))

    def do_figure(self) -> None:
        self.grid.next_figure()

    def do_mark(self) -> None:
        self.grid.mark()
        if self.grid.marked is not None:
            self.say(Message("Arrows mark the nights, n books them. Space or Esc gives up."))

    def do_book_here(self) -> None:
        first, last = self.grid.span
        arrival = max(first, self.services.today())
        given = {"room_type": self.grid.code} if self.grid.code != HOUSE else {}
        booking = screen_class("booking")
        self.app.push_screen(booking("", arrival, max(last, arrival) + _DAY, **given))  # type: ignore[call-arg, arg-type]

    async def do_dates(self) -> None:
        spec = FieldSpec("date", Message("Date"), "date", required=True)
        dialog = FormDialog(Message("Go to a date"), (spec,), values={"date": self.services.today()})
        values = await self.app.push_screen_wait(dialog)
        if values is not None:
            self.grid.go(values["date"])  # type: ignore[arg-type]
