"""Traces by department and due, the log book between shifts, and service tickets."""

from __future__ import annotations

import datetime
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office.service_papers import traces_paper
from models.front_office.traces import TraceRow, add_trace, change_trace, resolve_trace, traces
from models.house.departments import departments
from models.house.lists import Pages
from screens.front_office.desk_list import (
    EVERY,
    DeskList,
    department_field,
    nothing_selected,
    search_whose,
    whose_choice,
    whose_of,
)
from screens.front_office.words import day, guest_name, name_of
from screens.kit.actions import Action
from screens.kit.detail import Detail
from screens.kit.dialogs import ChooseDialog, MessageDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

TEXT = FieldSpec("text", Message("What"), required=True, width=50, max_length=300)
DUE = (
    FieldSpec("due_on", Message("Due"), "date", required=True),
    FieldSpec("due_time", Message("At"), width=6, max_length=5, help=Message("14:30, or empty.")),
)
ROOM = FieldSpec("room", Message("Room"), width=8, max_length=8)
GUEST = FieldSpec("whose", Message("Guest"), "lookup", search=search_whose())


def _why_not_open(screen: DeskList) -> Message | None:
    row = screen.selected
    return None if row is not None and row.resolved_at is None else Message("Nothing to resolve here.")


class TracesScreen(DeskList):
    """What departments have to do, the earliest due first; Enter resolves. Open ones stay until somebody does."""

    TITLE_LINE = Message("Traces")
    EMPTY = Message("Nothing is due.")
    ACTIONS = (
        Action("new", Message("New"), ("n", "insert"), right="service"),
        Action("resolve", Message("Resolve"), ("r",), right="service", why_not=_why_not_open),
        Action("change", Message("Edit"), ("e",), right="service", shown=False, why_not=_why_not_open),
        Action("department", Message("Department"), ("d",), right="see_desk"),
        Action("log_book", Message("Log book"), ("l",), right="see_desk"),
        Action("tickets", Message("Tickets"), ("t",), right="see_desk"),
        Action("stay", Message("Booking"), ("s",), right="see_desk", shown=False, why_not=nothing_selected),
        Action("print", Message("Print"), ("p",), right="see_desk"),
        EVERY,
    )

    def __init__(self, stay_id: int | None = None, text: str = "") -> None:
        super().__init__(stay_id, text)
        self.department = ""

    def narrowed(self) -> str:
        names = {unit.code: name_of(unit) for unit in departments()}
        return " · ".join(filter(None, [names.get(self.department, ""), _("resolved") if self.every else ""]))

    def listing(self, text: str) -> Pages[TraceRow]:
        return traces(department=self.department, stay_id=self.stay_id, resolved=self.every, text=text)

    def columns(self) -> list[Column[TraceRow]]:
        return [
            Column(Message("Due"), 9, lambda r: day(r.due_on)),
            Column(Message("At"), 5, lambda r: r.due_time),
            Column(Message("!"), 1, self._late),
            Column(Message("For"), 5, lambda r: r.department),
            Column(Message("Room"), 5, lambda r: r.room),
            Column(Message("What"), None, lambda r: f"{r.text} → {r.done}" if r.done else r.text),
            Column(Message("Guest"), 14, guest_name),
            Column(Message("By"), 8, lambda r: r.resolved_by or r.by),
        ]

    def compose_body(self) -> ComposeResult:
        yield from super().compose_body()
        yield Detail(self._who, 1, id="who")

    def reload(self) -> None:
        super().reload()
        self.query_one("#who", Detail).look()

    def on_windowed_list_highlighted(self) -> None:
        self.query_one("#who", Detail).look()

    def _who(self) -> list[str]:
        """Who wrote the marked trace, and who has seen to it, when."""
        row: TraceRow | None = self.selected if self.query("#rows") else None
        if row is None:
            return []
        seen_to = (
            _("resolved by {who} {at}", who=row.resolved_by, at=self.clock(row.resolved_at))
            if row.resolved_at
            else ""
        )
        written = _("written by {who} {at}", who=row.by, at=self.clock(row.made_at))
        return [" · ".join(filter(None, [written, seen_to]))]

    def _late(self, row: TraceRow) -> str:
        return "!" if row.overdue(self.hotel, self.services.now()) else ""

    async def do_new(self) -> None:
        specs = (department_field(), TEXT, *DUE, ROOM, GUEST)

        def write(values: dict[str, Any]) -> Any:
            whose = whose_of(values.pop("whose"))
            return add_trace, (), {**values, **whose}

        today: datetime.date = self.services.today()
        first = {"due_on": today, **whose_choice(self.stay_id)}
        if self.department:
            first["department"] = self.department
        await self.dialog(Message("Trace"), specs, write, **first)

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        row: TraceRow = event.row
        if row.resolved_at is None:
            self.perform_by_id("resolve")
            return
        lines = [
            row.text,
            _("Done: {what}", what=row.done),
            f"{row.resolved_by} · {self.clock(row.resolved_at)}",
        ]
        self.app.push_screen(MessageDialog("\n".join(lines)))

    async def do_resolve(self) -> None:
        row: TraceRow = self.selected
        done = FieldSpec("done", Message("What was done"), required=True, width=50, max_length=300)
        await self.dialog(
            Message("{words}", {"words": row.text}), (done,), lambda v: (resolve_trace, (row.trace_id,), v)
        )

    async def do_change(self) -> None:
        row: TraceRow = self.selected
        await self.dialog(
            Message("Trace"), (department_field(), TEXT, *DUE), lambda v: (change_trace, (row.trace_id,), v),
            department=row.department, text=row.text, due_on=row.due_on, due_time=row.due_time,
        )  # fmt: skip

    async def do_department(self) -> None:
        options: list[tuple[str, Any]] = [
            ("", Message("all")),
            *((u.code, name_of(u)) for u in departments()),
        ]
        chosen = await self.app.push_screen_wait(
            ChooseDialog(Message("Department"), options, self.department)
        )
        if chosen is not None:
            self.department = str(chosen)
            self.reread()

    def do_print(self) -> None:
        self.services.show_paper(traces_paper(self.hotel, self.department, current_language()))

    def do_stay(self) -> None:
        if self.selected.stay_id is not None:
            self.app.push_screen(open_screen("stay", self.selected.stay_id))

    def do_log_book(self) -> None:
        self.app.push_screen(open_screen("log book"))

    def do_tickets(self) -> None:
        self.app.push_screen(open_screen("tickets", self.stay_id))
