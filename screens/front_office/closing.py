"""Closing a room: from, to, reason and the state it comes back in, asked alike on rack, chart, board and list."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _
from models.front_office.rooms import (
    HOUSEKEEPING_WORDS,
    Room,
    RoomClosure,
    change_closure,
    close_room,
    closures,
    end_closure,
)
from models.front_office.rooms import room as find_room
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.set_up_list import Entry
from screens.front_office.words import ROOM_CODES, day
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ConfirmDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList

KIND = FieldSpec(
    "kind", Message("Kind"), "pick", required=True, default="OOO",
    options=(("OOO", ROOM_CODES["OOO"]), ("OOS", ROOM_CODES["OOS"])),
)  # fmt: skip
REASON = FieldSpec("reason", Message("Reason"), required=True, width=40, max_length=200)
RETURN_STATUS = FieldSpec(
    "return_status", Message("State afterwards"), "pick", required=True, default="dirty",
    options=tuple((str(status), word) for status, word in HOUSEKEEPING_WORDS.items()),
    help=Message("What the room is when the period ends."),
)  # fmt: skip


async def close_dialog(screen: DeskScreen, room: Room, first: datetime.date) -> None:
    """Ask for the closure of a room from ``first`` on, and write it."""
    specs = (
        KIND,
        FieldSpec("first_night", Message("First night"), "date", required=True, default=first),
        FieldSpec("last_night", Message("Last night"), "date", required=True, after="first_night", default=first),
        REASON,
        RETURN_STATUS,
    )  # fmt: skip

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        return await screen.services.write(close_room, room.id, token=token, answers=answers, **values)

    title = Message("Close room {room}", {"room": room.number})
    if await screen.app.push_screen_wait(FormDialog(title, specs, write)):
        screen.reread()


class ClosuresScreen(DeskScreen):
    """Rooms out of order and out of service, the first to come back first."""

    ACTIONS = (
        Action("new", Message("Close room"), ("n", "insert"), right="housekeeping"),
        Action("change", Message("Extend, shorten"), ("e",), right="housekeeping", why_not=lambda s: s.why_not_any()),
        Action("end", Message("Give back"), ("x", "delete"), right="housekeeping", why_not=lambda s: s.why_not_any()),
    )  # fmt: skip

    def heading(self) -> str:
        return _("Rooms out of order or service")

    def aside(self) -> str:
        today = self.services.today()
        rows = [row for row in closures(today) if row.first_night <= today]
        ooo = sum(row.kind == "OOO" for row in rows)
        return _("today OOO {ooo} · OOS {oos}", ooo=ooo, oos=len(rows) - ooo)

    def compose_body(self) -> ComposeResult:
        columns: list[Column[Entry]] = [
            Column(Message("Room"), 5, lambda e: e.row.room.number),
            Column(Message("Type"), 4, lambda e: e.row.room.room_type.code),
            Column(Message("Kind"), 6, lambda e: e.row.kind),
            Column(Message("First night"), 11, lambda e: day(e.row.first_night)),
            Column(Message("Last night"), 12, lambda e: day(e.row.last_night)),
            Column(Message("Reason"), None, lambda e: e.row.reason),
            Column(Message("Afterwards"), 11, lambda e: HOUSEKEEPING_WORDS[e.row.return_status].say()),
        ]
        yield WindowedList(
            self._listing(), columns, search=self._listing, empty=Message("No room is closed."), id="closures"
        )

    def _listing(self, text: str = "") -> MemoryListing[Entry]:
        word = text.strip().casefold()
        return MemoryListing(
            [
                Entry(row)
                for row in closures(self.services.today())
                if word in f"{row.room.number} {row.kind} {row.reason}".casefold()
            ]
        )

    @property
    def _list(self) -> WindowedList[Entry]:
        return self.query_one("#closures", WindowedList)

    @property
    def selected(self) -> RoomClosure | None:
        return self._list.selected.row if self._list.selected else None

    def why_not_any(self) -> Message | None:
        return None if self._list.selected else Message("No room is closed.")

    def reload(self) -> None:
        self._list.renew(self._listing())

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        self.perform_by_id("change")

    async def do_new(self) -> None:
        spec = FieldSpec("room", Message("Room"), required=True, width=8, max_length=10)

        async def found(values: dict[str, Any], _token: str, _answers: Mapping[str, Answer]) -> object:
            return find_room(values["room"].upper())

        values = await self.app.push_screen_wait(FormDialog(Message("Which room?"), (spec,), found))
        if values is not None:
            await close_dialog(self, find_room(str(values["room"]).upper()), self.services.today())

    async def do_change(self) -> None:
        row = self.selected
        assert row is not None
        specs = (
            FieldSpec("last_night", Message("Last night"), "date", required=True),
            REASON,
            RETURN_STATUS,
        )

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(change_closure, row.id, token=token, answers=answers, **values)
            return True

        first = {"last_night": row.last_night, "reason": row.reason, "return_status": row.return_status}
        title = Message("Room {room}, {kind}", {"room": row.room.number, "kind": row.kind})
        if await self.app.push_screen_wait(FormDialog(title, specs, write, values=first)):
            self.reread()

    async def do_end(self) -> None:
        row = self.selected
        assert row is not None
        question = Message("Give room {room} back?", {"room": row.room.number})
        if await self.app.push_screen_wait(ConfirmDialog(question)):
            await self.submit(end_closure, row.id)
