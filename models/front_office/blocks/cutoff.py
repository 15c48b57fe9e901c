"""Rooms that go back to the house: at the cutoff, by the wash schedule, when an option runs out.

In the audit of the date, or on demand. What was given back stays so: blocking it again is a new act, for which
the rooms are found in the house anew.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from locales import Message, _
from models.front_office.blocks.counting import cells_of, check_rooms, live_pickups, picked_up, rooms_left
from models.front_office.blocks.grid import check_cutoff, set_status
from models.front_office.blocks.tables import HOLDING, OVER, STATUSES, Block, BlockCell, BlockWash
from models.front_office.guests import Guest
from models.front_office.reservations import RESERVED, Reservation, Stay, cancel, deposit_of
from models.front_office.reservations.changes import security_of
from models.front_office.rooms import RoomType
from models.house.acts import Act, operation
from models.house.refusals import Refused


@operation("book")
def release(act: Act, block_id: int, upto: datetime.date | None = None) -> int:
    """The cutoff now, for the nights from today to ``upto`` inclusive (all of them without): how many rooms went back.

    Refused: BLOCK_OVER, NOTHING_LEFT.
    """
    block = Block.get_by_id(block_id)
    _check_not_over(block)
    rooms = _give_back(act, cells_of(block, act.business_date, upto))
    if not rooms:
        raise Refused("NOTHING_LEFT", "No room of these nights is left to give back.", field="upto")
    return rooms


def _check_not_over(block: Block) -> None:
    if block.status in OVER:
        raise Refused(
            "BLOCK_OVER", "The block {code} is {status}.", code=block.code, status=STATUSES[block.status]
        )


def _give_back(act: Act, cells: Sequence[BlockCell]) -> int:
    """Rooms that went back; logged by cell with how many were left before."""
    standing = [cell for cell in cells if not cell.released]
    picked = picked_up([cell.id for cell in standing])
    rooms = 0
    for cell in standing:
        left = rooms_left(cell, picked[cell.id])
        BlockCell.update(released=True).where(BlockCell.id == cell.id).execute()
        act.changed(cell, {"released": False, "left": left}, {"released": True, "left": 0})
        rooms += left
    return rooms


@operation("book")
def block_again(
    act: Act, block_id: int, first_night: datetime.date, last_night: datetime.date, cutoff_on: datetime.date
) -> int:
    """Hold again what was given back on these nights, inclusive, until the new ``cutoff_on``; how many rooms.

    Refused: BLOCK_OVER, CUTOFF_PAST, NOTHING_RELEASED; ASK: NO_AVAILABILITY (a block that deducts).
    """
    block = Block.get_by_id(block_id)
    _check_not_over(block)
    check_cutoff(act, cutoff_on)
    cells = [c for c in cells_of(block, max(first_night, act.business_date), last_night) if c.released]
    if not cells:
        raise Refused("NOTHING_RELEASED", "Nothing was given back on these nights.", field="first_night")
    picked = picked_up([cell.id for cell in cells])
    wanted = {(c.date, c.room_type.code): max(c.blocked - picked[c.id], 0) for c in cells}
    if block.deducting:
        check_rooms(act, wanted, "first_night")
    for cell in cells:
        act.update(cell, released=False, cutoff_on=cutoff_on)
    return sum(wanted.values())


@operation("book")
def set_wash(act: Act, block_id: int, on_date: datetime.date, percent: int) -> None:
    """In the audit of ``on_date`` ``percent`` of the rooms not picked up goes back; 0 takes the date off the schedule.

    Refused: BLOCK_OVER, WASH_DATE (before the business date), WASH_PERCENT, WASH_DONE.
    """
    block = Block.get_by_id(block_id)
    _check_not_over(block)
    if on_date < act.business_date or on_date > block.last_night:
        raise Refused(
            "WASH_DATE", "From the business date to {last}.", field="on_date", last=block.last_night
        )
    if not 0 <= percent <= 100:
        raise Refused("WASH_PERCENT", "From 0 to 100 percent.", field="percent")
    wash = BlockWash.get_or_none((BlockWash.block == block) & (BlockWash.on_date == on_date))
    if wash is None:
        if percent:
            act.create(BlockWash, block=block, on_date=on_date, percent=percent)
    elif wash.done:
        raise Refused("WASH_DONE", "The wash of {date} is done.", field="on_date", date=on_date)
    elif percent:
        act.update(wash, percent=percent)
    else:
        act.changed(wash, {"on_date": wash.on_date, "percent": wash.percent}, {})
        wash.delete_instance()


# The night audit


def close_blocks(act: Act, date: datetime.date) -> int:
    """What the audit of ``date`` does with blocks: washes and cutoffs; rooms given back to the house.

    A definite block whose first guests are here becomes actual; a posting master that is due out and owes nothing
    is closed.
    """
    from models.front_office.blocks.master import close_due_masters

    rooms = _wash(act, date) + _cut_off(act, date)
    for block in Block.select().where((Block.status == "definite") & (Block.first_night <= date)):
        if live_pickups(block):
            set_status(act, block.id, "actual")
    close_due_masters(act, date)
    return rooms


def _wash(act: Act, date: datetime.date) -> int:
    due = (
        BlockWash.select(BlockWash, Block)
        .join(Block)
        .where(~BlockWash.done & (BlockWash.on_date <= date) & (Block.status << HOLDING))
        .order_by(BlockWash.on_date, BlockWash.id)
    )
    rooms = 0
    for wash in due:
        cells = [c for c in cells_of(wash.block, date) if not c.released]
        picked = picked_up([c.id for c in cells])
        for cell in cells:
            left = rooms_left(cell, picked[cell.id])
            back = (left * wash.percent + 50) // 100  # whole rooms, half a room up
            if back:
                act.update(cell, blocked=cell.blocked - back)
                rooms += back
        act.update(wash, done=True)
    return rooms


def _cut_off(act: Act, date: datetime.date) -> int:
    standing = (
        BlockCell.select(BlockCell, Block, RoomType)
        .join(Block)
        .switch(BlockCell)
        .join(RoomType)
        .where((BlockCell.date >= date) & ~BlockCell.released & (Block.status << HOLDING))
        .order_by(BlockCell.id)
    )
    return _give_back(act, [c for c in standing if c.cutoff is not None and c.cutoff <= date])


def release_options(act: Act, date: datetime.date) -> list[int]:
    """Cancel the tentative bookings whose option ends on ``date`` or has ended; the ids of their stays.

    One with a deposit is left for a person to decide: money shows that somebody means to come.
    """
    cancelled = []
    for stay, held in _options_over(date):
        if held:
            act.note(
                "OPTION_WITH_DEPOSIT",
                "The option of booking {confirmation} has run out, but a deposit is held.",
                confirmation=stay.reservation.confirmation,
            )
            continue
        cancel(act, stay.id, _("The option ran out on {date}.", date=stay.reservation.option_until))
        cancelled.append(int(stay.id))
    return cancelled


def options_with_deposit(date: datetime.date) -> list[tuple[Message, str]]:
    """The bookings to come whose option has run out by ``date`` but which hold a deposit, and the way to each."""
    return [
        (
            Message(
                "{guest}: option over, kept for a deposit of {deposit}",
                {"guest": stay.guest.spoken, "deposit": held},
            ),
            f"stay {stay.id}",
        )
        for stay, held in _options_over(date)
        if held and stay.arrival > date
    ]


def option_over(stay: Stay, date: datetime.date) -> bool:
    """Whether a tentative booking is held no longer than ``date``."""
    option = stay.reservation.option_until
    return stay.reservation.guarantee == "tentative" and option is not None and option <= date


def _options_over(date: datetime.date) -> list[tuple[Stay, Decimal]]:
    """Stays of tentative bookings past their option, each with the money held for its booking, baht."""
    due = (
        Stay.select(Stay, Reservation, Guest)
        .join(Reservation)
        .switch(Stay)
        .join(Guest)
        .where(
            (Stay.state == RESERVED)
            & (Reservation.guarantee == "tentative")
            & (Reservation.option_until <= date)
        )
        .order_by(Stay.id)
    )
    return [(stay, deposit_of(stay.reservation) + security_of(stay.reservation)) for stay in due]
