"""The chart itself: rooms down, dates across; a cursor that goes from bar to bar, carries them and finds rooms."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message as Event

from locales import _, current_language
from locales.dates import format_date
from locales.thai_text import fit
from models.front_office.tape_chart import Bar, ChartRoom, Closed, Taken, tape_chart
from screens.front_office.tape_lines import (
    BOLD,
    CELL,
    DIM,
    FORTNIGHT,
    HALF,
    Canvas,
    day_labels,
    draw_room,
    later,
    lay_bar,
)
from screens.kit.drawn_lines import DrawnLines

HEADER = 2  # lines
_DAY = datetime.timedelta(days=1)
_REVERSE, _UNDERLINE = Style(reverse=True), Style(underline=True)


@dataclass(frozen=True)
class Carried:
    """A bar that is being moved: from which room, and by how many days so far."""

    bar: Bar
    from_row: int
    days: int = 0

    @property
    def first(self) -> datetime.date:
        return self.bar.first + self.days * _DAY

    @property
    def last(self) -> datetime.date:
        return self.bar.last + self.days * _DAY


class TapeGrid(DrawnLines):
    """Arrows go from bar to bar and from room to room, figures find a room, PgUp and PgDn turn the page.

    ``pick_up`` takes the bar under the cursor; arrows then carry it, Enter drops it, Esc puts it back.
    """

    class Opened(Event):
        """Enter on a place of the chart."""

    class Moved(Event):
        """The cursor stands elsewhere; ``turned``: other dates are shown."""

        def __init__(self, turned: bool) -> None:
            super().__init__()
            self.turned = turned

    class Dropped(Event):
        """A bar was carried to where the cursor is."""

        def __init__(self, carried: Carried, room: ChartRoom) -> None:
            super().__init__()
            self.carried = carried
            self.room = room

    def __init__(self, rooms: Sequence[ChartRoom], today: datetime.date, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rooms = list(rooms)
        self.today = today
        self.first = today - _DAY
        self.date = today
        self.row = 0
        self.carried: Carried | None = None
        self.marked: Bar | None = None  # the first of two to swap
        self._top = 0
        self._taken: dict[int, Taken] = {}
        self._read: tuple[object, ...] | None = None  # what was read last: rooms and dates
        self._typed = ""  # figures of a room number
        self._put_back = (0, today)

    # What a screen asks

    @property
    def room(self) -> ChartRoom | None:
        return self.rooms[self.row] if self.rooms else None

    @property
    def bar(self) -> Bar | None:
        """The stay under the cursor."""
        bars = self._here.bars
        nights = [bar for bar in bars if not bar.day_use and bar.covers(self.date)]
        return next(iter(nights or [bar for bar in bars if bar.day_use and bar.first == self.date]), None)

    @property
    def closure(self) -> Closed | None:
        return next((c for c in self._here.closures if c.first <= self.date <= c.last), None)

    @property
    def days(self) -> int:
        """How many dates are shown."""
        return max(1, (self.size.width - self._label_width) // CELL)

    @property
    def last(self) -> datetime.date:
        return self.first + (self.days - 1) * _DAY

    def show(self, rooms: Sequence[ChartRoom], today: datetime.date) -> None:
        """These rooms, read afresh; the cursor stays on its room where it is among them."""
        here = self.room
        self.rooms, self.today = list(rooms), today
        places = {room.room_id: place for place, room in enumerate(self.rooms)}
        self.row = places.get(here.room_id, min(self.row, max(0, len(rooms) - 1))) if here else 0
        self._read = None
        self._settle()

    def go(self, date: datetime.date, number: str = "") -> bool:
        """Put the cursor on a date and a room; False where the room is not shown."""
        found = [place for place, room in enumerate(self.rooms) if room.number == number]
        if number and not found:
            return False
        self.row = found[0] if found else self.row
        if not self.first <= date <= self.last:
            self.first = date - _DAY
        self.date = date
        self._settle(turned=True)
        return True

    def pick_up(self) -> None:
        if self.bar is not None:
            self._put_back = (self.row, self.date)
            self.carried = Carried(self.bar, self.row)
            self.refresh()

    def put_back(self) -> None:
        """Give up carrying or swapping."""
        if self.carried is not None:
            self.row, self.date = self._put_back
        self.carried = self.marked = None
        self._settle()

    def mark(self) -> None:
        self.marked = self.bar
        self.refresh()

    # Moving

    def press(self, event: events.Key) -> bool:
        if event.character and event.character in "0123456789" and self.carried is None:
            return self._find(event.character)
        self._typed = ""
        page = max(1, self._height - 1)
        match event.key:
            case "up":
                self._step_room(-1)
            case "down":
                self._step_room(1)
            case "pageup":
                self._step_room(-page)
            case "pagedown":
                self._step_room(page)
            case "home":
                self._step_room(-len(self.rooms))
            case "end":
                self._step_room(len(self.rooms))
            case "left":
                self._step_date(-1)
            case "right":
                self._step_date(1)
            case "escape" if self.carried is not None or self.marked is not None:
                self.put_back()
            case "enter" if self.carried is not None:
                self._drop()
            case "enter":
                self.post_message(self.Opened())
            case _:
                return self._pages(event)
        return True

    def _pages(self, event: events.Key) -> bool:
        if event.character in ("[", "บ"):
            self._turn(-FORTNIGHT)
        elif event.character in ("]", "ล"):
            self._turn(FORTNIGHT)
        else:
            # While a bar is carried the letters of the screen are keys for something else.
            return self.carried is not None and event.character is not None and event.character.isprintable()
        return True

    def _find(self, figure: str) -> bool:
        for typed in (self._typed + figure, figure):
            for place, room in enumerate(self.rooms):
                if room.number.startswith(typed):
                    self._typed, self.row = typed, place
                    self._settle()
                    return True
        self._typed = ""
        return True

    def _step_room(self, by: int) -> None:
        self.row = min(max(0, self.row + by), max(0, len(self.rooms) - 1))
        self._settle()

    def _step_date(self, by: int) -> None:
        if self.carried is not None:
            self.carried = Carried(self.carried.bar, self.carried.from_row, self.carried.days + by)
            self.date = later(self.date, by)
        else:
            bar, closure = self.bar, self.closure
            there = bar or closure
            edge = self.date if there is None else there.last if by > 0 else there.first
            self.date = later(edge, by)
        turned = not self.first <= self.date <= self.last
        if turned:  # half a screen, because every cell that moves is sent again
            self.first = later(self.date, -self.days // 2 if by > 0 else -(self.days - 1 - self.days // 2))
        self._settle(turned)

    def _turn(self, by: int) -> None:
        self.first, self.date = later(self.first, by), later(self.date, by)
        if self.carried is not None:
            self.carried = Carried(self.carried.bar, self.carried.from_row, self.carried.days + by)
        self._settle(turned=True)

    def _drop(self) -> None:
        carried, room = self.carried, self.room
        assert carried is not None
        assert room is not None
        self.post_message(self.Dropped(carried, room))

    def _settle(self, turned: bool = False) -> None:
        """Have the cursor in sight, what is shown read, and the difference drawn."""
        height = self._height
        if not self._top <= self.row < self._top + height:
            self._top = max(0, min(self.row - height // 2, len(self.rooms) - height))
        self._read_shown()
        self.refresh()
        self.post_message(self.Moved(turned))

    # Reading

    @property
    def _height(self) -> int:
        return max(1, (self.size.height or 18) - HEADER)

    @property
    def _shown(self) -> list[ChartRoom]:
        return self.rooms[self._top : self._top + self._height]

    @property
    def _here(self) -> Taken:
        room = self.room
        return self._taken.get(room.room_id, Taken()) if room else Taken()

    def _read_shown(self) -> None:
        ids = [room.room_id for room in self._shown]
        wanted = (ids, self.first, self.days)
        if wanted != self._read:
            self._read = wanted
            # The night before the first date ends on its morning.
            self._taken = tape_chart(ids, self.first - _DAY, self.last)

    def on_mount(self) -> None:
        self._settle(turned=True)

    def on_resize(self) -> None:
        super().on_resize()
        self._settle(turned=True)

    # Drawing

    @property
    def _label_width(self) -> int:
        numbers = max((len(room.number) for room in self.rooms), default=3)
        codes = max((len(room.room_type) for room in self.rooms), default=3)
        return 1 + numbers + 1 + codes + 1 + 2 + 1

    def _label(self, room: ChartRoom) -> str:
        numbers = max(len(room.number) for room in self.rooms)
        codes = max(len(room.room_type) for room in self.rooms)
        return f"{room.number:<{numbers}} {room.room_type:<{codes}} {room.code} "

    def draw(self, y: int) -> Sequence[Segment]:
        if y < HEADER:
            return self._header(y)
        place = self._top + y - HEADER
        if place >= len(self.rooms):
            text = "  " + _("No room is like this.") if y == HEADER and not self.rooms else ""
            return [Segment(text)]
        room = self.rooms[place]
        canvas = draw_room(
            self._taken.get(room.room_id, Taken()),
            self.first,
            self.days,
            self.today,
            current_language() == "th",
        )
        self._draw_cursor(canvas, place)
        mark = "▸" if place == self.row else " "
        return [Segment(mark, BOLD), Segment(self._label(room)), *canvas.segments()]

    def _header(self, y: int) -> list[Segment]:
        width = self._label_width
        months = format_date(self.first, "month")
        pieces = [Segment(fit(f" {months}" if y == 0 else f" {_('Room')}", width), BOLD)]
        for n in range(self.days):
            day = self.first + n * _DAY
            style = BOLD if y == 1 or day.weekday() >= 5 else Style()
            if y == 1 and day == self.date:
                style += _REVERSE
            pieces.append(
                Segment(fit(day_labels(day, self.today)[y], CELL, "center" if y else "left"), style)
            )
        return pieces

    def _draw_cursor(self, canvas: Canvas, place: int) -> None:
        carried = self.carried
        if carried is not None:
            if place == carried.from_row:
                self._look(canvas, carried.bar.first, carried.bar.last, DIM)
            if place == self.row:
                bar = carried.bar
                name = bar.guest_th if current_language() == "th" else bar.guest_en
                lay_bar(canvas, bar, carried.first, carried.last, self.first, name, self.today, BOLD + _REVERSE, 99)  # fmt: skip
            return
        if self.marked is not None and self.rooms[place].room_id == self.marked.room_id:
            self._look(canvas, self.marked.first, self.marked.last, _UNDERLINE)
        if place == self.row and self.has_focus:
            here = self.bar
            if here is not None and here.day_use:
                x = (here.first - self.first).days * CELL
                canvas.look(x, x + CELL - 1, _REVERSE)
            else:
                there = here or self.closure
                self._look(canvas, there.first if there else self.date, there.last if there else self.date, _REVERSE)  # fmt: skip

    def _look(self, canvas: Canvas, first: datetime.date, last: datetime.date, style: Style) -> None:
        x, end = (first - self.first).days * CELL + HALF, (last - self.first).days * CELL + HALF + CELL
        canvas.look(x, end, style)
