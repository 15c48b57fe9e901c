"""The log book: what one shift tells the next."""

from __future__ import annotations

from locales import Message, _
from models.front_office.log_book import (
    LONGEST_ENTRY,
    LogRow,
    log_book,
    mark_read,
    readers_of,
    unread_entries,
    write_log_entry,
)
from models.house.lists import Pages
from screens.front_office.desk_list import DeskList, nothing_selected
from screens.kit.actions import Action
from screens.kit.dialogs import MessageDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList

MOST_READERS = 8


class LogBookScreen(DeskList):
    """Enter reads an entry, a marks everything read. What was written stays; a correction is a further entry."""

    TITLE_LINE = Message("Log book")
    EMPTY = Message("Nothing has been written yet.")
    ACTIONS = (
        Action("new", Message("Write"), ("n", "insert"), right="service"),
        Action("read_all", Message("All read"), ("a",), right="see_desk"),
        Action("correct", Message("Add to it"), ("k",), right="service", why_not=nothing_selected),
    )

    def aside(self) -> str:
        return _("{n} unread", n=unread_entries(self._staff_id, self.services.today()))

    @property
    def _staff_id(self) -> int:
        return self.services.staff.id if self.services.staff else 0

    def listing(self, text: str) -> Pages[LogRow]:
        return log_book(self._staff_id, self.services.today(), text)

    def columns(self) -> list[Column[LogRow]]:
        return [
            Column(Message("●"), 1, lambda r: "●" if r.unread else "", style=_style),
            Column(Message("#"), 5, lambda r: str(r.entry_id), "right"),
            Column(Message("When"), 12, lambda r: self.clock(r.at)),
            Column(Message("Who"), 9, lambda r: r.by),
            Column(Message("!"), 1, lambda r: "!" if r.important else "", style=_style),
            Column(Message("What happened"), None, _words, style=_style),
            Column(Message("Read by"), 7, lambda r: str(r.readers or ""), "right"),
        ]

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.start(self._read(event.row))

    async def _read(self, row: LogRow) -> None:
        readers = [f"{who} {self.clock(at)}" for who, at in readers_of(row.entry_id)]
        lines = [f"#{row.entry_id} · {row.by} · {self.clock(row.at)}", _words(row)]
        if readers:
            more = ["…"] if len(readers) > MOST_READERS else []
            lines.append(_("Read by: {names}", names=", ".join([*readers[:MOST_READERS], *more])))
        await self.app.push_screen_wait(MessageDialog("\n".join(lines)))
        if row.unread:
            await self.submit(mark_read, row.entry_id)

    async def do_read_all(self) -> None:
        await self.submit(mark_read)

    async def do_new(self) -> None:
        await self._enter(None)

    async def do_correct(self) -> None:
        await self._enter(self.selected.entry_id)

    async def _enter(self, corrects_id: int | None) -> None:
        specs = (
            FieldSpec("text", Message("What happened"), required=True, width=56, max_length=LONGEST_ENTRY),
            FieldSpec("important", Message("Important"), "check"),
        )
        title = Message("Log book") if corrects_id is None else Message("To entry #{n}", {"n": corrects_id})
        await self.dialog(title, specs, lambda v: (write_log_entry, (), {**v, "corrects_id": corrects_id}))


def _words(row: LogRow) -> str:
    return _("to #{n}: {words}", n=row.corrects_id, words=row.text) if row.corrects_id else row.text


def _style(row: LogRow) -> str:
    return "bold" if row.unread or row.important else ""
