"""Changes of rooms and dates as one makes them on the tape chart: shift, extend by a night, swap two."""

from __future__ import annotations

import datetime

from models.front_office.inventory import check_availability, weighed
from models.front_office.registers import follow_rooms
from models.front_office.reservations import (
    IN_HOUSE,
    RESERVED,
    STATES,
    Stay,
    assign_room,
    change_dates,
    change_nights,
    check_room_free,
    group_of,
    open_nights,
    span_of,
    take_room,
)
from models.front_office.rooms import (
    HOUSEKEEPING_WORDS,
    Housekeeping,
    Room,
    closed,
    closure_of,
    ready_statuses,
)
from models.front_office.stays import ask_do_not_move, move_room
from models.house.acts import Act, operation
from models.house.inputs import said
from models.house.refusals import Refused


@operation("book")
def shift_stay(
    act: Act, stay_id: int, arrival: datetime.date, departure: datetime.date, room: str, reason: str = ""
) -> None:
    """A stay takes other dates, another room ("": none yet), or both at once. A guest in house moves from tonight
    on, and the reason is kept.

    Refused: NOT_OPEN, NO_REASON, NO_RIGHT (check_in) and NOT_RESERVED (in house), and as ``assign_room``,
    ``move_room`` and ``change_dates``; ASK: DO_NOT_MOVE, NO_AVAILABILITY, ROOM_NOT_READY.
    """
    stay = Stay.get_by_id(stay_id)
    same_dates = (arrival, departure) == (stay.arrival, stay.departure)
    if stay.state not in (RESERVED, IN_HOUSE):
        raise Refused("NOT_OPEN", "This stay is {state}.", state=STATES[stay.state])
    if stay.state == IN_HOUSE:
        if not room:
            raise Refused("NOT_RESERVED", "A guest in house has a room; move to another one instead.")
        act.need("check_in")
        move_room(act, stay_id, room, reason)
        if not same_dates:
            change_dates(act, stay_id, arrival, departure)
        return
    if stay.room_id is not None and room != stay.room.number:
        ask_do_not_move(act, stay)
    if same_dates:
        assign_room(act, stay_id, room)
        return
    first, last = span_of(group_of(stay))
    with weighed(act, min(first, arrival), max(last, departure)):
        # Another may be in the old room on the new dates, so the stay leaves it before it looks.
        if stay.room_id is not None and room != stay.room.number:
            assign_room(act, stay_id, "")
        change_dates(act, stay_id, arrival, departure)
        assign_room(act, stay_id, room)


@operation("book")
def change_length(act: Act, stay_id: int, nights: int) -> None:
    """Extend by ``nights``, or shorten where it is below zero; one night stays.

    Refused: LAST_NIGHT, and as ``change_dates``; ASK: NO_AVAILABILITY.
    """
    stay = Stay.get_by_id(stay_id)
    departure = stay.departure + datetime.timedelta(days=nights)
    if nights < 0 and departure <= stay.arrival:
        raise Refused(
            "LAST_NIGHT", "That would leave no night. Cancel the booking, or make it day use.",
            field="departure", jump=f"stay {stay.id}",
        )  # fmt: skip
    change_dates(act, stay_id, stay.arrival, departure)


@operation("book")
def swap_rooms(act: Act, stay_id: int, other_id: int, reason: str = "") -> None:
    """Two stays change rooms, from the business date on; who shares a room goes along. A room that a guest in house
    leaves becomes dirty, and the reason is kept.

    Refused: SAME_STAY, NOT_OPEN, NO_ROOM_YET, SAME_ROOM, ROOM_CLOSED, ROOM_NIGHT_TAKEN (one stays longer than the
    other and a third is in the way), and for guests in house NO_REASON, NO_RIGHT (check_in), ROOM_OCCUPIED;
    ASK: DO_NOT_MOVE, NO_AVAILABILITY, ROOM_NOT_READY.
    """
    one, other = Stay.get_by_id(stay_id), Stay.get_by_id(other_id)
    parties = [(one, group_of(one), other.room), (other, group_of(other), one.room)]
    _check_swap(one, other, parties[0][1])
    members = [member for _stay, group, _room in parties for member in group]
    if any(member.state == IN_HOUSE for member in members):
        act.need("check_in")
        reason = said(reason)
    act.because(reason)
    for member in members:
        ask_do_not_move(act, member)
    # Both leave first, so that neither stands in the other's way.
    for member in members:
        change_nights(act, member, open_nights(member.id, act.business_date), room=None)
    ids = [member.id for member in members]
    left = [stay.room for stay, group, _room in parties if any(m.state == IN_HOUSE for m in group)]
    for _stay, group, room in parties:
        _check_enters(act, group, room, ids, left)
    for _stay, group, room in parties:
        take_room(act, group, room, act.business_date)
        follow_rooms(act, [member.id for member in group])
    for room in left:
        act.update(Room.get_by_id(room.id), housekeeping=str(Housekeeping.DIRTY))


def _check_swap(one: Stay, other: Stay, beside_one: list[Stay]) -> None:
    if other.id in [member.id for member in beside_one]:
        raise Refused("SAME_STAY", "Choose the booking of another room to swap with.")
    for stay in (one, other):
        if stay.state not in (RESERVED, IN_HOUSE):
            raise Refused("NOT_OPEN", "This stay is {state}.", state=STATES[stay.state])
        if stay.room_id is None:
            raise Refused("NO_ROOM_YET", "{guest} has no room yet; assign one.", guest=stay.guest.spoken)
    if one.room_id == other.room_id:
        raise Refused("SAME_ROOM", "Both are in room {room}, one after the other.", room=one.room.number)


def _check_enters(act: Act, group: list[Stay], room: Room, swapping: list[int], left: list[Room]) -> None:
    """Whether the party may have ``room``, now that those of ``swapping`` stand in none.

    ``left``: the rooms that guests in house come out of; nobody expects these to be clean.
    """
    for member in group:
        check_room_free(member, room, since=max(member.arrival, act.business_date))
        dates = [
            night.date
            for night in open_nights(member.id, act.business_date)
            if not night.day_use and night.share_slot == 0 and night.room_type_id != room.room_type_id
        ]
        check_availability(act, room.room_type, dates, except_stays=swapping)
    if not any(member.state == IN_HOUSE for member in group):
        return
    closure = closure_of(room.id, act.business_date, act.business_date)
    if closure:
        raise closed(closure)
    inside = Stay.get_or_none((Stay.room == room) & (Stay.state == IN_HOUSE) & Stay.id.not_in(swapping))
    if inside is not None:
        raise Refused(
            "ROOM_OCCUPIED", "Room {room} is occupied by {guest}.", jump=f"stay {inside.id}", room=room.number,
            guest=inside.guest.spoken,
        )  # fmt: skip
    if room.housekeeping not in ready_statuses() and room.id not in [one.id for one in left]:
        act.ask(
            "ROOM_NOT_READY", "Room {room} is not ready ({status}).", right="override_room", field="room",
            room=room.number, status=HOUSEKEEPING_WORDS[room.housekeeping],
        )  # fmt: skip
