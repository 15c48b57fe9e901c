"""What a printer of text is sent: bytes in its own code page, form feeds, and the few commands of ESC/POS slips.

Dot matrix printers with Thai take TIS-620: a letter, then the vowel and the tone that stand over it, each one byte;
they set them on their levels themselves. CP874 is the same with signs at 0x80 to 0x9F, which printers of TIS-620
read as commands: none of these is sent.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from app.documents.text import as_text
from locales.thai_text import cell_width
from models.front_office.printing import Printer
from models.house.papers import Paper

ROLL_FEED = "\r\n" * 4
# Signs of one cell each, for the code page has none of them, or has them where printers have commands.
_SIMPLER = str.maketrans("–—‘’“”…•·→←×€ßøØłŁđĐæÆœŒ", "--''\"\".*.><xEsoOlLdDaAoO")


def raw_text(paper: Paper, printer: Printer) -> bytes:
    """``paper`` for ``printer``; with ESC/POS its QR code is drawn and the roll cut."""
    drawn = paper.qr if printer.escpos else ""
    text = as_text(replace(paper, qr="") if drawn else paper, printer.columns, printer.page_lines or None)
    content = encoded(text.replace("\n", "\r\n"), printer.encoding)
    if drawn:
        content += qr_commands(drawn)
    if not printer.page_lines:
        content += ROLL_FEED.encode() + (b"\x1dV\x42\x00" if printer.escpos else b"")
    return content


def encoded(text: str, encoding: str) -> bytes:
    """In a code page that lacks a letter its nearest stands, or as many question marks as it is wide."""
    if encoding == "utf-8":
        return text.encode("utf-8")
    return b"".join(map(_byte, text.translate(_SIMPLER)))


def _byte(character: str) -> bytes:
    for candidate in (character, unicodedata.normalize("NFKD", character)[:1]):
        try:
            byte = candidate.encode("cp874")
        except UnicodeEncodeError:
            continue
        if not 0x80 <= byte[0] < 0xA0:
            return byte
    return b"?" * cell_width(character)


def qr_commands(said: str) -> bytes:
    """Model 2, squares of six dots, correction M, in the middle of the roll (ESC/POS, GS ( k, function 165 to 181)."""

    def command(function: bytes) -> bytes:
        return b"\x1d(k" + len(function).to_bytes(2, "little") + function

    parts = (b"1A2\x00", b"1C\x06", b"1E1", b"1P0" + said.encode("utf-8"), b"1Q0")
    return b"\r\n\x1ba\x01" + b"".join(map(command, parts)) + b"\x1ba\x00\r\n"
