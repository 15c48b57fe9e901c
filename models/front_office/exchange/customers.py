"""Whom the exchange desk knows: the persons of the stays in house, found by room or name."""

from __future__ import annotations

from dataclasses import dataclass

from models.front_office.desk_views import GUESTS, matching
from models.front_office.guests import Guest
from models.front_office.identity.masking import masked
from models.front_office.reservations import IN_HOUSE, Stay, StayPerson
from models.front_office.rooms import Room

MOST_FOUND = 8


@dataclass(frozen=True)
class InHouse:
    """A person in house; of the document only the end of its number is shown."""

    stay_id: int
    guest_id: int
    room: str
    name_th: str
    name_en: str
    nationality: str
    document: str

    def name(self, language: str) -> str:
        return self.name_th if language == "th" else self.name_en


def in_house_named(text: str) -> list[InHouse]:
    """Persons in house by room number or name, each of a shared room; at most eight."""
    found, there = matching(text), GUESTS & (Stay.state == IN_HOUSE)
    query = (
        StayPerson.select(StayPerson, Guest, Stay, Room)
        .join(Guest)
        .switch(StayPerson)
        .join(Stay)
        .join(Room)
        .where(there if found is None else there & found)
        .order_by(Room.number, StayPerson.position)
    )
    return [_shape(row) for row in query.limit(MOST_FOUND)]


def person_in_house(stay_id: int, guest_id: int) -> InHouse | None:
    row = (
        StayPerson.select(StayPerson, Guest, Stay, Room)
        .join(Guest)
        .switch(StayPerson)
        .join(Stay)
        .join(Room)
        .where((StayPerson.stay == stay_id) & (StayPerson.guest == guest_id))
        .first()
    )
    return _shape(row) if row is not None else None


def _shape(row: StayPerson) -> InHouse:
    guest = row.guest
    return InHouse(
        row.stay_id, guest.id, row.stay.room.number, guest.name("th"), guest.name("en"), guest.nationality,
        masked(guest.document_number),
    )  # fmt: skip
