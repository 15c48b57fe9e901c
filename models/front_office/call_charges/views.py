"""Telephone calls as one sees them: the list, what reached no folio, lines that could not be read, and what the audit finds."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peewee import JOIN

from locales import Message
from models.front_office.call_charges.tables import (
    CUT,
    LINE_STATES,
    NEW,
    REASONS,
    STATES,
    TO_POST,
    UNPOSTED,
    UNREAD,
    CallFeed,
    CallLine,
    PhoneCall,
)
from models.front_office.guests import Guest
from models.front_office.reservations import Stay
from models.house.lists import Listing
from models.house.property import Property, setting


@dataclass(frozen=True)
class CallRow:
    """A call in a list; ``at`` is what the hotel's clock showed when it began."""

    call_id: int
    at: datetime.datetime
    extension: str
    number: str
    seconds: int
    cost: Decimal | None
    price: Decimal | None
    state: str
    why: str
    stay_id: int | None
    guest_th: str
    guest_en: str
    reason: str

    @property
    def key(self) -> tuple[int]:
        return (self.call_id,)

    @property
    def open(self) -> bool:
        return self.state in (TO_POST, UNPOSTED)

    @property
    def length(self) -> str:
        minutes, seconds = divmod(self.seconds, 60)
        return f"{minutes}:{seconds:02d}"

    @property
    def outcome(self) -> Message:
        """Where it went, or why nowhere."""
        if self.state == UNPOSTED:
            return REASONS.get(self.why) or Message("{why}", {"why": self.why})
        return STATES[self.state]


OPEN = PhoneCall.state << (TO_POST, UNPOSTED)


def calls(where: Any = None) -> Listing[CallRow]:
    """The latest first."""
    query = (
        PhoneCall.select(PhoneCall, Stay, Guest)
        .join(Stay, JOIN.LEFT_OUTER)
        .join(Guest, JOIN.LEFT_OUTER, on=(Stay.guest == Guest.id))
    )
    if where is not None:
        query = query.where(where)
    zone = Property.the().timezone

    def shape(call: PhoneCall) -> CallRow:
        guest = call.stay.guest if call.stay_id else None
        return CallRow(
            call.id, call.started_at.astimezone(zone), call.extension, call.number, call.seconds, call.cost, call.price,
            call.state, call.why, call.stay_id, guest.name("th") if guest else "", guest.name("en") if guest else "",
            call.reason,
        )  # fmt: skip

    return Listing(query, [(PhoneCall.id, True)], shape)


def open_phone_calls() -> Listing[CallRow]:
    """What reached no folio yet."""
    return calls(OPEN)


def find_calls(text: str, where: Any = None) -> Listing[CallRow]:
    """By extension, or any part of the number."""
    found = (PhoneCall.extension == text.strip()) | PhoneCall.number.contains(text.strip())
    return calls(found if where is None else where & found)


@dataclass(frozen=True)
class LineRow:
    """A line somebody must look at."""

    line_id: int
    at: datetime.datetime
    text: str
    state: str
    fault: str

    @property
    def key(self) -> tuple[int]:
        return (self.line_id,)

    @property
    def outcome(self) -> str:
        return " · ".join(filter(None, [LINE_STATES[self.state].say(), self.fault]))


UNCLEAR = CallLine.state << (NEW, UNREAD, CUT)


def unclear_lines() -> Listing[LineRow]:
    zone = Property.the().timezone

    def shape(line: CallLine) -> LineRow:
        return LineRow(line.id, line.at.astimezone(zone), line.text, line.state, line.fault)

    return Listing(CallLine.select().where(UNCLEAR), [(CallLine.id, False)], shape)


@dataclass(frozen=True)
class CallFinding:
    """What is not finished of the day's calls; ``blocks`` the audit where the setting says so."""

    message: Message
    jump: str
    blocks: bool


def call_findings() -> list[CallFinding]:
    """Calls without a folio, lines that told of none, and a line to the exchange that is down."""
    stop = setting("calls_left") == "STOP"
    found = []
    count = PhoneCall.select().where(OPEN).count()
    if count:
        found.append(
            CallFinding(
                Message("{n} telephone calls have reached no folio", {"n": count}), "call charges", stop
            )
        )
    count = CallLine.select().where(UNCLEAR).count()
    if count:
        text = Message("{n} lines of the exchange could not be read", {"n": count})
        found.append(CallFinding(text, "call lines", stop))
    for feed in CallFeed.select().where(~CallFeed.connected).order_by(CallFeed.name):
        text = Message("The exchange {name} does not answer: {why}", {"name": feed.name, "why": feed.fault})
        found.append(CallFinding(text, "call charges", False))
    return found
