"""Wake-up calls as the operator sees them: the day's list, a stay's, and the sheet for tomorrow."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from peewee import JOIN, fn

from locales import Message, _, in_language
from locales.dates import format_date
from models.front_office.guests import Guest
from models.front_office.papers import seller
from models.front_office.reservations import Stay
from models.front_office.rooms import Room
from models.front_office.wake_up.tables import (
    CANCELLED,
    PENDING,
    RESULTS,
    STATES,
    WAITING,
    WakeUpCall,
)
from models.house.papers import Column, Field, Paper, Row, Table
from models.house.property import Property
from models.house.staff import Staff


@dataclass(frozen=True)
class WakeUpRow:
    """A call in a list. ``again`` is the wall time at which it rings once more, where nobody answered."""

    call_id: int
    stay_id: int
    date: datetime.date
    time: str
    again: str
    room: str
    guest_th: str
    guest_en: str
    state: str
    tries: int
    result: str
    by_th: str
    by_en: str
    daily: bool
    asked_by: str
    note: str
    waits: bool

    @property
    def key(self) -> tuple[int]:
        return (self.call_id,)

    @property
    def outcome(self) -> Message:
        """What has become of it, in a word or two."""
        if self.again:
            return Message("No answer, again {time}", {"time": self.again})
        return RESULTS[self.result] if self.result and self.state != "missed" else STATES[self.state]


def calls_on(date: datetime.date) -> list[WakeUpRow]:
    """The calls of a calendar day by time, and before them those of earlier days that still want somebody."""
    left = WAITING & (WakeUpCall.date < date) & (WakeUpCall.state != PENDING)
    return _rows((WakeUpCall.date == date) | left)


def calls_of_stay(stay_id: int) -> list[WakeUpRow]:
    return _rows(WakeUpCall.stay == stay_id)


def _rows(where: object) -> list[WakeUpRow]:
    by = Staff.alias()
    query = (
        WakeUpCall.select(WakeUpCall, Stay, Guest, Room, by)
        .join(Stay)
        .join(Guest)
        .switch(Stay)
        .join(Room, JOIN.LEFT_OUTER, on=(Stay.room == Room.id))
        .join(by, JOIN.LEFT_OUTER, on=(WakeUpCall.result_by == by.id), src=WakeUpCall, attr="result_by")
        .where(where)
        .order_by(WakeUpCall.due_at, WakeUpCall.id)
    )
    zone = Property.the().timezone
    return [_row(call, zone) for call in query]


def _row(call: WakeUpCall, zone: datetime.tzinfo) -> WakeUpRow:
    again = call.state == PENDING and call.tries > 0
    stay, by = call.stay, call.result_by if call.result_by_id else None
    return WakeUpRow(
        call.id, stay.id, call.date, call.time, f"{call.ring_at.astimezone(zone):%H:%M}" if again else "",
        stay.room.number if stay.room_id else "", stay.guest.name("th"), stay.guest.name("en"), call.state, call.tries,
        call.result, by.name("th") if by else "", by.name("en") if by else "", call.daily, call.asked_by, call.note,
        call.waits,
    )  # fmt: skip


def wake_ups_said(stay_ids: Collection[int], _date: datetime.date) -> dict[int, Message]:
    """For the lamp: the next call of each of the stays that has one."""
    first = fn.MIN(WakeUpCall.ring_at)
    query = (
        WakeUpCall.select(WakeUpCall.stay, first, fn.COUNT(WakeUpCall.id))
        .where((WakeUpCall.stay << list(stay_ids)) & WAITING)
        .group_by(WakeUpCall.stay)
        .tuples()
    )
    rows = list(query)
    if not rows:
        return {}
    zone = Property.the().timezone
    said = {}
    for stay_id, moment, n in rows:
        at = (datetime.datetime.fromisoformat(moment) if isinstance(moment, str) else moment).astimezone(zone)
        values: dict[str, object] = {"date": at.date(), "time": f"{at:%H:%M}", "n": n}
        text = (
            Message("{date} at {time}, {n} calls", values) if n > 1 else Message("{date} at {time}", values)
        )
        said[stay_id] = text
    return said


def wake_up_sheet(hotel: Property, date: datetime.date, language: str) -> Paper:
    """The calls of a day on paper, by time, for who rings when no screen does."""
    rows = [row for row in calls_on(date) if row.date == date and row.state != CANCELLED]
    with in_language(language):
        table = Table(
            (
                Column(_("Time"), width=5),
                Column(_("Room"), width=6),
                Column(_("Guest")),
                Column(_("Note"), width=22),
                Column(_("Result"), width=14),
            ),
            tuple(
                Row(
                    (
                        row.time, row.room, row.guest_th if language == "th" else row.guest_en,
                        " ".join(filter(None, [_("daily") if row.daily else "", row.note])),
                        row.outcome.say() if row.state != PENDING else "________",
                    )
                )
                for row in rows
            ),
        )  # fmt: skip
        return Paper(
            kind="wake-up",
            title=_("Wake-up calls"),
            number=format_date(date),
            date_text=format_date(hotel.business_date),
            language=language,
            seller=seller(hotel, language),
            tables=(table,),
            totals=(Field(_("Calls"), str(len(rows)), strong=True),),
            signatures=(_("Operator"),),
        )
