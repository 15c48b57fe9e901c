"""The scan field: a burst of keys with line ends becomes one thing, and nothing typed is lost or taken unseen."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual import events
from textual.app import App, ComposeResult
from textual.keys import _character_to_key
from textual.pilot import Pilot

from locales import Message
from locales.thai_keyboard import to_thai_layout
from models.front_office.identity import TravelDocument, mrz_complete, read_mrz
from screens.kit.form import FieldSpec, Form
from screens.kit.scan_field import ScanField

TODAY = datetime.date(2026, 11, 23)
LINES = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


def fills(document: TravelDocument) -> dict[str, object]:
    return {"family": document.surname, "born": document.birth_date, "elsewhere": "not in this form"}


SPECS = [
    FieldSpec(
        "mrz", Message("Passport"), "scan", read=lambda text: read_mrz(text, TODAY), complete=mrz_complete, fills=fills
    ),
    FieldSpec("family", Message("Family name")),
    FieldSpec("born", Message("Birth date"), "date", past=True),
]  # fmt: skip


class House:
    def today(self) -> datetime.date:
        return TODAY


class Counter(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.services = House()
        self.form = Form(SPECS)
        self.heard: list[object] = []

    def compose(self) -> ComposeResult:
        yield self.form

    def on_mount(self) -> None:
        self.form.focus_first()

    def on_form_scanned(self, event: Form.Scanned) -> None:
        self.heard.append(event.value)

    def on_form_saved(self, event: Form.Saved) -> None:
        self.heard.append(event.values)
        event.form.renew_token()

    def on_form_cancelled(self) -> None:
        self.heard.append("cancelled")

    @property
    def scan(self) -> ScanField:
        field = self.form.field("mrz")
        assert isinstance(field, ScanField)
        return field

    @property
    def focused_name(self) -> str | None:
        return self.form.current.name if self.form.current else None

    @property
    def family(self) -> str:
        return self.form.field("family").raw()


@asynccontextmanager
async def counter() -> AsyncIterator[tuple[Counter, Pilot[None]]]:
    app = Counter()
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.pause()
        yield app, pilot


async def burst(pilot: Pilot[None], *parts: str) -> None:
    """All at once: names of keys as they are, anything else letter by letter."""
    for part in parts:
        if part in ("enter", "tab", "escape", "ctrl+j", "home", "end", "backspace", "down", "f9"):
            pilot.app.post_message(events.Key(part, None))
            continue
        for character in part:
            pilot.app.post_message(events.Key(_character_to_key(character), character))
    await pilot.pause()
    await pilot.pause()


async def test_a_scanner_with_enter_between_the_lines_fills_the_form_and_goes_on() -> None:
    for ends in (("enter", "enter"), ("tab", "tab"), ("enter", "ctrl+j", "enter", "ctrl+j")):
        async with counter() as (app, pilot):
            first, last = ends[: len(ends) // 2], ends[len(ends) // 2 :]
            await burst(pilot, LINES[0], *first, LINES[1], *last)
            assert app.family == "ERIKSSON"
            assert app.form.values()["born"] == datetime.date(1974, 8, 12)
            assert app.focused_name == "family"
            assert app.scan.understood == "ERIKSSON ANNA MARIA UTO"
            assert [type(what) for what in app.heard] == [TravelDocument]
            assert app.form.changed
            assert "mrz" not in app.form.draft()


async def test_a_paste_a_hand_and_the_thai_layout_are_read_alike() -> None:
    text = "\n".join(LINES)
    async with counter() as (app, pilot):
        app.post_message(events.Paste(text + "\n"))
        await pilot.pause()
        assert app.family == "ERIKSSON"
    async with counter() as (app, pilot):
        await burst(pilot, "".join(LINES).lower())
        assert app.family == "ERIKSSON"
    async with counter() as (app, pilot):
        await burst(pilot, to_thai_layout(LINES[0]))
        assert app.scan.value == LINES[0]
        await burst(pilot, "enter", to_thai_layout(LINES[1]), "enter")
        assert app.family == "ERIKSSON"


async def test_the_enter_that_ends_a_scan_does_not_take_what_was_perhaps_meant() -> None:
    wrong = LINES[1].replace("L898902", "L8989O2")
    async with counter() as (app, pilot):
        await burst(pilot, LINES[0], "enter", wrong, "enter", "ctrl+j")
        assert app.family == ""
        assert app.scan.error is not None
        assert "0 for O in line 2" in app.scan.error.say()
        assert "Enter takes it" in app.scan.error.say()
        await burst(pilot, "f9")
        assert not app.heard
        await burst(pilot, "enter")
        assert app.family == "ERIKSSON"


async def test_a_second_scan_takes_the_place_of_one_that_was_refused() -> None:
    async with counter() as (app, pilot):
        await burst(pilot, LINES[0], "enter", LINES[1][:-1] + "3", "enter")
        assert app.scan.error is not None
        await burst(pilot, LINES[0], "enter", LINES[1], "enter")
        assert app.family == "ERIKSSON"
        assert app.scan.error is None


async def test_a_refused_text_can_be_mended_by_hand() -> None:
    async with counter() as (app, pilot):
        await burst(pilot, LINES[0], "enter", LINES[1][:-1] + "3", "enter", "end", "backspace", "0", "enter")
        assert app.family == "ERIKSSON"


async def test_an_unfinished_scan_is_cleared_by_escape_and_never_saved_unread() -> None:
    async with counter() as (app, pilot):
        await burst(pilot, LINES[0], "enter", "L89", "f9")
        assert not app.heard
        assert app.scan.error is not None
        assert app.scan.understood == "44+3"
        await burst(pilot, "escape")
        assert (app.scan.value, app.scan.error) == ("", None)
        await burst(pilot, "f9")
        assert app.heard == [{"mrz": None, "family": "", "born": None}]
        await burst(pilot, "escape")
        assert app.heard[-1] == "cancelled"


async def test_enter_says_what_is_missing_and_an_empty_field_is_passed_by() -> None:
    async with counter() as (app, pilot):
        await burst(pilot, "enter")
        assert app.focused_name == "family"
    async with counter() as (app, pilot):
        await burst(pilot, LINES[0], "enter", LINES[1][:-1], "enter")
        assert app.scan.error is not None
        assert "43" in app.scan.error.say()
        await burst(pilot, "down")
        assert app.focused_name == "family"
