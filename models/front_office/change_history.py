"""Reading the change log: of the whole house, or of one stay with its booking, nights, persons and windows."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from models.front_office.cancellations import BookingEnd
from models.front_office.deposit_requests import DepositRequest
from models.front_office.folios import FolioWindow, Posting
from models.front_office.identity.masking import masked
from models.front_office.reservations import Stay, StayPerson
from models.house.acts import ChangeLog
from models.house.lists import Listing
from models.house.staff import Staff

_NUMBERED = ("guest", "guest_document", "guest_merge", "register_line")
# ``"number": "…"``, and in a merge ``"document_number": ["before", "after"]``, within another text too.
_NUMBER = re.compile(r'(\\?"(?:document_)?number\\?": )(\[[^\]]*\]|\\?"[^"\\]*)')
_VALUE = re.compile(r'[^\s",\\\[\]](?:[^",\\\[\]]*[^\s",\\\[\]])?')


@dataclass(frozen=True)
class Change:
    log_id: int
    at: datetime.datetime
    who: str
    terminal: str
    operation: str
    subject: str
    subject_id: str
    before: str
    after: str
    reason: str
    approved_by: str
    key: tuple[int]


def changes(stay_id: int | None = None) -> Listing[Change]:
    """Latest first."""
    return _listing(None if stay_id is None else _of_stay(stay_id))


def changes_between(first: int, last: int) -> Listing[Change]:
    """The lines of one act, ``last`` first."""
    return _listing(ChangeLog.id.between(first, last))


def _listing(which: object | None) -> Listing[Change]:
    approver = Staff.alias()
    query = (
        ChangeLog.select(ChangeLog, Staff.login.alias("login"), approver.login.alias("approver"))
        .join(Staff, on=(ChangeLog.staff == Staff.id))
        .switch(ChangeLog)
        .join(approver, "LEFT OUTER JOIN", on=(ChangeLog.approved_by == approver.id))
    )
    if which is not None:
        query = query.where(which)
    return Listing(query.objects(), [(ChangeLog.id, True)], _shape)


def _of_stay(stay_id: int) -> object:
    stay = Stay.get_by_id(stay_id)
    windows = [w.id for w in FolioWindow.select(FolioWindow.id).where(FolioWindow.stay == stay_id)]
    postings = [p.id for p in Posting.select(Posting.id).where(Posting.window << windows)]
    persons = [p.id for p in StayPerson.select(StayPerson.id).where(StayPerson.stay == stay_id)]
    found = (
        ((ChangeLog.subject == "stay") & (ChangeLog.subject_id == str(stay_id)))
        | ((ChangeLog.subject == "night") & (ChangeLog.subject_id == f"stay {stay_id}"))
        | ((ChangeLog.subject == "night_element") & (ChangeLog.subject_id == f"stay {stay_id}"))
        | ((ChangeLog.subject == "reservation") & (ChangeLog.subject_id == str(stay.reservation_id)))
        | ((ChangeLog.subject == "guest") & (ChangeLog.subject_id == str(stay.guest_id)))
    )
    requests = [
        r.id for r in DepositRequest.select().where(DepositRequest.reservation == stay.reservation_id)
    ]
    ends = [e.id for e in BookingEnd.select(BookingEnd.id).where(BookingEnd.stay == stay_id)]
    of_booking = (("deposit_request", requests), ("booking_end", ends))
    for subject, ids in (
        *of_booking,
        ("folio_window", windows),
        ("posting", postings),
        ("stay_person", persons),
    ):
        if ids:
            found = found | ((ChangeLog.subject == subject) & (ChangeLog.subject_id << [str(i) for i in ids]))
    return found


def _without_numbers(subject: str, values: str | None) -> str:
    """Document numbers masked: whoever reads the log need not see them."""
    if values and subject in _NUMBERED:
        return _NUMBER.sub(
            lambda found: found[1] + _VALUE.sub(lambda value: masked(value[0]), found[2]), values
        )
    return values or ""


def _shape(row: ChangeLog) -> Change:
    before, after = (_without_numbers(row.subject, values) for values in (row.before, row.after))
    return Change(
        row.id, row.at, row.login, row.terminal, row.operation, row.subject, row.subject_id, before,
        after, row.reason, row.approver or "", (row.id,),
    )  # fmt: skip
