"""What was asked and allowed: who wanted it, who approved it, why, and the stay or folio it was about.

The rows are written with the change log (``models.house.acts``); the reason and what was changed are read there, so
that what is erased there is gone from here as well.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from locales import LANGUAGES, Message
from locales.thai_text import fold
from models.front_office.folios import FolioWindow, Posting
from models.front_office.reservations import Stay, stay_of_reservation
from models.house.acts import Approval, ChangeLog
from models.house.lists import Listing
from models.house.reasons import said_to
from models.house.staff import Staff

CODES: dict[str, Message] = {
    "ADJUST_LIMIT": Message("Adjustment above limit"),
    "ALLOWANCE_BEYOND": Message("Beyond the allowance"),
    "ALLOWANCE_DATES": Message("Allowance of another day"),
    "AMOUNT_UNUSUAL": Message("Unusual amount"),
    "BAD_DEBT": Message("Debt written off"),
    "BEYOND_BLOCK": Message("Beyond the block"),
    "COMPLIMENTARY": Message("Room free of charge"),
    "CREDIT_NOTE": Message("Credit note"),
    "CREDIT_MOVED": Message("Credit moved"),
    "CREDIT_REFUNDED": Message("Credit given back"),
    "CREDIT_RAISED": Message("Credit limit raised"),
    "DISCREPANCY_STANDS": Message("Discrepancy stands"),
    "DO_NOT_DISTURB": Message("Call: do not disturb"),
    "DO_NOT_MOVE": Message("Moved: do not move"),
    "DO_NOT_RENT": Message("Do-not-rent guest taken"),
    "DRAWER_IN_USE": Message("Drawer shared"),
    "EARLY_FEE_WAIVED": Message("Early-out fee waived"),
    "FLOAT_SHORT": Message("Float short"),
    "IDENTITY_MISSING": Message("Identity data missing"),
    "KEPT_UNTIL": Message("Lost item let go early"),
    "KEYS_OUT": Message("Left with keys out"),
    "LATE_CHARGE": Message("Late charge"),
    "LUGGAGE_DIFFERS": Message("Luggage count differs"),
    "MONTH_UNFINISHED": Message("Month locked unfinished"),
    "METERS_OPEN": Message("Meter not billed"),
    "METER_ROLLED": Message("Meter began anew"),
    "MINOR_ALONE": Message("Minor without an adult"),
    "NOT_GUARANTEED": Message("Fee without a guarantee"),
    "NO_AVAILABILITY": Message("Sold above availability"),
    "NO_INFORMATION": Message("Call: no information"),
    "NO_POST": Message("Charge: no post"),
    "OPTIONAL_CHECKS": Message("Audit check skipped"),
    "OTHERS_SHIFT": Message("Shift of another closed"),
    "OVER_CREDIT_LIMIT": Message("Debtor over the limit"),
    "OVER_DAY_LIMIT": Message("Exchange above day limit"),
    "FEWER_PERSONS": Message("Fewer voucher persons"),
    "OVER_EXCHANGE_LIMIT": Message("Exchange above the limit"),
    "OWN_ROLE": Message("Own role widened"),
    "OVERDUE": Message("Credit though overdue"),
    "PAYMENT_APPROVAL": Message("Payment approved"),
    "PAYMENT_CANCELLED": Message("Payment taken back"),
    "VAT_OFF": Message("VAT not 7 %"),
    "PENALTY_LOWERED": Message("Cancellation fee waived"),
    "PERIOD_SOFT": Message("Entry into a soft month"),
    "REVERSAL": Message("Voucher reversed"),
    "VOUCHER_APPROVAL": Message("Voucher approved"),
    "YEAR_REOPEN": Message("Closed year opened"),
    "PERIOD_UNLOCK": Message("Period unlocked"),
    "PRICE_CHANGED": Message("Room price changed"),
    "REFUND_OTHER_WAY": Message("Refund by another way"),
    "RESTRICTED": Message("Sold against restriction"),
    "ROOM_NOT_READY": Message("Room not ready"),
    "ROOM_RELET": Message("Room let again"),
    "SKIPPER": Message("Skipper: do not rent"),
    "TOO_MANY_OPENINGS": Message("Many shifts in a day"),
}
"""What was asked, in words short enough for a list."""

_NEAR = 40  # lines of the log that are looked through for the stay
_OF_A_STAY = ("night", "night_element")
_OF_THE_HOUSE = ("OPTIONAL_CHECKS",)  # what the audit writes names every stay


@dataclass(frozen=True)
class ApprovalRow:
    """``amount`` baht that was weighed; ``approved_by`` "" where one's own right was enough. ``stay_id`` and
    ``posting_id``: what it was about, where that was a stay or a line of its folio."""

    approval_id: int
    at: datetime.datetime
    code: str
    right: str
    amount: Decimal | None
    asked_by: str
    approved_by: str
    reason: str
    first_log: int
    last_log: int
    stay_id: int | None = None
    posting_id: int | None = None
    room: str = ""
    guest_th: str = ""
    guest_en: str = ""

    @property
    def key(self) -> tuple[int]:
        return (self.approval_id,)

    @property
    def what(self) -> str:
        """In the language of the desk."""
        return CODES[self.code].say() if self.code in CODES else self.code


def approvals(
    date: datetime.date | None = None, staff_id: int | None = None, text: str = ""
) -> Listing[ApprovalRow]:
    """Latest first: of one business date, of one person (who asked or approved), or those found by ``text`` in what
    was asked and in sign-in names."""
    approver = Staff.alias()
    query = (
        Approval.select(
            Approval, ChangeLog.reason.alias("said"), Staff.login.alias("asker"), approver.login.alias("approver")
        )
        .join(Staff, on=(Approval.asked_by == Staff.id))
        .switch(Approval)
        .join(ChangeLog, on=(Approval.first_log == ChangeLog.id))
        .switch(Approval)
        .join(approver, "LEFT OUTER JOIN", on=(Approval.approved_by == approver.id))
    )  # fmt: skip
    if date is not None:
        query = query.where(Approval.business_date == date)
    if staff_id is not None:
        query = query.where((Approval.asked_by == staff_id) | (Approval.approved_by == staff_id))
    for word in fold(text).split():
        codes = [code for code, said in CODES.items() if any(word in fold(said.say(x)) for x in LANGUAGES)]
        query = query.where(
            (Approval.code << codes) | Staff.login.contains(word) | approver.login.contains(word)
        )
    return Listing(query.objects(), [(Approval.id, True)], _shape)


def _shape(row: Approval) -> ApprovalRow:
    of_house = row.code in _OF_THE_HOUSE
    posting_id, stay_id = (None, None) if of_house else _about(row.first_log_id, row.last_log_id)
    stay = None if stay_id is None else Stay.get_by_id(stay_id)
    return ApprovalRow(
        approval_id=row.id,
        at=row.at,
        code=row.code,
        right=row.right,
        amount=row.amount,
        asked_by=row.asker,
        approved_by=row.approver or "",
        reason=said_to(row.code, row.said),
        first_log=row.first_log_id,
        last_log=row.last_log_id,
        stay_id=stay_id,
        posting_id=posting_id,
        room=stay.room.number if stay and stay.room_id else "",
        guest_th=stay.guest.name("th") if stay else "",
        guest_en=stay.guest.name("en") if stay else "",
    )


def _about(first: int, last: int) -> tuple[int | None, int | None]:
    """The line of a folio and the stay that the lines of the log speak of."""
    named: dict[str, str] = {}
    nearest = min(last, first + _NEAR)
    lines = ChangeLog.select(ChangeLog.subject, ChangeLog.subject_id).where(
        ChangeLog.id.between(first, nearest)
    )
    for subject, number in lines.order_by(ChangeLog.id).tuples():
        named.setdefault("stay" if subject in _OF_A_STAY else subject, number.removeprefix("stay "))
    if "posting" in named:
        posting = Posting.get_by_id(int(named["posting"]))
        if posting.window_id is not None:
            return posting.id, posting.window.stay_id
        return None, stay_of_reservation(posting.reservation_id).id
    if "stay" in named:
        return None, int(named["stay"])
    if "folio_window" in named:
        return None, FolioWindow.get_by_id(int(named["folio_window"])).stay_id
    if "reservation" in named:
        first_stay = stay_of_reservation(int(named["reservation"]))
        return None, first_stay.id if first_stay else None
    return None, None
