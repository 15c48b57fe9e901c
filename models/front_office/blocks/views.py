"""What the desk sees of blocks: the list, one block's rooms night by night, its bookings."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from peewee import JOIN, fn

from models.front_office.blocks.counting import GONE, cells_of, picked_up, rooms_left
from models.front_office.blocks.tables import HOLDING, Block, BlockCell, BlockWash
from models.front_office.companies import Company
from models.front_office.desk_views import BY_ARRIVAL, StayRow, find_stays, stays
from models.front_office.reservations import Night, Reservation, Stay
from models.front_office.rooms import RoomType
from models.house.lists import Listing
from models.house.refusals import Refused


@dataclass(frozen=True)
class BlockRow:
    """A block in the list; room-nights over all its nights."""

    block_id: int
    code: str
    name: str
    company: str
    status: str
    first_night: datetime.date
    departure: datetime.date
    cutoff_on: datetime.date | None
    blocked: int
    picked_up: int
    key: tuple[object, ...]


def blocks(where: object | None = None) -> Listing[BlockRow]:
    """By first night."""
    blocked = BlockCell.select(fn.COALESCE(fn.SUM(BlockCell.blocked), 0)).where(BlockCell.block == Block.id)
    taken = (
        Night.select(fn.COUNT(Night.id))
        .join(Stay)
        .switch(Night)
        .join(BlockCell)
        .where((BlockCell.block == Block.id) & (Night.share_slot == 0) & Stay.state.not_in(GONE))
    )
    query = Block.select(Block, Company, blocked.alias("blocked"), taken.alias("taken")).join(
        Company, JOIN.LEFT_OUTER
    )
    if where is not None:
        query = query.where(where)

    def shape(block: Block) -> BlockRow:
        return BlockRow(
            block.id, block.code, block.name, block.company.name("en") if block.company_id else "", block.status,
            block.first_night, block.departure, block.cutoff_on, int(block.blocked), int(block.taken),
            (block.first_night, block.id),
        )  # fmt: skip

    return Listing(query, [(Block.first_night, False), (Block.id, False)], shape)


def blocks_to_come(today: datetime.date) -> Listing[BlockRow]:
    """Those not over whose last guests leave today or later."""
    yesterday = today - datetime.timedelta(days=1)
    return blocks((Block.last_night >= yesterday) & (Block.status << HOLDING))


def find_blocks(text: str) -> Listing[BlockRow]:
    """Blocks of any date and status with every word of ``text`` in code, name, contact or company."""
    where = Block.id > 0
    for word in text.split():
        where &= (
            Block.code.contains(word)
            | Block.name.contains(word)
            | Block.contact.contains(word)
            | fn.COALESCE(Company.name_en, "").contains(word)
            | fn.COALESCE(Company.name_th, "").contains(word)
        )
    return blocks(where)


def block_called(text: str) -> Block:
    """By its code, else the only one found by ``text``. Refused: NO_BLOCK."""
    found = Block.get_or_none(fn.UPPER(Block.code) == text.strip().upper())
    if found is None:
        rows = find_blocks(text).first(2)
        found = Block.get_by_id(rows[0].block_id) if len(rows) == 1 else None
    if found is None:
        raise Refused("NO_BLOCK", "There is no group {name}.", name=text, jump="groups")
    return found


@dataclass(frozen=True)
class GridCell:
    """Rooms of one type on one night."""

    contracted: int
    blocked: int
    picked_up: int
    left: int
    released: bool


@dataclass(frozen=True)
class GridNight:
    """One night of a block; ``cells`` by type in the order of ``Grid.types``, None where it has none."""

    date: datetime.date
    shoulder: bool
    cutoff: datetime.date | None
    cells: tuple[GridCell | None, ...]

    @property
    def key(self) -> tuple[datetime.date]:
        return (self.date,)

    @property
    def total(self) -> GridCell:
        return total(self.cells)


@dataclass(frozen=True)
class Grid:
    types: tuple[str, ...]
    nights: tuple[GridNight, ...]

    @property
    def total(self) -> GridCell:
        """Room-nights."""
        return total([night.total for night in self.nights])


def total(cells: Sequence[GridCell | None]) -> GridCell:
    standing = [cell for cell in cells if cell is not None]
    return GridCell(
        sum(c.contracted for c in standing),
        sum(c.blocked for c in standing),
        sum(c.picked_up for c in standing),
        sum(c.left for c in standing),
        bool(standing) and all(c.released for c in standing),
    )


def grid_of(block_id: int) -> Grid:
    """A block's rooms, night by night; its own nights are there even without rooms."""
    block = Block.get_by_id(block_id)
    cells = cells_of(block)
    picked = picked_up([cell.id for cell in cells])
    kinds = sorted({(cell.room_type_id, cell.room_type.code) for cell in cells})
    if not kinds:
        kinds = [
            (t.id, t.code) for t in RoomType.select().where(~RoomType.pseudo).order_by(RoomType.id).limit(1)
        ]
    by_place = {(cell.date, cell.room_type_id): cell for cell in cells}
    own = (block.last_night - block.first_night).days + 1
    dates = {block.first_night + datetime.timedelta(days=n) for n in range(own)} | {c.date for c in cells}
    nights = []
    for date in sorted(dates):
        of_night = [by_place.get((date, kind)) for kind, _code in kinds]
        cutoffs = [c.cutoff for c in of_night if c is not None and c.cutoff is not None]
        shown = tuple(
            GridCell(c.contracted, c.blocked, picked[c.id], rooms_left(c, picked[c.id]), c.released)
            if c
            else None
            for c in of_night
        )
        shoulder = not block.first_night <= date <= block.last_night
        nights.append(GridNight(date, shoulder, min(cutoffs, default=None), shown))
    return Grid(tuple(code for _kind, code in kinds), tuple(nights))


def washes_of(block_id: int) -> list[BlockWash]:
    return list(BlockWash.select().where(BlockWash.block == block_id).order_by(BlockWash.on_date))


def _in_block(block_id: int) -> object:
    """Its bookings, cancelled ones too; not its posting master."""
    of_block = Reservation.select(Reservation.id).where(Reservation.block == block_id)
    masters = Block.select(fn.COALESCE(Block.master_id, 0)).where(Block.id == block_id)
    return (Stay.reservation << of_block) & Stay.id.not_in(masters)


def pickups(block_id: int) -> Listing[StayRow]:
    """The rooming list as it stands: every booking of the block."""
    return stays(_in_block(block_id), BY_ARRIVAL)


def find_pickups(block_id: int, text: str) -> Listing[StayRow]:
    return find_stays(text, _in_block(block_id), BY_ARRIVAL)
