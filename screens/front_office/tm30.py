"""Foreigners to be reported to Immigration (ตม.30): hours left of 24, the file for the portal, and what was accepted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _
from models.front_office.registers.tm30 import Foreigner, mark_accepted, mark_exported, to_report
from models.front_office.registers.tm30_workbook import tm30_files
from models.front_office.registers.work import minutes_left
from models.house.lists import MemoryListing
from models.house.refusals import Answer, Refused
from screens.front_office.registers import hours_left
from screens.front_office.words import day
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


class Tm30Screen(DeskScreen):
    """Enter opens the guest, where what is missing is written down."""

    ACTIONS = (
        Action("export", Message("Export"), ("e",), right="check_in", why_not=lambda s: s.why_not_any()),
        Action("again", Message("Export again"), ("x",), right="check_in", shown=False, why_not=lambda s: s.why_not_again()),
        Action("accepted", Message("Accepted"), ("a",), right="check_in", why_not=lambda s: s.why_not_accepted()),
        Action("everybody", Message("All / open"), ("v",)),
        Action("stay", Message("Booking"), ("s",), right="see_desk", shown=False, why_not=lambda s: s.why_not_any()),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._everybody = False

    def heading(self) -> str:
        return _("Report of foreign guests (TM.30)")

    def aside(self) -> str:
        waiting = sum(row.exported_at is None and row.accepted_at is None for row in self._rows)
        exported = sum(row.exported_at is not None and row.accepted_at is None for row in self._rows)
        return _("{n} to report, {exported} not accepted", n=waiting, exported=exported)

    def _read(self) -> list[Foreigner]:
        today = self.services.property().calendar_date(self.services.now())
        return [row for row in to_report(today) if self._everybody or row.accepted_at is None]

    def compose_body(self) -> ComposeResult:
        self._rows = self._read()
        columns: list[Column[Foreigner]] = [
            Column(Message("Left"), 10, self._left, "right"),
            Column(Message("Room"), 5, lambda r: r.room),
            Column(Message("Guest"), None, lambda r: r.name),
            Column(Message("Nat."), 4, lambda r: r.nationality),
            Column(Message("Arrived"), 9, lambda r: day(r.date)),
            Column(Message("State"), 30, self._state),
        ]
        yield WindowedList(
            MemoryListing(self._rows),
            columns,
            search=self._search,
            empty=Message("Every foreign guest is reported."),
            id="foreigners",
        )

    def _left(self, row: Foreigner) -> str:
        return "" if row.accepted_at else hours_left(minutes_left(row.arrived_at, self.services.now()))

    def _state(self, row: Foreigner) -> str:
        if row.accepted_at:
            return " ".join(filter(None, [_("accepted"), row.reference]))
        return _("in {file}", file=row.file) if row.exported_at else _("to report")

    def _search(self, text: str) -> MemoryListing[Foreigner]:
        word = text.casefold()
        return MemoryListing([r for r in self._rows if word in f"{r.room} {r.name} {r.file}".casefold()])

    @property
    def _list(self) -> WindowedList[Foreigner]:
        return self.query_one("#foreigners", WindowedList)

    def reload(self) -> None:
        self._rows = self._read()
        self._list.renew(MemoryListing(self._rows))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("guest", event.row.guest_id))

    def why_not_any(self) -> Message | None:
        return None if self._list.selected else Message("Every foreign guest is reported.")

    def why_not_again(self) -> Message | None:
        row = self._list.selected
        if row is None or row.exported_at is None:
            return Message("This guest is in no file yet.")
        return self.why_not_accepted()

    def why_not_accepted(self) -> Message | None:
        row = self._list.selected
        if row is None:
            return self.why_not_any()
        return Message("This notification has been accepted.") if row.accepted_at else None

    async def do_export(self) -> None:
        """Everybody of the selected day of arrival who is in no file yet."""
        await self._export(again=False)

    async def do_again(self) -> None:
        await self._export(again=True)

    async def _export(self, again: bool) -> None:
        row = self._list.selected
        assert row is not None
        today = self.services.property().calendar_date(self.services.now())
        try:
            files = tm30_files(today, row.date, again)
        except Refused as refused:
            self.refuse(refused)
            return
        for file in files:
            try:
                path = self.services.save_bytes(file.name, file.content)
            except OSError as error:
                self.say(
                    Message("The file could not be saved: {why}", {"why": error.strerror or error}), "error"
                )
                return
            if await self.submit(mark_exported, file.name, file.persons) is None:
                return
            self.say(Message("{n} guests are in {path}; upload it.", {"n": len(file.persons), "path": path}))

    async def do_accepted(self) -> None:
        """By what the portal says: one guest, or everybody of the file."""
        row = self._list.selected
        assert row is not None
        specs = [FieldSpec("reference", Message("Reference"), max_length=80, width=40)]
        together = [r for r in self._rows if r.file and r.file == row.file and r.accepted_at is None]
        if len(together) > 1:
            label = Message("Whole file")
            specs.append(FieldSpec("file", label, "check", help=Message("{n} guests", {"n": len(together)})))

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            rows = together if values.get("file") else [row]
            persons = [(r.stay_id, r.guest_id) for r in rows if r is not None]
            return await self.services.write(
                mark_accepted, persons, values["reference"] or "", token=token, answers=answers
            )

        title = Message("Immigration has accepted {guest}", {"guest": row.name})
        if await self.app.push_screen_wait(
            FormDialog(title, specs, write, values={"file": len(together) > 1})
        ):
            self.reread()

    def do_everybody(self) -> None:
        self._everybody = not self._everybody
        self.reread()

    def do_stay(self) -> None:
        assert self._list.selected
        self.app.push_screen(open_screen("stay", self._list.selected.stay_id))
