"""Thai in cells and clusters: measuring, cutting, cleaning and comparing text.

A *cluster* is what the cursor steps over and what may not be torn: a base with the vowels, tone marks and
other marks that stand on it (an extended grapheme cluster of Unicode Standard Annex 29). Sara am (ำ)
belongs to the cluster of its consonant: half of it is drawn above that consonant, and ``น้`` alone is
another syllable. It takes a cell of its own all the same, as terminals draw it, so ``น้ำ`` is one cluster
two cells wide. Leading vowels (เ แ โ ใ ไ) and sara a, sara aa (ะ า) are clusters by themselves.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from wcwidth import iter_graphemes, wcswidth, wcwidth

from locales.messages import Message

Align = Literal["left", "right", "center"]

_LATIN = "0123456789"
_THAI = "๐๑๒๓๔๕๖๗๘๙"
_TO_LATIN = str.maketrans(_THAI, _LATIN)
_TO_THAI = str.maketrans(_LATIN, _THAI)

# Embeddings, overrides and isolates turn the rest of a line round: a name could rewrite its neighbours.
_TURNS_THE_LINE = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_REFUSED_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})
# Web pages and word processors leave these between Thai words. Nobody sees them, and no search finds past them.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u2060\ufeff]")
_JOINERS = re.compile("[\u200c\u200d]")

_SPLIT_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
# Unicode gives these vowels class 0, so normalising does not put a tone mark typed too early in its place.
_TONE_BEFORE_VOWEL = re.compile(
    "(?<=[\u0e01-\u0e2e])([\u0e48-\u0e4b])([\u0e31\u0e34-\u0e37])(?![\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])"
)
_LEADING_VOWEL = re.compile("([\u0e40-\u0e44])([\u0e01-\u0e2e])")
_THAI_SIGNS = re.compile("[\u0e47-\u0e4c\u0e4e]")
_ACCENTS_ON_LATIN = re.compile("(?<=[a-z])[\u0300-\u036f]+")
# Letters of Latin alphabets that Unicode does not take apart.
_PLAIN_LATIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)


class NotCleanText(ValueError):
    """The text holds a character that could steer a terminal, a printer or a file."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def clusters(text: str) -> list[str]:
    """The text in the pieces a cursor steps over; joined they are the text again."""
    return list(iter_graphemes(text))


def cell_width(text: str) -> int:
    """How many terminal cells the text takes. Control characters count none."""
    width = wcswidth(text)
    return width if width >= 0 else sum(max(0, wcwidth(character)) for character in text)


def pad(text: str, width: int, align: Align = "left") -> str:
    """The text with spaces up to ``width`` cells; unchanged when it is as wide or wider."""
    gap = max(0, width - cell_width(text))
    left = {"left": 0, "right": gap, "center": gap // 2}[align]
    return " " * left + text + " " * (gap - left)


def cut(text: str, width: int, ellipsis: str = "…") -> str:
    """The text in at most ``width`` cells, its end replaced by ``ellipsis`` where it does not fit.

    No cluster is split. Where even the ellipsis does not fit, there is none.
    """
    if cell_width(text) <= width:
        return text
    tail = ellipsis if cell_width(ellipsis) <= width else ""
    room = width - cell_width(tail)
    kept: list[str] = []
    for cluster in iter_graphemes(text):
        room -= cell_width(cluster)
        if room < 0:
            break
        kept.append(cluster)
    # A joiner can make the whole wider than the sum of its clusters.
    while kept and cell_width("".join(kept) + tail) > width:
        kept.pop()
    return "".join(kept) + tail


def fit(text: str, width: int, align: Align = "left") -> str:
    """The text cut or padded to exactly ``width`` cells."""
    return pad(cut(text, width), width, align)


def quote(text: str, width: int = 30) -> str:
    """What somebody typed, made safe and short enough to stand in a message."""
    return cut("".join(c if c.isprintable() else "�" for c in text.strip()), width)


def to_latin_digits(text: str) -> str:
    return text.translate(_TO_LATIN)


def to_thai_digits(text: str) -> str:
    return text.translate(_TO_THAI)


def clean(text: str) -> str:
    """One line of text as it may be stored: composed (NFC), with single spaces and none at the ends.

    Sara am typed in two pieces becomes one, a tone mark typed before its vowel goes behind it, and invisible
    marks are dropped. Joiners stay: Persian and Indian names are spelled with them.

    Raises NotCleanText on control characters (tab and line feed among them), line and paragraph
    separators, marks that turn the direction of a line, and lone surrogates.
    """
    for character in text:
        if character in _TURNS_THE_LINE or unicodedata.category(character) in _REFUSED_CATEGORIES:
            code = f"U+{ord(character):04X}"
            raise NotCleanText(
                Message(
                    "The text holds a hidden control character ({code}). Type it by hand.", {"code": code}
                )
            )
    return _settle(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)))


def fold(text: str) -> str:
    """The text as it is searched: two spellings that people take for the same fold to the same.

    Lower case, Latin letters without accents (``MÜLLER`` → ``muller``), wide and small forms made plain,
    digits Latin, spaces single; Thai keeps its marks, with sara am whole and ``เเ`` read as ``แ``.
    """
    bare = _JOINERS.sub("", _INVISIBLE.sub("", text))
    apart = unicodedata.normalize("NFKD", bare).casefold()
    plain = unicodedata.normalize("NFKD", apart).translate(_PLAIN_LATIN)
    composed = unicodedata.normalize("NFC", _ACCENTS_ON_LATIN.sub("", plain))
    return to_latin_digits(_settle(composed.replace("เเ", "แ")))


def sort_key(text: str) -> tuple[str, str]:
    """A key that sorts as people do: Latin by letters without accents, Thai as the Royal Institute's dictionary.

    In Thai a leading vowel counts after its consonant, and tone marks only where all else is equal.
    """
    turned = _LEADING_VOWEL.sub(r"\2\1", fold(text))
    return _THAI_SIGNS.sub("", turned), turned


def _settle(text: str) -> str:
    whole = _SPLIT_SARA_AM.sub("\\1\u0e33", text)
    ordered = _TONE_BEFORE_VOWEL.sub(r"\2\1", whole)
    return " ".join(unicodedata.normalize("NFC", ordered).split())
