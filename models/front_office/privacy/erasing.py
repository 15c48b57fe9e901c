"""Erasing what the house knows of a person: the document soon after departure, the profile when nothing needs it.

Erased is the profile with all that hangs on it, the words about the person on stays and bookings, what was said to
and of the person at the switchboard and in alerts, and the values of all that in the change log, where who did what
when stays. Kept are stays, folios and the papers of the books, and the registers'
own lines, as long as law asks for them; they no longer lead to a profile that says who it was.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from peewee import DateField, ForeignKeyField, TextField, fn

from locales import Message
from models.front_office.alerts import Alert
from models.front_office.folios import stay_balance
from models.front_office.guests import (
    DOCUMENT_FIELDS,
    FIELDS,
    Guest,
    GuestDocument,
    GuestKey,
    GuestMerge,
    GuestPreference,
    SpokenName,
    guest_not_erased,
)
from models.front_office.guests.search import write_keys
from models.front_office.night_audit.tables import AuditFailure
from models.front_office.privacy.access import profiles_of
from models.front_office.privacy.retention import kept_for, years_before
from models.front_office.privacy.rights import Consent, hold_on, holds_on
from models.front_office.registers.tables import STRUCK, RegisterDay, RegisterLine
from models.front_office.reservations import (
    CANCELLED,
    IN_HOUSE,
    NO_SHOW,
    NOT_YET,
    RESERVED,
    Reservation,
    Stay,
    StayPerson,
    deposit_of,
    security_of,
)
from models.front_office.switchboard.calls import CallTransfer
from models.front_office.switchboard.locator import GuestPlace
from models.front_office.switchboard.messages import GuestMessage
from models.front_office.wake_up.tables import WakeUpCall
from models.house.acts import Act, ChangeLog, operation
from models.house.database import Base, StampField
from models.house.inputs import said
from models.house.refusals import Refused
from models.house.staff import Staff

DOCUMENT, PROFILE = "document", "profile"
WHAT = {DOCUMENT: Message("Identity document"), PROFILE: Message("Guest profile")}
ERASED_NAMES = {"family": "Erased", "given_th": "ลบข้อมูลแล้ว"}
STATISTICS = ("nationality",)
"""Stays: it tells nobody who it was."""
ERASED_VALUES = '{"erased": true}'
NOTHING_SAID = "–"
NOTHING_MOVED = '{"documents": [], "filled": {}, "persons": [], "rows": {}}'
MOST_DUE = 500


class Erasure(Base):
    """Sealed: that something was erased, by whom and why."""

    guest = ForeignKeyField(Guest)
    what = TextField()
    at = StampField()
    business_date = DateField()
    staff = ForeignKeyField(Staff)
    reason = TextField()


class ErasedLine(Base):
    """Sealed: a line of the change log whose values went with an erasure."""

    erasure = ForeignKeyField(Erasure)
    log = ForeignKeyField(ChangeLog)

    class Meta:
        table_name = "erased_line"


# What has passed its date


@dataclass(frozen=True)
class Due:
    """``last``: the last departure, the day from which the time counts. ``held``: why it may not go yet."""

    guest_id: int
    name: SpokenName
    what: str
    last: datetime.date
    held: str

    @property
    def key(self) -> tuple[object, ...]:
        return (self.last, self.guest_id, self.what)


def last_departures() -> Any:
    """(guest, last departure) of everybody who ever had a stay that was not cancelled."""
    return (
        StayPerson.select(StayPerson.guest.alias("guest_id"), fn.MAX(Stay.departure).alias("last"))
        .join(Stay)
        .where(Stay.state.not_in((CANCELLED, NO_SHOW)))
        .group_by(StayPerson.guest)
    )


def due_for_erasing(business_date: datetime.date) -> list[Due]:
    """What has passed the date set for it, the longest past first; at most 500. Held ones say why."""
    days, years = kept_for("retention_document_days"), kept_for("retention_profile_years")
    old = years_before(business_date, years)
    agreed = Consent.select(Consent.guest).where(Consent.withdrawn_on.is_null())
    profiles = _left_before(old, Guest.id.not_in(agreed))
    with_document = (Guest.document_number != "") | (Guest.id << GuestDocument.select(GuestDocument.guest))
    documents = _left_before(business_date - datetime.timedelta(days=days), with_document)
    gone = {guest.id for guest in profiles}
    held = holds_on([guest.id for guest in (*profiles, *documents)], business_date)
    found = [_due(guest, PROFILE, held) for guest in profiles]
    found += [_due(guest, DOCUMENT, held) for guest in documents if guest.id not in gone]
    return sorted(found, key=lambda due: due.key)[:MOST_DUE]


def _left_before(date: datetime.date, condition: Any) -> list[Guest]:
    last = last_departures().alias("last_stay")
    return list(
        Guest.select(Guest, last.c.last.alias("last"))
        .join(last, on=(last.c.guest_id == Guest.id))
        .where((last.c.last < date) & Guest.erased_on.is_null() & condition)
        .order_by(last.c.last, Guest.id)
        .limit(MOST_DUE)
        .objects()
    )


def _due(guest: Guest, what: str, held: Mapping[int, str]) -> Due:
    last = guest.last if isinstance(guest.last, datetime.date) else datetime.date.fromisoformat(guest.last)
    return Due(guest.id, guest.spoken, what, last, held.get(guest.id, ""))


# What stands in the way


def _check_may_go(act: Act, guest: Guest, profiles: list[int]) -> None:
    """Refused: LEGAL_HOLD, GUEST_IN_HOUSE, BOOKING_AHEAD, OPEN_BALANCE."""
    hold = hold_on(guest.id, act.business_date)
    if hold is not None:
        raise Refused("LEGAL_HOLD", "Held: {why}. Lift the hold first.", why=hold.reason)
    persons = StayPerson.select(StayPerson.stay).where(StayPerson.guest << profiles)
    for stay in Stay.select().where((Stay.id << persons) | (Stay.guest << profiles)).order_by(Stay.id):
        if stay.state == IN_HOUSE:
            raise Refused(
                "GUEST_IN_HOUSE", "{guest} is in the house.", jump=f"stay {stay.id}", guest=guest.spoken
            )
        if stay.state in (*NOT_YET, RESERVED):
            raise Refused(
                "BOOKING_AHEAD", "{guest} has a booking for {date}.", jump=f"stay {stay.id}", guest=guest.spoken,
                date=stay.arrival,
            )  # fmt: skip
        booked = stay.reservation
        if stay.guest_id in profiles and (stay_balance(stay.id) or deposit_of(booked) or security_of(booked)):
            raise Refused(
                "OPEN_BALANCE", "There is money open on the stay of {date}.", jump=f"stay {stay.id}", date=stay.arrival
            )  # fmt: skip


def _check_time(act: Act, profiles: list[int]) -> None:
    """TM.30 and the register of the last stay may still have to be answered for."""
    last = (
        StayPerson.select(fn.MAX(Stay.departure))
        .join(Stay)
        .where((StayPerson.guest << profiles) & Stay.state.not_in((CANCELLED, NO_SHOW)))
        .scalar()
    )
    if not last:
        return
    last = last if isinstance(last, datetime.date) else datetime.date.fromisoformat(last)
    until = last + datetime.timedelta(days=kept_for("retention_document_days"))
    if until >= act.business_date:
        raise Refused("KEPT_BY_LAW", "The registers may need this until {date}.", date=until)


def _check_register(profiles: list[int]) -> None:
    """Until a day of the register is closed its lines still follow the profile. Refused: REGISTER_OPEN."""
    closed = RegisterDay.select(RegisterDay.date)
    of_them = (RegisterLine.guest << profiles) & (RegisterLine.kind != STRUCK)
    line = (
        RegisterLine.select()
        .where(of_them & RegisterLine.date.not_in(closed))
        .order_by(RegisterLine.date)
        .first()
    )
    if line is not None:
        raise Refused(
            "REGISTER_OPEN", "The register of {date} is not closed yet.", jump="registers", date=line.date
        )


# Erasing


@operation("privacy")
def erase_documents(act: Act, guest_id: int, reason: str) -> int:
    """Identity documents go, in force or not; the profile stays. The erasure's id.

    Refused: NO_REASON, GUEST_ERASED, NO_DOCUMENT, LEGAL_HOLD, GUEST_IN_HOUSE, BOOKING_AHEAD, OPEN_BALANCE, KEPT_BY_LAW,
    REGISTER_OPEN.
    """
    guest, profiles, reason = _begin(act, guest_id, reason)
    documents = list(GuestDocument.select().where(GuestDocument.guest << profiles))
    if not documents and not guest.document_number:
        raise Refused("NO_DOCUMENT", "No document of {guest} is known.", guest=guest.spoken)
    erasure = _write_down(act, guest, DOCUMENT, reason)
    lines = [
        line
        for line in _lines_of(profiles)
        if line.subject in ("guest_document", "guest_merge")
        or "document_number" in f"{line.before}{line.after}"
    ]
    empty: dict[str, Any] = {name: None if name == "document_expiry" else "" for name in DOCUMENT_FIELDS}
    for profile in Guest.select().where(Guest.id << profiles):
        _clear(act, profile, empty)
    _forget_lines(erasure, lines)
    GuestDocument.delete().where(GuestDocument.guest << profiles).execute()
    write_keys(guest.id)
    return int(erasure.id)


@operation("privacy")
def erase_guest(act: Act, guest_id: int, reason: str) -> int:
    """Nobody can tell any more who this was; stays and books stay. The erasure's id.

    Refused: NO_REASON, GUEST_ERASED, LEGAL_HOLD, GUEST_IN_HOUSE, BOOKING_AHEAD, OPEN_BALANCE, KEPT_BY_LAW, REGISTER_OPEN,
    DO_NOT_RENT_STANDS.
    """
    guest, profiles, reason = _begin(act, guest_id, reason)
    if guest.do_not_rent:
        raise Refused(
            "DO_NOT_RENT_STANDS", "{guest} is on the do-not-rent list; take it off first.", jump=f"guest {guest.id}",
            guest=guest.spoken,
        )  # fmt: skip
    lines = list(_lines_of(profiles))
    erasure = _write_down(act, guest, PROFILE, reason)
    _forget_what_hangs_on(profiles)
    _forget_what_was_said(profiles)
    _forget_on_stays(act, profiles)
    for profile in Guest.select().where(Guest.id << profiles):
        _clear(act, profile, {**_emptied(profile), "erased_on": act.business_date})
    _forget_lines(erasure, lines)
    return int(erasure.id)


def _begin(act: Act, guest_id: int, reason: str) -> tuple[Guest, list[int], str]:
    reason = said(reason)
    guest = guest_not_erased(guest_id)
    profiles = profiles_of(guest.id)
    _check_may_go(act, guest, profiles)
    _check_time(act, profiles)
    _check_register(profiles)
    act.because(reason)
    return guest, profiles, reason


def _write_down(act: Act, guest: Guest, what: str, reason: str) -> Erasure:
    return act.create(
        Erasure,
        guest=guest.id,
        what=what,
        at=act.now,
        business_date=act.business_date,
        staff=act.staff,
        reason=reason,
    )


def _emptied(guest: Guest) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in FIELDS:
        field = Guest._meta.fields[name]
        if name not in STATISTICS:
            values[name] = None if field.null else ""
    return values | ERASED_NAMES | {"given": str(guest.id), "family_th": str(guest.id)}


def _clear(act: Act, row: Base, values: Mapping[str, Any]) -> None:
    """Set the fields; the log learns which, never what stood there."""
    names = [name for name, value in values.items() if row.__data__[name] != value]
    if not names:
        return
    for name in names:
        setattr(row, name, values[name])
    if isinstance(row, Guest) and row.erased_on:
        row.sort_name = f"{row.family} {row.given}".casefold()
        names = [*names, "sort_name"]
    row.save(only=[getattr(type(row), name) for name in names])
    act.changed(row, {}, {"erased": names})


def _forget_what_was_said(profiles: list[int]) -> None:
    """Messages, places and calls at the switchboard, alerts, and in whose words a wake-up call was asked for."""
    for table in (GuestMessage, GuestPlace, CallTransfer):
        table.delete().where(table.guest << profiles).execute()
    stays = Stay.select(Stay.id).where(Stay.guest << profiles)
    Alert.update(text=NOTHING_SAID).where((Alert.guest << profiles) | (Alert.stay << stays)).execute()
    WakeUpCall.update(asked_by="", note="").where(WakeUpCall.stay << stays).execute()
    _forget_failures(profiles)


def _forget_failures(profiles: list[int]) -> None:
    """Whose night stopped an audit is named in the record of the failure."""
    for guest in Guest.select().where(Guest.id << profiles):
        for name in {guest.spoken.thai, guest.spoken.latin} - {""}:
            texts = (AuditFailure.record, AuditFailure.message, AuditFailure.message_th)
            named = reduce(or_, (text.contains(name) for text in texts))
            values = {"record": NOTHING_SAID, "message": NOTHING_SAID, "message_th": NOTHING_SAID}
            AuditFailure.update(values).where(named).execute()


def _forget_what_hangs_on(profiles: list[int]) -> None:
    for table in (GuestDocument, GuestPreference, GuestKey):
        table.delete().where(table.guest << profiles).execute()
    GuestMerge.update(dropped="{}", moved=NOTHING_MOVED).where(
        (GuestMerge.kept << profiles) | (GuestMerge.dropped_profile << profiles)
    ).execute()


def _forget_on_stays(act: Act, profiles: list[int]) -> None:
    """Words about the person; of a booking where no other party is on it."""
    for person in StayPerson.select().where(StayPerson.guest << profiles):
        _clear(act, person, {"came_from": "", "going_to": ""})
    bookings = set()
    for stay in Stay.select().where(Stay.guest << profiles):
        _clear(act, stay, {"note": "", "flight_in": "", "flight_out": ""})
        bookings.add(stay.reservation_id)
    for booking_id in sorted(bookings):
        others = Stay.select().where((Stay.reservation == booking_id) & Stay.guest.not_in(profiles)).exists()
        if not others:
            _clear(act, Reservation.get_by_id(booking_id), {"booker": "", "note": ""})


# The change log


def _lines_of(profiles: list[int]) -> Iterable[ChangeLog]:
    """The lines that hold values of these profiles, and of what hangs on them or was said to or of them."""
    stays = [i for (i,) in Stay.select(Stay.id).where(Stay.guest << profiles).tuples()]
    known = {
        "guest": profiles,
        "guest_merge": _ids(
            GuestMerge, (GuestMerge.kept << profiles) | (GuestMerge.dropped_profile << profiles)
        ),
        "stay_person": _ids(StayPerson, StayPerson.guest << profiles),
        "alert": _ids(Alert, (Alert.guest << profiles) | (Alert.stay << stays)),
        "wake_up_call": _ids(WakeUpCall, WakeUpCall.stay << stays),
    }
    for table, ids in known.items():
        yield from _log(table, ids)
    # Rows that may be gone by now: the log still says whose they were.
    for table in (
        "guest_document",
        "guest_preference",
        "stay_person",
        "guest_message",
        "guest_place",
        "call_transfer",
    ):
        named = ChangeLog.select(ChangeLog.subject_id).where(
            (ChangeLog.subject == table) & _names_one_of(profiles)
        )
        yield from _log(
            table, [int(i) for (i,) in named.distinct().tuples() if i not in map(str, known.get(table, []))]
        )


def _ids(table: type[Base], where: Any) -> list[int]:
    return [i for (i,) in table.select(table.id).where(where).tuples()]


def _log(table: str, ids: Iterable[int]) -> Iterable[ChangeLog]:
    return ChangeLog.select().where(
        (ChangeLog.subject == table) & (ChangeLog.subject_id << [str(i) for i in ids])
    )


def _names_one_of(profiles: list[int]) -> Any:
    """Whether the values before or after say ``"guest": 17``."""
    said = [
        column.contains(f'"guest": {profile}{end}')
        for profile in profiles
        for column in (ChangeLog.before, ChangeLog.after)
        for end in ",}"
    ]
    return reduce(or_, said)


def _forget_lines(erasure: Erasure, lines: Iterable[ChangeLog]) -> None:
    """The database lets values go only in lines that a sealed erasure names."""
    for line in lines:
        if ERASED_VALUES in (line.before, line.after):
            continue
        ErasedLine.create(erasure=erasure, log=line)
        ChangeLog.update(
            before=None if line.before is None else ERASED_VALUES,
            after=None if line.after is None else ERASED_VALUES,
        ).where(ChangeLog.id == line.id).execute()
