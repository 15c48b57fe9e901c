"""What text and PDF have in common: the words of the frame, and people's text made fit to print."""

from __future__ import annotations

import unicodedata
from dataclasses import astuple, dataclass

from locales import _, in_language, p_
from locales.thai_text import cell_width
from models.house.bilingual import BOTH, joined
from models.house.papers import Table

# Controls, formats (direction overrides among them, which let a name read as another), lone surrogates. Joiners
# go too: the scripts that need them are not in our type, and they make widths of cells uncertain.
_UNPRINTABLE = {"Cc", "Cf", "Cs"}
_SPACES = str.maketrans({"\t": " ", "\v": " ", "\f": " ", "\u2028": "\n", "\u2029": "\n", "\x85": "\n"})


def printable(text: str) -> str:
    """``text`` without anything a printer could take for a command. Line breaks stay, as ``\\n``.

    A mark that stands on nothing gets the dotted circle that type would give it: otherwise it would climb onto
    whatever the paper puts in front of it, and no column would be as wide as measured.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_SPACES)
    kept: list[str] = []
    for character in text:
        if character != "\n":
            if unicodedata.category(character) in _UNPRINTABLE:
                continue
            if (not kept or kept[-1] in " \n") and cell_width(character) == 0:
                kept.append("◌")
        kept.append(character)
    return "".join(kept)


@dataclass(frozen=True)
class FrameWords:
    """The printer's own words, in the paper's language."""

    number: str
    date: str
    tax_id: str
    sheet: str  # with {n} and {total} still open


def frame_words(language: str) -> FrameWords:
    if language == BOTH:
        thai, english = frame_words("th"), frame_words("en")
        return FrameWords(*map(joined, astuple(thai), astuple(english)))
    with in_language(language):
        return FrameWords(
            number=p_("paper", "No."),
            date=p_("paper", "Date"),
            tax_id=p_("paper", "Tax ID"),
            sheet=_("Sheet {n} of {total}"),
        )


def column_widths(table: Table) -> list[int]:
    """Cells for each column, 0 where it takes what is left. Figures widen their column: none may be broken."""
    return [
        max([column.width, *(widest_line(row.cells[i]) for row in table.rows)])
        if column.align == "right"
        else column.width
        for i, column in enumerate(table.columns)
    ]


def widest_line(text: str) -> int:
    """Cells of the longest line of ``text``."""
    return max(map(cell_width, printable(text).split("\n")))
