"""Service tickets of a span: how many each department had, how long they took, what was late, what they cost.

And of one ticket, who passed it on to whom and when.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN

from locales import Message, _, in_language
from locales.dates import format_date
from locales.money import format_money
from models.front_office.folios import Posting
from models.front_office.papers import seller
from models.front_office.rooms import Room
from models.front_office.service_tickets import (
    CLOSED,
    DONE,
    KINDS,
    STATUSES,
    ServiceTicket,
    made_good,
)
from models.house.acts import ChangeLog
from models.house.departments import Department
from models.house.moments import moment
from models.house.papers import Column, Paper, Row, Table
from models.house.property import Property
from models.house.staff import Staff
from models.ledger.balances import money

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class TicketLine:
    """A ticket as it stood when the report was made. ``took``: from opening to closing, of a closed one.

    ``compensated``: baht, as it moved the folio (below zero), by the posting of that number.
    """

    number: str
    kind: str
    text: str
    department: str
    department_th: str
    department_en: str
    room: str
    opened_on: datetime.date
    took: datetime.timedelta | None
    late: bool
    compensated: Decimal
    posting_number: str


@dataclass(frozen=True)
class TicketFigure:
    """Tickets of a kind of a department, or of the whole house (no department): how many came in, how many of them are
    closed, how many were not done when it had been promised; ``average``: from opening to closing, of the closed ones;
    ``compensated`` as in ``TicketLine``."""

    department: str
    department_th: str
    department_en: str
    kind: str
    opened: int
    closed: int
    late: int
    average: datetime.timedelta | None
    compensated: Decimal

    @property
    def key(self) -> tuple[str, str]:
        return (self.department, self.kind)

    def name(self, language: str) -> str:
        return self.department_th if language == "th" else self.department_en


def ticket_lines(
    hotel: Property, since: datetime.date, until: datetime.date, now: datetime.datetime
) -> list[TicketLine]:
    """Tickets that were opened on the days ``since`` to ``until`` (inclusive, by the clock of the hotel), by number."""
    day = datetime.timedelta(days=1)
    rows = (
        ServiceTicket.select(ServiceTicket, Department, Room, Posting, made_good().alias("made_good"))
        .join(Department)
        .switch(ServiceTicket)
        .join(Room, JOIN.LEFT_OUTER, on=(ServiceTicket.room == Room.id))
        .switch(ServiceTicket)
        .join(Posting, JOIN.LEFT_OUTER, on=(ServiceTicket.compensation == Posting.id))
        .where(
            (ServiceTicket.opened_at >= moment(hotel, since, "00:00"))
            & (ServiceTicket.opened_at < moment(hotel, until + day, "00:00"))
        )
        .order_by(ServiceTicket.id)
    )
    return [_line(ticket, hotel, now) for ticket in rows]


def _line(ticket: ServiceTicket, hotel: Property, now: datetime.datetime) -> TicketLine:
    unit, posting = ticket.department, ticket.compensation
    over = ticket.done_at if ticket.status in (DONE, CLOSED) else now
    return TicketLine(
        ticket.number, ticket.kind, ticket.text, unit.code, unit.name_th, unit.name_en,
        ticket.room.number if ticket.room else "", ticket.opened_at.astimezone(hotel.timezone).date(),
        ticket.closed_at - ticket.opened_at if ticket.closed_at else None,
        ticket.promised_at is not None and ticket.promised_at < over,
        money(ticket.made_good) if posting else ZERO, posting.number if posting else "",
    )  # fmt: skip


def ticket_figures(lines: Iterable[TicketLine]) -> list[TicketFigure]:
    """By department and kind, then each kind of the whole house; kinds without a ticket are left out."""
    lines = list(lines)
    units = sorted({(line.department, line.department_th, line.department_en) for line in lines})
    house = ("", Message("Whole house").say("th"), Message("Whole house").say("en"))
    figures = []
    for unit in (*units, house):
        for kind in KINDS:
            of = [line for line in lines if line.kind == kind and unit[0] in ("", line.department)]
            if of:
                figures.append(_figure(unit, kind, of))
    return figures


def _figure(unit: tuple[str, str, str], kind: str, lines: list[TicketLine]) -> TicketFigure:
    took = [line.took for line in lines if line.took is not None]
    return TicketFigure(
        *unit, kind, len(lines), len(took), sum(line.late for line in lines),
        sum(took, datetime.timedelta()) / len(took) if took else None,
        sum((line.compensated for line in lines), ZERO),
    )  # fmt: skip


def lasting(time: datetime.timedelta | None) -> str:
    """3:05 hours, or days and hours; a dash of nothing."""
    if time is None:
        return "–"
    minutes = int(time.total_seconds()) // 60
    if minutes < 24 * 60:
        return f"{minutes // 60}:{minutes % 60:02d}"
    return _("{days}d {hours}h", days=minutes // (24 * 60), hours=minutes // 60 % 24)


# On paper


def ticket_report_paper(
    hotel: Property, since: datetime.date, until: datetime.date, now: datetime.datetime, language: str
) -> Paper:
    """The figures of the span, then every ticket for which something was taken off, with its posting."""
    lines = ticket_lines(hotel, since, until, now)
    with in_language(language):
        cost = [line for line in lines if line.posting_number]
        tables = (_figures_table(ticket_figures(lines), language), *([_cost_table(cost)] if cost else []))
        return Paper(
            kind="tickets",
            title=_("Service tickets"),
            number="",
            date_text=" – ".join(format_date(date) for date in (since, until)),
            language=language,
            seller=seller(hotel, language),
            tables=tables if lines else (),
            notes=(_("Tickets by the day they were opened; the average is from opening to closing, of those closed."),),
        )  # fmt: skip


def _figures_table(figures: Iterable[TicketFigure], language: str) -> Table:
    columns = (
        Column(_("Department")), Column(_("Kind"), width=10), Column(_("Tickets"), "right", 8),
        Column(_("Closed"), "right", 7), Column(_("Overdue"), "right", 8), Column(_("Average"), "right", 8),
        Column(_("Taken off"), "right", 11),
    )  # fmt: skip
    rows: list[Row] = []
    for f in figures:
        cells = (
            f.name(language), KINDS[f.kind].say(), str(f.opened), str(f.closed), str(f.late), lasting(f.average),
            format_money(f.compensated),
        )  # fmt: skip
        first_of_house = not f.department and not any(row.style == "subtotal" for row in rows)
        rows.append(Row(cells, "subtotal" if first_of_house else "normal"))
    return Table(columns, tuple(rows))


def _cost_table(lines: Iterable[TicketLine]) -> Table:
    columns = (
        Column(_("Ticket"), width=12), Column(_("For"), width=5), Column(_("Room"), width=5), Column(_("What")),
        Column(_("Number"), width=9), Column(_("Taken off"), "right", 12),
    )  # fmt: skip
    return Table(
        columns,
        tuple(
            Row((line.number, line.department, line.room, line.text, line.posting_number,
                 format_money(line.compensated)))
            for line in lines
        ),
        title=_("Made good"),
    )  # fmt: skip


# One ticket


@dataclass(frozen=True)
class TicketStep:
    """``field`` was changed ``before`` → ``after`` (empty: nothing) by a person; ``reason`` where one was asked for."""

    at: datetime.datetime
    by: str
    field: Message
    before: str
    after: str
    reason: str


_FIELDS = {
    "status": Message("Status"),
    "owner": Message("Owner"),
    "department": Message("Department"),
    "promised_at": Message("Promised"),
    "compensation": Message("Made good by"),
}


def ticket_steps(hotel: Property, ticket_id: int) -> list[TicketStep]:
    """Out of the change log, the first step first: state, owner, department, promise, what made it good."""
    rows = (
        ChangeLog.select(ChangeLog, Staff)
        .join(Staff, on=(ChangeLog.staff == Staff.id))
        .where((ChangeLog.subject == "service_ticket") & (ChangeLog.subject_id == str(ticket_id)))
        .order_by(ChangeLog.id)
    )
    steps = []
    for row in rows:
        before, after = (json.loads(values or "{}") for values in (row.before, row.after))
        for name, label in _FIELDS.items():
            was, now = (_said(hotel, name, values.get(name)) for values in (before, after))
            if name in after and was != now:
                steps.append(TicketStep(row.at, row.staff.login, label, was, now, row.reason))
    return steps


def _said(hotel: Property, field: str, value: object) -> str:
    if value is None:
        return ""
    if field == "status":
        return STATUSES[str(value)].say()
    if field == "promised_at":
        local = datetime.datetime.fromisoformat(str(value)).astimezone(hotel.timezone)
        return f"{format_date(local.date(), 'day_month')} {local:%H:%M}"
    if field == "owner":
        return str(Staff.get_by_id(value).login)
    if field == "department":
        return str(Department.get_by_id(value).code)
    return str(Posting.get_by_id(value).number)
