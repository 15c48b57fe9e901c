"""Where a guest is to be found: "at the pool until three". It runs out by itself, by the clock on the wall."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from dataclasses import dataclass

from peewee import ForeignKeyField, TextField

from locales.thai_keyboard import digits_from_thai_row
from locales.thai_text import to_latin_digits
from models.front_office.guests import Guest
from models.front_office.reservations import IN_HOUSE, STATES, Stay
from models.front_office.switchboard.messages import person_of
from models.house.acts import Act, operation
from models.house.database import Base, StampField
from models.house.inputs import words
from models.house.refusals import Refused
from models.house.staff import Staff


class GuestPlace(Base):
    """``since`` until before ``until``."""

    stay = ForeignKeyField(Stay)
    guest = ForeignKeyField(Guest)
    place = TextField()
    since = StampField()
    until = StampField()
    taken_by = ForeignKeyField(Staff)

    class Meta:
        table_name = "guest_place"


def time_of_day(text: str, field: str) -> datetime.time:
    """``15``, ``15:30``, ``15.30``, ``1530``, in Thai figures or on the Thai row. Refused: TIME."""
    typed = digits_from_thai_row(text.strip(), ":.") or to_latin_digits(text.strip())
    found = re.fullmatch(r"(\d{1,2})(?:[:.]?(\d{2}))?", typed)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if hour > 23 or minute > 59:
        raise Refused("TIME", "A time is written as 15:00.", field=field)
    return datetime.time(hour, minute)


@operation("switchboard")
def place_guest(
    act: Act, stay_id: int, place: str, until: str, *, since: str = "", guest_id: int | None = None
) -> int:
    """The guest is at ``place`` until a time of day (of tomorrow where it has passed), from now or ``since``; the id.

    A place told later takes the one before. Refused: NOT_IN_HOUSE, NOT_ON_STAY, NO_PLACE, TIME.
    """
    stay = Stay.get_by_id(stay_id)
    if stay.state != IN_HOUSE:
        raise Refused("NOT_IN_HOUSE", "This stay is {state}.", state=STATES[stay.state])
    if not place.strip():
        raise Refused("NO_PLACE", "Where is the guest to be found?", field="place")
    begin = _today_at(act, since, "since") if since.strip() else act.now
    end = _today_at(act, until, "until")
    if end <= max(begin, act.now):
        end = _today_at(act, until, "until", days=1)
    guest = person_of(stay, guest_id)
    end_place(act, stay.id, guest_id=guest.id)
    return act.create(
        GuestPlace, stay=stay, guest=guest, place=words(place, "place", 60), since=begin, until=end, taken_by=act.staff
    ).id  # fmt: skip


def _today_at(act: Act, text: str, field: str, days: int = 0) -> datetime.datetime:
    """When the hotel's clock shows that time today, or ``days`` later."""
    day = act.property.calendar_date(act.now) + datetime.timedelta(days=days)
    moment = datetime.datetime.combine(day, time_of_day(text, field), act.property.timezone)
    return moment.astimezone(datetime.UTC)


@operation("switchboard")
def end_place(act: Act, stay_id: int, *, guest_id: int | None = None) -> int:
    """The guest is back; how many places end by it. One that has not begun never was."""
    guest = person_of(Stay.get_by_id(stay_id), guest_id)
    running = GuestPlace.select().where(
        (GuestPlace.stay == stay_id) & (GuestPlace.guest == guest) & (GuestPlace.until > act.now)
    )
    ended = list(running)
    for place in ended:
        act.update(place, since=min(place.since, act.now), until=act.now)
    return len(ended)


@dataclass(frozen=True)
class Place:
    place: str
    since: datetime.datetime
    until: datetime.datetime


def places_of(stay_ids: Collection[int], now: datetime.datetime) -> dict[tuple[int, int], Place]:
    """(stay, guest) → where the guest is now, or is going to be before the day is out."""
    rows = (
        GuestPlace.select()
        .where((GuestPlace.stay << list(stay_ids)) & (GuestPlace.until > now))
        .order_by(GuestPlace.id)
    )
    return {(row.stay_id, row.guest_id): Place(row.place, row.since, row.until) for row in rows}
