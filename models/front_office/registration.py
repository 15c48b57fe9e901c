"""Who checks in: each person with identity, what the registration card (ร.ร.3) asks, who signs beside a lone minor.

Identity is the law's least (Hotel Act B.E. 2547 s.35); without it nobody goes up unless the house says otherwise. What
else the card asks may follow within the 24 hours until the register is written: it is named, never demanded.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from locales import Message
from locales.thai_text import fold
from models.front_office.guests import (
    NEEDED_AT_CHECK_IN,
    OF_AGE,
    Guest,
    ask_do_not_rent,
    create_guest,
    guest_in_force,
    guest_with_document,
    missing_identity,
    update_guest,
)
from models.front_office.registers import follow_person
from models.front_office.registers.particulars import age_on
from models.front_office.reservations import IN_HOUSE, Stay, StayPerson, group_of
from models.house.acts import Act, operation
from models.house.inputs import words
from models.house.property import setting
from models.house.refusals import Refused

NEW_GUEST = 0
"""As a guest's id: make the profile from the values given beside it, or find it by the document."""
ON_THE_CARD = {
    "birth_date": Message("Birth date"),
    "occupation": Message("Occupation"),
    "address": Message("Address"),
    "phone": Message("Phone"),
    "came_from": Message("Came from"),
    "going_to": Message("Going to"),
}
JOURNEY = ("from_home", "came_from", "to_home", "going_to")


@dataclass(frozen=True)
class Person:
    """One person as the desk writes it down: fields of the profile, and of the journey (``JOURNEY``)."""

    guest_id: int = NEW_GUEST
    values: Mapping[str, object] = field(default_factory=dict)
    journey: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Listed:
    """Several things in one sentence, spoken when it is shown."""

    parts: Sequence[object]
    between: str = ", "

    def __str__(self) -> str:
        return self.between.join(p.say() if isinstance(p, Message) else str(p) for p in self.parts)


# Writing down


def profile_of(act: Act, guest_id: int, values: Mapping[str, object]) -> int:
    """The profile, new or brought up to date with what the form holds. Somebody who shows a document the house has
    seen before, under the same family name, is the same person."""
    known = Guest.get_by_id(guest_id) if guest_id != NEW_GUEST else guest_shown(values)
    if known is None:
        return create_guest(act, **values)
    told = values if guest_id != NEW_GUEST else {name: value for name, value in values.items() if value}
    update_guest(act, known.id, **told)
    return int(guest_in_force(known.id).id)  # another desk may have merged it meanwhile


def guest_shown(values: Mapping[str, object]) -> Guest | None:
    """Who has shown this document before, under the same nationality and family name."""
    number = str(values.get("document_number") or "").strip()
    known = guest_with_document(number) if number else None
    if known is None:
        return None
    guest = Guest.get_by_id(known)
    families = {fold(str(values.get(name) or "")) for name in ("family", "family_th")} - {""}
    same = families & {fold(guest.family), fold(guest.family_th)}
    return (
        guest if same and guest.nationality in ("", values.get("nationality") or guest.nationality) else None
    )


@operation("check_in")
def write_journey(act: Act, stay_id: int, guest_id: int, journey: Mapping[str, object]) -> None:
    """Where the person came from and goes to: home (the address of the profile), or the place named.

    Refused: NOT_CLEAN, TOO_MUCH_TEXT.
    """
    row = StayPerson.get((StayPerson.stay == stay_id) & (StayPerson.guest == guest_id))
    told = {name: journey[name] for name in JOURNEY if name in journey}
    for home, place in (("from_home", "came_from"), ("to_home", "going_to")):
        if place in told:
            told[place] = words(str(told[place] or ""), place)
            told[home] = bool(told.get(home, True)) and not told[place]
    act.update(row, **told)
    follow_person(act, row.stay_id, row.guest_id)


# What is missing


def rows_of(stay_id: int) -> list[StayPerson]:
    """The persons of a stay with their profiles, the main guest first."""
    query = StayPerson.select(StayPerson, Guest).join(Guest).where(StayPerson.stay == stay_id)
    return list(query.order_by(StayPerson.position))


def card_gaps(row: StayPerson) -> list[str]:
    """What the registration card of this person still asks, beside identity; the telephone of the first one only."""
    gaps = [name for name in ("birth_date", "occupation", "address") if not getattr(row.guest, name)]
    if row.position == 1 and not row.guest.phone:
        gaps.append("phone")
    if not row.from_home and not row.came_from:
        gaps.append("came_from")
    if not row.to_home and not row.going_to:
        gaps.append("going_to")
    return gaps


def is_minor(guest: Guest, date: datetime.date) -> bool:
    """Under 18 on ``date``. Of whom no birth date is known the desk has seen the face."""
    age = age_on(guest, date)
    return age is not None and age < OF_AGE


# At check-in


def check_party(act: Act, stay: Stay) -> None:
    """Everybody on the stay may go up. Refused: IDENTITY_MISSING, at the field (by the setting ASK); ASK: DO_NOT_RENT,
    MINOR_ALONE. NOTE: DOCUMENT_EXPIRED, PERSONS_MISSING, CARD_INCOMPLETE."""
    rows = rows_of(stay.id)
    for row in rows:
        ask_do_not_rent(act, row.guest)
        _check_identity(act, row.guest)
        _note_expired(act, row, len(rows))
    countersign_minors(act, stay)
    known = sum(
        1 for row in rows if not missing_identity(row.guest) and not is_minor(row.guest, act.business_date)
    )
    if known < stay.adults:
        act.note(
            "PERSONS_MISSING",
            "{known} of {adults} adults written down with identity.",
            known=known,
            adults=stay.adults,
        )
    gaps = [(row.position, card_gaps(row)) for row in rows]
    if any(found for _position, found in gaps):
        what = [
            _of_person(n, Listed([ON_THE_CARD[g] for g in found]), len(rows)) for n, found in gaps if found
        ]
        act.note("CARD_INCOMPLETE", "Still missing on the registration card: {what}", what=Listed(what, "; "))


def _of_person(position: int, what: object, of: int) -> object:
    """No names: a note stays in the change log when the guest has long been erased."""
    return what if of == 1 else Message("person {n}: {what}", {"n": position, "what": what})


def _check_identity(act: Act, guest: Guest) -> None:
    missing = missing_identity(guest)
    if not missing:
        return
    fields = Listed([NEEDED_AT_CHECK_IN[name] for name in missing])
    if setting("identity_missing") == "ASK":
        act.ask(
            "IDENTITY_MISSING", "{guest}: {fields} missing. The guest register needs them.", right="check_in",
            field=missing[0], guest=guest.spoken, fields=fields,
        )  # fmt: skip
        return
    raise Refused(
        "IDENTITY_MISSING", "{guest}: {fields} missing. The guest register needs them.", field=missing[0],
        jump=f"guest {guest.id}", guest=guest.spoken, fields=fields,
    )  # fmt: skip


def _note_expired(act: Act, row: StayPerson, of: int) -> None:
    expiry = row.guest.document_expiry
    if row.guest.document_number and expiry is not None and expiry < act.business_date:
        text = Message("the document was valid until {date}", {"date": expiry})
        act.note("DOCUMENT_EXPIRED", "Expired: {what}", what=Listed([_of_person(row.position, text, of)]))


def countersign_minors(act: Act, stay: Stay) -> None:
    """ASK (``MINOR_ALONE``, right check_in) where only minors stay: who answers signs their cards beside them.

    An adult in the room, on this stay or one that shares it, is enough.
    """
    rows = rows_of(stay.id)
    others = [r for m in group_of(stay) if m.id != stay.id and m.state == IN_HOUSE for r in rows_of(m.id)]
    if not rows or not all(is_minor(row.guest, act.business_date) for row in [*rows, *others]):
        return
    if all(row.countersigned_by_id for row in rows):
        return
    act.ask(
        "MINOR_ALONE", "{guest} is under 18 and stays without an adult. Who signs the registration card for the house?",
        right="check_in", field="birth_date", guest=Listed([row.guest.spoken for row in rows]),
    )  # fmt: skip
    approver = act.desk.answers["MINOR_ALONE"].approver_id
    signs = approver if approver is not None and approver == act.approver_id else act.staff.id
    for row in rows:
        act.update(row, countersigned_by=signs)
