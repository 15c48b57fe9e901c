"""Service tickets: a guest's request or complaint, whose it is, what was promised, how long it took.

A complaint that was made good points at the posting by which it was; the posting itself is made on the folio. A link
to the wrong posting is undone with a reason, on a closed ticket too.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peewee import JOIN, ForeignKeyField, TextField, fn

from locales import Message
from models.front_office.folios import FolioWindow, Posting
from models.front_office.guests.person import Guest
from models.front_office.reservations.tables import Stay
from models.front_office.rooms import Room
from models.front_office.rooms import room as find_room
from models.house.acts import Act, operation
from models.house.database import Base, StampField
from models.house.departments import Department
from models.house.departments import department as find_department
from models.house.inputs import said, words
from models.house.lists import Listing
from models.house.moments import moment, time_of_day
from models.house.property import document_number
from models.house.refusals import Refused
from models.house.staff import Staff
from models.ledger.balances import money

REQUEST, COMPLAINT = "request", "complaint"
KINDS = {REQUEST: Message("Request"), COMPLAINT: Message("Complaint")}
OPEN, IN_WORK, DONE, CLOSED = "open", "in work", "done", "closed"
STATUSES = {
    OPEN: Message("Open"),
    IN_WORK: Message("In work"),
    DONE: Message("Done"),
    CLOSED: Message("Closed"),
}
STEPS = {OPEN: (IN_WORK, DONE, CLOSED), IN_WORK: (OPEN, DONE, CLOSED), DONE: (IN_WORK, CLOSED), CLOSED: ()}
"""What a status can become. What was done may turn out not to be; what is closed stays closed."""
COMPENSATIONS = ("correction", "adjustment", "allowance", "refund")
"""Kinds of postings by which something is made good."""


class ServiceTicket(Base):
    """``promised_at``: until when the guest was told it would be done. ``solution``: what was done.

    ``compensation``: the posting on the folio by which it was made good.
    """

    number = TextField(unique=True)
    kind = TextField(default=REQUEST)
    text = TextField()
    status = TextField(default=OPEN)
    department = ForeignKeyField(Department)
    owner = ForeignKeyField(Staff, null=True)
    stay = ForeignKeyField(Stay, null=True)
    room = ForeignKeyField(Room, null=True)
    opened_at = StampField()
    opened_by = ForeignKeyField(Staff, backref="tickets_opened")
    promised_at = StampField(null=True)
    done_at = StampField(null=True)
    closed_at = StampField(null=True)
    solution = TextField(default="")
    compensation = ForeignKeyField(Posting, null=True)

    class Meta:
        table_name = "service_ticket"


@dataclass(frozen=True)
class TicketRow:
    """``compensated``: baht, as the posting moved the folio (below zero), with the parts of a package lowered with it
    and nothing of what was taken back since. ``posting_number``: the posting itself."""

    ticket_id: int
    number: str
    kind: str
    text: str
    status: str
    department: str
    department_th: str
    department_en: str
    owner: str
    stay_id: int | None
    guest_th: str
    guest_en: str
    room: str
    opened_at: datetime.datetime
    promised_at: datetime.datetime | None
    done_at: datetime.datetime | None
    closed_at: datetime.datetime | None
    solution: str
    compensated: Decimal | None
    posting_number: str
    key: tuple[int]

    def overdue(self, now: datetime.datetime) -> bool:
        return self.status in (OPEN, IN_WORK) and self.promised_at is not None and self.promised_at < now

    def took(self, now: datetime.datetime) -> datetime.timedelta:
        """From opening to closing, or until now."""
        return (self.closed_at or now) - self.opened_at


def _text(text: str, field: str = "text") -> str:
    if not text.strip():
        raise Refused("NO_TEXT", "Say what it is.", field=field)
    return words(text, field)


def _owner(login: str) -> Staff | None:
    name = login.strip().lower()
    if not name:
        return None
    staff = Staff.get_or_none((Staff.login == name) & Staff.active)
    if staff is None:
        raise Refused("NO_STAFF", "Nobody signs in as {name}.", field="owner", name=name)
    return staff


def _promised(act: Act, date: datetime.date | None, time: str) -> datetime.datetime | None:
    clock = time_of_day(time, "promised_time")
    if date is None:
        if not clock:
            return None
        date = act.property.calendar_date(act.now)
    return moment(act.property, date, clock)


@operation("service")
def open_ticket(
    act: Act,
    kind: str,
    department: str,
    text: str,
    *,
    owner: str = "",
    stay_id: int | None = None,
    room: str = "",
    promised_on: datetime.date | None = None,
    promised_time: str = "",
) -> int:
    """A request or complaint; the ticket's id. ``owner`` is a sign-in name. A time without a date is today's.

    Refused: TICKET_KIND, NO_DEPARTMENT, NO_TEXT, NO_STAFF, NO_ROOM, NO_TIME, PROMISE_PAST.
    """
    if kind not in KINDS:
        raise Refused("TICKET_KIND", "A ticket is a request or a complaint.", field="kind")
    unit = find_department(department)
    promised = _promised(act, promised_on, promised_time)
    if promised is not None and promised < act.now:
        raise Refused("PROMISE_PAST", "What is promised lies ahead.", field="promised_on")
    stay = Stay.get_by_id(stay_id) if stay_id is not None else None
    where = find_room(room).id if room.strip() else stay.room_id if stay else None
    return int(
        act.create(
            ServiceTicket, number=document_number("S", act.business_date), kind=kind, text=_text(text), status=OPEN,
            department=unit, owner=_owner(owner), stay=stay, room=where, opened_at=act.now, opened_by=act.staff,
            promised_at=promised, solution="",
        ).id
    )  # fmt: skip


@operation("service")
def change_ticket(
    act: Act,
    ticket_id: int,
    department: str,
    text: str,
    owner: str = "",
    promised_on: datetime.date | None = None,
    promised_time: str = "",
) -> None:
    """Refused: TICKET_CLOSED, and as ``open_ticket``."""
    ticket = _not_closed(ticket_id)
    act.update(
        ticket, department=find_department(department), text=_text(text), owner=_owner(owner),
        promised_at=_promised(act, promised_on, promised_time),
    )  # fmt: skip


@operation("service")
def set_ticket_status(act: Act, ticket_id: int, status: str, solution: str = "") -> None:
    """One step on; done and closed say what was done. Taking it into work makes it one's own where it was nobody's.

    Refused: TICKET_CLOSED, TICKET_STEP, NO_SOLUTION.
    """
    ticket = _not_closed(ticket_id)
    if status not in STEPS[ticket.status]:
        raise Refused(
            "TICKET_STEP", "This ticket is {state} already.", field="status", state=STATUSES[ticket.status]
        )
    what = words(solution, "solution") or ticket.solution
    if status in (DONE, CLOSED) and not what:
        raise Refused("NO_SOLUTION", "Say what was done.", field="solution")
    changes: dict[str, Any] = {"status": status, "solution": what}
    if status == IN_WORK:
        changes |= {"owner": ticket.owner or act.staff, "done_at": None}
    if status in (DONE, CLOSED):
        changes["done_at"] = ticket.done_at or act.now
    if status == CLOSED:
        changes["closed_at"] = act.now
    act.update(ticket, **changes)


def _not_closed(ticket_id: int) -> ServiceTicket:
    ticket = ServiceTicket.get_by_id(ticket_id)
    if ticket.status == CLOSED:
        raise Refused("TICKET_CLOSED", "Ticket {number} has been closed.", number=ticket.number)
    return ticket


@operation("service")
def link_compensation(act: Act, ticket_id: int, posting_id: int) -> None:
    """The posting by which it was made good, on a folio of the ticket's stay; open tickets and closed ones alike.

    Refused: COMPENSATED, NO_STAY, NO_COMPENSATION (another stay's, no such kind, linked to another ticket).
    """
    ticket = ServiceTicket.get_by_id(ticket_id)
    if ticket.compensation_id is not None:
        raise Refused("COMPENSATED", "A posting stands against this ticket already.")
    if ticket.stay_id is None:
        raise Refused("NO_STAY", "This ticket is on no stay.")
    if posting_id not in [posting.id for posting in compensations_of(ticket.stay_id)]:
        raise Refused(
            "NO_COMPENSATION", "This posting takes nothing off the guest's folio, or another ticket has it.",
            field="posting",
        )  # fmt: skip
    act.update(ticket, compensation=posting_id)


@operation("service")
def unlink_compensation(act: Act, ticket_id: int, reason: str) -> None:
    """The posting has nothing to do with this ticket after all; it stays on the folio, free for another ticket.

    Refused: NO_REASON, NOT_COMPENSATED.
    """
    ticket = ServiceTicket.get_by_id(ticket_id)
    act.because(said(reason))
    if ticket.compensation_id is None:
        raise Refused("NOT_COMPENSATED", "No posting stands against this ticket.")
    act.update(ticket, compensation=None)


def compensations_of(stay_id: int) -> list[Posting]:
    """Postings of the stay by which something may have been made good, and which no ticket has yet; latest first."""
    linked = ServiceTicket.select(ServiceTicket.compensation).where(ServiceTicket.compensation.is_null(False))
    back = Posting.alias()
    taken_back = back.select(back.corrects).where(back.corrects.is_null(False))
    return list(
        Posting.select()
        .join(FolioWindow)
        .where(
            (FolioWindow.stay == stay_id) & (Posting.kind << COMPENSATIONS) & Posting.id.not_in(linked)
            & Posting.id.not_in(taken_back)
        )
        .order_by(Posting.id.desc())
    )  # fmt: skip


def tickets_of_postings(posting_ids: Collection[int]) -> dict[int, str]:
    """The number of the ticket that each posting made good, of those that made one good."""
    rows = ServiceTicket.select(ServiceTicket.compensation, ServiceTicket.number).where(
        ServiceTicket.compensation << list(posting_ids)
    )
    return dict(rows.tuples())


def made_good() -> Any:
    """An expression beside ``Posting``: what a compensation came to, as ``TicketRow.compensated`` says it."""
    line, lowered, own = Posting.alias(), Posting.alias(), Posting.alias()
    whole = own.select(fn.COALESCE(own.wrapped_in, own.id)).where(own.id == Posting.adjusts)
    with_it = (  # the parts of a package are lowered by lines of their own, in the same act
        (line.at == Posting.at)
        & (line.staff == Posting.staff)
        & (line.adjusts != Posting.adjusts)
        & (fn.COALESCE(lowered.wrapped_in, lowered.id) == whole)
    )
    return (
        line.select(fn.SUM(line.amount))
        .join(lowered, JOIN.LEFT_OUTER, on=(line.adjusts == lowered.id))
        .where(
            (line.window == Posting.window)
            & ((line.id == Posting.id) | (line.corrects == Posting.id) | with_it)
        )
    )


def _overdue(now: datetime.datetime) -> Any:
    return (ServiceTicket.status << [OPEN, IN_WORK]) & (ServiceTicket.promised_at < now)


def overdue_tickets(now: datetime.datetime) -> int:
    """How many are neither done nor closed though the time that was promised has passed."""
    return int(ServiceTicket.select().where(_overdue(now)).count())


def tickets(
    *,
    stay_id: int | None = None,
    closed: bool = False,
    department: str = "",
    text: str = "",
    overdue_at: datetime.datetime | None = None,
) -> Listing[TicketRow]:
    """Those not closed, the oldest first; with ``closed`` all of them, latest first; or those ``overdue_at`` a moment.

    ``text``: in words, number, room.
    """
    owner, of_stay = Staff.alias(), Guest.alias()
    query = (
        ServiceTicket.select(
            ServiceTicket,
            Department,
            Stay,
            of_stay,
            Room,
            Posting,
            fn.COALESCE(owner.login, "").alias("owned"),
            made_good().alias("made_good"),
        )
        .join(Department)
        .switch(ServiceTicket)
        .join(Stay, JOIN.LEFT_OUTER)
        .join(of_stay, JOIN.LEFT_OUTER, on=(Stay.guest == of_stay.id), attr="guest")
        .switch(ServiceTicket)
        .join(Room, JOIN.LEFT_OUTER, on=(ServiceTicket.room == Room.id))
        .switch(ServiceTicket)
        .join(Posting, JOIN.LEFT_OUTER, on=(ServiceTicket.compensation == Posting.id))
        .switch(ServiceTicket)
        .join(owner, JOIN.LEFT_OUTER, on=(ServiceTicket.owner == owner.id), attr="owned_by")
    )
    if overdue_at is not None:
        query = query.where(_overdue(overdue_at))
    elif not closed:
        query = query.where(ServiceTicket.status != CLOSED)
    if stay_id is not None:
        query = query.where(ServiceTicket.stay == stay_id)
    if department:
        query = query.where(Department.code == department)
    for word in text.split():
        query = query.where(
            ServiceTicket.text.contains(word)
            | ServiceTicket.number.contains(word)
            | (fn.COALESCE(Room.number, "") == word.upper())
        )
    return Listing(query, [(ServiceTicket.id, closed and overdue_at is None)], _shape)


def _shape(ticket: ServiceTicket) -> TicketRow:
    unit, stay, room, posting = ticket.department, ticket.stay, ticket.room, ticket.compensation
    return TicketRow(
        ticket.id, ticket.number, ticket.kind, ticket.text, ticket.status, unit.code, unit.name_th, unit.name_en,
        ticket.owned, ticket.__data__["stay"], stay.guest.name("th") if stay else "",
        stay.guest.name("en") if stay else "", room.number if room else "", ticket.opened_at, ticket.promised_at,
        ticket.done_at, ticket.closed_at, ticket.solution, money(ticket.made_good) if posting else None,
        posting.number if posting else "", (ticket.id,),
    )  # fmt: skip


def tickets_lit(stay_ids: Collection[int], _date: datetime.date) -> dict[int, Message]:
    """For the lamp: what is open for each stay, in the words of the oldest."""
    rows = (
        ServiceTicket.select(ServiceTicket.stay, ServiceTicket.number, ServiceTicket.text)
        .where((ServiceTicket.stay << list(stay_ids)) & (ServiceTicket.status << [OPEN, IN_WORK]))
        .order_by(ServiceTicket.id)
        .tuples()
    )
    lit: dict[int, Message] = {}
    for stay_id, number, text in rows:
        lit.setdefault(stay_id, Message("{words}", {"words": f"{number} {text}"}))
    return lit
