"""A code to be paid by, drawn on the screen in half blocks: black on white whatever the colours of the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.containers import Horizontal, Vertical
from textual.strip import Strip
from textual.widget import Widget

from locales import Message
from screens.front_office.words import amount
from screens.kit.dialogs import Dialog, Says

QUIET = 4  # modules of white around it, or a telephone does not find it
BLACK, WHITE = "#000000", "#ffffff"
_STYLES = {
    (top, low): Style(color=BLACK if top else WHITE, bgcolor=BLACK if low else WHITE)
    for top in (0, 1)
    for low in (0, 1)
}


def modules_of(payload: str) -> list[list[int]]:
    """Rows of 0 and 1 with the quiet zone; the strongest error correction that makes it no larger."""
    import segno

    code = segno.make(payload, error="l", micro=False, boost_error=True)
    return [[int(bit) for bit in row] for row in code.matrix_iter(border=QUIET)]


class QrCode(Widget):
    DEFAULT_CSS = """
    QrCode { width: auto; height: auto; }
    """

    def __init__(self, payload: str) -> None:
        super().__init__()
        self.modules = modules_of(payload)

    def get_content_width(self, container: object, viewport: object) -> int:  # noqa: ARG002
        return len(self.modules)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        return (len(self.modules) + 1) // 2

    def render_line(self, y: int) -> Strip:
        upper = self.modules[2 * y] if 2 * y < len(self.modules) else [0] * len(self.modules)
        lower = self.modules[2 * y + 1] if 2 * y + 1 < len(self.modules) else [0] * len(upper)
        cells = zip(upper, lower, strict=True)
        return Strip(
            [
                Segment((" " if pair[0] == pair[1] else "▀") * len(list(run)), _STYLES[pair])
                for pair, run in groupby(cells)
            ],
            len(upper),
        )


class QrDialog(Dialog[bool]):
    """The code with amount and payee beside it. Enter: the money has come; Esc: back."""

    DEFAULT_CSS = """
    QrDialog > #box { width: 80; max-width: 100%; border: none; padding: 0; height: 24; max-height: 100%; }
    QrDialog Horizontal { height: auto; width: 1fr; background: $background; }
    QrDialog Vertical { height: auto; width: 1fr; padding: 1 0 0 2; background: $background; }
    """

    def __init__(self, payload: str, due: Decimal, lines: Sequence[Message | str]) -> None:
        super().__init__()
        self.payload = payload
        self.due = due
        self.lines = lines

    def parts(self) -> list[Widget]:
        said = [
            Says(Message("Scan to pay"), bold=True),
            Says(""),
            Says(Message("{amount} baht", {"amount": amount(self.due)}), bold=True),
            Says(""),
            *(Says(line) for line in self.lines),
            Says(""),
            Says(Message("Enter: the money has come")),
            Says(Message("Esc: back")),
        ]
        return [Horizontal(QrCode(self.payload), Vertical(*said))]

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if event.key in ("enter", "escape") and self.is_current:
            self.dismiss(event.key == "enter")
