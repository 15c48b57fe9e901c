"""The PromptPay code as a telephone sees it on the screen: drawn by the real program in a terminal of 80×24, rendered to
pixels and read by a decoder that knows nothing of ours."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import zxingcpp

from models.front_office.folios import post_charge
from models.front_office.promptpay import code_for, keep_promptpay
from models.front_office.reservations import Stay
from models.house.database import close_database, open_database
from tests.hotel import FIRST_DAY, PASSWORD, Hotel
from tests.terminal import Terminal
from tests.test_a_morning_at_the_desk import Wall

CELL = 6  # pixels of a module


class Photograph:
    """The screen as grey pixels, for whoever reads an array. Colours the program did not say are those of the theme."""

    def __init__(self, terminal: Terminal, paper: int, ink: int) -> None:
        rows: list[bytes] = []
        for y in range(terminal.screen.lines):
            halves = ([], [])  # type: tuple[list[int], list[int]]
            for x in range(terminal.screen.columns):
                cell = terminal.screen.buffer[y][x]
                fore, back = _grey(cell.fg, ink), _grey(cell.bg, paper)
                if cell.reverse:
                    fore, back = back, fore
                upper, lower = {"▀": (fore, back), "▄": (back, fore), "█": (fore, fore)}.get(
                    cell.data, (back, back)
                )
                halves[0].append(upper)
                halves[1].append(lower)
            for half in halves:
                line = bytes(grey for grey in half for _ in range(CELL))
                rows += [line] * CELL
        self.height, self.width = len(rows), terminal.screen.columns * CELL
        self.pixels = b"".join(rows)

    def said(self) -> list[str]:
        view = memoryview(self.pixels).cast("B", (self.height, self.width))
        return [code.text for code in zxingcpp.read_barcodes(view, formats=zxingcpp.BarcodeFormat.QRCode)]


def _grey(colour: str, default: int) -> int:
    named = {"black": 0, "white": 255, "brightwhite": 255, "brightblack": 80}
    if colour == "default":
        return default
    if colour in named:
        return named[colour]
    return sum(int(colour[n : n + 2], 16) for n in (0, 2, 4)) // 3 if len(colour) == 6 else default


@pytest.mark.parametrize(
    ("theme", "environ", "biller"),
    [
        ((0, 220), {"COLORTERM": "truecolor"}, ""),  # a dark terminal
        ((255, 30), {}, ""),  # a light one of 256 colours
        (
            (0, 220),
            {"TERM": "xterm"},
            "010556100000301",
        ),  # a dark one of sixteen, and the longer code of a bill
    ],
)
def test_a_telephone_reads_the_code_off_the_screen(
    sqlite_url: str, tmp_path: Path, theme: tuple[int, int], environ: dict[str, str], biller: str
) -> None:
    open_database(sqlite_url)
    hotel = Hotel()
    keep_promptpay(hotel.desk(), "0812223333", biller)
    stay = hotel.in_house("201")
    post_charge(hotel.desk("nok"), hotel.window(stay), "FOOD", Decimal("2589.40"), inclusive=True)
    asked = code_for(Decimal("2589.40"), Stay.get_by_id(stay).reservation.confirmation, "201")
    close_database()
    wall = Wall(tmp_path, FIRST_DAY)
    with Terminal("--database", sqlite_url, python=wall.program, environ=environ) as desk:
        desk.sign_in("nok", PASSWORD).wait("201").press("f2").wait("Rooms")
        desk.press(":").type("pay 201").press("enter").wait("[q] PromptPay QR")
        desk.press("q").wait("2,589.40 baht", "Esc: back")
        while not (said := Photograph(desk, *theme).said()) and desk.read(1.0):
            pass  # the rest of the picture is on its way
        assert said == [asked]
