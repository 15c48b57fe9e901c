"""The morning round typed in one line, with a preview of what Enter writes and what is wrong with which piece."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, n_
from models.front_office.housekeeping.morning_round import (
    LONGEST_LINE,
    RoundLine,
    preview_round,
    write_round,
)
from models.house.lists import MemoryListing
from screens.kit.actions import Action
from screens.kit.fields import FieldError
from screens.kit.form import Form
from screens.kit.form_rows import FieldSpec
from screens.kit.form_screen import FormScreen
from screens.kit.windowed_list import Column, WindowedList

LINE = FieldSpec(
    "line", Message("Rooms seen"), required=True, width=66, max_length=LONGEST_LINE,
    help=Message("c clean, d dirty, i inspected, p pickup · o2 seen with 2, v seen vacant"),
)  # fmt: skip


class MorningRoundScreen(FormScreen):
    ACTIONS = (Action("save", Message("Write"), ("f9",)),)

    def __init__(self, line: str = "") -> None:
        super().__init__()
        self._typed = line

    def heading(self) -> str:
        return _("Morning round")

    def aside(self) -> str:
        faults = sum(line.fault for line in self._lines)
        rooms = n_("{n} room", "{n} rooms", len(self._lines) - faults)
        return f"{rooms} · " + n_("{n} fault", "{n} faults", faults) if faults else rooms

    def compose_body(self) -> ComposeResult:
        self._read()
        form = Form((LINE,), values={"line": self._typed}, id="round")
        form.stand(form.lines)
        yield form
        columns: list[Column[RoundLine]] = [
            Column(Message("Room"), 12, lambda r: r.name, style=lambda r: "bold red" if r.fault else ""),
            Column(Message("Now"), 10, lambda r: r.before.say() if r.before else "✗"),
            Column(Message("Will be written"), None, lambda r: ", ".join(word.say() for word in r.after)),
        ]
        yield WindowedList(
            MemoryListing(self._lines), columns, id="preview",
            empty=Message("301c 302d 303i 304p 305o2 306v 307dnd 308mur 309r · 310-315c"),
        )  # fmt: skip

    def _read(self) -> None:
        self._lines = preview_round(self._typed, self.services.today())

    def reload(self) -> None:
        self._read()
        self.query_one("#preview", WindowedList).renew(MemoryListing(self._lines))

    def on_form_changed(self, event: Form.Changed) -> None:
        event.stop()
        try:
            self._typed = str(self.form.values()["line"])
        except FieldError:
            self._typed = ""
        self.reload()
        self._draw_frame()

    async def write(self, values: Mapping[str, Any]) -> None:
        written = await self.submit(write_round, values["line"], form=self.form)
        if written is not None:
            self.dismiss(written)
