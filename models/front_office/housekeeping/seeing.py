"""What housekeeping sees in the rooms, and where it differs from the front office: Skip, Sleep, Person.

Skip: the front office says occupied, housekeeping saw the room vacant. Sleep: the front office says vacant,
housekeeping saw it occupied. Person: another number of persons. Some books print Skip and Sleep the other way
round, so the long definition always stands beside the word.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from peewee import JOIN

from locales import Message
from models.front_office.guests import Guest, guest_in_force
from models.front_office.housekeeping.tables import RoomSeen
from models.front_office.reservations import IN_HOUSE, Stay
from models.front_office.rooms import Room
from models.house.acts import Act, operation
from models.house.refusals import Refused
from models.house.staff import Staff

SKIP, SLEEP, PERSON = "skip", "sleep", "person"
NAMES = {SKIP: Message("Skip"), SLEEP: Message("Sleep"), PERSON: Message("Person")}
DEFINITIONS = {
    SKIP: Message("Front office: occupied. Housekeeping: vacant."),
    SLEEP: Message("Front office: vacant. Housekeeping: occupied."),
}


@dataclass(frozen=True)
class Discrepancy:
    """A difference in one room. ``persons`` by the front office, ``seen`` by housekeeping (None: not counted).

    ``accepted_by`` and ``reason`` where it is let stand.
    """

    room_id: int
    room: str
    kind: str
    persons: int
    seen: int | None
    stay_id: int | None
    guest_th: str
    guest_en: str
    by: str
    at: datetime.datetime
    accepted_by: str = ""
    reason: str = ""

    @property
    def key(self) -> tuple[str]:
        return (self.room,)

    @property
    def open(self) -> bool:
        return not self.accepted_by

    @property
    def definition(self) -> Message:
        if self.kind != PERSON:
            return DEFINITIONS[self.kind]
        values: dict[str, object] = {"booked": self.persons, "seen": self.seen}
        return Message("Persons: {booked} by the front office, {seen} seen.", values)


@operation("housekeeping")
def record_seen(act: Act, room_id: int, occupied: bool, persons: int | None = None) -> None:
    """What was seen in the room just now; an earlier look of the date gives way, and what was accepted with it.

    Refused: PERSONS (a vacant room with persons, or fewer than one).
    """
    if persons is not None and (persons < 1 or not occupied):
        raise Refused("PERSONS", "Only an occupied room has persons in it.", field="persons")
    stays = in_room(room_id)
    values: dict[str, object] = {
        "occupied": occupied, "persons": persons, "stay": stays[0].id if stays else None, "staff": act.staff.id,
        "at": act.now, "accepted_by": None, "accepted_at": None, "accepted_reason": "",
    }  # fmt: skip
    row = RoomSeen.get_or_none((RoomSeen.room == room_id) & (RoomSeen.date == act.business_date))
    if row is None:
        act.create(RoomSeen, room=Room.get_by_id(room_id), date=act.business_date, **values)
    else:
        act.update(row, **values)


def in_room(room_id: int) -> list[Stay]:
    """The stays in the room by the front office, the first of a share in front."""
    return list(
        Stay.select(Stay, Guest)
        .join(Guest)
        .where((Stay.room == room_id) & (Stay.state == IN_HOUSE))
        .order_by(Stay.share_of.is_null(False), Stay.id)
    )


def discrepancies(date: datetime.date) -> list[Discrepancy]:
    """Every difference of the date that is not resolved, by room; those let stand with name and reason.

    A difference counts where it was one at the moment of the look and still is: who was seen at nine and left at
    eleven makes none. It is resolved by checking out, checking in, or a right count.
    """
    accepted = Staff.alias()
    rows = (
        RoomSeen.select(RoomSeen, Room, Staff, accepted)
        .join(Room)
        .switch(RoomSeen)
        .join(Staff, on=(RoomSeen.staff == Staff.id))
        .switch(RoomSeen)
        .join(accepted, JOIN.LEFT_OUTER, on=(RoomSeen.accepted_by == accepted.id), attr="accepted_by")
        .where(RoomSeen.date == date)
        .order_by(Room.number)
    )
    inside: dict[int, list[Stay]] = {}
    query = Stay.select(Stay, Guest).join(Guest).where((Stay.state == IN_HOUSE) & Stay.room.is_null(False))
    for stay in query.order_by(Stay.share_of.is_null(False), Stay.id):
        inside.setdefault(stay.room_id, []).append(stay)
    found = []
    for seen in rows:
        stays = inside.get(seen.room_id, [])
        kind = _differs(seen, stays)
        if kind:
            found.append(_discrepancy(seen, kind, stays))
    return found


def _differs(seen: RoomSeen, stays: list[Stay]) -> str:
    """The kind of difference, or nothing."""
    if seen.stay_id is None:
        return SLEEP if seen.occupied and not stays else ""
    if seen.stay_id not in [stay.id for stay in stays]:
        return ""  # who was in it then has gone
    if not seen.occupied:
        return SKIP
    return PERSON if seen.persons is not None and seen.persons != _heads(stays) else ""


def _heads(stays: list[Stay]) -> int:
    return sum(stay.adults + stay.children for stay in stays)


def _discrepancy(seen: RoomSeen, kind: str, stays: list[Stay]) -> Discrepancy:
    guest = stays[0].guest if stays else None
    return Discrepancy(
        seen.room_id, seen.room.number, kind, _heads(stays), seen.persons, stays[0].id if stays else None,
        guest.name("th") if guest else "", guest.name("en") if guest else "", seen.staff.login, seen.at,
        seen.accepted_by.login if seen.accepted_by_id else "", seen.accepted_reason,
    )  # fmt: skip


def discrepancy_of(room_id: int, date: datetime.date) -> Discrepancy:
    """Refused (NO_DISCREPANCY) where there is none, or none any more."""
    found = next((d for d in discrepancies(date) if d.room_id == room_id), None)
    if found is None:
        raise Refused("NO_DISCREPANCY", "There is no discrepancy in this room any more.")
    return found


@operation("housekeeping")
def accept_discrepancy(act: Act, room_id: int) -> None:
    """Let a difference stand, with name and reason, so that the audit passes.

    Refused: NO_DISCREPANCY; ASK: DISCREPANCY_STANDS (Person: right housekeeping; Skip, Sleep: override_room).
    """
    found = discrepancy_of(room_id, act.business_date)
    act.ask(
        "DISCREPANCY_STANDS", "Room {room}: {kind}. {definition} It stays so.",
        right="housekeeping" if found.kind == PERSON else "override_room",
        room=found.room, kind=NAMES[found.kind], definition=found.definition,
    )  # fmt: skip
    row = RoomSeen.get((RoomSeen.room == room_id) & (RoomSeen.date == act.business_date))
    answer = act.desk.answers["DISCREPANCY_STANDS"]
    act.update(
        row,
        accepted_by=act.approver_id or act.staff.id,
        accepted_at=act.now,
        accepted_reason=answer.reason.strip(),
    )


@operation("check_in")
def mark_skipper(act: Act, room_id: int) -> int:
    """A Skip is a guest who has left without paying: on the do-not-rent list with all persons' main guest.

    The stay's id; its folio is settled and checked out after that. Refused: NO_DISCREPANCY, NOT_A_SKIP;
    ASK: SKIPPER (right do_not_rent).
    """
    found = discrepancy_of(room_id, act.business_date)
    if found.kind != SKIP or found.stay_id is None:
        raise Refused("NOT_A_SKIP", "Only a Skip is a guest who has left without paying.")
    stay = Stay.get_by_id(found.stay_id)
    act.ask(
        "SKIPPER", "{guest} goes on the do-not-rent list as a skipper.", right="do_not_rent",
        guest=stay.guest.spoken,
    )  # fmt: skip
    guest = guest_in_force(stay.guest_id)
    reason = act.desk.answers["SKIPPER"].reason.strip()
    note = f"Skipper {act.business_date.isoformat()}, {stay.reservation.confirmation}: {reason}"
    act.update(guest, do_not_rent="; ".join(filter(None, [guest.do_not_rent, note]))[:300])
    return int(stay.id)
