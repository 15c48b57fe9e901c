"""Printing from the desk: a paper goes to its printer while one works on; what failed is found and tried again."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from locales import Message
from models.front_office.payments import take_deposit, take_payment
from models.front_office.printing import (
    Printer,
    PrintJob,
    PrintRoute,
    keep_printer,
    keep_route,
    set_printer_command,
)
from models.front_office.receipts import Receipt
from models.house.database import close_database
from models.house.property import Property
from screens.front_office.receipts import show_receipt
from tests.desk import Desk, at_the_desk
from tests.hotel import FIRST_DAY, PASSWORD, Hotel
from tests.terminal import Terminal
from tests.test_a_morning_at_the_desk import Wall
from tests.test_printing import Tray


@pytest.fixture(autouse=True)
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RECEPTION_PAPERS", str(tmp_path / "papers"))
    return tmp_path / "papers"


def show(desk: Desk, receipt: Receipt) -> None:
    show_receipt(desk.console.screen, receipt)  # type: ignore[arg-type]


def paid(hotel: Hotel) -> Receipt:
    stay = hotel.in_house("201")
    return Receipt.get_by_id(take_payment(hotel.desk(), hotel.window(stay), "CASH", Decimal(500)))


async def test_a_receipt_is_printed_while_one_works_on(small_hotel: Hotel, tmp_path: Path) -> None:
    tray, receipt = Tray(tmp_path), paid(small_hotel)
    printer = set_printer_command(small_hotel.desk(), "Front", tray.does())
    keep_route(small_hotel.desk(), "receipt", "", printer, 1)
    async with at_the_desk(small_hotel) as desk:
        show(desk, receipt)
        await desk.sees(receipt.number, "Original", "Print", "Other printer", "Save as PDF")
        await desk.press("p")
        await desk.sees("printed at Front")
        await desk.sees("Copy", not_="Original")
        assert tray.took.count(b"%PDF") == 2
        await desk.press("escape")
        await desk.command("print jobs")
        await desk.sees(receipt.number, "printed", "Front")


async def test_what_failed_is_printed_again_as_the_original(small_hotel: Hotel, tmp_path: Path) -> None:
    tray, receipt = Tray(tmp_path), paid(small_hotel)
    printer = set_printer_command(small_hotel.desk(), "Front", tray.does("sys.exit('out of paper')"))
    keep_route(small_hotel.desk(), "", "", printer)
    async with at_the_desk(small_hotel, language="th") as desk:
        show(desk, receipt)
        await desk.sees("ต้นฉบับ" if receipt.language == "th" else "Original")
        await desk.press("f9")
        await desk.sees("out of paper", ":งานพิมพ์")
        await desk.press("escape")
        await desk.command("print jobs")
        await desk.sees("out of paper", receipt.number)
        tray.does()
        await desk.press("a")
        await desk.sees("Front", not_="out of paper")
        await desk.sees(receipt.number)
    assert (PrintJob.get().state, Receipt.get_by_id(receipt.id).prints) == ("printed", 1)


async def test_a_tray_is_looked_into_when_a_printer_hung(small_hotel: Hotel, tmp_path: Path) -> None:
    tray, receipt = Tray(tmp_path), paid(small_hotel)
    printer = set_printer_command(small_hotel.desk(), "Front", tray.does("os.kill(os.getpid(), 9)"))
    keep_route(small_hotel.desk(), "", "", printer)
    async with at_the_desk(small_hotel) as desk:
        show(desk, receipt)
        await desk.sees("Original")
        await desk.press("p")
        await desk.sees("Look whether")
        await desk.press("escape")
        await desk.command("print jobs")
        await desk.sees("uncertain")
        await desk.press("a")
        await desk.sees("Say first whether it came out.")
        await desk.press("o")
        await desk.sees("come out?")
        await desk.press("y")
        await desk.sees("printed", not_="uncertain")
        await desk.press("x")
        await desk.sees("done with")
    assert Receipt.get_by_id(receipt.id).prints == 1


async def test_another_printer_and_copies_are_chosen_at_the_paper(small_hotel: Hotel, papers: Path) -> None:
    receipt = paid(small_hotel)
    told = {"kind": "file", "target": "tray", "form": "text"}
    keep_printer(small_hotel.desk(), "Spare", told)
    async with at_the_desk(small_hotel) as desk:
        show(desk, receipt)
        await desk.sees("Original")
        await desk.press("l")
        await desk.sees("Copies beside it")
        await desk.press("f9")
        await desk.sees("printed at Spare")
    assert [file.suffix for file in (papers / "tray").iterdir()] == [".txt"]


@pytest.mark.parametrize("language", ["en", "th"])
async def test_printers_and_routes_are_set_up_by_keys(small_hotel: Hotel, language: str) -> None:
    async with at_the_desk(small_hotel, language=language) as desk:
        await desk.command("printers")
        await desk.sees("Printers" if language == "en" else "เครื่องพิมพ์")
        await desk.press("n")
        await desk.sees("ESC/POS")
        await desk.type("Laser")
        await desk.press("enter", "enter")
        await desk.type("laser1")
        await desk.press("f9")
        await desk.sees("laser1", "Laser")
        await desk.press("r")
        await desk.sees("Which paper" if language == "en" else "เอกสารใด")
        await desk.press("n")
        await desk.sees("Copies beside it" if language == "en" else "สำเนา")
        await desk.press("enter")
        await desk.type("Laser")
        await desk.press("enter", "enter")
        await desk.press("f9")
        await desk.sees("Laser", "every desk" if language == "en" else "ทุกจุด")
    assert (Printer.get().kind, Printer.get().target) == ("queue", "laser1")
    assert PrintRoute.get().printer_id == Printer.get().id


@pytest.mark.parametrize("language", ["en", "th"])
async def test_an_etax_file_comes_out_of_a_paper_once_the_address_is_there(
    small_hotel: Hotel, papers: Path, language: str
) -> None:
    hotel = small_hotel
    stay = hotel.booked(guest=hotel.guest("Lee", address="Seoul", nationality="KOR"))
    receipt = Receipt.get_by_id(take_deposit(hotel.desk(), stay, "CASH", Decimal("1070.00")))
    plain = paid(hotel)
    async with at_the_desk(hotel, language=language) as desk:
        show(desk, plain)
        await desk.sees(plain.number)
        await desk.press("x")
        await desk.sees("This is no tax paper." if language == "en" else "ไม่ใช่ใบกำกับภาษี")
        await desk.press("escape")
        show(desk, receipt)
        await desk.sees(receipt.number)
        await desk.press("x")
        await desk.sees("→ :etax address" if language == "en" else "e-Tax")
        await desk.command("etax address")
        await desk.sees("Sub-district code" if language == "en" else "ตำบล")
        await desk.type("99/9")
        await desk.press("enter", "enter")
        await desk.type("500101")
        await desk.press("enter")
        await desk.type("50000")
        await desk.press("f9")
        await desk.sees(receipt.number, not_="Sub-district")
        await desk.press("x")
        await desk.sees(".pdf")
    assert Property.the().postcode == "50000"
    (file,) = (papers / "e-tax").iterdir()
    assert b"ETDA-invoice.xml" in file.read_bytes()


def test_the_printer_at_the_terminal_gets_bytes_between_two_frames(
    small_hotel: Hotel, sqlite_url: str, tmp_path: Path
) -> None:
    """Through a real line: TIS-620 reaches the printer, and the screen around it stays whole."""
    told = {"kind": "transparent", "form": "text", "columns": 42, "page_lines": 0}
    keep_route(small_hotel.desk(), "", "", keep_printer(small_hotel.desk(), "Here", told))
    close_database()
    wall = Wall(tmp_path, FIRST_DAY)
    with Listening("--database", sqlite_url, python=wall.program) as desk:
        desk.sign_in("nok", PASSWORD).wait("201", "306")
        desk.press(":").type("driver list").press("enter").wait(Message("Driver list").say("th"))
        desk.press("p").wait("PDF").press("p").wait("ที่ Here แล้ว")
        found = re.search(rb"\x1b\[5i(.*?)\x1b\[4i", bytes(desk.heard), re.S)
        assert found is not None
        assert "โรงแรมริมน้ำ".encode("cp874") in found[1]
        assert "Driver list" not in desk.text


class Listening(Terminal):
    """A terminal that keeps what it was sent, and prints what is for its printer."""

    def __init__(self, *arguments: str, **more: object) -> None:
        self.heard = bytearray()
        super().__init__(*arguments, **more)  # type: ignore[arg-type]

    def read(self, patience: float) -> bool:
        feed = self._stream.feed

        def listening(data: bytes) -> None:
            self.heard += data
            feed(re.sub(rb"\x1b\[5i.*?\x1b\[4i", b"", data, flags=re.S))

        self._stream.feed = listening  # type: ignore[method-assign]
        try:
            return super().read(patience)
        finally:
            self._stream.feed = feed  # type: ignore[method-assign]
