"""Keys as the desk sees them: those of a stay, those that are out in the house, the lamp on the rack."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from peewee import JOIN

from locales import Message
from locales.thai_text import fold
from models.front_office.guests import Guest
from models.front_office.keys.giving import listed, needs_recoding
from models.front_office.keys.tables import (
    ACTIONS,
    CARD,
    JOB_STATES,
    KEY_STATES,
    LOST,
    OPEN_JOBS,
    OUT,
    CardJob,
    HouseKey,
    StayKey,
)
from models.front_office.reservations import Stay
from models.front_office.rooms import Room
from models.house.lists import MemoryListing


@dataclass(frozen=True)
class KeyLine:
    """A key, or a job that is not closed. ``to_recode``: the card is written for another room or another day."""

    stay_id: int
    number: int
    room: str
    what: Message
    until: datetime.date | None
    state: Message
    given_at: datetime.datetime
    guest_th: str
    guest_en: str
    key_id: int | None = None
    job_id: int | None = None
    is_card: bool = True
    out: bool = False
    lost: bool = False
    to_recode: bool = False
    due: bool = False

    @property
    def key(self) -> tuple[str, int, int, int]:
        return (self.room, self.stay_id, 0 if self.key_id else 1, self.key_id or self.job_id or 0)


def keys_of(stay_id: int) -> MemoryListing[KeyLine]:
    """Every key the stay was given, and what its encoder has not finished."""
    return MemoryListing(_lines(StayKey.stay == stay_id, CardJob.stay == stay_id))


def keys_out(text: str = "") -> MemoryListing[KeyLine]:
    """All keys with guests, by room, and all jobs to be seen to; those whose room, key or guest holds ``text``."""
    wanted = fold(text).split()
    lines = _lines(StayKey.state == OUT, True)
    return MemoryListing(
        [
            line
            for line in lines
            if all(w in fold(f"{line.room} {line.what} {line.guest_th} {line.guest_en}") for w in wanted)
        ]
    )


def _lines(keys_where: object, jobs_where: object) -> list[KeyLine]:
    keys = (
        StayKey.select(StayKey, Stay, Guest, Room, HouseKey)
        .join(Stay)
        .join(Guest)
        .switch(StayKey)
        .join(Room)
        .switch(StayKey)
        .join(HouseKey, JOIN.LEFT_OUTER)
        .where(keys_where)
    )
    jobs = (
        CardJob.select(CardJob, Stay, Guest, Room)
        .join(Stay)
        .join(Guest)
        .switch(CardJob)
        .join(Room)
        .where((CardJob.state << OPEN_JOBS) & jobs_where)
    )
    lines = [*map(_key_line, keys), *map(_job_line, jobs)]
    return sorted(lines, key=lambda line: line.key)


def _key_line(key: StayKey) -> KeyLine:
    stay = key.stay
    recode = needs_recoding(key, stay)
    if key.kind == CARD:
        what = Message("Card for one opening") if key.one_shot else Message("Key card {n}", {"n": key.number})
    else:
        what = Message("Key {tag}", {"tag": key.house_key.tag})
    elsewhere = key.kind != CARD and key.state == OUT and stay.room_id != key.room_id
    state = (
        Message("encode again")
        if recode
        else Message("of the old room")
        if elsewhere
        else KEY_STATES[key.state]
    )
    return KeyLine(
        stay.id, key.number, key.room.number, what, key.until_date, state, key.given_at, stay.guest.name("th"),
        stay.guest.name("en"), key_id=key.id, is_card=key.kind == CARD, out=key.state == OUT,
        lost=key.state == LOST, to_recode=recode,
    )  # fmt: skip


def _job_line(job: CardJob) -> KeyLine:
    stay = job.stay
    what = Message("{action} × {n}", {"n": job.copies, "action": ACTIONS[job.action]})
    return KeyLine(
        stay.id, 0, job.room.number, what, job.until_date, JOB_STATES[job.state], job.at, stay.guest.name("th"),
        stay.guest.name("en"), job_id=job.id, due=job.state == "due",
    )  # fmt: skip


def keys_lamp(stay_ids: Collection[int], date: datetime.date) -> dict[int, Message]:
    """Lit where somebody has to see to a key: a metal one is out, a card does not fit the stay any more, nobody knows
    whether one was written, or the guest leaves today with cards in hand. Cards of a guest who stays on are no news."""
    said: dict[int, list[Message]] = {}
    rows = StayKey.select(StayKey, Stay, HouseKey).join(Stay).switch(StayKey).join(HouseKey, JOIN.LEFT_OUTER)
    to_recode: dict[int, int] = {}
    leaving: dict[int, int] = {}
    for key in rows.where((StayKey.stay << list(stay_ids)) & (StayKey.state == OUT)).order_by(StayKey.number):
        if key.house_key_id:
            said.setdefault(key.stay_id, []).append(Message("key {tag} is out", {"tag": key.house_key.tag}))
        elif needs_recoding(key, key.stay):
            to_recode[key.stay_id] = to_recode.get(key.stay_id, 0) + 1
        elif key.stay.departure <= date and not key.one_shot:
            leaving[key.stay_id] = leaving.get(key.stay_id, 0) + 1
    for stay_id, n in to_recode.items():
        said.setdefault(stay_id, []).append(Message("{n} × key card to be encoded again", {"n": n}))
    for stay_id, n in leaving.items():
        said.setdefault(stay_id, []).append(Message("{n} × key card to come back", {"n": n}))
    jobs = CardJob.select().where((CardJob.stay << list(stay_ids)) & (CardJob.state << OPEN_JOBS))
    for job in jobs:
        words = Message("{action}: {state}", {"action": ACTIONS[job.action], "state": JOB_STATES[job.state]})
        said.setdefault(job.stay_id, []).append(words)
    return {stay_id: listed(parts) for stay_id, parts in said.items()}


def house_keys() -> list[HouseKey]:
    return list(HouseKey.select(HouseKey, Room).join(Room).order_by(Room.number, HouseKey.tag))


def free_house_keys(room_id: int) -> list[str]:
    """Tags of the room's metal keys that hang in the house."""
    out = StayKey.select(StayKey.house_key).where((StayKey.state == OUT) & StayKey.house_key.is_null(False))
    rows = HouseKey.select().where((HouseKey.room == room_id) & HouseKey.active & HouseKey.id.not_in(out))
    return [row.tag for row in rows.order_by(HouseKey.tag)]


def cards_wanted(stay: Stay) -> int:
    """How many cards the desk offers: one for each grown-up; one where the guest has some."""
    has = StayKey.select().where((StayKey.stay == stay) & (StayKey.state == OUT)).exists()
    return 1 if has else min(int(stay.adults), 4)
