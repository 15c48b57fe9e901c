"""Guest profiles: one for each person, found by Thai name, romanised name, phone, company or document."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from peewee import JOIN, DateField, ForeignKeyField, TextField

from locales import LANGUAGES, Message, current_language
from locales.countries import valid_country
from locales.thai_text import NotCleanText, clean, fold
from models.house.acts import Act, operation
from models.house.database import Base
from models.house.lists import Listing
from models.house.refusals import Refused

DOCUMENT_KINDS = {
    "thai id": Message("Thai ID card"),
    "passport": Message("Passport"),
    "other": Message("Other document"),
}
SEXES = {"M": Message("Male"), "F": Message("Female"), "X": Message("Not stated")}


@dataclass(frozen=True)
class SpokenName:
    thai: str
    latin: str

    def __str__(self) -> str:
        return self.thai if current_language() == "th" else self.latin


class Guest(Base):
    """``nationality`` and ``document_country`` are ISO 3166 alpha-3; ``do_not_rent`` holds the reason, or nothing."""

    given_th = TextField(default="")
    family_th = TextField(default="")
    given = TextField(default="")
    family = TextField(default="")
    title = TextField(default="")
    sex = TextField(default="")
    birth_date = DateField(null=True)
    nationality = TextField(default="")
    language = TextField(default="")
    document_kind = TextField(default="")
    document_number = TextField(default="")
    document_country = TextField(default="")
    document_expiry = DateField(null=True)
    phone = TextField(default="")
    email = TextField(default="")
    address = TextField(default="")
    occupation = TextField(default="")
    company = TextField(default="")
    vip = TextField(default="")
    do_not_rent = TextField(default="")
    note = TextField(default="")
    sort_name = TextField(default="")

    def name(self, language: str) -> str:
        """As the hotel writes it: Thai name for Thai eyes where there is one, FAMILY Given otherwise."""
        thai = f"{self.given_th} {self.family_th}".strip()
        latin = f"{self.family.upper()} {self.given}".strip()
        return (thai or latin) if language == "th" else (latin or thai)

    @property
    def spoken(self) -> SpokenName:
        """For sentences, which choose their language when they are shown."""
        return SpokenName(self.name("th"), self.name("en"))

    @property
    def papers_language(self) -> str:
        if self.language in LANGUAGES:
            return str(self.language)
        return "th" if self.nationality == "THA" else "en"


class GuestKey(Base):
    """A word by which a guest is found; searching is by its beginning."""

    key = TextField()
    guest = ForeignKeyField(Guest)

    class Meta:
        table_name = "guest_key"


FIELDS = tuple(name for name in Guest._meta.fields if name not in ("id", "sort_name"))
NEEDED_AT_CHECK_IN = {
    "nationality": Message("Nationality"),
    "document_kind": Message("Kind of document"),
    "document_number": Message("Document number"),
}


def _keys(guest: Guest) -> set[str]:
    words: set[str] = set()
    for text in (guest.given_th, guest.family_th, guest.given, guest.family, guest.company):
        folded = fold(text)
        words.update(folded.split())
        words.add(folded)
    digits = re.sub(r"\D", "", guest.phone)
    if digits:
        words.add(digits)
        words.add(re.sub(r"^(66|0)", "", digits))  # +66 81… and 081… are one phone
    if guest.document_number:
        words.add(fold(guest.document_number))
    return {word for word in words if word}


def _tidy(values: dict[str, object]) -> dict[str, object]:
    tidy = dict(values)
    for name, value in values.items():
        if name not in FIELDS:
            raise TypeError(f"a guest has no {name}")
        if isinstance(value, str):
            try:
                tidy[name] = clean(value)
            except NotCleanText as error:
                raise Refused.because("NOT_CLEAN", error.message, field=name) from error
    if tidy.get("document_kind") == "thai id" and tidy.get("document_number"):
        tidy["document_number"] = _thai_id(str(tidy["document_number"]))
    return tidy


def _thai_id(typed: str) -> str:
    from stdnum.th import pin

    from locales.thai_text import to_latin_digits

    number = pin.compact(to_latin_digits(typed))
    if not pin.is_valid(number) and not number.startswith("0"):
        raise Refused("THAI_ID", "The check digit of this Thai ID number is wrong.", field="document_number")
    return str(number)


def _check_choices(guest: Guest) -> None:
    for field, known in (
        ("language", ("", *LANGUAGES)), ("sex", ("", *SEXES)), ("document_kind", ("", *DOCUMENT_KINDS)),
    ):  # fmt: skip
        if getattr(guest, field) not in known:
            raise Refused("NO_CHOICE", "There is no {value} here.", field=field, value=getattr(guest, field))
    for field in ("nationality", "document_country"):
        if getattr(guest, field) and not valid_country(getattr(guest, field)):
            raise Refused(
                "NO_COUNTRY", "There is no country {code}.", field=field, code=getattr(guest, field)
            )


def _check(guest: Guest, business_date: datetime.date) -> None:
    _check_choices(guest)
    if not any(letter.isalpha() for letter in guest.name("en")):
        raise Refused("NO_NAME", "A guest needs a name.", field="family")
    if guest.birth_date and guest.birth_date > business_date:
        raise Refused("BIRTH_DATE", "The birth date lies in the future.", field="birth_date")


def _check_not_known(guest: Guest) -> None:
    """One profile for each person: the same name with the same phone is the same person."""
    if not guest.phone:
        return
    same = Guest.get_or_none((Guest.sort_name == _sort_name(guest)) & (Guest.phone == guest.phone))
    if same:
        raise Refused(
            "SAME_GUEST", "{guest} with this phone has a profile; choose it from the list.", field="guest",
            jump=f"guest {same.id}", guest=same.spoken,
        )  # fmt: skip


def _write_keys(guest: Guest) -> None:
    GuestKey.delete().where(GuestKey.guest == guest.id).execute()
    GuestKey.insert_many([{"key": key, "guest": guest.id} for key in sorted(_keys(guest))]).execute()


def _sort_name(guest: Guest) -> str:
    return fold(f"{guest.family} {guest.given}".strip() or f"{guest.given_th} {guest.family_th}")


@operation("book")
def create_guest(act: Act, /, **values: object) -> int:
    """A new profile. Refused: NO_NAME, SAME_GUEST, BIRTH_DATE, THAI_ID, NOT_CLEAN (control characters), each at its field."""
    tidy = _tidy(values)
    guest = Guest(**tidy)
    _check(guest, act.business_date)
    _check_not_known(guest)
    guest.sort_name = _sort_name(guest)
    guest.save()
    _write_keys(guest)
    act.changed(guest, {}, tidy)
    return int(guest.id)


@operation("book")
def update_guest(act: Act, /, guest_id: int, **values: object) -> None:
    """Change a profile; refused as ``create_guest``."""
    guest = Guest.get_by_id(guest_id)
    before = {name: getattr(guest, name) for name in values}
    tidy = _tidy(values)
    if tidy.get("do_not_rent", guest.do_not_rent) != guest.do_not_rent:
        act.need("do_not_rent")
    for name, value in tidy.items():
        setattr(guest, name, value)
    _check(guest, act.business_date)
    changed = {name: value for name, value in tidy.items() if before[name] != value}
    if not changed:
        return
    guest.sort_name = _sort_name(guest)
    guest.save()
    _write_keys(guest)
    act.changed(guest, {name: before[name] for name in changed}, changed)


def ask_do_not_rent(act: Act, guest: Guest) -> None:
    """ASK (``DO_NOT_RENT``) for a guest the house does not want back."""
    if guest.do_not_rent:
        act.ask(
            "DO_NOT_RENT", "{guest} is on the do-not-rent list: {why}", right="do_not_rent", field="guest",
            guest=guest.spoken, why=guest.do_not_rent,
        )  # fmt: skip


def missing_identity(guest: Guest) -> list[str]:
    """The fields the registers need and this profile does not have."""
    return [name for name in NEEDED_AT_CHECK_IN if not getattr(guest, name)]


@dataclass(frozen=True)
class GuestRow:
    guest_id: int
    name_th: str
    name_en: str
    nationality: str
    phone: str
    company: str
    flags: str  # V: VIP, X: do not rent
    key: tuple[object, ...]


def _shape(guest: Guest) -> GuestRow:
    flags = ("V" if guest.vip else "") + ("X" if guest.do_not_rent else "")
    return GuestRow(
        guest.id,
        guest.name("th"),
        guest.name("en"),
        guest.nationality,
        guest.phone,
        guest.company,
        flags,
        (guest.sort_name, guest.id),
    )


ORDER = [(Guest.sort_name, False), (Guest.id, False)]


def guests() -> Listing[GuestRow]:
    return Listing(Guest.select(), ORDER, _shape)


def find_guests(text: str) -> Listing[GuestRow]:
    """Guests every word of ``text`` is the beginning of a key of: names in either script, phone, company, document."""
    query = Guest.select()
    for word in search_words(text):
        found = GuestKey.select(GuestKey.guest).where(
            (GuestKey.key >= word) & (GuestKey.key < word + "\U0010ffff")
        )
        query = query.where(Guest.id << found)
    return Listing(query, ORDER, _shape)


def search_words(text: str) -> list[str]:
    digits = re.sub(r"[\s\-+().]", "", text)
    if digits.isdigit() and len(digits) >= 3:
        return [re.sub(r"^(66|0)", "", digits) if len(digits) > 5 else digits]
    return fold(text).split()


@dataclass(frozen=True)
class PastStay:
    stay_id: int
    arrival: datetime.date
    departure: datetime.date
    room: str
    state: str


def stays_of(guest_id: int, limit: int = 20) -> list[PastStay]:
    """Latest first."""
    from models.front_office.reservations import Stay, StayPerson
    from models.front_office.rooms import Room

    mine = StayPerson.select(StayPerson.stay).where(StayPerson.guest == guest_id)
    query = (
        Stay.select(Stay, Room)
        .join(Room, JOIN.LEFT_OUTER)
        .where((Stay.guest == guest_id) | (Stay.id << mine))
        .order_by(Stay.arrival.desc())
        .limit(limit)
    )
    return [
        PastStay(s.id, s.arrival, s.departure, s.room.number if s.room_id else "", s.state) for s in query
    ]
