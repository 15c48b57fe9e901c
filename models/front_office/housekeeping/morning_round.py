"""The morning round in one line: ``301c 302d 303i 304p 305o2 306-309d``, typed with either keyboard layout.

A piece is a room, or a range of rooms, with what is said of it: c clean, d dirty, i inspected, p pickup; o seen
occupied, with the number of persons where somebody counted; v seen vacant; dnd do not disturb, mur make up room,
r service declined, x no wish any more. Everything is written or nothing; every fault is named with its piece.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from locales import Message
from locales.thai_keyboard import from_thai_layout
from locales.thai_text import to_latin_digits
from models.front_office.housekeeping.seeing import in_room, record_seen
from models.front_office.housekeeping.service import set_service_wish
from models.front_office.lamps import WISHES as WISH_WORDS
from models.front_office.rooms import (
    HOUSEKEEPING_WORDS,
    Housekeeping,
    Room,
    RoomType,
    closure_of,
    set_housekeeping,
)
from models.house.acts import Act, operation
from models.house.refusals import Refused

LONGEST_LINE = 2000
STATUS = {
    "c": Housekeeping.CLEAN,
    "d": Housekeeping.DIRTY,
    "i": Housekeeping.INSPECTED,
    "p": Housekeeping.PICKUP,
}
WISHES = {"dnd": "dnd", "mur": "mur", "r": "declined", "x": ""}
_PIECE = re.compile(r"dnd|mur|o\d{0,2}|[cdipvrx]")


@dataclass(frozen=True)
class Report:
    """What is said of one room; None where nothing is."""

    room: Room
    status: Housekeeping | None = None
    occupied: bool | None = None
    persons: int | None = None
    wish: str | None = None


@dataclass(frozen=True)
class Fault:
    token: str
    why: Message


@dataclass(frozen=True)
class Faults:
    """All of them, spoken in the language of the sentence they stand in."""

    faults: tuple[Fault, ...]

    def __str__(self) -> str:
        return "; ".join(f"{fault.token}: {fault.why}" for fault in self.faults)


@dataclass(frozen=True)
class RoundLine:
    """A line of the preview: a room, how it stands, and what would be written; or a piece and what is wrong with it."""

    place: int
    name: str
    before: Message | None
    after: tuple[Message, ...]
    fault: bool = False

    @property
    def key(self) -> tuple[int]:
        return (self.place,)


def read_round(line: str) -> tuple[list[Report], list[Fault]]:
    """What the line says of which rooms, and what in it cannot be read."""
    rooms = list(Room.select(Room, RoomType).join(RoomType).where(~RoomType.pseudo).order_by(Room.number))
    rooms.sort(key=_by_number)
    reports: dict[int, Report] = {}
    faults = []
    for token in line.replace(",", " ").split():
        read = _read(token, rooms)
        if isinstance(read, Message):
            faults.append(Fault(token, read))
            continue
        for report in read:
            if report.room.id in reports:
                faults.append(
                    Fault(token, Message("room {room} is named twice", {"room": report.room.number}))
                )
            reports[report.room.id] = report
    return list(reports.values()), faults


@operation("housekeeping")
def write_round(act: Act, line: str) -> dict[str, int]:
    """Write the morning round: how many ``rooms`` were named, how many got a ``status``, were ``seen``, have a ``wish``.

    Refused (at ``line``): NOTHING_TYPED, TOO_MUCH_TEXT, ROUND_FAULTS with every fault and its piece.
    """
    if not line.strip():
        raise Refused("NOTHING_TYPED", "Nothing was typed.", field="line")
    if len(line) > LONGEST_LINE:
        raise Refused("TOO_MUCH_TEXT", "At most {n} characters.", field="line", n=LONGEST_LINE)
    reports, faults = read_round(line)
    faults += _cannot_be(act.business_date, reports)
    if faults:
        raise Refused(
            "ROUND_FAULTS", "Nothing was written: {faults}", field="line", faults=Faults(tuple(faults))
        )
    for report in reports:
        if report.status is not None:
            set_housekeeping(act, report.room.id, report.status)
        if report.occupied is not None:
            record_seen(act, report.room.id, report.occupied, report.persons)
        if report.wish is not None:
            set_service_wish(act, in_room(report.room.id)[0].id, report.wish)
    return {
        "rooms": len(reports),
        "status": sum(r.status is not None for r in reports),
        "seen": sum(r.occupied is not None for r in reports),
        "wish": sum(r.wish is not None for r in reports),
    }


def preview_round(line: str, date: datetime.date) -> list[RoundLine]:
    """What Enter would write on the business date, the faults first."""
    reports, faults = read_round(line)
    faults += _cannot_be(date, reports)
    lines = [RoundLine(0, fault.token, None, (fault.why,), True) for fault in faults]
    lines += [
        RoundLine(0, r.room.number, HOUSEKEEPING_WORDS[Housekeeping(r.room.housekeeping)], _words(r))
        for r in reports
    ]
    return [replace(one, place=place) for place, one in enumerate(lines)]


def _words(report: Report) -> tuple[Message, ...]:
    said = []
    if report.status is not None:
        said.append(HOUSEKEEPING_WORDS[report.status])
    if report.persons is not None:
        said.append(Message("seen occupied by {n}", {"n": report.persons}))
    elif report.occupied is not None:
        said.append(Message("seen occupied") if report.occupied else Message("seen vacant"))
    if report.wish is not None:
        said.append(WISH_WORDS[report.wish] if report.wish else Message("no wish any more"))
    return tuple(said)


def _cannot_be(date: datetime.date, reports: Sequence[Report]) -> list[Fault]:
    """What can be read and yet not be written: closed rooms, wishes of nobody."""
    faults = []
    for report in reports:
        number = report.room.number
        closure = closure_of(report.room.id, date, date)
        if report.status is not None and closure is not None:
            why = Message("{kind} until {until}", {"kind": closure.kind, "until": closure.last_night})
            faults.append(Fault(number, why))
        if report.wish is not None and not in_room(report.room.id):
            faults.append(Fault(number, Message("nobody is in it")))
    return faults


def _read(token: str, rooms: Sequence[Room]) -> list[Report] | Message:
    """As typed, else as the same keys give it on the English layout; the fault of the first where neither can be."""
    typed = to_latin_digits(token).casefold()
    found = _read_latin(typed, rooms)
    if isinstance(found, Message) and (other := from_thai_layout(token).casefold()) != typed:
        again = _read_latin(other, rooms)
        if not isinstance(again, Message) or not typed.isascii():
            return again
    return found


def _read_latin(token: str, rooms: Sequence[Room]) -> list[Report] | Message:
    fault = Message("there is no such room")
    for place, room, rest in _rooms_at_start(token, rooms):
        span = [room]
        if rest.startswith("-"):
            ends = list(_rooms_at_start(rest[1:], rooms))
            if not ends:
                continue
            for end, _last, behind in ends:
                said = _codes(behind)
                if isinstance(said, Message):
                    fault = said
                elif end < place:
                    fault = Message("the range runs backwards")
                else:
                    return [Report(one, *said) for one in rooms[place : end + 1]]
            continue
        said = _codes(rest)
        if not isinstance(said, Message):
            return [Report(one, *said) for one in span]
        fault = said
    return fault


def _rooms_at_start(token: str, rooms: Sequence[Room]) -> list[tuple[int, Room, str]]:
    """Rooms whose number the token begins with, the longest first, and what stands behind."""
    found = [
        (place, room, token[len(room.number) :])
        for place, room in enumerate(rooms)
        if token.startswith(room.number.casefold())
    ]
    return sorted(found, key=lambda f: -len(f[1].number))


def _codes(text: str) -> tuple[Housekeeping | None, bool | None, int | None, str | None] | Message:
    status: Housekeeping | None = None
    occupied: bool | None = None
    persons: int | None = None
    wish: str | None = None
    if not text:
        return Message("nothing is said of it")
    at = 0
    for piece in _PIECE.finditer(text):
        word = piece.group()
        if piece.start() != at:
            break
        at = piece.end()
        if word in STATUS and status is None:
            status = STATUS[word]
        elif word in WISHES and wish is None:
            wish = WISHES[word]
        elif word == "v" and occupied is None:
            occupied = False
        elif word[0] == "o" and occupied is None:
            occupied, persons = True, int(word[1:]) if word[1:] else None
            if persons == 0:
                return Message("nobody cannot occupy it: write v")
        else:
            return Message("two things are said of it that cannot both be")
    if at != len(text):
        return Message("{code} says nothing here", {"code": text[at:]})
    return status, occupied, persons, wish


def _by_number(room: Room) -> tuple[int, str]:
    return len(room.number), room.number
