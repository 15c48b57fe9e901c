"""Words by which a person or a company is found: as they are written and as they sound, by their beginning.

Keys of the sounds stand among those of the words; what they begin with no typed word can, because control
characters are refused in names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from locales.romanise import consonants, sounds
from locales.thai_text import fold

SOUND = "\x01"
TITLES = re.compile(r"^(นางสาว|นาย|นาง|คุณ|ดร\.)(?=.{2})")
"""Written without a blank before the name."""
MOST_READINGS = 8
"""Of a word that is looked for. All of a word that is found are kept."""
LAST = "\U0010ffff"
"""Behind every key that begins alike."""


def name_keys(texts: Iterable[str]) -> set[str]:
    """The words of names as written and as they sound, and each name whole."""
    keys: set[str] = set()
    for text in texts:
        folded = fold(text)
        for written in folded.split():
            for word in {written, TITLES.sub("", written)}:
                keys.add(word)
                keys.update(SOUND + sound for sound in sounds(word))
        keys.add(folded)
    return keys - {""}


def number_keys(number: str) -> set[str]:
    """Of a document or a tax number, which is looked for as a phone would be when it is all digits."""
    folded = fold(number)
    return {folded, phone_digits(folded) if folded.isdigit() else folded} - {""}


def phone_digits(phone: str) -> str:
    """+66 81… and 081… are one phone."""
    return re.sub(r"^(66|0)", "", re.sub(r"\D", "", phone))


def phone_keys(phone: str) -> set[str]:
    return {re.sub(r"\D", "", phone), phone_digits(phone)} - {""}


def search_words(text: str) -> list[str]:
    digits = re.sub(r"[\s\-+().]", "", text)
    if digits.isdigit() and len(digits) >= 3:
        return [phone_digits(digits) if len(digits) > 5 else digits]
    return fold(text).split()


def matches(key: Any, word: str, *, alone: bool = True) -> Any:
    """A condition on a column of keys: it begins with ``word``, or with what ``word`` sounds like.

    A sound of one consonant says too little to be a beginning; it must be the whole, unless another word
    stands beside it and it can sound in one or two ways only.
    """
    heard = sounds(word, cut_off=True)
    cut_off = [sound for sound in heard if consonants(sound) > 1]
    if not alone and len(word) > 1 and len(heard) <= 2:
        cut_off = [sound for sound in heard if len(sound) > 1]
    beginnings = [s for s in cut_off if not any(s != o and s.startswith(o) for o in cut_off)][:MOST_READINGS]
    whole = [SOUND + s for s in sounds(word) if not any(s.startswith(beginning) for beginning in beginnings)]
    conditions = [(key >= begin) & (key < begin + LAST) for begin in [word, *(SOUND + b for b in beginnings)]]
    if whole:
        conditions.append(key << whole)
    return reduce(or_, conditions)
