"""Who saw the whole number of somebody's document, when, where and why.

Screens show the end of a number. Whoever needs the whole says what for, and that is written down before it is shown;
the database keeps the line for good. Papers for the authorities have whole numbers and are not looked at here.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from peewee import DateField, ForeignKeyField, TextField

from locales import Message
from models.front_office.guests import Guest, SpokenName, documents_of, guest_in_force
from models.house.acts import Act, operation
from models.house.database import Base, StampField
from models.house.lists import Listing
from models.house.refusals import Refused
from models.house.staff import Staff

PURPOSES = {
    "check-in": Message("Check-in and registers"),
    "correct": Message("To compare or correct it"),
    "authority": Message("Asked for by an authority"),
    "guest": Message("Asked for by the guest"),
    "report": Message("Report to the guest"),
}


PLACES = {
    "guest": Message("Guest profile"),
    "guest card": Message("Guest card"),
    "check-in": Message("Check-in"),
    "walk-in": Message("Walk-in"),
    "data report": Message("Data report"),
}


class IdentityAccess(Base):
    """Sealed. ``place`` is the screen, one of ``PLACES``; ``purpose`` one of ``PURPOSES``."""

    at = StampField()
    business_date = DateField()
    staff = ForeignKeyField(Staff)
    terminal = TextField()
    guest = ForeignKeyField(Guest)
    place = TextField()
    purpose = TextField()

    class Meta:
        table_name = "identity_access"


def _write_down(act: Act, guest: Guest, place: str, purpose: str) -> None:
    for field, value, known in (("purpose", purpose, PURPOSES), ("place", place, PLACES)):
        if value not in known:
            raise Refused("NO_CHOICE", "There is no {value} here.", field=field, value=value)
    act.create(
        IdentityAccess, at=act.now, business_date=act.business_date, staff=act.staff, terminal=act.desk.terminal,
        guest=guest, place=place, purpose=purpose,
    )  # fmt: skip


@operation("see_identity")
def see_documents(act: Act, guest_id: int, place: str, purpose: str) -> list[list[str]]:
    """The guest's documents as [kind, whole number], the one in force first; written down before anybody sees them.

    Refused: NO_CHOICE, NO_DOCUMENT, NO_RIGHT.
    """
    guest = guest_in_force(guest_id)
    documents = documents_of(guest.id)
    if not documents:
        raise Refused("NO_DOCUMENT", "No document of {guest} is known.", guest=guest.spoken)
    _write_down(act, guest, place, purpose)
    return [[document.kind, document.number] for document in documents]


# Reading


@dataclass(frozen=True)
class Access:
    access_id: int
    at: datetime.datetime
    who: str
    terminal: str
    guest_id: int
    guest: SpokenName
    place: str
    purpose: str
    key: tuple[int]


def accesses(guest_id: int | None = None) -> Listing[Access]:
    """Latest first; of the house, or of one guest with the profiles merged into that one."""
    query = IdentityAccess.select(IdentityAccess, Staff, Guest).join(Staff).switch(IdentityAccess).join(Guest)
    if guest_id is not None:
        query = query.where(IdentityAccess.guest << profiles_of(guest_id))
    return Listing(query, [(IdentityAccess.id, True)], _shape)


def profiles_of(guest_id: int) -> list[int]:
    """The profile in force and all that were merged into it, whoever by."""
    found = [guest_in_force(guest_id).id]
    for known in found:
        found += [i for (i,) in Guest.select(Guest.id).where(Guest.merged_into == known).tuples()]
    return found


def _shape(row: IdentityAccess) -> Access:
    return Access(
        row.id,
        row.at,
        row.staff.login,
        row.terminal,
        row.guest_id,
        row.guest.spoken,
        row.place,
        row.purpose,
        (row.id,),
    )
