"""Letters as the desk looks at them: those of a booking, and all of the house."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN

from models.back_office.receivables import CityAccount
from models.front_office.correspondence.addresses import (
    GUEST,
    address_of,
    addressees,
    language_of,
    recipient_of,
)
from models.front_office.correspondence.papers import agreed_terms, salutation_name
from models.front_office.correspondence.setup import is_set_up
from models.front_office.correspondence.tables import (
    AMENDED,
    CANCELLATION,
    CONFIRMATION,
    EMAIL,
    FAX,
    KINDS,
    LETTER,
    REGRET,
    SENDING,
    TEXT,
    UNCERTAIN,
    Letter,
    standing,
)
from models.front_office.correspondence.writing import confirmation_of, stays_told_of
from models.front_office.reservations import Reservation
from models.house.lists import Listing
from models.house.papers import Paper
from models.house.refusals import Refused
from models.house.staff import Staff


@dataclass(frozen=True)
class LetterRow:
    """``status`` is what stands now: a sending that was broken off counts as uncertain."""

    letter_id: int
    reservation_id: int | None
    account_id: int | None
    number: str
    at: datetime.datetime
    kind: str
    method: str
    recipient: str
    address: str
    status: str
    attempts: int
    last_error: str
    by_th: str
    by_en: str
    repeats: bool
    key: tuple[object, ...]


def letters(
    now: datetime.datetime, reservation_id: int | None = None, status: str = "", text: str = ""
) -> Listing[LetterRow]:
    """Latest first; ``text`` looks in the number of the booking, the name and the address."""
    query = (
        Letter.select(Letter, Reservation, CityAccount, Staff)
        .join(Reservation, JOIN.LEFT_OUTER)
        .switch(Letter)
        .join(CityAccount, JOIN.LEFT_OUTER)
        .switch(Letter)
        .join(Staff, on=(Letter.written_by == Staff.id))
    )
    if reservation_id is not None:
        query = query.where(Letter.reservation == reservation_id)
    if status == UNCERTAIN:
        query = query.where(Letter.status << (UNCERTAIN, SENDING))
    elif status:
        query = query.where(Letter.status == status)
    if text:
        query = query.where(
            Reservation.confirmation.contains(text)
            | (CityAccount.number == text.strip().upper())
            | Letter.recipient.contains(text)
            | Letter.address.contains(text)
        )

    def shape(letter: Letter) -> LetterRow:
        by = letter.written_by
        return LetterRow(
            letter.id, letter.reservation_id, letter.account_id, letter.number, letter.written_at, letter.kind, letter.method,
            letter.recipient, letter.address, standing(letter, now), letter.attempts, letter.last_error,
            by.name("th"), by.name("en"), letter.repeats_id is not None, (letter.id,),
        )  # fmt: skip

    return Listing(query, [(Letter.id, True)], shape)


def letter_on_paper(letter_id: int) -> Paper | None:
    """As it was sent; None for a text message or a call, which are words only."""
    from models.front_office.papers import paper_from_json

    letter = Letter.get_by_id(letter_id)
    return paper_from_json(letter.paper) if letter.paper else None


@dataclass(frozen=True)
class Proposal:
    """What a new letter of a booking most likely is, for a form to begin with."""

    kind: str
    method: str
    addressee: str
    addressees: tuple[str, ...]


def proposal_for(reservation_id: int) -> Proposal:
    """An amended confirmation after a first one, a cancellation for a cancelled booking; by the first way that is
    set up and has an address."""
    reservation = Reservation.get_by_id(reservation_id)
    kind = next((k for k in (CONFIRMATION, CANCELLATION, REGRET) if _fits(reservation, k)), CONFIRMATION)
    if kind == CONFIRMATION and confirmation_of(reservation) is not None:
        kind = AMENDED
    to = addressees(reservation)
    ways = (m for m in (EMAIL, FAX, TEXT) if is_set_up(m) and address_of(reservation, to[-1], m))
    return Proposal(kind, next(ways, LETTER), to[-1], tuple(to))


def _fits(reservation: Reservation, kind: str) -> bool:
    try:
        stays_told_of(reservation, kind)
    except Refused:
        return False
    return True


def kinds_for(reservation_id: int) -> list[str]:
    """The kinds of letter that fit the booking as it stands."""
    reservation = Reservation.get_by_id(reservation_id)
    amendable = confirmation_of(reservation) is not None
    return [kind for kind in KINDS if _fits(reservation, kind) and (kind != AMENDED or amendable)]


@dataclass(frozen=True)
class Addressed:
    """What the profile holds of whom a letter is for."""

    recipient: str
    address: str
    language: str


def addressed(reservation_id: int, addressee: str, method: str, language: str | None = None) -> Addressed:
    reservation = Reservation.get_by_id(reservation_id)
    spoken = language or language_of(reservation, addressee)
    name = (
        salutation_name(reservation, spoken)
        if addressee == GUEST
        else recipient_of(reservation, addressee, spoken)
    )
    return Addressed(name, address_of(reservation, addressee, method), spoken)


def deposit_agreed(reservation_id: int) -> tuple[Decimal | None, datetime.date | None]:
    """Deposit in baht and its due date where the booking has them, else nothing."""
    terms = agreed_terms(Reservation.get_by_id(reservation_id), "en")
    return terms.deposit, terms.deposit_due
