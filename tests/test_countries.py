"""The country of a guest is found in whichever language the clerk thinks."""

import pytest

from locales.countries import countries, country_name, find_countries, valid_country, valid_nationality


def test_every_country_of_iso_3166_has_a_name_in_both_languages():
    for language in ("th", "en"):
        listed = countries(language)
        assert len(listed) == len({code for code, _name in listed}) == 249
        for code, name in listed:
            assert valid_country(code)
            assert name == country_name(code, language)
            assert name != code


@pytest.mark.parametrize(
    ("code", "thai", "english"),
    [
        ("THA", "ไทย", "Thailand"), ("DEU", "เยอรมนี", "Germany"), ("CHE", "สวิตเซอร์แลนด์", "Switzerland"),
        ("AUT", "ออสเตรีย", "Austria"), ("AUS", "ออสเตรเลีย", "Australia"), ("KOR", "เกาหลีใต้", "South Korea"),
        ("PRK", "เกาหลีเหนือ", "North Korea"), ("HKG", "ฮ่องกง", "Hong Kong"), ("NER", "ไนเจอร์", "Niger"),
        ("NGA", "ไนจีเรีย", "Nigeria"),
    ],
)  # fmt: skip
def test_a_passport_code_is_shown_as_a_name(code, thai, english):
    assert country_name(code, "th") == thai
    assert country_name(code, "en") == english


@pytest.mark.parametrize("code", ["", "TH", "tha", "D", "XXQ"])
def test_a_code_that_is_no_country_is_not_valid_and_stands_for_itself(code):
    assert not valid_country(code)
    assert not valid_nationality(code)
    assert country_name(code, "en") == code


@pytest.mark.parametrize("code", ["XXA", "UNO", "GBD", "XXX", "RKS", "UTO"])
def test_a_nationality_that_is_no_country_is_found_and_has_a_name(code):
    assert not valid_country(code)
    assert valid_nationality(code)
    for language in ("th", "en"):
        assert country_name(code, language) != code
        assert (code, country_name(code, language)) in find_countries(code, language)
        assert code not in dict(countries(language))
    assert find_countries("stateless", "en") == [("XXA", "Stateless person")]


def test_the_list_is_sorted_as_people_sort():
    english = [name for _code, name in countries("en")]
    assert english[:3] == ["Afghanistan", "Åland Islands", "Albania"]
    thai = [name for _code, name in countries("th")]
    # Sorted by code point, every name with a leading vowel would stand at the end.
    assert thai.index("เกาหลีใต้") < thai.index("จีน") < thai.index("ไทย") < thai.index("ฝรั่งเศส")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("tha", "THA"), ("th", "THA"), ("DE", "DEU"), ("ger", "DEU"), ("เยอ", "DEU"), ("เยอรมัน", "DEU"),
        ("south k", "KOR"), ("เกาหลีใต้", "KOR"), ("uk", "GBR"), ("engl", "GBR"), ("อังกฤษ", "GBR"),
        ("usa", "USA"), ("america", "USA"), ("อเมริกา", "USA"), ("holland", "NLD"), ("พม่า", "MMR"),
        ("burma", "MMR"), ("cote d'iv", "CIV"), ("turkey", "TUR"), ("emirates", "ARE"), ("NIGER", "NER"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["th", "en"])
def test_a_country_is_found_by_code_or_name_in_either_language(typed, first, language):
    found = find_countries(typed, language)
    assert found[0] == (first, country_name(first, language))


def test_the_picker_shows_all_that_may_be_meant():
    codes = [code for code, _name in find_countries("korea", "en")]
    assert set(codes) == {"KOR", "PRK"}
    assert find_countries("guinea", "en")[0] == ("GIN", "Guinea")
    assert {"GNB", "GNQ", "PNG"} <= {code for code, _name in find_countries("guinea", "en")}
    assert find_countries("zzz", "en") == []
    assert len(find_countries("", "th")) == 249


def test_a_letter_inside_a_word_finds_nothing_in_english():
    assert "Thailand" not in [name for _code, name in find_countries("land", "en")]
