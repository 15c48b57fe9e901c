"""What a guest did here before: stays, nights, money spent, and what is usually taken."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN, ModelSelect, fn

from models.front_office.folios import FolioWindow, Posting
from models.front_office.guests.person import Guest, GuestPreference
from models.front_office.rates import RateCode
from models.front_office.reservations import (
    CANCELLED,
    CHECKED_OUT,
    IN_HOUSE,
    NO_SHOW,
    Night,
    Stay,
    StayPerson,
)
from models.front_office.rooms import Room, RoomType
from models.house.acts import ChangeLog
from models.house.lists import Listing
from models.house.staff import Staff
from models.ledger.balances import money

LOOKED_AT = 10
"""The last stays that tell what is usual."""


@dataclass(frozen=True)
class PastStay:
    stay_id: int
    arrival: datetime.date
    departure: datetime.date
    room: str
    room_type: str
    rate_code: str
    state: str
    key: tuple[object, ...]

    @property
    def nights(self) -> int:
        return (self.departure - self.arrival).days


def _stays_with(guest_id: int) -> ModelSelect:
    return StayPerson.select(StayPerson.stay).where(StayPerson.guest == guest_id)


def _stays(guest_id: int) -> ModelSelect:
    return (
        Stay.select(Stay, Room, RoomType, RateCode)
        .join(Room, JOIN.LEFT_OUTER)
        .switch(Stay)
        .join(RoomType)
        .switch(Stay)
        .join(RateCode, on=(Stay.rate_code == RateCode.id))
        .where(Stay.id << _stays_with(guest_id))
    )


def _shape(stay: Stay) -> PastStay:
    return PastStay(
        stay.id, stay.arrival, stay.departure, stay.room.number if stay.room_id else "", stay.room_type.code,
        stay.rate_code.code, stay.state, (stay.arrival, stay.id),
    )  # fmt: skip


def past_stays(guest_id: int) -> Listing[PastStay]:
    """Every stay the guest is a person of, those to come too; latest first."""
    return Listing(_stays(guest_id), [(Stay.arrival, True), (Stay.id, True)], _shape)


def stays_of(guest_id: int, limit: int = 20) -> list[PastStay]:
    """Latest first."""
    return past_stays(guest_id).first(limit)


@dataclass(frozen=True)
class History:
    """``nights`` are those slept and posted; ``spend`` is net, baht, on stays where this is the main guest."""

    stays: int
    nights: int
    no_shows: int
    cancellations: int
    spend: Decimal
    last_departure: datetime.date | None
    last_room: str


def history_of(guest_id: int) -> History:
    """All of the past in four queries, each by an index of the guest's own rows."""
    return _history(Stay.id << _stays_with(guest_id), Stay.guest == guest_id)


def _history(of_stays: object, paying: object) -> History:
    states = dict(Stay.select(Stay.state, fn.COUNT(Stay.id)).where(of_stays).group_by(Stay.state).tuples())
    here = Stay.state << (IN_HOUSE, CHECKED_OUT)
    nights = (
        Night.select(fn.COUNT(Night.id))
        .join(Stay)
        .where(of_stays & here & Night.posted & ~Night.day_use)
        .scalar()
    )
    # What was taken back after it had moved was the spending of whoever was charged first.
    charge, first = Posting.alias(), Posting.alias()
    spent_on = fn.COALESCE(first.window, charge.window, Posting.window)
    spend = (
        Posting.select(fn.SUM(Posting.net))
        .join(charge, JOIN.LEFT_OUTER, on=(Posting.corrects == charge.id))
        .join(first, JOIN.LEFT_OUTER, on=(charge.origin == first.id))
        .switch(Posting)
        .join(FolioWindow, on=(FolioWindow.id == spent_on))
        .join(Stay, on=(FolioWindow.stay == Stay.id))
        .where(paying & (Posting.kind << ("charge", "correction")))
        .scalar()
    )
    last = (
        Stay.select(Stay, Room)
        .join(Room, JOIN.LEFT_OUTER)
        .where(of_stays & (Stay.state == CHECKED_OUT))
        .order_by(Stay.departure.desc(), Stay.id.desc())
        .first()
    )
    return History(
        stays=states.get(IN_HOUSE, 0) + states.get(CHECKED_OUT, 0),
        nights=nights or 0,
        no_shows=states.get(NO_SHOW, 0),
        cancellations=states.get(CANCELLED, 0),
        spend=money(spend),
        last_departure=last.departure if last else None,
        last_room=last.room.number if last and last.room_id else "",
    )


@dataclass(frozen=True)
class Usual:
    """What a returning guest usually takes. ``room``: one asked for, or had more than once; "" otherwise."""

    room_type: str
    rate_code: str
    adults: int
    room: str


def usual_of(guest_id: int) -> Usual | None:
    """From the last ten stays as main guest; of two that are as frequent, the later. None before a first stay."""
    query = _stays(guest_id).where((Stay.guest == guest_id) & (Stay.state << (IN_HOUSE, CHECKED_OUT)))
    stays = list(query.order_by(Stay.arrival.desc(), Stay.id.desc()).limit(LOOKED_AT))
    if not stays:
        return None
    rooms = Counter(stay.room.number for stay in stays if stay.room_id)
    often = [number for number, times in rooms.most_common(1) if times > 1]
    asked = (
        GuestPreference.select(GuestPreference.words)
        .join(Room, on=(Room.number == GuestPreference.words))
        .where((GuestPreference.guest == guest_id) & (GuestPreference.kind == "room"))
        .order_by(GuestPreference.id.desc())
        .first()
    )
    rates = [stay.rate_code.code for stay in stays if stay.rate_code.active]
    return Usual(
        _commonest(stay.room_type.code for stay in stays),
        _commonest(rates) if rates else "",
        int(_commonest(str(stay.adults) for stay in stays)),
        asked.words if asked else "".join(often),
    )


def _commonest(values: Iterable[str]) -> str:
    # Counter keeps the order in which it met them: the latest stay comes first.
    return Counter(values).most_common(1)[0][0]


@dataclass(frozen=True)
class Unwanted:
    """Why a guest is on the do-not-rent list, who wrote it, when."""

    reason: str
    who: str
    at: datetime.datetime | None


def unwanted(guest_id: int) -> Unwanted | None:
    """None for a guest who is welcome. From the change log: the last that wrote the reason which stands now."""
    guest = Guest.get_by_id(guest_id)
    if not guest.do_not_rent:
        return None
    written = (
        ChangeLog.select(ChangeLog, Staff)
        .join(Staff, on=(ChangeLog.staff == Staff.id))
        .where((ChangeLog.subject == "guest") & (ChangeLog.subject_id == str(guest_id)))
        .order_by(ChangeLog.id.desc())
    )
    for change in written:
        if json.loads(change.after or "{}").get("do_not_rent") == guest.do_not_rent:
            return Unwanted(guest.do_not_rent, change.staff.login, change.at)
    return Unwanted(guest.do_not_rent, "", None)


def company_history(company_id: int) -> History:
    """What a company's or agent's bookings brought."""
    from models.front_office.reservations import Reservation

    theirs = Reservation.select(Reservation.id).where(
        (Reservation.company == company_id) | (Reservation.agent == company_id)
    )
    of_stays = Stay.reservation << theirs
    return _history(of_stays, of_stays)
