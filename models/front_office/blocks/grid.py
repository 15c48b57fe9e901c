"""A block is made, its rooms by date and type are changed, and it goes from inquiry to actual, or is lost."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.front_office.blocks.counting import cells_of, check_rooms, live_pickups, picked_up, rooms_left
from models.front_office.blocks.tables import DEDUCTING, HOLDING, NEXT, OVER, STATUSES, Block, BlockCell
from models.front_office.companies import Company
from models.front_office.inventory import Cell, days_from
from models.front_office.rates import rate_code
from models.front_office.reservations import IN_HOUSE, Stay, room_type
from models.front_office.rooms import RoomType
from models.house.acts import Act, operation
from models.house.inputs import said, words
from models.house.property import draw_number
from models.house.refusals import Refused

MOST_NIGHTS = 400
MOST_ROOMS = 2_000
SHOULDER_NIGHTS = 14
"""How far before or after its own nights a block may hold rooms."""


@dataclass(frozen=True)
class NewBlock:
    """What a block is made of; nights inclusive. ``rooms``: of each type on every night, as contracted.

    ``code`` is drawn where none is given. Cutoff: one date, or ``cutoff_days`` before each night.
    """

    name: str
    first_night: datetime.date
    last_night: datetime.date
    rate_code: str
    rooms: tuple[tuple[str, int], ...] = ()
    code: str = ""
    status: str = "tentative"
    company_id: int | None = None
    elastic: bool = False
    cutoff_on: datetime.date | None = None
    cutoff_days: int | None = None
    market: str = ""
    source: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""


def rooms_of_words(text: str) -> tuple[tuple[str, int], ...]:
    """What people write: ``10 SUP, 5 DLX`` or ``SUP 10 DLX 5``; types and numbers. Refused: ROOMS_WORDS."""
    parts = text.replace(",", " ").replace("×", " ").replace("+", " ").upper().split()
    pairs = [sorted(pair, key=str.isdecimal) for pair in zip(parts[::2], parts[1::2], strict=False)]
    if len(parts) % 2 or any(a.isdecimal() or not b.isdecimal() for a, b in pairs):
        raise Refused("ROOMS_WORDS", "Rooms as 10 SUP, 5 DLX.", field="rooms")
    return tuple((kind, int(number)) for kind, number in pairs)


@operation("book")
def create_block(act: Act, new: NewBlock) -> int:
    """A block with its rooms on every night; its id.

    Refused: NO_NAME, CODE_TAKEN, BLOCK_STATUS, BLOCK_DATES, CUTOFF_PAST, CUTOFF_TWICE, CUTOFF_DAYS,
    NO_RATE_CODE, NO_ROOM_TYPE,
    NO_COMPANY, ROOMS_NUMBER; ASK: NO_AVAILABILITY (a status that deducts).
    """
    if new.status not in HOLDING or new.status == "actual":
        raise Refused("BLOCK_STATUS", "A new block is an inquiry, tentative or definite.", field="status")
    code = words(new.code, "code", 20).upper() or f"G{draw_number('block'):04d}"
    if Block.get_or_none(Block.code == code):
        raise Refused("CODE_TAKEN", "There is a block {code} already.", field="code", code=code)
    values = _checked({name: getattr(new, name) for name in _CHANGEABLE})
    _check_one_cutoff(new.cutoff_on, new.cutoff_days)
    check_cutoff(act, new.cutoff_on)
    _check_dates(act, new.first_night, new.last_night)
    block = act.create(
        Block, code=code, status="inquiry", first_night=new.first_night, last_night=new.last_night,
        made_on=act.business_date, **values,
    )  # fmt: skip
    for kind, rooms in new.rooms:
        _put_rooms(act, block, [room_type(kind)], new.first_night, new.last_night, rooms, rooms)
    if new.status != "inquiry":
        set_status(act, block.id, new.status)
    return int(block.id)


_CHANGEABLE = (
    "name", "company_id", "elastic", "cutoff_on", "cutoff_days", "rate_code", "market", "source", "contact", "phone",
    "email", "note",
)  # fmt: skip


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    tidy: dict[str, Any] = {
        n: words(v, n) if isinstance(v, str) and n != "rate_code" else v for n, v in values.items()
    }
    if not tidy.get("name", "-"):
        raise Refused("NO_NAME", "A block needs a name.", field="name")
    if "company_id" in tidy:
        company = tidy.pop("company_id")
        if company is not None and Company.get_or_none(Company.id == company) is None:
            raise Refused("NO_COMPANY", "There is no such company.", field="company_id")
        tidy["company"] = company
    if "rate_code" in tidy:
        tidy["rate_code"] = rate_code(tidy["rate_code"]).id
    return tidy


def _check_one_cutoff(cutoff_on: datetime.date | None, cutoff_days: int | None) -> None:
    if cutoff_on is not None and cutoff_days is not None:
        raise Refused("CUTOFF_TWICE", "Either a cutoff date or a number of days.", field="cutoff_days")
    if cutoff_days is not None and cutoff_days < 0:
        raise Refused("CUTOFF_DAYS", "The number of days cannot be below zero.", field="cutoff_days")


def check_cutoff(act: Act, cutoff_on: datetime.date | None) -> None:
    if cutoff_on is not None and cutoff_on < act.business_date:
        raise Refused(
            "CUTOFF_PAST", "The cutoff lies before the business date {date}.", field="cutoff_on",
            date=act.business_date,
        )  # fmt: skip


def _check_dates(act: Act, first: datetime.date, last: datetime.date) -> None:
    if last < first:
        raise Refused("BLOCK_DATES", "The last night lies before the first.", field="last_night")
    if first < act.business_date:
        raise Refused("BLOCK_DATES", "The first night lies before the business date.", field="first_night")
    if (last - first).days >= MOST_NIGHTS:
        raise Refused("BLOCK_DATES", "A block has at most {n} nights.", field="last_night", n=MOST_NIGHTS)


@operation("book")
def change_block(act: Act, block_id: int, /, **values: Any) -> None:
    """Change what a block says of itself: the fields of ``NewBlock`` save code, dates, rooms and status.

    Refused as ``create_block``, and BLOCK_OVER.
    """
    block = _open_block(block_id)
    if set(values) - set(_CHANGEABLE):
        raise TypeError(f"a block has no {set(values) - set(_CHANGEABLE)}")
    cutoff_on = values.get("cutoff_on", block.cutoff_on)
    _check_one_cutoff(cutoff_on, values.get("cutoff_days", block.cutoff_days))
    if cutoff_on != block.cutoff_on:  # one that has passed may stand
        check_cutoff(act, cutoff_on)
    act.update(block, **_checked(values))


def _open_block(block_id: int) -> Block:
    block: Block = Block.get_by_id(block_id)
    if block.status in OVER:
        raise Refused(
            "BLOCK_OVER", "The block {code} is {status}.", code=block.code, status=STATUSES[block.status]
        )
    return block


@operation("book")
def set_rooms(
    act: Act,
    block_id: int,
    kind: str,
    first_night: datetime.date,
    last_night: datetime.date,
    rooms: int,
    *,
    contracted: int | None = None,
    cutoff_on: datetime.date | None = None,
) -> int:
    """Block ``rooms`` of a type (""; each type the block has) on these nights, both inclusive; how many cells changed.

    Nights outside the block's own become shoulder nights. ``contracted`` stays as it is where none is given (of a
    new cell: as blocked). ``cutoff_on``: of these nights only.

    Refused: BLOCK_OVER, ROOMS_NUMBER, NO_ROOM_TYPE, BLOCK_DATES, NIGHTS_PAST, OUTSIDE_BLOCK, CUTOFF_PAST,
    CELL_RELEASED, BELOW_PICKED_UP (says how many are picked up); ASK: NO_AVAILABILITY (a block that deducts).
    """
    block = _open_block(block_id)
    check_cutoff(act, cutoff_on)
    kinds = [room_type(kind)] if kind else _kinds(block)
    if last_night < first_night:
        raise Refused("BLOCK_DATES", "The last night lies before the first.", field="last_night")
    if first_night < act.business_date:
        raise Refused("NIGHTS_PAST", "These nights have passed.", field="first_night")
    far = datetime.timedelta(days=SHOULDER_NIGHTS)
    if first_night < block.first_night - far or last_night > block.last_night + far:
        raise Refused(
            "OUTSIDE_BLOCK", "At most {n} nights before or after the block's own.", field="first_night",
            n=SHOULDER_NIGHTS,
        )  # fmt: skip
    return _put_rooms(act, block, kinds, first_night, last_night, rooms, contracted, cutoff_on)


def _kinds(block: Block) -> list[RoomType]:
    return list(
        RoomType.select().where(
            RoomType.id << BlockCell.select(BlockCell.room_type).where(BlockCell.block == block)
        )
    )


def _put_rooms(
    act: Act,
    block: Block,
    kinds: Sequence[RoomType],
    first: datetime.date,
    last: datetime.date,
    rooms: int,
    contracted: int | None,
    cutoff_on: datetime.date | None = None,
) -> int:
    if not 0 <= rooms <= MOST_ROOMS or not 0 <= (contracted or 0) <= MOST_ROOMS:
        raise Refused("ROOMS_NUMBER", "From 0 to {n} rooms.", field="rooms", n=MOST_ROOMS)
    standing = {(c.date, c.room_type_id): c for c in cells_of(block, first, last)}
    picked = picked_up([c.id for c in standing.values()])
    more: dict[Cell, int] = {}
    changes: list[tuple[BlockCell, dict[str, Any]]] = []
    added: list[dict[str, Any]] = []
    for date in days_from(first, last):
        for kind in kinds:
            cell = standing.get((date, kind.id))
            if cell is None:
                shoulder = not block.first_night <= date <= block.last_night
                added.append({
                    "block": block.id, "date": date, "room_type": kind.id, "blocked": rooms, "cutoff_on": cutoff_on,
                    "contracted": rooms if contracted is None else contracted, "shoulder": shoulder,
                })  # fmt: skip
                more[date, kind.code] = rooms
                continue
            taken = picked[cell.id]
            _check_cell(cell, taken, rooms)
            more[date, kind.code] = max(rooms - taken, 0) - rooms_left(cell, taken)
            values: dict[str, Any] = {"blocked": rooms}
            if contracted is not None:
                values["contracted"] = contracted
            if cutoff_on is not None:
                values["cutoff_on"] = cutoff_on
            changes.append((cell, values))
    if block.deducting:
        check_rooms(act, more)
    for values in added:
        act.create(BlockCell, **values)
    for cell, values in changes:
        act.update(cell, **values)
    return len(added) + len(changes)


def _check_cell(cell: BlockCell, taken: int, rooms: int) -> None:
    if cell.released and rooms != cell.blocked:
        raise Refused(
            "CELL_RELEASED",
            "{room_type} on {date} was given back to the house; block it again first.",
            field="first_night",
            room_type=cell.room_type.code,
            date=cell.date,
        )
    if rooms < cell.blocked and rooms < taken:
        raise Refused(
            "BELOW_PICKED_UP",
            "{n} {room_type} are picked up on {date}; fewer cannot be blocked.",
            field="rooms",
            n=taken,
            room_type=cell.room_type.code,
            date=cell.date,
        )


@operation("book")
def set_status(act: Act, block_id: int, status: str, reason: str = "") -> None:
    """Take a block along its chain. Definite and actual deduct: their rooms are found in the house at that moment.

    Refused: STATUS_CHAIN, BLOCK_NOT_BEGUN (actual before the first night), NO_REASON (cancelled, lost),
    LIVE_PICKUPS (they are listed), MASTER_OPEN; ASK: NO_AVAILABILITY.
    """
    block = Block.get_by_id(block_id)
    if status not in NEXT[block.status]:
        raise Refused(
            "STATUS_CHAIN", "A block that is {now} does not become {then}.", field="status",
            now=STATUSES[block.status], then=STATUSES.get(status, status),
        )  # fmt: skip
    if status == "actual" and act.business_date < block.first_night:
        raise Refused("BLOCK_NOT_BEGUN", "The group comes on {date}.", field="status", date=block.first_night)
    if status in OVER:
        reason = said(reason)
        _check_nobody_left(block)
    if status in DEDUCTING and not block.deducting:
        cells = [c for c in cells_of(block) if c.date >= act.business_date]
        picked = picked_up([c.id for c in cells])
        check_rooms(act, {(c.date, c.room_type.code): rooms_left(c, picked[c.id]) for c in cells}, "status")
    act.update(block, status=status, reason=reason or ("" if block.status in OVER else block.reason))


def _check_nobody_left(block: Block) -> None:
    left = live_pickups(block)
    if left:
        names = [f"{s.reservation.confirmation} {s.guest.name('en')}" for s in left[:5]]
        raise Refused(
            "LIVE_PICKUPS",
            "{n} bookings stand in this block: {names}. Cancel or detach them first.",
            field="status",
            n=len(left),
            names=", ".join(names) + (" …" if len(left) > len(names) else ""),
        )
    master = Stay.get_or_none((Stay.id == block.master_id) & (Stay.state == IN_HOUSE))
    if master is not None:
        raise Refused(
            "MASTER_OPEN", "The posting master {room} is open. Close it first.", field="status",
            jump=f"folio {master.room.number}", room=master.room.number,
        )  # fmt: skip
