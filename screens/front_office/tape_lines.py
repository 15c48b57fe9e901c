"""How a line of the tape chart is drawn: each stay a bar from the middle of one day to the middle of another.

``[ ]`` is in house, ``( )`` reserved, ``{ }`` gone; ``>`` at the end: due out; ``«`` ``»``: goes on where one does not
see it, or in another room; ``?`` not guaranteed, ``&`` shared, ``D`` day use, ``###`` out of order, ``===`` of service.
"""

from __future__ import annotations

import datetime
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style

from locales import current_language
from locales.dates import SHORT_WEEKDAYS
from locales.thai_text import cell_width, clusters, cut
from models.front_office.reservations import IN_HOUSE, RESERVED
from models.front_office.tape_chart import Bar, Closed, Taken

CELL = 4  # cells a date takes; a night goes from the middle of its date to the middle of the next
HALF = CELL // 2
FORTNIGHT = 14
PLAIN, BOLD, DIM, RED = Style(), Style(bold=True), Style(dim=True), Style(bold=True, color="red")
_ENDS = {RESERVED: ("(", ")"), IN_HOUSE: ("[", "]")}
_GONE = ("{", "}")
_CLOSED = {"OOO": "#", "OOS": "="}


def later(date: datetime.date, days: int) -> datetime.date:
    """``days`` on; the calendar's own ends are the ends of the chart."""
    try:
        return date + datetime.timedelta(days=days)
    except OverflowError:
        return date


def day_labels(day: datetime.date, today: datetime.date) -> tuple[str, str]:
    """Weekday and day of the month in a column: ``·Sa·`` a weekend, ``>23<`` the business date, ``1/12`` a new month."""
    language = current_language()
    weekday = SHORT_WEEKDAYS[language][day.weekday()].rstrip(".")
    weekday = weekday[:2] if language == "en" else weekday
    number = f"{day.day}/{day.month}" if day.day == 1 else str(day.day)
    if day == today:
        number = f">{day.day}<"
    return (f"·{weekday}·" if day.weekday() >= 5 else f" {weekday}"), number


class Canvas:
    """One line of cells in which bars are laid; what is laid later stands over what was there."""

    def __init__(self, days: int) -> None:
        self.letters = list("·   " * days)
        self.looks: list[tuple[int, Style]] = [(0, PLAIN)] * len(self.letters)

    def put(self, x: int, text: str, style: Style, piece: int) -> None:
        """Lay the text from cell ``x``; what lies outside is left out."""
        cells = _spread(text)[max(0, -x) :]
        x = max(0, x)
        end = min(x + len(cells), len(self.letters))
        cells = cells[: end - x]
        if not cells:
            return
        # A letter two cells wide of which only half is covered goes whole.
        if not self.letters[x] and x > 0:
            self.letters[x - 1] = " "
        if end < len(self.letters) and not self.letters[end]:
            self.letters[end] = " "
        self.letters[x:end] = cells if cells[0] else (" ", *cells[1:])
        if cell_width(self.letters[end - 1]) > 1:
            self.letters[end - 1] = " "
        self.looks[x:end] = [(piece, style)] * (end - x)

    def look(self, first: int, end: int, style: Style) -> None:
        for place in range(max(first, 0), min(end, len(self.looks))):
            piece, own = self.looks[place]
            self.looks[place] = (piece, own + style)

    def segments(self) -> list[Segment]:
        found: list[Segment] = []
        text, look = "", self.looks[0] if self.looks else (0, PLAIN)
        for letter, own in zip(self.letters, self.looks, strict=True):
            if own != look:
                found.append(Segment(text, look[1]))
                text, look = "", own
            text += letter
        found.append(Segment(text, look[1]))
        return found


@lru_cache(maxsize=2048)
def _spread(text: str) -> tuple[str, ...]:
    """A letter a cell; where a wide one goes on, nothing."""
    if text.isascii():
        return tuple(text)
    return tuple(part for c in clusters(text) for part in (c, *[""] * (cell_width(c) - 1)))


def bar_text(bar: Bar, name: str, cells: int, today: datetime.date, *, begins: bool, ends: bool) -> str:
    """A bar of ``cells`` cells. ``begins`` and ``ends``: whether these ends of it are in sight."""
    opening, closing = _ENDS.get(bar.state, _GONE)
    opening = opening if begins and bar.arrives else "«"
    if bar.state == IN_HOUSE and bar.departure <= today:
        closing = ">"
    closing = closing if ends and bar.leaves else "»"
    if cells < 2:
        return closing[:cells] if ends else opening[:cells]
    marks = ("D" if bar.day_use else "") + ("?" if bar.tentative else "") + ("&" if bar.sharers else "")
    return opening + _filled(marks + name, cells - 2, "─") + closing


@lru_cache(maxsize=2048)
def _filled(text: str, cells: int, fill: str) -> str:
    """The text cut to the cells, or filled up to them."""
    if text.isascii():
        return text[:cells] + fill * (cells - len(text))
    inner = cut(text, cells, "")
    return inner + fill * (cells - cell_width(inner))


def draw_room(taken: Taken, first: datetime.date, days: int, today: datetime.date, thai: bool) -> Canvas:
    """What stands in a room on ``days`` dates from ``first``, without cursor."""
    canvas = Canvas(days)
    piece = 0
    for closure in taken.closures:
        piece += 1
        _lay(canvas, closure.first, closure.last, first, _closure_text(closure), RED, piece)
    for bar in sorted(taken.bars, key=lambda b: not b.day_use):
        piece += 1
        name = bar.guest_th if thai else bar.guest_en
        style = BOLD if bar.state == IN_HOUSE else DIM if bar.state not in _ENDS else PLAIN
        if bar.day_use:
            _lay_day_use(canvas, bar, first, style, piece)
        else:
            lay_bar(canvas, bar, bar.first, bar.last, first, name, today, style, piece)
    for bar in taken.bars:
        if bar.day_use:  # a guest may leave in the morning and another come in the evening
            x = (bar.first - first).days * CELL + 1
            canvas.put(x, "D", BOLD, piece + 1)
    return canvas


def _closure_text(closure: Closed) -> str:
    fill = _CLOSED.get(closure.kind, "#")
    room = ((closure.last - closure.first).days + 1) * CELL
    text = cut(f"{fill}{closure.reason}", room, "")
    return text + fill * (room - cell_width(text))


def _lay(
    canvas: Canvas,
    first: datetime.date,
    last: datetime.date,
    left: datetime.date,
    text: str,
    style: Style,
    piece: int,
) -> None:
    """Lay ``text`` over the nights; what lies before the left edge is left out, so that it begins in sight."""
    x, end = (first - left).days * CELL + HALF, (last - left).days * CELL + HALF + CELL
    if x < 0:
        fill = text[-1]
        text = cut(text.lstrip(fill), end, "")
        text, x = text + fill * (end - cell_width(text)), 0
    canvas.put(x, text, style, piece)


def lay_bar(
    canvas: Canvas, bar: Bar, first: datetime.date, last: datetime.date, left: datetime.date, name: str,
    today: datetime.date, style: Style, piece: int,
) -> None:  # fmt: skip
    width = len(canvas.letters)
    x, end = (first - left).days * CELL + HALF, (last - left).days * CELL + HALF + CELL
    seen_from, seen_to = max(x, 0), min(end, width)
    if seen_to > seen_from:
        text = bar_text(bar, name, seen_to - seen_from, today, begins=x >= 0, ends=end <= width)
        canvas.put(seen_from, text, style, piece)


def _lay_day_use(canvas: Canvas, bar: Bar, left: datetime.date, style: Style, piece: int) -> None:
    opening, closing = _ENDS.get(bar.state, _GONE)
    canvas.put((bar.first - left).days * CELL, f"{opening}D{closing}", style, piece)
