"""What screens and the night audit see of shifts: the lines of one, the list of all, which are open, and the proof."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN

from locales import Message
from locales.dates import format_stamp
from models.front_office.codes import TransactionCode
from models.front_office.folios import FolioWindow, Posting
from models.front_office.papers import paper_from_json
from models.front_office.receipts import Receipt
from models.front_office.reservations import Stay
from models.front_office.rooms import Room
from models.front_office.till.figures import figures
from models.front_office.till.moving import open_shift, shifts_kept
from models.front_office.till.tables import CashierShift, Drawer, PaidOut, TillMovement
from models.house.lists import Listing
from models.house.papers import Paper
from models.house.property import Property, setting
from models.house.staff import Rights, Staff
from models.ledger.proof import Fault

MOVES = {
    "payment": Message("Payment"),
    "deposit": Message("Deposit"),
    "security": Message("Security deposit"),
    "correction": Message("Correction"),
    "refund": Message("Refund"),
    "deposit refund": Message("Deposit refunded"),
    "security returned": Message("Security returned"),
    "paid-out": Message("Paid-out"),
    "float": Message("Float"),
    "drop": Message("Drop"),
    "exchange": Message("Exchange"),
    "to bank": Message("To the bank"),
    "over/short": Message("Over/short"),
}


@dataclass(frozen=True)
class ShiftFacts:
    """One shift as a list or a heading says it."""

    shift_id: int
    number: str
    date: datetime.date
    drawer: int
    cashier: str
    cashier_th: str
    cashier_en: str
    opened_at: datetime.datetime
    closed_at: datetime.datetime | None
    forced: bool
    opening: Decimal
    left: Decimal

    @property
    def key(self) -> tuple[int]:
        return (self.shift_id,)


def _facts(row: CashierShift) -> ShiftFacts:
    return ShiftFacts(
        row.id, row.number, row.date, row.drawer.number, row.staff.login, row.staff.name_th, row.staff.name_en,
        row.opened_at, row.closed_at, row.forced, row.opening, row.left_float,
    )  # fmt: skip


def facts_of(shift_id: int) -> ShiftFacts:
    return _facts(CashierShift.get_by_id(shift_id))


def shifts(text: str = "", staff_id: int | None = None) -> Listing[ShiftFacts]:
    """All shifts or those of one person, the latest first; ``text`` finds a cashier by name, a drawer by its number."""
    query = (
        CashierShift.select(CashierShift, Drawer, Staff)
        .join(Drawer)
        .switch(CashierShift)
        .join(Staff, on=(CashierShift.staff == Staff.id))
    )
    if staff_id is not None:
        query = query.where(CashierShift.staff == staff_id)
    word = text.strip()
    if word:
        found = Staff.login.contains(word) | Staff.name_th.contains(word) | Staff.name_en.contains(word)
        query = query.where(found | (Drawer.number == int(word)) if word.isdecimal() else found)
    return Listing(query, [(CashierShift.id, True)], _facts)


def open_shifts() -> list[ShiftFacts]:
    """Every shift that stands open, the oldest first."""
    rows = (
        CashierShift.select(CashierShift, Drawer, Staff)
        .join(Drawer)
        .switch(CashierShift)
        .join(Staff, on=(CashierShift.staff == Staff.id))
        .where(CashierShift.closed_at.is_null())
        .order_by(CashierShift.id)
    )
    return [_facts(row) for row in rows]


def audit_blockers() -> list[tuple[Message, str]]:
    """Check A8 of the night audit: each open shift with the command that leads to closing it."""
    if not shifts_kept():
        return []
    zone = Property.the().zone
    return [
        (
            Message(
                "{cashier} has a shift open on drawer {n} since {time}",
                {
                    "cashier": shift.cashier,
                    "n": shift.drawer,
                    "time": format_stamp(shift.opened_at, zone)[-5:],
                },
            ),
            f"shift {shift.shift_id}",
        )
        for shift in open_shifts()
    ]


def at_sign_in(staff: Staff, rights: Rights) -> Message | None:
    """What somebody who may take money is told when signing in."""
    if not (rights.allow("pay") and shifts_kept()):
        return None
    shift = open_shift(staff)
    if shift is None:
        return Message("Your cashier shift is not open: g g opens the cashier's screen.")
    zone = Property.the().zone
    since = format_stamp(shift.opened_at, zone)[-5:]
    return Message(
        "Your cashier shift on drawer {n} is open since {time}.", {"n": shift.drawer.number, "time": since}
    )


def may_see_expected(shift: CashierShift, rights: Rights, staff_id: int) -> bool:
    """Whether what should be in the drawer is shown before it is counted: to who may close it, never blind to oneself."""
    if not shift.is_open or setting("shift_blind") == "no":
        return True
    return rights.allow("close_shifts") and staff_id != shift.staff_id


def report_of(shift_id: int) -> Paper | None:
    """The report as it was kept at closing; None while the shift is open."""
    shift = CashierShift.get_by_id(shift_id)
    return paper_from_json(shift.report) if shift.report else None


@dataclass(frozen=True)
class ShiftLine:
    """A movement of a shift. ``room`` and ``guest`` where it stands on a folio; ``paper`` its receipt or voucher."""

    movement_id: int
    at: datetime.datetime
    kind: str
    method_th: str
    method_en: str
    currency: str
    amount: Decimal
    reference: str
    room: str
    guest_th: str
    guest_en: str
    paper: str
    stay_id: int | None
    posting_id: int | None
    receipt_id: int | None
    paid_out_id: int | None

    @property
    def key(self) -> tuple[int]:
        return (self.movement_id,)


def shift_lines(shift_id: int) -> Listing[ShiftLine]:
    """The movements of a shift, the latest first."""
    query = (
        TillMovement.select(TillMovement, TransactionCode, Posting, FolioWindow, Stay, Room, Receipt, PaidOut)
        .join(TransactionCode)
        .switch(TillMovement)
        .join(Posting, JOIN.LEFT_OUTER, on=(TillMovement.posting == Posting.id), attr="line")
        .join(FolioWindow, JOIN.LEFT_OUTER, on=(Posting.window == FolioWindow.id), attr="of_window")
        .join(Stay, JOIN.LEFT_OUTER, on=(FolioWindow.stay == Stay.id), attr="of_stay")
        .join(Room, JOIN.LEFT_OUTER, on=(Stay.room == Room.id), attr="of_room")
        .switch(TillMovement)
        .join(Receipt, JOIN.LEFT_OUTER, on=(Receipt.posting == TillMovement.posting), attr="receipt")
        .switch(TillMovement)
        .join(PaidOut, JOIN.LEFT_OUTER, on=(PaidOut.movement == TillMovement.id), attr="voucher")
        .where(TillMovement.shift == shift_id)
    )
    return Listing(query, [(TillMovement.id, True)], _line)


def _line(row: TillMovement) -> ShiftLine:
    receipt, voucher = getattr(row, "receipt", None), getattr(row, "voucher", None)
    stay = _stay_of(row)
    guest = stay.guest if stay is not None else None
    return ShiftLine(
        row.id, row.at, row.kind, row.method.name_th, row.method.name_en, row.currency, row.amount, row.reference,
        stay.room.number if stay is not None and stay.room_id else "",
        guest.name("th") if guest else "", guest.name("en") if guest else "",
        receipt.number if receipt else voucher.number if voucher else "",
        stay.id if stay is not None else None, row.posting_id, receipt.id if receipt else None,
        voucher.id if voucher else None,
    )  # fmt: skip


def _stay_of(row: TillMovement) -> Stay | None:
    posting = getattr(row, "line", None)
    if posting is None:
        return None
    if posting.window_id:
        return posting.of_window.of_stay
    from models.front_office.reservations import stay_of_reservation

    return stay_of_reservation(posting.reservation_id) if posting.reservation_id else None


def till_faults(since: datetime.date = datetime.date.min) -> Iterator[Fault]:
    """The cash of each closed shift comes to the float it left."""
    closed = CashierShift.closed_at.is_null(False) & (CashierShift.date >= since)
    for shift in CashierShift.select().where(closed).order_by(CashierShift.id):
        cash = figures(shift)[0]
        if cash.expected != shift.left_float:
            yield Fault(
                "SHIFT",
                Message(
                    "Shift {number}: its money comes to {sum}, it left {left}",
                    {"number": shift.number, "sum": cash.expected, "left": shift.left_float},
                ),
                jump=f"shift {shift.id}",
            )
