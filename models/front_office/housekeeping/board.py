"""The status board: every room with the three axes of its state, and what housekeeping needs to know beside them.

Front office (vacant, occupied) and reservation (arrival, stay-over …) are derived each time; nobody writes them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace

from locales import Message, p_
from models.front_office.guests import Guest
from models.front_office.housekeeping.tables import Attendant, RoomWork, TurnDown
from models.front_office.queue import Waits, queue
from models.front_office.reservations import CHECKED_OUT, IN_HOUSE, RESERVED, Stay
from models.front_office.rooms import (
    HOUSEKEEPING_WORDS,
    Housekeeping,
    Room,
    RoomClosure,
    RoomType,
    ready_statuses,
)

NOT_RESERVED, ARRIVAL, ARRIVED, STAY_OVER, DUE_OUT, DEPARTED, DAY_USE = (
    "not reserved", "arrival", "arrived", "stay-over", "due out", "departed", "day use",
)  # fmt: skip
RESERVATION_WORDS = {
    NOT_RESERVED: Message("Not reserved"),
    STAY_OVER: Message("Stay-over"),
    DUE_OUT: Message("Due out"),
    DAY_USE: Message("Day use"),
}


def reservation_word(value: str) -> str:
    """The word of one value; "Arrival" is a guest to come here, elsewhere a day."""
    match value:
        case "arrival":
            return p_("state of a room", "Arrival")
        case "arrived":
            return p_("state of a room", "Arrived")
        case "departed":
            return p_("state of a room", "Departed")
        case _:
            return RESERVATION_WORDS[value].say()


LETTERS = {
    Housekeeping.CLEAN: "C",
    Housekeeping.DIRTY: "D",
    Housekeeping.INSPECTED: "I",
    Housekeeping.PICKUP: "P",
}


@dataclass(frozen=True)
class BoardRow:
    """One room. ``reservation`` holds one value of the axis, or two where one guest leaves and another comes.

    ``stay_id``: who is in the room, else who comes. ``minutes`` and ``place`` of the queue while somebody waits.
    """

    room_id: int
    number: str
    floor: str
    room_type: str
    housekeeping: str
    occupied: bool
    reservation: tuple[str, ...]
    closure: str = ""  # OOO, OOS
    closure_id: int | None = None
    closure_until: datetime.date | None = None
    closure_reason: str = ""
    stay_id: int | None = None
    persons: int = 0
    vip: bool = False
    wish: str = ""
    turn_down: str = ""
    eta: str = ""
    attendant_id: int | None = None
    attendant: str = ""
    task: str = ""
    credits: int = 0
    place: int = 0
    minutes: int = 0
    ready: bool = False
    note: str = ""

    @property
    def key(self) -> tuple[str]:
        return (self.number,)

    @property
    def code(self) -> str:
        """Two axes in two letters: VC, OD …; or OOO, OOS."""
        if self.closure and not self.occupied:
            return self.closure
        return ("O" if self.occupied else "V") + LETTERS[Housekeeping(self.housekeeping)]

    @property
    def status(self) -> Message:
        return HOUSEKEEPING_WORDS[Housekeeping(self.housekeeping)]

    def is_to_inspect(self) -> bool:
        return self.housekeeping == Housekeeping.CLEAN and not self.occupied and not self.closure


Filter = Callable[[BoardRow], bool]
FILTERS: dict[str, tuple[Message, Filter]] = {
    "all": (Message("All rooms"), lambda _row: True),
    "dirty": (Message("Dirty"), lambda r: r.housekeeping in (Housekeeping.DIRTY, Housekeeping.PICKUP)),
    "inspect": (Message("To inspect"), BoardRow.is_to_inspect),
    "due out": (Message("Due out"), lambda r: DUE_OUT in r.reservation),
    "arrivals": (Message("Arrivals"), lambda r: ARRIVAL in r.reservation),
    "queue": (Message("Queue rooms"), lambda r: r.place > 0),
    "turn-down": (Message("Turn-down"), lambda r: wants_turn_down(r)),
    "closed": (Message("Out of order or service"), lambda r: bool(r.closure)),
}


def wants_turn_down(row: BoardRow) -> bool:
    """Somebody sleeps in it tonight, or is to come."""
    return not row.closure and bool({ARRIVAL, ARRIVED, STAY_OVER} & set(row.reservation))


def board(date: datetime.date, now: datetime.datetime) -> list[BoardRow]:
    """Every room as it stands at the moment ``now`` of the business date ``date``; queue rooms first, then by number."""
    inside = _by_room(Stay.state == IN_HOUSE)
    coming = _by_room((Stay.state == RESERVED) & (Stay.arrival <= date))
    left = _by_room((Stay.state == CHECKED_OUT) & (Stay.departure == date))
    closed = {
        c.room_id: c
        for c in RoomClosure.select().where(
            (RoomClosure.first_night <= date) & (RoomClosure.last_night >= date)
        )
    }
    work = {
        w.room_id: w
        for w in RoomWork.select(RoomWork, Attendant).join(Attendant).where(RoomWork.date == date)
    }
    downs = {t.room_id: t.state for t in TurnDown.select().where(TurnDown.date == date)}
    waits = {w.room_id: w for w in reversed(queue(now, date)) if w.room_id}
    ready = ready_statuses()
    rows = []
    for room in Room.select(Room, RoomType).join(RoomType).where(~RoomType.pseudo).order_by(Room.number):
        row = _row(
            room, date, inside.get(room.id, []), coming.get(room.id, []), room.id in left, closed.get(room.id),
            work.get(room.id), waits.get(room.id), ready,
        )  # fmt: skip
        rows.append(replace(row, turn_down=downs.get(room.id, "")))
    return sorted(rows, key=lambda row: (not row.place, row.place, row.number))


def _by_room(where: object) -> dict[int, list[Stay]]:
    rooms: dict[int, list[Stay]] = {}
    query = Stay.select(Stay, Guest).join(Guest).where(where, Stay.room.is_null(False))
    for stay in query.order_by(Stay.share_of.is_null(False), Stay.id):
        rooms.setdefault(stay.room_id, []).append(stay)
    return rooms


def _row(
    room: Room, date: datetime.date, inside: list[Stay], coming: list[Stay], left: bool,
    closure: RoomClosure | None, work: RoomWork | None, waits: Waits | None, ready: tuple[str, ...],
) -> BoardRow:  # fmt: skip
    here = inside or coming
    return BoardRow(
        room.id, room.number, room.floor, room.room_type.code, room.housekeeping, bool(inside),
        reservation_of(date, inside, coming, left),
        closure=closure.kind if closure else "",
        closure_id=closure.id if closure else None,
        closure_until=closure.last_night if closure else None,
        closure_reason=closure.reason if closure else "",
        stay_id=here[0].id if here else None,
        persons=sum(stay.adults + stay.children for stay in here),
        vip=any(stay.guest.vip for stay in here),
        wish=next((stay.service_wish for stay in inside if stay.service_wish), ""),
        eta=coming[0].eta if coming else "",
        attendant_id=work.attendant_id if work else None,
        attendant=work.attendant.name if work else "",
        task=work.task if work else "",
        credits=work.credits if work else 0,
        place=waits.place if waits else 0,
        minutes=waits.minutes if waits else 0,
        ready=not inside and closure is None and room.housekeeping in ready,
        note=room.note,
    )  # fmt: skip


def reservation_of(
    date: datetime.date, inside: list[Stay], coming: list[Stay], left: bool
) -> tuple[str, ...]:
    """The reservation axis of a room on a business date."""
    axis: list[str] = []
    if inside:
        stay = max(inside, key=lambda s: s.departure)
        if stay.is_day_use:
            axis.append(DAY_USE)
        elif stay.departure <= date:
            axis.append(DUE_OUT)
        else:
            axis.append(ARRIVED if stay.arrival == date else STAY_OVER)
    elif left:
        axis.append(DEPARTED)
    if coming:
        axis.append(ARRIVAL)
    return tuple(axis) or (NOT_RESERVED,)
