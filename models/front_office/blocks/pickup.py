"""Bookings out of a block: picked up from its rooms, beyond them, outside its nights; and detached again."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from models.front_office.blocks.tables import STATUSES, Block, BlockCell
from models.front_office.inventory import check_availability, deducting_guarantees
from models.house.acts import Act, operation
from models.house.refusals import Refused

if TYPE_CHECKING:
    from models.front_office.reservations import Booking, Stay
    from models.front_office.rooms import RoomType


@operation("book")
def pick_up(act: Act, block_id: int, booking: Booking, guest: Mapping[str, object] | None = None) -> int:
    """A booking out of the block, at its rate where none is named; the stay's id.

    ``guest``: the profile to make where ``booking.guest_id`` is NEW_GUEST, or what is new of the one chosen.
    Nights the block does not have come from the house. Refused: as ``book``, and BLOCK_NOT_OPEN (its status does
    not deduct), NOT_IN_BLOCK (no night of it), PAST_CUTOFF; ASK: BEYOND_BLOCK (the rooms of a block that is not
    elastic are all taken), NO_AVAILABILITY.
    """
    from models.front_office.desk_flows import book_with_guest
    from models.front_office.reservations import RESERVED, book

    block = Block.get_by_id(block_id)
    filled = replace(
        booking,
        block_id=block.id,
        rate_code=booking.rate_code or block.rate_code.code,
        market=booking.market or block.market,
        source=booking.source or block.source,
        booker=booking.booker or block.contact or block.name,
        company_id=booking.company_id or block.company_id,
        state=RESERVED,
    )
    return book(act, filled) if guest is None else book_with_guest(act, filled, guest)


def cell_for(block_id: int | None, room_type_id: int, date: datetime.date) -> BlockCell | None:
    """The cell a night of a block's booking belongs to; none where the block has none or gave it back."""
    if block_id is None:
        return None
    cell: BlockCell | None = BlockCell.get_or_none(
        (BlockCell.block == block_id)
        & (BlockCell.room_type == room_type_id)
        & (BlockCell.date == date)
        & ~BlockCell.released
    )
    return cell


def cell_of(stay: Stay, date: datetime.date) -> BlockCell | None:
    """The cell of a night of the stay that is being written; requests and day use have none."""
    from models.front_office.reservations.tables import NOT_YET

    if stay.state in NOT_YET or stay.is_day_use:
        return None
    return cell_for(stay.reservation.block_id, stay.room_type_id, date)


def check_pickup(
    act: Act, block_id: int, kind: RoomType, dates: Sequence[datetime.date], rooms: int = 1
) -> None:
    """Whether ``rooms`` can be picked up on all ``dates``. Refused: BLOCK_NOT_OPEN, NOT_IN_BLOCK, PAST_CUTOFF;
    ASK: BEYOND_BLOCK, NO_AVAILABILITY."""
    block = Block.get_by_id(block_id)
    check_block_has(block, kind, dates)
    _find_rooms(act, block, kind, dates, _cells(block, kind, dates), rooms)


def check_nights(
    act: Act, stay: Stay, kind: RoomType, dates: Sequence[datetime.date], booked_as: RoomType | None = None
) -> None:
    """As ``check_availability`` for a stay that is there: what its block has for it is not asked of the house.

    ``kind`` is what it sleeps in; the block has rooms of the type it is booked as. ASK: BEYOND_BLOCK, NO_AVAILABILITY.
    """
    block_id = stay.reservation.block_id
    if block_id is None or kind != (booked_as or stay.room_type):
        check_availability(act, kind, dates, except_stays=[stay.id])
        return
    block = Block.get_by_id(block_id)
    _find_rooms(act, block, kind, dates, _cells(block, kind, dates), except_stays=(stay.id,))


def change_cells(act: Act, stay: Stay, kind: RoomType) -> None:
    """The stay is of another type now: its nights belong to the cells of that type."""
    from models.front_office.reservations.nights import change_nights, open_nights

    if stay.reservation.block_id is not None:
        for night in open_nights(stay.id):
            cell = cell_for(stay.reservation.block_id, kind.id, night.date)
            change_nights(act, stay, [night], block_cell=cell)


Cells = dict[datetime.date, BlockCell]


def _cells(block: Block, kind: RoomType, dates: Sequence[datetime.date]) -> Cells:
    rows = BlockCell.select().where(
        (BlockCell.block == block) & (BlockCell.room_type == kind) & (BlockCell.date << list(dates))
    )
    return {cell.date: cell for cell in rows}


def _find_rooms(
    act: Act,
    block: Block,
    kind: RoomType,
    dates: Sequence[datetime.date],
    cells: Cells,
    rooms: int = 1,
    except_stays: tuple[int, ...] = (),
) -> None:
    """A night is the block's while the block deducts and has a room of the type left on it; the rest is the house's."""
    from models.front_office.blocks.counting import picked_up, rooms_left

    picked = picked_up([cell.id for cell in cells.values()], except_stays)
    of_house: dict[datetime.date, int] = {}
    beyond = []
    for date in dates:
        cell = cells.get(date)
        held = cell is not None and block.deducting and not cell.released
        missing = rooms - (rooms_left(cell, picked[cell.id]) if cell is not None and held else 0)
        if missing > 0:
            of_house[date] = missing
            beyond += [date] if held else []
    if beyond and not block.elastic:
        act.ask(
            "BEYOND_BLOCK",
            "All {room_type} of block {code} are picked up on {dates}.",
            right="overbook",
            field="room_type",
            room_type=kind.code,
            code=block.code,
            dates=", ".join(f"{d:%d/%m}" for d in beyond[:7]) + (" …" if len(beyond) > 7 else ""),
        )
    for missing in sorted(set(of_house.values())):
        short = [date for date in dates if of_house.get(date) == missing]
        check_availability(act, kind, short, except_stays, rooms=missing)


def check_block_has(block: Block, kind: RoomType, dates: Sequence[datetime.date]) -> None:
    """Refused where nothing of the block can be had on these nights: BLOCK_NOT_OPEN, NOT_IN_BLOCK, PAST_CUTOFF."""
    if not block.deducting:
        raise Refused(
            "BLOCK_NOT_OPEN",
            "The block {code} is {status}; only a definite one is picked up from.",
            jump=f"group {block.code}",
            code=block.code,
            status=STATUSES[block.status],
        )
    cells = _cells(block, kind, dates).values()
    if not cells:
        raise Refused(
            "NOT_IN_BLOCK",
            "The block {code} has no {room_type} on these nights; book from the house.",
            field="room_type",
            jump="book",
            code=block.code,
            room_type=kind.code,
        )
    given_back = sorted(cell.date for cell in cells if cell.released)
    if given_back:
        raise Refused(
            "PAST_CUTOFF",
            "{room_type} on {date} went back to the house at the cutoff; book from the house.",
            field="room_type",
            jump="book",
            room_type=kind.code,
            date=given_back[0],
        )


@operation("book")
def detach(act: Act, stay_id: int) -> None:
    """Make the booking of a stay (all its rooms) one of the house; its rooms of the block stay with the block.

    Refused: NOT_PICKED_UP; ASK: NO_AVAILABILITY, for the house must have a room more.
    """
    from models.front_office.blocks.counting import check_rooms, picked_up
    from models.front_office.reservations import IN_HOUSE, RESERVED, Night, Stay
    from models.front_office.rooms import RoomType

    reservation = Stay.get_by_id(stay_id).reservation
    if reservation.block_id is None or reservation.block.master_id == stay_id:
        raise Refused("NOT_PICKED_UP", "This booking belongs to no block.")
    nights = list(
        Night.select(Night, BlockCell, Stay, RoomType)
        .join(BlockCell)
        .switch(Night)
        .join(RoomType, on=(Night.room_type == RoomType.id))
        .switch(Night)
        .join(Stay)
        .where((Stay.reservation == reservation) & ~Night.posted)
        .order_by(Night.date)
    )
    live = [n for n in nights if n.share_slot == 0 and n.stay.state in (RESERVED, IN_HOUSE)]
    deducts = reservation.guarantee in deducting_guarantees()
    if reservation.block.deducting:
        picked = picked_up({n.block_cell_id for n in live})
        wanted: dict[tuple[datetime.date, str], int] = {}
        for night in live:
            cell = night.block_cell
            # One that was picked up beyond the cell, or from one given back, takes nothing from the block.
            returned = not cell.released and picked[cell.id] <= cell.blocked
            if returned and (deducts or night.stay.state == IN_HOUSE):
                at = (night.date, night.room_type.code)
                wanted[at] = wanted.get(at, 0) + 1
            picked[cell.id] -= 1
        check_rooms(act, wanted, "room_type")
    for night in nights:
        act.update(night, block_cell=None)
    act.update(reservation, block=None)
