"""The rate board for the counter: figures to be read from the other side of it."""

from __future__ import annotations

from rich.segment import Segment
from textual.app import ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from locales import Message, _, current_language
from locales.dates import format_stamp
from locales.thai_text import fit
from models.front_office.currencies import NOTES, Rate, rates_now
from models.front_office.exchange import terms
from models.front_office.exchange.slips import board_paper, licence_holder, rate_text
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.fields import PLAIN
from screens.navigation import open_screen

LINES = 3  # of a figure
NAME = 30
FIGURE = 23
FIGURES = {
    "0": ("╭─╮", "│ │", "╰─╯"),
    "1": (" ╷ ", " │ ", " ╵ "),
    "2": ("╶─╮", "╭─╯", "╰─╴"),
    "3": ("╶─╮", " ─┤", "╶─╯"),
    "4": ("╷ ╷", "╰─┤", "  ╵"),
    "5": ("╭─╴", "╰─╮", "╶─╯"),
    "6": ("╭─╴", "├─╮", "╰─╯"),
    "7": ("╶─╮", "  │", "  ╵"),
    "8": ("╭─╮", "├─┤", "╰─╯"),
    "9": ("╭─╮", "╰─┤", "╶─╯"),
    ".": (" ", " ", "•"),
    ",": (" ", " ", "‚"),
}


def large(text: str) -> tuple[str, str, str]:
    """Figures three lines high."""
    rows = ["".join(FIGURES[sign][line] for sign in text if sign in FIGURES) for line in range(LINES)]
    return (rows[0], rows[1], rows[2])


class Board(Widget):
    """One currency every three lines; ``first`` is that at the top."""

    DEFAULT_CSS = "Board { width: 1fr; height: 1fr; color: $foreground; background: $background; }"

    def __init__(self) -> None:
        super().__init__(id="board")
        self.rates: list[Rate] = []
        self.first = 0

    @property
    def shown(self) -> int:
        return max((self.size.height - 1) // LINES, 1)

    def show(self, rates: list[Rate]) -> None:
        self.rates = rates
        if self.first >= len(rates):
            self.first = 0
        self.refresh()

    def render_line(self, y: int) -> Strip:
        sells = terms().sells
        if y == 0:
            text = f"{'':{NAME}}{fit(_('We buy at'), FIGURE)}{_('We sell at') if sells else ''}"
            return Strip([Segment(fit(f" {text}", self.size.width), PLAIN)], self.size.width)
        row, line = divmod(y - 1, LINES)
        place = self.first + row
        text = ""
        if row < self.shown and place < len(self.rates):
            rate = self.rates[place]
            words = ("", f"{rate.code}  {rate.name(current_language())}", "")[line]
            sell = large(rate_text(rate.sell))[line] if sells and rate.sell else ""
            text = f"{fit(words, NAME)}{fit(large(rate_text(rate.buy))[line], FIGURE)}{sell}"
        return Strip([Segment(fit(f" {text}", self.size.width), PLAIN)], self.size.width)


class RateBoardScreen(DeskScreen):
    ACTIONS = (
        Action(
            "more", Message("Further currencies"), ("pagedown", "space"), why_not=lambda s: s.why_not_more()
        ),
        Action("paper", Message("Print"), ("i",)),
        Action("set_up", Message("Rates of exchange"), ("r",)),
    )

    def heading(self) -> str:
        return licence_holder(self.services.property(), current_language()).name

    def aside(self) -> str:
        licence = terms().licence
        number = _("Licence {number}", number=licence) if licence else ""
        return " · ".join(
            filter(None, [number, format_stamp(self.services.now(), self.services.property().zone)])
        )

    def compose_body(self) -> ComposeResult:
        yield Board()

    def on_mount(self) -> None:
        self.reload()

    @property
    def _board(self) -> Board:
        return self.query_one(Board)

    def reload(self) -> None:
        found = rates_now(self.services.now(), (NOTES,))
        self._board.show([rate for rate in found if rate.active and rate.buy is not None])

    def why_not_more(self) -> Message | None:
        board = self._board
        if not board.rates:
            return Message("There are no rates yet.")
        return None if len(board.rates) > board.shown else Message("These are all.")

    def do_more(self) -> None:
        board = self._board
        board.first = board.first + board.shown if board.first + board.shown < len(board.rates) else 0
        board.refresh()

    def do_paper(self) -> None:
        """In both languages: it hangs at the counter."""
        self.services.show_paper(board_paper(self.services.property(), self.services.now(), "both"))

    def do_set_up(self) -> None:
        self.app.push_screen(open_screen("rates of exchange"))
