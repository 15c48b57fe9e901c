"""How many rooms of a block are picked up, and whether the house has as many more as somebody wants to hold."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping

from peewee import fn

from models.front_office.blocks.tables import Block, BlockCell
from models.front_office.inventory import HOUSE, Cell, availability
from models.front_office.reservations import CANCELLED, IN_HOUSE, NO_SHOW, RESERVED, Night, Reservation, Stay
from models.front_office.rooms import RoomType
from models.house.acts import Act

GONE = (CANCELLED, NO_SHOW)
LISTED = 7


def picked_up(cell_ids: Iterable[int], except_stays: Iterable[int] = ()) -> Counter[int]:
    """Rooms picked up, by cell; those who share a room count once."""
    rows = (
        Night.select(Night.block_cell, fn.COUNT(Night.id))
        .join(Stay)
        .where(
            (Night.block_cell << list(cell_ids))
            & (Night.share_slot == 0)
            & Stay.state.not_in(GONE)
            & Stay.id.not_in(list(except_stays))
        )
        .group_by(Night.block_cell)
        .tuples()
    )
    return Counter(dict(rows))


def rooms_left(cell: BlockCell, picked: int) -> int:
    """Rooms that can still be picked up."""
    return 0 if cell.released else max(cell.blocked - picked, 0)


def live_pickups(block: Block) -> list[Stay]:
    """Stays of the block that are booked or in house, its posting master left out."""
    query = (
        Stay.select(Stay, Reservation)
        .join(Reservation)
        .where((Reservation.block == block) & (Stay.state << (RESERVED, IN_HOUSE)))
        .order_by(Stay.arrival, Stay.id)
    )
    return [stay for stay in query if stay.id != block.master_id]


def cells_of(
    block: Block,
    first: datetime.date | None = None,
    last: datetime.date | None = None,
    kind: RoomType | None = None,
) -> list[BlockCell]:
    """The cells by date and type, nights inclusive."""
    where = BlockCell.block == block
    if first is not None:
        where &= BlockCell.date >= first
    if last is not None:
        where &= BlockCell.date <= last
    if kind is not None:
        where &= BlockCell.room_type == kind
    return list(
        BlockCell.select(BlockCell, Block, RoomType)
        .join(Block)
        .switch(BlockCell)
        .join(RoomType)
        .where(where)
        .order_by(BlockCell.date, RoomType.id)
    )


def check_rooms(act: Act, wanted: Mapping[Cell, int], field: str = "rooms") -> None:
    """ASK (``NO_AVAILABILITY``, right overbook) when the house has not so many more rooms to hold.

    ``wanted``: rooms more by date and type, minus those given back in the same go. Every date that is short is
    listed with how many rooms are missing.
    """
    wanted = {cell: n for cell, n in wanted.items() if cell[0] >= act.business_date}
    dates = sorted({date for (date, _code), n in wanted.items() if n > 0})
    if not dates:
        return
    table = availability(dates[0], dates[-1])
    of_house: Counter[datetime.date] = Counter()
    for (date, _code), n in wanted.items():
        of_house[date] += n
    missing = [
        (date, code, n - table[date, code].maximum) for (date, code), n in sorted(wanted.items()) if n > 0
    ]
    missing += [
        (date, "ROH", of_house[date] - table[date, HOUSE].maximum) for date in dates if of_house[date] > 0
    ]
    short = [f"{code} {date:%d/%m} −{n}" for date, code, n in missing if n > 0]
    if short:
        act.ask(
            "NO_AVAILABILITY",
            "Not enough rooms: {missing}.",
            right="overbook",
            field=field,
            missing=", ".join(short[:LISTED]) + (" …" if len(short) > LISTED else ""),
        )
