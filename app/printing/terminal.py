"""The printer at the terminal itself: what stands between ESC [5i and ESC [4i goes there (VT220 media copy).

PuTTY, xterm and most terminals of old PCs do so. It is written as one piece between two frames of the screen, so
neither gets into the other. Nobody hears whether paper came out.
"""

from __future__ import annotations

import codecs
import sys
from typing import Any

BEGIN, END = "\x1b[5i", "\x1b[4i"
_BYTES = "reception-bytes"


def _byte(error: UnicodeError) -> tuple[bytes | str, int]:
    """A byte carried through text as Python carries it (U+DC80 to U+DCFF); anything else is unsayable."""
    assert isinstance(error, UnicodeEncodeError)
    codes = [ord(character) for character in error.object[error.start : error.end]]
    return bytes(c - 0xDC00 if 0xDC80 <= c <= 0xDCFF else 0x3F for c in codes), error.end


def to_terminal(driver: Any, content: bytes) -> None:
    """Queue ``content`` behind the frames already on their way. The line's own text stays UTF-8; a printer's bytes
    need not be."""
    stream = sys.__stderr__
    if stream is not None and stream.errors != _BYTES:
        codecs.register_error(_BYTES, _byte)
        stream.reconfigure(errors=_BYTES)
    driver.write(BEGIN + content.decode("ascii", "surrogateescape") + END)
