"""The Thai (Kedmanee) keyboard, TIS 820-2538: what a key gives when the clerk's layout is switched to Thai.

A terminal sends characters, never keys, so nobody can ask whether the layout is on. A shortcut letter is
therefore bound with its twin, and figures typed on the Thai row are read as the figures of their keys.
"""

from __future__ import annotations

from locales.thai_text import to_latin_digits

# Each pair of rows shows the same keys in the same order: first English (US), then Thai, plain and shifted.
_ENGLISH = (
    "`1234567890-=" "qwertyuiop[]\\" "asdfghjkl;'" "zxcvbnm,./"
    "~!@#$%^&*()_+" "QWERTYUIOP{}|" 'ASDFGHJKL:"' "ZXCVBNM<>?"
)  # fmt: skip
_THAI = (
    "_ๅ/-ภถุึคตจขช" "ๆไำพะัีรนยบลฃ" "ฟหกดเ้่าสวง" "ผปแอิืทมใฝ"
    '%+๑๒๓๔ู฿๕๖๗๘๙' '๐"ฎฑธํ๊ณฯญฐ,ฅ' "ฤฆฏโฌ็๋ษศซ." "()ฉฮฺ์?ฒฬฦ"
)  # fmt: skip

_TO_THAI = dict(zip(_ENGLISH, _THAI, strict=True))
_FROM_THAI_TABLE = str.maketrans(_THAI, _ENGLISH)
_TO_THAI_TABLE = str.maketrans(_ENGLISH, _THAI)

# + and * are left out: their twins are Thai digits, which people type as digits.
TWINS: dict[str, str] = {
    key: thai
    for key, thai in _TO_THAI.items()
    if (key.isalpha() or key in "/:?;'[],.-=") and not thai.isascii() and not thai.isdecimal()
}
"""English letter or mark → the Thai character of the same key (all of a-z; capitals where there is one)."""

THAI_ROW: dict[str, str] = {digit: _TO_THAI[digit] for digit in "1234567890"}
"""Digit → what the top row gives with the Thai layout on. ``2`` gives ``/`` and ``3`` gives ``-``."""

_ROW_DIGITS = {thai: digit for digit, thai in THAI_ROW.items()}
_MARKS_OF_THE_ROW = "/-"


def twin(key: str) -> str | None:
    """The Thai character that the key of ``key`` gives, or None where binding it would take another's key."""
    return TWINS.get(key)


def digits_from_thai_row(text: str, separators: str = "") -> str | None:
    """The figures meant when ``text`` was typed with the Thai layout on: ``/ถฝๅๅ`` → ``25/11``.

    ``separators`` are the characters the answer may hold besides figures. A separator comes from its own
    key (``ฝ`` is ``/``) or, ``/`` and ``-`` excepted, as itself from the numpad; ``/`` and ``-`` are always
    read as 2 and 3. None when anything else is in the text, and when figures stand beside ``/`` or ``-``:
    then these may mean themselves, and it is not for us to guess.
    """
    latin = to_latin_digits(text)
    if any(c in _MARKS_OF_THE_ROW for c in text) and any(c.isascii() and c.isdigit() for c in latin):
        return None
    twins = {_TO_THAI[mark]: mark for mark in separators if mark in _TO_THAI}
    figures: list[str] = []
    for character in latin:
        if character in _ROW_DIGITS:
            figures.append(_ROW_DIGITS[character])
        elif character in separators or (character.isascii() and character.isdigit()):
            figures.append(character)
        elif character in twins:
            figures.append(twins[character])
        else:
            return None
    return "".join(figures) or None


def from_thai_layout(text: str) -> str:
    """What the same keys give on the English layout: ``ดพร`` → ``fri``. Other characters stay."""
    return text.translate(_FROM_THAI_TABLE)


def to_thai_layout(text: str) -> str:
    """What the same keys give with the Thai layout on: ``l;ylfu`` → ``สวัสดี``. Other characters stay."""
    return text.translate(_TO_THAI_TABLE)


def capitals_from_thai_layout(text: str, layout_on: bool = False) -> str:
    """Latin letters, figures and ``<`` as meant when a scanner or a hand typed them with the Thai layout on.

    Text without Thai letters is taken as it stands unless ``layout_on`` says that what came before had some. Thai
    figures mean figures; but ``๐`` is the key of Q, and means 0 only beside other Thai figures, which such a text
    has no key for.
    """
    latin = to_latin_digits(text)
    if not layout_on and not any("ก" <= c <= "๏" for c in text):
        return latin
    figures = any("๑" <= c <= "๙" for c in text)
    return (latin if figures else text).translate(_FROM_THAI_TABLE)
