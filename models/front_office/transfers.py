"""The driver's list: who is fetched and who is brought away on a date, by time."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from peewee import JOIN

from locales import Message, _, in_language
from locales.dates import format_date
from models.front_office.guests import Guest
from models.front_office.papers import seller
from models.front_office.reservations import CHECKED_OUT, IN_HOUSE, RESERVED, Stay
from models.front_office.rooms import Room
from models.house.papers import Column, Paper, Row, Table
from models.house.property import Property

PICK_UP = "pick-up"
DROP_OFF = "drop-off"
KINDS = {PICK_UP: Message("Pick-up"), DROP_OFF: Message("Drop-off")}


@dataclass(frozen=True)
class Transfer:
    """One drive. ``time`` is the ETA of an arrival, the ETD of a departure, as it was typed; it may be empty."""

    kind: str
    time: str
    flight: str
    stay_id: int
    guest_th: str
    guest_en: str
    persons: int
    room: str
    phone: str
    note: str

    @property
    def key(self) -> tuple[str, str, int]:
        return (self.time, self.kind, self.stay_id)


def transfers(date: datetime.date) -> list[Transfer]:
    """Pick-ups of stays that arrive on ``date`` and drop-offs of those that leave; without a time they come last."""
    query = (
        Stay.select(Stay, Guest, Room)
        .join(Guest)
        .switch(Stay)
        .join(Room, JOIN.LEFT_OUTER, on=(Stay.room == Room.id))
        .where(
            (Stay.state << (RESERVED, IN_HOUSE, CHECKED_OUT))
            & (((Stay.arrival == date) & Stay.pick_up) | ((Stay.departure == date) & Stay.drop_off))
        )
    )
    rows: list[Transfer] = []
    for stay in query:
        if stay.pick_up and stay.arrival == date:
            rows.append(_transfer(stay, PICK_UP, stay.eta, stay.flight_in))
        if stay.drop_off and stay.departure == date:
            rows.append(_transfer(stay, DROP_OFF, stay.etd, stay.flight_out))
    return sorted(rows, key=lambda row: (not row.time, _clock(row.time), row.kind, row.stay_id))


def _clock(time: str) -> str:
    """``9:30``, ``9.30`` and ``0930`` sort as 09:30."""
    digits = "".join(c for c in time if c.isdecimal())
    return digits.zfill(4) if digits else time


def _transfer(stay: Stay, kind: str, time: str, flight: str) -> Transfer:
    return Transfer(
        kind, time, flight, stay.id, stay.guest.name("th"), stay.guest.name("en"), stay.adults + stay.children,
        stay.room.number if stay.room_id else "", stay.guest.phone, stay.note,
    )  # fmt: skip


def driver_paper(hotel: Property, date: datetime.date, language: str) -> Paper:
    """The list as the driver takes it along."""
    with in_language(language):
        rows = transfers(date)
        columns = (
            Column(_("Time"), width=6),
            Column(_("Drive"), width=9),
            Column(_("Flight"), width=9),
            Column(_("Guest")),
            Column(_("Pax"), "right", 3),
            Column(_("Room"), width=5),
            Column(_("Phone"), width=13),
        )
        table = Table(
            columns,
            tuple(
                Row(
                    (
                        row.time or "–",
                        KINDS[row.kind].say(),
                        row.flight,
                        row.guest_th if language == "th" else row.guest_en,
                        str(row.persons),
                        row.room,
                        row.phone,
                    )
                )
                for row in rows
            ),
        )
        return Paper(
            kind="drivers", title=_("Driver list"), number="", date_text=format_date(date, "weekday"),
            language=language, seller=seller(hotel, language), tables=(table,),
            notes=tuple(
                f"{row.time or '–'} {row.guest_th if language == 'th' else row.guest_en}: {row.note}"
                for row in rows if row.note
            ) if rows else (_("Nobody is to be driven on this day."),),
            signatures=(_("Driver"),),
        )  # fmt: skip
