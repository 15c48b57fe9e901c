"""Guests: the list, found by anything, and the profile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office.guests import (
    Guest,
    GuestRow,
    create_guest,
    find_guests,
    guests,
    stays_of,
    update_guest,
)
from screens.front_office.guest_form import PROFILE, tidy, values_of
from screens.front_office.words import day
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.form import Form
from screens.kit.form_screen import FormScreen
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


def _name(row: GuestRow) -> str:
    return row.name_th if current_language() == "th" else row.name_en


def _other_name(row: GuestRow) -> str:
    other = row.name_en if current_language() == "th" else row.name_th
    return "" if other == _name(row) else other


class GuestsScreen(DeskScreen):
    ACTIONS = (Action("new", Message("New guest"), ("n", "insert"), right="book"),)

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text

    def heading(self) -> str:
        return _("Guests") + (f" · {self._text}" if self._text else "")

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            find_guests(self._text) if self._text else guests(),
            [
                Column(Message("Name"), None, _name),
                Column(Message("Other name"), 20, _other_name),
                Column(Message("Nat."), 4, lambda r: r.nationality),
                Column(Message("Phone"), 15, lambda r: r.phone),
                Column(Message("Flags"), 5, lambda r: r.flags),
                Column(Message("Company"), 24, lambda r: r.company, min_screen_width=100),
            ],
            search=find_guests,
        )

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("guest", event.row.guest_id))

    def do_new(self) -> None:
        self.app.push_screen(open_screen("guest"))


class GuestScreen(FormScreen):
    """One profile. Past stays stand in the title line's right; F5 opens them."""

    ACTIONS = (
        Action("save", Message("Save"), ("f9",), right="book"),
        Action(
            "stays",
            Message("Stays"),
            ("f5",),
            why_not=lambda s: None if s.guest else Message("Save the guest first."),
        ),
    )

    def __init__(self, guest_id: int | None = None) -> None:
        super().__init__()
        self.guest = Guest.get_by_id(guest_id) if guest_id else None

    def heading(self) -> str:
        return self.guest.name(current_language()) if self.guest else _("New guest")

    def aside(self) -> str:
        past = stays_of(self.guest.id, 1) if self.guest else []
        return (
            _("last stay {date} room {room}", date=day(past[0].arrival), room=past[0].room or "–")
            if past
            else ""
        )

    def compose_body(self) -> ComposeResult:
        yield Form(PROFILE, values=values_of(self.guest) if self.guest else None, id="guest")

    def do_stays(self) -> None:
        assert self.guest
        self.app.push_screen(open_screen("bookings", self.guest.document_number or self.guest.name("en")))

    async def write(self, values: Mapping[str, Any]) -> None:
        if self.guest:
            written = await self.submit(update_guest, self.guest.id, form=self.form, **tidy(values))
            guest_id = self.guest.id
        else:
            written = guest_id = await self.submit(create_guest, form=self.form, **tidy(values))
        if written is not None:
            self.guest = Guest.get_by_id(guest_id)
            self._draw_frame()
            self.say(Message("Saved."))
