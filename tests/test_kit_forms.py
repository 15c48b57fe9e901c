"""Forms and dialogs: walking, saving once, refusals, what is asked before typed text is lost."""

from __future__ import annotations

import datetime
import io
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from rich.segment import Segment
from rich.style import Style
from textual import events, work
from textual.app import App, ComposeResult
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.theme import Theme
from textual.widgets import Static

import locales.messages
from locales import Message, use_language
from models.house.refusals import Answer, Refused, Severity
from screens.kit.choice_fields import Option, Typed
from screens.kit.dialogs import (
    AskDialog,
    ChooseDialog,
    ConfirmDialog,
    FormDialog,
    MessageDialog,
    Written,
    save_form,
)
from screens.kit.form import FieldSpec, Form, Section
from screens.kit.theme import COLOURS, MONOCHROME

TODAY = datetime.date(2026, 11, 23)
BOOKING = [
    FieldSpec("guest", Message("Guest"), "lookup", search=lambda _text: [], allow_new=True, required=True),
    FieldSpec("arrival", Message("Arrival"), "date", required=True),
    FieldSpec("departure", Message("Departure"), "date", after="arrival"),
    FieldSpec("price", Message("Price"), "amount", help=Message("Per night, in baht.")),
    FieldSpec("breakfast", Message("Breakfast"), "check"),
]


@dataclass
class House:
    """A hotel small enough for a form: it takes bookings, and asks for a manager's reason below 1,000 baht."""

    taken: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)
    reasons: list[Answer] = field(default_factory=list)
    full_on: datetime.date | None = None

    def today(self) -> datetime.date:
        return TODAY

    def second_person(self, login: str, password: str) -> int:
        if (login, password) != ("manager", "right horse"):
            raise Refused("SIGN_IN_WRONG", "Name or password is wrong.", field="password")
        return 7

    async def book(self, values: Mapping[str, object], token: str, answers: Mapping[str, Answer]) -> int:
        arrival, price = values.get("arrival"), values.get("price")
        if arrival is not None and arrival == self.full_on:
            raise Refused("FULL", "The house is full on {day}.", field="arrival", jump="rooms", day=arrival)
        if isinstance(price, Decimal) and price < 1000:
            answer = answers.get("PRICE_LOW")
            if answer is None or answer.approver_id != 7:
                raise Refused(
                    "PRICE_LOW",
                    "{price} is below the lowest price.",
                    severity=Severity.ASK,
                    right="discount",
                    needs_second_person=True,
                    price=price,
                )
            self.reasons.append(answer)
        self.taken.append((token, values))
        return len(self.taken)


class Desk(App[None]):
    def __init__(self, specs: Sequence[FieldSpec | Section] = BOOKING, columns: int = 1) -> None:
        super().__init__()
        self.services = House()
        self.form = Form(specs, columns=columns)
        self.saves = 0
        self.left = False
        self.written: list[Written[int] | None] = []
        self.answers: list[object] = []

    def compose(self) -> ComposeResult:
        yield self.form

    def on_mount(self) -> None:
        self.form.focus_first()

    def on_form_saved(self, event: Form.Saved) -> None:
        self.saves += 1
        self.write(event.values)

    @work
    async def write(self, values: dict[str, object]) -> None:
        house = self.services
        self.written.append(await save_form(self.form, lambda token, said: house.book(values, token, said)))

    def on_form_cancelled(self, event: Form.Cancelled) -> None:
        self.left = True

    def lines(self) -> list[str]:
        return [
            "".join(segment.text for segment in line).rstrip()
            for line in self.screen._compositor.render_strips()
        ]

    def where(self) -> str | None:
        focused = self.screen.focused
        return focused.name if focused else None


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("en")


@asynccontextmanager
async def at(desk: Desk) -> AsyncIterator[Pilot[None]]:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        yield pilot


async def burst(pilot: Pilot[None], *parts: str) -> None:
    """Keys that arrive together; a part with more than one letter in <> is a key's name."""
    for part in parts:
        if part.startswith("<"):
            pilot.app.post_message(events.Key(part[1:-1], None))
            continue
        for character in part:
            pilot.app.post_message(events.Key(_character_to_key(character), character))
    await pilot.pause()


async def settle(pilot: Pilot[None]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


BOOKED = {
    "guest": Typed("สมชาย ใจดี"),
    "arrival": datetime.date(2026, 11, 25),
    "departure": datetime.date(2026, 11, 28),
    "price": Decimal("1500.00"),
    "breakfast": True,
}


async def type_booking(pilot: Pilot[None], price: str = "1500") -> None:
    await burst(
        pilot, "สมชาย ใจดี", "<enter>", "25", "<enter>", "+3", "<enter>", price, "<enter>", " ", "<enter>"
    )


# Walking and saving


async def test_a_booking_typed_in_one_breath_lands_in_the_right_fields_and_is_saved_once() -> None:
    desk = Desk()
    async with at(desk) as pilot:
        await type_booking(pilot)
        await settle(pilot)
        assert [values for _token, values in desk.services.taken] == [BOOKED]
        assert desk.written == [Written(1)]


async def test_enter_tab_and_arrows_walk_the_form() -> None:
    desk = Desk()
    async with at(desk) as pilot:
        assert desk.where() == "guest"
        await burst(pilot, "<enter>", "<tab>", "<down>")
        assert desk.where() == "price"
        await burst(pilot, "<up>", "<shift+tab>")
        assert desk.where() == "arrival"
        await burst(pilot, "<pagedown>")
        assert desk.where() == "arrival"  # PgDn steps the day here


async def test_f9_pressed_twice_saves_once() -> None:
    desk = Desk()
    async with at(desk) as pilot:
        await burst(pilot, "Anna", "<enter>", "25", "<f9>", "<f9>")
        await settle(pilot)
        assert desk.saves == 1
        assert len(desk.services.taken) == 1


async def test_the_next_booking_has_a_new_token_and_a_refused_one_keeps_its_own() -> None:
    desk = Desk()
    desk.services.full_on = TODAY
    async with at(desk) as pilot:
        first = desk.form.token
        await burst(pilot, "Anna", "<enter>", "today", "<f9>")
        await settle(pilot)
        assert desk.form.token == first
        await burst(pilot, "tomorrow", "<f9>")
        await settle(pilot)
        assert [token for token, _values in desk.services.taken] == [first]
        assert desk.form.token != first


async def test_what_is_wrong_is_said_at_each_field_and_the_first_gets_the_cursor() -> None:
    desk = Desk()
    async with at(desk) as pilot:
        await burst(pilot, "<enter>", "31/02", "<enter>", "soon", "<f9>")
        assert desk.saves == 0
        assert desk.where() == "guest"
        lines = desk.lines()
        assert "! This is needed." in lines[0]
        assert lines[1].count("!") == 1
        assert "[31/02" in lines[1]
        assert "[soon" in lines[2]
        assert lines[23].startswith("! This is needed.")


async def test_a_refusal_stands_at_its_field_and_the_typed_text_stays() -> None:
    desk = Desk()
    desk.services.full_on = datetime.date(2026, 11, 25)
    async with at(desk) as pilot:
        await type_booking(pilot)
        await settle(pilot)
        assert desk.written == [None]
        assert desk.where() == "arrival"
        assert "The house is full on 25 Nov 2026. To mend it: :rooms" in desk.lines()[23]
        assert desk.form.values() == BOOKED
        desk.services.full_on = None
        await burst(pilot, "<f9>")
        await settle(pilot)
        assert len(desk.services.taken) == 1


async def test_a_refusal_of_no_field_stands_in_the_last_line_until_something_is_typed() -> None:
    desk = Desk()
    async with at(desk) as pilot:
        desk.form.show_refusal(Refused("CLOSED", "The day is closed."))
        await pilot.pause()
        assert desk.lines()[23].startswith("! The day is closed.")
        await burst(pilot, "a")
        assert "closed" not in desk.lines()[23]


async def test_nothing_can_be_typed_while_the_write_is_under_way() -> None:
    desk = Desk([FieldSpec("note", Message("Note"))])
    async with at(desk) as pilot:
        desk.form.field("note").set_value("as saved")
        desk.form.save()
        desk.form.field("note").take("x", "x")
        assert desk.form.values() == {"note": "as saved"}
        await settle(pilot)


async def test_the_help_of_a_field_is_in_the_last_line() -> None:
    desk = Desk()
    async with at(desk) as pilot:
        desk.form.focus_field("price")
        await pilot.pause()
        assert desk.lines()[23] == " Per night, in baht."


async def test_a_draft_comes_back_as_typed_and_holds_no_password() -> None:
    specs = [*BOOKING, FieldSpec("secret", Message("Password"), "password")]
    desk, again = Desk(specs), Desk(specs)
    async with at(desk) as pilot:
        await burst(pilot, "Anna", "<enter>", "25", "<tab>")
        desk.form.field("secret").set_value("hidden")
        draft = desk.form.draft()
    assert "hidden" not in repr(draft)
    async with at(again) as pilot:
        again.form.take_draft(draft)
        assert again.form.changed
        await burst(pilot, "<f9>")
        await settle(pilot)
        assert again.services.taken[0][1]["arrival"] == datetime.date(2026, 11, 25)


# Leaving


async def test_escape_leaves_an_untouched_form_at_once() -> None:
    desk = Desk()
    async with at(desk) as pilot:
        desk.form.set_values({"guest": Typed("Anna"), "price": Decimal(2000)})
        await burst(pilot, "<escape>")
        assert desk.left


async def test_escape_asks_before_typed_text_is_thrown_away() -> None:
    desk = Desk()
    async with at(desk) as pilot:
        await burst(pilot, "Anna", "<escape>")
        assert isinstance(desk.screen, ConfirmDialog)
        await burst(pilot, "<enter>")  # no is marked
        assert not desk.left
        assert desk.form.field("guest").raw().count("Anna") == 1
        await burst(pilot, "<escape>")
        await burst(pilot, "ั")  # the y of the Thai layout
        assert desk.left


async def test_keys_typed_ahead_of_a_question_do_not_answer_it() -> None:
    desk = Desk()
    async with at(desk) as pilot:
        await burst(pilot, "Anna", "<escape>", "y")
        assert not desk.left


# The picture


async def test_a_long_form_scrolls_to_the_field_with_the_cursor() -> None:
    desk = Desk([FieldSpec(f"f{n}", Message(f"Field {n}")) for n in range(40)])
    async with at(desk) as pilot:
        await burst(pilot, *["<enter>"] * 30)
        lines = desk.lines()
        assert any(line.startswith("▸Field 30") for line in lines[:23])
        assert lines[23].endswith("31/40")
        await burst(pilot, *["<up>"] * 30)
        assert desk.lines()[0].startswith("▸Field 0")


async def test_two_columns_stand_side_by_side_under_their_headings() -> None:
    specs = [
        Section(Message("Stay")),
        *[FieldSpec(f"f{n}", Message(f"Field {n}"), width=12) for n in range(3)],
        Section(Message("Money")),
        *[FieldSpec(f"g{n}", Message(f"Sum {n}"), "amount") for n in range(2)],
    ]
    desk = Desk(specs, columns=2)
    async with at(desk) as pilot:
        lines = desk.lines()
        assert lines[0].startswith("─ Stay ─")
        assert "Field 0" in lines[1]
        assert "Field 1" in lines[1]
        assert "Field 2" in lines[2]
        assert lines[3].startswith("─ Money ─")
        assert "Sum 0" in lines[4]
        assert "Sum 1" in lines[4]
        await burst(pilot, "<enter>", "<down>")
        assert desk.where() == "f2"
        await burst(pilot, "<down>")
        assert desk.where() == "g0"


@pytest.fixture
def _thai_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    catalogue = Catalog(locale="th")
    for english, thai in {
        "Guest": "ผู้เข้าพัก",
        "Arrival": "วันที่เข้าพัก",
        "Yes": "ใช่",
        "This is needed.": "ต้องกรอก",
    }.items():
        catalogue.add(english, thai)
    folder = tmp_path / "th" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    (folder / "reception.mo").write_bytes(compiled.getvalue())
    monkeypatch.setattr(locales.messages, "CATALOGUES", tmp_path)
    locales.messages.catalogue.cache_clear()
    yield
    locales.messages.catalogue.cache_clear()


@pytest.mark.usefixtures("_thai_words")
async def test_the_form_speaks_thai_after_the_language_is_switched_and_keeps_what_was_typed() -> None:
    desk = Desk()
    async with at(desk) as pilot:
        await burst(pilot, "<enter>", "25", "<f9>")
        assert "! This is needed." in desk.lines()[0]
        use_language("th")
        desk.form.respeak()
        await pilot.pause()
        lines = desk.lines()
        assert lines[0].startswith("▸ผู้เข้าพัก* .")
        assert lines[0].endswith("! ต้องกรอก")
        assert lines[1].endswith("[25/11/2569  ] พ. 25 พ.ย. 2569")


# Dialogs


async def test_a_low_price_asks_for_a_reason_and_a_second_person() -> None:
    desk = Desk()
    async with at(desk) as pilot:
        await type_booking(pilot, price="500")
        assert isinstance(desk.screen, AskDialog)
        await burst(pilot, "a friend", "<enter>", "manager", "<enter>", "wrong horse", "<enter>")
        assert isinstance(desk.screen, AskDialog)
        assert "Name or password is wrong." in "\n".join(desk.lines())
        assert desk.where() == "password"
        await burst(pilot, "<ctrl+u>", "right horse", "<f9>")
        await settle(pilot)
        assert desk.services.reasons == [Answer("a friend", 7)]
        assert [values["price"] for _token, values in desk.services.taken] == [Decimal("500.00")]


async def test_giving_up_at_the_question_leaves_the_form_as_typed() -> None:
    desk = Desk()
    async with at(desk) as pilot:
        await type_booking(pilot, price="500")
        await burst(pilot, "<escape>")
        await settle(pilot)
        assert desk.written == [None]
        assert desk.services.taken == []
        assert desk.form.values()["price"] == Decimal("500.00")
        assert not desk.form.saving


@pytest.mark.parametrize(
    ("danger", "key", "answer"),
    [
        (False, "<enter>", True),
        (True, "<enter>", False),
        (True, "y", True),
        (True, "ั", True),
        (False, "n", False),
        (False, "ื", False),
        (False, "<escape>", False),
    ],
)
async def test_a_question_is_answered_with_one_key(danger: bool, key: str, answer: bool) -> None:
    desk = Desk()
    async with at(desk) as pilot:
        desk.push_screen(ConfirmDialog(Message("Void it?"), danger=danger), desk.answers.append)
        await pilot.pause()
        await burst(pilot, key)
        assert desk.answers == [answer]


@pytest.mark.parametrize("theme", [COLOURS, MONOCHROME])
async def test_a_dialog_leaves_the_screen_behind_as_it_is(theme: Theme) -> None:
    desk = Desk()
    async with at(desk) as pilot:
        desk.register_theme(theme)
        desk.theme = theme.name
        await pilot.pause()
        before = [list(line) for line in desk.screen._compositor.render_strips()]
        desk.push_screen(ConfirmDialog(Message("Void it?")))
        await pilot.pause()
        after = [list(line) for line in desk.screen._compositor.render_strips()]

        def letters(line: Sequence[Segment]) -> list[tuple[str, Style]]:
            # No style and the terminal's own colours look the same.
            plain = Style(color="default", bgcolor="default")
            return [(letter, plain + (style or Style())) for text, style, _control in line for letter in text]

        assert "Void it?" in "".join(segment.text for line in after for segment in line)
        for y in (0, 1, 2, 3, 4, 23):
            assert letters(before[y]) == letters(after[y])


async def test_a_choice_is_taken_by_arrows_or_by_its_figure() -> None:
    options: Sequence[Option] = [("a", Message("Single")), ("b", Message("Double")), ("c", Message("Twin"))]
    desk = Desk()
    async with at(desk) as pilot:
        for keys in (["<down>", "<enter>"], ["3"], ["<end>", "<up>", "<enter>"], ["<escape>"]):
            desk.push_screen(ChooseDialog(Message("Room type"), options), desk.answers.append)
            await pilot.pause()
            await burst(pilot, *keys)
        assert desk.answers == ["b", "c", "b", None]


async def test_a_message_is_read_and_closed() -> None:
    desk = Desk()
    async with at(desk) as pilot:
        long_text = Message("The night audit has begun. " * 5)
        desk.push_screen(MessageDialog(long_text))
        await pilot.pause()
        assert "\n".join(desk.lines()).count("night audit") >= 4
        await burst(pilot, "<enter>")
        assert not isinstance(desk.screen, MessageDialog)


async def test_a_small_form_in_a_dialog_gives_its_values_once_written() -> None:
    desk = Desk()
    written: list[Mapping[str, object]] = []

    async def keep(values: dict[str, object], token: str, answers: Mapping[str, Answer]) -> int:
        if values["room"] == "305":
            raise Refused("TAKEN", "Room {room} is taken.", field="room", room="305")
        written.append(values)
        return 1

    async with at(desk) as pilot:
        specs = [FieldSpec("room", Message("Room"), width=5, required=True)]
        desk.push_screen(FormDialog(Message("Move to"), specs, keep), desk.answers.append)
        await pilot.pause()
        await burst(pilot, "305", "<enter>")
        await settle(pilot)
        assert "Room 305 is taken." in "\n".join(desk.lines())
        assert desk.answers == []
        await burst(pilot, "<backspace>", "6", "<enter>")
        await settle(pilot)
        assert desk.answers == [{"room": "306"}]
        assert written == [{"room": "306"}]


async def test_a_form_beside_other_things_lets_tab_go_on() -> None:
    class Beside(Desk):
        def compose(self) -> ComposeResult:
            yield from super().compose()
            other = Static("list", id="list", name="list")
            other.can_focus = True
            other.styles.height = 1
            yield other

    desk = Beside()
    async with at(desk) as pilot:
        desk.form.focus_field("breakfast")
        await pilot.press("tab")
        assert desk.where() == "list"
