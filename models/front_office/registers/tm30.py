"""Foreigners to be notified to Immigration within 24 hours (ตม.30, Immigration Act s.38), and how far that is.

Who is reported: everybody whose line of arrival says another nationality than Thai. A stay is reported once, however
often the guest goes out and comes back; a new stay is a new report. Days are those of the wall, not business dates.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from models.front_office.guests import Guest
from models.front_office.registers.tables import ARRIVAL, RegisterLine, Tm30Report
from models.front_office.reservations import Stay
from models.house.acts import Act, operation
from models.house.inputs import words
from models.house.property import Property, setting
from models.house.refusals import Refused

LOOKS_BACK = datetime.timedelta(days=60)
"""Arrivals longer ago are no work any more; whoever was not reported then is in the register."""
THAI = "THA"
LONGEST_REFERENCE = 80
# Not in the country on a temporary permission, so not reported, unless the hotel's Immigration office asks for them.
_BY_SETTING = {"alien book": "tm30_alien_book", "diplomatic": "tm30_diplomatic"}


@dataclass(frozen=True)
class Foreigner:
    """One to be reported. ``date``: the wall's day of arrival; times are UTC."""

    stay_id: int
    guest_id: int
    date: datetime.date
    arrived_at: datetime.datetime
    departure: datetime.date
    room: str
    name: str
    nationality: str
    report_id: int | None = None
    file: str = ""
    exported_at: datetime.datetime | None = None
    accepted_at: datetime.datetime | None = None
    reference: str = ""

    @property
    def key(self) -> tuple[str, int, int]:
        return (self.arrived_at.isoformat(), self.stay_id, self.guest_id)


def not_reported_kinds() -> list[str]:
    """Documents whose holders are not reported here, by the hotel's settings."""
    return [kind for kind, name in _BY_SETTING.items() if setting(name) != "yes"]


def to_report(today: datetime.date, since: datetime.date | None = None) -> list[Foreigner]:
    """Foreigners who arrived from ``since`` on (60 days by default), reported or not, oldest first."""
    hotel = Property.the()
    # A business date may lie a day before or behind the wall's.
    earliest = (since or today - LOOKS_BACK) - datetime.timedelta(days=1)
    query = (
        RegisterLine.select(RegisterLine, Stay, Guest)
        .join(Stay)
        .switch(RegisterLine)
        .join(Guest)
        .where(
            (RegisterLine.date >= earliest)
            & (RegisterLine.kind == ARRIVAL)
            & (Guest.nationality.not_in(["", THAI]))
            & Guest.document_kind.not_in(not_reported_kinds())
        )
        .order_by(RegisterLine.arrived_at, RegisterLine.id)
    )
    lines = list({(line.stay_id, line.guest_id): line for line in reversed(query)}.values())[::-1]
    reports = _reports({line.stay_id for line in lines})
    found = [_foreigner(hotel, line, reports.get((line.stay_id, line.guest_id))) for line in lines]
    return [one for one in found if since is None or one.date >= since]


def _reports(stays: Collection[int]) -> dict[tuple[int, int], Tm30Report]:
    rows = Tm30Report.select().where(Tm30Report.stay << list(stays)).order_by(Tm30Report.id) if stays else []
    return {(row.stay_id, row.guest_id): row for row in rows}


def _foreigner(hotel: Property, line: RegisterLine, report: Tm30Report | None) -> Foreigner:
    return Foreigner(
        line.stay_id, line.guest_id, hotel.calendar_date(line.arrived_at), line.arrived_at, line.stay.departure,
        line.room, line.guest.name("en"), line.guest.nationality,
        *((report.id, report.file, report.exported_at, report.accepted_at, report.reference) if report else ()),
    )  # fmt: skip


@operation("check_in")
def mark_exported(act: Act, file: str, persons: Sequence[Sequence[int]]) -> int:
    """These persons, (stay, guest) each, are in ``file`` on its way to Immigration; how many. Again is allowed and logged.

    Refused: NOTHING_TO_REPORT, TM30_ACCEPTED (already taken by Immigration).
    """
    if not persons:
        raise Refused("NOTHING_TO_REPORT", "There is nobody to report.")
    file = words(file, "file")
    reports = _reports({int(stay_id) for stay_id, _guest in persons})
    for stay_id, guest_id in persons:
        report = reports.get((stay_id, guest_id))
        if report is None:
            act.create(
                Tm30Report, stay=stay_id, guest=guest_id, date=_arrival_of(act, stay_id, guest_id), file=file,
                exported_at=act.now, exported_by=act.staff,
            )  # fmt: skip
            continue
        _check_not_accepted(report)
        act.update(report, file=file, exported_at=act.now, exported_by=act.staff)
    return len(persons)


@operation("check_in")
def mark_accepted(act: Act, persons: Sequence[Sequence[int]], reference: str = "") -> int:
    """Immigration has taken the notification of these persons, by the clerk's word; how many. Also who was reported
    by hand on the portal, without a file.

    Refused: NOTHING_TO_REPORT, TM30_ACCEPTED, NOT_CLEAN, TOO_MUCH_TEXT.
    """
    if not persons:
        raise Refused("NOTHING_TO_REPORT", "There is nobody to report.")
    reference = words(reference, "reference", LONGEST_REFERENCE)
    reports = _reports({int(stay_id) for stay_id, _guest in persons})
    for stay_id, guest_id in persons:
        report = reports.get((stay_id, guest_id))
        if report is None:
            report = act.create(
                Tm30Report, stay=stay_id, guest=guest_id, date=_arrival_of(act, stay_id, guest_id)
            )
        _check_not_accepted(report)
        act.update(report, accepted_at=act.now, accepted_by=act.staff, reference=reference)
    return len(persons)


def _check_not_accepted(report: Tm30Report) -> None:
    if report.accepted_at is not None:
        raise Refused(
            "TM30_ACCEPTED",
            "The notification of {guest} has been accepted already.",
            guest=report.guest.spoken,
        )


def _arrival_of(act: Act, stay_id: int, guest_id: int) -> datetime.date:
    line = (
        RegisterLine.select()
        .where(
            (RegisterLine.stay == stay_id) & (RegisterLine.guest == guest_id) & (RegisterLine.kind == ARRIVAL)
        )
        .order_by(RegisterLine.id)
        .first()
    )
    if line is None:
        raise Refused("NOT_IN_REGISTER", "This guest has no arrival in the register.")
    return act.property.calendar_date(line.arrived_at)
