"""The service tickets of a span by department and kind: how many, how long they took, how many were late, their cost."""

from __future__ import annotations

import datetime

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office.service_tickets import KINDS
from models.front_office.ticket_report import (
    TicketFigure,
    lasting,
    ticket_figures,
    ticket_lines,
    ticket_report_paper,
)
from models.house.lists import MemoryListing
from screens.front_office.words import amount
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList


class TicketReportScreen(DeskScreen):
    """This month so far, unless other dates are asked for; i prints it with the posting of each compensation."""

    ACTIONS = (
        Action("dates", Message("Other dates"), ("t",)),
        Action("print", Message("Print"), ("i",)),
    )

    def __init__(self) -> None:
        super().__init__()
        self._span: tuple[datetime.date, datetime.date] | None = None

    @property
    def span(self) -> tuple[datetime.date, datetime.date]:
        today = self.services.today()
        return self._span or (today.replace(day=1), today)

    def heading(self) -> str:
        since, until = self.span
        return _("Tickets opened {since} – {until}", since=since, until=until)

    def compose_body(self) -> ComposeResult:
        columns: list[Column[TicketFigure]] = [
            Column(Message("Department"), None, lambda r: r.name(current_language())),
            Column(Message("Kind"), 12, lambda r: KINDS[r.kind].say()),
            Column(Message("Tickets"), 8, lambda r: str(r.opened), "right"),
            Column(Message("Closed"), 7, lambda r: str(r.closed), "right"),
            Column(Message("Overdue"), 9, lambda r: str(r.late), "right"),
            Column(Message("Average"), 10, lambda r: lasting(r.average), "right"),
            Column(Message("Taken off"), 11, lambda r: amount(r.compensated), "right"),
        ]
        yield WindowedList(self._listing(), columns, empty=Message("No ticket was opened."), id="figures")

    def _listing(self) -> MemoryListing[TicketFigure]:
        hotel = self.services.property()
        return MemoryListing(ticket_figures(ticket_lines(hotel, *self.span, self.services.now())))

    def reload(self) -> None:
        self.query_one("#figures", WindowedList).renew(self._listing())

    async def do_dates(self) -> None:
        specs = (
            FieldSpec("since", Message("From"), "date", required=True, past=True),
            FieldSpec("until", Message("To"), "date", required=True, past=True),
        )
        since, until = self.span
        dialog = FormDialog(Message("Tickets of these days"), specs, values={"since": since, "until": until})
        values = await self.app.push_screen_wait(dialog)
        if values is not None:
            self._span = (values["since"], values["until"])  # type: ignore[assignment]
            self.reread()

    def do_print(self) -> None:
        hotel, now = self.services.property(), self.services.now()
        self.services.show_paper(ticket_report_paper(hotel, *self.span, now, current_language()))
