"""Service tickets: requests and complaints, whose they are, what was promised, how long it took."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language, n_
from locales.dates import format_date
from models.front_office.service_tickets import (
    DONE,
    IN_WORK,
    KINDS,
    REQUEST,
    STATUSES,
    STEPS,
    TicketRow,
    change_ticket,
    compensations_of,
    link_compensation,
    open_ticket,
    overdue_tickets,
    set_ticket_status,
    tickets,
    unlink_compensation,
)
from models.front_office.ticket_report import TicketStep, lasting, ticket_steps
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
from screens.front_office.words import amount, guest_name
from screens.kit.actions import Action
from screens.kit.detail import Detail
from screens.kit.dialogs import ChooseDialog, MessageDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

TEXT = FieldSpec("text", Message("What"), required=True, width=50, max_length=300)
OWNER = FieldSpec(
    "owner", Message("Owner"), width=20, max_length=60, help=Message("Sign-in name; empty: nobody yet.")
)
PROMISED = (
    FieldSpec("promised_on", Message("Promised"), "date"),
    FieldSpec("promised_time", Message("At"), width=6, max_length=5, help=Message("14:30; without a date it is today.")),
)  # fmt: skip
MOST_STEPS = 9


class TicketsScreen(DeskList):
    """Enter shows a ticket with every hand it went through; r says how far it is, b links what was taken off the folio
    or undoes that, o shows what should have been done by now. Below the list stands what the marked ticket came to."""

    TITLE_LINE = Message("Service tickets")
    EMPTY = Message("No ticket is open.")
    ACTIONS = (
        Action("new", Message("New"), ("n", "insert"), right="service"),
        Action("status", Message("Status"), ("r",), right="service", why_not=nothing_selected),
        Action("change", Message("Edit"), ("e",), right="service", why_not=nothing_selected),
        Action("compensation", Message("Made good by"), ("b",), right="service", why_not=lambda s: s.why_not_stay()),
        Action("overdue", Message("Overdue"), ("o",), right="see_desk"),
        Action("report", Message("Report"), ("p",), right="see_desk"),
        Action("stay", Message("Booking"), ("s",), right="see_desk", shown=False, why_not=nothing_selected),
        EVERY,
    )  # fmt: skip

    def __init__(self, stay_id: int | None = None, text: str = "") -> None:
        super().__init__(stay_id, text)
        self._overdue = False

    def narrowed(self) -> str:
        return _("Overdue") if self._overdue else super().narrowed()

    def aside(self) -> str:
        late = overdue_tickets(self.services.now())
        return n_("{n} overdue", "{n} overdue", late) if late else ""

    def listing(self, text: str) -> Pages[TicketRow]:
        overdue_at = self.services.now() if self._overdue else None
        return tickets(stay_id=self.stay_id, closed=self.every, text=text, overdue_at=overdue_at)

    def compose_body(self) -> ComposeResult:
        yield from super().compose_body()
        yield Detail(self._more, 2, id="more")

    def reload(self) -> None:
        super().reload()
        self.query_one("#more", Detail).look()

    def on_windowed_list_highlighted(self) -> None:
        self.query_one("#more", Detail).look()

    def _more(self) -> list[str]:
        row: TicketRow | None = self.selected if self.query("#rows") else None
        if row is None:
            return []
        first = " · ".join(filter(None, [KINDS[row.kind].say(), guest_name(row), row.text]))
        return [first, " · ".join(filter(None, [self._done(row), self._compensated(row)]))]

    @staticmethod
    def _done(row: TicketRow) -> str:
        return _("Done: {what}", what=row.solution) if row.solution else ""

    @staticmethod
    def _compensated(row: TicketRow) -> str:
        if row.compensated is None:
            return ""
        return _("Made good by {amount} ({number})", amount=row.compensated, number=row.posting_number)

    def do_overdue(self) -> None:
        self._overdue, self.every = not self._overdue, False
        self.reread()

    def do_every(self) -> None:
        self._overdue = False
        super().do_every()

    def do_report(self) -> None:
        self.app.push_screen(open_screen("ticket report"))

    def columns(self) -> list[Column[TicketRow]]:
        return [
            Column(Message("Ticket"), 11, lambda r: r.number),
            Column(Message("Room"), 4, lambda r: r.room),
            Column(Message("What"), None, lambda r: r.text),
            Column(Message("For"), 5, lambda r: r.department),
            Column(Message("Owner"), 8, lambda r: r.owner),
            Column(Message("State"), 9, lambda r: STATUSES[r.status].say()),
            Column(Message("Promised"), 12, lambda r: self._due(r)),
            Column(Message("Took"), 7, self._took, "right"),
        ]

    def _due(self, row: TicketRow) -> str:
        return self.clock(row.promised_at) + ("!" if row.overdue(self.services.now()) else "")

    def _took(self, row: TicketRow) -> str:
        return lasting(row.took(self.services.now()))

    def why_not_stay(self) -> Message | None:
        row = self.selected
        return None if row and row.stay_id is not None else Message("This ticket is on no stay.")

    async def do_new(self) -> None:
        specs = (
            FieldSpec("kind", Message("Kind"), "pick", required=True, options=tuple(KINDS.items()), default=REQUEST),
            department_field(),
            TEXT,
            FieldSpec("whose", Message("Guest"), "lookup", search=search_whose()),
            FieldSpec("room", Message("Room"), width=8, max_length=8),
            OWNER,
            *PROMISED,
        )  # fmt: skip

        def write(values: dict[str, Any]) -> Any:
            whose = whose_of(values.pop("whose"))
            return open_ticket, (), {**values, **whose}

        await self.dialog(Message("Service ticket"), specs, write, **whose_choice(self.stay_id))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        row: TicketRow = event.row
        hotel, now = self.hotel, self.services.now()
        took = lasting(row.took(now))
        lines = [
            f"{row.number} · {KINDS[row.kind].say()} · {STATUSES[row.status].say()}",
            row.text,
            " · ".join(filter(None, [row.room, guest_name(row), row.owner])),
            _("Opened {at}, took {time}", at=self.clock(row.opened_at), time=took),
        ]
        if row.promised_at:
            local = row.promised_at.astimezone(hotel.timezone)
            lines.append(_("Promised {date} {time}", date=format_date(local.date()), time=f"{local:%H:%M}"))
        steps = ticket_steps(hotel, row.ticket_id)
        lines += [self._done(row), self._compensated(row)]
        lines += ["…"] if len(steps) > MOST_STEPS else []
        lines += [self._step(step) for step in steps[-MOST_STEPS:]]
        self.app.push_screen(MessageDialog("\n".join(filter(None, lines))))

    def _step(self, step: TicketStep) -> str:
        moved = f"{step.before or '–'} → {step.after or '–'}" if step.before else step.after
        words = f"{self.clock(step.at)} {step.by} · {step.field.say()}: {moved}"
        return " · ".join(filter(None, [words, step.reason]))

    async def do_status(self) -> None:
        row: TicketRow = self.selected
        steps = STEPS[row.status]
        if not steps:
            self.say(Message("Ticket {number} has been closed.", {"number": row.number}), "error")
            return
        options = [(step, STATUSES[step]) for step in steps]
        status = await self.app.push_screen_wait(
            ChooseDialog(
                Message("{number} is", {"number": row.number}), options, DONE if DONE in steps else None
            )
        )
        if status is None:
            return
        if status == IN_WORK:
            await self.submit(set_ticket_status, row.ticket_id, status)
            return
        said = FieldSpec("solution", Message("What was done"), width=50, max_length=300)
        await self.dialog(
            STATUSES[str(status)], (said,), lambda v: (set_ticket_status, (row.ticket_id, status), v),
            solution=row.solution,
        )  # fmt: skip

    async def do_change(self) -> None:
        row: TicketRow = self.selected
        local = row.promised_at.astimezone(self.hotel.timezone) if row.promised_at else None
        await self.dialog(
            Message("Service ticket"), (department_field(), TEXT, OWNER, *PROMISED),
            lambda v: (change_ticket, (row.ticket_id,), v), department=row.department, text=row.text, owner=row.owner,
            promised_on=local.date() if local else None, promised_time=f"{local:%H:%M}" if local else "",
        )  # fmt: skip

    async def do_compensation(self) -> None:
        """The posting itself is made on the folio; here it is only pointed at, or no longer."""
        row: TicketRow = self.selected
        assert row.stay_id is not None
        if row.posting_number:
            reason = FieldSpec("reason", Message("Reason"), required=True, width=50, max_length=300)
            title = Message("{number} did not make this ticket good", {"number": row.posting_number})
            await self.dialog(title, (reason,), lambda v: (unlink_compensation, (row.ticket_id,), v))
            return
        language = current_language()
        options = [
            (p.id, f"{p.number} {format_date(p.date, 'day_month')} {p.words(language)} {amount(p.amount)}")
            for p in compensations_of(row.stay_id)
        ]
        if not options:
            self.say(Message("Nothing was taken off the folio yet. Correct the line there first."), "error")
            return
        chosen = await self.app.push_screen_wait(ChooseDialog(Message("Made good by"), options))
        if chosen is not None and await self.submit(link_compensation, row.ticket_id, chosen):
            self.say(Message("The posting stands against {number}.", {"number": row.number}))

    def do_stay(self) -> None:
        if self.selected.stay_id is not None:
            self.app.push_screen(open_screen("stay", self.selected.stay_id))
