"""What the law's registers ask of one guest (ร.ร.3, ร.ร.4), read from profile and stay, and what is missing of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from locales import Message
from models.front_office.guests import OF_AGE, Guest, latest_birth
from models.front_office.reservations import IN_HOUSE, Stay, StayPerson, sharers_of
from models.front_office.rooms import Room

HAS_NO_OCCUPATION_BELOW = 15  # the age from which the Labour Protection Act lets a child work (s.44)
CHILD = "เด็ก (Child)"
FIELDS = {
    "name": Message("Name"),
    "nationality": Message("Nationality"),
    "document_kind": Message("Kind of document"),
    "document_number": Message("Document number"),
    "address": Message("Address"),
    "occupation": Message("Occupation"),
    "came_from": Message("Coming from"),
    "going_to": Message("Going to"),
    "countersigned_by": Message("Countersignature"),
}
"""In the order of the card."""


@dataclass(frozen=True)
class Particulars:
    """The columns of ร.ร.4 that are about the person, and the room."""

    room: str
    name: str
    nationality: str
    document_kind: str
    document_number: str
    issued_by: str
    address: str
    occupation: str
    came_from: str
    going_to: str

    def columns(self) -> dict[str, str]:
        return asdict(self)


def register_name(guest: Guest) -> str:
    """As the document says it: a Thai in Thai, anybody else in Latin letters with the middle name."""
    if guest.nationality == "THA" or not (guest.family or guest.given):
        return guest.name("th")
    return " ".join(filter(None, [guest.family.upper(), guest.given, guest.middle]))


def age_on(guest: Guest, date: datetime.date) -> int | None:
    """Full years, None where the birth date is not known. An unknown day or month makes nobody older."""
    born = latest_birth(guest)
    if born is None:
        return None
    return date.year - born.year - ((date.month, date.day) < (born.month, born.day))


def particulars_of(person: StayPerson, date: datetime.date) -> Particulars:
    """``person`` with stay, room and guest joined, as written on ``date``."""
    guest, stay = person.guest, person.stay
    age = age_on(guest, date)
    is_child = age is not None and age < HAS_NO_OCCUPATION_BELOW
    return Particulars(
        room=stay.room.number if stay.room_id else "",
        name=register_name(guest),
        nationality=guest.nationality,
        document_kind=guest.document_kind,
        document_number=guest.document_number,
        # A passport is issued by the state whose national its holder is, unless the profile says another.
        issued_by=guest.document_country or guest.nationality,
        address=guest.address,
        occupation=guest.occupation or (CHILD if is_child else ""),
        came_from=guest.address if person.from_home else person.came_from,
        going_to=guest.address if person.to_home else person.going_to,
    )


def minors_alone(persons: Sequence[StayPerson], date: datetime.date) -> bool:
    """Whether everybody of the stay, and of those who share its room, is known to be under age."""
    if not persons or not _under_age(persons, date):
        return False
    beside = [member.id for member in sharers_of(persons[0].stay_id) if member.state == IN_HOUSE]
    return _under_age(persons_on(beside), date)


def _under_age(persons: Sequence[StayPerson], date: datetime.date) -> bool:
    ages = [age_on(person.guest, date) for person in persons]
    return all(age is not None and age < OF_AGE for age in ages)


def missing_of(person: StayPerson, date: datetime.date, alone: bool) -> list[str]:
    """The names of ``FIELDS`` that the card cannot do without; ``alone``: a minor without an adult."""
    return missing_in(particulars_of(person, date).columns(), person, alone)


def missing_in(written: Mapping[str, str], person: StayPerson, alone: bool) -> list[str]:
    """The same of what stands in a line already."""
    missing = [name for name in FIELDS if name in written and not written[name]]
    # Where the address itself is missing, "from here" and "back here" are not three faults.
    if person.from_home and "came_from" in missing:
        missing.remove("came_from")
    if person.to_home and "going_to" in missing:
        missing.remove("going_to")
    if alone and person.countersigned_by_id is None:
        missing.append("countersigned_by")
    return missing


@dataclass(frozen=True)
class FieldWords:
    """Fields by name, for sentences, which choose their language when they are shown."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        return ", ".join(FIELDS[name].say() for name in self.names)


def persons_on(stays: Iterable[int]) -> list[StayPerson]:
    """The persons of these stays with guest, stay and room, in the order of the stay."""
    return list(
        StayPerson.select(StayPerson, Guest, Stay, Room)
        .join(Guest, on=(StayPerson.guest == Guest.id))
        .switch(StayPerson)
        .join(Stay, on=(StayPerson.stay == Stay.id))
        .join(Room, "LEFT OUTER JOIN", on=(Stay.room == Room.id))
        .where(StayPerson.stay << list(stays))
        .order_by(StayPerson.stay, StayPerson.position)
    )
