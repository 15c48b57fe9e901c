"""What happened at the desk on a day: cashiers' shifts, what was taken back or lowered, who did not come."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal

from peewee import JOIN, fn

from locales import Message, _
from models.front_office.cancellations import BookingEnd
from models.front_office.corrections_report import ADJUSTMENTS, CORRECTIONS, taken_back_on, taken_back_tables
from models.front_office.day_reports.frame import JSON, Frame, baht, figures, named, report_on
from models.front_office.guests import Guest
from models.front_office.reservations import Reservation, Stay
from models.front_office.rooms import Room
from models.front_office.till.opening import OVER_SHORT
from models.front_office.till.tables import CashierShift, TillMovement
from models.house.papers import Paper, Row, Table
from models.house.staff import Staff
from models.ledger.balances import money

ZERO = Decimal("0.00")
SHIFTS = Message("Cashier shifts of the day")
TAKEN_BACK = Message("Corrections and adjustments")
NOT_COME = Message("No-shows and cancellations")


def gather_shifts(date: datetime.date) -> JSON:
    """Of every shift of the day, baht: the float, what came in less what went out, over (+) or short (−), what stays."""
    moved: dict[int, dict[bool, Decimal]] = {}
    movements = (
        TillMovement.select(TillMovement.shift_id, TillMovement.kind, fn.SUM(TillMovement.baht))
        .join(CashierShift)
        .where(CashierShift.date == date)
        .group_by(TillMovement.shift, TillMovement.kind)
        .tuples()
    )
    for shift_id, kind, total in movements:
        parts = moved.setdefault(shift_id, {True: ZERO, False: ZERO})
        parts[kind == OVER_SHORT] += money(total)
    shifts = (
        CashierShift.select(CashierShift, Staff)
        .join(Staff, on=(CashierShift.staff == Staff.id))
        .where(CashierShift.date == date)
        .order_by(CashierShift.id)
    )
    return {"shifts": [_shift(row, moved.get(row.id, {True: ZERO, False: ZERO})) for row in shifts]}


def _shift(row: CashierShift, moved: dict[bool, Decimal]) -> list[object]:
    names = [row.staff.name_th, row.staff.name_en]
    return [row.number, names, *map(str, (row.opening, moved[False], moved[True], row.left_float))]


def shifts_paper(frame: Frame, content: JSON, language: str) -> Paper:
    rows = [
        Row((number, named(names, language), *map(baht, amounts)))
        for number, names, *amounts in content["shifts"]
    ]
    sums = [sum((Decimal(row[place]) for row in content["shifts"]), ZERO) for place in (2, 3, 4, 5)]
    rows.append(Row(("", _("Total"), *(baht(str(one)) for one in sums)), "total"))
    headings = (
        _("Shift"), _("Cashier"), _("Float"), _("In less out"), _("Over/short"), _("Float left"),
    )  # fmt: skip
    return report_on(frame, "shifts", SHIFTS, language, figures("", headings, rows, (8, 0, 13, 13, 13, 13)))


def gather_taken_back(date: datetime.date) -> JSON:
    """The pairs of the corrections and of the adjustments report, with who approved."""
    return {kind: taken_back_on(kind, date) for kind in (CORRECTIONS, ADJUSTMENTS)}


def taken_back_paper(frame: Frame, content: JSON, language: str) -> Paper:
    tables = []
    for kind, title in ((CORRECTIONS, _("Corrections")), (ADJUSTMENTS, _("Adjustments"))):
        for table in taken_back_tables(content[kind], language):
            total = sum((row.amount for row in content[kind]), ZERO)
            last = Row(("", "", _("Total"), "", baht(str(total)), ""), "total")
            tables.append(dataclasses.replace(table, title=title, rows=(*table.rows, last)))
    return report_on(frame, "taken-back", TAKEN_BACK, language, *tables)


def gather_not_come(date: datetime.date) -> JSON:
    """Bookings that ended on the day before they began: who, why, the fee asked and what the deposit paid of it."""
    query = (
        BookingEnd.select(BookingEnd, Stay, Guest, Reservation, Room)
        .join(Stay)
        .join(Guest)
        .switch(Stay)
        .join(Reservation)
        .switch(BookingEnd)
        .join(Room, JOIN.LEFT_OUTER)
        .where(BookingEnd.date == date)
        .order_by(BookingEnd.id)
    )
    found: JSON = {"no-show": [], "cancelled": []}
    for row in query:
        guest = row.stay.guest
        found[row.kind].append(
            [
                row.stay.reservation.confirmation, [guest.name("th"), guest.name("en")], row.reason, str(row.fee),
                str(row.collected),
            ]
        )  # fmt: skip
    return found


def not_come_paper(frame: Frame, content: JSON, language: str) -> Paper:
    tables = []
    for kind, title in (("no-show", _("No-shows")), ("cancelled", _("Cancellations"))):
        tables.append(_ended(content[kind], title, language))
    return report_on(frame, "not-come", NOT_COME, language, *tables)


def _ended(ended: list[list[str]], title: str, language: str) -> Table:
    rows = [
        Row((number, named(names, language), reason, baht(fee), baht(collected)))
        for number, names, reason, fee, collected in ended
    ]
    sums = [sum((Decimal(row[place]) for row in ended), ZERO) for place in (3, 4)]
    rows.append(Row((str(len(ended)), _("Total"), "", *(baht(str(one)) for one in sums)), "total"))
    headings = (_("Booking"), _("Guest"), _("Reason"), _("Fee"), _("From deposit"))
    return figures(title, headings, rows, (12, 0, 12, 13, 13))
