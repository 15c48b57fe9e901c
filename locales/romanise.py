"""How a name sounds, so that สมชาย finds Somchai and Vichai finds วิชัย.

There is no one way to write a Thai name in Latin letters: the Royal Institute's table says Wichai, the passport
Vichai, the guest himself Vijai. So both scripts are brought to one *sound*: the consonants in classes that no
spelling tells apart (k kh g; t th d; p ph b; ch j c; w v; n ng), the first vowel in three (A: a ae ai; E: i e;
U: o u), all other vowels left out. Thai does not write every vowel, nor say where a syllable ends, so a Thai
word may have several sounds; a Latin one has one, or two where it was cut off while being typed.

The sound of a beginning is the beginning of the sound, so names are found while they are typed.

Consonant tables: Royal Institute, Principles of romanization for Thai script by transcription (1999); what
people write instead is taken from the names of the tests (``tests/data/thai_names.csv``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

MOST_SOUNDS = 24
"""Of one word. What is left out are the least likely readings."""

A, E, U = "A", "E", "U"
_CLASSES = {
    "k": "กขฃคฅฆ", "n": "งณน", "c": "จฉชฌ", "s": "ซศษส", "y": "ญย", "t": "ฎฏฐฑฒดตถทธ", "p": "บปผพภ", "f": "ฝฟ",
    "m": "ม", "r": "รฤ", "l": "ลฬ", "w": "ว", "h": "หฮ", "": "อ",
}  # fmt: skip
_CONSONANTS = {letter: sound for sound, letters in _CLASSES.items() for letter in letters}
_LEADING = {"เ": (E,), "แ": (A, E), "โ": (U,), "ใ": (A,), "ไ": (A,)}
_SIGNS = {
    "ะ": (A,), "ั": (A, U), "า": (A,), "ำ": (A, U), "ิ": (E,), "ี": (E,), "ึ": (U, E), "ื": (U, E), "ุ": (U,),
    "ู": (U,), "็": (A, U), "ๅ": (E, U),
}  # fmt: skip
_MARKS = re.compile("[\u0e48-\u0e4b\u0e4d\u0e4e\u0e3a]")
_THANTHAKHAT = "\u0e4c"
_SONORANTS = frozenset("งญนมยรลว")  # before these ห only sets the tone

# Letters of a Latin name that are one sound together come first.
_LATIN = {
    "kh": "k", "gh": "k", "ch": "c", "sh": "s", "ph": "p", "bh": "p", "th": "t", "dh": "t", "ng": "n", "rh": "r",
    "lh": "l", "wh": "w", "ck": "k", "b": "p", "c": "c", "d": "t", "f": "f", "g": "k", "h": "h", "j": "c", "k": "k",
    "l": "l", "m": "m", "n": "n", "p": "p", "q": "k", "r": "r", "s": "s", "t": "t", "v": "w", "w": "w", "x": "s",
    "y": "y", "z": "s",
}  # fmt: skip
_LATIN_VOWELS = {"a": A, "e": E, "i": E, "y": E, "o": U, "u": U}
_PIECES = re.compile("|".join([*sorted(_LATIN, key=len, reverse=True), "[aeiou]"]))


@lru_cache(maxsize=4096)
def sounds(word: str, *, cut_off: bool = False) -> tuple[str, ...]:
    """How a folded word may sound, likeliest first; none for one without letters of either script.

    ``cut_off``: more may follow, so its last letter may still turn out to begin a syllable.
    """
    if any(letter.isdigit() for letter in word):
        return ()  # a number of something
    if any(letter in _CONSONANTS for letter in word):
        found = _thai(word, cut_off)
    elif word.isascii():
        found = _latin(word, cut_off)
    else:
        return ()
    kept: dict[str, None] = {}
    for sound in found:
        if sound:
            kept.setdefault(sound)
        if len(kept) == MOST_SOUNDS:
            break
    return tuple(kept)


def consonants(sound: str) -> int:
    """How many consonants a sound has, which is how much it tells."""
    return sum(letter.islower() for letter in sound)


# Latin letters


def _latin(word: str, cut_off: bool) -> Iterator[str]:
    """Letters that may be one sound or two, tch (Patcharee, Chatchai), ts and sh, are read both ways."""
    plain = re.sub("[^a-z]", "", word)
    readings = [plain]
    for written, also in (("tch", "ch"), ("ts", "s"), ("sh", "ch")):
        readings += [reading.replace(written, also) for reading in readings if written in reading]
    for reading in readings:
        pieces = _PIECES.findall(reading)
        for last_l in ("n", "l") if cut_off and pieces and pieces[-1] in ("l", "lh") else ("n",):
            yield "".join(_latin_sounds(pieces, last_l))


def _latin_sounds(pieces: list[str], last_l: str) -> Iterator[str]:
    before, vowel_said = "", False
    for place, piece in enumerate(pieces):
        following = pieces[place + 1] if place + 1 < len(pieces) else ""
        opens = following[:1] in _LATIN_VOWELS if following else False
        if piece in "aeiou" or (piece == "y" and place and not opens):
            if not vowel_said:
                yield _LATIN_VOWELS[piece]
            vowel_said, before = True, ""
            continue
        sound = _latin_consonant(piece, opens, bool(following), last_l) if place else _LATIN[piece]
        if sound and sound != before:
            yield sound
        before = sound or before


def _latin_consonant(piece: str, opens: bool, follows: bool, last_l: str) -> str:
    """Inside a word; ``opens``: a vowel follows."""
    sound = _LATIN[piece]
    if sound == "y" or (sound in "rwh" and not opens):
        return ""  # Porn is Pon, Kaew is Kaeo, Preeya is Pria
    if sound == "l" and not opens:
        return "n" if follows else last_l  # Kamol is Kamon
    return sound


# Thai letters


@dataclass(frozen=True)
class _Letter:
    """A consonant with the vowel written before it and the signs written on and behind it."""

    letter: str
    lead: str = ""
    signs: str = ""
    before_silent: bool = False
    after_silent: bool = False  # and so it begins a syllable

    @property
    def sound(self) -> str:
        return _CONSONANTS[self.letter]

    @property
    def has_vowel(self) -> bool:
        return bool(self.lead or self.signs) or self.letter == "ฤ"


def _letters(word: str) -> list[_Letter]:
    """The letters that are heard: one with thanthakhat is not."""
    found: list[_Letter] = []
    lead = ""
    for letter in _MARKS.sub("", word):
        if letter in _LEADING:
            lead = letter
        elif letter in _CONSONANTS:
            found.append(_Letter(letter, lead, after_silent=bool(found) and found[-1].before_silent))
            lead = ""
        elif letter == _THANTHAKHAT and found:
            found.pop()
            if found:
                last = found[-1]
                found[-1] = replace(last, before_silent=True)
        elif letter in _SIGNS and found:
            last = found[-1]
            found[-1] = replace(last, signs=last.signs + letter)
    return found


def _thai(word: str, cut_off: bool) -> Iterator[str]:
    letters = _letters(word)
    if not letters:
        return
    if cut_off and len(letters) == 2 and _joins(*letters):
        yield from _cluster(*letters)
    for begun, at in _begun(letters, cut_off):
        yield from _read(letters, at, begun, cut_off)


def _begun(letters: list[_Letter], cut_off: bool) -> Iterator[tuple[str, int]]:
    """What the first syllable may begin with, up to its vowel, and which letter comes next."""
    first = letters[0]
    second = letters[1] if len(letters) > 1 else None
    silent_first = second is not None and (
        (first.letter == "ห" and second.letter in _SONORANTS)
        or (first.letter == "อ" and second.letter == "ย")
    )
    if second and silent_first and not first.signs:
        for vowel in _vowels(first if first.lead else second, letters[2:4], cut_off):
            yield second.sound + vowel, 2
    if second and not first.signs and _is_cluster(first, second):
        for vowel in _vowels(first if first.lead and not second.signs else second, letters[2:4], cut_off):
            for start in _cluster(first, second):
                yield start + vowel, 2
        if first.letter == "ศ":
            return  # ศรี is never two syllables
    for vowel in _vowels(first, letters[1:3], cut_off):
        yield first.sound + vowel + ("m" if "ำ" in first.signs else ""), 1
    no_vowel = len(letters) > 2 and not any(letter.has_vowel for letter in letters[:3])
    if second and no_vowel and _joins(first, second):
        for start in _cluster(first, second):
            yield start + U, 2  # พรหม, ทรง


def _is_cluster(first: _Letter, second: _Letter) -> bool:
    """Two consonants before one written vowel."""
    return (second.has_vowel or bool(first.lead)) and _joins(first, second)


def _joins(first: _Letter, second: _Letter) -> bool:
    """กร ปล คว ศร ทร."""
    return (first.sound in ("k", "t", "p", "s", "c") and second.letter in "รลฤ") or (
        first.sound == "k" and second.letter == "ว"
    )


def _cluster(first: _Letter, second: _Letter) -> tuple[str, ...]:
    if first.letter == "ท" and second.letter == "ร":
        return ("s", "tr")  # ทราย
    if first.sound in ("s", "c") and second.letter == "ร":
        return (first.sound + "r", first.sound)  # ศรี, จริง
    return (first.sound + second.sound,)


def _vowels(letter: _Letter, behind: list[_Letter], cut_off: bool) -> tuple[str, ...]:
    """What the vowel may sound like; where none is written it is a in an open syllable, o in a closed one."""
    following = behind[0] if behind else None
    if letter.letter == "ฤ":
        return (E, U)
    if letter.lead == "เ":
        return _after_e(letter, behind, cut_off)
    if letter.lead:
        return _LEADING[letter.lead]
    if letter.signs:
        if letter.signs[0] == "ั" and following and following.letter == "ว" and not following.has_vowel:
            return (U,)  # บัว
        return _SIGNS[letter.signs[0]]
    if following and following.letter == "อ" and not following.has_vowel:
        return (U,)  # สอง
    if following and following.has_vowel:
        return (A,)  # มณี
    return (U,) if len(behind) == 1 and not cut_off else (U, A)


def _after_e(letter: _Letter, behind: list[_Letter], cut_off: bool) -> tuple[str, ...]:
    """เ, which with other signs is e, ao, ia, oe, uea, and in เจริญ belongs to the next letter."""
    if "า" in letter.signs:
        return (A,)
    carried = len(behind) > 1 or (bool(behind) and (cut_off or behind[0].has_vowel))
    rounded = bool(set("ิืึ") & set(letter.signs)) or any(
        next_.letter in "อย" or set("ิื") & set(next_.signs) for next_ in behind[:1]
    )
    return (
        E,
        *((U,) if rounded else ()),
        *((A,) if letter.letter == "อ" or (carried and not letter.signs) else ()),
    )


def _read(letters: list[_Letter], at: int, said: str, cut_off: bool) -> Iterator[str]:
    if at >= len(letters):
        yield said
        return
    for sound in _options(letters, at, cut_off):
        again = bool(sound) and said[-1:] == sound[:1] and not letters[at - 1].has_vowel
        if again:  # กิตติ is Kitti, but ลลิตา Lalita
            yield from _read(letters, at + 1, said, cut_off)
        yield from _read(letters, at + 1, said + sound, cut_off)


def _options(letters: list[_Letter], at: int, cut_off: bool) -> tuple[str, ...]:
    """How a letter inside a word may sound, likeliest first."""
    letter, last = letters[at], at == len(letters) - 1
    nasal = "m" if "ำ" in letter.signs else ""
    options = tuple(option + nasal for option in _sounds_inside(letters, at, cut_off))
    may_fall_silent = at > 2 and letter.letter not in "งม" and not letter.before_silent and not letter.lead
    if cut_off and last and may_fall_silent and letter.signs in ("", "ิ", "ุ"):
        return (*options, "")  # thanthakhat may be typed next
    return options


def _sounds_inside(letters: list[_Letter], at: int, cut_off: bool) -> tuple[str, ...]:
    letter, before, sound = letters[at], letters[at - 1], letters[at].sound
    behind = letters[at + 1] if at + 1 < len(letters) else None
    voiced = letter.has_vowel or letter.after_silent or _doubled_r(letters, at + 1)
    if letter.letter == "ย":
        return ("",)
    if letter.letter == "ญ":
        return ("",) if voiced else ("n",)
    if letter.letter == "ร":
        return _r(letters, at, cut_off)
    if voiced:
        sap = letter.letter == "ท" and behind and behind.letter == "ร" and behind.has_vowel
        return ("s", "t") if sap else (sound,)
    match sound:
        case "w":
            return ("", "w")
        case "l":
            return ("n", "l") if behind or cut_off or before.lead else ("n",)
        case "h":
            return ("", "h") if behind and behind.letter in _SONORANTS else ("h", "")
        case "s" | "c" | "t":
            return _stop(letters, at)
    return (sound,)


def _stop(letters: list[_Letter], at: int) -> tuple[str, ...]:
    """ส จ ท without a vowel: at the end of a syllable all are t; of two before a silent letter one is heard."""
    letter, behind = letters[at], letters[at + 1] if at + 1 < len(letters) else None
    before_r = behind is not None and behind.letter == "ร" and behind.has_vowel
    silent = ("",) if letter.before_silent and at > 1 and not letters[at - 1].has_vowel else ()
    if letter.sound != "t":
        return (letter.sound,) if before_r else (*silent, "t", letter.sound)
    return ("t", "s") if letter.letter == "ท" and before_r else (*silent, "t")


def _doubled_r(letters: list[_Letter], at: int) -> bool:
    """รร, which is a vowel."""
    pair = letters[at : at + 2]
    return [letter.letter for letter in pair] == ["ร", "ร"] and not pair[0].has_vowel


def _r(letters: list[_Letter], at: int, cut_off: bool) -> tuple[str, ...]:
    letter, before = letters[at], letters[at - 1]
    if letter.has_vowel or letter.after_silent:  # ศรี, ประเสริฐ, ทรัพย์
        optional = before.sound in ("s", "c") or before.lead or before.letter == "ท"
        return ("r", "") if optional else ("r",)
    if _doubled_r(letters, at - 1):
        return ("",)
    if _doubled_r(letters, at):
        if at + 2 == len(letters):
            return ("n",)
        return ("n", "") if letters[at + 2].has_vowel else ("", "n")
    if before.lead:
        return ("r", "n", "")  # ไกร
    if at + 1 < len(letters):
        return ("n", "r", "")
    if cut_off:
        return ("n", "r")
    return ("n",) if at < 2 or before.has_vowel else ("n", "r", "")  # ภัทร, บุตร
