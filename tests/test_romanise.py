"""Thai names and the many ways they are written in Latin letters sound the same; different names do not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.romanise import MOST_SOUNDS, consonants, sounds
from locales.thai_text import fold

with (Path(__file__).parent / "data" / "thai_names.csv").open(encoding="utf-8") as _file:
    NAMES = [(row["thai"], row["latin"]) for row in csv.DictReader(_file)]
LATIN_OF: dict[str, set[str]] = {}
for _thai, _latin in NAMES:
    LATIN_OF.setdefault(_thai, set()).add(_latin)
TORN = {"tc", "ts", "sh", "ch", "ck"}  # only the second letter makes one sound of them


def heard(typed: str, stored: str) -> bool:
    """Whether a search for ``typed`` finds ``stored`` by its sound, as the guest search does."""
    begun = [s for s in sounds(fold(typed), cut_off=True) if consonants(s) > 1]
    kept = sounds(fold(stored))
    return any(k.startswith(b) for k in kept for b in begun) or bool(set(kept) & set(sounds(fold(typed))))


def test_of_277_spellings_all_but_two_are_found_from_the_other_script() -> None:
    assert len(NAMES) >= 277
    missed = {(t, n) for t, n in NAMES if not (heard(t, n) and heard(n, t))}
    assert missed <= {("เอกชัย", "Akekachai"), ("อานันท์", "Anand")}


def test_one_in_three_hundred_other_names_sounds_alike() -> None:
    pairs = [(thai, latin) for thai in LATIN_OF for _t, latin in NAMES if latin not in LATIN_OF[thai]]
    alike = [pair for pair in pairs if heard(*pair)]
    assert len(alike) / len(pairs) < 0.0035


@pytest.mark.parametrize("letters", [3, 4, 5])
def test_a_few_letters_find_no_more_than_a_few_of_the_names(letters: int) -> None:
    found = [sum(heard(latin[:letters], thai) for thai in LATIN_OF) for _t, latin in NAMES]
    assert sum(found) / len(found) < 0.02 * len(LATIN_OF)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Somch", "สมชาย"), ("สมช", "Somchai"), ("Kittis", "กิตติศักดิ์"), ("กิตติศ", "Kittisak"), ("Wich", "วิชัย"),
        ("Vich", "วิชัย"), ("Wichai", "Vichai"), ("Siripo", "ศิริพร"), ("Siriporn", "Siripon"), ("ประเสริฐ", "Prasert"),
        ("Chai", "ชัย"), ("Jaidee", "ใจดี"), ("ใจดี", "Chaidi"),
    ],
)  # fmt: skip
def test_names_are_found_while_they_are_typed(typed: str, stored: str) -> None:
    assert heard(typed, stored)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("S", "สมชาย"),
        ("ส", "Somchai"),
        ("Li", "ลิขิต"),
        ("Malee", "มานี"),
        ("Manop", "มานิต"),
        ("สมชาย", "Somsak"),
    ],
)
def test_others_are_not(typed: str, stored: str) -> None:
    assert not heard(typed, stored)


def test_what_is_no_name_has_no_sound() -> None:
    assert [sounds(word) for word in ("", "123", "王", "ๆ", "์", "เ", "-")] == [()] * 7


@given(st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B), max_size=40), st.booleans())
def test_any_thai_text_has_few_sounds_and_breaks_nothing(text: str, cut_off: bool) -> None:
    found = sounds(text, cut_off=cut_off)
    assert len(found) <= MOST_SOUNDS
    assert all(found)


@given(st.text("abcdefghijklmnopqrstuvwxz", max_size=12))
def test_the_sound_of_a_latin_beginning_is_the_beginning_of_the_sound(text: str) -> None:
    """Save inside tch, ck and the like, and at a y, which is vowel or consonant."""
    whole = sounds(text)
    for end in range(len(text)):
        begun = sounds(text[:end], cut_off=True)
        if begun and text[max(end - 1, 0) : end + 1] not in TORN and text[max(end - 2, 0) : end + 1] != "tch":
            assert any(w.startswith(b) for b in begun for w in whole), text[:end]
