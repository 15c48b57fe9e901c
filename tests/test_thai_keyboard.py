"""The desk works the same when somebody left the Thai layout on."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.thai_keyboard import (
    THAI_ROW,
    TWINS,
    digits_from_thai_row,
    from_thai_layout,
    to_thai_layout,
    twin,
)

typed_in_english = st.text(st.sampled_from([chr(code) for code in range(0x20, 0x7F)]))


def test_every_shortcut_letter_has_the_twin_of_its_key():
    twins = "ฟิแกำดเ้ร่าสทืนยๆพหะีอไปัผ"
    assert [TWINS[letter] for letter in string.ascii_lowercase] == list(twins)
    assert twin("/") == "ฝ"
    assert twin(":") == "ซ"
    assert twin("?") == "ฦ"


def test_no_twin_is_a_key_that_means_something_itself():
    assert len(set(TWINS.values())) == len(TWINS)
    for thai in TWINS.values():
        assert not thai.isascii()
        assert not thai.isdecimal()
    for key in ("+", "*", "1", "2", "3", "W", "f7"):
        assert twin(key) is None


def test_the_digit_row_is_the_thai_one():
    assert "".join(THAI_ROW[digit] for digit in "1234567890") == "ๅ/-ภถุึคตจ"


@pytest.mark.parametrize(
    ("typed", "separators", "figures"),
    [
        ("/ถ", "", "25"),
        ("/-", "", "23"),
        ("/ถฝๅๅ", "/", "25/11"),
        ("ๅมจจจใถจ", ",.", "1,000.50"),
        ("ๅ.ถ", ".", "1.5"),
        ("25", "", "25"),
        ("๒๕", "", "25"),
        ("5ถ", "", "55"),
        ("/ถ/ๅๅ", "/", "25211"),
        ("ๅ.ถ", "", None),
        ("25/11", "/", None),
        ("5/", "", None),
        ("๒/", "", None),
        ("ถฟ", "", None),
        ("ถฝ", "", None),
        ("fri", "", None),
        ("", "", None),
    ],
)
def test_figures_are_read_from_the_thai_row_only_when_nothing_else_is_there(typed, separators, figures):
    assert digits_from_thai_row(typed, separators) == figures


@given(st.text(st.sampled_from("0123456789"), min_size=1))
def test_any_number_typed_on_the_thai_row_is_that_number(number):
    assert digits_from_thai_row(to_thai_layout(number)) == number


@pytest.mark.parametrize(
    ("english", "thai"),
    [("l;ylfu", "สวัสดี"), ("8nv", "คือ"), ("folio 305", "ดนสรน -จถ"), ("8;k,", "ความ"), ("OELTvN", "ฯฎศธอ์")],
)
def test_the_same_keys_give_either_layout(english, thai):
    assert to_thai_layout(english) == thai
    assert from_thai_layout(thai) == english


def test_the_shifted_keys_are_kedmanee():
    assert to_thai_layout("QWERTYUIOP") == '๐"ฎฑธํ๊ณฯญ'
    assert to_thai_layout("ASDFGHJKL:") == "ฤฆฏโฌ็๋ษศซ"
    assert to_thai_layout("ZXCVBNM<>?") == "()ฉฮฺ์?ฒฬฦ"
    assert to_thai_layout("!@#$%^&*()_+") == "+๑๒๓๔ู฿๕๖๗๘๙"


@given(typed_in_english)
def test_keys_typed_on_the_wrong_layout_come_back_unharmed(text):
    assert from_thai_layout(to_thai_layout(text)) == text
