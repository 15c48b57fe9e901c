"""Market segments and sources: what the hotel calls them."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult

from locales import Message, _
from models.front_office.segments import MARKET, SOURCE, all_segments, keep_segment
from models.house.lists import MemoryListing
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList

KINDS = {MARKET: Message("Market"), SOURCE: Message("Source")}


class SegmentsScreen(DeskScreen):
    ACTIONS = (Action("new", Message("New"), ("n", "insert"), right="set_up"),)

    def heading(self) -> str:
        return _("Markets and sources")

    def compose_body(self) -> ComposeResult:
        columns: list[Column[Any]] = [
            Column(Message("Kind"), 10, lambda r: KINDS[r.kind].say()),
            Column(Message("Code"), 14, lambda r: r.code),
            Column(Message("Name (Thai)"), 24, lambda r: r.name_th),
            Column(Message("Name"), None, lambda r: r.name_en),
            Column(Message("In use"), 7, lambda r: _("yes") if r.active else _("no")),
        ]
        yield WindowedList(MemoryListing(all_segments()), columns, id="segments")

    def reload(self) -> None:
        self.query_one("#segments", WindowedList).renew(MemoryListing(all_segments()))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.start(self._keep(event.row))

    async def do_new(self) -> None:
        await self._keep(None)

    async def _keep(self, row: Any) -> None:
        specs = (
            FieldSpec(
                "kind", Message("Kind"), "pick", required=True, options=tuple(KINDS.items()), default=MARKET
            ),
            FieldSpec("code", Message("Code"), required=True, max_length=20),
            FieldSpec("name_th", Message("Name (Thai)"), max_length=60),
            FieldSpec("name_en", Message("Name"), max_length=60),
            FieldSpec("active", Message("In use"), "check", default=True),
        )

        async def write(values: dict[str, Any], token: str, answers: Any) -> object:
            told = {name: "" if value is None else value for name, value in values.items()}
            return await self.services.write(keep_segment, **told, token=token, answers=answers)

        first = {spec.name: getattr(row, spec.name) for spec in specs} if row else {}
        if await self.app.push_screen_wait(
            FormDialog(Message("Market or source"), specs, write, values=first)
        ):
            self.reread()
