"""The audit trail: the change log of the house, of one stay or of one guest, by person, days, subject and words.

Latest first, and by key: whatever is asked for, a page walks one index and costs the same with a million lines. The
ids of the log rise with its business date, for one write waits for the other and the hotel's date only goes forward;
days are therefore a span of ids.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from models.front_office.cancellations import BookingEnd
from models.front_office.change_words import GROUPS, Field, fields_of
from models.front_office.deposit_requests import DepositRequest
from models.front_office.folios import FolioWindow, Posting
from models.front_office.identity.masking import masked
from models.front_office.privacy.access import profiles_of
from models.front_office.reservations import Stay, StayPerson
from models.house.acts import ChangeLog
from models.house.database import Base
from models.house.lists import Listing, MergedListing, Pages
from models.house.property import Property
from models.house.staff import Staff

WORDS_WITHIN = datetime.timedelta(days=31)
"""How far back words are looked for where no days are given: no index finds them, each line is read."""

_NUMBERED = ("guest", "guest_document", "guest_merge", "register_line")
_WITH_NUMBERS = (*_NUMBERED, "exchange", "print_job")
# ``"number": "…"``, and in a merge ``"document_number": ["before", "after"]``, within another text too.
_NUMBER = re.compile(r'(\\?"(?:document_)?number\\?": )(\[[^\]]*\]|\\?"[^"\\]*)')
_DOCUMENT_NUMBER = re.compile(_NUMBER.pattern.replace("(?:document_)?", "document_"))
_VALUE = re.compile(r'[^\s",\\\[\]](?:[^",\\\[\]]*[^\s",\\\[\]])?')
# A paper as it was printed may hold the number too, and is no value one reads in a log.
_PAPER = re.compile(r'"(paper|report)": "(?:[^"\\]|\\.)*"')
_OF_GUEST = ("guest_document", "guest_preference", "stay_person", "consent", "legal_hold", "alert")


@dataclass(frozen=True)
class Change:
    """A line of the log. ``before`` and ``after`` are as they were written, document numbers masked."""

    log_id: int
    at: datetime.datetime
    date: datetime.date
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


@dataclass(frozen=True)
class Wanted:
    """Which lines: of one stay or guest or of the house; by whom; business dates, both inclusive; a subject of
    ``change_words.GROUPS``; words in the values, the reason or the operation; ``lines``: the first and the last of one act."""

    stay_id: int | None = None
    guest_id: int | None = None
    staff_id: int | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    group: str = ""
    words: str = ""
    lines: tuple[int, int] | None = None

    @property
    def first_day(self) -> datetime.date | None:
        """``since``, or where words are looked for in the whole house the day from which that is done."""
        if self.since or not self.words or self.stay_id or self.guest_id:
            return self.since
        return (self.until or Property.the().business_date) - WORDS_WITHIN


def changes(wanted: Wanted = Wanted()) -> Pages[Change]:
    """Latest first."""
    approver = Staff.alias()
    query = (
        ChangeLog.select(ChangeLog, Staff.login.alias("login"), approver.login.alias("approver"))
        .join(Staff, on=(ChangeLog.staff == Staff.id))
        .switch(ChangeLog)
        .join(approver, "LEFT OUTER JOIN", on=(ChangeLog.approved_by == approver.id))
    )
    for condition in _conditions(wanted):
        query = query.where(condition)
    parts = _parts(wanted)
    if parts is None:
        return _listing(query)
    return MergedListing([_listing(query.where(part)) for part in parts], descending=True)


def _listing(query: Any) -> Listing[Change]:
    return Listing(query.objects(), [(ChangeLog.id, True)], _shape)


def _conditions(wanted: Wanted) -> Iterable[Any]:
    if wanted.lines is not None:
        yield ChangeLog.id.between(*wanted.lines)
    if wanted.staff_id is not None:
        yield ChangeLog.staff == wanted.staff_id
    if wanted.first_day is not None:
        yield ChangeLog.id >= _end_of(ChangeLog.business_date >= wanted.first_day, latest=False)
    if wanted.until is not None:
        yield ChangeLog.id <= _end_of(ChangeLog.business_date <= wanted.until, latest=True)
    for word in wanted.words.split():
        found = ChangeLog.reason.contains(word) | ChangeLog.operation.contains(word)
        values = ChangeLog.before.contains(word) | ChangeLog.after.contains(word)
        if any(letter.isdigit() for letter in word):
            # Or one could try out a masked number digit by digit.
            values &= ChangeLog.subject.not_in(_WITH_NUMBERS)
        yield found | values


def _end_of(days: Any, *, latest: bool) -> int:
    """The first or the last line of a span of days; without any, a number that no line has."""
    order = (ChangeLog.business_date, ChangeLog.id)
    query = ChangeLog.select(ChangeLog.id).where(days)
    found = query.order_by(*(term.desc() if latest else term.asc() for term in order)).first()
    if found is not None:
        return int(found.id)
    return 0 if latest else 2**62


def _parts(wanted: Wanted) -> list[Any] | None:
    """What is read each by itself; None: the whole log."""
    tables = GROUPS[wanted.group].tables if wanted.group else None
    if wanted.stay_id is not None:
        known = _of_stay(wanted.stay_id)
    elif wanted.guest_id is not None:
        known = _of_guest(wanted.guest_id)
    elif tables is not None:
        return [ChangeLog.subject == table for table in tables]
    else:
        return None
    return [
        (ChangeLog.subject == table) & (ChangeLog.subject_id << sorted(ids))
        for table, ids in known.items()
        if ids and (tables is None or table in tables)
    ]


def _of_stay(stay_id: int) -> dict[str, set[str]]:
    """The stay with its booking, nights, persons, windows and lines; persons taken off it too."""
    stay = Stay.get_by_id(stay_id)
    windows = [w.id for w in FolioWindow.select(FolioWindow.id).where(FolioWindow.stay == stay_id)]
    booking = stay.reservation_id
    return {
        "stay": {str(stay_id)},
        "night": {f"stay {stay_id}"},
        "night_element": {f"stay {stay_id}"},
        "reservation": {str(booking)},
        "guest": {str(stay.guest_id)},
        "deposit_request": _ids(DepositRequest, DepositRequest.reservation == booking),
        "booking_end": _ids(BookingEnd, BookingEnd.stay == stay_id),
        "folio_window": {str(i) for i in windows},
        "posting": _ids(Posting, Posting.window << windows),
        "stay_person": _ids(StayPerson, StayPerson.stay == stay_id)
        | _naming("stay_person", "stay", [stay_id]),
    }


def _of_guest(guest_id: int) -> dict[str, set[str]]:
    """The profile, those merged into it, and what hangs on them, taken away since or not."""
    profiles = profiles_of(guest_id)
    return {
        "guest": {str(i) for i in profiles},
        "guest_merge": _naming("guest_merge", "kept", profiles),
        **{table: _naming(table, "guest", profiles) for table in _OF_GUEST},
    }


def _ids(table: type[Base], where: Any) -> set[str]:
    return {str(i) for (i,) in table.select(table.id).where(where).tuples()}


def _naming(table: str, field: str, ids: Iterable[int]) -> set[str]:
    """The rows of which the log says that ``field`` was or is one of ``ids``; they may be gone by now."""
    said = [f'"{field}": {number}{end}' for number in ids for end in ",}"]
    values = [column.contains(words) for words in said for column in (ChangeLog.before, ChangeLog.after)]
    query = ChangeLog.select(ChangeLog.subject_id).where((ChangeLog.subject == table) & reduce(or_, values))
    return {i for (i,) in query.tuples()}


def fields_of_change(change: Change, zone: str) -> list[Field]:
    """Before and after, field by field, in the language of the desk; moments in the hotel's ``zone``."""
    before, after = _values(change.before), _values(change.after)
    if change.subject == "setting":  # its name is who it is
        before.pop("name", None)
        after.pop("name", None)
    return fields_of(before, after, zone)


def _values(written: str) -> dict[str, Any]:
    if not written:
        return {}
    read = json.loads(written)
    return read if isinstance(read, dict) else {"": read}


def _without_numbers(subject: str, values: str | None) -> str:
    """Document numbers masked, papers left out: whoever reads the log need not see them."""
    if not values:
        return ""
    values = _PAPER.sub(r'"\1": "…"', values)
    number = _NUMBER if subject in _NUMBERED else _DOCUMENT_NUMBER
    return number.sub(lambda found: found[1] + _VALUE.sub(lambda value: masked(value[0]), found[2]), values)


def _shape(row: ChangeLog) -> Change:
    before, after = (_without_numbers(row.subject, values) for values in (row.before, row.after))
    return Change(
        row.id, row.at, row.business_date, row.login, row.terminal, row.operation, row.subject, row.subject_id,
        before, after, row.reason, row.approver or "", (row.id,),
    )  # fmt: skip
