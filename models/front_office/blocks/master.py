"""The posting master: a pseudo room on which a group's bills collect. Nobody sleeps in it, and nothing counts it."""

from __future__ import annotations

import datetime

from peewee import fn

from models.front_office.blocks.tables import OVER, STATUSES, Block
from models.front_office.folios import FolioWindow, open_window, window_balance
from models.front_office.guests import create_guest
from models.front_office.payments import close_windows
from models.front_office.reservations import CHECKED_OUT, IN_HOUSE, Reservation, Stay
from models.front_office.rooms import Room, RoomType
from models.house.acts import Act, operation
from models.house.property import draw_number
from models.house.refusals import Refused

PREFIX = "PM"
TYPES = (PREFIX, f"{PREFIX}*")  # the second where the hotel calls rooms of its own so


@operation("check_in")
def open_posting_master(act: Act, block_id: int) -> int:
    """Open the group's bill in a pseudo room of its own; the stay's id, with folio window 1.

    Refused: BLOCK_OVER, MASTER_EXISTS, MASTER_EARLY (before the first night), MASTER_LATE (after the departure).
    """
    block = Block.get_by_id(block_id)
    if block.status in OVER:
        raise Refused(
            "BLOCK_OVER", "The block {code} is {status}.", code=block.code, status=STATUSES[block.status]
        )
    standing = Stay.get_or_none((Stay.id == block.master_id) & (Stay.state == IN_HOUSE))
    if standing is not None:
        raise Refused(
            "MASTER_EXISTS", "The posting master of this block is {room}.",
            jump=f"folio {standing.room.number}", room=standing.room.number,
        )  # fmt: skip
    if act.business_date < block.first_night:
        raise Refused(
            "MASTER_EARLY",
            "The posting master opens when the group arrives on {date}.",
            date=block.first_night,
        )
    if act.business_date > block.departure:
        raise Refused("MASTER_LATE", "The group left on {date}.", date=block.departure)
    stay = _move_in(act, block)
    open_window(act, stay, 1, payee=block.company.name("en") if block.company_id else block.name)
    act.update(block, master_id=stay.id)
    return int(stay.id)


def _move_in(act: Act, block: Block) -> Stay:
    room = _free_room(act)
    # A folio is somebody's: the group has a profile of its own, as a guest has.
    thai = any("ก" <= letter <= "๛" for letter in block.name)
    named = any(letter.isalpha() for letter in block.name)
    name = block.name if named else f"{block.code} {block.name}"
    guest = create_guest(act, **{"given_th" if thai else "family": name})
    reservation = act.create(
        Reservation, confirmation=f"{draw_number('confirmation'):06d}", booker=block.name, guarantee="guaranteed",
        market=block.market, source=block.source, made_on=act.business_date, block=block, company=block.company_id,
    )  # fmt: skip
    return act.create(
        Stay, reservation=reservation, guest=guest, state=IN_HOUSE, arrival=act.business_date,
        departure=block.departure, room_type=room.room_type_id, room=room, rate_code=block.rate_code_id,
        checked_in_at=act.now,
    )  # fmt: skip


def _free_room(act: Act) -> Room:
    kind = RoomType.get_or_none((RoomType.code << TYPES) & RoomType.pseudo)
    if kind is None:
        code = TYPES[1] if RoomType.get_or_none(RoomType.code == PREFIX) else PREFIX
        kind = act.create(
            RoomType,
            code=code,
            name_th="Posting master",
            name_en="Posting master",
            most_persons=1,
            pseudo=True,
        )
    taken = Stay.select(Stay.room).where((Stay.state == IN_HOUSE) & Stay.room.is_null(False))
    free = Room.select().where((Room.room_type == kind) & Room.id.not_in(taken)).order_by(Room.id).first()
    if free is not None:
        return free
    n = Room.select(fn.COUNT(Room.id)).where(Room.room_type == kind).scalar() + 1
    return act.create(Room, number=f"{PREFIX}{n:02d}", floor="", room_type=kind)


@operation("check_in")
def close_posting_master(act: Act, block_id: int) -> None:
    """The group's bill is settled: every window at zero, the pseudo room free. Refused: NO_MASTER, MASTER_BALANCE."""
    block = Block.get_by_id(block_id)
    stay = Stay.get_or_none((Stay.id == block.master_id) & (Stay.state == IN_HOUSE))
    if stay is None:
        raise Refused("NO_MASTER", "This block has no open posting master.")
    close_master_stay(act, stay)


def close_master_stay(act: Act, stay: Stay) -> None:
    for window in FolioWindow.select().where(FolioWindow.stay == stay).order_by(FolioWindow.number):
        balance = window_balance(window.id)
        if balance:
            raise Refused(
                "MASTER_BALANCE",
                "Window {n} of posting master {room} has a balance of {balance}. Settle it first.",
                jump=f"folio {stay.room.number}",
                n=window.number,
                room=stay.room.number,
                balance=balance,
            )
    close_windows(act, stay)
    act.update(
        stay, state=CHECKED_OUT, checked_out_at=act.now, departure=min(stay.departure, act.business_date)
    )


def close_due_masters(act: Act, date: datetime.date) -> None:
    """In the audit: those due out. One that owes has stopped the audit before (A4)."""
    for stay in masters_due(date):
        close_master_stay(act, stay)


def masters_due(date: datetime.date) -> list[Stay]:
    return list(
        Stay.select(Stay, Room)
        .join(Room)
        .where(
            (Stay.state == IN_HOUSE)
            & (Stay.departure <= date)
            & (Stay.id << Block.select(Block.master_id).where(Block.master_id.is_null(False)))
        )
        .order_by(Room.number)
    )


def master_of(block: Block) -> Stay | None:
    """The posting master that is open."""
    found: Stay | None = Stay.get_or_none((Stay.id == block.master_id) & (Stay.state == IN_HOUSE))
    return found
