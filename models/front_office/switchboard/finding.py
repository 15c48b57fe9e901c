"""Finding whom a caller asks for, while the caller is on the line.

Everybody in house, due within some days, or gone since some days, each person of a stay: by name in either script
or as it sounds, telephone, room, extension, company or group. Only persons of that window are looked at, so it costs
what the house is large, however many profiles there are.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_
from typing import Any

from peewee import JOIN, Case, ModelSelect, fn

from locales import Message
from locales.dates import format_date
from models.front_office.blocks import Block
from models.front_office.companies import Company, companies_with
from models.front_office.guests import Guest, GuestKey, search_words
from models.front_office.lamps import lamps_of
from models.front_office.reservations import CHECKED_OUT, IN_HOUSE, RESERVED, Reservation, Stay, StayPerson
from models.front_office.rooms import Room, pseudo_types
from models.front_office.search_keys import LAST, matches
from models.front_office.switchboard.locator import Place, places_of
from models.house.lists import Listing
from models.house.property import setting

NOT_TOLD = Message("There is no guest of that name. Should one come, I can pass on a message.")
"""What a caller hears who asks for a guest whom nobody is told of."""
NOT_TO_BE_DISTURBED = Message("The guest does not take calls just now. May I take a message?")
LETTERS_FOR_PARTS = 3
"""From how many letters on any part of the name of a company or group will do."""


@dataclass(frozen=True)
class Window:
    """The business date, and what is looked through: departures from ``since`` on, arrivals up to ``until``."""

    today: datetime.date
    since: datetime.date
    until: datetime.date


def window(today: datetime.date) -> Window:
    """As the house has set it: 3 days back and 7 ahead unless it says otherwise."""
    back, ahead = int(setting("operator_days_back")), int(setting("operator_days_ahead"))
    return Window(today, today - datetime.timedelta(days=back), today + datetime.timedelta(days=ahead))


@dataclass(frozen=True)
class Callee:
    """A person of a stay. ``extension``: what is dialled. ``language``: that of papers, ``languages`` what is spoken."""

    stay_id: int
    guest_id: int
    guest_th: str
    guest_en: str
    room: str
    extension: str
    state: str
    arrival: datetime.date
    departure: datetime.date
    eta: str
    language: str
    languages: str
    company_th: str
    company_en: str
    group: str
    no_information: bool
    service_wish: str
    key: tuple[object, ...]
    lamps: str = ""
    place: Place | None = None

    @property
    def do_not_disturb(self) -> bool:
        return self.state == IN_HOUSE and self.service_wish == "dnd"


@dataclass(frozen=True)
class _Day:
    """A date near enough to need no year."""

    date: datetime.date

    def __str__(self) -> str:
        return format_date(self.date, "day_month")


def standing(callee: Callee, today: datetime.date) -> Message:
    """Where the stay stands, in words."""
    if callee.state == IN_HOUSE:
        if callee.departure <= today:
            return Message("In house, leaves today")
        return Message("In house until {date}", {"date": _Day(callee.departure)})
    if callee.state == RESERVED:
        if callee.arrival == today:
            return (
                Message("Due in today {eta}", {"eta": callee.eta}) if callee.eta else Message("Due in today")
            )
        return Message("Due in {date}", {"date": _Day(callee.arrival)})
    return (
        Message("Left today")
        if callee.departure == today
        else Message("Left {date}", {"date": _Day(callee.departure)})
    )


def callees(span: Window, now: datetime.datetime, text: str = "", *, hidden: bool) -> Listing[Callee]:
    """Those in house first, then those to come, then those who left, each by name.

    Names as they are written go before those that only sound alike: who asks for Wang means no Van Dijk.
    Guests of whom nobody is told are among them only with ``hidden``. Lamps and places are those of ``now``.
    """
    query = _persons().where(_in(span) & Stay.room_type.not_in(pseudo_types()))
    if not hidden:
        query = query.where(~Stay.no_information)
    words = search_words(text)
    for word in words:
        query = query.where(_found_by(word, alone=len(words) == 1))
    order: list[tuple[Any, bool]] = [(_RANK, False), (Guest.sort_name, False), (StayPerson.id, False)]
    if words:
        far = _far_from(words)
        query, order = query.select_extend(far.alias("far")), [(far, False), *order]
    return _Callees(query, order, span.today, now)


_EMPLOYER = Company.alias()


def _persons() -> ModelSelect:
    return (
        StayPerson.select(StayPerson, Stay, Guest, _EMPLOYER, Reservation, Room, Block, Company)
        .join(Guest, on=(StayPerson.guest == Guest.id))
        .join(_EMPLOYER, JOIN.LEFT_OUTER, on=(Guest.employer == _EMPLOYER.id))
        .switch(StayPerson)
        .join(Stay)
        .join(Reservation)
        .join(Block, JOIN.LEFT_OUTER, on=(Reservation.block == Block.id))
        .switch(Reservation)
        .join(Company, JOIN.LEFT_OUTER, on=(Reservation.company == Company.id))
        .switch(Stay)
        .join(Room, JOIN.LEFT_OUTER, on=(Stay.room == Room.id))
    )


def _in(span: Window) -> Any:
    return (
        (Stay.state == IN_HOUSE)
        | ((Stay.state == RESERVED) & (Stay.arrival <= span.until))
        | ((Stay.state == CHECKED_OUT) & (Stay.departure >= span.since))
    )


def _found_by(word: str, *, alone: bool) -> Any:
    """Of each person of the window it is asked whether the word is one of theirs; never all persons of the word."""
    named = fn.EXISTS(
        GuestKey.select(GuestKey.id).where(
            (GuestKey.guest == StayPerson.guest) & matches(GuestKey.key, word, alone=alone)
        )
    )
    firms = Company.select(Company.id).where(_company(word))
    found = (
        named | (Reservation.company << firms) | (Reservation.agent << firms) | (Block.code == word.upper())
    )
    if len(word) >= LETTERS_FOR_PARTS:
        found |= Block.name.contains(word)
    if any(letter.isdigit() for letter in word):
        found |= Room.number.startswith(word.upper()) | Room.extension.startswith(word)
    return found


def _far_from(words: Sequence[str]) -> Any:
    """0 where all words are written in the name so, else 1."""
    written = [
        fn.EXISTS(
            GuestKey.select(GuestKey.id).where(
                (GuestKey.guest == StayPerson.guest) & (GuestKey.key >= word) & (GuestKey.key < word + LAST)
            )
        )
        for word in words
    ]
    return Case(None, ((reduce(and_, written), 0),), 1)


def _company(word: str) -> Any:
    named = Company.id << companies_with(word)
    if len(word) < LETTERS_FOR_PARTS:
        return named
    return named | Company.name_th.contains(word) | Company.name_en.contains(word)


_RANK = Case(Stay.state, ((IN_HOUSE, 0), (RESERVED, 1)), 2)
_RANKS = {IN_HOUSE: 0, RESERVED: 1}


class _Callees(Listing[Callee]):
    """Lamps and places are asked for the page that is read, not for the house."""

    def __init__(
        self, query: ModelSelect, order: list[tuple[Any, bool]], today: datetime.date, now: datetime.datetime
    ) -> None:
        super().__init__(query, order, _shape)
        self._today, self._now = today, now

    def _read(self, query: ModelSelect, limit: int, *, backwards: bool) -> list[Callee]:
        return _lit(super()._read(query, limit, backwards=backwards), self._today, self._now)


def _shape(person: StayPerson) -> Callee:
    stay, guest, booked = person.stay, person.guest, person.stay.reservation
    room = stay.room if stay.room_id else None
    company = booked.company if booked.company_id else None
    return Callee(
        stay.id, guest.id, guest.name("th"), guest.name("en"), room.number if room else "",
        (room.extension or room.number) if room else "", stay.state, stay.arrival, stay.departure, stay.eta,
        guest.papers_language, guest.languages, company.name("th") if company else guest.works_for("th"),
        company.name("en") if company else guest.works_for("en"), booked.block.name if booked.block_id else "",
        stay.no_information, stay.service_wish,
        (*_far(person), _RANKS.get(stay.state, 2), guest.sort_name, person.id),
    )  # fmt: skip


def _far(person: StayPerson) -> tuple[int, ...]:
    """What stands in front of the order while something is looked for."""
    return (person.far,) if hasattr(person, "far") else ()


def _lit(rows: Sequence[Callee], today: datetime.date, now: datetime.datetime) -> list[Callee]:
    """The rows with the lamps of their stays and where the guests are just now."""
    ids = {row.stay_id for row in rows}
    lamps, places = lamps_of(ids, today), places_of(ids, now)
    return [
        replace(
            row,
            lamps="".join(lamp.letter for lamp in lamps.get(row.stay_id, [])),
            place=places.get((row.stay_id, row.guest_id)) if row.state == IN_HOUSE else None,
        )
        for row in rows
    ]
