"""The person a profile is about: names in two scripts, papers, how to reach them, what the house thinks of them."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

from peewee import DateField, ForeignKeyField, IntegerField, TextField

from locales import LANGUAGES, Message, current_language
from locales.thai_text import fold
from models.front_office.companies import Company
from models.front_office.identity.thai_number import compact_thai_number, thai_number_kind
from models.house.database import Base
from models.house.refusals import Refused

DOCUMENT_KINDS = {
    "thai id": Message("Thai ID card"),
    "passport": Message("Passport"),
    "diplomatic": Message("Diplomatic passport"),
    "alien book": Message("Alien registration book"),
    "other": Message("Other document"),
}
SEXES = {"M": Message("Male"), "F": Message("Female"), "X": Message("Not stated")}
# ISO 639-1; what is spoken at a hotel's desk.
SPOKEN = {
    "th": Message("Thai"), "en": Message("English"), "zh": Message("Chinese"), "ja": Message("Japanese"),
    "ko": Message("Korean"), "ru": Message("Russian"), "de": Message("German"), "fr": Message("French"),
    "es": Message("Spanish"), "it": Message("Italian"), "pt": Message("Portuguese"), "nl": Message("Dutch"),
    "sv": Message("Swedish"), "no": Message("Norwegian"), "da": Message("Danish"), "fi": Message("Finnish"),
    "pl": Message("Polish"), "uk": Message("Ukrainian"), "tr": Message("Turkish"), "ar": Message("Arabic"),
    "he": Message("Hebrew"), "hi": Message("Hindi"), "ms": Message("Malay"), "id": Message("Indonesian"),
    "vi": Message("Vietnamese"), "lo": Message("Lao"), "my": Message("Burmese"), "km": Message("Khmer"),
}  # fmt: skip


OF_AGE = 18
"""Years. The registration card of a younger guest who stays alone is signed by the house too (Hotel Act s.35)."""


@dataclass(frozen=True)
class SpokenName:
    thai: str
    latin: str

    def __str__(self) -> str:
        return self.thai if current_language() == "th" else self.latin


class Guest(Base):
    """``nationality`` and ``document_country`` are ISO 3166 alpha-3; ``do_not_rent`` holds the reason, or nothing.

    ``language`` is that of papers and letters, ``languages`` what is spoken ("th en"). ``employer`` is a company
    with a profile, ``company`` any other by its name. The document is the one in force; others are in
    ``GuestDocument``. ``merged_into``: this profile is no longer used, that one is. ``key_version``: how the keys
    it is found by were made. ``birth_precision``: ``month`` where the day of birth is not known, ``year`` where the
    month is not either; the date then stands on the first.
    """

    given_th = TextField(default="")
    family_th = TextField(default="")
    given = TextField(default="")
    middle = TextField(default="")
    family = TextField(default="")
    title = TextField(default="")
    sex = TextField(default="")
    birth_date = DateField(null=True)
    birth_precision = TextField(default="")
    nationality = TextField(default="")
    language = TextField(default="")
    languages = TextField(default="")
    document_kind = TextField(default="")
    document_number = TextField(default="")
    document_country = TextField(default="")
    document_expiry = DateField(null=True)
    phone = TextField(default="")
    email = TextField(default="")
    address = TextField(default="")
    occupation = TextField(default="")
    company = TextField(default="")
    employer = ForeignKeyField(Company, null=True)
    vip = TextField(default="")
    do_not_rent = TextField(default="")
    note = TextField(default="")
    sort_name = TextField(default="")
    merged_into = ForeignKeyField("self", null=True)
    key_version = IntegerField(default=0)
    erased_on = DateField(null=True)

    def name(self, language: str) -> str:
        """As the hotel writes it: Thai name for Thai eyes where there is one, FAMILY Given otherwise."""
        thai = f"{self.given_th} {self.family_th}".strip()
        latin = f"{self.family.upper()} {self.given}".strip()
        return (thai or latin) if language == "th" else (latin or thai)

    def works_for(self, language: str) -> str:
        return self.employer.name(language) if self.employer_id else str(self.company)

    @property
    def spoken(self) -> SpokenName:
        """For sentences, which choose their language when they are shown."""
        return SpokenName(self.name("th"), self.name("en"))

    @property
    def papers_language(self) -> str:
        if self.language in LANGUAGES:
            return str(self.language)
        return "th" if self.nationality == "THA" else "en"


class GuestDocument(Base):
    """A document that is not the one in force: a second passport, one that has expired."""

    guest = ForeignKeyField(Guest)
    kind = TextField()
    number = TextField()
    country = TextField(default="")
    expiry = DateField(null=True)
    added_on = DateField()

    class Meta:
        table_name = "guest_document"


class GuestPreference(Base):
    """What a guest likes, in words: kind ``pillow``, words ``feather``. For kind ``room`` the words are its number."""

    guest = ForeignKeyField(Guest)
    kind = TextField()
    words = TextField()

    class Meta:
        table_name = "guest_preference"


OWN_BUSINESS = ("id", "sort_name", "merged_into", "key_version", "erased_on")
FIELDS = tuple(name for name in Guest._meta.fields if name not in OWN_BUSINESS)
DOCUMENT_FIELDS = ("document_kind", "document_number", "document_country", "document_expiry")
NEEDED_AT_CHECK_IN = {
    "nationality": Message("Nationality"),
    "document_kind": Message("Kind of document"),
    "document_number": Message("Document number"),
}


def sort_name_of(guest: Guest) -> str:
    return fold(f"{guest.family} {guest.given}".strip() or f"{guest.given_th} {guest.family_th}")


def latest_birth(guest: Guest) -> datetime.date | None:
    """The birth date; where only its year or month is known, the last day it may have been."""
    born: datetime.date | None = guest.birth_date
    if born is None or not guest.birth_precision:
        return born
    month = 12 if guest.birth_precision == "year" else born.month
    return datetime.date(born.year, month, calendar.monthrange(born.year, month)[1])


def guest_in_force(guest_id: int) -> Guest:
    """The profile of that number, or the one it was merged into."""
    guest = Guest.get_by_id(guest_id)
    while guest.merged_into_id:
        guest = Guest.get_by_id(guest.merged_into_id)
    return guest


def guest_not_erased(guest_id: int) -> Guest:
    """The profile in force. Refused: GUEST_ERASED."""
    guest = guest_in_force(guest_id)
    if guest.erased_on:
        raise Refused(
            "GUEST_ERASED", "This guest was erased on {date}; make a new profile.", date=guest.erased_on
        )
    return guest


def thai_id(typed: str, field: str = "document_number") -> str:
    """The 13 digits of a person's number. One that begins with 0 is taken: people registered on ทร.38 hold such."""
    if thai_number_kind(typed) is None:
        raise Refused("THAI_ID", "The check digit of this Thai ID number is wrong.", field=field)
    return compact_thai_number(typed)
