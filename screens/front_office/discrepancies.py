"""Discrepancies: where housekeeping saw something else than the front office says, and how each is settled."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from locales import Message, _
from models.front_office.folios import stay_balance
from models.front_office.housekeeping.seeing import (
    NAMES,
    SKIP,
    SLEEP,
    Discrepancy,
    accept_discrepancy,
    discrepancies,
)
from models.front_office.skippers import skip_out
from models.house.lists import MemoryListing
from screens.front_office.words import amount, guest_name
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.detail import Detail
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


class DiscrepanciesScreen(DeskScreen):
    """Enter leads to the fix: check out, check in, or the number of persons."""

    ACTIONS = (
        Action("resolve", Message("Resolve"), ("c",), right="check_in", why_not=lambda s: s.why_not_any()),
        Action("accept", Message("Let it stand"), ("a",), right="housekeeping", why_not=lambda s: s.why_not_open()),
        Action("skipper", Message("Skipper"), ("k",), right="check_in", why_not=lambda s: s.why_not_skip()),
    )  # fmt: skip

    def __init__(self, room: str = "") -> None:
        super().__init__()
        self._room = room

    def heading(self) -> str:
        return _("Discrepancies")

    def aside(self) -> str:
        return _("{n} open", n=sum(row.open for row in self._rows))

    def compose_body(self) -> ComposeResult:
        self._rows = discrepancies(self.services.today())
        columns: list[Column[Discrepancy]] = [
            Column(Message("Room"), 5, lambda r: r.room),
            Column(Message("Kind"), 7, lambda r: NAMES[r.kind].say()),
            Column(Message("What it means"), None, lambda r: r.definition.say()),
            Column(Message("Settled"), 9, lambda r: r.accepted_by),
        ]
        yield WindowedList(
            MemoryListing(self._rows), columns, empty=Message("Housekeeping saw what the front office says."),
            id="discrepancies",
        )  # fmt: skip
        yield Detail(self._detail, 3, id="detail")

    def on_mount(self) -> None:
        self._list.focus()
        if self._room:
            self._list.select((self._room,))

    @property
    def _list(self) -> WindowedList[Discrepancy]:
        return self.query_one("#discrepancies", WindowedList)

    @property
    def selected(self) -> Discrepancy | None:
        return self._list.selected

    def reload(self) -> None:
        self._rows = discrepancies(self.services.today())
        self._list.renew(MemoryListing(self._rows))
        self.query_one(Detail).look()

    def on_windowed_list_highlighted(self, event: WindowedList.Highlighted) -> None:
        event.stop()
        self.query_one(Detail).look()

    def _detail(self) -> Sequence[str]:
        row = self.selected
        if row is None:
            return ()
        zone = self.services.property().timezone
        seen = _("seen by {name} at {time}", name=row.by, time=row.at.astimezone(zone).strftime("%H:%M"))
        owed = ""
        if row.stay_id is not None:
            owed = f"{guest_name(row)} · " + _("owes {amount}", amount=amount(stay_balance(row.stay_id)))
        stands = f"{row.accepted_by}: {row.reason}" if row.accepted_by else ""
        return row.definition.say(), " · ".join(filter(None, [seen, owed])), stands

    def why_not_any(self) -> Message | None:
        return None if self.selected else Message("Housekeeping saw what the front office says.")

    def why_not_open(self) -> Message | None:
        if self.selected and not self.selected.open:
            return Message("{name} has let it stand.", {"name": self.selected.accepted_by})
        return self.why_not_any()

    def why_not_skip(self) -> Message | None:
        if self.selected and self.selected.kind == SKIP:
            return None
        return Message("Only a Skip is a guest who has left without paying.")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        self.perform_by_id("resolve")

    def do_resolve(self) -> None:
        """Skip: check out. Sleep: check in, or walk in where nobody is to come. Person: the right count."""
        row = self.selected
        assert row
        if row.kind == SKIP:
            self.app.push_screen(open_screen("folio", row.stay_id, "check_out"))
        elif row.kind == SLEEP:
            self._check_in(row.room)
        else:
            self.app.push_screen(open_screen("stay", row.stay_id))

    def _check_in(self, room: str) -> None:
        from models.front_office.desk_views import arrival_for_room

        arrival = arrival_for_room(room, self.services.today())
        screen = open_screen("check-in", arrival.id) if arrival else open_screen("walk-in", room)
        self.app.push_screen(screen)

    async def do_accept(self) -> None:
        row = self.selected
        assert row
        await self.submit(accept_discrepancy, row.room_id)

    async def do_skipper(self) -> None:
        """On the do-not-rent list, the balance to the skippers' account, checked out."""
        row = self.selected
        assert row
        if await self.submit(skip_out, row.room_id) is not None:
            self.say(Message("Checked out; what was owed stands on the account of skippers."))
