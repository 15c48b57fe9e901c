"""What is kept with a profile: other documents, expired ones too, and what the guest likes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from locales import Message
from locales.countries import valid_nationality
from models.front_office.guests.person import (
    DOCUMENT_FIELDS,
    DOCUMENT_KINDS,
    Guest,
    GuestDocument,
    GuestPreference,
    guest_in_force,
    thai_id,
)
from models.front_office.guests.search import write_keys
from models.front_office.identity.masking import MASK
from models.house.acts import Act, operation
from models.house.inputs import words as clean_words
from models.house.refusals import Refused

PREFERENCES = {
    "room": Message("Room"),
    "floor": Message("Floor"),
    "bed": Message("Bed"),
    "pillow": Message("Pillow"),
    "view": Message("View"),
    "smoking": Message("Smoking"),
    "food": Message("Food and drink"),
    "service": Message("Service"),
    "other": Message("Other wish"),
}
LONGEST_PREFERENCE = 100


# Documents


@dataclass(frozen=True)
class DocumentRow:
    """``document_id`` is None for the one in force."""

    document_id: int | None
    kind: str
    number: str
    country: str
    expiry: datetime.date | None

    def expired(self, date: datetime.date) -> bool:
        return self.expiry is not None and self.expiry < date


def documents_of(guest_id: int) -> list[DocumentRow]:
    """The one in force first, then the others, latest first."""
    guest = guest_in_force(guest_id)
    first = (
        [DocumentRow(None, *(getattr(guest, name) for name in DOCUMENT_FIELDS))]
        if guest.document_number
        else []
    )
    others = GuestDocument.select().where(GuestDocument.guest == guest).order_by(GuestDocument.id.desc())
    return first + [DocumentRow(d.id, d.kind, d.number, d.country, d.expiry) for d in others]


def _has_document(guest: Guest, kind: str, number: str) -> bool:
    return any((d.kind, d.number) == (kind, number) for d in documents_of(guest.id))


@operation("book")
def add_document(
    act: Act, guest_id: int, kind: str, number: str, country: str = "", expiry: datetime.date | None = None
) -> int:
    """Another document of the guest; its id. It becomes the one in force with ``put_in_force``.

    Refused: NO_CHOICE, NO_NUMBER, THAI_ID, NO_COUNTRY, MASKED_NUMBER, DOCUMENT_KNOWN, NOT_CLEAN.
    """
    guest = guest_in_force(guest_id)
    if kind not in DOCUMENT_KINDS:
        raise Refused("NO_CHOICE", "There is no {value} here.", field="kind", value=kind)
    number = clean_words(number, "number", 40)
    if not number:
        raise Refused("NO_NUMBER", "A document needs its number.", field="number")
    if MASK in number:
        raise Refused("MASKED_NUMBER", "Type the whole number.", field="number")
    if kind == "thai id":
        number = thai_id(number, "number")
    if country and not valid_nationality(country):
        raise Refused("NO_COUNTRY", "There is no country {code}.", field="country", code=country)
    if _has_document(guest, kind, number):
        raise Refused(
            "DOCUMENT_KNOWN", "{guest} has this document already.", field="number", guest=guest.spoken
        )
    row = act.create(
        GuestDocument, guest=guest, kind=kind, number=number, country=country, expiry=expiry, added_on=act.business_date
    )  # fmt: skip
    write_keys(guest.id)
    return int(row.id)


@operation("book")
def put_in_force(act: Act, document_id: int) -> None:
    """From now on the registers take this document; the former one is kept beside it."""
    document = GuestDocument.get_by_id(document_id)
    guest = document.guest
    former = Guest(**guest.__data__)
    values = (document.kind, document.number, document.country, document.expiry)
    _log_gone(act, document)
    document.delete_instance()
    act.update(guest, **dict(zip(DOCUMENT_FIELDS, values, strict=True)))
    keep_former_document(act, former, guest)
    write_keys(guest.id)


@operation("book")
def remove_document(act: Act, document_id: int) -> None:
    """A document typed by mistake. The one in force is changed in the profile."""
    document = GuestDocument.get_by_id(document_id)
    _log_gone(act, document)
    document.delete_instance()
    write_keys(document.guest_id)


def _log_gone(act: Act, row: GuestDocument | GuestPreference) -> None:
    act.changed(row, {name: value for name, value in row.__data__.items() if name != "id"}, {})


def keep_former_document(act: Act, former: Guest, now: Guest) -> None:
    """Where the profile has another document than before, put the former with the others."""
    if not former.document_number or former.document_number == now.document_number:
        return
    if not _has_document(now, former.document_kind, former.document_number):
        act.create(
            GuestDocument, guest=now.id, kind=former.document_kind, number=former.document_number,
            country=former.document_country, expiry=former.document_expiry, added_on=act.business_date,
        )  # fmt: skip


# Preferences


@dataclass(frozen=True)
class Preference:
    preference_id: int
    kind: str
    words: str

    def __str__(self) -> str:
        """In the language of the desk: ``Pillow: feather``."""
        return f"{PREFERENCES[self.kind].say()}: {self.words}"


def preferences_of(guest_id: int) -> list[Preference]:
    """What the desk should know when booking and at check-in, in the order of ``PREFERENCES``; each once."""
    rows = GuestPreference.select().where(GuestPreference.guest == guest_id).order_by(GuestPreference.id)
    once = {(row.kind, row.words): Preference(row.id, row.kind, row.words) for row in rows}
    order = list(PREFERENCES)
    return sorted(once.values(), key=lambda preference: order.index(preference.kind))


@operation("book")
def add_preference(act: Act, guest_id: int, kind: str, words: str) -> int:
    """Refused: NO_CHOICE, NO_WORDS, PREFERENCE_KNOWN, NOT_CLEAN, TOO_MUCH_TEXT."""
    guest = guest_in_force(guest_id)
    if kind not in PREFERENCES:
        raise Refused("NO_CHOICE", "There is no {value} here.", field="kind", value=kind)
    words = clean_words(words, "words", LONGEST_PREFERENCE)
    if not words:
        raise Refused("NO_WORDS", "Say what the guest likes.", field="words")
    if any((p.kind, p.words) == (kind, words) for p in preferences_of(guest.id)):
        raise Refused(
            "PREFERENCE_KNOWN", "This is known of {guest} already.", field="words", guest=guest.spoken
        )
    return int(act.create(GuestPreference, guest=guest, kind=kind, words=words).id)


@operation("book")
def remove_preference(act: Act, preference_id: int) -> None:
    preference = GuestPreference.get_by_id(preference_id)
    same = GuestPreference.select().where(
        (GuestPreference.guest == preference.guest_id)
        & (GuestPreference.kind == preference.kind)
        & (GuestPreference.words == preference.words)
    )
    for row in same:  # a merge may have brought it a second time
        _log_gone(act, row)
        row.delete_instance()
