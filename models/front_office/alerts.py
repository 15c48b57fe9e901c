"""Alerts: what must be said about a guest, a stay, a company or a group at a certain moment at the desk.

An alert is shown when the moment comes, not stored in somebody's memory: the bill goes to the office, the door of
the bathroom is low, the guest is to be asked for the passport again. One that must be acknowledged keeps who read
it and when.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from peewee import BooleanField, DateField, ForeignKeyField, TextField

from locales import Message
from models.front_office.blocks.tables import Block
from models.front_office.companies import Company
from models.front_office.guests.person import Guest
from models.front_office.reservations.tables import Reservation, Stay, StayPerson
from models.house.acts import Act, operation
from models.house.database import Base, StampField
from models.house.inputs import words
from models.house.refusals import Refused
from models.house.staff import Staff

RESERVATION, CHECK_IN, IN_HOUSE, BILLING, CHECK_OUT = (
    "reservation",
    "check-in",
    "in house",
    "billing",
    "check-out",
)
MOMENTS = {
    RESERVATION: Message("At the booking"),
    CHECK_IN: Message("At check-in"),
    IN_HOUSE: Message("While in house"),
    BILLING: Message("At the folio"),
    CHECK_OUT: Message("At check-out"),
}
GUEST, STAY, COMPANY, GROUP = "guest", "stay", "company", "block"
ABOUT = {
    STAY: Message("This stay"),
    GUEST: Message("The guest, every stay"),
    COMPANY: Message("The company"),
    GROUP: Message("The group"),
}


class Alert(Base):
    """About exactly one of guest, stay, company, group. ``moments``: keys of ``MOMENTS`` joined by commas.

    ``until`` is the last business date on which it is said.
    """

    guest = ForeignKeyField(Guest, null=True)
    stay = ForeignKeyField(Stay, null=True)
    company = ForeignKeyField(Company, null=True)
    block = ForeignKeyField(Block, null=True)
    text = TextField()
    moments = TextField()
    until = DateField(null=True)
    must_acknowledge = BooleanField(default=False)
    ended_at = StampField(null=True)
    made_at = StampField()
    staff = ForeignKeyField(Staff)

    @property
    def about(self) -> str:
        return next(name for name in ABOUT if self.__data__[name] is not None)


class AlertSeen(Base):
    """Who acknowledged an alert, when, at which moment of which stay. Sealed by triggers."""

    alert = ForeignKeyField(Alert)
    stay = ForeignKeyField(Stay, null=True)
    moment = TextField()
    at = StampField()
    staff = ForeignKeyField(Staff)

    class Meta:
        table_name = "alert_seen"


@dataclass(frozen=True)
class AlertRow:
    """``seen``: who acknowledged it last on this stay, and when; empty when nobody did."""

    alert_id: int
    about: str
    text: str
    moments: tuple[str, ...]
    until: datetime.date | None
    must_acknowledge: bool
    by: str
    seen: str = ""
    seen_at: datetime.datetime | None = None

    @property
    def key(self) -> tuple[int]:
        return (self.alert_id,)


def _moments(moments: Iterable[str]) -> str:
    chosen = [moment for moment in MOMENTS if moment in set(moments)]
    if not chosen:
        raise Refused(
            "NO_MOMENT", "Choose at least one moment at which the alert is shown.", field="reservation"
        )
    return ",".join(chosen)


def _text(text: str) -> str:
    if not text.strip():
        raise Refused("NO_TEXT", "Write what is to be said.", field="text")
    return words(text, "text")


def _check_until(act: Act, until: datetime.date | None) -> None:
    if until is not None and until < act.business_date:
        raise Refused("DATE_PAST", "This date is past.", field="until")


@operation("service")
def add_alert(
    act: Act,
    about: str,
    subject_id: int,
    text: str,
    moments: Sequence[str],
    until: datetime.date | None = None,
    must_acknowledge: bool = False,
) -> int:
    """An alert ``about`` a guest, stay, company or block of that id; its own id.

    Refused: ALERT_ABOUT, GONE, NO_TEXT, NO_MOMENT, DATE_PAST.
    """
    tables: dict[str, type[Base]] = {GUEST: Guest, STAY: Stay, COMPANY: Company, GROUP: Block}
    if about not in tables:
        raise Refused(
            "ALERT_ABOUT", "An alert is about a guest, a stay, a company or a group.", field="about"
        )
    subject = tables[about].get_by_id(subject_id)
    _check_until(act, until)
    values: dict[str, Any] = {about: subject, "text": _text(text), "moments": _moments(moments)}
    return int(
        act.create(
            Alert, until=until, must_acknowledge=must_acknowledge, made_at=act.now, staff=act.staff, **values
        ).id
    )


@operation("service")
def change_alert(
    act: Act,
    alert_id: int,
    text: str,
    moments: Sequence[str],
    until: datetime.date | None = None,
    must_acknowledge: bool = False,
) -> None:
    """Refused: ALERT_ENDED, NO_TEXT, NO_MOMENT, DATE_PAST."""
    alert = _standing(alert_id)
    if until != alert.until:
        _check_until(act, until)
    act.update(
        alert, text=_text(text), moments=_moments(moments), until=until, must_acknowledge=must_acknowledge
    )


@operation("service")
def end_alert(act: Act, alert_id: int) -> None:
    """It is said no more. Refused: ALERT_ENDED."""
    act.update(_standing(alert_id), ended_at=act.now)


def _standing(alert_id: int) -> Alert:
    alert = Alert.get_by_id(alert_id)
    if alert.ended_at is not None:
        raise Refused("ALERT_ENDED", "This alert has been ended.")
    return alert


@operation(None)
def acknowledge_alerts(act: Act, alert_ids: Sequence[int], moment: str, stay_id: int | None = None) -> int:
    """Keep that the one at the desk has read them at this moment; how many."""
    for alert_id in alert_ids:
        act.create(
            AlertSeen,
            alert=Alert.get_by_id(alert_id),
            stay=stay_id,
            moment=moment,
            at=act.now,
            staff=act.staff,
        )
    return len(alert_ids)


# What is said when


def _standing_on(date: datetime.date) -> Any:
    return Alert.ended_at.is_null() & (Alert.until.is_null() | (Alert.until >= date))


def _of_stay(stay: Stay) -> Any:
    booked = stay.reservation
    guests = StayPerson.select(StayPerson.guest).where(StayPerson.stay == stay.id)
    about = (Alert.stay == stay.id) | (Alert.guest << guests) | (Alert.guest == stay.guest_id)
    companies = [i for i in (booked.company_id, booked.agent_id) if i]
    if companies:
        about = about | (Alert.company << companies)
    if booked.block_id:
        about = about | (Alert.block == booked.block_id)
    return about


def alerts_of_stay(stay_id: int, date: datetime.date) -> list[AlertRow]:
    """Every alert that stands on the business date and concerns the stay: its own, of its persons, payers, group."""
    stay = Stay.get_by_id(stay_id)
    rows = _rows(_of_stay(stay) & _standing_on(date))
    seen = _seen([row.alert_id for row in rows], stay_id)
    return [replace(row, **seen.get(row.alert_id, {})) for row in rows]


def alerts_about(about: str, subject_id: int, date: datetime.date) -> list[AlertRow]:
    """The alerts that stand for one guest, company or block."""
    column = {GUEST: Alert.guest, STAY: Alert.stay, COMPANY: Alert.company, GROUP: Alert.block}[about]
    return _rows((column == subject_id) & _standing_on(date))


def alerts_for(
    moment: str, date: datetime.date, *, stay_id: int | None = None, guest_id: int | None = None
) -> list[AlertRow]:
    """What is to be said at this moment of a stay, or of a guest with no stay yet."""
    if stay_id is not None:
        rows = alerts_of_stay(stay_id, date)
    else:
        rows = _rows((Alert.guest == guest_id) & _standing_on(date))
    return [row for row in rows if moment in row.moments]


def unread_by(
    staff_id: int, rows: Sequence[AlertRow], moment: str, stay_id: int | None = None
) -> list[AlertRow]:
    """Those that must be acknowledged and were not yet by this person at this moment of the stay."""
    read = {
        seen.alert_id
        for seen in AlertSeen.select(AlertSeen.alert).where(
            (AlertSeen.alert << [row.alert_id for row in rows])
            & (AlertSeen.staff == staff_id)
            & (AlertSeen.moment == moment)
            & (AlertSeen.stay.is_null() if stay_id is None else AlertSeen.stay == stay_id)
        )
    }
    return [row for row in rows if row.must_acknowledge and row.alert_id not in read]


def _rows(where: Any) -> list[AlertRow]:
    found = (
        Alert.select(Alert, Staff).join(Staff).where(where).order_by(Alert.must_acknowledge.desc(), Alert.id)
    )
    return [
        AlertRow(
            a.id, a.about, a.text, tuple(a.moments.split(",")), a.until, a.must_acknowledge, a.staff.login
        )
        for a in found
    ]


def _seen(alert_ids: Collection[int], stay_id: int) -> dict[int, dict[str, Any]]:
    rows = (
        AlertSeen.select(AlertSeen, Staff)
        .join(Staff)
        .where((AlertSeen.alert << list(alert_ids)) & (AlertSeen.stay == stay_id))
        .order_by(AlertSeen.id)
    )
    return {row.alert_id: {"seen": row.staff.login, "seen_at": row.at} for row in rows}


def alerts_lit(stay_ids: Collection[int], date: datetime.date) -> dict[int, Message]:
    """For the lamp: which of the stays have an alert standing, with the words of the first."""
    ids, standing = list(stay_ids), _standing_on(date)
    own = Alert.select(Alert.stay, Alert.id, Alert.text).where((Alert.stay << ids) & standing)
    persons = (
        Alert.select(StayPerson.stay, Alert.id, Alert.text)
        .join(StayPerson, on=(StayPerson.guest == Alert.guest))
        .where((StayPerson.stay << ids) & standing)
    )
    payers = [
        Alert.select(Stay.id, Alert.id, Alert.text)
        .join(Reservation, on=(column == about))
        .join(Stay, on=(Stay.reservation == Reservation.id))
        .where((Stay.id << ids) & standing)
        for column, about in (
            (Reservation.company, Alert.company),
            (Reservation.agent, Alert.company),
            (Reservation.block, Alert.block),
        )
    ]
    rows = own.union_all(persons).union_all(payers[0]).union_all(payers[1]).union_all(payers[2])
    lit: dict[int, Message] = {}
    for stay_id, _alert_id, text in sorted(rows.tuples(), key=lambda row: row[1]):
        lit.setdefault(stay_id, Message("{words}", {"words": text}))
    return lit
