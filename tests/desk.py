"""The desk in tests: the real app at 80×24, driven by keys, read as a person reads it."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual import events
from textual.pilot import Pilot

from app.console import Console
from locales import use_language
from models.house.staff import Staff
from screens.navigation import open_screen
from tests.hotel import Hotel

TRIES = 400


class Desk:
    """One person at one desk. Every step waits until what it expects is there, and fails when it never is."""

    def __init__(self, console: Console, pilot: Pilot[None]) -> None:
        self.console = console
        self.pilot = pilot

    @property
    def text(self) -> str:
        """The screen as it stands, without blanks at line ends."""
        strips = self.console.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    async def sees(self, *words: str, not_: str = "") -> Desk:
        for _try in range(TRIES):
            await self.pilot.pause()
            if all(word in self.text for word in words) and not (not_ and not_ in self.text):
                return self
            await asyncio.sleep(0.01)  # the writer's thread and the painter get their turn
        raise AssertionError(f"expected {words}, not {not_!r}; the desk shows:\n{self.text}")

    async def press(self, *keys: str) -> Desk:
        await self.pilot.press(*keys)
        return self

    async def type(self, text: str) -> Desk:
        for letter in text:
            if unicodedata.category(letter) == "Mn":  # the pilot loses marks above and below
                self.console.post_message(events.Key(unicodedata.name(letter).lower(), letter))
                await self.pilot.pause()
            else:
                await self.pilot.press(letter)
        return self

    async def open(self, name: str, *args: object) -> Desk:
        await self.console.push_screen(open_screen(name, *args))
        await self.pilot.pause()
        return self

    async def command(self, line: str) -> Desk:
        await self.press(":")
        await self.type(line)
        return await self.press("enter")


@asynccontextmanager
async def at_the_desk(
    hotel: Hotel, login: str = "pavinee", language: str = "en", first: str = "201", **more: Any
) -> AsyncIterator[Desk]:
    """Signed in, at the rack, or at the screen of another duty that shows ``first``. The sign-in has tests of its own."""
    console = Console(clock=hotel.clock, **more)
    size = (80, 24)
    async with console.run_test(size=size) as pilot:
        staff = Staff.get(Staff.login == login)
        staff.language = language
        console.screen.dismiss(staff)
        desk = Desk(console, pilot)
        console.services.terminal = "desk"
        await desk.sees(first)
        yield desk
    use_language("en")
