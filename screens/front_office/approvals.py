"""What was asked and allowed: who wanted it, who approved it, why, and the way to the stay or the folio."""

from __future__ import annotations

import datetime
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office.approvals import ApprovalRow, approvals
from models.house.lists import Pages
from models.house.staff import RIGHTS, all_staff
from screens.front_office.desk_list import DeskList, nothing_selected
from screens.front_office.words import amount, day, guest_name
from screens.kit.actions import Action
from screens.kit.detail import Detail
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


class ApprovalsScreen(DeskList):
    """Enter opens the stay, the folio at its line, or else what was changed; t narrows to a date or a person."""

    TITLE_LINE = Message("Approvals")
    EMPTY = Message("Nothing was asked.")
    ACTIONS = (
        Action("narrow", Message("Date or person"), ("t",)),
        Action("changes", Message("What was changed"), ("c",), why_not=nothing_selected),
    )

    def __init__(self, date: datetime.date | None = None) -> None:
        super().__init__()
        self.date = date
        self.person: int | None = None

    def narrowed(self) -> str:
        logins = {staff.id: staff.login for staff in all_staff()}
        return " · ".join(filter(None, [day(self.date), logins.get(self.person or 0, "")]))

    def listing(self, text: str) -> Pages[ApprovalRow]:
        return approvals(self.date, self.person, text)

    def columns(self) -> list[Column[Any]]:
        return [
            Column(Message("When"), 13, lambda r: self.clock(r.at)),
            Column(Message("What was asked"), None, lambda r: r.what),
            Column(Message("Room"), 4, lambda r: r.room),
            Column(Message("Amount"), 11, lambda r: "" if r.amount is None else amount(r.amount), "right"),
            Column(Message("Asked by"), 9, lambda r: r.asked_by),
            Column(Message("Approved"), 9, lambda r: r.approved_by),
        ]

    def compose_body(self) -> ComposeResult:
        yield from super().compose_body()
        yield Detail(self._why, 3, id="why")

    def _why(self) -> list[str]:
        row: ApprovalRow | None = self.selected if self.query("#rows") else None
        if row is None:
            return []
        by = (
            _("Asked by {user}", user=row.asked_by),
            _("Approved by {user}", user=row.approved_by) if row.approved_by else "",
            RIGHTS[row.right].say() if row.right in RIGHTS else row.right,
        )
        guest = f"{row.room} {guest_name(row)}".strip()
        return [" · ".join(filter(None, [row.what, guest])), row.reason, " · ".join(filter(None, by))]

    def reload(self) -> None:
        super().reload()
        self.query_one("#why", Detail).look()

    def on_windowed_list_highlighted(self) -> None:
        self.query_one("#why", Detail).look()

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        row: ApprovalRow = event.row
        if row.stay_id is None:
            self.do_changes()
        elif row.posting_id is None:
            self.app.push_screen(open_screen("stay", row.stay_id))
        else:
            self.app.push_screen(open_screen("folio", row.stay_id, "", row.posting_id))

    def do_changes(self) -> None:
        row: ApprovalRow = self.selected
        self.app.push_screen(open_screen("log", None, None, (row.first_log, row.last_log)))

    async def do_narrow(self) -> None:
        people: list[tuple[object, object]] = [("", Message("all"))]
        people += [(p.id, f"{p.login} {p.name(current_language())}") for p in all_staff()]
        specs = (
            FieldSpec("date", Message("Date"), "date", past=True),
            FieldSpec("person", Message("Person"), "pick", options=people, width=34),
        )  # fmt: skip
        first = {"date": self.date, "person": self.person or ""}
        values: dict[str, Any] | None = await self.app.push_screen_wait(
            FormDialog(Message("Date or person"), specs, values=first)
        )
        if values is not None:
            self.date, self.person = values["date"], values["person"] or None
            self.reread()
