"""Machine-readable lines: what a passport says is taken, what does not check is refused and named."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from locales import use_language
from locales.thai_keyboard import to_thai_layout
from models.front_office.identity import mrz_complete, read_mrz, tm30_code, tm30_nationalities
from models.front_office.identity.mrz_layouts import MRVA, MRVB, TD1, TD2, TD3, Layout, check_digit
from models.front_office.identity.thai_number import format_thai_number, thai_number_kind
from models.house.refusals import Refused

TODAY = datetime.date(2026, 11, 23)
DATA = Path(__file__).parent / "data"
SPECIMEN = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / name).read_text("utf-8").splitlines()))


def lines_of(row: dict[str, str]) -> str:
    return "\n".join(filter(None, (row["line1"], row["line2"], row["line3"])))


def refusal(text: str) -> Refused:
    with pytest.raises(Refused) as caught:
        read_mrz(text, TODAY)
    assert caught.value.field == "mrz"
    return caught.value


def six(date: datetime.date | None) -> str:
    return f"{date:%y%m%d}" if date else ""


@pytest.mark.parametrize("row", rows("mrz.csv"), ids=lambda row: row["name"])
def test_given_lines_say_what_they_should_however_they_come(row: dict[str, str]) -> None:
    text = lines_of(row)
    shapes = (text, text.replace("\n", ""), text.lower(), text.replace("\n", "\r\n") + "\r\n", to_thai_layout(text),
              f"  {text[:10]} {text[10:]}\n\n")  # fmt: skip
    if row["valid"] != "True":
        assert refusal(text).code in ("MRZ_CHECK", "MRZ_LENGTH")
        return
    for shape in shapes:
        document = read_mrz(shape, TODAY)
        nationality = {"D<<": "DEU"}.get(row["nationality"], row["nationality"])
        assert (document.format, document.surname, document.given) == (
            row["format"],
            row["surname"],
            row["given"],
        )
        assert (document.number, document.nationality, document.sex) == (
            row["number"],
            nationality,
            row["sex"],
        )
        assert (six(document.birth_date), six(document.expiry)) == (row["dob_yymmdd"], row["expiry_yymmdd"])
        assert document.optional == row["optional"]
        assert mrz_complete(shape + "\n")


def test_a_letter_for_a_figure_is_named_and_the_likely_one_offered() -> None:
    refused = refusal(SPECIMEN.replace("L898902C3", "L8989O2C3"))
    assert refused.code == "MRZ_CHECK"
    assert refused.message.say("en") == "Document number: 0 for O in line 2, place 6?"
    assert refused.suggestion == SPECIMEN.replace("\n", "")
    read_mrz(refused.suggestion, TODAY)


def test_every_failing_field_is_named_in_the_language_of_the_desk() -> None:
    refused = refusal(SPECIMEN.replace("7408122", "7408123").replace("1204159", "1204158"))
    assert refused.message.say("en").startswith("The check digit is wrong: Birth date, Valid until.")
    assert "วันเกิด" in refused.message.say("th")
    assert refused.suggestion is None
    alone = refusal(SPECIMEN[:-1] + "1")
    assert "Check of the whole" in alone.message.say("en")


def test_two_figures_changed_over_are_refused() -> None:
    assert refusal(SPECIMEN.replace("740812", "470812")).code == "MRZ_CHECK"


def test_a_line_too_short_is_named_with_its_length() -> None:
    assert refusal(SPECIMEN[:-1]).message.say("en") == "Line 2 has 43 characters, not 44."
    assert refusal("").code == "MRZ_LENGTH"
    assert refusal(SPECIMEN.replace("\n", "")[:-1]).message.values["n"] == 87


def test_what_cannot_stand_in_the_lines_is_refused_with_its_place() -> None:
    said = refusal(SPECIMEN.replace("ANNA", "AN*A")).message
    assert said.say("en") == "Line 1, place 18: * does not stand in these lines."
    figure = refusal(SPECIMEN.replace("ERIKSSON", "ERIK5SON"))
    assert (figure.code, figure.suggestion) == ("MRZ_LETTERS", SPECIMEN.replace("\n", ""))
    assert refusal(SPECIMEN.replace("6UTO7", "6U9O7")).message.say("en").startswith("Nationality: line 2")
    assert refusal("P<UTO" + "<" * 39 + SPECIMEN[44:]).code == "MRZ_LETTERS"


def build(layout: Layout, **fields: str) -> str:
    """Lines with right check digits; fields by their names in the layout, each as wide as it is."""
    text = ["<"] * layout.length
    code = "V<" if layout.format.startswith("MRV") else "P<" if layout is TD3 else "I<"

    def put(at: int, what: str) -> None:
        text[at : at + len(what)] = what

    put(0, code + fields.get("issuer", "UTO"))
    for name in ("names", "number", "nationality", "birth", "expiry", "optional"):
        put(getattr(layout, name).start, fields.get(name, ""))
    put(layout.sex, fields.get("sex", "<"))
    for part in (layout.number, layout.birth, layout.expiry):
        put(part.stop, check_digit("".join(text[part])))
    if layout.optional_checked:
        put(layout.optional.stop, check_digit("".join(text[layout.optional])))
    if fields.get("number_check"):
        put(layout.number.stop, fields["number_check"])
    if layout.composite is not None:
        put(layout.composite, check_digit("".join("".join(text[part]) for part in layout.covers)))
    return "".join(text)


PERSON = {"names": "TAN<<WEI<LING", "number": "E1234567", "nationality": "SGP", "birth": "900131", "sex": "F",
          "expiry": "300131"}  # fmt: skip


def test_unknown_days_of_birth_and_hundred_years_are_understood() -> None:
    def born(birth: str) -> tuple[datetime.date | None, str]:
        document = read_mrz(build(TD3, **{**PERSON, "birth": birth}), TODAY)
        return document.birth_date, document.birth_precision

    assert born("8510<<") == (datetime.date(1985, 10, 1), "month")
    assert born("85<<<<") == (datetime.date(1985, 1, 1), "year")
    assert born("850000") == (datetime.date(1985, 1, 1), "year")
    assert born("<<<<<<") == (None, "")
    assert born("260101") == (datetime.date(2026, 1, 1), "")
    assert born("270101") == (datetime.date(1927, 1, 1), "")
    assert refusal(build(TD3, **{**PERSON, "birth": "900231"})).code == "MRZ_DATE"


def test_one_name_only_and_names_that_fill_the_line_are_pointed_out() -> None:
    one = read_mrz(build(TD3, **{**PERSON, "names": "SUKARNO"}), TODAY)
    assert (one.surname, one.given, one.warnings) == ("SUKARNO", "", ("no given name",))
    cut = read_mrz(build(TD3, **{**PERSON, "names": "A" * 20 + "<<" + "B" * 17}), TODAY)
    assert cut.warnings == ("name cut",)
    assert (cut.first, cut.middle) == ("B" * 17, "")


def test_sex_not_stated_optional_checks_left_empty_and_expiry_in_the_past() -> None:
    text = build(TD3, **{**PERSON, "sex": "<", "expiry": "200131"})
    text = text[: TD3.optional.stop] + "<" + text[TD3.optional.stop + 1 :]
    document = read_mrz(text, TODAY)
    assert (document.sex, document.warnings, document.middle) == ("X", ("expired",), "LING")


def test_a_long_number_goes_on_in_the_optional_field_of_cards() -> None:
    for layout in (TD1, TD2):
        tail = "7349" if layout is TD1 else "349"
        number = "D23145890" + tail[:-1]
        optional = tail[:-1] + check_digit(number)
        text = build(layout, **{**PERSON, "number": "D23145890", "optional": optional, "number_check": "<"})
        assert read_mrz(text, TODAY).number == number
        assert refusal(text.replace("D23145890", "D23145891")).code == "MRZ_CHECK"


def test_kinds_of_documents_are_told_apart() -> None:
    def kind(text: str) -> str:
        return read_mrz(text, TODAY).kind

    assert kind(build(TD3, **PERSON)) == "passport"
    assert kind("PD" + build(TD3, **PERSON)[2:]) == "diplomatic"
    assert kind(build(MRVA, **PERSON)) == kind(build(MRVB, **PERSON)) == "visa"
    assert kind(build(TD1, **PERSON)) == "other"
    thai = {**PERSON, "issuer": "THA", "nationality": "THA", "optional": "1101700230708"}
    card = read_mrz(build(TD1, **thai), TODAY)
    assert (card.kind, card.number) == ("thai id", "1101700230708")


def test_a_scanner_is_known_to_have_finished_with_and_without_line_ends() -> None:
    card = build(TD1, **PERSON)
    assert not mrz_complete("")
    assert not mrz_complete(SPECIMEN[:45])
    assert mrz_complete(SPECIMEN)
    assert mrz_complete(SPECIMEN.replace("\n", ""))
    assert not mrz_complete(card[:30] + "\n" + card[30:60] + "\n")
    assert not mrz_complete(card[:72])
    assert mrz_complete(card)
    assert mrz_complete(build(TD2, **PERSON) + "\n")
    assert mrz_complete(SPECIMEN[:-1] + "\n")  # hopeless, but nothing more is to come


LETTERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=8)
PEOPLE = st.fixed_dictionaries(
    {
        "names": st.tuples(LETTERS, LETTERS).map("<<".join),
        "number": st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=9),
        "nationality": st.sampled_from(["DEU", "THA", "RKS", "XXA", "GBN"]),
        "birth": st.dates(datetime.date(1930, 1, 1), TODAY).map(six),
        "sex": st.sampled_from("MFX<"),
        "expiry": st.dates(datetime.date(2010, 1, 1), datetime.date(2050, 1, 1)).map(six),
        "optional": st.text("0123456789", max_size=6),
    }
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([TD1, TD2, TD3, MRVA, MRVB]), PEOPLE, st.data())
def test_lines_built_right_are_read_back_and_a_changed_figure_is_found(
    layout: Layout, person: dict[str, str], data: st.DataObject
) -> None:
    text = build(layout, **person)
    document = read_mrz(text, TODAY)
    assert (document.number, six(document.birth_date), six(document.expiry)) == (
        person["number"], person["birth"], person["expiry"],
    )  # fmt: skip
    at = data.draw(st.integers(0, layout.length - 1))
    other = data.draw(st.sampled_from([c for c in "0123456789ABCK<" if c != text[at]]))
    changed = text[:at] + other + text[at + 1 :]
    checked = [layout.number, layout.birth, layout.expiry]
    try:
        read_mrz(changed, TODAY)
    except Refused:
        return
    in_checked = any(part.start <= at <= part.stop for part in checked)
    # Modulo 10 cannot tell A from 0, B from 1, C from 2, K from 0; nor an empty check from 0.
    alike = check_digit(text[at]) == check_digit(other) and not (other in "0123456789" and text[at].isdigit())
    assert not in_checked or alike


def test_thai_numbers_are_told_apart_and_written_with_hyphens() -> None:
    for row in rows("thai_id.csv"):
        if row["check_digit_expected"]:
            assert (thai_number_kind(row["input"]) or "") == row["kind"]
        if row["kind"]:
            assert format_thai_number(row["input"]) == row["formatted"]
    assert thai_number_kind("๑๑๐๑๗๐๐๒๓๐๗๐๘") == "pin"
    assert format_thai_number("1234567890121") == "1-2345-67890-12-1"


def test_nationalities_become_the_codes_of_the_workbook_and_never_a_former_country() -> None:
    for row in rows("tm30_code_map.csv"):
        if row["tm30_code"]:
            assert tm30_code(row["from_code"]) == row["tm30_code"]
        else:
            with pytest.raises(Refused) as caught:
                tm30_code(row["from_code"])
            assert (caught.value.code, caught.value.field) == ("TM30_NATIONALITY", "nationality")
    assert len(tm30_nationalities()) == 267
    assert tm30_code("D<<") == "DEU"
    for former in ("TMP", "ZIM", "ZAR", "FXX", "YUG", "E01", "N02", "", "QQQ"):
        with pytest.raises(Refused):
            tm30_code(former)
    use_language("th")
    assert str(refusal("P<").message)
