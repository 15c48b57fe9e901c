"""Finding a guest by anything: either script, a spelling that sounds the same, phone, e-mail, document, company.

A profile has *keys*, each a word it is found by the beginning of. Keys of three sorts stand in one table, told
apart by what they begin with, which no typed word can: words as they are written, words as they sound
(``locales.romanise``), and marks that only one person should have, by which a second profile of the same
person is found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from peewee import JOIN, ForeignKeyField, ModelSelect, TextField, fn

from locales.romanise import sounds
from locales.thai_text import fold
from models.front_office.companies import Company
from models.front_office.guests.person import Guest, GuestDocument
from models.front_office.search_keys import (
    matches,
    name_keys,
    number_keys,
    phone_digits,
    phone_keys,
    search_words,
)
from models.house.database import Base, insert_rows, is_postgres, transaction
from models.house.lists import Listing

KEY_VERSION = 1
"""Raise it when keys are made otherwise: existing profiles get theirs anew when the hotel is next opened."""
TWIN = "\x02"
MANY, MOST = 15_000, 25_000
"""Hits of a word on SQLite: fewer than MANY are sorted; fewer than MOST are gathered, and the names gone down in
their order until a screen is full; of more, each name gone past is asked whether it is one."""
FEW = 1_000
"""Keys found by several words, up to which they are gathered once."""


class GuestKey(Base):
    """A word by which a guest is found; searching is by its beginning."""

    key = TextField()
    guest = ForeignKeyField(Guest)

    class Meta:
        table_name = "guest_key"


# Making keys


def keys_of(guest: Guest, documents: Iterable[str] = ()) -> set[str]:
    """All keys of one profile; ``documents``: the numbers of those that are not in force."""
    employer = guest.employer
    numbers = [number for number in (guest.document_number, *documents) if number]
    names = [guest.given_th, guest.family_th, guest.given, guest.family, guest.company]
    keys = name_keys([*names, employer.name_th, employer.name_en] if employer else names)
    keys |= phone_keys(guest.phone) | {fold(guest.email)}
    for number in numbers:
        keys |= number_keys(number)
    return (keys - {""}) | set(_twin_keys(guest, numbers))


def guest_with_document(number: str) -> int | None:
    """The profile that has a document of this number; None where none has or several have."""
    key = f"{TWIN}document {re.sub('[^a-z0-9]', '', fold(number))}"
    found = {guest_id for (guest_id,) in GuestKey.select(GuestKey.guest).where(GuestKey.key == key).tuples()}
    return found.pop() if len(found) == 1 else None


def _twin_keys(guest: Guest, numbers: Iterable[str]) -> Iterator[str]:
    """Marks of one person: phone, e-mail, document, and a name that sounds so with the birth date."""
    digits = phone_digits(guest.phone)
    if len(digits) >= 7:
        yield f"{TWIN}phone {digits}"
    if guest.email:
        yield f"{TWIN}email {fold(guest.email)}"
    for number in numbers:
        yield f"{TWIN}document {re.sub('[^a-z0-9]', '', fold(number))}"
    if guest.birth_date:
        for given, family in ((guest.given_th, guest.family_th), (guest.given, guest.family)):
            for first in sounds(fold(given).replace(" ", ""))[:4]:
                for last in sounds(fold(family).replace(" ", ""))[:4]:
                    yield f"{TWIN}name {first} {last} {guest.birth_date}"


def write_keys(guest_id: int) -> None:
    """Make the keys of a profile anew; those of profiles merged into it lead to it too."""
    keys: set[str] = set()
    for profile in [Guest.get_by_id(guest_id), *Guest.select().where(Guest.merged_into == guest_id)]:
        documents = [d.number for d in GuestDocument.select().where(GuestDocument.guest == profile.id)]
        keys |= keys_of(profile, documents)
    GuestKey.delete().where(GuestKey.guest == guest_id).execute()
    insert_rows(GuestKey, [{"key": key, "guest": guest_id} for key in sorted(keys)])
    Guest.update(key_version=KEY_VERSION).where(Guest.id == guest_id).execute()


def write_keys_of_employees(company_id: int) -> None:
    for (guest_id,) in Guest.select(Guest.id).where(Guest.employer == company_id).tuples():
        write_keys(guest_id)


def renew_keys(at_once: int = 500) -> int:
    """After an upgrade: make the keys of profiles anew that have old ones; how many. Desks may work meanwhile."""
    renewed = 0
    while True:
        old = Guest.select(Guest.id).where(Guest.key_version < KEY_VERSION, Guest.merged_into.is_null())
        if not old.exists():
            return renewed
        with transaction():
            for (guest_id,) in old.order_by(Guest.key_version).limit(at_once).tuples():
                write_keys(guest_id)
                renewed += 1


# Searching


def guests_with(word: str, *, alone: bool = True) -> ModelSelect:
    """The ids of the guests a word finds, ``alone`` or with other words beside it."""
    return GuestKey.select(GuestKey.guest).where(matches(GuestKey.key, word, alone=alone))


@dataclass(frozen=True)
class GuestRow:
    guest_id: int
    name_th: str
    name_en: str
    nationality: str
    phone: str
    company_th: str
    company_en: str
    flags: str  # V: VIP, X: do not rent
    key: tuple[object, ...]


def _shape(guest: Guest) -> GuestRow:
    flags = ("V" if guest.vip else "") + ("X" if guest.do_not_rent else "")
    return GuestRow(
        guest.id, guest.name("th"), guest.name("en"), guest.nationality, guest.phone, guest.works_for("th"),
        guest.works_for("en"), flags, (guest.sort_name, guest.id),
    )  # fmt: skip


ORDER = [(Guest.sort_name, False), (Guest.id, False)]


def _profiles() -> ModelSelect:
    return Guest.select(Guest, Company).join(Company, JOIN.LEFT_OUTER, on=(Guest.employer == Company.id))


def guests() -> Listing[GuestRow]:
    return Listing(_profiles().where(Guest.merged_into.is_null(), Guest.erased_on.is_null()), ORDER, _shape)


class _Found(Listing[GuestRow]):
    """Found guests; ``counted`` says how many, up to a number, without looking at profiles."""

    def __init__(self, query: ModelSelect, counted: Callable[[int | None], int]) -> None:
        super().__init__(query, ORDER, _shape)
        self._counted = counted

    def count(self, at_most: int | None = None) -> int:
        return self._counted(at_most)


def find_guests(text: str) -> Listing[GuestRow]:
    """Guests every word of ``text`` is the beginning of a key of, as written or as it sounds.

    Merged profiles have no keys, so they are not found.
    """
    words = search_words(text)
    if not words:
        return guests()
    if is_postgres():  # it finds its own way
        found = [Guest.id << guests_with(word, alone=len(words) == 1) for word in words]
        return Listing(_profiles().where(reduce(and_, found)), ORDER, _shape)
    return _find_one(words[0]) if len(words) == 1 else _find_all(words)


def _find_one(word: str) -> Listing[GuestRow]:
    hits = guests_with(word)
    n = hits.limit(MOST).count()
    if n < MANY:
        condition = Guest.id << hits
    elif n < MOST:
        condition = (
            Guest.id + 0
        ) << hits  # an expression: SQLite does not look them up but goes down the names
    else:
        condition = _has_key(Guest.id, word, alone=True)

    def counted(at_most: int | None) -> int:
        # As an expression: else SQLite reads all keys in the order of guests to find each guest once.
        ids = GuestKey.select(GuestKey.guest + 0).where(matches(GuestKey.key, word)).distinct()
        return int((ids if at_most is None else ids.limit(at_most)).count())

    return _Found(_profiles().where(condition), counted)


def _find_all(words: list[str]) -> Listing[GuestRow]:
    """The rarest word is looked up, the others are asked of those it finds."""
    hits = {word: guests_with(word, alone=False) for word in words}
    n = {word: ids.limit(MOST).count() for word, ids in hits.items()}
    rarest, *others = sorted(hits, key=lambda word: n[word])
    first = GuestKey.alias()
    ids = first.select(first.guest).where(matches(first.key, rarest, alone=False))
    for word in others:
        ids = ids.where(
            (first.guest + 0) << hits[word] if n[word] < MANY else _has_key(first.guest, word, alone=False)
        )
    few = {guest_id for (guest_id,) in ids.limit(FEW).tuples()}
    if len(few) < FEW:
        return _Found(
            _profiles().where(Guest.id << sorted(few)), lambda at_most: min(len(few), at_most or len(few))
        )
    query = _profiles().where(Guest.id << ids)
    return Listing(query, ORDER, _shape)


def _has_key(guest: Any, word: str, *, alone: bool) -> Any:
    of_this = (GuestKey.guest == guest) & matches(GuestKey.key, word, alone=alone)
    return fn.EXISTS(GuestKey.select(GuestKey.id).where(of_this))
