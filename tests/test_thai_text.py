"""Thai in cells: columns stand, cut names keep their vowels, searches find both spellings."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.thai_text import (
    NotCleanText,
    cell_width,
    clean,
    clusters,
    cut,
    fit,
    fold,
    pad,
    quote,
    sort_key,
    to_latin_digits,
    to_thai_digits,
)

thai = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B).filter(str.isprintable))
mixed = st.text(
    st.one_of(
        st.characters(min_codepoint=0x0E01, max_codepoint=0x0E4E),
        st.sampled_from("aé ́王한🇹🇭👨‍👩ํ้ำ่ีุ\u200b\u200c\u3000ﬁŁø"),
        st.characters(exclude_categories=("Cs", "Cc")),
    ),
    max_size=30,
)


def is_mark(character: str) -> bool:
    return unicodedata.category(character) == "Mn" or character == "ำ"


@pytest.mark.parametrize(
    ("text", "pieces", "cells"),
    [
        ("น้ำ", ["น้ำ"], 2),
        ("กำ", ["กำ"], 2),
        ("ที่", ["ที่"], 1),
        ("เก้า", ["เ", "ก้", "า"], 3),
        ("ก็", ["ก็"], 1),
        ("สมชาย ใจดี", ["ส", "ม", "ช", "า", "ย", " ", "ใ", "จ", "ดี"], 9),
        ("MÜLLER", list("MÜLLER"), 6),
        ("e\u0301", ["e\u0301"], 1),
        ("李明", ["李", "明"], 4),
        ("", [], 0),
    ],
)
def test_a_name_is_stepped_through_by_cluster_and_measured_in_cells(text, pieces, cells):
    assert clusters(text) == pieces
    assert cell_width(text) == cells


def test_the_screen_measures_a_name_as_we_do():
    from rich.cells import cell_len

    for text in ("น้ำ กำ ที่ เก้า ก็", "โรงแรมริมน้ำ · Rim Nam", "李明 한국 MÜLLER", "฿๑๒๓ 🇹🇭"):
        assert cell_width(text) == cell_len(text)


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("โรงแรมริมน้ำ", 10, "โรงแรมริมน้ำ"),
        ("โรงแรมริมน้ำ", 9, "โรงแรมริม…"),
        ("โรงแรมริมน้ำ", 8, "โรงแรมริ…"),
        ("น้ำริม", 2, "…"),
        ("ที่นี่", 1, "…"),
        ("ที่นี่", 0, ""),
        ("李明", 3, "李…"),
        ("李明", 2, "…"),
        ("ABC", 2, "A…"),
    ],
)
def test_a_cut_name_loses_no_vowel_or_tone_mark_alone(text, width, shown):
    assert cut(text, width) == shown


def test_an_ellipsis_too_wide_is_left_out():
    assert cut("ABCDEF", 2, ellipsis="...") == "AB"
    assert cut("ABCDEF", 4, ellipsis="") == "ABCD"


def test_columns_line_up_whatever_the_alignment():
    assert pad("ที่", 4) == "ที่   "
    assert pad("ที่", 4, "right") == "   ที่"
    assert pad("ที่", 4, "center") == " ที่  "
    assert pad("ABCDE", 3) == "ABCDE"
    assert fit("น้ำ", 1) == "…"
    assert fit("李明", 4, "right") == "李明"


@given(mixed, st.integers(0, 40), st.sampled_from(["left", "right", "center"]))
def test_a_column_is_always_exactly_as_wide_as_asked(text, width, align):
    assert cell_width(fit(text, width, align)) == width


@given(mixed, st.integers(0, 30), st.sampled_from(["…", "", "..."]))
def test_cutting_never_splits_a_cluster(text, width, ellipsis):
    shown = cut(text, width, ellipsis)
    assert cell_width(shown) <= width
    if shown != text:
        kept = shown.removesuffix(ellipsis) if cell_width(ellipsis) <= width else shown
        pieces = clusters(text)
        assert any(kept == "".join(pieces[:n]) for n in range(len(pieces)))


@given(thai, st.integers(0, 20))
def test_after_a_cut_no_mark_stood_on_what_was_kept(text, width):
    shown = cut(text, width, "")
    rest = text[len(shown) :]
    if shown and rest:
        assert not is_mark(rest[0])


@given(mixed)
def test_the_clusters_are_the_text(text):
    assert "".join(clusters(text)) == text


def test_digits_change_script_both_ways():
    assert to_latin_digits("๑๒๓๔๕๖๗๘๙๐ ห้อง ๓๐๕") == "1234567890 ห้อง 305"
    assert to_thai_digits("ห้อง 305") == "ห้อง ๓๐๕"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("นํ้า", "น้ำ"),
        ("น้ํา", "น้ำ"),
        ("กํา", "กำ"),
        ("ท่ี", "ที่"),
        ("ท่ีน่ี", "ที่นี่"),
        ("  สมชาย   ใจดี ", "สมชาย ใจดี"),
        ("Mu\u0308ller", "Müller"),
        ("สม\u200bชาย\ufeff", "สมชาย"),
        ("a\u00a0b\u3000c", "a b c"),
        ("ผู้", "ผู้"),
        ("ผู้", "ผู้"),
    ],
)
def test_a_name_is_stored_in_one_spelling(typed, stored):
    assert clean(typed) == stored


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\x1b[2J", "U+001B"), ("a\tb", "U+0009"), ("a\nb", "U+000A"), ("a\x00", "U+0000"), ("\x7f", "U+007F"),
        ("a\x9b2J", "U+009B"), ("a\u202eb", "U+202E"), ("a\u2066b", "U+2066"), ("a\u2028b", "U+2028"),
        ("a\u2029", "U+2029"), ("\ud800", "U+D800"),
    ],
)  # fmt: skip
def test_a_name_that_could_steer_the_terminal_is_refused(text, code):
    with pytest.raises(NotCleanText) as refused:
        clean(text)
    assert code in refused.value.message.say("en")


@given(mixed)
def test_cleaning_twice_changes_nothing_more(text):
    try:
        once = clean(text)
    except NotCleanText:
        return
    assert clean(once) == once
    assert once == unicodedata.normalize("NFC", once)
    assert once.isprintable() or any(unicodedata.category(c) in ("Cf", "Cn", "Co") for c in once)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MÜLLER", "muller"), ("Łukasz", "lukasz"), ("Ø", "o"), ("STRAẞE", "strasse"), ("Nguyễn", "nguyen"),
        ("นํ้า", "น้ำ"), ("น้ํา", "น้ำ"), ("ท่ี", "ที่"), ("เเดง", "แดง"), ("ห้อง ๓๐๕", "ห้อง 305"),
        ("Ｆｕｌｌ", "full"), ("  A \u00a0 B ", "a b"), ("İstanbul", "istanbul"), ("สม\u200bชาย", "สมชาย"),
    ],
)  # fmt: skip
def test_two_spellings_of_a_name_are_found_alike(one, other):
    assert fold(one) == fold(other) == other


@pytest.mark.parametrize(("one", "other"), [("มา", "ม้า"), ("が", "か"), ("й", "и"), ("ข้าว", "ขาว")])
def test_letters_that_differ_in_other_scripts_stay_different(one, other):
    assert fold(one) != fold(other)


@given(mixed)
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


def test_thai_names_stand_in_the_order_of_the_dictionary():
    names = ["แก้ว", "ขาว", "กา", "เก่ง", "ไก่", "ก้อย", "Zoe", "åke", "Bob", "ก่อ", "ก้อ"]
    assert sorted(names, key=sort_key) == [
        "åke", "Bob", "Zoe", "ก่อ", "ก้อ", "ก้อย", "กา", "เก่ง", "แก้ว", "ไก่", "ขาว",
    ]  # fmt: skip


def test_what_was_typed_is_quoted_short_and_harmless():
    assert quote("a\x1bb") == "a�b"
    assert cell_width(quote("ก" * 100)) == 30
