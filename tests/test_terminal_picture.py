"""Only the cells that read differently go over the wire, and the terminal shows what it would have shown."""

from __future__ import annotations

import fcntl
import random
import struct
import termios
import zlib

import pyte
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from app.terminal_picture import ChangedCells, TerminalPicture
from models.house.database import close_database
from tests.hotel import PASSWORD, Hotel
from tests.terminal import Terminal, ThaiScreen

STYLES = ("", "bold", "reverse", "dim", "underline", "on blue", "red", "default on default")
WORDS = ("Suite ", "ที่พัก ", "น้ำ", "  ", "          ", "ชื่อ: ", "201", "日本", "▸", "é")


def _line(draw: random.Random, width: int) -> Strip:
    segments = []
    left = width
    while left > 0:
        strip = Strip([Segment(draw.choice(WORDS), Style.parse(draw.choice(STYLES)))]).crop(0, left)
        segments += list(strip)
        left -= strip.cell_length
    return Strip(segments)


def _shown(screen: ThaiScreen) -> list[list[object]]:
    """Cells as one sees them: a blank without background or lines is a blank."""
    plain = screen.default_char
    return [
        [
            plain if (cell := screen.buffer[y][x])[:] == plain._replace(fg=cell.fg, bold=cell.bold) else cell
            for x in range(screen.columns)
        ]
        for y in range(screen.lines)
    ]


def test_what_differs_is_enough() -> None:
    draw = random.Random(2569)
    console = Console(width=30, height=6, force_terminal=True, color_system="truecolor")
    picture, thin, whole = TerminalPicture(), ThaiScreen(30, 6), ThaiScreen(30, 6)
    thin_stream, whole_stream = pyte.Stream(thin), pyte.Stream(whole)
    picture.sized(30)
    lines = [_line(draw, 30) for _y in range(6)]
    sent = full = 0
    for _round in range(150):
        for y in draw.sample(range(6), 2):
            lines[y] = _line(draw, 30)
        update = LayoutUpdate([[line] for line in lines], Region(0, 0, 30, 6))
        text = ChangedCells(update, picture).render_segments(console)
        thin_stream.feed(text)
        whole_stream.feed(update.render_segments(console))
        assert _shown(thin) == _shown(whole)
        sent, full = sent + len(text), full + len(update.render_segments(console))
    assert sent < full / 2
    assert ChangedCells(update, picture).render_segments(console) == ""
    picture.forget()
    assert len(ChangedCells(update, picture).render_segments(console)) > 200


def test_a_desk_on_a_slow_line(small_hotel: Hotel, sqlite_url: str) -> None:
    """Bytes at 80×24, in Thai: a form, a dialog, keys, and the same screen again after a line wrote over it."""
    for n in range(30):
        small_hotel.guest(f"Family{n:02}")
    close_database()
    with Terminal("--database", sqlite_url) as desk:

        def bytes_of(*keys: str, sees: str, gone: str = "") -> int:
            before = desk.received
            desk.press(*keys).wait(sees, gone=gone).settle(0.1)  # what is weighed must have come whole
            return desk.received - before

        desk.sign_in("nok", PASSWORD).wait("201")
        assert bytes_of("g", "u", sees="▸FAMILY00") <= 8_000
        assert bytes_of("down", sees="▸FAMILY01") <= 330
        assert bytes_of("n", sees="[", gone="▸FAMILY01") <= 8_000
        assert bytes_of("S", sees="[S") <= 200
        assert bytes_of("o", sees="[So") <= 200
        assert bytes_of("esc", sees="[y]") <= 4_000
        assert bytes_of("n", sees="[So", gone="[y]") <= 4_000
        picture = desk.wait(": คำสั่ง").text
        desk.screen.reset()  # as after a message of the system, or a bad line
        assert bytes_of("\x0c", sees=": คำสั่ง") > 2_000
        assert desk.text == picture
        fcntl.ioctl(desk.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        desk.screen.resize(30, 100)
        desk.screen.erase_in_display(2)
        desk.wait("[So")
        # A session that reads the same again and again hardly weighs anything compressed, as SSH does it.
        stream = zlib.compressobj(6)
        compressed = sum(
            len(stream.compress(packet) + stream.flush(zlib.Z_SYNC_FLUSH)) for packet in desk.packets
        )
        assert compressed <= 12_000, compressed
