"""What text and PDF have in common: the words of the frame, and people's text made fit to print."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from locales import _, in_language, p_

# Controls, formats (direction overrides among them, which let a name read as another), lone surrogates.
_UNPRINTABLE = {"Cc", "Cf", "Cs"}
_SPACES = str.maketrans({"\t": " ", "\v": " ", "\f": " ", "\u2028": "\n", "\u2029": "\n", "\x85": "\n"})


def printable(text: str) -> str:
    """``text`` without anything a printer could take for a command. Line breaks stay, as ``\\n``."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_SPACES)
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in _UNPRINTABLE)


@dataclass(frozen=True)
class FrameWords:
    """The printer's own words, in the paper's language."""

    number: str
    date: str
    tax_id: str
    sheet: str  # with {n} and {total} still open


def frame_words(language: str) -> FrameWords:
    with in_language(language):
        return FrameWords(
            number=p_("paper", "No."),
            date=p_("paper", "Date"),
            tax_id=p_("paper", "Tax ID"),
            sheet=_("Sheet {n} of {total}", n="{n}", total="{total}"),
        )
