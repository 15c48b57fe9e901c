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
    guest_in_force,
    guests,
    update_guest,
)
from models.front_office.guests.history import stays_of
from screens.front_office.guest_form import PROFILE, tidy, values_of
from screens.front_office.scanning import SCAN, PersonForm
from screens.front_office.words import day
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.form import Form
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


def row_name(row: GuestRow) -> str:
    return row.name_th if current_language() == "th" else row.name_en


def _other_name(row: GuestRow) -> str:
    other = row.name_en if current_language() == "th" else row.name_th
    return "" if other == row_name(row) else other


def _company(row: GuestRow) -> str:
    return row.company_th if current_language() == "th" else row.company_en


def _why_nobody(screen: GuestsScreen) -> Message | None:
    return None if screen.selected else Message("Nothing here.")


class GuestsScreen(DeskScreen):
    """m marks a profile; m on a second one sets the two side by side, to be merged."""

    ACTIONS = (
        Action("new", Message("New guest"), ("n", "insert"), right="book"),
        Action("card", Message("Card"), ("c",), right="see_desk", why_not=_why_nobody),
        Action("merge", Message("Merge"), ("m",), right="book", why_not=_why_nobody),
        Action("duplicates", Message("Likely duplicates"), ("d",), right="book"),
    )

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text
        self._marked: GuestRow | None = None

    def heading(self) -> str:
        return _("Guests") + (f" · {self._text}" if self._text else "")

    def aside(self) -> str:
        return _("marked: {guest}", guest=row_name(self._marked)) if self._marked else ""

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            find_guests(self._text) if self._text else guests(),
            [
                Column(Message("Name"), None, row_name),
                Column(Message("Other name"), 20, _other_name),
                Column(Message("Nat."), 4, lambda r: r.nationality),
                Column(Message("Phone"), 15, lambda r: r.phone),
                Column(Message("Flags"), 5, lambda r: r.flags),
                Column(Message("Company"), 24, _company, min_screen_width=100),
            ],
            search=find_guests,
            id="guests",
        )

    @property
    def selected(self) -> GuestRow | None:
        return self.query_one("#guests", WindowedList).selected

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("guest", event.row.guest_id))

    def do_new(self) -> None:
        self.app.push_screen(open_screen("guest"))

    def do_card(self) -> None:
        assert self.selected
        self.app.push_screen(open_screen("guest card", self.selected.guest_id))

    def do_merge(self) -> None:
        row, marked = self.selected, self._marked
        assert row
        if marked is None:
            self._marked = row
            self.say(Message("Go to the other profile of this person and press m again."))
        else:
            self._marked = None
            if marked.guest_id != row.guest_id:
                self.app.push_screen(open_screen("merge", marked.guest_id, row.guest_id))
        self._draw_frame()

    def do_duplicates(self) -> None:
        self.app.push_screen(open_screen("duplicates"))


class GuestScreen(PersonForm):
    """One profile. The last stay stands in the title line's right; F4 opens the card with all else."""

    place = "guest"
    ACTIONS = (
        Action("save", Message("Save"), ("f9",), right="book"),
        SCAN,
        Action(
            "card",
            Message("Card"),
            ("f4",),
            right="see_desk",
            why_not=lambda s: None if s.guest else Message("Save the guest first."),
        ),
    )

    def __init__(self, guest_id: int | None = None) -> None:
        super().__init__()
        self.guest: Guest | None = guest_in_force(guest_id) if guest_id else None

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

    @property
    def person_id(self) -> int | None:
        return self.guest.id if self.guest else None

    def do_card(self) -> None:
        assert self.guest
        self.app.push_screen(open_screen("guest card", self.guest.id))

    async def write(self, values: Mapping[str, Any]) -> None:
        if self.guest:
            written = await self.submit(update_guest, self.guest.id, form=self.form, **tidy(values))
            guest_id = self.guest.id
        else:
            written = guest_id = await self.submit(create_guest, form=self.form, **tidy(values))
        if written is not None:
            self.guest = guest_in_force(guest_id)
            self._draw_frame()
            self.say(Message("Saved."))
