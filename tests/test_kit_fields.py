"""The fields: what comes out of typing Thai, dates, amounts and choices."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal

import pytest
from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult
from textual.keys import _character_to_key
from textual.pilot import Pilot

from locales import Message, use_language
from locales.thai_keyboard import to_thai_layout
from locales.thai_text import fold
from screens.kit.choice_fields import Choice, LookupField, Option, PickField, Typed, search_countries
from screens.kit.fields import CheckField, Field, FieldError
from screens.kit.text_field import TextField
from screens.kit.value_fields import AmountField, DateField, NumberField

TODAY = datetime.date(2026, 11, 23)  # a Monday


@dataclass
class House:
    day: datetime.date = TODAY

    def today(self) -> datetime.date:
        return self.day


class Paper(App[None]):
    """A screen with nothing but fields."""

    CSS = "Field { width: 22; }"

    def __init__(self, *fields: Field) -> None:
        super().__init__()
        self.services = House()
        self.fields = fields
        self.heard: list[object] = []

    def compose(self) -> ComposeResult:
        yield from self.fields

    def on_field_changed(self, event: Field.Changed) -> None:
        self.heard.append("changed")

    def on_field_submitted(self, event: Field.Submitted) -> None:
        self.heard.append("submitted")

    def drawn(self, y: int = 0) -> str:
        line = list(self.screen._compositor.render_strips())[y]
        return "".join(segment.text for segment in line).rstrip()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("en")


@asynccontextmanager
async def on_paper(*fields: Field) -> AsyncIterator[Pilot[None]]:
    app = Paper(*fields)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        yield pilot


async def type_text(pilot: Pilot[None], text: str, *keys: str) -> None:
    """All at once, as it comes over a slow line."""
    for character in text:
        pilot.app.post_message(events.Key(_character_to_key(character), character))
    for key in keys:
        pilot.app.post_message(events.Key(key, None))
    await pilot.pause()


async def paste(pilot: Pilot[None], text: str) -> None:
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


def drawn(pilot: Pilot[None], y: int = 0) -> str:
    app = pilot.app
    assert isinstance(app, Paper)
    return app.drawn(y)


# Text


async def test_delete_removes_a_whole_thai_syllable_with_its_marks() -> None:
    field = TextField()
    async with on_paper(field) as pilot:
        await type_text(pilot, "น้ำแข็ง", "home", "delete")
        assert field.value == "แข็ง"
        assert field.cursor == 0


async def test_backspace_takes_back_one_character_only() -> None:
    field = TextField()
    async with on_paper(field) as pilot:
        await type_text(pilot, "ริมน้ำ", "backspace")
        assert field.value == "ริมน้"
        await type_text(pilot, "", "backspace")
        assert field.value == "ริมน"


async def test_the_cursor_never_stands_between_a_letter_and_its_marks() -> None:
    field = TextField("ที่น้ำ")
    async with on_paper(field) as pilot:
        stops = [field.cursor]
        for _step in range(3):
            await type_text(pilot, "", "left")
            stops.append(field.cursor)
        assert stops == [6, 3, 0, 0]
        await type_text(pilot, "", "right")
        assert field.cursor == 3


async def test_a_letter_typed_before_a_lone_mark_leaves_the_cursor_behind_both() -> None:
    field = TextField()
    async with on_paper(field) as pilot:
        await type_text(pilot, "ี", "home")
        assert drawn(pilot).startswith("[◌ี")
        await type_text(pilot, "ก")
        assert (field.value, field.cursor) == ("กี", 2)
        await type_text(pilot, "า")
        assert field.value == "กีา"


async def test_line_editing_keys_work_as_in_a_shell() -> None:
    field = TextField("one two three")
    async with on_paper(field) as pilot:
        await type_text(pilot, "", "ctrl+w")
        assert field.value == "one two "
        await type_text(pilot, "", "ctrl+a", "ctrl+d", "ctrl+e")
        await type_text(pilot, "!")
        assert field.value == "ne two !"
        await type_text(pilot, "", "home", "right", "ctrl+k")
        assert field.value == "n"
        await type_text(pilot, "o", "ctrl+u")
        assert field.value == ""


async def test_keys_in_one_burst_act_in_the_order_typed() -> None:
    field = TextField()
    async with on_paper(field) as pilot:
        for key in ("b", "c", "home", "a", "end", "d", "left", "backspace", "x"):
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        assert field.value == "abxd"


async def test_pasted_control_characters_are_refused_and_say_so() -> None:
    field = TextField("ok")
    async with on_paper(field) as pilot:
        await paste(pilot, "evil\x1b[2Jname")
        assert field.value == "ok"
        assert field.error is not None
        await paste(pilot, " Anna\n")
        assert field.value == "ok Anna"
        assert field.error is None


async def test_typed_control_and_invisible_characters_leave_no_trace() -> None:
    field = TextField()
    async with on_paper(field) as pilot:
        for character in "a\x07\u200b\u202eb":
            pilot.app.post_message(events.Key(character, character))
        await pilot.pause()
        assert field.value == "ab"


async def test_text_that_would_be_too_long_is_refused_whole() -> None:
    field = TextField(max_length=5)
    async with on_paper(field) as pilot:
        await type_text(pilot, "abc")
        await paste(pilot, "defg")
        assert field.value == "abc"
        assert field.error is not None
        assert "5" in field.error.say()


async def test_long_thai_text_scrolls_without_cutting_a_syllable() -> None:
    field = TextField()
    async with on_paper(field) as pilot:
        await type_text(pilot, "น้ำ" * 15 + "ก")
        shown = drawn(pilot)
        assert shown.startswith("<")
        assert shown.endswith("]")
        assert cell_len(shown) == 22
        assert set(shown[1:-1].replace("น้ำ", "").strip()) <= {"ก"}
        await type_text(pilot, "", "home")
        shown = drawn(pilot)
        assert shown.startswith("[น้ำน้ำ")
        assert shown.endswith(">")


async def test_the_field_is_as_wide_with_thai_marks_as_without() -> None:
    plain, thai = TextField("nam"), TextField("ที่น้ำกำ")
    async with on_paper(plain, thai) as pilot:
        assert cell_len(drawn(pilot, 0)) == cell_len(drawn(pilot, 1)) == 22


async def test_a_password_shows_dots_and_gives_what_was_typed() -> None:
    field = TextField(password=True)
    async with on_paper(field) as pilot:
        await type_text(pilot, "pa ss")
        assert drawn(pilot).startswith("[•••••")
        assert "pa" not in drawn(pilot)
        assert field.parsed() == "pa ss"


async def test_where_the_cursor_is_shows_without_colour() -> None:
    field, other = TextField("ab"), TextField("cd")
    async with on_paper(field, other) as pilot:
        reversed_cells = [
            (text, style.reverse)
            for text, _width, style in field.cells()
            if style is not None and style.reverse
        ]
        assert reversed_cells == [("[", True), (" ", True), ("]", True)]
        assert not any(style.reverse for _text, _width, style in other.cells())
        await pilot.press("left")
        assert ("b", 1) in [(text, width) for text, width, style in field.cells() if style.reverse]


async def test_a_placeholder_is_no_value() -> None:
    field = TextField(placeholder="305", required=True)
    async with on_paper(TextField(), field) as pilot:
        assert drawn(pilot, 1).startswith("[(305)")
        with pytest.raises(FieldError):
            field.parsed()


async def test_typing_is_heard_and_enter_is_heard() -> None:
    field = TextField()
    async with on_paper(field) as pilot:
        await type_text(pilot, "a", "enter")
        app = pilot.app
        assert isinstance(app, Paper)
        assert app.heard == ["changed", "submitted"]
        assert field.touched


async def test_markup_in_a_name_is_shown_as_typed() -> None:
    field = TextField("[bold]x[/bold]")
    async with on_paper(field) as pilot:
        assert drawn(pilot).startswith("[[bold]x[/bold]")


# Dates


async def test_a_date_is_understood_and_said_beside_the_field() -> None:
    field = DateField()
    async with on_paper(field) as pilot:
        await type_text(pilot, "25")
        assert field.understood == "Wed 25 Nov 2026"
        use_language("th")
        assert field.understood == "พ. 25 พ.ย. 2569"
        assert field.value_date == datetime.date(2026, 11, 25)


async def test_departure_counts_from_arrival_and_stays_when_arrival_moves() -> None:
    arrival = DateField()
    departure = DateField(after=lambda: arrival.value_date)
    async with on_paper(arrival, departure) as pilot:
        await type_text(pilot, "25/11", "tab")
        await pilot.pause()
        await type_text(pilot, "+3", "tab")
        await pilot.pause()
        assert departure.value_date == datetime.date(2026, 11, 28)
        arrival.set_value(datetime.date(2026, 11, 27))
        assert departure.value_date == datetime.date(2026, 11, 28)


async def test_a_wrong_date_says_why_and_keeps_the_text() -> None:
    field = DateField()
    async with on_paper(field, TextField()) as pilot:
        await type_text(pilot, "31/02", "tab")
        await pilot.pause()
        assert field.value == "31/02"
        assert field.error is not None
        with pytest.raises(FieldError):
            field.parsed()


async def test_a_date_typed_with_the_thai_layout_on_is_read() -> None:
    field = DateField()
    async with on_paper(field) as pilot:
        await type_text(pilot, to_thai_layout("25/11"))
        assert field.value_date == datetime.date(2026, 11, 25)


async def test_page_up_is_a_day_later_and_the_arrows_leave_the_date_alone() -> None:
    field = DateField()
    async with on_paper(field) as pilot:
        await type_text(pilot, "25", "pageup", "pageup", "pagedown")
        assert field.value_date == datetime.date(2026, 11, 26)
        await type_text(pilot, "", "up", "down")
        assert field.value_date == datetime.date(2026, 11, 26)


async def test_a_date_keeps_its_day_when_the_language_is_switched() -> None:
    field = DateField()
    async with on_paper(field) as pilot:
        field.set_value(datetime.date(2026, 2, 1))
        assert field.value == "01/02/2026"
        use_language("th")
        field.respeak()
        await pilot.pause()
        assert field.value == "01/02/2569"
        assert field.value_date == datetime.date(2026, 2, 1)


async def test_a_birth_date_lies_in_the_past() -> None:
    field = DateField(past=True, era="ce")
    async with on_paper(field) as pilot:
        await type_text(pilot, "24/12/50")
        assert field.parsed() == datetime.date(1950, 12, 24)


# Amounts and numbers


async def test_an_amount_is_read_as_decimal_and_written_out_on_leaving() -> None:
    field = AmountField()
    async with on_paper(field, TextField()) as pilot:
        await type_text(pilot, "1234.5", "tab")
        await pilot.pause()
        assert field.value == "1,234.50"
        assert field.parsed() == Decimal("1234.50")
        assert drawn(pilot).endswith("1,234.50 ]")


@pytest.mark.parametrize(
    ("typed", "shown"), [("ถจจ", "500"), ("-ถ/", "352"), ("๑๒๓", "123"), ("/ภใถ", "24.5")]
)
async def test_figures_of_the_thai_row_show_as_figures(typed: str, shown: str) -> None:
    field = AmountField()
    async with on_paper(field) as pilot:
        await type_text(pilot, typed)
        assert field.value == shown


async def test_a_slash_or_dash_alone_is_not_guessed_to_be_an_amount() -> None:
    field = AmountField()
    async with on_paper(field) as pilot:
        await type_text(pilot, "/-")
        with pytest.raises(FieldError):
            field.parsed()


async def test_letters_are_no_amount() -> None:
    field = AmountField()
    async with on_paper(field) as pilot:
        await type_text(pilot, "12x")
        assert field.value == "12"
        assert field.error is not None


async def test_typing_into_an_amount_just_entered_replaces_it() -> None:
    field = AmountField()
    field.set_value(Decimal("100"))
    async with on_paper(TextField(), field) as pilot:
        await pilot.press("tab")
        await type_text(pilot, "75")
        assert field.value == "75"


async def test_a_number_outside_its_limits_is_refused() -> None:
    field = NumberField(minimum=1, maximum=4)
    async with on_paper(field) as pilot:
        await type_text(pilot, "4")
        assert field.parsed() == 4
        await type_text(pilot, "0")
        with pytest.raises(FieldError) as refused:
            field.parsed()
        assert "4" in refused.value.message.say()
        await type_text(pilot, "", "ctrl+u")
        assert field.parsed() is None


# Yes or no


async def test_space_turns_a_check_and_a_word_says_what_it_is() -> None:
    field = CheckField()
    async with on_paper(field) as pilot:
        assert drawn(pilot) == "[ ] No"
        await type_text(pilot, " ")
        assert drawn(pilot) == "[x] Yes"
        await type_text(pilot, "ื")  # the n of the Thai layout
        assert field.parsed() is False


# Picking

PAYMENTS: Sequence[Option] = [
    ("cash", Message("Cash")),
    ("card", Message("Card")),
    ("qr", Message("PromptPay")),
]


async def test_arrows_step_through_the_choices() -> None:
    field = PickField(PAYMENTS)
    async with on_paper(field) as pilot:
        await type_text(pilot, "", "right", "right")
        assert field.parsed() == "card"
        await type_text(pilot, "", "right", "right", "left")
        assert field.parsed() == "card"


async def test_letters_filter_the_choices_and_enter_takes_one() -> None:
    field = PickField(PAYMENTS)
    async with on_paper(field) as pilot:
        await type_text(pilot, "ca")
        assert [key for key, _label in field.matches] == ["cash", "card"]
        await type_text(pilot, "r", "enter")
        assert field.parsed() == "card"
        assert drawn(pilot).startswith("[Card ")


async def test_letters_of_the_thai_layout_filter_too() -> None:
    field = PickField(PAYMENTS)
    async with on_paper(field) as pilot:
        await type_text(pilot, to_thai_layout("pro"), "enter")
        assert field.parsed() == "qr"


async def test_space_opens_a_list_under_the_field_and_escape_closes_it() -> None:
    field = PickField(PAYMENTS)
    field.set_value("card")
    async with on_paper(field) as pilot:
        await type_text(pilot, " ")
        assert drawn(pilot, 1).startswith("┌")
        assert "▸Card" in drawn(pilot, 3)
        await type_text(pilot, "", "down", "escape")
        assert field.parsed() == "card"
        assert drawn(pilot, 1) == ""


async def test_the_list_opens_over_a_field_at_the_bottom() -> None:
    fields = [PickField(PAYMENTS) for _row in range(24)]
    async with on_paper(*fields) as pilot:
        fields[-1].focus()
        await pilot.pause()
        await type_text(pilot, " ")
        assert "▸Cash" in drawn(pilot, 19)
        assert drawn(pilot, 23).startswith("[")


async def test_a_choice_can_be_taken_back_unless_it_is_needed() -> None:
    field, needed = PickField(PAYMENTS), PickField(PAYMENTS, required=True)
    field.set_value("cash")
    async with on_paper(field, needed) as pilot:
        await type_text(pilot, "", "backspace")
        assert field.parsed() is None
        with pytest.raises(FieldError):
            needed.parsed()


async def test_letters_that_match_nothing_are_no_choice() -> None:
    field = PickField(PAYMENTS)
    async with on_paper(field, TextField()) as pilot:
        await type_text(pilot, "zzz", "tab")
        await pilot.pause()
        assert field.error is not None
        with pytest.raises(FieldError):
            field.parsed()


async def test_a_country_is_found_among_all_in_either_language() -> None:
    field = PickField(search=search_countries)
    async with on_paper(field) as pilot:
        assert len(search_countries("")) == 249
        await type_text(pilot, "germ", "enter")
        assert field.parsed() == "DEU"
        await type_text(pilot, "ญี่ปุ่น", "enter")
        assert field.parsed() == "JPN"
        use_language("th")
        field.respeak()
        await pilot.pause()
        assert drawn(pilot).startswith("[ญี่ปุ่น")


# Looking up

GUESTS = [(n, f"{name} {n}") for n, name in enumerate(["สมชาย", "สมหญิง", "MÜLLER", "LEE", *["สมศรี"] * 8])]


def find_guests(text: str) -> Sequence[Option]:
    return [(key, label) for key, label in GUESTS if fold(text) in fold(label)]


async def test_a_lookup_shows_six_matches_and_enter_takes_the_one_marked() -> None:
    field = LookupField(find_guests)
    async with on_paper(field) as pilot:
        await type_text(pilot, "สม")
        assert len(field.matches) == 6
        await type_text(pilot, "", "down", "enter")
        assert field.parsed() == 1
        assert field.value == "สมหญิง 1"


async def test_a_lookup_with_new_ones_keeps_the_text_unless_one_is_chosen() -> None:
    field = LookupField(find_guests, allow_new=True)
    async with on_paper(field) as pilot:
        await type_text(pilot, "muller", "enter")
        assert field.parsed() == Typed("muller")
        assert field.understood == "new"
        await type_text(pilot, "", "ctrl+u")
        await type_text(pilot, "muller", "down", "enter")
        assert field.parsed() == 2
        assert field.understood == ""


async def test_a_number_is_no_new_name_and_asks_which_where_several_have_it() -> None:
    field = LookupField(find_guests, allow_new=True)
    async with on_paper(field, TextField()) as pilot:
        await type_text(pilot, "3", "tab")
        assert field.parsed() == 3
        await pilot.press("shift+tab")
        await type_text(pilot, "", "ctrl+u")
        await type_text(pilot, "1", "tab")
        assert str(field.error) == "Choose one from the list."


async def test_changing_a_name_found_makes_it_another() -> None:
    field = LookupField(find_guests, allow_new=True)
    field.set_value(Choice(3, "LEE 3"))
    async with on_paper(field) as pilot:
        assert field.parsed() == 3
        await type_text(pilot, "3")
        assert field.parsed() == Typed("LEE 33")


async def test_a_lookup_left_with_the_only_match_takes_it() -> None:
    field = LookupField(find_guests)
    async with on_paper(field, TextField()) as pilot:
        await type_text(pilot, "lee", "escape")
        assert field.typing
        await pilot.press("tab")
        assert field.parsed() == 3


async def test_a_lookup_left_with_no_match_is_refused() -> None:
    field = LookupField(find_guests)
    async with on_paper(field, TextField()) as pilot:
        await type_text(pilot, "nobody", "tab")
        await pilot.pause()
        assert field.error is not None
        with pytest.raises(FieldError):
            field.parsed()
