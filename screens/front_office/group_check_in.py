"""A group at the desk: everybody who is prepared goes up in one go; who cannot is listed with why."""

from __future__ import annotations

import uuid

from textual.app import ComposeResult

from locales import Message, _
from models.front_office.desk_flows import check_in_prepared
from models.front_office.desk_views import StayRow, together_with
from models.front_office.reservations import RESERVED, Stay
from models.house.refusals import Refused
from screens.front_office.words import guest_name
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


class GroupCheckInScreen(DeskScreen):
    """F9 checks in all; Enter opens the form of one, for what is missing."""

    ACTIONS = (
        Action("all", Message("Check in all"), ("f9",), right="check_in", why_not=lambda s: s.why_not()),
    )

    def __init__(self, stay_id: int) -> None:
        super().__init__()
        self.stay = Stay.get_by_id(stay_id)
        self._refused: dict[int, Message] = {}

    def heading(self) -> str:
        block = self.stay.reservation.block
        name = block.name if block is not None else self.stay.reservation.confirmation
        return _("Check in together · {name}", name=name)

    def aside(self) -> str:
        coming = self._coming()
        return _(
            "{n} to come · {ready} with a room ready",
            n=len(coming),
            ready=sum(r.readiness.ready for r in coming),
        )

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            together_with(self.stay.id, self.services.today()),
            [
                Column(Message("Guest"), 22, guest_name),
                Column(Message("Type"), 4, lambda r: r.room_type),
                Column(Message("Room"), 5, lambda r: r.room),
                Column(Message("State"), None, self._state, style=lambda r: "bold" if r.stay_id in self._refused else ""),
            ],
            id="together",
        )  # fmt: skip

    def _coming(self) -> list[StayRow]:
        rows = together_with(self.stay.id, self.services.today()).first(1000)
        return [row for row in rows if row.state == RESERVED]

    def _state(self, row: StayRow) -> str:
        if row.state != RESERVED:
            return _("in house")
        why = self._refused.get(row.stay_id)
        if why is not None:
            return why.say()
        return " · ".join(
            filter(None, [row.readiness.say(), _("identity missing") if row.identity_missing else ""])
        )

    def why_not(self) -> Message | None:
        return None if self._coming() else Message("All of them have arrived.")

    async def do_all(self) -> None:
        """One act each: what one of them lacks keeps no other waiting."""
        went = 0
        self._refused.clear()
        for row in self._coming():
            try:
                await self.services.write(check_in_prepared, row.stay_id, token=uuid.uuid4().hex)
                went += 1
            except Refused as refused:
                self._refused[row.stay_id] = refused.message
        self.reread()
        self.say(
            Message("{n} checked in, {left} still to come.", {"n": went, "left": len(self._refused)}),
            "warning" if self._refused else "info",
        )

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        name = "check-in" if event.row.state == RESERVED else "folio"
        self.app.push_screen(open_screen(name, event.row.stay_id))
