"""Money typed, shown and spelled out."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.money import (
    LARGEST,
    NotAnAmount,
    amount_in_words,
    baht,
    format_money,
    parse_money,
    round_half_up,
    satang,
)
from locales.thai_keyboard import to_thai_layout
from locales.thai_text import to_thai_digits

VECTORS = list(
    csv.DictReader((Path(__file__).parent / "data" / "baht_text.csv").read_text("utf-8").splitlines())
)
amounts = st.decimals(-LARGEST, LARGEST, places=2, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: row["amount"])
def test_a_thai_receipt_spells_its_amount_as_the_royal_society_does(row):
    assert amount_in_words(Decimal(row["amount"]), "th") == row["expected_ed_always"]


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("2589.40", "THB", "Two thousand five hundred eighty-nine baht and forty satang"),
        ("2589", "THB", "Two thousand five hundred eighty-nine baht only"),
        ("0", "THB", "Zero baht only"),
        ("-0.004", "THB", "Zero baht only"),
        ("0.25", "THB", "Twenty-five satang"),
        ("1.01", "THB", "One baht and one satang"),
        ("1.005", "THB", "One baht and one satang"),
        ("-1500.75", "THB", "Minus one thousand five hundred baht and seventy-five satang"),
        ("1000001", "THB", "One million one baht only"),
        ("12.40", "EUR", "Twelve euro and 40 cents"),
        ("12.01", "EUR", "Twelve euro and 1 cent"),
        ("1", "USD", "One US dollar only"),
        ("101.50", "USD", "One hundred one US dollars and 50 cents"),
        ("3", "GBP", "Three pounds sterling only"),
        ("1500", "JPY", "One thousand five hundred Japanese yen only"),
        ("3.25", "SEK", "Three Swedish kronor and 25/100"),
    ],
)
def test_an_english_receipt_spells_its_amount(amount, currency, words):
    assert amount_in_words(Decimal(amount), "en", currency) == words


def test_a_thai_paper_names_foreign_money_by_its_code():
    assert amount_in_words(Decimal("121"), "th", "EUR") == "หนึ่งร้อยยี่สิบเอ็ด EUR"
    assert amount_in_words(Decimal("12.05"), "th", "USD") == "สิบสองจุดศูนย์ห้า USD"
    assert amount_in_words(Decimal("-12.05"), "th", "USD") == "ลบสิบสองจุดศูนย์ห้า USD"


def test_no_words_are_made_up_for_a_third_language():
    with pytest.raises(ValueError, match="fr"):
        amount_in_words(Decimal("1"), "fr")


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("1234.5", "1,234.50"), ("0", "0.00"), ("-0", "0.00"), ("-0.004", "0.00"), ("0.005", "0.01"),
        ("-0.005", "-0.01"), ("2.675", "2.68"), ("-249.5", "-249.50"), ("99999999999.99", "99,999,999,999.99"),
    ],
)  # fmt: skip
def test_money_is_shown_with_two_decimals_and_thousands(amount, shown):
    assert format_money(Decimal(amount)) == shown


def test_a_folio_may_show_a_real_minus_sign():
    assert format_money(Decimal("-249.5"), sign="−") == "−249.50"
    assert format_money(Decimal("249.5"), sign="−") == "249.50"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1,234.50", "1234.50"), ("1234.5", "1234.50"), (" 500 ", "500.00"), (".5", "0.50"), ("5.", "5.00"),
        ("500.-", "500.00"), ("1,500.-", "1500.00"), ("-20", "-20.00"), ("−20.25", "-20.25"), ("-0", "0.00"),
        ("๑,๒๓๔.๕๐", "1234.50"), ("99,999,999,999.99", "99999999999.99"), ("007", "7.00"),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_it_is_written(typed, amount):
    read = parse_money(typed)
    assert read == Decimal(amount)
    assert str(read) == amount


@pytest.mark.parametrize("keys", ["1", "500", "1234.50", "1,234.50", "67890", "-150", "3200.25"])
def test_an_amount_typed_with_the_thai_layout_on_is_understood(keys):
    assert parse_money(to_thai_layout(keys)) == parse_money(keys)


def test_an_amount_from_the_numpad_may_be_mixed_with_the_thai_row():
    assert parse_money("ๅจ.50") == Decimal("10.50")


@pytest.mark.parametrize(
    "typed",
    [
        "12,50", "1.234,50", "1,2345", ",5", "1,,000", "1 000", "12.345", "1e3", "1E3", "nan", "inf", "Infinity",
        "-inf", "0x10", "3*40", "1+1", "+5", "--5", "-", "/", "//", "/-", "5/", "-ๅ5", ".", "-.", ".-", "abc",
        "12baht", "฿12", "1_000", "²", "１２", "٣", "100000000000", "99999999999.999", "1.2.3", "{text}", "ฟ",
        "", "  ", "9" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(NotAnAmount) as refused:
        parse_money(typed)
    assert refused.value.message.say("en")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type an amount."),
        ("1.005", "1.005 has more than two decimals."),
        ("12,50", "12,50 is not an amount. Type it like 1,234.50."),
        ("100000000000", "100000000000 is too much; the limit is 99,999,999,999.99."),
    ],
)
def test_the_refusal_of_an_amount_says_why(typed, sentence):
    with pytest.raises(NotAnAmount) as refused:
        parse_money(typed)
    assert refused.value.message.say("en") == sentence


def test_half_a_satang_is_rounded_away_from_zero():
    assert str(round_half_up(Decimal("1.005"))) == "1.01"
    assert str(round_half_up(Decimal("-1.005"))) == "-1.01"
    assert str(round_half_up(Decimal("-0.001"))) == "0.00"


@pytest.mark.parametrize("amount", ["0.005", "1.999", "1E-3"])
def test_part_of_a_satang_is_never_stored(amount):
    with pytest.raises(ValueError, match="satang"):
        satang(Decimal(amount))


@given(amounts)
def test_satang_and_baht_are_the_same_money(amount):
    assert baht(satang(amount)) == amount
    assert isinstance(satang(amount), int)


@given(st.integers(-(10**20), 10**20))
def test_every_number_of_satang_has_its_baht(number):
    assert satang(baht(number)) == number


@given(amounts, st.sampled_from(["-", "−"]))
def test_an_amount_shown_can_be_typed_again(amount, sign):
    shown = format_money(amount, sign=sign)
    assert parse_money(shown) == amount
    assert parse_money(to_thai_digits(shown)) == amount


@given(amounts)
def test_an_amount_typed_blindly_on_the_thai_layout_is_that_amount_or_refused(amount):
    try:
        assert parse_money(to_thai_layout(f"{amount:.2f}")) == amount
    except NotAnAmount:
        assert set(f"{amount:.2f}") <= set("23.-")


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_is_refused(text):
    try:
        read = parse_money(text)
    except NotAnAmount:
        return
    assert read.is_finite()
    assert abs(read) <= LARGEST


@given(st.decimals(0, LARGEST, places=2), st.sampled_from(["th", "en"]))
def test_a_credit_is_spelled_as_the_charge_with_minus_before_it(amount, language):
    charge = amount_in_words(amount, language)
    if amount:
        credit = amount_in_words(-amount, language)
        assert credit.lower() == {"th": "ลบ", "en": "minus "}[language] + charge.lower()
