"""The frame round every screen: top line, title, message line, key line. Each is sent again only when it differs."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from locales import Message, current_language
from locales.dates import format_date
from locales.thai_text import cell_width, clusters, cut, fit

Kind = Literal["info", "warning", "error"]

LONGEST_MESSAGE = 3  # lines
LONGEST_KEY_LINE = 2  # lines

_BOLD = Style(bold=True)
_MARKS: dict[Kind, str] = {"info": " ", "warning": "!", "error": "✗"}
_STYLES: dict[Kind, Style] = {
    "info": Style(),
    "warning": Style(bold=True, color="yellow"),
    "error": Style(bold=True, color="red"),
}


class Lines(Widget):
    """A few whole lines of text, as high as they need."""

    DEFAULT_CSS = "Lines { height: 1; width: 100%; background: $background; color: $foreground; }"

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._drawn: list[list[Segment]] = []

    def lines(self, width: int) -> list[list[Segment]]:
        """What to show in ``width`` cells."""
        raise NotImplementedError

    def respeak(self) -> None:
        self.redraw()

    def redraw(self) -> None:
        lines = self.lines(self.size.width or self.app.size.width)
        if lines != self._drawn:
            self._drawn = lines
            if self.size.height != max(1, len(lines)):
                self.styles.height = max(1, len(lines))
            self.refresh()

    def on_mount(self) -> None:
        self.redraw()

    def on_resize(self) -> None:
        self.redraw()

    def render_line(self, y: int) -> Strip:
        width, style = self.size.width, self.rich_style
        line = self._drawn[y] if y < len(self._drawn) else []
        return Strip([Segment(text, style + (own or Style())) for text, own, _ in line]).adjust_cell_length(
            width, style
        )


@dataclass(frozen=True)
class TopFacts:
    """What the top line says: the hotel, its business date, five figures, who works here."""

    hotel: str
    business_date: datetime.date
    figures: tuple[tuple[Message, int], ...]
    user: str


class TopLine(Lines):
    """``hotel   date   arrivals departures in-house vacant out-of-order   user LANGUAGE``."""

    DEFAULT_CSS = "TopLine { text-style: reverse; }"

    def __init__(self) -> None:
        super().__init__()
        self._facts: TopFacts | None = None

    def tell(self, facts: TopFacts) -> None:
        self._facts = facts
        self.redraw()

    def lines(self, width: int) -> list[list[Segment]]:
        facts = self._facts
        if facts is None:
            return [[]]
        figures = " ".join(f"{label.say()} {figure}" for label, figure in facts.figures)
        who = f"{cut(facts.user, 12)} {current_language().upper()}".strip()
        tail = "  ".join(filter(None, [format_date(facts.business_date, "weekday"), figures, who]))
        room = width - cell_width(tail) - 4
        if room < 8:  # the figures of a big house beside a long name: the hotel's name gives way
            return [[Segment(fit(f" {tail}", width))]]
        return [[Segment(f" {fit(facts.hotel, room)}  {tail} ")]]


class TitleLine(Lines):
    """What the screen shows: its heading, and on the right a figure or a count."""

    def __init__(self) -> None:
        super().__init__()
        self._heading = self._aside = ""

    def tell(self, heading: str, aside: str = "") -> None:
        self._heading, self._aside = heading, aside
        self.redraw()

    def lines(self, width: int) -> list[list[Segment]]:
        # Half of the line, or what a short heading leaves of it.
        aside = cut(self._aside, max(width // 2, width - cell_width(self._heading) - 4))
        room = max(0, width - cell_width(aside) - 3)
        return [[Segment(f" {fit(self._heading, room)} ", _BOLD), Segment(f"{aside} ")]]


@dataclass(frozen=True)
class Said:
    """One thing said in the message line; ``jump`` is the command that leads to the fix."""

    text: Message | str
    kind: Kind = "info"
    jump: str | None = None


class MessageLine(Lines):
    """What the program says. It grows to three lines for a long refusal: a reason must be readable whole."""

    def __init__(self) -> None:
        super().__init__()
        self._said: list[Said] = []

    @property
    def text(self) -> str:
        """All that is said just now."""
        return " · ".join(_spoken(said) for said in self._said)

    def tell(self, said: Sequence[Said]) -> None:
        self._said = list(said)
        self.redraw()

    def lines(self, width: int) -> list[list[Segment]]:
        if not self._said:
            return [[]]
        # The gravest comes first and gives the line its mark.
        order: list[Kind] = ["error", "warning", "info"]
        said = sorted(self._said, key=lambda one: order.index(one.kind))
        kind = said[0].kind
        text = " · ".join(_spoken(one) for one in said)
        wrapped = wrap(text, width - 3, LONGEST_MESSAGE)
        marks = [_MARKS[kind], *[" "] * (len(wrapped) - 1)]
        return [[Segment(f"{mark} {line}", _STYLES[kind])] for mark, line in zip(marks, wrapped, strict=True)]


def _spoken(said: Said) -> str:
    text = said.text.say() if isinstance(said.text, Message) else said.text
    return f"{text} → :{said.jump}" if said.jump else text


@dataclass(frozen=True)
class KeyHint:
    key: str
    label: Message


class KeyLine(Lines):
    """The keys in force, on at most two lines. The last hint always stands: it leads to all the others."""

    def __init__(self) -> None:
        super().__init__()
        self._hints: tuple[KeyHint, ...] = ()

    def tell(self, hints: Sequence[KeyHint]) -> None:
        self._hints = tuple(hints)
        self.redraw()

    def lines(self, width: int) -> list[list[Segment]]:
        if not self._hints:
            return [[]]
        *hints, last = self._hints
        lines: list[list[Segment]] = [[]]
        used = 0
        for place, hint in enumerate([*hints, last]):
            is_last = place == len(hints)
            cells = _cells(hint)
            reserved = 0 if is_last or len(lines) < LONGEST_KEY_LINE else _cells(last)
            if used + cells + reserved > width:
                if len(lines) == LONGEST_KEY_LINE:
                    if is_last:
                        break
                    continue
                lines.append([])
                used = 0
            lines[-1] += [Segment(f" {hint.key}", _BOLD), Segment(f" {hint.label.say()} ")]
            used += cells
        return lines


def _cells(hint: KeyHint) -> int:
    return cell_width(hint.key) + cell_width(hint.label.say()) + 3


def wrap(text: str, width: int, most: int) -> list[str]:
    """``text`` on at most ``most`` lines of ``width`` cells, broken at spaces where there are any nearby.

    Thai has no spaces between words, so a line may end inside one, but never inside a cluster.
    """
    lines: list[str] = []
    rest = " ".join(text.split())
    while rest and len(lines) < most - 1 and cell_width(rest) > width:
        taken = ""
        for cluster in clusters(rest):
            if cell_width(taken + cluster) > width:
                break
            taken += cluster
        if not taken:
            break
        space = taken.rfind(" ")
        if space > len(taken) // 2 and not rest[len(taken) :].startswith(" "):
            taken = taken[:space]
        lines.append(taken.rstrip())
        rest = rest[len(taken) :].lstrip()
    return [*lines, cut(rest, width)] if rest else lines or [""]
