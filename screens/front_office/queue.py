"""Queue rooms: who has arrived and waits, for how long, and whether the room is ready by now."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult

from locales import Message, _
from models.front_office.queue import (
    PRIORITIES,
    Waits,
    enter_queue,
    queue,
    set_priority,
    take_off_queue,
    waited,
)
from models.front_office.reservations import RESERVED, Stay
from models.front_office.rooms import HOUSEKEEPING_WORDS, Housekeeping
from models.house.lists import MemoryListing
from screens.front_office.words import guest_name
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

MINUTE_SECONDS = 60.0


class QueueScreen(DeskScreen):
    """Enter and c check in; the list is read again each minute, so that the minutes are true."""

    ACTIONS = (
        Action("check_in", Message("Check in"), ("c", "+"), right="check_in", why_not=lambda s: s.why_not_any()),
        Action("add", Message("Put in the queue"), ("a", "insert"), right="check_in"),
        Action("priority", Message("Priority"), ("p",), right="check_in", why_not=lambda s: s.why_not_any()),
        Action("stay", Message("Booking"), ("s",), right="see_desk", why_not=lambda s: s.why_not_any()),
        Action("take_off", Message("Take off"), ("x", "delete"), right="check_in", danger=True, why_not=lambda s: s.why_not_any()),
    )  # fmt: skip

    def __init__(self, stay_id: int | None = None) -> None:
        super().__init__()
        self._stay_id = stay_id

    def heading(self) -> str:
        return _("Queue rooms")

    def aside(self) -> str:
        so_far = waited(self.services.today())
        if not so_far.guests:
            return _("nobody has waited to the end today")
        return _(
            "{n} checked in · {average} min on average, {longest} at most", n=so_far.guests,
            average=so_far.average, longest=so_far.longest,
        )  # fmt: skip

    def compose_body(self) -> ComposeResult:
        columns: list[Column[Waits]] = [
            Column(Message("Turn"), 5, lambda r: str(r.place), "right"),
            Column(Message("Waits"), 6, lambda r: f"{r.minutes}′", "right"),
            Column(Message("Guest"), None, guest_name),
            Column(Message("VIP"), 3, lambda r: "V" if r.vip else ""),
            Column(Message("Pax"), 3, lambda r: str(r.persons), "right"),
            Column(Message("Type"), 4, lambda r: r.room_type),
            Column(Message("Room"), 5, lambda r: r.room or "–"),
            Column(Message("Room is"), 10, _room_is, style=lambda r: "bold green" if r.ready else ""),
            Column(Message("Priority"), 12, lambda r: PRIORITIES[r.priority].say()),
        ]
        yield WindowedList(
            MemoryListing(self._read()),
            columns,
            search=self._search,
            empty=Message("Nobody waits."),
            id="queue",
        )

    def _read(self) -> list[Waits]:
        return queue(self.services.now(), self.services.today())

    def _search(self, text: str) -> MemoryListing[Waits]:
        word = text.strip().casefold()
        return MemoryListing(
            [r for r in self._read() if word in f"{r.guest_th} {r.guest_en} {r.room}".casefold()]
        )

    def on_mount(self) -> None:
        self._list.focus()
        self.set_interval(MINUTE_SECONDS, self.reread)
        row = next((r for r in self._read() if r.stay_id == self._stay_id), None)
        if row is not None:
            self._list.select(row.key)

    @property
    def _list(self) -> WindowedList[Waits]:
        return self.query_one("#queue", WindowedList)

    def reload(self) -> None:
        self._list.renew(MemoryListing(self._read()))

    def why_not_any(self) -> Message | None:
        return None if self._list.selected else Message("Nobody waits.")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        self.perform_by_id("check_in")

    def do_check_in(self) -> None:
        assert self._list.selected
        self.app.push_screen(open_screen("check-in", self._list.selected.stay_id))

    def do_stay(self) -> None:
        assert self._list.selected
        self.app.push_screen(open_screen("stay", self._list.selected.stay_id))

    async def do_add(self) -> None:
        """One of today's arrivals, by name, room or booking number."""
        from models.front_office.desk_views import find_stays

        today = self.services.today()

        def search(text: str) -> list[tuple[int, str]]:
            due = (Stay.state == RESERVED) & (Stay.arrival == today)
            return [
                (r.stay_id, f"{guest_name(r)} {r.room or r.room_type} {r.confirmation}")
                for r in find_stays(text, due).first(12)
            ]

        spec = FieldSpec(
            "stay", Message("Guest"), "lookup", search=search, required=True, letters=1, width=42
        )

        async def write(values: dict[str, Any], token: str, answers: Any) -> object:
            return await self.services.write(enter_queue, values["stay"], token=token, answers=answers)

        if await self.app.push_screen_wait(FormDialog(Message("Who waits?"), (spec,), write)):
            self.reread()

    async def do_priority(self) -> None:
        row = self._list.selected
        assert row
        title = Message("When is it {guest}'s turn?", {"guest": guest_name(row)})
        chosen = await self.app.push_screen_wait(ChooseDialog(title, tuple(PRIORITIES.items()), row.priority))
        if chosen is not None:
            await self.submit(set_priority, row.queue_id, chosen)

    async def do_take_off(self) -> None:
        assert self._list.selected
        await self.submit(take_off_queue, self._list.selected.queue_id)


def _room_is(row: Waits) -> str:
    if row.ready:
        return _("ready")
    return HOUSEKEEPING_WORDS[Housekeeping(row.housekeeping)].say() if row.housekeeping else ""
