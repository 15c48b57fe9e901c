"""The bell list: a job for every arrival, departure and room move of the day; and whether a group's pieces add up.

Nothing is planned here. Which jobs there are is read from the stays and from the change log; kept is only that one
was done, by whom, with how many pieces.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from peewee import JOIN, fn

from locales import Message
from models.front_office.bell_desk.tables import (
    DOWN,
    UP,
    BellMark,
    GroupLuggage,
    LuggagePiece,
    LuggageTicket,
    porter_of,
)
from models.front_office.blocks.tables import Block
from models.front_office.guests.person import Guest
from models.front_office.reservations.tables import CHECKED_OUT, IN_HOUSE, RESERVED, Reservation, Stay
from models.front_office.rooms import Room, RoomType
from models.house.acts import Act, ChangeLog, operation
from models.house.refusals import Refused

MOVE = "move"
KINDS = {UP: Message("Check in"), MOVE: Message("Room move"), DOWN: Message("Check out")}
MOST_PIECES = 999


@dataclass(frozen=True)
class BellJob:
    """``room`` is where the guest is or goes; ``from_room`` where a move starts. ``at``: ETA or ETD as it was said."""

    kind: str
    stay_id: int
    change_id: int
    room: str
    guest_th: str
    guest_en: str
    group: str
    at: str
    here: bool  # in house, or gone already: the luggage can be carried
    from_room: str = ""
    pieces: int = 0
    porter: str = ""
    done_at: datetime.datetime | None = None

    @property
    def key(self) -> tuple[str, int, int]:
        return (self.kind, self.stay_id, self.change_id)


def bell_list(date: datetime.date) -> list[BellJob]:
    """The jobs of the business date: arrivals, then moves, then departures, each by room."""
    jobs = [*_coming_and_going(date), *_moves(date)]
    marks = {(m.kind, m.stay_id, m.change_id): m for m in BellMark.select().where(BellMark.date == date)}
    order = list(KINDS)
    jobs.sort(key=lambda job: (order.index(job.kind), job.room == "", job.room, job.stay_id, job.change_id))
    return [_marked(job, marks.get(job.key)) for job in jobs]


def _marked(job: BellJob, mark: BellMark | None) -> BellJob:
    if mark is None:
        return job
    return replace(job, pieces=mark.pieces, porter=mark.porter, done_at=mark.done_at)


def _stays(where: Any) -> Iterable[Stay]:
    return (
        Stay.select(Stay, Guest, Reservation, Block, Room)
        .join(Guest)
        .switch(Stay)
        .join(Reservation)
        .join(Block, JOIN.LEFT_OUTER)
        .switch(Stay)
        .join(Room, JOIN.LEFT_OUTER, on=(Stay.room == Room.id))
        .switch(Stay)
        .join(RoomType, on=(Stay.room_type == RoomType.id))
        .where(~RoomType.pseudo & where)
    )


def _job(kind: str, stay: Stay, at: str, here: bool) -> BellJob:
    block = stay.reservation.block
    return BellJob(
        kind, stay.id, 0, stay.room.number if stay.room_id else "", stay.guest.name("th"), stay.guest.name("en"),
        block.code if block is not None else "", at, here,
    )  # fmt: skip


def _coming_and_going(date: datetime.date) -> Iterator[BellJob]:
    coming = (Stay.arrival == date) & (Stay.state << [RESERVED, IN_HOUSE, CHECKED_OUT])
    late = (Stay.state == RESERVED) & (Stay.arrival < date)
    for stay in _stays(coming | late):
        yield _job(UP, stay, stay.eta, stay.state != RESERVED)
    leaving = (Stay.departure == date) & (Stay.state << [IN_HOUSE, CHECKED_OUT])
    overdue = (Stay.state == IN_HOUSE) & (Stay.departure < date)
    for stay in _stays(leaving | overdue):
        yield _job(DOWN, stay, stay.etd, True)


def _moves(date: datetime.date) -> Iterator[BellJob]:
    """Every change of the room of a guest who was in it."""
    guests = (Stay.state == IN_HOUSE) | ((Stay.state == CHECKED_OUT) & (Stay.departure == date))
    stays = {str(stay.id): stay for stay in _stays(guests)}
    changes = list(
        ChangeLog.select()
        .where(
            (ChangeLog.subject == "stay")
            & (ChangeLog.subject_id << list(stays))
            & (ChangeLog.business_date == date)
        )
        .order_by(ChangeLog.id)
    )
    numbers: dict[int, str] = {}
    for change in changes:
        before, after = (json.loads(text or "{}").get("room") for text in (change.before, change.after))
        stay = stays[change.subject_id]
        if not before or not after or stay.checked_in_at is None or change.at < stay.checked_in_at:
            continue
        numbers = numbers or {room.id: room.number for room in Room.select(Room.id, Room.number)}
        job = _job(MOVE, stay, "", True)
        yield replace(job, change_id=change.id, room=numbers[after], from_room=numbers[before])


# Marking


def _find(date: datetime.date, kind: str, stay_id: int, change_id: int) -> BellJob:
    for job in bell_list(date):
        if job.key == (kind, stay_id, change_id):
            return job
    raise Refused("NO_JOB", "This is no job of today's bell list.")


@operation("bell_desk")
def mark_job(act: Act, kind: str, stay_id: int, change_id: int = 0, pieces: int = 0, porter: str = "") -> int:
    """A job of today was done with so many pieces; marked again, pieces and porter are corrected. The mark's id.

    Refused: NO_JOB, NOT_HERE_YET, PIECES, GROUP_CLOSED.
    """
    job = _find(act.business_date, kind, stay_id, change_id)
    if not job.here:
        raise Refused("NOT_HERE_YET", "This guest has not arrived yet.", jump=f"stay {stay_id}")
    if not 0 <= pieces <= MOST_PIECES:
        raise Refused("PIECES", "From {first} to {n} pieces.", field="pieces", first=0, n=MOST_PIECES)
    _check_group_open(stay_id)
    name = porter_of(act, porter)
    mark = _mark_of(act.business_date, job)
    if mark is not None:
        act.update(mark, pieces=pieces, porter=name)
        return int(mark.id)
    return int(
        act.create(
            BellMark, date=act.business_date, kind=kind, stay=stay_id, change_id=change_id, pieces=pieces,
            porter=name, done_at=act.now, staff=act.staff,
        ).id
    )  # fmt: skip


@operation("bell_desk")
def unmark_job(act: Act, kind: str, stay_id: int, change_id: int = 0) -> None:
    """It was not done after all. Refused: NO_JOB, NOT_DONE, GROUP_CLOSED."""
    job = _find(act.business_date, kind, stay_id, change_id)
    mark = _mark_of(act.business_date, job)
    if mark is None:
        raise Refused("NOT_DONE", "This has not been done yet.")
    _check_group_open(stay_id)
    kept = ("date", "kind", "stay", "change_id", "pieces", "porter", "done_at")
    act.changed(mark, {name: mark.__data__[name] for name in kept}, {})
    mark.delete_instance()


def _mark_of(date: datetime.date, job: BellJob) -> BellMark | None:
    return BellMark.get_or_none(
        (BellMark.date == date)
        & (BellMark.kind == job.kind)
        & (BellMark.stay == job.stay_id)
        & (BellMark.change_id == job.change_id)
    )


# The luggage of a group


@dataclass(frozen=True)
class GroupPieces:
    """Pieces of a group: off the bus, brought to rooms, brought down, onto the bus; ``stored`` now."""

    block_id: int
    code: str
    name: str
    arrival: datetime.date
    departure: datetime.date
    counted_in: int
    delivered: int
    brought_down: int
    loaded: int
    stored: int
    closed_at: datetime.datetime | None
    reason: str

    @property
    def key(self) -> tuple[int]:
        return (self.block_id,)

    @property
    def differs(self) -> bool:
        """Off and onto the bus must match, and whatever was counted between them too."""
        between = [n for n in (self.delivered, self.brought_down) if n]
        return self.stored > 0 or any(n != self.counted_in for n in (self.loaded, *between))


def group_pieces(date: datetime.date) -> list[GroupPieces]:
    """The groups that come, stay or go on the date, and those whose luggage is not closed yet."""
    guests = (
        Reservation.select(Reservation.block)
        .join(Stay)
        .where(
            (Stay.state << [RESERVED, IN_HOUSE, CHECKED_OUT])
            & (Stay.arrival <= date)
            & (Stay.departure >= date)
        )
    )
    unfinished = GroupLuggage.select(GroupLuggage.block).where(GroupLuggage.closed_at.is_null())
    where = (Block.id << guests) | (Block.id << unfinished)
    return _pieces(where)


def pieces_of_group(block_id: int) -> GroupPieces:
    return _pieces(Block.id == block_id)[0]


def _pieces(where: Any) -> list[GroupPieces]:
    blocks = list(Block.select().where(where).order_by(Block.first_night, Block.code))
    ids = [block.id for block in blocks]
    kept = {row.block_id: row for row in GroupLuggage.select().where(GroupLuggage.block << ids)}
    carried = {
        (block, kind): int(pieces)
        for block, kind, pieces in BellMark.select(Reservation.block, BellMark.kind, fn.SUM(BellMark.pieces))
        .join(Stay)
        .join(Reservation)
        .where(Reservation.block << ids)
        .group_by(Reservation.block, BellMark.kind)
        .tuples()
    }
    stored = dict(
        LuggagePiece.select(LuggageTicket.block, fn.COUNT(LuggagePiece.id))
        .join(LuggageTicket)
        .where((LuggageTicket.block << ids) & LuggagePiece.stored & LuggagePiece.collection.is_null())
        .group_by(LuggageTicket.block)
        .tuples()
    )
    rows = []
    for block in blocks:
        own = kept.get(block.id)
        rows.append(
            GroupPieces(
                block.id, block.code, block.name, block.first_night, block.departure, own.counted_in if own else 0,
                carried.get((block.id, UP), 0), carried.get((block.id, DOWN), 0), own.loaded if own else 0,
                stored.get(block.id, 0), own.closed_at if own else None, own.reason if own else "",
            )
        )  # fmt: skip
    return rows


@operation("bell_desk")
def count_group(act: Act, block_id: int, counted_in: int, loaded: int) -> int:
    """What was counted off the bus and onto it; the row's id. Refused: PIECES, GROUP_CLOSED."""
    for field, n in (("counted_in", counted_in), ("loaded", loaded)):
        if not 0 <= n <= 9 * MOST_PIECES:
            raise Refused("PIECES", "From {first} to {n} pieces.", field=field, first=0, n=9 * MOST_PIECES)
    row = _open_group(Block.get_by_id(block_id))
    if row is None:
        return int(
            act.create(GroupLuggage, block=block_id, counted_in=counted_in, loaded=loaded, reason="").id
        )
    act.update(row, counted_in=counted_in, loaded=loaded)
    return int(row.id)


def _open_group(block: Block) -> GroupLuggage | None:
    row = GroupLuggage.get_or_none(GroupLuggage.block == block)
    if row is not None and row.closed_at is not None:
        raise Refused("GROUP_CLOSED", "The luggage of {group} has been closed.", group=block.name)
    return row


def _check_group_open(stay_id: int) -> None:
    block = Stay.get_by_id(stay_id).reservation.block
    if block is not None:
        _open_group(block)


@operation("bell_desk")
def close_group(act: Act, block_id: int) -> None:
    """The bus leaves: pieces in and out must match.

    Refused: NOT_COUNTED, GROUP_CLOSED; ASK: LUGGAGE_DIFFERS (right check_in: the desk, not the porter alone).
    """
    block = Block.get_by_id(block_id)
    row = _open_group(block)
    if row is None:
        raise Refused("NOT_COUNTED", "Nothing has been counted for {group} yet.", group=block.name)
    pieces = pieces_of_group(block_id)
    if pieces.differs:
        act.ask(
            "LUGGAGE_DIFFERS",
            "{group}: {counted} in, {delivered} to rooms, {down} down, {loaded} loaded, {stored} in the store.",
            right="check_in", group=block.name, counted=pieces.counted_in, delivered=pieces.delivered,
            down=pieces.brought_down, loaded=pieces.loaded, stored=pieces.stored,
        )  # fmt: skip
    act.update(row, closed_at=act.now, closed_by=act.staff, reason=act.reason)
