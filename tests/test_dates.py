"""Dates as clerks type them and as papers show them, in both eras."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import in_language
from locales.dates import (
    MONTHS,
    SHORT_MONTHS,
    SHORT_WEEKDAYS,
    WEEKDAYS,
    NotADate,
    format_date,
    format_stamp,
    parse_date,
)
from locales.thai_keyboard import to_thai_layout
from locales.thai_text import to_thai_digits

MONDAY = date(2026, 11, 23)
VECTORS = list(
    csv.DictReader((Path(__file__).parent / "data" / "be_dates.csv").read_text("utf-8").splitlines())
)

any_day = st.dates(date(1900, 1, 1), date(2200, 12, 31))
near_day = st.dates(date(1990, 1, 1), date(2050, 12, 31))
languages = st.sampled_from(["th", "en"])
eras = st.sampled_from(["be", "ce"])


# What papers show


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: row["iso"])
def test_a_thai_paper_shows_the_buddhist_year(row):
    day = date.fromisoformat(row["iso"])
    assert format_date(day, "numeric", "th") == row["dd/mm/yyyy_be"]
    assert format_date(day, "short", "th") == row["d_MMM_yy_be"]
    assert format_date(day, "medium", "th") == row["medium_be"]
    assert format_date(day, "long", "th") == row["long_be"]
    assert format_date(day, "full", "th") == row["full_be"]
    assert format_date(day, "medium", "th", era="ce") == row["medium_gregorian"]


@pytest.mark.parametrize(
    ("style", "thai", "english"),
    [
        ("numeric", "23/11/2569", "23/11/2026"),
        ("short", "23 พ.ย. 69", "23 Nov 26"),
        ("medium", "23 พ.ย. 2569", "23 Nov 2026"),
        ("day_month", "23 พ.ย.", "23 Nov"),
        ("weekday", "จ. 23 พ.ย. 2569", "Mon 23 Nov 2026"),
        ("long", "23 พฤศจิกายน 2569", "23 November 2026"),
        ("full", "วันจันทร์ที่ 23 พฤศจิกายน พ.ศ. 2569", "Monday 23 November 2026"),
        ("month", "พ.ย. 2569", "Nov 2026"),
    ],
)
def test_each_style_is_written_in_the_language_of_the_desk(style, thai, english):
    assert format_date(MONDAY, style, "th") == thai
    assert format_date(MONDAY, style, "en") == english
    with in_language("th"):
        assert format_date(MONDAY, style) == thai


def test_a_passport_form_shows_the_common_year_in_thai_and_says_so():
    assert format_date(MONDAY, "full", "th", era="ce") == "วันจันทร์ที่ 23 พฤศจิกายน ค.ศ. 2026"
    assert format_date(MONDAY, "full", "en", era="be") == "Monday 23 November 2569 B.E."


@pytest.mark.parametrize(
    ("style", "language", "era"), [("tiny", "th", None), ("medium", "fr", None), ("full", "th", "ad")]
)
def test_an_unknown_style_language_or_era_is_refused(style, language, era):
    with pytest.raises(ValueError, match=r"no such"):
        format_date(MONDAY, style, language, era)


def test_the_names_of_months_and_days_are_those_of_cldr():
    from babel import Locale

    for language in ("th", "en"):
        locale = Locale(language)
        assert MONTHS[language] == tuple(locale.months["format"]["wide"][n] for n in range(1, 13))
        assert SHORT_MONTHS[language] == tuple(
            locale.months["format"]["abbreviated"][n] for n in range(1, 13)
        )
        assert WEEKDAYS[language] == tuple(locale.days["format"]["wide"][n] for n in range(7))
        assert SHORT_WEEKDAYS[language] == tuple(locale.days["format"]["abbreviated"][n] for n in range(7))


def test_a_stamp_shows_the_clock_of_the_hotel():
    late_in_london = datetime(2026, 11, 23, 18, 5, tzinfo=UTC)
    assert format_stamp(late_in_london, "Asia/Bangkok", "th") == "24 พ.ย. 69 01:05"
    assert format_stamp(late_in_london, "Asia/Bangkok", "en") == "24 Nov 26 01:05"
    with pytest.raises(ValueError, match="without a zone"):
        format_stamp(late_in_london.replace(tzinfo=None), "Asia/Bangkok")


# What clerks type


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize(
    "typed",
    [
        "25", "25/11", "25/11/2569", "25/11/2026", "25.11.2026", "25-11-2026", "25 11 2026", "2026-11-25",
        "2569-11-25", "25112569", "25112026", "20261125", "+2", "+ 2", "wed", "Wednesday", "WED,",
        "พ.", "พ", "พุธ", "วันพุธ", "มะรืน", "มะรืนนี้", "25 พ.ย.", "25 พย", "25พ.ย.", "25 พฤศจิกา", "25 nov",
        "25 Nov 2026", "25-Nov-2026", "25nov2026", "Nov 25", "November 25, 2026", "25th november 2569",
        "25 พฤศจิกายน พ.ศ. 2569", "25 พ.ย. ค.ศ. 2026", "25 Nov 2569 B.E.", "๒๕/๑๑/๒๕๖๙", "๒๕ พ.ย. ๒๕๖๙",
        "wed 25 nov", "พ. 25 พ.ย. 2569", "วันพุธที่ 25 พฤศจิกายน พ.ศ. 2569", "  25 /11 ", "+๒",
    ],
)  # fmt: skip
def test_the_day_after_tomorrow_can_be_said_in_many_ways(typed, language):
    with in_language(language):
        assert parse_date(typed, MONDAY) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("today", date(2026, 11, 23)), ("วันนี้", date(2026, 11, 23)), ("Tomorrow", date(2026, 11, 24)),
        ("พรุ่งนี้", date(2026, 11, 24)), ("yesterday", date(2026, 11, 22)), ("เมื่อวาน", date(2026, 11, 22)),
        ("-1", date(2026, 11, 22)), ("−1", date(2026, 11, 22)), ("+0", date(2026, 11, 23)),
        ("23", date(2026, 11, 23)), ("22", date(2026, 12, 22)), ("31", date(2026, 12, 31)),
        ("22/11", date(2027, 11, 22)), ("29/2", date(2028, 2, 29)),
        ("mon", date(2026, 11, 30)), ("จ.", date(2026, 11, 30)), ("sun", date(2026, 11, 29)),
        ("อา.", date(2026, 11, 29)), ("พฤ.", date(2026, 11, 26)), ("พฤหัส", date(2026, 11, 26)),
        ("29/02/2567", date(2024, 2, 29)), ("29 ก.พ. 2567", date(2024, 2, 29)),
        ("1 มี.ค. 2570", date(2027, 3, 1)), ("1 มีนา", date(2027, 3, 1)), ("3 พฤษภา", date(2027, 5, 3)),
        ("1 may", date(2027, 5, 1)), ("31/12/2500", date(1957, 12, 31)),
    ],
)  # fmt: skip
def test_a_date_typed_on_monday_23_november_2569_is_understood(typed, expected):
    assert parse_date(typed, MONDAY) == expected


@pytest.mark.parametrize(
    ("typed", "thai", "english"),
    [
        ("25/11/69", date(2026, 11, 25), date(2069, 11, 25)),
        ("251169", date(2026, 11, 25), date(2069, 11, 25)),
        ("25.11.26", date(1983, 11, 25), date(2026, 11, 25)),
        ("25 พ.ย. 69", date(2026, 11, 25), date(2069, 11, 25)),
        ("25 nov 26", date(1983, 11, 25), date(2026, 11, 25)),
        # B.E. 2505 is 64 years ago, 2005 is 21: the other era. 2099 is 73 years ahead, B.E. 2599 is 30.
        ("01/01/05", date(2005, 1, 1), date(2005, 1, 1)),
        ("01/01/99", date(2056, 1, 1), date(2056, 1, 1)),
        ("25/11/69 พ.ศ.", date(2026, 11, 25), date(2026, 11, 25)),
        ("25/11/26 A.D.", date(2026, 11, 25), date(2026, 11, 25)),
        ("25/11/99 ce", date(2099, 11, 25), date(2099, 11, 25)),
    ],
)
def test_a_two_digit_year_belongs_to_the_era_of_the_desk_unless_that_is_absurd(typed, thai, english):
    with in_language("th"):
        assert parse_date(typed, MONDAY) == thai
        assert parse_date(typed, MONDAY, era="ce") == english
    with in_language("en"):
        assert parse_date(typed, MONDAY) == english
        assert parse_date(typed, MONDAY, era="be") == thai


def test_a_departure_is_counted_from_the_arrival():
    arrival = date(2026, 12, 28)
    assert parse_date("+3", MONDAY, after=arrival) == date(2026, 12, 31)
    assert parse_date("2", MONDAY, after=arrival) == date(2027, 1, 2)
    assert parse_date("28", MONDAY, after=arrival) == arrival
    assert parse_date("30/11", MONDAY, after=arrival) == date(2027, 11, 30)
    assert parse_date("mon", MONDAY, after=arrival) == date(2027, 1, 4)
    assert parse_date("-1", MONDAY, after=arrival) == date(2026, 11, 22)
    assert parse_date("tomorrow", MONDAY, after=arrival) == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "era", "expected"),
    [
        ("23", "be", date(2026, 11, 23)), ("24", "be", date(2026, 10, 24)), ("31", "be", date(2026, 10, 31)),
        ("24/11", "be", date(2025, 11, 24)), ("29/2", "be", date(2024, 2, 29)),
        ("mon", "be", date(2026, 11, 16)), ("sun", "be", date(2026, 11, 22)),
        ("12/03/50", "ce", date(1950, 3, 12)), ("12/03/50", "be", date(2007, 3, 12)),
        ("12/03/93", "be", date(1950, 3, 12)), ("23/11/26", "ce", date(2026, 11, 23)),
        ("24/11/26", "ce", date(1926, 11, 24)),
    ],
)  # fmt: skip
def test_a_birthday_is_never_in_the_future(typed, era, expected):
    assert parse_date(typed, MONDAY, era=era, past=True) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("25", date(2026, 11, 25)), ("23", date(2026, 11, 23)), ("2", date(2026, 12, 2)),
        ("25/11", date(2026, 11, 25)), ("25/11/2569", date(2026, 11, 25)), ("25-11-2026", date(2026, 11, 25)),
        ("25.11.2026", date(2026, 11, 25)), ("25112569", date(2026, 11, 25)), ("14/07/2570", date(2027, 7, 14)),
        ("08/09/2570", date(2027, 9, 8)), ("+3", date(2026, 11, 26)), ("-1", date(2026, 11, 22)),
        ("fri", date(2026, 11, 27)), ("tomorrow", date(2026, 11, 24)), ("25 nov", date(2026, 11, 25)),
    ],
)  # fmt: skip
def test_a_date_typed_with_the_thai_layout_on_is_understood(keys, expected):
    assert parse_date(to_thai_layout(keys), MONDAY) == expected


def test_figures_from_the_numpad_and_the_thai_row_may_be_mixed():
    assert parse_date("ๅถ.12", MONDAY) == date(2026, 12, 15)
    assert parse_date("2ถ.11.2026", MONDAY) == date(2026, 11, 25)


def test_a_slash_beside_figures_is_not_guessed_to_be_the_key_of_2():
    with pytest.raises(NotADate):
        parse_date("/ถ.11", MONDAY)


def test_the_key_of_3_alone_is_the_third():
    assert parse_date("-", MONDAY) == date(2026, 12, 3)


def test_monday_is_monday_and_not_the_key_of_nought():
    assert parse_date("จ", MONDAY) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type a date, for instance 25, 25/11 or +3."),
        ("31/11", "November has only 30 days."),
        ("30 ก.พ.", "February has only 29 days."),
        ("29/2/2027", "Feb 2027 has only 28 days."),
        ("29/02/2568", "Feb 2025 has only 28 days."),
        ("29/2/2569", "Feb 2026 has only 28 days."),
        ("32", "No month has a day 32."),
        ("0", "No month has a day 0."),
        ("12/13", "There is no month 13."),
        ("25/11/1500", "The year 1500 cannot be: type one like 2569 or 2026."),
        ("25/11/2300", "The year 2300 cannot be: type one like 2569 or 2026."),
        ("25/11/9999", "The year 9999 cannot be: type one like 2569 or 2026."),
        ("25/11/2026 พ.ศ.", "The year 2026 cannot be: type one like 2569 or 2026."),
        ("tue 25/11/2026", "That day is a Wednesday."),
        ("soon", "soon is not a date. Type for instance 25, 25/11, 25/11/69, +3 or fri."),
        ("Nov 2026", "nov 2026 is not a date. Type for instance 25, 25/11, 25/11/69, +3 or fri."),
    ],
)
def test_an_impossible_date_is_answered_with_what_is_wrong(typed, sentence):
    with pytest.raises(NotADate) as refused:
        parse_date(typed, MONDAY)
    assert refused.value.message.say("en") == sentence


@pytest.mark.parametrize(
    "typed", ["25/", "/25", "25//11", "1/2/3", "25/11/256", "5/ๅๅ", "+", "+99999", "25 พ.ศ.", "25h",
              "2511", "251", "25/11/2026/1", "²⁵", "25/11/20２6", "\x1b[2J", "{text}", "nan", "กขค", "25 xyz"],
)  # fmt: skip
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(NotADate):
        parse_date(typed, MONDAY)


def test_a_date_beyond_the_calendar_is_refused():
    with pytest.raises(NotADate):
        parse_date("+9999", date(9999, 1, 1))


def test_the_refusal_of_a_strange_text_does_not_carry_it_to_the_screen():
    with pytest.raises(NotADate) as refused:
        parse_date("\x1b[2J" + "x" * 500, MONDAY)
    sentence = refused.value.message.say("en")
    assert "\x1b" not in sentence
    assert len(sentence) < 120


# What must hold for every day


@given(any_day, near_day, languages, eras, st.sampled_from(["numeric", "medium", "weekday", "long", "full"]))
def test_whatever_is_shown_with_its_year_can_be_typed_again(day, today, language, era, style):
    shown = format_date(day, style, language, era)
    assert parse_date(shown, today) == day
    assert parse_date(to_thai_digits(shown), today) == day


@given(near_day, st.integers(-39, 39), languages, eras)
def test_a_short_date_is_read_in_the_era_it_was_shown_in(today, years, language, era):
    offset = 543 if era == "be" else 0
    century = (today.year + offset) // 100 * 100
    day = date(today.year + years, 6, 15)
    if (day.year + offset) // 100 * 100 == century:
        assert parse_date(format_date(day, "short", language, era), today, era=era) == day


@given(near_day, st.integers(0, 364))
def test_a_day_and_month_within_a_year_is_the_next_one(today, days):
    day = today + timedelta(days=days)
    if (day.month, day.day) != (2, 29):
        assert parse_date(format_date(day, "day_month", "th"), today) == day
        assert parse_date(f"{day.day}/{day.month}", today) == day


@given(near_day, st.integers(0, 27))
def test_a_bare_day_is_the_next_or_the_last_of_its_number(today, days):
    assert parse_date(str((today + timedelta(days=days)).day), today) == today + timedelta(days=days)
    assert parse_date(str((today - timedelta(days=days)).day), today, past=True) == today - timedelta(
        days=days
    )


@given(near_day, st.integers(1, 7), languages)
def test_a_weekday_is_one_of_the_seven_days_to_come(today, days, language):
    day = today + timedelta(days=days)
    assert parse_date(WEEKDAYS[language][day.weekday()], today) == day
    assert parse_date(SHORT_WEEKDAYS[language][day.weekday()], today) == day


@given(any_day, near_day, st.sampled_from("/.-"))
def test_a_date_typed_blindly_on_the_thai_layout_is_the_same_date(day, today, separator):
    keys = f"{day.day}{separator}{day.month}{separator}{day.year}"
    assert parse_date(to_thai_layout(keys), today) == day


@given(near_day, st.integers(0, 99), st.integers(1, 12), st.integers(1, 28), eras)
def test_no_two_digit_year_of_a_birthday_lies_in_the_future(today, year, month, day, era):
    born = parse_date(f"{day}/{month}/{year:02}", today, era=era, past=True)
    assert today.replace(year=today.year - 100, day=1) <= born <= today


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_is_refused(text):
    try:
        answer: object = parse_date(text, MONDAY)
    except NotADate as refused:
        answer = refused.message.say("en")
    assert isinstance(answer, date) or answer
